/* CQL2 to the tree of tests. NOT is carried down as `negated` and never seen above a test. */
#include <stdlib.h>
#include "expression_internal.h"

static bool condition(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e);

static bool join(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  struct expression **part = arena_alloc(c->a, at->n_args * sizeof(struct expression *));
  for (uint32_t i = 0; i < at->n_args; i++)
    if (!condition(c, at->arg[i], negated, &part[i], e)) return false;
  *out = expression_join(c->a, (at->kind == CQL2_AND) != negated, part, at->n_args);
  return true;
}

/* ---- comparisons */

static bool is_whole(const struct value *v) { return v->form == VALUE_COLUMN && column_is_integer(v->column.form); }

/* A whole number or money beside a constant: lo..hi in the column's own units, exact whatever the constant's length. */
static struct expression *range(struct compiler *c, const struct value *v, int op, const struct value *constant,
                                bool negated) {
  const i128 far = (i128)1 << 125;
  struct range_test *t = arena_calloc(c->a, 1, sizeof *t);
  i128 floor;
  bool exact = value_floor(constant, v->q->type == QUERYABLE_MONEY ? 2 : 0, &floor);
  t->column = v->column;
  t->lo = -far;
  t->hi = far;
  switch ((enum cql2_compare)op) {
  case CQL2_LT: t->hi = exact ? floor - 1 : floor; break;
  case CQL2_LE: t->hi = floor; break;
  case CQL2_GT: t->lo = floor + 1; break;
  case CQL2_GE: t->lo = exact ? floor : floor + 1; break;
  default: t->lo = floor; t->hi = exact ? floor : floor - 1;
  }
  return expression_test(c->a, expression_narrow_range, t, v->column.form == COLUMN_YEAR ? COST_TABLE : COST_NUMBER,
                         negated);
}

static bool is_code(const struct value *v) { return v->form == VALUE_COLUMN && strcmp(v->q->name, "codigo") == 0; }

static bool comparable(struct compiler *c, struct value **a, int op, struct value **b, struct err *e) {
  bool equality = op == CQL2_EQ;
  if (((*a)->type == VALUE_TIME && !compile_as_time(c, b, e)) ||
      ((*b)->type == VALUE_TIME && !compile_as_time(c, a, e))) {
    if (value_is_constant(*a) || value_is_constant(*b)) return false;
    err_clear(e);
    return refuse_types(c, *a, *b, e);
  }
  if ((*a)->form == VALUE_INTERVAL || (*b)->form == VALUE_INTERVAL || (*a)->type == VALUE_GEOMETRY)
    return refuse_types(c, *a, *b, e);
  if ((*a)->type == VALUE_LIST && (*b)->type == VALUE_TEXT && equality) return true;
  if ((*a)->type != (*b)->type || (*a)->type == VALUE_LIST) return refuse_types(c, *a, *b, e);
  return (*a)->type != VALUE_BOOLEAN || equality || refuse_types(c, *a, *b, e);
}

static int turned(int op) {
  static const int other[] = {[CQL2_EQ] = CQL2_EQ, [CQL2_NE] = CQL2_NE, [CQL2_LT] = CQL2_GT,
                              [CQL2_LE] = CQL2_GE, [CQL2_GT] = CQL2_LT, [CQL2_GE] = CQL2_LE};
  return other[op];
}

static bool compare(struct compiler *c, struct value *a, int op, struct value *b, bool negated, struct expression **out,
                    struct err *e) {
  if (op == CQL2_NE) return compare(c, a, CQL2_EQ, b, !negated, out, e);
  if (b->type == VALUE_LIST || (value_is_constant(a) && !value_is_constant(b) && a->type != VALUE_LIST)) {
    struct value *first = a;
    a = b;
    b = first;
    op = turned(op);
  }
  if (!comparable(c, &a, op, &b, e)) return false;
  if (is_whole(a) && value_is_constant(b) && !b->constant.null) *out = range(c, a, op, b, negated);
  else if (is_code(a) && value_is_constant(b) && op == CQL2_EQ)
    *out = filter_test_rows(c->a, c->s, c->subject, &b->constant.text, 1, negated);
  else *out = compile_test(c, &(struct value_test){.kind = TEST_COMPARE, .op = op, .a = a, .b = b}, negated);
  return true;
}

