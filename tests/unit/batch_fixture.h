/* A store inside a batch that is never kept: for the tests of what saves within one. */
#ifndef TEST_BATCH_FIXTURE_H
#define TEST_BATCH_FIXTURE_H
#include "store_fixture.h"

static struct db *d;
static struct history_batch batch;

/* A store with a batch of that kind begun, and what the statements put in. */
static inline void begin_batch(const char *kind, const char *sql) {
  struct err e = {0};
  d = fixture_open();
  fixture_must(db_begin(d, &e), &e);
  fixture_must(history_batch_begin(d, kind, "x.csv", "01", NULL, NULL, NULL, &batch, &e), &e);
  fixture_run(d, sql);
}

static inline int tear_down(void **state) {
  (void)state;
  db_rollback(d);
  fixture_close(d);
  return 0;
}
#endif
