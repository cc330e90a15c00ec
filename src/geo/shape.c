#include "geo/shape.h"
#include <geos_c.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "geo/shape_ring.h"

enum { LIMIT_MS = 60000 };

struct shape_context {
  GEOSContextHandle_t geos;
  uint32_t limit_ms;
  char message[200]; /* GEOS's last complaint */
};

/* GEOS asks for one callback for the whole process, so the deadline of the running call is a thread's own. */
static _Thread_local int64_t deadline_ms;
static _Thread_local bool timed_out;

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void interrupt_when_late(void) {
  if (deadline_ms && now_ms() > deadline_ms) {
    timed_out = true;
    GEOS_interruptRequest();
  }
}

static void keep_message(const char *message, void *user) {
  struct shape_context *c = user;
  snprintf(c->message, sizeof c->message, "%s", message);
}

struct shape_context *shape_context_new(void) {
  struct shape_context *c = mem_calloc(1, sizeof *c);
  c->geos = GEOS_init_r();
  c->limit_ms = LIMIT_MS;
  GEOSContext_setErrorMessageHandler_r(c->geos, keep_message, c);
  GEOSContext_setNoticeMessageHandler_r(c->geos, keep_message, c);
  GEOS_interruptRegisterCallback(interrupt_when_late);
  return c;
}

void shape_context_free(struct shape_context *c) {
  if (!c) return;
  GEOS_finish_r(c->geos);
  free(c);
}

void shape_set_limit(struct shape_context *c, uint32_t milliseconds) { c->limit_ms = milliseconds; }

static void start_clock(struct shape_context *c) {
  c->message[0] = '\0';
  timed_out = false;
  deadline_ms = now_ms() + c->limit_ms;
}

static bool geos_failed(struct shape_context *c, const char *what, struct err *e) {
  deadline_ms = 0;
  if (timed_out)
    return err_set(
        e, ERR_LIMIT,
        err_pick("%s tardó más de %u ms; simplifique el polígono", "%s took longer than %u ms; simplify the polygon"),
        what, c->limit_ms);
  err_set(e, ERR_GEOM,
          err_pick("%s falló: las líneas del polígono no se pueden resolver; repárelo en el programa de donde viene",
                   "%s failed: the polygon's lines cannot be resolved; repair it in the program it comes from"),
          what);
  return err_detail(e, "GEOS: %s", c->message);
}

static GEOSGeometry *ring_to_geos(struct shape_context *c, const double *xy, uint32_t n) {
  GEOSCoordSequence *s = GEOSCoordSeq_copyFromBuffer_r(c->geos, xy, n, 0, 0);
  return s ? GEOSGeom_createLinearRing_r(c->geos, s) : NULL;
}

/* One part, rings [first, end). NULL if GEOS cannot take it. */
static GEOSGeometry *part_to_geos(struct shape_context *c, const struct polygon *p, uint32_t first, uint32_t end) {
  GEOSGeometry **rings = mem_calloc(end - first, sizeof(GEOSGeometry *));
  GEOSGeometry *part = NULL;
  uint32_t n = 0;
  for (; n < end - first; n++) {
    uint32_t start = first + n ? p->ring_end[first + n - 1] : 0;
    rings[n] = ring_to_geos(c, &p->xy[2 * (size_t)start], p->ring_end[first + n] - start);
    if (!rings[n]) break;
  }
  if (n == end - first) part = GEOSGeom_createPolygon_r(c->geos, rings[0], rings + 1, n - 1);
  else
    while (n) GEOSGeom_destroy_r(c->geos, rings[--n]);
  free(rings);
  return part;
}

/* All parts of n polygons as one multipolygon. */
static GEOSGeometry *to_geos(struct shape_context *c, const struct polygon *p, uint32_t n) {
  size_t total = 0, made = 0;
  for (uint32_t i = 0; i < n; i++) total += p[i].n_parts;
  GEOSGeometry **parts = mem_calloc(total ? total : 1, sizeof(GEOSGeometry *)), *g = NULL;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < p[i].n_parts; k++) {
      parts[made] = part_to_geos(c, &p[i], k ? p[i].part_end[k - 1] : 0, p[i].part_end[k]);
      if (!parts[made]) goto failed;
      made++;
    }
  g = GEOSGeom_createCollection_r(c->geos, GEOS_MULTIPOLYGON, parts, (unsigned)total);
  free(parts);
  return g;
