#include "unit.h"
#include <jansson.h>
#include <math.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include "core/jw.h"

static void writes_commas_and_nesting(void **state) {
  (void)state;
  struct buf b = {0};
  struct jw w;
  jw_init(&w, &b);
  assert_false(jw_done(&w));
  jw_object(&w);
  jw_kv_int(&w, "a", INT64_MIN);
  jw_key(&w, "b");
  jw_array(&w);
  jw_null(&w);
  jw_bool(&w, true);
  jw_object(&w);
  jw_end(&w);
  jw_array(&w);
  jw_end(&w);
  jw_end(&w);
  jw_kv_z(&w, "c", NULL);
  jw_kv_bool(&w, "d", false);
  jw_key(&w, "e");
  jw_raw(&w, STR("[1,2]"));
  jw_kv_int(&w, "f", INT64_MAX);
  assert_false(jw_done(&w));
  jw_end(&w);
  assert_true(jw_done(&w));
  assert_string_equal(b.data, "{\"a\":-9223372036854775808,\"b\":[null,true,{},[]],\"c\":null,\"d\":false,\"e\":[1,2],"
                              "\"f\":9223372036854775807}");
  buf_free(&b);
}

static void takes_ready_keys(void **state) {
  (void)state;
  static const struct jw_ready short_key = JW_READY("a"), long_key = JW_READY("abcdefghijklmnopqrstuvwxyz");
  struct buf b = {0};
  struct jw w;
  jw_init(&w, &b);
  jw_object(&w);
  jw_ready_key(&w, &short_key);
  jw_object(&w);
  jw_ready_key(&w, &long_key);
  jw_int(&w, 1);
  jw_end(&w);
  jw_ready_key(&w, &long_key);
  jw_null(&w);
  jw_kv_int(&w, "z", 2);
  jw_end(&w);
  assert_string_equal(b.data, "{\"a\":{\"abcdefghijklmnopqrstuvwxyz\":1},\"abcdefghijklmnopqrstuvwxyz\":null,\"z\":2}");
  buf_free(&b);
}

static const char *one_double(struct buf *b, double v, int decimals) {
  struct jw w;
  buf_reset(b);
  jw_init(&w, b);
  jw_double(&w, v, decimals);
  return b->data;
}

static void writes_numbers_exactly(void **state) {
  (void)state;
  struct buf b = {0};
  assert_string_equal(one_double(&b, -75.4770001, 7), "-75.4770001");
  assert_string_equal(one_double(&b, 0.05, 2), "0.05");
  assert_string_equal(one_double(&b, 0.996, 2), "1.00");
  assert_string_equal(one_double(&b, -0.00001, 2), "0.00");
  assert_string_equal(one_double(&b, 12, 0), "12");
  assert_string_equal(one_double(&b, 1e15, 2), "1000000000000000.00");
  assert_string_equal(one_double(&b, -1e15, 2), "-1000000000000000.00");
  assert_string_equal(one_double(&b, 0.1, 12), "0.100000000000");
  assert_string_equal(one_double(&b, (double)NAN, 2), "null");
  assert_string_equal(one_double(&b, -(double)INFINITY, 2), "null");
  char want[64];
  for (int i = 0; i < 20000; i++) { /* against the C library */
    double v = (double)(i * 7919 % 20011) / 9973.0 - 1;
    snprintf(want, sizeof want, "%.6f", v);
    if (strcmp(want, "-0.000000") == 0) continue;
    assert_string_equal(one_double(&b, v, 6), want);
  }
  struct jw w;
  buf_reset(&b);
  jw_init(&w, &b);
  jw_array(&w);
  jw_minor(&w, 1238620643605);
  jw_minor(&w, -5);
  jw_end(&w);
  assert_string_equal(b.data, "[12386206436.05,-0.05]");
  buf_free(&b);
}

static void escapes_every_byte(void **state) {
  (void)state;
  struct buf b = {0};
  struct jw w;
  for (int c = 0; c < 256; c++) {
    char text[3] = {'a', (char)c, 'z'};
    buf_reset(&b);
    jw_init(&w, &b);
    jw_array(&w);
    jw_str(&w, (struct str){text, 3});
    jw_end(&w);
    json_error_t error;
    json_t *root = json_loadb(b.data, b.len, JSON_ALLOW_NUL, &error);
    assert_non_null(root);
    json_t *s = json_array_get(root, 0);
    if (c < 0x80) {
      assert_int_equal(json_string_length(s), 3);
      assert_memory_equal(json_string_value(s), text, 3);
    } else {
      assert_string_equal(json_string_value(s), "a\xEF\xBF\xBDz");
    }
    json_decref(root);
  }
  /* Texts are gone through eight bytes at a time: what must be escaped, at every place of one and two such blocks. */
  for (size_t n = 1; n <= 18; n++)
    for (size_t at = 0; at < n; at++)
      for (const char *mark = "\"\\\n\x1f\x7f\xC3"; *mark; mark++) {
        char text[19] = "abcdefghijklmnopqr";
        bool two = *mark == '\xC3';
        if (two && at + 1 == n) continue;
        text[at] = *mark;
        if (two) text[at + 1] = '\xB1';
        buf_reset(&b);
        jw_init(&w, &b);
        jw_array(&w);
        jw_str(&w, (struct str){text, n});
        jw_end(&w);
        json_t *root = json_loadb(b.data, b.len, 0, NULL);
        assert_non_null(root);
        assert_int_equal(json_string_length(json_array_get(root, 0)), n);
        assert_memory_equal(json_string_value(json_array_get(root, 0)), text, n);
        json_decref(root);
      }
  buf_reset(&b);
  jw_init(&w, &b);
  jw_str(&w, STR("ñ\xFF€\"\xC3"));
  assert_string_equal(b.data, "\"ñ\xEF\xBF\xBD€\\\"\xEF\xBF\xBD\"");
  buf_free(&b);
}

static void end_without_begin(struct jw *w) { jw_end(w); }
static void value_without_key(struct jw *w) {
  jw_object(w);
  jw_int(w, 1);
}
static void key_in_array(struct jw *w) {
  jw_array(w);
  jw_key(w, "a");
}
static void two_values(struct jw *w) {
  jw_int(w, 1);
  jw_int(w, 2);
}
static void key_left_open(struct jw *w) {
  jw_object(w);
  jw_key(w, "a");
  jw_end(w);
}
static void ready_key_in_array(struct jw *w) {
  static const struct jw_ready key = JW_READY("a");
  jw_array(w);
  jw_ready_key(w, &key);
}
static void too_deep(struct jw *w) {
  for (int i = 0; i < JW_DEPTH; i++) jw_array(w);
}

static void aborts_on_misuse(void **state) {
  (void)state;
  void (*const misuses[])(struct jw *) = {end_without_begin, value_without_key,  key_in_array, two_values,
                                          key_left_open,     ready_key_in_array, too_deep};
  for (size_t i = 0; i < sizeof misuses / sizeof misuses[0]; i++) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
      signal(SIGABRT, SIG_DFL);
      struct buf b = {0};
      struct jw w;
      jw_init(&w, &b);
      misuses[i](&w);
      _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(writes_commas_and_nesting), cmocka_unit_test(takes_ready_keys),
      cmocka_unit_test(writes_numbers_exactly),    cmocka_unit_test(escapes_every_byte),
      cmocka_unit_test(aborts_on_misuse),
  };
  return cmocka_run_group_tests_name("jw", tests, NULL, NULL);
}
