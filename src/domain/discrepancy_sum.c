/* A total against its parts; every amount against its own text. */
#include "core/text.h"
#include "discrepancy_money.h"

static const char *field_name(struct ledger *l, const char *form, size_t i) {
  return arena_printf(l->arena, "%s_%zu", form, i);
}

static void claim_parts(struct ledger *l, struct ledger_entry *x, const struct money_sheet *v) {
  for (size_t i = 0; i < v->parts.n; i++)
    if (v->parts.item[i].counts)
      ledger_claim(l, x, v->parts.item[i].claim_id, field_name(l, "aporte", i + 1), v->parts.item[i].raw);
}

/* The sum of the parts that count. False if they are not all in that currency, or there are none, or 128 bits are not enough. */
static bool sum_parts(const struct money_sheet *v, struct str currency, i128 *sum) {
  *sum = 0;
  for (size_t i = 0; i < v->parts.n; i++) {
    const struct money_item *m = &v->parts.item[i];
    if (m->counts && (!str_eq(m->currency, currency) || !decimal_add(*sum, m->minor, sum))) return false;
  }
  return v->n_counting > 0;
}

static void report_sum(struct ledger *l, const struct money_sheet *v, size_t at, i128 sum) {
  const struct money_item *t = &v->totals.item[at];
  struct str codes[] = {v->code, t->currency};
  struct ledger_entry *x = ledger_add(l, LEDGER_SUM, codes, at ? 2 : 1);
  if (!x) return;
  bool less = t->minor < sum;
  ledger_subject(l, x, "proyecto", v->code);
  ledger_claim(l, x, t->claim_id, at ? field_name(l, "total", at + 1) : "valor_total", t->raw);
  claim_parts(l, x, v);
  ledger_figures(l, x, t->minor, sum, t->currency);
  LEDGER_SAY(l, x, "{0}: su total, {1}, es {2} {3} que la suma de sus aportes, {4}",
             "{0}: its total, {1}, is {2} {3} than the sum of its contributions, {4}", ledger_text(v->code),
             ledger_amount(l, t->minor, t->currency),
             ledger_amount(l, less ? sum - t->minor : t->minor - sum, t->currency),
             less ? ledger_both("menos", "less") : ledger_both("más", "more"), ledger_amount(l, sum, t->currency));
}

/* Parts whose currency no total has, or parts of several currencies. */
static const struct money_item *find_stranger(const struct money_sheet *v, struct str *expected) {
  for (size_t i = 0; i < v->parts.n; i++) {
    const struct money_item *m = &v->parts.item[i];
    bool known = false;
    if (!m->counts) continue;
    for (size_t k = 0; k < v->totals.n && !known; k++) known = str_eq(v->totals.item[k].currency, m->currency);
    if (known) continue;
    *expected = v->totals.item[0].currency;
    return m;
  }
  return NULL;
}

void money_compare_sums(struct ledger *l, const struct money_sheet *v) {
  struct str expected;
  if (!v->totals.n || !v->n_counting) return;
  for (size_t i = 0; i < v->totals.n; i++) {
    i128 sum;
    if (sum_parts(v, v->totals.item[i].currency, &sum) && sum != v->totals.item[i].minor) report_sum(l, v, i, sum);
  }
  const struct money_item *m = find_stranger(v, &expected);
  struct ledger_entry *x = m ? ledger_add(l, LEDGER_CURRENCY, &v->code, 1) : NULL;
  if (!x) return;
  ledger_subject(l, x, "proyecto", v->code);
  ledger_claim(l, x, v->totals.item[0].claim_id, "valor_total", v->totals.item[0].raw);
  claim_parts(l, x, v);
  LEDGER_SAY(l, x, "{0}: su total está en {1} y un aporte, {2}, en otra moneda",
             "{0}: its total is in {1}, and a contribution, {2}, in another currency", ledger_text(v->code),
             ledger_text(expected), ledger_amount(l, m->minor, m->currency));
}

/* ---- texts ---- */

static void report_text(struct ledger *l, const struct money_sheet *v, const char *field, struct str raw, i128 minor,
                        struct str currency, int64_t claim_id, i128 unit) {
  struct str codes[] = {v->code, str_from(field)};
  struct ledger_entry *x = ledger_add(l, unit == 1 ? LEDGER_LABEL : LEDGER_UNIT, codes, 2);
  if (!x) return;
  struct figure f = {.unit = 1};
  struct str rest = raw;
  i128 says;
  ledger_subject(l, x, "proyecto", v->code);
  ledger_claim(l, x, claim_id, field, raw);
  bool known = figure_next(&rest, &f) && figure_minor(f.value, f.unit, &says);
  if (known) ledger_figures(l, x, minor, says, currency);
  if (unit == 1)
    LEDGER_SAY(l, x, "{0}: se guardó {1} y el texto impreso es «{2}»",
               "{0}: {1} is stored, and the printed text is “{2}”", ledger_text(v->code),
               ledger_amount(l, minor, currency), ledger_text(raw));
  else
    LEDGER_SAY(l, x, "{0}: se guardó {1} sin contar la unidad impresa en «{2}»; con ella serían {3}",
               "{0}: {1} is stored without the unit that is printed in “{2}”; with it, it would be {3}",
               ledger_text(v->code), ledger_amount(l, minor, currency), ledger_text(raw),
               known ? ledger_amount(l, says, currency) : ledger_both("más de lo que cabe", "more than fits"));
}

static void compare_text(struct ledger *l, const struct money_sheet *v, const char *form, size_t i, struct str raw,
                         i128 minor, struct str currency, int64_t claim_id) {
  bool any;
  i128 unit;
  if (!raw.n || figure_says(raw, minor, &any, &unit) || !any) return;
  report_text(l, v, i ? field_name(l, form, i) : form, raw, minor, currency, claim_id, unit);
}

void money_compare_texts(struct ledger *l, const struct money_sheet *v) {
  for (size_t i = 0; i < v->totals.n; i++) {
    const struct money_item *m = &v->totals.item[i];
    compare_text(l, v, i ? "total" : "valor_total", i ? i + 1 : 0, m->raw, m->minor, m->currency, m->claim_id);
  }
  for (size_t i = 0; i < v->parts.n; i++) {
    const struct money_item *m = &v->parts.item[i];
    compare_text(l, v, "aporte", i + 1, m->raw, m->minor, m->currency, m->claim_id);
  }
  if (v->people >= 0) compare_text(l, v, "personas", 0, v->people_raw, (i128)v->people * 100, STR(""), v->claim_id);
}
