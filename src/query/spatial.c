/* Which rows stand in a spatial relation to a geometry: down the packed tree of the points or of the areas. A node that no edge
 * of the geometry comes near is inside or outside as a whole; in the others every row is looked at, on its coordinates as they
 * were given. */
#include "query/spatial.h"
#include <time.h>
#include "geo/grid.h"
#include "geo/predicate.h"
#include "snapshot/rtree.h"

bool query_budget_left(const struct query_budget *b, struct err *e) {
  struct timespec t;
  if (!b || !b->until_ns) return true;
  clock_gettime(CLOCK_MONOTONIC, &t);
  if ((int64_t)t.tv_sec * 1000000000 + t.tv_nsec < b->until_ns) return true;
  return err_set(
      e, ERR_LIMIT,
      err_pick("el filtro tarda más de lo permitido y se detuvo; acótelo con bbox= o area=, o use una geometría "
               "con menos vértices",
               "the filter takes longer than is allowed and was stopped; narrow it with bbox= or area=, or "
               "use a geometry with fewer vertices"));
}

static enum predicate predicate_of(enum cql2_spatial op) {
  switch (op) {
  case CQL2_S_INTERSECTS: return PREDICATE_INTERSECTS;
  case CQL2_S_EQUALS: return PREDICATE_EQUALS;
  case CQL2_S_DISJOINT: return PREDICATE_DISJOINT;
  case CQL2_S_TOUCHES: return PREDICATE_TOUCHES;
  case CQL2_S_WITHIN: return PREDICATE_WITHIN;
  case CQL2_S_OVERLAPS: return PREDICATE_OVERLAPS;
  case CQL2_S_CROSSES: return PREDICATE_CROSSES;
  case CQL2_S_CONTAINS: return PREDICATE_CONTAINS;
  }
  return PREDICATE_INTERSECTS;
}

/* One comparison of all rows with one shape. */
struct spatial {
  const struct snap_view *v;
  struct predicate_shape *shape;
  struct predicate_walk *walk;
  enum predicate op;
  bool flip;
  bool holds[PREDICATE_INSIDE + 1]; /* for a row that lies there as a whole */
  struct rtree_levels tree;
  uint32_t (*row)(const struct spatial *s, size_t item);
  bool (*compare)(const struct spatial *s, size_t item, bool *holds, struct err *e);
  const uint64_t *of;
  uint64_t *bits;
  const struct query_budget *budget;
  struct err *e;
};

/* The degrees of what falls into these cells; at the world's edge of all that is beyond it. A little more, for rounding. */
static struct bbox degrees_of(struct snap_box b) {
  static const double MORE = 1e-9, BEYOND = 1e6;
  return (struct bbox){
      b.minx == 0 ? -BEYOND : grid_lon(b.minx) - MORE, b.maxy == UINT32_MAX ? -BEYOND : grid_lat(b.maxy + 1) - MORE,
      b.maxx == UINT32_MAX ? BEYOND : grid_lon(b.maxx + 1) + MORE, b.miny == 0 ? BEYOND : grid_lat(b.miny) + MORE};
}

static void select_whole(const struct spatial *s, unsigned level, size_t node, enum predicate_where where) {
  size_t first = node, end = node + 1;
  if (!s->holds[where]) return;
  for (unsigned l = 0; l <= level; l++) first *= SNAP_TREE_FANOUT, end *= SNAP_TREE_FANOUT;
  if (end > s->tree.count[0]) end = s->tree.count[0];
  for (size_t i = first; i < end; i++) {
    uint32_t row = s->row(s, i);
    if (bits_has(s->of, row)) bits_set(s->bits, row);
  }
}

