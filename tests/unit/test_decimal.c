#include "unit.h"
#include "core/decimal.h"

static const char *as_text(struct buf *b, struct decimal d) {
  buf_reset(b);
  decimal_write(b, d);
  return b->data;
}

static void reads(const char *text, enum decimal_style style, const char *want) {
  struct decimal d;
  struct err e = {0};
  struct buf b = {0};
  if (!decimal_parse(str_from(text), style, &d, &e)) fail_msg("%s: %s", text, e.text);
  assert_string_equal(as_text(&b, d), want);
  buf_free(&b);
}

static void refuses(const char *text, enum decimal_style style, enum decimal_fault fault) {
  struct decimal d = {.unscaled = 77};
  struct err e = {0};
  if (decimal_read(str_from(text), style, &d) != fault) fail_msg("%s gives another fault", text);
  assert_int_equal((int)d.unscaled, 77);
  assert_false(decimal_parse(str_from(text), style, &d, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  assert_true(strlen(e.text) > 10);
}

static void reads_what_has_one_reading(void **state) {
  (void)state;
  reads("12.386.206.436,05", DECIMAL_AUTO, "12386206436.05");
  reads("$ 12.386.206.436,05", DECIMAL_AUTO, "12386206436.05");
  reads("\\$366.500.000", DECIMAL_AUTO, "366500000");
  reads("1,234,567.89", DECIMAL_AUTO, "1234567.89");
  reads("1234567.89", DECIMAL_AUTO, "1234567.89");
  reads("12,5", DECIMAL_AUTO, "12.5");
  reads("0.818", DECIMAL_AUTO, "0.818");
  reads("1818", DECIMAL_AUTO, "1818");
  reads("12345.678", DECIMAL_AUTO, "12345.678");
  reads("1.766,5", DECIMAL_AUTO, "1766.5");
  reads("1.234.567", DECIMAL_AUTO, "1234567");
  reads("COP$ 5", DECIMAL_AUTO, "5");
  reads("-USD 5,25", DECIMAL_AUTO, "-5.25");
  reads("€ -5", DECIMAL_AUTO, "-5");
  reads("\xC2\xA0\xE2\x80\xAF 7\xE2\x80\xAF\xC2\xA0", DECIMAL_AUTO, "7");
  reads("+0", DECIMAL_AUTO, "0");
  reads("-0,00", DECIMAL_AUTO, "0.00");
  reads("1.818", DECIMAL_ES_CO, "1818");
  reads("1.818", DECIMAL_PLAIN, "1.818");
  reads("1,818", DECIMAL_ES_CO, "1.818");
  reads("1,818", DECIMAL_PLAIN, "1818");
  reads("1234567890123456789012345678901234", DECIMAL_PLAIN, "1234567890123456789012345678901234");
  reads("0.123456789012345678", DECIMAL_PLAIN, "0.123456789012345678");
}

static void refuses_the_rest(void **state) {
  (void)state;
  refuses("", DECIMAL_AUTO, DECIMAL_EMPTY);
  refuses("  \xC2\xA0", DECIMAL_AUTO, DECIMAL_EMPTY);
  refuses("1.818", DECIMAL_AUTO, DECIMAL_TWO_READINGS);
  refuses("$1,818", DECIMAL_AUTO, DECIMAL_TWO_READINGS);
  refuses("12.34.567", DECIMAL_AUTO, DECIMAL_GROUPS);
  refuses("1.2.3", DECIMAL_AUTO, DECIMAL_GROUPS);
  refuses("1234.567.890", DECIMAL_AUTO, DECIMAL_GROUPS);
  refuses("1.234,567.8", DECIMAL_AUTO, DECIMAL_GROUPS);
  refuses("1,5,5.25", DECIMAL_AUTO, DECIMAL_GROUPS);
  refuses("0.818", DECIMAL_ES_CO, DECIMAL_GROUPS); /* surely not 818 */
  refuses("12.5", DECIMAL_ES_CO, DECIMAL_GROUPS);
  refuses("1.234.567", DECIMAL_PLAIN, DECIMAL_GROUPS);
  refuses("-", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses("$", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses("--5", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses("- $ -5", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses(".5", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses("5.", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses("5 millones", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses("1.8x8", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses("1e5", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses("nan", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses("1 234", DECIMAL_AUTO, DECIMAL_NOT_A_NUMBER);
  refuses("12345678901234567890123456789012345", DECIMAL_PLAIN, DECIMAL_TOO_LONG);
  refuses("0.1234567890123456789", DECIMAL_PLAIN, DECIMAL_TOO_LONG);
}

static void converts_to_minor_units(void **state) {
  (void)state;
  struct err e = {0};
  i128 minor = 0;
  assert_true(decimal_to_minor((struct decimal){5, 0}, &minor, &e));
  assert_int_equal((int)minor, 500);
  assert_true(decimal_to_minor((struct decimal){-5, 1}, &minor, &e));
  assert_int_equal((int)minor, -50);
  assert_true(decimal_to_minor((struct decimal){12340, 3}, &minor, &e));
  assert_int_equal((int)minor, 1234);
  assert_false(decimal_to_minor((struct decimal){12345, 3}, &minor, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  i128 huge = (i128)1 << 126;
  assert_false(decimal_to_minor((struct decimal){huge, 0}, &minor, &e));
  assert_int_equal(e.kind, ERR_LIMIT);
  assert_false(decimal_add(huge, huge, &minor));
  assert_true(decimal_add(huge, -huge, &minor) && minor == 0);
}

static void writes_and_reads_minor_units(void **state) {
  (void)state;
  static const struct {
    const char *plain, *es, *en;
  } cases[] = {{"0.00", "0,00", "0.00"},
               {"-0.05", "-0,05", "-0.05"},
               {"999.99", "999,99", "999.99"},
               {"1000.00", "1.000,00", "1,000.00"},
               {"-12386206436.05", "-12.386.206.436,05", "-12,386,206,436.05"},
               {"46000897309680000000.00", "46.000.897.309.680.000.000,00", "46,000,897,309,680,000,000.00"}};
  struct buf b = {0};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    i128 minor;
    assert_true(decimal_read_minor(str_from(cases[i].plain), &minor));
    buf_reset(&b);
    decimal_write_minor(&b, minor);
    assert_string_equal(b.data, cases[i].plain);
    buf_reset(&b);
    decimal_write_minor_es(&b, minor);
    assert_string_equal(b.data, cases[i].es);
    buf_reset(&b);
    decimal_write_minor_en(&b, minor);
    assert_string_equal(b.data, cases[i].en);
  }
  i128 lowest = -((((i128)1 << 126) - 1) * 2 + 1) - 1, back = 0;
  buf_reset(&b);
  decimal_write_minor(&b, lowest);
  assert_string_equal(b.data, "-1701411834604692317316873037158841057.28");
  assert_true(decimal_read_minor(buf_str(&b), &back) && back == lowest);
  assert_false(decimal_read_minor((struct str){b.data + 1, b.len - 1}, &back));
  static const char *const bad[] = {"", "1", "1.5", ".50", "-.50", "+1.00", "1,00", "1.0a", "1.2.00", " 1.00"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_false(decimal_read_minor(str_from(bad[i]), &back));
  buf_free(&b);
}

static void splits_to_the_last_centavo(void **state) {
  (void)state;
  i128 parts[3];
  decimal_split(100, (const i128[]){1, 1, 1}, 3, parts);
  assert_true(parts[0] == 34 && parts[1] == 33 && parts[2] == 33);
  decimal_split(-100, (const i128[]){1, 1, 1}, 3, parts);
  assert_true(parts[0] == -34 && parts[1] == -33 && parts[2] == -33);
  decimal_split(10, (const i128[]){0, 2, 1}, 3, parts);
  assert_true(parts[0] == 0 && parts[1] == 7 && parts[2] == 3);
  decimal_split(0, (const i128[]){0, 2, 1}, 3, parts);
  assert_true(parts[0] == 0 && parts[1] == 0 && parts[2] == 0);
  /* Weights so large that products leave 128 bits; halves stay halves. */
  i128 big = ((i128)1 << 100) + 7, total = ((i128)1 << 120) + 1;
  decimal_split(total, (const i128[]){big, 2 * big, big}, 3, parts);
  assert_true(parts[0] + parts[1] + parts[2] == total);
  assert_true(parts[0] == (i128)1 << 118 && parts[2] == (i128)1 << 118);
  assert_true(parts[1] == ((i128)1 << 119) + 1);
}

static void splits_any_amount_exactly(void **state) {
  (void)state;
  uint64_t seed = 1;
  for (int round = 0; round < 20000; round++) {
    i128 weights[9], parts[9], total, sum = 0, given = 0;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    size_t n = 1 + (seed >> 33) % 9;
    total = (i128)(int64_t)seed * (round % 3 == 0 ? 1000003 : 1);
    for (size_t i = 0; i < n; i++) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      weights[i] = (i128)(seed >> (round % 60));
      sum += weights[i];
    }
    if (sum == 0) continue;
    decimal_split(total, weights, n, parts);
    for (size_t i = 0; i < n; i++) {
      given += parts[i];
      long double exact = (long double)total * (long double)weights[i] / (long double)sum;
      long double off = (long double)parts[i] - exact, slack = 1 + (exact < 0 ? -exact : exact) * 1e-15L;
      assert_true(off < slack && off > -slack);
    }
    assert_true(given == total);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_what_has_one_reading), cmocka_unit_test(refuses_the_rest),
      cmocka_unit_test(converts_to_minor_units),    cmocka_unit_test(writes_and_reads_minor_units),
      cmocka_unit_test(splits_to_the_last_centavo), cmocka_unit_test(splits_any_amount_exactly),
  };
  return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
