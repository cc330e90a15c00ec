#ifndef API_CRS_PARAMS_H
#define API_CRS_PARAMS_H
/* The coordinate systems a client may speak: crs=, bbox-crs=, filter-crs= (OGC API Features 2 and 3). Here alone coordinates
 * change between lon,lat degrees, which everything else uses, and a system's own axis order (EPSG's: 4326 latitude first, 9377
 * northing first, 3857 easting first; CRS84 longitude first). One PROJ context for each thread, freed with it. */
#include "geo/bbox.h"
#include "geo/polygon.h"
#include "http/http.h"

struct crs_system {
  const char *uri;  /* what answers and metadata say: "http://www.opengis.net/def/crs/EPSG/0/4326" */
  int epsg;         /* 4326 for CRS84 too */
  bool north_first; /* the first ordinate is the latitude or the northing */
  bool degrees;
};
/* All of them, CRS84 (the default) first. */
const struct crs_system *crs_params_list(size_t *n);

/* The three parameters: URIs, and the short forms CRS84, OGC:CRS84, EPSG:4326, EPSG:3857, EPSG:9377. Anything else is refused by the
 * parser of parameters, which lists these. */
extern const struct http_param_spec crs_param_crs, crs_param_bbox_crs, crs_param_filter_crs;
/* The system that parameter `spec` names, CRS84 where it is not given. */
const struct crs_system *crs_params_get(const struct http_param *params, size_t n, const struct http_param_spec *spec);

/* In place, n points, x and y interleaved: from lon,lat degrees to the system in its axis order, and back. ERR_INPUT names the
 * point that cannot be transformed: not on the Earth, or so far from where a projection is used that it cannot be told. */
bool crs_params_from_lonlat(const struct crs_system *c, double *xy, size_t n, struct err *e);
bool crs_params_to_lonlat(const struct crs_system *c, double *xy, size_t n, struct err *e);
/* One point, `user` the system: for geometry_each_xy() (geo/geometry.h), which brings a whole literal to degrees. */
bool crs_params_each_to_lonlat(void *user, double *xy, struct err *e);

/* A box as sent (HTTP_BBOX) in system c. *out is what it lies in; minx > maxx: it crosses the antimeridian. Where its edges are
 * no meridians and parallels (9377), *outline is the box itself, closed, its edges cut into short pieces; else outline->n_points is 0.
 * ERR_INPUT: off the Earth, or turned over. A box without width or height is a line or a point, and good. */
bool crs_params_box(const struct crs_system *c, const double box[4], struct arena *a, struct bbox *out,
                    struct polygon *outline, struct err *e);
#endif
