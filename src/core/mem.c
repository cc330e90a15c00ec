#include "core/mem.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { ARENA_ALIGN = 16, ARENA_BLOCK = 16 * 1024 };

struct block {
  struct block *next;
  size_t size, used; /* of data */
  _Alignas(ARENA_ALIGN) char data[];
};
struct arena {
  struct block *first, *last;
  size_t block, used;
};

/* No buffered output and no clean-up here: both may want memory. */
__attribute__((noreturn)) static void out_of_memory(void) {
  fputs("coopmap: out of memory\n", stderr);
  exit(1);
}

void *mem_alloc(size_t n) {
  void *p = malloc(n ? n : 1);
  if (!p) out_of_memory();
  return p;
}

void *mem_calloc(size_t count, size_t size) {
  void *p = calloc(count ? count : 1, size ? size : 1);
  if (!p) out_of_memory();
  return p;
}

void *mem_realloc(void *p, size_t n) {
  p = realloc(p, n ? n : 1);
  if (!p) out_of_memory();
  return p;
}

char *mem_strdup(const char *s) {
  size_t n = strlen(s) + 1;
  return memcpy(mem_alloc(n), s, n);
}

void mem_grow(void **array, size_t *cap, size_t need, size_t size) {
  if (need <= *cap) return;
  size_t cap_new = *cap ? *cap : 8, bytes;
  while (cap_new < need)
    if (__builtin_mul_overflow(cap_new, 2, &cap_new)) out_of_memory();
  if (__builtin_mul_overflow(cap_new, size, &bytes)) out_of_memory();
  *array = mem_realloc(*array, bytes);
  *cap = cap_new;
}

static struct block *block_new(size_t size) {
  size_t bytes;
  if (__builtin_add_overflow(size, sizeof(struct block), &bytes)) out_of_memory();
  struct block *b = mem_alloc(bytes);
  b->next = NULL;
  b->size = size;
  b->used = 0;
  return b;
}

struct arena *arena_new(size_t block) {
  struct arena *a = mem_alloc(sizeof *a);
  a->block = block ? block : ARENA_BLOCK;
  a->first = a->last = block_new(a->block);
  a->used = 0;
  return a;
}

static void blocks_free(struct block *b) {
  while (b) {
    struct block *next = b->next;
    free(b);
    b = next;
  }
}

void arena_free(struct arena *a) {
  if (!a) return;
  blocks_free(a->first);
  free(a);
}

void arena_reset(struct arena *a) {
  blocks_free(a->first->next);
  a->first->next = NULL;
  a->first->used = 0;
  a->last = a->first;
  a->used = 0;
}

void *arena_alloc(struct arena *a, size_t n) {
  size_t rounded;
  if (__builtin_add_overflow(n, ARENA_ALIGN - 1, &rounded)) out_of_memory();
  rounded &= ~(size_t)(ARENA_ALIGN - 1);
  if (rounded > a->last->size - a->last->used) {
    a->last->next = block_new(rounded > a->block ? rounded : a->block);
    a->last = a->last->next;
  }
  void *p = a->last->data + a->last->used;
  a->last->used += rounded;
  a->used += n;
  return p;
}

void *arena_calloc(struct arena *a, size_t count, size_t size) {
  size_t n;
  if (__builtin_mul_overflow(count, size, &n)) out_of_memory();
  return memset(arena_alloc(a, n), 0, n);
}

char *arena_strndup(struct arena *a, const char *s, size_t n) {
  char *p = arena_alloc(a, n + 1);
  if (n) memcpy(p, s, n);
  p[n] = '\0';
  return p;
}

char *arena_strdup(struct arena *a, const char *s) { return arena_strndup(a, s, strlen(s)); }

char *arena_printf(struct arena *a, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  int n = vsnprintf(NULL, 0, fmt, ap);
  va_end(ap);
  if (n < 0) abort(); /* only a wrong format can do this */
  char *p = arena_alloc(a, (size_t)n + 1);
  va_start(ap, fmt);
  vsnprintf(p, (size_t)n + 1, fmt, ap);
  va_end(ap);
  return p;
}

struct str arena_str(struct arena *a, struct str s) {
  return (struct str){arena_strndup(a, s.p, s.n), s.n};
}

size_t arena_used(const struct arena *a) { return a->used; }
