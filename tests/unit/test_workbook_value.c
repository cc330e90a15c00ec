#include "unit.h"
#include "geo/workbook_internal.h"

static void number(const char *text, int shift, const char *want) {
  struct buf b = {0};
  bool ok = workbook_plain_number(str_from(text), shift, &b);
  if (!want) {
    if (ok) fail_msg("%s is read as %s", text, b.data);
  } else if (!ok || strcmp(b.data, want) != 0) fail_msg("%s is %s, not %s", text, ok ? b.data : "refused", want);
  buf_free(&b);
}

static void test_numbers_are_plain(void **state) {
  (void)state;
  number("0", 0, "0");
  number("-0", 0, "0");
  number("1818", 0, "1818");
  number("0.1", 0, "0.1");
  number("-5.50", 0, "-5.5");
  number("1E-7", 0, "0.0000001");
  number("1e-07", 0, "0.0000001");
  number("1E+020", 0, "100000000000000000000");
  number("1.5E3", 0, "1500");
  number("0.6", 2, "60");
  number("0.125", 2, "12.5");
  number("0.00001", 2, "0.001");
  number("", 0, NULL);
  number("1,5", 0, NULL);
  number("1e999", 0, NULL);
  number("e5", 0, NULL);
  number("1 2", 0, NULL);
  number("NaN", 0, NULL);
}

/* Excel writes the shortest or the 17 digits of a double; a person sees 15. */
static void test_numbers_have_fifteen_digits(void **state) {
  (void)state;
  number("0.30000000000000004", 0, "0.3");
  number("28961894490.689999", 0, "28961894490.69");
  number("6205051179.2500001", 0, "6205051179.25");
  number("123456789012345", 0, "123456789012345");
  number("1.2345678901234567E+17", 0, "123456789012346000");
  number("9999999999999999", 0, "10000000000000000");
  number("0.99999999999999999", 0, "1");
}

static void shows(const char *format, unsigned want) {
  unsigned got = workbook_format_shows(str_from(format));
  if (got != want) fail_msg("%s shows %u, not %u", format, got, want);
}

static void test_formats(void **state) {
  (void)state;
  enum { Y = WORKBOOK_SHOWS_YEAR, M = WORKBOOK_SHOWS_MONTH, D = WORKBOOK_SHOWS_DAY, T = WORKBOOK_SHOWS_TIME };
  shows("General", 0);
  shows("#,##0.00", 0);
  shows("#,##0.00 \"COP del día\"", 0);
  shows("[$-240A]#,##0", 0);
  shows("[Red]-0.00", 0);
  shows("_-* #,##0.00\\ _d", 0);
  shows("0.0%", WORKBOOK_SHOWS_PERCENT);
  shows("dd/mm/yyyy", Y | M | D);
  shows("[$-240A]dddd d mmmm", M | D);
  shows("mmm-yy", Y | M);
  shows("yyyy", Y);
  shows("yyyy\\-mm\\-dd\\ hh:mm", Y | M | D | T);
  shows("mm:ss", T);
  shows("[h]:mm:ss", T);
  shows("0;[Red]\"d\"", 0);
}

static void day(const char *serial, bool since_1904, const char *format, const char *want) {
  struct buf b = {0};
  bool ok = workbook_write_serial(str_from(serial), since_1904, workbook_format_shows(str_from(format)), &b);
  if (!want) {
    if (ok) fail_msg("%s is read as %s", serial, b.data);
  } else if (!ok || strcmp(b.data, want) != 0) fail_msg("%s is %s, not %s", serial, ok ? b.data : "refused", want);
  buf_free(&b);
}

/* The figures of ECMA-376-1, 18.17.4.1, and of 2011-07-06, which is 40730. */
static void test_dates(void **state) {
  (void)state;
  day("1", false, "d/m/y", "1900-01-01");
  day("59", false, "d/m/y", "1900-02-28");
  day("60", false, "d/m/y", NULL);
  day("61", false, "d/m/y", "1900-03-01");
  day("40730", false, "d/m/y", "2011-07-06");
  day("39268", true, "d/m/y", "2011-07-06");
  day("2958465", false, "d/m/y", "9999-12-31");
  day("2958466", false, "d/m/y", NULL);
  day("-1", false, "d/m/y", NULL);
  day("40730", false, "mmm-yy", "2011-07");
  day("40730", false, "yyyy", "2011");
  day("40730.5731481481", false, "d/m/y h:mm", "2011-07-06 13:45:20");
  day("40730", false, "d/m/y h:mm", "2011-07-06");
  day("40730.5", false, "d/m/y", "2011-07-06");
  day("1.25", false, "[h]:mm", "30:00:00");
  day("0.5", false, "hh:mm", "12:00:00");
}

static void test_letters(void **state) {
  (void)state;
  static const struct {
    uint32_t column;
    const char *letters;
  } all[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {51, "AZ"}, {701, "ZZ"}, {702, "AAA"}, {16383, "XFD"}};
  char letters[8];
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    workbook_column_letters(all[i].column, letters);
    assert_string_equal(letters, all[i].letters);
  }
}

/* What a child could send that no child sends. */
static void test_messages_are_not_believed(void **state) {
  (void)state;
#define BYTES(text)                                                                                                    \
  { text, sizeof(text) - 1 }
  static const struct str wrong[] = {
      BYTES(""),
      BYTES("X"),
      BYTES("S\0\1\0\0\0A"),
      BYTES("R\1\0\0\0\1\0\0\0D"),
      BYTES("S\0\1\0\0\0AR\1\0\0\0\xff\xff\xff\xff"),
      BYTES("S\0\1\0\0\0AR\1\0\0\0\1\0\0\0\0\0\0\0\11\1\0\0\0xD"),
      BYTES("S\0\1\0\0\0AR\1\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0D"),
      BYTES("S\0\1\0\0\0AR\1\0\0\0\2\0\0\0\1\0\0\0\0\1\0\0\0x\1\0\0\0\0\1\0\0\0xD"),
      BYTES("S\0\1\0\0\0\xff"
            "D"),
  };
#undef BYTES
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    struct buf b = {0};
    struct err e = {0};
    buf_add_str(&b, wrong[i]);
    if (workbook_understand(&b, &e)) fail_msg("message %zu was believed", i);
    assert_int_equal(e.kind, ERR_INPUT);
    buf_free(&b);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numbers_are_plain), cmocka_unit_test(test_numbers_have_fifteen_digits),
      cmocka_unit_test(test_formats),           cmocka_unit_test(test_dates),
      cmocka_unit_test(test_letters),           cmocka_unit_test(test_messages_are_not_believed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
