/* The ledger over a made-up town in which everything fits: it has nothing to say. Each rule then fires on a slip of its own, and no
 * other rule with it. */
#include "found_fixture.h"
#include "core/decimal.h"
#include "domain/discrepancy.h"

static struct buf sentences;

/* Two projects, their programme, two actors, a network and the printed figures of one concept, without a contradiction. */
static const char TOWN[] =
    "DELETE FROM area_alias WHERE alias = 'Caño de Loro';"
    "INSERT INTO claim (id, document_id, batch_id, locator) VALUES (901, 1, 1, 'fila 1'), (902, 1, 1, 'fila 2'), (903, "
    "1, 1, 'fila 3');"
    "INSERT INTO organisation (id, code, name, batch_id, claim_id) VALUES (1, 'liga', 'Liga Verde', 1, 901), (2, "
    "'banco', 'Banco "
    "Azul del Puerto', 1, 901);"
    "INSERT INTO organisation_alias (organisation_id, alias) VALUES (2, 'BAP');"
    "INSERT INTO network (code, name, alias, batch_id, claim_id) VALUES ('foro', 'Foro de la Bahía', 'Foro BB; La "
    "Bahía', 1, 901);"
    "INSERT INTO activity (id, code, kind, title, cooperation_type, total_minor, total_dec, total_raw, currency, "
    "people, people_raw, "
    "vigencia_raw, batch_id, claim_id) VALUES "
    "(1, 'p-uno', 'proyecto', 'Acueducto de la vereda Alta', 'tecnica', 100050, '1000.50', '$1.000,50', 'COP', 120, "
    "'unas 120 personas', "
    "'2012-2014', 1, 901), "
    "(2, 'p-dos', 'convenio', 'Biblioteca del puerto', 'financiera', 3300000000000, '33000000000.00', '$33.000 "
    "millones', 'COP', 4000, "
    "'4 mil vecinos', 'Diciembre de 2014', 1, 902), "
    "(3, 'prog', 'programa', 'Obras del puerto', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1, 903);"
    "INSERT INTO related_activity (activity_id, related_id, type) VALUES (1, 3, '1'), (2, 3, '1');"
    "INSERT INTO contribution (id, activity_id, provider_id, amount_minor, amount_dec, amount_raw, currency, form, "
    "is_counterpart, "
    "claim_id) VALUES (1, 1, 1, 60025, '600.25', '600,25', 'COP', 'efectivo', 0, 901), (2, 1, 2, 40025, '400.25', "
    "'400,25', 'COP', "
    "'especie', 1, 901), (3, 2, 1, 3300000000000, '33000000000.00', NULL, 'COP', 'efectivo', 0, 902);"
    "INSERT INTO participating_org (activity_id, organisation_id, role) VALUES (1, 2, '4'), (2, 2, '4');"
    "INSERT INTO activity_date (activity_id, type, date, precision) VALUES (1, '2', '2012-01-10', 'day'), (1, '4', "
    "'2014', 'year'), "
    "(2, '2', '2013-05', 'month'), (2, '3', '2013-05-20', 'day');"
    "INSERT INTO classification (activity_id, vocabulary, code) VALUES (1, '99', 'ambiente'), (2, '99', 'cultura');"
    "INSERT INTO activity_location (id, activity_id, scope, area_id, name_raw, method, claim_id) SELECT 1, 1, 'area', "
    "id, name, 'name', "
    "901 FROM area WHERE code = 'nelson-mandela' UNION ALL SELECT 2, 2, 'area', id, name, 'name', 902 FROM area WHERE "
    "code = "
    "'arroz-barato';"
    "INSERT INTO narrative (activity_id, type, text) VALUES (1, 'nota', 'Convenio 0543-2011, con Liga Verde y Banco "
    "Azul del Puerto (BAP).'), "
    "(2, 'nota', 'Liga Verde – BAP');"
    "INSERT INTO statistic_series (id, code, title, measure, concept, currency, dimension, period_raw, batch_id, "
    "claim_id) VALUES "
    "(1, 'por-forma', 'Gasto del puerto 2008-2010', 'monto', 'gasto', 'COP', 'forma', '2008-2010', 1, 903), "
    "(2, 'en-total', 'Gasto total', 'monto', 'gasto', 'COP', NULL, '2008-2010', 1, 903);"
    "INSERT INTO statistic_value (id, code, series_id, form, value_dec, value_raw, batch_id, claim_id) VALUES "
    "(1, 'efectivo', 1, 'efectivo', '500000000', '500.000.000', 1, 903), (2, 'especie', 1, 'especie', '200000000', "
    "'200.000.000', 1, 903), "
    "(3, 'total', 2, NULL, '700000000', '700 millones', 1, 903);";

