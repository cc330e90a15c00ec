/* Who takes part, and money: transactions of the standard, stated totals and rates of ours. */
#include "iati_internal.h"

/* ---- parties ---- */

static bool has_party(const struct iati_activity *a, const struct iati_actor *actor, struct str role) {
  for (size_t i = 0; i < a->p.n_parties && role.n; i++)
    if (a->party_actors[i] == actor && str_eq(a->parties[i].role, role)) return true;
  return false;
}

static void map_party(struct iati_map *m, struct iati_node *n) {
  struct iati_activity *a = m->out;
  struct str role = iati_code(m, n, WORD_ROLE, "organisation_role"); /* filler and none are "" */
  struct str words = iati_attribute(n, WORD_OWN_ROLE_TEXT);
  struct iati_actor *actor = iati_actor(m, n);
  if (actor && !has_party(a, actor, role)) {
    iati_rank(n, a->p.n_parties);
    a->party_actors[a->p.n_parties] = actor;
    a->parties[a->p.n_parties++] = (struct project_party){.role = role, .role_text = words};
    return;
  }
  if (!actor && !n->used)
    iati_remark(m, REPORT_WARNING, n, NULL, (struct str){0}, "entidad-sin-nombre",
                "La entidad no tiene ni ref ni nombre: se conserva como está y no cuenta como parte.",
                "The organisation has neither ref nor name: it is kept as it stands and does not count as a party.");
  if (actor) n->used = false; /* a second time in the same role: kept as it stands */
}

void iati_map_parties(struct iati_map *m, struct iati_node *activity) {
  struct iati_activity *a = m->out;
  size_t most = iati_count(activity, WORD_PARTICIPATING_ORG);
  a->parties = arena_alloc(m->arena, (most + 1) * sizeof *a->parties);
  a->party_actors = arena_alloc(m->arena, (most + 1) * sizeof(struct iati_actor *));
  struct iati_node *reporting = iati_take(activity, WORD_REPORTING_ORG);
  if (reporting) a->reporting = iati_actor(m, reporting);
  for (struct iati_node *n = activity->first; n; n = n->next) {
    if (n->word != WORD_PARTICIPATING_ORG || n->filler) continue;
    n->used = true;
    map_party(m, n);
  }
  a->p.parties = a->parties;
}

/* ---- transactions ---- */

static struct str child_date(struct iati_map *m, struct iati_node *parent, enum iati_word w) {
  struct iati_node *n = iati_take(parent, w);
  if (!n) return (struct str){0};
  struct str precision = iati_attribute(n, WORD_OWN_PRECISION);
  return iati_date(m, n, "iso-date", iati_attribute(n, WORD_ISO_DATE), precision);
}

static bool is_filled(const struct iati_node *parent, enum iati_word w) {
  for (const struct iati_node *n = parent->first; n; n = n->next)
    if (n->word == w && n->filler) return true;
  return false;
}

static struct str currency_of(struct iati_map *m, struct iati_node *value) {
  struct str currency = iati_code(m, value, WORD_CURRENCY, "currency");
  if (currency.n || iati_attribute(value, WORD_CURRENCY).n) return currency;
  if (m->currency.n == 0)
    iati_refuse(m, value, "currency", (struct str){0}, "falta-moneda",
                "La cifra no dice su moneda y la actividad no tiene default-currency. Agregue una de las dos.",
                "The figure does not say its currency and the activity has no default-currency. Add one of the two.");
  return m->currency;
}

static bool map_value(struct iati_map *m, struct iati_node *transaction, struct project_contribution *c) {
  struct iati_node *n = iati_take(transaction, WORD_VALUE);
  struct str text = n ? iati_text(n) : (struct str){0};
  if (text.n == 0) {
    iati_refuse_missing(m, n ? n : transaction, n ? NULL : "value");
    return false;
  }
  bool printed = iati_has_attribute(n, WORD_OWN_RAW);
  c->amount_raw = printed ? iati_attribute(n, WORD_OWN_RAW) : text;
  c->currency = currency_of(m, n);
  struct str date = iati_attribute(n, WORD_VALUE_DATE), precision = iati_attribute(n, WORD_OWN_PRECISION);
  if (date.n) c->value_date = iati_date(m, n, "value-date", date, precision);
  return iati_money(m, n, NULL, text, &c->amount);
}

static void map_transaction(struct iati_map *m, struct iati_node *n, size_t i) {
  struct iati_activity *a = m->out;
  struct project_contribution *c = &a->contributions[i];
  struct iati_node *child;
  *c = (struct project_contribution){.form = STR("sin-dato")};
  iati_rank(n, i);
  if ((child = iati_take(n, WORD_TRANSACTION_TYPE)))
    c->transaction_type = iati_required_code(m, child, WORD_CODE, "transaction_type");
  else if (!is_filled(n, WORD_TRANSACTION_TYPE)) iati_refuse_missing(m, n, "transaction-type");
  c->date = child_date(m, n, WORD_TRANSACTION_DATE);
  map_value(m, n, c);
  if ((child = iati_take(n, WORD_DESCRIPTION))) c->label_raw = iati_narrative(m, child, NULL);
  if ((child = iati_take(n, WORD_PROVIDER_ORG))) a->providers[i] = iati_actor(m, child);
  if ((child = iati_take(n, WORD_RECEIVER_ORG))) a->receivers[i] = iati_actor(m, child);
  c->flow_type = iati_child_code(m, n, WORD_FLOW_TYPE, "flow_type");
  c->finance_type = iati_child_code(m, n, WORD_FINANCE_TYPE, "finance_type");
  c->aid_type = iati_aid_type(m, n);
  struct str form = iati_code(m, n, WORD_OWN_FORM, "form");
  if (form.n) c->form = form;
  c->is_counterpart = iati_bool(m, n, WORD_OWN_COUNTERPART, 0) == 1;
  c->valuation = iati_attribute(n, WORD_OWN_VALUATION);
  c->has_rate = iati_bool(m, n, WORD_OWN_AT_RATE, 0) == 1;
  if (c->has_rate && !a->p.has_rate)
    iati_refuse(m, n, IATI_AT_RATE, STR("1"), "falta-tasa",
                "La transacción va a la tasa de la actividad, que no trae ninguna. Agregue la tasa o quite la marca.",
                "The transaction is at the activity's rate, and it has none. Add the rate or take the mark away.");
}

