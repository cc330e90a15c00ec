/* A sound store has nothing to say; each rule broken by hand is found. */
#include "store_fixture.h"
#include "domain/check.h"
#include "ingest/ingest.h"

static struct db *d;
static struct buf found;

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
static int tear_down(void **state) {
  (void)state;
  fixture_close(d);
  buf_free(&found);
  return 0;
}

static void note(void *user, const char *severity, const char *code, const char *es, const char *en) {
  (void)user;
  assert_true(es[0] && en[0]);
  buf_printf(&found, "%s %s\n", severity, code);
}

static void expect(const char *breakage, const char *want) {
  struct err e = {0};
  if (breakage) fixture_must(db_exec(d, breakage, &e), &e);
  buf_reset(&found);
  buf_add_z(&found, "");
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
         "error partes-pasan-de-100\n");
}
static void test_amounts(void **state) {
  (void)state;
  expect("UPDATE contribution SET amount_minor = amount_minor + 1 WHERE amount_dec = '7.00'", "error monto-distinto\n");
}
static void test_sum(void **state) {
  (void)state;
  expect("UPDATE contribution SET amount_minor = 100000, amount_dec = '1000.00' WHERE amount_dec = '1000.01'",
         "warning suma-distinta\n");
}
static void test_area_cycle(void **state) {
  (void)state;
  expect("UPDATE area SET parent_id = (SELECT id FROM area WHERE code = 'recreo') WHERE code IN ('recreo')",
         "error areas-en-circulo\n");
}
static void test_place_without_area(void **state) {
  (void)state;
  expect("UPDATE activity_location SET area_id = NULL WHERE share_basis = 'only' AND activity_id = (SELECT id FROM "
         "activity "
         "WHERE code = 'b')",
         "error lugar-sin-area\n");
}
static void test_codes(void **state) {
  (void)state;
  expect("UPDATE activity SET kind = 'sueño' WHERE code = 'b'", "error codigo-fuera-de-lista\n");
}
static void test_duplicates(void **state) {
  (void)state;
  expect("UPDATE activity SET title = 'Dos', total_minor = 500, total_dec = '5.00', currency = 'COP' WHERE code = 'c'",
         "warning posible-duplicado\nwarning suma-distinta\n");
}
static void test_dates(void **state) {
  (void)state;
  expect(
      "INSERT INTO activity_date (activity_id, type, date, precision) SELECT id, '2', '2011-05', 'month' FROM activity "
      "WHERE code = 'b' UNION ALL SELECT id, '4', '2010', 'year' FROM activity WHERE code = 'b'",
      "warning fechas-en-desorden\n");
}
static void test_parents(void **state) {
  (void)state;
  expect(
      "INSERT INTO related_activity (activity_id, related_id, type) SELECT x.id, y.id, '1' FROM activity x, activity y "
      "WHERE x.code = 'a' AND y.code = 'b'",
      "error macroproyecto-en-circulo\n");
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
  const struct CMUnitTest tests[] = {EACH(test_sound),  EACH(test_shares),     EACH(test_amounts),
                                     EACH(test_sum),    EACH(test_area_cycle), EACH(test_place_without_area),
                                     EACH(test_codes),  EACH(test_duplicates), EACH(test_dates),
                                     EACH(test_parents)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
