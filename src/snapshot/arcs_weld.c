/* From rings of points to rings of vertices: points at one place are one vertex, and every edge has all vertices that lie on it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "arcs.h"
#include "core/mem.h"
#include "geo/grid.h"
#include "snapshot/rtree.h"

struct keyed {
  uint64_t key;
  uint64_t value;
};

enum { DIGIT = 11, BUCKETS = 1 << DIGIT, PASSES = 6 };

/* By key, equal ones in their order; digit by digit, those skipped in which all agree. */
static void sort_keyed(struct keyed *items, size_t n) {
  struct keyed *other = mem_alloc(n * sizeof *other), *from = items, *to = other;
  size_t(*count)[BUCKETS] = mem_calloc(PASSES, sizeof *count);
  for (size_t i = 0; i < n; i++)
    for (unsigned p = 0; p < PASSES; p++) count[p][items[i].key >> (p * DIGIT) & (BUCKETS - 1)]++;
  for (unsigned p = 0; n && p < PASSES; p++) {
    if (count[p][items[0].key >> (p * DIGIT) & (BUCKETS - 1)] == n) continue;
    for (size_t k = 0, sum = 0; k < BUCKETS; k++) {
      size_t here = count[p][k];
      count[p][k] = sum;
      sum += here;
    }
    for (size_t i = 0; i < n; i++) to[count[p][from[i].key >> (p * DIGIT) & (BUCKETS - 1)]++] = from[i];
    struct keyed *swap = from;
    from = to;
    to = swap;
  }
  if (from != items) memcpy(items, from, n * sizeof *items);
  free(other);
  free(count);
}

static uint64_t spread(uint64_t v) {
  v = (v | v << 16) & UINT64_C(0x0000FFFF0000FFFF);
  v = (v | v << 8) & UINT64_C(0x00FF00FF00FF00FF);
  v = (v | v << 4) & UINT64_C(0x0F0F0F0F0F0F0F0F);
  v = (v | v << 2) & UINT64_C(0x3333333333333333);
  return (v | v << 1) & UINT64_C(0x5555555555555555);
}

