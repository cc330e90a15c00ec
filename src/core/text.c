/* UTF-8 and its neighbours, strict numbers. Folding is in text_fold.c, dates in text_date.c. */
#include "core/text.h"
#include <math.h>
#include <stdlib.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include "core/mem.h"

enum { REPLACEMENT = 0xFFFD };

/* Length of the valid sequence at p (n > 0 bytes left), 0 if there is none. Unicode 15, table 3-7. */
static size_t sequence(const unsigned char *p, size_t n) {
  unsigned char c = p[0], low = 0x80, high = 0xBF;
  if (c < 0x80) return 1;
  if (c < 0xC2 || c > 0xF4) return 0;
  size_t len = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  if (n < len) return 0;
  if (c == 0xE0) low = 0xA0;
  if (c == 0xED) high = 0x9F;
  if (c == 0xF0) low = 0x90;
  if (c == 0xF4) high = 0x8F;
  if (p[1] < low || p[1] > high) return 0;
  for (size_t i = 2; i < len; i++)
    if ((p[i] & 0xC0) != 0x80) return 0;
  return len;
}

static size_t ascii_run(const char *p, size_t n) {
  size_t i = 0;
  for (uint64_t eight; i + 8 <= n; i += 8) {
    memcpy(&eight, p + i, 8);
    if (eight & 0x8080808080808080u) break;
  }
  while (i < n && (unsigned char)p[i] < 0x80) i++;
  return i;
}

bool text_is_utf8(struct str s) {
  for (size_t i = 0; i < s.n;) {
    i += ascii_run(s.p + i, s.n - i);
    if (i == s.n) break;
    size_t len = sequence((const unsigned char *)s.p + i, s.n - i);
    if (!len) return false;
    i += len;
  }
  return true;
}

