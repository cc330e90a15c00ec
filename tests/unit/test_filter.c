/* Every way of asking, against what the fixture's table says by eye. */
#include "snapshot_held.h"
#include "query/filter.h"

/* The first letters of the selected projects, in code order. */
static const char *selected(const struct filter_spec *spec) {
  static char letters[64];
  struct err e = {0};
  struct filter *f;
  size_t n = 0;
  fixture_must(filter_compile(snap, spec, &f, &e), &e);
  for (uint32_t i = 0; i < snapshot_projects(snap); i++) {
    struct snap_project p;
    snapshot_project(snap, i, &p);
    if (filter_has_project(f, i)) letters[n++] = p.code.p[0];
  }
  letters[n] = '\0';
  assert_int_equal(filter_count_projects(f, false, false), n);
  assert_int_equal(filter_count_projects(f, true, false) + filter_count_projects(f, false, true), n);
  filter_free(f);
  return letters;
}

#define ONE(field, value) .field = (const struct str[]){STR(value)}, .n_##field = 1
#define ASK(want, ...) assert_string_equal(selected(&(struct filter_spec){__VA_ARGS__}), want)

static void test_codes(void **state) {
  (void)state;
  ASK("abcdefghijklmno", .n_area = 0);
  ASK("a", ONE(kind, "convenio"));
  ASK("ah", .kind = (const struct str[]){STR("convenio"), STR("gestion")}, .n_kind = 2);
  ASK("ab", ONE(status, "2"));
  ASK("cdefghijklmno", ONE(status, "sin-dato"));
  ASK("abcdefghijklmno", .status = (const struct str[]){STR("2"), STR("sin-dato")}, .n_status = 2);
  ASK("b", ONE(theme, "salud")); /* its second theme */
  ASK("cdefghijklmno", ONE(theme, "sin-dato"));
  ASK("abcdefghijklmno", ONE(modality, "sin-dato"));
  ASK("h", ONE(code, "h-unknown"));
  ASK("", ONE(code, "gone"));
}

static void test_place_state(void **state) {
  (void)state;
  ASK("fl", ONE(place, "city"));
  ASK("gi", .place = (const struct str[]){STR("beyond"), STR("named")}, .n_place = 2);
  ASK("h", ONE(place, "unknown"));
}

static void test_area(void **state) {
  (void)state;
  ASK("bcj", ONE(area, "nelson-mandela"));
  ASK("ab", ONE(area, "arroz-barato"));
  ASK("abcj", ONE(area, "ucg-14"));
  ASK("abcj", ONE(area, "localidad-3"));
  ASK("bcjo", ONE(area, "industrial")); /* by geometry: nelson-mandela in it, and o's point */
  ASK("emn", ONE(area, "la-popa"));     /* e by its outline */
  ASK("d", ONE(area, "pie-de-la-popa"));
  ASK("i", ONE(area, "recreo"));
}

static void test_actors(void **state) {
  (void)state;
  ASK("bk", ONE(source, "aecid")); /* by role and by contribution */
  ASK("k", ONE(source, "distrito"));
  ASK("a", ONE(executor, "zeta")); /* in b it is a party without a role */
  ASK("bcdefghijklmno", ONE(executor, "sin-dato"));
}

static void test_amount(void **state) {
  (void)state;
  ASK("abl", .has_min = true, .min_minor = 10000);
  ASK("a", .has_min = true, .min_minor = 10000, .has_max = true, .max_minor = 10000);
  ASK("k", .has_min = true, .min_minor = 1000, .has_max = true, .max_minor = 1000, ONE(area, "la-candelaria"));
  ASK("j", .has_min = true, .min_minor = 0, .currency = STR("USD"));
  ASK("", .has_min = true, .min_minor = 0, .currency = STR("EUR"));
}

static void test_during(void **state) {
  (void)state;
  ASK("ab", .has_during = true, .during_from = STR("2011-07-06"), .during_to = STR("2011-07-06"));
  ASK("b", .has_during = true, .during_from = STR("2011-07-05"), .during_to = STR("2011-07-05"));
  ASK("a", .has_during = true, .during_from = STR("2012-12-31"), .during_to = STR("2012-12-31")); /* ends in "2012" */
  ASK("", .has_during = true, .during_from = STR("2013-01-01"), .during_to = STR(""));
}

static void test_words(void **state) {
  (void)state;
  ASK("a", .words = STR("camion BASURA"));
  ASK("a", .words = STR("zocalo"));     /* narrative */
  ASK("b", .words = STR("agenc zeta")); /* two actors of one project */
  ASK("ab", .words = STR("fundac"));    /* actor */
  ASK("bcj", .words = STR("mándela"));  /* area of the project */
  ASK("o", .words = STR("stray"));      /* second word of the code */
  ASK("", .words = STR("amion"));       /* not the beginning of a word */
  ASK("b", .words = STR("agua barr"));
  ASK("", .words = STR("agua basura"));
}

