/* What both readers and writers know of CQL2: names, characters, how to complain. */
#include <stdio.h>
#include "core/text.h"
#include "query/cql2_internal.h"

enum { SHOWN = 24 };

static const struct cql2_name names[] = {
    {"and", CQL2_AND, 0},
    {"or", CQL2_OR, 0},
    {"not", CQL2_NOT, 0},
    {"=", CQL2_COMPARE, CQL2_EQ},
    {"<>", CQL2_COMPARE, CQL2_NE},
    {"<", CQL2_COMPARE, CQL2_LT},
    {"<=", CQL2_COMPARE, CQL2_LE},
    {">", CQL2_COMPARE, CQL2_GT},
    {">=", CQL2_COMPARE, CQL2_GE},
    {"like", CQL2_LIKE, 0},
    {"between", CQL2_BETWEEN, 0},
    {"in", CQL2_IN, 0},
    {"isNull", CQL2_IS_NULL, 0},
    {"s_intersects", CQL2_SPATIAL, CQL2_S_INTERSECTS},
    {"s_equals", CQL2_SPATIAL, CQL2_S_EQUALS},
    {"s_disjoint", CQL2_SPATIAL, CQL2_S_DISJOINT},
    {"s_touches", CQL2_SPATIAL, CQL2_S_TOUCHES},
    {"s_within", CQL2_SPATIAL, CQL2_S_WITHIN},
    {"s_overlaps", CQL2_SPATIAL, CQL2_S_OVERLAPS},
    {"s_crosses", CQL2_SPATIAL, CQL2_S_CROSSES},
    {"s_contains", CQL2_SPATIAL, CQL2_S_CONTAINS},
    {"t_after", CQL2_TEMPORAL, CQL2_T_AFTER},
    {"t_before", CQL2_TEMPORAL, CQL2_T_BEFORE},
    {"t_contains", CQL2_TEMPORAL, CQL2_T_CONTAINS},
    {"t_disjoint", CQL2_TEMPORAL, CQL2_T_DISJOINT},
    {"t_during", CQL2_TEMPORAL, CQL2_T_DURING},
    {"t_equals", CQL2_TEMPORAL, CQL2_T_EQUALS},
    {"t_finishedBy", CQL2_TEMPORAL, CQL2_T_FINISHEDBY},
    {"t_finishes", CQL2_TEMPORAL, CQL2_T_FINISHES},
    {"t_intersects", CQL2_TEMPORAL, CQL2_T_INTERSECTS},
    {"t_meets", CQL2_TEMPORAL, CQL2_T_MEETS},
    {"t_metBy", CQL2_TEMPORAL, CQL2_T_METBY},
    {"t_overlappedBy", CQL2_TEMPORAL, CQL2_T_OVERLAPPEDBY},
    {"t_overlaps", CQL2_TEMPORAL, CQL2_T_OVERLAPS},
    {"t_startedBy", CQL2_TEMPORAL, CQL2_T_STARTEDBY},
    {"t_starts", CQL2_TEMPORAL, CQL2_T_STARTS},
    {"a_equals", CQL2_ARRAYS, CQL2_A_EQUALS},
    {"a_contains", CQL2_ARRAYS, CQL2_A_CONTAINS},
    {"a_containedBy", CQL2_ARRAYS, CQL2_A_CONTAINEDBY},
    {"a_overlaps", CQL2_ARRAYS, CQL2_A_OVERLAPS},
    {"+", CQL2_ARITHMETIC, CQL2_ADD},
    {"-", CQL2_ARITHMETIC, CQL2_SUBTRACT},
    {"*", CQL2_ARITHMETIC, CQL2_MULTIPLY},
    {"/", CQL2_ARITHMETIC, CQL2_DIVIDE},
    {"%", CQL2_ARITHMETIC, CQL2_MODULO},
    {"div", CQL2_ARITHMETIC, CQL2_INTEGER_DIVIDE},
    {"^", CQL2_ARITHMETIC, CQL2_POWER},
    {"casei", CQL2_CASEI, 0},
    {"accenti", CQL2_ACCENTI, 0},
};

bool cql2_is_same_word(struct str s, const char *lower) {
  if (s.n != strlen(lower)) return false;
  for (size_t i = 0; i < s.n; i++) {
    char x = s.p[i], y = lower[i];
    if (x >= 'A' && x <= 'Z') x = (char)(x + 32);
    if (y >= 'A' && y <= 'Z') y = (char)(y + 32);
    if (x != y) return false;
  }
  return true;
}

const struct cql2_name *cql2_name_find(struct str name, bool any_case) {
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (any_case ? cql2_is_same_word(name, names[i].name) : str_is(name, names[i].name)) return &names[i];
  return NULL;
}

const char *cql2_operator(const struct cql2 *c) {
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (names[i].kind == c->kind && names[i].op == c->op) return names[i].name;
  return NULL;
}

bool cql2_is_keyword(struct str word, bool called) {
  static const char *const always[] = {"and", "or",   "not",  "like",  "between", "in",
                                       "is",  "null", "true", "false", "div"};
  static const char *const before_parenthesis[] = {"bbox", "date", "timestamp", "interval"};
  for (size_t i = 0; i < sizeof always / sizeof *always; i++)
    if (cql2_is_same_word(word, always[i])) return true;
  if (!called) return false;
  for (size_t i = 0; i < sizeof before_parenthesis / sizeof *before_parenthesis; i++)
    if (cql2_is_same_word(word, before_parenthesis[i])) return true;
  return geometry_is_wkt_keyword(word) || cql2_name_find(word, true);
}

