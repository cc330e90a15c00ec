/* The encoder against bytes worked out by hand from the specification (v1: layer body, streams, columns). */
#include "unit.h"
#include "geo/mlt.h"
#include "geo/mvt.h"

static const char *const keys[] = {"a", "b"};

static void expect(struct buf *mvt, const unsigned char *want, size_t n) {
  struct buf out = {0};
  assert_true(mlt_from_mvt(buf_str(mvt), &out));
  assert_int_equal(out.len, n);
  assert_memory_equal(out.data, want, n);
  buf_free(&out);
  buf_free(mvt);
}

static void test_point(void **state) {
  (void)state;
  struct mvt_layer l;
  struct buf mvt = {0};
  mvt_begin(&l, "p", keys, 2);
  uint32_t tags[] = {0, mvt_add_text(&l, STR("x"))};
  mvt_add_point(&l, 300, tags, 1, 25, 17);
  mvt_finish(&l, &mvt);
  const unsigned char want[] = {40,   1,    1,    'p', 0x80, 0x20, 3, /* size, tag, name, extent, columns */
                                0,    4,    28,   1,   'a',           /* id, geometry, a text called a */
                                0x10, 0x02, 1,    2,   0xac, 0x02,    /* 300 */
                                2,    0x30, 0x02, 1,   1,    0,       /* two streams: a point */
                                0x13, 0x42, 2,    2,   50,   34,      /* at 25, 17 */
                                2,    0x30, 0x02, 1,   1,    1,       /* two streams: one text of one byte */
                                0x10, 0x00, 1,    1,   'x'};
  assert_int_equal(want[0], sizeof want - 1);
  expect(&mvt, want, sizeof want);
}

/* Eight points of one place, the last without id and with a text of its own: runs, presence, a dictionary. */
static void test_runs_and_nulls(void **state) {
  (void)state;
  struct mvt_layer l;
  struct buf mvt = {0};
  mvt_begin(&l, "p", keys, 2);
  uint32_t same = mvt_add_text(&l, STR("xy")), other = mvt_add_text(&l, STR("z")), five = mvt_add_int(&l, -5);
  for (uint64_t i = 1; i <= 7; i++) mvt_add_point(&l, 100 + i, (uint32_t[]){0, same}, 1, 1, 1);
  mvt_add_point(&l, 0, (uint32_t[]){0, other, 1, five}, 2, 1, 1);
  mvt_finish(&l, &mvt);
  const unsigned char want[] = {
      97,   1,    1,    'p', 0x80, 0x20, 4,                             /* */
      1,    4,    28,   1,   'a',  17,   1,   'b',                      /* id and b: not of every feature */
      0x00, 0x60, 8,    2,   0xff, 0x7f,                                /* seven ids of eight, one byte as it is */
      0x10, 0x02, 7,    7,   101,  102,  103, 104, 105, 106, 107,       /* no differences: as short plain */
      2,    0x30, 0x62, 2,   2,    1,    8,   8,   0,                   /* one run of eight points */
      0x13, 0x42, 16,   16,  2,    2,    0,   0,   0,   0,   0,   0, 0, /* */
      0,    0,    0,    0,   0,    0,    0,                             /* the first at 1, 1, the others there */
      3,    0x36, 0x02, 2,   2,    2,    1,                             /* dictionary: two bytes, one byte */
      0x22, 0x02, 8,    8,   0,    0,    0,   0,   0,   0,   0,   1,    /* runs would not be shorter */
      0x11, 0x00, 2,    3,   'x',  'y',  'z',                           /* */
      0x00, 0x60, 8,    2,   0xff, 0x80,                                /* b of the last */
      0x10, 0x02, 1,    1,   9};                                        /* -5 in zigzag */
  expect(&mvt, want, sizeof want);
}

