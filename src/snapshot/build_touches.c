/* A project's own point or outline can lie in areas that it was not tied to: a hill's outline across the barrios it was tied
 * to, or no tie at all. These touches are found once, here, so that filters, totals and counts agree. Only real outlines of
 * areas count: nothing is derived from the edge of an approximate extent. */
#include <math.h>
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "geo/grid.h"
#include "geo/slab.h"
#include "snapshot/rtree.h"

enum { WHOLE_PPM = 1000000 };
/* An outline touches an area if this much of it lies inside: less is two borders drawn twice. */
static const double TOUCH_SHARE = 0.01;

struct touches {
  const struct builder *b;
  struct snap_view v;
  struct snap_touch *row;
  size_t n, cap;
  uint32_t *inside_of; /* by area: the last area looked at that holds it */
  /* the area that is looked at */
  uint32_t area;
  const struct snap_shape *shape;
  struct polygon polygon;
  struct slab *slab;
};

static bool is_real(const struct snap_rec_area *a) { return a->shape != SNAPSHOT_NONE && !a->rests_on_approximate; }

static void add(struct touches *t, uint32_t place, double share) {
  mem_grow((void **)&t->row, &t->cap, t->n + 1, sizeof *t->row);
  t->row[t->n++] = (struct snap_touch){place, t->area, (uint32_t)lround(share * WHOLE_PPM)};
}

static void look_at(struct touches *t, uint32_t area) {
  slab_free(t->slab);
  t->slab = NULL;
  t->area = area;
  t->shape = &t->b->shape[t->b->area[area].shape];
  t->polygon = builder_polygon(t->b, t->b->area[area].shape);
}

static bool is_tied_inside(const struct touches *t, uint32_t area) {
  return area != SNAPSHOT_NONE && t->inside_of[area] == t->area;
}

static void try_point(struct touches *t, uint32_t place) {
  const struct snap_rec_place *p = &t->v.place[place];
  if (p->lon < t->shape->minx || p->lon > t->shape->maxx || p->lat < t->shape->miny || p->lat > t->shape->maxy) return;
  if (!t->slab) t->slab = slab_new(&t->polygon);
  if (slab_contains(t->slab, p->lon, p->lat)) add(t, place, 1);
}

/* The place whose own point is the project's point on the map: the first that has one. */
static uint32_t point_place(const struct snap_view *v, uint32_t project) {
  uint32_t begin, end;
  SNAP_SLICE(v, place, project, &begin, &end);
  while (begin < end && (isnan(v->place[begin].lon) || v->place[begin].shape != SNAPSHOT_NONE)) begin++;
  return begin;
}

/* A run of the map's points. Nearly all are tied inside already, which their own record tells. */
static void try_run(void *user, uint32_t first, uint32_t end) {
  struct touches *t = user;
  for (uint32_t i = first; i < end; i++) {
    const struct snap_point *p = &t->v.point[i];
    if (p->spot != SNAP_SPOT_POINT || (!p->several && is_tied_inside(t, p->area))) continue;
    uint32_t place = point_place(&t->v, p->project);
    if (!is_tied_inside(t, t->v.place[place].area)) try_point(t, place);
  }
}

static void mark_inside(struct touches *t, uint32_t area) {
  uint32_t begin, end;
  SNAP_SLICE(&t->v, inside, area, &begin, &end);
  for (uint32_t k = begin; k < end; k++) t->inside_of[t->v.inside[k]] = area;
  t->inside_of[area] = area;
}

static struct snap_box world_box(const struct snap_shape *s) {
  return (struct snap_box){grid_x(s->minx), grid_y(s->maxy), grid_x(s->maxx), grid_y(s->miny)};
}

static void touch_points(struct touches *t) {
  for (uint32_t i = 0; i < t->b->n_areas; i++) {
    if (!is_real(&t->b->area[i])) continue;
    look_at(t, i);
    mark_inside(t, i);
    rtree_search(t->v.point_box, t->v.n_point, world_box(t->shape), try_run, t);
  }
}

struct own_search {
  struct touches *t;
  uint32_t place;
};

static bool holds(const struct snap_view *v, uint32_t inner, uint32_t outer) {
  if (inner == SNAPSHOT_NONE) return false;
  uint32_t begin, end;
  SNAP_SLICE(v, containing, inner, &begin, &end);
  for (; begin < end && v->containing[begin] != outer; begin++) {
  }
  return inner == outer || begin < end;
}

