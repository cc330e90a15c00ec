/* A store that is broken statement by statement, and the lines of what is found in it then. */
#ifndef TEST_FOUND_FIXTURE_H
#define TEST_FOUND_FIXTURE_H
#include "store_fixture.h"
#include "core/buf.h"

static struct db *d;
static struct buf found;

/* Runs the statements (NULL: none), and begins anew what is found. */
static inline void found_begin(const char *sql) {
  if (sql) fixture_run(d, sql);
  buf_reset(&found);
  buf_add_z(&found, "");
}

static inline int tear_down(void **state) {
  (void)state;
  fixture_close(d);
  buf_free(&found);
  return 0;
}
#endif
