/* The whole model in a snapshot: what is in the store comes out of the accessors, merged actors are one, projects that are the
 * same count as one, and a hostile file leads nobody out of the map. */
#define _GNU_SOURCE /* memfd_create */
#include "snapshot_fixture.h"
#include <sys/mman.h>
#include "domain/decision.h"
#include "domain/discrepancy.h"
#include "domain/record.h"
#include "snapshot_walk.h"

static struct db *db;
static struct snapshot *snap;
static char path[128];

#define assert_str(s, z)                                                                                               \
  do {                                                                                                                 \
    struct str is_ = (s);                                                                                              \
    if (!str_is(is_, z)) fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(is_), z);                                          \
  } while (0)

/* Beside the projects of the fixture: p-iati with everything a project can have, q-sum whose parts are not its total. Rows are
 * put in out of their order, for what counts is their rank. */
static const char more[] =
    "INSERT INTO organisation (id, code, name, batch_id, merged_into) VALUES (4, 'zeta-2', 'Fundación Z', 1, 3),"
    " (5, 'aaa', 'Asociación A', 1, 4), (6, 'rondo', 'Rondó', 1, 7), (7, 'ronda', 'Ronda', 1, 6);"
    "INSERT INTO organisation_alias (organisation_id, alias) VALUES (4, 'Zeta dos'), (4, 'Fundación Zeta'), (3, 'FZ'),"
    " (5, 'FZ');"
    "INSERT INTO participating_org (activity_id, organisation_id, role, role_text) VALUES (12, 4, '4', 'Ejecutor'),"
    " (13, 5, '1', NULL);"
    "INSERT INTO activity (id, code, kind, title, batch_id, claim_id, activity_scope, collaboration_type, lang, "
    "flow_type,"
    " finance_type, aid_type, tied_status, updated, reporting_id) VALUES"
    " (26, 'p-iati', 'proyecto', 'Todo', 2, 901, '7', '1', 'en', '10', '110', 'C01', '5', '2014-09-10T07:15:37Z', 4),"
    " (28, 'r-groups', 'proyecto', 'Grupos', 1, 901, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);"
    "INSERT INTO activity (id, code, kind, title, total_minor, total_dec, currency, batch_id, claim_id) VALUES"
    " (27, 'q-sum', 'proyecto', 'Partes', 10000, '100.00', 'COP', 1, 901);"
    "INSERT INTO contribution (activity_id, provider_id, receiver_id, amount_minor, amount_dec, currency, form, "
    "claim_id,"
    " transaction_type, date, flow_type, finance_type, aid_type, valuation) VALUES"
    " (26, 1, 5, 6000, '60.00', 'COP', 'sin-dato', 901, '2', '2012-01-02', '30', '410', 'D01', 'a precio de mercado'),"
    " (26, 1, 2, 9000, '90.00', 'USD', 'sin-dato', 901, '3', '2012-03', NULL, NULL, NULL, NULL),"
    " (26, 2, 2, 4000, '40.00', 'COP', 'sin-dato', 901, '2', NULL, NULL, NULL, NULL, NULL),"
    " (27, 1, 2, 5000, '50.00', 'COP', 'efectivo', 901, NULL, NULL, NULL, NULL, NULL, NULL),"
    " (27, 2, 2, 4900, '49.00', 'COP', 'efectivo', 901, NULL, NULL, NULL, NULL, NULL, NULL);"
    "INSERT INTO activity_date (activity_id, type, date, precision) VALUES (26, '3', '2013-12', 'month'),"
    " (26, '1', '2012-02-29', 'day'), (26, '1', '2012-03-01', 'day');"
    "INSERT INTO classification (activity_id, vocabulary, code, percent_ppm, inferred) VALUES (26, '1', '14022', "
    "600000, 1),"
    " (26, '2', '140', 400000, 0), (26, '99', 'salud', NULL, 0);"
    "INSERT INTO activity_location (id, activity_id, rank, scope, share_basis, claim_id, reach, class, precision,"
    " share_people_ppm) VALUES (30, 26, 1, 'city', 'none', 901, '2', '1', '4', 0),"
    " (31, 26, 0, 'beyond', 'none', 901, '1', NULL, NULL, 1000000);"
    "INSERT INTO stated_total (activity_id, rank, amount_minor, amount_dec, amount_raw, currency, label_raw, claim_id) "
    "VALUES"
    " (26, 1, NULL, '46001073309680000000.00', '$46.001.073.309.680 millones', 'COP', 'gestionado', 901),"
    " (26, 0, 116000000, '1160000.00', NULL, 'EUR', NULL, 901);"
    "INSERT INTO beneficiary_group (activity_id, rank, number, is_approx, unit, raw, area_id, is_disjoint, claim_id) "
    "VALUES"
    " (26, 0, 60, 1, 'mujeres', 'unas 60', (SELECT id FROM area WHERE code = 'la-popa'), 1, 901),"
    " (26, 1, NULL, 0, 'ciudadanía', 'en general', NULL, 0, 901), (26, 2, 40, 0, NULL, NULL, NULL, 1, 901),"
    " (28, 0, 60, 0, NULL, NULL, NULL, 0, 901), (28, 1, 50, 0, NULL, NULL, NULL, 1, 901);"
    "INSERT INTO result (id, activity_id, rank, type, title, description, aggregates, claim_id) VALUES"
    " (1, 26, 1, '2', 'Segundo', 'd', 0, 901), (2, 26, 0, '1', 'Primero', NULL, NULL, 901), (3, 28, 5, '1', 'Otro', "
    "NULL, 1, 901);"
    "INSERT INTO indicator (id, result_id, rank, measure, ascending, title, baseline_year, baseline_value) VALUES"
    " (1, 3, 0, '1', NULL, 'de otro', NULL, NULL), (2, 1, 1, '2', 0, 'del segundo', '2010', 'cerca de 3'),"
    " (3, 2, 0, '1', 1, 'del primero', NULL, NULL);"
    "INSERT INTO indicator_period (indicator_id, rank, period_start, period_end, target_value, actual_value) VALUES"
    " (2, 1, '2012', '2013', '10', '8,5'), (3, 0, NULL, '2012-06-30', '1', NULL);"
    "INSERT INTO document_link (activity_id, rank, url, format, category, title, lang, date, claim_id) VALUES"
    " (26, 0, 'https://example.org/a.pdf', 'application/pdf', 'A11', 'Convenio', 'es', '2012-01-02', 901);"
    "INSERT INTO activity_extra (activity_id, owner, rank, name, xml) VALUES"
    " (26, 'transaction', 2, '@humanitarian', '1'), (26, '', 0, 'contact-info', '<contact-info/>');"
    "INSERT INTO network (id, code, name, kind, alias, members, batch_id, claim_id) VALUES"
    " (1, 'mesa', 'Mesa Distrital', 'mesa', 'La Mesa', 50, 1, 901);"
    "INSERT INTO network_member (code, network_id, organisation_id, role_text, batch_id, claim_id) VALUES"
    " ('mesa/zeta-2', 1, 4, 'socio', 1, 901), ('mesa/aecid', 1, 1, NULL, 1, 901);"
    "INSERT INTO goal (code, year, text, batch_id, claim_id) VALUES ('meta-2', 2012, 'Segunda', 1, 901), ('meta-1', "
    "2012,"
    " 'Primera', 1, 901);"
    "INSERT INTO related_activity (activity_id, related_id, type) VALUES (17, 16, 'same-as'), (16, 17, 'same-as');";

