/* Values: compiled from CQL2, read at a row. */
#include <math.h>
#include "expression_internal.h"

static const i128 FAR = (i128)1000000000000000000 * 1000000000000000000; /* 10^36 */

/* ---- numbers */

static i128 floor_of(i128 digits, bool more, int64_t exponent, bool negative, bool *exact) {
  *exact = !more;
  for (; exponent > 0 && digits && digits < FAR; exponent--) digits *= 10;
  for (; exponent < 0 && (digits || more); exponent++) {
    *exact &= digits % 10 == 0;
    digits /= 10;
    if (!digits) break;
  }
  if (digits > FAR) digits = FAR;
  return negative ? -digits - !*exact : digits;
}

/* "-12.50e3" as it was written: 36 digits are kept, of the rest whether there is anything. */
static i128 floor_of_text(struct str s, unsigned scale, bool *exact) {
  i128 digits = 0;
  int64_t exponent = scale, said = 0;
  bool negative = false, fraction = false, more = false, minus = false;
  size_t i = 0;
  for (; i < s.n && s.p[i] != 'e' && s.p[i] != 'E'; i++) {
    char c = s.p[i];
    if (c == '-') negative = true;
    if (c == '.') fraction = true;
    if (c < '0' || c > '9') continue;
    bool room = digits < FAR / 10;
    if (room) digits = digits * 10 + (c - '0');
    else more |= c != '0';
    exponent += room ? -fraction : !fraction;
  }
  for (i++; i < s.n; i++) {
    if (s.p[i] == '-') minus = true;
    if (s.p[i] >= '0' && s.p[i] <= '9' && said < 100000) said = said * 10 + (s.p[i] - '0');
  }
  return floor_of(digits, more, exponent + (minus ? -said : said), negative, exact);
}

bool value_floor(const struct value *v, unsigned scale, i128 *out) {
  bool exact;
  if (v->at->kind == CQL2_NUMBER && v->at->text.n) {
    *out = floor_of_text(v->at->text, scale, &exact);
    return exact;
  }
  long double n = v->constant.real, whole;
  for (unsigned i = 0; i < scale; i++) n *= 10;
  whole = floorl(n);
  exact = whole == n;
  *out = whole > 1e36L ? FAR : whole < -1e36L ? -FAR : (i128)whole;
  return exact;
}

static void set_real(struct datum *out, double real) {
  out->null = !isfinite(real);
  out->real = real;
}

static void set_exact(struct datum *out, i128 minor) {
  out->exact = true;
  out->minor = minor;
  out->real = (double)minor / 100;
}

static void calculate(const struct datum *x, int op, const struct datum *y, struct datum *out) {
  const i128 most = (i128)1 << 120;
  bool exact = x->exact && y->exact && x->minor < most && x->minor > -most && y->minor < most && y->minor > -most;
  switch ((enum cql2_arithmetic)op) {
  case CQL2_ADD:
    if (exact) set_exact(out, x->minor + y->minor);
    else set_real(out, x->real + y->real);
    break;
  case CQL2_SUBTRACT:
    if (exact) set_exact(out, x->minor - y->minor);
    else set_real(out, x->real - y->real);
    break;
  case CQL2_MULTIPLY: set_real(out, x->real * y->real); break;
  case CQL2_DIVIDE: set_real(out, x->real / y->real); break;
  case CQL2_MODULO: set_real(out, fmod(x->real, y->real)); break;
  case CQL2_INTEGER_DIVIDE: set_real(out, trunc(x->real / y->real)); break;
  case CQL2_POWER: set_real(out, pow(x->real, y->real)); break;
  }
}

/* ---- reading */

struct items {
  struct str *item;
  uint32_t n, cap;
  struct arena *a;
};
static void add_item(void *user, struct str element) {
  struct items *l = user;
  if (l->n == l->cap) {
    struct str *more = arena_alloc(l->a, (l->cap ? 2 * l->cap : 8) * sizeof *more);
    if (l->n) memcpy(more, l->item, l->n * sizeof *more);
    l->item = more;
    l->cap = l->cap ? 2 * l->cap : 8;
  }
  l->item[l->n++] = element;
}

