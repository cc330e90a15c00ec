#include "domain/locate.h"
#include <math.h>
#include <stdlib.h>
#include "geo/gaia.h"

enum { FANOUT = 8, MAX_STACK = 256 };

struct leaf {
  struct locate_area area;
  struct bbox box;
  struct polygon polygon;
  uint32_t rank; /* place in the order of ids */
};
struct node {
  struct bbox box;
  uint32_t first, n; /* children: nodes, or leaves where `leaves` */
  bool leaves;
};
struct locate {
  struct arena *arena;
  struct leaf *leaves;
  size_t n, cap;
  struct node *nodes; /* the root is the last */
  size_t n_nodes, nodes_cap;
  uint32_t *by_id; /* leaf of each rank */
};

static const char SQL_LEAVES[] =
    "SELECT id, code, name, geom_status = 'approximate', geom FROM area "
    "WHERE layer IN ('barrio', 'poblado', 'centro_poblado', 'vereda') AND geom IS NOT NULL "
    "ORDER BY id";

static bool add_leaf(struct locate *l, struct db_stmt *s, struct err *e) {
  if (l->n == l->cap) mem_grow((void **)&l->leaves, &l->cap, l->n + 1, sizeof *l->leaves);
  struct leaf *f = &l->leaves[l->n];
  f->area.id = db_col_int(s, 0);
  f->area.code = arena_str(l->arena, db_col_str(s, 1));
  f->area.name = arena_str(l->arena, db_col_str(s, 2));
  f->area.approximate = db_col_int(s, 3) != 0;
  size_t size;
  const void *blob = db_col_blob(s, 4, &size);
  if (!gaia_read_multipolygon(l->arena, blob, size, &f->polygon, e))
    return err_context(e, "area %.*s", STR_ARG(f->area.code));
  f->box = polygon_bbox(&f->polygon);
  f->rank = (uint32_t)l->n++;
  return true;
}

/* ---- the tree ---- */

static int compare_double(double a, double b) { return (a > b) - (a < b); }
static int leaf_by_x(const void *a, const void *b) {
  const struct leaf *p = a, *q = b;
  int c = compare_double(p->box.minx + p->box.maxx, q->box.minx + q->box.maxx);
  return c ? c : (p->area.id > q->area.id) - (p->area.id < q->area.id);
}
static int leaf_by_y(const void *a, const void *b) {
  const struct leaf *p = a, *q = b;
  int c = compare_double(p->box.miny + p->box.maxy, q->box.miny + q->box.maxy);
  return c ? c : (p->area.id > q->area.id) - (p->area.id < q->area.id);
}

static void add_node(struct locate *l, size_t first, size_t n, bool leaves) {
  if (l->n_nodes == l->nodes_cap) mem_grow((void **)&l->nodes, &l->nodes_cap, l->n_nodes + 1, sizeof *l->nodes);
  struct node v = {bbox_empty(), (uint32_t)first, (uint32_t)n, leaves};
  for (size_t i = first; i < first + n; i++) bbox_add(&v.box, leaves ? &l->leaves[i].box : &l->nodes[i].box);
  l->nodes[l->n_nodes++] = v;
}

/* Leaves in vertical slices, each slice in order of y; then level upon level of FANOUT. */
static void build_tree(struct locate *l) {
  size_t tiles = (l->n + FANOUT - 1) / FANOUT;
  size_t slice = FANOUT * (size_t)ceil(sqrt((double)tiles));
  qsort(l->leaves, l->n, sizeof *l->leaves, leaf_by_x);
  for (size_t i = 0; i < l->n; i += slice)
    qsort(l->leaves + i, l->n - i < slice ? l->n - i : slice, sizeof *l->leaves, leaf_by_y);
  for (size_t i = 0; i < l->n; i += FANOUT) add_node(l, i, l->n - i < FANOUT ? l->n - i : FANOUT, true);
  for (size_t from = 0; l->n_nodes - from > 1;) {
    size_t to = l->n_nodes;
    for (size_t i = from; i < to; i += FANOUT) add_node(l, i, to - i < FANOUT ? to - i : FANOUT, false);
    from = to;
  }
}