static int set_up(void **state) {
  (void)state;
  d = fixture_open();
  fixture_run(d, TOWN);
  return 0;
}
static int free_all(void **state) {
  buf_free(&sentences);
  return tear_down(state);
}

static void add_figure(bool has, i128 minor) {
  buf_add_char(&found, ' ');
  if (has) decimal_write_minor(&found, minor);
  else buf_add_char(&found, '-');
}

static bool note(void *user, const struct discrepancy *x, struct err *e) {
  (void)user;
  (void)e;
  assert_true(x->n_subjects > 0 && x->n_claims > 0);
  assert_true(x->es.n > 0 && x->en.n > 0 && !memchr(x->es.p, '{', x->es.n) && !memchr(x->en.p, '{', x->en.n));
  assert_memory_equal(x->key.p, x->rule, strlen(x->rule));
  assert_int_equal(x->key.p[strlen(x->rule)], ':');
  if (x->has_difference) assert_true(x->difference == x->stated - x->computed);
  buf_add_str(&found, x->key);
  if (x->has_stated || x->has_computed) {
    add_figure(x->has_stated, x->stated);
    add_figure(x->has_computed, x->computed);
  }
  buf_add_char(&found, '\n');
  buf_add_str(&sentences, x->es);
  buf_add_char(&sentences, '\n');
  return true;
}

static void expect(const char *sql, const char *want) {
  struct err e = {0};
  found_begin(sql);
  buf_reset(&sentences);
  fixture_must(discrepancy_find(d, note, NULL, &e), &e);
  assert_string_equal(found.data, want);
}
static void expect_said(const char *words) {
  if (!strstr(sentences.data, words)) fail_msg("«%s» is not said: %s", words, sentences.data);
}

static void test_clean(void **state) {
  (void)state;
  expect(NULL, "");
  size_t n;
  const struct discrepancy_rule *rules = discrepancy_rules(&n);
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(discrepancy_count(rules[i].code), 0);
    assert_true(*rules[i].title_es && *rules[i].title_en && *rules[i].why_es && *rules[i].why_en);
  }
}

/* ---- money ---- */

static void test_sum(void **state) {
  (void)state;
  expect("UPDATE contribution SET amount_minor = 40026, amount_dec = '400.26', amount_raw = NULL WHERE id = 2",
         "suma-distinta:p-uno 1000.50 1000.51\n");
  expect_said("es 0,01 COP menos que la suma de sus aportes, 1.000,51 COP");
  expect("UPDATE contribution SET transaction_type = '2' WHERE id = 1; UPDATE contribution SET transaction_type = '3' "
         "WHERE id = 2; UPDATE "
         "activity SET total_dec = '600.25', total_raw = NULL WHERE id = 1",
         ""); /* committed, then partly disbursed: one of the two counts */
}
static void test_stated_total(void **state) {
  (void)state;
  expect("INSERT INTO stated_total (activity_id, rank, amount_dec, currency, claim_id) VALUES (1, 0, '999.00', 'COP', "
         "901)",
         "suma-distinta:COP+p-uno 999.00 1000.50\n");
}
static void test_currency(void **state) {
  (void)state;
  expect("UPDATE contribution SET currency = 'USD' WHERE id = 2", "moneda-distinta:p-uno\n");
}
static void test_huge(void **state) {
  (void)state; /* beyond 64 bits of minor units */
  expect(
      "UPDATE activity SET total_minor = NULL, total_dec = '460010733096800000000.00', total_raw = NULL WHERE id = 2",
      "suma-distinta:p-dos 460010733096800000000.00 33000000000.00\n");
}
static void test_label(void **state) {
  (void)state;
  expect("UPDATE activity SET total_raw = '$2.000,75' WHERE id = 1",
         "etiqueta-contra-cifra:p-uno+valor_total 1000.50 2000.75\n");
  expect("UPDATE activity SET total_raw = '$1.000,50 (2.000,75 en 2015)', people_raw = '85 mil vecinos' WHERE id = 1",
         "etiqueta-contra-cifra:p-uno+personas 120.00 85000.00\n");
  expect("UPDATE activity SET people_raw = 'ciudadanía en general' WHERE id = 1", "");
  expect("UPDATE contribution SET amount_raw = '60,25' WHERE id = 1",
         "etiqueta-contra-cifra:aporte_1+p-uno 600.25 60.25\n");
}
static void test_unit_of_amount(void **state) {
  (void)state;
  expect("UPDATE activity SET total_raw = '$1.000,50 millones' WHERE id = 1",
         "unidad-contra-cifra:p-uno+valor_total 1000.50 1000500000.00\n");
  expect("UPDATE activity SET total_raw = '1,000.50 COP' WHERE id = 1; UPDATE activity SET total_raw = 'COP 33 mil "
         "millones' WHERE id = 2",
         "");
  expect("UPDATE activity SET total_raw = '33 billion pesos' WHERE id = 2", "");
}
static void test_rate(void **state) {
  (void)state;
  expect("INSERT INTO stated_total (activity_id, rank, amount_dec, amount_raw, currency, claim_id) VALUES (2, 0, "
         "'16500000.00', '16.5 "
         "million', 'USD', 902)",
         "tasa-implicita:COP+USD+p-dos - 2000.00\n");
  expect_said("implican una tasa de 2.000 COP/USD; no hay otra conocida");
  expect("INSERT INTO exchange_rate (id, code, from_currency, to_currency, rate_dec, date, kind) VALUES (1, 'old', "
         "'USD', 'COP', '2600', "
         "'2001-02-03', 'official'), (2, 'near', 'USD', 'COP', '1850.5', '2013-06-01', 'official')",
         "tasa-implicita:COP+USD+p-dos 1850.50 2000.00\n");
  expect("UPDATE exchange_rate SET rate_dec = '1990' WHERE id = 2", ""); /* within two per cent */
}

