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

static bool is_straight(struct mvt_xy a, struct mvt_xy b, struct mvt_xy c) {
  return (int64_t)(b.x - a.x) * (c.y - a.y) == (int64_t)(b.y - a.y) * (c.x - a.x);
}

void clip_tidy(struct clip_ring *r) {
  size_t n = 0, first = 0;
  for (size_t i = 0; i < r->n; i++) {
    struct mvt_xy p = r->p[i];
    while (n >= 2 && is_straight(r->p[n - 2], r->p[n - 1], p)) n--;
    if (n && r->p[n - 1].x == p.x && r->p[n - 1].y == p.y) continue;
    r->p[n++] = p;
  }
  while (n - first >= 3) {
    if (is_straight(r->p[n - 2], r->p[n - 1], r->p[first])) n--;
    else if (is_straight(r->p[n - 1], r->p[first], r->p[first + 1])) first++;
    else break;
  }
  if (first) memmove(r->p, r->p + first, (n - first) * sizeof *r->p);
  r->n = n - first;
}
