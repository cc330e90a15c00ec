/* Plain lists: /areas, /proyectos, the collections and a page of items, for people without script. */
#include "export_job.h"
#include "items.h"
#include "page_filter.h"

enum { PAGE_SIZE = 200 };
static const char *const drop_after[] = {"despues", NULL};
static const char *const drop_form[] = {"f", NULL};

static void write_next(struct html *h, const char *href) {
  if (!href) return;
  html_open(h, "p", NULL);
  html_open(h, "a", "rel", "next", "href", href, NULL);
  html_say(h, "Página siguiente", "Next page");
  html_close(h, "a");
  html_close(h, "p");
}

static const char *next_href(const struct http_request *q, struct str last) {
  return answer_self(q, drop_after, arena_printf(q->arena, "despues=%s", answer_encode(q, last)));
}

bool listing_collections(const struct snapshot *s, const struct http_request *q, struct http_response *p) {
  struct html h;
  page_begin(&h, q, p, str_from(answer_pick(q, "Colecciones", "Collections")), "/collections");
  page_map_collection(&h, q, s, COLLECTION_PROJECTS);
  html_open(&h, "dl", NULL);
  for (unsigned c = 0; c < COLLECTIONS; c++) {
    const struct collection_info *info = collection_info((enum collection)c);
    html_open(&h, "dt", NULL);
    html_link(&h, arena_printf(q->arena, "/collections/%s?f=html", info->id),
              str_from(html_pick(&h, info->title_es, info->title_en)));
    html_close(&h, "dt");
    html_open(&h, "dd", NULL);
    html_say(&h, info->about_es, info->about_en);
    html_close(&h, "dd");
  }
  html_close(&h, "dl");
  html_end_page(&h);
  return true;
}

static void write_properties(struct html *h, enum collection c) {
  uint32_t n;
  const struct property *p = property_list(c, &n);
  html_element_say(h, "h2", "Propiedades", "Properties");
  html_open(h, "table", NULL);
  page_head(h, "Nombre", "Name", "Título", "Title", "Qué es", "What it is", "Unidad", "Unit", NULL);
  html_open(h, "tbody", NULL);
  for (uint32_t i = 0; i < n; i++) {
    html_open(h, "tr", NULL);
    html_open(h, "th", "scope", "row", NULL);
    html_z(h, p[i].name);
    html_close(h, "th");
    html_element_say(h, "td", p[i].title_es, p[i].title_en);
    html_element_say(h, "td", p[i].about_es, p[i].about_en);
    html_element_say(h, "td", p[i].unit_es ? p[i].unit_es : "", p[i].unit_en ? p[i].unit_en : "");
    html_close(h, "tr");
  }
  html_close(h, "tbody");
  html_close(h, "table");
}

bool listing_collection(const struct snapshot *s, const struct http_request *q, enum collection c,
                        struct http_response *p) {
  const struct collection_info *info = collection_info(c);
  struct html h;
  page_begin(&h, q, p, str_from(answer_pick(q, info->title_es, info->title_en)),
             arena_printf(q->arena, "/collections/%s", info->id));
  html_element_say(&h, "p", info->about_es, info->about_en);
  page_map_collection(&h, q, s, c);
  html_open(&h, "ul", NULL);
  html_open(&h, "li", NULL);
  html_link(&h, arena_printf(q->arena, "/collections/%s/items?f=html", info->id),
            str_from(html_pick(&h, "Elementos", "Items")));
  html_close(&h, "li");
  for (unsigned f = 0; f < EXPORT_FORMATS; f++) {
    const char *path = export_address(q->arena, (enum export_format)f, c);
    if (!path) continue;
    html_open(&h, "li", NULL);
    html_link(&h, path, str_from(answer_pick(q, export_forms[f].es, export_forms[f].en)));
    html_close(&h, "li");
  }
  html_close(&h, "ul");
  write_properties(&h, c);
  html_end_page(&h);
  return true;
}

static void items_row(struct html *h, const struct http_request *q, const struct property_row *row) {
  static const char *const kinds[COLLECTIONS] = {"area", "proyecto", "proyecto", "actor"};
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", NULL);
  html_link(h, page_href(q, kinds[row->collection], property_row_code(row)), property_row_name(row));
  html_close(h, "th");
  html_element(h, "td", NULL, property_row_code(row));
  if (row->collection == COLLECTION_AREAS)
    html_element(h, "td", NULL, snapshot_label(row->s, "layer", row->area.layer, h->lang));
  else if (row->collection == COLLECTION_ACTORS)
    html_element(h, "td", NULL,
                 row->actor.type.n ? snapshot_label(row->s, "organisation_type", row->actor.type, h->lang)
                                   : row->actor.type);
  else html_element(h, "td", NULL, snapshot_label(row->s, "activity_kind", row->project.kind, h->lang));
  html_close(h, "tr");
}

