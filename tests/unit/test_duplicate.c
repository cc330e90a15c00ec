/* Pairs that may be one record, with the reasons a person can check; and those that only look alike. */
#include "found_fixture.h"
#include "domain/duplicate.h"

/* Records of a made-up town: code, title, total, people, date, area. */
static const char RECORDS[] =
    "INSERT INTO claim (id, document_id, batch_id) VALUES (900, 1, 1);"
    "INSERT INTO organisation (id, code, name, batch_id) VALUES (1, 'liga', 'Liga Verde', 1), (2, 'banco', 'Banco "
    "Azul', 1);"
    "INSERT INTO activity (id, code, kind, title, total_dec, currency, people, batch_id, claim_id) VALUES "
    "(1, 'a', 'proyecto', 'Biblioteca del puerto viejo', '500000.00', 'COP', 120, 1, 900), "
    "(2, 'b', 'proyecto', 'Acueducto de la vereda Alta', '900000.00', 'COP', 300, 1, 900);"
    "INSERT INTO activity_location (activity_id, scope, area_id, claim_id) SELECT 1, 'area', id, 900 FROM area WHERE "
    "code = "
    "'arroz-barato' UNION ALL SELECT 2, 'area', id, 900 FROM area WHERE code = 'nelson-mandela';";
#define ADD(values)                                                                                                    \
  "INSERT INTO activity (id, code, kind, title, total_dec, currency, people, batch_id, claim_id) VALUES " values ";"

static int set_up(void **state) {
  (void)state;
  d = fixture_open();
  fixture_run(d, RECORDS);
  return 0;
}

static bool note(void *user, const struct duplicate *x, struct err *e) {
  (void)user;
  (void)e;
  buf_printf(&found, "%.*s %.*s %u ", STR_ARG(x->code_a), STR_ARG(x->code_b), x->score);
  duplicate_write_reasons(&found, x->reasons, false);
  buf_add_char(&found, '\n');
  return true;
}

static void expect(const char *sql, const char *want) {
  struct err e = {0};
  size_t all;
  found_begin(sql);
  fixture_must(duplicate_find(d, 100, note, NULL, &all, &e), &e);
  assert_string_equal(found.data, want);
}

