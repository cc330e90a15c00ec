#ifndef DOMAIN_LOCATE_H
#define DOMAIN_LOCATE_H
/* Which leaf area (layers barrio, poblado, centro_poblado, vereda) a point or an outline lies in: their polygons in memory
 * under a packed R-tree (Sort-Tile-Recursive: Leutenegger, Lopez, Edgington 1997). Read-only after loading. */
#include "geo/polygon.h"
#include "store/db.h"

struct locate;
struct locate_area {
  int64_t id;
  struct str code, name;
  bool approximate; /* its extent is approximate: containment is a hint, not a fact */
  const struct polygon *polygon;
};
/* Load the leaf areas that have a geometry. ERR_GEOM names the area whose geometry is damaged. */
bool locate_load(struct db *d, struct locate **out, struct err *e);
void locate_free(struct locate *l);
/* Up to `max` areas that contain the point (boundary included), smallest box first; returns how many there are. */
size_t locate_point(const struct locate *l, double lon, double lat, const struct locate_area **out, size_t max);
/* Likewise the areas whose box meets `box`. */
size_t locate_box(const struct locate *l, const struct bbox *box, const struct locate_area **out, size_t max);
/* The polygon of a leaf area by id; NULL if it has none. */
const struct locate_area *locate_area(const struct locate *l, int64_t id);
#endif
