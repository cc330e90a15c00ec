#include "format/tile.h"
#include "tile_internal.h"

bool tile_write(struct snapshot *s, const struct filter *f, unsigned layers, uint32_t z, uint32_t x, uint32_t y,
                struct buf *out, struct err *e) {
  if (z > TILE_MAX_ZOOM || !grid_tile_valid(z, x, y))
    return err_set(e, ERR_NOT_FOUND,
                   err_pick("no hay un mosaico %u/%u/%u: el nivel va de 0 a %d y cada número es menor que 2^nivel",
                            "there is no tile %u/%u/%u: zoom is 0 to %d and each number less than 2^zoom"),
                   z, x, y, TILE_MAX_ZOOM);
  struct tile t = {s, snapshot_view(s), f && !filter_is_everything(f) ? f : NULL, z, x, y, TILE_SHIFT_AT_0 - z};
  if (layers & TILE_AREAS) tile_write_areas(&t, false, out);
  if (layers & TILE_LABELS) tile_write_areas(&t, true, out);
  if (layers & TILE_PROJECTS) tile_write_projects(&t, out);
  return true;
}
