#include "ingest/rows.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "rows_internal.h"

bool rows_refuse(struct report *report, enum err_kind kind, uint64_t row, const char *code, const char *es,
                 const char *en, struct err *e) {
  bool spanish = report && report_lang(report) == REPORT_ES;
  if (report) report_add(report, REPORT_REFUSED, row, (struct str){0}, (struct str){0}, code, es, en);
  return err_set(e, kind, "%s", spanish ? es : en);
}

bool rows_next(struct rows *r, struct rows_row *row, bool *end, struct err *e) {
  bool any = false;
  *end = false;
  if (r->has_pending) {
    r->has_pending = false;
    *row = r->pending;
    *end = r->pending_end;
    return true;
  }
  do {
    if (!(r->sheet ? rows_sheet_next(r, row, end, &any) : rows_csv_next(r, row, end, &any, e))) return false;
  } while (!*end && !any);
  return true;
}

/* ---- the header ---- */

static bool twice(struct rows *r, uint64_t number, struct str name, struct err *e) {
  char es[256], en[256];
  const char *z = arena_printf(r->arena, "%.*s", STR_ARG(name));
  snprintf(es, sizeof es, "La columna «%.80s» está dos veces. Deje una.", z);
  snprintf(en, sizeof en, "The column “%.80s” is there twice. Keep one.", z);
  return rows_refuse(r->report, ERR_INPUT, number, "columna-repetida", es, en, e);
}

bool rows_is_for_readers(struct str heading) {
  return heading.n > 2 && heading.p[0] == '(' && heading.p[heading.n - 1] == ')';
}

static void set_name(struct rows *r, size_t i, struct str name) {
  struct buf fold = {0};
  if (!r->sheet || !rows_is_for_readers(name)) text_fold(&fold, name);
  r->names[i] = arena_str(r->arena, name);
  r->folded[i] = arena_str(r->arena, buf_str(&fold));
  buf_free(&fold);
}

/* The row behind the header is HXL's if all its cells that are not empty are tags. */
static bool is_tag_row(const struct str *cells, size_t n) {
  bool any = false;
  for (size_t i = 0; i < n; i++) {
    if (cells[i].n && !sheet_is_tag(cells[i])) return false;
    any = any || cells[i].n;
  }
  return any;
}

static void take_tags(struct rows *r, const struct rows_row *row) {
  r->tags = arena_calloc(r->arena, r->n_columns, sizeof *r->tags);
  for (size_t i = 0; i < r->n_columns; i++) r->tags[i] = arena_str(r->arena, row->cells[i]);
}

bool rows_read_header(struct rows *r, struct err *e) {
  struct rows_row row = {0};
  bool end;
  if (!rows_next(r, &row, &end, e)) return false;
  if (end)
    return rows_refuse(r->report, ERR_INPUT, 0, r->sheet ? "hoja-vacia" : "archivo-vacio",
                       r->sheet ? "La hoja está vacía: falta la fila de encabezados."
                                : "El archivo está vacío: falta la fila de encabezados.",
                       r->sheet ? "The sheet is empty: the header row is missing."
                                : "The file is empty: the header row is missing.",
                       e);
  if (row.n_cells > ROWS_MAX_COLUMNS)
    return rows_refuse(r->report, ERR_LIMIT, row.number, "demasiadas-columnas",
                       "La tabla tiene más de 2000 columnas. Suele ser una celda escrita lejos a la derecha: bórrela.",
                       "The table has more than 2000 columns. Usually a cell far to the right was filled in: clear it.",
                       e);
  r->n_columns = row.n_cells;
  r->names = arena_calloc(r->arena, row.n_cells, sizeof *r->names);
  r->folded = arena_calloc(r->arena, row.n_cells, sizeof *r->folded);
  for (size_t i = 0; i < row.n_cells; i++) {
    set_name(r, i, row.cells[i]);
    for (size_t k = 0; k < i; k++)
      if (r->folded[i].n && str_eq(r->folded[i], r->folded[k])) return twice(r, row.number, r->names[i], e);
  }
  if (is_tag_row(row.cells, row.n_cells)) {
    take_tags(r, &row);
    return true;
  }
  if (!rows_next(r, &r->pending, &r->pending_end, e)) return false;
  r->has_pending = true;
  if (r->pending_end || !is_tag_row(r->pending.cells, r->n_columns)) return true;
  take_tags(r, &r->pending);
  r->tags_apart = true;
  r->has_pending = false;
  return true;
}

