/* What a filter means, against what the fixture's table says by eye: unknowns, exact numbers, precision of dates, folding, bounds. */
#include "snapshot_held.h"
#include "query/bits.h"
#include "query/filter.h"
#include "query/expression.h"

static struct filter *compile(enum query_subject about, const char *text, int64_t until_ns, struct err *e) {
  struct cql2 *where;
  struct filter *f = NULL;
  if (!cql2_read_text(arena, str_from(text), &where, e)) return NULL;
  const struct filter_spec spec = {.where = where, .where_text = str_from(text), .about = about, .until_ns = until_ns};
  return filter_compile(snap, &spec, &f, e) ? f : NULL;
}

/* The first letters of the selected projects, in code order. */
static const char *selected(const char *text) {
  static char letters[64];
  struct err e = {0};
  struct filter *f = compile(QUERY_PROJECTS, text, 0, &e);
  size_t n = 0;
  if (!f) fail_msg("%s: %s", text, e.text);
  for (uint32_t i = 0; i < snapshot_projects(snap); i++) {
    struct snap_project p;
    snapshot_project(snap, i, &p);
    if (filter_has_project(f, i)) letters[n++] = p.code.p[0];
  }
  letters[n] = '\0';
  assert_int_equal(filter_count_areas(f), snapshot_areas(snap)); /* what is said of projects leaves the others alone */
  assert_int_equal(filter_count_actors(f), snapshot_actors(snap));
  filter_free(f);
  return letters;
}
#define ASK(want, text) assert_string_equal(selected(text), want)
static const char ALL[] = "abcdefghijklmno";

static void refused(const char *text, const char *part) {
  struct err e = {0};
  struct filter *f = compile(QUERY_PROJECTS, text, 0, &e);
  if (f) fail_msg("%s is no filter", text);
  assert_int_equal(e.kind, ERR_INPUT);
  if (!strstr(e.text, part)) fail_msg("%s: %s", text, e.text);
}

static void test_unknown(void **state) {
  (void)state;
  ASK("ab", "personas >= 0");
  ASK("", "NOT personas >= 0"); /* neither true nor false of the others */
  ASK("cdefghijklmno", "personas IS NULL");
  ASK("ab", "NOT personas IS NULL");
  ASK(ALL, "personas IS NULL OR personas >= 0");
  ASK("a", "NOT (personas > 100 OR personas > 200)");
  ASK("bn", "NOT (personas < 100 AND valor > 0) AND (personas > 100 OR sin_erogacion = TRUE) OR sin_erogacion");
  ASK("", "valor / 0 > 1 OR NOT valor / 0 > 1"); /* dividing by zero is no number */
  ASK("", "estado <> '2'");
  ASK(ALL, "estado <> '2' OR TRUE");
  ASK("", "FALSE");
  ASK(ALL, "NOT 1 = 2");
  ASK("n", "sin_erogacion");
  ASK("abcdefghijklmo", "NOT sin_erogacion");
}

static void test_numbers(void **state) {
  (void)state;
  ASK("a", "valor = 100");
  ASK("a", "100.00 = valor");
  ASK("", "valor = 100.001");
  ASK("abl", "valor > 99.999");
  ASK("bl", "valor >= 100.001");
  ASK("bl", "valor > 100");
  ASK("bl", "100 < valor");
  ASK("acdefghijkmo", "valor < 100.01");
  ASK("abcdefghijklmo", "valor < 99999999999999999999999999999999999999999999");
  ASK("", "valor < -1e30");
  ASK("gh", "valor BETWEEN 1 AND 2");
}

static void test_number_forms(void **state) {
  (void)state;
  ASK("abcdefijklmno", "NOT (valor BETWEEN 1 AND 2.5) OR valor IS NULL");
  ASK("abcdefghijklmo", "NOT (valor BETWEEN 5 AND 4)");
  ASK("cd", "valor IN (50, 10.00) AND codigo < 'k'");
  ASK("ab", "anio = 2011"); /* b has an end alone */
  ASK("ab", "anio - 2000 = 11");
  ASK("ab", "anio % 10 = 1 AND anio div 100 = 20 AND anio * 2 = 4022 AND anio ^ 2 > 4000000");
  ASK("ab", "valor + 0.01 > 100.00 AND valor < 1000");
  ASK("a", "valor / personas > 2");
  ASK("bc", "n_lugares = 2");
  ASK("a", "valor > personas AND n_lugares = 1 AND personas > n_lugares");
  ASK("k", "valor_es_suma = TRUE");
}