static uint32_t to_cell(double degrees) {
  double v = degrees / 360 * 4294967296.0;
  if (!(v > 0)) return 0;
  return v >= UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

/* One vertex for each place, along the Z-curve; id[i]: that of point i. Gives each vertex's cell of the plane of longitude and
 * latitude, by malloc. */
static struct snap_cell *number_vertices(struct arcs *a, const struct snap_lonlat *point, size_t n, uint32_t *id) {
  struct keyed *k = mem_alloc(n * sizeof *k);
  struct snap_cell *cell = mem_alloc(n * sizeof *cell);
  for (size_t i = 0; i < n; i++) {
    cell[i] = (struct snap_cell){to_cell(point[i].lon + 180), to_cell(90 - point[i].lat)};
    k[i] = (struct keyed){spread(cell[i].x) | spread(cell[i].y) << 1, i};
  }
  sort_keyed(k, n);
  struct snap_cell *sorted = mem_alloc(n * sizeof *sorted);
  a->at = mem_alloc(n * sizeof *a->at);
  for (size_t i = 0; i < n; i++) {
    const struct snap_lonlat *p = &point[k[i].value];
    if (i == 0 || k[i].key != k[i - 1].key) {
      sorted[a->n_vertices] = cell[k[i].value];
      a->at[a->n_vertices++] = (struct snap_cell){grid_x(p->lon), grid_y(p->lat)};
    }
    id[k[i].value] = a->n_vertices - 1;
  }
  free(k);
  free(cell);
  return sorted;
}

/* ---- what lies near an edge */

struct near {
  const struct snap_cell *at; /* by vertex */
  uint32_t n_vertices;
  const uint32_t *one; /* the vertex that stands for a vertex */
  struct snap_box *boxes;
  struct rtree_levels tree;
};

static void near_build(struct near *s) {
  size_t n = s->n_vertices;
  s->boxes = mem_alloc(rtree_boxes(n) * sizeof *s->boxes);
  for (size_t i = 0; i < n; i++) {
    struct snap_cell c = s->at[i];
    struct snap_box *leaf = &s->boxes[i / SNAP_TREE_FANOUT];
    if (i % SNAP_TREE_FANOUT == 0) *leaf = (struct snap_box){c.x, c.y, c.x, c.y};
    if (c.x < leaf->minx) leaf->minx = c.x;
    if (c.y < leaf->miny) leaf->miny = c.y;
    if (c.x > leaf->maxx) leaf->maxx = c.x;
    if (c.y > leaf->maxy) leaf->maxy = c.y;
  }
  rtree_build_upwards(s->boxes, n);
  s->tree = rtree_levels(s->boxes, n);
}

/* An edge from u to v; u == v: a point. */
struct span {
  int64_t ax, ay, dx, dy;
  double reach; /* how large the cross product is at the tolerance's distance */
  struct snap_box box;
};

static uint32_t less(uint32_t v) { return v > ARCS_TOLERANCE ? v - ARCS_TOLERANCE : 0; }
static uint32_t more(uint32_t v) { return v < UINT32_MAX - ARCS_TOLERANCE ? v + ARCS_TOLERANCE : UINT32_MAX; }

static struct span span_of(struct snap_cell u, struct snap_cell v) {
  struct span s = {u.x, u.y, (int64_t)v.x - u.x, (int64_t)v.y - u.y, 0, {0}};
  s.reach = ARCS_TOLERANCE * sqrt((double)((i128)s.dx * s.dx + (i128)s.dy * s.dy));
  s.box = (struct snap_box){less(u.x < v.x ? u.x : v.x), less(u.y < v.y ? u.y : v.y), more(u.x > v.x ? u.x : v.x),
                            more(u.y > v.y ? u.y : v.y)};
  return s;
}

/* Whole numbers until the last step: the same on every machine. */
static double cross(const struct span *s, int64_t x, int64_t y) {
  return (double)((i128)s->dx * (y - s->ay) - (i128)s->dy * (x - s->ax));
}

/* False if the whole box lies on one side of the edge, beyond the tolerance. In doubles, so with a little more room. */
static bool span_touches(const struct span *s, const struct snap_box *b) {
  if (!snap_box_touches(*b, s->box)) return false;
  double dx = (double)s->dx, dy = (double)s->dy, room = s->reach + 1e-6 * (fabs(dx) + fabs(dy)) * ARCS_TOLERANCE;
  double left = (double)(b->minx - s->ax), right = (double)(b->maxx - s->ax);
  double top = (double)(b->miny - s->ay), bottom = (double)(b->maxy - s->ay);
  double most = dx * (dx > 0 ? bottom : top) - dy * (dy > 0 ? left : right);
  double least = dx * (dx > 0 ? top : bottom) - dy * (dy > 0 ? right : left);
  room += 1e-14 * (fabs(most) + fabs(least));
  return most >= -room && least <= room;
}

typedef void near_found(void *user, uint32_t first, uint32_t end);

/* Runs of vertices that may be near, of those behind `after`. */
/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static void near_search(const struct near *n, const struct span *s, unsigned level, size_t node, uint32_t after,
                        near_found *found, void *user) {
  size_t first = node * SNAP_TREE_FANOUT, end = first + SNAP_TREE_FANOUT;
  if (end > n->tree.count[level]) end = n->tree.count[level];
  if (level == 0) {
    found(user, (uint32_t)first, (uint32_t)end);
    return;
  }
  size_t skip = (size_t)after >> 4 * level;
  for (size_t k = first > skip ? first : skip; k < end; k++)
    if (span_touches(s, &n->tree.box[level - 1][k])) near_search(n, s, level - 1, k, after, found, user);
}

/* ---- vertices that are one */

struct merging {
  const struct snap_cell *at;
  uint32_t *one, i;
};

static void merge_run(void *user, uint32_t first, uint32_t end) {
  struct merging *m = user;
  struct snap_cell c = m->at[m->i];
  for (uint32_t k = first > m->i ? first : m->i + 1; k < end; k++) {
    int64_t dx = (int64_t)m->at[k].x - c.x, dy = (int64_t)m->at[k].y - c.y;
    if (m->one[k] == SNAPSHOT_NONE && dx * dx + dy * dy <= ARCS_TOLERANCE * ARCS_TOLERANCE) m->one[k] = m->i;
  }
}

/* The first along the curve stands for those near it: any two that still stand for themselves are farther apart. */
static uint32_t *merge_vertices(const struct near *n) {
  struct merging m = {n->at, mem_alloc(n->n_vertices * sizeof *m.one), 0};
  memset(m.one, 0xff, n->n_vertices * sizeof *m.one);
  for (; m.i < n->n_vertices; m.i++) {
    if (m.one[m.i] != SNAPSHOT_NONE) continue;
    m.one[m.i] = m.i;
    struct span s = span_of(n->at[m.i], n->at[m.i]);
    near_search(n, &s, n->tree.n - 1, 0, m.i, merge_run, &m);
  }
  return m.one;
}

/* ---- edges through vertices */

struct split {
  uint64_t edge; /* the lower vertex << 32 | the higher */
  i128 along;
  uint32_t vertex;
};
struct splitting {
  const struct near *near;
  struct span span;
  uint64_t edge;
  struct split *split; /* by edge, then along it */
  size_t n, cap;
  struct keyed *whole; /* edges that passed nothing, sorted: they need no second look */
  size_t n_whole;
};

static void split_run(void *user, uint32_t first, uint32_t end) {
  struct splitting *s = user;
  const struct span *p = &s->span;
  i128 length = (i128)p->dx * p->dx + (i128)p->dy * p->dy;
  for (uint32_t k = first; k < end; k++) {
    struct snap_cell c = s->near->at[k];
    if (c.x < p->box.minx || c.x > p->box.maxx || c.y < p->box.miny || c.y > p->box.maxy) continue;
    if (s->near->one[k] != k || k == s->edge >> 32 || k == (uint32_t)s->edge) continue;
    i128 along = (i128)p->dx * (c.x - p->ax) + (i128)p->dy * (c.y - p->ay);
    if (along <= 0 || along >= length || fabs(cross(p, c.x, c.y)) > p->reach) continue;
    mem_grow((void **)&s->split, &s->cap, s->n + 1, sizeof *s->split);
    s->split[s->n++] = (struct split){s->edge, along, k};
  }
}

static int compare_splits(const void *x, const void *y) {
  const struct split *a = x, *b = y;
  if (a->along != b->along) return a->along < b->along ? -1 : 1;
  return (a->vertex > b->vertex) - (a->vertex < b->vertex);
}

static uint64_t edge_of(uint32_t u, uint32_t v) { return u < v ? (uint64_t)u << 32 | v : (uint64_t)v << 32 | u; }

/* Every edge once, from its lower vertex, so that all its users split it alike. */
static void split_edges(struct splitting *s, const uint32_t *id, const uint32_t *end, uint32_t n_rings) {
  uint32_t n_points = n_rings ? end[n_rings - 1] : 0;
  struct keyed *edge = mem_alloc(n_points * sizeof *edge);
  const struct snap_cell *at = s->near->at;
  size_t n = 0;
  s->n = 0;
  for (uint32_t r = 0, i = 0; r < n_rings; r++)
    for (uint32_t first = i; i < end[r]; i++) {
      uint32_t u = id[i], v = id[i + 1 < end[r] ? i + 1 : first];
      if (u != v) edge[n++] = (struct keyed){edge_of(u, v), 0};
    }
  sort_keyed(edge, n);
  size_t whole = 0;
  for (size_t i = 0, k = 0; i < n; i++) {
    size_t before = s->n;
    struct keyed one = edge[i];
    if (whole && one.key == edge[whole - 1].key) continue;
    if (before && one.key == s->split[before - 1].edge) continue;
    while (k < s->n_whole && s->whole[k].key < one.key) k++;
    if (k == s->n_whole || s->whole[k].key != one.key) {
      s->edge = one.key;
      s->span = span_of(at[one.key >> 32], at[(uint32_t)one.key]);
      near_search(s->near, &s->span, s->near->tree.n - 1, 0, 0, split_run, s);
      if (s->n > before + 1) qsort(s->split + before, s->n - before, sizeof *s->split, compare_splits);
    }
    if (s->n == before) edge[whole++] = one;
  }
  free(s->whole);
  s->whole = edge;
  s->n_whole = whole;
}

/* The splits of an edge: [*first, *end). */
static void splits_of(const struct splitting *s, uint64_t edge, size_t *first, size_t *end) {
  size_t low = 0, high = s->n;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (s->split[mid].edge < edge) low = mid + 1;
    else high = mid;
  }
  for (*first = *end = low; *end < s->n && s->split[*end].edge == edge;) ++*end;
}

