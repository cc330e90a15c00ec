/* Cold tiles of the projects on one thread: tiles SNAPSHOT [five|usual|auto]. Every point by itself with five attributes (unless said) or
 * with the usual ones, or in clusters. Writes every tile of zooms 6 to 10 that has something in it and prints
 * "ZOOM TILES FEATURES BYTES SECONDS" for each zoom. Features are counted in the finished tile, outside the clock. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "format/tile.h"
#include "geo/grid.h"
#include "tile_count.h"

static double clock_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* of this thread: other programs on the machine do not count */
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool zoom_level(struct snapshot *s, const struct tile_options *o, uint32_t z, struct err *e) {
  struct bbox box = snapshot_bbox(s, true);
  uint32_t shift = 32 - z, x0 = grid_x(box.minx) >> shift, x1 = grid_x(box.maxx) >> shift;
  uint32_t y0 = grid_y(box.maxy) >> shift, y1 = grid_y(box.miny) >> shift;
  struct buf tile = {0};
  uint64_t tiles = 0, features = 0, bytes = 0;
  double seconds = 0;
  for (uint32_t y = y0; y <= y1; y++)
    for (uint32_t x = x0; x <= x1; x++) {
      buf_reset(&tile);
      double start = clock_now();
      if (!tile_write(s, o, z, x, y, &tile, e)) return false;
      seconds += clock_now() - start;
      if (tile.len == 0) continue;
      uint64_t n = tile_count_features(tile.data, tile.len);
      tiles += n > 0;
      features += n;
      bytes += tile.len;
    }
  buf_free(&tile);
  printf("%u %llu %llu %llu %.4f\n", z, (unsigned long long)tiles, (unsigned long long)features,
         (unsigned long long)bytes, seconds);
  return true;
}

int main(int argc, char **argv) {
  if (argc != 2 && argc != 3) return 2;
  const char *how = argc == 3 ? argv[2] : "five";
  struct tile_options o = {.layers = TILE_PROJECTS, .one_by_one = strcmp(how, "auto") != 0};
  if (strcmp(how, "five") == 0)
    o.properties = 1 << TILE_KIND | 1 << TILE_STATUS | 1 << TILE_AREA | 1 << TILE_YEAR | 1 << TILE_SPOT;
  struct err e = {0};
  struct snapshot *s = NULL;
  bool ok = snapshot_open(argv[1], &s, &e);
  struct buf first = {0};
  ok = ok && tile_write(s, &o, 0, 0, 0, &first, &e); /* what is made once for each snapshot */
  buf_free(&first);
  for (uint32_t z = 6; ok && z <= 10; z++) ok = zoom_level(s, &o, z, &e);
  if (!ok) fprintf(stderr, "tiles: %s\n", e.text);
  snapshot_release(s);
  return ok ? 0 : 1;
}
