/* What a project has in lists beside its money and places: other totals, groups of people, results, links. */
#include "projects_internal.h"

static void refuse_missing(struct projects *p, struct cell x) {
  cell_refuse(&p->cells, x, "falta-dato", "Esta celda no puede estar vacía. Escriba el dato.",
              "This cell cannot be empty. Fill it in.");
}

/* ---- other totals ---- */

static bool read_total(struct projects *p, const struct part *x, const struct project *project,
                       struct project_total *out) {
  struct cell amount = x->cell[TOTAL_VALOR], printed = x->cell[TOTAL_VALOR_TEXTO];
  struct str mark = {0};
  *out = (struct project_total){.amount_raw = printed.value.n ? printed.value : amount.value,
                                .label_raw = x->cell[TOTAL_TEXTO].value};
  if (cell_is_empty(amount)) refuse_missing(p, amount);
  if (!cell_money(&p->cells, amount, &out->amount, &mark)) return false;
  out->currency =
      projects_currency(p, amount, x->cell[TOTAL_MONEDA], mark, project->currency.n ? project->currency : STR("COP"));
  return true;
}

static void read_totals(struct projects *p, struct project *out) {
  const struct part **parts;
  size_t n = projects_parts(p, SHEET_TOTALS, &parts);
  struct project_total *list = arena_alloc(p->cells.arena, (n + 1) * sizeof *list);
  for (size_t i = 0; i < n; i++) {
    projects_enter(p, SHEET_TOTALS, parts[i]);
    if (read_total(p, parts[i], out, &list[out->n_totals])) out->n_totals++;
  }
  projects_leave(p);
  out->totals = list;
}

/* ---- groups of people ---- */

static void read_group(struct projects *p, const struct part *x, struct project_group *out) {
  struct cells *c = &p->cells;
  struct cell number = x->cell[GRUPO_PERSONAS], text = x->cell[GRUPO_TEXTO];
  struct gazetteer_match area;
  *out = (struct project_group){
      .number = -1, .unit = x->cell[GRUPO_UNIDAD].value, .raw = text.value.n ? text.value : number.value};
  if (cell_is_empty(number) && cell_is_empty(text)) refuse_missing(p, number);
  cell_whole(c, number, &out->number);
  cell_yes(c, x->cell[GRUPO_APROXIMADO], &out->is_approx);
  cell_yes(c, x->cell[GRUPO_DISJUNTO], &out->is_disjoint);
  if (!cell_is_empty(x->cell[GRUPO_AREA]) && projects_find_area(p, x->cell[GRUPO_AREA], &area))
    out->area_id = area.area_id;
}

static void read_groups(struct projects *p, struct project *out) {
  const struct part **parts;
  size_t n = projects_parts(p, SHEET_PEOPLE, &parts);
  struct project_group *list = arena_alloc(p->cells.arena, (n + 1) * sizeof *list);
  for (size_t i = 0; i < n; i++) {
    projects_enter(p, SHEET_PEOPLE, parts[i]);
    read_group(p, parts[i], &list[out->n_groups++]);
  }
  projects_leave(p);
  out->groups = list;
}

/* ---- results: a row is a period; rows with one title are one result, with one indicator too one indicator ---- */

struct results {
  struct project_result *result;
  struct project_indicator *indicator;
  struct project_period *period;
  size_t n_results, n_indicators, n_periods;
};

/* What an earlier row of the same result or indicator said may be left out, not contradicted. */
static void agree(struct projects *p, struct cell x, struct str now, struct str *known) {
  if (now.n == 0) return;
  if (known->n == 0) *known = now;
  else if (!str_eq(*known, now))
    cell_refuse(&p->cells, x, "resultado-contradictorio",
                "Una fila anterior del mismo resultado o indicador dice «%.*s». Deje uno de los dos.",
                "An earlier row of the same result or indicator says “%.*s”. Keep one of them.", STR_ARG(*known));
}

static int yes_or_unknown(struct projects *p, struct cell x) {
  bool yes;
  return cell_yes(&p->cells, x, &yes) ? yes : -1;
}