static void get_list(struct evaluation *x, const struct value *v, uint32_t row, struct datum *out) {
  struct items l = {.a = x->row};
  column_list(&v->column, row, add_item, &l);
  out->item = l.item;
  out->n_items = l.n;
  out->null = l.n == 0;
}

/* What each date of the snapshot stands for, read once. */
static void get_date(struct evaluation *x, uint32_t entry, struct datum *out) {
  const struct snap_view *v = x->v;
  if (!x->dates) {
    x->dates = mem_calloc(v->n_date + 1, sizeof *x->dates);
    for (uint64_t i = 0; i < v->n_date; i++)
      x->dates[i].known = time_from_text(snap_text(v, v->date[i]), &x->dates[i].time);
  }
  out->null = !x->dates[entry].known;
  out->time = x->dates[entry].time;
  out->text = snap_text(v, v->date[entry]);
}

static void get_text(struct evaluation *x, const struct value *v, uint32_t row, struct datum *out) {
  if (v->column.form == COLUMN_DATE) {
    get_date(x, x->entry ? row : column_entry(&v->column, row), out);
    return;
  }
  out->text = x->entry ? column_entry_text(&v->column, row) : column_text(&v->column, row, &x->made);
  out->null = out->text.n == 0;
  if (!out->null && v->q->type == QUERYABLE_DATE) out->null = !time_from_text(out->text, &out->time);
}

static void get_column(struct evaluation *x, const struct value *v, uint32_t row, struct datum *out) {
  i128 integer;
  double real;
  switch (v->q->type) {
  case QUERYABLE_INT:
  case QUERYABLE_MONEY:
    out->null = !column_integer(&v->column, row, &integer);
    set_exact(out, v->q->type == QUERYABLE_INT ? integer * 100 : integer);
    break;
  case QUERYABLE_REAL:
    out->null = !column_real(&v->column, row, &real);
    if (!out->null) set_real(out, real);
    break;
  case QUERYABLE_BOOL: out->flag = column_flag(&v->column, row); break;
  case QUERYABLE_LIST: get_list(x, v, row, out); break;
  case QUERYABLE_GEOMETRY: out->null = !column_has_geometry(x->v, x->subject, row); break;
  default: get_text(x, v, row, out);
  }
}

static void fold(struct arena *a, bool casei, struct datum *d) {
  if (d->text.n) d->text = text_without(a, d->text, casei);
  if (!d->n_items) return;
  struct str *item = arena_alloc(a, d->n_items * sizeof *item);
  for (uint32_t i = 0; i < d->n_items; i++) item[i] = text_without(a, d->item[i], casei);
  d->item = item;
}

void value_get(struct evaluation *x, const struct value *v, uint32_t row, struct datum *out) {
  struct datum a, b;
  *out = (struct datum){0};
  switch (v->form) {
  case VALUE_CONSTANT: *out = v->constant; break;
  case VALUE_COLUMN: get_column(x, v, row, out); break;
  case VALUE_FOLD:
    value_get(x, v->a, row, out);
    fold(x->row, v->casei, out);
    break;
  case VALUE_ARITHMETIC:
    value_get(x, v->a, row, &a);
    value_get(x, v->b, row, &b);
    out->null = a.null || b.null;
    if (!out->null) calculate(&a, v->op, &b, out);
    break;
  case VALUE_INTERVAL:
    if (v->a) value_get(x, v->a, row, &a);
    if (v->b) value_get(x, v->b, row, &b);
    out->null = (v->a && a.null) || (v->b && b.null);
    if (!out->null) out->time = time_of_ends(v->a ? &a.time : NULL, v->b ? &b.time : NULL);
    break;
  }
}

uint32_t value_columns(const struct value *v, const struct value **one) {
  if (!v || v->form == VALUE_CONSTANT) return 0;
  if (v->form == VALUE_COLUMN) {
    *one = v;
    return 1;
  }
  return value_columns(v->a, one) + value_columns(v->b, one);
}

