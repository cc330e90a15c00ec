/* The tokens of CQL2 text. */
#include "core/text.h"
#include "query/cql2_internal.h"

/* The code point at byte `at`, whose length goes into *n; 0 at the end. */
static uint32_t code_at(const struct cql2_reader *r, size_t at, size_t *n) {
  struct str rest = {r->text.p + at, r->text.n - at};
  if (!rest.n) return 0;
  uint32_t c = text_next(&rest);
  *n = r->text.n - at - rest.n;
  return c;
}

static char byte_at(const struct cql2_reader *r, size_t at) { return at < r->text.n ? r->text.p[at] : '\0'; }

static size_t skip_digits(const struct cql2_reader *r, size_t at) {
  while (byte_at(r, at) >= '0' && byte_at(r, at) <= '9') at++;
  return at;
}

static bool lex_number(const struct cql2_reader *r, struct cql2_token *t) {
  size_t at = skip_digits(r, t->at);
  if (byte_at(r, at) == '.') at = skip_digits(r, at + 1);
  if (byte_at(r, at) == 'e' || byte_at(r, at) == 'E') {
    size_t sign = at + 1 + (byte_at(r, at + 1) == '+' || byte_at(r, at + 1) == '-'), end = skip_digits(r, sign);
    if (end > sign) at = end;
  }
  t->kind = CQL2_T_NUMBER;
  t->end = at;
  t->text = (struct str){r->text.p + t->at, at - t->at};
  return true;
}

static bool lex_name(const struct cql2_reader *r, struct cql2_token *t) {
  size_t n = 0;
  for (t->end = t->at; t->end < r->text.n && cql2_is_name_part(code_at(r, t->end, &n));) t->end += n;
  t->kind = CQL2_T_NAME;
  t->text = (struct str){r->text.p + t->at, t->end - t->at};
  return true;
}

static bool lex_quoted(const struct cql2_reader *r, struct cql2_token *t) {
  const char *from = r->text.p + t->at + 1, *end = memchr(from, '"', r->text.n - t->at - 1);
  if (!end)
    return cql2_fail(r, t->at, err_pick("a este nombre le falta la comilla final", "this name has no closing quote"));
  t->kind = CQL2_T_QUOTED;
  t->text = (struct str){from, (size_t)(end - from)};
  t->end = (size_t)(end + 1 - r->text.p);
  return true;
}

/* What \c stands for; 0: the backslash stays, as in the \% of a pattern. */
static char escaped(char c) {
  static const char letters[] = "abtnvfr\\'", means[] = "\a\b\t\n\v\f\r\\'";
  const char *found = c ? strchr(letters, c) : NULL;
  return found ? means[found - letters] : '\0';
}

/* Bytes of the character at `at` within a text as it is written; 0: this is the closing quote. */
static size_t written(const struct cql2_reader *r, size_t at) {
  if (r->text.p[at] == '\'') return byte_at(r, at + 1) == '\'' ? 2 : 0;
  return r->text.p[at] == '\\' && escaped(byte_at(r, at + 1)) ? 2 : 1;
}

static bool lex_text(const struct cql2_reader *r, struct cql2_token *t) {
  size_t end = t->at + 1, n = 0;
  for (size_t step; end < r->text.n && (step = written(r, end)); end += step) n++;
  if (end >= r->text.n)
    return cql2_fail(r, t->at,
                     err_pick("a este texto le falta la comilla final; una comilla dentro se escribe doble: ''",
                              "this text has no closing quote; a quote within it is written twice: ''"));
  char *out = arena_alloc(r->arena, n + 1);
  n = 0;
  for (size_t at = t->at + 1, step; at < end; at += step) {
    step = written(r, at);
    out[n++] = step == 1 ? r->text.p[at] : r->text.p[at] == '\\' ? escaped(r->text.p[at + 1]) : '\'';
  }
  t->kind = CQL2_T_TEXT;
  t->text = (struct str){out, n};
  t->end = end + 1;
  return true;
}

