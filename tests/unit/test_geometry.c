#include "arena_fixture.h"
#include "geo/geometry.h"

static struct geometry read_any(const char *text) {
  struct geometry g;
  struct err e = {0};
  bool read = text[0] == '{' ? geometry_from_geojson(A, str_from(text), NULL, 100, &g, &e)
                             : geometry_from_wkt(A, str_from(text), NULL, 100, &g, &e);
  if (!read) fail_msg("%s: %s", text, e.text);
  return g;
}

/* Every type in both forms, as it is written back; what is read of either is the same geometry. */
static const struct {
  const char *wkt, *json;
  enum geometry_type type;
  uint32_t points;
} SEVEN[] = {
    {"POINT(-75.5 10.4)", "{\"type\":\"Point\",\"coordinates\":[-75.5,10.4]}", GEOMETRY_POINT, 1},
    {"LINESTRING(0 0,1 1.25)", "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1.25]]}", GEOMETRY_LINE, 2},
    {"POLYGON((0 0,4 0,4 4,0 0),(1 1,2 1,2 2,1 1))",
     "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[4,0],[4,4],[0,0]],[[1,1],[2,1],[2,2],[1,1]]]}", GEOMETRY_POLYGON,
     8},
    {"MULTIPOINT((0 0),(1 1))", "{\"type\":\"MultiPoint\",\"coordinates\":[[0,0],[1,1]]}", GEOMETRY_MULTIPOINT, 2},
    {"MULTILINESTRING((0 0,1 1),(2 2,3 3,4 4))",
     "{\"type\":\"MultiLineString\",\"coordinates\":[[[0,0],[1,1]],[[2,2],[3,3],[4,4]]]}", GEOMETRY_MULTILINE, 5},
    {"MULTIPOLYGON(((0 0,4 0,4 4,0 0)),((5 5,6 5,6 6,5 5)))",
     "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[4,0],[4,4],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}",
     GEOMETRY_MULTIPOLYGON, 8},
    {"GEOMETRYCOLLECTION(POINT(1 2),GEOMETRYCOLLECTION(LINESTRING(0 0,1 1)),POINT(3 4))",
     "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\",\"coordinates\":[1,2]},"
     "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}]},"
     "{\"type\":\"Point\",\"coordinates\":[3,4]}]}",
     GEOMETRY_COLLECTION, 4}};

static void both_forms_of_the_seven_types(void **state) {
  (void)state;
  struct buf b = {0};
  for (size_t i = 0; i < sizeof SEVEN / sizeof *SEVEN; i++) {
    struct geometry g = read_any(SEVEN[i].wkt), h = read_any(SEVEN[i].json);
    assert_int_equal(g.type, SEVEN[i].type);
    assert_int_equal(geometry_points(&g), SEVEN[i].points);
    assert_true(geometry_equal(&g, &h));
    buf_reset(&b);
    geometry_write_wkt(&b, &h);
    assert_string_equal(b.data, SEVEN[i].wkt);
    buf_reset(&b);
    geometry_write_geojson(&b, &g);
    assert_string_equal(b.data, SEVEN[i].json);
    for (size_t j = 0; j < i; j++) {
      struct geometry other = read_any(SEVEN[j].wkt);
      assert_false(geometry_equal(&g, &other));
    }
  }
  buf_free(&b);
}

