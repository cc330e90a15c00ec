#include "geo/wire.h"
#include <string.h>
#include "core/text.h"

void wire_put_u32(struct buf *b, uint32_t v) { buf_add(b, &v, sizeof v); }

void wire_put_str(struct buf *b, struct str s) {
  wire_put_u32(b, (uint32_t)s.n);
  buf_add_str(b, s);
}

void wire_put_refusal(struct buf *b, const struct err *e) {
  wire_put_u32(b, (uint32_t)e->kind);
  wire_put_str(b, str_from(e->text));
  wire_put_str(b, str_from(e->detail));
}

void wire_get(struct wire_cursor *c, void *out, size_t n) {
  if (c->bad || n > c->s.n) {
    c->bad = true;
    if (n) memset(out, 0, n);
    return;
  }
  if (n) memcpy(out, c->s.p, n);
  c->s.p += n;
  c->s.n -= n;
}

unsigned char wire_get_u8(struct wire_cursor *c) {
  unsigned char v;
  wire_get(c, &v, 1);
  return v;
}

uint32_t wire_get_u32(struct wire_cursor *c) {
  uint32_t v;
  wire_get(c, &v, sizeof v);
  return v;
}

struct str wire_get_str(struct wire_cursor *c) {
  size_t n = wire_get_u32(c);
  struct str s = {c->s.p, n};
  c->bad = c->bad || n > c->s.n || (c->utf8 && !text_is_utf8(s));
  if (c->bad) return (struct str){"", 0};
  c->s.p += n;
  c->s.n -= n;
  return s;
}

bool wire_get_refusal(struct wire_cursor *c, struct err *e) {
  uint32_t kind = wire_get_u32(c);
  struct str text = wire_get_str(c), detail = wire_get_str(c);
  if (c->bad || kind <= ERR_NONE || kind > ERR_BUG) return false;
  err_set(e, (enum err_kind)kind, "%.*s", STR_ARG(text));
  err_detail(e, "%.*s", STR_ARG(detail));
  return true;
}