static void finish(struct locate *l) {
  if (l->n) build_tree(l);
  l->by_id = mem_calloc(l->n + 1, sizeof *l->by_id);
  for (size_t i = 0; i < l->n; i++) {
    l->by_id[l->leaves[i].rank] = (uint32_t)i;
    l->leaves[i].area.polygon = &l->leaves[i].polygon;
  }
}

bool locate_load(struct db *d, struct locate **out, struct err *e) {
  struct locate *l = mem_calloc(1, sizeof *l);
  struct db_stmt *s;
  l->arena = arena_new(1 << 20);
  bool row = false, ok = db_prepare(d, SQL_LEAVES, &s, e);
  if (ok) db_stmt_begin(s);
  while (ok && (ok = db_step(s, &row, e)) && row) ok = add_leaf(l, s, e);
  if (ok) finish(l);
  else {
    locate_free(l);
    l = NULL;
  }
  *out = l;
  return ok;
}

void locate_free(struct locate *l) {
  if (!l) return;
  free(l->leaves);
  free(l->nodes);
  free(l->by_id);
  arena_free(l->arena);
  free(l);
}

/* ---- questions ---- */

static double box_size(const struct locate_area *a) {
  struct bbox b = ((const struct leaf *)(const void *)a)->box; /* area is leaf's first member */
  return (b.maxx - b.minx) * (b.maxy - b.miny);
}

static void insert_smallest_first(const struct locate_area *a, const struct locate_area **out, size_t n, size_t max) {
  size_t at = n < max ? n : max;
  while (at > 0 && box_size(a) < box_size(out[at - 1])) at--;
  if (at >= max) return;
  size_t keep = n < max ? n : max - 1;
  memmove(out + at + 1, out + at, (keep - at) * sizeof *out);
  out[at] = a;
}

/* bbox_intersects for boxes that are known not to be empty. */
static bool meet(const struct bbox *a, const struct bbox *b) {
  return a->minx <= b->maxx && b->minx <= a->maxx && a->miny <= b->maxy && b->miny <= a->maxy;
}

static size_t search(const struct locate *l, const struct bbox *box, bool point, const struct locate_area **out,
                     size_t max) {
  uint32_t stack[MAX_STACK];
  size_t depth = 0, n = 0;
  if (l->n_nodes && !bbox_is_empty(box)) stack[depth++] = (uint32_t)l->n_nodes - 1;
  while (depth) {
    const struct node *v = &l->nodes[stack[--depth]];
    for (uint32_t i = v->first; i < v->first + v->n; i++) {
      if (!v->leaves) {
        if (meet(&l->nodes[i].box, box)) stack[depth++] = i;
      } else if (meet(&l->leaves[i].box, box) &&
                 (!point || polygon_contains(&l->leaves[i].polygon, box->minx, box->miny)))
        insert_smallest_first(&l->leaves[i].area, out, n++, max);
    }
  }
  return n;
}

size_t locate_point(const struct locate *l, double lon, double lat, const struct locate_area **out, size_t max) {
  struct bbox b = {lon, lat, lon, lat};
  return search(l, &b, true, out, max);
}

size_t locate_box(const struct locate *l, const struct bbox *box, const struct locate_area **out, size_t max) {
  return search(l, box, false, out, max);
}

const struct locate_area *locate_area(const struct locate *l, int64_t id) {
  size_t lo = 0, n = l->n;
  while (n) {
    size_t half = n / 2;
    if (l->leaves[l->by_id[lo + half]].area.id < id) {
      lo += half + 1;
      n -= half + 1;
    } else n = half;
  }
  return lo < l->n && l->leaves[l->by_id[lo]].area.id == id ? &l->leaves[l->by_id[lo]].area : NULL;
}