/* ---- the rings again */

struct vertices {
  uint32_t *v;
  size_t n, cap, ring; /* ring: where the last one begins */
};

/* A repeat is left out; a way out and back (a b a) loses b. */
static void push(struct vertices *o, uint32_t v) {
  if (o->n > o->ring && o->v[o->n - 1] == v) return;
  if (o->n > o->ring + 1 && o->v[o->n - 2] == v) {
    o->n--;
    return;
  }
  mem_grow((void **)&o->v, &o->cap, o->n + 1, sizeof *o->v);
  o->v[o->n++] = v;
}

/* The same where the end meets the beginning. */
static void close_ring(struct vertices *o) {
  size_t from = o->ring;
  for (size_t n; (n = o->n - from) >= 1;) {
    const uint32_t *v = o->v + from;
    if (n == 1 || n == 2) o->n = from;
    else if (v[n - 1] == v[0]) o->n--;
    else if (v[n - 2] == v[0]) o->n -= 2;
    else if (v[n - 1] == v[1]) from++, o->n--;
    else break;
  }
  if (from > o->ring) memmove(o->v + o->ring, o->v + from, (o->n - from) * sizeof *o->v);
  o->n -= from - o->ring;
  o->ring = o->n;
}

static void push_edge(struct vertices *o, const struct splitting *s, uint32_t u, uint32_t v) {
  size_t first = 0, end = 0;
  push(o, u);
  if (u != v && s->n) splits_of(s, edge_of(u, v), &first, &end);
  if (u < v)
    for (; first < end; first++) push(o, s->split[first].vertex);
  else
    while (end > first) push(o, s->split[--end].vertex);
}

