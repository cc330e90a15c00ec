/* /estadisticas: what the records add up to, one table for each question, each closing with the total of distinct projects; beside
 * them the figures that sources print, kept as printed. */
#include "core/text.h"
#include "domain/record.h"
#include "page_filter.h"

enum { MOST_OVERLAPS = 50, MOST_ROWS = 200 };

struct statistics {
  const struct snapshot *s;
  const struct http_request *q;
  const struct filter *f;
  struct str currency;
};

/* ---- one dimension ---- */

struct question_text {
  enum group_by by;
  const char *id, *es, *en, *note_es, *note_en;
};
static const struct question_text questions[] = {
    {GROUP_SOURCE, "fuente", "Fuente y monto", "Source and amount",
     "Cada aporte que cuenta, con quien lo da. Lo que el total declarado tiene de más o de menos que sus aportes es su "
     "propia línea.",
     "Each contribution that counts, with who gives it. What the stated total has beyond its contributions is a line "
     "of "
     "its own."},
    {GROUP_TYPE, "tipo", "Tipo de cooperación y monto", "Type of cooperation and amount", "", ""},
    {GROUP_THEME, "tema", "Tema y monto", "Theme and amount",
     "Un proyecto de varios temas sin porcentajes no se reparte: queda sin asignar.",
     "A project of several themes without percentages is not split: it stays unallocated."},
    {GROUP_FORM, "forma", "Efectivo y especie", "Cash and in kind", "", ""},
    {GROUP_YEAR, "anio", "Por año", "By year",
     "El año de inicio; si no lo hay, el de firma, el de monetización o el de fin.",
     "The year of the start; failing that, of signing, of conversion or of the end."},
    {GROUP_MODALITY, "modalidad", "Por modalidad", "By modality", "", ""},
    {GROUP_STATUS, "estado", "Por estado", "By status", "", ""},
    {GROUP_KIND, "clase", "Por clase", "By kind", "", ""},
    {GROUP_EXECUTOR, "ejecutor", "Por ejecutor", "By implementer",
     "Un proyecto de varios ejecutores no se reparte: queda sin asignar.",
     "A project of several implementers is not split: it stays unallocated."},
    {GROUP_AREA, "localidad", "Por localidad", "By locality",
     "El valor completo no se suma entre áreas; el atribuido, sí.",
     "Full value is not to be summed over areas; attributed value is."},
};

static void money_cell(struct html *h, i128 minor, struct str currency) {
  html_open(h, "td", "class", "dinero", NULL);
  html_money(h, minor, currency);
  html_close(h, "td");
}

static void count_cell(struct html *h, uint64_t n) {
  html_open(h, "td", "class", "numero", NULL);
  html_count(h, (int64_t)n);
  html_close(h, "td");
}

static void people_cell(struct html *h, const struct summary_money *m) {
  html_open(h, "td", "class", "numero", NULL);
  if (m->people_max < 0) page_no_data(h);
  else {
    if (m->people_min != m->people_max) {
      html_count(h, m->people_min);
      html_z(h, "–");
    }
    html_count(h, m->people_max);
  }
  html_close(h, "td");
}

static void known_cell(struct html *h, const struct summary_money *m, i128 minor, struct str currency) {
  if (summary_has_value(m)) {
    money_cell(h, minor, currency);
    return;
  }
  html_open(h, "td", "class", "numero", NULL);
  page_no_data(h);
  html_close(h, "td");
}

static void row_name(struct html *h, const struct statistics *t, enum group_by by, const struct group_row *r) {
  html_open(h, "th", "scope", "row", NULL);
  if (!r->code.n) page_no_data(h);
  else if (by == GROUP_AREA && r->row != SNAPSHOT_NONE) page_area_link(h, t->q, t->s, r->row);
  else if ((by == GROUP_SOURCE || by == GROUP_EXECUTOR) && r->row != SNAPSHOT_NONE)
    page_actor_link(h, t->q, t->s, r->row);
  else {
    const char *key = group_name(by);
    bool has_filter = by != GROUP_AREA;
    struct str label = h->lang == SNAP_EN ? r->label_en : r->label_es;
    if (has_filter)
      html_link(h,
                arena_printf(t->q->arena, "/proyectos?%s=%s%s", key, answer_encode(t->q, r->code),
                             answer_en(t->q) ? "&lang=en" : ""),
                label);
    else html_text(h, label);
  }
  html_close(h, "th");
}