static const struct str
    before = {"{\"code\":\"a-point\",\"title\":\"ayer, \\\"así\\\": {\",\"total\":100.00,\"gone\":[1,{\"a\":2}],"
              "\"same\":{\"x\":[\",\"]}}",
              0},
    after = {"{\"code\":\"a-point\",\"title\":\"hoy\",\"total\":100.01,\"new\":true,\"same\":{\"x\":[\",\"]}}", 0};

static struct str whole(struct str s) { return str_from(s.p); }

static void decide(const struct history_batch *b, const char *subject, const char *verdict) {
  struct err e = {0};
  struct decision x = {
      .subject = str_from(subject), .verdict = str_from(verdict), .note = STR("se revisó"), .by = STR("Ana")};
  fixture_must(decision_make(db, b, &x, &e), &e);
}

static void make_store(void) {
  struct err e = {0};
  struct history_batch b;
  fixture_must(db_begin(db, &e), &e);
  fixture_run(db, more);
  fixture_must(decision_batch(db, "Ana", &b, &e), &e);
  decide(&b, "posible-duplicado:g-beyond+h-unknown", "aceptado");
  decide(&b, "posible-duplicado:c-noshare+d-approx", "aceptado");
  decide(&b, "posible-duplicado:i-named+j-usd", "rechazado");
  decide(&b, "posible-duplicado:i-named+nobody", "aceptado");
  decide(&b, "suma-distinta:q-sum", "explicado");
  fixture_must(decision_undo(db, &b, STR("posible-duplicado:c-noshare+d-approx"), STR("Ana"), STR(""), &e), &e);
  fixture_must(history_add(db, &b, "activity", 12, "update", whole(before), whole(after), &e), &e);
  fixture_must(history_add(db, &b, "activity", 26, "update", whole(before), whole(before), &e), &e);
  fixture_must(history_add(db, &b, "activity", 999, "retire", whole(before), STR(""), &e), &e);
  fixture_must(history_batch_end(db, &b, 3, 0, 3, 0, &e), &e);
  db_commit(db, &e);
  /* p-iati says of itself that the batch with that change wrote it. */
  fixture_must(db_begin(db, &e), &e);
  fixture_run(db, "UPDATE activity SET batch_id = (SELECT max(id) FROM import_batch) WHERE id = 26");
  fixture_must(db_commit(db, &e), &e);
}

