/* Areas on the tile grid of every band: each arc of the common borders simplified and snapped once, for all who use it, so that
 * neighbours share every vertex and what one loses the other gains.
 *
 * From the finest band to the coarsest, each from what the finer one kept. Simplifying is that of D. Douglas and T. Peucker (1973),
 * with TOLERANCE; the ends of an arc stay. Where a ring would cross itself or turn over, its arcs are snapped only. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "arcs.h"
#include "builder.h"
#include "core/mem.h"
#include "geo/grid.h"

static const double TOLERANCE = 0.75; /* units of the band's grid */
enum { CHUNK = 1024 }; /* vertices of an arc looked at in one go: the effort grows with its square at worst */

struct point {
  int32_t x, y; /* of the grid: 2^30 a side at most */
  bool is_node; /* the end of an arc */
};
/* The arcs at some stage: arc i is [first[i], first[i + 1]). */
struct lines {
  uint32_t *vertex, *first;
};

struct bands {
  struct builder *b;
  struct arcs arcs;
  uint32_t *area_ring; /* rings of area i: [area_ring[i], area_ring[i + 1]) */
  bool *is_hole;
  int8_t *turn; /* of each ring at full precision: 1, -1; 0: it has no area */
  struct lines fine, now;
  uint8_t *is_kept;   /* by arc: snapped only, in this band */
  struct point *snap; /* of `now`, arc i at snap_first[i] */
  uint32_t *snap_first;
  unsigned shift;
  /* one ring at a time */
  struct point *ring;
  size_t n, cap;
  /* results */
  struct snap_band *band;
  struct snap_band_ring *out_ring;
  struct snap_cell *out_xy;
  size_t n_ring, cap_ring, n_xy, cap_xy;
};

/* ---- simplifying */

/* Square of the distance of p from the stretch between a and b. Products of whole numbers, rounded once: the same everywhere. */
static double distance2(struct snap_cell a, struct snap_cell b, struct snap_cell p) {
  int64_t dx = (int64_t)b.x - a.x, dy = (int64_t)b.y - a.y, px = (int64_t)p.x - a.x, py = (int64_t)p.y - a.y;
  i128 length = (i128)dx * dx + (i128)dy * dy, along = (i128)px * dx + (i128)py * dy;
  if (along <= 0) return (double)((i128)px * px + (i128)py * py);
  if (along >= length) return (double)((i128)(px - dx) * (px - dx) + (i128)(py - dy) * (py - dy));
  double cross = (double)((i128)dx * py - (i128)dy * px);
  return cross * cross / (double)length;
}

/* The vertex farthest from the stretch between the ends of v[0 .. n - 1]. */
static uint32_t farthest(const struct bands *d, const uint32_t *v, uint32_t n, double *most) {
  uint32_t found = 0;
  *most = -1;
  for (uint32_t i = 1; i + 1 < n; i++) {
    double far = distance2(d->arcs.at[v[0]], d->arcs.at[v[n - 1]], d->arcs.at[v[i]]);
    if (far > *most) {
      *most = far;
      found = i;
    }
  }
  return found;
}

/* Append to `to` what is kept of v[0 .. n - 1], without the first. */
static uint32_t *simplify(const struct bands *d, const uint32_t *v, uint32_t n, double least, uint32_t *to) {
  uint32_t open[CHUNK + 2], depth = 0, from = 0; /* where the stretches that are open end, the nearest last */
  open[depth++] = n - 1;
  while (depth) {
    uint32_t end = open[depth - 1];
    double far;
    uint32_t middle = farthest(d, v + from, end - from + 1, &far);
    if (far > least) {
      open[depth++] = from + middle;
      continue;
    }
    *to++ = v[end];
    from = end;
    depth--;
  }
  return to;
}

