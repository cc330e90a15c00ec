/* Comparisons with the columns of projects. A comparison with a list of codes becomes a table over all codes first, so that
 * the walk over a million rows is one look-up each. */
#include "core/buf.h"
#include "filter_internal.h"

static const char SIN_DATO[] = "sin-dato";

struct code_filter {
  const char *parameter, *list;
  const struct str *values;
  size_t n;
};

/* The values a person could have meant, for the message. */
static void list_codes(const struct snapshot *s, const char *list, char *text, size_t size) {
  struct str code, es, en;
  size_t at = 0;
  text[0] = '\0';
  for (uint32_t i = 0; snapshot_code(s, list, i, &code, &es, &en) && at + code.n + 8 < size; i++) {
    memcpy(text + at, at ? ", " : "", at ? 2 : 0);
    at += at ? 2 : 0;
    memcpy(text + at, code.p, code.n);
    text[at += code.n] = '\0';
  }
}

static bool is_in_list(const struct snapshot *s, const char *list, struct str value) {
  struct str code, es, en;
  for (uint32_t i = 0; snapshot_code(s, list, i, &code, &es, &en); i++)
    if (str_eq(code, value)) return true;
  return false;
}

static bool refuse(const struct snapshot *s, const struct code_filter *c, struct str value, struct err *e) {
  char known[400];
  list_codes(s, c->list, known, sizeof known);
  return err_set(e, ERR_INPUT,
                 err_pick("%s=%.*s: no es un valor de esta lista; los valores son %s%s%s",
                          "%s=%.*s: not a value of this list; the values are %s%s%s"),
                 c->parameter, (int)(value.n < 80 ? value.n : 80), value.p, known, known[0] ? ", " : "", SIN_DATO);
}

/* wanted[code] for every code of the snapshot, to be freed. NULL if a value exists neither in the list nor in the data. */
static bool *wanted_codes(const struct filter *f, const struct code_filter *c, struct err *e) {
  bool *wanted = mem_calloc(f->view->n_code, 1);
  for (size_t k = 0; k < c->n; k++) {
    if (str_is(c->values[k], SIN_DATO) || c->values[k].n == 0) {
      wanted[0] = true;
      continue;
    }
    uint16_t code = snapshot_find_code(f->snapshot, c->values[k]);
    if (code) wanted[code] = true;
    if (is_in_list(f->snapshot, c->list, c->values[k])) continue;
    refuse(f->snapshot, c, c->values[k], e);
    free(wanted);
    return NULL;
  }
  return wanted;
}

/* Keep the rows whose code is wanted; a column that is left out says "sin dato" everywhere. */
static void keep_wanted(struct filter *f, const uint16_t *column, uint64_t n, const bool *wanted) {
  if (n == 0) {
    if (!wanted[0]) memset(f->projects, 0, bits_blocks(f->n_projects) * sizeof *f->projects);
    return;
  }
  for (uint64_t block = 0, i = 0; i < n; block++, i += 64) {
    if (!f->projects[block]) continue;
    uint64_t bits = 0, end = n - i < 64 ? n - i : 64;
    for (uint64_t k = 0; k < end; k++) bits |= (uint64_t)wanted[column[i + k]] << k;
    f->projects[block] &= bits;
  }
}

static bool by_code(struct filter *f, struct code_filter c, const uint16_t *column, uint64_t n, struct err *e) {
  if (!c.n) return true;
  bool *wanted = wanted_codes(f, &c, e);
  if (!wanted) return false;
  keep_wanted(f, column, n, wanted);
  free(wanted);
  return true;
}

/* Any of a project's themes. */
static bool by_theme(struct filter *f, const struct filter_spec *spec, struct err *e) {
  const struct snap_view *v = f->view;
  struct code_filter c = {"tema", "theme", spec->theme, spec->n_theme};
  if (!v->n_theme_first || !spec->n_theme) return by_code(f, c, v->project_theme, v->n_project_theme, e);
  bool *wanted = wanted_codes(f, &c, e);
  if (!wanted) return false;
  for (BITS_EACH(f->projects, f->n_projects, i)) {
    uint32_t begin, end;
    SNAP_SLICE(v, theme, i, &begin, &end);
    bool has = begin == end && wanted[0];
    for (uint32_t k = begin; k < end; k++) has |= wanted[v->theme[k]];
    if (!has) f->projects[i / 64] &= ~(UINT64_C(1) << (i % 64));
  }
  free(wanted);
  return true;
}

