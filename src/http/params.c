/* Typed query parameters: one pass over the raw text, nothing is believed before it was decoded and checked. */
#include "http/params.h"
#include <stdio.h>
#include "core/text.h"

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool params_decode(struct str raw, bool plus, struct arena *a, struct str *out) {
  char *p = arena_alloc(a, raw.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < raw.n; i++) {
    char c = raw.p[i];
    if (c == '%') {
      if (raw.n - i < 3) return false;
      int high = hex(raw.p[i + 1]), low = hex(raw.p[i + 2]);
      if (high < 0 || low < 0) return false;
      c = (char)(high << 4 | low);
      i += 2;
    } else if (c == '+' && plus) {
      c = ' ';
    }
    if ((unsigned char)c < 0x20 || c == 0x7f) return false;
    p[n++] = c;
  }
  p[n] = '\0';
  *out = (struct str){p, n};
  return text_is_utf8(*out);
}

/* Cuts "key=value" off the front of *rest; false at the end. */
static bool next_pair(struct str *rest, struct str *key, struct str *value) {
  if (!rest->n) return false;
  const char *amp = memchr(rest->p, '&', rest->n);
  struct str pair = {rest->p, amp ? (size_t)(amp - rest->p) : rest->n};
  size_t used = pair.n + (amp != NULL);
  *rest = (struct str){rest->p + used, rest->n - used};
  const char *equals = pair.n ? memchr(pair.p, '=', pair.n) : NULL;
  *key = (struct str){pair.p, equals ? (size_t)(equals - pair.p) : pair.n};
  *value = equals ? (struct str){equals + 1, pair.n - key->n - 1} : (struct str){pair.p + pair.n, 0};
  return true;
}

struct str params_peek(struct str raw, const char *key) {
  struct str k, v;
  while (next_pair(&raw, &k, &v))
    if (str_is(k, key)) return v;
  return (struct str){"", 0};
}

static bool refuse_unknown(struct str key, const struct http_param_spec *const *specs, bool en, struct err *e) {
  struct buf known = {0};
  for (size_t i = 0; specs && specs[i]; i++) buf_printf(&known, "%s%s", i ? ", " : "", specs[i]->name);
  int shown = key.n > 60 ? 60 : (int)key.n;
  if (!known.len)
    err_set(e, ERR_INPUT,
            en ? "unknown parameter \"%.*s\"; none is accepted here"
               : "parámetro desconocido «%.*s»; aquí no se acepta ninguno",
            shown, key.p);
  else
    err_set(e, ERR_INPUT,
            en ? "unknown parameter \"%.*s\"; accepted here: %s" : "parámetro desconocido «%.*s»; aquí se aceptan: %s",
            shown, key.p, known.data);
  buf_free(&known);
  return false;
}

static bool refuse_value(const struct http_param *p, bool en, const char *why_es, const char *why_en, struct err *e) {
  int shown = p->text.n > 60 ? 60 : (int)p->text.n;
  return err_set(e, ERR_INPUT, en ? "parameter \"%s\": \"%.*s\" %s" : "parámetro «%s»: «%.*s» %s", p->spec->name, shown,
                 p->text.p, en ? why_en : why_es);
}

static bool read_int(struct http_param *p, bool en, struct err *e) {
  const struct http_param_spec *s = p->spec;
  if (!text_parse_int(p->text, &p->i)) return refuse_value(p, en, "no es un número entero", "is not a whole number", e);
  if (!s->min && !s->max) return true;
  if (p->i > s->max && s->clamp) p->i = s->max;
  if (p->i >= s->min && p->i <= s->max) return true;
  char es_text[96], en_text[96];
  snprintf(es_text, sizeof es_text, "está fuera de %lld a %lld", (long long)s->min, (long long)s->max);
  snprintf(en_text, sizeof en_text, "is outside %lld to %lld", (long long)s->min, (long long)s->max);
  return refuse_value(p, en, es_text, en_text, e);
}

static bool read_bbox(struct http_param *p, bool en, struct err *e) {
  double v[6];
  size_t n = 0;
  struct str rest = p->text;
  bool good = true;
  for (bool more = true; more && good;) {
    const char *comma = rest.n ? memchr(rest.p, ',', rest.n) : NULL;
    struct str one = {rest.p, comma ? (size_t)(comma - rest.p) : rest.n};
    good = n < 6 && text_parse_real(one, &v[n]);
    n++;
    more = comma != NULL;
    if (more) rest = (struct str){comma + 1, rest.n - one.n - 1};
  }
  if (!good || (n != 4 && n != 6))
    return refuse_value(p, en, "no son 4 o 6 números separados por comas (oeste,sur,este,norte)",
                        "is not 4 or 6 numbers separated by commas (west,south,east,north)", e);
  size_t half = n / 2;
  p->box[0] = v[0], p->box[1] = v[1], p->box[2] = v[half], p->box[3] = v[half + 1];
  return true;
}