/* ---- printed figures ---- */

static void test_magnitude(void **state) {
  (void)state;
  expect("UPDATE statistic_value SET value_dec = '699900123400', value_raw = '699.900.123.400' WHERE id = 3",
         "orden-de-magnitud:por-forma+total 699900123400.00 700000000.00\n");
  expect_said("1.000 veces mayor");
  expect_said("sería 699.900.123,40 COP: 99.876,60 COP menor");
  expect("UPDATE statistic_series SET period_raw = '2001' WHERE id = 2", ""); /* another time: nothing to compare */
}
static void test_unit(void **state) {
  (void)state;
  expect("UPDATE statistic_value SET value_raw = '700.000.000', unit_raw = 'millones de pesos' WHERE id = 3",
         "unidad-contra-cifra:total 700000000.00 700000000.00\n");
  expect("UPDATE statistic_value SET value_dec = '700', value_raw = '700', unit_raw = 'millones' WHERE id = 3",
         ""); /* it fits */
  expect("UPDATE statistic_value SET unit_raw = NULL WHERE id = 3",
         "orden-de-magnitud:por-forma+total 700.00 700000000.00\n");
  expect("UPDATE statistic_value SET value_dec = '99999999999999999999999', unit_raw = 'billones' WHERE id = 3; UPDATE "
         "statistic_series SET "
         "period_raw = '1999' WHERE id = 2",
         "unidad-contra-cifra:total 99999999999999999999999.00 700000000.00\n");
}
static void test_class(void **state) {
  (void)state;
  expect("UPDATE statistic_series SET title = 'Aportes en efectivo' WHERE id = 2; UPDATE statistic_value SET value_dec "
         "= '200000000', value_raw = NULL WHERE id = 3",
         "clasificacion-contradictoria:especie+total 200000000.00 200000000.00\n");
  expect("UPDATE statistic_series SET title = 'Aportes en especie' WHERE id = 2", "");
}
static void test_periods(void **state) {
  (void)state;
  expect("UPDATE statistic_series SET title = 'Gasto del puerto 2007-2010' WHERE id = 1",
         "periodo-distinto:por-forma\n");
  expect("UPDATE statistic_series SET title = 'Gasto del puerto' WHERE id = 1; UPDATE statistic_series SET period_raw "
         "= '2010' WHERE id = 2",
         "periodo-distinto:gasto\n");
  expect("UPDATE statistic_series SET period_raw = '2011' WHERE id = 2", "");
}

/* ---- names ---- */

