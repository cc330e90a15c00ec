/* The snapshot holds what the store says, is the same bytes each time, and refuses to open when anything about it is wrong. */
#include "snapshot_held.h"
#include <math.h>
#include "snapshot/layout.h"

static void test_rows_are_in_code_order(void **state) {
  (void)state;
  struct snap_project a, b;
  assert_int_equal(snapshot_projects(snap), 15);
  for (uint32_t i = 1; i < snapshot_projects(snap); i++) {
    snapshot_project(snap, i - 1, &a);
    snapshot_project(snap, i, &b);
    assert_true(str_cmp(a.code, b.code) < 0);
  }
  uint32_t i;
  assert_false(snapshot_find_project(snap, STR("nothing"), &i));
}

static void test_project(void **state) {
  (void)state;
  struct snap_project p;
  snapshot_project(snap, project_of(snap, "a-point"), &p);
  assert_str(p.title, "Camión de basura");
  assert_str(p.kind, "convenio");
  assert_str(p.status, "2");
  assert_str(p.theme, "ambiente");
  assert_str(p.date_start, "2011-07-06"); /* the actual date, not the planned one */
  assert_str(p.date_end, "2012");
  assert_int_equal(p.year, 2011);
  assert_true(p.has_value && !p.value_is_sum && p.value_minor == 10000);
  assert_str(p.currency, "COP");
  assert_int_equal(p.people, 40);
  assert_int_equal(p.place, SNAP_LOCATED);
  assert_int_equal(p.spot, SNAP_SPOT_POINT);
  assert_true(p.lon == -75.475 && p.lat == 10.305);
  assert_int_equal(p.area, area_of(snap, "arroz-barato"));
  assert_int_equal(p.parent, SNAPSHOT_NONE);
  assert_str(p.source_locator, "fila 1");
  assert_str(p.source_raw, "texto tal cual");
  snapshot_project(snap, project_of(snap, "m-child"), &p);
  assert_int_equal(p.parent, project_of(snap, "l-parent"));
  assert_int_equal(p.people, -1);
  assert_str(p.status, "");
}

static void test_places(void **state) {
  (void)state;
  static const struct {
    const char *code;
    enum snap_place place;
    enum snap_spot spot;
  } want[] = {{"a-point", SNAP_LOCATED, SNAP_SPOT_POINT},
              {"b-two", SNAP_LOCATED, SNAP_SPOT_AREA},
              {"d-approx", SNAP_LOCATED, SNAP_SPOT_AREA_APPROXIMATE},
              {"e-outline", SNAP_LOCATED, SNAP_SPOT_OUTLINE},
              {"f-city", SNAP_CITY, SNAP_SPOT_NONE},
              {"g-beyond", SNAP_BEYOND, SNAP_SPOT_NONE},
              {"h-unknown", SNAP_UNKNOWN, SNAP_SPOT_NONE},
              {"i-named", SNAP_NAMED, SNAP_SPOT_NONE}};
  for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
    struct snap_project p;
    snapshot_project(snap, project_of(snap, want[k].code), &p);
    assert_int_equal(p.place, want[k].place);
    assert_int_equal(p.spot, want[k].spot);
    assert_true(isnan(p.lon) == (want[k].spot == SNAP_SPOT_NONE));
  }
}

static void test_shares(void **state) {
  (void)state;
  struct snap_location l;
  uint32_t i = project_of(snap, "b-two");
  assert_true(snapshot_location(snap, i, 0, &l)); /* rank 0 came second */
  assert_int_equal(l.area, area_of(snap, "nelson-mandela"));
  assert_true(l.attributed && l.attributed_minor == 2500);
  assert_true(snapshot_location(snap, i, 1, &l));
  assert_true(l.attributed && l.attributed_minor == 7501);
  assert_false(snapshot_location(snap, i, 2, &l));
  assert_true(snapshot_location(snap, project_of(snap, "c-noshare"), 0, &l));
  assert_true(!l.attributed && l.attributed_minor == 0);
}

static void test_sum_of_contributions(void **state) {
  (void)state;
  struct snap_project p;
  struct snap_contribution c;
  uint32_t i = project_of(snap, "k-sum");
  snapshot_project(snap, i, &p);
  assert_true(p.has_value && p.value_is_sum && p.value_minor == 1000);
  assert_true(snapshot_contribution(snap, i, 1, &c));
  assert_true(c.amount_minor == 600);
  assert_str(c.form, "especie");
  struct snap_actor a;
  snapshot_actor(snap, c.provider, &a);
  assert_str(a.code, "distrito");
  assert_false(snapshot_contribution(snap, i, 2, &c));
}

static bool is_inside(const char *inner, const char *outer) {
  uint32_t n, in = area_of(snap, inner);
  const uint32_t *list = snapshot_area_inside(snap, area_of(snap, outer), &n);
  bool found = false;
  for (uint32_t k = 0; k < n; k++) found |= list[k] == in;
  const uint32_t *up = snapshot_area_containing(snap, in, &n);
  bool other_way = false;
  for (uint32_t k = 0; k < n; k++) other_way |= up[k] == area_of(snap, outer);
  assert_int_equal(found, other_way);
  return found;
}

