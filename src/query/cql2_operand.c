/* Operands of CQL2 text: names, literals, functions, and what stands in parentheses. */
#include "query/cql2_internal.h"

/* ---- parentheses: a condition, a sum, or a list
 *
 * One thing in parentheses where a list could stand too is a list of it, except a sum or a condition: f((a)) has a list, f((a + 1)) has
 * not; f(((a + 1))) has. Of an operand of A_…, which can be nothing but a list, the outer parentheses always make one. */

static struct cql2 *as_element(struct cql2_parser *p, struct cql2 *x, bool list_wanted) {
  if (!x || p->group != x) return x;
  uint32_t lists = p->parens;
  if ((x->kind == CQL2_ARITHMETIC || cql2_is_predicate(x)) && !(list_wanted && lists == 1)) lists--;
  for (; x && lists; lists--) x = cql2_node_1(&p->r, CQL2_ARRAY, x->at, x);
  return x;
}

/* Elements up to ")", which is taken too. */
static bool parse_elements(struct cql2_parser *p, struct cql2_list *list) {
  for (bool more = !cql2_at_sign(p, ')'); more;) {
    struct cql2 *x = as_element(p, cql2_parse_condition(p), false);
    if (!x) return false;
    cql2_list_add(&p->r, list, x);
    more = cql2_at_sign(p, ',');
    if (more && !cql2_next(p)) return false;
  }
  return cql2_expect_sign(p, ')');
}

static struct cql2 *parse_group(struct cql2_parser *p) {
  size_t at = p->now.at;
  struct cql2_list list = {0};
  if (!cql2_next(p)) return NULL;
  if (cql2_at_sign(p, ')')) return cql2_next(p) ? cql2_node(&p->r, CQL2_ARRAY, 0, at, &list) : NULL;
  struct cql2 *x = cql2_parse_condition(p);
  if (!x) return NULL;
  if (cql2_at_sign(p, ',')) {
    x = as_element(p, x, false);
    if (!x || !cql2_next(p)) return NULL;
    cql2_list_add(&p->r, &list, x);
    if (cql2_at_sign(p, ')'))
      return cql2_fail(&p->r, p->now.at,
                       err_pick("falta un elemento después de la coma", "an element is missing after the comma"));
    return parse_elements(p, &list) ? cql2_node(&p->r, CQL2_ARRAY, 0, at, &list) : NULL;
  }
  if (!cql2_expect_sign(p, ')')) return NULL;
  p->parens = p->group == x ? p->parens + 1 : 1;
  p->group = x;
  return x;
}

/* ---- words before a parenthesis */

static struct cql2 *parse_quoted_text(struct cql2_parser *p,
                                      struct cql2 *(*make)(struct cql2_reader *, size_t, struct str)) {
  struct cql2_token t = p->now;
  if (t.kind != CQL2_T_TEXT)
    return cql2_fail(&p->r, t.at,
                     err_pick("se espera un texto entre comillas sencillas", "expected a text in single quotes"));
  return cql2_next(p) ? make(&p->r, t.at, t.text) : NULL;
}

/* DATE('…') and TIMESTAMP('…'); the "(" is taken. */
static struct cql2 *parse_instant(struct cql2_parser *p, size_t at, bool day) {
  struct cql2 *x = parse_quoted_text(p, day ? cql2_date_node : cql2_timestamp_node);
  if (!x || !cql2_expect_sign(p, ')')) return NULL;
  x->at = at;
  return x;
}

static struct cql2 *parse_bound(struct cql2_parser *p) {
  return p->now.kind == CQL2_T_TEXT ? parse_quoted_text(p, cql2_bound_node) : cql2_parse_operand(p);
}

static struct cql2 *parse_interval(struct cql2_parser *p, size_t at) {
  struct cql2 *from = parse_bound(p);
  if (!from || !cql2_expect_sign(p, ',')) return NULL;
  struct cql2 *to = parse_bound(p);
  return to && cql2_expect_sign(p, ')') ? cql2_node_2(&p->r, CQL2_INTERVAL, 0, at, from, to) : NULL;
}