static bool select_each(const struct spatial *s, size_t first, size_t end) {
  for (size_t i = first; i < end; i++) {
    uint32_t row = s->row(s, i);
    bool holds;
    if (!bits_has(s->of, row)) continue;
    if (!s->compare(s, i, &holds, s->e)) return false;
    if (holds) bits_set(s->bits, row);
  }
  return true;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the tree */
static bool select_node(const struct spatial *s, unsigned level, size_t node) {
  enum predicate_where where;
  if (!query_budget_left(s->budget, s->e)) return false;
  if (predicate_walk_enter(s->walk, degrees_of(s->tree.box[level][node]), &where)) {
    select_whole(s, level, node, where);
    return true;
  }
  size_t first = node * SNAP_TREE_FANOUT, end = first + SNAP_TREE_FANOUT;
  bool ok = true;
  if (end > s->tree.count[level]) end = s->tree.count[level];
  if (level == 0) ok = select_each(s, first, end);
  else
    for (size_t k = first; ok && k < end; k++) ok = select_node(s, level - 1, k);
  predicate_walk_leave(s->walk);
  return ok;
}

static uint32_t row_of_point(const struct spatial *s, size_t item) { return s->v->point[item].project; }

static bool compare_point(const struct spatial *s, size_t item, bool *holds, struct err *e) {
  (void)e;
  const struct snap_lonlat *at = &s->v->project_xy[s->v->point[item].project];
  *holds = s->holds[predicate_walk_locate(s->walk, at->lon, at->lat)];
  return true;
}

static uint32_t row_of_area(const struct spatial *s, size_t item) { return s->v->area_item[item]; }

static bool compare_area(const struct spatial *s, size_t item, bool *holds, struct err *e) {
  uint32_t shape = s->v->area[s->v->area_item[item]].shape;
  const struct snap_shape *b = &s->v->shape[shape];
  enum predicate_where where;
  if (predicate_walk_enter(s->walk, (struct bbox){b->minx, b->miny, b->maxx, b->maxy}, &where)) {
    *holds = s->holds[where];
    return true;
  }
  struct polygon p = snapshot_shape(s->v, shape);
  struct predicate_shape *row = predicate_shape_of(&p);
  bool ok = predicate_walk_holds(s->walk, s->op, s->flip, row, s->budget ? s->budget->until_ns : 0, holds, e);
  if (!ok && e->kind == ERR_LIMIT) query_budget_left(s->budget, e); /* in the filter's own words */
  predicate_shape_free(row);
  predicate_walk_leave(s->walk);
  return ok;
}

static void of_points(struct spatial *s) {
  s->tree = rtree_levels(s->v->point_box, s->v->n_point);
  s->row = row_of_point;
  s->compare = compare_point;
  for (enum predicate_where w = PREDICATE_OUTSIDE; w <= PREDICATE_INSIDE; w++)
    s->holds[w] = predicate_holds_at(s->shape, s->op, s->flip, w);
}

static void of_areas(struct spatial *s) {
  s->tree = rtree_levels(s->v->area_box, s->v->n_area_item);
  s->row = row_of_area;
  s->compare = compare_area;
  for (enum predicate_where w = PREDICATE_OUTSIDE; w <= PREDICATE_INSIDE; w++)
    s->holds[w] = predicate_holds_for_area(s->shape, s->op, s->flip, w);
}

bool spatial_select(const struct snapshot *snapshot, enum query_subject subject, enum cql2_spatial op, bool flip,
                    const struct geometry *g, const uint64_t *of, uint64_t *bits, const struct query_budget *budget,
                    struct err *e) {
  struct err own = {0};
  struct spatial s = {.v = snapshot_view(snapshot),
                      .op = predicate_of(op),
                      .flip = flip,
                      .of = of,
                      .bits = bits,
                      .budget = budget,
                      .e = &own};
  bool ok = predicate_shape_new(g, &s.shape, &own);
  if (ok && subject == QUERY_PROJECTS) of_points(&s);
  if (ok && subject == QUERY_AREAS) of_areas(&s);
  if (ok && s.tree.n) {
    s.walk = predicate_walk_new(s.shape);
    ok = select_node(&s, s.tree.n - 1, 0);
    predicate_walk_free(s.walk);
  }
  predicate_shape_free(s.shape);
  if (!ok && e) *e = own;
  return ok;
}

bool spatial_compare(const struct geometry *x, enum cql2_spatial op, const struct geometry *y, bool *out,
                     struct err *e) {
  struct predicate_shape *a = NULL, *b = NULL;
  bool ok = predicate_shape_new(x, &a, e) && predicate_shape_new(y, &b, e) &&
            predicate_holds(a, predicate_of(op), b, 0, out, e);
  predicate_shape_free(a);
  predicate_shape_free(b);
  return ok;
}