static int open_all(void **state) {
  (void)state;
  struct err e = {0};
  snapshot_release(snapshot_fixture_open(&db));
  make_store();
  fixture_path(path, sizeof path, "model.snapshot");
  fixture_must(snapshot_build(db, path, &e), &e);
  fixture_must(snapshot_open(path, &snap, &e), &e);
  return 0;
}

static int close_all(void **state) {
  (void)state;
  snapshot_release(snap);
  fixture_close(db);
  return 0;
}

static uint32_t actor_of(const char *code) {
  uint32_t i = SNAPSHOT_NONE;
  if (!snapshot_find_actor(snap, str_from(code), &i)) fail_msg("no actor %s", code);
  return i;
}

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

static void test_merged_actors(void **state) {
  (void)state;
  struct snap_actor a;
  uint32_t zeta = actor_of("zeta");
  assert_int_equal(snapshot_actors(snap), 4); /* aecid, distrito, one of the circle, zeta */
  assert_int_equal(actor_of("zeta-2"), zeta);
  assert_int_equal(actor_of("aaa"), zeta);
  assert_int_equal(actor_of("ronda"), actor_of("rondo"));
  snapshot_actor(snap, zeta, &a);
  assert_str(a.code, "zeta");
  assert_str(snapshot_actor_merged(snap, zeta, 0), "aaa");
  assert_str(snapshot_actor_merged(snap, zeta, 1), "zeta-2");
  assert_null(snapshot_actor_merged(snap, zeta, 2).p);
  /* Its own first, then those of aaa, then of zeta-2; none twice, nor the name it has anyway. */
  static const char *const names[] = {"FZ", "Asociación A", "Fundación Z", "Zeta dos"};
  for (uint32_t k = 0; k < 4; k++) assert_str(snapshot_actor_alias(snap, zeta, k), names[k]);
  assert_null(snapshot_actor_alias(snap, zeta, 4).p);
  struct snap_party p;
  uint32_t i = project_of(snap, "a-point");
  assert_true(snapshot_party(snap, i, 0, &p));
  assert_int_equal(p.actor, zeta);
  assert_false(snapshot_party(snap, i, 1, &p)); /* the two that are one actor in one role are one party */
  struct snap_actor_role r;
  bool funds = false;
  for (uint32_t k = 0; snapshot_actor_project(snap, zeta, k, &r); k++)
    funds |= r.project == project_of(snap, "c-noshare") && r.funds;
  assert_true(funds);
}

