#include "unit.h"
#include "core/buf.h"

static void grows_and_stays_terminated(void **state) {
  (void)state;
  struct buf b = {0};
  assert_int_equal(buf_str(&b).n, 0);
  for (int i = 0; i < 1000; i++) {
    buf_add_char(&b, (char)('a' + i % 26));
    assert_int_equal(b.data[b.len], '\0');
  }
  assert_int_equal(b.len, 1000);
  assert_int_equal(b.data[27], 'b');
  buf_reset(&b);
  buf_add_z(&b, "uno");
  buf_add_str(&b, STR(" dos"));
  buf_add(&b, "\0x", 2);
  buf_add(&b, NULL, 0);
  assert_true(str_eq(buf_str(&b), STR("uno dos\0x")));
  buf_free(&b);
  assert_null(b.data);
}

static void prints_across_the_end_of_its_memory(void **state) {
  (void)state;
  for (size_t before = 0; before < 130; before++) {
    struct buf b = {0};
    for (size_t i = 0; i < before; i++) buf_add_char(&b, '.');
    buf_printf(&b, "%s %d", "catorce letras", 15);
    assert_int_equal(b.len, before + 17);
    assert_string_equal(b.data + before, "catorce letras 15");
    buf_free(&b);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(grows_and_stays_terminated),
      cmocka_unit_test(prints_across_the_end_of_its_memory),
  };
  return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
