#ifndef GEO_POLYGON_H
#define GEO_POLYGON_H
/* A plain multipolygon in memory: the one geometry value passed between layers. Coordinates lon,lat in degrees (or the
 * unit a function states), x and y interleaved. Rings are closed (first point repeated), shells counter-clockwise and holes
 * clockwise (RFC 7946) after shape_clean(). */
#include <stdbool.h>
#include <stdint.h>
#include "core/buf.h"
#include "core/err.h"
#include "core/mem.h"
#include "geo/bbox.h"

struct polygon {
  double *xy;         /* 2 * n_points */
  uint32_t *ring_end; /* n_rings: end index (exclusive, in points) of each ring */
  uint32_t *part_end; /* n_parts: end index (exclusive, in rings) of each polygon; first ring of a part is its shell */
  uint32_t n_points, n_rings, n_parts;
};

/* How the rings fit together: every end in order and within bounds, every ring of 4 points or more and closed, every
 * coordinate finite. What comes from a file, a BLOB or another process is checked with it. */
bool polygon_is_well_formed(const struct polygon *p);
struct bbox polygon_bbox(const struct polygon *p);
/* Point in multipolygon, even-odd over all rings; a point on the boundary counts as inside. A ring that is not closed
 * counts as closed. */
bool polygon_contains(const struct polygon *p, double x, double y);
/* Copy into arena a. */
struct polygon polygon_copy(struct arena *a, const struct polygon *p);
/* Planar signed area in squared units (positive for counter-clockwise shells, holes subtract). */
double polygon_area(const struct polygon *p);
/* Ellipse of `hectares` around (lon,lat) with the proportions length:width and the bearing (degrees clockwise from north
 * of the long axis), `n` vertices (at least 8), built on the local tangent plane of the GRS80 ellipsoid so that its area in
 * EPSG:9377 is `hectares` within 0.1 %. The long and short axis keep the ratio length_m : width_m; without both it is a
 * circle. Counter-clockwise, closed. |lat| < 89, hectares > 0. */
struct polygon polygon_ellipse(struct arena *a, double lon, double lat, double hectares, double length_m,
                               double width_m, double bearing_deg, uint32_t n);
/* Read WKT POINT / POLYGON / MULTIPOLYGON or a GeoJSON geometry (Point, Polygon, MultiPolygon) with our own bounded
 * parsers: time and memory are linear in the text, nothing recurses. A third and fourth ordinate is read and dropped. On
 * POINT sets *is_point and lon/lat in p->xy[0..1] (n_points 1, no rings). ERR_INPUT names the character (counted from 1):
 * bad grammar, a ring that is open or has fewer than 4 points, degrees out of range, nothing in it; ERR_LIMIT if there are
 * more than max_points. Sources: OGC 06-103r4 (WKT), RFC 7946. */
bool polygon_from_wkt(struct arena *a, struct str wkt, uint32_t max_points, struct polygon *out, bool *is_point,
                      struct err *e);
bool polygon_from_geojson(struct arena *a, struct str json, uint32_t max_points, struct polygon *out, bool *is_point,
                          struct err *e);
/* GeoJSON MultiPolygon "coordinates" array text with `decimals` decimals (0..9). WKT MULTIPOLYGON likewise. */
void polygon_write_geojson_coordinates(struct buf *b, const struct polygon *p, int decimals);
void polygon_write_wkt(struct buf *b, const struct polygon *p, int decimals);
#endif
