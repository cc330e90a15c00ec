#include "unit.h"
#include <unistd.h>
#include "core/log.h"

static FILE *captured;
static int saved;

static void capture(void) {
  fflush(stderr);
  captured = tmpfile();
  saved = dup(2);
  dup2(fileno(captured), 2);
}

static size_t captured_text(char *text, size_t size) {
  fflush(stderr);
  dup2(saved, 2);
  close(saved);
  rewind(captured);
  size_t n = fread(text, 1, size - 1, captured);
  text[n] = '\0';
  fclose(captured);
  return n;
}

static void writes_one_escaped_line(void **state) {
  (void)state;
  char text[4096];
  capture();
  log_set_level(LOG_INFO);
  log_write(LOG_DEBUG, "hidden");
  log_write(LOG_WARN, "path %s", "/a\r\nfake line\x1b[31m \xC2\x9B ñ");
  struct err e = {.kind = ERR_DB, .text = "not saved", .detail = "code 13"};
  log_err(&e);
  captured_text(text, sizeof text);
  assert_null(strstr(text, "hidden"));
  assert_non_null(strstr(text, " warn path /a\\x0D\\x0Afake line\\x1B[31m \\xC2\\x9B ñ\n"));
  assert_non_null(strstr(text, " error not saved (code 13)\n"));
}

static void cuts_a_flood_and_says_so(void **state) {
  (void)state;
  static char text[1 << 20];
  capture();
  for (int i = 0; i < 5000; i++) log_write(LOG_ERROR, "flood");
  usleep(200000);
  log_write(LOG_ERROR, "after");
  captured_text(text, sizeof text);
  size_t lines = 0;
  for (const char *p = text; (p = strstr(p, "flood")); p++) lines++;
  assert_true(lines > 10 && lines < 300);
  assert_non_null(strstr(text, "log lines left out\n"));
  assert_non_null(strstr(text, "error after\n"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(writes_one_escaped_line),
      cmocka_unit_test(cuts_a_flood_and_says_so),
  };
  return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
