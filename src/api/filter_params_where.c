#include "filter_params_where.h"

#include <string.h>

#include "core/text.h"
#include "geo/geometry.h"
#include "query/cql2.h"

/* ---- filter= */

static const struct http_param *find(const struct http_param *params, size_t n, const struct http_param_spec *spec) {
  for (size_t i = 0; i < n; i++)
    if (params[i].spec == spec) return &params[i];
  return NULL;
}

/* A box of a system whose edges are no meridians becomes the polygon that it is. */
static bool box_to_degrees(const struct crs_system *crs, struct arena *a, struct geometry *g, struct err *e) {
  struct bbox b;
  struct polygon outline;
  if (!crs_params_box(crs, g->xy, a, &b, &outline, e)) return false;
  if (!outline.n_points) {
    const double xy[4] = {b.minx, b.miny, b.maxx, b.maxy};
    memcpy(g->xy, xy, sizeof xy);
    return true;
  }
  struct geometry *ring = arena_calloc(a, 1, sizeof *ring);
  *ring = (struct geometry){.type = GEOMETRY_LINE, .xy = outline.xy, .n = outline.n_points};
  *g = (struct geometry){.type = GEOMETRY_POLYGON, .part = ring, .n_parts = 1};
  return true;
}

struct where {
  const struct crs_system *crs;
  struct arena *a;
  struct str text;
};

static bool to_degrees(const struct where *w, struct cql2 *c, struct err *e) {
  if (c->kind == CQL2_GEOMETRY) {
    bool ok = c->geometry->type == GEOMETRY_BOX
                  ? box_to_degrees(w->crs, w->a, c->geometry, e)
                  : geometry_each_xy(c->geometry, crs_params_each_to_lonlat, (void *)(uintptr_t)w->crs, e);
    if (ok) return true;
    char what[sizeof e->text];
    memcpy(what, e->text, sizeof what);
    return cql2_complain(w->text, c->at, what, e);
  }
  for (uint32_t i = 0; i < c->n_args; i++)
    if (!to_degrees(w, c->arg[i], e)) return false;
  return true;
}

bool filter_params_where(struct arena *a, const struct http_param *params, size_t n, struct filter_spec *out,
                         struct err *e) {
  const struct http_param *p = find(params, n, &filter_param_filter),
                          *lang = find(params, n, &filter_param_filter_lang);
  if (!p) return true;
  struct cql2 *tree;
  bool json = lang ? lang->i == 1 : text_trim(p->text).n && text_trim(p->text).p[0] == '{';
  const struct where w = {crs_params_get(params, n, &crs_param_filter_crs), a, p->text};
  if (!(json ? cql2_read_json(a, p->text, &tree, e) : cql2_read_text(a, p->text, &tree, e)) || !to_degrees(&w, tree, e))
    return err_context(e, "filter");
  out->where = tree;
  out->where_text = p->text;
  return true;
}

/* ---- datetime= */

static bool is_digits(struct str s, size_t at, size_t n) {
  for (size_t i = at; i < at + n; i++)
    if (i >= s.n || s.p[i] < '0' || s.p[i] > '9') return false;
  return true;
}

static bool within(struct str s, size_t at, int most) {
  return is_digits(s, at, 2) && (s.p[at] - '0') * 10 + (s.p[at + 1] - '0') <= most;
}

/* "12:00:00", a fraction, "Z" or an offset. */
static bool is_clock(struct str s) {
  if (!within(s, 0, 23) || s.n < 9 || s.p[2] != ':' || !within(s, 3, 59) || s.p[5] != ':' || !within(s, 6, 60))
    return false;
  size_t i = 8;
  if (s.p[i] == '.') {
    if (!is_digits(s, ++i, 1)) return false;
    while (is_digits(s, i, 1)) i++;
  }
  if (i + 1 == s.n) return s.p[i] == 'Z' || s.p[i] == 'z';
  return i + 6 == s.n && (s.p[i] == '+' || s.p[i] == '-') && within(s, i + 1, 23) && s.p[i + 3] == ':' &&
         within(s, i + 4, 59);
}

/* One end: its day as it is written there, which is how the sources write theirs. "" and ".." are open. */
static bool read_end(struct str s, bool may_be_open, struct str *day) {
  struct text_date d;
  *day = STR("");
  if (s.n == 0 || str_is(s, "..")) return may_be_open;
  if (s.n < 10 || !is_digits(s, 0, 4) || s.p[4] != '-' || s.p[7] != '-') return false;
  *day = (struct str){s.p, 10};
  enum text_date_fault fault = text_read_date(*day, &d);
  if (fault != TEXT_DATE_FINE && fault != TEXT_DATE_FAR) return false;
  if (s.n == 10) return true;
  return (s.p[10] == 'T' || s.p[10] == 't') && is_clock((struct str){s.p + 11, s.n - 11});
}

bool filter_params_datetime(struct arena *a, const struct http_param *p, struct filter_spec *out, struct err *e) {
  (void)a;
  if (!p) return true;
  const char *slash = memchr(p->text.p, '/', p->text.n);
  struct str from = {p->text.p, slash ? (size_t)(slash - p->text.p) : p->text.n};
  struct str to = slash ? (struct str){slash + 1, p->text.n - from.n - 1} : from;
  struct str first, last;
  bool good = read_end(from, slash, &first) && read_end(to, slash, &last) && (first.n || last.n);
  int shown = p->text.n > 80 ? 80 : (int)p->text.n;
  if (!good)
    return err_set(
        e, ERR_INPUT,
        err_pick("datetime=%.*s: se espera 2011-07-06T12:00:00Z, 2011-07-06 o un intervalo entre dos, con «..» "
                 "donde es abierto: 2011-01-01/..",
                 "datetime=%.*s: 2011-07-06T12:00:00Z, 2011-07-06 or an interval of two is expected, with "
                 "\"..\" where it is open: 2011-01-01/.."),
        shown, p->text.p);
  if (first.n && last.n && str_cmp(first, last) > 0)
    return err_set(e, ERR_INPUT,
                   err_pick("datetime=%.*s: el intervalo termina antes de empezar",
                            "datetime=%.*s: the interval ends before it begins"),
                   shown, p->text.p);
  if (out->has_during)
    return err_set(
        e, ERR_INPUT,
        err_pick("datetime y vigente dicen lo mismo: dé solo uno", "datetime and vigente say the same: give only one"));
  out->has_during = true;
  out->during_from = first;
  out->during_to = last;
  return true;
}
