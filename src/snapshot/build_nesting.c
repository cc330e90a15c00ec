/* What is inside what: by parent, by membership, and by geometry between different layers, then transitively.
 *
 * Edges of approximate extents derive nothing (GEOGRAPHY): geometry counts only between real outlines. */
#include <math.h>
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "geo/grid.h"
#include "geo/slab.h"
#include "snapshot/rtree.h"

/* An outline is inside another if this much of it is; the rest is two surveys drawing one border twice. */
static const double INSIDE_SHARE = 0.99;
/* A closure beyond this is no administrative division but a mistake in the parents. */
enum { MAX_PAIRS = 64 * 1000 * 1000 };

struct pairs {
  uint32_t *inner, *outer;
  size_t n, cap_inner, cap_outer;
};

static void pairs_add(struct pairs *p, uint32_t inner, uint32_t outer) {
  mem_grow((void **)&p->inner, &p->cap_inner, p->n + 1, sizeof *p->inner);
  mem_grow((void **)&p->outer, &p->cap_outer, p->n + 1, sizeof *p->outer);
  p->inner[p->n] = inner;
  p->outer[p->n++] = outer;
}

static void pairs_free(struct pairs *p) {
  free(p->inner);
  free(p->outer);
}

struct geometry_search {
  const struct builder *b;
  const uint32_t *item;
  const double *size; /* by area, square degrees */
  struct pairs *pairs;
  uint32_t inner;
  double x, y; /* a point well inside it */
};

static bool is_real(const struct snap_rec_area *a) { return a->shape != SNAPSHOT_NONE && !a->rests_on_approximate; }

/* From the cheap test to the dear one. */
static void try_outer(struct geometry_search *g, uint32_t outer) {
  const struct snap_rec_area *a = &g->b->area[outer], *in = &g->b->area[g->inner];
  if (outer == g->inner || !is_real(a) || a->layer == in->layer) return;
  if (g->size[outer] < g->size[g->inner] * INSIDE_SHARE) return;
  struct polygon pa = builder_polygon(g->b, a->shape), pi = builder_polygon(g->b, in->shape);
  if (!polygon_contains(&pa, g->x, g->y)) return;
  if (slab_share_inside(&pa, &pi) >= INSIDE_SHARE) pairs_add(g->pairs, g->inner, outer);
}

static void try_run(void *user, uint32_t first, uint32_t end) {
  struct geometry_search *g = user;
  for (uint32_t i = first; i < end; i++) {
    const struct snap_shape *s = &g->b->shape[g->b->area[g->item[i]].shape];
    if (g->x >= s->minx && g->x <= s->maxx && g->y >= s->miny && g->y <= s->maxy) try_outer(g, g->item[i]);
  }
}

static void nest_by_geometry(struct builder *b, struct pairs *pairs) {
  double *size = mem_calloc(b->n_areas, sizeof *size);
  struct geometry_search g = {.b = b, .item = b->out[SNAP_SEC_area_item].data, .size = size, .pairs = pairs};
  for (uint32_t i = 0; i < b->n_areas; i++) {
    if (!is_real(&b->area[i])) continue;
    struct polygon p = builder_polygon(b, b->area[i].shape);
    size[i] = fabs(polygon_area(&p));
  }
  for (g.inner = 0; g.inner < b->n_areas; g.inner++) {
    if (!is_real(&b->area[g.inner])) continue;
    struct polygon p = builder_polygon(b, b->area[g.inner].shape);
    slab_inner_point(&p, &g.x, &g.y);
    uint32_t x = grid_x(g.x), y = grid_y(g.y);
    rtree_search(b->out[SNAP_SEC_area_box].data, b->out[SNAP_SEC_area_item].count, (struct snap_box){x, y, x, y},
                 try_run, &g);
  }
  free(size);
}

static void nest_by_record(struct builder *b, struct pairs *pairs) {
  struct snap_view v = builder_view(b);
  for (uint32_t i = 0; i < b->n_areas; i++) {
    if (b->area[i].parent != SNAPSHOT_NONE && b->area[i].parent != i) pairs_add(pairs, i, b->area[i].parent);
    uint32_t begin, end;
    SNAP_SLICE(&v, member, i, &begin, &end);
    for (uint32_t k = begin; k < end; k++)
      if (v.member[k] != i) pairs_add(pairs, v.member[k], i);
  }
}

static int compare_u32(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* Everything that can be reached upwards from `start`, by a walk that marks what it has seen: circles do no harm. */
static bool closure(uint32_t start, const uint32_t *first, const uint32_t *up, uint32_t *seen, uint32_t *stack,
                    struct pairs *out) {
  size_t depth = 0, from = out->n;
  stack[depth++] = start;
  seen[start] = start;
  while (depth) {
    uint32_t at = stack[--depth];
    for (uint32_t k = first[at]; k < first[at + 1]; k++) {
      if (seen[up[k]] == start) continue;
      seen[up[k]] = start;
      stack[depth++] = up[k];
      pairs_add(out, start, up[k]);
      if (out->n > MAX_PAIRS) return false;
    }
  }
  if (out->n > from) qsort(out->outer + from, out->n - from, sizeof *out->outer, compare_u32);
  return true;
}

static uint32_t *copy_u32(const uint32_t *from, size_t n) {
  uint32_t *to = mem_alloc(n * sizeof *to);
  if (n) memcpy(to, from, n * sizeof *to);
  return to;
}

/* The direct pairs as slices by inner area, then the closure both ways. */
static bool close_pairs(struct builder *b, const struct pairs *direct, struct pairs *all) {
  uint32_t *first = mem_calloc(b->n_areas + 1, sizeof *first), *next = mem_alloc(b->n_areas * sizeof *next);
  uint32_t *up = mem_alloc(direct->n * sizeof *up);
  uint32_t *seen = mem_alloc(b->n_areas * sizeof *seen), *stack = mem_alloc((b->n_areas + 1) * sizeof *stack);
  for (size_t i = 0; i < direct->n; i++) first[direct->inner[i] + 1]++;
  for (size_t i = 0; i < b->n_areas; i++) first[i + 1] += first[i];
  memcpy(next, first, b->n_areas * sizeof *next);
  for (size_t i = 0; i < direct->n; i++) up[next[direct->inner[i]]++] = direct->outer[i];
  memset(seen, 0xff, b->n_areas * sizeof *seen);
  bool ok = true;
  for (uint32_t i = 0; ok && i < b->n_areas; i++) ok = closure(i, first, up, seen, stack, all);
  free(first);
  free(next);
  free(up);
  free(seen);
  free(stack);
  return ok;
}

bool build_nesting(struct builder *b, struct err *e) {
  struct pairs direct = {0}, all = {0};
  nest_by_record(b, &direct);
  nest_by_geometry(b, &direct);
  bool ok = close_pairs(b, &direct, &all);
  if (ok) {
    builder_slices(b, SNAP_SEC_containing_first, SNAP_SEC_containing, copy_u32(all.outer, all.n), all.n, all.inner,
                   b->n_areas);
    builder_slices(b, SNAP_SEC_inside_first, SNAP_SEC_inside, copy_u32(all.inner, all.n), all.n, all.outer, b->n_areas);
  } else {
    err_set(e, ERR_LIMIT,
            "the areas are nested in each other more than %d times in all; look for a chain of parents that "
            "should be one level",
            MAX_PAIRS);
  }
  pairs_free(&direct);
  pairs_free(&all);
  return ok;
}
