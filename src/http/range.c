/* One byte range. */
#include "http/range.h"
#include <strings.h>

/* Digits only; what does not fit 63 bits is as good as "to the end". */
static bool read_digits(struct str s, uint64_t *out) {
  if (!s.n) return false;
  uint64_t v = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    v = v > (INT64_MAX - 9) / 10 ? INT64_MAX : v * 10 + (uint64_t)(s.p[i] - '0');
  }
  *out = v;
  return true;
}

enum range_kind range_read(struct str h, uint64_t size, uint64_t *first, uint64_t *count) {
  if (h.n < 7 || strncasecmp(h.p, "bytes=", 6) != 0) return RANGE_WHOLE;
  h = (struct str){h.p + 6, h.n - 6};
  const char *dash = memchr(h.p, '-', h.n);
  if (!dash) return RANGE_WHOLE;
  struct str from = {h.p, (size_t)(dash - h.p)}, to = {dash + 1, h.n - (size_t)(dash - h.p) - 1};
  uint64_t a, b;
  if (!from.n) { /* the last b bytes */
    if (!read_digits(to, &b)) return RANGE_WHOLE;
    if (b == 0 || size == 0) return RANGE_OUTSIDE;
    *count = b < size ? b : size;
    *first = size - *count;
    return RANGE_PART;
  }
  if (!read_digits(from, &a)) return RANGE_WHOLE;
  b = INT64_MAX;
  if (to.n && (!read_digits(to, &b) || b < a)) return RANGE_WHOLE;
  if (a >= size) return RANGE_OUTSIDE;
  *first = a;
  *count = (b < size ? b + 1 : size) - a;
  return RANGE_PART;
}