static void foot_line(struct html *h, const char *es, const char *en, i128 minor, struct str currency) {
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", "colspan", "3", NULL);
  html_say(h, es, en);
  html_close(h, "th");
  money_cell(h, minor, currency);
  html_element(h, "td", NULL, STR(""));
  html_close(h, "tr");
}

static void write_rows(struct html *h, const struct statistics *t, const struct group_table *g) {
  html_open(h, "tbody", NULL);
  size_t shown = g->n < MOST_ROWS ? g->n : MOST_ROWS;
  for (size_t i = 0; i < shown; i++) {
    const struct group_row *r = &g->rows[i];
    html_open(h, "tr", NULL);
    row_name(h, t, g->by, r);
    count_cell(h, r->m.projects);
    known_cell(h, &r->m, r->m.full_minor, g->currency);
    known_cell(h, &r->m, r->m.attributed_minor, g->currency);
    people_cell(h, &r->m);
    html_close(h, "tr");
  }
  html_close(h, "tbody");
  html_open(h, "tfoot", NULL);
  i128 rest = 0;
  for (size_t i = shown; i < g->n; i++) rest += g->rows[i].m.attributed_minor;
  if (shown < g->n) foot_line(h, "Las demás filas (en el CSV)", "The other rows (in the CSV)", rest, g->currency);
  if (g->unallocated) foot_line(h, "De varios, sin repartir", "Of several, not allocated", g->unallocated, g->currency);
  if (g->difference)
    foot_line(h, "Diferencia entre totales declarados y aportes", "Stated totals minus contributions", g->difference,
              g->currency);
  foot_line(h, "Total de proyectos distintos", "Total of distinct projects", g->total.full_minor, g->currency);
  html_close(h, "tfoot");
}

static void write_coverage(struct html *h, const struct summary_money *m) {
  html_open(h, "p", "class", "tenue", NULL);
  html_say(h, "Población: ", "Population: ");
  page_count_projects(h, m->projects);
  html_say(h, ". Sin valor: ", ". Without a value: ");
  html_count(h, (int64_t)m->without_value);
  html_say(h, "; no implican erogación: ", "; no disbursement: ");
  html_count(h, (int64_t)m->no_disbursement);
  html_say(h, "; en otra moneda: ", "; in another currency: ");
  html_count(h, (int64_t)m->other_currency);
  html_say(h, "; contados en otro (partes, repetidos): ", "; counted in another (parts, repeats): ");
  html_count(h, (int64_t)m->counted_elsewhere);
  html_z(h, ".");
  html_close(h, "p");
}

static void write_group_links(struct html *h, const struct statistics *t, const char *id) {
  static const char *const drop[] = {"f", "excel", "lang", NULL};
  struct buf query = {0};
  http_write_query(&query, t->q, drop);
  const char *more = query.len ? arena_printf(t->q->arena, "&%.*s", (int)query.len, query.data) : "";
  html_open(h, "p", "class", "formas", NULL);
  html_link(h, arena_printf(t->q->arena, "/resumen?por=%s%s&f=csv&excel=1", id, more), STR("Excel (CSV)"));
  html_z(h, " · ");
  html_link(h, arena_printf(t->q->arena, "/resumen?por=%s%s&f=csv", id, more), STR("CSV"));
  html_z(h, " · ");
  html_link(h, arena_printf(t->q->arena, "/resumen?por=%s%s&f=json", id, more), STR("JSON"));
  html_close(h, "p");
  buf_free(&query);
}

