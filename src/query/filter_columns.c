/* The short keys that compare columns. A comparison with a list of codes becomes a table over all codes first, so that the walk
 * over a million rows is one look-up each. */
#include "core/buf.h"
#include "core/text.h"
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
    if (str_is(code, SIN_DATO)) continue; /* said in any case */
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

/* wanted[code] for every code of the snapshot. NULL if a value is not in the list. */
static bool *wanted_codes(struct sugar *b, const struct code_filter *c, struct err *e) {
  bool *wanted = arena_calloc(b->a, b->v->n_code + 1, 1);
  for (size_t k = 0; k < c->n; k++) {
    if (str_is(c->values[k], SIN_DATO) || c->values[k].n == 0) {
      wanted[0] = true;
      continue;
    }
    uint16_t code = snapshot_find_code(b->s, c->values[k]);
    if (code) wanted[code] = true;
    if (is_in_list(b->s, c->list, c->values[k])) continue;
    refuse(b->s, c, c->values[k], e);
    return NULL;
  }
  return wanted;
}

static void add_codes(struct sugar *b, enum query_subject subject, struct str name, const bool *wanted) {
  struct code_test *t = arena_alloc(b->a, sizeof *t);
  *t = (struct code_test){column_of(b->v, subject, queryable_find(subject, name)), wanted};
  filter_add(b, subject, expression_test(b->a, expression_narrow_codes, t, COST_TABLE, false));
}

static bool add_code(struct sugar *b, struct code_filter c, struct str name, struct err *e) {
  if (!c.n) return true;
  bool *wanted = wanted_codes(b, &c, e);
  if (wanted) add_codes(b, QUERY_PROJECTS, name, wanted);
  return wanted != NULL;
}

static bool has_theme(struct evaluation *x, const void *data, uint32_t row) {
  const bool *wanted = data;
  uint32_t begin, end;
  SNAP_SLICE(x->v, theme, row, &begin, &end);
  bool has = begin == end && wanted[0];
  for (uint32_t k = begin; k < end; k++) has |= wanted[x->v->theme[k]];
  return has;
}

enum { OFTEN = 65536 };

/* Any of a project's themes. */
static bool narrow_themes(struct evaluation *x, const struct expression *test, uint64_t *bits, struct err *e) {
  if (x->v->n_theme_first) return expression_rows(x, bits, has_theme, test->data, OFTEN, e);
  struct column first = column_of(x->v, QUERY_PROJECTS, queryable_find(QUERY_PROJECTS, STR("tema")));
  first.form = COLUMN_CODE;
  return expression_by_table(x, &first, test->data, bits, e);
}

static bool add_theme(struct sugar *b, struct err *e) {
  struct code_filter c = {"tema", "theme", b->spec->theme, b->spec->n_theme};
  if (!c.n) return true;
  bool *wanted = wanted_codes(b, &c, e);
  if (wanted) filter_add(b, QUERY_PROJECTS, expression_test(b->a, narrow_themes, wanted, COST_TABLE, false));
  return wanted != NULL;
}

/* ---- of what is given, in what form */

struct form_test {
  const bool *wanted; /* [0]: sin dato */
  uint16_t unknown;   /* the code that says so too */
  bool negated;
};

/* One that is not known is asked only of what counts, and a project of which nothing is known has no form. */
static bool has_form(struct evaluation *x, const void *data, uint32_t row) {
  const struct form_test *t = data;
  uint32_t begin, end;
  bool any = false;
  SNAP_SLICE(x->v, contribution, row, &begin, &end);
  for (; begin < end; begin++) {
    const struct snap_rec_contribution *one = &x->v->contribution[begin];
    uint16_t form = one->form == t->unknown ? 0 : one->form;
    if (!form && !one->counts) continue;
    any = true;
    if (t->wanted[form]) return !t->negated;
  }
  return (!any && t->wanted[0]) != t->negated;
}

static bool narrow_form(struct evaluation *x, const struct expression *test, uint64_t *bits, struct err *e) {
  return expression_rows(x, bits, has_form, test->data, OFTEN, e);
}

