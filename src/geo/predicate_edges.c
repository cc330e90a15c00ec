/* Edges against points and against each other, with signs that rounding cannot turn. */
#include <math.h>
#include <stdlib.h>
#include <time.h>
#include "predicate_internal.h"

/* Error bound of the determinant in doubles: J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997 (ccwerrboundA). */
static const double BOUND = 3.3306690738754716e-16;

/* Not fmin and fmax: those are calls, for the sake of NaN. */
static inline double lesser(double a, double b) { return a < b ? a : b; }
static inline double greater(double a, double b) { return a > b ? a : b; }

int predicate_side(GEOSContextHandle_t geos, const struct edge *e, double x, double y) {
  double left = (e->ax - x) * (e->by - y), right = (e->ay - y) * (e->bx - x), d = left - right;
  if (fabs(d) > BOUND * (fabs(left) + fabs(right))) return d > 0 ? 1 : -1;
  return GEOSOrientationIndex_r(geos, e->ax, e->ay, e->bx, e->by, x, y);
}

bool predicate_in_time(int64_t until_ns, struct err *e) {
  struct timespec t;
  if (!until_ns) return true;
  clock_gettime(CLOCK_MONOTONIC, &t);
  if ((int64_t)t.tv_sec * 1000000000 + t.tv_nsec < until_ns) return true;
  return err_set(e, ERR_LIMIT,
                 err_pick("comparar las geometrías tarda demasiado; use una geometría con menos vértices o un recuadro",
                          "comparing the geometries takes too long; use a geometry with fewer vertices or a box"));
}

static inline bool edge_has(GEOSContextHandle_t geos, const struct edge *e, double x, double y) {
  if ((e->ax > x && e->bx > x) || (e->ax < x && e->bx < x)) return false;
  if ((e->ay > y && e->by > y) || (e->ay < y && e->by < y)) return false;
  return predicate_side(geos, e, x, y) == 0;
}

/* A side that is never 0: the point is moved up by less than anything, and right by less than that. */
static bool is_left(GEOSContextHandle_t geos, const struct edge *e, double x, double y) {
  int side = predicate_side(geos, e, x, y);
  if (side) return side > 0;
  return e->bx != e->ax ? e->bx > e->ax : e->by < e->ay;
}

/* True if the edge is crossed on the way from (x0,y) to (x1,y), or with `up` from (y,x0) to (y,x1). */
static inline bool is_crossed(GEOSContextHandle_t geos, const struct edge *e, bool up, double x0, double x1, double y) {
  double aw = up ? e->ax : e->ay, bw = up ? e->bx : e->by, au = up ? e->ay : e->ax, bu = up ? e->by : e->bx;
  if ((aw > y) == (bw > y)) return false;
  double low = lesser(x0, x1), high = greater(x0, x1);
  if ((au > high && bu > high) || (au < low && bu < low)) return false;
  return up ? is_left(geos, e, y, x0) != is_left(geos, e, y, x1) : is_left(geos, e, x0, y) != is_left(geos, e, x1, y);
}

static enum predicate_where locate_in_area(const struct predicate_shape *s, double x, double y) {
  double far = s->box.maxx + 1;
  bool inside = false;
  if (!bbox_contains_point(&s->box, x, y)) return PREDICATE_OUTSIDE;
  for (uint32_t i = s->first[EDGE_AREA]; i < s->first[EDGE_AREA + 1]; i++) {
    const struct edge *e = &s->edge[i];
    if ((e->ay > y && e->by > y) || (e->ay < y && e->by < y)) continue; /* most edges, so first */
    if (edge_has(s->geos, e, x, y)) return PREDICATE_BORDER;
    inside ^= is_crossed(s->geos, e, false, x, far, y);
  }
  return inside ? PREDICATE_INSIDE : PREDICATE_OUTSIDE;
}

static bool some_edge_has(const struct predicate_shape *s, enum edge_kind k, double x, double y) {
  for (uint32_t i = s->first[k]; i < s->first[k + 1]; i++)
    if (edge_has(s->geos, &s->edge[i], x, y)) return true;
  return false;
}

enum predicate_where predicate_locate(const struct predicate_shape *s, enum edge_kind k, double x, double y) {
  if (k == EDGE_AREA) return locate_in_area(s, x, y);
  if (k == EDGE_LINE && some_edge_has(s, EDGE_END, x, y)) return PREDICATE_BORDER;
  return some_edge_has(s, k, x, y) ? PREDICATE_INSIDE : PREDICATE_OUTSIDE;
}

enum predicate_where predicate_locate_any(const struct predicate_shape *s, double x, double y) {
  enum predicate_where w = predicate_locate(s, EDGE_AREA, x, y);
  if (w == PREDICATE_OUTSIDE) w = predicate_locate(s, EDGE_LINE, x, y);
  return w == PREDICATE_OUTSIDE ? predicate_locate(s, EDGE_POINT, x, y) : w;
}

/* ---- many points */

