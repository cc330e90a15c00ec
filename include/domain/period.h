#ifndef DOMAIN_PERIOD_H
#define DOMAIN_PERIOD_H
/* Years and spans of years as reports write them: "2008-2010", "2005-2007/ 2008-2011", "de 2008 a 2011", "año 2007". */
#include <stdbool.h>
#include <stddef.h>
#include "core/str.h"

enum period_fault {
  PERIOD_FINE,
  PERIOD_YEAR,    /* a year outside 1900-2100: "2008-20011" */
  PERIOD_REVERSED /* the end before the beginning */
};
struct period {
  int from, to; /* the same for a single year; as written, also where they cannot be */
  enum period_fault fault;
  struct str raw; /* within the text */
};
/* The next period of `rest`, which is made shorter by it. Parts of longer numbers (2.008.000), of dates (2011-07-06, 06/07/2011) and
 * of words (A2008) are none; a date written out ("6 de julio de 2011") gives its year. False: there is none left. */
bool period_next(struct str *rest, struct period *out);
/* All of a text, at most `max`; returns how many there are. */
size_t period_find(struct str text, struct period *out, size_t max);
/* True if they have a year in common. */
bool period_overlaps(const struct period *a, const struct period *b);
#endif