failed:
  while (made) GEOSGeom_destroy_r(c->geos, parts[--made]);
  free(parts);
  return NULL;
}

/* Call `visit` for each polygon in g, collections within collections included; whatever else there is sets *other. */
static bool each_polygon(struct shape_context *c, const GEOSGeometry *g, bool *other, void *user,
                         bool (*visit)(struct shape_context *c, const GEOSGeometry *polygon, void *user)) {
  int type = GEOSGeomTypeId_r(c->geos, g);
  if (GEOSisEmpty_r(c->geos, g)) return true;
  if (type == GEOS_POLYGON) return visit(c, g, user);
  if (type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION) {
    *other = true;
    return true;
  }
  for (int i = 0; i < GEOSGetNumGeometries_r(c->geos, g); i++)
    if (!each_polygon(c, GEOSGetGeometryN_r(c->geos, g, i), other, user, visit)) return false;
  return true;
}

static const GEOSGeometry *ring_of(struct shape_context *c, const GEOSGeometry *polygon, int i) {
  return i == 0 ? GEOSGetExteriorRing_r(c->geos, polygon) : GEOSGetInteriorRingN_r(c->geos, polygon, i - 1);
}

static bool count_polygon(struct shape_context *c, const GEOSGeometry *polygon, void *user) {
  struct polygon *p = user;
  int rings = 1 + GEOSGetNumInteriorRings_r(c->geos, polygon);
  p->n_parts++;
  p->n_rings += (uint32_t)rings;
  for (int i = 0; i < rings; i++) p->n_points += (uint32_t)GEOSGetNumCoordinates_r(c->geos, ring_of(c, polygon, i));
  return true;
}

static bool copy_polygon(struct shape_context *c, const GEOSGeometry *polygon, void *user) {
  struct polygon *p = user;
  int rings = 1 + GEOSGetNumInteriorRings_r(c->geos, polygon);
  for (int i = 0; i < rings; i++) {
    const GEOSGeometry *ring = ring_of(c, polygon, i);
    const GEOSCoordSequence *s = GEOSGeom_getCoordSeq_r(c->geos, ring);
    if (!s || !GEOSCoordSeq_copyToBuffer_r(c->geos, s, &p->xy[2 * (size_t)p->n_points], 0, 0)) return false;
    p->n_points += (uint32_t)GEOSGetNumCoordinates_r(c->geos, ring);
    p->ring_end[p->n_rings++] = p->n_points;
  }
  p->part_end[p->n_parts++] = p->n_rings;
  return true;
}

/* The polygons of g, oriented, in arena a. Takes g. */
static bool from_geos_take(struct shape_context *c, struct arena *a, GEOSGeometry *g, struct polygon *out, bool *other,
                           const char *what, struct err *e) {
  struct polygon count = {0};
  if (!g) return geos_failed(c, what, e);
  each_polygon(c, g, other, &count, count_polygon);
  *out = (struct polygon){0};
  out->xy = arena_alloc(a, 2 * sizeof *out->xy * ((size_t)count.n_points + 1));
  out->ring_end = arena_alloc(a, sizeof *out->ring_end * ((size_t)count.n_rings + 1));
  out->part_end = arena_alloc(a, sizeof *out->part_end * ((size_t)count.n_parts + 1));
  bool copied = each_polygon(c, g, other, out, copy_polygon);
  GEOSGeom_destroy_r(c->geos, g);
  if (!copied) return geos_failed(c, what, e);
  deadline_ms = 0;
  if (out->n_parts == 0)
    return err_set(e, ERR_GEOM, err_pick("%s no deja nada que tenga área", "%s leaves nothing that has an area"), what);
  shape_orient(out);
  return true;
}

/* Fills in what is wrong with g; true if it is valid. */
static bool explain(struct shape_context *c, const GEOSGeometry *g, struct shape_report *r) {
  char *reason = NULL;
  GEOSGeometry *at = NULL;
  char valid = GEOSisValidDetail_r(c->geos, g, 0, &reason, &at);
  if (valid != 1) {
    snprintf(r->reason, sizeof r->reason, "%s", reason ? reason : "Invalid");
    if (at) GEOSGeomGetX_r(c->geos, at, &r->reason_x), GEOSGeomGetY_r(c->geos, at, &r->reason_y);
  }
  GEOSFree_r(c->geos, reason);
  GEOSGeom_destroy_r(c->geos, at);
  return valid == 1;
}

