/* CQL2 text: recursive descent by how close operators bind: OR, AND, NOT, predicates, + -, * / % div, ^. What may stand where is the
 * nodes' own check, so that "(" can open a condition, a sum or a list without looking ahead. */
#include "query/cql2_internal.h"

enum { MAX_OPEN = 4 * CQL2_MAX_DEPTH };

bool cql2_next(struct cql2_parser *p) { return cql2_lex(&p->r, p->now.end, &p->now); }

bool cql2_at_word(const struct cql2_parser *p, const char *lower) {
  return p->now.kind == CQL2_T_NAME && cql2_is_same_word(p->now.text, lower);
}

bool cql2_at_sign(const struct cql2_parser *p, char sign) { return p->now.kind == CQL2_T_SIGN && p->now.sign == sign; }

bool cql2_expect_sign(struct cql2_parser *p, char sign) {
  if (cql2_at_sign(p, sign)) return cql2_next(p);
  return cql2_fail(
      &p->r, p->now.at,
      sign == '(' ? err_pick("se espera «(»", "expected '('")
      : sign == ')' ? err_pick("se espera «)»: falta cerrar un paréntesis", "expected ')': a parenthesis is not closed")
                    : err_pick("se espera «,»", "expected ','"));
}

bool cql2_enter(struct cql2_parser *p) {
  if (++p->open <= MAX_OPEN) return true;
  return cql2_limit(&p->r, p->now.at, "paréntesis, uno dentro de otro", "parentheses, one within another", MAX_OPEN);
}

/* ---- values: + and what binds closer */

static struct cql2 *parse_power(struct cql2_parser *p) {
  struct cql2 *x = cql2_parse_operand(p);
  if (!x || !cql2_at_sign(p, '^')) return x;
  if (!cql2_next(p)) return NULL;
  x = cql2_node_2(&p->r, CQL2_ARITHMETIC, CQL2_POWER, x->at, x, cql2_parse_operand(p));
  if (!x || !cql2_at_sign(p, '^')) return x;
  return cql2_fail(
      &p->r, p->now.at,
      err_pick("diga con paréntesis cuál potencia va primero", "say with parentheses which power comes first"));
}

static int product_operator(const struct cql2_parser *p) {
  if (cql2_at_sign(p, '*')) return CQL2_MULTIPLY;
  if (cql2_at_sign(p, '/')) return CQL2_DIVIDE;
  if (cql2_at_sign(p, '%')) return CQL2_MODULO;
  return cql2_at_word(p, "div") ? CQL2_INTEGER_DIVIDE : -1;
}

static struct cql2 *parse_product(struct cql2_parser *p) {
  struct cql2 *x = parse_power(p);
  for (int op; x && (op = product_operator(p)) >= 0;)
    x = cql2_next(p) ? cql2_node_2(&p->r, CQL2_ARITHMETIC, op, x->at, x, parse_power(p)) : NULL;
  return x;
}

struct cql2 *cql2_parse_sum(struct cql2_parser *p) {
  struct cql2 *x = parse_product(p);
  while (x && (cql2_at_sign(p, '+') || cql2_at_sign(p, '-'))) {
    int op = p->now.sign == '+' ? CQL2_ADD : CQL2_SUBTRACT;
    x = cql2_next(p) ? cql2_node_2(&p->r, CQL2_ARITHMETIC, op, x->at, x, parse_product(p)) : NULL;
  }
  return x;
}

/* ---- predicates */

static struct cql2 *parse_compare(struct cql2_parser *p, struct cql2 *left) {
  enum cql2_compare op = p->now.compare;
  if (!cql2_next(p)) return NULL;
  if (cql2_at_word(p, "null"))
    return cql2_fail(&p->r, p->now.at,
                     err_pick("nada es igual a NULL; se escribe IS NULL o IS NOT NULL",
                              "nothing equals NULL; write IS NULL or IS NOT NULL"));
  struct cql2 *x = cql2_node_2(&p->r, CQL2_COMPARE, (int)op, left->at, left, cql2_parse_sum(p));
  if (!x || p->now.kind != CQL2_T_COMPARE) return x;
  return cql2_fail(&p->r, p->now.at,
                   err_pick("las comparaciones no se encadenan; únalas con AND o use BETWEEN",
                            "comparisons are not chained; join them with AND or use BETWEEN"));
}

static struct cql2 *parse_between(struct cql2_parser *p, struct cql2 *value) {
  struct cql2_list args = {0};
  cql2_list_add(&p->r, &args, value);
  struct cql2 *low = cql2_parse_sum(p);
  if (!low) return NULL;
  cql2_list_add(&p->r, &args, low);
  if (!cql2_at_word(p, "and"))
    return cql2_fail(
        &p->r, p->now.at,
        err_pick("se espera AND y el otro extremo de BETWEEN", "expected AND and the other end of BETWEEN"));
  if (!cql2_next(p)) return NULL;
  struct cql2 *high = cql2_parse_sum(p);
  if (!high) return NULL;
  cql2_list_add(&p->r, &args, high);
  return cql2_node(&p->r, CQL2_BETWEEN, 0, value->at, &args);
}

