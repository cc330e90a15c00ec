/* The bands of areas: cells that cover a region without gap or overlap still do so in every band, to the unit. */
#include "unit.h"
#include <geos_c.h>
#include <math.h>
#include "geo/grid.h"
#include "snapshot/builder.h"

static uint64_t seed;
static double random_share(void) {
  seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (double)(seed >> 40) / (1 << 24);
}

/* ---- areas by hand, as the builder holds them */

struct model {
  struct builder b;
  size_t cap_area;
};

static void add_area(struct model *m, const struct polygon *p) {
  struct builder *b = &m->b;
  mem_grow((void **)&b->area, &m->cap_area, b->n_areas + 1, sizeof *b->area);
  b->area[b->n_areas++] = (struct snap_rec_area){.shape = p ? builder_shape(b, p) : SNAPSHOT_NONE};
}

/* A ring of n points, not closed; put in counter-clockwise. */
static void add_ring(struct model *m, const double *xy, uint32_t n) {
  double *closed = malloc(sizeof *closed * 2 * (n + 1)), twice = 0;
  uint32_t end = n + 1, part = 1;
  for (uint32_t i = 1; i + 1 < n; i++)
    twice += (xy[2 * i] - xy[0]) * (xy[2 * i + 3] - xy[1]) - (xy[2 * i + 2] - xy[0]) * (xy[2 * i + 1] - xy[1]);
  for (uint32_t i = 0; i <= n; i++)
    memcpy(closed + 2 * (size_t)i, xy + 2 * (size_t)(twice > 0 ? i % n : (n - i) % n), 2 * sizeof *xy);
  add_area(m, &(struct polygon){closed, &end, &part, n + 1, 1, 1});
  free(closed);
}

static void forget(struct model *m) {
  for (int i = 0; i < SNAP_SECTIONS; i++) free(m->b.out[i].data);
  free(m->b.area);
  free(m->b.shape);
  free(m->b.shape_xy);
  free(m->b.shape_ring);
  free(m->b.shape_part);
  *m = (struct model){0};
}

struct ring {
  const struct snap_cell *p;
  uint32_t n;
  bool hole;
};
static uint32_t rings_of(const struct model *m, unsigned band, size_t area, struct ring *out, uint32_t room) {
  const struct snap_band *d = (const struct snap_band *)m->b.out[SNAP_SEC_band].data + band * m->b.n_areas + area;
  const struct snap_band_ring *r = (const struct snap_band_ring *)m->b.out[SNAP_SEC_band_ring].data + d->ring;
  assert_true(d->n_rings <= room);
  for (uint32_t i = 0; i < d->n_rings; i++)
    out[i] =
        (struct ring){(const struct snap_cell *)m->b.out[SNAP_SEC_band_xy].data + r[i].xy, r[i].n_points, r[i].hole};
  return d->n_rings;
}

/* Without the mark of a node. */
static struct snap_cell place_of(struct snap_cell c) { return (struct snap_cell){c.x & ~UINT32_C(1), c.y}; }

static i128 twice_area(const struct ring *r) {
  i128 sum = 0;
  for (uint32_t i = 0; i < r->n; i++) {
    struct snap_cell a = place_of(r->p[i]), b = place_of(r->p[i + 1 < r->n ? i + 1 : 0]);
    sum += (i128)a.x * b.y - (i128)b.x * a.y;
  }
  return sum;
}

/* ---- do all sides cancel? */

/* One end of a side, on its line: the direction in lowest terms, how far the line is off, how far along it the end is. */
struct end {
  int64_t dx, dy;
  i128 off;
  int64_t along;
  int sign;
};
struct ends {
  struct end *e;
  size_t n, cap;
};

static int64_t common(int64_t a, int64_t b) {
  a = a < 0 ? -a : a, b = b < 0 ? -b : b;
  while (b) {
    int64_t t = a % b;
    a = b, b = t;
  }
  return a;
}