struct expression *filter_test_form(struct arena *a, struct snapshot *s, const bool *wanted, bool negated) {
  struct form_test *t = arena_alloc(a, sizeof *t);
  *t = (struct form_test){wanted, snapshot_find_code(s, str_from(SIN_DATO)), negated};
  return expression_test(a, narrow_form, t, COST_DATES, negated);
}

static bool add_form(struct sugar *b, struct err *e) {
  struct code_filter c = {"forma", "form", b->spec->form, b->spec->n_form};
  if (!c.n) return true;
  bool *wanted = wanted_codes(b, &c, e);
  if (wanted) filter_add(b, QUERY_PROJECTS, filter_test_form(b->a, b->s, wanted, false));
  return wanted != NULL;
}

/* ---- years */

/* Years are kept in 16 bits, and so are codes: one table for both. */
static bool add_year(struct sugar *b, struct err *e) {
  const struct filter_spec *spec = b->spec;
  if (!spec->n_year) return true;
  bool *wanted = arena_calloc(b->a, UINT16_MAX + 1, 1);
  for (size_t k = 0; k < spec->n_year; k++) {
    struct str said = spec->year[k];
    int64_t year = 0;
    bool plain = said.n && said.p[0] >= '1' && said.p[0] <= '9'; /* one year, one way to write it */
    if (said.n && !str_is(said, SIN_DATO) && (!plain || !text_parse_int(said, &year) || year > 9999))
      return err_set(
          e, ERR_INPUT,
          err_pick("anio=%.*s: no es un año; se escribe 2011, o sin-dato; un intervalo se pide con vigente=",
                   "anio=%.*s: not a year; it is written 2011, or sin-dato; an interval is asked for by vigente="),
          (int)(said.n < 80 ? said.n : 80), said.p);
    wanted[year] = true;
  }
  struct code_test *t = arena_alloc(b->a, sizeof *t);
  *t = (struct code_test){column_of(b->v, QUERY_PROJECTS, queryable_find(QUERY_PROJECTS, STR("anio"))), wanted};
  t->column.form = COLUMN_CODE;
  filter_add(b, QUERY_PROJECTS, expression_test(b->a, expression_narrow_codes, t, COST_TABLE, false));
  return true;
}

static bool add_place(struct sugar *b, struct err *e) {
  const struct filter_spec *spec = b->spec;
  bool *wanted = arena_calloc(b->a, SNAP_PLACE_MASK + 1, 1);
  for (size_t k = 0; k < spec->n_place; k++) {
    unsigned p = SNAP_LOCATED;
    while (p <= SNAP_UNKNOWN && !str_is(spec->place[k], snap_place_code((enum snap_place)p))) p++;
    if (p > SNAP_UNKNOWN)
      return err_set(e, ERR_INPUT,
                     err_pick("lugar=%.*s: no es un valor; los valores son located, named, city, beyond, unknown",
                              "lugar=%.*s: not a value; the values are located, named, city, beyond, unknown"),
                     (int)(spec->place[k].n < 80 ? spec->place[k].n : 80), spec->place[k].p);
    wanted[p] = true;
  }
  if (spec->n_place) add_codes(b, QUERY_PROJECTS, STR("lugar"), wanted);
  return true;
}

/* Amounts compare within one currency; a project without a value or in another one has no amount to compare. */
static void add_amount(struct sugar *b) {
  const struct filter_spec *spec = b->spec;
  if (!spec->has_min && !spec->has_max) return;
  bool *wanted = arena_calloc(b->a, b->v->n_code + 1, 1);
  uint16_t currency = snapshot_find_code(b->s, spec->currency.n ? spec->currency : STR("COP"));
  if (currency) wanted[currency] = true;
  add_codes(b, QUERY_PROJECTS, STR("moneda"), wanted);
  const i128 far = (i128)1 << 120;
  struct range_test *t = arena_calloc(b->a, 1, sizeof *t);
  t->column = column_of(b->v, QUERY_PROJECTS, queryable_find(QUERY_PROJECTS, STR("valor")));
  t->lo = spec->has_min ? spec->min_minor : -far;
  t->hi = spec->has_max ? spec->max_minor : far;
  filter_add(b, QUERY_PROJECTS, expression_test(b->a, expression_narrow_range, t, COST_NUMBER, false));
}

