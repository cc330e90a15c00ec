#include "crs_params.h"

#include <math.h>
#include <pthread.h>

#include "geo/crs.h"

static const struct crs_system SYSTEMS[] = {
    {"http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326, false, true},
    {"http://www.opengis.net/def/crs/EPSG/0/4326", 4326, true, true},
    {"http://www.opengis.net/def/crs/EPSG/0/3857", 3857, false, false},
    {"http://www.opengis.net/def/crs/EPSG/0/9377", 9377, true, false},
};
enum { N_SYSTEMS = sizeof SYSTEMS / sizeof *SYSTEMS };

/* The names of the systems in their order, URIs first; after them short forms, each with its system. */
static const char *const NAMES[] = {"http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                                    "http://www.opengis.net/def/crs/EPSG/0/4326",
                                    "http://www.opengis.net/def/crs/EPSG/0/3857",
                                    "http://www.opengis.net/def/crs/EPSG/0/9377",
                                    "CRS84",
                                    "OGC:CRS84",
                                    "EPSG:4326",
                                    "EPSG:3857",
                                    "EPSG:9377",
                                    NULL};
static const uint8_t SYSTEM_OF[] = {0, 1, 2, 3, 0, 0, 1, 2, 3};

const struct http_param_spec
    crs_param_crs = {.name = "crs",
                     .type = HTTP_ENUM,
                     .values = NAMES,
                     .es = "Sistema de coordenadas de la respuesta; CRS84 (longitud, latitud) si no se dice.",
                     .en = "Coordinate system of the answer; CRS84 (longitude, latitude) unless said."},
    crs_param_bbox_crs = {.name = "bbox-crs",
                          .type = HTTP_ENUM,
                          .values = NAMES,
                          .es = "Sistema de coordenadas de bbox, en el orden de ejes del sistema; CRS84 si no se dice.",
                          .en = "Coordinate system of bbox, in the system's axis order; CRS84 unless said."},
    crs_param_filter_crs = {
        .name = "filter-crs",
        .type = HTTP_ENUM,
        .values = NAMES,
        .es = "Sistema de las coordenadas dentro de filter, en su orden de ejes; CRS84 si no se dice.",
        .en = "Coordinate system of the geometries in filter, in its axis order; CRS84 unless said."};

const struct crs_system *crs_params_list(size_t *n) {
  *n = N_SYSTEMS;
  return SYSTEMS;
}

const struct crs_system *crs_params_get(const struct http_param *params, size_t n, const struct http_param_spec *spec) {
  for (size_t i = 0; i < n; i++)
    if (params[i].spec == spec) return &SYSTEMS[SYSTEM_OF[params[i].i]];
  return &SYSTEMS[0];
}

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool has_key;

static void free_context(void *context) { crs_context_free(context); }
static void make_key(void) { has_key = pthread_key_create(&key, free_context) == 0; }

/* This thread's context; the thread's end frees it. */
static bool transform_get(int from, int to, struct crs_transform **out, struct err *e) {
  pthread_once(&once, make_key);
  if (!has_key) return err_set(e, ERR_BUG, "no thread-specific key left for PROJ");
  struct crs_context *context = pthread_getspecific(key);
  if (!context) {
    context = crs_context_new();
    pthread_setspecific(key, context);
  }
  return crs_transform_get(context, from, to, out, e);
}

static void swap_axes(double *xy, size_t n) {
  for (size_t i = 0; i < n; i++) {
    double first = xy[2 * i];
    xy[2 * i] = xy[2 * i + 1];
    xy[2 * i + 1] = first;
  }
}

bool crs_params_from_lonlat(const struct crs_system *c, double *xy, size_t n, struct err *e) {
  struct crs_transform *t = NULL;
  if (c->epsg != 4326 && (!transform_get(4326, c->epsg, &t, e) || !crs_transform_apply(t, xy, n, e))) return false;
  if (c->north_first) swap_axes(xy, n);
  return true;
}

static bool off_earth(const struct crs_system *c, double x, double y, struct err *e) {
  if (c->degrees)
    return err_set(e, ERR_INPUT,
                   c->north_first
                       ? err_pick("%.10g,%.10g está fuera de la Tierra; en EPSG:4326 va primero la latitud (-90 a 90), "
                                  "después la longitud (-180 a 180)",
                                  "%.10g,%.10g is off the Earth; in EPSG:4326 latitude goes first (-90 to 90), then "
                                  "longitude (-180 to 180)")
                       : err_pick("%.10g,%.10g está fuera de la Tierra; en CRS84 va primero la longitud (-180 a 180), "
                                  "después la latitud (-90 a 90)",
                                  "%.10g,%.10g is off the Earth; in CRS84 longitude goes first (-180 to 180), then "
                                  "latitude (-90 to 90)"),
                   c->north_first ? y : x, c->north_first ? x : y);
  return err_set(e, ERR_INPUT,
                 err_pick("%.10g,%.10g no puede ser una coordenada de EPSG:%d en metros, %s",
                          "%.10g,%.10g cannot be a coordinate of EPSG:%d in metres, %s"),
                 c->north_first ? y : x, c->north_first ? x : y, c->epsg,
                 c->north_first ? err_pick("primero el norte y después el este", "northing first, then easting")
                                : err_pick("primero el este y después el norte", "easting first, then northing"));
}

static bool on_earth(const double *p) { return fabs(p[0]) <= 180 && fabs(p[1]) <= 90; }

/* Far from its meridian a transverse projection still gives numbers, but of some other place: back again must be where it began. */
static bool point_to_lonlat(const struct crs_system *c, double *p, struct err *e) {
  struct crs_transform *there = NULL, *back = NULL;
  double x = p[0], y = p[1];
  if (!transform_get(c->epsg, 4326, &there, e) || !transform_get(4326, c->epsg, &back, e)) return false;
  if (!crs_transform_apply(there, p, 1, e)) {
    err_clear(e);
    return off_earth(c, x, y, e);
  }
  /* The rim of the Mercator world is at 180 degrees to the last bit only. */
  if (fabs(p[0]) > 180 && fabs(p[0]) < 180 + 1e-9) p[0] = copysign(180, p[0]);
  double again[2] = {p[0], p[1]};
  bool good = on_earth(p) && crs_transform_apply(back, again, 1, e) && hypot(again[0] - x, again[1] - y) < 1;
  err_clear(e);
  return good || off_earth(c, x, y, e);
}

bool crs_params_to_lonlat(const struct crs_system *c, double *xy, size_t n, struct err *e) {
  if (c->north_first) swap_axes(xy, n);
  for (size_t i = 0; i < n; i++) {
    double *p = &xy[2 * i];
    if (c->epsg == 4326 ? !on_earth(p) && !off_earth(c, p[0], p[1], e) : !point_to_lonlat(c, p, e)) return false;
  }
  return true;
}

bool crs_params_each_to_lonlat(void *user, double *xy, struct err *e) { return crs_params_to_lonlat(user, xy, 1, e); }

enum { PIECES = 16 }; /* of each edge: over 100 km the chord of a parallel in 9377 is then off by a metre or two */

static bool box_outline(const struct crs_system *c, const double *corners, struct arena *a, struct polygon *out,
                        struct err *e) {
  size_t n = 4 * PIECES + 1;
  double *xy = arena_alloc(a, 2 * n * sizeof *xy);
  static const uint8_t walk[5][2] = {{0, 1}, {2, 1}, {2, 3}, {0, 3}, {0, 1}};
  for (size_t i = 0; i < n; i++) {
    size_t edge = i / PIECES;
    double t = (double)(i % PIECES) / PIECES;
    const uint8_t *from = walk[edge], *to = walk[edge < 4 ? edge + 1 : 4];
    xy[2 * i] = corners[from[0]] + t * (corners[to[0]] - corners[from[0]]);
    xy[2 * i + 1] = corners[from[1]] + t * (corners[to[1]] - corners[from[1]]);
  }
  if (c->north_first) swap_axes(xy, n); /* as to_lonlat wants it */
  if (!crs_params_to_lonlat(c, xy, n, e)) return false;
  uint32_t *ends = arena_alloc(a, 2 * sizeof *ends);
  ends[0] = (uint32_t)n;
  ends[1] = 1;
  *out = (struct polygon){xy, &ends[0], &ends[1], (uint32_t)n, 1, 1};
  return true;
}

bool crs_params_box(const struct crs_system *c, const double box[4], struct arena *a, struct bbox *out,
                    struct polygon *outline, struct err *e) {
  double b[4] = {box[0], box[1], box[2], box[3]};
  *outline = (struct polygon){0};
  if (c->north_first) swap_axes(b, 2);
  if (b[1] > b[3])
    return err_set(e, ERR_INPUT, err_pick("tiene el sur por encima del norte", "it has its south above its north"));
  if (c->epsg == 9377) {
    if (b[0] > b[2])
      return err_set(e, ERR_INPUT, err_pick("tiene el oeste al este del este", "it has its west east of its east"));
    if (!box_outline(c, b, a, outline, e)) return false;
    *out = polygon_bbox(outline);
    return true;
  }
  if (c->north_first) swap_axes(b, 2);
  if (!crs_params_to_lonlat(c, b, 2, e)) return false;
  *out = (struct bbox){b[0], b[1], b[2], b[3]};
  return true;
}
