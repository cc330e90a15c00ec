#ifndef CORE_TEXT_H
#define CORE_TEXT_H
/* Text as people send it: encodings, folding for comparison, strict numbers and dates. Nothing here depends on the C
 * locale. */
#include <stdbool.h>
#include <stdint.h>
#include "core/buf.h"
#include "core/err.h"
#include "core/str.h"

bool text_is_utf8(struct str s);
/* The next code point of a text that is not empty, which is made shorter by it. A byte that does not belong to a valid
 * sequence is taken alone and read as U+FFFD. */
uint32_t text_next(struct str *s);
/* Append one code point as UTF-8. */
void text_put(struct buf *out, uint32_t code_point);
/* Append the comparison key of s: NFKD, marks dropped (ñ -> n), lower case, every run of what is not a letter or digit
 * becomes one space, no space at the ends. ICU for what is not Latin-1; a table otherwise. Letters that Unicode does not
 * decompose but people leave out are read as their plain neighbours (ø o, ł l, đ d, æ ae, œ oe, ß ss).
 * "OLAYA ST.11" -> "olaya st 11". */
void text_fold(struct buf *out, struct str s);
/* A code made from a name: the fold with '-' for ' '. "Caño del Oro" -> "cano-del-oro". */
void text_slug(struct buf *out, struct str s);
/* Append s in NFC. */
void text_nfc(struct buf *out, struct str s);
struct str text_trim(struct str s); /* ASCII white space, U+00A0, U+FEFF at both ends */
/* Append ISO-8859-1 / Windows-1252 bytes as UTF-8. */
void text_from_cp1252(struct buf *out, struct str s);
/* True if s is UTF-8 with pieces that are UTF-8 once read as CP1252 and written again ("CampiÃ±a"); then out gets the
 * repair. Only pieces that give a character of CP1252 count: the É” of “JOSÉ” is not one. */
bool text_repair_mojibake(struct buf *out, struct str s);

/* Strict integers: digits with optional sign, nothing else. */
bool text_parse_int(struct str s, int64_t *out);
/* Strict plain real "-75.4770" (dot, no exponent unless allowed by the grammar of JSON numbers). Locale-free. */
bool text_parse_real(struct str s, double *out);

enum text_precision { TEXT_DATE_NONE, TEXT_DATE_YEAR, TEXT_DATE_MONTH, TEXT_DATE_DAY };
struct text_date {
  int16_t year;
  uint8_t month, day; /* 0 where the precision does not reach */
  enum text_precision precision;
};
/* Why a date was not read, for callers that say it in their own language. */
enum text_date_fault {
  TEXT_DATE_FINE,
  TEXT_DATE_FORM,       /* none of the forms */
  TEXT_DATE_NO_CENTURY, /* "06/07/11" */
  TEXT_DATE_IMPOSSIBLE, /* 31/02/2011, month 13 */
  TEXT_DATE_FAR         /* a year outside 1500-2200: nearly always a typing error */
};
/* "2011-07-06", "2011-07", "2011", "06/07/2011" or "06-07-2011" (day first, as in Colombia), "6 de julio de 2011", "31 de
 * Diciembre de 2011", "julio de 2011". Spaces around it are fine, a time after it is not. */
enum text_date_fault text_read_date(struct str s, struct text_date *out);
/* The same with ERR_INPUT saying why, in English. */
bool text_parse_date(struct str s, struct text_date *out, struct err *e);
/* Of the Gregorian calendar; month 1 to 12. */
uint8_t text_days_in_month(int year, int month);
/* "2011-07-06", "2011-07", "2011". */
void text_write_date(struct buf *b, struct text_date d);
#endif
