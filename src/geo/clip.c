#include "geo/clip.h"
#include <string.h>
#include "core/mem.h"

void clip_push(struct clip_ring *r, int32_t x, int32_t y) {
  if (r->n == r->cap) mem_grow((void **)&r->p, &r->cap, r->n + 1, sizeof *r->p);
  r->p[r->n++] = (struct mvt_xy){x, y};
}

static int64_t divide_rounded(int64_t a, int64_t b) { /* b > 0 */
  return a >= 0 ? (a + b / 2) / b : -((-a + b / 2) / b);
}

/* The other coordinate where the edge from (u1,w1) to (u2,w2) meets u = at. Always computed from the lower end, so that both
 * neighbours of a border get the same point. */
static int32_t crossing(int64_t u1, int64_t w1, int64_t u2, int64_t w2, int64_t at) {
  if (u1 > u2) {
    int64_t u = u1, w = w1;
    u1 = u2;
    w1 = w2;
    u2 = u;
    w2 = w;
  }
  __extension__ __int128 numerator = (__int128)(w2 - w1) * (at - u1);
  if (numerator > INT64_MAX / 2 || numerator < -(INT64_MAX / 2))
    return (int32_t)(w1 + (int64_t)(numerator / (u2 - u1)));
  return (int32_t)(w1 + divide_rounded((int64_t)numerator, u2 - u1));
}

/* One edge of the square: keep what is on the side of `at` (sign +1: at or above, -1: at or below) along axis x or y. */
static void clip_edge(const struct clip_ring *in, struct clip_ring *out, bool by_x, int32_t at, int sign) {
  out->n = 0;
  if (!in->n) return;
  struct mvt_xy a = in->p[in->n - 1];
  int64_t ua = by_x ? a.x : a.y;
  for (size_t i = 0; i < in->n; i++) {
    struct mvt_xy b = in->p[i];
    int64_t ub = by_x ? b.x : b.y;
    bool a_in = sign > 0 ? ua >= at : ua <= at, b_in = sign > 0 ? ub >= at : ub <= at;
    if (a_in != b_in) {
      int32_t w = crossing(ua, by_x ? a.y : a.x, ub, by_x ? b.y : b.x, at);
      if (by_x) clip_push(out, at, w);
      else clip_push(out, w, at);
    }
    if (b_in) clip_push(out, b.x, b.y);
    a = b;
    ua = ub;
  }
}

static bool is_inside(const struct clip_ring *r, int32_t low, int32_t high) {
  for (size_t i = 0; i < r->n; i++)
    if (r->p[i].x < low || r->p[i].x > high || r->p[i].y < low || r->p[i].y > high) return false;
  return true;
}

void clip_to_square(struct clip_ring *ring, struct clip_ring *scratch, int32_t low, int32_t high) {
  if (is_inside(ring, low, high)) return;
  clip_edge(ring, scratch, true, low, 1);
  clip_edge(scratch, ring, true, high, -1);
  clip_edge(ring, scratch, false, low, 1);
  clip_edge(scratch, ring, false, high, -1);
}

/* All three on one side of the square, or b the tip of a way out and back. */
static bool is_needless(struct mvt_xy a, struct mvt_xy b, struct mvt_xy c, int32_t low, int32_t high) {
  if (a.x == b.x && b.x == c.x && (b.x == low || b.x == high)) return true;
  if (a.y == b.y && b.y == c.y && (b.y == low || b.y == high)) return true;
  return clip_is_back(a, b, c);
}

static bool is_same(struct mvt_xy a, struct mvt_xy b) { return a.x == b.x && a.y == b.y; }

void clip_tidy(struct clip_ring *r, int32_t low, int32_t high) {
  size_t n = 0, first = 0;
  for (size_t i = 0; i < r->n; i++) {
    struct mvt_xy p = r->p[i];
    while (n >= 2 && is_needless(r->p[n - 2], r->p[n - 1], p, low, high)) n--;
    if (n && is_same(r->p[n - 1], p)) continue;
    r->p[n++] = p;
  }
  while (n - first >= 3) {
    struct mvt_xy a = r->p[n - 2], z = r->p[n - 1], p = r->p[first], q = r->p[first + 1];
    if (is_same(z, p) || is_needless(a, z, p, low, high)) n--;
    else if (is_needless(z, p, q, low, high)) first++;
    else break;
  }
  if (first) memmove(r->p, r->p + first, (n - first) * sizeof *r->p);
  r->n = n - first;
}