struct level {
  double x, y;       /* a corner, */
  bool inside;       /* and whether it lies in the areas */
  uint32_t first, n; /* the edges near the box, in `list` */
};
struct predicate_walk {
  struct predicate_shape *s;
  uint32_t *list;
  size_t n, cap;
  struct level level[32];
  uint32_t depth; /* levels entered */
};

struct predicate_walk *predicate_walk_new(struct predicate_shape *s) {
  struct predicate_walk *w = mem_calloc(1, sizeof *w);
  w->s = s;
  w->n = s->first[EDGE_KINDS];
  mem_grow((void **)&w->list, &w->cap, w->n, sizeof *w->list);
  for (uint32_t i = 0; i < w->n; i++) w->list[i] = i;
  w->level[0] = (struct level){.x = s->box.maxx + 1, .y = s->box.maxy + 1, .n = (uint32_t)w->n};
  return w;
}

void predicate_walk_free(struct predicate_walk *w) {
  if (w) free(w->list);
  free(w);
}

/* From the level's corner along the box's sides: the edges crossed on the way are all near the box. */
static bool is_inside(const struct predicate_walk *w, const struct level *l, double x, double y) {
  bool inside = l->inside;
  uint32_t areas = w->s->first[EDGE_AREA + 1];
  for (uint32_t i = l->first; i < l->first + l->n && w->list[i] < areas; i++) {
    const struct edge *e = &w->s->edge[w->list[i]];
    inside ^= is_crossed(w->s->geos, e, false, l->x, x, l->y);
    inside ^= is_crossed(w->s->geos, e, true, l->y, y, x);
  }
  return inside;
}

static bool edge_may_touch(const struct edge *e, const struct bbox *b) {
  if ((e->ax > b->maxx && e->bx > b->maxx) || (e->ax < b->minx && e->bx < b->minx)) return false;
  if ((e->ay > b->maxy && e->by > b->maxy) || (e->ay < b->miny && e->by < b->miny)) return false;
  /* The two corners farthest to the left and to the right of the edge, with room for rounding. */
  double dx = e->bx - e->ax, dy = e->by - e->ay;
  double u = dx * ((dx > 0 ? b->maxy : b->miny) - e->ay), v = dy * ((dy > 0 ? b->minx : b->maxx) - e->ax);
  if (u - v < -1e-14 * (fabs(u) + fabs(v))) return false;
  u = dx * ((dx > 0 ? b->miny : b->maxy) - e->ay);
  v = dy * ((dy > 0 ? b->maxx : b->minx) - e->ax);
  return u - v <= 1e-14 * (fabs(u) + fabs(v));
}

bool predicate_walk_enter(struct predicate_walk *w, struct bbox box, enum predicate_where *where) {
  const struct level *above = &w->level[w->depth];
  struct level l = {.x = box.minx, .y = box.miny, .first = above->first + above->n};
  mem_grow((void **)&w->list, &w->cap, l.first + above->n, sizeof *w->list);
  for (uint32_t i = above->first; i < above->first + above->n; i++)
    if (edge_may_touch(&w->s->edge[w->list[i]], &box)) w->list[l.first + l.n++] = w->list[i];
  l.inside = is_inside(w, above, box.minx, box.miny);
  *where = l.inside ? PREDICATE_INSIDE : PREDICATE_OUTSIDE;
  if (!l.n) return true;
  w->level[++w->depth] = l;
  return false;
}

void predicate_walk_leave(struct predicate_walk *w) { w->depth--; }
struct predicate_shape *predicate_walk_shape(const struct predicate_walk *w) {
  return w->s;
}
uint32_t predicate_walk_edges(const struct predicate_walk *w) { return w->level[w->depth].n; }

enum predicate_where predicate_walk_locate(const struct predicate_walk *w, double x, double y) {
  const struct level *l = &w->level[w->depth];
  const uint32_t *first = w->s->first;
  bool border = false, inside = false;
  for (uint32_t i = l->first; i < l->first + l->n; i++) {
    uint32_t k = w->list[i];
    if (!edge_has(w->s->geos, &w->s->edge[k], x, y)) continue;
    if (k < first[EDGE_LINE]) return PREDICATE_BORDER;
    if (k >= first[EDGE_END] && k < first[EDGE_POINT]) border = true;
    else inside = true;
  }
  if (!border && !inside) inside = is_inside(w, l, x, y);
  return border ? PREDICATE_BORDER : inside ? PREDICATE_INSIDE : PREDICATE_OUTSIDE;
}

bool predicate_walk_is_inside(const struct predicate_walk *w, double x, double y) {
  return is_inside(w, &w->level[w->depth], x, y);
}

uint32_t predicate_walk_near(const struct predicate_walk *w, enum edge_kind k, uint32_t *list) {
  const struct level *l = &w->level[w->depth];
  uint32_t n = 0;
  for (uint32_t i = l->first; i < l->first + l->n; i++)
    if (w->list[i] >= w->s->first[k] && w->list[i] < w->s->first[k + 1]) list[n++] = w->list[i];
  return n;
}

/* ---- edges against edges */

