#ifndef FORMAT_TILE_INTERNAL_H
#define FORMAT_TILE_INTERNAL_H
#include "format/tile.h"
#include "geo/grid.h"
#include "geo/mvt.h"
#include "snapshot/layout.h"

enum { TILE_BUFFER = 64, TILE_SHIFT_AT_0 = 20 }; /* a tile unit at zoom z is 2^(20 - z) world units */

struct tile {
  const struct snapshot *snapshot;
  const struct snap_view *view;
  const struct filter *filter; /* NULL: everything */
  uint32_t z, x, y;
  unsigned shift;
};

void tile_write_areas(const struct tile *t, bool labels, struct buf *out);
void tile_write_projects(const struct tile *t, struct buf *out);
/* Slots of a value table that is indexed by number: 0 not in the tile yet, else the tile's value + 1. */
static inline uint32_t tile_text_value(struct mvt_layer *l, uint32_t *slot, struct str text) {
  if (!*slot) *slot = mvt_add_text(l, text) + 1;
  return *slot - 1;
}
#endif