/* A polygon with a hole, and one of two parts. */
static void test_polygons(void **state) {
  (void)state;
  struct mvt_layer l;
  struct buf mvt = {0};
  const struct mvt_xy shell[] = {{0, 0}, {9, 0}, {9, 9}, {0, 9}}, hole[] = {{1, 1}, {1, 2}, {2, 2}},
                      far[] = {{20, 0}, {29, 0}, {29, 9}};
  mvt_begin(&l, "p", keys, 2);
  mvt_begin_polygon(&l);
  assert_true(mvt_add_ring(&l, shell, 4, false) && mvt_add_ring(&l, hole, 3, true));
  mvt_end_polygon(&l, 1, NULL, 0);
  mvt_begin_polygon(&l);
  assert_true(mvt_add_ring(&l, shell, 4, false) && mvt_add_ring(&l, far, 3, false));
  mvt_end_polygon(&l, 2, NULL, 0);
  mvt_finish(&l, &mvt);
  const unsigned char want[] = {73,   1,    1,    'p', 0x80, 0x20, 2,  0, 4, /* */
                                0x10, 0x02, 2,    2,   1,    2,              /* ids */
                                5,    0x30, 0x02, 2,   2,    2,    5,        /* a polygon, a multipolygon */
                                0x31, 0x02, 1,    1,   2,                    /* of two polygons */
                                0x32, 0x02, 3,    3,   2,    1,    1,        /* rings of the three */
                                0x33, 0x02, 4,    4,   4,    3,    4,  3,    /* points of the four */
                                0x13, 0x42, 28,   28,                        /* */
                                0,    0,    18,   0,   0,    18,   17, 0,    /* shell */
                                2,    15,   0,    2,   2,    0,              /* hole */
                                3,    3,    18,   0,   0,    18,   17, 0,    /* shell again, from 2,2 */
                                40,   17,   18,   0,   0,    18};            /* the other part */
  expect(&mvt, want, sizeof want);
}

/* Two of the specification's test tiles, byte by byte: 0x01/point.mlt and 0x01-rust/prop_i64_max_np.mlt. */
static void test_standard_tiles(void **state) {
  (void)state;
  const unsigned char point[] = {0x17, 0x01, 0x06, 'l',  'a',  'y',  'e',  'r',  '1',  0x50, 0x01, 0x04,
                                 0x02, 0x30, 0x02, 0x01, 0x01, 0x00, 0x13, 0x42, 0x02, 0x02, 0x1a, 0x54};
  const unsigned char most[] = {0x2a, 0x01, 0x06, 'l',  'a',  'y',  'e',  'r',  '1',  0x50, 0x02,
                                0x04, 0x14, 0x03, 'v',  'a',  'l',  0x02, 0x30, 0x02, 0x01, 0x01,
                                0x00, 0x13, 0x42, 0x02, 0x02, 0x1a, 0x54, 0x10, 0x02, 0x01, 0x0a,
                                0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01};
  struct buf mvt = {0};
  buf_add_str(&mvt, STR("\x1a\x15\x0a\x06layer1\x12\x07\x18\x01\x22\x03\x09\x1a\x54\x28\x50\x78\x02"));
  expect(&mvt, point, sizeof point);
  mvt = (struct buf){0};
  buf_add_str(&mvt, STR("\x1a\x2a\x0a\x06layer1\x12\x0b\x12\x02\0\0\x18\x01\x22\x03\x09\x1a\x54\x1a\x03val\x22\x0a\x20"
                        "\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x28\x50\x78\x02"));
  expect(&mvt, most, sizeof most);
}

static void test_no_tile(void **state) {
  (void)state;
  struct buf out = {0};
  const struct str broken[] = {STR("\x1a\x7f"), STR("\x1a\x02\x0a\x05"), STR("\x1a"), STR("\xff\xff\xff")};
  buf_add_z(&out, "before");
  for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) assert_false(mlt_from_mvt(broken[i], &out));
  assert_true(mlt_from_mvt(STR(""), &out)); /* an empty tile is empty */
  assert_int_equal(out.len, 6);
  buf_free(&out);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_point), cmocka_unit_test(test_runs_and_nulls),
                                     cmocka_unit_test(test_polygons), cmocka_unit_test(test_standard_tiles),
                                     cmocka_unit_test(test_no_tile)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
