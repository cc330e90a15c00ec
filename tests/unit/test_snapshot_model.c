/* What a project holds: it comes out of the accessors as it is in the store. */
#include "snapshot_model.h"

static void test_dates_and_classes(void **state) {
  (void)state;
  struct snap_date d;
  struct snap_class c;
  struct snap_project p;
  uint32_t i = project_of(snap, "p-iati");
  assert_true(snapshot_date(snap, i, 0, &d));
  assert_str(d.type, "3");
  assert_str(d.date, "2013-12");
  assert_str(d.precision, "month");
  assert_true(snapshot_date(snap, i, 1, &d));
  assert_str(d.date, "2012-02-29");
  assert_false(snapshot_date(snap, i, 3, &d));
  assert_true(snapshot_date(snap, project_of(snap, "a-point"), 2, &d)); /* none is lost where the row shows two */
  assert_true(snapshot_class(snap, i, 0, &c));
  assert_str(c.vocabulary, "1");
  assert_str(c.code, "14022");
  assert_true(c.percent_ppm == 600000 && c.inferred);
  assert_true(snapshot_class(snap, i, 2, &c));
  assert_str(c.code, "salud");
  assert_true(c.percent_ppm == -1 && !c.inferred);
  assert_false(snapshot_class(snap, i, 3, &c));
  snapshot_project(snap, i, &p);
  assert_str(p.theme, "salud");
  assert_str(p.date_start, "2012-02-29"); /* the first of two that are equally good */
  assert_int_equal(p.year, 2012);
}

static void test_iati(void **state) {
  (void)state;
  struct snap_iati x;
  snapshot_iati(snap, project_of(snap, "p-iati"), &x);
  assert_str(x.scope, "7");
  assert_str(x.collaboration_type, "1");
  assert_str(x.lang, "en");
  assert_str(x.flow_type, "10");
  assert_str(x.finance_type, "110");
  assert_str(x.aid_type, "C01");
  assert_str(x.tied_status, "5");
  assert_str(x.updated, "2014-09-10T07:15:37Z");
  assert_int_equal(x.reporting, actor_of("zeta")); /* zeta-2 is zeta */
  snapshot_iati(snap, project_of(snap, "a-point"), &x);
  assert_str(x.scope, "");
  assert_int_equal(x.reporting, SNAPSHOT_NONE);
}

static void test_transactions(void **state) {
  (void)state;
  struct snap_contribution c;
  struct snap_project p;
  uint32_t i = project_of(snap, "p-iati");
  assert_true(snapshot_contribution(snap, i, 0, &c));
  assert_str(c.transaction_type, "2");
  assert_str(c.date, "2012-01-02");
  assert_str(c.flow_type, "30");
  assert_str(c.finance_type, "410");
  assert_str(c.aid_type, "D01");
  assert_str(c.valuation, "a precio de mercado");
  assert_true(c.counts && c.receiver == actor_of("zeta"));
  assert_true(snapshot_contribution(snap, i, 1, &c));
  assert_str(c.date, "2012-03");
  assert_false(c.counts); /* spent from what was committed */
  assert_true(snapshot_contribution(snap, project_of(snap, "k-sum"), 1, &c));
  assert_true(c.counts);
  assert_str(c.transaction_type, "");
  snapshot_project(snap, i, &p);
  assert_true(p.has_value && p.value_is_sum && p.value_minor == 10000);
  assert_str(p.currency, "COP");
  snapshot_project(snap, project_of(snap, "q-sum"), &p);
  assert_true(p.has_value && !p.value_is_sum && p.value_minor == 10000);
}

static void test_places_in_detail(void **state) {
  (void)state;
  struct snap_location l;
  uint32_t i = project_of(snap, "p-iati");
  assert_true(snapshot_location(snap, i, 0, &l));
  assert_str(l.scope, "beyond");
  assert_str(l.reach, "1");
  assert_str(l.class, "");
  assert_int_equal(l.share_people_ppm, 1000000);
  assert_true(snapshot_location(snap, i, 1, &l));
  assert_str(l.scope, "city");
  assert_str(l.class, "1");
  assert_str(l.precision, "4");
  assert_int_equal(l.share_people_ppm, 0);
  assert_true(snapshot_location(snap, project_of(snap, "a-point"), 0, &l));
  assert_int_equal(l.share_people_ppm, -1);
}

