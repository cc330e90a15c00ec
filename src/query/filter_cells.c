/* celda=: the projects whose point on the map lies in a cell, which is a tile: exactly those that a cluster of it stands for, since
 * both are one run of the same curve. */
#include "filter_internal.h"
#include "geo/grid.h"

struct cells {
  const struct filter_cell *cell;
  size_t n;
};

/* First point at or after a position of the curve. */
static uint64_t lower_bound(const struct snap_view *v, uint64_t key) {
  uint64_t low = 0, high = v->n_point;
  while (low < high) {
    uint64_t mid = low + (high - low) / 2;
    if (grid_hilbert(v->point[mid].x, v->point[mid].y) < key) low = mid + 1;
    else high = mid;
  }
  return low;
}

void filter_cell_points(const struct snapshot *s, struct filter_cell cell, uint64_t *first, uint64_t *end) {
  const struct snap_view *v = snapshot_view(s);
  uint64_t from, to;
  grid_tile_hilbert(cell.z, cell.x, cell.y, &from, &to);
  *first = lower_bound(v, from);
  *end = to == UINT64_MAX ? v->n_point : lower_bound(v, to + 1);
}

static bool narrow_cells(struct evaluation *x, const struct expression *test, uint64_t *bits, struct err *e) {
  const struct cells *t = test->data;
  uint64_t *projects = bits_none(x->n), first, end;
  (void)e;
  for (size_t k = 0; k < t->n; k++)
    for (filter_cell_points(x->s, t->cell[k], &first, &end); first < end; first++)
      bits_set(projects, x->v->point[first].project);
  expression_keep(x, bits, projects, test->negated);
  free(projects);
  return true;
}

bool filter_cells(struct sugar *b, struct err *e) {
  const struct filter_spec *s = b->spec;
  for (size_t k = 0; k < s->n_cell; k++)
    if (!grid_tile_valid(s->cell[k].z, s->cell[k].x, s->cell[k].y))
      return err_set(
          e, ERR_INPUT,
          err_pick("celda=%u/%u/%u: no hay esa celda: el nivel va de 0 a %d, y columna y fila de 0 a 2^nivel - 1",
                   "celda=%u/%u/%u: there is no such cell: zoom is 0 to %d, and column and row 0 to 2^zoom - 1"),
          s->cell[k].z, s->cell[k].x, s->cell[k].y, GRID_MAX_ZOOM);
  if (!s->n_cell) return true;
  struct cells *t = arena_alloc(b->a, sizeof *t);
  *t = (struct cells){s->cell, s->n_cell};
  filter_add(b, QUERY_PROJECTS, expression_test(b->a, narrow_cells, t, COST_TIES, false));
  return true;
}
