#ifndef INGEST_ROWS_H
#define INGEST_ROWS_H
/* A table of cells, from a CSV file or from a sheet of a workbook. A CSV is streamed in constant memory: delimiter , ; or tab detected from the header, UTF-8
 * with or without BOM or CP1252 (noted), quotes, LF, CRLF or CR. A row with more or fewer cells than the header is marked,
 * never padded in silence. RFC 4180 by libcsv. In a sheet the header is the first row with a cell, and what its cells hold says
 * their kind. A row of HXL tags behind the header is never data. */
#include "core/err.h"
#include "core/mem.h"
#include "domain/sheets.h"
#include "geo/workbook_file.h"
#include "ingest/report.h"

enum { ROWS_MAX_COLUMNS = 2000, ROWS_MAX_RECORD = 16 << 20 };

struct rows;
struct rows_row {
  uint64_t number; /* the header is row 1, so the first record is row 2, as a spreadsheet counts (blank lines too) */
  const struct str *cells;    /* trimmed; always at least as many as the header has: missing ones are empty */
  const unsigned char *kinds; /* enum workbook_kind of each; NULL: all of them text */
  size_t n_cells;             /* as in the file; in a sheet without the blank ones at the end */
  struct str raw;             /* the record's text without the end of line, as UTF-8 */
  bool wrong_width;           /* n_cells is not the header's; in a sheet: is more */
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
/* A sheet that outlives the rows; `bytes`: of its file, for progress. ERR_INPUT for a sheet without a header or with a repeated
 * column, said in `report` too. */
bool rows_open_sheet(const struct workbook_sheet *sheet, uint64_t bytes, struct report *report, struct rows **out,
                     struct err *e);
/* Where the sheet's table begins: the column of its first heading. */
uint32_t rows_first_column(const struct rows *r);
/* The HXL tags of the columns, as many as there are headings; false if there is no row of tags
 * beside that of the headings. */
bool rows_tags(const struct rows *r, const struct str **tags);
/* A column whose heading is none of sheet s, but whose tag is, is from now on called as in s. */
void rows_use_tags(struct rows *r, enum sheet_id s);
/* Header cells as written, and the index of the column with any of these names (folded: case, accents, '_' and ' ' do not
 * matter; NULL-terminated); -1 if absent. */
size_t rows_columns(const struct rows *r, const struct str **names);
int rows_find(const struct rows *r, const char *const *names);
/* A heading in parentheses is of a column that a workbook has for its readers: "(áreas)". Nobody asks for it. */
bool rows_is_for_readers(struct str heading);
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
