#ifndef GEO_PREDICATE_INTERNAL_H
#define GEO_PREDICATE_INTERNAL_H
#include <geos_c.h>
#include "geo/predicate.h"

/* From a to b; of a point, a is b. */
struct edge {
  double ax, ay, bx, by;
};
/* What the edges are of, in this order. ENDS: the boundary of the lines, where an odd number of them ends (OGC's rule). */
enum edge_kind { EDGE_AREA, EDGE_LINE, EDGE_END, EDGE_POINT, EDGE_KINDS };

struct predicate_shape {
  GEOSContextHandle_t geos;
  GEOSGeometry *lines, *areas; /* NULL: none, or not yet asked for (predicate_areas) */
  struct edge *edge;
  uint32_t first[EDGE_KINDS + 1]; /* edges of kind k: first[k] .. first[k + 1] - 1 */
  uint32_t *ring;                 /* n_rings + 1: the first edge of each ring of the areas, then of each line */
  bool *is_hole;
  uint32_t n_rings, n_area_rings;
  struct bbox box;
};
static inline bool shape_has(const struct predicate_shape *s, enum edge_kind k) {
  return s->first[k + 1] > s->first[k];
}

/* -1, 0, 1: p right of, on, left of the line from a to b; exact but for differences beyond 106 bits. */
int predicate_side(GEOSContextHandle_t geos, const struct edge *e, double x, double y);
/* Against what the shape has of one kind (areas, lines, points), or of any. */
enum predicate_where predicate_locate(const struct predicate_shape *s, enum edge_kind k, double x, double y);
enum predicate_where predicate_locate_any(const struct predicate_shape *s, double x, double y);

/* In the box last entered: whether a point that is on no edge lies in the areas; the edges of a kind. */
bool predicate_walk_is_inside(const struct predicate_walk *w, double x, double y);
struct predicate_shape *predicate_walk_shape(const struct predicate_walk *w);
uint32_t predicate_walk_near(const struct predicate_walk *w, enum edge_kind k, uint32_t *list);

/* How borders or lines meet: a pair of edges that cross in the middle of both says more than any that touch. */
enum predicate_meeting { MEET_NOT, MEET_TOUCH, MEET_CROSS }; /* a crossing that tells nothing more is a touch */
struct predicate_look {
  const struct predicate_shape *x, *y;
  enum edge_kind kx, ky;
  const struct predicate_walk *near; /* NULL, or entered into the box of x: of y the edges near it are enough */
  enum predicate_meeting enough;     /* stop there */
  bool count;                        /* go on over crossings, up to PREDICATE_MAX_CROSSINGS of any kind */
  int64_t until_ns;
  /* results */
  enum predicate_meeting found;
  uint64_t meetings;
};
/* ERR_LIMIT: out of time. */
bool predicate_look(struct predicate_look *l, struct err *e);
/* The areas as GEOS has them; NULL if it cannot. */
const GEOSGeometry *predicate_areas(struct predicate_shape *s);
bool predicate_in_time(int64_t until_ns, struct err *e);
#endif
