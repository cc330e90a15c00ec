#include "unit.h"
#include "http/params.h"

static const char *const forms[] = {"json", "html", NULL};
static const struct http_param_spec limit = {.name = "limit", .type = HTTP_INT, .min = 1, .max = 100, .clamp = true},
                                    year = {.name = "anio", .type = HTTP_INT, .min = 1900, .max = 2100},
                                    any = {.name = "entero", .type = HTTP_INT},
                                    box = {.name = "bbox", .type = HTTP_BBOX},
                                    area = {.name = "area", .type = HTTP_STRING, .repeats = true},
                                    words = {.name = "q", .type = HTTP_STRING, .max_bytes = 8},
                                    form = {.name = "f", .type = HTTP_ENUM, .values = forms},
                                    amount = {.name = "monto", .type = HTTP_REAL};
static const struct http_param_spec *const specs[] = {&limit, &year, &any, &box, &area, &words, &form, &amount, NULL};

struct parsed {
  struct arena *arena;
  const struct http_param *p;
  size_t n;
  struct err e;
  bool ok;
};
static struct parsed parse(const char *query) {
  struct parsed r = {.arena = arena_new(0)};
  r.ok = params_parse(str_from(query), specs, true, r.arena, &r.p, &r.n, &r.e);
  return r;
}
static void good(const char *query, size_t n) {
  struct parsed r = parse(query);
  if (!r.ok) print_error("%s: %s\n", query, r.e.text);
  assert_true(r.ok);
  assert_int_equal(r.n, n);
  arena_free(r.arena);
}
static void bad(const char *query, enum err_kind kind, const char *says) {
  struct parsed r = parse(query);
  if (r.ok) print_error("%s was taken\n", query);
  assert_false(r.ok);
  assert_int_equal(r.e.kind, kind);
  if (!strstr(r.e.text, says)) print_error("%s: %s\n", query, r.e.text);
  assert_non_null(strstr(r.e.text, says));
  arena_free(r.arena);
}

static void takes_what_is_declared(void **state) {
  (void)state;
  good("", 0);
  good("&&", 0);
  good("limit=5&area=a&area=b&q=x+y&f=html&monto=-0.5&bbox=-75.6,10.3,-75.4,10.5&entero=-9223372036854775808", 8);
  good("limit=&area=&bbox=", 0);
  good("%6Cimit=5", 1);
}

static void refuses_with_a_reason(void **state) {
  (void)state;
  bad("foo=1", ERR_INPUT, "unknown parameter \"foo\"; accepted here: limit, anio, entero, bbox, area, q, f, monto");
  bad("Limit=1", ERR_INPUT, "unknown");
  bad("limit=1&limit=2", ERR_INPUT, "\"limit\" is given more than once");
  bad("limit=x", ERR_INPUT, "\"x\" is not a whole number");
  bad("limit=0", ERR_INPUT, "outside 1 to 100");
  bad("anio=2101", ERR_INPUT, "outside 1900 to 2100");
  bad("entero=9223372036854775808", ERR_INPUT, "whole number");
  bad("monto=1,5", ERR_INPUT, "decimal point");
  bad("monto=nan", ERR_INPUT, "number");
  bad("f=xml", ERR_INPUT, "is not one of: json, html");
  bad("q=123456789", ERR_LIMIT, "\"q\" is longer than 8 bytes");
  bad("bbox=1,2,3", ERR_INPUT, "4 or 6 numbers");
  bad("bbox=1,2,3,4,5,6,7", ERR_INPUT, "4 or 6 numbers");
  bad("bbox=1,,3,4", ERR_INPUT, "4 or 6 numbers");
  bad("area=%", ERR_INPUT, "parameter 1");
  bad("q=1&area=%4g", ERR_INPUT, "parameter 2");
  bad("area=%00", ERR_INPUT, "control");
  bad("area=%0A", ERR_INPUT, "control");
  bad("area=%7F", ERR_INPUT, "control");
  bad("area=%C3%28", ERR_INPUT, "UTF-8");
}

static void values_are_typed(void **state) {
  (void)state;
  struct parsed r = parse("limit=5000&bbox=1,2,3,4,5,6&f=html&area=Ca%C3%B1o%20del+Oro&monto=12.5");
  assert_true(r.ok);
  struct http_request q = {.params = r.p, .n_params = r.n, .arena = r.arena};
  assert_int_equal(http_param(&q, "limit")->i, 100);
  const double *b = http_param(&q, "bbox")->box;
  assert_true(b[0] == 1 && b[1] == 2 && b[2] == 4 && b[3] == 5);
  assert_int_equal(http_param(&q, "f")->i, 1);
  assert_true(str_is(http_param(&q, "area")->text, "Caño del Oro"));
  assert_true(http_param(&q, "monto")->real == 12.5);
  assert_null(http_param(&q, "anio"));
  arena_free(r.arena);
}

