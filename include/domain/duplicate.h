#ifndef DOMAIN_DUPLICATE_H
#define DOMAIN_DUPLICATE_H
/* Pairs of activities that may be one: blocking (equal amount and currency; equal key of the title; two rare words of the title;
 * equal identifier: a pair without any of these never scores enough) so that 100,000 records take seconds, then a score from reasons
 * that a person can check. */
#include "core/buf.h"
#include "store/db.h"

enum duplicate_reason {
  DUPLICATE_TITLE = 1,       /* equal title key */
  DUPLICATE_TITLE_NEAR = 2,  /* most words in common */
  DUPLICATE_AMOUNT = 4,      /* equal total, or equal parts */
  DUPLICATE_PLACE = 8,       /* an area in common */
  DUPLICATE_DATE = 16,       /* a date in common, or overlapping times */
  DUPLICATE_PARTY = 32,      /* a party in common */
  DUPLICATE_PEOPLE = 64,     /* equal count of people */
  DUPLICATE_IDENTIFIER = 128 /* equal codes or IATI identifiers but for case and signs */
};
struct duplicate {
  int64_t a, b; /* activity ids; a's code comes first in byte order */
  struct str code_a, code_b;
  uint32_t score;   /* 0-100; what DUPLICATE_SHOW gives is a candidate */
  unsigned reasons; /* enum duplicate_reason */
};
enum { DUPLICATE_SHOW = 60 };
typedef bool duplicate_fn(void *user, const struct duplicate *x, struct err *e);
/* Candidates, best score first, then by codes. Parents and their parts are never a pair. At most `max`; *all is how many there
 * are (may be NULL). */
bool duplicate_find(struct db *d, size_t max, duplicate_fn *fn, void *user, size_t *all, struct err *e);
/* "posible-duplicado:convenio-4+convenio-5": the key of its decision. */
void duplicate_write_key(struct buf *out, struct str code_a, struct str code_b);
/* The reasons in words: "mismo título, mismo valor". */
void duplicate_write_reasons(struct buf *out, unsigned reasons, bool spanish);
#endif
