#include "arena_fixture.h"
#include <math.h>
#include "geo/crs.h"
#include "geo/polygon.h"

static struct polygon from_wkt(const char *text) {
  struct polygon p;
  bool is_point;
  struct err e = {0};
  if (!polygon_from_wkt(A, str_from(text), 1000, &p, &is_point, &e)) fail_msg("%s: %s", text, e.text);
  assert_false(is_point);
  return p;
}

#define WITH_HOLE "POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,1 3,3 3,3 1,1 1))"

static void contains_counts_holes_and_boundaries(void **state) {
  (void)state;
  struct polygon p = from_wkt(WITH_HOLE);
  static const struct {
    double x, y;
    bool inside;
  } CASES[] = {{0.5, 0.5, true}, {2, 2, false},  {1, 2, true},   {0, 0, true},  {4, 4, true},
               {4, 2, true},     {2, 4, true},   {2, 0, true},   {3, 3, true},  {5, 2, false},
               {-1, 2, false},   {-1, 0, false}, {-1, 4, false}, {2, 5, false}, {3.5, 2, true}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
    if (polygon_contains(&p, CASES[i].x, CASES[i].y) != CASES[i].inside) fail_msg("%g %g", CASES[i].x, CASES[i].y);
  /* Vertices on the ray. */
  p = from_wkt("POLYGON((0 0,2 2,4 0,6 2,3 5,0 0))");
  assert_true(polygon_contains(&p, 3, 2));
  assert_false(polygon_contains(&p, 0.5, 2));
  assert_false(polygon_contains(&p, 4, -0.0001));
}

static void contains_agrees_with_winding_by_angles(void **state) {
  (void)state;
  struct polygon p = from_wkt("POLYGON((0 0,7 1,9 6,5 4,6 9,3 5,1 8,2 4,0 0))");
  srand(7);
  for (int n = 0; n < 5000; n++) {
    double x = rand() % 10000 / 1000.0 + 1e-5, y = rand() % 10000 / 1000.0 + 1e-5, turn = 0;
    for (uint32_t i = 0; i + 1 < p.n_points; i++) {
      double ax = p.xy[2 * i] - x, ay = p.xy[2 * i + 1] - y, bx = p.xy[2 * i + 2] - x, by = p.xy[2 * i + 3] - y;
      turn += atan2(ax * by - ay * bx, ax * bx + ay * by);
    }
    assert_int_equal(polygon_contains(&p, x, y), fabs(turn) > 3);
  }
}

static void area_is_signed_and_holes_subtract(void **state) {
  (void)state;
  struct polygon p = from_wkt(WITH_HOLE);
  assert_true(polygon_area(&p) == 12);
  p = from_wkt("MULTIPOLYGON(((0 0,0 1,1 1,1 0,0 0)),((5 5,6 5,6 6,5 6,5 5)))");
  assert_true(polygon_area(&p) == 0);
  p = from_wkt("POLYGON((0 0,4 0,4 4,0 4,0 0),(1 1,3 1,3 3,1 3,1 1))");
  assert_true(polygon_area(&p) == 12); /* a hole subtracts whichever way it turns */
}

static void box_and_copy(void **state) {
  (void)state;
  struct polygon p = from_wkt(WITH_HOLE), q = polygon_copy(A, &p);
  struct bbox b = polygon_bbox(&q);
  assert_true(b.minx == 0 && b.miny == 0 && b.maxx == 4 && b.maxy == 4);
  assert_ptr_not_equal(p.xy, q.xy);
  assert_memory_equal(p.xy, q.xy, 2 * sizeof(double) * p.n_points);
  assert_true(polygon_is_well_formed(&q));
  struct polygon none = polygon_copy(A, &(struct polygon){0});
  assert_true(polygon_is_well_formed(&none));
  b = polygon_bbox(&none);
  assert_true(bbox_is_empty(&b));
}

static void damage_is_not_well_formed(void **state) {
  (void)state;
  struct polygon p = from_wkt(WITH_HOLE), q = polygon_copy(A, &p);
  q.ring_end[0] = 11;
  assert_false(polygon_is_well_formed(&q));
  q = polygon_copy(A, &p);
  q.ring_end[0] = 0;
  assert_false(polygon_is_well_formed(&q));
  q = polygon_copy(A, &p);
  q.part_end[0] = 1;
  assert_false(polygon_is_well_formed(&q));
  q = polygon_copy(A, &p);
  q.xy[3] = NAN;
  assert_false(polygon_is_well_formed(&q));
  q = polygon_copy(A, &p);
  q.xy[0] = 1;
  assert_false(polygon_is_well_formed(&q));
}

/* PROJ is the oracle. */
static double hectares_9377(struct polygon p) {
  struct crs_context *c = crs_context_new();
  struct crs_transform *t;
  struct err e = {0};
  assert_true(crs_transform_get(c, 4326, 9377, &t, &e));
  assert_true(crs_transform_apply(t, p.xy, p.n_points, &e));
  crs_context_free(c);
  return polygon_area(&p) / 1e4;
}

static void ellipse_has_the_hectares_given(void **state) {
  (void)state;
  static const struct {
    double lon, lat, hectares, length, width, bearing;
    uint32_t n;
  } CASES[] = {{-75.4770, 10.3659, 111.3, 1800, 900, 30, 64},
               {-75.4911, 10.3569, 22.0, 0, 0, 0, 32},
               {-75.4694, 10.4498, 59768, 30000, 20000, 77, 64},
               {-73, 4, 10, 5, 1, 170, 16},
               {-66.9, 1.2, 1000, 1, 1, 0, 8},
               {-81.7, 12.5, 5000, 4, 1, -45, 128}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    struct polygon p = polygon_ellipse(A, CASES[i].lon, CASES[i].lat, CASES[i].hectares, CASES[i].length,
                                       CASES[i].width, CASES[i].bearing, CASES[i].n);
    assert_true(polygon_is_well_formed(&p));
    assert_int_equal(p.n_points, CASES[i].n + 1);
    double ha = hectares_9377(polygon_copy(A, &p));
    if (fabs(ha / CASES[i].hectares - 1) > 0.001) fail_msg("%g ha instead of %g", ha, CASES[i].hectares);
    assert_true(polygon_contains(&p, CASES[i].lon, CASES[i].lat));
  }
}

static void ellipse_points_along_its_bearing(void **state) {
  (void)state;
  struct polygon p = polygon_ellipse(A, -75.5, 10.4, 100, 3000, 1000, 90, 64);
  struct bbox b = polygon_bbox(&p);
  double width = (b.maxx - b.minx) * 109500, height = (b.maxy - b.miny) * 110600;
  assert_true(fabs(width / height - 3) < 0.02);
  p = polygon_ellipse(A, -75.5, 10.4, 100, 3000, 1000, 45, 64);
  assert_true(polygon_contains(&p, -75.5 + 0.006, 10.4 + 0.006)); /* north-east */
  assert_false(polygon_contains(&p, -75.5 + 0.006, 10.4 - 0.006));
}

static void reads_points_and_polygons(void **state) {
  (void)state;
  static const char *const WKT[] = {"POINT(-75.5 10.4)", "  point Z ( -75.5 10.4 3 ) ", "POINTZ(-75.5 10.4 3)",
                                    "POINT ZM (-75.5 10.4 3 4)", "POINT(-755e-1 1.04E1)"};
  static const char *const JSON[] = {
      "{\"type\":\"Point\",\"coordinates\":[-75.5,10.4]}",
      " { \"coordinates\" : [ -75.5 , 10.4 , 3 ] , \"bbox\":[1,{\"a\":[\"}\"]}], \"type\" : \"Point\" } "};
  struct polygon p;
  bool is_point = false;
  struct err e = {0};
  for (size_t i = 0; i < sizeof WKT / sizeof *WKT; i++) {
    if (!polygon_from_wkt(A, str_from(WKT[i]), 10, &p, &is_point, &e)) fail_msg("%s: %s", WKT[i], e.text);
    assert_true(is_point && p.n_points == 1 && p.n_rings == 0 && p.xy[0] == -75.5 && p.xy[1] == 10.4);
  }
  for (size_t i = 0; i < sizeof JSON / sizeof *JSON; i++) {
    if (!polygon_from_geojson(A, str_from(JSON[i]), 10, &p, &is_point, &e)) fail_msg("%s: %s", JSON[i], e.text);
    assert_true(is_point && p.n_points == 1 && p.xy[0] == -75.5 && p.xy[1] == 10.4);
  }
  assert_true(polygon_from_geojson(A,
                                   STR("{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5,"
                                       "1],[6,5,1],[6,6,1],[5,5,1]]]]}"),
                                   10, &p, &is_point, &e));
  assert_true(!is_point && p.n_parts == 2 && p.n_rings == 2 && p.n_points == 8 && polygon_is_well_formed(&p));
  assert_true(polygon_from_geojson(A, STR("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}"), 4, &p,
                                   &is_point, &e));
  assert_int_equal(p.n_parts, 1);
}

static void what_is_written_reads_back(void **state) {
  (void)state;
  struct polygon p = from_wkt("MULTIPOLYGON(((-75.5 10.4,-75.4 10.4,-75.4 10.5,-75.5 10.4)),"
                              "((0 0,4 0,4 4,-0.0000001 4,0 0),(1 1,1 3,3 3,3 1,1 1)))"),
                 q;
  struct buf b = {0}, json = {0};
  bool is_point;
  struct err e = {0};
  polygon_write_wkt(&b, &p, 6);
  assert_non_null(strstr(b.data, "MULTIPOLYGON(((-75.500000 10.400000,"));
  assert_null(strstr(b.data, "-0.000000"));
  q = from_wkt(b.data);
  assert_int_equal(q.n_rings, 3);
  assert_true(fabs(q.xy[2] + 75.4) < 1e-9);
  polygon_write_geojson_coordinates(&b, &p, 2);
  buf_printf(&json, "{\"type\":\"MultiPolygon\",\"coordinates\":%s}", strchr(b.data, '['));
  assert_true(polygon_from_geojson(A, buf_str(&json), 100, &q, &is_point, &e));
  assert_int_equal(q.part_end[1], 3);
  buf_reset(&b);
  polygon_write_geojson_coordinates(&b, &(struct polygon){0}, 7);
  assert_string_equal(b.data, "[]");
  buf_free(&b);
  buf_free(&json);
}

static void refusals_name_the_character(void **state) {
  (void)state;
  static const struct {
    const char *text, *says;
  } CASES[] = {{"", "character 1:"},
               {"LINESTRING(0 0,1 1)", "character 1: expected POINT"},
               {"POLYGON EMPTY", "empty"},
               {"POINT(1)", "character 8: expected a number"},
               {"POINT(1 2", "character 10: expected ')'"},
               {"POINT(1 2) x", "character 12: something follows"},
               {"POINT(1,2)", "character 8"},
               {"POINT(1 2 3 4 5)", "character 15"},
               {"POINT(nan 2)", "character 7"},
               {"POINT(0x10 2)", "character 8"},
               {"POINT(10.4 -95)", "longitude comes first"},
               {"POINT(1e999 0)", "character 7"},
               {"POLYGON((0 0,1 0,1 1,0 1))", "character 9: this ring is open"},
               {"POLYGON((0 0,1 0,0 0))", "fewer than 3"},
               {"POLYGON((0 0,1 0,1 1,0 0)", "character 26"},
               {"POLYGON(((0 0,1 0,1 1,0 0)))", "character 10"},
               {"{}", "character 2"},
               {"{\"type\":\"Point\"}", "no \"coordinates\""},
               {"{\"ñandú\":1,\"type\":\"Line\",\"coordinates\":[0,0]}", "character 20: \"type\" must"},
               {"{\"type\":\"Point\",\"type\":\"Point\",\"coordinates\":[0,0]}", "twice"},
               {"{\"type\":\"Point\",\"coordinates\":[0,0],\"coordinates\":[0,0]}", "twice"},
               {"{\"type\":\"Point\",\"coordinates\":[[0,0]]}", "number"},
               {"{\"type\":\"Point\",\"coordinates\":[0,0]} {", "follows"},
               {"{\"type\":\"Point\",\"coordinates\":[0,0]", "expected '}'"},
               {"{\"type\":\"Polygon\",\"coordinates\":[]}", "expected '['"},
               {"{\"type\":\"Polygon\",\"coordinates\":[[]]}", "expected '['"},
               {"{\"type\":\"Point\",\"x\":\"", "closing quote"},
               {"{\"type\":\"Point\",\"x\":\"\\", "closing quote"}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    struct polygon p;
    bool is_point;
    struct err e = {0};
    bool read = CASES[i].text[0] == '{' ? polygon_from_geojson(A, str_from(CASES[i].text), 100, &p, &is_point, &e)
                                        : polygon_from_wkt(A, str_from(CASES[i].text), 100, &p, &is_point, &e);
    if (read) fail_msg("accepted: %s", CASES[i].text);
    assert_int_equal(e.kind, ERR_INPUT);
    if (!strstr(e.text, CASES[i].says)) fail_msg("%s: %s", CASES[i].text, e.text);
  }
}

static void hostile_depth_and_size_are_bounded(void **state) {
  (void)state;
  struct buf b = {0};
  struct polygon p;
  bool is_point;
  struct err e = {0};
  buf_add_z(&b, "{\"type\":\"Polygon\",\"coordinates\":");
  for (int i = 0; i < 200000; i++) buf_add_char(&b, '[');
  assert_false(polygon_from_geojson(A, buf_str(&b), 1000, &p, &is_point, &e));
  assert_non_null(strstr(e.text, "deeply"));
  buf_reset(&b);
  buf_add_z(&b, "POLYGON(");
  for (int i = 0; i < 200000; i++) buf_add_char(&b, '(');
  assert_false(polygon_from_wkt(A, buf_str(&b), 1000, &p, &is_point, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  buf_reset(&b);
  buf_add_z(&b, "POLYGON((0 0");
  for (int i = 0; i < 1000; i++) buf_add_z(&b, ",1 1");
  buf_add_z(&b, ",0 0))");
  assert_false(polygon_from_wkt(A, buf_str(&b), 1001, &p, &is_point, &e));
  assert_int_equal(e.kind, ERR_LIMIT);
  assert_true(polygon_from_wkt(A, buf_str(&b), 1002, &p, &is_point, &e));
  buf_free(&b);
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)
  const struct CMUnitTest tests[] = {T(contains_counts_holes_and_boundaries),
                                     T(contains_agrees_with_winding_by_angles),
                                     T(area_is_signed_and_holes_subtract),
                                     T(box_and_copy),
                                     T(damage_is_not_well_formed),
                                     T(ellipse_has_the_hectares_given),
                                     T(ellipse_points_along_its_bearing),
                                     T(reads_points_and_polygons),
                                     T(what_is_written_reads_back),
                                     T(refusals_name_the_character),
                                     T(hostile_depth_and_size_are_bounded)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