/* ---- compiling */

static struct value *make(struct compiler *c, const struct cql2 *at, enum value_form form, enum value_type type) {
  struct value *v = arena_calloc(c->a, 1, sizeof *v);
  v->form = form;
  v->type = type;
  v->at = at;
  return v;
}

static bool compile_property(struct compiler *c, const struct cql2 *at, struct value **out, struct err *e) {
  static const enum value_type type[] = {
      [QUERYABLE_TEXT] = VALUE_TEXT,    [QUERYABLE_CODE] = VALUE_TEXT,   [QUERYABLE_DATE] = VALUE_TIME,
      [QUERYABLE_INT] = VALUE_NUMBER,   [QUERYABLE_REAL] = VALUE_NUMBER, [QUERYABLE_MONEY] = VALUE_NUMBER,
      [QUERYABLE_BOOL] = VALUE_BOOLEAN, [QUERYABLE_LIST] = VALUE_LIST,   [QUERYABLE_GEOMETRY] = VALUE_GEOMETRY};
  const struct queryable *q = queryable_find(c->subject, at->text);
  if (!q) return refuse_name(c, at, e);
  *out = make(c, at, VALUE_COLUMN, type[q->type]);
  (*out)->q = q;
  (*out)->column = column_of(c->v, c->subject, q);
  return true;
}

static bool compile_fold(struct compiler *c, const struct cql2 *at, struct value **out, struct err *e) {
  struct value *inner;
  if (!compile_value(c, at->arg[0], &inner, e)) return false;
  bool date = inner->form == VALUE_COLUMN && inner->type == VALUE_TIME;
  if (inner->type != VALUE_TEXT && inner->type != VALUE_LIST && !date) return refuse_use(c, inner, e);
  *out = make(c, at, VALUE_FOLD, date ? VALUE_TEXT : inner->type);
  (*out)->casei = at->kind == CQL2_CASEI;
  (*out)->a = inner;
  if (!value_is_constant(inner)) return true;
  (*out)->form = VALUE_CONSTANT;
  (*out)->constant = inner->constant;
  fold(c->a, (*out)->casei, &(*out)->constant);
  return true;
}

static bool compile_arithmetic(struct compiler *c, const struct cql2 *at, struct value **out, struct err *e) {
  struct value *v = make(c, at, VALUE_ARITHMETIC, VALUE_NUMBER), *side[2];
  for (unsigned k = 0; k < 2; k++) {
    if (!compile_value(c, at->arg[k], &side[k], e)) return false;
    if (side[k]->type != VALUE_NUMBER) return refuse_use(c, side[k], e);
  }
  v->op = at->op;
  v->a = side[0];
  v->b = side[1];
  *out = v;
  if (!value_is_constant(side[0]) || !value_is_constant(side[1])) return true;
  v->form = VALUE_CONSTANT;
  v->constant.null = side[0]->constant.null || side[1]->constant.null;
  if (!v->constant.null) calculate(&side[0]->constant, v->op, &side[1]->constant, &v->constant);
  return true;
}

static bool compile_interval(struct compiler *c, const struct cql2 *at, struct value **out, struct err *e) {
  struct value *v = make(c, at, VALUE_INTERVAL, VALUE_TIME), *side[2] = {NULL, NULL};
  bool constant = true;
  for (unsigned k = 0; k < 2; k++) {
    if (at->arg[k]->kind == CQL2_TEXT && str_is(at->arg[k]->text, "..")) continue;
    if (!compile_value(c, at->arg[k], &side[k], e) || !compile_as_time(c, &side[k], e)) return false;
    constant &= value_is_constant(side[k]);
  }
  v->a = side[0];
  v->b = side[1];
  *out = v;
  if (!constant) return true;
  v->form = VALUE_CONSTANT;
  v->constant.time = time_of_ends(side[0] ? &side[0]->constant.time : NULL, side[1] ? &side[1]->constant.time : NULL);
  if (v->constant.time.start.lo <= v->constant.time.end.hi) return true;
  err_set(e, ERR_INPUT, err_pick("el intervalo termina antes de empezar", "the interval ends before it begins"));
  return refuse_at(c, at, e);
}