/* A run of areas near an outline or a project's further point. */
static void try_areas(void *user, uint32_t first, uint32_t end) {
  struct own_search *o = user;
  struct touches *t = o->t;
  const struct snap_rec_place *p = &t->v.place[o->place];
  for (uint32_t i = first; i < end; i++) {
    uint32_t area = t->v.area_item[i];
    if (!is_real(&t->b->area[area]) || holds(&t->v, p->area, area)) continue;
    look_at(t, area);
    if (p->shape == SNAPSHOT_NONE) {
      try_point(t, o->place);
      continue;
    }
    struct polygon outline = builder_polygon(t->b, p->shape);
    double share = slab_share_inside(&t->polygon, &outline);
    if (share >= TOUCH_SHARE) add(t, o->place, share > 1 ? 1 : share);
  }
}

static void touch_own(struct touches *t) {
  for (uint64_t i = 0; i < t->v.n_own; i++) {
    struct own_search o = {t, t->v.own[i]};
    const struct snap_rec_place *p = &t->v.place[o.place];
    uint32_t x = grid_x(p->lon), y = grid_y(p->lat);
    struct snap_box box = p->shape == SNAPSHOT_NONE ? (struct snap_box){x, y, x, y} : world_box(&t->b->shape[p->shape]);
    rtree_search(t->v.area_box, t->v.n_area_item, box, try_areas, &o);
  }
}

/* What touches an area touches also what holds that area, unless the place is tied inside there. */
static void touch_outwards(struct touches *t) {
  size_t n = t->n;
  for (size_t i = 0; i < n; i++) {
    uint32_t begin, end;
    SNAP_SLICE(&t->v, containing, t->row[i].area, &begin, &end);
    for (uint32_t k = begin; k < end; k++) {
      if (holds(&t->v, t->v.place[t->row[i].place].area, t->v.containing[k])) continue;
      t->area = t->v.containing[k];
      add(t, t->row[i].place, (double)t->row[i].share_ppm / WHOLE_PPM);
    }
  }
}

static int compare_touches(const void *x, const void *y) {
  const struct snap_touch *a = x, *b = y;
  if (a->place != b->place) return a->place < b->place ? -1 : 1;
  if (a->area != b->area) return a->area < b->area ? -1 : 1;
  return (a->share_ppm < b->share_ppm) - (a->share_ppm > b->share_ppm); /* the larger first */
}

static void keep_largest(struct touches *t) {
  size_t n = 0;
  if (t->n) qsort(t->row, t->n, sizeof *t->row, compare_touches);
  for (size_t i = 0; i < t->n; i++)
    if (n == 0 || t->row[n - 1].place != t->row[i].place || t->row[n - 1].area != t->row[i].area)
      t->row[n++] = t->row[i];
  t->n = n;
}

static void by_area(struct builder *b, const struct touches *t) {
  uint32_t *index = mem_alloc(t->n * sizeof *index), *owner = mem_alloc(t->n * sizeof *owner);
  for (size_t i = 0; i < t->n; i++) {
    index[i] = (uint32_t)i;
    owner[i] = t->row[i].area;
  }
  builder_slices(b, SNAP_SEC_area_touch_first, SNAP_SEC_area_touch, index, t->n, owner, b->n_areas);
  free(owner);
}

static void count_project(struct builder *b, uint32_t *last, uint32_t project, uint32_t area) {
  if (last[area] == project) return;
  last[area] = project;
  b->area[area].projects++;
}

/* Distinct projects of every area: tied to it or to what is inside it, or touching it. */
static void count_projects(struct builder *b) {
  struct snap_view v = builder_view(b);
  uint32_t *last = mem_alloc(b->n_areas * sizeof *last), begin, end;
  memset(last, 0xff, b->n_areas * sizeof *last);
  for (uint64_t k = 0, t = 0; k < v.n_place; k++) {
    uint32_t area = v.place[k].area, project = v.place_project[k];
    if (area != SNAPSHOT_NONE) {
      count_project(b, last, project, area);
      SNAP_SLICE(&v, containing, area, &begin, &end);
      for (uint32_t i = begin; i < end; i++) count_project(b, last, project, v.containing[i]);
    }
    for (; t < v.n_touch && v.touch[t].place == k; t++) count_project(b, last, project, v.touch[t].area);
  }
  free(last);
}

void build_touches(struct builder *b) {
  struct touches t = {.b = b, .v = builder_view(b), .inside_of = mem_alloc(b->n_areas * sizeof(uint32_t))};
  memset(t.inside_of, 0xff, b->n_areas * sizeof(uint32_t));
  touch_points(&t);
  touch_own(&t);
  slab_free(t.slab);
  free(t.inside_of);
  touch_outwards(&t);
  keep_largest(&t);
  by_area(b, &t);
  builder_set(b, SNAP_SEC_touch, t.row, t.n);
  count_projects(b);
}