bool rows_tags(const struct rows *r, const struct str **tags) {
  *tags = r->tags;
  return r->tags_apart;
}

/* ---- columns by tag ---- */

static bool column_is_known(const struct rows *r, const char *name) {
  return rows_find(r, (const char *const[]){name, NULL}) >= 0;
}

/* Take "+n2" off a tag: 2; 0 if it has none. */
static size_t take_number(struct str tag, struct buf *rest) {
  size_t number = 0;
  buf_reset(rest);
  for (size_t i = 0; i < tag.n;) {
    size_t k = i + 2;
    while (k < tag.n && tag.p[k] >= '0' && tag.p[k] <= '9') k++;
    bool numbered = tag.p[i] == '+' && i + 2 < tag.n && (tag.p[i + 1] == 'n' || tag.p[i + 1] == 'N') && k > i + 2 &&
                    k < i + 6 && (k == tag.n || tag.p[k] == '+' || tag.p[k] == ' ');
    if (numbered && number == 0) {
      for (size_t d = i + 2; d < k; d++) number = number * 10 + (size_t)(tag.p[d] - '0');
      i = k;
    } else buf_add_char(rest, tag.p[i++]);
  }
  return number;
}

/* The column of sheet s that the tag names; of the numbered columns of a project's parts "aporte_2_valor". */
static bool name_of_tag(enum sheet_id s, struct str tag, struct buf *name) {
  struct buf rest = {0};
  size_t number = take_number(tag, &rest);
  buf_reset(name);
  if (number == 0) {
    for (size_t i = 0; i < sheet_columns(s) && name->len == 0; i++)
      if (sheet_tag_equal(tag, str_from(sheet_column(s, i).tag))) buf_add_z(name, sheet_column(s, i).name);
  } else if (s == SHEET_PROJECTS)
    for (int part = SHEET_CONTRIBUTIONS; part <= SHEET_LINKS && name->len == 0; part++)
      for (size_t i = 1; i < sheet_columns((enum sheet_id)part) && name->len == 0; i++) {
        struct sheet_column c = sheet_column((enum sheet_id)part, i);
        if (sheet_tag_equal(buf_str(&rest), str_from(c.tag)))
          buf_printf(name, "%s_%zu_%s", sheet_info((enum sheet_id)part)->group, number, c.name);
      }
  buf_free(&rest);
  return name->len > 0;
}

void rows_use_tags(struct rows *r, enum sheet_id s) {
  struct buf name = {0};
  for (size_t i = 0; r->tags && i < r->n_columns; i++) {
    bool known = false;
    for (size_t k = 0; k < sheet_columns(s) && !known; k++) {
      buf_reset(&name);
      text_fold(&name, str_from(sheet_column(s, k).name));
      known = str_eq(buf_str(&name), r->folded[i]);
    }
    if (!known && r->tags[i].n && name_of_tag(s, r->tags[i], &name) && !column_is_known(r, name.data))
      set_name(r, i, buf_str(&name));
  }
  buf_free(&name);
}

/* ---- asking ---- */

size_t rows_columns(const struct rows *r, const struct str **names) {
  *names = r->names;
  return r->n_columns;
}

int rows_find(const struct rows *r, const char *const *names) {
  struct buf fold = {0};
  int found = -1;
  for (; *names && found < 0; names++) {
    buf_reset(&fold);
    text_fold(&fold, str_from(*names));
    for (size_t i = 0; i < r->n_columns && found < 0; i++)
      if (str_eq(r->folded[i], buf_str(&fold))) found = (int)i;
  }
  buf_free(&fold);
  return found;
}

uint64_t rows_done(const struct rows *r) { return r->done; }

void rows_close(struct rows *r) {
  if (!r) return;
  if (r->fd >= 0) close(r->fd);
  if (r->csv_ready) csv_free(&r->csv);
  buf_free(&r->window);
  buf_free(&r->text);
  buf_free(&r->raw);
  free(r->ends);
  free(r->cells);
  free(r->kinds);
  arena_free(r->arena);
  free(r);
}