void iati_map_transactions(struct iati_map *m, struct iati_node *activity) {
  struct iati_activity *a = m->out;
  size_t n = iati_count(activity, WORD_TRANSACTION);
  a->contributions = arena_alloc(m->arena, (n + 1) * sizeof *a->contributions);
  a->providers = arena_calloc(m->arena, n + 1, sizeof(struct iati_actor *));
  a->receivers = arena_calloc(m->arena, n + 1, sizeof(struct iati_actor *));
  for (struct iati_node *x = activity->first; x; x = x->next) {
    if (x->word != WORD_TRANSACTION || x->filler) continue;
    x->used = true;
    map_transaction(m, x, a->p.n_contributions++);
  }
  a->p.contributions = a->contributions;
}

/* ---- stated totals, people, rate: elements of ours ---- */

static void map_total(struct iati_map *m, struct iati_node *n, struct project_total *list) {
  struct project *p = &m->out->p;
  struct project_total t = {.currency = iati_code(m, n, WORD_OWN_CURRENCY, "currency")};
  struct str text = iati_text(n);
  bool principal = iati_bool(m, n, WORD_OWN_PRINCIPAL, 0) == 1, has = text.n && iati_money(m, n, NULL, text, &t.amount);
  t.amount_raw = iati_attribute(n, WORD_OWN_RAW);
  t.label_raw = iati_attribute(n, WORD_OWN_LABEL);
  if (text.n && t.currency.n == 0) iati_refuse_missing(m, n, IATI_CURRENCY);
  if (!principal) {
    if (text.n == 0) iati_refuse_missing(m, n, NULL);
    list[p->n_totals++] = t;
    return;
  }
  p->has_total = has;
  p->total = has ? t.amount : 0;
  p->total_raw = t.amount_raw;
  p->currency = t.currency;
}

static void map_people(struct iati_map *m, struct iati_node *n, struct project_group *list) {
  struct project *p = &m->out->p;
  struct project_group g = {.number = -1};
  struct str text = iati_text(n);
  bool principal = iati_bool(m, n, WORD_OWN_PRINCIPAL, 0) == 1;
  if (text.n && (!text_parse_int(text, &g.number) || g.number < 0))
    iati_refuse(m, n, NULL, text, "numero-ilegible", "Debe ser un número entero de personas, o nada.",
                "It must be a whole number of people, or nothing.");
  g.is_approx = iati_bool(m, n, WORD_OWN_APPROXIMATE, 0) == 1;
  g.is_disjoint = iati_bool(m, n, WORD_OWN_DISJOINT, 0) == 1;
  g.unit = iati_attribute(n, WORD_OWN_UNIT);
  g.raw = iati_attribute(n, WORD_OWN_RAW);
  g.area_id = iati_area(m, n, WORD_OWN_AREA);
  if (!principal) {
    list[p->n_groups++] = g;
    return;
  }
  p->people = g.number;
  p->people_raw = g.raw;
  p->people_unit = g.unit;
  p->people_approx = g.is_approx;
}

static void map_rate(struct iati_map *m, struct iati_node *n) {
  struct project *p = &m->out->p;
  struct decimal d = {0};
  struct text_date day;
  struct str text = iati_text(n), on = iati_attribute(n, WORD_OWN_DATE);
  p->has_rate = true;
  p->rate = (struct project_rate){.from = iati_required_code(m, n, WORD_OWN_FROM, "currency"),
                                  .to = iati_required_code(m, n, WORD_OWN_TO, "currency"),
                                  .kind = iati_required_code(m, n, WORD_OWN_KIND, "rate_kind"),
                                  .rate_dec = text,
                                  .raw = iati_attribute(n, WORD_OWN_RAW)};
  if ((on.n == 4 || on.n == 7) && text_read_date(on, &day) == TEXT_DATE_FINE) p->rate.date = on; /* to its precision */
  else if (on.n) p->rate.date = iati_date(m, n, IATI_ON, on, (struct str){0});
  if (iati_decimal(m, n, NULL, text, &d) && d.unscaled <= 0)
    iati_refuse(m, n, NULL, text, "tasa-incompleta", "La tasa debe ser mayor que cero.",
                "The rate must be above zero.");
}

void iati_map_totals(struct iati_map *m, struct iati_node *activity) {
  struct project *p = &m->out->p;
  struct project_total *totals = arena_alloc(m->arena, (iati_count(activity, WORD_OWN_TOTAL) + 1) * sizeof *totals);
  struct project_group *groups = arena_alloc(m->arena, (iati_count(activity, WORD_OWN_PEOPLE) + 1) * sizeof *groups);
  for (struct iati_node *n; (n = iati_take(activity, WORD_OWN_TOTAL));) map_total(m, n, totals);
  for (struct iati_node *n; (n = iati_take(activity, WORD_OWN_PEOPLE));) map_people(m, n, groups);
  struct iati_node *rate = iati_take(activity, WORD_OWN_RATE);
  if (rate) map_rate(m, rate);
  p->totals = totals;
  p->groups = groups;
}
