#include "domain/table.h"
#include <stdlib.h>
#include "core/mem.h"

struct slot {
  struct str key; /* .p NULL: free */
  uint64_t hash, value;
};
struct table {
  struct arena *keys;
  struct slot *slots; /* a power of two, at most half full, linear probing */
  size_t n, size;
};

struct table *table_new(void) {
  struct table *t = mem_calloc(1, sizeof *t);
  t->keys = arena_new(1 << 16);
  t->size = 64;
  t->slots = mem_calloc(t->size, sizeof *t->slots);
  return t;
}

void table_free(struct table *t) {
  if (!t) return;
  arena_free(t->keys);
  free(t->slots);
  free(t);
}

/* Multiply and fold, eight bytes at a time. */
static uint64_t hash_of(struct str s) {
  uint64_t h = 0x9e3779b97f4a7c15u ^ s.n;
  for (size_t i = 0; i < s.n; i += 8) {
    uint64_t w = 0;
    memcpy(&w, s.p + i, s.n - i < 8 ? s.n - i : 8);
    h = (h ^ w) * 0xd6e8feb86659fd93u;
    h ^= h >> 32;
  }
  return h * 0xd6e8feb86659fd93u ^ h >> 29;
}

static struct slot *slot_of(const struct table *t, struct str key, uint64_t hash) {
  size_t i = hash & (t->size - 1);
  while (t->slots[i].key.p && !(t->slots[i].hash == hash && str_eq(t->slots[i].key, key))) i = (i + 1) & (t->size - 1);
  return &t->slots[i];
}

static void grow(struct table *t) {
  struct slot *old = t->slots;
  size_t n = t->size;
  t->size *= 2;
  t->slots = mem_calloc(t->size, sizeof *t->slots);
  for (size_t i = 0; i < n; i++)
    if (old[i].key.p) *slot_of(t, old[i].key, old[i].hash) = old[i];
  free(old);
}

uint64_t *table_at(struct table *t, struct str key, bool *added) {
  if (2 * (t->n + 1) > t->size) grow(t);
  uint64_t hash = hash_of(key);
  struct slot *s = slot_of(t, key, hash);
  *added = !s->key.p;
  if (*added) {
    *s = (struct slot){{arena_strndup(t->keys, key.p, key.n), key.n}, hash, 0};
    t->n++;
  }
  return &s->value;
}

const uint64_t *table_find(const struct table *t, struct str key) {
  const struct slot *s = slot_of(t, key, hash_of(key));
  return s->key.p ? &s->value : NULL;
}
