#ifndef API_TOTALS_ROW_H
#define API_TOTALS_ROW_H
/* Private to the statistics: one row of JSON after the other, tens of thousands in an answer, each a value of the array that is open,
 * appended without asking at every byte for room. What can need escaping goes through jw all the same. */
#include <string.h>
#include "core/digits.h"
#include "core/jw.h"
#include "query/summary.h"

enum { ROW_ROOM = 1024 };

/* What rows may say, in the order that they say it. */
#define ROW_FIELDS(F)                                                                                                  \
  F(CODE, "codigo")                                                                                                    \
  F(NAME, "nombre")                                                                                                    \
  F(NO_DATA, "sin_dato")                                                                                               \
  F(LAYER, "capa")                                                                                                     \
  F(APPROXIMATE, "geometria_aproximada")                                                                               \
  F(PROJECTS, "proyectos")                                                                                             \
  F(VALUE, "valor")                                                                                                    \
  F(ATTRIBUTED, "valor_atribuido")                                                                                     \
  F(WITHOUT_VALUE, "sin_valor")                                                                                        \
  F(NO_DISBURSEMENT, "sin_erogacion")                                                                                  \
  F(OTHER_CURRENCY, "otra_moneda")                                                                                     \
  F(ELSEWHERE, "contado_en_otro")                                                                                      \
  F(PEOPLE_MIN, "personas_min")                                                                                        \
  F(PEOPLE_MAX, "personas_max")                                                                                        \
  F(WITHOUT_PEOPLE, "personas_sin_dato")                                                                               \
  F(DIRECT, "valor_directo")                                                                                           \
  F(DIRECT_PROJECTS, "proyectos_directos")                                                                             \
  F(PERIODS, "periodos")
#define ROW_ENUM(id, name) ROW_##id,
#define ROW_TEXT(id, name) static const char row_key_##id[] = ",\"" name "\":";
enum row_field { ROW_FIELDS(ROW_ENUM) ROW_FIELD_COUNT };
ROW_FIELDS(ROW_TEXT)
#define ROW_BIT(field) (UINT32_C(1) << (field))
/* What each row of a table that has money says. */
#define ROW_FIGURES (ROW_BIT(ROW_WITHOUT_PEOPLE + 1) - ROW_BIT(ROW_PROJECTS))

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
/* True if the field is among those asked for, and then its key is there, after a comma. */
#define ROW_KEY(r, fields, id)                                                                                         \
  ((fields) >> ROW_##id & 1 && (row_bytes((r), row_key_##id, sizeof row_key_##id - 1), true))
/* `at`: where the row begins. The comma before its first field becomes the bracket. */
static inline void row_end(struct buf *r, size_t at) {
  r->data[at] = '{';
  ROW_ADD(r, "}");
}
/* What every row says of its projects. `known`: the sum says something. */
static inline void row_figures(struct buf *r, uint32_t fields, const struct summary_money *m, bool known) {
  if (ROW_KEY(r, fields, PROJECTS)) row_count(r, m->projects);
  if (ROW_KEY(r, fields, VALUE)) row_minor(r, known, m->full_minor);
  if (ROW_KEY(r, fields, ATTRIBUTED)) row_minor(r, known, m->attributed_minor);
  if (ROW_KEY(r, fields, WITHOUT_VALUE)) row_count(r, m->without_value);
  if (ROW_KEY(r, fields, NO_DISBURSEMENT)) row_count(r, m->no_disbursement);
  if (ROW_KEY(r, fields, OTHER_CURRENCY)) row_count(r, m->other_currency);
  if (ROW_KEY(r, fields, ELSEWHERE)) row_count(r, m->counted_elsewhere);
  if (ROW_KEY(r, fields, PEOPLE_MIN)) row_people(r, m->people_min);
  if (ROW_KEY(r, fields, PEOPLE_MAX)) row_people(r, m->people_max);
  if (ROW_KEY(r, fields, WITHOUT_PEOPLE)) row_count(r, m->without_people);
}
#endif
