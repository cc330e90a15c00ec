/* Pages: every row once, in code order, whatever the limit; and what is at a point. */
#include "snapshot_fixture.h"
#include "query/page.h"

static struct db *db;
static struct snapshot *snap;
static struct filter *all;

static int open_all(void **state) {
  (void)state;
  struct err e = {0};
  snap = snapshot_fixture_open(&db);
  fixture_must(filter_compile(snap, &(struct filter_spec){0}, &all, &e), &e);
  return 0;
}

static int close_all(void **state) {
  (void)state;
  filter_free(all);
  snapshot_release(snap);
  fixture_close(db);
  return 0;
}

static struct str code_of(enum page_collection c, uint32_t i) {
  struct snap_area a;
  struct snap_project p;
  struct snap_actor x;
  if (c == PAGE_AREAS) {
    snapshot_area(snap, i, &a);
    return a.code;
  }
  if (c == PAGE_ACTORS) {
    snapshot_actor(snap, i, &x);
    return x.code;
  }
  snapshot_project(snap, i, &p);
  return p.code;
}

static void walk(enum page_collection c, uint32_t limit) {
  uint32_t rows[64], n;
  uint64_t seen = 0;
  bool more = true;
  struct str after = STR("");
  while (more) {
    page_rows(all, c, after, limit, rows, &n, &more);
    assert_true(n <= limit && (n == limit || !more));
    for (uint32_t k = 0; k < n; k++) {
      struct str code = code_of(c, rows[k]);
      assert_true(str_cmp(after, code) < 0);
      after = code;
    }
    seen += n;
  }
  assert_int_equal(seen, page_count(all, c));
}

static void test_every_row_once(void **state) {
  (void)state;
  for (uint32_t limit = 1; limit < 30; limit += 3)
    for (int c = PAGE_AREAS; c <= PAGE_ACTORS; c++) walk((enum page_collection)c, limit);
  assert_int_equal(page_count(all, PAGE_PROJECTS_LOCATED), 10);
  assert_int_equal(page_count(all, PAGE_PROJECTS_UNPLACED), 5);
}

static void test_after_a_code_that_is_gone(void **state) {
  (void)state;
  uint32_t rows[1], n;
  bool more;
  page_rows(all, PAGE_PROJECTS_ALL, STR("b-two-was-deleted"), 1, rows, &n, &more);
  assert_int_equal(n, 1);
  assert_int_equal(rows[0], project_of(snap, "c-noshare"));
  page_rows(all, PAGE_PROJECTS_ALL, STR("zzz"), 1, rows, &n, &more);
  assert_true(n == 0 && !more);
}

static void test_areas_at(void **state) {
  (void)state;
  uint32_t areas[8], n;
  page_areas_at(snap, -75.495, 10.305, areas, 8, &n);
  assert_int_equal(n, 2);
  assert_int_equal(areas[0], area_of(snap, "nelson-mandela")); /* the smaller first */
  assert_int_equal(areas[1], area_of(snap, "industrial"));
  /* In La Popa's outline, where a neighbour's approximate extent reaches over: the outline speaks. */
  page_areas_at(snap, -75.53, 10.418, areas, 8, &n);
  bool popa = false;
  for (uint32_t k = 0; k < n; k++) {
    popa |= areas[k] == area_of(snap, "la-popa");
    assert_true(areas[k] != area_of(snap, "pie-de-la-popa"));
  }
  assert_true(popa);
  page_areas_at(snap, -75.538, 10.411, areas, 8, &n); /* only the approximate one is there */
  assert_int_equal(n, 1);
  assert_int_equal(areas[0], area_of(snap, "pie-de-la-popa"));
  page_areas_at(snap, -75.59, 10.61, areas, 8, &n); /* in a hole */
  assert_int_equal(n, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_row_once),
                                     cmocka_unit_test(test_after_a_code_that_is_gone), cmocka_unit_test(test_areas_at)};
  return cmocka_run_group_tests(tests, open_all, close_all);
}