/* ---- characters, as the BNF has them */

struct range {
  uint32_t from, to;
};

static bool is_in(uint32_t c, const struct range *ranges, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (c >= ranges[i].from && c <= ranges[i].to) return true;
  return false;
}

bool cql2_is_space(uint32_t c) {
  static const struct range spaces[] = {{0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},
                                        {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
                                        {0x205F, 0x205F}, {0x3000, 0x3000}};
  return is_in(c, spaces, sizeof spaces / sizeof *spaces);
}

bool cql2_is_name_start(uint32_t c) {
  static const struct range letters[] = {{':', ':'},       {'_', '_'},       {'A', 'Z'},       {'a', 'z'},
                                         {0xC0, 0xD6},     {0xD8, 0xF6},     {0xF8, 0x2FF},    {0x370, 0x37D},
                                         {0x37F, 0x1FFE},  {0x200C, 0x200D}, {0x2070, 0x218F}, {0x2C00, 0x2FEF},
                                         {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}};
  return is_in(c, letters, sizeof letters / sizeof *letters) && !cql2_is_space(c);
}

bool cql2_is_name_part(uint32_t c) {
  static const struct range more[] = {{'.', '.'}, {'0', '9'}, {0x300, 0x36F}, {0x203F, 0x2040}};
  return cql2_is_name_start(c) || is_in(c, more, sizeof more / sizeof *more);
}

bool cql2_is_name(struct str s) {
  if (!s.n || !cql2_is_name_start(text_next(&s))) return false;
  while (s.n)
    if (!cql2_is_name_part(text_next(&s))) return false;
  return true;
}

/* ---- what a person is told */

/* A word, an operator, or the beginning of whatever else stands there. */
static struct str shown(struct str rest) {
  struct str s = rest, left = rest;
  uint32_t first = text_next(&left);
  bool word = cql2_is_name_part(first), long_one = first == '\'' || first == '"' || first == '{' || first == '[';
  for (int n = 1; left.n && n < SHOWN; n++) {
    struct str after = left;
    uint32_t c = text_next(&after);
    if (c < 0x20 || c == 0x7F) break;
    if (word ? !cql2_is_name_part(c)
             : !long_one && !(strchr("=<>!&|", (int)first) && c < 0x80 && strchr("=<>!&|", (int)c)))
      break;
    left = after;
    if (long_one && c == first) break;
  }
  s.n -= left.n;
  return s;
}

bool cql2_complain(struct str text, size_t at, const char *what, struct err *e) {
  size_t n = 1;
  for (size_t i = 0; i < at && i < text.n; i++) n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
  if (at >= text.n)
    return err_set(e, ERR_INPUT, err_pick("CQL2, carácter %zu, al final: %s", "CQL2, character %zu, at the end: %s"), n,
                   what);
  struct str s = shown((struct str){text.p + at, text.n - at});
  char code[8];
  unsigned char first = (unsigned char)text.p[at];
  if (first < 0x20 || first == 0x7F) s = (struct str){code, (size_t)snprintf(code, sizeof code, "U+%04X", first)};
  return err_set(e, ERR_INPUT, err_pick("CQL2, carácter %zu, en «%.*s»: %s", "CQL2, character %zu, at '%.*s': %s"), n,
                 STR_ARG(s), what);
}

struct cql2 *cql2_fail(const struct cql2_reader *r, size_t at, const char *what) {
  cql2_complain(r->text, at, what, r->e);
  return NULL;
}

struct cql2 *cql2_limit(const struct cql2_reader *r, size_t at, const char *es, const char *en, int bound) {
  char what[160];
  snprintf(what, sizeof what,
           err_pick("más de %d %s; haga el filtro más sencillo", "more than %d %s; make the filter simpler"), bound,
           err_pick(es, en));
  cql2_complain(r->text, at, what, r->e);
  if (r->e) r->e->kind = ERR_LIMIT;
  return NULL;
}

bool cql2_reader_init(struct cql2_reader *r, struct arena *a, struct str text, struct err *e) {
  *r = (struct cql2_reader){.arena = a, .text = text, .e = e};
  if (text.n > CQL2_MAX_BYTES)
    return err_set(e, ERR_LIMIT,
                   err_pick("CQL2: el filtro tiene más de %d bytes; hágalo más sencillo",
                            "CQL2: the filter has more than %d bytes; make it simpler"),
                   CQL2_MAX_BYTES);
  if (!text_is_utf8(text))
    return err_set(e, ERR_INPUT, err_pick("CQL2: el filtro no está en UTF-8", "CQL2: the filter is not UTF-8"));
  return true;
}

static bool same_args(const struct cql2 *x, const struct cql2 *y) {
  for (uint32_t i = 0; i < x->n_args; i++)
    if (!cql2_equal(x->arg[i], y->arg[i])) return false;
  return true;
}

bool cql2_equal(const struct cql2 *x, const struct cql2 *y) {
  return x->kind == y->kind && x->op == y->op && x->flag == y->flag && str_eq(x->text, y->text) &&
         x->n_args == y->n_args && !x->geometry == !y->geometry &&
         (!x->geometry || geometry_equal(x->geometry, y->geometry)) && same_args(x, y);
}
