/* The store of snapshot_fixture.h with its snapshot and an arena, held while the tests of a group run. */
#ifndef TEST_SNAPSHOT_HELD_H
#define TEST_SNAPSHOT_HELD_H
#include "snapshot_fixture.h"

static struct db *db;
static struct snapshot *snap;
static struct arena *arena;

static inline int open_all(void **state) {
  (void)state;
  snap = snapshot_fixture_open(&db);
  arena = arena_new(0);
  return 0;
}

static inline int close_all(void **state) {
  (void)state;
  arena_free(arena);
  snapshot_release(snap);
  fixture_close(db);
  return 0;
}
#endif
