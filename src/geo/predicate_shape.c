/* From what a client wrote to a shape: read by GEOS, found valid, its parts made to count once, and laid out as edges. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "predicate_internal.h"

struct points {
  double *xy;
  size_t n, cap;
};
struct list {
  GEOSGeometry **g;
  size_t n, cap;
};
/* While a shape is made. */
struct maker {
  struct predicate_shape *s;
  struct list lines, areas;
  struct points points;
  bool is_collection;
  struct err *e;
};

static void add_point(struct points *p, double x, double y) {
  mem_grow((void **)&p->xy, &p->cap, 2 * p->n + 2, sizeof *p->xy);
  p->xy[2 * p->n] = x;
  p->xy[2 * p->n++ + 1] = y;
}

static void add_part(struct list *l, GEOSGeometry *g) {
  mem_grow((void **)&l->g, &l->cap, l->n + 1, sizeof(GEOSGeometry *));
  l->g[l->n++] = g;
}

/* ---- validity */

static const char *reason_in_spanish(const char *reason) {
  static const char *const known[][2] = {{"Self-intersection", "se cruza consigo misma"},
                                         {"Ring Self-intersection", "un anillo se toca a sí mismo"},
                                         {"Hole lies outside shell", "un hueco queda fuera del contorno"},
                                         {"Holes are nested", "un hueco está dentro de otro"},
                                         {"Nested shells", "una parte está dentro de otra"},
                                         {"Interior is disconnected", "los huecos parten el interior"},
                                         {"Duplicate Rings", "un anillo está repetido"},
                                         {"Too few points in geometry component", "faltan puntos distintos"},
                                         {"Invalid number of points", "faltan puntos distintos"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strncmp(reason, known[i][0], strlen(known[i][0])) == 0) return known[i][1];
  return reason;
}

static bool is_valid(struct maker *m, const GEOSGeometry *g) {
  char *reason = NULL;
  GEOSGeometry *at = NULL;
  double x = NAN, y = NAN;
  bool valid = GEOSisValidDetail_r(m->s->geos, g, 0, &reason, &at) == 1;
  if (at) GEOSGeomGetX_r(m->s->geos, at, &x), GEOSGeomGetY_r(m->s->geos, at, &y);
  const char *why = reason ? reason : "Invalid";
  if (!valid)
    err_set(m->e, ERR_INPUT,
            err_pick("la geometría no es válida: %s cerca de %.9g %.9g; corríjala ahí",
                     "the geometry is not valid: %s near %.9g %.9g; correct it there"),
            err_pick(reason_in_spanish(why), why), x, y);
  GEOSFree_r(m->s->geos, reason);
  GEOSGeom_destroy_r(m->s->geos, at);
  return valid;
}

/* ---- reading */

static bool not_a_ring(struct maker *m, const struct geometry *ring) {
  const double *xy = ring->xy;
  if (ring->n < 4)
    return err_set(m->e, ERR_INPUT,
                   err_pick("un anillo de la geometría tiene %u puntos; necesita 4 o más, el último igual al primero",
                            "a ring of the geometry has %u points; it needs 4 or more, the last like the first"),
                   ring->n);
  return err_set(m->e, ERR_INPUT,
                 err_pick("un anillo de la geometría no está cerrado: empieza en %.9g %.9g y termina en %.9g %.9g; "
                          "repita el primer punto al final",
                          "a ring of the geometry is not closed: it begins at %.9g %.9g and ends at %.9g %.9g; repeat "
                          "the first point at the end"),
                 xy[0], xy[1], xy[2 * (size_t)ring->n - 2], xy[2 * (size_t)ring->n - 1]);
}

static bool is_finite(struct maker *m, const struct geometry *g) {
  for (size_t i = 0; i < 2 * (size_t)g->n; i++)
    if (!isfinite(g->xy[i]))
      return err_set(
          m->e, ERR_INPUT,
          err_pick("una coordenada de la geometría no es un número", "a coordinate of the geometry is not a number"));
  return true;
}

static GEOSGeometry *read_ring(struct maker *m, const struct geometry *ring) {
  size_t n = ring->n;
  bool closed = n >= 4 && ring->xy[0] == ring->xy[2 * n - 2] && ring->xy[1] == ring->xy[2 * n - 1];
  if (!closed) {
    not_a_ring(m, ring);
    return NULL;
  }
  if (!is_finite(m, ring)) return NULL;
  GEOSCoordSequence *c = GEOSCoordSeq_copyFromBuffer_r(m->s->geos, ring->xy, ring->n, 0, 0);
  return c ? GEOSGeom_createLinearRing_r(m->s->geos, c) : NULL;
}

/* NULL: refused, or nothing in it. */
static GEOSGeometry *read_polygon(struct maker *m, const struct geometry *g) {
  struct list rings = {0};
  GEOSGeometry *out = NULL;
  for (uint32_t i = 0; i < g->n_parts; i++) {
    GEOSGeometry *ring = read_ring(m, &g->part[i]);
    if (!ring) break;
    add_part(&rings, ring);
  }
  if (rings.n && rings.n == g->n_parts)
    out = GEOSGeom_createPolygon_r(m->s->geos, rings.g[0], rings.g + 1, (unsigned)rings.n - 1);
  else
    while (rings.n) GEOSGeom_destroy_r(m->s->geos, rings.g[--rings.n]);
  free(rings.g);
  return out;
}

static bool take_areas(struct maker *m, GEOSGeometry *g) {
  if (g) add_part(&m->areas, g);
  if (g && is_valid(m, g)) return true;
  if (m->e->kind == ERR_NONE)
    err_set(m->e, ERR_INPUT, err_pick("la geometría no es válida", "the geometry is not valid"));
  return false;
}

static bool read_polygons(struct maker *m, const struct geometry *g) {
  struct list parts = {0};
  bool ok = true;
  for (uint32_t i = 0; ok && i < g->n_parts; i++) {
    if (!g->part[i].n_parts) continue;
    GEOSGeometry *part = read_polygon(m, &g->part[i]);
    if (part) add_part(&parts, part);
    ok = part != NULL;
  }
  if (!ok)
    while (parts.n) GEOSGeom_destroy_r(m->s->geos, parts.g[--parts.n]);
  if (!ok || parts.n)
    ok = take_areas(m,
                    ok ? GEOSGeom_createCollection_r(m->s->geos, GEOS_MULTIPOLYGON, parts.g, (unsigned)parts.n) : NULL);
  free(parts.g);
  return ok;
}

static bool read_line(struct maker *m, const struct geometry *g) {
  if (!g->n) return true;
  if (!is_finite(m, g)) return false;
  GEOSCoordSequence *c = g->n > 1 ? GEOSCoordSeq_copyFromBuffer_r(m->s->geos, g->xy, g->n, 0, 0) : NULL;
  GEOSGeometry *line = c ? GEOSGeom_createLineString_r(m->s->geos, c) : NULL;
  if (line) add_part(&m->lines, line);
  if (line) return is_valid(m, line);
  return err_set(m->e, ERR_INPUT,
                 err_pick("una línea de la geometría tiene un solo punto; necesita dos o más",
                          "a line of the geometry has one point only; it needs two or more"));
}

static bool read_point(struct maker *m, const struct geometry *g) {
  if (!is_finite(m, g)) return false;
  if (g->n) add_point(&m->points, g->xy[0], g->xy[1]);
  return true;
}

/* A rectangle, or what is left of one that is flat. */
static bool read_rectangle(struct maker *m, double west, double south, double east, double north) {
  double xy[] = {west, south, east, south, east, north, west, north, west, south};
  if (west == east && south == north)
    return read_point(m, &(struct geometry){.type = GEOMETRY_POINT, .xy = xy, .n = 1});
  if (west == east || south == north)
    return read_line(m, &(struct geometry){.type = GEOMETRY_LINE, .xy = (double[]){west, south, east, north}, .n = 2});
  struct geometry ring = {.type = GEOMETRY_LINE, .xy = xy, .n = 5};
  return take_areas(m, read_polygon(m, &(struct geometry){.type = GEOMETRY_POLYGON, .part = &ring, .n_parts = 1}));
}

/* Across the antimeridian the two halves reach beyond it, so that what lies on it is inside. */
static bool read_box(struct maker *m, const struct geometry *g) {
  const double *b = g->xy;
  struct geometry corners = {.xy = g->xy, .n = 2};
  if (!is_finite(m, &corners)) return false;
  if (b[1] > b[3])
    return err_set(
        m->e, ERR_INPUT,
        err_pick("el sur del recuadro (%.9g) está al norte de su norte (%.9g); el orden es oeste, sur, este, norte",
                 "the box's south (%.9g) is north of its north (%.9g); the order is west, south, east, north"),
        b[1], b[3]);
  if (b[0] <= b[2]) return read_rectangle(m, b[0], b[1], b[2], b[3]);
  return read_rectangle(m, b[0], b[1], 180 + 1, b[3]) && read_rectangle(m, -180 - 1, b[1], b[2], b[3]);
}

static bool read_geometry(struct maker *m, const struct geometry *g, int depth);

static bool read_parts(struct maker *m, const struct geometry *g, int depth) {
  if (depth > GEOMETRY_MAX_DEPTH)
    return err_set(m->e, ERR_LIMIT,
                   err_pick("la geometría tiene más de %d niveles", "the geometry has more than %d levels"),
                   GEOMETRY_MAX_DEPTH);
  for (uint32_t i = 0; i < g->n_parts; i++)
    if (!read_geometry(m, &g->part[i], depth + 1)) return false;
  return true;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as GEOMETRY_MAX_DEPTH */
static bool read_geometry(struct maker *m, const struct geometry *g, int depth) {
  switch (g->type) {
  case GEOMETRY_POINT: return read_point(m, g);
  case GEOMETRY_LINE: return read_line(m, g);
  case GEOMETRY_POLYGON: return !g->n_parts || take_areas(m, read_polygon(m, g));
  case GEOMETRY_MULTIPOLYGON: return read_polygons(m, g);
  case GEOMETRY_BOX: return read_box(m, g);
  case GEOMETRY_COLLECTION: m->is_collection = true; return read_parts(m, g, depth);
  case GEOMETRY_MULTIPOINT:
  case GEOMETRY_MULTILINE: return read_parts(m, g, depth);
  }
  return false;
}

/* ---- edges */

static uint32_t count_edges(struct predicate_shape *s, const GEOSGeometry *g) {
  return g ? (uint32_t)GEOSGetNumCoordinates_r(s->geos, g) : 0;
}

static void begin_ring(struct predicate_shape *s, bool hole) {
  s->ring[s->n_rings] = s->first[EDGE_KINDS];
  s->is_hole[s->n_rings++] = hole;
}

static void add_edge(struct predicate_shape *s, struct edge e) {
  s->edge[s->first[EDGE_KINDS]++] = e;
  bbox_add_point(&s->box, e.ax, e.ay);
  bbox_add_point(&s->box, e.bx, e.by);
}

/* A ring or line; edges of no length are left out. */
static void add_path(struct predicate_shape *s, const double *xy, size_t n, bool hole) {
  begin_ring(s, hole);
  for (size_t i = 1; i < n; i++)
    if (xy[2 * i] != xy[2 * i - 2] || xy[2 * i + 1] != xy[2 * i - 1])
      add_edge(s, (struct edge){xy[2 * i - 2], xy[2 * i - 1], xy[2 * i], xy[2 * i + 1]});
}

static void add_curve(struct predicate_shape *s, const GEOSGeometry *curve, bool hole, double *scratch) {
  GEOSCoordSeq_copyToBuffer_r(s->geos, GEOSGeom_getCoordSeq_r(s->geos, curve), scratch, 0, 0);
  add_path(s, scratch, count_edges(s, curve), hole);
}

/* Every polygon or line in g. */
/* NOLINTNEXTLINE(misc-no-recursion): collections of GEOS, made here, are two levels deep */
static void add_curves(struct predicate_shape *s, const GEOSGeometry *g, int type, double *scratch) {
  if (!g || GEOSisEmpty_r(s->geos, g)) return;
  int here = GEOSGeomTypeId_r(s->geos, g);
  if (here == GEOS_POLYGON && type == GEOS_POLYGON) {
    add_curve(s, GEOSGetExteriorRing_r(s->geos, g), false, scratch);
    for (int i = 0; i < GEOSGetNumInteriorRings_r(s->geos, g); i++)
      add_curve(s, GEOSGetInteriorRingN_r(s->geos, g, i), true, scratch);
  } else if ((here == GEOS_LINESTRING || here == GEOS_LINEARRING) && type == GEOS_LINESTRING) {
    add_curve(s, g, false, scratch);
  } else if (here >= GEOS_MULTIPOINT) {
    for (int i = 0; i < GEOSGetNumGeometries_r(s->geos, g); i++)
      add_curves(s, GEOSGetGeometryN_r(s->geos, g, i), type, scratch);
  }
}

static struct edge edge_of_point(const double *p) { return (struct edge){p[0], p[1], p[0], p[1]}; }

static int compare_points(const void *a, const void *b) {
  const double *p = a, *q = b;
  if (p[0] != q[0]) return p[0] < q[0] ? -1 : 1;
  return (p[1] > q[1]) - (p[1] < q[1]);
}

/* Ends of lines that come an odd number of times, each once. */
static void add_ends(struct predicate_shape *s) {
  struct points ends = {0};
  for (uint32_t i = s->n_area_rings; i < s->n_rings; i++) {
    const struct edge *a = &s->edge[s->ring[i]], *b = &s->edge[s->ring[i + 1] - 1];
    add_point(&ends, a->ax, a->ay);
    add_point(&ends, b->bx, b->by);
  }
  if (ends.n) qsort(ends.xy, ends.n, 2 * sizeof *ends.xy, compare_points);
  for (size_t i = 0, k; i < ends.n; i = k) {
    for (k = i + 1; k < ends.n && compare_points(ends.xy + 2 * i, ends.xy + 2 * k) == 0; k++) {
    }
    if ((k - i) % 2) add_edge(s, edge_of_point(ends.xy + 2 * i));
  }
  free(ends.xy);
}

/* Points that nothing else of the shape covers, each once. */
static void add_points(struct predicate_shape *s, struct points *p) {
  if (p->n) qsort(p->xy, p->n, 2 * sizeof *p->xy, compare_points);
  for (size_t i = 0; i < p->n; i++) {
    const double *at = &p->xy[2 * i];
    if (i && compare_points(at, at - 2) == 0) continue;
    if (predicate_locate(s, EDGE_AREA, at[0], at[1]) == PREDICATE_OUTSIDE &&
        predicate_locate(s, EDGE_LINE, at[0], at[1]) == PREDICATE_OUTSIDE)
      add_edge(s, edge_of_point(at));
  }
}

static void lay_out(struct predicate_shape *s, struct points *points) {
  size_t n = (size_t)count_edges(s, s->areas) + count_edges(s, s->lines);
  double *scratch = mem_alloc((2 * n + 2) * sizeof *scratch);
  s->edge = mem_alloc((2 * n + points->n + 1) * sizeof *s->edge);
  s->ring = mem_alloc((n + 1) * sizeof *s->ring);
  s->is_hole = mem_alloc((n + 1) * sizeof *s->is_hole);
  s->box = bbox_empty();
  add_curves(s, s->areas, GEOS_POLYGON, scratch);
  s->n_area_rings = s->n_rings;
  s->first[EDGE_LINE] = s->first[EDGE_KINDS];
  add_curves(s, s->lines, GEOS_LINESTRING, scratch);
  s->first[EDGE_END] = s->ring[s->n_rings] = s->first[EDGE_KINDS];
  add_ends(s);
  s->first[EDGE_POINT] = s->first[EDGE_KINDS];
  add_points(s, points);
  free(scratch);
}

/* ---- parts that count once */

/* All of `l` in one; NULL if it is empty. Takes the geometries. */
static GEOSGeometry *collect_take(struct predicate_shape *s, struct list *l, int type) {
  GEOSGeometry *g = NULL;
  if (l->n == 1) g = l->g[0];
  else if (l->n) g = GEOSGeom_createCollection_r(s->geos, type, l->g, (unsigned)l->n);
  l->n = 0;
  return g;
}

/* Before anything is united: how often its lines cross, and those of its areas if they are several. */
static bool crosses_too_often(struct maker *m, struct err *e) {
  struct predicate_shape *s = m->s;
  struct predicate_look l = {.x = s, .y = s, .kx = EDGE_LINE, .ky = EDGE_LINE, .enough = MEET_CROSS, .count = true};
  uint64_t n = 0;
  for (enum edge_kind a = m->is_collection ? EDGE_AREA : EDGE_LINE; a <= EDGE_LINE; a++)
    for (enum edge_kind b = a; b <= EDGE_LINE; b++) {
      l.kx = a;
      l.ky = b;
      if (!predicate_look(&l, e)) return true;
      n += l.meetings;
    }
  if (n > PREDICATE_MAX_CROSSINGS)
    err_set(e, ERR_LIMIT,
            err_pick("las líneas de la geometría se cruzan más de %d veces; simplifíquela",
                     "the lines of the geometry cross each other more than %d times; simplify it"),
            PREDICATE_MAX_CROSSINGS);
  return n > PREDICATE_MAX_CROSSINGS;
}

static void forget_edges(struct predicate_shape *s) {
  free(s->edge);
  free(s->ring);
  free(s->is_hole);
  memset(s->first, 0, sizeof s->first);
  s->n_rings = s->n_area_rings = 0;
}

/* The polygons of a collection united, and its lines without what lies in them. */
static bool unite(struct predicate_shape *s, struct err *e) {
  GEOSGeometry *areas = s->areas ? GEOSUnaryUnion_r(s->geos, s->areas) : NULL;
  GEOSGeometry *lines = s->lines && areas ? GEOSDifference_r(s->geos, s->lines, areas) : NULL;
  bool ok = (areas || !s->areas) && (lines || !s->lines || !areas);
  if (areas) GEOSGeom_destroy_r(s->geos, s->areas), s->areas = areas;
  if (lines) GEOSGeom_destroy_r(s->geos, s->lines), s->lines = lines;
  return ok || err_set(e, ERR_INPUT,
                       err_pick("la colección de geometrías no se puede unir",
                                "the collection of geometries cannot be united"));
}

static bool finish(struct maker *m) {
  struct predicate_shape *s = m->s;
  struct points none = {0};
  s->areas = collect_take(s, &m->areas, m->is_collection ? GEOS_GEOMETRYCOLLECTION : GEOS_MULTIPOLYGON);
  s->lines = collect_take(s, &m->lines, GEOS_MULTILINESTRING);
  lay_out(s, m->is_collection ? &none : &m->points);
  if (crosses_too_often(m, m->e)) return false;
  if (!m->is_collection) return true;
  forget_edges(s);
  if (!unite(s, m->e)) return false;
  lay_out(s, &m->points);
  return true;
}

/* ---- the outside */

static struct predicate_shape *shape_new(void) {
  struct predicate_shape *s = mem_calloc(1, sizeof *s);
  s->geos = GEOS_init_r();
  s->box = bbox_empty();
  return s;
}

bool predicate_shape_new(const struct geometry *g, struct predicate_shape **out, struct err *e) {
  struct err own = {0};
  struct maker m = {.s = shape_new(), .e = &own};
  bool ok = geometry_points(g) <= GEOMETRY_MAX_POINTS ||
            err_set(&own, ERR_LIMIT,
                    err_pick("la geometría tiene más de %d puntos; simplifíquela",
                             "the geometry has more than %d points; simplify it"),
                    GEOMETRY_MAX_POINTS);
  ok = ok && read_geometry(&m, g, 1) && finish(&m);
  while (m.lines.n) GEOSGeom_destroy_r(m.s->geos, m.lines.g[--m.lines.n]);
  while (m.areas.n) GEOSGeom_destroy_r(m.s->geos, m.areas.g[--m.areas.n]);
  free(m.lines.g);
  free(m.areas.g);
  free(m.points.xy);
  if (ok) *out = m.s;
  else predicate_shape_free(m.s);
  if (!ok && e) *e = own;
  return ok;
}

struct predicate_shape *predicate_shape_of(const struct polygon *p) {
  struct predicate_shape *s = shape_new();
  s->edge = mem_alloc((p->n_points + 1) * sizeof *s->edge);
  s->ring = mem_alloc((p->n_rings + 1) * sizeof *s->ring);
  s->is_hole = mem_alloc((p->n_rings + 1) * sizeof *s->is_hole);
  for (uint32_t part = 0, r = 0, i = 0; part < p->n_parts; part++)
    for (uint32_t shell = r; r < p->part_end[part]; i = p->ring_end[r++])
      add_path(s, &p->xy[2 * (size_t)i], p->ring_end[r] - i, r > shell);
  s->n_area_rings = s->n_rings;
  s->ring[s->n_rings] = s->first[EDGE_LINE] = s->first[EDGE_END] = s->first[EDGE_POINT] = s->first[EDGE_KINDS];
  return s;
}

void predicate_shape_free(struct predicate_shape *s) {
  if (!s) return;
  forget_edges(s);
  GEOSGeom_destroy_r(s->geos, s->lines);
  GEOSGeom_destroy_r(s->geos, s->areas);
  GEOS_finish_r(s->geos);
  free(s);
}

struct bbox predicate_shape_bbox(const struct predicate_shape *s) {
  return s->box;
}

static GEOSGeometry *ring_again(const struct predicate_shape *s, uint32_t r) {
  uint32_t first = s->ring[r], n = s->ring[r + 1] - first;
  GEOSCoordSequence *c = GEOSCoordSeq_create_r(s->geos, n + 1, 2);
  for (uint32_t i = 0; c && i <= n; i++)
    GEOSCoordSeq_setXY_r(s->geos, c, i, s->edge[first + i % n].ax, s->edge[first + i % n].ay);
  return c ? GEOSGeom_createLinearRing_r(s->geos, c) : NULL;
}

const GEOSGeometry *predicate_areas(struct predicate_shape *s) {
  if (s->areas || !s->n_area_rings) return s->areas;
  struct list parts = {0}, rings = {0};
  bool ok = true;
  for (uint32_t r = 0; ok && r < s->n_area_rings; r++) {
    GEOSGeometry *ring = ring_again(s, r);
    ok = ring != NULL;
    if (ring) add_part(&rings, ring);
    if (!ok || (r + 1 < s->n_area_rings && s->is_hole[r + 1])) continue;
    add_part(&parts, GEOSGeom_createPolygon_r(s->geos, rings.g[0], rings.g + 1, (unsigned)rings.n - 1));
    rings.n = 0;
  }
  if (ok) s->areas = GEOSGeom_createCollection_r(s->geos, GEOS_MULTIPOLYGON, parts.g, (unsigned)parts.n);
  else
    while (parts.n) GEOSGeom_destroy_r(s->geos, parts.g[--parts.n]);
  while (rings.n) GEOSGeom_destroy_r(s->geos, rings.g[--rings.n]);
  free(parts.g);
  free(rings.g);
  return s->areas;
}