static uint32_t *simplify_arc(const struct bands *d, const uint32_t *v, uint32_t n, double least, uint32_t *to) {
  double far;
  uint32_t half = v[0] == v[n - 1] && n > 3 ? farthest(d, v, n, &far) : 0; /* a closed one is two */
  *to++ = v[0];
  for (uint32_t from = 0, end; from + 1 < n; from = end) {
    end = n - from > CHUNK ? from + CHUNK : n - 1;
    if (from < half && end > half) end = half;
    to = simplify(d, v + from, end - from + 1, least, to);
  }
  return to;
}

/* All arcs of `fine` into `now`. */
static void simplify_all(struct bands *d) {
  double unit = ldexp(1, (int)d->shift), least = TOLERANCE * unit * (TOLERANCE * unit);
  uint32_t *to = d->now.vertex;
  for (uint32_t i = 0; i < d->arcs.n; i++) {
    const uint32_t *v = d->fine.vertex + d->fine.first[i];
    uint32_t n = d->fine.first[i + 1] - d->fine.first[i];
    d->now.first[i] = (uint32_t)(to - d->now.vertex);
    if (d->is_kept[i]) {
      memcpy(to, v, n * sizeof *v);
      to += n;
    } else {
      to = simplify_arc(d, v, n, least, to);
    }
  }
  d->now.first[d->arcs.n] = (uint32_t)(to - d->now.vertex);
}

/* ---- snapping */

static bool same(struct point a, struct point b) { return a.x == b.x && a.y == b.y; }

static int64_t turn_of(struct point a, struct point b, struct point c) {
  return ((int64_t)b.x - a.x) * ((int64_t)c.y - a.y) - ((int64_t)b.y - a.y) * ((int64_t)c.x - a.x);
}

/* On a straight line with its neighbours, or at the tip of a spike. */
static bool is_back(struct point a, struct point b, struct point c) {
  return turn_of(a, b, c) == 0 &&
         ((int64_t)b.x - a.x) * ((int64_t)c.x - b.x) + ((int64_t)b.y - a.y) * ((int64_t)c.y - b.y) < 0;
}

static struct point to_grid(const struct bands *d, uint32_t vertex) {
  uint64_t half = UINT64_C(1) << d->shift >> 1;
  struct snap_cell c = d->arcs.at[vertex];
  return (struct point){(int32_t)((c.x + half) >> d->shift), (int32_t)((c.y + half) >> d->shift), false};
}

/* Within an arc repeats go, and what lies on a straight line: for both sides at once. */
static void snap_all(struct bands *d) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < d->arcs.n; i++) {
    uint32_t first = d->snap_first[i] = n;
    for (uint32_t k = d->now.first[i]; k < d->now.first[i + 1]; k++) {
      struct point p = to_grid(d, d->now.vertex[k]);
      while (n > first + 1 && turn_of(d->snap[n - 2], d->snap[n - 1], p) == 0) n--;
      if (n == first || !same(d->snap[n - 1], p)) d->snap[n++] = p;
    }
    d->snap[first].is_node = d->snap[n - 1].is_node = true;
  }
  d->snap_first[d->arcs.n] = n;
}

/* ---- rings */

/* Repeats and ways out and back are left out: they bound nothing. A vertex on a straight line stays, a neighbour may need it. */
static void ring_push(struct bands *d, struct point p) {
  while (d->n >= 2 && is_back(d->ring[d->n - 2], d->ring[d->n - 1], p)) d->n--;
  if (d->n && same(d->ring[d->n - 1], p)) {
    d->ring[d->n - 1].is_node |= p.is_node;
    return;
  }
  mem_grow((void **)&d->ring, &d->cap, d->n + 1, sizeof *d->ring);
  d->ring[d->n++] = p;
}

