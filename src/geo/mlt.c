#include "geo/mlt.h"
#include <stdlib.h>
#include <string.h>
#include "mvt_read.h"

enum { TAG_V1 = 1, MVT_LAYER = 3, POINT = 1, POLYGON = 3 };
/* Category << 4 | subtype. */
enum stream {
  PRESENT = 0x00,
  DATA = 0x10,
  DATA_DICTIONARY = 0x11,
  DATA_VERTEX = 0x13,
  OFFSET_TEXT = 0x22,
  LENGTH_TEXT = 0x30,
  LENGTH_GEOMETRIES = 0x31,
  LENGTH_PARTS = 0x32,
  LENGTH_RINGS = 0x33,
  LENGTH_DICTIONARY = 0x36
};
/* Logical technique << 5 | physical. */
enum encoding {
  PLAIN_BYTES = 0,
  PLAIN = 2,
  DELTA = 1 << 5 | 2,
  BY_COMPONENT = 2 << 5 | 2,
  RUNS = 3 << 5 | 2,
  RUNS_OF_BYTES = 3 << 5
};
/* The lowest bit: there are features without a value. */
enum column {
  COLUMN_ID = 0,
  COLUMN_LONG_ID = 2,
  COLUMN_GEOMETRY = 4,
  COLUMN_INT = 16,
  COLUMN_LONG = 20,
  COLUMN_DOUBLE = 26,
  COLUMN_TEXT = 28
};
enum { MLT_POINT = 0, MLT_POLYGON = 2, MLT_MULTIPOLYGON = 5 };

struct writer {
  struct arena *arena;
  struct mvt_table table;
  uint32_t columns;
  struct buf meta, data, payload;
};

static void put_varint(struct buf *b, uint64_t v) {
  char bytes[10];
  size_t n = 0;
  for (; v >= 0x80; v >>= 7) bytes[n++] = (char)(v | 0x80);
  bytes[n++] = (char)v;
  buf_add(b, bytes, n);
}

static size_t varint_size(uint64_t v) { return (size_t)(70 - __builtin_clzll(v | 1)) / 7; }
static uint64_t zigzag(int64_t v) { return (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0); }

static void put_text(struct buf *b, struct str s) {
  put_varint(b, s.n);
  buf_add(b, s.p, s.n);
}

/* ---- streams: a header, then the payload, which is emptied */

static void put_header(struct writer *w, enum stream stream, enum encoding encoding, uint64_t n) {
  buf_add_char(&w->data, (char)stream);
  buf_add_char(&w->data, (char)encoding);
  put_varint(&w->data, n);
  put_varint(&w->data, w->payload.len);
}

static void put_payload(struct writer *w) {
  buf_add(&w->data, w->payload.data, w->payload.len);
  buf_reset(&w->payload);
}

struct lengths {
  size_t plain, delta, runs, n_runs;
  bool small; /* differences fit whatever the reader calculates with */
};

static struct lengths measure(const int64_t *v, size_t n, bool is_signed) {
  struct lengths l = {.small = true};
  for (size_t i = 0, run = 0; i < n; i++) {
    uint64_t word = is_signed ? zigzag(v[i]) : (uint64_t)v[i];
    l.plain += varint_size(word);
    l.small = l.small && v[i] >= 0 && v[i] <= INT32_MAX;
    if (l.small) l.delta += varint_size(zigzag(v[i] - (i ? v[i - 1] : 0)));
    run++;
    if (i + 1 < n && v[i + 1] == v[i]) continue;
    l.runs += varint_size(run) + varint_size(word);
    l.n_runs++;
    run = 0;
  }
  return l;
}

static void put_runs(struct writer *w, const int64_t *v, size_t n, bool is_signed) {
  for (size_t i = 0, run = 1; i < n; i++, run++) {
    if (i + 1 < n && v[i + 1] == v[i]) continue;
    put_varint(&w->payload, run);
    run = 0;
  }
  for (size_t i = 0; i < n; i++)
    if (i + 1 == n || v[i + 1] != v[i]) put_varint(&w->payload, is_signed ? zigzag(v[i]) : (uint64_t)v[i]);
}

