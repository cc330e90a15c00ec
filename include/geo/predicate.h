#ifndef GEO_PREDICATE_H
#define GEO_PREDICATE_H
/* Spatial predicates of OGC's simple features (06-103r4, 6.1.15) on the plane, exact: a point on a line is on it, whatever the
 * rounding. Most pairs are settled by their boxes or by one crossing of two borders; the rest is left to GEOS (relate). Runs
 * in the server: a shape is bounded when it is made, and every comparison has a deadline.
 *
 * A shape belongs to one thread at a time. It has its own GEOS context. */
#include "geo/geometry.h"
#include "geo/polygon.h"

enum predicate {
  PREDICATE_INTERSECTS,
  PREDICATE_EQUALS,
  PREDICATE_DISJOINT,
  PREDICATE_TOUCHES,
  PREDICATE_WITHIN,
  PREDICATE_OVERLAPS,
  PREDICATE_CROSSES,
  PREDICATE_CONTAINS
};
enum { PREDICATE_MAX_CROSSINGS = 100000 };

struct predicate_shape;
/* Of what a client wrote. A box may cross the antimeridian (then the meridian of 180 degrees is inside it) and may be flat: a
 * line or a point. Parts of a collection count once, its polygons united. An empty geometry is disjoint from everything.
 * ERR_INPUT: no valid geometry, said with GEOS's reason and the place; ERR_LIMIT: more than GEOMETRY_MAX_POINTS, or lines that
 * cross each other more than PREDICATE_MAX_CROSSINGS times. */
bool predicate_shape_new(const struct geometry *g, struct predicate_shape **out, struct err *e);
/* Of a multipolygon that is known to be valid (what the store has); `p` may go afterwards. Never NULL. */
struct predicate_shape *predicate_shape_of(const struct polygon *p);
void predicate_shape_free(struct predicate_shape *s);
struct bbox predicate_shape_bbox(const struct predicate_shape *s);

/* "x op y". until_ns: of CLOCK_MONOTONIC, 0: no bound. ERR_LIMIT when the time is over, or if two lines cross too often;
 * ERR_GEOM if GEOS gives up. */
bool predicate_holds(struct predicate_shape *x, enum predicate op, struct predicate_shape *y, int64_t until_ns,
                     bool *out, struct err *e);

/* Where a point is relative to a shape, and whether the predicate holds for a point there: "point op shape", with `flip`
 * "shape op point". */
enum predicate_where { PREDICATE_OUTSIDE, PREDICATE_BORDER, PREDICATE_INSIDE };
bool predicate_holds_at(const struct predicate_shape *s, enum predicate op, bool flip, enum predicate_where where);

/* Very many points or shapes against one shape: walk down a tree of boxes; within a box only the edges near it are looked at. */
struct predicate_walk;
struct predicate_walk *predicate_walk_new(struct predicate_shape *s);
void predicate_walk_free(struct predicate_walk *w);
/* Go down into a box (inside the one entered before). True: all of it lies *where (inside or outside), and it is not entered. */
bool predicate_walk_enter(struct predicate_walk *w, struct bbox box, enum predicate_where *where);
void predicate_walk_leave(struct predicate_walk *w);
/* Of a point in the box last entered. */
enum predicate_where predicate_walk_locate(const struct predicate_walk *w, double x, double y);
/* predicate_holds for a shape that lies in the box last entered: "x op shape", with `flip` "shape op x". */
bool predicate_walk_holds(const struct predicate_walk *w, enum predicate op, bool flip, struct predicate_shape *x,
                          int64_t until_ns, bool *out, struct err *e);
/* The same for polygons of which it is known only that they lie wholly inside or outside. */
bool predicate_holds_for_area(const struct predicate_shape *s, enum predicate op, bool flip,
                              enum predicate_where where);
/* Number of edges near the box last entered. */
uint32_t predicate_walk_edges(const struct predicate_walk *w);
#endif
