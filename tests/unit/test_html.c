/* The HTML writer: data never become markup, amounts are written as each language writes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "format/html.h"

static void escapes_texts_and_attributes(void **state) {
  (void)state;
  struct buf b = {0};
  struct html h;
  html_init(&h, &b, SNAP_ES);
  html_open(&h, "a", "href", "/x?a=1&b=\"'<", "class", NULL, NULL);
  html_text(&h, STR("<script>alert('&\"')</script>"));
  html_close(&h, "a");
  assert_string_equal(
      b.data, "<a href=\"/x?a=1&amp;b=&quot;&#39;&lt;\">&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;</a>");
  buf_free(&b);
}

static void expect_money(enum snap_lang lang, i128 minor, struct str currency, const char *want) {
  struct buf b = {0};
  struct html h;
  html_init(&h, &b, lang);
  html_money(&h, minor, currency);
  assert_string_equal(b.data, want);
  buf_free(&b);
}

static void writes_money_as_each_language_does(void **state) {
  (void)state;
  expect_money(SNAP_ES, 1238620643605, STR("COP"), "$\u00a012.386.206.436,05\u00a0COP");
  expect_money(SNAP_EN, 1238620643605, STR("COP"), "COP\u00a012,386,206,436.05");
  expect_money(SNAP_ES, 1160000000, STR("EUR"), "11.600.000,00\u00a0EUR");
}

static void writes_counts_with_thousands(void **state) {
  (void)state;
  struct buf b = {0};
  struct html h;
  html_init(&h, &b, SNAP_ES);
  html_count(&h, 857000);
  html_z(&h, " ");
  html_count(&h, -1234567);
  html_z(&h, " ");
  html_count(&h, 12);
  html_z(&h, " ");
  html_real(&h, 59768.24, 1);
  html_real(&h, NAN, 1);
  assert_string_equal(b.data, "857.000 -1.234.567 12 59.768,2");
  buf_free(&b);
}

static void page_is_whole_and_names_its_language(void **state) {
  (void)state;
  struct buf b = {0};
  struct html h;
  html_init(&h, &b, SNAP_EN);
  const struct html_share share = {.title = "A & B <c>",
                                   .description = "what \"it\" is",
                                   .canonical = "http://x/area/x?lang=en",
                                   .other = "http://x/area/x?lang=es",
                                   .other_path = "/area/x?lang=es",
                                   .image = "http://x/tarjeta.png"};
  html_begin_page(&h, "A & B", &share);
  html_element_say(&h, "p", "hola", "hello");
  html_end_page(&h);
  assert_non_null(strstr(b.data, "<html lang=\"en\">"));
  assert_non_null(strstr(b.data, "<h1>A &amp; B</h1>"));
  assert_non_null(strstr(b.data, "<title>A &amp; B &lt;c&gt;</title>"));
  assert_non_null(strstr(b.data, "content=\"what &quot;it&quot; is\""));
  assert_non_null(strstr(b.data, "<a class=\"idioma\" href=\"/area/x?lang=es\""));
  assert_non_null(strstr(b.data, "<p>hello</p>"));
  assert_int_equal(h.depth, 0);
  buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(escapes_texts_and_attributes),
      cmocka_unit_test(writes_money_as_each_language_does),
      cmocka_unit_test(writes_counts_with_thousands),
      cmocka_unit_test(page_is_whole_and_names_its_language),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
