#ifndef FORMAT_SVG_MAP_INTERNAL_H
#define FORMAT_SVG_MAP_INTERNAL_H
/* Private to the small map: where it looks, and the dots. */
#include "format/svg_map.h"
#include "snapshot/layout.h"

/* Drawn in tenths of a pixel: whole numbers are short. */
enum { SVG_MAP_WIDTH = 6400, SVG_MAP_LOWEST = 2800, SVG_MAP_HIGHEST = 5000 };
struct svg_view {
  double x, y;  /* world coordinates (geo/grid.h) of the upper left corner */
  double scale; /* tenths of a pixel for a world unit */
  int height;   /* tenths of a pixel */
};
struct svg_extent { /* world coordinates */
  double minx, miny, maxx, maxy;
};
/* False if there is nothing to look at. */
bool svg_view_choose(const struct svg_map *m, struct svg_view *out);
/* The box of an area's shape; false if it has none. */
bool svg_area_extent(const struct snap_view *v, uint32_t area, struct svg_extent *out);
bool svg_is_in_view(const struct svg_view *view, const struct svg_extent *box);
static inline double svg_x(const struct svg_view *v, double world) { return (world - v->x) * v->scale; }
static inline double svg_y(const struct svg_view *v, double world) { return (world - v->y) * v->scale; }

struct svg_signs { /* which occurred, for the sentence below the map */
  bool dashed, given, derived, many;
  uint32_t outside; /* of what is pointed out */
};
/* Put the map's dots into the open <svg>, in at most `bytes` or so. */
void svg_dots_write(struct html *h, const struct svg_map *m, const struct svg_view *view, size_t bytes,
                    struct svg_signs *signs);
/* Call `add` for every dot of the map with its world coordinates. */
void svg_dots_each(const struct svg_map *m,
                   void (*add)(void *user, uint32_t project, enum snap_spot spot, uint32_t x, uint32_t y), void *user);
#endif
