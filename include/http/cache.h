#ifndef HTTP_CACHE_H
#define HTTP_CACHE_H
/* Finished answers in memory: bounded by bytes, the least recently used goes first. Of several threads that ask for a missing
 * key at once one makes the value and the others wait for it. Thread-safe. The whole key is compared, never only its hash. */
#include <stdbool.h>
#include <stdint.h>
#include "core/str.h"

struct cache;
struct cache_entry;

/* `drop` frees a value once nobody holds it and it left the cache. */
struct cache *cache_new(uint64_t max_bytes, void (*drop)(void *value));
void cache_free(struct cache *c); /* nothing may be held any more */

/* The value of the key; *held is to be released. NULL: it is missing and yours to make: end with cache_put or cache_abandon on
 * *held. Waits while another thread makes it. */
void *cache_take(struct cache *c, struct str key, struct cache_entry **held);
/* As cache_take, but NULL without *held where it is missing or being made. */
void *cache_peek(struct cache *c, struct str key, struct cache_entry **held);
/* Hand in the value that was missing, `bytes` being what it costs; it stays held until cache_release. Larger than an eighth of
 * the cache: given to those who wait and not kept. */
void cache_put(struct cache *c, struct cache_entry *held, void *value, uint64_t bytes);
/* There will be no value (an error): one of those who wait tries again. *held is gone. */
void cache_abandon(struct cache *c, struct cache_entry *held);
void cache_release(struct cache *c, struct cache_entry *held);
/* Bytes kept now, for tests and figures. */
uint64_t cache_bytes(struct cache *c);
#endif