static bool write_question(struct html *h, const struct statistics *t, const struct question_text *x, struct err *e) {
  struct group_table g;
  if (!group_by(t->f, t->q->arena, x->by, x->by == GROUP_AREA ? str_from(x->id) : STR(""), t->currency, &g, e))
    return false;
  html_open(h, "section", "id", x->id, NULL);
  html_element_say(h, "h2", x->es, x->en);
  if (*x->note_es) html_element(h, "p", "tenue", str_from(html_pick(h, x->note_es, x->note_en)));
  html_open(h, "table", NULL);
  page_head(h, group_title(x->by, SNAP_ES), group_title(x->by, SNAP_EN), "Proyectos", "Projects", "Valor completo",
            "Full value", "Lo que suma", "What adds up", "Personas", "People", NULL);
  write_rows(h, t, &g);
  html_close(h, "table");
  write_coverage(h, &g.total);
  if (!g.closes)
    html_element_say(h, "strong", "Esta tabla no cierra: es un defecto del programa.",
                     "This table does not close: it is a defect of the program.");
  write_group_links(h, t, x->id);
  html_close(h, "section");
  return true;
}

/* ---- cash and in kind, period by period, beside what a source prints ---- */

enum { MOST_PERIODS = 12 };

/* "2005-2007"; anything else is no period of whole years. */
static bool read_years(struct str text, struct group_period *out) {
  int64_t from, to;
  if (text.n != 9 || text.p[4] != '-' || !text_parse_int((struct str){text.p, 4}, &from) ||
      !text_parse_int((struct str){text.p + 5, 4}, &to) || from > to)
    return false;
  *out = (struct group_period){(int32_t)from, (int32_t)to};
  return true;
}

/* The periods in which sources print cash and in kind: the records are asked about the same ones. */
static size_t printed_periods(const struct snapshot *s, struct group_period *periods, struct str *names) {
  uint32_t begin, end, series;
  size_t n = 0;
  snapshot_records_of(s, RECORD_VALUE, &begin, &end);
  for (uint32_t v = begin; v < end && n < MOST_PERIODS; v++) {
    struct str name = page_record(s, v, "periodo");
    size_t k = 0;
    if (!snapshot_find_record(s, RECORD_SERIES, page_record(s, v, "serie"), &series) ||
        !str_is(page_record(s, series, "dimension"), "forma") || !read_years(name, &periods[n]))
      continue;
    while (k < n && !str_eq(names[k], name)) k++;
    if (k == n) names[n++] = name;
  }
  return n;
}

static void period_row(struct html *h, const struct group_table *g, size_t i) {
  const struct group_row *r = &g->rows[i];
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", NULL);
  if (r->code.n) html_text(h, h->lang == SNAP_EN ? r->label_en : r->label_es);
  else page_no_data(h);
  html_close(h, "th");
  for (size_t k = 0; k < g->n_cells; k++) {
    const struct group_cell *x = &g->cells[i * g->n_cells + k];
    html_open(h, "td", "class", "dinero", NULL);
    if (x->projects > x->silent) html_money(h, x->minor, g->currency);
    else page_no_data(h);
    html_close(h, "td");
  }
  html_close(h, "tr");
}

static bool write_periods(struct html *h, const struct statistics *t, struct err *e) {
  struct group_period periods[MOST_PERIODS];
  struct str names[MOST_PERIODS];
  struct group_options o = {
      .currency = t->currency, .periods = periods, .n_periods = printed_periods(t->s, periods, names)};
  struct group_table g;
  if (!o.n_periods) return true;
  if (!group_by_with(t->f, t->q->arena, GROUP_FORM, &o, &g, e)) return false;
  html_open(h, "section", "id", "efectivo-especie", NULL);
  html_element_say(h, "h2", "Efectivo y especie por periodo", "Cash and in kind by period");
  html_element_say(h, "p",
                   "De los registros, en los periodos que imprime la fuente; su propio cuadro está más abajo, como lo "
                   "da.",
                   "From the records, in the periods that the source prints; its own table is further down, as given.");
  html_open(h, "table", NULL);
  html_open(h, "thead", NULL);
  html_open(h, "tr", NULL);
  html_element_say(h, "th", "Forma", "Form");
  for (size_t k = 0; k < o.n_periods; k++) html_element(h, "th", NULL, names[k]);
  html_element_say(h, "th", "Otros años", "Other years");
  html_element_say(h, "th", "Sin año", "No year");
  html_close(h, "tr");
  html_close(h, "thead");
  html_open(h, "tbody", NULL);
  for (size_t i = 0; i < g.n; i++) period_row(h, &g, i);
  html_close(h, "tbody");
  html_close(h, "table");
  html_close(h, "section");
  return true;
}

