#ifndef GEO_SHAPE_RING_H
#define GEO_SHAPE_RING_H
/* What can be put right in a ring by looking at its points only, before GEOS sees it. Internal to shape. */
#include "geo/shape.h"

/* A copy of p in arena a with closed rings, without repeated points, spikes and rings that have no area; r says what was
 * done. May come out without any part. */
struct polygon shape_tidy_rings(struct arena *a, const struct polygon *p, struct shape_report *r);
/* Shells counter-clockwise, holes clockwise, in place. True if a ring was turned. */
bool shape_orient(struct polygon *p);
#endif
