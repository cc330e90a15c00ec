#ifndef TESTS_ARENA_FIXTURE_H
#define TESTS_ARENA_FIXTURE_H
/* One arena for each test: cmocka_unit_test_setup_teardown(test, make_arena, free_arena). */
#include "core/mem.h"
#include "unit.h"

static struct arena *A;

static int make_arena(void **state) {
  (void)state;
  A = arena_new(0);
  return 0;
}
static int free_arena(void **state) {
  (void)state;
  arena_free(A);
  return 0;
}
#endif
