#ifndef GEO_WORKBOOK_FILE_H
#define GEO_WORKBOOK_FILE_H
/* Reading a workbook (XLSX, ODS) cell by cell, in a child process with a clock, a memory limit and, where the kernel has it,
 * Landlock, as vector_file does. Sources: ECMA-376 part 1 (SpreadsheetML), OpenDocument 1.2 part 1. Why not OGR's drivers (looked
 * at in 3.6): they hand a number, a text "1818" and a boolean on alike, shift dates of workbooks of the 1904 system by four
 * years and a day, and cut 30 hours to 6. What is found here: a number as plain decimal text, rounded to the 15 digits that
 * a spreadsheet keeps; a date as far as its format shows it ("2011-07", "2011-07-06", "2011-07-06 13:45:10"); what a formula
 * last gave; rich text as its text. */
#include <stdbool.h>
#include <stdint.h>
#include "core/err.h"
#include "core/str.h"

enum workbook_kind {
  WORKBOOK_TEXT,
  WORKBOOK_NUMBER,
  WORKBOOK_DATE,
  WORKBOOK_YES,    /* "verdadero", "falso" */
  WORKBOOK_ERROR,  /* "#DIV/0!" */
  WORKBOOK_FORMULA /* a formula without a value, as its text: the program that wrote it did not compute it */
};
struct workbook_cell {
  struct str text; /* UTF-8, not trimmed, never empty */
  uint32_t column; /* 0: A */
  enum workbook_kind kind;
};
struct workbook_row {
  const struct workbook_cell *cells; /* in order of columns, only those with something in them */
  uint32_t n, number;                /* as a spreadsheet counts, from 1 */
};
struct workbook_sheet {
  struct str name; /* NUL behind it */
  bool hidden;
  const struct workbook_row *rows; /* only those with a cell */
  uint32_t n_rows;
};
struct workbook {
  const struct workbook_sheet *sheets;
  uint32_t n_sheets;
};

enum { WORKBOOK_MAX_CELLS = 20000000 };
/* True if the file begins as a zip does, or as Excel files before 2007 and encrypted ones. False also where it cannot be read. */
bool workbook_file_is(const char *path);
/* The whole workbook in memory. timeout_s 0: 120 s. ERR_NOT_FOUND, ERR_IO; ERR_LIMIT for one that unpacks to more than 512 MiB, has more
 * than WORKBOOK_MAX_CELLS cells, or takes too long; else ERR_INPUT, in the thread's language. Forks: call it before any thread. */
bool workbook_file_open(const char *path, uint32_t timeout_s, const struct workbook **out, struct err *e);
void workbook_file_close(const struct workbook *w); /* NULL is fine */
/* "A", "AB" of column 0, 27. */
void workbook_column_letters(uint32_t column, char out[8]);
#endif
