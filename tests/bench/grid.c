/* A square of cold tiles of one layer on one thread: grid SNAPSHOT points|areas Z X Y SIDE. Writes the SIDE x SIDE tiles whose first
 * is Z/X/Y a few times and prints "FEATURES BYTES SECONDS SECONDS_WITH_GZIP" of the fastest round. */
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "core/mem.h"
#include "format/tile.h"
#include "tile_count.h"

enum { ROUNDS = 5, GZIP_LEVEL = 1 }; /* the level that the server takes for tiles */

struct sum {
  uint64_t features, bytes;
  double plain, packed;
};

static double clock_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool one_tile(struct snapshot *s, const struct tile_options *o, const uint32_t at[3], struct buf *tile,
                     struct sum *sum, struct err *e) {
  buf_reset(tile);
  double start = clock_now();
  if (!tile_write(s, o, at[0], at[1], at[2], tile, e)) return false;
  double written = clock_now();
  struct libdeflate_compressor *c = libdeflate_alloc_compressor(GZIP_LEVEL);
  size_t room = libdeflate_gzip_compress_bound(c, tile->len);
  void *out = mem_alloc(room + 1);
  libdeflate_gzip_compress(c, tile->data, tile->len, out, room);
  libdeflate_free_compressor(c);
  free(out);
  sum->plain += written - start;
  sum->packed += clock_now() - start;
  sum->bytes += tile->len;
  sum->features += tile_count_features(tile->data, tile->len);
  return true;
}

int main(int argc, char **argv) {
  struct err e = {0};
  struct snapshot *s;
  if (argc != 7) {
    fprintf(stderr, "grid SNAPSHOT points|areas Z X Y SIDE\n");
    return 2;
  }
  if (!snapshot_open(argv[1], &s, &e)) {
    fprintf(stderr, "%s\n", e.text);
    return 1;
  }
  struct tile_options o = {.layers = argv[2][0] == 'p' ? TILE_PROJECTS : TILE_AREAS, .one_by_one = true};
  if (o.layers == TILE_PROJECTS)
    o.properties = 1 << TILE_KIND | 1 << TILE_STATUS | 1 << TILE_AREA | 1 << TILE_YEAR | 1 << TILE_SPOT;
  uint32_t z = (uint32_t)atoi(argv[3]), x = (uint32_t)atoi(argv[4]), y = (uint32_t)atoi(argv[5]),
           side = (uint32_t)atoi(argv[6]);
  struct sum best = {.plain = 1e9, .packed = 1e9};
  struct buf tile = {0};
  for (int round = 0; round < ROUNDS; round++) {
    struct sum sum = {0};
    for (uint32_t i = 0; i < side * side; i++)
      if (!one_tile(s, &o, (uint32_t[]){z, x + i % side, y + i / side}, &tile, &sum, &e)) {
        fprintf(stderr, "%s\n", e.text);
        return 1;
      }
    if (sum.plain < best.plain) best = sum;
  }
  printf("%llu %llu %.9f %.9f\n", (unsigned long long)best.features, (unsigned long long)best.bytes, best.plain,
         best.packed);
  buf_free(&tile);
  snapshot_release(s);
  return 0;
}
