#include "run.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "domain/name_key.h"
#include "domain/source.h"
#include "store/sha256.h"
#include "workbook_errors.h"

enum { PROGRESS_ROWS = 2048, LARGE_BYTES = 4 << 20, LARGE_SHARE = 8 };

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

bool run_store_is_empty(struct db *d, bool *empty, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, "SELECT 1 FROM activity LIMIT 1", &s, e)) return false;
  db_stmt_begin(s);
  if (!db_step(s, &row, e)) return false;
  db_stmt_begin(s);
  *empty = !row;
  return true;
}

bool run_is_large(struct db *d, uint64_t bytes) {
  struct stat store;
  return bytes >= LARGE_BYTES && stat(db_path(d), &store) == 0 && (uint64_t)store.st_size / LARGE_SHARE <= bytes;
}

/* ---- which sheet ---- */

const struct workbook_sheet *run_find_sheet(const struct run *r, enum sheet_id s) {
  enum sheet_id found;
  for (uint32_t i = 0; r->workbook && i < r->workbook->n_sheets; i++)
    if (sheet_find(r->workbook->sheets[i].name, &found) && found == s) return &r->workbook->sheets[i];
  return NULL;
}

bool run_open_sheet(struct run *r, const struct workbook_sheet *sheet, enum sheet_id s, struct err *e) {
  const struct str *headings;
  rows_close(r->rows);
  r->rows = NULL;
  r->sheet = sheet;
  table_free(r->seen);
  r->seen = table_new();
  report_set_sheet(r->report, sheet->name.p, NULL, 0, 0);
  if (!rows_open_sheet(sheet, r->info.bytes, r->report, &r->rows, e)) return false;
  rows_use_tags(r->rows, s);
  size_t n = rows_columns(r->rows, &headings);
  report_set_sheet(r->report, sheet->name.p, headings, n, rows_first_column(r->rows));
  if (sheet->hidden)
    report_add(r->report, REPORT_NOTE, 0, (struct str){0}, (struct str){0}, "hoja-oculta",
               "La hoja está oculta; se lee igual.", "The sheet is hidden; it is read all the same.");
  return true;
}

