/* The sheet source of rows: a workbook's sheet, already in memory. The table may begin anywhere: its header is the first row that
 * has a cell, its first column that row's first. */
#include <stdlib.h>
#include "rows_internal.h"

/* Columns of a row counted from the table's first. */
static size_t width_of(const struct rows *r, const struct workbook_row *row) {
  uint32_t last = row->cells[row->n - 1].column;
  return last < r->first_column ? 0 : last - r->first_column + 1;
}

static void lay_out(struct rows *r, const struct workbook_row *row, size_t n) {
  size_t most = n > r->n_columns ? n : r->n_columns;
  mem_grow((void **)&r->cells, &r->cells_cap, most + 1, sizeof *r->cells);
  mem_grow((void **)&r->kinds, &r->kinds_cap, most + 1, sizeof *r->kinds);
  for (size_t i = 0; i < most; i++) {
    r->cells[i] = (struct str){"", 0};
    r->kinds[i] = WORKBOOK_TEXT;
  }
  for (uint32_t i = 0; i < row->n; i++) {
    if (row->cells[i].column < r->first_column) continue;
    size_t at = row->cells[i].column - r->first_column;
    r->cells[at] = text_trim(row->cells[i].text);
    r->kinds[at] = (unsigned char)row->cells[i].kind;
  }
  buf_reset(&r->raw);
  for (size_t i = 0; i < n; i++) {
    if (i) buf_add_char(&r->raw, '\t');
    buf_add_str(&r->raw, r->cells[i]);
  }
}

/* Blank cells at the end of a row are no cells; a cell beyond the header is. */
static size_t filled(const struct rows *r, size_t n) {
  while (n && r->cells[n - 1].n == 0) n--;
  return n;
}

bool rows_sheet_next(struct rows *r, struct rows_row *row, bool *end, bool *any) {
  *end = r->at == r->sheet->n_rows;
  if (*end) return true;
  const struct workbook_row *now = &r->sheet->rows[r->at++];
  if (r->names == NULL) r->first_column = now->cells[0].column;
  r->done = r->bytes * r->at / r->sheet->n_rows;
  lay_out(r, now, width_of(r, now));
  r->n_cells = filled(r, width_of(r, now));
  r->number = now->number;
  *any = r->n_cells > 0;
  *row = (struct rows_row){.number = now->number,
                           .cells = r->cells,
                           .kinds = r->kinds,
                           .n_cells = r->n_cells,
                           .raw = buf_str(&r->raw),
                           .wrong_width = r->names && r->n_cells > r->n_columns};
  return true;
}

bool rows_open_sheet(const struct workbook_sheet *sheet, uint64_t bytes, struct report *report, struct rows **out,
                     struct err *e) {
  struct rows *r = mem_calloc(1, sizeof *r);
  r->report = report;
  r->fd = -1;
  r->arena = arena_new(0);
  r->sheet = sheet;
  r->bytes = bytes;
  *out = r;
  if (rows_read_header(r, e)) return true;
  rows_close(r);
  *out = NULL;
  return false;
}

uint32_t rows_first_column(const struct rows *r) { return r->first_column; }