static void ring_close(struct bands *d) {
  size_t first = 0;
  for (bool changed = true; changed && d->n - first >= 3;) {
    struct point a = d->ring[d->n - 2], z = d->ring[d->n - 1], p = d->ring[first], q = d->ring[first + 1];
    changed = true;
    if (same(z, p)) d->ring[first].is_node |= z.is_node;
    if (same(z, p) || is_back(a, z, p)) d->n--;
    else if (is_back(z, p, q)) first++;
    else changed = false;
  }
  d->n -= first;
  if (first) memmove(d->ring, d->ring + first, d->n * sizeof *d->ring);
}

static void ring_make(struct bands *d, uint32_t r) {
  d->n = 0;
  for (uint32_t u = d->arcs.ring_first[r]; u < d->arcs.ring_first[r + 1]; u++) {
    uint32_t arc = d->arcs.use[u] >> 1, first = d->snap_first[arc], end = d->snap_first[arc + 1];
    if (d->arcs.use[u] & 1)
      while (end > first) ring_push(d, d->snap[--end]);
    else
      for (; first < end; first++) ring_push(d, d->snap[first]);
  }
  ring_close(d);
}

static int sign_of(i128 v) { return (v > 0) - (v < 0); }

static int ring_turn(const struct bands *d) {
  i128 twice = 0;
  for (size_t i = 0; i < d->n; i++) {
    struct point a = d->ring[i], b = d->ring[i + 1 < d->n ? i + 1 : 0];
    twice += (int64_t)a.x * b.y - (int64_t)b.x * a.y;
  }
  return d->n >= 3 ? sign_of(twice) : 0;
}

/* ---- rings that went wrong */

struct side {
  struct point a, b; /* a.x <= b.x */
};

static int compare_sides(const void *x, const void *y) {
  const struct side *s = x, *t = y;
  return (s->a.x > t->a.x) - (s->a.x < t->a.x);
}

static int turn_sign(struct point a, struct point b, struct point c) {
  int64_t t = turn_of(a, b, c);
  return (t > 0) - (t < 0);
}

static bool sides_cross(const struct side *s, const struct side *t) {
  int32_t s_low = s->a.y < s->b.y ? s->a.y : s->b.y, s_high = s->a.y < s->b.y ? s->b.y : s->a.y;
  if ((t->a.y < s_low && t->b.y < s_low) || (t->a.y > s_high && t->b.y > s_high)) return false;
  return turn_sign(s->a, s->b, t->a) * turn_sign(s->a, s->b, t->b) < 0 &&
         turn_sign(t->a, t->b, s->a) * turn_sign(t->a, t->b, s->b) < 0;
}

/* True if two sides of the ring cross in the middle of both. From left to right; at most so many pairs are looked at. */
static bool ring_crosses_itself(struct bands *d) {
  struct side *side = mem_alloc(d->n * sizeof *side);
  size_t left = 64 * d->n + 4096;
  bool crosses = false;
  for (size_t i = 0; i < d->n; i++) {
    struct point a = d->ring[i], b = d->ring[i + 1 < d->n ? i + 1 : 0];
    side[i] = a.x <= b.x ? (struct side){a, b} : (struct side){b, a};
  }
  qsort(side, d->n, sizeof *side, compare_sides);
  for (size_t i = 0; i < d->n && !crosses; i++)
    for (size_t k = i + 1; k < d->n && side[k].a.x <= side[i].b.x && !crosses && left; k++, left--)
      crosses = sides_cross(&side[i], &side[k]);
  free(side);
  return crosses;
}

static bool is_shorter(const struct bands *d, uint32_t r) {
  for (uint32_t u = d->arcs.ring_first[r]; u < d->arcs.ring_first[r + 1]; u++) {
    uint32_t arc = d->arcs.use[u] >> 1;
    if (d->now.first[arc + 1] - d->now.first[arc] < d->fine.first[arc + 1] - d->fine.first[arc]) return true;
  }
  return false;
}

