/* Transactions; and what the standard has not: stated totals, people, the rate of the contract. */
#include <stdio.h>
#include "iati_part.h"

/* The amount as printed where it can stand in the file as it is, else as exact digits with what was printed beside them. */
static void write_value(struct iati_part *a, const struct snap_contribution *c, const char *day) {
  struct iati_out *x = &a->x;
  struct buf exact = {0};
  struct decimal d;
  struct err e = {0};
  i128 same;
  decimal_write_minor(&exact, c->amount_minor);
  bool plain = c->amount_raw.n > 0;
  for (size_t i = 0; i < c->amount_raw.n; i++) {
    char k = c->amount_raw.p[i];
    plain = plain && ((k >= '0' && k <= '9') || k == '.' || (k == '-' && i == 0));
  }
  plain = plain && decimal_read(c->amount_raw, DECIMAL_PLAIN, &d) == DECIMAL_FINE && decimal_to_minor(d, &same, &e) &&
          same == c->amount_minor;
  iati_out_begin(x, "value");
  iati_out_attr(x, "currency", c->currency);
  if (c->value_date.n) iati_part_date(a, "value-date", c->value_date);
  else iati_out_attr(x, "value-date", str_from(day));
  if (c->value_date.n == 0 && !iati_out_has(x, "value-date")) iati_part_filler(a, "value-date");
  if (!plain) iati_out_own_always(x, IATI_RAW, c->amount_raw);
  iati_out_text(x, plain ? c->amount_raw : buf_str(&exact));
  iati_out_end(x);
  buf_free(&exact);
}

static void write_actor(struct iati_part *a, const char *name, uint32_t actor) {
  if (actor == SNAPSHOT_NONE) return;
  iati_out_begin(&a->x, name);
  iati_part_actor(a, actor, false);
  iati_out_end(&a->x);
}

/* A part of the total, as a report prints it, is no transaction of any type: a commitment is the least wrong, and it is marked. */
static void write_type(struct iati_part *a, struct str type) {
  iati_out_begin(&a->x, "transaction-type");
  iati_out_attr(&a->x, "code", type.n ? type : STR("2"));
  if (type.n == 0) iati_part_filler(a, "*");
  iati_out_end(&a->x);
}

static void write_transaction(struct iati_part *a, uint32_t k, const struct snap_contribution *c) {
  struct iati_out *x = &a->x;
  char day[11];
  if (!iati_part_day(c->date, day) && !iati_part_day(c->value_date, day)) snprintf(day, sizeof day, "%s", a->date);
  iati_out_begin_ranked(x, "transaction", k);
  if (!str_is(c->form, "sin-dato")) iati_out_own(x, IATI_FORM, c->form);
  if (c->is_counterpart) iati_out_own(x, IATI_COUNTERPART, STR("1"));
  iati_out_own(x, IATI_VALUATION, c->valuation);
  if (c->rate.n) iati_out_own(x, IATI_AT_RATE, STR("1"));
  write_type(a, c->transaction_type);
  iati_part_required_date(a, "transaction-date", c->date, day);
  write_value(a, c, day);
  iati_out_said(x, "description", c->label_raw);
  write_actor(a, "provider-org", c->provider);
  write_actor(a, "receiver-org", c->receiver);
  iati_out_code(x, "flow-type", c->flow_type);
  iati_out_code(x, "finance-type", c->finance_type);
  iati_out_code(x, "aid-type", c->aid_type);
  iati_out_end(x);
}

void iati_money_write(struct iati_part *a) {
  struct snap_contribution c;
  for (uint32_t k = 0; snapshot_contribution(a->s, a->p.index, k, &c); k++) write_transaction(a, k, &c);
}

/* ---- our own ---- */

static void write_total(struct iati_part *a, const struct snap_total *t, bool has_amount, bool principal) {
  struct iati_out *x = &a->x;
  struct buf amount = {0};
  iati_out_begin(x, IATI_PREFIX ":" IATI_TOTAL);
  iati_out_own(x, IATI_CURRENCY, t->currency);
  iati_out_own(x, IATI_RAW, t->amount_raw);
  iati_out_own(x, IATI_LABEL, t->label_raw);
  if (principal) iati_out_own(x, IATI_PRINCIPAL, STR("1"));
  if (has_amount) decimal_write_minor(&amount, t->amount_minor);
  iati_out_text(x, buf_str(&amount));
  iati_out_end(x);
  buf_free(&amount);
}

static void write_totals(struct iati_part *a) {
  const struct snap_project *p = &a->p;
  struct snap_total t = {p->value_minor, p->value_raw, p->currency, {0}};
  bool stated = p->has_value && !p->value_is_sum;
  if (p->value_is_sum) t.currency = (struct str){0};
  if (stated || t.amount_raw.n || t.currency.n) write_total(a, &t, stated, true);
  for (uint32_t k = 0; snapshot_total(a->s, p->index, k, &t); k++) write_total(a, &t, true, false);
}

static void write_people(struct iati_part *a, const struct snap_group *g, bool principal) {
  struct iati_out *x = &a->x;
  char number[24] = "";
  iati_out_begin(x, IATI_PREFIX ":" IATI_PEOPLE);
  iati_out_own(x, IATI_RAW, g->raw);
  iati_out_own(x, IATI_UNIT, g->unit);
  if (g->is_approx) iati_out_own(x, IATI_APPROXIMATE, STR("1"));
  if (g->is_disjoint) iati_out_own(x, IATI_DISJOINT, STR("1"));
  if (g->area != SNAPSHOT_NONE) {
    struct snap_area area;
    snapshot_area(a->s, g->area, &area);
    iati_out_own(x, IATI_AREA, area.code);
  }
  if (principal) iati_out_own(x, IATI_PRINCIPAL, STR("1"));
  if (g->number >= 0) snprintf(number, sizeof number, "%lld", (long long)g->number);
  iati_out_text(x, str_from(number));
  iati_out_end(x);
}

static void write_everybody(struct iati_part *a) {
  const struct snap_project *p = &a->p;
  struct snap_group g = {.number = p->people,
                         .is_approx = p->people_approx,
                         .unit = p->people_unit,
                         .raw = p->people_raw,
                         .area = SNAPSHOT_NONE};
  if (g.number >= 0 || g.raw.n || g.unit.n || g.is_approx) write_people(a, &g, true);
  for (uint32_t k = 0; snapshot_group(a->s, p->index, k, &g); k++) write_people(a, &g, false);
}

static void write_rate(struct iati_part *a) {
  struct iati_out *x = &a->x;
  struct snap_rate r;
  if (!snapshot_rate(a->s, a->p.index, &r)) return;
  iati_out_begin(x, IATI_PREFIX ":" IATI_RATE);
  iati_out_own(x, IATI_FROM, r.from);
  iati_out_own(x, IATI_TO, r.to);
  iati_out_own(x, IATI_ON, r.date);
  iati_out_own(x, IATI_KIND, r.kind);
  iati_out_own(x, IATI_RAW, r.raw);
  iati_out_text(x, r.rate);
  iati_out_end(x);
}

void iati_money_write_own(struct iati_part *a) {
  write_totals(a);
  write_everybody(a);
  write_rate(a);
}
