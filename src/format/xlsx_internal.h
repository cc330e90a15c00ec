#ifndef FORMAT_XLSX_INTERNAL_H
#define FORMAT_XLSX_INTERNAL_H
/* Private to the workbooks: one book with its looks, sheets written row by row, and cells by what they hold.
 *
 * Rows go to a file of their own as soon as the next one begins, so the memory of a book does not grow with its rows; what does
 * grow are the links, which Excel limits to 65,530 a sheet anyway: beyond XLSX_LINKS a code is plain text. */
#include <xlsxwriter.h>
#include "core/mem.h"
#include "core/text.h"
#include "domain/sheets.h"
#include "format/xlsx.h"

enum xlsx_look {
  XLSX_PLAIN,
  XLSX_DATE,
  XLSX_MONEY,
  XLSX_WHOLE,
  XLSX_NUMBER,
  XLSX_SHARE,
  XLSX_DEGREES,
  XLSX_LINK,
  XLSX_TYPED, /* of empty cells that wait for text */
  XLSX_HEAD,
  XLSX_HEAD_REQUIRED,
  XLSX_HEAD_READ,
  XLSX_TITLE,
  XLSX_STRONG,
  XLSX_STRONG_MONEY,
  XLSX_STRONG_WHOLE,
  XLSX_PROSE,
  XLSX_PROSE_MONEY,
  XLSX_PROSE_LINK,
  XLSX_EXAMPLE,
  XLSX_EXAMPLE_DATE,
  XLSX_EXAMPLE_MONEY,
  XLSX_EXAMPLE_WHOLE,
  XLSX_EXAMPLE_NUMBER,
  XLSX_LOOKS
};
enum {
  XLSX_LINKS = 20000,
  XLSX_MAX_COLUMNS = 80,
  XLSX_MAX_ROWS = 1048576,
  XLSX_MAX_TEXT = 32767,
  XLSX_PROSE_WIDTH = 100,
  XLSX_SPARE_ROWS = 500 /* below the last, with the same rules */
};

struct xlsx_labels; /* what a coded cell says */
struct xlsx_names;  /* what a cell of an area or an actor says */
struct xlsx_book {
  lxw_workbook *work;
  char *path; /* taken when the book is opened, given up when it fails */
  lxw_format *looks[XLSX_LOOKS];
  struct arena *arena; /* of a row: what the cells' texts need */
  const struct snapshot *s;
  enum snap_lang lang;
  const char *public_url; /* NULL none */
  struct xlsx_labels *labels;
  struct xlsx_names *names;
  lxw_error wrong; /* the first thing that went wrong */
  uint64_t cut;    /* texts that a cell cannot hold whole */
  uint64_t parked; /* amounts that Excel cannot hold as numbers */
};
struct xlsx_sheet {
  struct xlsx_book *book;
  lxw_worksheet *work;
  const char *name;
  uint32_t row; /* that is being written; the heading is 0 */
  uint32_t links;
  uint16_t columns; /* of the table */
  bool folded;      /* some column is folded away */
  bool read_only;   /* Proyectos of an export: with the columns that are there to be read, see xlsx_head() */
  lxw_col_t at[XLSX_MAX_COLUMNS];     /* where a column of the table stands in the sheet */
  uint64_t filled[XLSX_MAX_COLUMNS];  /* cells of a column that hold something */
  const char *list[XLSX_MAX_COLUMNS]; /* code list of a column, NULL none */
};

/* ---- the book (xlsx_book.c) ---- */

/* `at`: ISO date and time that the file says it is of, "" none. */
bool xlsx_book_open(struct xlsx_book *b, const char *path, const struct snapshot *s, enum snap_lang lang, struct str at,
                    const char *title, struct err *e);
/* Write the file and free everything. False, with the reason, if anything in the book went wrong. */
bool xlsx_book_close(struct xlsx_book *b, struct err *e);
/* Free everything, no file. */
void xlsx_book_abandon(struct xlsx_book *b);
const char *xlsx_pick(const struct xlsx_book *b, const char *es, const char *en);
/* A new sheet at its first row. `colour`: of its tab. */
void xlsx_sheet_begin(struct xlsx_book *b, const char *name, lxw_color_t colour, struct xlsx_sheet *sh);
void xlsx_sheet_next(struct xlsx_sheet *sh); /* to the next row; forgets the texts of this one */
/* Freeze the heading, and put the filter on the rows up to `last`; before anything is written below it. */
void xlsx_sheet_finish(struct xlsx_sheet *sh, uint32_t last);

/* ---- cells (xlsx_cells.c); nothing is written where there is nothing ---- */