static bool comparison(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out,
                       struct err *e) {
  struct value *a, *b;
  return compile_value(c, at->arg[0], &a, e) && compile_value(c, at->arg[1], &b, e) &&
         compare(c, a, at->op, b, negated, out, e);
}

static bool between(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  struct value *v, *low, *high;
  struct expression *part[2];
  if (!compile_value(c, at->arg[0], &v, e) || !compile_value(c, at->arg[1], &low, e) ||
      !compile_value(c, at->arg[2], &high, e) || !compare(c, v, CQL2_GE, low, negated, &part[0], e) ||
      !compare(c, v, CQL2_LE, high, negated, &part[1], e))
    return false;
  if (part[0]->narrow == expression_narrow_range && part[1]->narrow == expression_narrow_range) {
    struct range_test *both = arena_alloc(c->a, sizeof *both);
    const struct range_test *from = part[0]->data, *to = part[1]->data;
    *both = *from;
    both->hi = to->hi;
    *out = expression_test(c->a, expression_narrow_range, both, part[0]->cost, negated);
    return true;
  }
  *out = expression_join(c->a, !negated, part, 2);
  return true;
}

static int by_bytes(const void *x, const void *y) {
  const struct str *a = x, *b = y;
  return str_cmp(*a, *b);
}

static void in_texts(struct compiler *c, const struct value *v, struct value *const *item, uint32_t n, bool negated,
                     struct expression **out) {
  struct str *text = arena_alloc(c->a, n * sizeof *text);
  for (uint32_t i = 0; i < n; i++) text[i] = item[i]->constant.text;
  if (is_code(v)) {
    *out = filter_test_rows(c->a, c->s, c->subject, text, n, negated);
    return;
  }
  qsort(text, n, sizeof *text, by_bytes);
  *out = compile_test(c, &(struct value_test){.kind = TEST_IN, .a = v, .item = text, .n_items = n}, negated);
}

static bool in(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  struct value *v, **item = arena_alloc(c->a, at->n_args * sizeof(struct value *));
  uint32_t n = at->n_args - 1;
  if (!compile_value(c, at->arg[0], &v, e)) return false;
  bool texts = n > 0 && (v->type == VALUE_TEXT || v->type == VALUE_LIST);
  for (uint32_t i = 0; i < n; i++) {
    if (!compile_value(c, at->arg[i + 1], &item[i], e)) return false;
    texts &= value_is_constant(item[i]) && item[i]->type == VALUE_TEXT;
  }
  if (texts) {
    in_texts(c, v, item, n, negated, out);
    return true;
  }
  struct expression **part = arena_alloc(c->a, (n ? n : 1) * sizeof(struct expression *));
  for (uint32_t i = 0; i < n; i++)
    if (!compare(c, v, CQL2_EQ, item[i], negated, &part[i], e)) return false;
  *out = expression_join(c->a, negated, part, n);
  return true;
}

static bool like(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  struct value *v, *pattern;
  if (!compile_value(c, at->arg[0], &v, e) || !compile_value(c, at->arg[1], &pattern, e)) return false;
  bool text = v->type == VALUE_TEXT || v->type == VALUE_LIST || (v->type == VALUE_TIME && v->form == VALUE_COLUMN);
  if (!text) return refuse_use(c, v, e);
  if (pattern->type != VALUE_TEXT || !value_is_constant(pattern)) {
    err_set(e, ERR_INPUT,
            err_pick("el patrón de LIKE es un texto fijo: LIKE 'agua%%'",
                     "the pattern of LIKE is a constant text: LIKE 'agua%%'"));
    return refuse_at(c, pattern->at, e);
  }
  const struct like *l = like_read(c->a, pattern->constant.text);
  *out = compile_test(c, &(struct value_test){.kind = TEST_LIKE, .a = v, .like = l}, negated);
  return true;
}

