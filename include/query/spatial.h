#ifndef QUERY_SPATIAL_H
#define QUERY_SPATIAL_H
/* Spatial predicates of CQL2 over the snapshot: candidates from the packed trees, then the prepared literal (GEOS). */
#include "query/bits.h"
#include "query/cql2.h"
#include "query/queryable.h"

/* What a filter may cost: one clock for the whole of it, looked at between rows. */
struct query_budget {
  int64_t until_ns; /* of CLOCK_MONOTONIC; 0: no bound */
};
/* False with ERR_LIMIT ("takes longer than …; narrow it with …") once the time is over. */
bool query_budget_left(const struct query_budget *b, struct err *e);

/* Set bit i for every row i whose geometry stands in relation `op` to g ("geometry op g"; with `flip`, "g op geometry"). Degrees,
 * longitude first, compared on the plane as OGC's simple features are. Projects: their point on the map; areas: their polygon at full precision;
 * actors have none. Rows without a geometry stand in no relation, S_DISJOINT neither. `of` narrows: only rows set there are looked at.
 * ERR_INPUT: the literal is no valid geometry (a bow-tie), said with what is wrong.
 * The budget is looked at for every node of the tree and every area, but not within GEOS (an area of 45,000 corners that only touches
 * the literal: 30 ms). On one core a star of 5,000 corners against a million points takes 0.5 s, against 30,000 areas 0.3 s; a
 * polygon as people draw it 10 ms. */
bool spatial_select(const struct snapshot *s, enum query_subject subject, enum cql2_spatial op, bool flip,
                    const struct geometry *g, const uint64_t *of, uint64_t *bits, const struct query_budget *budget,
                    struct err *e);
/* The same relation between two literals. */
bool spatial_compare(const struct geometry *x, enum cql2_spatial op, const struct geometry *y, bool *out,
                     struct err *e);
#endif
