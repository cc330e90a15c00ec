#ifndef GEO_CLIP_H
#define GEO_CLIP_H
/* Clipping a ring of whole numbers to a square, by its four edges one after the other (Sutherland and Hodgman, CACM 17(1),
 * 1974). Where a ring leaves the square several times its pieces stay joined along the border, outside of what is seen. */
#include <stddef.h>
#include "geo/mvt.h"

struct clip_ring {
  struct mvt_xy *p;
  size_t n, cap;
};
/* Points with low <= x,y <= high remain, plus the crossings. `ring` is not closed (first point not repeated); `scratch` is work
 * space. Coordinates within +-2^31 of the square. */
void clip_to_square(struct clip_ring *ring, struct clip_ring *scratch, int32_t low, int32_t high);
void clip_push(struct clip_ring *r, int32_t x, int32_t y);
/* Drop points that repeat, ways out and back along the same line, and what lies on a side of the square between two others that do,
 * also where the end meets the beginning. Other points on a straight line stay: a neighbour may have them too. */
void clip_tidy(struct clip_ring *r, int32_t low, int32_t high);
/* b is passed and then left the way one came: c lies back along the line from a. */
static inline bool clip_is_back(struct mvt_xy a, struct mvt_xy b, struct mvt_xy c) {
  int64_t ux = (int64_t)b.x - a.x, uy = (int64_t)b.y - a.y, vx = (int64_t)c.x - b.x, vy = (int64_t)c.y - b.y;
  return ux * vy == uy * vx && ux * vx + uy * vy < 0;
}
#endif
