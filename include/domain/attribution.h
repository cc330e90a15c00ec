#ifndef DOMAIN_ATTRIBUTION_H
#define DOMAIN_ATTRIBUTION_H
/* How much of an activity's value falls on each of its places. The precedence is DOMAIN's rule 2: a stated share, else an
 * explicit rule, else nothing: what is not allocated stays visible as such. Parts + unallocated = value, to the centavo. */
#include <stddef.h>
#include "core/decimal.h"
#include "core/err.h"
#include "core/str.h"

enum attribution_basis {
  ATTRIBUTION_NONE,       /* no share and no rule: the place gets nothing, its money is unallocated */
  ATTRIBUTION_STATED,     /* share_ppm of the value */
  ATTRIBUTION_EQUAL,      /* what the stated shares leave, in equal parts */
  ATTRIBUTION_AREA,       /* … in proportion to hectares */
  ATTRIBUTION_POPULATION, /* … in proportion to inhabitants */
  ATTRIBUTION_ONLY        /* the only place carries everything */
};
/* The code of list 'share_basis': none, stated, equal, area, population, only. */
const char *attribution_basis_code(enum attribution_basis b);
/* From the code; ATTRIBUTION_NONE for anything else. */
enum attribution_basis attribution_basis_from(struct str code);

struct attribution_place {
  int32_t share_ppm; /* millionths of the value; -1: none stated */
  enum attribution_basis basis;
  double hectares;    /* used by AREA; NaN or <= 0: unknown */
  int64_t population; /* used by POPULATION; <= 0: unknown */
};

/* Split `value` (minor units, any sign) over n places into parts[n]; *unallocated gets the rest. Stated shares come first; the
 * places with a rule divide what is left among themselves (all of one activity carry the same rule). A rule whose weights are
 * not known for every one of its places allocates nothing: a missing figure never becomes zero in silence. Hamilton's
 * method (decimal_split). ERR_INPUT if the stated shares exceed 100 %; then parts are all 0. */
bool attribution_split(i128 value, const struct attribution_place *places, size_t n, i128 *parts, i128 *unallocated,
                       struct err *e);
#endif
