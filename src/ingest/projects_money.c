/* A row's money and who has to do with it. */
#include "projects_internal.h"

/* ---- money ---- */

struct str projects_currency(struct projects *p, struct cell amount, struct cell stated, struct str mark,
                             struct str fallback) {
  struct str code = {0};
  if (cell_listed(&p->cells, stated, "currency", &code) && mark.n && !str_eq(mark, code))
    cell_refuse(&p->cells, amount, "moneda-contradictoria", "La cifra dice %.*s y la columna de moneda %.*s. Deje una.",
                "The figure says %.*s and the currency column %.*s. Keep one.", STR_ARG(mark), STR_ARG(code));
  return code.n ? code : mark.n ? mark : fallback;
}

static void read_total(struct projects *p, struct project *out) {
  struct cells *c = &p->cells;
  struct cell x = projects_cell(p, COLUMN_VALOR), printed = projects_cell(p, COLUMN_VALOR_TEXTO);
  struct str mark = {0};
  bool none;
  cell_yes(c, projects_cell(p, COLUMN_SIN_EROGACION), &none);
  out->no_disbursement = none;
  out->has_total = cell_money(c, x, &out->total, &mark);
  out->total_raw = printed.value.n ? printed.value : x.value;
  struct str currency = projects_currency(p, x, projects_cell(p, COLUMN_MONEDA), mark, STR("COP"));
  if (out->has_total) out->currency = currency;
  if (none && out->has_total && out->total > 0)
    cell_refuse(c, x, "erogacion-contradictoria",
                "Dice que no implica erogación y trae un valor. Borre el valor o quite la marca de «sin_erogacion».",
                "It says that no money is spent and gives an amount. Clear the amount or the mark in “sin_erogacion”.");
}

/* "USD" or "COP/USD": pesos for one dollar. */
static void read_rate(struct projects *p, struct project *out, struct str to) {
  struct cells *c = &p->cells;
  struct cell x = projects_cell(p, COLUMN_TASA), pair = projects_cell(p, COLUMN_TASA_MONEDA);
  struct decimal d;
  if (!cell_decimal(c, x, &d)) return;
  const char *slash = pair.value.n ? memchr(pair.value.p, '/', pair.value.n) : NULL;
  size_t head = slash ? (size_t)(slash - pair.value.p) : 0;
  struct cell from = cell_piece(pair, slash ? (struct str){slash + 1, pair.value.n - head - 1} : pair.value);
  if (slash && !cell_listed(c, cell_piece(pair, text_trim((struct str){pair.value.p, head})), "currency", &to)) return;
  from.value = text_trim(from.value);
  struct str printed = projects_text(p, COLUMN_TASA_TEXTO);
  struct project_rate r = {.to = to, .kind = STR("contract"), .raw = printed.n ? printed : x.value};
  struct str precision;
  if (d.unscaled <= 0 || cell_is_empty(from)) {
    cell_refuse(c, x, "tasa-incompleta",
                "La tasa debe ser mayor que cero y «tasa_moneda» decir de qué moneda (USD o COP/USD).",
                "The rate must be above zero and “tasa_moneda” must name its currency (USD or COP/USD).");
    return;
  }
  if (!cell_listed(c, from, "currency", &r.from)) return;
  struct buf b = {0};
  decimal_write(&b, d);
  r.rate_dec = arena_str(c->arena, buf_str(&b));
  buf_free(&b);
  cell_date(c, projects_cell(p, COLUMN_TASA_FECHA), &r.date, &precision);
  out->rate = r;
  out->has_rate = true;
}

/* ---- who ---- */

int64_t projects_actor(struct projects *p, struct cell x) {
  int64_t id;
  size_t n;
  actor_directory_find(p->actors, x.value, &id, &n);
  if (n == 1) return id;
  if (n > 1) {
    struct buf b = {0};
    actor_directory_write_candidates(p->actors, x.value, &b);
    cell_refuse(&p->cells, x, "actor-ambiguo", "Varios actores llevan ese nombre: %s. Escriba el código.",
                "Several actors have that name: %s. Write the code.", b.data);
    buf_free(&b);
    return 0;
  }
  struct buf key = {0};
  text_fold(&key, x.value);
  struct str folded = arena_str(p->cells.arena, buf_str(&key));
  buf_free(&key);
  for (size_t i = 0; i < p->n_fresh; i++)
    if (str_eq(p->fresh[i].key, folded)) return -(int64_t)i - 1;
  if (p->n_fresh == p->fresh_cap) mem_grow((void **)&p->fresh, &p->fresh_cap, p->n_fresh + 1, sizeof *p->fresh);
  p->fresh[p->n_fresh] = (struct named_actor){x.value, folded, 0};
  return -(int64_t)p->n_fresh++ - 1;
}

struct parties {
  struct project_party *list;
  size_t n, cap;
};

/* One entry per actor and role; a party without a stated role is not repeated beside one that has it. */
static void add_party(struct projects *p, struct parties *v, int64_t id, const char *role, const char *words) {
  if (id == 0) return;
  for (size_t i = 0; i < v->n; i++)
    if (v->list[i].organisation_id == id && (role[0] == 0 || str_is(v->list[i].role, role))) return;
  if (v->n == v->cap) {
    struct project_party *grown = arena_alloc(p->cells.arena, (v->cap = 2 * v->cap + 8) * sizeof *grown);
    if (v->n) memcpy(grown, v->list, v->n * sizeof *grown);
    v->list = grown;
  }
  v->list[v->n++] = (struct project_party){id, str_from(role), str_from(words)};
}

static void add_listed_parties(struct projects *p, struct parties *v, enum project_column column, const char *role) {
  struct cell x = projects_cell(p, column);
  if (cell_is_empty(x)) return;
  const struct str *items;
  size_t n = cell_items(&p->cells, x, &items);
  for (size_t i = 0; i < n; i++) add_party(p, v, projects_actor(p, cell_piece(x, items[i])), role, "");
}

