/* Statistics against sums done by hand from a small table; each closes. */
#include "query/goals.h"
#include "query/group.h"
#include "snapshot_held.h"

/* Beside the fixture's projects: themes with and without percents, sources, forms, executors, a double, groups of people, rates.
 *   p-percent  COP 100.01, themes ambiente 60 %, salud 30 % (10 % of nobody)           2010
 *   p-parts    COP 10.00 stated; aecid 6.00 in cash, distrito 5.00 in kind: 1.00 more than stated; rate 2,000 COP/USD
 *   p-funded   COP 3.00, zeta funds, nobody says how much
 *   p-double   the same as p-parts; people 40 beside 70
 *   p-two      COP 2.00, two executors */
static const char more[] =
    "INSERT INTO claim (id, document_id, batch_id) SELECT 902, document_id, id FROM import_batch WHERE id = 1;"
    "INSERT INTO activity (id, code, kind, title, total_minor, total_dec, currency, people, batch_id, claim_id) VALUES"
    " (50, 'p-percent', 'proyecto', 'Con porcentajes', 10001, '100.01', 'COP', NULL, 1, 901),"
    " (51, 'p-parts', 'proyecto', 'Con partes', 1000, '10.00', 'COP', 70, 1, 901),"
    " (52, 'p-funded', 'proyecto', 'Con financiador', 300, '3.00', 'COP', NULL, 1, 901),"
    " (53, 'p-pdouble', 'proyecto', 'Con partes', 1000, '10.00', 'COP', 70, 1, 901),"
    " (54, 'p-two', 'proyecto', 'Con dos ejecutores', 200, '2.00', 'COP', NULL, 1, 901);"
    "INSERT INTO activity_location (activity_id, rank, scope, area_id, share_basis, method, claim_id) SELECT id, 0, "
    "'area', (SELECT id FROM area WHERE code = 'la-candelaria'), 'only', 'code', 901 FROM activity WHERE id >= 50;"
    "INSERT INTO classification (activity_id, vocabulary, code, percent_ppm) VALUES (50, '99', 'ambiente', 600000), "
    "(50, "
    "'1', '14022', 1000000), (50, '99', 'salud', 300000), (51, '99', 'salud', NULL), (54, '99', 'salud', NULL);"
    "INSERT INTO exchange_rate (id, from_currency, to_currency, rate_dec, date, kind, claim_id) VALUES (1, 'USD', "
    "'COP', "
    "'2000', '2011-07-06', 'contract', 902);"
    "INSERT INTO contribution (activity_id, provider_id, amount_minor, amount_dec, currency, form, is_counterpart, "
    "value_date, rate_id, claim_id) VALUES (51, 1, 600, '6.00', 'COP', 'efectivo', 0, '2006-05-01', 1, 901), (51, 2, "
    "500, "
    "'5.00', 'COP', 'especie', 1, '2009', 1, 901), (53, 1, 1000, '10.00', 'COP', 'sin-dato', 0, NULL, NULL, 901);"
    "INSERT INTO participating_org (activity_id, organisation_id, role) VALUES (52, 3, '1'), (54, 1, '4'), (54, 2, "
    "'4'), "
    "(51, 3, '4');"
    "INSERT INTO activity_date (activity_id, type, date, precision) VALUES (50, '2', '2010', 'year');"
    "INSERT INTO related_activity (activity_id, related_id, type) VALUES (53, 51, 'same-as');";

static int open_more(void **state) {
  struct err e = {0};
  open_all(state);
  snapshot_release(snap);
  fixture_must(db_begin(db, &e), &e);
  fixture_run(db, more);
  fixture_must(db_commit(db, &e), &e);
  fixture_must(snapshot_build(db, NULL, &e), &e);
  fixture_must(snapshot_open(fixture_snapshot, &snap, &e), &e);
  return 0;
}

