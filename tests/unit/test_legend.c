/* The legend as a whole: what no single drawing shows. */
#include "unit.h"
#include "format/legend.h"

static bool holds_text(const struct legend_test *t, const char *value) {
  bool listed = false;
  for (size_t i = 0; t->values[i]; i++) listed |= strcmp(t->values[i], value) == 0;
  return listed != t->none_of;
}

static void test_ids_are_unique(void **state) {
  (void)state;
  uint32_t n;
  const struct legend_class *c = legend_classes(&n);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t j = i + 1; j < n; j++) assert_string_not_equal(c[i].id, c[j].id);
}

/* Any layer, also one that nobody has heard of, is in exactly one group. */
static void test_groups_part_the_layers(void **state) {
  (void)state;
  static const char *const layers[] = {"barrio", "poblado",   "vereda",    "centro_poblado", "ucg",  "localidad",
                                       "zona",   "municipio", "perimetro", "corregimiento",  "otro", "upz"};
  uint32_t n;
  const struct legend_group *g = legend_groups(&n);
  for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
    unsigned in = 0;
    for (uint32_t k = 0; k < n; k++) in += holds_text(&g[k].test, layers[i]);
    assert_int_equal(in, 1);
  }
}

/* Every number of projects has one fill, every number of merged points one dot, and the step is the fill's place. */
static void test_ranges_leave_no_gap(void **state) {
  (void)state;
  static const enum legend_kind kinds[] = {LEGEND_FILL, LEGEND_CLUSTER};
  uint32_t n;
  const struct legend_class *c = legend_classes(&n);
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
    for (int32_t v = kinds[k] == LEGEND_FILL ? 0 : 2; v < 3000; v++) {
      unsigned in = 0, step = 0, seen = 0;
      for (uint32_t i = 0; i < n; i++) {
        if (c[i].kind != kinds[k]) continue;
        if (v >= c[i].test.min && v <= c[i].test.max) step = seen, in++;
        seen++;
      }
      assert_int_equal(in, 1);
      if (kinds[k] == LEGEND_FILL) assert_int_equal(legend_fill_step((uint32_t)v), step);
    }
}

/* An extent made from figures never has a solid line, and every other kind of boundary does not look like it. */
static void test_approximate_is_dashed(void **state) {
  (void)state;
  uint32_t n, lines = 0;
  const struct legend_class *c = legend_classes(&n);
  for (uint32_t i = 0; i < n; i++) {
    if (c[i].kind != LEGEND_LINE) continue;
    bool derived = holds_text(&c[i].test, "approximate") || holds_text(&c[i].test, "composed");
    assert_int_equal(derived, c[i].dash[0] > 0);
    lines++;
  }
  assert_true(lines >= 3);
}

/* Something derived from an area is a ring, lighter inside than at its edge; something given is full. */
static void test_rings_and_dots(void **state) {
  (void)state;
  uint32_t n;
  const struct legend_class *c = legend_classes(&n);
  for (uint32_t i = 0; i < n; i++) {
    if (c[i].kind != LEGEND_POINT) continue;
    bool given = holds_text(&c[i].test, "point") || holds_text(&c[i].test, "outline");
    assert_int_equal(given, c[i].fill < c[i].stroke);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ids_are_unique),      cmocka_unit_test(test_groups_part_the_layers),
      cmocka_unit_test(test_ranges_leave_no_gap), cmocka_unit_test(test_approximate_is_dashed),
      cmocka_unit_test(test_rings_and_dots),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
