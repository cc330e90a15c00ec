/* Tests of values, one row at a time; or, where all that is read is a column of shared texts, one entry of its dictionary at a time. */
#include "expression_internal.h"

enum truth { FALSE, TRUE, UNKNOWN };

static bool ordered(int c, int op) {
  switch ((enum cql2_compare)op) {
  case CQL2_LT: return c < 0;
  case CQL2_LE: return c <= 0;
  case CQL2_GT: return c > 0;
  case CQL2_GE: return c >= 0;
  default: return c == 0;
  }
}

static bool has_item(const struct datum *list, struct str one) {
  for (uint32_t i = 0; i < list->n_items; i++)
    if (str_eq(list->item[i], one)) return true;
  return false;
}

static bool compare(const struct value_test *t, const struct datum *a, const struct datum *b) {
  switch (t->a->type) {
  case VALUE_NUMBER:
    if (a->exact && b->exact) return ordered((a->minor > b->minor) - (a->minor < b->minor), t->op);
    return ordered((a->real > b->real) - (a->real < b->real), t->op);
  case VALUE_BOOLEAN: return a->flag == b->flag;
  case VALUE_TIME: return time_compare(&a->time, (enum cql2_compare)t->op, &b->time);
  case VALUE_LIST: return has_item(a, b->text);
  default: return ordered(str_cmp(a->text, b->text), t->op);
  }
}

static bool in_sorted(const struct value_test *t, struct str s) {
  uint32_t low = 0, high = t->n_items;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    int c = str_cmp(t->item[mid], s);
    if (c == 0) return true;
    if (c < 0) low = mid + 1;
    else high = mid;
  }
  return false;
}

static bool fits(const struct value_test *t, struct str s) {
  return t->kind == TEST_LIKE ? like_matches(t->like, s) : in_sorted(t, s);
}

/* The text, or some element of the list. */
static bool some_fits(const struct value_test *t, const struct datum *a) {
  if (t->a->type != VALUE_LIST) return fits(t, a->text);
  for (uint32_t i = 0; i < a->n_items; i++)
    if (fits(t, a->item[i])) return true;
  return false;
}

static bool contains(const struct datum *x, const struct datum *y) {
  for (uint32_t i = 0; i < y->n_items; i++)
    if (!has_item(x, y->item[i])) return false;
  return true;
}

/* As sets. */
static bool relate_arrays(int op, const struct datum *x, const struct datum *y) {
  switch ((enum cql2_arrays)op) {
  case CQL2_A_CONTAINS: return contains(x, y);
  case CQL2_A_CONTAINEDBY: return contains(y, x);
  case CQL2_A_EQUALS: return contains(x, y) && contains(y, x);
  default:
    for (uint32_t i = 0; i < x->n_items; i++)
      if (has_item(y, x->item[i])) return true;
    return false;
  }
}

static enum truth truth_of(struct evaluation *x, const struct value_test *t, uint32_t row) {
  struct datum a, b = {0};
  value_get(x, t->a, row, &a);
  if (t->kind == TEST_NULL) return a.null ? TRUE : FALSE;
  if (a.null) return UNKNOWN;
  if (t->b) value_get(x, t->b, row, &b);
  if (b.null) return UNKNOWN;
  bool is = false;
  switch (t->kind) {
  case TEST_COMPARE: is = compare(t, &a, &b); break;
  case TEST_TEMPORAL: is = time_relates(&a.time, (enum cql2_temporal)t->op, &b.time); break;
  case TEST_ARRAYS: is = relate_arrays(t->op, &a, &b); break;
  default: is = some_fits(t, &a);
  }
  return is ? TRUE : FALSE;
}

struct asked {
  const struct value_test *t;
  enum truth wanted;
};

static bool keep(struct evaluation *x, const void *data, uint32_t row) {
  const struct asked *k = data;
  bool is = truth_of(x, k->t, row) == k->wanted;
  if (arena_used(x->row)) arena_reset(x->row);
  return is;
}

static bool by_entry(struct evaluation *x, const struct asked *k, uint64_t entries, uint64_t *bits, struct err *e) {
  bool *wanted = mem_calloc(entries + 1, 1), ok = true;
  x->entry = true;
  for (uint64_t i = 0; ok && i < entries; i++) {
    wanted[i] = keep(x, k, (uint32_t)i);
    if (i % 256 == 0) ok = query_budget_left(x->budget, e);
  }
  x->entry = false;
  ok = ok && expression_by_table(x, k->t->dictionary, wanted, bits, e);
  free(wanted);
  return ok;
}

static bool narrow_test(struct evaluation *x, const struct expression *n, uint64_t *bits, struct err *e) {
  const struct value_test *t = n->data;
  const struct asked k = {t, n->negated ? FALSE : TRUE};
  uint64_t entries = t->dictionary ? column_entries(t->dictionary) : 0;
  if (t->dictionary && entries <= x->n) return by_entry(x, &k, entries, bits, e);
  /* A long text against a long pattern may take a while. */
  return expression_rows(x, bits, keep, &k, t->kind == TEST_LIKE ? 16 : 256, e);
}

static bool narrow_geometry(struct evaluation *x, const struct expression *n, uint64_t *bits, struct err *e) {
  (void)e;
  for (BITS_EACH(bits, x->n, i))
    if (column_has_geometry(x->v, x->subject, (uint32_t)i) == !n->negated) bits[i / 64] &= ~(UINT64_C(1) << (i % 64));
  return true;
}

struct expression *compile_test(struct compiler *c, const struct value_test *t, bool negated) {
  const struct value *one = NULL;
  uint32_t columns = value_columns(t->a, &one) + value_columns(t->b, &one);
  if (t->kind == TEST_NULL && one && columns == 1 && one->q->type == QUERYABLE_GEOMETRY)
    return expression_test(c->a, narrow_geometry, NULL, COST_NUMBER, negated);
  if (columns == 0) {
    struct evaluation x = {.s = c->s, .v = c->v, .subject = c->subject, .row = c->a};
    enum truth is = truth_of(&x, t, 0);
    return expression_constant(c->a, is == (negated ? FALSE : TRUE));
  }
  struct value_test *data = arena_alloc(c->a, sizeof *data);
  *data = *t;
  if (one && columns == 1 && column_is_dictionary(one->column.form)) data->dictionary = &one->column;
  return expression_test(c->a, narrow_test, data, data->dictionary ? COST_TABLE : COST_TEXT, negated);
}
