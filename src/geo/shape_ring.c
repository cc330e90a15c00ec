#include "geo/shape_ring.h"
#include <string.h>

struct point {
  double x, y;
};

static bool same(struct point a, struct point b) { return a.x == b.x && a.y == b.y; }

/* Points of an open ring, pushed one by one: a repeat is left out; a way out and back (a b a) loses b. */
static size_t push(struct point *ring, size_t n, struct point p, struct shape_report *r) {
  if (n && same(ring[n - 1], p)) {
    r->dropped_repeats = true;
    return n;
  }
  if (n > 1 && same(ring[n - 2], p)) {
    r->dropped_spikes = true;
    return n - 1;
  }
  ring[n] = p;
  return n + 1;
}

/* The same where the ring's end meets its start. */
static size_t tidy_seam(struct point *ring, size_t n, struct shape_report *r) {
  while (n > 2) {
    if (same(ring[n - 1], ring[0])) {
      n--;
    } else if (same(ring[n - 2], ring[0])) {
      r->dropped_spikes = true;
      n -= 2;
    } else if (same(ring[n - 1], ring[1])) {
      r->dropped_spikes = true;
      memmove(ring, ring + 1, (n - 2) * sizeof *ring);
      n -= 2;
    } else {
      break;
    }
  }
  return n;
}

/* Tidies n points at `from` into `to` (room for n + 1), closed; 0 if no area can be left. */
static size_t tidy_ring(const double *from, size_t n, struct point *to, struct shape_report *r) {
  size_t kept = 0;
  struct point first = {from[0], from[1]}, last = {from[2 * n - 2], from[2 * n - 1]};
  if (n > 1 && same(first, last)) n--;
  else r->closed_ring = true;
  for (size_t i = 0; i < n; i++) kept = push(to, kept, (struct point){from[2 * i], from[2 * i + 1]}, r);
  kept = tidy_seam(to, kept, r);
  if (kept < 3) {
    r->dropped_rings = true;
    return 0;
  }
  to[kept] = to[0];
  return kept + 1;
}

struct polygon shape_tidy_rings(struct arena *a, const struct polygon *p, struct shape_report *r) {
  struct polygon out = {0};
  size_t room = (size_t)p->n_points + p->n_rings + 1;
  struct point *points = arena_alloc(a, sizeof *points * room);
  out.ring_end = arena_alloc(a, sizeof *out.ring_end * ((size_t)p->n_rings + 1));
  out.part_end = arena_alloc(a, sizeof *out.part_end * ((size_t)p->n_parts + 1));
  uint32_t ring = 0, point = 0;
  for (uint32_t part = 0; part < p->n_parts; part++) {
    bool shell_lost = false;
    uint32_t rings_before = out.n_rings;
    for (uint32_t shell = ring; ring < p->part_end[part]; point = p->ring_end[ring++]) {
      if (p->ring_end[ring] == point || shell_lost) continue;
      size_t n = tidy_ring(&p->xy[2 * (size_t)point], p->ring_end[ring] - point, points + out.n_points, r);
      shell_lost = n == 0 && ring == shell;
      if (n == 0) continue;
      out.n_points += (uint32_t)n;
      out.ring_end[out.n_rings++] = out.n_points;
    }
    if (out.n_rings > rings_before) out.part_end[out.n_parts++] = out.n_rings;
  }
  out.xy = &points->x;
  return out;
}

static double ring_area(const double *xy, size_t n) {
  struct polygon ring = {(double *)xy, (uint32_t[]){(uint32_t)n}, (uint32_t[]){1}, (uint32_t)n, 1, 1};
  return polygon_area(&ring);
}

static void reverse(double *xy, size_t n) {
  struct point *p = (struct point *)xy;
  for (size_t i = 0, j = n - 1; i < j; i++, j--) {
    struct point t = p[i];
    p[i] = p[j];
    p[j] = t;
  }
}

bool shape_orient(struct polygon *p) {
  bool turned = false;
  uint32_t ring = 0, point = 0;
  for (uint32_t part = 0; part < p->n_parts; part++) {
    for (uint32_t shell = ring; ring < p->part_end[part]; ring++) {
      double *xy = &p->xy[2 * (size_t)point];
      size_t n = p->ring_end[ring] - point;
      double area = ring_area(xy, n);
      if (ring == shell ? area < 0 : area > 0) {
        reverse(xy, n);
        turned = true;
      }
      point = p->ring_end[ring];
    }
  }
  return turned;
}
