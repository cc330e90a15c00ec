#include "unit.h"
#include "domain/sheets.h"

/* Every column of every sheet has a name and a tag of its own, and a sentence in both languages. */
static void test_columns_are_told_apart(void **state) {
  (void)state;
  for (int s = 0; s < SHEETS; s++) {
    size_t n = sheet_columns((enum sheet_id)s);
    assert_true(n > 2);
    for (size_t i = 0; i < n; i++) {
      struct sheet_column a = sheet_column((enum sheet_id)s, i);
      const char *sheet = sheet_info((enum sheet_id)s)->name;
      if (!a.es || !a.en || !*a.es || !*a.en) fail_msg("%s: %s says nothing", sheet, a.name);
      if (!sheet_is_tag(str_from(a.tag))) fail_msg("%s: %s has the tag \"%s\"", sheet, a.name, a.tag);
      for (size_t k = 0; k < i; k++) {
        struct sheet_column b = sheet_column((enum sheet_id)s, k);
        if (strcmp(a.name, b.name) == 0 || sheet_tag_equal(str_from(a.tag), str_from(b.tag)))
          fail_msg("%s: %s and %s are the same", sheet, a.name, b.name);
      }
    }
  }
}

static void test_numbered_tags_are_told_apart(void **state) {
  (void)state;
  for (int s = SHEET_CONTRIBUTIONS; s <= SHEET_LINKS; s++)
    for (int t = SHEET_CONTRIBUTIONS; t < s; t++)
      for (size_t i = 1; i < sheet_columns((enum sheet_id)s); i++)
        for (size_t k = 1; k < sheet_columns((enum sheet_id)t); k++) {
          struct sheet_column a = sheet_column((enum sheet_id)s, i), b = sheet_column((enum sheet_id)t, k);
          if (sheet_tag_equal(str_from(a.tag), str_from(b.tag)))
            fail_msg("%s of %s and %s of %s have one tag", a.name, sheet_info((enum sheet_id)s)->name, b.name,
                     sheet_info((enum sheet_id)t)->name);
        }
}

static void test_tags(void **state) {
  (void)state;
  assert_true(sheet_is_tag(STR("#value+total")));
  assert_true(sheet_is_tag(STR(" #value +total ")));
  assert_false(sheet_is_tag(STR("#1")));
  assert_false(sheet_is_tag(STR("value")));
  assert_false(sheet_is_tag(STR("#")));
  assert_false(sheet_is_tag(STR("#N/A")));
  assert_true(sheet_tag_equal(STR("#value+total+text"), STR("#Value +text +total")));
  assert_false(sheet_tag_equal(STR("#value+total"), STR("#value")));
  assert_false(sheet_tag_equal(STR("#value+total"), STR("#date+total")));
}

static void test_names(void **state) {
  (void)state;
  enum sheet_id s;
  assert_true(sheet_find(STR(" PROYECTOS "), &s) && s == SHEET_PROJECTS);
  assert_true(sheet_find(STR("tasas"), &s) && s == SHEET_RATES);
  assert_false(sheet_find(STR("Hoja1"), &s));
  assert_true(sheet_is_passed_over(STR("Por area")));
  assert_false(sheet_is_passed_over(STR("Proyectos")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_columns_are_told_apart),
      cmocka_unit_test(test_numbered_tags_are_told_apart),
      cmocka_unit_test(test_tags),
      cmocka_unit_test(test_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