static bool by_place(struct filter *f, const struct filter_spec *spec, struct err *e) {
  unsigned wanted = 0;
  for (size_t k = 0; k < spec->n_place; k++) {
    unsigned p = SNAP_LOCATED;
    while (p <= SNAP_UNKNOWN && !str_is(spec->place[k], snap_place_code((enum snap_place)p))) p++;
    if (p > SNAP_UNKNOWN)
      return err_set(e, ERR_INPUT,
                     err_pick("lugar=%.*s: no es un valor; los valores son located, named, city, beyond, unknown",
                              "lugar=%.*s: not a value; the values are located, named, city, beyond, unknown"),
                     (int)(spec->place[k].n < 80 ? spec->place[k].n : 80), spec->place[k].p);
    wanted |= 1u << p;
  }
  if (!spec->n_place) return true;
  for (uint64_t block = 0, i = 0; i < f->n_projects; block++, i += 64) {
    uint64_t bits = 0, end = f->n_projects - i < 64 ? f->n_projects - i : 64;
    for (uint64_t k = 0; k < end; k++)
      bits |= (uint64_t)(wanted >> (f->view->project_flags[i + k] & SNAP_PLACE_MASK) & 1) << k;
    f->projects[block] &= bits;
  }
  return true;
}

/* Amounts compare within one currency; a project without a value or in another one has no amount to compare. */
static void by_amount(struct filter *f, const struct filter_spec *spec) {
  if (!spec->has_min && !spec->has_max) return;
  const struct snap_view *v = f->view;
  uint16_t currency = snapshot_find_code(f->snapshot, spec->currency.n ? spec->currency : STR("COP"));
  for (BITS_EACH(f->projects, f->n_projects, i)) {
    bool keep = currency && v->project_flags[i] & SNAP_HAS_VALUE && SNAP_COLUMN(v, project_currency, i) == currency;
    i128 value = keep && v->n_project_value ? snap_i128_get(v->project_value[i]) : 0;
    keep = keep && !(spec->has_min && value < spec->min_minor) && !(spec->has_max && value > spec->max_minor);
    if (!keep) f->projects[i / 64] &= ~(UINT64_C(1) << (i % 64));
  }
}

/* For each date of the snapshot: could a project that starts (ends) on it be under way by `to` (still at `from`)? A date to
 * the month or year stands for its first day as a start and for its last as an end; comparing only the common length of the
 * texts says exactly that. No date leaves that side open. */
static bool *dates_ok(const struct filter *f, struct str limit, bool start) {
  const struct snap_view *v = f->view;
  bool *ok = mem_alloc(v->n_date);
  for (uint64_t i = 0; i < v->n_date; i++) {
    struct str d = snap_text(v, v->date[i]);
    size_t n = d.n < limit.n ? d.n : limit.n;
    int c = n ? memcmp(d.p, limit.p, n) : 0;
    ok[i] = d.n == 0 || limit.n == 0 || (start ? c <= 0 : c >= 0);
  }
  return ok;
}

/* Under way at some time of the interval. Start is the start or, without one, the signing; a project without any of these
 * dates is not known to be under way. */
static void by_dates(struct filter *f, const struct filter_spec *spec) {
  if (!spec->has_during) return;
  const struct snap_view *v = f->view;
  bool *start_ok = dates_ok(f, spec->during_to, true), *end_ok = dates_ok(f, spec->during_from, false);
  for (BITS_EACH(f->projects, f->n_projects, i)) {
    uint32_t start = SNAP_COLUMN(v, project_start, i), end = SNAP_COLUMN(v, project_end, i);
    if (!start) start = SNAP_COLUMN(v, project_signed, i);
    if (!((start || end) && start_ok[start] && end_ok[end])) f->projects[i / 64] &= ~(UINT64_C(1) << (i % 64));
  }
  free(start_ok);
  free(end_ok);
}

bool filter_by_columns(struct filter *f, const struct filter_spec *s, struct err *e) {
  const struct snap_view *v = f->view;
  bool ok = by_code(f, (struct code_filter){"clase", "activity_kind", s->kind, s->n_kind}, v->project_kind,
                    v->n_project_kind, e) &&
            by_code(f, (struct code_filter){"estado", "activity_status", s->status, s->n_status}, v->project_status,
                    v->n_project_status, e) &&
            by_code(f, (struct code_filter){"tipo", "cooperation_type", s->cooperation_type, s->n_cooperation_type},
                    v->project_cooperation, v->n_project_cooperation, e) &&
            by_code(f, (struct code_filter){"modalidad", "modality", s->modality, s->n_modality}, v->project_modality,
                    v->n_project_modality, e) &&
            by_theme(f, s, e) && by_place(f, s, e);
  if (!ok) return false;
  by_amount(f, s);
  by_dates(f, s);
  return true;
}
