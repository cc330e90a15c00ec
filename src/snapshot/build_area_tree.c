/* The packed tree of the areas. */
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

void build_area_tree(struct builder *b) {
  build_tree(b);
  build_bands(b);
}
