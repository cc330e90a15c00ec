/* Totals against sums done by hand from the fixture's table, and the invariant. */
#include "snapshot_held.h"
#include "query/summary.h"

static struct summary sum(const struct filter_spec *spec, struct str layer, struct str currency, i128 *other) {
  struct err e = {0};
  struct filter *f;
  struct summary out;
  fixture_must(filter_compile(snap, spec, &f, &e), &e);
  fixture_must(summary_by_area(f, arena, layer, currency, &out, other, &e), &e);
  filter_free(f);
  assert_true(out.closes);
  return out;
}

static const struct summary_area *row(const struct summary *s, const char *code) {
  for (uint32_t i = 0; i < s->n; i++)
    if (s->areas[i].area == area_of(snap, code)) return &s->areas[i];
  return NULL;
}

static void test_everything(void **state) {
  (void)state;
  struct summary s = sum(&(struct filter_spec){0}, STR(""), STR("COP"), NULL);
  assert_int_equal(s.total.projects, 15);
  assert_int_equal(s.total.other_currency, 1);
  assert_int_equal(s.total.no_disbursement, 1);
  assert_int_equal(s.total.counted_elsewhere, 1); /* the macro-project: its child carries a value */
  /* a 10000 b 10001 c 5000 d 1000 e 700 f 300 g 200 h 100 i 500 k 1000 m 2000 o 800 */
  assert_true(s.total.full_minor == 31601);
  assert_true(s.direct_sum == 10000 + 10001 + 1000 + 1000 + 2000);
  assert_true(s.unallocated.full_minor == 5000 + 700 + 800);
  assert_int_equal(s.unallocated.projects, 3);
  assert_true(s.unplaced[SNAP_NAMED].full_minor == 500);
  assert_true(s.unplaced[SNAP_CITY].full_minor == 300);
  assert_int_equal(s.unplaced[SNAP_CITY].projects, 2);
  assert_true(s.unplaced[SNAP_BEYOND].full_minor == 200);
  assert_true(s.unplaced[SNAP_UNKNOWN].full_minor == 100);
  assert_int_equal(s.total.people_min, 500);
  assert_int_equal(s.total.people_max, 540);
}

static void test_rows(void **state) {
  (void)state;
  struct summary s = sum(&(struct filter_spec){0}, STR(""), STR("COP"), NULL);
  const struct summary_area *r = row(&s, "nelson-mandela");
  assert_int_equal(r->m.projects, 3);
  assert_true(r->m.full_minor == 10001 + 5000);
  assert_true(r->m.attributed_minor == 2500 && r->m.direct_minor == 2500);
  assert_int_equal(r->m.other_currency, 1);
  r = row(&s, "ucg-14"); /* inclusive, each project once */
  assert_int_equal(r->m.projects, 4);
  assert_true(r->m.full_minor == 10000 + 10001 + 5000);
  assert_true(r->m.attributed_minor == 10000 + 10001);
  assert_true(r->m.direct_minor == 0 && r->direct_projects == 0);
  r = row(&s, "la-popa"); /* e's outline lies in it: it touches, and its part falls there, without being tied */
  assert_true(r->m.full_minor == 2700 && r->m.attributed_minor == 2700 && r->m.direct_minor == 2000);
  r = row(&s, "recreo"); /* on its own page the value is there; in the sum it is among the named */
  assert_true(r->m.attributed_minor == 500 && r->m.direct_minor == 0);
  assert_null(row(&s, "espinal"));
}

static void test_layer_and_currency(void **state) {
  (void)state;
  i128 other;
  struct summary s = sum(&(struct filter_spec){0}, STR("zona"), STR("COP"), &other);
  assert_true(s.direct_sum == 2000 && other == 22001);
  for (uint32_t i = 0; i < s.n; i++) {
    struct snap_area a;
    snapshot_area(snap, s.areas[i].area, &a);
    assert_true(str_is(a.layer, "zona"));
  }
  s = sum(&(struct filter_spec){0}, STR(""), STR("USD"), NULL);
  assert_true(s.total.full_minor == 900 && s.direct_sum == 900);
}

/* The parent alone carries its own value: nothing selected stands for it. */
static void test_parent_alone(void **state) {
  (void)state;
  const struct str kind = STR("macroproyecto");
  struct summary s = sum(&(struct filter_spec){.kind = &kind, .n_kind = 1}, STR(""), STR("COP"), NULL);
  assert_true(s.total.full_minor == 100000 && s.total.counted_elsewhere == 0);
}

static void test_facet_agrees(void **state) {
  (void)state;
  struct err e = {0};
  struct filter *f;
  fixture_must(filter_compile(snap, &(struct filter_spec){0}, &f, &e), &e);
  uint64_t *counts = mem_calloc(snapshot_areas(snap), sizeof *counts);
  summary_facet_area(f, counts);
  for (uint32_t i = 0; i < snapshot_areas(snap); i++) {
    struct snap_area a;
    struct filter *one;
    snapshot_area(snap, i, &a);
    fixture_must(filter_compile(snap, &(struct filter_spec){.area = &a.code, .n_area = 1}, &one, &e), &e);
    assert_int_equal(counts[i], filter_count_projects(one, false, false));
    assert_int_equal(counts[i], a.projects);
    filter_free(one);
  }
  free(counts);
  filter_free(f);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_everything), cmocka_unit_test(test_rows),
                                     cmocka_unit_test(test_layer_and_currency), cmocka_unit_test(test_parent_alone),
                                     cmocka_unit_test(test_facet_agrees)};
  return cmocka_run_group_tests(tests, open_all, close_all);
}