static void add_side(struct ends *o, struct snap_cell a, struct snap_cell b, int sign) {
  int64_t dx = (int64_t)b.x - a.x, dy = (int64_t)b.y - a.y, g = common(dx, dy);
  assert_true(g != 0); /* no point is repeated */
  dx /= g, dy /= g;
  if (dx < 0 || (dx == 0 && dy < 0)) dx = -dx, dy = -dy;
  i128 off = (i128)dx * a.y - (i128)dy * a.x;
  mem_grow((void **)&o->e, &o->cap, o->n + 2, sizeof *o->e);
  o->e[o->n++] = (struct end){dx, dy, off, dx ? a.x : a.y, sign};
  o->e[o->n++] = (struct end){dx, dy, off, dx ? b.x : b.y, -sign};
}

static int compare_ends(const void *x, const void *y) {
  const struct end *a = x, *b = y;
  if (a->dx != b->dx) return a->dx < b->dx ? -1 : 1;
  if (a->dy != b->dy) return a->dy < b->dy ? -1 : 1;
  if (a->off != b->off) return a->off < b->off ? -1 : 1;
  return (a->along > b->along) - (a->along < b->along);
}

/* Number of places where a line is passed more often in one direction than in the other: 0 if nothing gapes or overlaps. */
static size_t uncancelled(struct ends *o) {
  size_t wrong = 0;
  int sum = 0;
  if (o->n) qsort(o->e, o->n, sizeof *o->e, compare_ends);
  for (size_t i = 0; i < o->n; i++) {
    sum += o->e[i].sign;
    bool next_is_here = i + 1 < o->n && compare_ends(&o->e[i], &o->e[i + 1]) == 0;
    if (sum != 0 && !next_is_here) wrong++;
  }
  return wrong;
}

/* The areas but the last cover the last one: in every band, exactly. */
static void covers_in_every_band(struct model *m, const char *what) {
  struct ring ring[8];
  build_bands(&m->b);
  for (unsigned band = 0; band < SNAP_BANDS; band++) {
    struct ends ends = {0};
    i128 sum = 0;
    size_t points = 0;
    for (size_t i = 0; i < m->b.n_areas; i++) {
      bool whole = i + 1 == m->b.n_areas;
      for (uint32_t n = rings_of(m, band, i, ring, 8), k = 0; k < n; k++) {
        assert_true(ring[k].n >= 3);
        sum += whole ? -twice_area(&ring[k]) : twice_area(&ring[k]);
        points += ring[k].n;
        for (uint32_t j = 0; j < ring[k].n; j++)
          add_side(&ends, place_of(ring[k].p[j]), place_of(ring[k].p[j + 1 < ring[k].n ? j + 1 : 0]), whole ? -1 : 1);
      }
    }
    size_t wrong = uncancelled(&ends);
    if (wrong || sum) fail_msg("%s, zoom %u: %zu of %zu sides gape", what, SNAP_BAND_ZOOM[band], wrong, points);
    free(ends.e);
  }
}

/* ---- cells of Voronoi with wavy borders, in a rectangle whose ring has its corners only */

static double rounded(double v) { return round(v * 1e7) / 1e7; }

/* Points of the border from a to b, without b; the same from either side. Some borders are straight. */
static uint32_t wavy(const double *a, const double *b, double rough, double *out) {
  bool turned = a[0] > b[0] || (a[0] == b[0] && a[1] > b[1]);
  const double *low = turned ? b : a, *high = turned ? a : b;
  enum { STEPS = 12 };
  uint32_t n = 1;
  out[0] = a[0], out[1] = a[1];
  double key[] = {low[0], low[1], high[0], high[1]};
  seed = 99;
  for (int i = 0; i < 4; i++) seed = (seed ^ (uint64_t)llround(key[i] * 1e7)) * UINT64_C(0x9E3779B97F4A7C15);
  if (random_share() < 0.2) return n;
  double side[STEPS];
  for (int i = 1; i < STEPS; i++) side[i] = (random_share() - 0.5) * rough;
  for (int i = 1; i < STEPS; i++) {
    int k = turned ? STEPS - i : i;
    double t = (double)k / STEPS, dx = high[0] - low[0], dy = high[1] - low[1];
    out[2 * n] = rounded(low[0] + t * dx - side[k] * dy);
    out[2 * n++ + 1] = rounded(low[1] + t * dy + side[k] * dx);
  }
  return n;
}