/* By whichever encoding is shortest. */
static void put_ints(struct writer *w, enum stream stream, const int64_t *v, size_t n, bool is_signed) {
  struct lengths l = measure(v, n, is_signed);
  bool delta = l.small && l.delta < l.plain;
  if (l.runs + 4 < (delta ? l.delta : l.plain)) {
    put_runs(w, v, n, is_signed);
    put_header(w, stream, RUNS, 2 * l.n_runs);
    put_varint(&w->data, l.n_runs);
    put_varint(&w->data, n);
  } else {
    for (size_t i = 0; i < n; i++) {
      int64_t before = i && delta ? v[i - 1] : 0;
      put_varint(&w->payload, delta || is_signed ? zigzag(v[i] - before) : (uint64_t)v[i]);
    }
    put_header(w, stream, delta ? DELTA : PLAIN, n);
  }
  put_payload(w);
}

/* Runs of bytes as ORC writes them: 3 to 130 equal ones, or 1 to 128 as they are. */
static void pack_bytes(struct buf *b, const unsigned char *p, size_t n) {
  for (size_t i = 0; i < n;) {
    size_t run = 1, from = i;
    while (i + run < n && run < 130 && p[i + run] == p[i]) run++;
    if (run >= 3) {
      buf_add_char(b, (char)(run - 3));
      buf_add_char(b, (char)p[i]);
      i += run;
      continue;
    }
    while (i < n && i - from < 128 && !(i + 2 < n && p[i] == p[i + 1] && p[i] == p[i + 2])) i++;
    buf_add_char(b, (char)(256 - (i - from)));
    buf_add(b, p + from, i - from);
  }
}

static void put_present(struct writer *w, const bool *there, uint32_t n) {
  size_t bytes = (n + 7) / 8;
  unsigned char *bits = arena_alloc(w->arena, bytes + 1);
  memset(bits, 0, bytes);
  for (uint32_t i = 0; i < n; i++) bits[i / 8] |= (unsigned char)(there[i] << i % 8);
  pack_bytes(&w->payload, bits, bytes);
  put_header(w, PRESENT, RUNS_OF_BYTES, n);
  put_payload(w);
}

/* ---- ids */

static void begin_column(struct writer *w, unsigned type, struct str name) {
  buf_add_char(&w->meta, (char)type);
  if (type > COLUMN_GEOMETRY) put_text(&w->meta, name);
  w->columns++;
}

static void put_ids(struct writer *w) {
  const struct mvt_table *t = &w->table;
  int64_t *ids = arena_alloc(w->arena, t->n_features * sizeof *ids);
  bool *there = arena_alloc(w->arena, t->n_features * sizeof *there);
  size_t n = 0;
  uint64_t most = 0;
  for (uint32_t i = 0; i < t->n_features; i++) {
    there[i] = t->features[i].id != 0;
    if (there[i]) ids[n++] = (int64_t)t->features[i].id;
    if (t->features[i].id > most) most = t->features[i].id;
  }
  if (n == 0) return;
  bool some = n < t->n_features;
  begin_column(w, (most > INT32_MAX ? COLUMN_LONG_ID : COLUMN_ID) | some, STR(""));
  if (some) put_present(w, there, t->n_features);
  put_ints(w, DATA, ids, n, false);
}

/* ---- geometry */

struct
    shapes { /* of all features: kinds, polygons of each that has several, rings of each polygon, points of each ring */
  int64_t *kind, *polygons, *rings, *points;
  size_t n_kind, n_polygons, n_rings, n_points, n_xy, cap_polygons, cap_rings, cap_points, cap_xy;
  int64_t *xy;
};

static void push(int64_t **list, size_t *n, size_t *cap, int64_t v) {
  mem_grow((void **)list, cap, *n + 1, sizeof **list);
  (*list)[(*n)++] = v;
}

static bool read_step(struct mvt_bytes *in, int64_t *at) {
  uint64_t v;
  if (!mvt_read_varint(in, &v)) return false;
  *at += (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
  return true;
}

static int64_t twice_area(const int64_t *xy, size_t n) {
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) {
    size_t k = i + 1 < n ? i + 1 : 0;
    sum += xy[2 * i] * xy[2 * k + 1] - xy[2 * k] * xy[2 * i + 1];
  }
  return sum;
}

