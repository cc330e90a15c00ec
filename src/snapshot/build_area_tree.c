/* What tiles need of areas: the packed tree, and each area on the tile grid of every band.
 *
 * Simplifying is snapping to the grid and dropping what then lies on a straight line: every vertex goes to the same place for
 * both neighbours, so shared borders stay shared. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "geo/grid.h"
#include "snapshot/rtree.h"

struct keyed {
  uint64_t key;
  uint32_t area;
};

static int compare_keyed(const void *x, const void *y) {
  const struct keyed *a = x, *b = y;
  if (a->key != b->key) return a->key < b->key ? -1 : 1;
  return (a->area > b->area) - (a->area < b->area);
}

/* The box of the shape and of the label, so that one search finds both. */
static struct snap_box area_box(const struct builder *b, const struct snap_rec_area *a) {
  struct snap_shape s = b->shape[a->shape];
  struct bbox box = {s.minx, s.miny, s.maxx, s.maxy};
  bbox_add_point(&box, a->lon, a->lat);
  return (struct snap_box){grid_x(box.minx), grid_y(box.maxy), grid_x(box.maxx), grid_y(box.miny)};
}

static void build_tree(struct builder *b) {
  struct keyed *items = mem_alloc(b->n_areas * sizeof *items);
  size_t n = 0;
  for (uint32_t i = 0; i < b->n_areas; i++) {
    if (b->area[i].shape == SNAPSHOT_NONE) continue;
    struct snap_box box = area_box(b, &b->area[i]);
    items[n++] = (struct keyed){grid_hilbert(box.minx / 2 + box.maxx / 2, box.miny / 2 + box.maxy / 2), i};
  }
  qsort(items, n, sizeof *items, compare_keyed);
  uint32_t *item = builder_zeros(b, SNAP_SEC_area_item, n);
  struct snap_box *boxes = builder_zeros(b, SNAP_SEC_area_box, rtree_boxes(n));
  for (size_t i = 0; i < n; i++) {
    item[i] = items[i].area;
    struct snap_box box = area_box(b, &b->area[item[i]]), *leaf = &boxes[i / SNAP_TREE_FANOUT];
    if (i % SNAP_TREE_FANOUT == 0) *leaf = box;
    if (box.minx < leaf->minx) leaf->minx = box.minx;
    if (box.miny < leaf->miny) leaf->miny = box.miny;
    if (box.maxx > leaf->maxx) leaf->maxx = box.maxx;
    if (box.maxy > leaf->maxy) leaf->maxy = box.maxy;
  }
  rtree_build_upwards(boxes, n);
  free(items);
}

/* A point of the grid; 2^30 of them a side at most, so that products fit 64 bits. */
struct point {
  int64_t x, y;
};

struct ring {
  struct point *p;
  size_t n, cap;
};

