#include "core/jw.h"
#include <math.h>
#include <stdlib.h>
#include "core/digits.h"
#include "core/text.h"

enum { IN_OBJECT = 1, IN_ARRAY = 2 };

void jw_init(struct jw *w, struct buf *out) { *w = (struct jw){.out = out, .first = {true}}; }

/* Called before every value: the comma, and the promise that an object's value has its key. */
static void before_value(struct jw *w) {
  if (w->depth == 0) {
    if (!w->first[0]) abort(); /* two values at the top */
    w->first[0] = false;
    return;
  }
  if (w->kind[w->depth - 1] == IN_OBJECT) {
    if (!w->key) abort();
    w->key = false;
    return;
  }
  if (!w->first[w->depth]) buf_add_char(w->out, ',');
  w->first[w->depth] = false;
}

static void open_level(struct jw *w, uint8_t kind, char c) {
  before_value(w);
  if (w->depth + 1 >= JW_DEPTH) abort();
  w->kind[w->depth++] = kind;
  w->first[w->depth] = true;
  buf_add_char(w->out, c);
}

void jw_object(struct jw *w) { open_level(w, IN_OBJECT, '{'); }
void jw_array(struct jw *w) { open_level(w, IN_ARRAY, '['); }

void jw_end(struct jw *w) {
  if (w->depth == 0 || w->key) abort();
  w->depth--;
  buf_add_char(w->out, w->kind[w->depth] == IN_OBJECT ? '}' : ']');
}

/* Of eight bytes of text, the highest bit of each that cannot stand in a JSON string as it is: control bytes, '"', '\\' and, with
 * `high`, what is not ASCII. Where several are set only the lowest is sure. */
static uint64_t to_escape(uint64_t x, uint64_t high) {
  const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
  uint64_t quote = x ^ (ones * '"'), slash = x ^ (ones * '\\');
  uint64_t control = (x - ones * 0x20) & ~x;
  return ((control | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & tops) | (x & high);
}

static bool is_plain(unsigned char c, bool ascii) { return c >= 0x20 && c != '"' && c != '\\' && (!ascii || c < 0x80); }

static void escape(struct buf *out, unsigned char c) {
  static const char hex[] = "0123456789abcdef";
  switch (c) {
  case '"': buf_add(out, "\\\"", 2); break;
  case '\\': buf_add(out, "\\\\", 2); break;
  case '\n': buf_add(out, "\\n", 2); break;
  case '\r': buf_add(out, "\\r", 2); break;
  case '\t': buf_add(out, "\\t", 2); break;
  default: buf_add(out, (char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
  }
}

/* Append the plain bytes s starts with, eight at a time, and take them off. */
static void add_plain(struct buf *out, struct str *s, bool ascii) {
  const uint64_t high = ascii ? UINT64_C(0x8080808080808080) : 0;
  buf_reserve(out, s->n);
  const char *from = s->p, *end = s->p + s->n;
  char *to = out->data + out->len;
  while (end - from >= 8) {
    uint64_t x;
    memcpy(&x, from, 8);
    if (to_escape(x, high)) break;
    memcpy(to, &x, 8);
    from += 8;
    to += 8;
  }
  while (from < end && is_plain((unsigned char)*from, ascii)) *to++ = *from++;
  out->len = (size_t)(to - out->data);
  *s = (struct str){from, (size_t)(end - from)};
}

/* The check of UTF-8 is paid only by strings that are not ASCII. */
static void add_string(struct buf *out, struct str s) {
  bool ascii = true, broken = false; /* bytes beyond ASCII are stopped at until they are known to be valid */
  buf_add_char(out, '"');
  for (;;) {
    add_plain(out, &s, ascii);
    if (!s.n) break;
    unsigned char c = (unsigned char)*s.p;
    if (c < 0x80) {
      escape(out, c);
      s = (struct str){s.p + 1, s.n - 1};
    } else if (!broken && text_is_utf8(s)) {
      ascii = false;
    } else {
      broken = true;
      text_put(out, text_next(&s));
    }
  }
  buf_add_char(out, '"');
}

void jw_key(struct jw *w, const char *key) {
  if (w->depth == 0 || w->kind[w->depth - 1] != IN_OBJECT || w->key) abort();
  if (!w->first[w->depth]) buf_add_char(w->out, ',');
  w->first[w->depth] = false;
  add_string(w->out, str_from(key));
  buf_add_char(w->out, ':');
  w->key = true;
}

/* All of the text is copied whatever its length: a copy of fixed size needs no call. */
void jw_ready_key(struct jw *w, const struct jw_ready *key) {
  if (w->depth == 0 || w->kind[w->depth - 1] != IN_OBJECT || w->key) abort();
  size_t skip = w->first[w->depth]; /* the comma */
  w->first[w->depth] = false;
  w->key = true;
  buf_reserve(w->out, sizeof key->text);
  w->out->len -= skip;
  char *to = w->out->data + w->out->len;
  char before = *to;
  memcpy(to, key->text, sizeof key->text);
  if (skip) *to = before;
  w->out->len += key->n;
}

void jw_str(struct jw *w, struct str s) {
  before_value(w);
  add_string(w->out, s);
}

void jw_z(struct jw *w, const char *z) {
  if (z) jw_str(w, str_from(z));
  else jw_null(w);
}

void jw_int(struct jw *w, int64_t v) {
  before_value(w);
  digits_write_int(w->out, v);
}

void jw_double(struct jw *w, double v, int decimals) {
  if (!isfinite(v)) {
    jw_null(w);
    return;
  }
  before_value(w);
  if (decimals <= 9) digits_write_real(w->out, v, decimals);
  else buf_printf(w->out, "%.*f", decimals, v);
}

void jw_bool(struct jw *w, bool v) {
  before_value(w);
  buf_add_str(w->out, v ? STR("true") : STR("false"));
}

void jw_null(struct jw *w) {
  before_value(w);
  buf_add(w->out, "null", 4);
}

void jw_minor(struct jw *w, i128 minor) {
  before_value(w);
  decimal_write_minor(w->out, minor);
}

void jw_raw(struct jw *w, struct str json) {
  before_value(w);
  buf_add_str(w->out, json);
}

void jw_kv_str(struct jw *w, const char *key, struct str s) {
  jw_key(w, key);
  jw_str(w, s);
}
void jw_kv_z(struct jw *w, const char *key, const char *z) {
  jw_key(w, key);
  jw_z(w, z);
}
void jw_kv_int(struct jw *w, const char *key, int64_t v) {
  jw_key(w, key);
  jw_int(w, v);
}
void jw_kv_bool(struct jw *w, const char *key, bool v) {
  jw_key(w, key);
  jw_bool(w, v);
}

bool jw_done(const struct jw *w) { return w->depth == 0 && !w->key && !w->first[0]; }