static bool read_enum(struct http_param *p, bool en, struct err *e) {
  for (int64_t i = 0; p->spec->values[i]; i++) {
    if (!str_is(p->text, p->spec->values[i])) continue;
    p->i = i;
    return true;
  }
  struct buf known = {0};
  buf_add_z(&known, en ? "is not one of: " : "no es uno de: ");
  for (size_t i = 0; p->spec->values[i]; i++) buf_printf(&known, "%s%s", i ? ", " : "", p->spec->values[i]);
  refuse_value(p, en, known.data, known.data, e);
  buf_free(&known);
  return false;
}

static bool read_value(struct http_param *p, bool en, struct err *e) {
  uint32_t max = p->spec->max_bytes ? p->spec->max_bytes : 256;
  if (p->text.n > max)
    return err_set(e, ERR_LIMIT, en ? "parameter \"%s\" is longer than %u bytes" : "el parámetro «%s» pasa de %u bytes",
                   p->spec->name, max);
  switch (p->spec->type) {
  case HTTP_INT: return read_int(p, en, e);
  case HTTP_REAL:
    return text_parse_real(p->text, &p->real) ||
           refuse_value(p, en, "no es un número (con punto decimal)", "is not a number (with a decimal point)", e);
  case HTTP_BBOX: return read_bbox(p, en, e);
  case HTTP_ENUM: return read_enum(p, en, e);
  case HTTP_STRING: break;
  }
  return true;
}

static const struct http_param_spec *find_spec(const struct http_param_spec *const *specs, struct str key) {
  for (size_t i = 0; specs && specs[i]; i++)
    if (str_is(key, specs[i]->name)) return specs[i];
  return NULL;
}

static bool already_given(const struct http_param *p, size_t n, const struct http_param_spec *spec) {
  for (size_t i = 0; i < n; i++)
    if (p[i].spec == spec) return true;
  return false;
}

/* What one query comes to. */
struct parsed {
  const struct http_param_spec *const *specs;
  bool en;
  struct arena *arena;
  struct http_param *p;
  size_t n, given;
};

static bool read_pair(struct parsed *to, struct str raw_key, struct str raw_value, struct err *e) {
  struct str key, value;
  if (!params_decode(raw_key, true, to->arena, &key) || !params_decode(raw_value, true, to->arena, &value))
    return err_set(e, ERR_INPUT,
                   to->en
                       ? "parameter %zu is not UTF-8 text in percent-encoding, or holds control characters"
                       : "el parámetro %zu no es texto UTF-8 con codificación por ciento, o trae caracteres de control",
                   to->given);
  const struct http_param_spec *spec = find_spec(to->specs, key);
  if (!spec) return refuse_unknown(key, to->specs, to->en, e);
  if (!value.n) return true;
  if (!spec->repeats && already_given(to->p, to->n, spec))
    return err_set(e, ERR_INPUT,
                   to->en ? "parameter \"%s\" is given more than once" : "el parámetro «%s» viene más de una vez",
                   spec->name);
  to->p[to->n] = (struct http_param){.spec = spec, .text = value};
  if (!read_value(&to->p[to->n], to->en, e)) return false;
  ++to->n;
  return true;
}

static bool is_too_long(struct str raw, bool en, struct err *e) {
  if (raw.n <= PARAMS_MAX_QUERY) return false;
  err_set(e, ERR_LIMIT, en ? "the query is longer than %d bytes" : "la consulta pasa de %d bytes", PARAMS_MAX_QUERY);
  return true;
}

static bool is_one_too_many(const struct parsed *to, struct err *e) {
  if (to->given <= PARAMS_MAX) return false;
  err_set(e, ERR_LIMIT, to->en ? "more than %d parameters" : "más de %d parámetros", PARAMS_MAX);
  return true;
}

