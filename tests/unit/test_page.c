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

/* ---- in the order of keys, against a plain comparison of the values */

static const enum page_collection collections[] = {PAGE_AREAS, PAGE_PROJECTS_LOCATED, PAGE_PROJECTS_UNPLACED,
                                                   PAGE_PROJECTS_ALL, PAGE_ACTORS};

static int compare_rows(enum page_collection c, const struct page_order *order, uint32_t x, uint32_t y) {
  for (uint32_t k = 0; k < order->n; k++) {
    struct queryable_value a, b;
    queryable_get(snap, page_subject(c), order->key[k].q, x, &a);
    queryable_get(snap, page_subject(c), order->key[k].q, y, &b);
    bool code = strcmp(order->key[k].q->name, "codigo") == 0;
    int way = code ? (x > y) - (x < y) : queryable_compare(order->key[k].q, &a, &b);
    if (way) return order->key[k].descending && !a.null && !b.null ? -way : way;
  }
  return (x > y) - (x < y);
}

/* Every row once, each after the one before; the pages of one limit say what those of another do. */
static void walk_ordered(enum page_collection c, const struct page_order *order, uint32_t limit) {
  struct arena *a = arena_new(0);
  struct err e = {0};
  uint32_t rows[64], n, last = SNAPSHOT_NONE;
  uint64_t seen = 0;
  struct str cursor = STR(""), next;
  do {
    fixture_must(page_rows_ordered(all, c, order, cursor, limit, a, rows, &n, &next, &e), &e);
    assert_true(n <= limit && (n == limit || !next.n));
    for (uint32_t k = 0; k < n; last = rows[k++])
      if (last != SNAPSHOT_NONE) assert_true(compare_rows(c, order, last, rows[k]) < 0);
    seen += n;
    cursor = next;
  } while (cursor.n);
  assert_int_equal(seen, page_count(all, c));
  arena_free(a);
}

static void test_every_order(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof collections / sizeof *collections; i++) {
    uint32_t n;
    const struct queryable *q = queryable_list(page_subject(collections[i]), &n);
    for (uint32_t k = 0; k < n; k++)
      for (int down = 0; down < 2 && q[k].sortable; down++)
        for (uint32_t limit = 1; limit < 60; limit += 4)
          walk_ordered(collections[i], &(struct page_order){&(struct page_key){&q[k], down}, 1}, limit);
    walk_ordered(collections[i], &(struct page_order){NULL, 0}, 3);
  }
  const struct page_key two[] = {{queryable_find(QUERY_PROJECTS, STR("moneda")), false},
                                 {queryable_find(QUERY_PROJECTS, STR("valor")), true},
                                 {queryable_find(QUERY_PROJECTS, STR("titulo")), true}};
  for (uint32_t limit = 1; limit < 20; limit++) walk_ordered(PAGE_PROJECTS_ALL, &(struct page_order){two, 3}, limit);
}

/* What the cursor says counts, not what its row has now: nothing between is visited twice or left out. */
static void test_cursor_of_a_row_that_changed(void **state) {
  (void)state;
  struct arena *a = arena_new(0);
  struct err e = {0};
  uint32_t rows[64], n;
  struct str next;
  const struct page_key by_value = {queryable_find(QUERY_PROJECTS, STR("valor")), true},
                        by_kind = {queryable_find(QUERY_PROJECTS, STR("clase")), false};
  const struct page_order values = {&by_value, 1}, kinds = {&by_kind, 1};
  fixture_must(page_rows_ordered(all, PAGE_PROJECTS_ALL, &values, STR("a-gone|500.00"), 64, a, rows, &n, &next, &e),
               &e);
  struct queryable_value v;
  for (uint32_t k = 0; k < n; k++) {
    queryable_get(snap, QUERY_PROJECTS, by_value.q, rows[k], &v);
    assert_true(v.null || v.minor <= 50000);
  }
  fixture_must(page_rows_ordered(all, PAGE_PROJECTS_ALL, &kinds, STR("zz|no-such-kind"), 64, a, rows, &n, &next, &e),
               &e);
  assert_true(n > 0);
  for (uint32_t k = 0; k < n; k++) {
    queryable_get(snap, QUERY_PROJECTS, by_kind.q, rows[k], &v);
    assert_true(v.null || str_cmp(v.text, STR("no-such-kind")) > 0);
  }
  const struct page_key by_code = {queryable_find(QUERY_PROJECTS, STR("codigo")), true};
  fixture_must(page_rows_ordered(all, PAGE_PROJECTS_ALL, &(struct page_order){&by_code, 1}, STR("b-gone|b-gone"), 64, a,
                                 rows, &n, &next, &e),
               &e);
  assert_true(n > 0 && str_cmp(code_of(PAGE_PROJECTS_ALL, rows[0]), STR("b-gone")) < 0);
  static const char *const wrong[] = {"a", "a|x", "a|1.00|2.00", "|1.00", "a|1,5"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    assert_false(page_rows_ordered(all, PAGE_PROJECTS_ALL, &values, str_from(wrong[i]), 5, a, rows, &n, &next, &e));
    assert_int_equal(e.kind, ERR_INPUT);
    err_clear(&e);
  }
  arena_free(a);
}

static void test_period(void **state) {
  (void)state;
  struct str first, last;
  assert_true(page_period(snap, PAGE_PROJECTS_ALL, &first, &last));
  assert_true(first.n >= 4 && str_cmp(first, last) <= 0);
  uint32_t n = snapshot_projects(snap);
  bool reached_first = false, reached_last = false;
  for (uint32_t i = 0; i < n; i++) {
    struct snap_project p;
    snapshot_project(snap, i, &p);
    const struct str days[] = {p.date_signed, p.date_start, p.date_end};
    for (size_t k = 0; k < 3; k++) {
      if (!days[k].n) continue;
      assert_true(str_cmp(first, days[k]) <= 0 && str_cmp(days[k], last) <= 0);
      reached_first |= str_eq(days[k], first);
      reached_last |= str_eq(days[k], last);
    }
  }
  assert_true(reached_first && reached_last);
  assert_false(page_period(snap, PAGE_AREAS, &first, &last));
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_row_once),
                                     cmocka_unit_test(test_after_a_code_that_is_gone),
                                     cmocka_unit_test(test_areas_at),
                                     cmocka_unit_test(test_every_order),
                                     cmocka_unit_test(test_cursor_of_a_row_that_changed),
                                     cmocka_unit_test(test_period)};
  return cmocka_run_group_tests(tests, open_all, close_all);
}
