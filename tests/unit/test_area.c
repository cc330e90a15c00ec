/* Areas in the store: what a new edition keeps and replaces, unions that follow their members, circles that are told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "domain/area.h"

static char folder[64], path[128];
static struct db *d;
static struct arena *arena;
static struct area_tools *tools;
static struct history_batch batch;
static int problems[AREA_MEMBER_CYCLE + 1];

static int setup(void **state) {
  (void)state;
  struct err e = {0};
  snprintf(folder, sizeof folder, "/tmp/test_area.XXXXXX");
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/x.db", folder);
  arena = arena_new(0);
  tools = area_tools_new();
  memset(problems, 0, sizeof problems);
  return db_create(path, &e) && db_open(path, DB_WRITE, &d, &e) && db_begin(d, &e) &&
                 history_batch_begin(d, "areas", "x", "aa", NULL, NULL, NULL, &batch, &e)
             ? 0
             : -1;
}

static int teardown(void **state) {
  (void)state;
  char command[128];
  db_close(d);
  area_tools_free(tools);
  arena_free(arena);
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static struct polygon square(double x, double y, double side) {
  const double points[] = {x, y, x + side, y, x + side, y + side, x, y + side, x, y};
  struct polygon p = {arena_alloc(arena, sizeof points),
                      arena_alloc(arena, sizeof(uint32_t)),
                      arena_alloc(arena, sizeof(uint32_t)),
                      5,
                      1,
                      1};
  memcpy(p.xy, points, sizeof points);
  p.ring_end[0] = 5;
  p.part_end[0] = 1;
  return p;
}

static struct area make(const char *code, enum area_geom_status status, double x) {
  struct area a = area_unknown();
  struct err e = {0};
  a.code = str_from(code);
  a.name = a.code;
  a.layer = STR("barrio");
  a.geom_status = status;
  a.locator = STR("fila 1");
  a.has_geom = status != AREA_GEOM_NONE && status != AREA_GEOM_COMPOSED;
  if (!a.has_geom) return a;
  a.geom = square(x, 10, 0.01);
  if (!area_measure(tools, &a.geom, &a.hectares, &a.lon, &a.lat, &e)) fail_msg("%s", e.text);
  return a;
}

static enum area_saved save(struct area *a, bool *kept) {
  enum area_saved what;
  struct err e = {0};
  if (!area_save(d, &batch, a, &what, kept, &e)) fail_msg("%s (%s)", e.text, e.detail);
  return what;
}

static void count_problem(void *user, size_t index, enum area_problem what, struct str value) {
  (void)user, (void)index, (void)value;
  problems[what]++;
}

static void tie(struct area *areas, size_t n, enum area_saved *saved) {
  struct err e = {0};
  if (!area_link(d, &batch, tools, areas, n, saved, count_problem, NULL, &e)) fail_msg("%s (%s)", e.text, e.detail);
}

static struct area load(const char *code) {
  struct area a;
  struct err e = {0};
  if (!area_load(d, arena, str_from(code), &a, &e)) fail_msg("%s", e.text);
  return a;
}

static int64_t ask(const char *sql) {
  struct db_stmt *s;
  bool row;
  assert_true(db_prepare(d, sql, &s, NULL));
  db_stmt_begin(s);
  assert_true(db_step(s, &row, NULL));
  int64_t v = row ? db_col_int(s, 0) : -1;
  db_stmt_begin(s);
  return v;
}

static void saved_is_loaded(void **state) {
  (void)state;
  struct str aliases[] = {STR("Uno"), STR("El Uno")};
  struct area a = make("uno", AREA_GEOM_AUTHORITATIVE, -75);
  a.population = 12, a.aliases = aliases, a.n_aliases = 2;
  assert_int_equal(save(&a, NULL), AREA_ADDED);
  struct area b = load("uno");
  assert_int_equal(b.population, 12);
  assert_int_equal(b.population_year, -1);
  assert_int_equal(b.n_aliases, 2);
  assert_true(str_is(b.aliases[1], "El Uno"));
  assert_true(b.has_geom && fabs(b.hectares - a.hectares) < 1e-9);
  /* 0.01 degrees squared at 10 degrees north, in EPSG:9377 with its scale of 0.9992 */
  assert_true(fabs(b.hectares - 121.2) < 1);
  struct err e = {0};
  assert_false(area_load(d, arena, STR("dos"), &b, &e));
  assert_int_equal(e.kind, ERR_NOT_FOUND);
}

static void same_data_change_nothing(void **state) {
  (void)state;
  struct area a = make("uno", AREA_GEOM_AUTHORITATIVE, -75);
  save(&a, NULL);
  struct area again = make("uno", AREA_GEOM_AUTHORITATIVE, -75);
  again.id = a.id;
  assert_int_equal(save(&again, NULL), AREA_SAME);
  assert_int_equal(ask("SELECT count(*) FROM area_edition"), 0);
  assert_int_equal(ask("SELECT count(*) FROM history"), 0);
  assert_int_equal(ask("SELECT count(*) FROM claim"), 1);
}

