#ifndef SNAPSHOT_RTREE_H
#define SNAPSHOT_RTREE_H
/* A packed tree over items that are already in a good order (the Hilbert curve): node k of the lowest level holds the items
 * 16k .. 16k+15, and so on upwards to one root. Only boxes are stored, lowest level first. */
#include <stddef.h>
#include "snapshot/layout.h"

/* Number of boxes for n items. */
size_t rtree_boxes(size_t n);
/* Fill the levels above: boxes[0 .. ceil(n/16)) are given. */
void rtree_build_upwards(struct snap_box *boxes, size_t n);
/* Call found(user, first, end) for runs of items whose node touches q. */
void rtree_search(const struct snap_box *boxes, size_t n, struct snap_box q,
                  void (*found)(void *user, uint32_t first, uint32_t end), void *user);
/* The levels, for those who walk down themselves: node k of level i has nodes 16k .. 16k+15 of the level below, of which there are
 * count[i]; below level 0 are the items. */
struct rtree_levels {
  const struct snap_box *box[16]; /* 16^16 items are more than there can be */
  size_t count[17];
  unsigned n;
};
struct rtree_levels rtree_levels(const struct snap_box *boxes, size_t n);
static inline bool snap_box_touches(struct snap_box a, struct snap_box b) {
  return a.minx <= b.maxx && b.minx <= a.maxx && a.miny <= b.maxy && b.miny <= a.maxy;
}
#endif