static void test_alias(void **state) {
  (void)state;
  expect("INSERT INTO organisation_alias (organisation_id, alias) VALUES (1, 'Liga Vrede')",
         "alias-parecido:actor+liga\n");
  expect("UPDATE organisation_alias SET alias = 'LIGA VERDE.' WHERE organisation_id = 1", "");
  expect("UPDATE network SET alias = 'Foro dela Bahía' WHERE code = 'foro'", "alias-parecido:foro+red\n");
  expect("UPDATE network SET alias = 'Foro Regional por la Bahía 2' WHERE code = 'foro'", "");
}
static void test_two_names(void **state) {
  (void)state;
  expect("INSERT INTO narrative (activity_id, type, text) VALUES (1, 'nota', 'Apoyan: BAP, Liga Verde, Banco Azul del "
         "Puerto.')",
         "dos-nombres-en-lista:banco\n");
}
static void test_homonym(void **state) {
  (void)state;
  expect("UPDATE activity_location SET area_id = (SELECT id FROM area WHERE code = 'boquilla-b') WHERE id = 1",
         "homonimo:boquilla-b+boquilla-c\n");
}
static void test_actors(void **state) {
  (void)state;
  expect("INSERT INTO organisation (id, code, name, batch_id, claim_id) VALUES (3, 'banco-2', 'Banco Asul del Puerto', "
         "1, 901)",
         "actores-parecidos:banco+banco-2\n");
  expect("UPDATE organisation SET name = 'Banco Azul del Puerto 2' WHERE id = 3", "");
  expect("UPDATE organisation SET name = 'Banco Asul del Puerto', merged_into = 2 WHERE id = 3",
         "alias-parecido:actor+banco\n"); /* merged: now one actor in two spellings */
}
static void test_identity(void **state) {
  (void)state;
  expect("INSERT INTO organisation (id, code, name, batch_id, claim_id) VALUES (3, 'LI.GA-01', 'Club Náutico', 1, "
         "901), (4, 'li ga 1', "
         "'Casa del Mar', 1, 902)",
         "identidad:LI.GA-01+li ga 1\n");
  expect("UPDATE organisation SET code = 'liga-11' WHERE id = 4; INSERT INTO source_document (title) VALUES ('Informe "
         "Anual'), ('INFORME  "
         "anual')",
         "identidad:informe-anual\n");
}

/* ---- times ---- */

static void test_period(void **state) {
  (void)state;
  expect("UPDATE activity SET vigencia_raw = '2012-20144' WHERE id = 1", "periodo-imposible:p-uno+vigencia\n");
  expect("UPDATE activity SET vigencia_raw = '2014-2012' WHERE id = 1", "periodo-imposible:p-uno+vigencia\n");
  expect("UPDATE activity SET vigencia_raw = '2012-2014' WHERE id = 1; INSERT INTO source_document (title) VALUES "
         "('Plan 2001-20033')",
         "periodo-imposible:plan-2001-20033+titulo\n");
  expect("DELETE FROM source_document WHERE title LIKE 'Plan%'; UPDATE narrative SET text = 'La gestión 2011-20144.' "
         "WHERE activity_id = 2",
         "periodo-imposible:nota+p-dos\n");
}
static void test_dates(void **state) {
  (void)state;
  expect("UPDATE activity_date SET date = '2011' WHERE type = '4'", "fechas-en-desorden:p-uno\n");
}

/* ---- wholes and parts ---- */