static void test_totals(void **state) {
  (void)state;
  struct snap_total t;
  uint32_t i = project_of(snap, "p-iati");
  assert_true(snapshot_total(snap, i, 0, &t));
  assert_true(t.amount_minor == 116000000);
  assert_str(t.currency, "EUR");
  assert_true(snapshot_total(snap, i, 1, &t));
  assert_true(t.amount_minor == (i128)46001073309680 * 100000000); /* beyond 64 bits */
  assert_str(t.amount_raw, "$46.001.073.309.680 millones");
  assert_str(t.label_raw, "gestionado");
  assert_false(snapshot_total(snap, i, 2, &t));
}

static void test_people(void **state) {
  (void)state;
  struct snap_group g;
  int64_t min, max;
  uint32_t i = project_of(snap, "p-iati");
  assert_true(snapshot_group(snap, i, 0, &g));
  assert_true(g.number == 60 && g.is_approx && g.is_disjoint && g.area == area_of(snap, "la-popa"));
  assert_str(g.unit, "mujeres");
  assert_str(g.raw, "unas 60");
  assert_true(snapshot_group(snap, i, 1, &g));
  assert_true(g.number == -1 && g.area == SNAPSHOT_NONE);
  assert_false(snapshot_group(snap, i, 3, &g));
  static const struct {
    const char *code;
    int64_t min, max;
  } want[] = {{"p-iati", 100, 100}, {"r-groups", 60, 110}, {"a-point", 40, 40}, {"c-noshare", -1, -1}};
  for (size_t k = 0; k < sizeof want / sizeof *want; k++) {
    snapshot_people(snap, project_of(snap, want[k].code), &min, &max);
    assert_int_equal(min, want[k].min);
    assert_int_equal(max, want[k].max);
  }
}

static void test_results(void **state) {
  (void)state;
  struct snap_result r;
  struct snap_indicator n;
  struct snap_period t;
  uint32_t i = project_of(snap, "p-iati");
  assert_true(snapshot_result(snap, i, 0, &r));
  assert_str(r.title, "Primero");
  assert_int_equal(r.aggregates, -1);
  assert_true(snapshot_result(snap, i, 1, &r));
  assert_str(r.description, "d");
  assert_int_equal(r.aggregates, 0);
  assert_false(snapshot_result(snap, i, 2, &r));
  assert_true(snapshot_indicator(snap, i, 0, &n));
  assert_str(n.title, "del primero");
  assert_true(n.result == 0 && n.ascending == 1);
  assert_true(snapshot_indicator(snap, i, 1, &n));
  assert_true(n.result == 1 && n.ascending == 0);
  assert_str(n.baseline_value, "cerca de 3");
  assert_false(snapshot_indicator(snap, i, 2, &n));
  assert_true(snapshot_period(snap, i, 0, &t));
  assert_int_equal(t.indicator, 0);
  assert_str(t.end, "2012-06-30");
  assert_true(snapshot_period(snap, i, 1, &t));
  assert_int_equal(t.indicator, 1);
  assert_str(t.actual, "8,5");
  assert_true(snapshot_indicator(snap, project_of(snap, "r-groups"), 0, &n));
  assert_true(n.result == 0 && n.ascending == -1);
}

static void test_links_and_extras(void **state) {
  (void)state;
  struct snap_link l;
  struct snap_extra x;
  uint32_t i = project_of(snap, "p-iati");
  assert_true(snapshot_link(snap, i, 0, &l));
  assert_str(l.url, "https://example.org/a.pdf");
  assert_str(l.format, "application/pdf");
  assert_str(l.category, "A11");
  assert_str(l.title, "Convenio");
  assert_str(l.lang, "es");
  assert_str(l.date, "2012-01-02");
  assert_false(snapshot_link(snap, i, 1, &l));
  assert_true(snapshot_extra(snap, i, 0, &x));
  assert_str(x.owner, "transaction");
  assert_int_equal(x.rank, 2);
  assert_str(x.name, "@humanitarian");
  assert_true(snapshot_extra(snap, i, 1, &x));
  assert_str(x.owner, "");
  assert_str(x.xml, "<contact-info/>");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dates_and_classes),
      cmocka_unit_test(test_iati),
      cmocka_unit_test(test_transactions),
      cmocka_unit_test(test_places_in_detail),
      cmocka_unit_test(test_totals),
      cmocka_unit_test(test_people),
      cmocka_unit_test(test_results),
      cmocka_unit_test(test_links_and_extras),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