/* ---- contributions ---- */

static bool read_aporte(struct projects *p, const struct part *x, const struct project *project,
                        struct project_contribution *out) {
  struct cells *c = &p->cells;
  struct cell amount = x->cell[APORTE_VALOR], who = x->cell[APORTE_ENTIDAD], printed = x->cell[APORTE_VALOR_TEXTO];
  struct str mark = {0}, precision, fallback = STR("COP");
  *out = (struct project_contribution){.form = STR("sin-dato"), .has_rate = project->has_rate};
  if (!cell_is_empty(who)) out->provider_id = projects_actor(p, who);
  if (!cell_is_empty(x->cell[APORTE_RECEPTOR])) out->receiver_id = projects_actor(p, x->cell[APORTE_RECEPTOR]);
  cell_listed(c, x->cell[APORTE_TIPO_TRANSACCION], "transaction_type", &out->transaction_type);
  bool has_amount = (out->transaction_type.n ? cell_balance : cell_money)(c, amount, &out->amount, &mark);
  if (cell_is_empty(amount))
    cell_refuse(c, amount, "aporte-sin-valor",
                "El aporte no tiene valor. Escriba la cifra, o nombre la entidad en «financiador» o «partes».",
                "The contribution has no amount. Write the figure, or name the actor in “financiador” or “partes”.");
  out->amount_raw = printed.value.n ? printed.value : amount.value;
  if (project->currency.n) fallback = project->currency;
  else codelist_find(p->codes, "currency", projects_text(p, COLUMN_MONEDA), &fallback);
  out->currency = projects_currency(p, amount, x->cell[APORTE_MONEDA], mark, fallback);
  cell_listed(c, x->cell[APORTE_FORMA], "form", &out->form);
  cell_yes(c, x->cell[APORTE_CONTRAPARTIDA], &out->is_counterpart);
  cell_date(c, x->cell[APORTE_FECHA], &out->value_date, &precision);
  out->label_raw = x->cell[APORTE_TEXTO].value;
  out->valuation = x->cell[APORTE_VALORACION].value;
  cell_date(c, x->cell[APORTE_FECHA_TRANSACCION], &out->date, &precision);
  cell_listed(c, x->cell[APORTE_FLUJO], "flow_type", &out->flow_type);
  cell_listed(c, x->cell[APORTE_FINANZA], "finance_type", &out->finance_type);
  cell_listed(c, x->cell[APORTE_AYUDA], "aid_type", &out->aid_type);
  return has_amount;
}

/* The stated total is never computed; a difference is shown and stays. Transactions tell one sum several times: no sum of them. */
static void compare_sum(struct projects *p, const struct project *out) {
  i128 sum = 0;
  for (size_t i = 0; i < out->n_contributions; i++) {
    const struct project_contribution *x = &out->contributions[i];
    if (!str_eq(x->currency, out->currency) || x->transaction_type.n) return;
    if (!decimal_add(sum, x->amount, &sum)) return;
  }
  if (!out->has_total || out->n_contributions == 0 || sum == out->total) return;
  struct buf all = {0}, difference = {0};
  bool es = report_lang(p->report) == REPORT_ES;
  (es ? decimal_write_minor_es : decimal_write_minor_en)(&all, sum);
  bool less = out->total < sum;
  (es ? decimal_write_minor_es : decimal_write_minor_en)(&difference, less ? sum - out->total : out->total - sum);
  cell_remark(
      &p->cells, REPORT_WARNING, projects_cell(p, COLUMN_VALOR), "suma-distinta",
      less ? "El total es %s menos que los aportes, que suman %s. Se guardan las cifras como están; revise la fuente."
           : "El total es %s más que los aportes, que suman %s. Se guardan las cifras como están; revise la fuente.",
      less ? "The total is %s less than the contributions, which add up to %s. The figures are kept as they are; check "
             "the source."
           : "The total is %s more than the contributions, which add up to %s. The figures are kept as they are; check "
             "the source.",
      difference.data, all.data);
  buf_free(&all);
  buf_free(&difference);
}

/* Who gives a part of the total is a funder of the project; who pays a transaction need not be. */
static void read_contributions(struct projects *p, struct project *out, struct parties *parties) {
  const struct part **parts;
  size_t n = projects_parts(p, SHEET_CONTRIBUTIONS, &parts);
  struct project_contribution *list = arena_alloc(p->cells.arena, (n + 1) * sizeof *list);
  for (size_t i = 0; i < n; i++) {
    projects_enter(p, SHEET_CONTRIBUTIONS, parts[i]);
    if (!read_aporte(p, parts[i], out, &list[out->n_contributions])) continue;
    const struct project_contribution *x = &list[out->n_contributions++];
    if (x->transaction_type.n == 0) add_party(p, parties, x->provider_id, "1", "Aportante");
  }
  projects_leave(p);
  out->contributions = list;
}

void projects_read_money(struct projects *p, struct project *out) {
  struct parties parties = {0};
  read_total(p, out);
  add_listed_parties(p, &parties, COLUMN_EJECUTOR, "4");
  add_listed_parties(p, &parties, COLUMN_FINANCIADOR, "1");
  add_listed_parties(p, &parties, COLUMN_RESPONSABLE, "2");
  add_listed_parties(p, &parties, COLUMN_CANALIZADOR, "3");
  read_rate(p, out, out->currency.n ? out->currency : STR("COP"));
  read_contributions(p, out, &parties);
  add_listed_parties(p, &parties, COLUMN_PARTES, "");
  out->parties = parties.list;
  out->n_parties = parties.n;
  compare_sum(p, out);
}
