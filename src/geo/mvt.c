#include "geo/mvt.h"
#include <string.h>

enum { EXTENT = 4096, VERSION = 2, MOVE_TO_ONE = 1 << 3 | 1, LINE_TO = 2, CLOSE = 15, POINT = 1, POLYGON = 3 };
/* Field number << 3 | wire type, for the messages Tile, Layer and Feature, and Value. */
enum {
  TILE_LAYER = 3 << 3 | 2,
  LAYER_NAME = 1 << 3 | 2,
  LAYER_FEATURE = 2 << 3 | 2,
  LAYER_KEY = 3 << 3 | 2,
  LAYER_VALUE = 4 << 3 | 2,
  LAYER_EXTENT = 5 << 3,
  LAYER_VERSION = 15 << 3,
  FEATURE_ID = 1 << 3,
  FEATURE_TAGS = 2 << 3 | 2,
  FEATURE_TYPE = 3 << 3,
  FEATURE_GEOMETRY = 4 << 3 | 2,
  VALUE_TEXT = 1 << 3 | 2,
  VALUE_DOUBLE = 3 << 3 | 1,
  VALUE_INT = 4 << 3
};
/* A point with all its attributes: length, id, tags, type, geometry, each at its longest. Stays below 128, so that the length
 * is one byte. */
enum { POINT_BYTES = 2 + 11 + 2 + MVT_MAX_PAIRS * 2 * 5 + 2 + 2 + 11 };
_Static_assert(POINT_BYTES - 2 < 128, "the length of a point feature must fit one byte");

static unsigned char *put(unsigned char *p, uint64_t v) {
  while (v >= 0x80) {
    *p++ = (unsigned char)(v | 0x80);
    v >>= 7;
  }
  *p++ = (unsigned char)v;
  return p;
}

/* Most numbers in a tile have one or two bytes. */
static inline unsigned char *put_small(unsigned char *p, uint32_t v) {
  if (v < 0x80) {
    *p = (unsigned char)v;
    return p + 1;
  }
  if (v < 0x4000) {
    p[0] = (unsigned char)(v | 0x80);
    p[1] = (unsigned char)(v >> 7);
    return p + 2;
  }
  return put(p, v);
}

static inline uint32_t zigzag(int32_t v) { return (uint32_t)v << 1 ^ (v < 0 ? UINT32_MAX : 0); }

static void add_varint(struct buf *b, uint64_t v) {
  unsigned char bytes[10];
  buf_add(b, bytes, (size_t)(put(bytes, v) - bytes));
}

static void add_bytes(struct buf *b, unsigned tag, const void *p, size_t n) {
  add_varint(b, tag);
  add_varint(b, n);
  buf_add(b, p, n);
}

void mvt_begin(struct mvt_layer *l, const char *name, const char *const *keys, uint32_t n_keys) {
  *l = (struct mvt_layer){.name = name, .keys = keys, .n_keys = n_keys};
}

static size_t varint_size(uint64_t v) { return (size_t)(70 - __builtin_clzll(v | 1)) / 7; }

uint32_t mvt_add_text(struct mvt_layer *l, struct str s) {
  struct buf *b = &l->values;
  if (b->cap - b->len < s.n + 24) buf_reserve(b, s.n + 24);
  unsigned char *start = (unsigned char *)b->data + b->len, *p = start;
  *p++ = LAYER_VALUE;
  p = put(p, 1 + varint_size(s.n) + s.n);
  *p++ = VALUE_TEXT;
  p = put(p, s.n);
  memcpy(p, s.p, s.n);
  b->len += (size_t)(p - start) + s.n;
  return l->n_values++;
}

uint32_t mvt_add_int(struct mvt_layer *l, int64_t v) {
  add_varint(&l->values, LAYER_VALUE);
  add_varint(&l->values, 1 + varint_size((uint64_t)v));
  add_varint(&l->values, VALUE_INT);
  add_varint(&l->values, (uint64_t)v);
  return l->n_values++;
}

uint32_t mvt_add_double(struct mvt_layer *l, double v) {
  char bytes[3 + sizeof v] = {LAYER_VALUE, 1 + sizeof v, VALUE_DOUBLE};
  memcpy(bytes + 3, &v, sizeof v);
  buf_add(&l->values, bytes, sizeof bytes);
  return l->n_values++;
}

