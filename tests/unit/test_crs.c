#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>
#include "geo/crs.h"

/* One place in every system: computed by the surveyors' formulas, not by this program. Metres of tolerance: the change of
 * datum from Bogotá 1975 is itself known to some metres only. */
static const struct {
  int epsg;
  double x, y, metres;
} CHECK_POINT[] = {{4326, -75.4770, 10.3659, 0.01},      {4686, -75.4770, 10.3659, 1},
                   {9377, 4728870.11, 2704514.16, 0.02}, {3116, 846721.00, 1638431.08, 0.02},
                   {6250, 846727.57, 1638442.05, 0.02},  {21897, 846718.01, 1638431.36, 10},
                   {32618, 447781.92, 1145907.25, 0.02}};

static void check_point_agrees_in_every_system(void **state) {
  (void)state;
  struct crs_context *c = crs_context_new();
  for (size_t i = 0; i < sizeof CHECK_POINT / sizeof *CHECK_POINT; i++) {
    struct err e = {0};
    struct crs_transform *t;
    double xy[] = {CHECK_POINT[i].x, CHECK_POINT[i].y};
    assert_true(crs_transform_get(c, CHECK_POINT[i].epsg, 4326, &t, &e));
    assert_true(crs_transform_apply(t, xy, 1, &e));
    double metres = hypot((xy[0] + 75.4770) * 109500, (xy[1] - 10.3659) * 110600);
    if (metres > CHECK_POINT[i].metres) fail_msg("EPSG:%d is %.2f m off", CHECK_POINT[i].epsg, metres);
    assert_true(crs_transform_get(c, 4326, CHECK_POINT[i].epsg, &t, &e));
    assert_true(crs_transform_apply(t, xy, 1, &e));
    assert_true(fabs(xy[0] - CHECK_POINT[i].x) < 0.05 && fabs(xy[1] - CHECK_POINT[i].y) < 0.05);
  }
  crs_context_free(c);
}

static void transforms_are_cached_and_bounded(void **state) {
  (void)state;
  struct crs_context *c = crs_context_new();
  struct crs_transform *t, *again;
  struct err e = {0};
  assert_true(crs_transform_get(c, 9377, 4326, &t, &e));
  assert_true(crs_transform_get(c, 9377, 4326, &again, &e));
  assert_ptr_equal(t, again);
  assert_false(crs_transform_get(c, 9377, 25832, &t, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  assert_non_null(strstr(e.text, "25832"));
  assert_true(crs_transform_get(c, 4326, 9377, &t, &e));
  double bad[][2] = {{NAN, 10}, {-75, INFINITY}, {4728870, 2704514}, {-75, 91}};
  for (size_t i = 0; i < 4; i++) assert_false(crs_transform_apply(t, bad[i], 1, &e));
  crs_context_free(c);
}

static void names_are_parsed_from_a_list(void **state) {
  (void)state;
  static const struct {
    const char *text;
    int epsg;
  } GOOD[] = {{"9377", 9377},
              {"EPSG:9377", 9377},
              {"epsg:3116", 3116},
              {"CRS84", 4326},
              {"urn:ogc:def:crs:OGC:1.3:CRS84", 4326},
              {"urn:ogc:def:crs:EPSG::9377", 9377},
              {"http://www.opengis.net/def/crs/EPSG/0/3857", 3857},
              {"http://www.opengis.net/def/crs/OGC/1.3/CRS84", 4326}};
  static const char *const BAD[] = {"",
                                    "EPSG:",
                                    "9377x",
                                    " 9377",
                                    "-9377",
                                    "25832",
                                    "99999999999999999999",
                                    "+proj=longlat +nadgrids=/etc/passwd",
                                    "/etc/passwd",
                                    "EPSG:9377:1"};
  int epsg;
  struct err e = {0};
  for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
    assert_true(crs_parse(GOOD[i].text, &epsg, &e));
    assert_int_equal(epsg, GOOD[i].epsg);
  }
  for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
    assert_false(crs_parse(BAD[i], &epsg, &e));
    assert_int_equal(e.kind, ERR_INPUT);
    assert_non_null(strstr(e.text, "9377"));
  }
}

static void range_tells_families_apart(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof CHECK_POINT / sizeof *CHECK_POINT; i++) {
    double x = CHECK_POINT[i].x, y = CHECK_POINT[i].y;
    enum crs_guess expected = CHECK_POINT[i].epsg == 9377    ? CRS_METRES_9377
                              : CHECK_POINT[i].epsg == 32618 ? CRS_METRES_UTM
                              : x < 0                        ? CRS_DEGREES
                                                             : CRS_METRES_ZONE;
    assert_int_equal(crs_guess_range(x, y, x + 0.001, y + 0.001), expected);
  }
  double x, y;
  crs_to_mercator(-75.5, 10.4, &x, &y);
  assert_int_equal(crs_guess_range(x, y, x, y), CRS_METRES_3857);
  assert_int_equal(crs_guess_range(9.3, -76, 10.6, -75), CRS_DEGREES_SWAPPED);
  assert_int_equal(crs_guess_range(2, 41, 3, 42), CRS_OUTSIDE);
  assert_int_equal(crs_guess_range(4e7, 4e7, 5e7, 5e7), CRS_UNKNOWN);
  assert_int_equal(crs_guess_range(1, 1, 0, 0), CRS_UNKNOWN);
}

static void mercator_closed_form_is_projs(void **state) {
  (void)state;
  struct crs_context *c = crs_context_new();
  struct crs_transform *t;
  struct err e = {0};
  assert_true(crs_transform_get(c, 4326, 3857, &t, &e));
  for (double lat = -85; lat <= 85; lat += 17) {
    double xy[] = {lat * 2, lat}, x, y, lon, back;
    crs_to_mercator(xy[0], xy[1], &x, &y);
    crs_from_mercator(x, y, &lon, &back);
    assert_true(fabs(lon - lat * 2) < 1e-9 && fabs(back - lat) < 1e-9);
    assert_true(crs_transform_apply(t, xy, 1, &e));
    assert_true(fabs(x - xy[0]) < 1e-6 && fabs(y - xy[1]) < 1e-6);
  }
  double x, y;
  crs_to_mercator(180, 90, &x, &y);
  assert_true(fabs(y - 20037508.342789244) < 1e-3);
  crs_context_free(c);
}

static void list_is_whole(void **state) {
  (void)state;
  int epsg, n = 0;
  const char *name;
  for (size_t i = 0; crs_list(i, &epsg, &name); i++, n++) assert_true(crs_is_known(epsg) && name[0]);
  assert_int_equal(n, 14);
  assert_true(crs_is_geographic(4218) && !crs_is_geographic(9377) && !crs_is_geographic(1));
  assert_true(crs_in_colombia(-75.5, 10.4) && !crs_in_colombia(10.4, -75.5) && !crs_in_colombia(2, 41));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(check_point_agrees_in_every_system), cmocka_unit_test(transforms_are_cached_and_bounded),
      cmocka_unit_test(names_are_parsed_from_a_list),       cmocka_unit_test(range_tells_families_apart),
      cmocka_unit_test(mercator_closed_form_is_projs),      cmocka_unit_test(list_is_whole)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
