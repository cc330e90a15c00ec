/* A chained hash table with a list in order of use, under one lock that is never held while a value is made. */
#include "http/cache.h"
#include <pthread.h>
#include <stdlib.h>
#include "core/mem.h"

struct cache_entry {
  struct cache_entry *chain;         /* in its bucket */
  struct cache_entry *newer, *older; /* in order of use; only while ready and in the table */
  uint64_t hash, bytes;
  void *value;
  uint32_t holders;
  bool in_table, ready, failed;
  size_t key_n;
  char key[];
};

struct cache {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  struct cache_entry **bucket;
  size_t mask;
  struct cache_entry *newest, *oldest;
  uint64_t bytes, max;
  void (*drop)(void *value);
};

static const uint64_t ENTRY_COST = 256; /* what an entry costs beside its value, roughly */

struct cache *cache_new(uint64_t max_bytes, void (*drop)(void *value)) {
  struct cache *c = mem_calloc(1, sizeof *c);
  pthread_mutex_init(&c->lock, NULL);
  pthread_cond_init(&c->changed, NULL);
  size_t buckets = 1024;
  while (buckets < max_bytes / 4096 && buckets < (size_t)1 << 22) buckets *= 2;
  c->bucket = mem_calloc(buckets, sizeof *c->bucket);
  c->mask = buckets - 1;
  c->max = max_bytes;
  c->drop = drop;
  return c;
}

/* FNV-1a spreads keys over buckets; equality is settled on the whole key. */
static uint64_t hash_key(struct str key) {
  uint64_t h = 14695981039346656037u;
  for (size_t i = 0; i < key.n; i++) h = (h ^ (unsigned char)key.p[i]) * 1099511628211u;
  return h ^ h >> 32;
}

static void unlink_use(struct cache *c, struct cache_entry *x) {
  if (x->newer) x->newer->older = x->older;
  else c->newest = x->older;
  if (x->older) x->older->newer = x->newer;
  else c->oldest = x->newer;
  x->newer = x->older = NULL;
}

static void link_newest(struct cache *c, struct cache_entry *x) {
  x->older = c->newest;
  x->newer = NULL;
  if (c->newest) c->newest->newer = x;
  else c->oldest = x;
  c->newest = x;
}

static void leave_table(struct cache *c, struct cache_entry *x) {
  struct cache_entry **p = &c->bucket[x->hash & c->mask];
  while (*p != x) p = &(*p)->chain;
  *p = x->chain;
  x->in_table = false;
  if (!x->ready) return;
  unlink_use(c, x);
  c->bytes -= x->bytes;
}

static void free_unused(struct cache *c, struct cache_entry *x) {
  if (x->holders || x->in_table) return;
  if (x->value && c->drop) c->drop(x->value);
  free(x);
}

void cache_free(struct cache *c) {
  if (!c) return;
  while (c->oldest) {
    struct cache_entry *x = c->oldest;
    leave_table(c, x);
    free_unused(c, x);
  }
  pthread_cond_destroy(&c->changed);
  pthread_mutex_destroy(&c->lock);
  free(c->bucket);
  free(c);
}

static struct cache_entry *find(struct cache *c, struct str key, uint64_t hash) {
  for (struct cache_entry *x = c->bucket[hash & c->mask]; x; x = x->chain)
    if (x->hash == hash && x->key_n == key.n && memcmp(x->key, key.p, key.n) == 0) return x;
  return NULL;
}

static struct cache_entry *insert(struct cache *c, struct str key, uint64_t hash) {
  struct cache_entry *x = mem_calloc(1, sizeof *x + key.n + 1);
  x->hash = hash;
  x->key_n = key.n;
  memcpy(x->key, key.p, key.n);
  x->holders = 1;
  x->in_table = true;
  x->chain = c->bucket[hash & c->mask];
  c->bucket[hash & c->mask] = x;
  return x;
}

static void hold(struct cache *c, struct cache_entry *x) {
  x->holders++;
  if (!x->in_table || c->newest == x) return;
  unlink_use(c, x);
  link_newest(c, x);
}

void *cache_peek(struct cache *c, struct str key, struct cache_entry **held) {
  uint64_t hash = hash_key(key);
  pthread_mutex_lock(&c->lock);
  struct cache_entry *x = find(c, key, hash);
  void *value = NULL;
  if (x && x->ready) {
    hold(c, x);
    *held = x;
    value = x->value;
  }
  pthread_mutex_unlock(&c->lock);
  return value;
}

void *cache_take(struct cache *c, struct str key, struct cache_entry **held) {
  uint64_t hash = hash_key(key);
  pthread_mutex_lock(&c->lock);
  struct cache_entry *x;
  while ((x = find(c, key, hash)) && !x->ready) {
    x->holders++; /* so that it is still there to be read after the wait */
    while (!x->ready && !x->failed) pthread_cond_wait(&c->changed, &c->lock);
    x->holders--;
    if (x->ready) break;
    free_unused(c, x);
  }
  if (x) hold(c, x);
  else x = insert(c, key, hash);
  void *value = x->value;
  pthread_mutex_unlock(&c->lock);
  *held = x;
  return value;
}

void cache_put(struct cache *c, struct cache_entry *x, void *value, uint64_t bytes) {
  pthread_mutex_lock(&c->lock);
  x->value = value;
  x->bytes = bytes + x->key_n + ENTRY_COST;
  if (x->bytes > c->max / 8) {
    leave_table(c, x);
    x->ready = true;
  } else {
    x->ready = true;
    link_newest(c, x);
    c->bytes += x->bytes;
  }
  while (c->bytes > c->max) {
    struct cache_entry *old = c->oldest;
    leave_table(c, old);
    free_unused(c, old);
  }
  pthread_cond_broadcast(&c->changed);
  pthread_mutex_unlock(&c->lock);
}

void cache_abandon(struct cache *c, struct cache_entry *x) {
  pthread_mutex_lock(&c->lock);
  x->failed = true;
  x->holders--;
  leave_table(c, x);
  free_unused(c, x);
  pthread_cond_broadcast(&c->changed);
  pthread_mutex_unlock(&c->lock);
}

void cache_release(struct cache *c, struct cache_entry *x) {
  pthread_mutex_lock(&c->lock);
  x->holders--;
  free_unused(c, x);
  pthread_mutex_unlock(&c->lock);
}

uint64_t cache_bytes(struct cache *c) {
  pthread_mutex_lock(&c->lock);
  uint64_t n = c->bytes;
  pthread_mutex_unlock(&c->lock);
  return n;
}
