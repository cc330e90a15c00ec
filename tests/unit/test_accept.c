#include "unit.h"
#include "http/accept.h"

static const char *const offers[] = {"application/geo+json", "text/html",
                                     "application/vnd.oai.openapi+json;version=3.0", NULL};

static void media(const char *header, const char *want) {
  const char *got = accept_media(str_from(header), offers);
  if (!want) {
    assert_null(got);
    return;
  }
  if (!got || strcmp(got, want) != 0) print_error("%s\n", header);
  assert_non_null(got);
  assert_string_equal(got, want);
}

static void chooses_media(void **state) {
  (void)state;
  media("", "application/geo+json");
  media("  ", "application/geo+json");
  media("*/*", "application/geo+json");
  media("*", "application/geo+json");
  media("text/html", "text/html");
  media("TEXT/HTML", "text/html");
  media("text/*", "text/html");
  media("application/json", "application/geo+json");
  media("application/vnd.oai.openapi+json;version=3.0", offers[2]);
  media("text/html;q=0.5,application/json;q=0.6", "application/geo+json");
  media("text/html;level=1;q=0.7,*/*;q=0.1", "text/html");
  media("*/*;q=1,text/html;q=0", "application/geo+json");
  media("application/geo+json;q=0,*/*", "text/html");
  media("image/png", NULL);
  media("*/*;q=0", NULL);
  media("text/html;q=0.0000001", NULL);
  media("text/html;q=2", NULL);
  media("text/html;q=x, text/*;q=0.1", NULL);
  media(",,;;,text/html", "text/html");
}

static void reads_f(void **state) {
  (void)state;
  assert_string_equal(accept_format(STR("html"), offers), "text/html");
  assert_string_equal(accept_format(STR("json"), offers), "application/geo+json");
  assert_string_equal(accept_format(STR("geojson"), offers), "application/geo+json");
  assert_string_equal(accept_format(STR("text/html"), offers), "text/html");
  assert_null(accept_format(STR("csv"), offers));
  assert_null(accept_format(STR(""), offers));
}

static void chooses_language(void **state) {
  (void)state;
  assert_string_equal(accept_language(STR("")), "es");
  assert_string_equal(accept_language(STR("en")), "en");
  assert_string_equal(accept_language(STR("EN-us")), "en");
  assert_string_equal(accept_language(STR("es, en")), "es");
  assert_string_equal(accept_language(STR("es;q=0.3, en;q=0.4")), "en");
  assert_string_equal(accept_language(STR("en;q=0.4, *")), "es");
  assert_string_equal(accept_language(STR("fr, de")), "es");
  assert_string_equal(accept_language(STR("en;q=0")), "es");
}

static void reads_coding(void **state) {
  (void)state;
  assert_true(accept_gzip(STR("gzip")) && accept_gzip(STR("br, GZIP;q=0.1")) && accept_gzip(STR("*")));
  assert_false(accept_gzip(STR("")) || accept_gzip(STR("br")) || accept_gzip(STR("gzip;q=0, *")) ||
               accept_gzip(STR("*;q=0")));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(chooses_media), cmocka_unit_test(reads_f),
                                     cmocka_unit_test(chooses_language), cmocka_unit_test(reads_coding)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