static void test_texts(void **state) {
  (void)state;
  ASK("b", "titulo = 'Agua para dos barrios'");
  ASK("", "titulo = 'agua para dos barrios'");
  ASK("b", "CASEI(titulo) = CASEI('AGUA para DOS barrios')");
  ASK("a", "titulo LIKE 'Cami%n de b_sura'"); /* ó is one character for _ too */
  ASK("a", "titulo LIKE 'Cami_n%'");
  ASK("", "titulo LIKE 'Camion%'");
  ASK("a", "ACCENTI(titulo) LIKE ACCENTI('Camión%')");
  ASK("a", "ACCENTI(titulo) LIKE 'Camion%'");
  ASK("", "CASEI(titulo) LIKE 'camion%'"); /* the accent stays */
  ASK("a", "CASEI(titulo) LIKE 'camión%'");
  ASK("h", "ACCENTI(CASEI(titulo)) IN ('gestion', 'nada')");
  ASK("a", "objeto LIKE '%basura%'");
  ASK("", "titulo LIKE '\\%%'");
  ASK("ah", "clase IN ('convenio', 'gestion')");
  ASK("m", "macroproyecto = 'l-parent'");
  ASK("ak", "codigo IN ('k-sum', 'nothing', 'a-point')");
  ASK("bcdefghijlmno", "NOT codigo IN ('k-sum', 'nothing', 'a-point')");
  ASK("j", "moneda = 'USD'");
  ASK("no", "codigo >= 'n'");
  ASK("fl", "lugar = 'city'");
  ASK("n", "'Marco' = titulo");
}

static void test_dates(void **state) {
  (void)state;
  ASK("a", "fecha_inicio = DATE('2011-07-06')");
  ASK("a", "fecha_inicio < DATE('2011-07-07')");
  ASK("", "fecha_inicio < DATE('2011-07-06')");
  ASK("a", "fecha_inicio >= '2011'");
  ASK("", "fecha_inicio > '2011'");   /* not after all of the year */
  ASK("a", "fecha_inicio <= '2011'"); /* every one of its days is in it or before */
  ASK("a", "fecha_fin = '2012' AND fecha_fin >= DATE('2012-01-01') AND fecha_fin <= DATE('2012-12-31')");
  ASK("", "fecha_fin = DATE('2012-12-31')");
  ASK("b", "fecha_fin = DATE('2011-12-31')");
  ASK("a", "fecha_fin > TIMESTAMP('2011-12-31T23:59:59Z')");
  ASK("ab", "fecha_fin > TIMESTAMP('2011-12-30T12:00:00Z')");
  ASK("ab", "T_DURING(fecha_fin, INTERVAL('2011-06-01', '..'))");
}

static void test_intervals(void **state) {
  (void)state;
  ASK("a", "T_INTERSECTS(INTERVAL(fecha_inicio, fecha_fin), DATE('2012-12-31'))");
  ASK("", "T_INTERSECTS(INTERVAL(fecha_inicio, fecha_fin), DATE('2013-01-01'))");
  ASK("", "NOT T_INTERSECTS(INTERVAL(fecha_inicio, fecha_fin), DATE('2012-12-31'))"); /* b has no start: unknown */
  ASK("b", "T_DISJOINT(INTERVAL('..', fecha_fin), INTERVAL('2012-01-01', '..'))");
  ASK("a", "T_STARTS(fecha_inicio, INTERVAL(fecha_inicio, fecha_fin))");
  ASK("a", "T_EQUALS(fecha_fin, INTERVAL('2012-01-01', '2012-12-31'))");
  ASK("a", "T_MEETS(INTERVAL('2010-01-01', '2011-07-06'), INTERVAL(fecha_inicio, fecha_fin))");
  ASK(ALL, "T_MEETS(INTERVAL('2010-01-01', '2011-07-06'), INTERVAL('2011-07-06', '2012-01-01'))");
  ASK("a", "vigente('2012-12-31', '..')");
  ASK("ab", "vigente('2011-07', '2011')");
}

static void test_lists(void **state) {
  (void)state;
  ASK("b", "tema = 'salud'");
  ASK("a", "tema <> 'salud'"); /* it has themes, and none is that */
  ASK("cdefghijklmno", "tema IS NULL");
  ASK("ab", "tema IN ('ambiente', 'salud')");
  ASK("b", "A_CONTAINS(tema, ('salud', 'agua-saneamiento'))");
  ASK("b", "A_EQUALS(('agua-saneamiento', 'salud'), tema)");
  ASK("a", "A_CONTAINEDBY(tema, ('ambiente', 'salud'))");
  ASK("ab", "A_OVERLAPS(tema, ('ambiente', 'salud'))");
  ASK("bk", "fuentes = 'Agencia Española'");
  ASK("bk", "ACCENTI(CASEI(fuentes)) LIKE 'agencia esp%'");
  ASK("bcj", "areas = 'nelson-mandela'");
}