static struct cql2 *parse_in(struct cql2_parser *p, struct cql2 *value) {
  struct cql2_list args = {0};
  cql2_list_add(&p->r, &args, value);
  if (!cql2_at_sign(p, '('))
    return cql2_fail(
        &p->r, p->now.at,
        err_pick("IN lleva una lista entre paréntesis: ('a','b')", "IN takes a list in parentheses: ('a','b')"));
  if (!cql2_next(p)) return NULL;
  for (bool more = !cql2_at_sign(p, ')'); more;) {
    struct cql2 *item = cql2_parse_sum(p);
    if (!item) return NULL;
    cql2_list_add(&p->r, &args, item);
    more = cql2_at_sign(p, ',');
    if (more && !cql2_next(p)) return NULL;
  }
  return cql2_expect_sign(p, ')') ? cql2_node(&p->r, CQL2_IN, 0, value->at, &args) : NULL;
}

static struct cql2 *parse_worded(struct cql2_parser *p, struct cql2 *left, bool *found) {
  *found = true;
  if (cql2_at_word(p, "like"))
    return cql2_next(p) ? cql2_node_2(&p->r, CQL2_LIKE, 0, left->at, left, cql2_parse_sum(p)) : NULL;
  if (cql2_at_word(p, "between")) return cql2_next(p) ? parse_between(p, left) : NULL;
  if (cql2_at_word(p, "in")) return cql2_next(p) ? parse_in(p, left) : NULL;
  *found = false;
  return left;
}

static struct cql2 *parse_is_null(struct cql2_parser *p, struct cql2 *x) {
  if (!cql2_next(p)) return NULL;
  bool not = cql2_at_word(p, "not");
  if (not &&!cql2_next(p)) return NULL;
  if (!cql2_at_word(p, "null"))
    return cql2_fail(&p->r, p->now.at, err_pick("después de IS va NULL o NOT NULL", "after IS comes NULL or NOT NULL"));
  if (!cql2_next(p)) return NULL;
  size_t at = x->at;
  x = cql2_node_1(&p->r, CQL2_IS_NULL, at, x);
  return not ? cql2_node_1(&p->r, CQL2_NOT, at, x) : x;
}

static struct cql2 *parse_predicate(struct cql2_parser *p) {
  bool found;
  struct cql2 *x = cql2_parse_sum(p);
  if (!x) return NULL;
  if (p->now.kind == CQL2_T_COMPARE) {
    x = parse_compare(p, x);
  } else if (cql2_at_word(p, "not")) {
    if (!cql2_next(p)) return NULL;
    x = parse_worded(p, x, &found);
    if (!found)
      return cql2_fail(&p->r, p->now.at,
                       err_pick("después de NOT va LIKE, BETWEEN o IN", "after NOT comes LIKE, BETWEEN or IN"));
    if (x) x = cql2_node_1(&p->r, CQL2_NOT, x->at, x);
  } else {
    x = parse_worded(p, x, &found);
  }
  while (x && cql2_at_word(p, "is")) x = parse_is_null(p, x);
  return x;
}

/* ---- conditions */

static struct cql2 *parse_not(struct cql2_parser *p) {
  size_t at = p->now.at;
  if (!cql2_at_word(p, "not")) return parse_predicate(p);
  if (!cql2_enter(p) || !cql2_next(p)) return NULL;
  struct cql2 *x = cql2_node_1(&p->r, CQL2_NOT, at, parse_not(p));
  p->open--;
  return x;
}

static struct cql2 *parse_and(struct cql2_parser *p) {
  struct cql2_list args = {0};
  struct cql2 *x = parse_not(p);
  if (!x || !cql2_at_word(p, "and")) return x;
  cql2_list_add(&p->r, &args, x);
  while (cql2_at_word(p, "and")) {
    if (!cql2_next(p) || !(x = parse_not(p))) return NULL;
    cql2_list_add(&p->r, &args, x);
  }
  return cql2_node(&p->r, CQL2_AND, 0, args.item[0]->at, &args);
}

struct cql2 *cql2_parse_condition(struct cql2_parser *p) {
  struct cql2_list args = {0};
  struct cql2 *x = parse_and(p);
  if (!x || !cql2_at_word(p, "or")) return x;
  cql2_list_add(&p->r, &args, x);
  while (cql2_at_word(p, "or")) {
    if (!cql2_next(p) || !(x = parse_and(p))) return NULL;
    cql2_list_add(&p->r, &args, x);
  }
  return cql2_node(&p->r, CQL2_OR, 0, args.item[0]->at, &args);
}

static struct cql2 *expect_end(struct cql2_parser *p, struct cql2 *x) {
  if (p->now.kind == CQL2_T_END) return x;
  if (cql2_at_sign(p, ')'))
    return cql2_fail(&p->r, p->now.at, err_pick("este paréntesis no se abrió", "this parenthesis was not opened"));
  if (p->now.kind == CQL2_T_QUOTED || p->now.kind == CQL2_T_TEXT || p->now.kind == CQL2_T_NUMBER)
    return cql2_fail(
        &p->r, p->now.at,
        err_pick("falta un operador antes, como = o LIKE", "an operator is missing before it, such as = or LIKE"));
  return cql2_fail(&p->r, p->now.at,
                   err_pick("se espera AND, OR, un operador o el final", "expected AND, OR, an operator or the end"));
}

bool cql2_read_text(struct arena *a, struct str text, struct cql2 **out, struct err *e) {
  struct cql2_parser p = {0};
  if (!cql2_reader_init(&p.r, a, text, e) || !cql2_next(&p)) return false;
  struct cql2 *x = cql2_parse_condition(&p);
  if (!x || !expect_end(&p, x) || !cql2_is_condition(&p.r, x)) return false;
  *out = x;
  return true;
}
