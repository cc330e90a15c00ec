#ifndef QUERY_SUMMARY_H
#define QUERY_SUMMARY_H
/* Totals that close. Per area: distinct projects and their full value (touching it or what is inside it), the attributed
 * value (inclusive), and the part tied exactly to that area ("direct"). Over all areas the direct parts + not allocated in the
 * city + the four unplaced states = the total of distinct projects, to the minor unit. Values in one currency; projects in
 * another currency or without a value are counted, never summed.
 *
 * A parent (macro-project) of which a selected project below it carries a value adds nothing, nor does the later of two that
 * are the same (snapshot_same_as; of those the first that has a value stands for all): both are counted in `projects` and in
 * `counted_elsewhere`. People likewise: the group of a parent is in the lower bound, as the largest there may be, and adds nothing to the
 * upper one where somebody below has people. */
#include "query/filter.h"
struct summary_money {
  uint64_t projects; /* distinct */
  uint64_t without_value, no_disbursement, other_currency,
      counted_elsewhere; /* of them, those that add nothing, and why */
  i128 full_minor;
  i128 attributed_minor;
  i128 direct_minor;
  int64_t people_min,
      people_max; /* largest single group; sum, capped at an area's population, never below the first. -1 sin dato */
  uint64_t without_people; /* projects of which nobody says how many people they reach: the bounds are of the others */
};
struct summary_area {
  uint32_t area;
  uint64_t direct_projects;
  struct summary_money m;
};
struct summary {
  struct summary_money total; /* distinct projects under the filter; attributed: what fell on areas */
  struct summary_area *areas;
  uint32_t n; /* every area with a project in or inside it, code order */
  /* Projects on the map with a part that is in no area: in the city, several places without shares, or a point in no area.
   * full_minor is that part alone. */
  struct summary_money unallocated;
  /* By enum snap_place; [SNAP_LOCATED] unused. Each project whole, also one named in an area that has no geometry: its part is
   * in that area's attributed_minor, not in its direct_minor. */
  struct summary_money unplaced[5];
  i128 direct_sum; /* over areas (of the layer, if one was asked for) */
  bool closes;     /* direct_sum + other_layers + unallocated + unplaced == total.full */
};
/* `layer` empty: all areas; otherwise rows of that layer only (then `areas` are those of the layer, and the direct parts of the
 * other areas are in `other_layers`, which may be NULL). `currency` empty: COP. Arrays in arena a. ERR_INPUT if there is no such
 * layer. */
bool summary_by_area(const struct filter *f, struct arena *a, struct str layer, struct str currency,
                     struct summary *out, i128 *other_layers, struct err *e);
/* True if areas of that layer can be asked for: it is in the list of layers, or some area has it. */
bool summary_has_layer(const struct snapshot *s, struct str layer);
/* The two halves of the rule above, for whoever adds values up another way (tiles): bits of those projects of the filter whose
 * value another of them carries, to be freed; and a project's own value in a currency (a code of the snapshot), which it adds
 * unless its bit is set. False: none is known in that currency. */
uint64_t *summary_value_elsewhere(const struct filter *f);
bool summary_own_value(const struct snapshot *s, uint32_t project, uint16_t currency, i128 *minor);
/* Count of projects per area under the filter (inside semantics), for facets: counts[snapshot_areas()]. */
void summary_facet_area(const struct filter *f, uint64_t *counts);
/* Projects whose value is not in the sum, whatever the reason. */
static inline uint64_t summary_silent(const struct summary_money *m) {
  return m->without_value + m->no_disbursement + m->other_currency + m->counted_elsewhere;
}
/* True if the sum says something: nothing to add (0 is true), or some project's value is in it. "Sin dato" is never zero. */
static inline bool summary_has_value(const struct summary_money *m) {
  return m->projects == 0 || m->projects > summary_silent(m);
}
#endif
