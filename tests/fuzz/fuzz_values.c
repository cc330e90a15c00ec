/* Numbers, dates, periods and encodings on arbitrary bytes: what is read as a number or a date says the same once written and read
 * again, in every style; nothing reads beyond its text. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/decimal.h"
#include "core/mem.h"
#include "core/text.h"
#include "domain/money.h"
#include "domain/period.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same_value(struct decimal a, struct decimal b) {
  i128 x = a.unscaled, y = b.unscaled;
  for (uint8_t s = a.scale; s < b.scale; s++)
    if (__builtin_mul_overflow(x, 10, &x)) return false;
  for (uint8_t s = b.scale; s < a.scale; s++)
    if (__builtin_mul_overflow(y, 10, &y)) return false;
  return x == y;
}

static void try_number(struct str s) {
  static const enum decimal_style styles[] = {DECIMAL_AUTO, DECIMAL_ES_CO, DECIMAL_PLAIN};
  struct decimal d, again;
  struct buf b = {0};
  struct err e = {0};
  i128 minor, back;
  for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
    if (decimal_read(s, styles[i], &d) != DECIMAL_FINE) continue;
    if (d.scale > 18) abort();
    buf_reset(&b);
    decimal_write(&b, d);
    if (decimal_read(buf_str(&b), DECIMAL_PLAIN, &again) != DECIMAL_FINE || !same_value(d, again)) abort();
    if (!decimal_to_minor(d, &minor, &e)) continue;
    buf_reset(&b);
    decimal_write_minor(&b, minor);
    if (!decimal_read_minor(buf_str(&b), &back) || back != minor) abort();
    if (d.unscaled > 0 && money_divide(minor, d, &back, &e)) (void)money_multiply(back, d, &back, &e);
  }
  buf_free(&b);
}

static void try_date(struct str s) {
  struct text_date d, again;
  struct buf b = {0};
  if (text_read_date(s, &d) == TEXT_DATE_FINE) {
    text_write_date(&b, d);
    if (text_read_date(buf_str(&b), &again) != TEXT_DATE_FINE || again.year != d.year || again.month != d.month ||
        again.day != d.day || again.precision != d.precision)
      abort();
  }
  buf_free(&b);
}

static void try_periods(struct str s) {
  struct period p;
  struct str rest = s;
  size_t steps = 0;
  while (period_next(&rest, &p)) {
    if (p.raw.p < s.p || p.raw.p + p.raw.n > s.p + s.n || ++steps > s.n) abort();
    if (p.fault == PERIOD_FINE && (p.from > p.to || p.from < 1900 || p.to > 2100)) abort();
  }
}

static void try_text(struct str s) {
  struct buf b = {0};
  text_from_cp1252(&b, s);
  if (!text_is_utf8(buf_str(&b))) abort();
  buf_reset(&b);
  text_fold(&b, s);
  if (!text_is_utf8(buf_str(&b))) abort();
  buf_free(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *exact = malloc(size ? size : 1); /* so that a byte too far is seen */
  if (size) memcpy(exact, data, size);
  struct str s = {exact, size};
  try_number(s);
  try_date(s);
  try_periods(s);
  try_text(s);
  free(exact);
  return 0;
}