static void test_clean(void **state) {
  (void)state;
  expect(NULL, "");
}
static void test_same(void **state) {
  (void)state;
  expect(ADD("(3, 'c', 'proyecto', 'BIBLIOTECA DEL PUERTO VIEJO.', '500000.00', 'COP', NULL, 1, 900)"),
         "a c 75 same title, same value\n");
  expect("INSERT INTO activity_location (activity_id, scope, area_id, claim_id) SELECT 3, 'area', id, 900 FROM area "
         "WHERE code = "
         "'arroz-barato'; UPDATE activity SET people = 120 WHERE id = 3",
         "a c 95 same title, same value, same place, same number of people\n");
  expect("INSERT INTO activity_date (activity_id, type, date, precision) VALUES (1, '2', '2015-03-01', 'day'), (3, "
         "'2', '2015-03-01', "
         "'day'); INSERT INTO participating_org (activity_id, organisation_id) VALUES (1, 1), (3, 2)",
         "a c 100 same title, same value, same place, same date or time, same number of people\n");
  expect("UPDATE organisation SET merged_into = 1 WHERE id = 2",
         "a c 100 same title, same value, same place, same date or time, a party in common, same number of people\n");
}
static void test_other_amount(void **state) {
  (void)state; /* the same title alone, with other figures, is another project of the same name */
  expect(ADD("(3, 'c', 'proyecto', 'Biblioteca del puerto viejo', '700000.00', 'COP', 80, 1, 900)"), "");
}
static void test_near_title(void **state) {
  (void)state;
  expect(ADD("(3, 'c', 'proyecto', 'Acueducto para la vereda Alta', '900000.00', 'COP', NULL, 1, 900)"),
         "b c 60 similar title, same value\n");
  expect("UPDATE activity SET title = 'Acueducto de la vereda Baja' WHERE id = 3", ""); /* two words of three */
}
static void test_series(void **state) {
  (void)state; /* phases and years are told apart by one word */
  expect("UPDATE activity SET title = 'Acueducto rural de la vereda Alta Fase I' WHERE id = 2;" ADD(
             "(3, 'c', 'proyecto', 'Acueducto rural de la vereda Alta Fase II', '900000.00', 'COP', NULL, 1, 900)"),
         "");
  expect("UPDATE activity SET title = 'Feria del libro de la vereda 2010' WHERE id = 2; UPDATE activity SET title = "
         "'Feria del libro de la "
         "vereda 2011' WHERE id = 3",
         "");
}
static void test_parts(void **state) {
  (void)state; /* no total: the parts are compared */
  expect(
      ADD("(3, 'c', 'proyecto', 'Biblioteca del puerto viejo', NULL, NULL, NULL, 1, 900)") "INSERT INTO contribution "
                                                                                           "(activity_id, amount_dec, "
                                                                                           "currency, form, claim_id) "
                                                                                           "VALUES (3, '300000.00', "
                                                                                           "'COP', 'efectivo', 900), "
                                                                                           "(3, "
                                                                                           "'200000.00', 'COP', "
                                                                                           "'especie', 900)",
      "a c 75 same title, same value\n");
}
static void test_parent(void **state) {
  (void)state;
  expect(
      ADD("(3, 'c', 'programa', 'Biblioteca del puerto viejo', '500000.00', 'COP', NULL, 1, 900)") "INSERT INTO "
                                                                                                   "related_activity "
                                                                                                   "(activity_id, "
                                                                                                   "related_id, type) "
                                                                                                   "VALUES (1, 3, '1')",
      "");
}
static void test_identifier(void **state) {
  (void)state;
  expect("UPDATE activity SET iati_identifier = 'XX-99-0007' WHERE id = 1;" ADD(
             "(3, 'xx-99-0007', 'proyecto', 'Port library', NULL, NULL, NULL, 1, 900)"),
         "a xx-99-0007 60 same identifier\n");
}
static void test_apart(void **state) {
  (void)state; /* the same thing, years apart and elsewhere */
  expect(
      ADD("(3, 'c', 'proyecto', 'Biblioteca del puerto viejo', '500000.00', 'COP', NULL, 1, 900)") "INSERT INTO "
                                                                                                   "activity_date "
                                                                                                   "(activity_id, "
                                                                                                   "type, date, "
                                                                                                   "precision) VALUES "
                                                                                                   "(1, '4', '2010', "
                                                                                                   "'year'), (3, '2', "
                                                                                                   "'2015-03-01', "
                                                                                                   "'day'); "
                                                                                                   "INSERT INTO "
                                                                                                   "activity_location "
                                                                                                   "(activity_id, "
                                                                                                   "scope, area_id, "
                                                                                                   "claim_id) SELECT "
                                                                                                   "3, 'area', id, 900 "
                                                                                                   "FROM area WHERE "
                                                                                                   "code = 'el-recreo'",
      "");
}

static bool count(void *user, const struct duplicate *x, struct err *e) {
  (void)x;
  (void)e;
  ++*(size_t *)user;
  return true;
}

/* Many records of one amount: no quadratic work, the common amount says less, and the true pair is found. */
static void test_common(void **state) {
  (void)state;
  struct err e = {0};
  size_t all, given = 0;
  fixture_must(db_exec(d,
                       "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 20099) INSERT INTO "
                       "activity (id, code, kind, "
                       "title, total_dec, currency, batch_id, claim_id) SELECT i, 'n' || i, 'proyecto', 'Beca numero ' "
                       "|| i, '1000000.00', 'COP', 1, 900 "
                       "FROM n;"
                       "UPDATE activity SET title = 'Escuela de cerámica' WHERE id IN (150, 19999)",
                       &e),
               &e);
  fixture_must(duplicate_find(d, 1, count, &given, &all, &e), &e);
  assert_int_equal(all, 1);
  assert_int_equal(given, 1);
}

static void test_words(void **state) {
  (void)state;
  buf_reset(&found);
  duplicate_write_key(&found, STR("z-2"), STR("b-1"));
  buf_add_char(&found, ' ');
  duplicate_write_reasons(&found, DUPLICATE_TITLE | DUPLICATE_AMOUNT, true);
  assert_string_equal(found.data, "posible-duplicado:b-1+z-2 mismo título, mismo valor");
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
  const struct CMUnitTest tests[] = {EACH(test_clean),      EACH(test_same),       EACH(test_other_amount),
                                     EACH(test_near_title), EACH(test_series),     EACH(test_parts),
                                     EACH(test_parent),     EACH(test_identifier), EACH(test_apart),
                                     EACH(test_common),     EACH(test_words)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
