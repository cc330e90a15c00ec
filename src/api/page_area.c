/* /area/{codigo}: what an area is, and its answer in three parts that are never mixed: what is inside it, what belongs to wider areas
 * that contain it, and what has no place. Only the first is counted. */
#include <stdio.h>

#include "page_parts.h"
#include "query/summary.h"

enum { MOST_ROWS = 1000 };

static void write_extent(struct html *h, const struct snapshot *s, const struct snap_area *a) {
  page_fact_begin(h, "Extensión", "Extent");
  if (a->geom != SNAP_GEOM_APPROXIMATE)
    html_text(h, snapshot_label(s, "geom_status", str_from(snap_geom_code(a->geom)), h->lang));
  if (a->geom == SNAP_GEOM_APPROXIMATE) {
    html_element_say(
        h, "strong",
        "Extensión aproximada: su borde no es un límite; los proyectos se atan por código, no por el borde.",
        "Approximate extent: its edge is not a boundary; projects are tied by code, not by the edge.");
  } else if (a->geom == SNAP_GEOM_NONE) {
    html_say(h, ": de esta área se conoce el nombre, no el polígono", ": its name is known, not its polygon");
  } else if (a->rests_on_approximate) {
    html_open(h, "strong", NULL);
    html_say(h,
             " con extensión aproximada: su borde no es un límite, y los proyectos se atan por código, no por el borde",
             " with an approximate extent: its edge is not a boundary, and projects are tied by code, not by the edge");
    html_close(h, "strong");
  }
  page_fact_end(h);
}

static void write_wider(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i) {
  uint32_t n;
  const uint32_t *wider = snapshot_area_containing(s, i, &n);
  page_fact_begin(h, "Contenida en", "Contained in");
  if (!n) page_no_data(h);
  for (uint32_t k = 0; k < n; k++) {
    if (k) html_z(h, "; ");
    page_area_link(h, q, s, wider[k]);
  }
  page_fact_end(h);
}

static void write_members(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i) {
  uint32_t n;
  const uint32_t *members = snapshot_area_members(s, i, &n);
  if (!n) return;
  page_fact_begin(h, "Hecha de", "Made of");
  for (uint32_t k = 0; k < n; k++) {
    if (k) html_z(h, "; ");
    page_area_link(h, q, s, members[k]);
  }
  page_fact_end(h);
}

static void write_facts(struct html *h, const struct http_request *q, const struct snapshot *s,
                        const struct snap_area *a) {
  html_open(h, "dl", NULL);
  page_fact(h, "Clase de área", "Kind of area", snapshot_label(s, "layer", a->layer, h->lang));
  page_fact(h, "Código", "Code", a->code);
  write_extent(h, s, a);
  page_fact_begin(h, "Hectáreas", "Hectares");
  if (a->hectares > 0) html_real(h, a->hectares, 1);
  else page_no_data(h);
  page_fact_end(h);
  page_fact_begin(h, "Población", "Population");
  if (a->population >= 0) html_count(h, a->population);
  else page_no_data(h);
  if (a->population >= 0 && a->population_year > 0) {
    char year[24];
    int n = snprintf(year, sizeof year, " (%d)", a->population_year);
    html_text(h, (struct str){year, (size_t)n});
  }
  page_fact_end(h);
  if (a->definition.n) page_fact(h, "Definición", "Definition", a->definition);
  write_wider(h, q, s, a->index);
  write_members(h, q, s, a->index);
  page_fact(h, "Fuente de estas cifras", "Source of these figures", a->source_title);
  page_fact(h, "Licencia", "Licence", a->source_licence);
  html_close(h, "dl");
}

