#include "geo/crs.h"
#include <ctype.h>
#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/mem.h"
#include "core/str.h"
#include "geo/bbox.h"

static const struct {
  int epsg;
  bool geographic;
  const char *name;
} KNOWN[] = {
    {4326, true, "WGS 84"},
    {4686, true, "MAGNA-SIRGAS"},
    {4218, true, "Bogotá 1975"},
    {9377, false, "MAGNA-SIRGAS / Origen-Nacional"},
    {3114, false, "MAGNA-SIRGAS / Far West zone"},
    {3115, false, "MAGNA-SIRGAS / West zone"},
    {3116, false, "MAGNA-SIRGAS / Bogotá zone"},
    {3117, false, "MAGNA-SIRGAS / East Central zone"},
    {3118, false, "MAGNA-SIRGAS / East zone"},
    {6250, false, "MAGNA-SIRGAS / Cartagena urban grid"},
    {21896, false, "Bogotá 1975 / West zone"},
    {21897, false, "Bogotá 1975 / Bogotá zone"},
    {32618, false, "WGS 84 / UTM zone 18N"},
    {3857, false, "WGS 84 / Pseudo-Mercator"},
};
enum { N_KNOWN = sizeof KNOWN / sizeof *KNOWN };
#define ACCEPTED "4326, 4686, 4218, 9377, 3114 to 3118, 6250, 21896, 21897, 32618, 3857"

struct crs_transform {
  PJ *pj;
  PJ_CONTEXT *proj;
  int from, to;
};

struct crs_context {
  PJ_CONTEXT *proj;
  struct crs_transform transforms[N_KNOWN][N_KNOWN];
};

/* PROJ's complaints reach the caller through proj_context_errno, not through stderr. */
static void ignore_message(void *user, int level, const char *message) { (void)user, (void)level, (void)message; }

struct crs_context *crs_context_new(void) {
  struct crs_context *c = mem_calloc(1, sizeof *c);
  c->proj = proj_context_create();
  proj_log_func(c->proj, NULL, ignore_message);
  proj_context_set_enable_network(c->proj, 0);
  return c;
}

void crs_context_free(struct crs_context *c) {
  if (!c) return;
  for (size_t from = 0; from < N_KNOWN; from++)
    for (size_t to = 0; to < N_KNOWN; to++) proj_destroy(c->transforms[from][to].pj);
  proj_context_destroy(c->proj);
  free(c);
}

static int index_of(int epsg) {
  for (int i = 0; i < N_KNOWN; i++)
    if (KNOWN[i].epsg == epsg) return i;
  return -1;
}

bool crs_is_known(int epsg) { return index_of(epsg) >= 0; }

bool crs_list(size_t i, int *epsg, const char **name) {
  if (i >= N_KNOWN) return false;
  *epsg = KNOWN[i].epsg;
  *name = KNOWN[i].name;
  return true;
}

bool crs_is_geographic(int epsg) {
  int i = index_of(epsg);
  return i >= 0 && KNOWN[i].geographic;
}

/* What stands before the number in the ways a CRS is written. The text itself never reaches PROJ or GDAL. */
static const char *after_prefix(const char *text) {
  static const char *const PREFIXES[] = {"urn:ogc:def:crs:EPSG::",
                                         "urn:ogc:def:crs:EPSG:",
                                         "urn:x-ogc:def:crs:EPSG:",
                                         "http://www.opengis.net/def/crs/EPSG/0/",
                                         "https://www.opengis.net/def/crs/EPSG/0/",
                                         "http://www.opengis.net/gml/srs/epsg.xml#",
                                         "EPSG::",
                                         "EPSG:"};
  for (size_t i = 0; i < sizeof PREFIXES / sizeof *PREFIXES; i++)
    if (strncasecmp(text, PREFIXES[i], strlen(PREFIXES[i])) == 0) return text + strlen(PREFIXES[i]);
  return text;
}