static size_t find_result(struct projects *p, const struct part *x, struct results *r) {
  struct str title = x->cell[RESULTADO_TITULO].value, type = {0};
  size_t i = 0;
  while (i < r->n_results && !str_eq(r->result[i].title, title)) i++;
  if (i == r->n_results) r->result[r->n_results++] = (struct project_result){.title = title, .aggregates = -1};
  struct project_result *found = &r->result[i];
  cell_listed(&p->cells, x->cell[RESULTADO_TIPO], "result_type", &type);
  agree(p, x->cell[RESULTADO_TIPO], type, &found->type);
  agree(p, x->cell[RESULTADO_DESCRIPCION], x->cell[RESULTADO_DESCRIPCION].value, &found->description);
  int sums = yes_or_unknown(p, x->cell[RESULTADO_SUMABLE]);
  if (sums >= 0) found->aggregates = sums;
  return i;
}

static size_t find_indicator(struct projects *p, const struct part *x, size_t result, struct results *r) {
  struct str title = x->cell[RESULTADO_INDICADOR].value, measure = {0}, year = {0}, precision;
  size_t i = 0;
  while (i < r->n_indicators && !(r->indicator[i].result == result && str_eq(r->indicator[i].title, title))) i++;
  if (i == r->n_indicators)
    r->indicator[r->n_indicators++] = (struct project_indicator){.result = result, .title = title, .ascending = -1};
  struct project_indicator *found = &r->indicator[i];
  cell_listed(&p->cells, x->cell[RESULTADO_MEDIDA], "indicator_measure", &measure);
  cell_date(&p->cells, x->cell[RESULTADO_LINEA_BASE_ANIO], &year, &precision);
  agree(p, x->cell[RESULTADO_MEDIDA], measure, &found->measure);
  agree(p, x->cell[RESULTADO_DESCRIPCION_INDICADOR], x->cell[RESULTADO_DESCRIPCION_INDICADOR].value,
        &found->description);
  agree(p, x->cell[RESULTADO_LINEA_BASE_ANIO], year, &found->baseline_year);
  agree(p, x->cell[RESULTADO_LINEA_BASE], x->cell[RESULTADO_LINEA_BASE].value, &found->baseline_value);
  int ascending = yes_or_unknown(p, x->cell[RESULTADO_ASCENDENTE]);
  if (ascending >= 0) found->ascending = ascending;
  return i;
}

/* True if any cell from `first` on has something. */
static bool any_from(const struct part *x, size_t first) {
  for (size_t i = first; i <= RESULTADO_LOGRO; i++)
    if (x->cell[i].value.n) return true;
  return false;
}

static void read_result(struct projects *p, const struct part *x, struct results *r) {
  struct str precision;
  if (cell_is_empty(x->cell[RESULTADO_TITULO])) {
    refuse_missing(p, x->cell[RESULTADO_TITULO]);
    return;
  }
  size_t result = find_result(p, x, r);
  if (!any_from(x, RESULTADO_INDICADOR)) return;
  if (cell_is_empty(x->cell[RESULTADO_INDICADOR])) {
    refuse_missing(p, x->cell[RESULTADO_INDICADOR]);
    return;
  }
  size_t indicator = find_indicator(p, x, result, r);
  if (!any_from(x, RESULTADO_DESDE)) return;
  struct project_period *period = &r->period[r->n_periods++];
  *period = (struct project_period){
      .indicator = indicator, .target = x->cell[RESULTADO_META].value, .actual = x->cell[RESULTADO_LOGRO].value};
  cell_date(&p->cells, x->cell[RESULTADO_DESDE], &period->start, &precision);
  cell_date(&p->cells, x->cell[RESULTADO_HASTA], &period->end, &precision);
}

