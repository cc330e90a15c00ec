/* Statements that agree on the amount and not on what it is, or that name other periods than their values. */
#include <stdlib.h>
#include "core/text.h"
#include "discrepancy_statistic.h"

/* ---- one amount under another form or period ---- */

enum { MIN_AMOUNT = 1000000, MAX_ALIKE = 50 }; /* minor units: smaller amounts are equal by chance */

/* The form as stated, else what its words say: "financiera" is cash, "en especie" is kind. */
static const char *form_of(const struct statistic_value *v) {
  static const struct {
    const char *word, *form;
  } words[] = {{"efectivo", "efectivo"},
               {"financier", "efectivo"},
               {"cash", "efectivo"},
               {"especie", "especie"},
               {"in kind", "especie"}};
  const char *form = "";
  struct buf fold = {0};
  if (str_is(v->form, "efectivo") || str_is(v->form, "especie"))
    return str_is(v->form, "especie") ? "especie" : "efectivo";
  text_fold(&fold, v->label);
  buf_add_char(&fold, ' ');
  text_fold(&fold, v->title);
  unsigned found = 0;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strstr(fold.data, words[i].word)) {
      found += *form == '\0' || strcmp(form, words[i].form) != 0;
      form = words[i].form;
    }
  buf_free(&fold);
  return found == 1 ? form : "";
}

static bool same_periods(const struct statistic_value *a, const struct statistic_value *b) {
  struct statistic_periods p, q;
  statistic_read_periods(a->period_raw, &p);
  statistic_read_periods(b->period_raw, &q);
  if (!p.n || !q.n) return true;
  for (size_t i = 0; i < p.n && p.n == q.n; i++)
    if (p.p[i].from != q.p[i].from || p.p[i].to != q.p[i].to) return false;
  return p.n == q.n;
}

static struct ledger_word form_word(const char *form) {
  if (!*form) return ledger_both("sin forma dicha", "no form stated");
  return strcmp(form, "especie") == 0 ? ledger_both("especie", "in kind") : ledger_both("efectivo", "in cash");
}

static void compare_class(struct ledger *l, const struct statistic_value *a, const struct statistic_value *b,
                          i128 minor) {
  if (str_eq(a->series, b->series) || !str_eq(a->concept, b->concept)) return;
  const char *form_a = form_of(a), *form_b = form_of(b);
  bool forms = *form_a && *form_b && strcmp(form_a, form_b) != 0;
  if (!forms && same_periods(a, b)) return;
  struct ledger_entry *x = ledger_add(l, LEDGER_CLASS, (struct str[]){a->code, b->code}, 2);
  if (!x) return;
  statistic_add_claims(l, x, &(struct statistic_statement){.first = a, .n = 1});
  statistic_add_claims(l, x, &(struct statistic_statement){.first = b, .n = 1});
  ledger_figures(l, x, minor, minor, a->currency);
  LEDGER_SAY(l, x, "{0} está en «{1}» ({2}; {3}) y también en «{4}» ({5}; {6})",
             "{0} stands in “{1}” ({2}; {3}) and also in “{4}” ({5}; {6})", ledger_amount(l, minor, a->currency),
             ledger_text(a->title), ledger_text(a->period_raw), form_word(form_a), ledger_text(b->title),
             ledger_text(b->period_raw), form_word(form_b));
}

struct amount {
  const struct statistic_value *v;
  i128 minor;
};

static int by_amount(const void *a, const void *b) {
  const struct amount *x = a, *y = b;
  int c = str_cmp(x->v->measure, y->v->measure);
  if (!c) c = str_cmp(x->v->currency, y->v->currency);
  if (!c) c = (x->minor > y->minor) - (x->minor < y->minor);
  return c ? c : str_cmp(x->v->code, y->v->code);
}

void statistic_compare_classes(struct ledger *l, const struct statistic_values *all) {
  struct amount *sorted = mem_alloc((all->n + 1) * sizeof *sorted);
  size_t n = 0;
  for (size_t i = 0; i < all->n; i++) {
    i128 minor;
    if (all->v[i].has_value && figure_minor(all->v[i].value, 1, &minor) && minor >= MIN_AMOUNT)
      sorted[n++] = (struct amount){&all->v[i], minor};
  }
  if (n) qsort(sorted, n, sizeof *sorted, by_amount);
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n && k - i < MAX_ALIKE; k++) {
      const struct statistic_value *a = sorted[i].v, *b = sorted[k].v;
      if (sorted[i].minor != sorted[k].minor || !str_eq(a->measure, b->measure) || !str_eq(a->currency, b->currency))
        break;
      compare_class(l, a, b, sorted[i].minor);
    }
  free(sorted);
}

/* ---- periods ---- */

struct periods {
  struct statistic_periods all;
  struct buf words; /* "2005-2007, 2008-2010" */
};

