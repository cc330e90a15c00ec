/* Blocking: only records that share a title, an amount, an identifier or two of their three rarest words are ever compared. In a
 * block that is too large for that (an amount which half the records have) each is compared with its neighbours by title. */
#include <stdlib.h>
#include "duplicate_internal.h"

enum {
  BLOCK_WHOLE = 24, /* records of a block that are compared each with each */
  NEIGHBOURS = 8,   /* otherwise */
  RARE = 3,         /* words */
  SEEN_BITS = 24,   /* of the first sieve */
  MIN_POINTS = DUPLICATE_SHOW - DUPLICATE_DETAIL_MOST
};

struct key {
  uint64_t hash, title;
  uint32_t row;
};
struct blocks {
  struct duplicate_rows *x;
  uint8_t *seen; /* by the low bits of a hash: 0, 1, 2 or more rows have it */
  struct key *key;
  size_t n, cap;
  struct duplicate_pairs *out;
};

static uint64_t salted(uint64_t h, uint64_t salt) {
  h = (h ^ salt * 0x9e3779b97f4a7c15u) * 0xd6e8feb86659fd93u;
  return h ^ h >> 29;
}

/* The keys of a row: title, amount, names, pairs of its rarest words. */
static size_t row_keys(const struct duplicate_rows *x, const struct duplicate_row *r, uint64_t *out) {
  uint32_t rare[RARE] = {0};
  size_t n = 0, n_rare = 0;
  out[n++] = salted(r->title, 1);
  if (r->amount) out[n++] = salted(r->amount, 2);
  if (r->names[0]) out[n++] = salted(r->names[0], 3);
  if (r->names[1] && r->names[1] != r->names[0]) out[n++] = salted(r->names[1], 3);
  for (uint32_t i = 0; i < r->n_words; i++) {
    uint32_t w = x->words[r->word + i];
    size_t at = n_rare < RARE ? n_rare++ : RARE;
    for (; at > 0 && x->frequency[w] < x->frequency[rare[at - 1]]; at--)
      if (at < RARE) rare[at] = rare[at - 1];
    if (at < RARE) rare[at] = w;
  }
  for (size_t i = 0; i < n_rare; i++)
    for (size_t k = i + 1; k < n_rare; k++) {
      uint64_t low = rare[i] < rare[k] ? rare[i] : rare[k], high = rare[i] < rare[k] ? rare[k] : rare[i];
      out[n++] = salted(low << 32 | high, 4);
    }
  return n;
}

enum { MAX_KEYS = 8 };

/* Most keys are one record's alone: a sieve of counters keeps them out of what is sorted. */
static void collect(struct blocks *b) {
  uint64_t keys[MAX_KEYS];
  const uint64_t mask = ((uint64_t)1 << SEEN_BITS) - 1;
  for (size_t i = 0; i < b->x->n; i++) {
    size_t n = row_keys(b->x, &b->x->row[i], keys);
    for (size_t k = 0; k < n; k++)
      if (b->seen[keys[k] & mask] < 2) b->seen[keys[k] & mask]++;
  }
  for (size_t i = 0; i < b->x->n; i++) {
    size_t n = row_keys(b->x, &b->x->row[i], keys);
    for (size_t k = 0; k < n; k++) {
      if (b->seen[keys[k] & mask] < 2) continue;
      if (b->n == b->cap) mem_grow((void **)&b->key, &b->cap, b->n + 1, sizeof *b->key);
      b->key[b->n++] = (struct key){keys[k], b->x->row[i].title, (uint32_t)i};
    }
  }
}

static int by_hash(const void *a, const void *b) {
  const struct key *x = a, *y = b;
  if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
  if (x->title != y->title) return x->title < y->title ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

/* Into the order of by_hash: spread by the first bits of the hash, after which there is little left to sort. */
static void sort_keys(struct blocks *b) {
  unsigned bits = 1;
  while (bits < SEEN_BITS && (b->n >> bits) > 2) bits++;
  const size_t n_piles = (size_t)1 << bits;
  size_t *end = mem_calloc(n_piles + 1, sizeof *end), from = 0;
  struct key *sorted = mem_alloc((b->n + 1) * sizeof *sorted);
  for (size_t i = 0; i < b->n; i++) end[(b->key[i].hash >> (64 - bits)) + 1]++;
  for (size_t i = 0; i < n_piles; i++) end[i + 1] += end[i];
  for (size_t i = 0; i < b->n; i++) sorted[end[b->key[i].hash >> (64 - bits)]++] = b->key[i];
  for (size_t i = 0; i < n_piles; from = end[i++])
    if (end[i] - from > 1) qsort(&sorted[from], end[i] - from, sizeof *sorted, by_hash);
  free(end);
  free(b->key);
  b->key = sorted;
}

static void try_pair(struct blocks *b, uint32_t one, uint32_t two) {
  unsigned reasons;
  struct duplicate_pair p = {one < two ? one : two, one < two ? two : one};
  if (one == two || duplicate_compare_rows(b->x, &b->x->row[p.a], &b->x->row[p.b], &reasons) < MIN_POINTS) return;
  if (b->out->n == b->out->cap) mem_grow((void **)&b->out->pair, &b->out->cap, b->out->n + 1, sizeof p);
  b->out->pair[b->out->n++] = p;
}

static size_t block_end(const struct blocks *b, size_t from) {
  size_t to = from + 1;
  while (to < b->n && b->key[to].hash == b->key[from].hash) to++;
  return to;
}

/* What many records have in common says little; known before any pair is compared. */
static void mark_common(struct blocks *b, size_t from, size_t to) {
  if (to - from <= DUPLICATE_COMMON) return;
  for (size_t i = from; i < to; i++) {
    struct duplicate_row *r = &b->x->row[b->key[i].row];
    if (b->key[i].hash == salted(r->title, 1)) r->is_common[0] = true;
    if (b->key[i].hash == salted(r->amount, 2)) r->is_common[1] = true;
  }
}

static void compare_block(struct blocks *b, size_t from, size_t to) {
  size_t reach = to - from <= BLOCK_WHOLE ? to - from : NEIGHBOURS;
  for (size_t i = from; i < to; i++)
    for (size_t k = i + 1; k < to && k - i <= reach; k++) try_pair(b, b->key[i].row, b->key[k].row);
}

static int by_rows(const void *a, const void *b) {
  const struct duplicate_pair *x = a, *y = b;
  if (x->a != y->a) return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

static void keep_each_once(struct duplicate_pairs *p) {
  size_t n = 0;
  if (p->n) qsort(p->pair, p->n, sizeof *p->pair, by_rows);
  for (size_t i = 0; i < p->n; i++)
    if (!i || by_rows(&p->pair[i], &p->pair[i - 1]) != 0) p->pair[n++] = p->pair[i];
  p->n = n;
}

void duplicate_block(struct duplicate_rows *x, struct duplicate_pairs *out) {
  struct blocks b = {.x = x, .seen = mem_calloc((size_t)1 << SEEN_BITS, 1), .out = out};
  collect(&b);
  sort_keys(&b);
  for (size_t i = 0, end; i < b.n; i = end) mark_common(&b, i, end = block_end(&b, i));
  for (size_t i = 0, end; i < b.n; i = end) compare_block(&b, i, end = block_end(&b, i));
  keep_each_once(out);
  free(b.seen);
  free(b.key);
}