bool listing_items(const struct items_page *page, const struct http_request *q, struct http_response *p) {
  const struct collection_info *info = collection_info(page->c);
  struct html h;
  page_begin(&h, q, p, str_from(answer_pick(q, info->title_es, info->title_en)),
             arena_printf(q->arena, "/collections/%s/items", info->id));
  html_open(&h, "p", NULL);
  html_count(&h, page->n);
  html_say(&h, " de ", " of ");
  html_count(&h, (int64_t)page->matched);
  html_z(&h, " · ");
  html_link(&h, answer_self(q, drop_form, "f=json"), STR("GeoJSON"));
  html_z(&h, " · ");
  html_link(&h, answer_self(q, drop_form, "f=csv"), STR("CSV"));
  html_close(&h, "p");
  page_map_items(&h, q, page->o->s, page->c, page->rows, page->n);
  html_open(&h, "table", NULL);
  page_head(&h, "Nombre", "Name", "Código", "Code", "Clase", "Kind", NULL);
  html_open(&h, "tbody", NULL);
  for (uint32_t i = 0; i < page->n; i++) {
    struct property_row row;
    property_row_load(&row, page->o->s, page->o->figures, q->arena, page->c, page->rows[i]);
    items_row(&h, q, &row);
  }
  html_close(&h, "tbody");
  html_close(&h, "table");
  write_next(&h, page->next);
  html_end_page(&h);
  return true;
}

static void amount_cell(struct html *h, i128 minor, const struct figures_area *f) {
  html_open(h, "td", "class", "dinero", NULL);
  page_sum(h, minor, f->projects, f->unknown);
  html_close(h, "td");
}

static void areas_row(struct html *h, const struct http_request *q, const struct question *o, uint32_t i) {
  struct snap_area a;
  snapshot_area(o->s, i, &a);
  const struct figures_area *f = &o->figures->areas[i];
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", NULL);
  page_area_link(h, q, o->s, i);
  if (a.rests_on_approximate) html_say(h, " (extensión aproximada)", " (approximate extent)");
  html_close(h, "th");
  html_element(h, "td", NULL, snapshot_label(o->s, "layer", a.layer, h->lang));
  html_open(h, "td", "class", "numero", NULL);
  html_count(h, (int64_t)f->projects);
  html_close(h, "td");
  amount_cell(h, f->full_minor, f);
  amount_cell(h, f->attributed_minor, f);
  html_close(h, "tr");
}

static uint32_t rows_after(const struct http_request *q, const struct question *o, enum page_collection c,
                           uint32_t *rows, bool *more) {
  const struct http_param *after = http_param(q, "despues");
  uint32_t n;
  page_rows(o->f, c, after ? after->text : STR(""), PAGE_SIZE, rows, &n, more);
  return n;
}

bool handle_areas_page(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct question o;
  if (!answer_question(view, QUERY_AREAS, q, &o, e)) return false;
  uint32_t rows[PAGE_SIZE];
  bool more;
  uint32_t n = rows_after(q, &o, PAGE_AREAS, rows, &more);
  struct html h;
  page_begin(&h, q, p, str_from(answer_pick(q, "Áreas", "Areas")), "/areas");
  html_element_say(
      &h, "p",
      "El valor completo no se suma entre áreas: un proyecto puede ser de varias. El valor atribuido es la parte de "
      "cada una.",
      "Full value is not to be summed over areas: a project may be of several. Attributed value is the part of each.");
  html_open(&h, "table", NULL);
  page_head(&h, "Área", "Area", "Clase", "Kind", "Proyectos", "Projects", "Valor completo", "Full value",
            "Valor atribuido", "Attributed value", NULL);
  html_open(&h, "tbody", NULL);
  for (uint32_t i = 0; i < n; i++) areas_row(&h, q, &o, rows[i]);
  html_close(&h, "tbody");
  html_close(&h, "table");
  struct snap_area last;
  if (more && n) {
    snapshot_area(view, rows[n - 1], &last);
    write_next(&h, next_href(q, last.code));
  }
  html_end_page(&h);
  answer_release(&o);
  return true;
}

bool handle_projects_page(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct question o;
  if (!answer_question(view, QUERY_PROJECTS, q, &o, e)) return false;
  struct summary sum;
  i128 other;
  if (!summary_by_area(o.f, q->arena, STR(""), STR(FIGURES_CURRENCY), &sum, &other, e)) {
    answer_release(&o);
    return false;
  }
  uint32_t rows[PAGE_SIZE];
  bool more;
  uint32_t n = rows_after(q, &o, PAGE_PROJECTS_ALL, rows, &more);
  struct html h;
  struct html_share share =
      page_filter_share(q, view, answer_pick(q, "Proyectos", "Projects"), &sum, STR(FIGURES_CURRENCY), "/proyectos");
  page_begin_shared(&h, q, p, str_from(answer_pick(q, "Proyectos", "Projects")), &share);
  page_filter_write_active(&h, q, view, "/proyectos");
  if (!page_filter_write_form(&h, q, view, "/proyectos", e)) {
    answer_release(&o);
    return false;
  }
  page_totals(&h, view, &sum, STR(FIGURES_CURRENCY));
  page_projects_begin(&h, "Proyectos", "Projects");
  for (uint32_t i = 0; i < n; i++) page_projects_row(&h, q, view, rows[i]);
  page_projects_end(&h);
  struct snap_project last;
  if (more && n) {
    snapshot_project(view, rows[n - 1], &last);
    write_next(&h, next_href(q, last.code));
  }
  html_end_page(&h);
  answer_release(&o);
  return true;
}
