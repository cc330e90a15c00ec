/* WKT and GeoJSON outlines from people and browsers: read as any geometry is, laid flat as a polygon. */
#include "geo/polygon.h"
#include "geo/geometry_read.h"

static const struct geometry_rules outline = {.types = 1u << GEOMETRY_POINT | 1u << GEOMETRY_POLYGON |
                                                       1u << GEOMETRY_MULTIPOLYGON,
                                              .wanted_wkt = "POINT, POLYGON|MULTIPOLYGON",
                                              .wanted_json = "Point, Polygon|MultiPolygon",
                                              .degrees = true};

static void add_part(struct polygon *p, const struct geometry *g) {
  for (uint32_t i = 0; i < g->n_parts; i++) {
    const struct geometry *ring = &g->part[i];
    memcpy(&p->xy[2 * (size_t)p->n_points], ring->xy, 2 * sizeof *p->xy * ring->n);
    p->n_points += ring->n;
    p->ring_end[p->n_rings++] = p->n_points;
  }
  p->part_end[p->n_parts++] = p->n_rings;
}

static bool lay_flat(struct arena *a, const struct geometry *g, struct polygon *out, bool *is_point) {
  *out = (struct polygon){0};
  *is_point = g->type == GEOMETRY_POINT;
  if (*is_point) {
    *out = (struct polygon){.xy = g->xy, .n_points = 1};
    return true;
  }
  const struct geometry *part = g->type == GEOMETRY_POLYGON ? g : g->part;
  uint32_t n = g->type == GEOMETRY_POLYGON ? 1 : g->n_parts, rings = 0;
  for (uint32_t i = 0; i < n; i++) rings += part[i].n_parts;
  out->xy = arena_alloc(a, 2 * sizeof *out->xy * geometry_points(g));
  out->ring_end = arena_alloc(a, sizeof *out->ring_end * rings);
  out->part_end = arena_alloc(a, sizeof *out->part_end * n);
  for (uint32_t i = 0; i < n; i++) add_part(out, &part[i]);
  return true;
}

bool polygon_from_wkt(struct arena *a, struct str wkt, uint32_t max_points, struct polygon *out, bool *is_point,
                      struct err *e) {
  struct geometry g;
  return geometry_read_wkt(a, wkt, NULL, max_points, &outline, &g, e) && lay_flat(a, &g, out, is_point);
}

bool polygon_from_geojson(struct arena *a, struct str json, uint32_t max_points, struct polygon *out, bool *is_point,
                          struct err *e) {
  struct geometry g;
  return geometry_read_geojson(a, json, NULL, max_points, &outline, &g, e) && lay_flat(a, &g, out, is_point);
}
