#include "unit.h"
#include "domain/money.h"

static i128 minor(const char *text) {
  i128 v;
  assert_true(decimal_read_minor(str_from(text), &v));
  return v;
}
static struct decimal rate(const char *text) {
  struct decimal d;
  struct err e = {0};
  assert_true(decimal_parse(str_from(text), DECIMAL_PLAIN, &d, &e));
  return d;
}
static void is(i128 got, const char *want) {
  struct buf b = {0};
  decimal_write_minor(&b, got);
  assert_string_equal(b.data, want);
  buf_free(&b);
}
static void divides(const char *amount, const char *by, const char *want) {
  struct err e = {0};
  i128 out;
  if (!money_divide(minor(amount), rate(by), &out, &e)) fail_msg("%s / %s: %s", amount, by, e.text);
  is(out, want);
}
static void multiplies(const char *amount, const char *by, const char *want) {
  struct err e = {0};
  i128 out;
  if (!money_multiply(minor(amount), rate(by), &out, &e)) fail_msg("%s * %s: %s", amount, by, e.text);
  is(out, want);
}

static void test_the_reports_rates(void **state) {
  (void)state;
  divides("12386206436.05", "1766.5", "7011721.73");
  divides("6205051179.25", "1766.5", "3512624.50");
  divides("6181155256.80", "1766.5", "3499097.23");
  divides("7928561027.32", "1818", "4361144.68");
  divides("3964280514.04", "1818", "2180572.34");
}

static void test_rounding(void **state) {
  (void)state;
  divides("0.01", "2", "0.01"); /* half goes away from zero */
  divides("-0.01", "2", "-0.01");
  divides("0.01", "2.000000000000000001", "0.00");
  divides("1.00", "3", "0.33");
  divides("2.00", "3", "0.67");
  divides("0.00", "7", "0.00");
  multiplies("0.01", "0.5", "0.01");
  multiplies("-0.01", "0.5", "-0.01");
  multiplies("0.01", "0.499999999999999999", "0.00");
  multiplies("3512624.50", "1766.5", "6205051179.25");
  multiplies("100.00", "2844.827586206896551724", "284482.76");
}

static void test_large(void **state) {
  (void)state;
  struct err e = {0};
  i128 out;
  divides("46001073309680000000.00", "1", "46001073309680000000.00"); /* "46.001.073.309.680 millones" */
  divides("46001073309680000000.00", "1818.000000000000000000", "25303120632387238.72");
  multiplies("46001073309680000000.00", "1.000000000000000001", "46001073309680000046.00");
  multiplies("46001073309680000000.00", "2844.83", "130865233383576954400000.00");
  assert_false(money_multiply((i128)1 << 120, rate("1000"), &out, &e));
  assert_int_equal(e.kind, ERR_LIMIT);
  assert_false(money_divide((i128)1 << 120, rate("0.0001"), &out, &e));
  assert_int_equal(e.kind, ERR_LIMIT);
  assert_false(money_divide(1, (struct decimal){0, 0}, &out, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  assert_false(money_multiply(1, (struct decimal){-1, 0}, &out, &e));
}

/* What is divided and multiplied again by an exact rate is what it was; both against plain 128-bit arithmetic where that fits. */
static void test_against_plain_arithmetic(void **state) {
  (void)state;
  uint64_t seed = 7;
  for (int i = 0; i < 20000; i++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    i128 amount = (i128)(seed >> 8) - ((i128)1 << 55);
    struct decimal r = {(i128)(seed >> 40) + 1, (uint8_t)(seed % 10)};
    i128 one = 1, out, size = amount < 0 ? -amount : amount;
    struct err e = {0};
    for (int k = 0; k < r.scale; k++) one *= 10;
    i128 want = (size * one * 2 + r.unscaled) / (2 * r.unscaled);
    assert_true(money_divide(amount, r, &out, &e));
    assert_true(out == (amount < 0 ? -want : want));
    want = (size * r.unscaled * 2 + one) / (2 * one);
    assert_true(money_multiply(amount, r, &out, &e));
    assert_true(out == (amount < 0 ? -want : want));
  }
}

static void counting(const char *types, const char *want) {
  struct str list[8];
  bool counts[8] = {0};
  size_t n = 0, sum = 0;
  for (const char *p = types;; p++) {
    size_t len = strcspn(p, ",");
    list[n++] = (struct str){p, len};
    p += len;
    if (!*p) break;
  }
  size_t got = money_counting(list, n, counts);
  for (size_t i = 0; i < n; i++) {
    if (counts[i] != (want[i] == 'x')) fail_msg("%s: number %zu", types, i);
    sum += counts[i];
  }
  assert_int_equal(got, sum);
}

static void test_one_sum_told_several_times(void **state) {
  (void)state;
  counting("", "x");
  counting(",,", "xxx");
  counting("2,3,,4", "--x-");
  counting("3,2,4,2", "-x-x");
  counting("11,3,1", "x--");
  counting("3,4,1,3", "xx-x");
  counting("1,13", "x-");
  counting("5,6,7,12,13", "-----");
  assert_int_equal(money_counting(NULL, 0, NULL), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_reports_rates), cmocka_unit_test(test_rounding),
                                     cmocka_unit_test(test_large), cmocka_unit_test(test_against_plain_arithmetic),
                                     cmocka_unit_test(test_one_sum_told_several_times)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
