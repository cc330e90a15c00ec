#include "core/buf.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "core/mem.h"

/* One byte more than asked is always there for the NUL. */
void buf_grow(struct buf *b, size_t more) {
  size_t need;
  if (__builtin_add_overflow(b->len, more, &need) || __builtin_add_overflow(need, 1, &need)) abort();
  if (need < 64) need = 64;
  void *data = b->data;
  mem_grow(&data, &b->cap, need, 1);
  b->data = data;
}

void buf_printf(struct buf *b, const char *fmt, ...) {
  for (;;) {
    size_t room = b->cap - b->len;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(b->data ? b->data + b->len : NULL, b->data ? room : 0, fmt, ap);
    va_end(ap);
    if (n < 0) abort(); /* only a wrong format can do this */
    if (b->data && (size_t)n < room) {
      b->len += (size_t)n;
      return;
    }
    buf_reserve(b, (size_t)n);
  }
}

void buf_reset(struct buf *b) {
  b->len = 0;
  if (b->data) b->data[0] = '\0';
}

void buf_free(struct buf *b) {
  free(b->data);
  *b = (struct buf){0};
}

struct str buf_str(const struct buf *b) {
  return (struct str){b->data ? b->data : "", b->len};
}
