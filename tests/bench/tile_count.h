#ifndef BENCH_TILE_COUNT_H
#define BENCH_TILE_COUNT_H
/* Features of a finished tile, counted in its bytes. */
#include <stdint.h>
#include <stddef.h>

static inline uint64_t tile_count_varint(const unsigned char **p, const unsigned char *end) {
  uint64_t v = 0;
  for (unsigned shift = 0; *p < end && shift < 64; shift += 7) {
    unsigned char byte = *(*p)++;
    v |= (uint64_t)(byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  return v;
}

/* Number of members `wanted` in a message of nothing but varints and byte strings; with `inner`, of those inside them. */
static inline uint64_t tile_count_members(const unsigned char *p, const unsigned char *end, uint64_t wanted,
                                          uint64_t inner) {
  uint64_t n = 0;
  while (p < end) {
    uint64_t key = tile_count_varint(&p, end);
    if ((key & 7) == 0) {
      tile_count_varint(&p, end);
      continue;
    }
    uint64_t length = tile_count_varint(&p, end);
    if ((key & 7) != 2 || length > (uint64_t)(end - p)) break;
    if (key >> 3 == wanted) n += inner ? tile_count_members(p, p + length, inner, 0) : 1;
    p += length;
  }
  return n;
}

static inline uint64_t tile_count_features(const char *data, size_t n) {
  const unsigned char *p = (const unsigned char *)data;
  return n ? tile_count_members(p, p + n, 3, 2) : 0; /* Tile.layers, Layer.features */
}
#endif
