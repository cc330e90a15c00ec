#ifndef FORMAT_TILE_INTERNAL_H
#define FORMAT_TILE_INTERNAL_H
#include "format/tile.h"
#include "geo/grid.h"
#include "geo/mvt.h"
#include "query/bits.h"
#include "snapshot/layout.h"

#define BIT(p) (UINT32_C(1) << (p))
enum { TILE_BUFFER = 64, TILE_SHIFT_AT_0 = 20 }; /* a tile unit at zoom z is 2^(20 - z) world units */

/* What tiles need of a snapshot beside it; made once, on first use, and shared by all threads. */
struct tile_index {
  uint64_t *stamp; /* of point i what it says, hashed: stamp[i + 1] - stamp[i] */
  uint64_t *
      id; /* by point: of its project; to fetch it from the project's row would cost more than all the rest of a feature */
  i128 *value;         /* by point: its own value, TILE_NO_VALUE */
  uint64_t *elsewhere; /* bits of projects whose value another one carries, under no filter; NULL: none */
  struct snap_box *area_box;
  uint64_t *area_stamp; /* [band][area]: what the area says and its outline in this band and all coarser ones */
};
#define TILE_NO_VALUE ((i128)1 << 126)
const struct tile_index *tile_index_hold(struct snapshot *s);
void tile_index_release(const struct tile_index *x);
/* Bits of the filter's projects whose value another one carries; NULL: none. */
uint64_t *tile_value_elsewhere(const struct filter *f);

const struct filter *tile_choice_filter(const struct tile_choice *c); /* NULL: everything */
const uint64_t *tile_choice_elsewhere(const struct tile_choice *c);   /* NULL: none */
void tile_choice_forget_others(const char *checksum);                 /* those of another snapshot */

struct tile {
  const struct snapshot *snapshot;
  const struct snap_view *view;
  const struct filter *filter; /* NULL: everything */
  uint32_t z, x, y;
  unsigned shift;
  const struct tile_index *index;
  const uint64_t *elsewhere; /* under the filter */
  uint32_t properties;       /* 0: the usual ones */
  bool one_by_one;
};

void tile_write_areas(const struct tile *t, bool labels, struct buf *out);
void tile_write_projects(const struct tile *t, struct buf *out);
/* The points of a tile: [*first, *end) of the view's. */
void tile_points(const struct tile *t, uint64_t *first, uint64_t *end);
/* The tile with its buffer, and a unit more for rounding; at the world's edge there is nothing beyond. */
struct snap_box tile_box(const struct tile *t);
static inline bool tile_boxes_meet(const struct snap_box *a, const struct snap_box *b) {
  return a->minx <= b->maxx && b->minx <= a->maxx && a->miny <= b->maxy && b->miny <= a->maxy;
}
static inline bool tile_has_project(const struct tile *t, uint32_t project) {
  return !t->filter || filter_has_project(t->filter, project);
}
/* What point i adds to the sum; TILE_NO_VALUE: nothing. */
static inline i128 tile_value(const struct tile *t, uint64_t i) {
  bool elsewhere = t->elsewhere && bits_has(t->elsewhere, t->view->point[i].project);
  return elsewhere ? TILE_NO_VALUE : t->index->value[i];
}
/* Slots of a value table that is indexed by number: 0 not in the tile yet, else the tile's value + 1. */
static inline uint32_t tile_text_value(struct mvt_layer *l, uint32_t *slot, struct str text) {
  if (!*slot) *slot = mvt_add_text(l, text) + 1;
  return *slot - 1;
}
#endif
