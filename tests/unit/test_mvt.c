/* The encoder against bytes worked out by hand from the specification (section 4.3.5 and the examples there). */
#include "unit.h"
#include "geo/clip.h"
#include "geo/mvt.h"

static const char *const keys[] = {"a", "b"};

static void assert_bytes(const struct buf *b, const unsigned char *want, size_t n) {
  assert_int_equal(b->len, n);
  assert_memory_equal(b->data, want, n);
}

/* "9 50 34" is the specification's MoveTo(25,17). */
static void test_point(void **state) {
  (void)state;
  struct mvt_layer l;
  struct buf tile = {0};
  mvt_begin(&l, "p", keys, 2);
  uint32_t tags[] = {1, mvt_add_text(&l, STR("x"))};
  mvt_add_point(&l, 300, tags, 1, 25, 17);
  mvt_finish(&l, &tile);
  const unsigned char want[] = {0x1a, 35,   0x0a, 1,    'p', 0x12, 14,   0x08, 0xac, 0x02, 0x12, 2,    1,
                                0,    0x18, 1,    0x22, 3,   9,    50,   34,   0x1a, 1,    'a',  0x1a, 1,
                                'b',  0x22, 3,    0x0a, 1,   'x',  0x28, 0x80, 0x20, 0x78, 2};
  assert_int_equal(want[1], sizeof want - 2);
  assert_bytes(&tile, want, sizeof want);
  buf_free(&tile);
}

/* Feature id 0 is none; a double is its eight bytes, least significant first; what came before mvt_restart is gone. */
static void test_no_id_and_a_double(void **state) {
  (void)state;
  struct mvt_layer l;
  struct buf tile = {0};
  mvt_begin(&l, "p", keys, 1);
  uint32_t before[] = {0, mvt_add_text(&l, STR("gone"))};
  mvt_add_point(&l, 7, before, 1, 1, 1);
  assert_true(mvt_size(&l) > 20);
  mvt_restart(&l);
  assert_int_equal(mvt_size(&l), 0);
  uint32_t tags[] = {0, mvt_add_double(&l, -2.0)};
  mvt_add_point(&l, 0, tags, 1, 25, 17);
  mvt_finish(&l, &tile);
  const unsigned char want[] = {0x1a, 35, 0x0a, 1,  'p', 0x12, 11,   0x12, 2,    0,    0,    0x18, 1,
                                0x22, 3,  9,    50, 34,  0x1a, 1,    'a',  0x22, 9,    0x19, 0,    0,
                                0,    0,  0,    0,  0,   0xc0, 0x28, 0x80, 0x20, 0x78, 2};
  assert_int_equal(want[1], sizeof want - 2);
  assert_bytes(&tile, want, sizeof want);
  buf_free(&tile);
}

/* The specification's polygon: 9 6 12 18 10 12 24 44 15, given backwards. */
static void test_polygon_is_turned(void **state) {
  (void)state;
  struct mvt_layer l;
  const struct mvt_xy ring[] = {{20, 34}, {8, 12}, {3, 6}};
  mvt_begin(&l, "p", keys, 2);
  mvt_begin_polygon(&l);
  assert_true(mvt_add_ring(&l, ring, 3, false));
  const unsigned char want[] = {9, 6, 12, 18, 10, 12, 24, 44, 15};
  assert_bytes(&l.geometry, want, sizeof want);
  struct buf tile = {0};
  mvt_end_polygon(&l, 1, NULL, 0);
  assert_int_equal(l.n_features, 1);
  mvt_finish(&l, &tile);
  buf_free(&tile);
}

static void test_ring_without_area_is_refused(void **state) {
  (void)state;
  struct mvt_layer l;
  struct buf tile = {0};
  const struct mvt_xy line[] = {{0, 0}, {5, 5}, {10, 10}};
  mvt_begin(&l, "p", keys, 2);
  mvt_begin_polygon(&l);
  assert_false(mvt_add_ring(&l, line, 3, false));
  assert_false(mvt_add_ring(&l, line, 2, false));
  mvt_end_polygon(&l, 1, NULL, 0);
  mvt_finish(&l, &tile);
  assert_int_equal(tile.len, 0);
}

/* A hole turns the other way than its shell, however it comes. */
static void test_hole_turns_back(void **state) {
  (void)state;
  struct mvt_layer l;
  const struct mvt_xy shell[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}}, hole[] = {{2, 2}, {4, 2}, {4, 4}, {2, 4}};
  mvt_begin(&l, "p", keys, 2);
  mvt_begin_polygon(&l);
  mvt_add_ring(&l, shell, 4, false);
  mvt_add_ring(&l, hole, 4, true);
  const unsigned char want[] = {9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 4, 11, 26, 4, 0, 0, 3, 3, 0, 15};
  assert_bytes(&l.geometry, want, sizeof want);
  struct buf tile = {0};
  mvt_finish(&l, &tile);
  buf_free(&tile);
}

