#include "projects_internal.h"

static struct str text(const struct projects *p, enum project_column c) { return projects_cell(p, c).value; }

struct cell projects_cell(const struct projects *p, enum project_column c) {
  int at = p->column[c];
  if (at < 0) {
    static const char *const names[] = {
#define X(id, name) name,
        PROJECT_COLUMNS(X)
#undef X
    };
    return (struct cell){str_from(names[c]), {"", 0}};
  }
  return (struct cell){p->headers[at], p->row->cells[at]};
}

struct cell projects_aporte(const struct projects *p, size_t i, enum aporte_column c) {
  int at = p->aporte[i][c];
  return at < 0 ? (struct cell){{"", 0}, {"", 0}} : (struct cell){p->headers[at], p->row->cells[at]};
}

static void require(struct projects *p, enum project_column c, struct str *out) {
  struct cell x = projects_cell(p, c);
  *out = x.value;
  if (x.value.n == 0)
    cell_refuse(&p->cells, x, "falta-dato", "Esta celda no puede estar vacía. Escriba el dato.",
                "This cell cannot be empty. Fill it in.");
}

/* ---- what it is ---- */

static void read_head(struct projects *p, struct project *out) {
  struct cells *c = &p->cells;
  require(p, COLUMN_CODIGO, &out->code);
  cell_code(c, projects_cell(p, COLUMN_CODIGO), &out->code);
  require(p, COLUMN_TITULO, &out->title);
  struct buf repaired = {0};
  if (memchr(out->title.p, 0xC3, out->title.n) && text_repair_mojibake(&repaired, out->title))
    cell_remark(c, REPORT_WARNING, projects_cell(p, COLUMN_TITULO), "texto-danado",
                "Parece texto con la codificación dañada; se guarda como está. ¿Sería «%s»?",
                "The text looks damaged by a wrong encoding; it is kept as it is. Should it be “%s”?", repaired.data);
  buf_free(&repaired);
  out->kind = STR("proyecto");
  cell_listed(c, projects_cell(p, COLUMN_CLASE), "activity_kind", &out->kind);
  cell_listed(c, projects_cell(p, COLUMN_ESTADO), "activity_status", &out->status);
  cell_listed(c, projects_cell(p, COLUMN_TIPO), "cooperation_type", &out->cooperation_type);
  cell_listed(c, projects_cell(p, COLUMN_MODALIDAD), "modality", &out->modality);
  out->iati_identifier = text(p, COLUMN_IATI);
}

static void read_narratives(struct projects *p, struct project *out) {
  static const struct {
    enum project_column column;
    const char *type;
  } kinds[] = {{COLUMN_OBJETO, "objeto"},
               {COLUMN_OBJETIVO, "objetivo"},
               {COLUMN_DESCRIPCION, "descripcion"},
               {COLUMN_NOTA, "nota"}};
  enum { KINDS = sizeof kinds / sizeof *kinds };
  struct project_narrative *list = arena_alloc(p->cells.arena, KINDS * sizeof *list);
  for (size_t i = 0; i < KINDS; i++) {
    struct str t = text(p, kinds[i].column);
    if (t.n) list[out->n_narratives++] = (struct project_narrative){str_from(kinds[i].type), STR("es"), t};
  }
  out->narratives = list;
}

static void read_themes(struct projects *p, struct project *out) {
  struct cell x = projects_cell(p, COLUMN_TEMA);
  if (cell_is_empty(x)) return;
  const struct str *items;
  size_t n = cell_items(&p->cells, x, &items);
  struct project_class *list = arena_alloc(p->cells.arena, (n + 1) * sizeof *list);
  for (size_t i = 0; i < n; i++) {
    struct str code;
    bool twice = false;
    if (!cell_listed(&p->cells, (struct cell){x.column, items[i]}, "theme", &code)) continue;
    for (size_t k = 0; k < out->n_classes && !twice; k++) twice = str_eq(list[k].code, code);
    if (!twice) list[out->n_classes++] = (struct project_class){STR("99"), code, -1, false};
  }
  out->classes = list;
}

/* ---- when ---- */

static void add_date(struct projects *p, struct project *out, struct project_date *list, enum project_column column,
                     const char *type) {
  struct project_date d = {.type = str_from(type)};
  if (cell_date(&p->cells, projects_cell(p, column), &d.date, &d.precision)) list[out->n_dates++] = d;
}

