/* The report: both languages, all three renderings, counting beyond what is kept, nothing that steers a terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>

#include "ingest/report.h"

static void add_one(struct report *r) {
  report_addf(r, REPORT_REFUSED, 12, STR("nombre"), STR("San\tFernando"), "area-ambigua",
              "hay %d lugares con ese nombre: %s. Escriba el código.",
              "there are %d places of that name: %s. Write the code.", 2, "a, b");
}

static void speaks_both_languages(void **state) {
  (void)state;
  for (int lang = REPORT_ES; lang <= REPORT_EN; lang++) {
    struct report *r = report_new("x.csv", (enum report_lang)lang);
    struct buf b = {0};
    add_one(r);
    report_set_counts(r, 3, 1, 1, 1);
    report_set_fact(r, "hectáreas", "hectares", "12.5");
    report_write_text(r, &b, false);
    if (lang == REPORT_ES)
      assert_string_equal(
          b.data,
          "rechazo, fila 12, columna nombre, «San\\x09Fernando»: hay 2 lugares con ese nombre: a, b. Escriba el "
          "código. [area-ambigua]\nx.csv: 3 filas: 1 nuevas, 1 cambiadas, 1 iguales; 1 rechazos, 0 avisos, 0 "
          "notas\n  hectáreas: 12.5\n");
    else
      assert_string_equal(
          b.data,
          "refused, row 12, column nombre, “San\\x09Fernando”: there are 2 places of that name: a, b. Write the "
          "code. [area-ambigua]\nx.csv: 3 rows: 1 added, 1 changed, 1 the same; 1 refused, 0 warnings, 0 "
          "notes\n  hectares: 12.5\n");
    buf_free(&b);
    report_free(r);
  }
}

static void json_is_well_formed(void **state) {
  (void)state;
  struct report *r = report_new("a \"b\"\n.csv", REPORT_ES);
  struct buf b = {0};
  struct jw w;
  add_one(r);
  report_add(r, REPORT_NOTE, 0, STR(""), STR("\xff"), "x", "es", "en");
  jw_init(&w, &b);
  report_write_json(r, &w);
  assert_true(jw_done(&w));
  json_t *root = json_loadb(b.data, b.len, 0, NULL);
  assert_non_null(root);
  json_t *m = json_array_get(json_object_get(root, "mensajes"), 0);
  assert_int_equal(json_integer_value(json_object_get(m, "fila")), 12);
  assert_string_equal(json_string_value(json_object_get(m, "valor")), "San\tFernando");
  assert_string_equal(json_string_value(json_object_get(m, "nivel")), "rechazo");
  assert_int_equal(json_integer_value(json_object_get(root, "notas")), 1);
  json_decref(root);
  buf_free(&b);
  report_free(r);
}

static void counts_all_keeps_some(void **state) {
  (void)state;
  struct report *r = report_new("x.csv", REPORT_EN);
  struct buf b = {0};
  char value[300];
  for (size_t i = 0; i < sizeof value; i++) value[i] = i % 2 ? '\xb1' : '\xc3'; /* ñ, 150 times */
  for (uint64_t i = 1; i <= 10005; i++)
    report_add(r, REPORT_WARNING, i, STR("c"), (struct str){value, sizeof value}, "x", "es", "en");
  assert_int_equal(report_count(r, REPORT_WARNING), 10005);
  report_write_text(r, &b, false);
  assert_non_null(strstr(b.data, "and 5 more messages"));
  assert_non_null(strstr(b.data, "ñ…")); /* cut between characters */
  buf_reset(&b);
  report_row_text(r, 7, &b);
  assert_string_equal(b.data, "c: en");
  buf_reset(&b);
  report_row_text(r, 10003, &b);
  assert_int_equal(b.len, 0);
  buf_free(&b);
  report_free(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(speaks_both_languages), cmocka_unit_test(json_is_well_formed),
                                     cmocka_unit_test(counts_all_keeps_some)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
