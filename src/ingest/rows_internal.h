#ifndef INGEST_ROWS_INTERNAL_H
#define INGEST_ROWS_INTERNAL_H
/* What a table of rows is, whatever it is read from: rows.c (header, columns, HXL), rows_csv.c, rows_sheet.c. */
#include <csv.h>
#include "core/text.h"
#include "ingest/rows.h"

enum { ROWS_CHUNK = 1 << 18 };

struct rows {
  struct report *report;
  struct arena *arena;
  struct str *names, *folded, *tags; /* of the header; tags NULL: no HXL row */
  bool tags_apart; /* the tags stand in a row of their own */
  size_t n_columns;
  struct str *cells; /* of the current record */
  unsigned char *kinds;
  size_t cells_cap, kinds_cap, n_cells;
  uint64_t number;
  struct rows_row pending; /* read while looking for the HXL row, not yet handed out */
  bool has_pending, pending_end;
  uint64_t bytes, done; /* of the file: all, read so far */

  const struct workbook_sheet *sheet; /* NULL: a CSV */
  uint32_t at;                        /* next row of the sheet */
  uint32_t first_column;              /* of the header: a table may begin at C4 */
  struct buf raw;

  int fd;
  struct csv_parser csv;
  bool csv_ready, cp1252, eof;
  char delimiter;
  struct buf window;  /* decoded text not yet consumed begins at `record` */
  size_t record, pos; /* start of the current record, start of the next line to feed */
  struct buf text;    /* cells of the current record, end to end */
  size_t *ends;       /* end of each cell in `text` */
  size_t ends_cap;
  bool complete, too_many;
};

/* Say what is wrong once, in the report's language for the report and for the error alike. */
bool rows_refuse(struct report *report, enum err_kind kind, uint64_t row, const char *code, const char *es,
                 const char *en, struct err *e);
/* Next record of a CSV: cells laid out, *any if one of them holds something. */
bool rows_csv_next(struct rows *r, struct rows_row *row, bool *end, bool *any, struct err *e);
/* Next row of a sheet that has a cell within or beyond the header's columns. */
bool rows_sheet_next(struct rows *r, struct rows_row *row, bool *end, bool *any);
/* Read the header and, if it is there, the row of HXL tags behind it. */
bool rows_read_header(struct rows *r, struct err *e);
#endif
