#ifndef CORE_DECIMAL_H
#define CORE_DECIMAL_H
/* Exact decimals. Money is a signed 128-bit count of minor units (centavos, cents: two decimals for every currency used
 * here). Never a double. */
#include <stdbool.h>
#include <stdint.h>
#include "core/buf.h"
#include "core/err.h"
#include "core/str.h"

__extension__ typedef __int128 i128;

struct decimal {
  i128 unscaled; /* value = unscaled / 10^scale */
  uint8_t scale; /* 0..18 */
};

/* How numbers are written in a file. AUTO reads whatever can be read in one way only ("1.234.567,89", "1234567.89",
 * "12,5", "1.234.567") and refuses what has two readings ("1.818", "1,818") with a text that names the option. */
enum decimal_style { DECIMAL_AUTO, DECIMAL_ES_CO /* 1.234,5 */, DECIMAL_PLAIN /* 1234.5 or 1,234.5 */ };

/* Why a number was not read, for callers that say it in their own language. */
enum decimal_fault {
  DECIMAL_FINE,
  DECIMAL_EMPTY,
  DECIMAL_NOT_A_NUMBER, /* letters, a bare sign, ".5", "5." */
  DECIMAL_TWO_READINGS, /* AUTO and "1.818": see the style option */
  DECIMAL_GROUPS,       /* "12.34.567", "1.23,4", or separators that the style does not use so */
  DECIMAL_TOO_LONG      /* more than 34 digits, or more than 18 decimals */
};
/* Read a number. Accepts surrounding spaces (also U+00A0, U+202F), a leading "$", "\\$", "COP", "COP$", "USD", "EUR", "€",
 * and a sign. Groups of thousands must be whole groups of three. At most 34 digits. */
enum decimal_fault decimal_read(struct str s, enum decimal_style style, struct decimal *out);
/* The same with ERR_INPUT saying why, in English. */
bool decimal_parse(struct str s, enum decimal_style style, struct decimal *out, struct err *e);
/* To minor units (scale 2). ERR_INPUT if there are more than two decimals that are not zero; ERR_LIMIT on overflow. */
bool decimal_to_minor(struct decimal d, i128 *minor, struct err *e);
/* Canonical plain text: "-1234.50" keeps the scale. */
void decimal_write(struct buf *b, struct decimal d);
bool decimal_add(i128 a, i128 b, i128 *sum); /* false on overflow */
/* Minor units as plain text "1234.50", or as es-CO "1.234,50". */
void decimal_write_minor(struct buf *b, i128 minor);
void decimal_write_minor_es(struct buf *b, i128 minor);
void decimal_write_minor_en(struct buf *b, i128 minor); /* 1,234.50 */
/* Parse what decimal_write_minor wrote (and the store keeps): plain digits, optional sign, '.', two decimals. */
bool decimal_read_minor(struct str s, i128 *minor);
/* Split `total` by weights (all >= 0, their sum > 0) with the largest-remainder method: parts sum exactly to total and do
 * not depend on the order of equal remainders beyond the index. n parts out. Source: Hamilton's method. */
void decimal_split(i128 total, const i128 *weights, size_t n, i128 *parts);
#endif