static GEOSGeometry *make_valid(struct shape_context *c, const GEOSGeometry *g) {
  GEOSMakeValidParams *params = GEOSMakeValidParams_create_r(c->geos);
  GEOSMakeValidParams_setMethod_r(c->geos, params, GEOS_MAKE_VALID_STRUCTURE);
  GEOSMakeValidParams_setKeepCollapsed_r(c->geos, params, 0);
  GEOSGeometry *valid = GEOSMakeValidWithParams_r(c->geos, g, params);
  GEOSMakeValidParams_destroy_r(c->geos, params);
  return valid;
}

static bool is_finite(const struct polygon *p) {
  for (size_t i = 0; i < 2 * (size_t)p->n_points; i++)
    if (!isfinite(p->xy[i])) return false;
  return true;
}

bool shape_clean(struct shape_context *c, struct arena *a, const struct polygon *p, uint32_t max_points,
                 struct polygon *out, struct shape_report *r, struct err *e) {
  *r = (struct shape_report){0};
  if (max_points && p->n_points > max_points)
    return err_set(e, ERR_LIMIT,
                   err_pick("el polígono tiene %u puntos, más de %u; simplifíquelo",
                            "the polygon has %u points, more than %u; simplify it"),
                   p->n_points, max_points);
  if (!is_finite(p))
    return err_set(
        e, ERR_GEOM,
        err_pick("una coordenada del polígono no es un número", "a coordinate of the polygon is not a number"));
  r->area_before = fabs(polygon_area(p));
  *out = shape_tidy_rings(a, p, r);
  if (out->n_parts == 0)
    return err_set(e, ERR_GEOM,
                   err_pick("el polígono no tiene área: todos sus puntos están en una línea o en un punto",
                            "the polygon has no area: all its points lie on one line or point"));
  r->reoriented = shape_orient(out);
  start_clock(c);
  GEOSGeometry *g = to_geos(c, out, 1);
  if (!g) return geos_failed(c, err_pick("Leer el polígono", "Reading the polygon"), e);
  if (!explain(c, g, r)) {
    GEOSGeometry *valid = make_valid(c, g);
    GEOSGeom_destroy_r(c->geos, g);
    r->repaired = true;
    if (!from_geos_take(c, a, valid, out, &r->flattened_collection,
                        err_pick("Reparar el polígono", "Repairing the polygon"), e))
      return false;
  } else {
    GEOSGeom_destroy_r(c->geos, g);
  }
  deadline_ms = 0;
  r->area_after = polygon_area(out);
  return true;
}

bool shape_union(struct shape_context *c, struct arena *a, const struct polygon *p, uint32_t n, struct polygon *out,
                 struct err *e) {
  bool other = false;
  start_clock(c);
  GEOSGeometry *all = to_geos(c, p, n);
  GEOSGeometry *g = all ? GEOSUnaryUnion_r(c->geos, all) : NULL;
  GEOSGeom_destroy_r(c->geos, all);
  return from_geos_take(c, a, g, out, &other, err_pick("La unión", "The union"), e);
}

struct measure {
  double area, perimeter;
};

static bool add_measure(struct shape_context *c, const GEOSGeometry *polygon, void *user) {
  struct measure *m = user;
  double area = 0, length = 0;
  GEOSArea_r(c->geos, polygon, &area);
  GEOSLength_r(c->geos, polygon, &length);
  m->area += area;
  m->perimeter += length;
  return true;
}

static bool measure_intersection(struct shape_context *c, const GEOSGeometry *a, const GEOSGeometry *b,
                                 struct measure *m, struct err *e) {
  bool other = false;
  start_clock(c);
  *m = (struct measure){0};
  GEOSGeometry *both = GEOSIntersection_r(c->geos, a, b);
  if (!both) return geos_failed(c, "The intersection", e);
  each_polygon(c, both, &other, m, add_measure);
  GEOSGeom_destroy_r(c->geos, both);
  deadline_ms = 0;
  return true;
}

/* The state of one search for overlaps; one pair of it is handled at a time. */
struct search {
  struct shape_context *c;
  GEOSGeometry **g;
  const GEOSPreparedGeometry *prepared; /* g[i] */
  uint32_t i;
  double min_area;
  void (*found)(void *user, uint32_t i, uint32_t j, double area, bool sliver);
  void *user;
  bool failed;
  struct err *e;
};