static bool compile_array(struct compiler *c, const struct cql2 *at, struct value **out, struct err *e) {
  struct value *v = make(c, at, VALUE_CONSTANT, VALUE_LIST), *one;
  struct str *item = arena_alloc(c->a, (at->n_args ? at->n_args : 1) * sizeof *item);
  for (uint32_t k = 0; k < at->n_args; k++) {
    if (!compile_value(c, at->arg[k], &one, e)) return false;
    if (one->type != VALUE_TEXT || !value_is_constant(one)) {
      err_set(e, ERR_INPUT, err_pick("las listas son de textos: ('a', 'b')", "lists are made of texts: ('a', 'b')"));
      return refuse_at(c, at->arg[k], e);
    }
    item[k] = one->constant.text;
  }
  v->constant.item = item;
  v->constant.n_items = at->n_args;
  *out = v;
  return true;
}

static void number(struct value *v) {
  i128 minor;
  set_real(&v->constant, v->at->number);
  if (value_floor(v, 2, &minor)) set_exact(&v->constant, minor);
  v->constant.real = v->at->number;
}

bool compile_as_time(struct compiler *c, struct value **v, struct err *e) {
  if ((*v)->type == VALUE_TIME) return true;
  if ((*v)->type != VALUE_TEXT || !value_is_constant(*v)) return refuse_use(c, *v, e);
  struct value *made = make(c, (*v)->at, VALUE_CONSTANT, VALUE_TIME);
  made->constant = (*v)->constant;
  if (!time_from_text(made->constant.text, &made->constant.time)) {
    err_set(e, ERR_INPUT,
            err_pick("'%.*s' no es una fecha; se escribe 2011-07-06, 2011-07 o 2011",
                     "'%.*s' is no date; it is written 2011-07-06, 2011-07 or 2011"),
            (int)(made->constant.text.n < 60 ? made->constant.text.n : 60), made->constant.text.p);
    return refuse_at(c, (*v)->at, e);
  }
  *v = made;
  return true;
}

bool compile_value(struct compiler *c, const struct cql2 *at, struct value **out, struct err *e) {
  switch (at->kind) {
  case CQL2_PROPERTY: return compile_property(c, at, out, e);
  case CQL2_CASEI:
  case CQL2_ACCENTI: return compile_fold(c, at, out, e);
  case CQL2_ARITHMETIC: return compile_arithmetic(c, at, out, e);
  case CQL2_INTERVAL: return compile_interval(c, at, out, e);
  case CQL2_ARRAY: return compile_array(c, at, out, e);
  case CQL2_GEOMETRY: *out = make(c, at, VALUE_CONSTANT, VALUE_GEOMETRY); return true;
  case CQL2_TEXT:
    *out = make(c, at, VALUE_CONSTANT, VALUE_TEXT);
    (*out)->constant.text = at->text;
    return true;
  case CQL2_NUMBER:
    *out = make(c, at, VALUE_CONSTANT, VALUE_NUMBER);
    number(*out);
    return true;
  case CQL2_BOOLEAN:
    *out = make(c, at, VALUE_CONSTANT, VALUE_BOOLEAN);
    (*out)->constant.flag = at->flag;
    return true;
  case CQL2_DATE:
  case CQL2_TIMESTAMP:
    *out = make(c, at, VALUE_CONSTANT, VALUE_TEXT);
    (*out)->constant.text = at->text;
    return compile_as_time(c, out, e);
  default:
    err_set(e, ERR_INPUT,
            err_pick("aquí se espera un valor (una propiedad, un número, un texto…), no una condición",
                     "a value is expected here (a property, a number, a text…), not a condition"));
    return refuse_at(c, at, e);
  }
}
