#ifndef CORE_DIGITS_H
#define CORE_DIGITS_H
/* Numbers as text: most of what an answer of a thousand features consists of. No locale, no printf. */
#include "core/buf.h"

enum { DIGITS_MAX_DECIMALS = 18 };
/* Append `units` with the point before its last `decimals` digits: 1234, 2 -> "12.34"; 5, 2 -> "0.05"; 7, 0 -> "7". */
void digits_write(struct buf *b, bool negative, uint64_t units, unsigned decimals);
void digits_write_int(struct buf *b, int64_t v);
/* Append v, which must be finite, rounded (halves away from zero) to 0 to 9 decimals, never "-0". */
void digits_write_real(struct buf *b, double v, int decimals);
#endif