static struct clip_ring ring_of(const struct mvt_xy *p, size_t n) {
  struct clip_ring r = {0};
  for (size_t i = 0; i < n; i++) clip_push(&r, p[i].x, p[i].y);
  return r;
}

static int64_t area_of(const struct clip_ring *r) {
  int64_t sum = 0;
  for (size_t i = 0; i < r->n; i++) {
    struct mvt_xy a = r->p[i], b = r->p[(i + 1) % r->n];
    sum += (int64_t)a.x * b.y - (int64_t)b.x * a.y;
  }
  return (sum < 0 ? -sum : sum) / 2;
}

static void test_clip(void **state) {
  (void)state;
  struct clip_ring scratch = {0};
  struct clip_ring around = ring_of((struct mvt_xy[]){{-1000, -1000}, {1000, -1000}, {1000, 1000}, {-1000, 1000}}, 4);
  clip_to_square(&around, &scratch, -64, 64);
  clip_tidy(&around, -64, 64);
  assert_int_equal(around.n, 4);
  assert_int_equal(area_of(&around), 128 * 128);
  struct clip_ring half = ring_of((struct mvt_xy[]){{0, -10}, {200, -10}, {200, 10}, {0, 10}}, 4);
  clip_to_square(&half, &scratch, -64, 64);
  clip_tidy(&half, -64, 64);
  assert_int_equal(area_of(&half), 64 * 20);
  struct clip_ring away = ring_of((struct mvt_xy[]){{100, 100}, {200, 100}, {200, 200}}, 3);
  clip_to_square(&away, &scratch, -64, 64);
  clip_tidy(&away, -64, 64);
  assert_true(away.n < 3);
  struct clip_ring far =
      ring_of((struct mvt_xy[]){{-2000000000, -5}, {2000000000, -5}, {2000000000, 5}, {-2000000000, 5}}, 4);
  clip_to_square(&far, &scratch, -64, 4160);
  assert_int_equal(area_of(&far), 4224 * 10);
  free(around.p);
  free(half.p);
  free(away.p);
  free(far.p);
  free(scratch.p);
}

/* Neighbours that share a border get the same crossing, whichever way they pass it. */
static void test_clip_is_the_same_from_both_sides(void **state) {
  (void)state;
  struct clip_ring scratch = {0};
  struct clip_ring one = ring_of((struct mvt_xy[]){{-7, -300}, {101, 333}, {-500, 0}}, 3);
  struct clip_ring two = ring_of((struct mvt_xy[]){{101, 333}, {-7, -300}, {500, 0}}, 3);
  clip_to_square(&one, &scratch, -64, 64);
  clip_to_square(&two, &scratch, -64, 64);
  unsigned common = 0;
  for (size_t i = 0; i < one.n; i++)
    for (size_t k = 0; k < two.n; k++) common += one.p[i].x == two.p[k].x && one.p[i].y == two.p[k].y;
  assert_true(common >= 2);
  free(one.p);
  free(two.p);
  free(scratch.p);
}

static void test_tidy(void **state) {
  (void)state;
  struct clip_ring r =
      ring_of((struct mvt_xy[]){{5, 0}, {10, 0}, {10, 0}, {10, 5}, {10, 10}, {10, 15}, {10, 10}, {0, 10}, {0, 0}}, 9);
  clip_tidy(&r, 0, 10);
  assert_int_equal(r.n, 4);
  assert_int_equal(area_of(&r), 100);
  free(r.p);
  struct clip_ring inside = ring_of((struct mvt_xy[]){{1, 1}, {3, 1}, {5, 1}, {5, 5}}, 4);
  clip_tidy(&inside, 0, 10);
  assert_int_equal(inside.n, 4); /* a neighbour may have its corner at 3,1 */
  free(inside.p);
  struct clip_ring flat = ring_of((struct mvt_xy[]){{0, 0}, {5, 5}, {9, 9}, {2, 2}}, 4);
  clip_tidy(&flat, -64, 64);
  assert_true(flat.n < 3);
  free(flat.p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_point),
      cmocka_unit_test(test_no_id_and_a_double),
      cmocka_unit_test(test_polygon_is_turned),
      cmocka_unit_test(test_ring_without_area_is_refused),
      cmocka_unit_test(test_hole_turns_back),
      cmocka_unit_test(test_clip),
      cmocka_unit_test(test_clip_is_the_same_from_both_sides),
      cmocka_unit_test(test_tidy),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