/* Whether the search finds that actor by that word. */
static bool word_finds(const char *word, uint32_t actor) {
  const struct snap_view *v = snapshot_view(snap);
  uint32_t begin, end;
  for (uint64_t i = 0; i < v->n_word; i++) {
    if (!str_is(snap_text(v, v->word[i]), word)) continue;
    SNAP_SLICE(v, word_actor, i, &begin, &end);
    for (; begin < end; begin++)
      if (v->word_actor[begin] == actor) return true;
  }
  return false;
}

static void test_words_of_merged_actors(void **state) {
  (void)state;
  uint32_t zeta = actor_of("zeta");
  assert_true(word_finds("asociacion", zeta)); /* the name of aaa */
  assert_true(word_finds("aaa", zeta));        /* its code */
  assert_true(word_finds("dos", zeta));        /* an alias of zeta-2 */
  assert_false(word_finds("mesa", zeta));
}

static bool is_related(const char *from, const char *to, const char *type) {
  struct snap_related r;
  unsigned n = 0;
  for (uint32_t k = 0; snapshot_related(snap, project_of(snap, from), k, &r); k++)
    n += r.project == project_of(snap, to) && str_is(r.type, type);
  assert_true(n < 2);
  return n == 1;
}

static void test_same_as(void **state) {
  (void)state;
  uint32_t first = project_of(snap, "f-city");
  assert_int_equal(snapshot_same_as(snap, first), first);
  assert_int_equal(snapshot_same_as(snap, project_of(snap, "g-beyond")), first);
  assert_int_equal(snapshot_same_as(snap, project_of(snap, "h-unknown")), first); /* through g-beyond */
  assert_true(is_related("f-city", "g-beyond", "same-as") && is_related("g-beyond", "f-city", "same-as"));
  assert_true(is_related("h-unknown", "g-beyond", "same-as") && is_related("g-beyond", "h-unknown", "same-as"));
  static const char *const alone[] = {"c-noshare", "d-approx", "i-named", "j-usd", "a-point"};
  for (size_t k = 0; k < 5; k++)
    assert_int_equal(snapshot_same_as(snap, project_of(snap, alone[k])), project_of(snap, alone[k]));
  assert_false(is_related("c-noshare", "d-approx", "same-as")); /* undone */
  assert_false(is_related("i-named", "j-usd", "same-as"));      /* rejected */
  assert_true(is_related("m-child", "l-parent", "1"));
}

static void test_records(void **state) {
  (void)state;
  struct snap_record r;
  uint32_t begin, end, i;
  assert_int_equal(snapshot_records(snap), 5);
  snapshot_records_of(snap, RECORD_GOAL, &begin, &end);
  assert_int_equal(end - begin, 2);
  assert_true(snapshot_record(snap, begin, &r));
  assert_str(r.code, "meta-1");
  assert_int_equal(r.n_values, record_info(RECORD_GOAL)->n_fields);
  assert_str(r.source_locator, "fila 1");
  assert_str(r.source_raw, "texto tal cual");
  assert_str(snapshot_record_value(snap, begin, 0), "2012");
  assert_str(snapshot_record_value(snap, begin, 1), "Primera");
  assert_str(snapshot_record_value(snap, begin, 99), "");
  assert_true(snapshot_find_record(snap, RECORD_MEMBER, STR("mesa/zeta-2"), &i));
  assert_str(snapshot_record_value(snap, i, 0), "mesa");
  assert_str(snapshot_record_value(snap, i, 1), "zeta"); /* whom zeta-2 was merged into */
  assert_false(snapshot_find_record(snap, RECORD_GOAL, STR("mesa"), &i));
  assert_false(snapshot_find_record(snap, RECORD_KINDS, STR("mesa"), &i));
  assert_false(snapshot_record(snap, snapshot_records(snap), &r));
  snapshot_records_of(snap, RECORD_RATE, &begin, &end);
  assert_int_equal(begin, end);
  assert_true(snapshot_actor_network(snap, actor_of("zeta"), 0, &i));
  assert_true(snapshot_record(snap, i, &r));
  assert_str(r.code, "mesa/zeta-2");
  assert_false(snapshot_actor_network(snap, actor_of("zeta"), 1, &i));
}

