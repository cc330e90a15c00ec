/* /area/{codigo}/hoja: an area on one sheet: what it is, its map, its figures with what they leave out, and its projects by value. */
#include "page_sheet.h"

enum { MOST_ROWS = 60, MOST_PARENTS = 4, MAP_HEIGHT = 92 };
static const double TITLE_MM = 68, FUNDERS_MM = 46, VALUE_MM = 48; /* of the columns, as in the style sheet */

/* The request's filter, in this area alone. */
static bool compile(struct snapshot *s, const struct http_request *q, struct str code, struct filter **f,
                    const char **words, struct err *e) {
  struct http_param *p = arena_alloc(q->arena, (q->n_params + 1) * sizeof *p);
  size_t n = 0;
  bool nothing;
  for (size_t i = 0; i < q->n_params; i++)
    if (q->params[i].spec != &filter_param_area) p[n++] = q->params[i];
  *words = export_words(q->arena, s, p, n, answer_lang(q));
  p[n++] = (struct http_param){.spec = &filter_param_area, .text = code};
  return filter_params_compile(s, QUERY_PROJECTS, q->arena, p, n, f, &nothing, e);
}

static const char *parents(const struct http_request *q, const struct snapshot *s, const struct snap_area *a) {
  uint32_t n;
  const uint32_t *wider = snapshot_area_containing(s, a->index, &n);
  struct str layer = snapshot_label(s, "layer", a->layer, answer_lang(q));
  struct buf b = {0};
  buf_printf(&b, "%.*s%s", STR_ARG(layer), n ? answer_pick(q, ", en ", ", in ") : "");
  for (uint32_t i = 0; i < n && i < MOST_PARENTS; i++)
    buf_printf(&b, "%s%.*s", i ? "; " : "", STR_ARG(snapshot_area_name(s, wider[i])));
  if (n > MOST_PARENTS) buf_printf(&b, answer_pick(q, "; y %u más", "; and %u more"), n - MOST_PARENTS);
  if (a->rests_on_approximate)
    buf_add_z(&b, answer_pick(q, ". Extensión aproximada: su borde no es un límite",
                              ". Approximate extent: its edge is not a boundary"));
  const char *text = arena_strndup(q->arena, b.data, b.len);
  buf_free(&b);
  return text;
}

/* ---- the projects of the filter, the largest values first, then those without one */

struct ranked {
  uint32_t project;
  bool has_value;
  i128 minor;
};

static bool is_before(const struct ranked *a, const struct ranked *b) {
  if (a->has_value != b->has_value) return a->has_value;
  if (a->has_value && a->minor != b->minor) return a->minor > b->minor;
  return a->project < b->project;
}

static size_t rank(const struct snapshot *s, const struct filter *f, struct str currency, struct ranked *top) {
  size_t n = 0;
  for (uint32_t i = 0; i < snapshot_projects(s); i++) {
    struct snap_project p;
    if (!filter_has_project(f, i)) continue;
    snapshot_project(s, i, &p);
    struct ranked one = {i, p.has_value && str_eq(p.currency, currency), p.value_minor};
    if (n == MOST_ROWS && !is_before(&one, &top[n - 1])) continue;
    size_t at = n < MOST_ROWS ? n++ : n - 1;
    for (; at && is_before(&one, &top[at - 1]); at--) top[at] = top[at - 1];
    top[at] = one;
  }
  return n;
}

static const char *value_words(const struct http_request *q, const struct snap_project *p) {
  if (p->has_value) return sheet_money(q, p->value_minor, p->currency);
  return p->no_disbursement ? answer_pick(q, "no implica erogación", "no disbursement")
                            : answer_pick(q, "sin dato", "no data");
}

/* False: it does not fit any more. */
static bool write_row(struct sheet *t, uint32_t project) {
  struct snap_project p;
  struct html *h = &t->h;
  snapshot_project(t->s, project, &p);
  const char *title = page_cut(t->q, p.title, 150), *value = value_words(t->q, &p),
             *funders = sheet_funders(t->q, t->s, project);
  unsigned lines = sheet_lines(str_from(title), 8.5, TITLE_MM), other = sheet_lines(str_from(funders), 8.5, FUNDERS_MM),
           third = sheet_lines(str_from(value), 8.5, VALUE_MM);
  if (other > lines) lines = other;
  if (third > lines) lines = third;
  if (!sheet_take(t, 1.6 + 3.9 * lines)) return false;
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", NULL);
  html_link(h, page_href(t->q, "proyecto", p.code), str_from(title));
  html_close(h, "th");
  html_open(h, "td", NULL);
  if (*funders) html_z(h, funders);
  else page_no_data(h);
  html_close(h, "td");
  html_open(h, "td", "class", "numero", NULL);
  page_people(h, p.people, p.people);
  html_close(h, "td");
  html_element(h, "td", "valor", str_from(value));
  html_close(h, "tr");
  return true;
}