/* Moves, lines and closings of one feature: rings of positive area begin a polygon. */
static bool read_shape(struct shapes *s, const struct mvt_feature *f) {
  enum { MOVE_TO = 1, LINE_TO = 2, CLOSE = 7 };
  struct mvt_bytes in = f->geometry;
  int64_t x = 0, y = 0;
  size_t ring = s->n_xy, polygons = 0;
  while (in.p < in.end) {
    uint64_t command;
    if (!mvt_read_varint(&in, &command)) return false;
    if ((command & 7) == CLOSE) {
      size_t n = (s->n_xy - ring) / 2;
      if (n == 0) return false;
      bool shell = twice_area(s->xy + ring, n) > 0;
      if (!shell && !polygons) return false;
      if (shell) push(&s->rings, &s->n_rings, &s->cap_rings, 0);
      polygons += shell;
      s->rings[s->n_rings - 1]++;
      push(&s->points, &s->n_points, &s->cap_points, (int64_t)n);
      continue;
    }
    if ((command & 7) == MOVE_TO) ring = s->n_xy;
    for (uint64_t k = command >> 3; k > 0; k--) {
      if (!read_step(&in, &x) || !read_step(&in, &y)) return false;
      push(&s->xy, &s->n_xy, &s->cap_xy, x);
      push(&s->xy, &s->n_xy, &s->cap_xy, y);
    }
  }
  bool point = f->type == POINT;
  if (point ? s->n_xy != ring + 2 || polygons : f->type != POLYGON || !polygons) return false;
  s->kind[s->n_kind++] = point ? MLT_POINT : polygons > 1 ? MLT_MULTIPOLYGON : MLT_POLYGON;
  if (polygons > 1) push(&s->polygons, &s->n_polygons, &s->cap_polygons, (int64_t)polygons);
  return true;
}

static void put_vertices(struct writer *w, const struct shapes *s) {
  for (size_t i = 0; i < s->n_xy; i++) put_varint(&w->payload, zigzag(s->xy[i] - (i < 2 ? 0 : s->xy[i - 2])));
  put_header(w, DATA_VERTEX, BY_COMPONENT, s->n_xy);
  put_payload(w);
}

static void put_shapes(struct writer *w, const struct shapes *s) {
  begin_column(w, COLUMN_GEOMETRY, STR(""));
  put_varint(&w->data, 2u + (s->n_polygons > 0) + (s->n_rings > 0 ? 2 : 0));
  put_ints(w, DATA, s->kind, s->n_kind, false);
  if (s->n_polygons) put_ints(w, LENGTH_GEOMETRIES, s->polygons, s->n_polygons, false);
  if (s->n_rings) {
    put_ints(w, LENGTH_PARTS, s->rings, s->n_rings, false);
    put_ints(w, LENGTH_RINGS, s->points, s->n_points, false);
  }
  put_vertices(w, s);
}

static bool put_geometry(struct writer *w) {
  const struct mvt_table *t = &w->table;
  struct shapes s = {.kind = arena_alloc(w->arena, t->n_features * sizeof *s.kind)};
  bool ok = true;
  for (uint32_t i = 0; ok && i < t->n_features; i++) ok = read_shape(&s, &t->features[i]);
  if (ok) put_shapes(w, &s);
  free(s.polygons);
  free(s.rings);
  free(s.points);
  free(s.xy);
  return ok;
}

/* ---- attributes */

struct attribute {
  const uint32_t *at; /* of each feature that has it: its value */
  uint32_t n;
};

static void put_numbers(struct writer *w, const struct attribute *a, bool is_double) {
  const struct mvt_value *values = w->table.values;
  if (!is_double) {
    int64_t *v = arena_alloc(w->arena, a->n * sizeof *v);
    for (uint32_t i = 0; i < a->n; i++) v[i] = values[a->at[i]].i;
    put_ints(w, DATA, v, a->n, true);
    return;
  }
  for (uint32_t i = 0; i < a->n; i++) {
    const struct mvt_value *v = &values[a->at[i]];
    double d = v->kind == MVT_DOUBLE ? v->d : (double)v->i;
    buf_add(&w->payload, (const char *)&d, sizeof d);
  }
  put_header(w, DATA, PLAIN_BYTES, a->n);
  put_payload(w);
}

/* Lengths, then the texts one after the other. */
static void put_lengths(struct writer *w, enum stream stream, const uint32_t *which, uint32_t n) {
  int64_t *length = arena_alloc(w->arena, (n + 1) * sizeof *length);
  for (uint32_t i = 0; i < n; i++) length[i] = (int64_t)w->table.values[which[i]].text.n;
  put_ints(w, stream, length, n, false);
}

static void put_characters(struct writer *w, enum stream stream, const uint32_t *which, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    struct str s = w->table.values[which[i]].text;
    buf_add(&w->payload, s.p, s.n);
  }
  put_header(w, stream, PLAIN_BYTES, n);
  put_payload(w);
}

