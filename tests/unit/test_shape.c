#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "geo/shape.h"

static struct arena *A;
static struct shape_context *C;

static int make(void **state) {
  (void)state;
  A = arena_new(0);
  C = shape_context_new();
  return 0;
}
static int drop(void **state) {
  (void)state;
  arena_free(A);
  shape_context_free(C);
  return 0;
}

static struct polygon from_wkt(const char *text) {
  struct polygon p;
  bool is_point;
  struct err e = {0};
  if (!polygon_from_wkt(A, str_from(text), 1000, &p, &is_point, &e)) fail_msg("%s: %s", text, e.text);
  return p;
}

static struct polygon from_points(const double *xy, uint32_t n) {
  struct polygon p = {arena_alloc(A, 2 * n * sizeof *xy), arena_alloc(A, 4), arena_alloc(A, 4), n, 1, 1};
  memcpy(p.xy, xy, 2 * n * sizeof *xy);
  p.ring_end[0] = n;
  p.part_end[0] = 1;
  return p;
}

static struct polygon clean(struct polygon p, struct shape_report *r) {
  struct polygon out;
  struct err e = {0};
  if (!shape_clean(C, A, &p, 0, &out, r, &e)) fail_msg("%s (%s)", e.text, e.detail);
  assert_true(polygon_is_well_formed(&out));
  assert_true(polygon_area(&out) > 0 && polygon_area(&out) == r->area_after);
  struct shape_report again;
  struct polygon second;
  assert_true(shape_clean(C, A, &out, 0, &second, &again, &e));
  assert_false(again.repaired || again.reoriented || again.closed_ring || again.dropped_repeats ||
               again.dropped_spikes);
  return out;
}

static void valid_polygon_keeps_its_coordinates(void **state) {
  (void)state;
  struct shape_report r;
  struct polygon p = from_wkt("POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,1 3,3 3,3 1,1 1))"), q = clean(p, &r);
  assert_false(r.repaired || r.closed_ring || r.dropped_repeats || r.dropped_spikes || r.dropped_rings || r.reoriented);
  assert_string_equal(r.reason, "");
  assert_memory_equal(p.xy, q.xy, 2 * sizeof(double) * p.n_points);
  assert_true(r.area_before == 12 && r.area_after == 12);
}

static void each_defect_is_named_and_put_right(void **state) {
  (void)state;
  struct shape_report r;
  struct polygon q = clean(from_wkt("POLYGON((0 0,2 2,0 2,2 0,0 0))"), &r); /* bow-tie */
  assert_true(r.repaired && strstr(r.reason, "Self-intersection") && r.reason_x == 1 && r.reason_y == 1);
  assert_true(q.n_parts == 2 && r.area_after == 2 && r.area_before == 0);

  q = clean(from_points((double[]){0, 0, 4, 0, 4, 4, 0, 4}, 4), &r);
  assert_true(r.closed_ring && !r.repaired && q.n_points == 5 && r.area_after == 16);

  q = clean(from_wkt("POLYGON((0 0,0 0,4 0,4 0,4 0,4 4,0 4,0 0))"), &r);
  assert_true(r.dropped_repeats && !r.dropped_spikes && !r.repaired && q.n_points == 5);

  q = clean(from_wkt("POLYGON((0 0,4 0,4 4,9 9,4 4,0 4,0 0))"), &r);
  assert_true(r.dropped_spikes && !r.repaired && q.n_points == 5 && r.area_after == 16);
  q = clean(from_wkt("POLYGON((9 -9,0 0,4 0,4 4,0 4,0 0,9 -9))"), &r); /* the tip is the ring's start */
  assert_true(r.dropped_spikes && !r.repaired && q.n_points == 5);
  q = clean(from_wkt("POLYGON((0 0,4 0,4 4,0 4,0 0,9 -9,0 0))"), &r); /* … and its end */
  assert_true(r.dropped_spikes && !r.repaired && q.n_points == 5);
  q = clean(from_wkt("POLYGON((0 0,4 0,4 4,9 9,6 6,0 0))"), &r); /* a flat one over other points */
  assert_true(r.area_after == 8);

  q = clean(from_wkt("POLYGON((0 0,0 4,4 4,4 0,0 0))"), &r);
  assert_true(r.reoriented && !r.repaired);

  q = clean(from_wkt("MULTIPOLYGON(((0 0,9 0,9 9,0 9,0 0)),((3 3,4 3,4 4,3 4,3 3)))"), &r);
  assert_true(r.repaired && strstr(r.reason, "Nested shells") && q.n_parts == 1 && r.area_after == 81);

  q = clean(from_wkt("POLYGON((0 0,9 0,9 9,0 9,0 0),(1 1,1 1,1 1,1 1))"), &r);
  assert_true(r.dropped_rings && q.n_rings == 1);

  q = clean(from_wkt("POLYGON((0 0,4 0,4 4,0 4,0 0),(3 1,6 1,6 3,3 3,3 1))"), &r); /* hole over the edge */
  assert_true(r.repaired && r.area_after < 16);
}