/* Whether an end was an end or a plan follows from the status (IATI ActivityStatus 3 and 4 are over); so does a start. */
static void read_dates(struct projects *p, struct project *out) {
  struct project_date *list = arena_alloc(p->cells.arena, 6 * sizeof *list);
  bool planned = str_is(out->status, "1"), over = str_is(out->status, "3") || str_is(out->status, "4");
  enum project_column start = text(p, COLUMN_INICIO).n ? COLUMN_INICIO : COLUMN_ANIO;
  add_date(p, out, list, COLUMN_FIRMA, "signed");
  size_t first = out->n_dates;
  add_date(p, out, list, start, planned ? "1" : "2");
  size_t second = out->n_dates;
  add_date(p, out, list, COLUMN_FIN, over ? "4" : "3");
  if (second > first && out->n_dates > second &&
      memcmp(list[second].date.p, list[first].date.p,
             list[first].date.n < list[second].date.n ? list[first].date.n : list[second].date.n) < 0)
    cell_remark(&p->cells, REPORT_WARNING, projects_cell(p, COLUMN_FIN), "fechas-en-desorden",
                "El fin es anterior al inicio (%.*s). Se guardan las dos fechas como están; revise la fuente.",
                "The end is before the start (%.*s). Both dates are kept as they are; check the source.",
                STR_ARG(list[first].date));
  add_date(p, out, list, COLUMN_MONETIZACION, "monetised");
  out->vigencia_raw = text(p, COLUMN_VIGENCIA);
  struct text_date d;
  if (out->vigencia_raw.n && text_read_date(out->vigencia_raw, &d) == TEXT_DATE_FINE)
    add_date(p, out, list, COLUMN_VIGENCIA, "expires");
  out->dates = list;
}

/* ---- money and people ---- */

static struct str currency_of(struct projects *p, struct cell amount, struct cell stated, struct str mark,
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
  struct str currency = currency_of(p, x, projects_cell(p, COLUMN_MONEDA), mark, STR("COP"));
  if (out->has_total) out->currency = currency;
  if (none && out->has_total && out->total > 0)
    cell_refuse(c, x, "erogacion-contradictoria",
                "Dice que no implica erogación y trae un valor. Borre el valor o quite la marca de «sin_erogacion».",
                "It says that no money is spent and gives an amount. Clear the amount or the mark in “sin_erogacion”.");
}

static void read_people(struct projects *p, struct project *out) {
  struct cell x = projects_cell(p, COLUMN_PERSONAS), printed = projects_cell(p, COLUMN_PERSONAS_TEXTO);
  out->people = -1;
  cell_whole(&p->cells, x, &out->people);
  out->people_raw = printed.value.n ? printed.value : x.value;
  out->people_unit = text(p, COLUMN_UNIDAD);
  cell_yes(&p->cells, projects_cell(p, COLUMN_APROXIMADO), &out->people_approx);
}