static void test_places(void **state) {
  (void)state;
  ASK("o", "S_INTERSECTS(geometry, BBOX(-75.489, 10.311, -75.487, 10.313))");
  ASK("o", "S_WITHIN(geometry, BBOX(-75.489, 10.311, -75.487, 10.313))");
  ASK("o", "S_CONTAINS(BBOX(-75.489, 10.311, -75.487, 10.313), geometry)");
  ASK("abcdejkmn", "S_DISJOINT(geometry, BBOX(-75.489, 10.311, -75.487, 10.313))");
  ASK("abcdejkmn", "NOT S_INTERSECTS(geometry, BBOX(-75.489, 10.311, -75.487, 10.313))"); /* of no place: unknown */
  ASK("fghil", "geometry IS NULL");
  ASK("abcdejkmno", "S_EQUALS(geometry, geometry)");
  ASK(ALL, "S_TOUCHES(POINT(0 0), LINESTRING(0 0, 1 1))");
  ASK("bcj", "dentro_de('nelson-mandela')");
  ASK("adefghiklmno", "NOT dentro_de('nelson-mandela')");
  ASK("o", "cerca(-75.488, 10.313, 120)");
  ASK("abk", "tiene_palabras('fundac') OR financiado_por('aecid')");
  ASK("a", "ejecutado_por('zeta')");
}

static void test_other_subjects(void **state) {
  (void)state;
  struct err e = {0};
  struct filter *f = compile(QUERY_AREAS, "capa = 'zona' AND NOT alias IS NULL OR dentro_de('ucg-14')", 0, &e);
  fixture_must(f != NULL, &e);
  assert_true(filter_has_area(f, area_of(snap, "nelson-mandela")) && filter_has_area(f, area_of(snap, "la-popa")));
  assert_false(filter_has_area(f, area_of(snap, "industrial")) || filter_is_everything(f));
  assert_int_equal(filter_count_projects(f, false, false), 15);
  filter_free(f);
  f = compile(QUERY_ACTORS, "tipo IS NULL", 0, &e);
  fixture_must(f != NULL, &e);
  assert_int_equal(filter_count_actors(f), 1);
  assert_int_equal(filter_count_areas(f), snapshot_areas(snap));
  filter_free(f);
}

static void test_refused(void **state) {
  (void)state;
  refused("valr > 3", "character 1");
  refused("valr > 3", "valor");
  refused("xyzzy = 3", "there are: codigo");
  refused("titulo = 'x' AND valor = 'x'", "character 26");
  refused("valor = 'x'", "valor (number) and 'x' (text)");
  refused("estado = 2", "single quotes");
  refused("tema < 'a'", "A_CONTAINS");
  refused("geometry = 'a'", "S_INTERSECTS");
  refused("fecha_inicio = 'ayer'", "'ayer' is no date");
  refused("fecha_inicio = titulo", "do not compare");
  refused("sin_erogacion < TRUE", "TRUE or FALSE");
  refused("A_EQUALS(clase, ('a'))", "list is expected");
  refused("A_EQUALS(tema, (1, 2))", "lists are made of texts");
  refused("T_AFTER(titulo, DATE('2011-01-01'))", "titulo");
  refused("CASEI(valor) = 'x'", "valor");
  refused("valor + titulo = 3", "titulo");
  refused("S_WITHIN(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "character 20");
  refused("dentro_de(codigo)", "constant");
  refused("dentro_de('x', 'y')", "takes 1");
  refused("dentro_de('x')", "area of the code \"x\"");
  refused("nada('x')", "dentro_de");
}

static void test_time(void **state) {
  (void)state;
  struct buf b = {0};
  struct err e = {0};
  for (unsigned i = 0; i < 400; i++) buf_printf(&b, "%stitulo LIKE '%%%u%%a%%b%%c'", i ? " OR " : "", i);
  struct filter *f = compile(QUERY_PROJECTS, b.data, 0, &e);
  fixture_must(f != NULL, &e);
  filter_free(f);
  assert_null(compile(QUERY_PROJECTS, "valor > 3", 1, &e)); /* its time was over long ago */
  assert_int_equal(e.kind, ERR_LIMIT);
  const struct query_budget spent = {1};
  struct expression *x;
  struct cql2 *where;
  fixture_must(cql2_read_text(arena, STR("valor > 3"), &where, &e), &e);
  fixture_must(expression_compile(snap, QUERY_PROJECTS, where, STR("valor > 3"), arena, &x, &e), &e);
  uint64_t bits[1] = {UINT64_C(0x7fff)};
  assert_false(expression_select(snap, QUERY_PROJECTS, x, bits, &spent, NULL, &e));
  assert_int_equal(e.kind, ERR_LIMIT);
  buf_free(&b);
}

static void test_functions_listed(void **state) {
  (void)state;
  uint32_t n;
  const struct filter_function *f = filter_functions(&n);
  assert_true(n >= 4);
  for (uint32_t i = 0; i < n; i++) {
    assert_true(f[i].name && f[i].title_es && f[i].title_en && f[i].subjects);
    for (uint32_t k = 0; k < f[i].n_arguments; k++) assert_non_null(f[i].argument[k].name);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_unknown),
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_number_forms),
      cmocka_unit_test(test_texts),
      cmocka_unit_test(test_dates),
      cmocka_unit_test(test_intervals),
      cmocka_unit_test(test_lists),
      cmocka_unit_test(test_places),
      cmocka_unit_test(test_other_subjects),
      cmocka_unit_test(test_refused),
      cmocka_unit_test(test_functions_listed),
      cmocka_unit_test(test_time),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
