#include "geo/geometry.h"
#include <stdio.h>
#include <stdlib.h>
#include "geo/geometry_read.h"

struct bbox geometry_bbox(const struct geometry *g) {
  struct bbox b = bbox_empty();
  if (g->type == GEOMETRY_BOX && g->xy[0] > g->xy[2]) return (struct bbox){-180, g->xy[1], 180, g->xy[3]};
  for (uint32_t i = 0; i < g->n; i++) bbox_add_point(&b, g->xy[2 * (size_t)i], g->xy[2 * (size_t)i + 1]);
  for (uint32_t i = 0; i < g->n_parts; i++) {
    struct bbox part = geometry_bbox(&g->part[i]);
    bbox_add(&b, &part);
  }
  return b;
}

uint32_t geometry_points(const struct geometry *g) {
  uint32_t n = g->n;
  for (uint32_t i = 0; i < g->n_parts; i++) n += geometry_points(&g->part[i]);
  return n;
}

bool geometry_each_xy(struct geometry *g, bool (*each)(void *user, double *xy, struct err *e), void *user,
                      struct err *e) {
  for (uint32_t i = 0; i < g->n; i++)
    if (!each(user, &g->xy[2 * (size_t)i], e)) return false;
  for (uint32_t i = 0; i < g->n_parts; i++)
    if (!geometry_each_xy(&g->part[i], each, user, e)) return false;
  return true;
}

bool geometry_equal(const struct geometry *x, const struct geometry *y) {
  if (x->type != y->type || x->n != y->n || x->n_parts != y->n_parts) return false;
  for (size_t i = 0; i < 2 * (size_t)x->n; i++)
    if (x->xy[i] != y->xy[i]) return false;
  for (uint32_t i = 0; i < x->n_parts; i++)
    if (!geometry_equal(&x->part[i], &y->part[i])) return false;
  return true;
}

/* ---- writing: one walk, two sets of brackets */

struct form {
  bool json;
  char open, close;
};
static const struct form wkt = {false, '(', ')'}, geojson = {true, '[', ']'};

void geometry_write_number(struct buf *b, double v) {
  char text[40];
  if (v == 0) v = 0; /* of the two zeros the plain one */
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, v);
    if (strtod(text, NULL) == v) break;
  }
  buf_add_z(b, text);
}

static void write_position(struct buf *b, const double *xy, const struct form *f) {
  if (f->json) buf_add_char(b, '[');
  geometry_write_number(b, xy[0]);
  buf_add_char(b, f->json ? ',' : ' ');
  geometry_write_number(b, xy[1]);
  if (f->json) buf_add_char(b, ']');
}

static void write_coordinates(struct buf *b, const struct geometry *g, const struct form *f) {
  if (g->type == GEOMETRY_POINT && f->json) {
    write_position(b, g->xy, f);
    return;
  }
  buf_add_char(b, f->open);
  for (uint32_t i = 0; i < g->n; i++) {
    if (i) buf_add_char(b, ',');
    write_position(b, &g->xy[2 * (size_t)i], f);
  }
  for (uint32_t i = 0; i < g->n_parts; i++) {
    if (i) buf_add_char(b, ',');
    write_coordinates(b, &g->part[i], f);
  }
  buf_add_char(b, f->close);
}

static void write_box(struct buf *b, const struct geometry *g) {
  for (int i = 0; i < 4; i++) {
    if (i) buf_add_char(b, ',');
    geometry_write_number(b, g->xy[i]);
  }
}

void geometry_write_wkt(struct buf *b, const struct geometry *g) {
  if (g->type == GEOMETRY_BOX) {
    buf_add_z(b, "BBOX(");
    write_box(b, g);
    buf_add_char(b, ')');
    return;
  }
  buf_add_z(b, geometry_wkt_names[g->type]);
  if (g->type != GEOMETRY_COLLECTION) {
    write_coordinates(b, g, &wkt);
    return;
  }
  buf_add_char(b, '(');
  for (uint32_t i = 0; i < g->n_parts; i++) {
    if (i) buf_add_char(b, ',');
    geometry_write_wkt(b, &g->part[i]);
  }
  buf_add_char(b, ')');
}

void geometry_write_geojson(struct buf *b, const struct geometry *g) {
  if (g->type == GEOMETRY_BOX) {
    buf_add_z(b, "{\"bbox\":[");
    write_box(b, g);
    buf_add_z(b, "]}");
    return;
  }
  buf_printf(b, "{\"type\":\"%s\",\"%s\":", geometry_json_names[g->type],
             g->type == GEOMETRY_COLLECTION ? "geometries" : "coordinates");
  if (g->type != GEOMETRY_COLLECTION) {
    write_coordinates(b, g, &geojson);
  } else {
    buf_add_char(b, '[');
    for (uint32_t i = 0; i < g->n_parts; i++) {
      if (i) buf_add_char(b, ',');
      geometry_write_geojson(b, &g->part[i]);
    }
    buf_add_char(b, ']');
  }
  buf_add_char(b, '}');
}