static void write_two_amounts(struct html *h, const struct figures_area *f) {

  html_open(h, "dl", "class", "cifras", NULL);
  page_fact_begin(h, "Proyectos dentro", "Projects inside");
  html_count(h, (int64_t)f->projects);
  page_fact_end(h);
  page_fact_begin(h, "Valor completo", "Full value");
  page_sum(h, f->full_minor, f->projects, f->unknown);
  html_say(h, " — de los proyectos que la tocan, aunque también sean de otras áreas; no se suma entre áreas",
           " — of the projects that touch it, though they be of other areas too; not to be summed over areas");
  page_fact_end(h);
  page_fact_begin(h, "Valor atribuido", "Attributed value");
  page_sum(h, f->attributed_minor, f->projects, f->unknown);
  html_say(h, " — la parte que le corresponde", " — the part that falls on it");
  page_fact_end(h);
  html_close(h, "dl");
  html_element(
      h, "p", "tenue",
      str_from(html_pick(h, "Cada suma sale de los valores de los proyectos de la tabla, cada uno con su fuente.",
                         "Each sum comes from the values of the projects in the table, each with its source.")));
}

static void write_more(struct html *h, const struct http_request *q, struct str code) {
  const char *href =
      arena_printf(q->arena, "/proyectos?area=%s%s", answer_encode(q, code), answer_en(q) ? "&lang=en" : "");
  html_open(h, "p", NULL);
  html_link(h, href, str_from(html_pick(h, "Todos los proyectos de esta área", "All the projects of this area")));
  html_close(h, "p");
}

static void write_inside(struct html *h, const struct http_request *q, struct snapshot *s, const struct filter *inside,
                         const struct snap_area *a) {
  uint32_t *rows = arena_alloc(q->arena, MOST_ROWS * sizeof *rows), n;
  bool more;
  page_rows(inside, PAGE_PROJECTS_ALL, STR(""), MOST_ROWS, rows, &n, &more);
  page_map_area(h, q, s, a, rows, n);
  html_element_say(h, "h2", "Proyectos dentro del área", "Projects inside the area");
  if (!n) html_element_say(h, "p", "Ninguno.", "None.");
  if (!n) return;
  page_projects_begin(h, "Proyectos dentro del área", "Projects inside the area");
  for (uint32_t k = 0; k < n; k++) page_projects_row(h, q, s, rows[k]);
  page_projects_end(h);
  if (more) write_more(h, q, a->code);
}

static bool tied_to_any(const struct snapshot *s, uint32_t project, const uint32_t *areas, uint32_t n) {
  struct snap_location at;
  for (uint32_t k = 0; snapshot_location(s, project, k, &at); k++)
    for (uint32_t j = 0; at.area != SNAPSHOT_NONE && j < n; j++)
      if (at.area == areas[j]) return true;
  return false;
}

/* Projects tied to a containing area itself (not to something else inside it), and not inside this one. */
static bool write_containing(struct html *h, const struct http_request *q, struct snapshot *s,
                             const struct filter *inside, uint32_t i, struct err *e) {
  uint32_t n, shown = 0;
  const uint32_t *wider = snapshot_area_containing(s, i, &n);
  if (!n) return true;
  struct str *codes = arena_alloc(q->arena, n * sizeof *codes);
  for (uint32_t k = 0; k < n; k++) {
    struct snap_area area;
    snapshot_area(s, wider[k], &area);
    codes[k] = area.code;
  }
  struct filter_spec spec = {.area = codes, .n_area = n};
  struct filter *f;
  if (!filter_compile(s, &spec, &f, e)) return false;
  for (uint32_t p = 0; p < snapshot_projects(s) && shown < MOST_ROWS; p++) {
    if (!filter_has_project(f, p) || filter_has_project(inside, p) || !tied_to_any(s, p, wider, n)) continue;
    if (!shown++) page_projects_begin(h, "Proyectos de áreas más amplias", "Projects of wider areas");
    page_projects_row(h, q, s, p);
  }
  if (shown) page_projects_end(h);
  else html_element_say(h, "p", "Ninguno atado a una de ellas.", "None tied to one of them.");
  filter_free(f);
  return true;
}

static void write_state(struct html *h, const struct http_request *q, const struct snapshot *s,
                        const struct summary *sum, enum snap_place place) {
  const struct summary_money *m = &sum->unplaced[place];
  struct str code = str_from(snap_place_code(place));
  html_open(h, "li", NULL);
  html_link(h, arena_printf(q->arena, "/proyectos?lugar=%.*s%s", STR_ARG(code), answer_en(q) ? "&lang=en" : ""),
            snapshot_label(s, "place_state", code, h->lang));
  html_z(h, ": ");
  page_count_projects(h, m->projects);
  html_z(h, ", ");
  page_sum(h, m->full_minor, m->projects, summary_silent(m));
  html_close(h, "li");
}

