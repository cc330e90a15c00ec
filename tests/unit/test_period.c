/* Years and spans of years in texts, and what only looks like one. */
#include "unit.h"
#include "domain/period.h"

/* "2008-2010 2007" for what is found; "!" before one that cannot be. */
static void expect(const char *text, const char *want) {
  struct period p[8];
  char got[256] = "";
  size_t n = period_find(str_from(text), p, 8);
  for (size_t i = 0; i < n && i < 8; i++) {
    char one[48];
    snprintf(one, sizeof one, p[i].from == p[i].to ? "%s%s%d" : "%s%s%d-%d", i ? " " : "", p[i].fault ? "!" : "",
             p[i].from, p[i].to);
    strcat(got, one);
  }
  assert_string_equal(got, want);
}

static void test_spans(void **state) {
  (void)state;
  expect("2008-2010", "2008-2010");
  expect("2005-2007/ 2008-2011", "2005-2007 2008-2011");
  expect("COMPARATIVO 2005-2007 Y 2008- 2010", "2005-2007 2008-2010");
  expect("de 2008 a 2011", "2008-2011");
  expect("2008 – 2011", "2008-2011");
  expect("2001—2003", "2001-2003");
  expect("(2000-2010)", "2000-2010");
  expect("from 1999 to 2004", "1999-2004");
}
static void test_years(void **state) {
  (void)state;
  expect("en el año 2007", "2007");
  expect("a 2011 y 2012", "2011 2012");
  expect("31 de Diciembre de 2011", "2011");
  expect("«2008»", "2008");
  expect("en 2008.", "2008");
  expect("", "");
  expect("sin fecha", "");
}
static void test_what_is_none(void **state) {
  (void)state;
  expect("2008.500 pesos", "");
  expect("$2008", "");
  expect("1.2008", "");
  expect("2011-07-06", "");
  expect("2011-07", "");
  expect("06/07/2011", "");
  expect("A2008", "");
  expect("2008B", "");
  expect("6642008-1234", "");
  expect("tel. 1234-5678", "");
  expect("123456", "");
}
static void test_faults(void **state) {
  (void)state;
  expect("2008-20011", "!2008-20011");
  expect("20008-2011", "!20008-2011");
  expect("2011-2008", "!2011-2008");
  expect("2008-2201", "!2008-2201");
  struct period p;
  struct str rest = STR("periodo 2008-20011, revisado en 2012");
  assert_true(period_next(&rest, &p));
  assert_int_equal(p.fault, PERIOD_YEAR);
  assert_int_equal(p.raw.n, strlen("2008-20011"));
  assert_true(period_next(&rest, &p));
  assert_int_equal(p.from, 2012);
  assert_false(period_next(&rest, &p));
}
static void test_overlaps(void **state) {
  (void)state;
  struct period a = {.from = 2005, .to = 2007}, b = {.from = 2007, .to = 2007}, c = {.from = 2008, .to = 2010};
  assert_true(period_overlaps(&a, &b) && period_overlaps(&b, &a));
  assert_false(period_overlaps(&a, &c) || period_overlaps(&c, &b));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_spans), cmocka_unit_test(test_years),
                                     cmocka_unit_test(test_what_is_none), cmocka_unit_test(test_faults),
                                     cmocka_unit_test(test_overlaps)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