static bool is_crs84(const char *text) {
  static const char *const NAMES[] = {"CRS84",
                                      "OGC:CRS84",
                                      "urn:ogc:def:crs:OGC:1.3:CRS84",
                                      "urn:ogc:def:crs:OGC::CRS84",
                                      "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                                      "https://www.opengis.net/def/crs/OGC/1.3/CRS84"};
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
    if (strcasecmp(text, NAMES[i]) == 0) return true;
  return false;
}

bool crs_parse(const char *text, int *epsg, struct err *e) {
  if (is_crs84(text)) {
    *epsg = 4326;
    return true;
  }
  const char *number = after_prefix(text);
  char *end;
  long n = isdigit((unsigned char)*number) ? strtol(number, &end, 10) : 0;
  if (n > 0 && *end == '\0' && n < 1000000 && crs_is_known((int)n)) {
    *epsg = (int)n;
    return true;
  }
  return err_set(e, ERR_INPUT,
                 err_pick("«%.60s» no es un sistema de coordenadas que aquí se acepte; use uno de EPSG: " ACCEPTED,
                          "\"%.60s\" is not a coordinate system that is accepted here; give one of EPSG: " ACCEPTED),
                 text);
}

bool crs_transform_get(struct crs_context *c, int from, int to, struct crs_transform **out, struct err *e) {
  int i = index_of(from), j = index_of(to);
  if (i < 0 || j < 0)
    return err_set(e, ERR_INPUT,
                   err_pick("EPSG:%d no se acepta aquí; use uno de EPSG: " ACCEPTED,
                            "EPSG:%d is not accepted here; give one of EPSG: " ACCEPTED),
                   i < 0 ? from : to);
  struct crs_transform *t = &c->transforms[i][j];
  *out = t;
  if (t->proj) return true;
  if (from != to) {
    char source[32], target[32];
    snprintf(source, sizeof source, "EPSG:%d", from);
    snprintf(target, sizeof target, "EPSG:%d", to);
    PJ *raw = proj_create_crs_to_crs(c->proj, source, target, NULL);
    t->pj = raw ? proj_normalize_for_visualization(c->proj, raw) : NULL;
    proj_destroy(raw);
    if (!t->pj) {
      err_set(e, ERR_IO, "PROJ cannot go from EPSG:%d to EPSG:%d; is the package proj-data (proj.db) installed?", from,
              to);
      return err_detail(e, "PROJ error %d", proj_context_errno(c->proj));
    }
  }
  t->proj = c->proj;
  t->from = from;
  t->to = to;
  return true;
}

/* Degrees that are none give PROJ's own infinity in some projections and nonsense in others. */
static bool in_degrees(const double *xy) { return fabs(xy[0]) <= 540 && fabs(xy[1]) <= 90; }

bool crs_transform_apply(struct crs_transform *t, double *xy, size_t n, struct err *e) {
  bool degrees = crs_is_geographic(t->from);
  for (size_t i = 0; i < n; i++) {
    double *p = &xy[2 * i], x = p[0], y = p[1];
    if (isfinite(x) && isfinite(y) && (!degrees || in_degrees(p)) && t->pj) {
      PJ_COORD at = proj_trans(t->pj, PJ_FWD, proj_coord(x, y, 0, HUGE_VAL));
      p[0] = at.xy.x;
      p[1] = at.xy.y;
    } else if (t->pj) {
      p[0] = NAN;
    }
    if (!isfinite(p[0]) || !isfinite(p[1]))
      return err_set(e, ERR_INPUT,
                     err_pick("el punto %.10g %.10g no puede ser una coordenada de EPSG:%d",
                              "the point %.10g %.10g cannot be a coordinate of EPSG:%d"),
                     x, y, t->from);
  }
  return true;
}

static const struct bbox COLOMBIA = {-82, -4.5, -66, 16};

bool crs_in_colombia(double lon, double lat) { return bbox_contains_point(&COLOMBIA, lon, lat); }

/* Where Colombia's box lies in each family of metres. UTM and the zones overlap: what lies in the western third of the
 * country's zone coordinates would be the Pacific, so the border is drawn there. */
static const struct {
  enum crs_guess guess;
  struct bbox box;
} METRES[] = {
    {CRS_METRES_9377, {3980000, 1050000, 5800000, 3360000}},
    {CRS_METRES_3857, {-9130000, -502000, -7346000, 1805000}},
    {CRS_METRES_UTM, {-280000, -500000, 600000, 1780000}},
    {CRS_METRES_ZONE, {600000, 0, 1950000, 2300000}},
};

static bool box_within(const struct bbox *inner, const struct bbox *outer) {
  return bbox_contains_point(outer, inner->minx, inner->miny) && bbox_contains_point(outer, inner->maxx, inner->maxy);
}

enum crs_guess crs_guess_range(double minx, double miny, double maxx, double maxy) {
  struct bbox box = {minx, miny, maxx, maxy}, swapped = {miny, minx, maxy, maxx};
  if (!(minx <= maxx && miny <= maxy)) return CRS_UNKNOWN;
  if (minx >= -180 && maxx <= 180 && miny >= -180 && maxy <= 180) {
    if (box_within(&swapped, &COLOMBIA)) return CRS_DEGREES_SWAPPED;
    if (bbox_intersects(&box, &COLOMBIA)) return CRS_DEGREES;
    return CRS_OUTSIDE;
  }
  double x = (minx + maxx) / 2, y = (miny + maxy) / 2;
  for (size_t i = 0; i < sizeof METRES / sizeof *METRES; i++)
    if (bbox_contains_point(&METRES[i].box, x, y)) return METRES[i].guess;
  return CRS_UNKNOWN;
}

static const double SPHERE = 6378137.0, PI = 3.14159265358979323846, MERCATOR_LAT = 85.0511287798066;

void crs_to_mercator(double lon, double lat, double *x, double *y) {
  lat = fmin(fmax(lat, -MERCATOR_LAT), MERCATOR_LAT);
  *x = SPHERE * lon * PI / 180;
  *y = SPHERE * atanh(sin(lat * PI / 180));
}

void crs_from_mercator(double x, double y, double *lon, double *lat) {
  *lon = x / SPHERE * 180 / PI;
  *lat = asin(tanh(y / SPHERE)) * 180 / PI;
}