static void what_has_no_area_is_refused(void **state) {
  (void)state;
  static const double FLAT[][8] = {{1, 1, 1, 1, 1, 1, 1, 1}, {0, 0, 1, 1, 0, 0, 0, 0}, {0, 0, 1, 1, 3, 3, 0, 0}};
  struct polygon out, none = {0}, p;
  struct shape_report r;
  for (size_t i = 0; i < 3; i++) {
    struct err e = {0};
    p = from_points(FLAT[i], 4);
    assert_false(shape_clean(C, A, &p, 0, &out, &r, &e));
    assert_int_equal(e.kind, ERR_GEOM);
  }
  struct err e = {0};
  assert_false(shape_clean(C, A, &none, 0, &out, &r, &e));
  p = from_points((double[]){0, 0, 1, NAN, 1, 1, 0, 0}, 4);
  assert_false(shape_clean(C, A, &p, 0, &out, &r, &e));
  assert_int_equal(e.kind, ERR_GEOM);
  p = from_points(FLAT[0], 4);
  assert_false(shape_clean(C, A, &p, 3, &out, &r, &e));
  assert_int_equal(e.kind, ERR_LIMIT);
}

/* GEOS forgets its working memory when it is interrupted. That is told to the leak checker here, where it is done on purpose. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) { return "leak:libgeos"; }

/* How often the ring of p winds round a point, by summing angles. */
static long winding(const struct polygon *p, double x, double y) {
  double turn = 0;
  for (uint32_t i = 0; i < p->n_points; i++) {
    const double *a = &p->xy[2 * i], *b = &p->xy[2 * ((i + 1) % p->n_points)];
    turn += atan2((a[0] - x) * (b[1] - y) - (a[1] - y) * (b[0] - x), (a[0] - x) * (b[0] - x) + (a[1] - y) * (b[1] - y));
  }
  return lround(turn / 2 / acos(-1));
}

/* Random rings: the repair keeps all that the ring goes round, in whichever direction and however often. */
static void random_rings_keep_what_they_wind_round(void **state) {
  (void)state;
  srand(3);
  for (int n = 0; n < 30; n++) {
    double xy[40];
    for (int i = 0; i < 40; i++) xy[i] = rand() % 1000 / 10.0;
    struct polygon p = from_points(xy, 20), q;
    struct shape_report r;
    q = clean(p, &r);
    int differ = 0;
    for (int i = 0; i < 500; i++) {
      double x = rand() % 1000 / 10.0 + 0.0313, y = rand() % 1000 / 10.0 + 0.0171;
      differ += (winding(&p, x, y) != 0) != polygon_contains(&q, x, y);
    }
    assert_true(differ <= 2);
  }
}

static void work_stops_at_the_limit(void **state) {
  (void)state;
  enum { N = 1000 };
  double *xy = malloc(2 * N * sizeof *xy);
  srand(1);
  for (int i = 0; i < 2 * N; i++) xy[i] = rand() % 100000;
  struct polygon p = from_points(xy, N), out;
  struct shape_report r;
  struct err e = {0};
  shape_set_limit(C, 200);
  time_t start = time(NULL);
  assert_false(shape_clean(C, A, &p, 0, &out, &r, &e));
  assert_int_equal(e.kind, ERR_LIMIT);
  assert_true(time(NULL) - start < 30);
  /* The context is usable afterwards. */
  shape_set_limit(C, 60000);
  clean(from_wkt("POLYGON((0 0,2 2,0 2,2 0,0 0))"), &r);
  free(xy);
}

