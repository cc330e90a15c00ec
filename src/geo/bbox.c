#include "geo/bbox.h"
#include <math.h>

struct bbox bbox_empty(void) {
  return (struct bbox){INFINITY, INFINITY, -INFINITY, -INFINITY};
}

bool bbox_is_empty(const struct bbox *b) { return !(b->minx <= b->maxx && b->miny <= b->maxy); }

void bbox_add_point(struct bbox *b, double x, double y) {
  if (x < b->minx) b->minx = x;
  if (x > b->maxx) b->maxx = x;
  if (y < b->miny) b->miny = y;
  if (y > b->maxy) b->maxy = y;
}

void bbox_add(struct bbox *b, const struct bbox *other) {
  if (bbox_is_empty(other)) return;
  bbox_add_point(b, other->minx, other->miny);
  bbox_add_point(b, other->maxx, other->maxy);
}

bool bbox_intersects(const struct bbox *a, const struct bbox *b) {
  if (bbox_is_empty(a) || bbox_is_empty(b)) return false;
  return a->minx <= b->maxx && b->minx <= a->maxx && a->miny <= b->maxy && b->miny <= a->maxy;
}

bool bbox_contains_point(const struct bbox *b, double x, double y) {
  return x >= b->minx && x <= b->maxx && y >= b->miny && y <= b->maxy;
}