static void add_cell(GEOSContextHandle_t g, struct model *m, const GEOSGeometry *cell, const double *box,
                     double rough) {
  const GEOSCoordSequence *s = GEOSGeom_getCoordSeq_r(g, GEOSGetExteriorRing_r(g, cell));
  unsigned n;
  GEOSCoordSeq_getSize_r(g, s, &n);
  double *xy = malloc(sizeof *xy * 2 * 12 * n), a[2], b[2];
  uint32_t points = 0;
  for (unsigned i = 0; i + 1 < n; i++) {
    GEOSCoordSeq_getXY_r(g, s, i, &a[0], &a[1]);
    GEOSCoordSeq_getXY_r(g, s, i + 1, &b[0], &b[1]);
    for (int k = 0; k < 2; k++) a[k] = rounded(a[k]), b[k] = rounded(b[k]);
    bool rim = false;
    for (int k = 0; k < 4; k++) rim |= fabs(a[k % 2] - box[k]) < 2e-7 && fabs(b[k % 2] - box[k]) < 2e-7;
    if (a[0] == b[0] && a[1] == b[1]) continue;
    points += wavy(a, b, rim ? 0 : rough, xy + 2 * (size_t)points);
  }
  if (points >= 3) add_ring(m, xy, points);
  free(xy);
}

static void voronoi(struct model *m, unsigned cells, double lon, double lat, double size, double rough, uint64_t from) {
  GEOSContextHandle_t g = GEOS_init_r();
  double *xy = malloc(sizeof *xy * 2 * cells), box[] = {lon, lat, lon + size, lat + size};
  seed = from;
  for (unsigned i = 0; i < 2 * cells; i++) xy[i] = box[i % 2] + size * random_share();
  GEOSGeometry *sites = GEOSGeom_createLineString_r(g, GEOSCoordSeq_copyFromBuffer_r(g, xy, cells, 0, 0));
  GEOSGeometry *all = GEOSVoronoiDiagram_r(g, sites, NULL, 0, 0);
  for (int i = 0; i < GEOSGetNumGeometries_r(g, all); i++) {
    GEOSGeometry *cell = GEOSClipByRect_r(g, GEOSGetGeometryN_r(g, all, i), box[0], box[1], box[2], box[3]);
    if (cell && GEOSGeomTypeId_r(g, cell) == GEOS_POLYGON && !GEOSisEmpty_r(g, cell)) add_cell(g, m, cell, box, rough);
    GEOSGeom_destroy_r(g, cell);
  }
  GEOSGeom_destroy_r(g, all);
  GEOSGeom_destroy_r(g, sites);
  GEOS_finish_r(g);
  free(xy);
  add_ring(m, (double[]){box[0], box[1], box[2], box[1], box[2], box[3], box[0], box[3]}, 4);
}

static void test_voronoi(void **state) {
  (void)state;
  static const struct {
    unsigned cells;
    double lon, lat, size, rough;
  } kinds[] = {{400, -75.6, 10.3, 0.2, 0.15},
               {400, -78, -4, 14, 0.15},
               {300, -75.5, 10.4, 0.002, 0.1},
               {200, 179, 50, 0.9, 0.3},
               {500, -80, -20, 40, 0.02}};
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
    for (uint64_t from = 1; from <= 4; from++) {
      struct model m = {0};
      char what[64];
      snprintf(what, sizeof what, "Voronoi %zu.%d", k, (int)from);
      voronoi(&m, kinds[k].cells, kinds[k].lon, kinds[k].lat, kinds[k].size, kinds[k].rough, from);
      covers_in_every_band(&m, what);
      forget(&m);
    }
}