static void write_projects(struct sheet *t, const struct filter *f, struct str currency, uint64_t all) {
  struct html *h = &t->h;
  struct ranked top[MOST_ROWS];
  size_t n = rank(t->s, f, currency, top), shown = 0;
  html_element_say(h, "h2", "Proyectos, por valor", "Projects, by value");
  sheet_take(t, 9);
  if (!n) {
    html_element_say(h, "p", "Ninguno.", "None.");
    return;
  }
  sheet_take(t, 6 + 5); /* the head of the table, and the line after it */
  html_open(h, "table", NULL);
  page_head(h, "Proyecto", "Project", "Aporta", "Contributes", "Personas", "People", "Valor", "Value", NULL);
  html_open(h, "tbody", NULL);
  while (shown < n && write_row(t, top[shown].project)) shown++;
  html_close(h, "tbody");
  html_close(h, "table");
  if (shown == all) return;
  html_open(h, "p", "class", "resto", NULL);
  html_say(h, "Y ", "And ");
  html_count(h, (int64_t)(all - shown));
  html_say(h, " más: ", " more: ");
  html_link(h, t->whole, str_from(answer_url(t->q, "%s", t->whole)));
  html_close(h, "p");
}

/* ---- the figures */

static const char *people_words(const struct http_request *q, const struct summary_money *m) {
  if (m->people_max < 0) return "";
  const char *most = page_number(q, m->people_max);
  return m->people_min == m->people_max ? most : arena_printf(q->arena, "%s–%s", page_number(q, m->people_min), most);
}

static const char *sum_words(const struct http_request *q, const struct summary_money *m, i128 minor,
                             struct str currency) {
  return summary_has_value(m) ? sheet_money(q, minor, currency) : "";
}

static void write_uncovered(struct sheet *t, const struct summary_money *m, const struct summary *city) {
  struct html *h = &t->h;
  html_open(h, "p", "class", "tenue", NULL);
  if (summary_silent(m)) {
    html_count(h, (int64_t)summary_silent(m));
    html_say(h, " sin valor que sumar: no están en esas cifras. ",
             " with no value to add: they are not in those figures. ");
  }
  html_say(h, "No se cuentan aquí: ", "Not counted here: ");
  page_count_projects(h, city->unplaced[SNAP_CITY].projects);
  html_say(h, " de toda la ciudad y ", " of the whole city and ");
  html_count(h, (int64_t)(city->unplaced[SNAP_NAMED].projects + city->unplaced[SNAP_UNKNOWN].projects));
  html_say(h, " de los que no se sabe el lugar.", " whose place is not known.");
  html_close(h, "p");
}

static void write_figures(struct sheet *t, const struct snap_area *a, const struct summary_money *m,
                          const struct summary *city, struct str currency) {
  const struct http_request *q = t->q;
  html_open(&t->h, "div", NULL);
  html_open(&t->h, "dl", NULL);
  sheet_fact(t, "Proyectos", "Projects", page_number(q, (int64_t)m->projects));
  sheet_fact(t, "Valor completo", "Full value", sum_words(q, m, m->full_minor, currency));
  sheet_fact(t, "Valor atribuido al área", "Value attributed to the area",
             sum_words(q, m, m->attributed_minor, currency));
  sheet_fact(t, "Personas", "People", people_words(q, m));
  sheet_fact(t, "Población", "Population",
             a->population < 0    ? ""
             : a->population_year ? arena_printf(q->arena, "%s (%d)", page_number(q, a->population), a->population_year)
                                  : page_number(q, a->population));
  html_close(&t->h, "dl");
  write_uncovered(t, m, city);
  html_close(&t->h, "div");
}