static struct filter *compile(const struct filter_spec *spec) {
  struct err e = {0};
  struct filter *f;
  fixture_must(filter_compile(snap, spec, &f, &e), &e);
  return f;
}

static struct group_table group(enum group_by by, const struct group_options *o) {
  struct err e = {0};
  struct group_table t;
  struct filter *f = compile(&(struct filter_spec){0});
  fixture_must(group_by_with(f, arena, by, o, &t, &e), &e);
  filter_free(f);
  assert_true(t.closes);
  return t;
}

static const struct group_row *row(const struct group_table *t, const char *code) {
  for (size_t i = 0; i < t->n; i++)
    if (str_is(t->rows[i].code, code)) return &t->rows[i];
  fail_msg("no row %s", code);
  return NULL;
}

/* All that adds: the fixture's 316.01 and the four new ones. */
enum { TOTAL = 31601 + 10001 + 1000 + 300 + 200 };

static void test_every_dimension_closes(void **state) {
  (void)state;
  static const char *const layers[] = {"", "barrio", "ucg", "localidad", "zona", "vereda"};
  for (unsigned by = 0; by < GROUPS; by++)
    for (size_t k = 0; k < (by == GROUP_AREA ? 6u : 1u); k++) {
      struct group_table t = group((enum group_by)by, &(struct group_options){.layer = str_from(layers[k])});
      i128 sum = t.unallocated + t.difference;
      for (size_t i = 0; i < t.n; i++) sum += t.rows[i].m.attributed_minor;
      assert_true(t.total.full_minor == TOTAL && sum == TOTAL);
      assert_int_equal(t.total.projects, 20);
      enum group_by back;
      assert_true(group_find(str_from(group_name((enum group_by)by)), &back) && back == by);
    }
}

static void test_themes(void **state) {
  (void)state;
  struct group_table t = group(GROUP_THEME, &(struct group_options){0});
  /* b-two has two themes and no percents; a tenth of p-percent is of no theme. 60 % of 100.01 is 60.006: 60.01. */
  assert_true(t.unallocated == 10001 + 1000);
  assert_int_equal(t.unallocated_projects, 2);
  assert_true(row(&t, "ambiente")->m.attributed_minor == 10000 + 6001);
  assert_true(row(&t, "ambiente")->m.full_minor == 10000 + 10001);
  assert_true(row(&t, "salud")->m.attributed_minor == 3000 + 1000 + 200);
  assert_int_equal(row(&t, "salud")->m.projects, 4);
  assert_true(str_is(row(&t, "salud")->label_en, "Health") && str_is(row(&t, "")->label_es, "Sin dato"));
  assert_true(t.rows[t.n - 1].code.n == 0);                /* sin dato is the last */
  assert_true(str_is(t.rows[0].code, "agua-saneamiento")); /* the order of the list */
}

static void test_sources(void **state) {
  (void)state;
  struct group_table t = group(GROUP_SOURCE, &(struct group_options){0});
  assert_true(t.difference == -100); /* 10.00 stated, 11.00 in parts */
  assert_int_equal(t.difference_projects, 1);
  assert_true(row(&t, "aecid")->m.attributed_minor == 400 + 600);
  assert_true(row(&t, "distrito")->m.attributed_minor == 600 + 500);
  /* zeta funds p-funded, and aecid b-two, and nobody says how much. */
  assert_true(row(&t, "zeta")->m.projects == 1 && row(&t, "zeta")->m.attributed_minor == 0);
  assert_true(row(&t, "zeta")->m.full_minor == 300 && t.unallocated == 300 + 10001);
  assert_true(row(&t, "aecid")->m.projects == 4); /* k-sum, p-parts, p-double, b-two */
  assert_int_equal(row(&t, "aecid")->m.counted_elsewhere, 1);
}