/* ---- bricks on a slope: every corner lies somewhere on a side of its neighbours, up to rounding */

static void place(double x, double y, double scale, double *out) {
  out[0] = rounded(-75.5 + scale * (x * 0.8 - y * 0.37));
  out[1] = rounded(10.4 + scale * (x * 0.37 + y * 0.8));
}

static void bricks(struct model *m, int rows, int columns, double scale) {
  double xy[8];
  for (int y = 0; y < rows; y++)
    for (int x = 0; x <= columns; x++) {
      double left = x - (y % 2) * 0.5, right = left + 1;
      if (left < 0) left = 0;
      if (right > columns) right = columns;
      if (right <= left) continue;
      place(left, y, scale, xy), place(right, y, scale, xy + 2), place(right, y + 1, scale, xy + 4),
          place(left, y + 1, scale, xy + 6);
      add_ring(m, xy, 4);
    }
  place(0, 0, scale, xy), place(columns, 0, scale, xy + 2), place(columns, rows, scale, xy + 4),
      place(0, rows, scale, xy + 6);
  add_ring(m, xy, 4);
}

static void test_corners_on_sides(void **state) {
  (void)state;
  for (double scale = 1e-4; scale < 1; scale *= 7) {
    struct model m = {0};
    char what[64];
    snprintf(what, sizeof what, "bricks of %g degrees", scale);
    bricks(&m, 12, 9, scale);
    covers_in_every_band(&m, what);
    forget(&m);
  }
}

/* ---- what is kept */

/* Square of the distance of p from the nearest side of a ring. */
static double off(const struct ring *r, double x, double y) {
  double best = 1e300;
  for (uint32_t i = 0; i < r->n; i++) {
    struct snap_cell a = r->p[i], b = r->p[i + 1 < r->n ? i + 1 : 0];
    double dx = (double)b.x - a.x, dy = (double)b.y - a.y, px = x - a.x, py = y - a.y;
    double t = (px * dx + py * dy) / (dx * dx + dy * dy);
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    best = fmin(best, pow(px - t * dx, 2) + pow(py - t * dy, 2));
  }
  return best;
}

static void test_simplified_within_a_unit_and_a_half(void **state) {
  (void)state;
  enum { N = 6000 };
  struct model m = {0};
  struct ring ring[2];
  double *xy = malloc(sizeof *xy * 2 * N);
  seed = 5;
  for (int i = 0; i < N; i++) {
    double far = 0.4 + 0.1 * sin(i * 0.01) + 0.004 * random_share();
    xy[2 * i] = -75 + far * cos(2 * M_PI * i / N);
    xy[2 * i + 1] = 10 + far * sin(2 * M_PI * i / N);
  }
  add_ring(&m, xy, N);
  build_bands(&m.b);
  uint32_t before = N + 1;
  for (unsigned band = SNAP_BANDS; band-- > 0;) {
    double unit = ldexp(1, 20 - SNAP_BAND_ZOOM[band]), worst = 0;
    assert_int_equal(rings_of(&m, band, 0, ring, 2), 1);
    for (int i = 0; i < N; i++) worst = fmax(worst, off(&ring[0], grid_x(xy[2 * i]), grid_y(xy[2 * i + 1])));
    assert_true(sqrt(worst) <= 2 * unit); /* simplified by 3/4, what the finer one lost, snapped by half a diagonal */
    assert_true(ring[0].n <= before);
    before = ring[0].n;
  }
  assert_true(before >= 4 && before < 60);
  forget(&m);
  free(xy);
}