static void test_rest(void **state) {
  (void)state;
  const char *key = "resto-sin-valor:COP+prog 40000000000.00 33000001000.50\n";
  expect("UPDATE activity SET total_dec = '40000000000.00', currency = 'COP' WHERE id = 3", "");
  expect("INSERT INTO activity (id, code, kind, title, batch_id, claim_id) VALUES (4, 'gestion', 'gestion', 'Otra "
         "obra', 1, 903); INSERT INTO "
         "related_activity (activity_id, related_id, type) VALUES (3, 4, '2')",
         key);
  expect_said(
      "o 6.999.999.399,75 COP si es solo lo que da Liga Verde (33.000.000.600,25 COP); gestion no tiene valor propio");
  expect("UPDATE activity SET no_disbursement = 1 WHERE id = 4", "");
}
/* Two parts that may be one count once, until somebody says that they are two. */
static void test_rest_of_pair(void **state) {
  (void)state;
  expect("INSERT INTO activity (id, code, kind, title, batch_id, claim_id) VALUES (4, 'gestion', 'gestion', 'Otra "
         "obra', 1, 903), (6, 'fondo', "
         "'programa', 'Fondo del mar', 1, 903); UPDATE activity SET total_dec = '5000.00', currency = 'COP' WHERE id = "
         "6; INSERT INTO activity "
         "(id, code, kind, title, total_dec, currency, batch_id, claim_id) VALUES (5, 'copia', 'gestion', 'Acueducto "
         "de la vereda Alta', "
         "'1000.50', 'COP', 1, 903); INSERT INTO related_activity (activity_id, related_id, type) VALUES (1, 6, '1'), "
         "(4, 6, '1'), (5, 6, '1')",
         "posible-duplicado:copia+p-uno\nresto-sin-valor:COP+fondo 5000.00 1000.50\n");
  expect("INSERT INTO decision (subject, verdict, decided_by, decided_at, batch_id) VALUES "
         "('posible-duplicado:copia+p-uno', 'rechazado', 'A', "
         "'2020', 1)",
         "posible-duplicado:copia+p-uno\nresto-sin-valor:COP+fondo 5000.00 2001.00\n");
}
static void test_level(void **state) {
  (void)state;
  expect("UPDATE activity SET people = 9000, people_raw = '9 mil' WHERE id = 3",
         "personas-de-otro-nivel:prog 9000.00 4120.00\n");
  expect("UPDATE activity SET people = 4120, people_raw = '4.120' WHERE id = 3", "");
  expect("INSERT INTO statistic_series (id, code, title, measure, activity_id, batch_id, claim_id) VALUES (9, 'gente', "
         "'Personas', 'personas', 3, "
         "1, 903); INSERT INTO statistic_value (code, series_id, value_dec, value_raw, batch_id, claim_id) VALUES "
         "('gente-1', 9, '5000', 'cinco mil', "
         "1, 903)",
         "personas-de-otro-nivel:gente-1+prog 5000.00 4120.00\n");
}

/* ---- places ---- */

static void test_people(void **state) {
  (void)state;
  expect("UPDATE activity SET people = 30001, people_raw = NULL WHERE id = 1",
         "personas-mayor-que-poblacion:p-uno 30001.00 30000.00\n");
  expect("INSERT INTO activity_location (activity_id, scope, claim_id) VALUES (1, 'unknown', 901)",
         ""); /* and somewhere else */
}
#define POINT(x, y, area)                                                                                              \
  "UPDATE activity_location SET scope = 'point', geom_point = MakePoint(" #x ", " #y                                   \
  ", 4326), area_id = (SELECT id FROM area WHERE code = '" area "') WHERE id = 1"
static void test_point(void **state) {
  (void)state;
  expect(POINT(-75.495, 10.305, "nelson-mandela"), "");
  expect(POINT(-75.485, 10.305, "nelson-mandela"), "punto-fuera-del-area:nelson-mandela+p-uno\n");
  expect("UPDATE activity_location SET method = 'point-in-polygon' WHERE id = 1", "");
  expect("UPDATE activity_location SET method = 'name' WHERE id = 1;" POINT(-75.541, 10.415, "pie-de-la-popa"),
         ""); /* approximate */
  expect(POINT(-75.546, 10.415, "pie-de-la-popa"), "punto-fuera-del-area:p-uno+pie-de-la-popa\n");
}
static void test_axes(void **state) {
  (void)state;
  expect(POINT(10.305, -75.495, "nelson-mandela"), "ejes-cambiados:p-uno\n");
  expect(POINT(2.35, 48.85, "nelson-mandela"), "punto-fuera-del-area:nelson-mandela+p-uno\n");
}

/* ---- gaps ---- */

static void test_missing(void **state) {
  (void)state;
  expect("UPDATE activity SET cooperation_type = NULL WHERE id = 2", "sin-dato:tipo-cooperacion\n");
  expect_said("tipo de cooperación: sin dato en 1 de 2 convenios y proyectos: p-dos");
  expect("UPDATE activity SET cooperation_type = NULL WHERE id = 1", ""); /* nobody has it: nothing to compare */
  expect("DELETE FROM participating_org WHERE activity_id = 1; UPDATE activity SET vigencia_raw = NULL WHERE id = 1; "
         "DELETE FROM activity_date "
         "WHERE activity_id = 1",
         "sin-dato:ejecutor\nsin-dato:fecha\nsin-dato:vigencia\n");
}