static void union_dissolves_shared_edges(void **state) {
  (void)state;
  struct polygon p[] = {from_wkt("POLYGON((0 0,1 0,1 1,0 1,0 0))"), from_wkt("POLYGON((1 0,2 0,2 1,1 1,1 0))"),
                        from_wkt("POLYGON((5 5,6 5,6 6,5 6,5 5))")},
                 out;
  struct err e = {0};
  assert_true(shape_union(C, A, p, 3, &out, &e));
  assert_int_equal(out.n_parts, 2);
  assert_true(polygon_area(&out) == 3 && polygon_is_well_formed(&out));
  assert_false(shape_union(C, A, p, 0, &out, &e));
}

struct overlap {
  uint32_t n, i, j;
  double area;
  bool sliver;
};
static void note_overlap(void *user, uint32_t i, uint32_t j, double area, bool sliver) {
  struct overlap *o = user;
  *o = (struct overlap){o->n + 1, i, j, area, sliver};
}

static void overlaps_are_found_once_with_their_area(void **state) {
  (void)state;
  struct polygon p[] = {from_wkt("POLYGON((0 0,4 0,4 4,0 4,0 0))"), from_wkt("POLYGON((4 0,8 0,8 4,4 4,4 0))"),
                        from_wkt("POLYGON((2 -2,3 -2,3 1,2 1,2 -2))"), from_wkt("POLYGON((50 50,51 50,51 51,50 50))")};
  struct overlap o = {0};
  struct err e = {0};
  assert_true(shape_overlaps(C, p, 4, 0.001, note_overlap, &o, &e));
  assert_true(o.n == 1 && o.i == 0 && o.j == 2 && o.area == 1 && !o.sliver);
  p[1] = from_wkt("POLYGON((3.99 0,8 0,8 4,3.99 4,3.99 0))");
  o = (struct overlap){0};
  assert_true(shape_overlaps(C, p, 2, 0.001, note_overlap, &o, &e));
  assert_true(o.n == 1 && o.sliver && fabs(o.area - 0.04) < 1e-9);
  o = (struct overlap){0};
  assert_true(shape_overlaps(C, p, 2, 0.1, note_overlap, &o, &e));
  assert_int_equal(o.n, 0);
  assert_true(shape_overlaps(C, p, 0, 0.1, note_overlap, &o, &e));
}

static void share_covered(void **state) {
  (void)state;
  struct polygon a = from_wkt("POLYGON((0 0,4 0,4 4,0 4,0 0))"), b = from_wkt("POLYGON((3 0,5 0,5 4,3 4,3 0))"),
                 far = from_wkt("POLYGON((30 0,50 0,50 4,30 4,30 0))");
  double share = -1;
  struct err e = {0};
  assert_true(shape_covered(C, &a, &b, &share, &e) && share == 0.5);
  assert_true(shape_covered(C, &b, &a, &share, &e) && share == 0.25);
  assert_true(shape_covered(C, &a, &a, &share, &e) && share == 1);
  assert_true(shape_covered(C, &a, &far, &share, &e) && share == 0);
  assert_false(shape_covered(C, &a, &(struct polygon){0}, &share, &e));
}

static void label_point_is_deep_inside(void **state) {
  (void)state;
  struct polygon p = from_wkt("POLYGON((0 0,10 0,10 10,9 10,9 1,0 1,0 0))");
  double x, y;
  struct err e = {0};
  assert_true(shape_label_point(C, &p, 0.01, &x, &y, &e));
  assert_true(polygon_contains(&p, x, y) && x > 9 && y < 1); /* the corner is the widest place */
  assert_true(shape_label_point(C, &p, 0, &x, &y, &e));
  p = from_wkt("POLYGON((0 0,10 0.000001,10 0,0 0))"); /* a hair: 23 s if it is not noticed */

  assert_true(shape_label_point(C, &p, 0.01, &x, &y, &e));
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, make, drop)
  const struct CMUnitTest tests[] = {T(valid_polygon_keeps_its_coordinates),
                                     T(each_defect_is_named_and_put_right),
                                     T(what_has_no_area_is_refused),
                                     T(random_rings_keep_what_they_wind_round),
                                     T(work_stops_at_the_limit),
                                     T(union_dissolves_shared_edges),
                                     T(overlaps_are_found_once_with_their_area),
                                     T(share_covered),
                                     T(label_point_is_deep_inside)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
