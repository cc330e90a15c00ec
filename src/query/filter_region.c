/* Regions: a box, a drawn polygon, a distance from a point. Candidates come from the packed trees; the exact test is in
 * degrees, on the coordinates as they were given. */
#include <math.h>
#include "filter_internal.h"
#include "geo/grid.h"
#include "geo/slab.h"
#include "snapshot/rtree.h"

static const double EARTH = 6371008.8; /* mean radius of the WGS84 ellipsoid, metres */
static const double DEGREE = 0.017453292519943295;

struct region {
  struct evaluation *x;
  const uint64_t *of; /* rows that are asked for */
  uint64_t *found;
  struct bbox box[2]; /* what it lies in; two if it crosses the antimeridian */
  unsigned n_box, current;
  bool is_box, is_circle;
  const struct polygon *polygon;
  struct slab *slab;
  double lon, lat, metres;
};

static double distance(double lon1, double lat1, double lon2, double lat2) {
  double a = sin((lat2 - lat1) * DEGREE / 2), b = sin((lon2 - lon1) * DEGREE / 2);
  double h = a * a + cos(lat1 * DEGREE) * cos(lat2 * DEGREE) * b * b;
  return 2 * EARTH * asin(sqrt(h < 1 ? h : 1));
}

static bool region_contains(const struct region *r, double lon, double lat) {
  if (!bbox_contains_point(&r->box[0], lon, lat) && !(r->n_box == 2 && bbox_contains_point(&r->box[1], lon, lat)))
    return false;
  if (r->is_circle) return distance(r->lon, r->lat, lon, lat) <= r->metres;
  return r->is_box || slab_contains(r->slab, lon, lat);
}

/* Distance from the circle's centre to an edge, on the plane that touches the earth there. */
static double distance_to_edge(const struct region *r, const double *a, const double *b) {
  double k = EARTH * DEGREE, kx = k * cos(r->lat * DEGREE);
  double ax = (a[0] - r->lon) * kx, ay = (a[1] - r->lat) * k, dx = (b[0] - a[0]) * kx, dy = (b[1] - a[1]) * k;
  double length = dx * dx + dy * dy, t = length > 0 ? -(ax * dx + ay * dy) / length : 0;
  t = t < 0 ? 0 : t > 1 ? 1 : t;
  return hypot(ax + t * dx, ay + t * dy);
}

static bool circle_touches(const struct region *r, const struct polygon *p) {
  if (polygon_contains(p, r->lon, r->lat)) return true;
  for (uint32_t ring = 0, i = 0; ring < p->n_rings; ring++, i++)
    for (; i + 1 < p->ring_end[ring]; i++)
      if (distance_to_edge(r, &p->xy[2 * (size_t)i], &p->xy[2 * (size_t)i + 2]) <= r->metres) return true;
  return false;
}

static bool box_touches(const struct bbox *b, const struct polygon *p) {
  double xy[] = {b->minx, b->miny, b->maxx, b->miny, b->maxx, b->maxy, b->minx, b->maxy, b->minx, b->miny};
  uint32_t ring = 5, part = 1;
  struct polygon box = {xy, &ring, &part, 5, 1, 1};
  return slab_touches(&box, p);
}

static bool region_touches(const struct region *r, const struct snap_shape *s, const struct polygon *p) {
  struct bbox shape = {s->minx, s->miny, s->maxx, s->maxy};
  bool near = false;
  for (unsigned k = 0; k < r->n_box; k++) {
    const struct bbox *b = &r->box[k];
    if (!bbox_intersects(b, &shape)) continue;
    near = true;
    if (!r->is_box) continue;
    if (shape.minx >= b->minx && shape.maxx <= b->maxx && shape.miny >= b->miny && shape.maxy <= b->maxy) return true;
    if (box_touches(b, p)) return true;
  }
  if (!near || r->is_box) return false;
  return r->is_circle ? circle_touches(r, p) : slab_touches(r->polygon, p);
}

/* Some of the extent's edge is outside: then where exactly that edge runs matters. */
static bool leaves_region(const struct region *r, const struct polygon *p) {
  for (size_t i = 0; i < p->n_points; i++)
    if (!region_contains(r, p->xy[2 * i], p->xy[2 * i + 1])) return true;
  return false;
}

static void try_areas(void *user, uint32_t first, uint32_t end) {
  struct region *r = user;
  const struct snap_view *v = r->x->v;
  for (uint32_t i = first; i < end; i++) {
    uint32_t area = v->area_item[i];
    if (!bits_has(r->of, area) || bits_has(r->found, area) || v->area[area].shape == SNAPSHOT_NONE) continue;
    const struct snap_shape *s = &v->shape[v->area[area].shape];
    struct polygon p = snapshot_shape(v, v->area[area].shape);
    if (!region_touches(r, s, &p)) continue;
    bits_set(r->found, area);
    if (v->area[area].rests_on_approximate && leaves_region(r, &p)) r->x->approximate = true;
  }
}

