#ifndef QUERY_BITS_H
#define QUERY_BITS_H
/* Sets of rows, one bit each, in blocks of 64. The bits behind the last row are 0. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "core/mem.h"

static inline size_t bits_blocks(uint64_t n) { return (size_t)((n + 63) / 64); }
static inline uint64_t *bits_none(uint64_t n) { return mem_calloc(bits_blocks(n), sizeof(uint64_t)); }
static inline uint64_t *bits_all(uint64_t n) {
  uint64_t *b = mem_alloc(bits_blocks(n) * sizeof *b);
  memset(b, 0xff, bits_blocks(n) * sizeof *b);
  if (n % 64) b[n / 64] = (UINT64_C(1) << (n % 64)) - 1;
  return b;
}
static inline bool bits_has(const uint64_t *b, uint64_t i) { return b[i / 64] >> (i % 64) & 1; }
static inline void bits_set(uint64_t *b, uint64_t i) { b[i / 64] |= UINT64_C(1) << (i % 64); }
/* to &= with; frees `with`. */
static inline void bits_and_take(uint64_t *to, uint64_t *with, uint64_t n) {
  for (size_t k = 0; k < bits_blocks(n); k++) to[k] &= with[k];
  free(with);
}
static inline uint64_t bits_count(const uint64_t *b, uint64_t n) {
  uint64_t sum = 0;
  for (size_t k = 0; k < bits_blocks(n); k++) sum += (uint64_t)__builtin_popcountll(b[k]);
  return sum;
}
/* for (BITS_EACH(bits, n, i)) body: i runs over the set bits, ascending. */
static inline uint64_t bits_next(const uint64_t *b, uint64_t n, uint64_t from) {
  if (from >= n) return n;
  size_t k = from / 64;
  uint64_t block = b[k] & (UINT64_MAX << (from % 64));
  while (!block) {
    if (++k >= bits_blocks(n)) return n;
    block = b[k];
  }
  return k * 64 + (uint64_t)__builtin_ctzll(block);
}
#define BITS_EACH(b, n, i)                                                                                             \
  uint64_t i = bits_next((b), (n), 0);                                                                                 \
  i < (n);                                                                                                             \
  i = bits_next((b), (n), i + 1)
#endif
