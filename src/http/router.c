/* Paths and patterns. Decoding happens after splitting at '/', so that an encoded slash cannot move a boundary. */
#include "http/router.h"
#include "http/params.h"

static bool read_segment(struct str raw, struct arena *a, struct str *out) {
  if (!params_decode(raw, false, a, out)) return false;
  if (out->n && memchr(out->p, '/', out->n)) return false;
  return !str_is(*out, ".") && !str_is(*out, "..");
}

bool router_read_path(struct str raw, bool en, struct arena *a, struct router_path *out, struct err *e) {
  out->n = 0;
  if (raw.n > ROUTER_MAX_PATH) return err_set(e, ERR_LIMIT, en ? "the path is too long" : "la ruta es demasiado larga");
  char *text = arena_alloc(a, raw.n + 1);
  size_t n = 0, at = 1;
  while (at <= raw.n) {
    const char *slash = at < raw.n ? memchr(raw.p + at, '/', raw.n - at) : NULL;
    size_t end = slash ? (size_t)(slash - raw.p) : raw.n;
    if (out->n == ROUTER_DEPTH)
      return err_set(e, ERR_LIMIT, en ? "the path is too deep" : "la ruta es demasiado profunda");
    struct str *segment = &out->segment[out->n++];
    if (!read_segment((struct str){raw.p + at, end - at}, a, segment))
      return err_set(e, ERR_INPUT,
                     en ? "part %zu of the path is not plain UTF-8 text"
                        : "la parte %zu de la ruta no es texto UTF-8 sencillo",
                     out->n);
    text[n++] = '/';
    memcpy(text + n, segment->p, segment->n);
    n += segment->n;
    at = end + 1;
  }
  text[n] = '\0';
  out->text = (struct str){text, n};
  return true;
}

/* Where the literal `lit` begins in s after at least one byte; `last`: only at the end. SIZE_MAX: nowhere. */
static size_t find_literal(struct str s, struct str lit, bool last) {
  if (s.n <= lit.n) return SIZE_MAX;
  if (last) return memcmp(s.p + s.n - lit.n, lit.p, lit.n) == 0 ? s.n - lit.n : SIZE_MAX;
  for (size_t i = 1; i + lit.n <= s.n; i++)
    if (memcmp(s.p + i, lit.p, lit.n) == 0) return i;
  return SIZE_MAX;
}

static struct str literal_at(struct str pattern) {
  const char *brace = pattern.n ? memchr(pattern.p, '{', pattern.n) : NULL;
  return (struct str){pattern.p, brace ? (size_t)(brace - pattern.p) : pattern.n};
}

static struct str skip(struct str s, size_t n) { return (struct str){s.p + n, s.n - n}; }

/* One segment against one segment of a pattern: literal {name} literal {name} … */
static bool match_segment(struct str pattern, struct str s, struct str *captured, size_t *n) {
  struct str lit = literal_at(pattern);
  if (s.n < lit.n || memcmp(s.p, lit.p, lit.n) != 0) return false;
  pattern = skip(pattern, lit.n);
  s = skip(s, lit.n);
  while (pattern.n) {
    const char *close = memchr(pattern.p, '}', pattern.n);
    if (!close || *n == HTTP_SEGMENTS) return false;
    pattern = skip(pattern, (size_t)(close - pattern.p) + 1);
    lit = literal_at(pattern);
    size_t end = lit.n ? find_literal(s, lit, lit.n == pattern.n) : s.n;
    if (end == SIZE_MAX || end == 0) return false;
    captured[(*n)++] = (struct str){s.p, end};
    s = skip(s, end + lit.n);
    pattern = skip(pattern, lit.n);
  }
  return s.n == 0;
}

static bool match(const char *pattern, const struct router_path *p, struct str captured[HTTP_SEGMENTS]) {
  size_t n = 0, at = 0;
  while (*pattern == '/') {
    size_t len = strcspn(++pattern, "/");
    if (at == p->n || !match_segment((struct str){pattern, len}, p->segment[at++], captured, &n)) return false;
    pattern += len;
  }
  return at == p->n;
}

const struct http_route *router_find(const struct http_route *const *routes, const struct router_path *p,
                                     struct str captured[HTTP_SEGMENTS]) {
  for (size_t i = 0; routes[i]; i++) {
    memset(captured, 0, HTTP_SEGMENTS * sizeof *captured);
    if (match(routes[i]->pattern, p, captured)) return routes[i];
  }
  return NULL;
}