/* What stands there in other languages, and what CQL2 has instead. */
static bool hint(const struct cql2_reader *r, size_t at, uint32_t c) {
  static const struct {
    const char *here, *es, *en;
  } hints[] = {{"==", "la igualdad se escribe con un solo =", "equality is written with one ="},
               {"!=", "distinto se escribe <>", "not equal is written <>"},
               {"=<", "menor o igual se escribe <=", "less than or equal is written <="},
               {"=>", "mayor o igual se escribe >=", "greater than or equal is written >="},
               {"&", "se escribe AND", "write AND"},
               {"|", "se escribe OR", "write OR"},
               {"!", "se escribe NOT", "write NOT"},
               {"[", "las listas van entre paréntesis: ('a','b')", "lists go in parentheses: ('a','b')"},
               {"{", "esto parece JSON; dígalo con filter-lang=cql2-json",
                "this looks like JSON; say so with filter-lang=cql2-json"},
               {";", "un filtro es una sola expresión", "a filter is one expression"},
               {"‘", "los textos van entre comillas rectas: 'agua'", "texts go in straight quotes: 'water'"},
               {"’", "los textos van entre comillas rectas: 'agua'", "texts go in straight quotes: 'water'"},
               {"“", "los textos van entre comillas rectas: 'agua'", "texts go in straight quotes: 'water'"},
               {"”", "los textos van entre comillas rectas: 'agua'", "texts go in straight quotes: 'water'"},
               {"«", "los textos van entre comillas rectas: 'agua'", "texts go in straight quotes: 'water'"},
               {"`", "los textos van entre comillas rectas: 'agua'", "texts go in straight quotes: 'water'"}};
  for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
    size_t n = strlen(hints[i].here);
    if (r->text.n - at >= n && memcmp(r->text.p + at, hints[i].here, n) == 0)
      return cql2_fail(r, at, err_pick(hints[i].es, hints[i].en));
  }
  return c >= 0x20
             ? cql2_fail(r, at, err_pick("este carácter no tiene sentido aquí", "this character means nothing here"))
             : cql2_fail(r, at,
                         err_pick("hay un carácter de control; quítelo", "there is a control character; remove it"));
}

static bool lex_compare(const struct cql2_reader *r, struct cql2_token *t) {
  char first = r->text.p[t->at], second = byte_at(r, t->at + 1);
  bool two = (first == '<' && (second == '>' || second == '=')) || (first == '>' && second == '=');
  if (first == '=' && second && strchr("=<>", second)) return hint(r, t->at, '=');
  t->kind = CQL2_T_COMPARE;
  t->end = t->at + 1 + two;
  t->compare = first == '='   ? CQL2_EQ
               : first == '<' ? (!two            ? CQL2_LT
                                 : second == '>' ? CQL2_NE
                                                 : CQL2_LE)
                              : (two ? CQL2_GE : CQL2_GT);
  return true;
}

bool cql2_lex(struct cql2_reader *r, size_t from, struct cql2_token *out) {
  size_t n = 0;
  uint32_t c;
  while ((c = code_at(r, from, &n)) && cql2_is_space(c)) from += n;
  *out = (struct cql2_token){.kind = CQL2_T_END, .at = from, .end = from};
  if (from == r->text.n) return true;
  char second = byte_at(r, from + 1);
  if ((c >= '0' && c <= '9') || (c == '.' && second >= '0' && second <= '9')) return lex_number(r, out);
  if (cql2_is_name_start(c)) return lex_name(r, out);
  if (c == '"') return lex_quoted(r, out);
  if (c == '\'') return lex_text(r, out);
  if (c == '=' || c == '<' || c == '>') return lex_compare(r, out);
  if (c == 0 || c >= 0x80 || !strchr("(),+-*/%^", (int)c)) return hint(r, from, c);
  out->kind = CQL2_T_SIGN;
  out->sign = (char)c;
  out->end = from + 1;
  return true;
}
