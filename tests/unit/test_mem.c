#include "unit.h"
#include "core/mem.h"

static void hands_out_aligned_memory_of_any_size(void **state) {
  (void)state;
  struct arena *a = arena_new(64);
  size_t total = 0;
  for (size_t n = 0; n < 300; n++) {
    unsigned char *p = arena_alloc(a, n);
    assert_int_equal((uintptr_t)p % 16, 0);
    memset(p, 0xAB, n);
    total += n;
  }
  assert_int_equal(arena_used(a), total);
  memset(arena_alloc(a, 1000000), 1, 1000000);
  arena_free(a);
}

static void keeps_earlier_contents_and_forgets_on_reset(void **state) {
  (void)state;
  struct arena *a = arena_new(32);
  char *first = arena_strdup(a, "first"), *kept[100];
  for (int i = 0; i < 100; i++) kept[i] = arena_printf(a, "%d and some more text", i);
  assert_string_equal(first, "first");
  for (int i = 0; i < 100; i++) assert_int_equal(atoi(kept[i]), i);
  arena_reset(a);
  assert_int_equal(arena_used(a), 0);
  assert_ptr_equal(arena_strdup(a, "again"), first);
  arena_free(a);
  arena_free(NULL);
}

static void copies_strings(void **state) {
  (void)state;
  struct arena *a = arena_new(0);
  assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
  assert_string_equal(arena_strndup(a, NULL, 0), "");
  struct str s = arena_str(a, STR("x\0y"));
  assert_int_equal(s.n, 3);
  assert_memory_equal(s.p, "x\0y", 4);
  int *zero = arena_calloc(a, 7, sizeof *zero);
  for (int i = 0; i < 7; i++) assert_int_equal(zero[i], 0);
  arena_free(a);
}

static void grows_by_doubling(void **state) {
  (void)state;
  void *array = NULL;
  size_t cap = 0;
  mem_grow(&array, &cap, 1, sizeof(int));
  assert_int_equal(cap, 8);
  ((int *)array)[7] = 7;
  mem_grow(&array, &cap, 8, sizeof(int));
  assert_int_equal(cap, 8);
  mem_grow(&array, &cap, 33, sizeof(int));
  assert_int_equal(cap, 64);
  assert_int_equal(((int *)array)[7], 7);
  free(array);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(hands_out_aligned_memory_of_any_size),
      cmocka_unit_test(keeps_earlier_contents_and_forgets_on_reset),
      cmocka_unit_test(copies_strings),
      cmocka_unit_test(grows_by_doubling),
  };
  return cmocka_run_group_tests_name("mem", tests, NULL, NULL);
}
