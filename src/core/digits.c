#include "core/digits.h"

#include <math.h>

/* Two digits at a time: half the divisions. */
static const char pairs[] = "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
                            "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
                            "8081828384858687888990919293949596979899";

/* The digits of v, at least `least` of them, end before `end`; where they begin. */
static char *put_before(char *end, uint64_t v, unsigned least) {
  char *stop = end - least;
  while (v >= 100) {
    end -= 2;
    memcpy(end, pairs + 2 * (v % 100), 2);
    v /= 100;
  }
  if (v >= 10) {
    end -= 2;
    memcpy(end, pairs + 2 * v, 2);
  } else if (v) {
    *--end = (char)('0' + v);
  }
  while (end > stop) *--end = '0';
  return end;
}

void digits_write(struct buf *b, bool negative, uint64_t units, unsigned decimals) {
  static const uint64_t powers[] = {1,
                                    10,
                                    100,
                                    1000,
                                    10000,
                                    100000,
                                    1000000,
                                    10000000,
                                    100000000,
                                    1000000000,
                                    10000000000,
                                    100000000000,
                                    1000000000000,
                                    10000000000000,
                                    100000000000000,
                                    1000000000000000,
                                    10000000000000000,
                                    100000000000000000,
                                    1000000000000000000};
  char text[DIGITS_MAX_DECIMALS + 32], *end = text + sizeof text, *p = end;
  if (decimals) {
    p = put_before(p, units % powers[decimals], decimals);
    *--p = '.';
    units /= powers[decimals];
  }
  p = put_before(p, units, 1);
  if (negative) *--p = '-';
  buf_add(b, p, (size_t)(end - p));
}

void digits_write_int(struct buf *b, int64_t v) { digits_write(b, v < 0, v < 0 ? 0 - (uint64_t)v : (uint64_t)v, 0); }

void digits_write_real(struct buf *b, double v, int decimals) {
  static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  decimals = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
  double scaled = fabs(v) * powers[decimals];
  if (!(scaled < 9e15)) { /* not exact as a whole number */
    buf_printf(b, "%.*f", decimals, v);
    return;
  }
  uint64_t units = (uint64_t)scaled;
  units += scaled - (double)units >= 0.5; /* the difference is exact */
  digits_write(b, v < 0 && units, units, (unsigned)decimals);
}