/* "USD" or "COP/USD": pesos for one dollar. */
static void read_rate(struct projects *p, struct project *out, struct str to) {
  struct cells *c = &p->cells;
  struct cell x = projects_cell(p, COLUMN_TASA), pair = projects_cell(p, COLUMN_TASA_MONEDA);
  struct decimal d;
  if (!cell_decimal(c, x, &d)) return;
  const char *slash = pair.value.n ? memchr(pair.value.p, '/', pair.value.n) : NULL;
  size_t head = slash ? (size_t)(slash - pair.value.p) : 0;
  struct cell from = {pair.column, slash ? (struct str){slash + 1, pair.value.n - head - 1} : pair.value};
  if (slash &&
      !cell_listed(c, (struct cell){pair.column, text_trim((struct str){pair.value.p, head})}, "currency", &to))
    return;
  from.value = text_trim(from.value);
  struct project_rate r = {.to = to, .kind = STR("contract"), .raw = x.value};
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

static int64_t actor_of(struct projects *p, struct cell x) {
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
  for (size_t i = 0; i < n; i++) add_party(p, v, actor_of(p, (struct cell){x.column, items[i]}), role, "");
}

/* ---- contributions ---- */

static bool aporte_is_empty(const struct projects *p, size_t i) {
  for (int k = 0; k < APORTE_COLUMN_COUNT; k++)
    if (projects_aporte(p, i, (enum aporte_column)k).value.n) return false;
  return true;
}

static bool read_aporte(struct projects *p, size_t i, const struct project *project, struct project_contribution *out) {
  struct cells *c = &p->cells;
  struct cell amount = projects_aporte(p, i, APORTE_VALOR), who = projects_aporte(p, i, APORTE_ENTIDAD);
  struct str mark = {0}, precision;
  *out = (struct project_contribution){.form = STR("sin-dato"), .has_rate = project->has_rate};
  if (!cell_is_empty(who)) out->provider_id = actor_of(p, who);
  if (!cell_money(c, amount, &out->amount, &mark)) {
    if (cell_is_empty(amount))
      cell_refuse(c, amount.column.n ? amount : who, "aporte-sin-valor",
                  "El aporte no tiene valor. Escriba la cifra, o nombre la entidad en «financiador» o «partes».",
                  "The contribution has no amount. Write the figure, or name the actor in “financiador” or “partes”.");
    return false;
  }
  out->amount_raw = amount.value;
  struct str fallback = STR("COP");
  if (project->currency.n) fallback = project->currency;
  else codelist_find(p->codes, "currency", text(p, COLUMN_MONEDA), &fallback);
  out->currency = currency_of(p, amount, projects_aporte(p, i, APORTE_MONEDA), mark, fallback);
  cell_listed(c, projects_aporte(p, i, APORTE_FORMA), "form", &out->form);
  cell_yes(c, projects_aporte(p, i, APORTE_CONTRAPARTIDA), &out->is_counterpart);
  cell_date(c, projects_aporte(p, i, APORTE_FECHA), &out->value_date, &precision);
  out->label_raw = projects_aporte(p, i, APORTE_TEXTO).value;
  return true;
}

/* The stated total is never computed; a difference is shown and stays. */
static void compare_sum(struct projects *p, const struct project *out) {
  i128 sum = 0;
  for (size_t i = 0; i < out->n_contributions; i++) {
    if (!str_eq(out->contributions[i].currency, out->currency)) return;
    if (!decimal_add(sum, out->contributions[i].amount, &sum)) return;
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

static void read_money(struct projects *p, struct project *out) {
  struct parties parties = {0};
  add_listed_parties(p, &parties, COLUMN_EJECUTOR, "4");
  add_listed_parties(p, &parties, COLUMN_FINANCIADOR, "1");
  struct str currency = out->currency.n ? out->currency : STR("COP");
  read_rate(p, out, currency);
  struct project_contribution *list = arena_alloc(p->cells.arena, (p->n_aportes + 1) * sizeof *list);
  for (size_t i = 0; i < p->n_aportes; i++) {
    if (aporte_is_empty(p, i) || !read_aporte(p, i, out, &list[out->n_contributions])) continue;
    add_party(p, &parties, list[out->n_contributions++].provider_id, "1", "Aportante");
  }
  out->contributions = list;
  add_listed_parties(p, &parties, COLUMN_PARTES, "");
  out->parties = parties.list;
  out->n_parties = parties.n;
  compare_sum(p, out);
}

static void read_related(struct projects *p, struct project *out) {
  struct cell x = projects_cell(p, COLUMN_MACROPROYECTO);
  if (cell_is_empty(x)) return;
  const struct str *items;
  size_t n = cell_items(&p->cells, x, &items);
  struct project_related *list = arena_alloc(p->cells.arena, (n + 1) * sizeof *list);
  for (size_t i = 0; i < n; i++) {
    struct cell item = {x.column, items[i]};
    if (str_eq(items[i], out->code))
      cell_refuse(&p->cells, item, "macroproyecto-propio", "Un proyecto no puede ser su propio macroproyecto.",
                  "A project cannot be its own parent.");
    else if (cell_code(&p->cells, item, &list[out->n_related].code)) list[out->n_related++].type = STR("1");
  }
  out->related = list;
}

void projects_read(struct projects *p, struct project *out) {
  p->n_fresh = 0;
  read_head(p, out);
  read_narratives(p, out);
  read_themes(p, out);
  read_dates(p, out);
  read_total(p, out);
  read_people(p, out);
  read_money(p, out);
  read_related(p, out);
}