static void test_nesting(void **state) {
  (void)state;
  assert_true(is_inside("nelson-mandela", "ucg-14"));      /* member */
  assert_true(is_inside("nelson-mandela", "localidad-3")); /* member of a child */
  assert_true(is_inside("ucg-14", "localidad-3"));         /* parent */
  assert_true(is_inside("nelson-mandela", "industrial"));  /* geometry */
  assert_false(is_inside("arroz-barato", "industrial"));   /* only touches its corner */
  assert_false(is_inside("industrial", "nelson-mandela"));
  assert_false(is_inside("espinal", "la-popa")); /* approximate: its edge derives nothing */
}

static void test_area(void **state) {
  (void)state;
  struct snap_area a;
  snapshot_area(snap, area_of(snap, "la-popa"), &a);
  assert_str(a.name, "La Popa");
  assert_int_equal(a.geom, SNAP_GEOM_DIGITISED);
  assert_false(a.rests_on_approximate);
  assert_str(snapshot_area_alias(snap, a.index, 0), "Cerro de La Popa");
  assert_null(snapshot_area_alias(snap, a.index, 1).p);
  assert_int_equal(a.projects, 3); /* m-child, n-free, and e-outline, whose outline lies in it */
  snapshot_area(snap, area_of(snap, "industrial"), &a);
  assert_int_equal(a.projects, 4); /* b-two, c-noshare, j-usd by nelson-mandela; o-stray by its point */
  struct polygon p;
  assert_true(snapshot_area_polygon(snap, area_of(snap, "hueco"), arena, &p));
  assert_int_equal(p.n_rings, 2);
  assert_false(snapshot_area_polygon(snap, area_of(snap, "recreo"), arena, &p));
}

static void test_labels(void **state) {
  (void)state;
  struct str code, es, en;
  assert_true(snapshot_label(snap, "place_state", STR("city"), SNAP_ES).n > 4);
  assert_str(snapshot_label(snap, "place_state", STR("no-such"), SNAP_ES), "no-such");
  assert_true(snapshot_code(snap, "place_state", 0, &code, &es, &en));
  assert_false(snapshot_code(snap, "place_state", 99, &code, &es, &en));
  assert_false(snapshot_code(snap, "zzz", 0, &code, &es, &en));
}

static void test_same_bytes(void **state) {
  (void)state;
  fixture_same_bytes(db, fixture_snapshot);
}

static enum err_kind opens(const char *bytes, size_t n) {
  char path[128];
  struct err e = {0};
  struct snapshot *s;
  fixture_path(path, sizeof path, "damaged.snapshot");
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  fwrite(bytes, 1, n, f);
  fclose(f);
  if (snapshot_open(path, &s, &e)) {
    snapshot_release(s);
    return ERR_NONE;
  }
  assert_true(strlen(e.text) > 20);
  return e.kind;
}

static void test_damage_is_refused(void **state) {
  (void)state;
  size_t n;
  char *good = fixture_read(fixture_snapshot, &n);
  assert_int_equal(opens(good, n), ERR_NONE);
  assert_int_equal(opens(good, 0), ERR_INPUT);
  assert_int_equal(opens(good, 100), ERR_INPUT);
  assert_int_equal(opens(good, n - 1), ERR_INPUT);
  assert_int_equal(opens("this is some other file, and long enough for a header........", 60), ERR_INPUT);
  for (size_t at = 0; at < n; at += n / 997 + 1) {
    good[at] ^= 0x20;
    assert_int_equal(opens(good, n), ERR_INPUT);
    good[at] ^= 0x20;
  }
  free(good);
  struct err e = {0};
  struct snapshot *s;
  assert_false(snapshot_open("/nowhere/x.snapshot", &s, &e));
  assert_int_equal(e.kind, ERR_NOT_FOUND);
}

/* A folder that cannot be written to: the error says so and the old snapshot stays. */
static void test_failed_write_leaves_the_old(void **state) {
  (void)state;
  struct err e = {0};
  assert_false(snapshot_build(db, "/proc/nowhere/x.snapshot", &e));
  assert_int_equal(e.kind, ERR_IO);
}

static void test_holding(void **state) {
  (void)state;
  struct err e = {0};
  struct snapshot *s;
  fixture_must(snapshot_open(fixture_snapshot, &s, &e), &e);
  struct snapshot *again = snapshot_hold(s);
  snapshot_release(s);
  assert_int_equal(snapshot_projects(again), 15);
  assert_string_equal(snapshot_checksum(again), snapshot_checksum(snap));
  snapshot_release(again);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rows_are_in_code_order),
      cmocka_unit_test(test_project),
      cmocka_unit_test(test_places),
      cmocka_unit_test(test_shares),
      cmocka_unit_test(test_sum_of_contributions),
      cmocka_unit_test(test_nesting),
      cmocka_unit_test(test_area),
      cmocka_unit_test(test_labels),
      cmocka_unit_test(test_same_bytes),
      cmocka_unit_test(test_damage_is_refused),
      cmocka_unit_test(test_failed_write_leaves_the_old),
      cmocka_unit_test(test_holding),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
