/* JSON as it was sent: every value with its place, numbers with their digits, a key given twice refused. (A library would tell neither
 * the place nor the digits.) RFC 8259. */
#include <stdlib.h>
#include "core/text.h"
#include "query/cql2_internal.h"

enum { JSON_DEPTH = 4 * CQL2_MAX_DEPTH, MAX_MEMBERS = 32 };

struct json_parser {
  struct cql2_reader *r;
  size_t at;
  int depth;
};

static char here(const struct json_parser *p) { return p->at < p->r->text.n ? p->r->text.p[p->at] : '\0'; }

static void skip_space(struct json_parser *p) {
  while (here(p) == ' ' || here(p) == '\t' || here(p) == '\n' || here(p) == '\r') p->at++;
}

static bool fail(const struct json_parser *p, const char *what) { return cql2_fail(p->r, p->at, what); }

static bool accept(struct json_parser *p, char c) {
  skip_space(p);
  if (p->at >= p->r->text.n || here(p) != c) return false;
  p->at++;
  return true;
}

/* ---- strings */

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = (char)(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits after \u; -1: there are not four. */
static int32_t read_hex(struct json_parser *p) {
  int32_t v = 0;
  for (int i = 0; i < 4; i++, p->at++) {
    int digit = hex_digit(here(p));
    if (digit < 0) return -1;
    v = v * 16 + digit;
  }
  return v;
}

static bool read_unicode(struct json_parser *p, struct buf *out) {
  int32_t c = read_hex(p), low = 0;
  if (c >= 0xD800 && c <= 0xDBFF) {
    if (here(p) == '\\' && p->at + 1 < p->r->text.n && p->r->text.p[p->at + 1] == 'u') {
      p->at += 2;
      low = read_hex(p);
    }
    c = low >= 0xDC00 && low <= 0xDFFF ? 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00) : -1;
  }
  if (c < 0 || (c >= 0xDC00 && c <= 0xDFFF))
    return fail(p, err_pick("este escape \\u no es un carácter", "this \\u escape is not a character"));
  text_put(out, (uint32_t)c);
  return true;
}

