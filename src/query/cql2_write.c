/* The tree as text and as JSON, in one form each. */
#include "query/cql2_internal.h"

/* How close an operator binds; an operand that binds less than its place asks for goes in parentheses. */
enum bind { OR = 1, AND, NOT, PREDICATE, SUM, PRODUCT, POWER, OPERAND };

static enum bind binds(const struct cql2 *c) {
  switch (c->kind) {
  case CQL2_OR: return OR;
  case CQL2_AND: return AND;
  case CQL2_NOT:
    switch (c->arg[0]->kind) { /* x NOT LIKE … */
    case CQL2_LIKE:
    case CQL2_BETWEEN:
    case CQL2_IN:
    case CQL2_IS_NULL: return PREDICATE;
    default: return NOT;
    }
  case CQL2_COMPARE:
  case CQL2_LIKE:
  case CQL2_BETWEEN:
  case CQL2_IN:
  case CQL2_IS_NULL: return PREDICATE;
  case CQL2_ARITHMETIC: return c->op <= CQL2_SUBTRACT ? SUM : c->op == CQL2_POWER ? POWER : PRODUCT;
  default: return OPERAND;
  }
}

static void write_bare(struct buf *b, const struct cql2 *c);

static void write_as(struct buf *b, const struct cql2 *c, enum bind place) {
  bool parentheses = binds(c) < place;
  if (parentheses) buf_add_char(b, '(');
  write_bare(b, c);
  if (parentheses) buf_add_char(b, ')');
}

static void write_between(struct buf *b, const struct cql2 *c, const char *between, enum bind first, enum bind rest) {
  for (uint32_t i = 0; i < c->n_args; i++) {
    if (i) buf_add_z(b, between);
    write_as(b, c->arg[i], i ? rest : first);
  }
}

static void add_upper(struct buf *b, const char *z) {
  for (; *z; z++) buf_add_char(b, *z >= 'a' && *z <= 'z' ? (char)(*z - 32) : *z);
}

static void write_name(struct buf *b, struct str name) {
  bool quoted = cql2_is_keyword(name, true);
  if (quoted) buf_add_char(b, '"');
  buf_add_str(b, name);
  if (quoted) buf_add_char(b, '"');
}

static void write_text(struct buf *b, struct str s) {
  buf_add_char(b, '\'');
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c >= '\a' && c <= '\r') {
      buf_add_char(b, '\\');
      c = "abtnvfr"[c - '\a'];
    } else if (c == '\'' || c == '\\') {
      buf_add_char(b, c);
    }
    buf_add_char(b, c);
  }
  buf_add_char(b, '\'');
}

/* (a,b). A list of one sum or condition needs a second pair of parentheses; see cql2_operand.c. */
static void write_array(struct buf *b, const struct cql2 *c) {
  bool twice = c->n_args == 1 && (c->arg[0]->kind == CQL2_ARITHMETIC || cql2_is_predicate(c->arg[0]));
  buf_add_z(b, twice ? "((" : "(");
  write_between(b, c, ",", OR, OR);
  buf_add_z(b, twice ? "))" : ")");
}

static void write_called(struct buf *b, const struct cql2 *c) {
  buf_add_char(b, '(');
  write_between(b, c, ",", OR, OR);
  buf_add_char(b, ')');
}

/* LIKE, BETWEEN, IN, IS NULL, each with NOT or without. */
static void write_predicate(struct buf *b, const struct cql2 *c, bool not ) {
  write_as(b, c->arg[0], SUM);
  if (c->kind == CQL2_IS_NULL) {
    buf_add_z(b, not ? " IS NOT NULL" : " IS NULL");
    return;
  }
  buf_add_z(b, not ? " NOT " : " ");
  add_upper(b, cql2_operator(c));
  buf_add_z(b, c->kind == CQL2_IN ? " (" : " ");
  for (uint32_t i = 1; i < c->n_args; i++) {
    if (i > 1) buf_add_z(b, c->kind == CQL2_IN ? "," : " AND ");
    write_as(b, c->arg[i], SUM);
  }
  if (c->kind == CQL2_IN) buf_add_char(b, ')');
}

static void write_not(struct buf *b, const struct cql2 *c) {
  if (binds(c) == PREDICATE) {
    write_predicate(b, c->arg[0], true);
    return;
  }
  buf_add_z(b, "NOT ");
  write_as(b, c->arg[0], PREDICATE);
}

static void write_arithmetic(struct buf *b, const struct cql2 *c) {
  enum bind own = binds(c);
  write_as(b, c->arg[0], own == POWER ? OPERAND : own);
  buf_add_char(b, ' ');
  add_upper(b, cql2_operator(c));
  buf_add_char(b, ' ');
  write_as(b, c->arg[1], own + 1);
}

/* The bounds are texts without DATE or TIMESTAMP before them. */
static void write_interval(struct buf *b, const struct cql2 *c) {
  buf_add_z(b, "INTERVAL(");
  for (uint32_t i = 0; i < c->n_args; i++) {
    const struct cql2 *bound = c->arg[i];
    if (i) buf_add_char(b, ',');
    if (bound->kind == CQL2_PROPERTY || bound->kind == CQL2_FUNCTION) write_bare(b, bound);
    else write_text(b, bound->text);
  }
  buf_add_char(b, ')');
}

static void write_instant(struct buf *b, const struct cql2 *c) {
  buf_add_z(b, c->kind == CQL2_DATE ? "DATE(" : "TIMESTAMP(");
  write_text(b, c->text);
  buf_add_char(b, ')');
}

static void write_bare(struct buf *b, const struct cql2 *c) {
  switch (c->kind) {
  case CQL2_AND: write_between(b, c, " AND ", NOT, NOT); break;
  case CQL2_OR: write_between(b, c, " OR ", AND, AND); break;
  case CQL2_NOT: write_not(b, c); break;
  case CQL2_COMPARE:
    write_as(b, c->arg[0], SUM);
    buf_printf(b, " %s ", cql2_operator(c));
    write_as(b, c->arg[1], SUM);
    break;
  case CQL2_LIKE:
  case CQL2_BETWEEN:
  case CQL2_IN:
  case CQL2_IS_NULL: write_predicate(b, c, false); break;
  case CQL2_SPATIAL:
  case CQL2_TEMPORAL:
  case CQL2_ARRAYS:
  case CQL2_CASEI:
  case CQL2_ACCENTI:
    add_upper(b, cql2_operator(c));
    write_called(b, c);
    break;
  case CQL2_FUNCTION:
    buf_add_str(b, c->text);
    write_called(b, c);
    break;
  case CQL2_PROPERTY: write_name(b, c->text); break;
  case CQL2_ARITHMETIC: write_arithmetic(b, c); break;
  case CQL2_TEXT: write_text(b, c->text); break;
  case CQL2_NUMBER: buf_add_str(b, c->text); break;
  case CQL2_BOOLEAN: buf_add_z(b, c->flag ? "TRUE" : "FALSE"); break;
  case CQL2_DATE:
  case CQL2_TIMESTAMP: write_instant(b, c); break;
  case CQL2_INTERVAL: write_interval(b, c); break;
  case CQL2_GEOMETRY: geometry_write_wkt(b, c->geometry); break;
  case CQL2_ARRAY: write_array(b, c); break;
  }
}

void cql2_write_text(struct buf *b, const struct cql2 *c) { write_bare(b, c); }
