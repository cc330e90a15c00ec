/* Values as GeoJSON writes them. Whole features are tested against real data in tests/test_api.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "format/geojson.h"

static void expect(enum property_type type, uint8_t decimals, struct property_value v, const char *want) {
  struct property p = {.name = "x", .type = type, .decimals = decimals};
  struct buf b = {0};
  struct jw w;
  jw_init(&w, &b);
  geojson_write_value(&w, &p, &v);
  assert_string_equal(b.data, want);
  buf_free(&b);
}

static void money_is_an_exact_number_with_two_decimals(void **state) {
  (void)state;
  expect(PROPERTY_MONEY, 2, (struct property_value){.minor = 1238620643605}, "12386206436.05");
  expect(PROPERTY_MONEY, 2, (struct property_value){.minor = 71856600000}, "718566000.00");
  expect(PROPERTY_MONEY, 2, (struct property_value){.minor = 0}, "0.00");
  expect(PROPERTY_MONEY, 2, (struct property_value){.minor = -76}, "-0.76");
  /* Beyond 64 bits of centavos: the "millones de pesos" of the report. */
  expect(PROPERTY_MONEY, 2, (struct property_value){.minor = (i128)4600107330968000LL * 1000000},
         "46001073309680000000.00");
}

static void other_values_have_their_json_type(void **state) {
  (void)state;
  expect(PROPERTY_TEXT, 0, (struct property_value){.text = STR("Caño \"del\" Oro\n")}, "\"Caño \\\"del\\\" Oro\\n\"");
  expect(PROPERTY_CODE, 0, (struct property_value){.text = STR("barrio")}, "\"barrio\"");
  expect(PROPERTY_DATE, 0, (struct property_value){.text = STR("2011-07")}, "\"2011-07\"");
  expect(PROPERTY_INT, 0, (struct property_value){.i = 27000}, "27000");
  expect(PROPERTY_REAL, 2, (struct property_value){.real = 111.3}, "111.30");
  expect(PROPERTY_BOOL, 0, (struct property_value){.flag = true}, "true");
}

static void null_is_null_whatever_the_type(void **state) {
  (void)state;
  for (int t = PROPERTY_TEXT; t <= PROPERTY_BOOL; t++)
    expect((enum property_type)t, 2, (struct property_value){.null = true, .minor = 5, .i = 5, .flag = true}, "null");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(money_is_an_exact_number_with_two_decimals),
      cmocka_unit_test(other_values_have_their_json_type),
      cmocka_unit_test(null_is_null_whatever_the_type),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
