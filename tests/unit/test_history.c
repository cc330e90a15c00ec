/* Batches raise the data version; the chain of changes shows what was altered afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "store/history.h"

static char folder[64], path[128];
static struct db *d;

static int setup(void **state) {
  (void)state;
  struct err e = {0};
  snprintf(folder, sizeof folder, "/tmp/test_history.XXXXXX");
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/x.db", folder);
  return db_create(path, &e) && db_open(path, DB_WRITE, &d, &e) ? 0 : -1;
}

static int teardown(void **state) {
  (void)state;
  char command[128];
  db_close(d);
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command);
}

static struct history_batch begin(const char *sha256) {
  struct history_batch b;
  struct err e = {0};
  assert_true(db_begin(d, &e));
  if (!history_batch_begin(d, "areas", "x.geojson", sha256, NULL, "CC BY 4.0", NULL, &b, &e))
    fail_msg("%s (%s)", e.text, e.detail);
  return b;
}

static void end(struct history_batch *b) {
  struct err e = {0};
  if (!history_batch_end(d, b, 3, 1, 1, 1, &e)) fail_msg("%s (%s)", e.text, e.detail);
  assert_true(db_commit(d, &e));
}

static void each_batch_raises_the_version(void **state) {
  (void)state;
  int64_t version;
  struct history_batch a = begin("aa"), b;
  end(&a);
  b = begin("aa"); /* the same bytes again: the same document */
  end(&b);
  assert_int_equal(a.document_id, b.document_id);
  assert_int_not_equal(a.id, b.id);
  b = begin("bb");
  assert_int_not_equal(a.document_id, b.document_id);
  db_rollback(d);
  assert_true(db_data_version(d, &version, NULL));
  assert_int_equal(version, 2);
}

static void chain_shows_tampering(void **state) {
  (void)state;
  struct err e = {0};
  int64_t broken = -1;
  struct history_batch b = begin("aa");
  for (int i = 1; i <= 5; i++)
    assert_true(history_add(d, &b, "area", i, "update", STR("{\"a\":1}"), STR("{\"a\":2}"), &e));
  end(&b);
  assert_true(history_check(d, &broken, &e));
  assert_int_equal(broken, 0);
  assert_true(db_exec(d, "UPDATE history SET after_json = '{\"a\":3}' WHERE id = 3", &e));
  assert_true(history_check(d, &broken, &e));
  assert_int_equal(broken, 3);
  assert_true(
      db_exec(d, "UPDATE history SET after_json = '{\"a\":2}' WHERE id = 3; DELETE FROM history WHERE id = 2", &e));
  assert_true(history_check(d, &broken, &e));
  assert_int_equal(broken, 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(each_batch_raises_the_version, setup, teardown),
      cmocka_unit_test_setup_teardown(chain_shows_tampering, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
