/* The registry: what src/README.md promises on the outside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "format/property.h"

static const char *const promised[COLLECTIONS] = {
    "codigo nombre capa padre geometria geometria_aproximada hectareas poblacion poblacion_anio edicion vigente_desde "
    "definicion "
    "alias contenida_en proyectos valor valor_atribuido moneda fuente licencia",
    "codigo titulo clase estado tipo_cooperacion modalidad tema anio areas areas_nombres lugar ubicacion n_lugares "
    "valor moneda "
    "valor_texto valor_es_suma sin_erogacion personas personas_texto fecha_firma fecha_inicio fecha_fin vigencia "
    "fuentes "
    "ejecutores partes macroproyecto objeto contorno fuente fuente_lugar",
    NULL, /* as the one before */
    "codigo nombre tipo pais alias proyectos fuente",
};

static void names_and_order_are_the_promised_ones(void **state) {
  (void)state;
  for (unsigned c = 0; c < COLLECTIONS; c++) {
    struct buf names = {0};
    uint32_t n;
    const struct property *p = property_list((enum collection)c, &n);
    for (uint32_t i = 0; i < n; i++) buf_printf(&names, "%s%s", i ? " " : "", p[i].name);
    assert_string_equal(names.data, promised[c] ? promised[c] : promised[COLLECTION_PROJECTS]);
    buf_free(&names);
  }
}

static void everything_is_said_in_both_languages(void **state) {
  (void)state;
  for (unsigned c = 0; c < COLLECTIONS; c++) {
    uint32_t n;
    const struct property *p = property_list((enum collection)c, &n);
    for (uint32_t i = 0; i < n; i++) {
      assert_true(p[i].title_es && *p[i].title_es && p[i].title_en && *p[i].title_en);
      assert_true(p[i].about_es && *p[i].about_es && p[i].about_en && *p[i].about_en);
      assert_true((p[i].unit_es != NULL) == (p[i].unit_en != NULL));
      assert_true((p[i].type == PROPERTY_CODE) == (p[i].list != NULL));
      assert_non_null(p[i].value);
    }
  }
}

/* "#tag+attribute…" (HXL 1.1), and no two columns of a file alike. */
static void hashtags_are_whole_and_differ(void **state) {
  (void)state;
  for (unsigned c = 0; c < COLLECTIONS; c++) {
    uint32_t n;
    const struct property *p = property_list((enum collection)c, &n);
    for (uint32_t i = 0; i < n; i++) {
      const char *tag = p[i].hxl;
      assert_non_null(tag);
      assert_int_equal(tag[0], '#');
      assert_int_equal(strspn(tag + 1, "abcdefghijklmnopqrstuvwxyz0123456789_+"), strlen(tag + 1));
      assert_null(strstr(tag, "++"));
      assert_true(tag[1] >= 'a' && tag[1] <= 'z' && tag[strlen(tag) - 1] != '+');
      for (uint32_t k = 0; k < i; k++) assert_string_not_equal(tag, p[k].hxl);
    }
  }
}

static void collections_are_found_by_their_ids(void **state) {
  (void)state;
  enum collection c;
  for (unsigned i = 0; i < COLLECTIONS; i++) {
    assert_true(collection_find(str_from(collection_info((enum collection)i)->id), &c));
    assert_int_equal(c, i);
  }
  assert_false(collection_find(STR("Areas"), &c));
  assert_false(collection_find(STR(""), &c));
}

static void json_types_are_json_schema_s(void **state) {
  (void)state;
  assert_string_equal(property_json_type(PROPERTY_MONEY), "number");
  assert_string_equal(property_json_type(PROPERTY_REAL), "number");
  assert_string_equal(property_json_type(PROPERTY_INT), "integer");
  assert_string_equal(property_json_type(PROPERTY_BOOL), "boolean");
  assert_string_equal(property_json_type(PROPERTY_DATE), "string");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_and_order_are_the_promised_ones), cmocka_unit_test(everything_is_said_in_both_languages),
      cmocka_unit_test(hashtags_are_whole_and_differ),         cmocka_unit_test(collections_are_found_by_their_ids),
      cmocka_unit_test(json_types_are_json_schema_s),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
