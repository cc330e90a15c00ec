#ifndef QUERY_SUMMARY_H
#define QUERY_SUMMARY_H
/* Totals that close. Per area: distinct projects and their full value (touching it or what is inside it), the attributed
 * value (inclusive), and the part tied exactly to that area ("direct"). Over all areas the direct parts + not allocated in the
 * city + the four unplaced states = the total of distinct projects, to the minor unit. Values in one currency; projects in
 * another currency or without a value are counted, never summed. Parents (macro-projects) with children: only the leaf's
 * value counts. */
#include "query/filter.h"
struct summary_money {
  uint64_t projects;            /* distinct */
  uint64_t without_value, no_disbursement, other_currency;
  i128 full_minor;
  i128 attributed_minor;
  i128 direct_minor;
  int64_t people_min, people_max; /* lower and upper bound; -1 sin dato */
};
struct summary_area { uint32_t area; uint64_t direct_projects; struct summary_money m; };
struct summary {
  struct summary_money total;            /* distinct projects under the filter */
  struct summary_area *areas; uint32_t n; /* every area with a project in or inside it, code order */
  struct summary_money unallocated;      /* in the city, several places without shares, or a point in no area */
  struct summary_money unplaced[5];      /* by enum snap_place; [SNAP_LOCATED] unused */
  i128 direct_sum;                       /* over areas */
  bool closes;                           /* direct_sum + unallocated + unplaced == total.full */
};
/* `layer` empty: all areas; otherwise rows of that layer only (then `areas` are those of the layer, and the rest of the money
 * is in `other_layers`). Arrays in arena a. */
bool summary_by_area(const struct filter *f, struct arena *a, struct str layer, struct str currency, struct summary *out,
                     i128 *other_layers, struct err *e);
/* Count of projects per area under the filter (inside semantics), for facets: counts[snapshot_areas()]. */
void summary_facet_area(const struct filter *f, uint64_t *counts);
#endif
