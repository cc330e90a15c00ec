/* Gaps of a layer: areas that stand apart from all their neighbours, and holes that no area has as its own. */
#include "ingest/areas.h"

#include <math.h>

/* Beyond this many areas, or distances of a point from a line, the comparison of all with all is not worth its time. Distances
 * in metres. */
enum { MOST_AREAS = 5000, MOST_STEPS = 200000000, TOUCHING = 1, NEIGHBOUR = 100 };

struct layer {
  struct areas_job *job;
  const struct polygon *metres;
  struct areas_row **rows;
  const struct bbox *boxes;
  uint32_t n;
  uint64_t steps; /* distances taken so far */
};

static double distance_to_segment(double x, double y, const double *a) {
  double dx = a[2] - a[0], dy = a[3] - a[1], length2 = dx * dx + dy * dy;
  double t = length2 > 0 ? ((x - a[0]) * dx + (y - a[1]) * dy) / length2 : 0;
  t = fmin(1, fmax(0, t));
  return hypot(x - a[0] - t * dx, y - a[1] - t * dy);
}

static double distance_to_rings(double x, double y, const struct polygon *p) {
  double nearest = INFINITY;
  for (uint32_t ring = 0, i = 0; ring < p->n_rings; ring++, i++)
    for (; i + 1 < p->ring_end[ring]; i++) nearest = fmin(nearest, distance_to_segment(x, y, &p->xy[2 * (size_t)i]));
  return nearest;
}

/* From the points of one to the lines of the other, stopping as soon as they touch. */
static double distance_from(struct layer *l, uint32_t from, uint32_t to) {
  const struct polygon *a = &l->metres[from], *b = &l->metres[to];
  double nearest = INFINITY;
  for (uint32_t i = 0; i < a->n_points && nearest > TOUCHING && l->steps < MOST_STEPS; i++) {
    double x = a->xy[2 * (size_t)i], y = a->xy[2 * (size_t)i + 1];
    if (!bbox_contains_point(&l->boxes[to], x, y)) continue;
    nearest = fmin(nearest, distance_to_rings(x, y, b));
    l->steps += b->n_points;
  }
  return nearest;
}

static struct bbox widened(struct bbox b) {
  return (struct bbox){b.minx - NEIGHBOUR, b.miny - NEIGHBOUR, b.maxx + NEIGHBOUR, b.maxy + NEIGHBOUR};
}

static double distance_to_others(struct layer *l, uint32_t i) {
  double nearest = INFINITY;
  for (uint32_t k = 0; k < l->n && nearest > TOUCHING; k++) {
    if (k == i || !bbox_intersects(&l->boxes[i], &l->boxes[k])) continue;
    nearest = fmin(nearest, distance_from(l, i, k));
    nearest = fmin(nearest, distance_from(l, k, i));
  }
  return nearest;
}

/* Only where touching is the rule: a layer of villages has no gaps, it has distances. */
static void report_apart(struct layer *l) {
  double *nearest = arena_alloc(l->job->arena, l->n * sizeof *nearest);
  uint32_t apart = 0;
  for (uint32_t i = 0; i < l->n; i++) {
    nearest[i] = distance_to_others(l, i);
    apart += nearest[i] > TOUCHING;
    if (apart * 10 > l->n || l->steps >= MOST_STEPS) return;
  }
  for (uint32_t i = 0; i < l->n; i++)
    if (nearest[i] > TOUCHING && nearest[i] <= NEIGHBOUR)
      AREAS_WARN(l->job, l->rows[i], STR("geometría"), l->rows[i]->area.name, "hueco-alrededor",
                 "el área no toca a ninguna de sus vecinas; la más cercana queda a %.0f m: ajuste los límites comunes",
                 "the area touches none of its neighbours; the nearest is %.0f m away: adjust the common boundaries",
                 nearest[i]);
}

static struct polygon ring_of(const struct polygon *p, uint32_t ring, uint32_t *ends) {
  uint32_t start = ring ? p->ring_end[ring - 1] : 0, n = p->ring_end[ring] - start;
  ends[0] = n, ends[1] = 1;
  return (struct polygon){.xy = p->xy + 2 * (size_t)start,
                          .ring_end = &ends[0],
                          .part_end = &ends[1],
                          .n_points = n,
                          .n_rings = 1,
                          .n_parts = 1};
}

/* True if an area lies in the hole, or has it as a hole of its own. */
static bool is_explained(const struct layer *l, const struct polygon *hole) {
  double area = fabs(polygon_area(hole));
  for (uint32_t i = 0; i < l->n; i++) {
    const struct polygon *p = &l->metres[i];
    if (fabs(polygon_area(p)) < area && polygon_contains(hole, p->xy[0], p->xy[1])) return true;
    for (uint32_t r = 0; r < p->n_rings; r++) {
      uint32_t ends[2];
      struct polygon own = ring_of(p, r, ends);
      if (fabs(fabs(polygon_area(&own)) - area) < 0.001 * area && polygon_contains(hole, own.xy[0], own.xy[1]))
        return true;
    }
  }
  return false;
}

static void report_holes(const struct layer *l, const struct polygon *whole, double min_area) {
  for (uint32_t part = 0, ring = 0; part < whole->n_parts; part++)
    for (uint32_t shell = ring; ring < whole->part_end[part]; ring++) {
      uint32_t ends[2];
      struct polygon hole = ring_of(whole, ring, ends);
      double area = fabs(polygon_area(&hole));
      if (ring == shell || area < min_area || is_explained(l, &hole)) continue;
      report_addf(l->job->report, REPORT_NOTE, 0, STR("geometría"), STR(""), "hueco",
                  "entre las áreas de la capa queda un hueco de %.4f ha (EPSG:9377 %.0f, %.0f)",
                  "between the areas of the layer there is a gap of %.4f ha (EPSG:9377 %.0f, %.0f)", area / 10000,
                  hole.xy[0], hole.xy[1]);
    }
}

bool areas_check_gaps(struct areas_job *j, const struct polygon *metres, struct areas_row **rows, uint32_t n,
                      double min_area, struct err *e) {
  struct polygon whole;
  struct err why = {0};
  if (n < 2 || n > MOST_AREAS) return true;
  struct bbox *boxes = arena_alloc(j->arena, n * sizeof *boxes);
  for (uint32_t i = 0; i < n; i++) boxes[i] = widened(polygon_bbox(&metres[i]));
  struct layer l = {j, metres, rows, boxes, n, 0};
  report_apart(&l);
  if (shape_union(area_tools_shape(j->tools), j->arena, metres, n, &whole, &why)) report_holes(&l, &whole, min_area);
  else if (why.kind != ERR_LIMIT) return *e = why, false; /* a gap is worth a note, not minutes of waiting */
  return true;
}
