#ifndef INGEST_CELLS_H
#define INGEST_CELLS_H
/* Typed reading of the cells of one row. What cannot be read is refused in the report with column, value, reason and remedy in
 * both languages, and the row is marked; reading goes on, so that a row's errors come all at once. Empty cells and "sin dato"
 * are "not there": the functions return false without a word. */
#include "core/decimal.h"
#include "core/mem.h"
#include "core/text.h"
#include "domain/codelist.h"
#include "geo/workbook_file.h"
#include "ingest/report.h"

struct cells {
  struct report *report;
  const struct codelist *codes;
  enum decimal_style numbers;
  struct arena *arena; /* of the row: results live there */
  uint64_t row;
  bool refused; /* something in this row was */
};
struct cell {
  struct str column, value;
  enum workbook_kind kind; /* of a workbook's cell: a number is plain whatever the style; WORKBOOK_TEXT for a CSV */
};

/* Refuse a cell, or remark on it (level): `es` and `en` take the same printf arguments. */
void cell_refuse(struct cells *c, struct cell x, const char *code, const char *es, const char *en, ...)
    __attribute__((format(printf, 4, 6), format(printf, 5, 6)));
void cell_remark(struct cells *c, enum report_level level, struct cell x, const char *code, const char *es,
                 const char *en, ...) __attribute__((format(printf, 5, 7), format(printf, 6, 7)));

/* The same cell with another value: a piece of its own. */
static inline struct cell cell_piece(struct cell x, struct str value) {
  x.value = value;
  return x;
}

bool cell_is_empty(struct cell x); /* nothing, or "sin dato" / "no data" / "s/d" / "n/d" / "-" */
/* [A-Za-z0-9._-]+, at most 100. */
bool cell_code(struct cells *c, struct cell x, struct str *out);
/* A code of the list, given as code or label. */
bool cell_listed(struct cells *c, struct cell x, const char *list, struct str *out);
/* Not negative. Minor units; ISO currency from a mark in the cell ("USD 5") in *currency, .n 0 if there is none ("$" is none). */
bool cell_money(struct cells *c, struct cell x, i128 *minor, struct str *currency);
/* The same, and it may be negative: a transaction that takes another back. */
bool cell_balance(struct cells *c, struct cell x, i128 *minor, struct str *currency);
bool cell_decimal(struct cells *c, struct cell x, struct decimal *out);
bool cell_whole(struct cells *c, struct cell x, int64_t *out); /* a count: not negative, no fraction */
/* Degrees with '.' or ',' as decimal mark. */
bool cell_degrees(struct cells *c, struct cell x, double *out);
bool cell_yes(struct cells *c, struct cell x, bool *out); /* si, no, x, 1, 0, verdadero, falso, yes, true … */
/* ISO text to its precision, and the precision: day, month, year. */
bool cell_date(struct cells *c, struct cell x, struct str *date, struct str *precision);
/* Items between ';', trimmed, empty ones left out. */
size_t cell_items(struct cells *c, struct cell x, const struct str **items);
#endif