/* An enclave is the hole of what is around it; islands of a few units go, their holes with them. */
static void test_holes_and_specks(void **state) {
  (void)state;
  struct model m = {0};
  struct ring ring[4];
  double around[] = {0,       0,       4,   0,   4,   4, 0, 4, 0, 0, 0.5, 0.5, 0.5, 0.50001, 0.50001,
                     0.50001, 0.50001, 0.5, 0.5, 0.5, 1, 1, 1, 3, 3, 3,   3,   1,   1,       1};
  uint32_t all[] = {5, 10, 15}, three = 3, ends[] = {5, 10}, part = 2; /* the first hole is a speck too */
  add_area(&m, &(struct polygon){around, all, &three, 15, 3, 1});
  add_ring(&m, (double[]){3, 1, 3, 3, 1, 3, 1, 1}, 4);
  add_area(&m, NULL);
  double speck[] = {9,        9,        9.00001,  9,        9.00001,  9.00001,  9,        9.00001,  9,        9,
                    9.000002, 9.000002, 9.000002, 9.000008, 9.000008, 9.000008, 9.000008, 9.000002, 9.000002, 9.000002};
  add_area(&m, &(struct polygon){speck, ends, &part, 10, 2, 1});
  build_bands(&m.b);
  for (unsigned band = 0; band < SNAP_BANDS; band++) {
    uint32_t n = rings_of(&m, band, 0, ring, 3);
    assert_int_equal(n, SNAP_BAND_ZOOM[band] > 12 ? n : 2);
    assert_int_equal(rings_of(&m, band, 1, ring + 3, 1), 1);
    assert_true(!ring[0].hole && ring[n - 1].hole && !ring[3].hole);
    assert_true(twice_area(&ring[n - 1]) == -twice_area(&ring[3]));
    assert_int_equal(rings_of(&m, band, 2, ring, 4), 0);
    if (SNAP_BAND_ZOOM[band] <= 12) assert_int_equal(rings_of(&m, band, 3, ring, 4), 0);
  }
  assert_int_equal(rings_of(&m, SNAP_BANDS - 1, 3, ring, 4), 2);
  assert_int_equal(rings_of(&m, SNAP_BANDS - 1, 0, ring, 4), 3);
  forget(&m);
}

/* Neighbours whose common border was written with other roundings. */
static void test_nearly_the_same_border(void **state) {
  (void)state;
  struct model m = {0};
  add_ring(&m, (double[]){-75, 10, -74.9, 10, -74.8999997, 10.1, -75, 10.1}, 4);
  add_ring(&m, (double[]){-74.9000003, 10.0000002, -74.8, 10, -74.8, 10.1, -74.9, 10.1000004}, 4);
  add_ring(&m, (double[]){-75, 10, -74.8, 10, -74.8, 10.1, -75, 10.1}, 4);
  covers_in_every_band(&m, "two roundings");
  forget(&m);
}

static void test_same_data_same_bytes(void **state) {
  (void)state;
  struct model m[2] = {0};
  for (int k = 0; k < 2; k++) {
    voronoi(&m[k], 150, -75, 5, 3, 0.2, 3);
    build_bands(&m[k].b);
  }
  assert_int_equal(m[0].b.out[SNAP_SEC_band_xy].count, m[1].b.out[SNAP_SEC_band_xy].count);
  assert_memory_equal(m[0].b.out[SNAP_SEC_band_xy].data, m[1].b.out[SNAP_SEC_band_xy].data,
                      m[0].b.out[SNAP_SEC_band_xy].count * sizeof(struct snap_cell));
  forget(&m[0]);
  forget(&m[1]);
  build_bands(&m[0].b); /* no area at all */
  assert_int_equal(m[0].b.out[SNAP_SEC_band_ring].count, 0);
  forget(&m[0]);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_voronoi),
                                     cmocka_unit_test(test_corners_on_sides),
                                     cmocka_unit_test(test_simplified_within_a_unit_and_a_half),
                                     cmocka_unit_test(test_holes_and_specks),
                                     cmocka_unit_test(test_nearly_the_same_border),
                                     cmocka_unit_test(test_same_data_same_bytes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
