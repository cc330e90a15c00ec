#include "store_fixture.h"
#include "domain/actor.h"
#include "ingest/ingest.h"

static struct db *d;
static uint64_t refused;

static int set_up(void **state) {
  (void)state;
  d = fixture_open();
  return 0;
}
static int tear_down(void **state) {
  (void)state;
  fixture_close(d);
  return 0;
}

static bool load(const char *csv) {
  char path[128];
  struct err e = {0};
  struct ingest_rows_options o = {0};
  fixture_write(path, sizeof path, "a.csv", csv);
  o.common.file = path;
  struct report *r = report_new(path, REPORT_EN);
  bool ok = ingest_actors(d, &o, r, &e);
  if (!ok && e.kind != ERR_INPUT) fail_msg("%s (%s)", e.text, e.detail);
  refused = report_count(r, REPORT_REFUSED);
  report_free(r);
  return ok;
}

#define ACTORS                                                                                                         \
  "codigo,nombre,tipo,pais,alias,nota\n"                                                                               \
  "ce,Comisión Europea,Organismo multilateral,,C.E.;COMISIÓN EUROPEA,\n"                                             \
  "fmds,FMDS,,,FMSD,solo la sigla\n"                                                                                   \
  "distrito,Distrito de Cartagena de Indias,11,co,Alcaldía Mayor de Cartagena de Indias;Distrito,\n"

static void expect(const struct actor_directory *x, const char *name, size_t want) {
  int64_t id;
  size_t n;
  actor_directory_find(x, str_from(name), &id, &n);
  if (n != want) fail_msg("%s: %zu actors", name, n);
}

static void test_names_and_aliases(void **state) {
  (void)state;
  struct actor_directory *x;
  struct err e = {0};
  assert_true(load(ACTORS));
  fixture_must(actor_directory_load(d, &x, &e), &e);
  expect(x, "ce", 1);
  expect(x, "C.E.", 1);
  expect(x, "comision europea", 1);
  expect(x, "Fmsd", 1);
  expect(x, "ALCALDIA MAYOR DE CARTAGENA DE INDIAS", 1);
  expect(x, "Alcaldía", 0); /* likeness is never enough */
  expect(x, "", 0);
  actor_directory_free(x);
  assert_string_equal(fixture_text(d, "SELECT type || country FROM organisation WHERE code = 'distrito'"), "11CO");
  assert_int_equal(fixture_number(d, "SELECT type IS NULL FROM organisation WHERE code = 'fmds'"), 1);
}

static void test_shared_names_are_told(void **state) {
  (void)state;
  struct actor_directory *x;
  struct err e = {0};
  struct buf b = {0};
  assert_true(load("codigo,nombre\nx,Fundación Uno\ny,FUNDACION UNO\n"));
  fixture_must(actor_directory_load(d, &x, &e), &e);
  expect(x, "fundación uno", 2);
  actor_directory_write_candidates(x, STR("Fundación Uno"), &b);
  assert_string_equal(b.data, "y, x");
  buf_free(&b);
  actor_directory_free(x);
}

static void test_same_changed_and_history(void **state) {
  (void)state;
  assert_true(load(ACTORS));
  int64_t claims = fixture_number(d, "SELECT count(*) FROM claim");
  assert_true(load(ACTORS));
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM claim"), claims);
  assert_true(load("codigo,nombre,tipo,alias\nfmds,FMDS,60,Fundación Mario Santo Domingo\n"));
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM history WHERE entity = 'organisation' AND "
                                     "json_extract(after_json, '$.type') = '60'"),
                   1);
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM organisation_alias AS a JOIN organisation AS o ON "
                                     "o.id = a.organisation_id WHERE o.code = 'fmds'"),
                   2);
}

static void test_refusals(void **state) {
  (void)state;
  assert_false(load("codigo,nombre,tipo,pais\na,,11,CO\nb,B,banco,CO\nc,C,11,Colombia\nc,C,11,CO\n,X,,\n"));
  assert_int_equal(refused, 5);
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM organisation"), 0);
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
  const struct CMUnitTest tests[] = {EACH(test_names_and_aliases), EACH(test_shared_names_are_told),
                                     EACH(test_same_changed_and_history), EACH(test_refusals)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