uint32_t text_next(struct str *s) {
  const unsigned char *p = (const unsigned char *)s->p;
  size_t len = sequence(p, s->n);
  size_t step = len ? len : 1;
  s->p += step;
  s->n -= step;
  switch (len) {
  case 1: return p[0];
  case 2: return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
  case 3: return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
  case 4: return (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
  default: return REPLACEMENT;
  }
}

void text_put(struct buf *out, uint32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = REPLACEMENT;
  unsigned char u[4];
  size_t n;
  if (c < 0x80) {
    u[0] = (unsigned char)c;
    n = 1;
  } else if (c < 0x800) {
    u[0] = (unsigned char)(0xC0 | c >> 6);
    n = 2;
  } else if (c < 0x10000) {
    u[0] = (unsigned char)(0xE0 | c >> 12);
    n = 3;
  } else {
    u[0] = (unsigned char)(0xF0 | c >> 18);
    n = 4;
  }
  for (size_t i = 1; i < n; i++) u[i] = (unsigned char)(0x80 | (c >> 6 * (n - 1 - i) & 0x3F));
  buf_add(out, u, n);
}

void text_nfc(struct buf *out, struct str s) {
  /* Nothing below U+0300 (lead byte CC) composes with what follows, and valid text without it is NFC as it stands. */
  bool simple = text_is_utf8(s);
  for (size_t i = 0; simple && i < s.n; i++) simple = (unsigned char)s.p[i] < 0xCC;
  if (simple || s.n > INT32_MAX / 4) {
    buf_add_str(out, s);
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
  int32_t cap = (int32_t)s.n + 1, n = 0, m = 0;
  UChar *wide = mem_alloc((size_t)cap * sizeof *wide), *composed = mem_alloc(3 * (size_t)cap * sizeof *composed);
  u_strFromUTF8WithSub(wide, cap, &n, s.p, (int32_t)s.n, REPLACEMENT, NULL, &status);
  m = unorm2_normalize(nfc, wide, n, composed, 3 * cap, &status); /* NFC grows UTF-16 at most threefold */
  buf_reserve(out, 3 * (size_t)m);
  int32_t bytes = 0;
  u_strToUTF8(out->data + out->len, 3 * m + 1, &bytes, composed, m, &status);
  if (U_SUCCESS(status)) {
    out->len += (size_t)bytes;
    out->data[out->len] = '\0';
  } else {
    buf_add_str(out, s);
  }
  free(wide);
  free(composed);
}

/* Bytes of the space, ASCII white space, U+00A0 or U+FEFF, that s starts with; 0 if none. */
static size_t space_first(struct str s) {
  const unsigned char *p = (const unsigned char *)s.p;
  if (s.n && (p[0] == ' ' || (p[0] >= '\t' && p[0] <= '\r'))) return 1;
  if (s.n >= 2 && p[0] == 0xC2 && p[1] == 0xA0) return 2;
  if (s.n >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) return 3;
  return 0;
}

static size_t space_last(struct str s) {
  for (size_t n = 1; n <= 3 && n <= s.n; n++)
    if (space_first((struct str){s.p + s.n - n, n}) == n) return n;
  return 0;
}

struct str text_trim(struct str s) {
  for (size_t n; (n = space_first(s)) > 0;) s = (struct str){s.p + n, s.n - n};
  for (size_t n; (n = space_last(s)) > 0;) s.n -= n;
  return s;
}

/* Windows-1252, bytes 80 to 9F; the five that are not assigned stay the C1 controls, as browsers read them.
 * https://encoding.spec.whatwg.org/#index-windows-1252 */
static const uint16_t cp1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

void text_from_cp1252(struct buf *out, struct str s) {
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    text_put(out, c >= 0x80 && c <= 0x9F ? cp1252[c - 0x80] : c);
  }
}

/* The byte that CP1252 has for a code point, -1 if none. The controls 80-9F are what Latin-1 proper makes of those bytes. */
static int cp1252_byte(uint32_t c) {
  if (c <= 0xFF) return (int)c;
  for (int i = 0; i < 32; i++)
    if (cp1252[i] == c) return 0x80 + i;
  return -1;
}

/* If s starts with a character that was read byte by byte, take it off and return it; 0 otherwise. */
static uint32_t take_misread(struct str *s) {
  unsigned char bytes[4] = {0};
  struct str rest = *s;
  for (size_t n = 1; n <= 4 && rest.n; n++) {
    int b = cp1252_byte(text_next(&rest));
    if (b < 0x80) return 0;
    bytes[n - 1] = (unsigned char)b;
    struct str one = {(const char *)bytes, n};
    if (sequence(bytes, n) != n) continue;
    uint32_t c = text_next(&one);
    if (c < 0xA0 || cp1252_byte(c) < 0) return 0;
    *s = rest;
    return c;
  }
  return 0;
}

bool text_repair_mojibake(struct buf *out, struct str s) {
  if (ascii_run(s.p, s.n) == s.n || !text_is_utf8(s)) return false;
  size_t start = out->len;
  bool found = false;
  while (s.n) {
    uint32_t c = take_misread(&s);
    if (c) found = true;
    else c = text_next(&s);
    text_put(out, c);
  }
  if (!found && out->data) {
    out->len = start;
    out->data[start] = '\0';
  }
  return found;
}

bool text_parse_int(struct str s, int64_t *out) {
  bool negative = s.n && s.p[0] == '-';
  size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
  if (i == s.n) return false;
  int64_t v = 0;
  for (; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    int digit = s.p[i] - '0';
    if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, digit, &v)) return false;
  }
  if (!negative && v == INT64_MIN) return false; /* built downwards: the negative range is the larger */
  *out = negative ? v : -v;
  return true;
}

static size_t digits(struct str s, size_t i) {
  while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9') i++;
  return i;
}

/* The grammar is checked by hand; strtod then only converts. It reads the C locale's point, as setlocale is never called. */
bool text_parse_real(struct str s, double *out) {
  char z[64];
  if (s.n == 0 || s.n >= sizeof z) return false;
  size_t i = s.p[0] == '-' || s.p[0] == '+' ? 1 : 0;
  size_t end = digits(s, i);
  if (end == i) return false;
  if (end < s.n && s.p[end] == '.') {
    i = end + 1;
    end = digits(s, i);
    if (end == i) return false;
  }
  if (end < s.n && (s.p[end] == 'e' || s.p[end] == 'E')) {
    i = end + 1;
    if (i < s.n && (s.p[i] == '-' || s.p[i] == '+')) i++;
    end = digits(s, i);
    if (end == i) return false;
  }
  if (end != s.n) return false;
  memcpy(z, s.p, s.n);
  z[s.n] = '\0';
  double v = strtod(z, NULL);
  if (!isfinite(v)) return false;
  *out = v;
  return true;
}
