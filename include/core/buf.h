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

void buf_reserve(struct buf *b, size_t more);
void buf_add(struct buf *b, const void *p, size_t n);
void buf_add_str(struct buf *b, struct str s);
void buf_add_z(struct buf *b, const char *z);
void buf_add_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_reset(struct buf *b); /* empty, keep the memory */
void buf_free(struct buf *b);
struct str buf_str(const struct buf *b);
#endif