/* ---- the matrix ---- */

static void matrix_cell(struct html *h, const struct matrix_cell *x) {
  html_open(h, "td", "class", x->projects ? "numero" : "numero vacia", NULL);
  html_count(h, x->projects);
  html_close(h, "td");
}

/* Columns are areas and rows are themes: there are few localities and many themes. */
static void matrix_table(struct html *h, const struct statistics *t, const struct matrix *m) {
  html_open(h, "table", "class", "matriz", NULL);
  html_open(h, "thead", NULL);
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "col", NULL);
  html_say(h, "Tema", "Theme");
  html_close(h, "th");
  for (size_t a = 0; a < m->n_areas; a++) {
    html_open(h, "th", "scope", "col", NULL);
    page_area_link(h, t->q, t->s, m->areas[a]);
    html_close(h, "th");
  }
  html_open(h, "th", "scope", "col", NULL);
  html_say(h, "En ninguna", "In none");
  html_close(h, "th");
  html_close(h, "tr");
  html_close(h, "thead");
  html_open(h, "tbody", NULL);
  for (size_t c = 0; c < m->n_columns; c++) {
    html_open(h, "tr", NULL);
    html_open(h, "th", "scope", "row", NULL);
    if (m->columns[c].code.n) html_text(h, h->lang == SNAP_EN ? m->columns[c].label_en : m->columns[c].label_es);
    else page_no_data(h);
    html_close(h, "th");
    for (size_t a = 0; a <= m->n_areas; a++) matrix_cell(h, &m->cells[a * m->n_columns + c]);
    html_close(h, "tr");
  }
  html_close(h, "tbody");
  html_close(h, "table");
}

static bool has_layer(const struct snapshot *s, struct str layer) {
  struct snap_area a;
  for (uint32_t i = 0; i < snapshot_areas(s); i++) {
    snapshot_area(s, i, &a);
    if (str_eq(a.layer, layer)) return true;
  }
  return false;
}

static bool write_matrix(struct html *h, const struct statistics *t, struct err *e) {
  static const struct {
    const char *layer, *es, *en;
  } others[] = {{"barrio", "por barrio", "by neighbourhood"},
                {"ucg", "por UCG", "by UCG"},
                {"corregimiento", "por corregimiento", "by corregimiento"}};
  struct matrix m;
  if (!has_layer(t->s, STR("localidad"))) return true;
  if (!group_matrix(t->f, NULL, t->q->arena, STR("localidad"), GROUP_THEME, t->currency, &m, e)) return false;
  html_open(h, "section", "id", "matriz", NULL);
  html_element_say(h, "h2", "Dónde hay qué, y dónde nada", "What is where, and where is nothing");
  html_element_say(h, "p",
                   "Proyectos por tema y localidad. Un proyecto de varias cuenta en cada una; las celdas vacías son "
                   "lo que falta, o lo que nadie ha registrado.",
                   "Projects by theme and locality. A project of several counts in each; empty cells are what is "
                   "missing, or what nobody recorded.");
  matrix_table(h, t, &m);
  html_open(h, "p", "class", "tenue", NULL);
  html_count(h, (int64_t)m.empty);
  html_say(h, " celdas vacías. ", " empty cells. ");
  page_count_projects(h, m.no_area);
  html_say(h, " en ninguna localidad: de toda la ciudad, de fuera, o sin lugar.",
           " in no locality: city-wide, beyond it, or without a place.");
  html_close(h, "p");
  html_open(h, "p", "class", "formas", NULL);
  for (size_t i = 0, n = 0; i < sizeof others / sizeof *others; i++) {
    if (!has_layer(t->s, str_from(others[i].layer))) continue;
    if (n++) html_z(h, " · ");
    html_link(h, arena_printf(t->q->arena, "/matriz?filas=%s&columnas=tema&f=csv&excel=1", others[i].layer),
              str_from(arena_printf(t->q->arena, "Excel (CSV) %s", html_pick(h, others[i].es, others[i].en))));
  }
  html_close(h, "p");
  html_close(h, "section");
  return true;
}