/* The same call on the store is the oracle. */
static bool compare_finding(void *user, const struct discrepancy *x, struct err *e) {
  (void)e;
  uint32_t *i = user;
  struct snap_finding f;
  struct snap_finding_subject s;
  struct snap_finding_claim c;
  assert_true(snapshot_finding(snap, *i, &f));
  assert_true(str_eq(f.key, x->key) && str_eq(f.es, x->es) && str_eq(f.en, x->en) && str_eq(f.currency, x->currency));
  assert_str(f.rule, x->rule);
  assert_str(f.kind, discrepancy_kind_code(x->kind));
  assert_str(f.severity, x->severity);
  assert_true(f.has_stated == x->has_stated && f.has_computed == x->has_computed &&
              f.has_difference == x->has_difference && f.score == x->score);
  assert_true((!f.has_stated || f.stated == x->stated) && (!f.has_difference || f.difference == x->difference));
  for (uint32_t k = 0; k < x->n_subjects; k++) {
    assert_true(snapshot_finding_subject(snap, *i, k, &s));
    assert_true(str_eq(s.code, x->subjects[k].code));
    assert_str(s.type, x->subjects[k].type);
    if (str_is(s.type, "proyecto")) {
      struct snap_project p;
      assert_int_not_equal(s.row, SNAPSHOT_NONE);
      snapshot_project(snap, s.row, &p);
      assert_true(str_eq(p.code, s.code));
    }
  }
  assert_false(snapshot_finding_subject(snap, *i, (uint32_t)x->n_subjects, &s));
  for (uint32_t k = 0; k < x->n_claims; k++) {
    assert_true(snapshot_finding_claim(snap, *i, k, &c));
    assert_true(str_eq(c.field, x->claims[k].field) && str_eq(c.raw, x->claims[k].raw));
    if (x->claims[k].claim_id == 901) assert_str(c.source_locator, "fila 1");
  }
  assert_false(snapshot_finding_claim(snap, *i, (uint32_t)x->n_claims, &c));
  (*i)++;
  return true;
}

static void test_findings(void **state) {
  (void)state;
  struct err e = {0};
  struct snap_finding f;
  uint32_t n = 0, decided = 0;
  fixture_must(discrepancy_find(db, compare_finding, &n, &e), &e);
  assert_int_equal(n, snapshot_findings(snap));
  assert_true(n > 0);
  assert_false(snapshot_finding(snap, n, &f));
  for (uint32_t i = 0; i < n; i++) {
    snapshot_finding(snap, i, &f);
    decided += f.verdict.n > 0;
    if (!str_is(f.key, "suma-distinta:q-sum")) continue;
    assert_str(f.verdict, "explicado");
    assert_str(f.note, "se revisó");
    assert_str(f.by, "Ana");
    assert_int_equal(f.at.n, 20);
    assert_true(f.has_difference && (f.difference == -100 || f.difference == 100));
  }
  assert_true(decided >= 1);
  assert_int_equal(snapshot_finding_count(snap, STR("suma-distinta")), discrepancy_count("suma-distinta"));
  assert_int_equal(snapshot_finding_count(snap, STR("no-such-rule")), 0);
}

