#include "unit.h"
#include "http/router.h"

static const struct http_route patterns[] = {{.pattern = "/"},
                                             {.pattern = "/collections"},
                                             {.pattern = "/collections/{id}"},
                                             {.pattern = "/collections/{id}/items/{codigo}"},
                                             {.pattern = "/tiles/{z}/{x}/{y}.pbf"},
                                             {.pattern = "/exportar/{coleccion}.{forma}"}};
static const struct http_route *const table[] = {&patterns[0], &patterns[1], &patterns[2], &patterns[3],
                                                 &patterns[4], &patterns[5], NULL};

static struct arena *arena;
/* Index of the route, -1 none, -2 refused. */
static int route(const char *path, struct str captured[HTTP_SEGMENTS]) {
  struct router_path p;
  struct err e = {0};
  if (!router_read_path(str_from(path), false, arena, &p, &e)) return -2;
  const struct http_route *r = router_find(table, &p, captured);
  return r ? (int)(r - patterns) : -1;
}

static void finds(void **state) {
  (void)state;
  struct str c[HTTP_SEGMENTS];
  assert_int_equal(route("/", c), 0);
  assert_int_equal(route("/collections", c), 1);
  assert_int_equal(route("/collections/areas", c), 2);
  assert_true(str_is(c[0], "areas"));
  assert_int_equal(route("/collections/areas/items/la-popa", c), 3);
  assert_true(str_is(c[1], "la-popa"));
  assert_int_equal(route("/tiles/14/4758/7726.pbf", c), 4);
  assert_true(str_is(c[0], "14") && str_is(c[1], "4758") && str_is(c[2], "7726") && c[3].n == 0);
  assert_int_equal(route("/exportar/proyectos.shp.zip", c), 5);
  assert_true(str_is(c[0], "proyectos") && str_is(c[1], "shp.zip"));
  assert_int_equal(route("/collections/Ca%C3%B1o%20%2B+", c), 2);
  assert_true(str_is(c[0], "Caño ++"));
}

static void finds_nothing(void **state) {
  (void)state;
  struct str c[HTTP_SEGMENTS];
  const char *none[] = {"/x",
                        "/collections/",
                        "//",
                        "//collections",
                        "/collections//items/x",
                        "/collections/a/items",
                        "/tiles/1/2/3",
                        "/tiles/1/2/.pbf",
                        "/tiles/1/2/3.pbf.gz",
                        "/exportar/proyectos",
                        "/exportar/.csv",
                        "/exportar/a.",
                        "/COLLECTIONS"};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
    if (route(none[i], c) != -1) print_error("%s\n", none[i]);
    assert_int_equal(route(none[i], c), -1);
  }
}

static void refuses(void **state) {
  (void)state;
  struct str c[HTTP_SEGMENTS];
  const char *bad[] = {
      "/%00", "/a%2Fb", "/a%2fb", "/.",   "/..",   "/%2e%2E", "/a/../b",
      "/%",   "/%4",    "/%gg",   "/%ff", "/\x01", "/a/%0a",  "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    if (route(bad[i], c) != -2) print_error("%s\n", bad[i]);
    assert_int_equal(route(bad[i], c), -2);
  }
  char *longest = calloc(1, 3000);
  memset(longest, 'a', 2999);
  longest[0] = '/';
  assert_int_equal(route(longest, c), -2);
  free(longest);
}

static int setup(void **state) { return (void)state, (arena = arena_new(0)) ? 0 : 1; }
static int teardown(void **state) { return (void)state, arena_free(arena), 0; }

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(finds), cmocka_unit_test(finds_nothing),
                                     cmocka_unit_test(refuses)};
  return cmocka_run_group_tests(tests, setup, teardown);
}