/* The rings with their edges split, into `out` and its ends. */
static void put_rings(struct vertices *out, uint32_t *out_end, const struct splitting *s, const uint32_t *id,
                      const uint32_t *end, uint32_t n_rings) {
  out->n = out->ring = 0;
  for (uint32_t r = 0, i = 0; r < n_rings; r++) {
    for (uint32_t first = i; i < end[r]; i++) push_edge(out, s, id[i], id[i + 1 < end[r] ? i + 1 : first]);
    close_ring(out);
    out_end[r] = (uint32_t)out->n;
  }
}

/* A split edge is bent, so that its pieces may come near other vertices: as often as that helps. */
enum { ROUNDS = 8 };

void arcs_weld(struct arcs *a, const struct snap_lonlat *point, const uint32_t *end, uint32_t n_rings,
               uint32_t **vertex, uint32_t **vertex_end) {
  uint32_t n_points = n_rings ? end[n_rings - 1] : 0, *id = mem_alloc(n_points * sizeof *id), *one = NULL;
  struct vertices out = {0}, before = {0};
  struct snap_cell *at = number_vertices(a, point, n_points, id);
  struct near near = {.at = at, .n_vertices = a->n_vertices};
  struct splitting s = {.near = &near};
  *vertex_end = mem_alloc((n_rings + 1) * sizeof **vertex_end);
  near_build(&near);
  near.one = one = merge_vertices(&near);
  for (uint32_t i = 0; i < n_points; i++) id[i] = one[id[i]];
  split_edges(&s, id, end, n_rings);
  put_rings(&out, *vertex_end, &s, id, end, n_rings);
  for (int round = 1; s.n && round < ROUNDS; round++) {
    uint32_t *from_end = mem_alloc((n_rings + 1) * sizeof *from_end);
    struct vertices swap = before;
    memcpy(from_end, *vertex_end, n_rings * sizeof *from_end);
    before = out;
    out = swap;
    split_edges(&s, before.v, from_end, n_rings);
    put_rings(&out, *vertex_end, &s, before.v, from_end, n_rings);
    free(from_end);
  }
  free(s.split);
  free(s.whole);
  free(one);
  free(near.boxes);
  free(at);
  free(id);
  free(before.v);
  *vertex = out.v;
}