/* Each field that stands in the activity's own row, alone. */
static void test_missing_own(void **state) {
  static const char *const fields[][3] = {/* column, field, a value */
                                          {"cooperation_type", "tipo-cooperacion", "'tecnica'"},
                                          {"vigencia_raw", "vigencia", "'2012'"},
                                          {"people", "personas", "7"},
                                          {"activity_status", "estado", "'2'"},
                                          {"modality", "modalidad", "'bilateral'"},
                                          {"total_dec", "valor", "'5.00'"},
                                          {"no_disbursement", "valor", "1"}};
  (void)state;
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    char sql[1024], key[64];
    snprintf(sql, sizeof sql,
             "DELETE FROM participating_org; DELETE FROM activity_date; DELETE FROM contribution; DELETE FROM "
             "beneficiary_group; DELETE FROM activity_location; DELETE FROM classification; DELETE FROM stated_total; "
             "UPDATE activity SET cooperation_type = NULL, vigencia_raw = NULL, people = NULL, people_raw = NULL, "
             "activity_status = NULL, "
             "modality = NULL, total_dec = NULL, total_raw = NULL, no_disbursement = 0; UPDATE activity SET %s = %s "
             "WHERE id = 1",
             fields[i][0], fields[i][2]);
    snprintf(key, sizeof key, "sin-dato:%s\n", fields[i][1]);
    expect(sql, key);
  }
}

/* ---- the ledger itself ---- */

static bool count(void *user, const struct discrepancy *x, struct err *e) {
  struct str *last = user;
  (void)e;
  if (last->n) assert_true(str_cmp(*last, x->key) < 0);
  *last = x->key; /* lives as long as the search */
  if (strcmp(x->rule, "suma-distinta") == 0) buf_add_char(&found, '.');
  buf_reset(&sentences);
  buf_add_str(&sentences, x->key);
  return true;
}

/* More than are given: the first by key are, and the others are counted. */
static void test_limit(void **state) {
  (void)state;
  struct err e = {0};
  struct str last = {0};
  fixture_must(db_exec(d,
                       "DELETE FROM activity_location; DELETE FROM classification; UPDATE activity SET vigencia_raw = "
                       "NULL; DELETE FROM "
                       "activity_date; DELETE FROM participating_org; UPDATE activity SET people = NULL, people_raw = "
                       "NULL, cooperation_type = NULL;"
                       "WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 3599) INSERT INTO "
                       "activity (id, code, kind, "
                       "title, total_dec, currency, batch_id, claim_id) SELECT i, 'n' || (9999 - i), 'proyecto', 'Obra "
                       "de ' || i || ' en ' || i, i || "
                       "'.50', 'COP', 1, 901 FROM n;"
                       "INSERT INTO contribution (activity_id, amount_dec, currency, form, claim_id) SELECT id, "
                       "'1.00', 'COP', 'efectivo', 901 FROM "
                       "activity WHERE id >= 100",
                       &e),
               &e);
  buf_reset(&found);
  fixture_must(discrepancy_find(d, count, &last, &e), &e);
  assert_int_equal(found.len, DISCREPANCY_MAX_PER_RULE);
  assert_int_equal(discrepancy_count("suma-distinta"), 3500);
  assert_string_equal(sentences.data, "suma-distinta:n7399"); /* codes n6400 to n9899: the thousandth */
}

static bool stop(void *user, const struct discrepancy *x, struct err *e) {
  (void)user;
  (void)x;
  return err_set(e, ERR_IO, "stop");
}
static void test_stop(void **state) {
  (void)state;
  struct err e = {0};
  fixture_must(db_exec(d, "UPDATE activity SET cooperation_type = NULL WHERE id = 2", &e), &e);
  assert_false(discrepancy_find(d, stop, NULL, &e));
  assert_string_equal(e.text, "stop");
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, free_all)
int main(void) {
  const struct CMUnitTest tests[] = {
      EACH(test_clean),        EACH(test_sum),       EACH(test_stated_total),   EACH(test_currency),
      EACH(test_huge),         EACH(test_label),     EACH(test_unit_of_amount), EACH(test_rate),
      EACH(test_magnitude),    EACH(test_unit),      EACH(test_class),          EACH(test_periods),
      EACH(test_alias),        EACH(test_two_names), EACH(test_homonym),        EACH(test_actors),
      EACH(test_identity),     EACH(test_period),    EACH(test_dates),          EACH(test_rest),
      EACH(test_rest_of_pair), EACH(test_level),     EACH(test_people),         EACH(test_point),
      EACH(test_axes),         EACH(test_missing),   EACH(test_missing_own),    EACH(test_limit),
      EACH(test_stop)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