static struct snap_box world_box(const struct bbox *b) {
  return (struct snap_box){grid_x(b->minx), grid_y(b->maxy), grid_x(b->maxx), grid_y(b->miny)};
}

/* A cell well inside a box needs no look at the exact coordinates. */
static void try_points(void *user, uint32_t first, uint32_t end) {
  struct region *r = user;
  const struct snap_view *v = r->x->v;
  struct snap_box w = world_box(&r->box[r->current]);
  for (uint32_t i = first; i < end; i++) {
    const struct snap_point *p = &v->point[i];
    if (p->x < w.minx || p->x > w.maxx || p->y < w.miny || p->y > w.maxy) continue;
    bool sure = r->is_box && p->x > w.minx && p->x < w.maxx && p->y > w.miny && p->y < w.maxy;
    if (sure || region_contains(r, v->project_xy[p->project].lon, v->project_xy[p->project].lat))
      bits_set(r->found, p->project);
  }
}

/* Outlines and further points of projects. */
static void try_own(struct region *r) {
  const struct snap_view *v = r->x->v;
  for (uint64_t i = 0; i < v->n_own; i++) {
    const struct snap_rec_place *p = &v->place[v->own[i]];
    uint32_t project = v->place_project[v->own[i]];
    if (bits_has(r->found, project) || !bits_has(r->of, project)) continue;
    bool inside = region_contains(r, p->lon, p->lat);
    if (!inside && p->shape != SNAPSHOT_NONE) {
      struct polygon outline = snapshot_shape(v, p->shape);
      inside = region_touches(r, &v->shape[p->shape], &outline);
    }
    if (inside) bits_set(r->found, project);
  }
}

static bool narrow_region(struct evaluation *x, const struct expression *test, uint64_t *bits, struct err *e) {
  struct region r = *(const struct region *)test->data;
  const struct snap_view *v = x->v;
  (void)e;
  r.x = x;
  r.of = bits;
  r.found = bits_none(x->n);
  if (r.polygon) r.slab = slab_new(r.polygon);
  for (r.current = 0; r.current < r.n_box; r.current++) {
    struct snap_box w = world_box(&r.box[r.current]);
    if (x->subject == QUERY_PROJECTS) rtree_search(v->point_box, v->n_point, w, try_points, &r);
    if (x->subject == QUERY_AREAS) rtree_search(v->area_box, v->n_area_item, w, try_areas, &r);
  }
  if (x->subject == QUERY_PROJECTS) try_own(&r);
  slab_free(r.slab);
  expression_keep(x, bits, r.found, test->negated);
  free(r.found);
  return true;
}

static struct expression *region_test(struct arena *a, struct region r, bool negated) {
  struct region *data = arena_alloc(a, sizeof *data);
  *data = r;
  return expression_test(a, narrow_region, data, COST_REGION, negated);
}

struct expression *filter_test_box(struct arena *a, struct bbox b, bool negated) {
  struct region r = {.is_box = true, .n_box = 1, .box = {b}};
  if (b.minx > b.maxx) {
    r.n_box = 2;
    r.box[0] = (struct bbox){b.minx, b.miny, 180, b.maxy};
    r.box[1] = (struct bbox){-180, b.miny, b.maxx, b.maxy};
  }
  return region_test(a, r, negated);
}

struct expression *filter_test_near(struct arena *a, double lon, double lat, double metres, bool negated) {
  double high = metres / EARTH / DEGREE, c = cos((fabs(lat) + high < 90 ? fabs(lat) + high : 90) * DEGREE);
  double wide = c > 1e-6 && high / c < 180 ? high / c : 180;
  struct region r = {.is_circle = true, .lon = lon, .lat = lat, .metres = metres, .n_box = 1};
  r.box[0] = (struct bbox){lon - wide, lat - high, lon + wide, lat + high};
  if (r.box[0].minx < -180 && wide < 180)
    r.box[r.n_box++] = (struct bbox){lon - wide + 360, lat - high, 180, lat + high};
  if (r.box[0].maxx > 180 && wide < 180)
    r.box[r.n_box++] = (struct bbox){-180, lat - high, lon + wide - 360, lat + high};
  return region_test(a, r, negated);
}

struct expression *filter_test_drawn(struct arena *a, const struct polygon *drawn, bool negated) {
  return region_test(a, (struct region){.polygon = drawn, .n_box = 1, .box = {polygon_bbox(drawn)}}, negated);
}
