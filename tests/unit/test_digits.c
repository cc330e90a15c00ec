/* Numbers as text, against the C library. */
#include "unit.h"
#include <math.h>
#include "core/digits.h"

static const char *real(struct buf *b, double v, int decimals) {
  buf_reset(b);
  digits_write_real(b, v, decimals);
  return b->data;
}

static void puts_the_point_where_it_belongs(void **state) {
  (void)state;
  static const struct {
    bool negative;
    uint64_t units;
    unsigned decimals;
    const char *want;
  } cases[] = {{false, 0, 0, "0"},
               {false, 7, 0, "7"},
               {false, 10, 0, "10"},
               {false, 100, 0, "100"},
               {true, 1, 0, "-1"},
               {false, 0, 2, "0.00"},
               {false, 5, 2, "0.05"},
               {false, 1234, 2, "12.34"},
               {true, 100, 2, "-1.00"},
               {false, 1000000, 7, "0.1000000"},
               {false, 105, 3, "0.105"},
               {false, UINT64_MAX, 0, "18446744073709551615"},
               {false, 1, 18, "0.000000000000000001"}};
  struct buf b = {0};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    buf_reset(&b);
    digits_write(&b, cases[i].negative, cases[i].units, cases[i].decimals);
    assert_string_equal(b.data, cases[i].want);
  }
  buf_free(&b);
}

static void whole_numbers_reach_both_ends(void **state) {
  (void)state;
  struct buf b = {0};
  digits_write_int(&b, INT64_MIN);
  buf_add_char(&b, ' ');
  digits_write_int(&b, INT64_MAX);
  assert_string_equal(b.data, "-9223372036854775808 9223372036854775807");
  char want[32];
  for (int64_t v = -30000; v < 30000; v++) {
    buf_reset(&b);
    digits_write_int(&b, v);
    snprintf(want, sizeof want, "%lld", (long long)v);
    assert_string_equal(b.data, want);
  }
  buf_free(&b);
}

static void reals_are_rounded_half_away_from_zero(void **state) {
  (void)state;
  struct buf b = {0};
  assert_string_equal(real(&b, 0.5, 0), "1");
  assert_string_equal(real(&b, -2.5, 0), "-3");
  assert_string_equal(real(&b, 0.49999999999999994, 0), "0"); /* adding a half would make it one */
  assert_string_equal(real(&b, 2251799813685249.5, 0), "2251799813685250");
  assert_string_equal(real(&b, -0.00000004, 7), "0.0000000");
  assert_string_equal(real(&b, 1e15, 9), "1000000000000000.000000000");
  assert_string_equal(real(&b, 12.5, 20), "12.500000000");
  char want[64];
  for (int i = -200000; i < 200000; i++) { /* coordinates, none of them halfway */
    double v = i * 0.00090000013217;
    snprintf(want, sizeof want, "%.7f", v);
    if (strcmp(want, "-0.0000000") != 0) assert_string_equal(real(&b, v, 7), want);
  }
  buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(puts_the_point_where_it_belongs),
      cmocka_unit_test(whole_numbers_reach_both_ends),
      cmocka_unit_test(reals_are_rounded_half_away_from_zero),
  };
  return cmocka_run_group_tests_name("digits", tests, NULL, NULL);
}
