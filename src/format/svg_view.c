/* Where the small map looks: at what is pointed out, with room around it. Of many things it looks at where nearly all of them are, since
 * one far island would make everything else a speck; the page says how many are outside. */
#include <math.h>
#include <stdlib.h>

#include "geo/grid.h"
#include "svg_map_internal.h"

enum {
  FEW = 3,         /* so few are shown with what is around them */
  MANY = 12,       /* so many may have outliers */
  SAMPLE = 4096,   /* places looked at, evenly among all */
  NEAREST = 330000 /* world units across, about 3 km */
};
static const double TAIL = 0.08; /* on each side of each axis */

bool svg_area_extent(const struct snap_view *v, uint32_t area, struct svg_extent *out) {
  if (v->area[area].shape == SNAPSHOT_NONE) return false;
  const struct snap_shape *s = &v->shape[v->area[area].shape];
  *out = (struct svg_extent){grid_x(s->minx), grid_y(s->maxy), grid_x(s->maxx), grid_y(s->miny)};
  return true;
}

bool svg_is_in_view(const struct svg_view *view, const struct svg_extent *box) {
  return svg_x(view, box->maxx) >= 0 && svg_y(view, box->maxy) >= 0 && svg_x(view, box->minx) <= SVG_MAP_WIDTH &&
         svg_y(view, box->miny) <= view->height;
}

/* Every stride-th place; when the sample is full, every second of it is forgotten and the stride doubled. */
struct places {
  struct svg_extent all; /* of all places */
  double *x, *y;
  uint64_t seen, stride;
  size_t n;
};

static void see(struct places *p, const struct svg_extent *box) {
  p->all.minx = fmin(p->all.minx, box->minx);
  p->all.miny = fmin(p->all.miny, box->miny);
  p->all.maxx = fmax(p->all.maxx, box->maxx);
  p->all.maxy = fmax(p->all.maxy, box->maxy);
  if (p->seen++ % p->stride) return;
  if (p->n == SAMPLE) {
    for (size_t i = 0; i < SAMPLE / 2; i++) p->x[i] = p->x[2 * i], p->y[i] = p->y[2 * i];
    p->n = SAMPLE / 2;
    p->stride *= 2;
  }
  p->x[p->n] = (box->minx + box->maxx) / 2;
  p->y[p->n++] = (box->miny + box->maxy) / 2;
}

static void see_area(struct places *p, const struct snap_view *v, uint32_t area) {
  struct svg_extent box;
  if (svg_area_extent(v, area, &box)) see(p, &box);
}

static void see_dot(void *user, uint32_t project, enum snap_spot spot, uint32_t x, uint32_t y) {
  (void)project, (void)spot;
  see(user, &(struct svg_extent){x, y, x, y});
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Where all but the tails of each axis are. */
static struct svg_extent bulk(struct places *p) {
  if (p->seen <= MANY) return p->all;
  qsort(p->x, p->n, sizeof *p->x, by_value);
  qsort(p->y, p->n, sizeof *p->y, by_value);
  size_t low = (size_t)(TAIL * (double)p->n), high = p->n - 1 - low;
  double room_x = 0.12 * (p->x[high] - p->x[low]), room_y = 0.12 * (p->y[high] - p->y[low]);
  return (struct svg_extent){fmax(p->all.minx, p->x[low] - room_x), fmax(p->all.miny, p->y[low] - room_y),
                             fmin(p->all.maxx, p->x[high] + room_x), fmin(p->all.maxy, p->y[high] + room_y)};
}

static void look(const struct svg_map *m, struct places *p) {
  const struct snap_view *v = snapshot_view(m->s);
  for (uint32_t i = 0; i < m->n_areas; i++) see_area(p, v, m->areas[i]);
  if (!m->only_areas || !p->seen) svg_dots_each(m, see_dot, p);
  bool all = !p->seen;
  for (uint32_t i = 0; all && i < snapshot_areas(m->s); i++) see_area(p, v, i);
}

bool svg_view_choose(const struct svg_map *m, struct svg_view *out) {
  struct places p = {.all = {INFINITY, INFINITY, -INFINITY, -INFINITY}, .stride = 1};
  p.x = arena_alloc(m->arena, SAMPLE * sizeof *p.x);
  p.y = arena_alloc(m->arena, SAMPLE * sizeof *p.y);
  look(m, &p);
  if (!p.seen) return false;
  struct svg_extent b = bulk(&p);
  double share = p.seen <= FEW ? 0.4 : 0.06;
  double room = fmax(share * fmax(b.maxx - b.minx, b.maxy - b.miny), 60000);
  double w = fmax(b.maxx - b.minx + 2 * room, NEAREST), h = b.maxy - b.miny + 2 * room;
  double ratio = fmin(fmax(h / w, (double)SVG_MAP_LOWEST / SVG_MAP_WIDTH), (double)SVG_MAP_HIGHEST / SVG_MAP_WIDTH);
  w = fmax(w, h / ratio);
  out->scale = SVG_MAP_WIDTH / w;
  out->height = (int)(ratio * SVG_MAP_WIDTH);
  out->x = (b.minx + b.maxx - w) / 2;
  out->y = (b.miny + b.maxy - ratio * w) / 2;
  return true;
}
