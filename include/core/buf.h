#ifndef CORE_BUF_H
#define CORE_BUF_H
/* A growing byte buffer. Zero-initialised is empty. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/str.h"

struct buf {
  char *data; /* NUL after data[len-1] once anything was added */
  size_t len, cap;
};

void buf_grow(struct buf *b, size_t more); /* what buf_reserve() does where there is no room */
/* Room for `more` bytes and the NUL behind them. */
static inline void buf_reserve(struct buf *b, size_t more) {
  if (b->cap - b->len <= more) buf_grow(b, more);
}
static inline void buf_add(struct buf *b, const void *p, size_t n) {
  buf_reserve(b, n);
  if (n) memcpy(b->data + b->len, p, n);
  b->len += n;
  b->data[b->len] = '\0';
}
static inline void buf_add_char(struct buf *b, char c) {
  buf_reserve(b, 1);
  b->data[b->len++] = c;
  b->data[b->len] = '\0';
}
static inline void buf_add_str(struct buf *b, struct str s) { buf_add(b, s.p, s.n); }
static inline void buf_add_z(struct buf *b, const char *z) { buf_add(b, z, strlen(z)); }
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_reset(struct buf *b); /* empty, keep the memory */
void buf_free(struct buf *b);
struct str buf_str(const struct buf *b);
#endif