static void read_results(struct projects *p, struct project *out) {
  const struct part **parts;
  size_t n = projects_parts(p, SHEET_RESULTS, &parts);
  struct results r = {.result = arena_alloc(p->cells.arena, (n + 1) * sizeof *r.result),
                      .indicator = arena_alloc(p->cells.arena, (n + 1) * sizeof *r.indicator),
                      .period = arena_alloc(p->cells.arena, (n + 1) * sizeof *r.period)};
  for (size_t i = 0; i < n; i++) {
    projects_enter(p, SHEET_RESULTS, parts[i]);
    read_result(p, parts[i], &r);
  }
  projects_leave(p);
  for (size_t i = 0; i < r.n_results; i++)
    if (r.result[i].type.n == 0) r.result[i].type = STR("9"); /* other */
  for (size_t i = 0; i < r.n_indicators; i++)
    if (r.indicator[i].measure.n == 0) r.indicator[i].measure = STR("1"); /* unit */
  out->results = r.result, out->n_results = r.n_results;
  out->indicators = r.indicator, out->n_indicators = r.n_indicators;
  out->periods = r.period, out->n_periods = r.n_periods;
}

/* ---- links ---- */

static bool starts(struct str s, const char *z) { return s.n >= strlen(z) && memcmp(s.p, z, strlen(z)) == 0; }

static void read_link(struct projects *p, const struct part *x, struct project_link *out) {
  struct cells *c = &p->cells;
  struct cell url = x->cell[ENLACE_URL];
  struct str precision;
  *out = (struct project_link){
      .url = url.value, .format = x->cell[ENLACE_FORMATO].value, .title = x->cell[ENLACE_TITULO].value};
  if (cell_is_empty(url)) refuse_missing(p, url);
  else if (memchr(url.value.p, ':', url.value.n) && !starts(url.value, "http://") && !starts(url.value, "https://"))
    cell_refuse(c, url, "enlace-invalido",
                "El enlace debe empezar por https:// o http://, o ser el nombre de un archivo, sin «:».",
                "The link must begin with https:// or http://, or be the name of a file, without “:”.");
  cell_listed(c, x->cell[ENLACE_CATEGORIA], "document_category", &out->category);
  cell_code(c, x->cell[ENLACE_IDIOMA], &out->lang);
  cell_date(c, x->cell[ENLACE_FECHA], &out->date, &precision);
}

static void read_links(struct projects *p, struct project *out) {
  const struct part **parts;
  size_t n = projects_parts(p, SHEET_LINKS, &parts);
  struct project_link *list = arena_alloc(p->cells.arena, (n + 1) * sizeof *list);
  for (size_t i = 0; i < n; i++) {
    projects_enter(p, SHEET_LINKS, parts[i]);
    read_link(p, parts[i], &list[out->n_links++]);
  }
  projects_leave(p);
  out->links = list;
}

/* ---- together ---- */

/* The words of IATI are kept unless the file has a column for each of them: emptying a cell then takes the word away. */
static bool carries_iati(const struct projects *p) {
  static const enum project_column words[] = {COLUMN_ALCANCE, COLUMN_COLABORACION, COLUMN_IDIOMA,
                                              COLUMN_PUBLICA, COLUMN_FLUJO,        COLUMN_FINANZA,
                                              COLUMN_AYUDA,   COLUMN_LIGADA,       COLUMN_ACTUALIZADO};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (!projects_has(p, words[i])) return false;
  return true;
}

void projects_read_lists(struct projects *p, struct project *out) {
  read_totals(p, out);
  read_groups(p, out);
  read_results(p, out);
  read_links(p, out);
  out->keep = PROJECT_KEEP_EXTRAS;
  if (!projects_have_part(p, SHEET_TOTALS)) out->keep |= PROJECT_KEEP_TOTALS;
  if (!projects_have_part(p, SHEET_PEOPLE)) out->keep |= PROJECT_KEEP_GROUPS;
  if (!projects_have_part(p, SHEET_RESULTS)) out->keep |= PROJECT_KEEP_RESULTS;
  if (!projects_have_part(p, SHEET_LINKS)) out->keep |= PROJECT_KEEP_LINKS;
  if (!carries_iati(p)) out->keep |= PROJECT_KEEP_IATI;
}
