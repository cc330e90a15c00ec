#include <stdlib.h>
#include "core/decimal.h"
#include "mlt_internal.h"

/* What a vector tile calls a feature; MLT counts from 0, and SEVERAL more where it has several parts. */
enum { POINTS = 1, LINES = 2, POLYGONS = 3, SEVERAL = 3 };

/* One number for each … of all features, in their order. */
struct list {
  int64_t *v;
  size_t n, cap;
};
struct shapes {
  struct list kind;
  struct list members; /* … geometry of several: points, lines or polygons */
  struct list rings;   /* … polygon: rings */
  struct list points;  /* … line and ring: points */
  struct list xy;
};

static void push(struct list *l, int64_t v) {
  mem_grow((void **)&l->v, &l->cap, l->n + 1, sizeof *l->v);
  l->v[l->n++] = v;
}

static bool read_step(struct mvt_bytes *in, int64_t *at) {
  uint64_t v;
  if (!mvt_read_varint(in, &v)) return false;
  *at = (int32_t)((uint32_t)*at + (uint32_t)(v >> 1 ^ -(v & 1)));
  return true;
}

static bool read_points(struct shapes *s, struct mvt_bytes *in, uint64_t n, int64_t at[2]) {
  for (; n > 0; n--) {
    if (!read_step(in, &at[0]) || !read_step(in, &at[1])) return false;
    push(&s->xy, at[0]);
    push(&s->xy, at[1]);
  }
  return true;
}

static bool has_positive_area(const int64_t *xy, size_t n) {
  i128 sum = 0; /* products of 32 bits each, any number of them */
  for (size_t i = 0; i < n; i++) {
    size_t k = i + 1 < n ? i + 1 : 0;
    sum += (i128)xy[2 * i] * xy[2 * k + 1] - (i128)xy[2 * k] * xy[2 * i + 1];
  }
  return sum > 0;
}

/* A ring from xy[first] on: one of positive area begins a polygon, as does the first one; any other is a hole. */
static void end_ring(struct shapes *s, size_t first, size_t *members) {
  size_t n = (s->xy.n - first) / 2;
  if (*members == 0 || has_positive_area(s->xy.v + first, n)) {
    push(&s->rings, 0);
    ++*members;
  }
  s->rings.v[s->rings.n - 1]++;
  push(&s->points, (int64_t)n);
}

/* A line or a ring after its MoveTo: LineTo, and ClosePath of a ring. */
static bool read_part(struct shapes *s, struct mvt_bytes *in, uint32_t type, int64_t at[2], size_t *members) {
  enum { LINE_TO = 2, CLOSE = 7 };
  size_t first = s->xy.n - 2;
  uint64_t command;
  if (!mvt_read_varint(in, &command) || (command & 7) != LINE_TO || !read_points(s, in, command >> 3, at)) return false;
  if (type == LINES) {
    push(&s->points, (int64_t)((s->xy.n - first) / 2));
    ++*members;
    return true;
  }
  if (!mvt_read_varint(in, &command) || (command & 7) != CLOSE) return false;
  end_ring(s, first, members);
  return true;
}

static bool read_shape(struct shapes *s, const struct mvt_feature *f) {
  enum { MOVE_TO = 1 };
  struct mvt_bytes in = f->geometry;
  int64_t at[2] = {0, 0};
  size_t members = 0;
  if (f->type < POINTS || f->type > POLYGONS) return false;
  while (in.p < in.end) {
    uint64_t command;
    if (!mvt_read_varint(&in, &command) || (command & 7) != MOVE_TO || !read_points(s, &in, command >> 3, at))
      return false;
    if (f->type == POINTS) members += command >> 3;
    else if (command >> 3 != 1 || !read_part(s, &in, f->type, at, &members)) return false;
  }
  if (members == 0) return false;
  push(&s->kind, (int64_t)f->type - POINTS + (members > 1 ? SEVERAL : 0));
  if (members > 1) push(&s->members, (int64_t)members);
  return true;
}

/* The points of lines stand on the level of rings where there is any ring, else on that of parts. */
static void put_shapes(struct mlt_writer *w, const struct shapes *s) {
  bool members = s->members.n > 0, points = s->points.n > 0, rings = s->rings.n > 0;
  mlt_begin_column(w, MLT_GEOMETRY, STR(""));
  mlt_put_varint(&w->data, 2u + members + points + rings);
  mlt_put_ints(w, MLT_LENGTH, s->kind.v, s->kind.n, false);
  if (members) mlt_put_ints(w, MLT_LENGTH_GEOMETRIES, s->members.v, s->members.n, false);
  if (rings) mlt_put_ints(w, MLT_LENGTH_PARTS, s->rings.v, s->rings.n, false);
  if (points) mlt_put_ints(w, rings ? MLT_LENGTH_RINGS : MLT_LENGTH_PARTS, s->points.v, s->points.n, false);
  for (size_t i = 0; i < s->xy.n; i++) {
    uint32_t before = i < 2 ? 0 : (uint32_t)s->xy.v[i - 2];
    mlt_put_varint(&w->payload, mlt_zigzag((int32_t)((uint32_t)s->xy.v[i] - before)));
  }
  mlt_put_payload(w, MLT_DATA_VERTEX, MLT_BY_COMPONENT, s->xy.n);
}

bool mlt_put_geometry(struct mlt_writer *w) {
  struct shapes s = {.kind = {.n = 0}};
  bool ok = true;
  for (uint32_t i = 0; ok && i < w->table.n_features; i++) ok = read_shape(&s, &w->table.features[i]);
  if (ok) put_shapes(w, &s);
  struct list *all[] = {&s.kind, &s.members, &s.rings, &s.points, &s.xy};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]->v);
  return ok;
}
