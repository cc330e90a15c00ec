/* A store with everything that the model can say, and its snapshot: for the tests of the snapshot's accessors. */
#ifndef TEST_SNAPSHOT_MODEL_H
#define TEST_SNAPSHOT_MODEL_H
#include "snapshot_fixture.h"
#include "domain/decision.h"

static struct db *db;
static struct snapshot *snap;
static char path[128];

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

static inline struct str whole(struct str s) { return str_from(s.p); }

static inline void decide(const struct history_batch *b, const char *subject, const char *verdict) {
  struct err e = {0};
  struct decision x = {
      .subject = str_from(subject), .verdict = str_from(verdict), .note = STR("se revisó"), .by = STR("Ana")};
  fixture_must(decision_make(db, b, &x, &e), &e);
}

static inline void make_store(void) {
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

static inline int open_all(void **state) {
  (void)state;
  struct err e = {0};
  snapshot_release(snapshot_fixture_open(&db));
  make_store();
  fixture_path(path, sizeof path, "model.snapshot");
  fixture_must(snapshot_build(db, path, &e), &e);
  fixture_must(snapshot_open(path, &snap, &e), &e);
  return 0;
}

static inline int close_all(void **state) {
  (void)state;
  snapshot_release(snap);
  fixture_close(db);
  return 0;
}

static inline uint32_t actor_of(const char *code) {
  uint32_t i = SNAPSHOT_NONE;
  if (!snapshot_find_actor(snap, str_from(code), &i)) fail_msg("no actor %s", code);
  return i;
}
#endif