/* ---- overlaps ---- */

static bool write_overlaps(struct html *h, const struct statistics *t, struct err *e) {
  struct overlaps o;
  if (!group_overlaps(t->f, t->q->arena, MOST_OVERLAPS, &o, e)) return false;
  const struct overlap *list = o.pair;
  html_open(h, "section", "id", "traslapes", NULL);
  html_element_say(h, "h2", "Dónde dos hacen lo mismo", "Where two do the same");
  html_element_say(h, "p", "Pares de proyectos de la misma área y tema: esfuerzos que conviene mirar juntos.",
                   "Pairs of projects of one area and theme: efforts to be looked at together.");
  if (!o.n) html_element_say(h, "p", "Ninguno.", "None.");
  else {
    html_open(h, "table", NULL);
    page_head(h, "Proyecto", "Project", "Y", "And", "Área", "Area", "Tema", "Theme", "Tiempo", "Time", "Puntaje",
              "Score", NULL);
    html_open(h, "tbody", NULL);
    for (uint32_t i = 0; i < o.n; i++) {
      html_open(h, "tr", NULL);
      html_open(h, "td", NULL);
      page_project_link(h, t->q, t->s, list[i].a);
      html_close(h, "td");
      html_open(h, "td", NULL);
      page_project_link(h, t->q, t->s, list[i].b);
      html_close(h, "td");
      html_open(h, "td", NULL);
      page_area_link(h, t->q, t->s, list[i].area);
      html_close(h, "td");
      html_element(h, "td", NULL, snapshot_label(t->s, "theme", list[i].theme, h->lang));
      html_open(h, "td", NULL);
      if (list[i].time_unknown) page_no_data(h);
      else
        html_say(h, list[i].same_time ? "a la vez" : "en otro tiempo",
                 list[i].same_time ? "at one time" : "at another");
      html_close(h, "td");
      count_cell(h, list[i].score);
      html_close(h, "tr");
    }
    html_close(h, "tbody");
    html_close(h, "table");
  }
  html_open(h, "p", "class", "formas", NULL);
  if (!o.complete) html_say(h, "Al menos ", "At least ");
  html_count(h, (int64_t)o.all);
  html_say(h, " pares: ", " pairs: ");
  html_link(h, "/duplicidades?f=csv&excel=1", STR("Excel (CSV)"));
  html_z(h, " · ");
  html_link(h, "/duplicidades?f=json", STR("JSON"));
  html_close(h, "p");
  html_close(h, "section");
  return true;
}

/* ---- as printed ---- */

static void write_value_row(struct html *h, const struct statistics *t, uint32_t i) {
  struct snap_record r;
  snapshot_record(t->s, i, &r);
  struct str label = page_record(t->s, i, "etiqueta"), form = page_record(t->s, i, "forma"),
             raw = page_record(t->s, i, "valor_texto"), unit = page_record(t->s, i, "unidad");
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", NULL);
  if (label.n) html_text(h, label);
  else if (form.n) html_text(h, snapshot_label(t->s, "form", form, h->lang));
  else page_no_data(h);
  html_close(h, "th");
  html_element(h, "td", NULL, page_record(t->s, i, "periodo"));
  html_open(h, "td", "class", "numero", NULL);
  if (raw.n) html_text(h, raw);
  else page_no_data(h);
  if (unit.n) html_z(h, " ");
  html_text(h, unit);
  html_close(h, "td");
  html_open(h, "td", "class", "tenue", NULL);
  page_source(h, r.source_title, r.source_locator);
  html_close(h, "td");
  html_close(h, "tr");
}

