/* Reads the printed statistics and puts those of one concept side by side. */
#include "discrepancy_statistic.h"
#include <stdlib.h>
#include "core/text.h"

static const char SQL_VALUES[] =
    "SELECT v.code, s.code, s.title, coalesce(s.concept, s.code), s.measure, coalesce(s.currency, ''), s.dimension, "
    "v.form, v.label, "
    "v.value_raw, v.unit_raw, coalesce(v.period_raw, s.period_raw), s.period_raw, v.period_raw IS NOT NULL, "
    "v.value_dec, "
    "v.claim_id, s.claim_id, s.activity_id FROM statistic_value AS v JOIN statistic_series AS s ON s.id = v.series_id "
    "ORDER BY 4, 5, 6, 2, 12, 1";

static bool read_values(struct ledger *l, struct statistic_values *out, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(l->db, SQL_VALUES, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    mem_grow((void **)&out->v, &out->cap, out->n + 1, sizeof *out->v);
    struct statistic_value *v = &out->v[out->n++];
    *v = (struct statistic_value){0};
    struct str *texts[] = {
        &v->code, &v->series, &v->title, &v->concept,  &v->measure,    &v->currency,         &v->dimension,
        &v->form, &v->label,  &v->raw,   &v->unit_raw, &v->period_raw, &v->series_period_raw};
    for (int i = 0; i < (int)(sizeof texts / sizeof *texts); i++) *texts[i] = arena_str(l->arena, db_col_str(s, i));
    v->has_own_period = db_col_int(s, 13) != 0;
    v->has_value = !db_col_null(s, 14) && decimal_read(db_col_str(s, 14), DECIMAL_PLAIN, &v->value) == DECIMAL_FINE;
    v->claim_id = db_col_int(s, 15);
    v->series_claim_id = db_col_int(s, 16);
    v->activity_id = db_col_int(s, 17);
  }
}

void statistic_read_periods(struct str text, struct statistic_periods *out) {
  out->n = period_find(text, out->p, STATISTIC_PERIODS);
  if (out->n > STATISTIC_PERIODS) out->n = STATISTIC_PERIODS;
}

bool statistic_periods_meet(const struct statistic_periods *a, const struct statistic_periods *b) {
  for (size_t i = 0; i < a->n; i++)
    for (size_t k = 0; k < b->n; k++)
      if (period_overlaps(&a->p[i], &b->p[k])) return true;
  return a->n == 0 || b->n == 0;
}

/* ---- statements ---- */

static void add_statement(struct statistic_concept *c, const struct statistic_value *v, size_t n, struct str code,
                          i128 minor) {
  struct statistic_statement *s = &c->s[c->n++];
  *s = (struct statistic_statement){.first = v, .n = n, .code = code, .minor = minor};
  statistic_read_periods(v->period_raw, &s->periods);
}

/* "serie", or "serie/2008-2010" where the series has several periods. */
static struct str sum_code(struct ledger *l, const struct statistic_value *v, bool several) {
  struct buf code = {0};
  buf_add_str(&code, v->series);
  if (several) {
    buf_add_char(&code, '/');
    text_slug(&code, v->period_raw);
  }
  struct str s = arena_str(l->arena, buf_str(&code));
  buf_free(&code);
  return s;
}

/* Values of one series and period: where the series has a dimension, several of them are parts of one whole. */
static void add_group(struct ledger *l, struct statistic_concept *c, const struct statistic_value *v, size_t n,
                      bool several) {
  i128 sum = 0, minor;
  bool whole = v->dimension.n > 0 && n > 1;
  for (size_t i = 0; i < n; i++) {
    bool known = v[i].has_value && figure_minor(v[i].value, 1, &minor);
    if (!whole && known) add_statement(c, &v[i], 1, v[i].code, minor);
    if (whole && (!known || !decimal_add(sum, minor, &sum))) return; /* a sum without one of its parts says nothing */
  }
  if (whole) add_statement(c, v, n, sum_code(l, v, several), sum);
}

static bool same_concept(const struct statistic_value *a, const struct statistic_value *b) {
  return str_eq(a->concept, b->concept) && str_eq(a->measure, b->measure) && str_eq(a->currency, b->currency);
}

static int by_code(const void *a, const void *b) {
  return str_cmp(((const struct statistic_statement *)a)->code, ((const struct statistic_statement *)b)->code);
}

static void compare_concept(struct ledger *l, const struct statistic_value *v, size_t n) {
  struct statistic_concept c = {.first = v, .n_values = n, .s = mem_alloc(n * sizeof *c.s)};
  for (size_t i = 0, end; i < n; i = end) {
    size_t series_end = i;
    while (series_end < n && str_eq(v[series_end].series, v[i].series)) series_end++;
    bool several = !str_eq(v[i].period_raw, v[series_end - 1].period_raw);
    for (; i < series_end; i = end) {
      for (end = i + 1; end < series_end && str_eq(v[end].period_raw, v[i].period_raw);) end++;
      add_group(l, &c, &v[i], end - i, several);
    }
    end = series_end;
  }
  if (c.n) qsort(c.s, c.n, sizeof *c.s, by_code);
  statistic_compare_magnitudes(l, &c);
  statistic_compare_units(l, &c);
  statistic_compare_periods(l, &c);
  free(c.s);
}

bool ledger_find_statistics(struct ledger *l, struct err *e) {
  struct statistic_values all = {0};
  bool ok = read_values(l, &all, e);
  for (size_t i = 0, end; ok && i < all.n; i = end) {
    for (end = i + 1; end < all.n && same_concept(&all.v[i], &all.v[end]);) end++;
    compare_concept(l, &all.v[i], end - i);
  }
  if (ok) statistic_compare_classes(l, &all);
  free(all.v);
  return ok;
}

/* ---- for the rules ---- */

void statistic_add_claims(struct ledger *l, struct ledger_entry *x, const struct statistic_statement *s) {
  ledger_subject(l, x, "serie", s->first->series);
  for (size_t i = 0; i < s->n; i++) {
    ledger_subject(l, x, "valor", s->first[i].code);
    ledger_claim(l, x, s->first[i].claim_id, "valor", s->first[i].raw);
  }
}

struct ledger_word statistic_name(struct ledger *l, const struct statistic_statement *s) {
  const struct statistic_value *v = s->first;
  const char *period = v->period_raw.n ? arena_printf(l->arena, ", %.*s", STR_ARG(v->period_raw)) : "";
  const char *name = arena_printf(l->arena, "%.*s%s", STR_ARG(v->title), period);
  if (s->n == 1) return ledger_both(name, name);
  return ledger_both(arena_printf(l->arena, "la suma de %s", name), arena_printf(l->arena, "the sum of %s", name));
}
