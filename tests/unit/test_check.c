/* A sound store has nothing to say; each rule broken by hand is found. */
#include "found_fixture.h"
#include "domain/check.h"
#include "domain/decision.h"
#include "ingest/ingest.h"

static int set_up(void **state) {
  (void)state;
  char path[128];
  struct err e = {0};
  struct ingest_rows_options o = {0};
  d = fixture_open();
  fixture_write(path, sizeof path, "p.csv",
                "codigo,titulo,lugar,valor_total,aporte_1_valor,macroproyecto\n"
                "a,Uno,Nelson Mandela=50%;Arroz Barato=20%,1000.01,1000.01,\nb,Dos,Nelson Mandela,5,,a\nc,Tres,Arroz "
                "Barato,,7,a\n");
  o.common.file = path;
  struct report *r = report_new(path, REPORT_ES);
  fixture_must(ingest_projects(d, &o, r, &e), &e);
  report_free(r);
  return 0;
}

static void note(void *user, const char *code, const char *es, const char *en) {
  (void)user;
  assert_true(es[0] && en[0]);
  buf_printf(&found, "%s\n", code);
}

static void expect(const char *breakage, const char *want) {
  struct err e = {0};
  found_begin(breakage);
  fixture_must(domain_check(d, note, NULL, &e), &e);
  assert_string_equal(found.data, want);
}

static void test_sound(void **state) {
  (void)state;
  expect(NULL, "");
}
static void test_shares(void **state) {
  (void)state;
  expect("UPDATE activity_location SET share_money_ppm = 900000 WHERE share_money_ppm = 500000",
         "partes-pasan-de-100\n");
}
static void test_amounts(void **state) {
  (void)state;
  expect("UPDATE contribution SET amount_minor = amount_minor + 1 WHERE amount_dec = '7.00'", "monto-distinto\n");
}
static void test_area_cycle(void **state) {
  (void)state;
  expect("UPDATE area SET parent_id = (SELECT id FROM area WHERE code = 'recreo') WHERE code IN ('recreo')",
         "areas-en-circulo\n");
}
static void test_place_without_area(void **state) {
  (void)state;
  expect("UPDATE activity_location SET area_id = NULL WHERE share_basis = 'only' AND activity_id = (SELECT id FROM "
         "activity "
         "WHERE code = 'b')",
         "lugar-sin-area\n");
}
static void test_codes(void **state) {
  (void)state;
  expect("UPDATE activity SET kind = 'sueño' WHERE code = 'b'", "codigo-fuera-de-lista\n");
}
static void test_new_codes(void **state) {
  (void)state;
  expect("UPDATE contribution SET transaction_type = '99' WHERE amount_dec = '7.00'", "codigo-fuera-de-lista\n");
  expect("UPDATE contribution SET transaction_type = '2' WHERE amount_dec = '7.00'", "");
  expect("INSERT INTO goal (code, text, status, batch_id, claim_id) SELECT 'm', 'x', 'soñada', batch_id, claim_id FROM "
         "activity WHERE code = 'a'",
         "codigo-fuera-de-lista\n");
}
static void test_merges(void **state) {
  (void)state;
  expect("INSERT INTO organisation (code, name, batch_id) SELECT v.column1, v.column1, batch_id FROM activity, (VALUES "
         "('x'), ('y'), ('z')) AS v "
         "WHERE code = 'a'",
         "");
  expect("UPDATE organisation SET merged_into = (SELECT id FROM organisation WHERE code = 'y') WHERE code = 'x'", "");
  expect("UPDATE organisation SET merged_into = (SELECT id FROM organisation WHERE code = 'x') WHERE code = 'y'",
         "fusion-en-circulo\nfusion-en-circulo\n");
}
static void decide(const char *subject, const char *want) {
  struct err e = {0};
  struct history_batch b;
  struct decision x = {.subject = str_from(subject), .verdict = STR("aceptado"), .by = STR("Ana")};
  fixture_must(db_begin(d, &e), &e);
  fixture_must(decision_batch(d, "Ana", &b, &e), &e);
  fixture_must(decision_make(d, &b, &x, &e), &e);
  fixture_must(history_batch_end(d, &b, 1, 1, 0, 0, &e), &e);
  fixture_must(db_commit(d, &e), &e);
  expect(NULL, want);
}
static void test_decisions(void **state) {
  (void)state;
  decide("posible-duplicado:a+b", "");
  decide("suma-distinta:no-longer", ""); /* corrected since: the decision is history */
  decide("posible-duplicado:a+nobody", "decision-sin-objeto\n");
  decide("no-such-rule:a", "decision-sin-objeto\ndecision-sin-objeto\n");
  expect("INSERT INTO decision (subject, verdict, decided_by, decided_at, batch_id) SELECT subject, verdict, "
         "decided_by, decided_at, batch_id FROM "
         "decision WHERE subject = 'suma-distinta:no-longer'",
         "decision-repetida\ndecision-sin-objeto\ndecision-sin-objeto\n");
}
static void test_parents(void **state) {
  (void)state;
  expect(
      "INSERT INTO related_activity (activity_id, related_id, type) SELECT x.id, y.id, '1' FROM activity x, activity y "
      "WHERE x.code = 'a' AND y.code = 'b'",
      "macroproyecto-en-circulo\n");
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
  const struct CMUnitTest tests[] = {
      EACH(test_sound), EACH(test_shares),    EACH(test_amounts), EACH(test_area_cycle), EACH(test_place_without_area),
      EACH(test_codes), EACH(test_new_codes), EACH(test_merges),  EACH(test_decisions),  EACH(test_parents)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