bool params_parse(struct str raw, const struct http_param_spec *const *specs, bool en, struct arena *a,
                  const struct http_param **out, size_t *n, struct err *e) {
  *out = NULL;
  *n = 0;
  if (!raw.n) return true;
  if (is_too_long(raw, en, e)) return false;
  struct parsed to = {.specs = specs, .en = en, .arena = a, .p = arena_calloc(a, PARAMS_MAX, sizeof *to.p)};
  struct str key, value;
  while (next_pair(&raw, &key, &value)) {
    if (!key.n && !value.n) continue;
    ++to.given;
    if (is_one_too_many(&to, e) || !read_pair(&to, key, value, e)) return false;
  }
  *out = to.p;
  *n = to.n;
  return true;
}

static void ignore(const struct parsed *to, struct http_ignored *list, size_t *n, struct str raw_key,
                   struct str raw_value, const struct err *e) {
  struct http_ignored *one = &list[(*n)++];
  *one = (struct http_ignored){.key = raw_key, .value = raw_value, .why = arena_printf(to->arena, "%s", e->text)};
  struct str text;
  if (params_decode(raw_key, true, to->arena, &text)) one->key = text;
  if (params_decode(raw_value, true, to->arena, &text)) one->value = text;
}

void params_parse_lenient(struct str raw, const struct http_param_spec *const *specs, bool en, struct arena *a,
                          const struct http_param **out, size_t *n, const struct http_ignored **ignored,
                          size_t *n_ignored) {
  *out = NULL;
  *ignored = NULL;
  *n = *n_ignored = 0;
  if (!raw.n) return;
  struct parsed to = {.specs = specs, .en = en, .arena = a, .p = arena_calloc(a, PARAMS_MAX, sizeof *to.p)};
  struct http_ignored *list = arena_calloc(a, PARAMS_MAX + 1, sizeof *list);
  struct str key, value;
  struct err e = {0};
  if (is_too_long(raw, en, &e)) {
    ignore(&to, list, n_ignored, STR("…"), STR(""), &e);
    raw.n = 0;
  }
  while (next_pair(&raw, &key, &value)) {
    if (!key.n && !value.n) continue;
    ++to.given;
    err_clear(&e);
    bool end = is_one_too_many(&to, &e);
    if (end || !read_pair(&to, key, value, &e)) ignore(&to, list, n_ignored, key, value, &e);
    if (end) break;
  }
  *out = to.p;
  *n = to.n;
  *ignored = list;
}

static bool unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

void http_write_encoded(struct buf *b, struct str s, bool slash) {
  static const char digit[] = "0123456789ABCDEF";
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (unreserved(c) || (c == '/' && slash)) {
      buf_add_char(b, c);
    } else {
      char escape[3] = {'%', digit[(unsigned char)c >> 4], digit[c & 15]};
      buf_add(b, escape, 3);
    }
  }
}

static void write_pair(struct buf *b, bool *first, const struct http_param *p, bool normalise) {
  if (!*first) buf_add_char(b, '&');
  *first = false;
  http_write_encoded(b, str_from(p->spec->name), false);
  buf_add_char(b, '=');
  if (normalise && p->spec->type == HTTP_INT) buf_printf(b, "%lld", (long long)p->i);
  else http_write_encoded(b, p->text, false);
}

void params_write_canonical(struct buf *b, const struct http_param_spec *const *specs, const struct http_param *p,
                            size_t n) {
  bool first = true;
  for (size_t s = 0; n && specs && specs[s]; s++)
    for (size_t i = 0; i < n; i++)
      if (p[i].spec == specs[s]) write_pair(b, &first, &p[i], true);
}

const struct http_param *http_param(const struct http_request *r, const char *name) {
  for (size_t i = 0; i < r->n_params; i++)
    if (strcmp(r->params[i].spec->name, name) == 0) return &r->params[i];
  return NULL;
}

size_t http_params(const struct http_request *r, const char *name, const struct str **out) {
  struct str *texts = arena_alloc(r->arena, (r->n_params + 1) * sizeof *texts);
  size_t n = 0;
  for (size_t i = 0; i < r->n_params; i++)
    if (strcmp(r->params[i].spec->name, name) == 0) texts[n++] = r->params[i].text;
  *out = texts;
  return n;
}

static bool listed(const char *const *names, const char *name) {
  for (size_t i = 0; names && names[i]; i++)
    if (strcmp(names[i], name) == 0) return true;
  return false;
}

void http_write_query(struct buf *b, const struct http_request *r, const char *const *drop) {
  bool first = true;
  for (size_t i = 0; i < r->n_params; i++)
    if (!listed(drop, r->params[i].spec->name)) write_pair(b, &first, &r->params[i], false);
}
