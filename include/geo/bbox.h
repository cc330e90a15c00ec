#ifndef GEO_BBOX_H
#define GEO_BBOX_H
/* Boxes in degrees, EPSG:4326 as lon,lat (OGC:CRS84). An empty box has min > max. */
#include <stdbool.h>
struct bbox {
  double minx, miny, maxx, maxy;
};
struct bbox bbox_empty(void);
bool bbox_is_empty(const struct bbox *b);
/* Grow b to hold the point, or the other box (an empty one changes nothing). NaN is ignored. */
void bbox_add_point(struct bbox *b, double x, double y);
void bbox_add(struct bbox *b, const struct bbox *other);
bool bbox_intersects(const struct bbox *a, const struct bbox *b); /* touching counts; empty never */
bool bbox_contains_point(const struct bbox *b, double x, double y);
#endif
