#include "core/jw.h"
#include <math.h>
#include <stdlib.h>
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

/* Bytes that need no escape are copied in runs; the check of UTF-8 is paid only by strings that are not ASCII. */
static void add_string(struct buf *out, struct str s) {
  static const char hex[] = "0123456789abcdef";
  buf_reserve(out, s.n + 2);
  buf_add_char(out, '"');
  bool valid = text_is_utf8(s);
  for (size_t i = 0; i < s.n;) {
    size_t run = i;
    while (run < s.n && (unsigned char)s.p[run] >= 0x20 && s.p[run] != '"' && s.p[run] != '\\' &&
           (valid || (unsigned char)s.p[run] < 0x80))
      run++;
    buf_add(out, s.p + i, run - i);
    i = run;
    if (i == s.n) break;
    unsigned char c = (unsigned char)s.p[i];
    if (c >= 0x80) {
      struct str rest = {s.p + i, s.n - i};
      text_put(out, text_next(&rest));
      i = s.n - rest.n;
      continue;
    }
    i++;
    switch (c) {
    case '"': buf_add(out, "\\\"", 2); break;
    case '\\': buf_add(out, "\\\\", 2); break;
    case '\n': buf_add(out, "\\n", 2); break;
    case '\r': buf_add(out, "\\r", 2); break;
    case '\t': buf_add(out, "\\t", 2); break;
    default: buf_add(out, (char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
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

void jw_str(struct jw *w, struct str s) {
  before_value(w);
  add_string(w->out, s);
}

void jw_z(struct jw *w, const char *z) {
  if (z) jw_str(w, str_from(z));
  else jw_null(w);
}

/* Digits of v, at least `width` of them, written from the end of a small array. */
static void add_digits(struct buf *out, uint64_t v, int width) {
  char tmp[24];
  int i = (int)sizeof tmp;
  do {
    tmp[--i] = (char)('0' + v % 10);
    v /= 10;
    width--;
  } while (v || width > 0);
  buf_add(out, tmp + i, sizeof tmp - (size_t)i);
}

void jw_int(struct jw *w, int64_t v) {
  before_value(w);
  if (v < 0) buf_add_char(w->out, '-');
  add_digits(w->out, v < 0 ? 0 - (uint64_t)v : (uint64_t)v, 1);
}

void jw_double(struct jw *w, double v, int decimals) {
  static const double pow10[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
  static const uint64_t unit[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
  if (!isfinite(v)) {
    jw_null(w);
    return;
  }
  before_value(w);
  if (decimals < 0) decimals = 0;
  /* Coordinates are most of a page: beside printf this is some ten times faster, and exact below 2^53. */
  if (decimals > 9 || fabs(v) * pow10[decimals] >= 9e15) {
    buf_printf(w->out, "%.*f", decimals, v);
    return;
  }
  uint64_t scaled = (uint64_t)llround(fabs(v) * pow10[decimals]);
  if (v < 0 && scaled) buf_add_char(w->out, '-');
  add_digits(w->out, scaled / unit[decimals], 1);
  if (decimals == 0) return;
  buf_add_char(w->out, '.');
  add_digits(w->out, scaled % unit[decimals], decimals);
}

void jw_bool(struct jw *w, bool v) {
  before_value(w);
  buf_add_z(w->out, v ? "true" : "false");
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
