#ifndef INGEST_ROWS_H
#define INGEST_ROWS_H
/* A table of text cells from a CSV file, streamed: delimiter , ; or tab detected from the header, UTF-8 with or without BOM
 * or CP1252 (noted), quotes, CRLF. A row with more or fewer cells than the header is refused by number, never padded in
 * silence. RFC 4180 by libcsv. */
#include "core/mem.h"
#include "core/err.h"

struct rows;
struct rows_row {
  uint64_t number;       /* 1-based line of data: the header is row 1, so the first data row is 2, as a spreadsheet counts */
  const struct str *cells;
  size_t n_cells;
  struct str raw;        /* the record's bytes as in the file (as UTF-8) */
  bool wrong_width;
};
struct rows_info { char delimiter; bool bom, decoded_cp1252; };
bool rows_open(const char *path, const char *encoding, char delimiter, struct rows **out, struct rows_info *info, struct err *e);
/* Header cells as written; find a column by any of the folded names, -1 if absent. */
size_t rows_columns(const struct rows *r, const struct str **names);
int rows_find(const struct rows *r, const char *const *names);
/* Cells live until the next call. Blank lines are skipped. */
bool rows_next(struct rows *r, struct rows_row *row, bool *end, struct err *e);
void rows_close(struct rows *r);
#endif