static const struct flow *flow(const struct flows *x, enum flow_kind from, const char *source, enum flow_kind to,
                               const char *area) {
  static const struct flow none;
  for (size_t i = 0; i < x->n_sources; i++)
    for (size_t k = 0; k < x->n_areas; k++)
      if (x->sources[i].kind == from && str_is(x->sources[i].code, source) && x->areas[k].kind == to &&
          str_is(x->areas[k].code, area))
        return &x->flow[i * x->n_areas + k];
  return &none;
}

/* From p-parts, p-funded, p-two and p-percent in la-candelaria: what its sources gave, what they did not say, and the difference. */
static void test_flows(void **state) {
  (void)state;
  struct err e = {0};
  struct flows x, few;
  static const char *const codes[] = {"p-parts", "p-funded", "p-two", "p-percent"};
  struct str code[4];
  for (size_t i = 0; i < 4; i++) code[i] = str_from(codes[i]);
  struct filter *f = compile(&(struct filter_spec){.code = code, .n_code = 4});
  fixture_must(group_flows(f, arena, STR("barrio"), STR(""), FLOWS_MAX_LIMIT, &x, &e), &e);
  assert_true(x.closes && x.total.full_minor == 1000 + 300 + 200 + 10001);
  assert_true(flow(&x, FLOW_ONE, "aecid", FLOW_ONE, "la-candelaria")->minor == 600);
  assert_true(flow(&x, FLOW_ONE, "distrito", FLOW_ONE, "la-candelaria")->minor == 500);
  assert_true(flow(&x, FLOW_DIFFERENCE, "", FLOW_ONE, "la-candelaria")->minor == -100);
  assert_true(flow(&x, FLOW_NO_DATA, "", FLOW_ONE, "la-candelaria")->minor == 200 + 10001);
  assert_true(flow(&x, FLOW_UNALLOCATED, "", FLOW_ONE, "la-candelaria")->minor == 300);
  const struct flow *zeta = flow(&x, FLOW_ONE, "zeta", FLOW_ONE, "la-candelaria");
  assert_true(zeta->projects == 1 && zeta->silent == 1 && zeta->minor == 0); /* nobody says how much */
  fixture_must(group_flows(f, arena, STR("barrio"), STR("COP"), 1, &few, &e), &e);
  assert_true(few.closes && flow(&few, FLOW_OTHERS, "", FLOW_ONE, "la-candelaria")->minor == 500);
  assert_int_equal(flow(&few, FLOW_OTHERS, "", FLOW_ONE, "la-candelaria")->projects, 2);
  filter_free(f);
  /* Everything, by every layer: also one that no area has, where all that is on the map is in none. */
  static const char *const layers[] = {"barrio", "ucg", "localidad", "zona", "vereda"};
  f = compile(&(struct filter_spec){0});
  for (size_t k = 0; k < 5; k++) {
    fixture_must(group_flows(f, arena, str_from(layers[k]), STR("COP"), 2, &x, &e), &e);
    i128 sum = 0;
    for (size_t i = 0; i < x.n_sources * x.n_areas; i++) sum += x.flow[i].minor;
    assert_true(x.closes && sum == TOTAL && x.total.projects == 20);
  }
  assert_false(group_flows(f, arena, STR("nada"), STR("COP"), 2, &x, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  filter_free(f);
}

static void test_forms_by_period(void **state) {
  (void)state;
  const struct group_period periods[] = {{2005, 2007}, {2008, 2010}};
  struct group_table t = group(GROUP_FORM, &(struct group_options){.periods = periods, .n_periods = 2});
  assert_int_equal(t.n_cells, 4);
  const struct group_cell *cash = t.cells + (size_t)(row(&t, "efectivo") - t.rows) * 4;
  const struct group_cell *kind = t.cells + (size_t)(row(&t, "especie") - t.rows) * 4;
  assert_true(cash[0].minor == 600 && cash[0].projects == 1 && cash[1].minor == 0 && cash[1].projects == 0);
  assert_true(kind[0].minor == 0 && kind[1].minor == 500);
  assert_true(cash[3].minor == 400 && kind[3].minor == 600); /* k-sum has no year */
  for (size_t i = 0; i < t.n; i++) {
    i128 sum = 0;
    for (size_t k = 0; k < t.n_cells; k++) sum += t.cells[i * t.n_cells + k].minor;
    assert_true(sum == t.rows[i].m.attributed_minor);
  }
}

/* What a question may cost is known before it is answered. */
static void test_too_many_periods(void **state) {
  (void)state;
  struct err e = {0};
  struct group_table t;
  struct group_period periods[500];
  for (int32_t i = 0; i < 500; i++) periods[i] = (struct group_period){1600 + i, 1600 + i};
  struct filter *f = compile(&(struct filter_spec){0});
  const struct group_options o = {.periods = periods, .n_periods = 500};
  assert_true(group_by_with(f, arena, GROUP_KIND, &o, &t, &e));
  assert_false(group_by_with(f, arena, GROUP_YEAR, &o, &t, &e));
  assert_int_equal(e.kind, ERR_LIMIT);
  filter_free(f);
}

static void test_executors(void **state) {
  (void)state;
  struct group_table t = group(GROUP_EXECUTOR, &(struct group_options){0});
  assert_true(t.unallocated == 200 && t.unallocated_projects == 1);
  assert_true(row(&t, "zeta")->m.attributed_minor == 10000 + 1000);
  assert_true(row(&t, "aecid")->m.attributed_minor == 0 && row(&t, "aecid")->m.full_minor == 200);
}

static void test_areas(void **state) {
  (void)state;
  struct group_table t = group(GROUP_AREA, &(struct group_options){.layer = STR("ucg")});
  assert_int_equal(t.n, 2);
  assert_true(row(&t, "ucg-14")->m.attributed_minor == 10000 + 10001); /* c-noshare touches it and is not allocated */
  assert_true(row(&t, "ucg-14")->m.full_minor == 10000 + 10001 + 5000);
  assert_true(t.unallocated == 5000);
  struct err e = {0};
  struct filter *f = compile(&(struct filter_spec){0});
  assert_false(group_by(f, arena, GROUP_AREA, STR("barriadas"), STR(""), &t, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  filter_free(f);
}

static void test_doubles_and_people(void **state) {
  (void)state;
  struct group_table t = group(GROUP_KIND, &(struct group_options){0});
  assert_int_equal(t.total.counted_elsewhere, 2); /* l-parent, p-double */
  assert_int_equal(t.total.people_min, 500);
  assert_int_equal(t.total.people_max, 500 + 40 + 70); /* the double's 70 are those of p-parts */
  const struct str code = STR("p-pdouble");
  struct filter *f = compile(&(struct filter_spec){.code = &code, .n_code = 1});
  struct err e = {0};
  fixture_must(group_by(f, arena, GROUP_KIND, STR(""), STR(""), &t, &e), &e);
  assert_true(t.total.full_minor == 1000 && t.total.counted_elsewhere == 0); /* alone it stands for both */
  assert_int_equal(t.total.people_max, 70);
  filter_free(f);
}

static void test_conversion(void **state) {
  (void)state;
  struct group_table t = group(GROUP_SOURCE, &(struct group_options){.convert_to = STR("USD")});
  /* 10.00 COP at 2,000 is 0.005 USD, half away from zero: 0.01; j-usd has 9.00. */
  assert_true(t.total.full_minor == 900 + 1);
  assert_int_equal(t.conversion.converted, 1);
  assert_int_equal(t.conversion.same_currency, 1);
  assert_int_equal(t.conversion.n_unrated, t.conversion.without_rate);
  assert_int_equal(t.total.other_currency, t.conversion.without_rate);
  assert_true(t.conversion.minor == 1 && t.conversion.same_minor == 900);
  assert_true(str_is(t.conversion.uses[0].rate.rate, "2000") && str_is(t.conversion.uses[0].rate.date, "2011-07-06") &&
              str_is(t.conversion.uses[0].rate.kind, "contract"));
  i128 out;
  struct conversion_rate rate;
  assert_true(group_convert_project(snap, project_of(snap, "p-parts"), 1000000, STR("COP"), STR("USD"), &out, &rate));
  assert_true(out == 500);
  assert_true(group_convert_project(snap, project_of(snap, "p-parts"), 500, STR("COP"), STR("USD"), &out, &rate));
  assert_false(group_convert_project(snap, project_of(snap, "a-point"), 500, STR("COP"), STR("USD"), &out, &rate));
  struct err e = {0};
  struct conversion c;
  struct filter *f = compile(&(struct filter_spec){0});
  assert_false(group_convert(f, arena, STR("COP"), STR("JPY"), &c, &e)); /* never guessed */
  assert_int_equal(e.kind, ERR_INPUT);
  filter_free(f);
}

static const struct matrix_cell *cell(const struct matrix *m, const char *area, const char *code) {
  size_t i = 0, k = 0;
  while (i < m->n_areas && m->areas[i] != area_of(snap, area)) i++;
  while (k < m->n_columns && !str_is(m->columns[k].code, code)) k++;
  assert_true(i < m->n_areas && k < m->n_columns);
  return &m->cells[i * m->n_columns + k];
}

static void test_matrix(void **state) {
  (void)state;
  struct err e = {0};
  struct matrix m;
  struct filter *f = compile(&(struct filter_spec){0});
  fixture_must(group_matrix(f, NULL, arena, STR("barrio"), GROUP_THEME, STR(""), &m, &e), &e);
  assert_true(cell(&m, "arroz-barato", "salud")->projects == 1 &&
              cell(&m, "arroz-barato", "salud")->full_minor == 10001);
  assert_true(cell(&m, "arroz-barato", "turismo")->projects ==
              0); /* nobody anywhere does that, and the column is there */
  assert_true(cell(&m, "nelson-mandela", "")->projects == 2 && cell(&m, "nelson-mandela", "")->silent == 1);
  assert_true(cell(&m, "la-candelaria", "salud")->projects == 3 && cell(&m, "la-candelaria", "salud")->silent == 0);
  size_t empty = 0;
  for (size_t i = 0; i < m.n_areas * m.n_columns; i++) empty += m.cells[i].projects == 0;
  assert_true(m.empty == empty && m.columns[m.n_columns - 1].code.n == 0);
  assert_true(m.total.projects == 20 && m.total.full_minor == TOTAL);
  assert_true(m.row_totals[m.n_areas].projects == m.no_area && m.no_area > 0);
  const struct str here = STR("arroz-barato");
  struct filter *rows = compile(&(struct filter_spec){.area = &here, .n_area = 1});
  fixture_must(group_matrix(f, rows, arena, STR("barrio"), GROUP_YEAR, STR(""), &m, &e), &e);
  assert_int_equal(m.n_areas, 1);
  assert_int_equal(m.n_columns, 3); /* 2010, 2011, sin dato */
  assert_false(group_matrix(f, NULL, arena, STR("barrio"), GROUP_SOURCE, STR(""), &m, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  filter_free(rows);
  filter_free(f);
}

static void test_overlaps(void **state) {
  (void)state;
  struct err e = {0};
  struct overlaps o;
  struct filter *f = compile(&(struct filter_spec){0});
  fixture_must(group_overlaps(f, arena, 100, &o, &e), &e);
  /* Health in la-candelaria: p-percent, p-parts, p-two. The double of p-parts has no theme. b-two and a-point share a place, and
   * no theme. */
  assert_int_equal(o.all, 3);
  assert_int_equal(o.n, 3);
  assert_true(o.complete);
  for (uint32_t i = 0; i < o.n; i++) {
    assert_true(o.pair[i].a < o.pair[i].b && o.pair[i].area == area_of(snap, "la-candelaria"));
    assert_true(str_is(o.pair[i].theme, "salud") && o.pair[i].same_area && o.pair[i].score == 65);
    assert_true(o.pair[i].time_unknown);
  }
  fixture_must(group_overlaps(f, arena, 1, &o, &e), &e);
  assert_true(o.n == 1 && o.all == 3 && o.pair[0].a == project_of(snap, "p-parts"));
  filter_free(f);
}

static void test_facets(void **state) {
  (void)state;
  struct filter *f = compile(&(struct filter_spec){0});
  const enum group_by dimensions[] = {GROUP_THEME, GROUP_SOURCE, GROUP_EXECUTOR, GROUP_STATUS, GROUP_KIND, GROUP_PLACE};
  for (size_t d = 0; d < sizeof dimensions / sizeof *dimensions; d++) {
    const struct group_count *c;
    size_t n;
    group_facet(f, arena, dimensions[d], &c, &n);
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++) {
      const struct str value = c[i].code.n ? c[i].code : STR("sin-dato");
      struct filter_spec spec = {0};
      switch (dimensions[d]) {
      case GROUP_THEME: spec.theme = &value, spec.n_theme = 1; break;
      case GROUP_SOURCE: spec.source = &value, spec.n_source = 1; break;
      case GROUP_EXECUTOR: spec.executor = &value, spec.n_executor = 1; break;
      case GROUP_STATUS: spec.status = &value, spec.n_status = 1; break;
      case GROUP_KIND: spec.kind = &value, spec.n_kind = 1; break;
      default: spec.place = &value, spec.n_place = 1;
      }
      struct filter *one = compile(&spec);
      assert_int_equal(c[i].projects, filter_count_projects(one, false, false));
      filter_free(one);
    }
  }
  filter_free(f);
}

static struct goal_progress measure(const char *metric) {
  struct err e = {0};
  struct goal_progress p;
  fixture_must(goal_measure(snap, arena, str_from(metric), &p, &e), &e);
  return p;
}

static void test_goals(void **state) {
  (void)state;
  struct str code, es, en;
  for (uint32_t i = 0; snapshot_code(snap, "goal_metric", i, &code, &es, &en);
       i++) { /* each code of the list is computed */
    struct err e = {0};
    struct goal_progress p;
    fixture_must(goal_measure(snap, arena, code, &p, &e), &e);
    assert_true(p.known && p.es.n && p.en.n && p.value >= 0 && (p.of < 0 || p.value <= p.of));
  }
  assert_false(measure("").known);
  assert_false(measure("otra-cosa").known);
  assert_int_equal(measure("proyectos-con-fuente").value, 20);
  assert_true(measure("contrapartida").value == 1 && measure("contrapartida").amount_minor == 500);
  assert_int_equal(measure("contrapartida").of, 3);
  assert_true(str_is(measure("contrapartida").es, "1 de 3 proyectos con aportes tiene contrapartida; suma COP 5,00."));
  assert_true(str_is(measure("contrapartida").en,
                     "1 of 3 projects with contributions has a counterpart; it adds up to COP 5.00."));
  assert_int_equal(measure("pares-abiertos").value, 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_dimension_closes),
                                     cmocka_unit_test(test_themes),
                                     cmocka_unit_test(test_sources),
                                     cmocka_unit_test(test_flows),
                                     cmocka_unit_test(test_forms_by_period),
                                     cmocka_unit_test(test_too_many_periods),
                                     cmocka_unit_test(test_executors),
                                     cmocka_unit_test(test_areas),
                                     cmocka_unit_test(test_doubles_and_people),
                                     cmocka_unit_test(test_conversion),
                                     cmocka_unit_test(test_matrix),
                                     cmocka_unit_test(test_overlaps),
                                     cmocka_unit_test(test_facets),
                                     cmocka_unit_test(test_goals)};
  return cmocka_run_group_tests(tests, open_more, close_all);
}