static bool is_null(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  struct value *v;
  if (!compile_value(c, at->arg[0], &v, e)) return false;
  if (is_whole(v)) {
    struct range_test *t = arena_calloc(c->a, 1, sizeof *t);
    t->column = v->column;
    t->null = true;
    *out = expression_test(c->a, expression_narrow_range, t, COST_NUMBER, negated);
  } else {
    *out = compile_test(c, &(struct value_test){.kind = TEST_NULL, .a = v}, negated);
  }
  return true;
}

/* ---- relations */

static bool temporal(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  struct value *side[2];
  for (unsigned k = 0; k < 2; k++)
    if (!compile_value(c, at->arg[k], &side[k], e) || !compile_as_time(c, &side[k], e)) return false;
  struct value_test t = {.kind = TEST_TEMPORAL, .op = at->op, .a = side[0], .b = side[1]};
  *out = compile_test(c, &t, negated);
  return true;
}

static bool arrays(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  struct value *side[2];
  for (unsigned k = 0; k < 2; k++) {
    if (!compile_value(c, at->arg[k], &side[k], e)) return false;
    if (side[k]->type == VALUE_LIST) continue;
    err_set(
        e, ERR_INPUT,
        err_pick(
            "aquí se espera una lista: una propiedad que lo es, o ('a', 'b'); de un solo valor se pregunta con = o IN",
            "a list is expected here: a property that is one, or ('a', 'b'); a single value is asked with = or IN"));
    return refuse_at(c, side[k]->at, e);
  }
  struct value_test t = {.kind = TEST_ARRAYS, .op = at->op, .a = side[0], .b = side[1]};
  *out = compile_test(c, &t, negated);
  return true;
}

/* A property that is true or false is a condition by itself. */
static bool truth(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  struct value *v;
  if (!compile_value(c, at, &v, e)) return false;
  if (v->type != VALUE_BOOLEAN) {
    err_set(e, ERR_INPUT,
            err_pick("aquí se espera una condición, como valor > 1000, no un valor",
                     "a condition is expected here, like valor > 1000, not a value"));
    return refuse_at(c, at, e);
  }
  struct value *yes = arena_calloc(c->a, 1, sizeof *yes);
  *yes = (struct value){.form = VALUE_CONSTANT, .type = VALUE_BOOLEAN, .at = at, .constant = {.flag = true}};
  return compare(c, v, CQL2_EQ, yes, negated, out, e);
}

static bool condition(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  switch (at->kind) {
  case CQL2_AND:
  case CQL2_OR: return join(c, at, negated, out, e);
  case CQL2_NOT: return condition(c, at->arg[0], !negated, out, e);
  case CQL2_COMPARE: return comparison(c, at, negated, out, e);
  case CQL2_LIKE: return like(c, at, negated, out, e);
  case CQL2_BETWEEN: return between(c, at, negated, out, e);
  case CQL2_IN: return in(c, at, negated, out, e);
  case CQL2_IS_NULL: return is_null(c, at, negated, out, e);
  case CQL2_SPATIAL: return compile_spatial(c, at, negated, out, e);
  case CQL2_TEMPORAL: return temporal(c, at, negated, out, e);
  case CQL2_ARRAYS: return arrays(c, at, negated, out, e);
  case CQL2_FUNCTION: return compile_function(c, at, negated, out, e);
  default: return truth(c, at, negated, out, e);
  }
}

bool expression_compile(struct snapshot *s, enum query_subject subject, const struct cql2 *cql2, struct str text,
                        struct arena *a, struct expression **out, struct err *e) {
  struct compiler c = {s, snapshot_view(s), subject, a, text};
  return condition(&c, cql2, false, out, e);
}