static struct bbox edges_bbox(const struct edge *e, uint32_t n) {
  struct bbox b = bbox_empty();
  for (uint32_t i = 0; i < n; i++) {
    b.minx = lesser(b.minx, lesser(e[i].ax, e[i].bx));
    b.miny = lesser(b.miny, lesser(e[i].ay, e[i].by));
    b.maxx = greater(b.maxx, greater(e[i].ax, e[i].bx));
    b.maxy = greater(b.maxy, greater(e[i].ay, e[i].by));
  }
  return b;
}

static bool edges_are_near(const struct edge *a, const struct edge *b) {
  return lesser(a->ax, a->bx) <= greater(b->ax, b->bx) && lesser(b->ax, b->bx) <= greater(a->ax, a->bx) &&
         lesser(a->ay, a->by) <= greater(b->ay, b->by) && lesser(b->ay, b->by) <= greater(a->ay, a->by);
}

static enum predicate_meeting edges_meet(GEOSContextHandle_t geos, const struct edge *a, const struct edge *b) {
  if (!edges_are_near(a, b)) return MEET_NOT;
  int b1 = predicate_side(geos, a, b->ax, b->ay), b2 = predicate_side(geos, a, b->bx, b->by);
  if (b1 && b1 == b2) return MEET_NOT;
  int a1 = predicate_side(geos, b, a->ax, a->ay), a2 = predicate_side(geos, b, a->bx, a->by);
  if (a1 && a1 == a2) return MEET_NOT;
  return b1 && b2 && a1 && a2 ? MEET_CROSS : MEET_TOUCH;
}

static bool is_over(const struct predicate_look *l) {
  return l->count ? l->meetings > PREDICATE_MAX_CROSSINGS : l->found >= l->enough;
}

/* True if a corner of an area lies on the edge. */
static bool has_corner(const struct predicate_shape *s, const struct edge *e) {
  for (uint32_t i = s->first[EDGE_AREA]; i < s->first[EDGE_AREA + 1]; i++)
    if (edge_has(s->geos, e, s->edge[i].ax, s->edge[i].ay)) return true;
  return false;
}

/* What a crossing proves is that all four corners of it are there, unless another ring of the area touches its border with a corner
 * just where the other's edge comes through. Of two areas both must do that. */
static bool is_telling(const struct predicate_look *l, uint32_t i, uint32_t k) {
  if (l->count || l->x == l->y) return true;
  if (l->kx == EDGE_AREA) return !has_corner(l->x, &l->y->edge[k]);
  return l->ky != EDGE_AREA || !has_corner(l->y, &l->x->edge[i]);
}

static void look_at_pair(struct predicate_look *l, uint32_t i, uint32_t k) {
  if (l->x == l->y && l->kx == l->ky && k <= i) return; /* of one shape each pair once */
  enum predicate_meeting m = edges_meet(l->x->geos, &l->x->edge[i], &l->y->edge[k]);
  l->meetings += m != MEET_NOT;
  if (m == MEET_CROSS && l->enough == MEET_CROSS && !is_telling(l, i, k)) m = MEET_TOUCH;
  if (m > l->found) l->found = m;
}

enum { FEW = 8, PARTS = 4 };

/* Edges i .. i + n - 1 of x against those of y in list[0 .. n_list - 1]; behind them there is room for as many again at every
 * further step down. */
static bool look_between(struct predicate_look *l, uint32_t first, uint32_t n, uint32_t *list, uint32_t n_list,
                         struct err *e) {
  struct bbox box = edges_bbox(&l->x->edge[first], n);
  uint32_t *near = list + n_list, n_near = 0;
  for (uint32_t k = 0; k < n_list; k++)
    if (edge_may_touch(&l->y->edge[list[k]], &box)) near[n_near++] = list[k];
  if (!n_near || is_over(l)) return true;
  if (!predicate_in_time(l->until_ns, e)) return false;
  if (n <= FEW) {
    for (uint32_t i = first; i < first + n; i++)
      for (uint32_t k = 0; k < n_near && !is_over(l); k++) look_at_pair(l, i, near[k]);
    return true;
  }
  uint32_t step = (n + PARTS - 1) / PARTS;
  for (uint32_t i = 0; i < n; i += step)
    if (!look_between(l, first + i, n - i < step ? n - i : step, near, n_near, e)) return false;
  return true;
}

bool predicate_look(struct predicate_look *l, struct err *e) {
  uint32_t n_x = l->x->first[l->kx + 1] - l->x->first[l->kx], n_y = l->y->first[l->ky + 1] - l->y->first[l->ky],
           steps = 3;
  if (l->near) n_y = predicate_walk_edges(l->near);
  l->found = MEET_NOT;
  l->meetings = 0;
  if (!n_x || !n_y) return true;
  for (uint32_t n = n_x; n > FEW; n = (n + PARTS - 1) / PARTS) steps++;
  uint32_t *list = mem_alloc(sizeof *list * n_y * steps);
  if (l->near) n_y = predicate_walk_near(l->near, l->ky, list);
  else
    for (uint32_t k = 0; k < n_y; k++) list[k] = l->y->first[l->ky] + k;
  bool ok = look_between(l, l->x->first[l->kx], n_x, list, n_y, e);
  free(list);
  return ok;
}
