#include "store_fixture.h"
#include "domain/codelist.h"

static struct db *d;
static struct codelist *lists;

static int set_up(void **state) {
  (void)state;
  struct err e = {0};
  d = fixture_open();
  fixture_must(codelist_load(d, &lists, &e), &e);
  return 0;
}
static int tear_down(void **state) {
  (void)state;
  codelist_free(lists);
  fixture_close(d);
  return 0;
}

static void expect(const char *list, const char *text, const char *code) {
  struct str got = {0};
  bool found = codelist_find(lists, list, str_from(text), &got);
  if (found != (code != NULL)) fail_msg("%s: %s", list, text);
  if (code && !str_is(got, code)) fail_msg("%s: %s gives %.*s", list, text, STR_ARG(got));
}

static void test_codes_and_labels(void **state) {
  (void)state;
  expect("cooperation_type", "tecnica", "tecnica");
  expect("cooperation_type", "Cooperación Técnica", "tecnica");
  expect("cooperation_type", "COOPERACION TECNICA", "tecnica");
  expect("cooperation_type", "Technical cooperation", "tecnica");
  expect("activity_status", "2", "2");
  expect("activity_status", "En ejecución", "2");
  expect("layer", "Centro poblado", "centro_poblado");
  expect("theme", "Agua y saneamiento", "agua-saneamiento");
  expect("activity_kind", "convenio marco", "convenio-marco");
  expect("activity_kind", "", NULL);
  expect("activity_kind", "...", NULL);
  expect("theme", "tecnica", NULL);
  expect("sector_1", "14022", "14022");
  expect("sector_1", "alcantarillado grandes sistemas", "14022");
  expect("sector_2", "Water and sanitation", "140");
  expect("finance_type", "Donación", "110");
  expect("aid_type", "Project", "C01");
  expect("document_category", "contrato", "A11");
  expect("currency", "Boliviano", "BOB");
  expect("currency", "Yen", "JPY");
  expect("no_such_list", "tecnica", NULL);
}

static void test_order_for_messages(void **state) {
  (void)state;
  struct buf b = {0};
  codelist_write_codes(lists, "form", &b);
  assert_string_equal(b.data, "efectivo, especie, sin-dato");
  buf_reset(&b);
  codelist_write_codes(lists, "sector_1", &b);
  assert_int_equal(strncmp(b.data, "11110, 11120, ", 14), 0);
  assert_true(b.len < 500 && strstr(b.data, ", … ("));
  buf_free(&b);
}

/* What other modules hold as constants must be in the lists, with both labels. */
static void test_lists_are_whole(void **state) {
  (void)state;
  static const char *const needed[][2] = {{"place_state", "located"},
                                          {"place_state", "named"},
                                          {"place_state", "city"},
                                          {"place_state", "beyond"},
                                          {"place_state", "unknown"},
                                          {"spot", "area_approximate"},
                                          {"geom_status", "authoritative"},
                                          {"share_basis", "only"},
                                          {"scope", "outline"},
                                          {"exactness", "2"},
                                          {"organisation_role", "4"},
                                          {"organisation_type", "90"},
                                          {"location_method", "point-in-approximate"},
                                          {"narrative", "objeto"},
                                          {"modality", "sur-sur"},
                                          {"currency", "COP"}};
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) expect(needed[i][0], needed[i][1], needed[i][1]);
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM code WHERE label_es = '' OR label_en = '' OR sort < 1"), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_codes_and_labels), cmocka_unit_test(test_order_for_messages),
                                     cmocka_unit_test(test_lists_are_whole)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