static void test_changes(void **state) {
  (void)state;
  struct snap_batch b;
  struct snap_change c;
  uint32_t n = snapshot_batches(snap), m = snapshot_changes(snap);
  assert_int_equal(n, fixture_number(db, "SELECT count(*) FROM import_batch"));
  assert_int_equal(m, fixture_number(db, "SELECT count(*) FROM history"));
  assert_true(snapshot_batch(snap, n - 1, &b));
  assert_str(b.kind, "decisions");
  assert_str(b.actor, "Ana");
  assert_true(b.rows == 3 && b.changed == 3 && b.at.n == 20);
  assert_false(snapshot_batch(snap, n, &b));
  assert_true(snapshot_change(snap, m - 1, &c)); /* of a project that is not there */
  assert_str(c.action, "retire");
  assert_int_equal(c.row, SNAPSHOT_NONE);
  assert_true(snapshot_change(snap, m - 2, &c));
  assert_str(c.fields, "");
  assert_true(snapshot_change(snap, m - 3, &c));
  assert_int_equal(c.batch, n - 1);
  assert_str(c.entity, "activity");
  assert_str(c.code, "a-point");
  assert_str(c.title, "Camión de basura");
  assert_str(c.fields, "title, total, new, gone");
  assert_int_equal(c.row, project_of(snap, "a-point"));
  assert_true(snapshot_change(snap, m - 4, &c));
  assert_str(c.entity, "decision");
  assert_str(c.code, "posible-duplicado:c-noshare+d-approx");
  assert_false(snapshot_change(snap, m, &c));
  assert_int_equal(snapshot_project_batch(snap, project_of(snap, "b-two")), 0);
  assert_int_equal(snapshot_project_batch(snap, project_of(snap, "a-point")), 0); /* changed later, brought in then */
  assert_int_equal(snapshot_project_batch(snap, project_of(snap, "p-iati")), SNAPSHOT_NONE);
}

static char *read_file(const char *name, size_t *n) {
  FILE *f = fopen(name, "rb");
  assert_non_null(f);
  fseek(f, 0, SEEK_END);
  *n = (size_t)ftell(f);
  rewind(f);
  char *p = malloc(*n);
  assert_int_equal(fread(p, 1, *n, f), *n);
  fclose(f);
  return p;
}

static void test_same_bytes(void **state) {
  (void)state;
  char other[128];
  struct err e = {0};
  size_t n, m;
  fixture_path(other, sizeof other, "other.snapshot");
  fixture_must(snapshot_build(db, other, &e), &e);
  char *a = read_file(path, &n), *b = read_file(other, &m);
  assert_int_equal(n, m);
  assert_memory_equal(a, b, n);
  free(a);
  free(b);
}

/* Opens what the bytes say after their checksums were put right, and walks it if it opens. */
static bool try_file(char *file, size_t n) {
  char name[64];
  struct err e = {0};
  struct snapshot *s;
  int fd = memfd_create("snapshot", MFD_CLOEXEC);
  snapshot_repair(file, n);
  assert_true(fd >= 0 && write(fd, file, n) == (ssize_t)n);
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  bool opened = snapshot_open(name, &s, &e);
  close(fd);
  if (!opened) {
    assert_int_equal(e.kind, ERR_INPUT);
    return false;
  }
  struct arena *a = arena_new(0);
  snapshot_walk(s, a);
  arena_free(a);
  snapshot_release(s);
  return true;
}