static struct cql2 *parse_signed(struct cql2_parser *p) {
  bool negative = cql2_at_sign(p, '-');
  size_t at = p->now.at;
  if ((negative || cql2_at_sign(p, '+')) && !cql2_next(p)) return NULL;
  struct cql2_token t = p->now;
  if (t.kind != CQL2_T_NUMBER) return cql2_fail(&p->r, t.at, err_pick("se espera un número", "expected a number"));
  return cql2_next(p) ? cql2_number_node(&p->r, at, negative, t.text) : NULL;
}

static struct cql2 *parse_box(struct cql2_parser *p, size_t at) {
  double v[7] = {0};
  uint32_t n = 0, nodes = p->r.n_nodes;
  do {
    struct cql2 *number = n && !cql2_next(p) ? NULL : parse_signed(p);
    if (!number) return NULL;
    v[n] = number->number;
    if (++n == 7) break; /* one too many */
  } while (cql2_at_sign(p, ','));
  p->r.n_nodes = nodes; /* they are not kept */
  struct cql2 *box = cql2_box_node(&p->r, at, v, n);
  return box && cql2_expect_sign(p, ')') ? box : NULL;
}

static struct cql2 *parse_side(struct cql2_parser *p, bool list) {
  struct cql2 *x = cql2_parse_sum(p);
  return list ? as_element(p, x, true) : x;
}

/* S_…, T_…, A_…: two operands. */
static struct cql2 *parse_two(struct cql2_parser *p, const struct cql2_name *name, size_t at) {
  bool lists = name->kind == CQL2_ARRAYS;
  struct cql2 *x = parse_side(p, lists);
  if (!x || !cql2_expect_sign(p, ',')) return NULL;
  struct cql2 *y = parse_side(p, lists);
  return y && cql2_expect_sign(p, ')') ? cql2_node_2(&p->r, name->kind, name->op, at, x, y) : NULL;
}

static struct cql2 *parse_called(struct cql2_parser *p, struct cql2_token word) {
  const struct cql2_name *name = cql2_name_find(word.text, true);
  if (cql2_is_same_word(word.text, "date")) return parse_instant(p, word.at, true);
  if (cql2_is_same_word(word.text, "timestamp")) return parse_instant(p, word.at, false);
  if (cql2_is_same_word(word.text, "interval")) return parse_interval(p, word.at);
  if (cql2_is_same_word(word.text, "bbox")) return parse_box(p, word.at);
  if (name && (name->kind == CQL2_SPATIAL || name->kind == CQL2_TEMPORAL || name->kind == CQL2_ARRAYS))
    return parse_two(p, name, word.at);
  if (name && (name->kind == CQL2_CASEI || name->kind == CQL2_ACCENTI)) {
    struct cql2 *x = cql2_parse_sum(p);
    return x && cql2_expect_sign(p, ')') ? cql2_node_1(&p->r, name->kind, word.at, x) : NULL;
  }
  if (name) return cql2_fail(&p->r, word.at, err_pick("esto se escribe x IS NULL", "this is written x IS NULL"));
  struct cql2_list args = {0};
  if (!parse_elements(p, &args)) return NULL;
  struct cql2 *x = cql2_node(&p->r, CQL2_FUNCTION, 0, word.at, &args);
  if (x) x->text = word.text;
  return x;
}

/* ---- names and literals */

/* Of a geometry: its dimensions or EMPTY may come before the parenthesis. */
static bool begins_wkt(const struct cql2_token *word, const struct cql2_token *after) {
  if (!geometry_is_wkt_keyword(word->text)) return false;
  if (after->kind == CQL2_T_SIGN) return after->sign == '(';
  return after->kind == CQL2_T_NAME &&
         (cql2_is_same_word(after->text, "z") || cql2_is_same_word(after->text, "m") ||
          cql2_is_same_word(after->text, "zm") || cql2_is_same_word(after->text, "empty"));
}