static void write_series(struct html *h, const struct statistics *t, uint32_t i) {
  struct snap_record r;
  uint32_t begin, end, n = 0;
  snapshot_record(t->s, i, &r);
  html_open(h, "section", "id", arena_printf(t->q->arena, "serie-%.*s", STR_ARG(r.code)), NULL);
  html_element(h, "h3", NULL, page_record(t->s, i, "titulo"));
  html_open(h, "dl", NULL);
  page_fact(h, "Periodo, como está escrito", "Period, as printed", page_record(t->s, i, "periodo"));
  page_fact(h, "Población", "Population", page_record(t->s, i, "poblacion"));
  page_fact(h, "Moneda", "Currency", page_record(t->s, i, "moneda"));
  page_fact_begin(h, "Fuente", "Source");
  page_source(h, r.source_title, r.source_locator);
  page_fact_end(h);
  html_close(h, "dl");
  snapshot_records_of(t->s, RECORD_VALUE, &begin, &end);
  for (uint32_t v = begin; v < end; v++) {
    if (!str_eq(page_record(t->s, v, "serie"), r.code)) continue;
    if (!n++) {
      html_open(h, "table", NULL);
      page_head(h, "Qué", "What", "Periodo", "Period", "Como está escrito", "As printed", "Fuente", "Source", NULL);
      html_open(h, "tbody", NULL);
    }
    write_value_row(h, t, v);
  }
  if (n) {
    html_close(h, "tbody");
    html_close(h, "table");
  } else {
    html_element_say(h, "p", "La fuente da el título; sus valores no se conservan: sin dato.",
                     "The source gives the title; its values are lost: no data.");
  }
  html_close(h, "section");
}

static void write_printed(struct html *h, const struct statistics *t) {
  uint32_t begin, end;
  snapshot_records_of(t->s, RECORD_SERIES, &begin, &end);
  if (begin == end) return;
  html_element_say(h, "h2", "Cifras como las da la fuente", "Figures as sources print them");
  html_element_say(h, "p", "No se suman ni se corrigen. Lo que no concuerda está en las inconsistencias.",
                   "Neither summed nor corrected. What does not agree is among the inconsistencies.");
  for (uint32_t i = begin; i < end; i++) write_series(h, t, i);
}

bool handle_statistics_page(void *app, void *view, const struct http_request *q, struct http_response *p,
                            struct err *e) {
  (void)app;
  struct filter_spec spec;
  struct filter *f;
  if (!filter_params_read(q->arena, q->params, q->n_params, &spec, e)) return false;
  struct statistics t = {.s = view, .q = q, .currency = spec.currency.n ? spec.currency : STR(FIGURES_CURRENCY)};
  struct summary sum;
  i128 other;
  if (!filter_compile(view, &spec, &f, e)) return false;
  t.f = f;
  if (!summary_by_area(f, q->arena, STR(""), t.currency, &sum, &other, e)) {
    filter_free(f);
    return false;
  }
  struct html h;
  struct html_share share =
      page_filter_share(q, view, answer_pick(q, "Estadísticas de la cooperación", "Statistics of cooperation"), &sum,
                        t.currency, "/estadisticas");
  page_begin_shared(&h, q, p, str_from(answer_pick(q, "Estadísticas", "Statistics")), &share);
  page_filter_write_active(&h, q, view, "/estadisticas");
  bool ok = page_filter_write_form(&h, q, view, "/estadisticas", e);
  html_element_say(
      &h, "p", "Cada tabla responde una pregunta sobre los mismos proyectos y cierra con el mismo total, al centavo.",
      "Each table answers one question about the same projects and closes with the same total, to the cent.");
  for (size_t i = 0; ok && i < sizeof questions / sizeof *questions; i++) ok = write_question(&h, &t, &questions[i], e);
  ok = ok && write_periods(&h, &t, e) && write_matrix(&h, &t, e) && write_overlaps(&h, &t, e);
  if (ok) {
    write_printed(&h, &t);
    html_end_page(&h);
  }
  filter_free(f);
  return ok;
}
