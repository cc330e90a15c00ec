#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include "geo/bbox.h"

static void empty_box_holds_nothing(void **state) {
  (void)state;
  struct bbox e = bbox_empty(), b = {0, 0, 1, 1};
  assert_true(bbox_is_empty(&e));
  assert_false(bbox_intersects(&e, &b));
  assert_false(bbox_intersects(&b, &e));
  assert_false(bbox_contains_point(&e, 0, 0));
  bbox_add(&b, &e);
  assert_true(b.minx == 0 && b.maxx == 1);
}

static void grows_by_points_and_boxes(void **state) {
  (void)state;
  struct bbox b = bbox_empty();
  bbox_add_point(&b, -75.5, 10.4);
  assert_false(bbox_is_empty(&b));
  assert_true(b.minx == b.maxx && b.miny == b.maxy);
  bbox_add_point(&b, NAN, 10.5);
  assert_true(b.minx == -75.5 && b.maxx == -75.5);
  bbox_add(&b, &(struct bbox){-76, 9, -75, 10});
  assert_true(b.minx == -76 && b.miny == 9 && b.maxx == -75 && b.maxy == 10.5);
}

static void touching_counts(void **state) {
  (void)state;
  struct bbox a = {0, 0, 1, 1};
  assert_true(bbox_intersects(&a, &(struct bbox){1, 1, 2, 2}));
  assert_false(bbox_intersects(&a, &(struct bbox){1.001, 0, 2, 1}));
  assert_false(bbox_intersects(&a, &(struct bbox){0, -2, 1, -0.001}));
  assert_true(bbox_contains_point(&a, 1, 0));
  assert_false(bbox_contains_point(&a, 1.001, 0));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(empty_box_holds_nothing),
                                     cmocka_unit_test(grows_by_points_and_boxes), cmocka_unit_test(touching_counts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