static struct cql2 *misplaced(struct cql2_parser *p, size_t at, struct str word) {
  if (cql2_is_same_word(word, "null"))
    return cql2_fail(&p->r, at,
                     err_pick("NULL va solo después de IS: x IS NULL", "NULL goes only after IS: x IS NULL"));
  return cql2_fail(
      &p->r, at,
      err_pick("falta algo antes de esta palabra; si es el nombre de una propiedad, va entre comillas dobles",
               "something is missing before this word; if it is the name of a property, it goes in double quotes"));
}

static struct cql2 *parse_name(struct cql2_parser *p) {
  struct cql2_token word = p->now;
  if (cql2_is_same_word(word.text, "true") || cql2_is_same_word(word.text, "false"))
    return cql2_next(p) ? cql2_boolean_node(&p->r, word.at, (word.text.p[0] & ~0x20) == 'T') : NULL;
  if (cql2_is_keyword(word.text, false)) return misplaced(p, word.at, word.text);
  if (!cql2_next(p)) return NULL;
  if (begins_wkt(&word, &p->now)) {
    p->now.end = word.at;
    struct cql2 *x = cql2_geometry_node(&p->r, word.at, &p->now.end, false);
    return x && cql2_next(p) ? x : NULL;
  }
  if (!cql2_at_sign(p, '(')) return cql2_property_node(&p->r, word.at, word.text);
  if (!cql2_enter(p) || !cql2_next(p)) return NULL;
  struct cql2 *x = parse_called(p, word);
  p->open--;
  return x;
}

static struct cql2 *parse_negative(struct cql2_parser *p) {
  struct cql2_token sign = p->now, after;
  if (!cql2_lex(&p->r, sign.end, &after)) return NULL;
  if (after.kind == CQL2_T_NUMBER) return parse_signed(p);
  if (sign.sign == '+')
    return cql2_fail(&p->r, sign.at,
                     err_pick("después de este + se espera un número", "after this + a number is expected"));
  struct cql2 *minus_one = cql2_number_node(&p->r, sign.at, true, STR("1"));
  if (!minus_one || !cql2_enter(p) || !cql2_next(p)) return NULL;
  struct cql2 *x = cql2_node_2(&p->r, CQL2_ARITHMETIC, CQL2_MULTIPLY, sign.at, minus_one, cql2_parse_operand(p));
  p->open--;
  return x;
}

struct cql2 *cql2_parse_operand(struct cql2_parser *p) {
  struct cql2_token t = p->now;
  switch (t.kind) {
  case CQL2_T_NAME: return parse_name(p);
  case CQL2_T_TEXT: return cql2_next(p) ? cql2_text_node(&p->r, CQL2_TEXT, t.at, t.text) : NULL;
  case CQL2_T_NUMBER: return parse_signed(p);
  case CQL2_T_QUOTED:
    if (!cql2_next(p)) return NULL;
    if (cql2_at_sign(p, '('))
      return cql2_fail(
          &p->r, t.at,
          err_pick("el nombre de una función va sin comillas", "the name of a function goes without quotes"));
    return cql2_property_node(&p->r, t.at, t.text);
  case CQL2_T_SIGN:
    if (t.sign == '-' || t.sign == '+') return parse_negative(p);
    if (t.sign == '(') {
      if (!cql2_enter(p)) return NULL;
      struct cql2 *x = parse_group(p);
      p->open--;
      return x;
    }
    break;
  case CQL2_T_COMPARE:
  case CQL2_T_END: break;
  }
  return cql2_fail(&p->r, t.at,
                   err_pick("falta un valor o una condición, como nombre = 'agua'",
                            "a value or a condition is missing, such as name = 'water'"));
}