/* Keep the arcs of every ring that simplifying has spoilt; true if there is one. */
static bool keep_spoilt(struct bands *d) {
  bool found = false;
  for (uint32_t r = 0; r < d->arcs.n_rings; r++) {
    if (!d->turn[r] || !is_shorter(d, r)) continue;
    ring_make(d, r);
    int turn = ring_turn(d);
    if (turn == d->turn[r] ? d->n < 4 || !ring_crosses_itself(d) : turn == 0) continue;
    for (uint32_t u = d->arcs.ring_first[r]; u < d->arcs.ring_first[r + 1]; u++) d->is_kept[d->arcs.use[u] >> 1] = 1;
    found = true;
  }
  return found;
}

/* ---- a band */

static uint32_t grid_to_world(int32_t v, unsigned shift) {
  uint64_t w = (uint64_t)v << shift;
  return w > UINT32_MAX ? UINT32_MAX : (uint32_t)w;
}

static void write_ring(struct bands *d, bool hole) {
  mem_grow((void **)&d->out_ring, &d->cap_ring, d->n_ring + 1, sizeof *d->out_ring);
  mem_grow((void **)&d->out_xy, &d->cap_xy, d->n_xy + d->n, sizeof *d->out_xy);
  d->out_ring[d->n_ring++] = (struct snap_band_ring){d->n_xy, (uint32_t)d->n, hole};
  for (size_t i = 0; i < d->n; i++) {
    struct point p = d->ring[i];
    d->out_xy[d->n_xy++] =
        (struct snap_cell){grid_to_world(p.x, d->shift) | (uint32_t)p.is_node, grid_to_world(p.y, d->shift)};
  }
}

static void write_band(struct bands *d, struct snap_band *band) {
  for (uint32_t i = 0; i < d->b->n_areas; i++) {
    bool gone = false;
    band[i].ring = d->n_ring;
    for (uint32_t r = d->area_ring[i]; r < d->area_ring[i + 1]; r++) {
      ring_make(d, r);
      bool kept = ring_turn(d) != 0;
      if (!d->is_hole[r]) gone = !kept; /* holes go with their shell */
      if (kept && !gone) write_ring(d, d->is_hole[r]);
    }
    band[i].n_rings = (uint32_t)(d->n_ring - band[i].ring);
  }
}

/* One band of all areas; false, and nothing is kept, if its points are no fewer than three in four of the finer band's: then
 * that one serves for both. It is so for all areas or for none, since a border must be drawn from one band on both sides. */
static bool build_band(struct bands *d, unsigned band, size_t finer) {
  size_t n_ring = d->n_ring, n_xy = d->n_xy;
  struct snap_band *of = d->band + (size_t)band * d->b->n_areas;
  d->shift = 20u - SNAP_BAND_ZOOM[band]; /* 2^32 world units are 2^zoom tiles of 2^12 */
  memset(d->is_kept, 0, d->arcs.n);
  simplify_all(d);
  snap_all(d);
  if (keep_spoilt(d)) {
    simplify_all(d);
    snap_all(d);
  }
  write_band(d, of);
  struct lines swap = d->fine;
  d->fine = d->now;
  d->now = swap;
  if (d->n_xy - n_xy < finer / 4 * 3 || finer == 0) return true;
  d->n_ring = n_ring;
  d->n_xy = n_xy;
  memcpy(of, of + d->b->n_areas, d->b->n_areas * sizeof *of);
  return false;
}

/* ---- all of them */