static void add_periods(struct periods *out, struct str text) {
  struct statistic_periods p;
  statistic_read_periods(text, &p);
  for (size_t i = 0; i < p.n; i++) {
    bool known = false;
    for (size_t k = 0; k < out->all.n && !known; k++)
      known = out->all.p[k].from == p.p[i].from && out->all.p[k].to == p.p[i].to;
    if (known || out->all.n == STATISTIC_PERIODS) continue;
    out->all.p[out->all.n++] = p.p[i];
    if (out->words.len) buf_add_z(&out->words, ", ");
    buf_add_str(&out->words, p.p[i].raw);
  }
}

static bool has_all(const struct periods *a, const struct periods *b) {
  for (size_t i = 0; i < b->all.n; i++) {
    bool found = false;
    for (size_t k = 0; k < a->all.n && !found; k++)
      found = a->all.p[k].from == b->all.p[i].from && a->all.p[k].to == b->all.p[i].to;
    if (!found) return false;
  }
  return true;
}

static bool differ(const struct periods *a, const struct periods *b) {
  return a->all.n && b->all.n && !(has_all(a, b) && has_all(b, a));
}

/* The years of several periods together: "2005-2010" names the columns 2005-2007 and 2008-2010 well enough. */
static bool spans(const struct periods *one, const struct periods *many) {
  int from = 9999, to = 0;
  for (size_t i = 0; i < many->all.n; i++) {
    from = many->all.p[i].from < from ? many->all.p[i].from : from;
    to = many->all.p[i].to > to ? many->all.p[i].to : to;
  }
  return one->all.n == 1 && one->all.p[0].from == from && one->all.p[0].to == to;
}

static void compare_series(struct ledger *l, const struct statistic_value *v, size_t n) {
  struct periods title = {0}, series = {0}, values = {0};
  add_periods(&title, v->title);
  add_periods(&series, v->series_period_raw);
  for (size_t i = 0; i < n; i++)
    if (v[i].has_own_period) add_periods(&values, v[i].period_raw);
  bool wrong = (differ(&title, &values) && !spans(&title, &values)) ||
               (differ(&series, &values) && !spans(&series, &values)) ||
               (differ(&title, &series) && !spans(&title, &series) && !spans(&series, &title));
  struct ledger_entry *x = wrong ? ledger_add(l, LEDGER_PERIODS, &v->series, 1) : NULL;
  if (x) {
    ledger_subject(l, x, "serie", v->series);
    ledger_claim(l, x, v->series_claim_id, "titulo", v->title);
    ledger_claim(l, x, v->series_claim_id, "periodo", v->series_period_raw);
    for (size_t i = 0; i < n; i++)
      if (v[i].has_own_period) ledger_claim(l, x, v[i].claim_id, "periodo", v[i].period_raw);
    struct ledger_word none = ledger_both("ninguno", "none");
    LEDGER_SAY(l, x, "«{0}»: el título nombra {1}, la serie {2} y sus valores {3}",
               "“{0}”: the title names {1}, the series {2} and its values {3}", ledger_text(v->title),
               title.all.n ? ledger_text(buf_str(&title.words)) : none,
               series.all.n ? ledger_text(v->series_period_raw) : none,
               values.all.n ? ledger_text(buf_str(&values.words)) : none);
  }
  buf_free(&title.words);
  buf_free(&series.words);
  buf_free(&values.words);
}

/* Periods of one concept that share years without being the same. */
static bool cross(const struct statistic_periods *p) {
  for (size_t i = 0; i < p->n; i++)
    for (size_t k = i + 1; k < p->n; k++)
      if (period_overlaps(&p->p[i], &p->p[k])) return true;
  return false;
}

static void compare_statements(struct ledger *l, const struct statistic_concept *c) {
  struct periods all = {0};
  bool several = false;
  for (size_t i = 0; i < c->n; i++) {
    add_periods(&all, c->s[i].first->period_raw);
    several |= !str_eq(c->s[i].first->series, c->s[0].first->series);
  }
  struct ledger_entry *x = several && cross(&all.all) ? ledger_add(l, LEDGER_PERIODS, &c->first->concept, 1) : NULL;
  if (x) {
    for (size_t i = 0; i < c->n; i++) {
      ledger_subject(l, x, "serie", c->s[i].first->series);
      ledger_claim(l, x, c->s[i].first->claim_id, "periodo", c->s[i].first->period_raw);
    }
    LEDGER_SAY(l, x, "las cifras de «{0}» son de periodos que se cruzan: {1}",
               "the figures of “{0}” are for periods that cross: {1}", ledger_text(c->first->concept),
               ledger_text(buf_str(&all.words)));
  }
  buf_free(&all.words);
}

void statistic_compare_periods(struct ledger *l, const struct statistic_concept *c) {
  for (size_t i = 0, end; i < c->n_values; i = end) {
    for (end = i + 1; end < c->n_values && str_eq(c->first[end].series, c->first[i].series);) end++;
    compare_series(l, &c->first[i], end - i);
  }
  compare_statements(l, c);
}