/* This area's row of the filter's totals. */
static struct summary_money row_of(const struct summary *sum, uint32_t area) {
  for (uint32_t i = 0; i < sum->n; i++)
    if (sum->areas[i].area == area) return sum->areas[i].m;
  return (struct summary_money){.people_min = -1, .people_max = -1};
}

/* The projects that are not in any area are those of the filter without its area. */
static bool read_city(struct snapshot *s, const struct http_request *q, struct str currency, struct summary *out,
                      struct err *e) {
  struct http_param *p = arena_alloc(q->arena, (q->n_params + 1) * sizeof *p);
  size_t n = 0;
  struct filter *f;
  bool nothing;
  i128 other;
  for (size_t i = 0; i < q->n_params; i++)
    if (q->params[i].spec != &filter_param_area) p[n++] = q->params[i];
  if (!filter_params_compile(s, QUERY_PROJECTS, q->arena, p, n, &f, &nothing, e)) return false;
  bool ok = summary_by_area(f, q->arena, STR(""), currency, out, &other, e);
  filter_free(f);
  return ok;
}

/* The document that the area itself comes from. */
static const char *area_source(const struct http_request *q, const struct snap_area *a) {
  if (!a->source_title.n) return "";
  const char *title = page_cut(q, a->source_title, 160), *licence = page_cut(q, a->source_licence, 120);
  return *licence ? arena_printf(q->arena, "%s (%s); ", title, licence) : arena_printf(q->arena, "%s; ", title);
}

static void write_map(struct sheet *t, const struct snap_area *a, const struct filter *f) {
  uint32_t rows[1000], n;
  bool more;
  page_rows(f, PAGE_PROJECTS_ALL, STR(""), sizeof rows / sizeof *rows, rows, &n, &more);
  page_map_area(&t->h, t->q, t->s, a, rows, n);
}

static bool write_sheet(struct snapshot *s, const struct http_request *q, struct http_response *p, uint32_t row,
                        const struct filter *f, const char *words, struct err *e) {
  struct snap_area a;
  struct summary city;
  struct about about;
  struct sheet t;
  const char *sources;
  const struct http_param *named = http_param(q, "moneda");
  struct str currency = named ? named->text : STR(FIGURES_CURRENCY);
  snapshot_area(s, row, &a);
  if (!read_city(s, q, currency, &city, e)) return false;
  struct summary_money m = row_of(&city, row);
  about_read(&about, s, f, COLLECTION_PROJECTS, PAGE_PROJECTS_ALL, q->arena);
  about.lang = answer_lang(q);
  const char *path = arena_printf(q->arena, "/area/%s", answer_encode(q, a.code));
  const char *card = arena_printf(
      q->arena,
      answer_pick(q, "%.*s en una hoja A4: %s, con su mapa, sus proyectos por valor, sus fuentes y lo que no se sabe.",
                  "%.*s on one A4 sheet: %s, with its map, its projects by value, its sources and what is not known."),
      STR_ARG(a.name), page_amount_words(q, m.projects, summary_silent(&m), m.full_minor, currency));
  sheet_begin(&t, q, p, s, a.name, parents(q, s, &a), card, arena_printf(q->arena, "%s/hoja", path), path);
  if (words) {
    const char *line =
        arena_printf(q->arena, answer_pick(q, "Filtro: %s", "Filter: %s"), page_cut(q, str_from(words), 330));
    html_element(&t.h, "p", "bajo-titulo", str_from(line));
    sheet_take(&t, 4.2 * sheet_lines(str_from(line), 9, SHEET_WIDTH));
  }
  html_open(&t.h, "div", "class", "frente", NULL);
  write_figures(&t, &a, &m, &city, currency);
  write_map(&t, &a, f);
  html_close(&t.h, "div");
  sheet_take(&t, MAP_HEIGHT);
  sheet_take(&t, sheet_foot_height(&t, &about, area_source(q, &a), &sources));
  write_projects(&t, f, currency, filter_count_projects(f, false, false));
  sheet_end(&t, &about, sources);
  return true;
}

bool handle_area_sheet(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  uint32_t row;
  struct filter *f;
  const char *words;
  if (!answer_item(q, view, COLLECTION_AREAS, q->segment[0], &row, e) ||
      !compile(view, q, q->segment[0], &f, &words, e))
    return false;
  bool ok = write_sheet(view, q, p, row, f, words, e);
  filter_free(f);
  return ok;
}