/* Every ring of every area. */
static void collect(struct bands *d) {
  struct builder *b = d->b;
  struct snap_lonlat *point = NULL;
  uint32_t *end = NULL, n_rings = 0;
  size_t n = 0, cap = 0, cap_end = 0, cap_hole = 0;
  d->area_ring = mem_alloc((b->n_areas + 1) * sizeof *d->area_ring);
  for (uint32_t i = 0; i < b->n_areas; i++) {
    d->area_ring[i] = n_rings;
    if (b->area[i].shape == SNAPSHOT_NONE) continue;
    struct polygon p = builder_polygon(b, b->area[i].shape);
    mem_grow((void **)&point, &cap, n + p.n_points, sizeof *point);
    mem_grow((void **)&end, &cap_end, n_rings + p.n_rings, sizeof *end);
    mem_grow((void **)&d->is_hole, &cap_hole, n_rings + p.n_rings, sizeof *d->is_hole);
    for (uint32_t part = 0, r = 0, k = 0; part < p.n_parts; part++)
      for (uint32_t shell = r; r < p.part_end[part]; r++, k++) { /* k: past the point that is repeated at the end */
        for (; k + 1 < p.ring_end[r]; k++)
          point[n++] = (struct snap_lonlat){p.xy[2 * (size_t)k], p.xy[2 * (size_t)k + 1]};
        d->is_hole[n_rings] = r > shell;
        end[n_rings++] = (uint32_t)n;
      }
  }
  d->area_ring[b->n_areas] = n_rings;
  arcs_build(&d->arcs, point, end, n_rings);
  free(point);
  free(end);
}

/* Which way each ring goes, before anything is simplified. */
static void find_turns(struct bands *d) {
  d->turn = mem_calloc(d->arcs.n_rings, sizeof *d->turn);
  for (uint32_t r = 0; r < d->arcs.n_rings; r++) {
    i128 twice = 0;
    for (uint32_t u = d->arcs.ring_first[r]; u < d->arcs.ring_first[r + 1]; u++) {
      uint32_t arc = d->arcs.use[u] >> 1;
      i128 sum = 0;
      for (uint32_t k = d->arcs.first[arc]; k + 1 < d->arcs.first[arc + 1]; k++) {
        struct snap_cell a = d->arcs.at[d->arcs.vertex[k]], c = d->arcs.at[d->arcs.vertex[k + 1]];
        sum += (i128)a.x * c.y - (i128)c.x * a.y;
      }
      twice += d->arcs.use[u] & 1 ? -sum : sum;
    }
    d->turn[r] = (int8_t)sign_of(twice);
  }
}

static struct lines lines_new(const struct arcs *a) {
  return (struct lines){mem_alloc(a->first[a->n] * sizeof(uint32_t)), mem_alloc((a->n + 1) * sizeof(uint32_t))};
}

void build_bands(struct builder *b) {
  struct bands d = {.b = b, .band = builder_zeros(b, SNAP_SEC_band, b->n_areas * SNAP_BANDS)};
  size_t finer = 0;
  collect(&d);
  find_turns(&d);
  d.fine = lines_new(&d.arcs);
  d.now = lines_new(&d.arcs);
  if (d.arcs.n) memcpy(d.fine.vertex, d.arcs.vertex, d.arcs.first[d.arcs.n] * sizeof *d.fine.vertex);
  memcpy(d.fine.first, d.arcs.first, (d.arcs.n + 1) * sizeof *d.fine.first);
  d.is_kept = mem_alloc(d.arcs.n);
  d.snap = mem_alloc(d.arcs.first[d.arcs.n] * sizeof *d.snap);
  d.snap_first = mem_alloc((d.arcs.n + 1) * sizeof *d.snap_first);
  for (unsigned band = SNAP_BANDS; band-- > 0;) {
    size_t before = d.n_xy;
    if (build_band(&d, band, finer)) finer = d.n_xy - before;
  }
  builder_set(b, SNAP_SEC_band_ring, d.out_ring, d.n_ring);
  builder_set(b, SNAP_SEC_band_xy, d.out_xy, d.n_xy);
  arcs_free(&d.arcs);
  free(d.area_ring);
  free(d.is_hole);
  free(d.turn);
  free(d.fine.vertex);
  free(d.fine.first);
  free(d.now.vertex);
  free(d.now.first);
  free(d.is_kept);
  free(d.snap);
  free(d.snap_first);
  free(d.ring);
}
