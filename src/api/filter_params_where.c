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

/* Years, months, weeks, days and hours of an ISO 8601 duration ("P1Y2M", "P2D", "PT36H"); minutes and seconds are read and add no day.
 * False: it is none, or one of its numbers has more than four digits. */
static bool read_duration(struct str s, int64_t *months, int64_t *days) {
  static const char units[] = "YMWDTHMS";
  size_t unit = 0;
  int64_t hours = 0;
  bool any = false;
  *months = *days = 0;
  for (size_t i = 1; i < s.n; unit++) {
    if (s.p[i] == 'T' && unit <= 4) {
      unit = 4;
      any = false; /* something must follow */
      i++;
      continue;
    }
    size_t digits = 0;
    int64_t value = 0;
    while (is_digits(s, i, 1) && digits++ < 4) value = value * 10 + (s.p[i++] - '0');
    const char *found = i < s.n && digits && digits <= 4 ? strchr(units + unit, s.p[i++]) : NULL;
    if (!found || !*found || *found == 'T' || (unit <= 4) != (found - units < 4)) return false;
    unit = (size_t)(found - units);
    any = true;
    if (unit < 2) *months += unit ? value : 12 * value;
    if (unit == 2 || unit == 3) *days += unit == 2 ? 7 * value : value;
    if (unit == 5) hours = value;
  }
  *days += hours / 24;
  return any && s.n && s.p[0] == 'P';
}

/* The day that is `duration` after the day `from`; a month later is the last day at most. */
static bool add_duration(struct arena *a, struct str from, struct str duration, struct str *day) {
  struct text_date d;
  int64_t months, days;
  if (from.n != 10 || !read_duration(duration, &months, &days)) return false;
  text_read_date(from, &d);
  months += d.year * 12 + d.month - 1;
  int year = (int)(months / 12), month = (int)(months % 12) + 1, length = text_days_in_month(year, month);
  for (days += d.day < length ? d.day : length; days > text_days_in_month(year, month); year += month == 1) {
    days -= text_days_in_month(year, month);
    month = month % 12 + 1;
  }
  if (year > 9999) return false;
  *day = str_from(arena_printf(a, "%04d-%02d-%02d", year, month, (int)days));
  return true;
}

bool filter_params_datetime(struct arena *a, const struct http_param *p, struct filter_spec *out, struct err *e) {
  if (!p) return true;
  const char *slash = memchr(p->text.p, '/', p->text.n);
  struct str from = {p->text.p, slash ? (size_t)(slash - p->text.p) : p->text.n};
  struct str to = slash ? (struct str){slash + 1, p->text.n - from.n - 1} : from;
  struct str first, last;
  bool good = read_end(from, slash, &first) &&
              (read_end(to, slash, &last) || (slash && add_duration(a, first, to, &last))) && (first.n || last.n);
  int shown = p->text.n > 80 ? 80 : (int)p->text.n;
  if (!good)
    return err_set(
        e, ERR_INPUT,
        err_pick("datetime=%.*s: se espera 2011-07-06T12:00:00Z, 2011-07-06 o un intervalo entre dos, con «..» "
                 "donde es abierto o una duración al final: 2011-01-01/.., 2011-01-01/P6M",
                 "datetime=%.*s: 2011-07-06T12:00:00Z, 2011-07-06 or an interval of two is expected, with "
                 "\"..\" where it is open or a duration at the end: 2011-01-01/.., 2011-01-01/P6M"),
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