static void at_most_sixty_four(void **state) {
  (void)state;
  struct buf b = {0};
  for (int i = 0; i < 64; i++) buf_add_z(&b, "area=x&");
  good(b.data, 64);
  buf_add_z(&b, "area=x");
  bad(b.data, ERR_LIMIT, "more than 64");
  buf_reset(&b);
  for (int i = 0; i < 17000; i++) buf_add_char(&b, '&');
  bad(b.data, ERR_LIMIT, "longer");
  buf_free(&b);
}

static void canonical_forgets_order_of_keys_not_of_values(void **state) {
  (void)state;
  const char *same[] = {"area=b&area=a&limit=7", "limit=007&area=%62&&area=a", "area=b&limit=7&area=a&f="};
  for (size_t i = 0; i < 3; i++) {
    struct parsed r = parse(same[i]);
    struct buf b = {0};
    params_write_canonical(&b, specs, r.p, r.n);
    assert_string_equal(b.data, "limit=7&area=b&area=a");
    buf_free(&b);
    arena_free(r.arena);
  }
}

static void links_keep_the_order_and_drop(void **state) {
  (void)state;
  struct parsed r = parse("q=a%26b&f=json&area=x/y&limit=3");
  struct http_request q = {.params = r.p, .n_params = r.n, .arena = r.arena};
  struct buf b = {0};
  http_write_query(&b, &q, (const char *const[]){"f", "limit", NULL});
  assert_string_equal(b.data, "q=a%26b&area=x%2Fy");
  buf_reset(&b);
  http_write_query(&b, &q, NULL);
  assert_string_equal(b.data, "q=a%26b&f=json&area=x%2Fy&limit=3");
  buf_free(&b);
  arena_free(r.arena);
}

static void ignores_what_it_would_refuse(void **state) {
  (void)state;
  struct arena *a = arena_new(0);
  const struct http_param *p;
  const struct http_ignored *ignored;
  size_t n, n_ignored;
  params_parse_lenient(STR("foo=1&limit=5&anio=x&limit=6&%FF=%zz&area=a&q=&f=html"), specs, true, a, &p, &n, &ignored,
                       &n_ignored);
  assert_int_equal(n, 3);
  assert_true(p[0].spec == &limit && p[0].i == 5 && p[1].spec == &area && p[2].spec == &form);
  assert_int_equal(n_ignored, 4);
  assert_true(str_is(ignored[0].key, "foo") && str_is(ignored[0].value, "1"));
  assert_non_null(strstr(ignored[1].why, "\"x\" is not a whole number"));
  assert_non_null(strstr(ignored[2].why, "more than once"));
  assert_true(str_is(ignored[3].key, "%FF") && str_is(ignored[3].value, "%zz"));
  struct buf many = {0};
  for (int i = 0; i < 200; i++) buf_add_z(&many, "x=1&");
  params_parse_lenient(buf_str(&many), specs, true, a, &p, &n, &ignored, &n_ignored);
  assert_int_equal(n, 0);
  assert_int_equal(n_ignored, PARAMS_MAX + 1);
  while (many.len <= PARAMS_MAX_QUERY) buf_add_z(&many, "area=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&");
  params_parse_lenient(buf_str(&many), specs, true, a, &p, &n, &ignored, &n_ignored);
  assert_int_equal(n, 0);
  assert_int_equal(n_ignored, 1);
  buf_free(&many);
  arena_free(a);
}

static void peeks(void **state) {
  (void)state;
  assert_true(str_is(params_peek(STR("a=1&lang=en&lang=es"), "lang"), "en"));
  assert_int_equal(params_peek(STR("xlang=en"), "lang").n, 0);
  assert_int_equal(params_peek(STR(""), "lang").n, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(takes_what_is_declared),
                                     cmocka_unit_test(refuses_with_a_reason),
                                     cmocka_unit_test(values_are_typed),
                                     cmocka_unit_test(at_most_sixty_four),
                                     cmocka_unit_test(canonical_forgets_order_of_keys_not_of_values),
                                     cmocka_unit_test(links_keep_the_order_and_drop),
                                     cmocka_unit_test(ignores_what_it_would_refuse),
                                     cmocka_unit_test(peeks)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