static void other_spellings(void **state) {
  (void)state;
  static const char *const SAME[] = {"MULTIPOINT(1 2,3 4)", "multipoint z ((1 2 9), (3 4 9))",
                                     "MultiPointM(1 2 0,3 4 0)", "\tMULTIPOINT ZM ( 1 2 0 0 , (3 4 0 0) ) \n",
                                     "{\"bbox\":[1,2,3,4],\"coordinates\":[[1,2,0],[3,4]],\"type\":\"MultiPoint\"}"};
  struct geometry first = read_any(SAME[0]);
  for (size_t i = 1; i < sizeof SAME / sizeof *SAME; i++) {
    struct geometry g = read_any(SAME[i]);
    if (!geometry_equal(&first, &g)) fail_msg("%s", SAME[i]);
  }
  assert_true(geometry_is_wkt_keyword(STR("point")) && geometry_is_wkt_keyword(STR("PolygonZ")));
  assert_true(!geometry_is_wkt_keyword(STR("points")) && !geometry_is_wkt_keyword(STR("")) &&
              !geometry_is_wkt_keyword(STR("POINT1")) &&
              !geometry_is_wkt_keyword(STR("GEOMETRYCOLLECTIONGEOMETRYCOLLECTION")));
}

static void within_a_longer_text(void **state) {
  (void)state;
  struct geometry g;
  struct err e = {0};
  size_t at = 3;
  assert_true(geometry_from_wkt(A, STR("ñ= POINT(1 2), 5"), &at, 10, &g, &e));
  assert_int_equal(at, 14);
  at = 3;
  assert_false(geometry_from_wkt(A, STR("ñ= POINT(x 2), 5"), &at, 10, &g, &e));
  assert_non_null(strstr(e.text, "character 10:"));
  at = 1;
  assert_true(geometry_from_geojson(A, STR("[{\"type\":\"Point\",\"coordinates\":[1,2]},4]"), &at, 10, &g, &e));
  assert_int_equal(at, 37);
}

static void numbers_read_back_exactly(void **state) {
  (void)state;
  static const double CASES[] = {0.1, -75.54321987654321, 1.0 / 3, 1e300, 5e-324, 4.35, 180, -0.0};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    struct buf b = {0};
    geometry_write_number(&b, CASES[i]);
    assert_true(strtod(b.data, NULL) == CASES[i]);
    if (i == 0) assert_string_equal(b.data, "0.1");
    if (i == 7) assert_string_equal(b.data, "0");
    buf_free(&b);
  }
}

static void boxes_and_bounds(void **state) {
  (void)state;
  struct geometry g = read_any(SEVEN[6].wkt);
  struct bbox b = geometry_bbox(&g);
  assert_true(b.minx == 0 && b.miny == 0 && b.maxx == 3 && b.maxy == 4);
  double plain[] = {-76, 4, -75, 5}, across[] = {170, -1, -170, 1};
  struct geometry box = {.type = GEOMETRY_BOX, .xy = plain, .n = 2};
  b = geometry_bbox(&box);
  assert_true(b.minx == -76 && b.miny == 4 && b.maxx == -75 && b.maxy == 5);
  struct buf text = {0};
  geometry_write_wkt(&text, &box);
  geometry_write_geojson(&text, &box);
  assert_string_equal(text.data, "BBOX(-76,4,-75,5){\"bbox\":[-76,4,-75,5]}");
  buf_free(&text);
  box.xy = across;
  b = geometry_bbox(&box);
  assert_true(b.minx == -180 && b.miny == -1 && b.maxx == 180 && b.maxy == 1);
}

static bool shift(void *user, double *xy, struct err *e) {
  int *left = user;
  if ((*left)-- == 0) return err_set(e, ERR_GEOM, "enough");
  xy[0] += 100;
  return true;
}

static void every_pair_can_be_changed(void **state) {
  (void)state;
  struct geometry g = read_any(SEVEN[6].wkt);
  struct err e = {0};
  int left = 10;
  assert_true(geometry_each_xy(&g, shift, &left, &e));
  assert_int_equal(left, 6);
  struct bbox b = geometry_bbox(&g);
  assert_true(b.minx == 100 && b.maxx == 103);
  left = 2;
  assert_false(geometry_each_xy(&g, shift, &left, &e));
  assert_int_equal(e.kind, ERR_GEOM);
}