static bool read_escape(struct json_parser *p, struct buf *out) {
  static const char letters[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
  char c = here(p);
  p->at++;
  if (c == 'u') return read_unicode(p, out);
  const char *found = c ? strchr(letters, c) : NULL;
  if (!found) {
    p->at--;
    return fail(p, err_pick("JSON no tiene este escape", "JSON has no such escape"));
  }
  buf_add_char(out, means[found - letters]);
  return true;
}

static bool read_characters(struct json_parser *p, struct buf *out) {
  size_t start = p->at++;
  while (here(p) != '"') {
    char c = here(p);
    if (p->at >= p->r->text.n) {
      p->at = start;
      return fail(p, err_pick("a este texto le falta la comilla final", "this text has no closing quote"));
    }
    if ((unsigned char)c < 0x20)
      return fail(p, err_pick("hay un carácter de control; quítelo", "there is a control character; remove it"));
    p->at++;
    if (c != '\\') buf_add_char(out, c);
    else if (!read_escape(p, out)) return false;
  }
  p->at++;
  return true;
}

static bool read_string(struct json_parser *p, struct str *out) {
  struct buf b = {0};
  bool read = read_characters(p, &b);
  if (read) *out = arena_str(p->r->arena, buf_str(&b));
  buf_free(&b);
  return read;
}

/* ---- numbers and words */

static size_t skip_digits(struct json_parser *p) {
  size_t from = p->at;
  while (here(p) >= '0' && here(p) <= '9') p->at++;
  return p->at - from;
}

static bool read_number(struct json_parser *p, struct cql2_json *j) {
  size_t from = p->at;
  if (here(p) == '-') p->at++;
  bool zero = here(p) == '0', good = true;
  size_t whole = skip_digits(p);
  good = whole == 1 || (whole > 1 && !zero);
  if (here(p) == '.') {
    p->at++;
    good = skip_digits(p) && good;
  }
  if (here(p) == 'e' || here(p) == 'E') {
    p->at++;
    if (here(p) == '+' || here(p) == '-') p->at++;
    good = skip_digits(p) && good;
  }
  j->kind = CQL2_J_NUMBER;
  j->text = (struct str){p->r->text.p + from, p->at - from};
  if (good) return true;
  p->at = from;
  return fail(p, err_pick("se espera un valor de JSON; un número se escribe como -75.4 o 0.5",
                          "expected a JSON value; a number is written as -75.4 or 0.5"));
}

static bool read_word(struct json_parser *p, struct cql2_json *j) {
  static const struct {
    struct str word;
    enum cql2_json_kind kind;
  } words[] = {{STR("true"), CQL2_J_TRUE}, {STR("false"), CQL2_J_FALSE}, {STR("null"), CQL2_J_NULL}};
  struct str rest = {p->r->text.p + p->at, p->r->text.n - p->at};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (rest.n >= words[i].word.n && memcmp(rest.p, words[i].word.p, words[i].word.n) == 0) {
      p->at += words[i].word.n;
      j->kind = words[i].kind;
      return true;
    }
  return fail(p, here(p) == '\''
                     ? err_pick("los textos de JSON van entre comillas dobles", "texts of JSON go in double quotes")
                     : err_pick("se espera un valor de JSON", "expected a JSON value"));
}

/* ---- objects and arrays */

static struct cql2_json *read_value(struct json_parser *p);

static bool is_repeated(const struct cql2_json *object, struct str key) {
  for (const struct cql2_json *m = object->child; m; m = m->next)
    if (str_eq(m->key, key)) return true;
  return false;
}

static bool read_key(struct json_parser *p, const struct cql2_json *object, struct str *key) {
  skip_space(p);
  size_t at = p->at;
  if (here(p) != '"')
    return fail(p, err_pick("se espera un nombre entre comillas dobles", "expected a name in double quotes"));
  if (!read_string(p, key)) return false;
  if (object->n == MAX_MEMBERS) return cql2_limit(p->r, at, "nombres en un objeto", "names in one object", MAX_MEMBERS);
  if (is_repeated(object, *key))
    return cql2_fail(p->r, at, err_pick("este nombre viene dos veces", "this name is given twice"));
  return accept(p, ':') || fail(p, err_pick("se espera «:»", "expected ':'"));
}

/* Members or elements up to the closing bracket. */
static bool read_children(struct json_parser *p, struct cql2_json *j, char close) {
  struct cql2_json **last = &j->child;
  p->at++;
  if (accept(p, close)) return true;
  do {
    struct str key = {"", 0};
    if (j->kind == CQL2_J_OBJECT && !read_key(p, j, &key)) return false;
    if (!(*last = read_value(p))) return false;
    (*last)->key = key;
    last = &(*last)->next;
    j->n++;
  } while (accept(p, ','));
  if (accept(p, close)) return true;
  return fail(p, close == '}' ? err_pick("se espera «,» o «}»", "expected ',' or '}'")
                              : err_pick("se espera «,» o «]»", "expected ',' or ']'"));
}

static bool read_container(struct json_parser *p, struct cql2_json *j) {
  j->kind = here(p) == '{' ? CQL2_J_OBJECT : CQL2_J_ARRAY;
  if (++p->depth > JSON_DEPTH) return cql2_limit(p->r, p->at, "niveles de JSON", "levels of JSON", JSON_DEPTH);
  bool read = read_children(p, j, j->kind == CQL2_J_OBJECT ? '}' : ']');
  p->depth--;
  return read;
}

static struct cql2_json *read_value(struct json_parser *p) {
  skip_space(p);
  struct cql2_json *j = arena_calloc(p->r->arena, 1, sizeof *j);
  *j = (struct cql2_json){.at = p->at, .key = {"", 0}, .text = {"", 0}};
  char c = here(p);
  bool read;
  if (c == '{' || c == '[') {
    read = read_container(p, j);
  } else if (c == '"') {
    j->kind = CQL2_J_STRING;
    read = read_string(p, &j->text);
  } else if (c == '-' || (c >= '0' && c <= '9')) {
    read = read_number(p, j);
  } else {
    read = read_word(p, j);
  }
  return read ? j : NULL;
}

struct cql2_json *cql2_json_parse(struct cql2_reader *r) {
  struct json_parser p = {.r = r};
  struct cql2_json *j = read_value(&p);
  skip_space(&p);
  if (!j || p.at == r->text.n) return j;
  fail(&p, err_pick("algo sigue después de la expresión; quítelo", "something follows the expression; remove it"));
  return NULL;
}
