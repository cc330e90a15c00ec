/* Texts that many rows share, added once each. */
#include <stdlib.h>
#include <string.h>
#include "builder.h"
#include "core/mem.h"

/* Codes and words are short: one or two multiplications. */
static uint64_t hash_of(struct str s) {
  uint64_t h = s.n * UINT64_C(0x9E3779B97F4A7C15), w = 0;
  for (; s.n >= 8; s.p += 8, s.n -= 8) {
    memcpy(&w, s.p, 8);
    h = (h ^ w) * UINT64_C(0xD6E8FEB86659FD93);
    h ^= h >> 32;
  }
  w = 0;
  if (s.n) memcpy(&w, s.p, s.n);
  h = (h ^ w) * UINT64_C(0xD6E8FEB86659FD93);
  return h ^ h >> 29;
}

static void lexicon_grow(struct lexicon *l) {
  size_t old = l->slots;
  uint32_t *slot = l->slot;
  uint64_t *hash = l->hash;
  l->slots = old ? 2 * old : 256;
  l->slot = mem_calloc(l->slots, sizeof *l->slot);
  l->hash = mem_calloc(l->slots, sizeof *l->hash);
  for (size_t i = 0; i < old; i++) {
    if (!slot[i]) continue;
    size_t at = hash[i] & (l->slots - 1);
    while (l->slot[at]) at = (at + 1) & (l->slots - 1);
    l->slot[at] = slot[i];
    l->hash[at] = hash[i];
  }
  free(slot);
  free(hash);
}

/* The slot that holds s, or the free one where it belongs. */
static size_t lexicon_slot(const struct builder *b, const struct lexicon *l, struct str s, uint64_t h) {
  size_t at = h & (l->slots - 1);
  while (l->slot[at] && !(l->hash[at] == h && str_eq(builder_str(b, l->ref[l->slot[at] - 1]), s)))
    at = (at + 1) & (l->slots - 1);
  return at;
}

uint32_t lexicon_add(struct builder *b, struct lexicon *l, struct str s) {
  if (l->n * 2 >= l->slots) lexicon_grow(l);
  uint64_t h = hash_of(s);
  size_t at = lexicon_slot(b, l, s, h);
  if (l->slot[at]) return l->slot[at] - 1;
  mem_grow((void **)&l->ref, &l->cap, l->n + 1, sizeof *l->ref);
  l->ref[l->n++] = builder_text(b, s);
  l->slot[at] = (uint32_t)l->n;
  l->hash[at] = h;
  return (uint32_t)l->n - 1;
}

uint32_t lexicon_find(const struct builder *b, const struct lexicon *l, struct str s) {
  return l->slots ? l->slot[lexicon_slot(b, l, s, hash_of(s))] - 1 : UINT32_MAX;
}

void lexicon_free(struct lexicon *l) {
  free(l->ref);
  free(l->slot);
  free(l->hash);
}
