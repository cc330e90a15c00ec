#ifndef INGEST_ROWS_H
#define INGEST_ROWS_H
/* A table of text cells from a CSV file, streamed in constant memory: delimiter , ; or tab detected from the header, UTF-8
 * with or without BOM or CP1252 (noted), quotes, LF, CRLF or CR. A row with more or fewer cells than the header is marked,
 * never padded in silence. RFC 4180 by libcsv. */
#include "core/err.h"
#include "core/mem.h"
#include "ingest/report.h"

enum { ROWS_MAX_COLUMNS = 2000, ROWS_MAX_RECORD = 16 << 20 };

struct rows;
struct rows_row {
  uint64_t number; /* the header is row 1, so the first record is row 2, as a spreadsheet counts (blank lines too) */
  const struct str *cells; /* trimmed; always at least as many as the header has: missing ones are empty */
  size_t n_cells;          /* as in the file */
  struct str raw;          /* the record's text without the end of line, as UTF-8 */
  bool wrong_width;        /* n_cells is not the header's */
};
struct rows_info {
  char delimiter;
  bool bom, decoded_cp1252;
  uint64_t bytes;
};

/* Open and read the header. `encoding` NULL: UTF-8, else CP1252 is taken with info->decoded_cp1252 set; or "UTF-8", "CP1252",
 * "ISO-8859-1". `delimiter` 0: detected. ERR_NOT_FOUND, ERR_IO; ERR_INPUT for UTF-16, NUL bytes, wrong encoding, empty file,
 * repeated column names: then the same sentence is in `report` in its language (report may be NULL: English). */
bool rows_open(const char *path, const char *encoding, char delimiter, struct report *report, struct rows **out,
               struct rows_info *info, struct err *e);
/* Header cells as written, and the index of the column with any of these names (folded: case, accents, '_' and ' ' do not
 * matter; NULL-terminated); -1 if absent. */
size_t rows_columns(const struct rows *r, const struct str **names);
int rows_find(const struct rows *r, const char *const *names);
/* Next record. Cells live until the next call. Blank lines and rows of empty cells are skipped. ERR_INPUT for a quote that is
 * never closed (with the row it began in), ERR_LIMIT for a record over ROWS_MAX_RECORD; both also in the report. */
bool rows_next(struct rows *r, struct rows_row *row, bool *end, struct err *e);
/* Bytes of the file read so far, for progress. */
uint64_t rows_done(const struct rows *r);
void rows_close(struct rows *r); /* NULL is fine */

/* The file once more, with a last column
 * `errores` that carries each row's messages (rows without one keep it empty): UTF-8, same delimiter, a BOM where the original
 * had one or was CP1252, written beside the target and renamed. A column `errores` of the original is replaced. */
bool rows_write_errors(const char *path, const char *encoding, char delimiter, const struct report *report,
                       const char *target, struct err *e);
#endif
