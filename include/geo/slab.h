#ifndef GEO_SLAB_H
#define GEO_SLAB_H
/* A polygon cut into horizontal slabs: fast point tests, and measures along scan lines that need no valid geometry and no
 * library (they also run in the server, where geo/shape.h does not). */
#include "geo/polygon.h"

struct slab;
/* The polygon must outlive the slab. */
struct slab *slab_new(const struct polygon *p);
void slab_free(struct slab *s);
/* The same answer as polygon_contains, in the time of the few edges at that height. */
bool slab_contains(const struct slab *s, double x, double y);
/* Share of b's area that lies inside a, 0..1, from 256 scan lines over b (midpoint rule; off by well under 1 % for any
 * shape that is wider than the lines are apart). 0 if b has no area. */
double slab_share_inside(const struct polygon *a, const struct polygon *b);
/* A point inside p: the middle of the widest stretch on 31 scan lines. The first vertex if p has no area. */
void slab_inner_point(const struct polygon *p, double *x, double *y);
/* True if two polygons have a point in common. */
bool slab_touches(const struct polygon *a, const struct polygon *b);
#endif
