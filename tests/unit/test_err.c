#include "unit.h"
#include "core/err.h"
#include <errno.h>

static void sets_kind_and_text(void **state) {
  (void)state;
  struct err e = {.detail = "old"};
  assert_false(err_set(&e, ERR_INPUT, "row %d", 12));
  assert_int_equal(e.kind, ERR_INPUT);
  assert_string_equal(e.text, "row 12");
  assert_string_equal(e.detail, "");
  assert_false(err_detail(&e, "%s", "errno 28"));
  assert_string_equal(e.detail, "errno 28");
  assert_false(err_context(&e, "file %s", "a.csv"));
  assert_string_equal(e.text, "file a.csv: row 12");
  assert_string_equal(e.detail, "errno 28");
  err_clear(&e);
  assert_int_equal(e.kind, ERR_NONE);
  assert_string_equal(e.text, "");
}

static void may_quote_its_own_text(void **state) {
  (void)state;
  struct err e;
  err_set(&e, ERR_IO, "disk full");
  err_set(&e, ERR_DB, "cannot save: %s", e.text);
  assert_string_equal(e.text, "cannot save: disk full");
}

static void accepts_null(void **state) {
  (void)state;
  assert_false(err_set(NULL, ERR_IO, "x"));
  assert_false(err_context(NULL, "x"));
  assert_false(err_detail(NULL, "x"));
  err_clear(NULL);
}

static void cuts_between_characters(void **state) {
  (void)state;
  struct err e;
  char text[sizeof e.text + 8];
  for (size_t ascii = 0; ascii < 4; ascii++) {
    memset(text, 'a', sizeof text);
    for (size_t i = ascii; i + 3 < sizeof text; i += 3) memcpy(text + i, "\xE2\x82\xAC", 3);
    text[sizeof text - 1] = '\0';
    err_set(&e, ERR_IO, "%s", text);
    size_t n = strlen(e.text);
    assert_true(n < sizeof e.text && n > sizeof e.text - 4);
    assert_int_equal((n - ascii) % 3, 0);
    err_context(&e, "where");
    assert_true(strlen(e.text) < sizeof e.text);
  }
}

static void exit_statuses_are_the_documented_ones(void **state) {
  (void)state;
  assert_int_equal(err_exit_status(ERR_NONE), 0);
  assert_int_equal(err_exit_status(ERR_USAGE), 2);
  assert_int_equal(err_exit_status(ERR_INPUT), 3);
  assert_int_equal(err_exit_status(ERR_LIMIT), 3);
  assert_int_equal(err_exit_status(ERR_GEOM), 3);
  assert_int_equal(err_exit_status(ERR_NOT_FOUND), 4);
  assert_int_equal(err_exit_status(ERR_CONFLICT), 4);
  assert_int_equal(err_exit_status(ERR_BUSY), 4);
  assert_int_equal(err_exit_status(ERR_IO), 1);
  assert_int_equal(err_exit_status(ERR_DB), 1);
  assert_int_equal(err_exit_status(ERR_BUG), 1);
}

static void speaks_the_language_of_the_thread(void **state) {
  (void)state;
  struct err e = {0};
  err_set(&e, ERR_INPUT, err_pick("fila %d", "row %d"), 7);
  assert_string_equal(e.text, "row 7"); /* English until set */
  err_speak(ERR_ES);
  err_set(&e, ERR_INPUT, err_pick("fila %d", "row %d"), 7);
  assert_string_equal(e.text, "fila 7");
  assert_string_equal(err_reason(ENOENT), "no existe");
  err_speak(ERR_EN);
  assert_string_equal(err_reason(ENOENT), "it does not exist");
  assert_string_equal(err_reason(EPIPE), strerror(EPIPE));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sets_kind_and_text),
      cmocka_unit_test(may_quote_its_own_text),
      cmocka_unit_test(accepts_null),
      cmocka_unit_test(cuts_between_characters),
      cmocka_unit_test(exit_statuses_are_the_documented_ones),
      cmocka_unit_test(speaks_the_language_of_the_thread),
  };
  return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