static bool kind_of_sheet(const char *kind, enum sheet_id *s) {
  static const struct {
    const char *kind;
    enum sheet_id s;
  } kinds[] = {{"projects", SHEET_PROJECTS}, {"actors", SHEET_ACTORS}, {"networks", SHEET_NETWORKS},
               {"members", SHEET_MEMBERS},   {"goals", SHEET_GOALS},   {"series", SHEET_SERIES},
               {"values", SHEET_VALUES},     {"rates", SHEET_RATES}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (strcmp(kinds[i].kind, kind) == 0) {
      *s = kinds[i].s;
      return true;
    }
  return false;
}

/* The sheet of that kind, else the only one of a file whose maker did not name it. */
static bool open_one_sheet(struct run *r, enum sheet_id s, struct err *e) {
  const struct workbook_sheet *found = run_find_sheet(r, s), *only = NULL;
  struct buf names = {0};
  size_t n = 0;
  for (uint32_t i = 0; i < r->workbook->n_sheets; i++) {
    const struct workbook_sheet *x = &r->workbook->sheets[i];
    if (sheet_is_passed_over(x->name) || x->n_rows == 0) continue;
    buf_printf(&names, "%s%.*s", n++ ? ", " : "", STR_ARG(x->name));
    only = x;
  }
  if (!found && n == 1) found = only;
  bool ok = found != NULL;
  if (!ok) {
    report_addf(r->report, REPORT_REFUSED, 0, (struct str){0}, (struct str){0}, "falta-hoja",
                "El libro no tiene la hoja «%s». Tiene: %s. Cámbiele el nombre a la que es.",
                "The workbook has no sheet “%s”. It has: %s. Rename the right one.", sheet_info(s)->name,
                names.len ? names.data : "-");
    err_set(e, ERR_INPUT, err_pick("falta la hoja «%s»", "the sheet “%s” is missing"), sheet_info(s)->name);
  }
  buf_free(&names);
  return ok && run_open_sheet(r, found, s, e);
}

static bool open_workbook(struct run *r, const char *kind, struct err *e) {
  struct stat st;
  enum sheet_id s;
  const char *file = r->options->common.file;
  if (stat(file, &st) == 0) r->info.bytes = (uint64_t)st.st_size;
  if (!workbook_file_open(file, 0, &r->workbook, e)) {
    report_add(r->report, REPORT_REFUSED, 0, (struct str){0}, (struct str){0}, "libro-ilegible", e->text, e->text);
    return false;
  }
  return !kind_of_sheet(kind, &s) || open_one_sheet(r, s, e);
}

static bool open_csv(struct run *r, const char *kind, struct err *e) {
  const struct ingest_rows_options *o = r->options;
  enum sheet_id s;
  if (!rows_open(o->common.file, o->encoding, o->delimiter, r->report, &r->rows, &r->info, e)) return false;
  if (kind_of_sheet(kind, &s)) rows_use_tags(r->rows, s);
  if (r->info.decoded_cp1252 && !o->encoding)
    report_add(r->report, REPORT_NOTE, 0, (struct str){0}, (struct str){0}, "codificacion-cp1252",
               "El archivo no está en UTF-8: se leyó como Windows-1252. Si las tildes salen mal, diga --encoding.",
               "The file is not UTF-8: it was read as Windows-1252. If accents look wrong, say --encoding.");
  return true;
}

bool run_begin(struct run *r, struct db *d, const struct ingest_rows_options *o, struct report *report,
               const char *kind, struct err *e) {
  char hex[SHA256_HEX];
  *r = (struct run){.db = d, .options = o, .report = report, .seen = table_new(), .documents = table_new()};
  const struct ingest_options *c = &o->common;
  if (!(workbook_file_is(c->file) ? open_workbook : open_csv)(r, kind, e)) return false;
  r->large = run_is_large(r->db, r->info.bytes);
  return sha256_file(c->file, hex, e) && (r->large ? db_begin_load : db_begin)(d, e) &&
         history_batch_begin(d, kind, base_name(c->file), hex, c->title, c->licence, NULL, &r->batch, e) &&
         history_batch_describe(d, &r->batch, c->publisher, c->retrieved, NULL, e);
}

/* ---- columns ---- */

static void remark_unknown(struct run *r, struct str name, const char *const *names, size_t n) {
  struct buf key = {0}, other = {0};
  const char *near = NULL;
  unsigned best = 3;
  text_fold(&key, name);
  for (size_t i = 0; i < n; i++) {
    buf_reset(&other);
    text_fold(&other, str_from(names[i]));
    unsigned distance = name_distance(buf_str(&key), buf_str(&other), 2);
    if (distance < best) {
      best = distance;
      near = names[i];
    }
  }
  if (near)
    report_addf(r->report, REPORT_WARNING, 1, name, (struct str){0}, "columna-desconocida",
                "Esta columna no se lee. ¿Quiso decir «%s»?", "This column is not read. Did you mean “%s”?", near);
  else
    report_add(r->report, REPORT_WARNING, 1, name, (struct str){0}, "columna-desconocida",
               "Esta columna no se lee. Los nombres están en geodata/README.md.",
               "This column is not read. The names are in geodata/README.md.");
  buf_free(&key);
  buf_free(&other);
}

bool run_columns(struct run *r, const char *const *names, size_t n, size_t required, int *column,
                 bool (*accepts)(void *user, struct str name, size_t index), void *user, struct err *e) {
  const struct str *headers;
  size_t n_headers = rows_columns(r->rows, &headers);
  bool ok = true;
  memset(r->reads, 0, sizeof r->reads);
  for (size_t i = 0; i < n; i++) {
    column[i] = rows_find(r->rows, (const char *const[]){names[i], NULL});
    if (column[i] >= 0) r->reads[column[i]] = true;
    if (column[i] >= 0 || i >= required) continue;
    ok = false;
    report_addf(r->report, REPORT_REFUSED, 1, str_from(names[i]), (struct str){0}, "falta-columna",
                "Falta la columna «%s». Agréguela, o revise el separador (--delimiter).",
                "The column “%s” is missing. Add it, or check the delimiter (--delimiter).", names[i]);
  }
  for (size_t i = 0; i < n_headers; i++)
    if (!r->reads[i] && headers[i].n && !(r->workbook && rows_is_for_readers(headers[i]))) {
      r->reads[i] = accepts && accepts(user, headers[i], i);
      if (!r->reads[i]) remark_unknown(r, headers[i], names, n);
    }
  if (ok) return true;
  return err_set(e, ERR_INPUT, "%s",
                 report_lang(r->report) == REPORT_ES ? "faltan columnas; no se leyó ninguna fila"
                                                     : "columns are missing; no row was read");
}

/* ---- rows ---- */

static bool is_example(const struct run *r, const struct rows_row *row) {
  size_t n = strlen(SHEET_EXAMPLE);
  return r->workbook && row->n_cells && row->cells[0].n >= n && memcmp(row->cells[0].p, SHEET_EXAMPLE, n) == 0;
}

/* What the spreadsheet itself could not compute is no figure and no text: refused, and read on as empty. */
static bool ends_with(struct str s, const char *end) {
  size_t n = strlen(end);
  return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

static bool is_cut(struct str s) { return ends_with(s, SHEET_CUT_ES) || ends_with(s, SHEET_CUT_EN); }

static void refuse_errors(struct run *r, struct cells *c, struct rows_row *row) {
  const struct str *headings;
  size_t n = rows_columns(r->rows, &headings);
  struct str *cells = NULL;
  for (size_t i = 0; row->kinds && i < n; i++) {
    struct cell x = run_cell(headings, row, i);
    if (!r->reads[i] || (x.kind != WORKBOOK_ERROR && x.kind != WORKBOOK_FORMULA && !is_cut(x.value))) continue;
    if (is_cut(x.value))
      cell_refuse(
          c, x, "texto-cortado",
          "El texto viene cortado de una exportación. Borre la fila entera, y queda como está en la base de datos, o "
          "escriba el texto completo.",
          "The text was cut by an export. Delete the whole row, and it stays as it is in the database, or write the "
          "text in full.");
    else if (x.kind == WORKBOOK_ERROR)
      cell_refuse(c, x, "celda-con-error",
                  "La celda tiene un error de la hoja de cálculo. Corrija la fórmula o escriba el dato.",
                  "The cell holds an error of the spreadsheet. Correct the formula or write the value.");
    else
      cell_refuse(
          c, x, "formula-sin-valor",
          "La fórmula no trae su resultado. Abra el libro en Excel o LibreOffice, guárdelo y cárguelo de nuevo.",
          "The formula comes without its result. Open the workbook in Excel or LibreOffice, save it and load it "
          "again.");
    if (!cells) cells = memcpy(arena_alloc(c->arena, n * sizeof *cells), row->cells, n * sizeof *cells);
    cells[i] = (struct str){"", 0};
  }
  if (cells) row->cells = cells;
}

static void refuse_width(struct run *r, struct cells *c, const struct rows_row *row) {
  const struct str *headings;
  size_t want = rows_columns(r->rows, &headings);
  if (r->workbook)
    cell_refuse(
        c, (struct cell){.value = row->cells[row->n_cells - 1]}, "celda-sin-encabezado",
        "Hay una celda con datos a la derecha de la última columna con encabezado. Bórrela o póngale encabezado.",
        "There is a cell with data to the right of the last column with a heading. Clear it or give it a heading.");
  else
    cell_refuse(c, (struct cell){0}, "numero-de-celdas",
                "La fila tiene %zu celdas y el encabezado %zu. Revise las comillas y los separadores de la fila.",
                "The row has %zu cells and the header %zu. Check the row's quotes and delimiters.", row->n_cells, want);
}

bool run_next(struct run *r, struct cells *c, struct rows_row *row, bool *end, struct err *e) {
  const struct ingest_options *o = &r->options->common;
  for (;;) {
    if (!rows_next(r->rows, row, end, e)) return false;
    if (o->progress && (*end || r->n % PROGRESS_ROWS == 0))
      o->progress(o->progress_user, rows_done(r->rows), r->info.bytes);
    if (*end) return true;
    if (is_example(r, row)) {
      r->examples++;
      continue;
    }
    r->n++;
    arena_reset(c->arena);
    c->row = row->number;
    c->refused = false;
    if (row->wrong_width) refuse_width(r, c, row);
    refuse_errors(r, c, row);
    if (!row->wrong_width || r->workbook) return true; /* a CSV's cells may all stand in the wrong column */
    run_refuse(r);
  }
}

static bool keeps(const struct run *r) { return r->refused == 0 || r->options->common.partial; }

bool run_writes(const struct run *r) { return keeps(r) || r->several; }

void run_refuse(struct run *r) { r->refused++; }

void run_check_code(struct run *r, struct cells *c, struct cell x) {
  bool added;
  if (x.value.n == 0) return;
  uint64_t *first = table_at(r->seen, x.value, &added);
  if (added) *first = c->row;
  else
    cell_refuse(c, x, "codigo-repetido", "El código ya está en la fila %llu. Cada fila lleva el suyo.",
                "The code is already in row %llu. Every row has its own.", (unsigned long long)*first);
}

bool run_document(struct run *r, struct str title, int64_t *id, struct err *e) {
  bool added;
  *id = 0;
  if (title.n == 0) return true;
  uint64_t *known = table_at(r->documents, title, &added);
  if (added) {
    if (!source_document(r->db, title, id, e)) return false;
    *known = (uint64_t)*id;
  }
  *id = (int64_t)*known;
  return true;
}

struct str run_locator(struct arena *a, struct str stated, uint64_t row) {
  if (stated.n) return stated;
  char *text = arena_alloc(a, 32);
  int n = snprintf(text, 32, "fila %llu", (unsigned long long)row);
  return (struct str){text, (size_t)n};
}

/* ---- the end ---- */

static bool refused_all(struct run *r, struct err *e) {
  bool es = report_lang(r->report) == REPORT_ES;
  return err_set(
      e, ERR_INPUT,
      es ? "se rechazaron %llu de %llu filas y no se guardó ninguna; corríjalas, o use --partial para guardar las "
           "buenas"
         : "%llu of %llu rows were refused and none was kept; correct them, or use --partial to keep the good ones",
      (unsigned long long)r->refused, (unsigned long long)r->n);
}

static bool write_errors(struct run *r, struct err *e) {
  const struct ingest_rows_options *o = r->options;
  if (!o->errors_file) return true;
  if (r->workbook) return workbook_write_errors(r->workbook, r->report, o->errors_file, e);
  return rows_write_errors(o->common.file, o->encoding, o->delimiter, r->report, o->errors_file, e);
}

static void say_examples(struct run *r) {
  report_set_sheet(r->report, NULL, NULL, 0, 0);
  if (r->examples)
    report_addf(r->report, REPORT_NOTE, 0, (struct str){0}, (struct str){0}, "filas-de-ejemplo",
                "Se pasaron por alto %llu filas de ejemplo de la plantilla (su código empieza por «" SHEET_EXAMPLE
                "»).",
                "%llu example rows of the template were passed over (their code begins with “" SHEET_EXAMPLE "”).",
                (unsigned long long)r->examples);
}

bool run_end(struct run *r, bool ok, struct err *e) {
  bool opened = r->rows != NULL || r->workbook != NULL;
  bool keep = ok && keeps(r) && !r->options->common.dry_run;
  if (keep)
    keep = ok = history_batch_end(r->db, &r->batch, (int64_t)r->n, (int64_t)r->added, (int64_t)r->changed,
                                  (int64_t)r->same, e) &&
                db_commit(r->db, e);
  if (!keep) db_rollback(r->db);
  bool loaded = keep || (ok && keeps(r));
  if (r->workbook) say_examples(r);
  if (opened) report_set_counts(r->report, r->n, loaded ? r->added : 0, loaded ? r->changed : 0, loaded ? r->same : 0);
  if (opened && (ok || e->kind == ERR_INPUT)) {
    struct err second = {0};
    bool written = write_errors(r, &second);
    if (ok && !written) {
      *e = second;
      ok = false;
    }
  }
  if (ok && !keeps(r)) ok = refused_all(r, e);
  rows_close(r->rows);
  workbook_file_close(r->workbook);
  table_free(r->seen);
  table_free(r->documents);
  return ok;
}
