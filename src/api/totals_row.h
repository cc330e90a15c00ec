#ifndef API_TOTALS_ROW_H
#define API_TOTALS_ROW_H
/* Private to the statistics: one row of JSON after the other, tens of thousands in an answer, put together in a buffer of their own
 * with room made once for each. What can need escaping goes through jw all the same. */
#include <string.h>
#include "core/jw.h"
#include "query/summary.h"

struct row {
  struct buf b;
};
enum { ROW_ROOM = 1024 };

static inline void row_begin(struct row *r) {
  r->b.len = 0;
  buf_reserve(&r->b, ROW_ROOM);
}
/* Constant bytes: keys, commas, brackets. Between two texts they and the numbers have ROW_ROOM bytes. */
#define ROW_ADD(r, z) row_bytes((r), (z), sizeof(z) - 1)
static inline void row_bytes(struct row *r, const char *z, size_t n) {
  memcpy(r->b.data + r->b.len, z, n);
  r->b.len += n;
}
static inline void row_text(struct row *r, struct str s) {
  struct jw w;
  jw_init(&w, &r->b);
  jw_str(&w, s);
  buf_reserve(&r->b, ROW_ROOM);
}
/* At least `width` digits. */
static inline void row_count(struct row *r, uint64_t v, int width) {
  char digits[20];
  int at = sizeof digits;
  for (; v || width > 0; width--, v /= 10) digits[--at] = (char)('0' + v % 10);
  row_bytes(r, digits + at, sizeof digits - (size_t)at);
}
static inline void row_minor(struct row *r, bool known, i128 minor) {
  if (!known) {
    ROW_ADD(r, "null");
  } else if (minor < 0 || minor > INT64_MAX) {
    decimal_write_minor(&r->b, minor);
    buf_reserve(&r->b, ROW_ROOM);
  } else {
    row_count(r, (uint64_t)minor / 100, 1);
    ROW_ADD(r, ".");
    row_count(r, (uint64_t)minor % 100, 2);
  }
}
static inline void row_people(struct row *r, int64_t n) {
  if (n < 0) ROW_ADD(r, "null");
  else row_count(r, (uint64_t)n, 1);
}
static inline void row_bool(struct row *r, bool v) {
  if (v) ROW_ADD(r, "true");
  else ROW_ADD(r, "false");
}
/* What totals_money_counts() says, after a comma. */
static inline void row_money_counts(struct row *r, const struct summary_money *m) {
  ROW_ADD(r, ",\"sin_valor\":");
  row_count(r, m->without_value, 1);
  ROW_ADD(r, ",\"sin_erogacion\":");
  row_count(r, m->no_disbursement, 1);
  ROW_ADD(r, ",\"otra_moneda\":");
  row_count(r, m->other_currency, 1);
  ROW_ADD(r, ",\"contado_en_otro\":");
  row_count(r, m->counted_elsewhere, 1);
  ROW_ADD(r, ",\"personas_min\":");
  row_people(r, m->people_min);
  ROW_ADD(r, ",\"personas_max\":");
  row_people(r, m->people_max);
}
static inline void row_end(struct row *r) { buf_free(&r->b); }
#endif