void mvt_add_point(struct mvt_layer *l, uint64_t id, const uint32_t *tags, uint32_t n_pairs, int32_t x, int32_t y) {
  struct buf *b = &l->features;
  if (b->cap - b->len < POINT_BYTES) buf_reserve(b, POINT_BYTES);
  unsigned char *start = (unsigned char *)b->data + b->len, *p = start + 2;
  *start = LAYER_FEATURE;
  if (id) {
    *p++ = FEATURE_ID;
    p = put(p, id);
  }
  *p++ = FEATURE_TAGS;
  unsigned char *length = p++;
  for (uint32_t i = 0; i < 2 * n_pairs; i++) p = put_small(p, tags[i]);
  *length = (unsigned char)(p - length - 1);
  *p++ = FEATURE_TYPE;
  *p++ = POINT;
  *p++ = FEATURE_GEOMETRY;
  length = p++;
  *p++ = MOVE_TO_ONE;
  p = put_small(p, zigzag(x));
  p = put_small(p, zigzag(y));
  *length = (unsigned char)(p - length - 1);
  start[1] = (unsigned char)(p - start - 2);
  b->len += (size_t)(p - start);
  l->n_features++;
}

void mvt_begin_polygon(struct mvt_layer *l) {
  buf_reset(&l->geometry);
  l->x = l->y = 0;
  l->rings = 0;
}

/* Twice the area by the surveyor's formula; positive is clockwise on the screen. */
static int64_t twice_area(const struct mvt_xy *p, uint32_t n) {
  int64_t sum = 0;
  for (uint32_t i = 0; i < n; i++) {
    struct mvt_xy a = p[i], b = p[i + 1 < n ? i + 1 : 0];
    sum += (int64_t)a.x * b.y - (int64_t)b.x * a.y;
  }
  return sum;
}

bool mvt_add_ring(struct mvt_layer *l, const struct mvt_xy *p, uint32_t n, bool hole) {
  int64_t area = n < 3 ? 0 : twice_area(p, n);
  if (area == 0) return false;
  bool backwards = (area > 0) == hole;
  buf_reserve(&l->geometry, (size_t)n * 10 + 16);
  unsigned char *start = (unsigned char *)l->geometry.data + l->geometry.len, *out = start;
  *out++ = MOVE_TO_ONE;
  for (uint32_t i = 0; i < n; i++) {
    struct mvt_xy at = p[backwards ? n - 1 - i : i];
    out = put_small(out, zigzag(at.x - l->x));
    out = put_small(out, zigzag(at.y - l->y));
    l->x = at.x;
    l->y = at.y;
    if (i == 0) out = put(out, (uint64_t)(n - 1) << 3 | LINE_TO);
  }
  *out++ = CLOSE;
  l->geometry.len += (size_t)(out - start);
  l->rings++;
  return true;
}

void mvt_end_polygon(struct mvt_layer *l, uint64_t id, const uint32_t *tags, uint32_t n_pairs) {
  if (!l->rings) return;
  unsigned char head[11 + 2 + MVT_MAX_PAIRS * 10 + 2], *p = head;
  *p++ = FEATURE_ID;
  p = put(p, id);
  *p++ = FEATURE_TAGS;
  unsigned char *length = p++;
  for (uint32_t i = 0; i < 2 * n_pairs; i++) p = put_small(p, tags[i]);
  *length = (unsigned char)(p - length - 1);
  *p++ = FEATURE_TYPE;
  *p++ = POLYGON;
  size_t n = (size_t)(p - head), geometry = l->geometry.len;
  add_varint(&l->features, LAYER_FEATURE);
  add_varint(&l->features, n + 1 + varint_size(geometry) + geometry);
  buf_add(&l->features, head, n);
  add_bytes(&l->features, FEATURE_GEOMETRY, l->geometry.data, geometry);
  l->n_features++;
}

void mvt_restart(struct mvt_layer *l) {
  buf_reset(&l->features);
  buf_reset(&l->values);
  l->n_values = 0;
  l->n_features = 0;
}

size_t mvt_size(const struct mvt_layer *l) { return l->features.len + l->values.len; }

static void layer_free(struct mvt_layer *l) {
  buf_free(&l->features);
  buf_free(&l->values);
  buf_free(&l->geometry);
}

void mvt_finish(struct mvt_layer *l, struct buf *tile) {
  if (l->n_features) {
    struct buf head = {0}, tail = {0};
    add_bytes(&head, LAYER_NAME, l->name, strlen(l->name));
    for (uint32_t i = 0; i < l->n_keys; i++) add_bytes(&tail, LAYER_KEY, l->keys[i], strlen(l->keys[i]));
    if (l->values.len) buf_add(&tail, l->values.data, l->values.len);
    add_varint(&tail, LAYER_EXTENT);
    add_varint(&tail, EXTENT);
    add_varint(&tail, LAYER_VERSION);
    add_varint(&tail, VERSION);
    size_t n = head.len + l->features.len + tail.len;
    buf_reserve(tile, n + 11);
    add_varint(tile, TILE_LAYER);
    add_varint(tile, n);
    buf_add(tile, head.data, head.len);
    buf_add(tile, l->features.data, l->features.len);
    buf_add(tile, tail.data, tail.len);
    buf_free(&head);
    buf_free(&tail);
  }
  layer_free(l);
}