static void compare_pair(void *item, void *user) {
  struct search *s = user;
  uint32_t j = (uint32_t)((GEOSGeometry **)item - s->g);
  struct measure m;
  if (s->failed || j <= s->i) return;
  if (!s->prepared) s->prepared = GEOSPrepare_r(s->c->geos, s->g[s->i]);
  if (!s->prepared || GEOSPreparedIntersects_r(s->c->geos, s->prepared, s->g[j]) != 1) return;
  if (!measure_intersection(s->c, s->g[s->i], s->g[j], &m, s->e)) {
    s->failed = true;
    return;
  }
  bool sliver = 4 * acos(-1) * m.area < 0.1 * m.perimeter * m.perimeter;
  if (m.area > s->min_area) s->found(s->user, s->i, j, m.area, sliver);
}

bool shape_overlaps(struct shape_context *c, const struct polygon *p, uint32_t n, double min_area,
                    void (*found)(void *user, uint32_t i, uint32_t j, double area, bool sliver), void *user,
                    struct err *e) {
  struct search s = {.c = c, .min_area = min_area, .found = found, .user = user, .e = e};
  GEOSSTRtree *tree = GEOSSTRtree_create_r(c->geos, 10);
  uint32_t made = 0;
  s.g = mem_calloc((size_t)n + 1, sizeof(GEOSGeometry *));
  for (; made < n; made++) {
    s.g[made] = to_geos(c, &p[made], 1);
    if (!s.g[made]) break;
    GEOSSTRtree_insert_r(c->geos, tree, s.g[made], &s.g[made]);
  }
  if (made < n) s.failed = !geos_failed(c, "Reading a polygon", e);
  for (s.i = 0; s.i < n && !s.failed; s.i++) {
    GEOSSTRtree_query_r(c->geos, tree, s.g[s.i], compare_pair, &s);
    GEOSPreparedGeom_destroy_r(c->geos, s.prepared);
    s.prepared = NULL;
  }
  GEOSSTRtree_destroy_r(c->geos, tree);
  while (made) GEOSGeom_destroy_r(c->geos, s.g[--made]);
  free(s.g);
  return !s.failed;
}

bool shape_covered(struct shape_context *c, const struct polygon *a, const struct polygon *b, double *share,
                   struct err *e) {
  double whole = polygon_area(b);
  struct measure m = {0};
  if (!(whole > 0)) return err_set(e, ERR_GEOM, "the polygon has no area");
  start_clock(c);
  GEOSGeometry *ga = to_geos(c, a, 1), *gb = to_geos(c, b, 1);
  bool done = ga && gb ? measure_intersection(c, ga, gb, &m, e) : geos_failed(c, "Reading a polygon", e);
  GEOSGeom_destroy_r(c->geos, ga);
  GEOSGeom_destroy_r(c->geos, gb);
  if (done) *share = fmin(1, m.area / whole);
  return done;
}

bool shape_label_point(struct shape_context *c, const struct polygon *p, double tolerance, double *x, double *y,
                       struct err *e) {
  struct bbox box = polygon_bbox(p);
  double width = box.maxx - box.minx, height = box.maxy - box.miny;
  tolerance = fmax(tolerance, hypot(width, height) / 1e4);
  /* GEOS starts with square cells as wide as the box's short side: ten million of them for a hair. */
  bool hair = fmin(width, height) * 1000 < fmax(width, height);
  start_clock(c);
  GEOSGeometry *g = to_geos(c, p, 1), *radius = NULL, *centre = NULL;
  if (g && !hair) radius = GEOSMaximumInscribedCircle_r(c->geos, g, tolerance);
  if (radius) centre = GEOSGeomGetStartPoint_r(c->geos, radius); /* the line from the centre to the boundary */
  else if (g && !timed_out) centre = GEOSPointOnSurface_r(c->geos, g);
  bool done = centre && GEOSGeomGetX_r(c->geos, centre, x) == 1 && GEOSGeomGetY_r(c->geos, centre, y) == 1;
  GEOSGeom_destroy_r(c->geos, g);
  GEOSGeom_destroy_r(c->geos, radius);
  GEOSGeom_destroy_r(c->geos, centre);
  deadline_ms = 0;
  return done || geos_failed(c, "Finding a point inside", e);
}
