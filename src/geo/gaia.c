#include "geo/gaia.h"
#include <math.h>
#include <string.h>

/* The BLOB: 00, byte order 01, int32 SRID, box (4 doubles), 7C, int32 class, the class's content, FE. A collection's content is a
 * count and entities, each 69, int32 class, content. A polygon's content is a count of rings, each a count of points. */
enum {
  MARK_START = 0x00,
  MARK_LITTLE_ENDIAN = 0x01,
  MARK_MBR_END = 0x7C,
  MARK_ENTITY = 0x69,
  MARK_END = 0xFE,
  CLASS_POINT = 1,
  CLASS_POLYGON = 3,
  CLASS_MULTIPOLYGON = 6,
  SRID_WGS84 = 4326,
  BYTES_POINT = 16
};

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the BLOB is little-endian and copied as it is"
#endif

static void put_int(struct buf *b, uint32_t v) { buf_add(b, &v, sizeof v); }

static void put_header(struct buf *b, const struct bbox *box, uint32_t class) {
  buf_add_char(b, MARK_START);
  buf_add_char(b, MARK_LITTLE_ENDIAN);
  put_int(b, SRID_WGS84);
  buf_add(b, box, sizeof *box);
  buf_add_char(b, MARK_MBR_END);
  put_int(b, class);
}

void gaia_write_point(struct buf *b, double lon, double lat) {
  put_header(b, &(struct bbox){lon, lat, lon, lat}, CLASS_POINT);
  buf_add(b, (double[]){lon, lat}, BYTES_POINT);
  buf_add_char(b, (char)MARK_END);
}

void gaia_write_multipolygon(struct buf *b, const struct polygon *p) {
  struct bbox box = polygon_bbox(p);
  uint32_t ring = 0, point = 0;
  buf_reserve(b, 64 + 9 * (size_t)p->n_parts + 4 * (size_t)p->n_rings + BYTES_POINT * (size_t)p->n_points);
  put_header(b, &box, CLASS_MULTIPOLYGON);
  put_int(b, p->n_parts);
  for (uint32_t part = 0; part < p->n_parts; part++) {
    buf_add_char(b, MARK_ENTITY);
    put_int(b, CLASS_POLYGON);
    put_int(b, p->part_end[part] - ring);
    for (; ring < p->part_end[part]; ring++) {
      put_int(b, p->ring_end[ring] - point);
      buf_add(b, &p->xy[2 * (size_t)point], BYTES_POINT * (size_t)(p->ring_end[ring] - point));
      point = p->ring_end[ring];
    }
  }
  buf_add_char(b, (char)MARK_END);
}

struct cursor {
  const unsigned char *p;
  size_t n, at;
  struct err *e;
};

static bool damaged(const struct cursor *c, size_t at, const char *what) {
  return err_set(c->e, ERR_GEOM, "the stored geometry is damaged at byte %zu: %s", at, what);
}

static bool get(struct cursor *c, void *out, size_t n) {
  if (n > c->n - c->at) return damaged(c, c->at, "it ends too early");
  memcpy(out, c->p + c->at, n);
  c->at += n;
  return true;
}

static bool get_mark(struct cursor *c, unsigned mark, const char *what) {
  unsigned char byte = 0;
  return get(c, &byte, 1) && (byte == mark || damaged(c, c->at - 1, what));
}

/* A count of things that take at least `bytes_each`: never more than the rest of the BLOB can hold, never none. */
static bool get_count(struct cursor *c, size_t bytes_each, uint32_t *count) {
  *count = 0;
  if (!get(c, count, sizeof *count)) return false;
  if (*count == 0 || *count > (c->n - c->at) / bytes_each) return damaged(c, c->at - 4, "an impossible count");
  return true;
}

static bool get_header(struct cursor *c, uint32_t *class) {
  uint32_t srid;
  struct bbox box;
  return get_mark(c, MARK_START, "not a SpatiaLite geometry") && get_mark(c, MARK_LITTLE_ENDIAN, "not little-endian") &&
         get(c, &srid, sizeof srid) && get(c, &box, sizeof box) && get_mark(c, MARK_MBR_END, "no end of the box") &&
         get(c, class, sizeof *class);
}

static bool get_end(struct cursor *c) {
  return get_mark(c, MARK_END, "no end mark") && (c->at == c->n || damaged(c, c->at, "something follows the end"));
}

static bool get_polygon(struct cursor *c, struct polygon *p) {
  uint32_t rings, points;
  if (!get_count(c, 4 + 4 * BYTES_POINT, &rings)) return false;
  for (uint32_t r = 0; r < rings; r++) {
    if (!get_count(c, BYTES_POINT, &points)) return false;
    if (!get(c, &p->xy[2 * (size_t)p->n_points], BYTES_POINT * (size_t)points)) return false;
    p->n_points += points;
    p->ring_end[p->n_rings++] = p->n_points;
  }
  p->part_end[p->n_parts++] = p->n_rings;
  return true;
}

bool gaia_read_multipolygon(struct arena *a, const void *blob, size_t n, struct polygon *out, struct err *e) {
  struct cursor c = {.p = blob, .n = n, .e = e};
  uint32_t class = 0, parts = 1;
  *out = (struct polygon){0};
  if (n > UINT32_MAX) return err_set(e, ERR_LIMIT, "the stored geometry has more than 4 GiB");
  if (!get_header(&c, &class)) return false;
  if (class != CLASS_POLYGON && class != CLASS_MULTIPOLYGON)
    return damaged(&c, c.at - 4, "not a polygon of two dimensions");
  if (class == CLASS_MULTIPOLYGON && !get_count(&c, 9 + 4 + 4 * BYTES_POINT, &parts)) return false;
  /* Every point takes 16 bytes and every ring 20 or more of what is left, so these sizes are never passed. */
  out->xy = arena_alloc(a, c.n - c.at + BYTES_POINT);
  out->ring_end = arena_alloc(a, sizeof *out->ring_end * ((c.n - c.at) / 20 + 1));
  out->part_end = arena_alloc(a, sizeof *out->part_end * (size_t)parts);
  for (uint32_t i = 0; i < parts; i++) {
    uint32_t part_class = CLASS_POLYGON;
    if (class == CLASS_MULTIPOLYGON &&
        !(get_mark(&c, MARK_ENTITY, "no start of a part") && get(&c, &part_class, sizeof part_class)))
      return false;
    if (part_class != CLASS_POLYGON) return damaged(&c, c.at - 4, "a part that is not a polygon");
    if (!get_polygon(&c, out)) return false;
  }
  return get_end(&c) && (polygon_is_well_formed(out) || damaged(&c, c.at, "a ring is open, too short or not a number"));
}

bool gaia_read_point(const void *blob, size_t n, double *lon, double *lat, struct err *e) {
  struct cursor c = {.p = blob, .n = n, .e = e};
  uint32_t class = 0;
  if (!get_header(&c, &class)) return false;
  if (class != CLASS_POINT) return damaged(&c, c.at - 4, "not a point of two dimensions");
  if (!get(&c, lon, sizeof *lon) || !get(&c, lat, sizeof *lat)) return false;
  if (!isfinite(*lon) || !isfinite(*lat)) return damaged(&c, c.at - BYTES_POINT, "not a number");
  return get_end(&c);
}
