#ifndef QUERY_RATES_H
#define QUERY_RATES_H
/* Private to query: amounts of projects in one other currency, at the project's contract rate, else at the official rate of the date
 * nearest before the project's own (monetised, signed, started). Never at an implied rate, never across a third currency. */
#include "query/group.h"
#include "snapshot/layout.h"

struct rates_use {
  bool found, divides; /* divides: the amount by the rate */
  struct decimal rate;
  struct conversion_rate said;
};
struct rates_official {
  struct conversion_rate said;
  struct decimal rate;
};
struct rates {
  const struct snapshot *s;
  struct str to;
  struct rates_official *official; /* by the other currency, then date */
  size_t n;
};
void rates_begin(struct rates *r, const struct snapshot *s, struct str to);
void rates_end(struct rates *r);
/* The rate for a project's amounts in `from`; found is false where there is none, or contract rates contradict each other. */
struct rates_use rates_for(const struct rates *r, uint32_t project, struct str from);
/* False if the result leaves 128 bits. */
bool rates_apply(const struct rates_use *u, i128 minor, i128 *out);
#endif
