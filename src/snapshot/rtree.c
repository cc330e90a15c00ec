#include "snapshot/rtree.h"

static size_t nodes_over(size_t n) { return (n + SNAP_TREE_FANOUT - 1) / SNAP_TREE_FANOUT; }

size_t rtree_boxes(size_t n) {
  size_t total = 0;
  if (n == 0) return 0;
  do {
    n = nodes_over(n);
    total += n;
  } while (n > 1);
  return total;
}

static struct snap_box box_around(const struct snap_box *b, size_t n) {
  struct snap_box out = b[0];
  for (size_t i = 1; i < n; i++) {
    if (b[i].minx < out.minx) out.minx = b[i].minx;
    if (b[i].miny < out.miny) out.miny = b[i].miny;
    if (b[i].maxx > out.maxx) out.maxx = b[i].maxx;
    if (b[i].maxy > out.maxy) out.maxy = b[i].maxy;
  }
  return out;
}

void rtree_build_upwards(struct snap_box *boxes, size_t n) {
  size_t below = nodes_over(n);
  while (below > 1) {
    size_t level = nodes_over(below);
    for (size_t k = 0; k < level; k++) {
      size_t first = k * SNAP_TREE_FANOUT, count = below - first;
      boxes[below + k] = box_around(boxes + first, count < SNAP_TREE_FANOUT ? count : SNAP_TREE_FANOUT);
    }
    boxes += below;
    below = level;
  }
}

struct rtree_levels rtree_levels(const struct snap_box *boxes, size_t n) {
  struct rtree_levels l = {0};
  while (n) {
    l.count[l.n] = n;
    l.box[l.n++] = boxes;
    n = nodes_over(n);
    boxes += n;
    if (n == 1) break;
  }
  return l;
}

struct search {
  struct snap_box q;
  struct rtree_levels tree;
  void (*found)(void *, uint32_t, uint32_t);
  void *user;
};

static void search_node(struct search *s, unsigned level, size_t node) {
  if (!snap_box_touches(s->tree.box[level][node], s->q)) return;
  size_t first = node * SNAP_TREE_FANOUT, below = s->tree.count[level], end = first + SNAP_TREE_FANOUT;
  if (end > below) end = below;
  if (level == 0) {
    s->found(s->user, (uint32_t)first, (uint32_t)end);
    return;
  }
  for (size_t k = first; k < end; k++) search_node(s, level - 1, k);
}

void rtree_search(const struct snap_box *boxes, size_t n, struct snap_box q,
                  void (*found)(void *user, uint32_t first, uint32_t end), void *user) {
  struct search s = {.q = q, .tree = rtree_levels(boxes, n), .found = found, .user = user};
  if (n) search_node(&s, s.tree.n - 1, 0);
}