static void new_edition_keeps_what_is_not_given(void **state) {
  (void)state;
  struct area a = make("uno", AREA_GEOM_APPROXIMATE, -75);
  a.definition = STR("lo que sea"), a.population = 7, a.lon_given = -75;
  save(&a, NULL);
  struct area better = make("uno", AREA_GEOM_AUTHORITATIVE, -75.001);
  better.id = a.id, better.name = STR(""), better.valid_from = STR("2023-06-01");
  assert_int_equal(save(&better, NULL), AREA_CHANGED);
  struct area now = load("uno");
  assert_true(str_is(now.name, "uno") && str_is(now.definition, "lo que sea") && str_is(now.valid_from, "2023-06-01"));
  assert_int_equal(now.population, 7);
  assert_int_equal(now.geom_status, AREA_GEOM_AUTHORITATIVE);
  assert_true(isnan(now.lon_given)); /* a figure of the old extent */
  assert_int_equal(ask("SELECT edition FROM area"), 2);
  assert_int_equal(
      ask("SELECT count(*) FROM area_edition WHERE edition = 1 AND geom IS NOT NULL AND valid_to = '2023-06-01'"), 1);
  assert_int_equal(ask("SELECT count(*) FROM history WHERE action = 'update'"), 1);
  assert_int_equal(ask("SELECT count(*) FROM claim WHERE status = 'superseded'"), 1);
}

static void weaker_extent_does_not_replace(void **state) {
  (void)state;
  bool kept;
  struct area a = make("uno", AREA_GEOM_DIGITISED, -75), ellipse = make("uno", AREA_GEOM_APPROXIMATE, -74);
  save(&a, NULL);
  ellipse.id = a.id, ellipse.population = 9;
  assert_int_equal(save(&ellipse, &kept), AREA_CHANGED);
  assert_true(kept);
  struct area now = load("uno");
  assert_int_equal(now.geom_status, AREA_GEOM_DIGITISED);
  assert_int_equal(now.population, 9);
  assert_true(polygon_bbox(&now.geom).minx == -75);
}

static void unions_follow_their_members(void **state) {
  (void)state;
  struct str members[] = {STR("uno"), STR("dos")};
  struct area areas[4] = {make("uno", AREA_GEOM_DIGITISED, -75), make("dos", AREA_GEOM_DIGITISED, -74.99),
                          make("zona", AREA_GEOM_COMPOSED, 0), make("madre", AREA_GEOM_COMPOSED, 0)};
  enum area_saved saved[4];
  areas[2].has_members = true, areas[2].members = members, areas[2].n_members = 2, areas[2].parent_code = STR("madre");
  for (int i = 0; i < 4; i++) saved[i] = save(&areas[i], NULL);
  tie(areas, 4, saved);
  double one = load("uno").hectares, both = load("zona").hectares;
  assert_true(fabs(both - 2 * one) < 0.01 * one);
  assert_true(load("madre").hectares == both); /* no members: its children */
  assert_int_equal(ask("SELECT count(*) FROM area_edition"), 0);

  struct err e = {0};
  assert_true(
      history_batch_begin(d, "areas", "y", "bb", NULL, NULL, NULL, &batch, &e)); /* another file moves one member */
  struct area moved = make("dos", AREA_GEOM_DIGITISED, -74.995);
  moved.id = areas[1].id;
  saved[0] = save(&moved, NULL);
  tie(&moved, 1, saved);
  assert_true(fabs(load("zona").hectares - 1.5 * one) < 0.01 * one);
  assert_true(fabs(load("madre").hectares - 1.5 * one) < 0.01 * one);
  assert_int_equal(ask("SELECT count(*) FROM area_edition"), 3);
}

static void what_does_not_fit_is_told(void **state) {
  (void)state;
  struct str to_b[] = {STR("b"), STR("nadie")}, to_a[] = {STR("a")};
  struct area areas[3] = {make("a", AREA_GEOM_COMPOSED, 0), make("b", AREA_GEOM_COMPOSED, 0),
                          make("c", AREA_GEOM_NONE, 0)};
  enum area_saved saved[3];
  areas[0].has_members = areas[1].has_members = true;
  areas[0].members = to_b, areas[0].n_members = 2;
  areas[1].members = to_a, areas[1].n_members = 1;
  areas[0].parent_code = STR("c"), areas[2].parent_code = STR("a"), areas[1].parent_code = STR("nadie");
  for (int i = 0; i < 3; i++) saved[i] = save(&areas[i], NULL);
  tie(areas, 3, saved);
  assert_int_equal(problems[AREA_MEMBER_UNKNOWN], 1);
  assert_int_equal(problems[AREA_PARENT_UNKNOWN], 1);
  assert_true(problems[AREA_PARENT_CYCLE] > 0);
  assert_true(problems[AREA_MEMBER_CYCLE] > 0);
}

static void codes_are_plain(void **state) {
  (void)state;
  assert_true(area_code_is_valid(STR("ucg-14.a_B")));
  assert_false(area_code_is_valid(STR("")));
  assert_false(area_code_is_valid(STR("a b")));
  assert_false(area_code_is_valid(STR("../x")));
  assert_false(area_code_is_valid(STR("ñ")));
}

int main(void) {
#define AREA_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
  const struct CMUnitTest tests[] = {
      AREA_TEST(saved_is_loaded),
      AREA_TEST(same_data_change_nothing),
      AREA_TEST(new_edition_keeps_what_is_not_given),
      AREA_TEST(weaker_extent_does_not_replace),
      AREA_TEST(unions_follow_their_members),
      AREA_TEST(what_does_not_fit_is_told),
      cmocka_unit_test(codes_are_plain),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