static void test_region(void **state) {
  (void)state;
  ASK("a", .has_bbox = true, .bbox = {-75.476, 10.304, -75.474, 10.306});
  ASK("a", .has_bbox = true, .bbox = {-75.475, 10.305, -75.475, 10.305}); /* the edge counts */
  ASK("abcdejkmno", .has_bbox = true, .bbox = {-76, 10, -75, 11});
  ASK("", .has_bbox = true, .bbox = {-75, 10, -76, 11}); /* round the other side of the world */
  ASK("abcdejkmno", .has_bbox = true, .bbox = {-76, 10, -77, 11});
  ASK("e", .has_bbox = true, .bbox = {-75.5262, 10.4138, -75.526, 10.414}); /* a corner of the outline only */
  ASK("o", .has_near = true, .lon = -75.488, .lat = 10.313, .metres = 120);
  ASK("", .has_near = true, .lon = -75.488, .lat = 10.313, .metres = 100);
  double xy[] = {-75.489, 10.311, -75.487, 10.311, -75.488, 10.314, -75.489, 10.311};
  uint32_t ring = 4, part = 1;
  ASK("o", .has_drawn = true, .drawn = {xy, &ring, &part, 4, 1, 1});
}

static bool has(const struct filter_spec *spec, const char *area, bool *relies) {
  struct err e = {0};
  struct filter *f;
  fixture_must(filter_compile(snap, spec, &f, &e), &e);
  bool found = filter_has_area(f, area_of(snap, area));
  *relies = filter_relies_on_approximate(f);
  filter_free(f);
  return found;
}

static void test_areas(void **state) {
  (void)state;
  bool relies;
  assert_true(has(&(struct filter_spec){ONE(area, "ucg-14")}, "nelson-mandela", &relies));
  assert_false(has(&(struct filter_spec){ONE(area, "ucg-14")}, "la-popa", &relies));
  assert_true(has(&(struct filter_spec){ONE(layer, "zona")}, "la-popa", &relies));
  assert_false(has(&(struct filter_spec){ONE(layer, "zona")}, "nelson-mandela", &relies));
  assert_true(has(&(struct filter_spec){.words = STR("cerro popa")}, "la-popa", &relies)); /* alias and name */
  assert_false(relies);
  assert_true(
      has(&(struct filter_spec){.has_bbox = true, .bbox = {-75.54, 10.40, -75.535, 10.43}}, "pie-de-la-popa", &relies));
  assert_true(relies); /* the box cuts the approximate extent */
  assert_true(has(&(struct filter_spec){.has_bbox = true, .bbox = {-76, 10, -75, 11}}, "pie-de-la-popa", &relies));
  assert_false(relies); /* wholly inside */
  assert_true(
      has(&(struct filter_spec){.has_bbox = true, .bbox = {-75.599, 10.601, -75.598, 10.602}}, "hueco", &relies));
  assert_false(has(&(struct filter_spec){.has_bbox = true, .bbox = {-75.591, 10.609, -75.589, 10.611}}, "hueco",
                   &relies)); /* in its hole */
  assert_true(
      has(&(struct filter_spec){.has_near = true, .lon = -75.59, .lat = 10.61, .metres = 600}, "hueco", &relies));
  assert_false(
      has(&(struct filter_spec){.has_near = true, .lon = -75.59, .lat = 10.61, .metres = 500}, "hueco", &relies));
}

static void refused(const struct filter_spec *spec, const char *part) {
  struct err e = {0};
  struct filter *f;
  assert_false(filter_compile(snap, spec, &f, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  if (!strstr(e.text, part)) fail_msg("%s", e.text);
}

static void test_unknown_values(void **state) {
  (void)state;
  refused(&(struct filter_spec){ONE(area, "nelson")}, "area=nelson");
  refused(&(struct filter_spec){ONE(kind, "nada")}, "clase=nada");
  refused(&(struct filter_spec){ONE(kind, "nada")}, "convenio-marco");
  refused(&(struct filter_spec){ONE(source, "x")}, "fuente=x");
  refused(&(struct filter_spec){ONE(layer, "x")}, "capa=x");
  refused(&(struct filter_spec){ONE(place, "x")}, "lugar=x");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_codes),          cmocka_unit_test(test_place_state), cmocka_unit_test(test_area),
      cmocka_unit_test(test_actors),         cmocka_unit_test(test_amount),      cmocka_unit_test(test_during),
      cmocka_unit_test(test_words),          cmocka_unit_test(test_region),      cmocka_unit_test(test_areas),
      cmocka_unit_test(test_unknown_values),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