static int64_t turn(struct point a, struct point b, struct point c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* Take back points that the new one makes superfluous: repeated, on the way, or the tip of a spike. */
static void ring_push(struct ring *r, struct point p) {
  while (r->n >= 2 && turn(r->p[r->n - 2], r->p[r->n - 1], p) == 0) r->n--;
  if (r->n && r->p[r->n - 1].x == p.x && r->p[r->n - 1].y == p.y) return;
  mem_grow((void **)&r->p, &r->cap, r->n + 1, sizeof *r->p);
  r->p[r->n++] = p;
}

/* The same where the end meets the beginning. */
static void ring_close(struct ring *r) {
  size_t first = 0;
  for (bool changed = true; changed && r->n - first >= 3;) {
    struct point a = r->p[r->n - 2], z = r->p[r->n - 1], p = r->p[first], q = r->p[first + 1];
    changed = true;
    if ((z.x == p.x && z.y == p.y) || turn(a, z, p) == 0) r->n--;
    else if (turn(z, p, q) == 0) first++;
    else changed = false;
  }
  r->n -= first;
  if (first) memmove(r->p, r->p + first, r->n * sizeof *r->p);
}

static bool has_area(const struct ring *r) {
  __extension__ __int128 twice = 0;
  for (size_t i = 0; i < r->n; i++) {
    struct point a = r->p[i], b = r->p[i + 1 < r->n ? i + 1 : 0];
    twice += (__int128)a.x * b.y - (__int128)b.x * a.y;
  }
  return r->n >= 3 && twice != 0;
}

struct bands {
  struct snap_band *band;
  struct snap_band_ring *ring;
  struct snap_cell *xy;
  size_t n_ring, cap_ring, n_xy, cap_xy;
};

static uint32_t grid_to_world(int64_t v, unsigned shift) {
  uint64_t w = (uint64_t)v << shift;
  return w > UINT32_MAX ? UINT32_MAX : (uint32_t)w;
}

static void bands_add_ring(struct bands *d, const struct ring *r, unsigned shift, bool hole) {
  mem_grow((void **)&d->ring, &d->cap_ring, d->n_ring + 1, sizeof *d->ring);
  mem_grow((void **)&d->xy, &d->cap_xy, d->n_xy + r->n, sizeof *d->xy);
  d->ring[d->n_ring++] = (struct snap_band_ring){d->n_xy, (uint32_t)r->n, hole};
  for (size_t i = 0; i < r->n; i++)
    d->xy[d->n_xy++] = (struct snap_cell){grid_to_world(r->p[i].x, shift), grid_to_world(r->p[i].y, shift)};
}

static void ring_snap(struct ring *r, const struct snap_cell *world, size_t n, unsigned shift) {
  uint64_t half = UINT64_C(1) << shift >> 1;
  r->n = 0;
  for (size_t i = 0; i < n; i++)
    ring_push(r, (struct point){(int64_t)((world[i].x + half) >> shift), (int64_t)((world[i].y + half) >> shift)});
  ring_close(r);
}

static void band_of_area(struct bands *d, struct ring *scratch, const struct polygon *p, const struct snap_cell *world,
                         unsigned zoom, struct snap_band *out) {
  unsigned shift = 20 - zoom; /* 2^32 world units are 2^zoom tiles of 2^12 */
  out->ring = d->n_ring;
  for (uint32_t part = 0, r = 0; part < p->n_parts; part++) {
    bool shell = true, gone = false;
    for (; r < p->part_end[part]; r++, shell = false) {
      uint32_t first = r ? p->ring_end[r - 1] : 0;
      ring_snap(scratch, world + first, p->ring_end[r] - first - 1, shift);
      bool kept = !gone && has_area(scratch);
      if (kept) bands_add_ring(d, scratch, shift, !shell);
      if (shell && !kept) gone = true; /* holes go with their shell */
    }
  }
  out->n_rings = (uint32_t)(d->n_ring - out->ring);
}

/* One band of all areas; false, and nothing is kept, if its points are no fewer than three in four of the finer band's: then
 * that one serves for both. It is so for all areas or for none, since a border must be drawn from one band on both sides. */
static bool build_band(struct builder *b, struct bands *d, unsigned band, size_t finer) {
  struct ring scratch = {0};
  struct snap_cell *world = NULL;
  size_t cap = 0, n_ring = d->n_ring, n_xy = d->n_xy;
  for (size_t i = 0; i < b->n_areas; i++) {
    if (b->area[i].shape == SNAPSHOT_NONE) continue;
    struct polygon p = builder_polygon(b, b->area[i].shape);
    mem_grow((void **)&world, &cap, p.n_points, sizeof *world);
    for (size_t k = 0; k < p.n_points; k++) world[k] = (struct snap_cell){grid_x(p.xy[2 * k]), grid_y(p.xy[2 * k + 1])};
    band_of_area(d, &scratch, &p, world, SNAP_BAND_ZOOM[band], &d->band[band * b->n_areas + i]);
  }
  free(scratch.p);
  free(world);
  if (d->n_xy - n_xy < finer / 4 * 3 || finer == 0) return true;
  d->n_ring = n_ring;
  d->n_xy = n_xy;
  memcpy(d->band + band * b->n_areas, d->band + (band + 1) * b->n_areas, b->n_areas * sizeof *d->band);
  return false;
}

/* From the finest to the coarsest. */
static void build_bands(struct builder *b) {
  struct bands d = {.band = builder_zeros(b, SNAP_SEC_band, b->n_areas * SNAP_BANDS)};
  size_t finer = 0;
  for (unsigned band = SNAP_BANDS; band-- > 0;) {
    size_t before = d.n_xy;
    if (build_band(b, &d, band, finer)) finer = d.n_xy - before;
  }
  builder_set(b, SNAP_SEC_band_ring, d.ring, d.n_ring);
  builder_set(b, SNAP_SEC_band_xy, d.xy, d.n_xy);
}

void build_area_tree(struct builder *b) {
  build_tree(b);
  build_bands(b);
}