static void write_elsewhere(struct html *h, const struct http_request *q, const struct snapshot *s,
                            const struct summary *sum) {
  html_element_say(h, "h2", "Proyectos sin lugar", "Projects without a place");
  html_element_say(h, "p", "No se cuentan en esta área: no se sabe si la tocan.",
                   "They are not counted in this area: whether they touch it is not known.");
  html_open(h, "ul", NULL);
  write_state(h, q, s, sum, SNAP_NAMED);
  write_state(h, q, s, sum, SNAP_BEYOND);
  write_state(h, q, s, sum, SNAP_UNKNOWN);
  html_close(h, "ul");
}

static bool write_three_parts(struct html *h, const struct http_request *q, struct snapshot *s,
                              const struct snap_area *a, struct err *e) {
  struct filter_spec here = {.area = &a->code, .n_area = 1}, all = {0};
  struct filter *inside = NULL, *everything = NULL;
  struct summary sum;
  i128 other;
  bool ok = filter_compile(s, &here, &inside, e) && filter_compile(s, &all, &everything, e) &&
            summary_by_area(everything, q->arena, STR(""), STR(FIGURES_CURRENCY), &sum, &other, e);
  if (ok) {
    write_inside(h, q, s, inside, a);
    html_element_say(h, "h2", "Proyectos de áreas más amplias que la contienen",
                     "Projects of wider areas that contain it");
    html_element_say(h, "p", "Son de toda el área más amplia: no se cuentan en esta.",
                     "They are of the whole wider area: not counted in this one.");
    ok = write_containing(h, q, s, inside, a->index, e);
    html_open(h, "ul", NULL);
    write_state(h, q, s, &sum, SNAP_CITY);
    html_close(h, "ul");
    write_elsewhere(h, q, s, &sum);
  }
  if (inside) filter_free(inside);
  if (everything) filter_free(everything);
  return ok;
}

static struct html_share card(const struct http_request *q, const struct snapshot *s, const struct snap_area *a,
                              const struct figures_area *f, const char *path) {
  const char *amount = page_amount_words(q, f->projects, f->unknown, f->full_minor, STR(FIGURES_CURRENCY));
  struct str layer = snapshot_label(s, "layer", a->layer, answer_lang(q));
  return page_share(
      q,
      arena_printf(q->arena,
                   answer_pick(q, "%.*s: %s · Cooperación en Cartagena", "%.*s: %s · Cooperation in Cartagena"),
                   STR_ARG(a->name), amount),
      arena_printf(q->arena,
                   answer_pick(q,
                               "%.*s (%.*s), Cartagena de Indias: %s. Qué se hace, quién lo paga, para cuántas "
                               "personas y qué no se sabe, con la fuente de cada cifra.",
                               "%.*s (%.*s), Cartagena de Indias: %s. What is done, who pays, for how many people and "
                               "what is not known, with the source of each figure."),
                   STR_ARG(a->name), STR_ARG(layer), amount),
      path);
}

bool page_area(struct snapshot *s, uint32_t i, const struct http_request *q, struct http_response *p, struct err *e) {
  struct snap_area a;
  snapshot_area(s, i, &a);
  const struct figures *figures;
  if (!figures_hold(s, &figures, e)) return false;
  struct html h;
  const char *path = arena_printf(q->arena, "/area/%s", answer_encode(q, a.code));
  struct html_share share = card(q, s, &a, &figures->areas[i], path);
  page_begin_shared(&h, q, p, a.name, &share);
  page_sheet_link(&h, q, path);
  write_two_amounts(&h, &figures->areas[i]);
  figures_release(figures);
  write_facts(&h, q, s, &a);
  bool ok = write_three_parts(&h, q, s, &a, e);
  if (ok) html_end_page(&h);
  return ok;
}

bool handle_area_page(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  uint32_t i;
  return answer_item(q, view, COLLECTION_AREAS, q->segment[0], &i, e) && page_area(view, i, q, p, e);
}