/* Every number of the new sections, made too large, or just another. */
static void test_hostile_sections(void **state) {
  (void)state;
  static const enum snap_section sections[] = {SNAP_SEC_term,          SNAP_SEC_project_standard,
                                               SNAP_SEC_project_batch, SNAP_SEC_project_same,
                                               SNAP_SEC_dated_first,   SNAP_SEC_dated,
                                               SNAP_SEC_class,         SNAP_SEC_transaction,
                                               SNAP_SEC_total,         SNAP_SEC_group,
                                               SNAP_SEC_group_first,   SNAP_SEC_result,
                                               SNAP_SEC_indicator,     SNAP_SEC_indicator_first,
                                               SNAP_SEC_period,        SNAP_SEC_link,
                                               SNAP_SEC_extra,         SNAP_SEC_reach,
                                               SNAP_SEC_actor_merged,  SNAP_SEC_merged,
                                               SNAP_SEC_actor_network, SNAP_SEC_record,
                                               SNAP_SEC_record_value,  SNAP_SEC_record_value_first,
                                               SNAP_SEC_finding,       SNAP_SEC_subject,
                                               SNAP_SEC_subject_first, SNAP_SEC_evidence,
                                               SNAP_SEC_rule_count,    SNAP_SEC_batch,
                                               SNAP_SEC_change,        SNAP_SEC_contribution};
  static const uint32_t values[] = {UINT32_MAX, UINT32_MAX / 2, 70000, 1};
  size_t n, refused = 0, opened = 0;
  char *good = read_file(path, &n), *file = malloc(n);
  const struct snap_entry *table = (const void *)(good + sizeof(struct snap_header));
  for (size_t k = 0; k < sizeof sections / sizeof *sections; k++) {
    struct snap_entry x = table[sections[k]];
    uint64_t bytes = x.count * x.size < 400 ? x.count * x.size : 400;
    if (bytes == 0) fail_msg("section %d is empty: the store of this test has to have it", (int)sections[k]);
    for (uint64_t at = 0; at + 4 <= bytes; at += 4)
      for (size_t i = 0; i < 4; i++) {
        memcpy(file, good, n);
        memcpy(file + x.offset + at, &values[i], 4);
        *(try_file(file, n) ? &opened : &refused) += 1;
      }
  }
  assert_true(refused > 1000);
  assert_true(opened > 0); /* of some numbers any value is fine */
  free(good);
  free(file);
}

/* A store without anything but code lists: every section that can be empty is, and every accessor says so. */
static void test_empty_store(void **state) {
  (void)state;
  char name[128], file[128];
  struct err e = {0};
  struct db *empty;
  struct snapshot *s;
  fixture_path(name, sizeof name, "empty.db");
  fixture_path(file, sizeof file, "empty.snapshot");
  fixture_must(db_create(name, &e), &e);
  fixture_must(db_open(name, DB_READ, &empty, &e), &e);
  fixture_must(snapshot_build(empty, file, &e), &e);
  db_close(empty);
  fixture_must(snapshot_open(file, &s, &e), &e);
  const struct snap_view *v = snapshot_view(s);
  assert_int_equal(snapshot_projects(s) + snapshot_actors(s) + snapshot_records(s) + snapshot_findings(s) +
                       snapshot_batches(s) + snapshot_changes(s),
                   0);
  assert_int_equal(v->n_dated_first + v->n_class_first + v->n_total_first + v->n_result_first + v->n_subject_first +
                       v->n_record_value_first + v->n_actor_merged_first,
                   0);
  struct arena *a = arena_new(0);
  snapshot_walk(s, a);
  arena_free(a);
  snapshot_release(s);
}

/* What few projects have costs the others nothing. */
static void test_nothing_costs_nothing(void **state) {
  (void)state;
  struct err e = {0};
  struct snapshot *s;
  fixture_must(snapshot_open(fixture_snapshot, &s, &e), &e); /* the fixture before `more` */
  const struct snap_view *v = snapshot_view(s);
  assert_int_equal(v->n_project_standard + v->n_transaction + v->n_reach + v->n_project_same + v->n_total_first +
                       v->n_group_first + v->n_result_first + v->n_link_first + v->n_extra_first + v->n_merged +
                       v->n_record + v->n_actor_network_first,
                   0);
  snapshot_release(s);
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
      cmocka_unit_test(test_merged_actors),
      cmocka_unit_test(test_words_of_merged_actors),
      cmocka_unit_test(test_same_as),
      cmocka_unit_test(test_records),
      cmocka_unit_test(test_findings),
      cmocka_unit_test(test_changes),
      cmocka_unit_test(test_same_bytes),
      cmocka_unit_test(test_hostile_sections),
      cmocka_unit_test(test_empty_store),
      cmocka_unit_test(test_nothing_costs_nothing),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
