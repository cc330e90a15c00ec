/* The map's points with a tile's five attributes, along the Hilbert curve: a tile is then one run of them. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "geo/grid.h"
#include "snapshot/rtree.h"

struct keyed {
  uint64_t key;
  uint32_t project, x, y, unused;
};

enum { DIGIT = 11, BUCKETS = 1 << DIGIT, PASSES = 6 };

/* Least significant digit first; 6 passes of 11 bits, those skipped in which all keys agree. Stable, so that points in the
 * same cell stay in code order. */
static struct keyed *sort_keys(struct keyed *keys, struct keyed *other, size_t n) {
  size_t(*count)[BUCKETS] = mem_calloc(PASSES, sizeof *count);
  for (size_t i = 0; i < n; i++)
    for (unsigned p = 0; p < PASSES; p++) count[p][keys[i].key >> (p * DIGIT) & (BUCKETS - 1)]++;
  for (unsigned p = 0; p < PASSES; p++) {
    if (n && count[p][keys[0].key >> (p * DIGIT) & (BUCKETS - 1)] == n) continue;
    for (size_t k = 0, sum = 0; k < BUCKETS; k++) {
      size_t here = count[p][k];
      count[p][k] = sum;
      sum += here;
    }
    for (size_t i = 0; i < n; i++) other[count[p][keys[i].key >> (p * DIGIT) & (BUCKETS - 1)]++] = keys[i];
    struct keyed *swap = keys;
    keys = other;
    other = swap;
  }
  free(count);
  return keys;
}

static void fill(struct builder *b, const struct keyed *sorted, size_t n) {
  struct snap_view v = builder_view(b);
  struct snap_point *points = builder_zeros(b, SNAP_SEC_point, n);
  struct snap_box *boxes = builder_zeros(b, SNAP_SEC_point_box, rtree_boxes(n));
  for (size_t i = 0; i < n; i++) {
    const struct keyed *k = &sorted[i];
    uint32_t p = k->project;
    points[i] = (struct snap_point){.x = k->x,
                                    .y = k->y,
                                    .project = p,
                                    .area = v.project_area[p],
                                    .kind = v.project_kind[p],
                                    .status = SNAP_COLUMN(&v, project_status, p),
                                    .year = v.project_year[p],
                                    .spot = (uint8_t)((v.project_flags[p] & SNAP_SPOT_MASK) >> SNAP_SPOT_SHIFT),
                                    .several = (v.project_flags[p] & SNAP_SEVERAL_PLACES) != 0};
    struct snap_box *leaf = &boxes[i / SNAP_TREE_FANOUT];
    if (i % SNAP_TREE_FANOUT == 0) *leaf = (struct snap_box){k->x, k->y, k->x, k->y};
    if (k->x < leaf->minx) leaf->minx = k->x;
    if (k->y < leaf->miny) leaf->miny = k->y;
    if (k->x > leaf->maxx) leaf->maxx = k->x;
    if (k->y > leaf->maxy) leaf->maxy = k->y;
  }
  rtree_build_upwards(boxes, n);
}

void build_points(struct builder *b) {
  struct snap_view v = builder_view(b);
  struct keyed *keys = mem_alloc(2 * b->n_projects * sizeof *keys);
  size_t n = 0;
  for (uint32_t i = 0; i < b->n_projects; i++) {
    if (!(v.project_flags[i] & SNAP_SPOT_MASK)) continue;
    uint32_t x = grid_x(v.project_xy[i].lon), y = grid_y(v.project_xy[i].lat);
    keys[n++] = (struct keyed){grid_hilbert(x, y), i, x, y, 0};
  }
  fill(b, sort_keys(keys, keys + b->n_projects, n), n);
  free(keys);
}
