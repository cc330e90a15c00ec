/* Cells of the two CSV flavours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "format/csv.h"

static const struct csv_style plain = {0}, excel = {.excel = true};

static void expect_text(const struct csv_style *style, const char *in, const char *want) {
  struct buf b = {0};
  csv_write_text(&b, style, str_from(in));
  assert_string_equal(b.data ? b.data : "", want);
  buf_free(&b);
}

static void quotes_what_rfc_4180_quotes(void **state) {
  (void)state;
  expect_text(&plain, "", "");
  expect_text(&plain, "Nelson Mandela", "Nelson Mandela");
  expect_text(&plain, "a,b", "\"a,b\"");
  expect_text(&plain, "a;b", "a;b");
  expect_text(&plain, "dijo \"no\"", "\"dijo \"\"no\"\"\"");
  expect_text(&plain, "uno\ndos", "\"uno\ndos\"");
  expect_text(&plain, "uno\r", "\"uno\r\"");
  expect_text(&plain, " x ", "\" x \"");
}

static void excel_has_its_own_delimiter(void **state) {
  (void)state;
  expect_text(&excel, "a,b", "a,b");
  expect_text(&excel, "a;b", "\"a;b\"");
}

static void only_excel_guards_formulas(void **state) {
  (void)state;
  static const char *const formulas[] = {"=1+1", "+57 300", "-cmd", "@SUM(A1)", "\tx"};
  for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
    struct buf b = {0};
    csv_write_text(&b, &excel, str_from(formulas[i]));
    assert_int_equal(b.data[0], '\'');
    buf_free(&b);
    expect_text(&plain, formulas[i], formulas[i]);
  }
  expect_text(&excel, "=A1;B1", "\"'=A1;B1\"");
  expect_text(&excel, "a=b", "a=b");
}

static void amounts_are_exact_in_either_sign(void **state) {
  (void)state;
  struct buf b = {0};
  csv_write_minor(&b, &plain, 1238620643605);
  csv_next(&b, &plain);
  csv_write_minor(&b, &plain, -76);
  csv_end(&b);
  assert_string_equal(b.data, "12386206436.05,-0.76\r\n");
  buf_reset(&b);
  csv_write_minor(&b, &excel, 1238620643605);
  csv_next(&b, &excel);
  csv_write_minor(&b, &excel, -76);
  csv_end(&b);
  assert_string_equal(b.data, "12386206436,05;-0,76\r\n");
  buf_free(&b);
}

static void only_excel_begins_with_a_bom_and_titles(void **state) {
  (void)state;
  struct buf b = {0};
  csv_begin(&b, &plain);
  csv_write_header(&b, &plain, COLLECTION_ACTORS);
  assert_string_equal(b.data, "codigo,nombre,tipo,pais,alias,proyectos,fuente\r\n");
  buf_reset(&b);
  csv_begin(&b, &excel);
  csv_write_header(&b, &excel, COLLECTION_ACTORS);
  assert_string_equal(b.data, "\xEF\xBB\xBF"
                              "Código;Nombre;Tipo;País;Otros nombres;Proyectos;Fuente\r\n");
  buf_free(&b);
}

static void hashtags_follow_the_header(void **state) {
  (void)state;
  struct buf b = {0};
  csv_write_header(&b, &(struct csv_style){.hxl = true}, COLLECTION_ACTORS);
  assert_string_equal(b.data, "codigo,nombre,tipo,pais,alias,proyectos,fuente\r\n"
                              "#org+code,#org+name,#org+type,#country+code,#org+alias,#activity+num,"
                              "#meta+source\r\n");
  buf_reset(&b);
  csv_write_header(&b, &(struct csv_style){.hxl = true, .excel = true}, COLLECTION_AREAS);
  assert_non_null(strstr(b.data, "\r\n#loc+code;#loc+name;"));
  assert_non_null(strstr(b.data, ";#geo+lon;#geo+lat\r\n"));
  buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(quotes_what_rfc_4180_quotes),
      cmocka_unit_test(excel_has_its_own_delimiter),
      cmocka_unit_test(only_excel_guards_formulas),
      cmocka_unit_test(amounts_are_exact_in_either_sign),
      cmocka_unit_test(only_excel_begins_with_a_bom_and_titles),
      cmocka_unit_test(hashtags_follow_the_header),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
