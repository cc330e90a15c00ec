/* The parts of a project (contributions, places, groups, totals, results, links), each described by its sheet in domain/sheets.h:
 * a CSV has them as numbered columns, a workbook also as rows of a sheet of their own. */
#include <stdlib.h>
#include "projects_internal.h"

static size_t part_of(enum sheet_id s) { return (size_t)(s - SHEET_CONTRIBUTIONS); }

/* "otro total 2 valor": the number behind the group's name, and what follows it. */
static bool split_numbered(struct str folded, const char *group, size_t *number, struct str *rest) {
  size_t n = strlen(group), i = n + 1;
  *number = 0;
  if (folded.n <= i || memcmp(folded.p, group, n) != 0 || folded.p[n] != ' ') return false;
  for (; i < folded.n && folded.p[i] >= '0' && folded.p[i] <= '9' && *number <= PART_MAX_NUMBER; i++)
    *number = *number * 10 + (size_t)(folded.p[i] - '0');
  if (*number == 0 || *number > PART_MAX_NUMBER || i + 1 >= folded.n || folded.p[i] != ' ') return false;
  *rest = (struct str){folded.p + i + 1, folded.n - i - 1};
  return true;
}

static bool accept(struct projects *p, enum sheet_id s, struct str folded, size_t index) {
  struct buf name = {0};
  size_t number, n = sheet_columns(s) - 1;
  struct str rest;
  text_fold(&name, str_from(sheet_info(s)->group));
  bool found = split_numbered(folded, name.data, &number, &rest);
  struct part_columns *c = &p->columns[part_of(s)];
  int *at = NULL;
  for (size_t i = 0; found && !at && i < n; i++) {
    buf_reset(&name);
    text_fold(&name, str_from(sheet_column(s, i + 1).name));
    if (str_eq(buf_str(&name), rest)) at = &c->at[number - 1][i];
  }
  buf_free(&name);
  if (!at || *at >= 0) return false;
  *at = (int)index;
  if (number > c->n) c->n = number;
  return true;
}

bool projects_accept_column(void *user, struct str name, size_t index) {
  struct buf folded = {0};
  bool found = false;
  text_fold(&folded, name);
  for (int s = SHEET_CONTRIBUTIONS; s <= SHEET_LINKS && !found; s++)
    found = folded.len && accept(user, (enum sheet_id)s, buf_str(&folded), index);
  buf_free(&folded);
  return found;
}

bool projects_have_part(const struct projects *p, enum sheet_id s) {
  return p->columns[part_of(s)].n > 0 || p->sheets[part_of(s)].present;
}

/* A column that the file does not have, for messages. Made once, not for every row. */
static struct cell absent_cell(struct projects *p, enum sheet_id s, size_t k, size_t i) {
  const char **name = &p->columns[part_of(s)].name[k][i];
  if (!p->parts) p->parts = arena_new(0);
  if (!*name) *name = arena_printf(p->parts, "%s_%zu_%s", sheet_info(s)->group, k + 1, sheet_column(s, i + 1).name);
  return (struct cell){.column = str_from(*name), .value = {"", 0}};
}

/* The k-th numbered group of the current row; NULL where all its cells are empty. */
static const struct part *numbered(struct projects *p, enum sheet_id s, size_t k) {
  const int *at = p->columns[part_of(s)].at[k];
  size_t n = sheet_columns(s) - 1;
  bool any = false;
  for (size_t i = 0; i < n && !any; i++) any = at[i] >= 0 && p->row->cells[at[i]].n;
  if (!any) return NULL;
  struct part *part = arena_calloc(p->cells.arena, 1, sizeof *part + n * sizeof *part->cell);
  for (size_t i = 0; i < n; i++)
    part->cell[i] = at[i] >= 0 ? run_cell(p->headers, p->row, (size_t)at[i]) : absent_cell(p, s, k, i);
  return part;
}

size_t projects_parts(struct projects *p, enum sheet_id s, const struct part ***list) {
  const struct part_columns *c = &p->columns[part_of(s)];
  struct part_sheet *sheet = &p->sheets[part_of(s)];
  struct part_list *rows = NULL;
  size_t n = 0, cap = c->n;
  if (sheet->present) {
    const uint64_t *at = table_find(sheet->by_code, projects_text(p, COLUMN_CODIGO));
    rows = at ? &sheet->lists[*at - 1] : NULL;
  }
  for (const struct part *x = rows ? rows->first : NULL; x; x = x->next) cap++;
  if (rows) rows->used = true;
  *list = arena_alloc(p->cells.arena, (cap + 1) * sizeof **list);
  for (size_t k = 0; k < c->n; k++) {
    const struct part *x = numbered(p, s, k);
    if (x) (*list)[n++] = x;
  }
  for (const struct part *x = rows ? rows->first : NULL; x; x = x->next) {
    (*list)[n++] = x;
    p->cells.refused = p->cells.refused || x->refused;
  }
  return n;
}

void projects_enter(struct projects *p, enum sheet_id s, const struct part *part) {
  const struct part_sheet *sheet = &p->sheets[part_of(s)];
  if (part->row == 0) return;
  p->cells.row = part->row;
  report_set_sheet(p->report, sheet->name, sheet->headers, sheet->n_headers, sheet->first_column);
}

void projects_leave(struct projects *p) {
  p->cells.row = p->row->number;
  report_set_sheet(p->report, p->sheet, p->headers, p->n_headers, p->first_column);
}
