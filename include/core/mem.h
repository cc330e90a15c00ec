#ifndef CORE_MEM_H
#define CORE_MEM_H
/* Memory: an arena per request or row, and allocation that never returns NULL in the tools. */
#include <stddef.h>
#include <stdint.h>
#include "core/str.h"

struct arena;

/* A new arena; blocks of at least `block` bytes (0: 16 KiB). Ends the process with a clear line if out of memory. */
struct arena *arena_new(size_t block);
void arena_free(struct arena *a);
/* Keep the first block, forget everything in it. */
void arena_reset(struct arena *a);
/* n bytes, aligned to 16, not cleared. Never NULL. */
void *arena_alloc(struct arena *a, size_t n);
void *arena_calloc(struct arena *a, size_t count, size_t size);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_strdup(struct arena *a, const char *s);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str arena_str(struct arena *a, struct str s);
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *a);

/* malloc family that ends the process with "out of memory" and exit 1. */
void *mem_alloc(size_t n);
void *mem_calloc(size_t count, size_t size);
void *mem_realloc(void *p, size_t n);
char *mem_strdup(const char *s);
/* Grow *array (element size `size`, capacity *cap) to hold at least `need` elements; capacity doubles. */
void mem_grow(void **array, size_t *cap, size_t need, size_t size);
#endif
