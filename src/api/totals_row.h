#ifndef API_TOTALS_ROW_H
#define API_TOTALS_ROW_H
/* Private to the statistics: one row of JSON after the other, tens of thousands in an answer, each a value of the array that is open,
 * appended without asking at every byte for room. What can need escaping goes through jw all the same. */
#include <string.h>
#include "core/digits.h"
#include "core/jw.h"
#include "query/summary.h"

enum { ROW_ROOM = 1024 };

/* Where the row goes, after the comma that parts it from the one before. */
static inline struct buf *row_begin(struct jw *w) {
  jw_raw(w, (struct str){"", 0});
  buf_reserve(w->out, ROW_ROOM);
  return w->out;
}
/* Constant bytes: keys, commas, brackets. Between two texts they and the numbers, of which there are a dozen, have ROW_ROOM bytes. */
#define ROW_ADD(r, z) row_bytes((r), (z), sizeof(z) - 1)
static inline void row_bytes(struct buf *r, const char *z, size_t n) {
  memcpy(r->data + r->len, z, n);
  r->len += n;
}
static inline void row_text(struct buf *r, struct str s) {
  struct jw w;
  jw_init(&w, r);
  jw_str(&w, s);
  buf_reserve(r, ROW_ROOM);
}
static inline void row_count(struct buf *r, uint64_t v) {
  if (v < 10) r->data[r->len++] = (char)('0' + v); /* as most are */
  else digits_write(r, false, v, 0);
}
static inline void row_minor(struct buf *r, bool known, i128 minor) {
  if (!known) ROW_ADD(r, "null");
  else decimal_write_minor(r, minor);
}
static inline void row_people(struct buf *r, int64_t n) {
  if (n < 0) ROW_ADD(r, "null");
  else row_count(r, (uint64_t)n);
}
static inline void row_bool(struct buf *r, bool v) {
  if (v) ROW_ADD(r, "true");
  else ROW_ADD(r, "false");
}
/* What totals_money_counts() says, after a comma. */
static inline void row_money_counts(struct buf *r, const struct summary_money *m) {
  ROW_ADD(r, ",\"sin_valor\":");
  row_count(r, m->without_value);
  ROW_ADD(r, ",\"sin_erogacion\":");
  row_count(r, m->no_disbursement);
  ROW_ADD(r, ",\"otra_moneda\":");
  row_count(r, m->other_currency);
  ROW_ADD(r, ",\"contado_en_otro\":");
  row_count(r, m->counted_elsewhere);
  ROW_ADD(r, ",\"personas_min\":");
  row_people(r, m->people_min);
  ROW_ADD(r, ",\"personas_max\":");
  row_people(r, m->people_max);
}
/* What every row says of its projects, after a comma. `known`: the sum says something. */
static inline void row_figures(struct buf *r, const struct summary_money *m, bool known) {
  ROW_ADD(r, ",\"proyectos\":");
  row_count(r, m->projects);
  ROW_ADD(r, ",\"valor\":");
  row_minor(r, known, m->full_minor);
  ROW_ADD(r, ",\"valor_atribuido\":");
  row_minor(r, known, m->attributed_minor);
  row_money_counts(r, m);
}
#endif