/* capa=: of areas; a layer that no area is in is good if the list has it. */
static bool add_layer(struct sugar *b, struct err *e) {
  const struct filter_spec *spec = b->spec;
  bool *wanted = arena_calloc(b->a, b->v->n_code + 1, 1);
  for (size_t k = 0; k < spec->n_layer; k++) {
    uint16_t layer = snapshot_find_code(b->s, spec->layer[k]);
    bool found = is_in_list(b->s, "layer", spec->layer[k]);
    for (uint64_t i = 0; layer && !found && i < b->v->n_area; i++) found = b->v->area[i].layer == layer;
    if (!found)
      return filter_unknown("capa", spec->layer[k], err_pick("una capa", "layer"),
                            err_pick("por ejemplo barrio, ucg o localidad", "barrio, ucg or localidad, for example"),
                            e);
    if (layer) wanted[layer] = true;
  }
  if (spec->n_layer) add_codes(b, QUERY_AREAS, STR("capa"), wanted);
  return true;
}

/* For each date of the snapshot: could a project that starts (ends) on it be under way by `to` (still at `from`)? A date to
 * the month or year stands for its first day as a start and for its last as an end; comparing only the common length of the
 * texts says exactly that. No date leaves that side open. */
static bool *dates_ok(const struct snap_view *v, struct str limit, bool start) {
  bool *ok = mem_alloc(v->n_date + 1);
  for (uint64_t i = 0; i < v->n_date; i++) {
    struct str d = snap_text(v, v->date[i]);
    size_t n = d.n < limit.n ? d.n : limit.n;
    int c = n ? memcmp(d.p, limit.p, n) : 0;
    ok[i] = d.n == 0 || limit.n == 0 || (start ? c <= 0 : c >= 0);
  }
  return ok;
}

struct active {
  struct str from, to;
  const bool *start_ok, *end_ok;
  bool negated;
};

static bool is_active(struct evaluation *x, const void *data, uint32_t i) {
  const struct active *t = data;
  uint32_t start = SNAP_COLUMN(x->v, project_start, i), end = SNAP_COLUMN(x->v, project_end, i);
  if (!start) start = SNAP_COLUMN(x->v, project_signed, i);
  return ((start || end) && t->start_ok[start] && t->end_ok[end]) != t->negated;
}

/* Under way at some time of the interval. Start is the start or, without one, the signing; a project without any of these
 * dates is not known to be under way. */
static bool narrow_active(struct evaluation *x, const struct expression *test, uint64_t *bits, struct err *e) {
  struct active t = *(const struct active *)test->data;
  bool *start_ok = dates_ok(x->v, t.to, true), *end_ok = dates_ok(x->v, t.from, false);
  t.start_ok = start_ok;
  t.end_ok = end_ok;
  t.negated = test->negated;
  bool ok = expression_rows(x, bits, is_active, &t, OFTEN, e);
  free(start_ok);
  free(end_ok);
  return ok;
}

struct expression *filter_test_active(struct arena *a, struct str from, struct str to, bool negated) {
  struct active *t = arena_calloc(a, 1, sizeof *t);
  t->from = from;
  t->to = to;
  return expression_test(a, narrow_active, t, COST_DATES, negated);
}

bool filter_columns(struct sugar *b, struct err *e) {
  const struct filter_spec *s = b->spec;
  bool ok =
      add_code(b, (struct code_filter){"clase", "activity_kind", s->kind, s->n_kind}, STR("clase"), e) &&
      add_code(b, (struct code_filter){"estado", "activity_status", s->status, s->n_status}, STR("estado"), e) &&
      add_code(b, (struct code_filter){"tipo", "cooperation_type", s->cooperation_type, s->n_cooperation_type},
               STR("tipo_cooperacion"), e) &&
      add_code(b, (struct code_filter){"modalidad", "modality", s->modality, s->n_modality}, STR("modalidad"), e) &&
      add_theme(b, e) && add_form(b, e) && add_year(b, e) && add_place(b, e);
  if (!ok) return false;
  add_amount(b);
  if (s->has_during) filter_add(b, QUERY_PROJECTS, filter_test_active(b->a, s->during_from, s->during_to, false));
  return add_layer(b, e);
}
