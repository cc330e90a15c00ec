#ifndef INGEST_RUN_H
#define INGEST_RUN_H
/* What every ingest of rows does alike: open the file, register it, one transaction, count, and at the end keep everything or
 * nothing. */
#include "domain/sheets.h"
#include "domain/table.h"
#include "geo/workbook_file.h"
#include "ingest/cells.h"
#include "ingest/ingest.h"
#include "ingest/rows.h"
#include "store/history.h"

/* Is the store without a project? */
bool run_store_is_empty(struct db *d, bool *empty, struct err *e);
/* True if a file of so many bytes is worth loading in bulk: making indexes anew and checking all foreign keys at the end costs by
 * the size of the store, so the file must be of that order. */
bool run_is_large(struct db *d, uint64_t bytes);

struct run {
  struct db *db;
  const struct ingest_rows_options *options;
  struct report *report;
  struct rows *rows;
  const struct workbook *workbook;    /* NULL: a CSV */
  const struct workbook_sheet *sheet; /* that `rows` reads; NULL: a CSV, or none yet */
  bool several;                       /* more than one sheet is read: what one brings, the next may name */
  bool reads[ROWS_MAX_COLUMNS];       /* columns of the table that somebody reads */
  struct rows_info info;
  bool large; /* beside what the store has: indexes are made at the end, foreign keys checked at the end */
  struct history_batch batch;
  struct table *seen;      /* codes of the file -> row */
  struct table *documents; /* titles -> source_document.id */
  uint64_t n, added, changed, same, refused, examples;
};

/* Open, begin the transaction, register the batch (`kind`: projects, actors, networks …; workbook: several sheets). Of a workbook
 * the sheet of that kind is opened, or the only one; of kind "workbook" none. Call run_end whatever happens afterwards. */
bool run_begin(struct run *r, struct db *d, const struct ingest_rows_options *o, struct report *report,
               const char *kind, struct err *e);
/* The sheet of the workbook that is called as s; NULL if there is none. */
const struct workbook_sheet *run_find_sheet(const struct run *r, enum sheet_id s);
/* From now on `rows` reads this sheet as one of kind s: messages name it, codes may come again. */
bool run_open_sheet(struct run *r, const struct workbook_sheet *sheet, enum sheet_id s, struct err *e);
/* Map column names to indices: column[i] for names[i]. Columns that nobody reads are remarked on (accepts() may claim more).
 * The first `required` names must be there: refused otherwise. */
bool run_columns(struct run *r, const char *const *names, size_t n, size_t required, int *column,
                 bool (*accepts)(void *user, struct str name, size_t index), void *user, struct err *e);
/* Next row; counts and shows progress. A row of a CSV of another width is refused here and skipped; in a sheet a cell beyond the
 * headings, or one with an error of the spreadsheet, is refused (c->refused) and the row still handed on. The template's examples
 * are passed over. */
bool run_next(struct run *r, struct cells *c, struct rows_row *row, bool *end, struct err *e);
/* True while rows are still written: nothing was refused, or good rows are to be kept (--partial), or a later sheet may name what
 * they bring (then all of it is undone in the end). */
bool run_writes(const struct run *r);
/* The cell of the row in column i of the table. */
static inline struct cell run_cell(const struct str *headings, const struct rows_row *row, size_t i) {
  return (struct cell){headings[i], row->cells[i], row->kinds ? (enum workbook_kind)row->kinds[i] : WORKBOOK_TEXT};
}
/* The row was refused. */
void run_refuse(struct run *r);
/* Refuse a code that the file had before; the first row is named. */
void run_check_code(struct run *r, struct cells *c, struct cell x);
/* source_document.id of a title; 0 if it is empty. */
bool run_document(struct run *r, struct str title, int64_t *id, struct err *e);
/* Locator of the row: what its column says, else "fila N" in arena a. */
struct str run_locator(struct arena *a, struct str stated, uint64_t row);
/* ok: everything went well so far. Commits, or rolls back (refused rows, dry run, failure); fills in the counts; writes the file
 * of errors; frees. ERR_INPUT if rows were refused and nothing was kept. */
bool run_end(struct run *r, bool ok, struct err *e);
#endif
