/* Entity tags and their comparison. */
#include "http/etag.h"
#include <stdint.h>
#include <stdio.h>

static uint64_t rotate(uint64_t x, int b) { return x << b | x >> (64 - b); }

static void sip_round(uint64_t v[4]) {
  v[0] += v[1], v[1] = rotate(v[1], 13), v[1] ^= v[0], v[0] = rotate(v[0], 32);
  v[2] += v[3], v[3] = rotate(v[3], 16), v[3] ^= v[2];
  v[0] += v[3], v[3] = rotate(v[3], 21), v[3] ^= v[0];
  v[2] += v[1], v[1] = rotate(v[1], 17), v[1] ^= v[2], v[2] = rotate(v[2], 32);
}

static void absorb(uint64_t v[4], uint64_t m) {
  v[3] ^= m;
  sip_round(v);
  sip_round(v);
  v[0] ^= m;
}

static uint64_t word(const char *p, size_t n) {
  uint64_t m = 0;
  for (size_t i = 0; i < n; i++) m |= (uint64_t)(unsigned char)p[i] << (8 * i);
  return m;
}

static uint64_t squeeze(uint64_t v[4]) {
  for (int i = 0; i < 4; i++) sip_round(v);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

void etag_make(struct str s, char out[ETAG_SIZE]) {
  const uint64_t k0 = 0x0706050403020100, k1 = 0x0f0e0d0c0b0a0908; /* the key of the paper's test vector */
  uint64_t v[4] = {0x736f6d6570736575 ^ k0, 0x646f72616e646f6d ^ k1 ^ 0xee, 0x6c7967656e657261 ^ k0,
                   0x7465646279746573 ^ k1};
  size_t whole = s.n / 8 * 8;
  for (size_t i = 0; i < whole; i += 8) absorb(v, word(s.p + i, 8));
  absorb(v, (uint64_t)s.n << 56 | word(s.n ? s.p + whole : "", s.n - whole));
  v[2] ^= 0xee;
  uint64_t low = squeeze(v);
  v[1] ^= 0xdd;
  uint64_t high = squeeze(v);
  /* In byte order, as the reference prints it. */
  snprintf(out, ETAG_SIZE, "%016llx%016llx", (unsigned long long)__builtin_bswap64(low),
           (unsigned long long)__builtin_bswap64(high));
}

/* The next quoted tag of the list, without quotes and W/; false at the end or where the list is broken. */
static bool next_tag(struct str *rest, struct str *tag) {
  while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t' || rest->p[0] == ',')) rest->p++, rest->n--;
  if (rest->n >= 2 && rest->p[0] == 'W' && rest->p[1] == '/') rest->p += 2, rest->n -= 2;
  if (rest->n < 2 || rest->p[0] != '"') return false;
  const char *close = memchr(rest->p + 1, '"', rest->n - 1);
  if (!close) return false;
  *tag = (struct str){rest->p + 1, (size_t)(close - rest->p) - 1};
  size_t used = tag->n + 2;
  *rest = (struct str){rest->p + used, rest->n - used};
  return true;
}

bool etag_matches(struct str header, const char *tag, bool *gzipped) {
  struct str one, want = str_from(tag);
  while (next_tag(&header, &one)) {
    *gzipped = one.n == want.n + 3 && memcmp(one.p + want.n, "-gz", 3) == 0;
    if (*gzipped) one.n -= 3;
    if (str_eq(one, want)) return true;
  }
  return false;
}

bool etag_is(struct str header, const char *tag) {
  size_t n = strlen(tag);
  return header.n == n + 2 && header.p[0] == '"' && header.p[n + 1] == '"' && memcmp(header.p + 1, tag, n) == 0;
}