static void refusals_name_the_character(void **state) {
  (void)state;
  static const struct {
    const char *text, *says;
  } CASES[] = {{"", "character 1: expected POINT"},
               {"CIRCLE(1 2)", "MULTIPOLYGON or GEOMETRYCOLLECTION"},
               {"LINESTRING(0 0)", "character 11: a line has two points"},
               {"LINESTRING EMPTY", "empty"},
               {"MULTIPOINT()", "character 12: expected a number"},
               {"MULTILINESTRING((0 0,1 1),(2 2))", "character 27: a line"},
               {"GEOMETRYCOLLECTION(POINT(1 2),)", "character 31: expected POINT"},
               {"GEOMETRYCOLLECTION(POINT(1 2)", "character 30: expected ')'"},
               {"POLYGON((0 0,1 0,1 1,0 1))", "character 9: this ring is open"},
               {"POINT(1 2);", "something follows"},
               {"{\"type\":\"Feature\"}", "\"type\" must be Point"},
               {"{\"type\":\"GeometryCollection\",\"coordinates\":[]}", "no \"geometries\""},
               {"{\"type\":\"GeometryCollection\",\"geometries\":[{}]}", "expected '\"'"},
               {"{\"type\":\"LineString\",\"coordinates\":[[0,0]]}", "character 36: a line"},
               {"{\"type\":\"MultiPoint\",\"coordinates\":[0,0]}", "expected '['"}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    struct geometry g;
    struct err e = {0};
    bool read = CASES[i].text[0] == '{' ? geometry_from_geojson(A, str_from(CASES[i].text), NULL, 100, &g, &e)
                                        : geometry_from_wkt(A, str_from(CASES[i].text), NULL, 100, &g, &e);
    if (read) fail_msg("accepted: %s", CASES[i].text);
    assert_int_equal(e.kind, ERR_INPUT);
    if (!strstr(e.text, CASES[i].says)) fail_msg("%s: %s", CASES[i].text, e.text);
  }
}

/* `depth` collections around a point. */
static bool read_nested(int depth, bool json, struct err *e) {
  struct buf b = {0};
  struct geometry g;
  for (int i = 0; i < depth; i++)
    buf_add_z(&b, json ? "{\"type\":\"GeometryCollection\",\"geometries\":[" : "GEOMETRYCOLLECTION(");
  buf_add_z(&b, json ? "{\"type\":\"Point\",\"coordinates\":[1,2]}" : "POINT(1 2)");
  for (int i = 0; i < depth; i++) buf_add_z(&b, json ? "]}" : ")");
  bool read = json ? geometry_from_geojson(A, buf_str(&b), NULL, 10, &g, e)
                   : geometry_from_wkt(A, buf_str(&b), NULL, 10, &g, e);
  buf_free(&b);
  return read;
}

static void depth_and_points_are_bounded(void **state) {
  (void)state;
  struct geometry g;
  for (int json = 0; json < 2; json++) {
    struct err e = {0};
    assert_true(read_nested(GEOMETRY_MAX_DEPTH, json, &e));
    assert_false(read_nested(GEOMETRY_MAX_DEPTH + 1, json, &e));
    assert_int_equal(e.kind, ERR_LIMIT);
    assert_false(read_nested(20000, json, &e));
  }
  struct err e = {0};
  assert_true(geometry_from_wkt(A, STR("GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(1 1,2 2))"), NULL, 3, &g, &e));
  assert_false(geometry_from_wkt(A, STR("GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(1 1,2 2))"), NULL, 2, &g, &e));
  assert_int_equal(e.kind, ERR_LIMIT);
  assert_non_null(strstr(e.text, "more than 2 points"));
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)
  const struct CMUnitTest tests[] = {T(both_forms_of_the_seven_types),
                                     T(other_spellings),
                                     T(within_a_longer_text),
                                     T(numbers_read_back_exactly),
                                     T(boxes_and_bounds),
                                     T(every_pair_can_be_changed),
                                     T(refusals_name_the_character),
                                     T(depth_and_points_are_bounded)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