/* Each text once, and which of them, where that is shorter for repeating at least twice on average. */
static void put_texts(struct writer *w, const struct attribute *a, bool some, const bool *there) {
  uint32_t *word = arena_alloc(w->arena, w->table.n_values * sizeof *word); /* number in the dictionary + 1 */
  uint32_t *distinct = arena_alloc(w->arena, a->n * sizeof *distinct), n = 0;
  int64_t *offset = arena_alloc(w->arena, a->n * sizeof *offset);
  memset(word, 0, w->table.n_values * sizeof *word);
  for (uint32_t i = 0; i < a->n; i++) {
    uint32_t *slot = &word[a->at[i]];
    if (!*slot) {
      distinct[n++] = a->at[i];
      *slot = n;
    }
    offset[i] = *slot - 1;
  }
  bool dictionary = n <= a->n / 2;
  put_varint(&w->data, (dictionary ? 3u : 2u) + some);
  if (some) put_present(w, there, w->table.n_features);
  put_lengths(w, dictionary ? LENGTH_DICTIONARY : LENGTH_TEXT, dictionary ? distinct : a->at, dictionary ? n : a->n);
  if (dictionary) put_ints(w, OFFSET_TEXT, offset, a->n, false);
  put_characters(w, dictionary ? DATA_DICTIONARY : DATA, dictionary ? distinct : a->at, dictionary ? n : a->n);
}

/* One type for the whole column: texts, numbers, numbers of which some are no 64-bit integers. */
static bool put_attribute(struct writer *w, uint32_t key) {
  const struct mvt_table *t = &w->table;
  uint32_t *at = arena_alloc(w->arena, t->n_features * sizeof *at), n = 0, texts = 0, doubles = 0;
  bool *there = arena_alloc(w->arena, t->n_features * sizeof *there), is_long = false;
  for (uint32_t i = 0; i < t->n_features; i++) {
    uint32_t value = t->at[(size_t)key * t->n_features + i];
    there[i] = value != 0;
    if (!value) continue;
    const struct mvt_value *v = &t->values[at[n++] = value - 1];
    texts += v->kind == MVT_TEXT;
    doubles += v->kind == MVT_DOUBLE;
    is_long = is_long || v->i < INT32_MIN || v->i > INT32_MAX;
  }
  if (n == 0) return true;
  if (texts && texts < n) return false;
  bool some = n < t->n_features;
  struct attribute a = {at, n};
  unsigned type = texts ? COLUMN_TEXT : doubles ? COLUMN_DOUBLE : is_long ? COLUMN_LONG : COLUMN_INT;
  begin_column(w, type | some, t->keys[key]);
  if (texts) {
    put_texts(w, &a, some, there);
    return true;
  }
  if (some) put_present(w, there, t->n_features);
  put_numbers(w, &a, doubles > 0);
  return true;
}

/* ---- the tile */

static bool write_layer(struct writer *w, struct mvt_bytes layer, struct buf *out) {
  if (!mvt_read_layer(w->arena, layer, &w->table)) return false;
  if (w->table.n_features == 0) return true;
  w->columns = 0;
  buf_reset(&w->meta);
  buf_reset(&w->data);
  put_ids(w);
  if (!put_geometry(w)) return false;
  for (uint32_t k = 0; k < w->table.n_keys; k++)
    if (!put_attribute(w, k)) return false;
  struct buf head = {0};
  buf_add_char(&head, TAG_V1);
  put_text(&head, w->table.name);
  put_varint(&head, w->table.extent);
  put_varint(&head, w->columns);
  put_varint(out, head.len + w->meta.len + w->data.len);
  buf_add(out, head.data, head.len);
  buf_add(out, w->meta.data, w->meta.len);
  buf_add(out, w->data.data, w->data.len);
  buf_free(&head);
  return true;
}

bool mlt_from_mvt(struct str mvt, struct buf *out) {
  struct writer w = {.arena = arena_new(1 << 16)};
  struct mvt_bytes in = {(const unsigned char *)mvt.p, (const unsigned char *)mvt.p + mvt.n};
  struct mvt_member m;
  size_t before = out->len;
  bool ok = true;
  while (ok && mvt_next_member(&in, &m, &ok))
    if (m.number == MVT_LAYER) ok = write_layer(&w, m.bytes, out);
  if (!ok) out->len = before;
  buf_free(&w.meta);
  buf_free(&w.data);
  buf_free(&w.payload);
  arena_free(w.arena);
  return ok;
}