void xlsx_text(struct xlsx_sheet *sh, size_t column, struct str s);
void xlsx_text_as(struct xlsx_sheet *sh, size_t column, struct str s, enum xlsx_look look);
/* Exact: a number up to 15 digits, text beyond. */
void xlsx_money(struct xlsx_sheet *sh, size_t column, i128 minor, enum xlsx_look look);
void xlsx_whole(struct xlsx_sheet *sh, size_t column, int64_t n, enum xlsx_look look);
/* Plain decimal text as a number if Excel can hold it exactly, else as text. */
void xlsx_decimal(struct xlsx_sheet *sh, size_t column, struct str s);
void xlsx_decimal_as(struct xlsx_sheet *sh, size_t column, struct str s, enum xlsx_look look);
void xlsx_real(struct xlsx_sheet *sh, size_t column, double v, enum xlsx_look look);
/* ISO: a whole date is a date, a month or a year is text. */
void xlsx_date(struct xlsx_sheet *sh, size_t column, struct str iso);
void xlsx_date_as(struct xlsx_sheet *sh, size_t column, struct str iso, enum xlsx_look look);
void xlsx_yes(struct xlsx_sheet *sh, size_t column, bool yes); /* nothing if it is not */
void xlsx_share(struct xlsx_sheet *sh, size_t column, int32_t ppm);
/* In a column of a code list the label of the code, or the code where its label could be another's. */
void xlsx_code(struct xlsx_sheet *sh, size_t column, struct str code);
struct str xlsx_label(struct xlsx_book *b, const char *list, struct str code);
/* A text that leads somewhere: to public_url/kind/code, or to a row of another sheet. Plain where there is no such place. */
void xlsx_page(struct xlsx_sheet *sh, size_t column, const char *kind, struct str code, struct str shown);
void xlsx_row_link(struct xlsx_sheet *sh, size_t column, const char *sheet, uint32_t row, struct str shown);
/* An address of the net that a click opens; plain where it is none, or too long. */
void xlsx_web(struct xlsx_sheet *sh, size_t column, struct str url);
void xlsx_labels_free(struct xlsx_labels *x);
void xlsx_names_free(struct xlsx_names *x);

/* A label and a text over a row as high as the text is long, and on to the next row. */
void xlsx_prose(struct xlsx_sheet *sh, const char *label, struct str text);

/* ---- sheets of the table domain/sheets.h (xlsx_columns.c) ---- */

/* Headings with what they mean as comments, widths. `errores` is left out; what people look for first stands first. */
void xlsx_head(struct xlsx_sheet *sh, enum sheet_id id);
/* Columns of Proyectos that are there to be read only, behind those of the table. Their headings are in parentheses, which says
 * just that: (áreas), (valor), (moneda). */
enum { XLSX_READ_AREAS, XLSX_READ_VALUE, XLSX_READ_CURRENCY, XLSX_READ_ONLY };
/* Fold away the columns in which nothing stands. */
void xlsx_fold_empty(struct xlsx_sheet *sh, enum sheet_id id);
/* Columns that a workbook shows: all but `errores`, which is the last where it is there. */
size_t xlsx_columns(enum sheet_id id);
/* The hidden sheet Listas: every code list that a column uses, areas and actors, each with a defined name. */
void xlsx_lists(struct xlsx_book *b);
/* Lists, dates, numbers: what may be typed into the rows from `first` to `last`. */
void xlsx_validate(struct xlsx_sheet *sh, enum sheet_id id, uint32_t first, uint32_t last);

/* ---- what the export holds ---- */

struct xlsx_export {
  struct xlsx_book *book;
  const struct snapshot *s;
  const struct filter *f;
  const struct xlsx_about *about;
  struct str at;  /* of the newest batch */
  uint32_t n;     /* projects */
  bool sums;      /* a project's value is the sum of its contributions */
  bool all;       /* no filter: with every actor and the records of the programme */
  uint32_t *rows; /* of every project of the snapshot its row in Proyectos, 0: not there */
};
/* True if `printed` says no more than the number does: it need not stand beside it. */
bool xlsx_is_plain(struct str printed, i128 minor);
/* xlsx_projects.c, xlsx_parts.c */
void xlsx_write_projects(struct xlsx_export *x);
void xlsx_write_parts(struct xlsx_export *x);
/* xlsx_records.c */
void xlsx_write_actors(struct xlsx_export *x);
void xlsx_write_records(struct xlsx_export *x);
/* xlsx_totals.c, xlsx_readme.c: to read, and passed over where a workbook is read */
#define XLSX_BY_AREA "Por área"
#define XLSX_BY_SOURCE "Por fuente"
#define XLSX_README "Léame"
struct summary;
struct group_table;
void xlsx_write_by_area(struct xlsx_export *x, const struct summary *sum);
void xlsx_write_by_source(struct xlsx_export *x, const struct group_table *t);
void xlsx_write_readme(struct xlsx_export *x, const struct summary *sum);
#endif
