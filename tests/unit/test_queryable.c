/* The registry of queryables beside the registry of properties: same names, fitting types, and the same value in every row. */
#include <math.h>
#include "snapshot_held.h"
#include "format/property.h"
#include "query/queryable.h"

static const struct {
  enum query_subject subject;
  enum collection collection;
} PAIRS[] = {{QUERY_PROJECTS, COLLECTION_PROJECTS}, {QUERY_AREAS, COLLECTION_AREAS}, {QUERY_ACTORS, COLLECTION_ACTORS}};
enum { N_PAIRS = sizeof PAIRS / sizeof *PAIRS };

static const struct property *property_of(enum collection c, const char *name) {
  uint32_t n;
  const struct property *p = property_list(c, &n);
  for (uint32_t i = 0; i < n; i++)
    if (strcmp(p[i].name, name) == 0) return &p[i];
  return NULL;
}

/* Lists are texts joined in the items; the first theme is a code there. */
static bool fits(enum queryable_type q, enum property_type p) {
  switch (q) {
  case QUERYABLE_TEXT: return p == PROPERTY_TEXT;
  case QUERYABLE_CODE: return p == PROPERTY_CODE;
  case QUERYABLE_DATE: return p == PROPERTY_DATE;
  case QUERYABLE_INT: return p == PROPERTY_INT;
  case QUERYABLE_REAL: return p == PROPERTY_REAL;
  case QUERYABLE_MONEY: return p == PROPERTY_MONEY;
  case QUERYABLE_BOOL: return p == PROPERTY_BOOL;
  case QUERYABLE_LIST: return p == PROPERTY_TEXT || p == PROPERTY_CODE;
  default: return false;
  }
}

static void test_names_and_types(void **state) {
  (void)state;
  for (size_t k = 0; k < N_PAIRS; k++) {
    uint32_t n;
    const struct queryable *q = queryable_list(PAIRS[k].subject, &n);
    for (uint32_t i = 0; i < n; i++) {
      assert_ptr_equal(queryable_find(PAIRS[k].subject, str_from(q[i].name)), &q[i]);
      if (strcmp(q[i].name, "geometry") == 0) continue;
      const struct property *p = property_of(PAIRS[k].collection, q[i].name);
      if (!p || !fits(q[i].type, p->type)) fail_msg("%s of %d: no such property, or another type", q[i].name, (int)k);
      if (p->list) assert_string_equal(q[i].list, p->list);
    }
  }
  assert_null(queryable_find(QUERY_AREAS, STR("titulo")));
}

/* What is left out: computed sums of areas, and an outline that is a geometry. */
static void test_nothing_forgotten(void **state) {
  (void)state;
  static const char *const left_out[] = {"contorno", "valor", "valor_atribuido", "moneda"};
  for (size_t k = 0; k < N_PAIRS; k++) {
    uint32_t n;
    const struct property *p = property_list(PAIRS[k].collection, &n);
    for (uint32_t i = 0; i < n; i++) {
      bool known = queryable_find(PAIRS[k].subject, str_from(p[i].name));
      for (size_t o = 0; o < sizeof left_out / sizeof *left_out; o++) known |= strcmp(left_out[o], p[i].name) == 0;
      if (!known) fail_msg("%s of %d cannot be asked for", p[i].name, (int)k);
    }
  }
}

static bool same(const struct queryable *q, const struct queryable_value *x, const struct property_value *y) {
  if (x->null != y->null) return false;
  switch (q->type) {
  case QUERYABLE_INT: return x->null || x->minor == y->i;
  case QUERYABLE_MONEY: return x->null || x->minor == y->minor;
  case QUERYABLE_REAL: return x->null || x->real == y->real;
  case QUERYABLE_BOOL: return x->flag == y->flag;
  default: return x->null || str_eq(x->text, y->text);
  }
}

static void test_values(void **state) {
  (void)state;
  const struct figures *figures;
  struct err e = {0};
  fixture_must(figures_hold(snap, &figures, &e), &e);
  const uint32_t rows[] = {snapshot_projects(snap), snapshot_areas(snap), snapshot_actors(snap)};
  for (size_t k = 0; k < N_PAIRS; k++) {
    uint32_t n;
    const struct queryable *q = queryable_list(PAIRS[k].subject, &n);
    for (uint32_t i = 0; i < n; i++) {
      if (!q[i].sortable) continue;
      const struct property *p = property_of(PAIRS[k].collection, q[i].name);
      for (uint32_t row = 0; row < rows[k]; row++) {
        struct property_row r;
        struct property_value want = {0};
        struct queryable_value got;
        property_row_load(&r, snap, figures, arena, PAIRS[k].collection, row);
        property_get(p, &r, &want);
        queryable_get(snap, PAIRS[k].subject, &q[i], row, &got);
        if (!same(&q[i], &got, &want)) fail_msg("%s of row %u of %d", q[i].name, row, (int)k);
      }
    }
  }
  figures_release(figures);
}

static struct queryable_value text(const char *s) { return (struct queryable_value){.text = str_from(s)}; }

static void test_order(void **state) {
  (void)state;
  const struct queryable *title = queryable_find(QUERY_PROJECTS, STR("titulo")),
                         *value = queryable_find(QUERY_PROJECTS, STR("valor"));
  struct queryable_value null = {.null = true}, a = text("Ánimo"), b = text("anís"), c = text("ánimo"),
                         small = {.minor = -1}, large = {.minor = (i128)1 << 90};
  assert_true(queryable_compare(title, &a, &b) < 0); /* the accent is no letter of its own */
  assert_true(queryable_compare(title, &a, &c) != 0);
  assert_true(queryable_compare(title, &b, &null) < 0);
  assert_true(queryable_compare(title, &null, &b) > 0);
  assert_int_equal(queryable_compare(title, &null, &null), 0);
  assert_true(queryable_compare(value, &small, &large) < 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_names_and_types), cmocka_unit_test(test_nothing_forgotten),
                                     cmocka_unit_test(test_values), cmocka_unit_test(test_order)};
  return cmocka_run_group_tests(tests, open_all, close_all);
}
