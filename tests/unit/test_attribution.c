#include "unit.h"
#include <math.h>
#include "domain/attribution.h"

static i128 parts[64], rest;
static struct err e;

static bool split(int64_t value, const struct attribution_place *places, size_t n) {
  return attribution_split(value, places, n, parts, &rest, &e);
}

static void test_precedence(void **state) {
  (void)state;
  struct attribution_place only[] = {{-1, ATTRIBUTION_ONLY, NAN, -1}};
  assert_true(split(1238620643605, only, 1));
  assert_true(parts[0] == 1238620643605 && rest == 0);
  struct attribution_place none[] = {{-1, ATTRIBUTION_NONE, 5, 5}, {-1, ATTRIBUTION_NONE, 5, 5}};
  assert_true(split(100, none, 2));
  assert_true(parts[0] == 0 && parts[1] == 0 && rest == 100);
  struct attribution_place stated[] = {{600000, ATTRIBUTION_STATED, NAN, -1}, {-1, ATTRIBUTION_NONE, NAN, -1}};
  assert_true(split(1001, stated, 2));
  assert_true(parts[0] == 601 && parts[1] == 0 && rest == 400);
  struct attribution_place mixed[] = {{500000, ATTRIBUTION_STATED, NAN, -1},
                                      {-1, ATTRIBUTION_POPULATION, NAN, 30},
                                      {-1, ATTRIBUTION_POPULATION, NAN, 10}};
  assert_true(split(80, mixed, 3));
  assert_true(parts[0] == 40 && parts[1] == 30 && parts[2] == 10 && rest == 0);
  struct attribution_place area[] = {{-1, ATTRIBUTION_AREA, 100, -1}, {-1, ATTRIBUTION_AREA, 300, -1}};
  assert_true(split(100, area, 2));
  assert_true(parts[0] == 25 && parts[1] == 75);
  area[1].hectares = NAN; /* a figure that is missing is not zero */
  assert_true(split(100, area, 2));
  assert_true(parts[0] == 0 && parts[1] == 0 && rest == 100);
  struct attribution_place over[] = {{600000, ATTRIBUTION_STATED, NAN, -1}, {400001, ATTRIBUTION_STATED, NAN, -1}};
  assert_false(split(100, over, 2));
  assert_int_equal(e.kind, ERR_INPUT);
  assert_true(parts[0] == 0 && parts[1] == 0 && rest == 100);
}

/* Whatever the places: nothing is lost, nothing is made, no part is more than one centavo from its exact share. */
static void test_closes_always(void **state) {
  (void)state;
  srand(7);
  for (int round = 0; round < 20000; round++) {
    struct attribution_place p[40];
    size_t n = (size_t)(rand() % 40);
    enum attribution_basis rule = (enum attribution_basis)(rand() % 6);
    int32_t left = 1000000;
    int64_t value = ((int64_t)rand() << 28) ^ rand();
    if (rand() % 5 == 0) value = -value;
    for (size_t i = 0; i < n; i++) {
      bool stated = rand() % 2;
      int32_t share = stated ? rand() % (left + 1) : -1;
      left -= stated ? share : 0;
      p[i] =
          (struct attribution_place){share, stated ? ATTRIBUTION_STATED : rule, rand() % 1000 / 7.0, rand() % 100000};
    }
    assert_true(split(value, p, n));
    i128 sum = rest;
    for (size_t i = 0; i < n; i++) {
      sum += parts[i];
      if (p[i].basis != ATTRIBUTION_STATED || p[i].share_ppm < 0) continue;
      i128 exact = (i128)value * p[i].share_ppm, off = parts[i] * 1000000 - exact;
      assert_true(off > -1000000 && off < 1000000);
    }
    assert_true(sum == value);
  }
}

static void test_codes(void **state) {
  (void)state;
  for (int b = ATTRIBUTION_NONE; b <= ATTRIBUTION_ONLY; b++)
    assert_int_equal(attribution_basis_from(str_from(attribution_basis_code((enum attribution_basis)b))), b);
  assert_int_equal(attribution_basis_from(STR("guess")), ATTRIBUTION_NONE);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_precedence), cmocka_unit_test(test_closes_always),
                                     cmocka_unit_test(test_codes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
