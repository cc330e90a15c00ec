/* items and items/{codigo}: the filter's rows, a page at a time, in the form asked for. */
#include "items.h"

#include "format/csv.h"
#include "format/geojson.h"
#include "handlers.h"

static const char *const drop_after[] = {"despues", NULL};
static const char *const drop_form[] = {"f", NULL};

static struct str last_code(const struct items_page *page, struct arena *a) {
  struct property_row row;
  property_row_load(&row, page->o->s, page->o->figures, a, page->c, page->rows[page->n - 1]);
  return property_row_code(&row);
}

static void read_page(const struct http_request *q, struct question *o, enum collection c, struct items_page *page) {
  const struct http_param *limit = http_param(q, "limit"), *after = http_param(q, "despues");
  uint32_t most = (uint32_t)(limit ? limit->i : answer_param_limit.fallback);
  uint32_t *rows = arena_alloc(q->arena, most * sizeof *rows);
  *page = (struct items_page){.o = o, .c = c, .rows = rows};
  if (o->nothing) return;
  enum page_collection which = collection_info(c)->page;
  page_rows(o->f, which, after ? after->text : STR(""), most, rows, &page->n, &page->more);
  page->matched = page_count(o->f, which);
  if (!page->more || !page->n) return;
  const char *from = arena_printf(q->arena, "despues=%s", answer_encode(q, last_code(page, q->arena)));
  page->next = answer_self(q, drop_after, from);
}

static void page_links(struct jw *w, const struct http_request *q, const struct items_page *page) {
  const char *id = collection_info(page->c)->id;
  jw_key(w, "links");
  jw_array(w);
  answer_link(w, "self", MEDIA_GEOJSON, NULL, answer_self(q, drop_form, "f=json"));
  answer_link(w, "alternate", MEDIA_HTML, NULL, answer_self(q, drop_form, "f=html"));
  answer_link(w, "alternate", MEDIA_CSV, NULL, answer_self(q, drop_form, "f=csv"));
  answer_link(w, "collection", MEDIA_JSON, NULL, answer_url(q, "/collections/%s?f=json", id));
  if (page->next) answer_link(w, "next", MEDIA_GEOJSON, answer_pick(q, "Página siguiente", "Next page"), page->next);
  jw_end(w);
}

static bool write_geojson(const struct http_request *q, const struct items_page *page, struct http_response *p,
                          struct err *e) {
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "type", "FeatureCollection");
  jw_kv_int(&w, "numberMatched", (int64_t)page->matched);
  jw_kv_int(&w, "numberReturned", page->n);
  if (page->o->f && filter_relies_on_approximate(page->o->f))
    jw_kv_z(&w, "aviso",
            answer_pick(q, "La respuesta depende del borde de una extensión aproximada, que no es un límite.",
                        "The answer relies on the edge of an approximate extent, which is not a boundary."));
  page_links(&w, q, page);
  jw_key(&w, "features");
  jw_array(&w);
  const struct http_param *geometry = http_param(q, "geometria");
  struct geojson_style style = {.bare = geometry && geometry->i == 1};
  struct arena *a = arena_new(0);
  bool ok = true;
  for (uint32_t i = 0; ok && i < page->n; i++) {
    struct property_row row;
    property_row_load(&row, page->o->s, page->o->figures, a, page->c, page->rows[i]);
    ok = geojson_write_styled_feature(&w, &row, &style, NULL, NULL, e);
    arena_reset(a);
  }
  arena_free(a);
  if (!ok) return false;
  jw_end(&w);
  jw_end(&w);
  return true;
}

static void write_csv(const struct http_request *q, const struct items_page *page, struct http_response *p) {
  const struct http_param *excel = http_param(q, "excel"), *hxl = http_param(q, "hxl");
  struct csv_style style = {.excel = excel && excel->i == 0, .hxl = hxl && hxl->i == 0, .lang = answer_lang(q)};
  p->content_type = CSV_CONTENT_TYPE;
  csv_begin(&p->body, &style);
  csv_write_header(&p->body, &style, page->c);
  struct arena *a = arena_new(0);
  for (uint32_t i = 0; i < page->n; i++) {
    struct property_row row;
    property_row_load(&row, page->o->s, page->o->figures, a, page->c, page->rows[i]);
    csv_write_row(&p->body, &style, &row);
    arena_reset(a);
  }
  arena_free(a);
}

static void next_header(const struct http_request *q, const struct items_page *page, struct http_response *p) {
  if (!page->next) return;
  const char *value = arena_printf(q->arena, "<%s>; rel=\"next\"; type=\"%s\"", page->next, q->media);
  http_header(p, "Link", value);
}

bool handle_items(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  enum collection c;
  if (!answer_collection(q, q->segment[0], &c, e)) return false;
  if (http_param(q, "punto") && c != COLLECTION_AREAS)
    return err_set(e, ERR_INPUT, "%s",
                   answer_pick(q, "punto= solo vale para la colección areas; para proyectos use cerca=lon,lat,metros",
                               "punto= is for the collection areas only; for projects use cerca=lon,lat,metres"));
  struct question o;
  if (!answer_question(view, page_subject(collection_info(c)->page), q, &o, e)) return false;
  struct items_page page;
  read_page(q, &o, c, &page);
  next_header(q, &page, p);
  http_header(p, "Content-Crs", "<" CRS84_URI ">");
  bool ok = true;
  if (answer_wants(q, MEDIA_HTML)) ok = listing_items(&page, q, p);
  else if (answer_wants(q, MEDIA_CSV)) write_csv(q, &page, p);
  else ok = write_geojson(q, &page, p, e);
  answer_release(&o);
  return ok;
}

static void item_members(struct jw *w, const struct property_row *row, void *user) {
  const struct http_request *q = user;
  const char *id = collection_info(row->collection)->id, *code = answer_encode(q, property_row_code(row));
  detail_write(w, row, NULL);
  jw_key(w, "links");
  jw_array(w);
  answer_link(w, "self", MEDIA_GEOJSON, NULL, answer_url(q, "/collections/%s/items/%s?f=json", id, code));
  answer_link(w, "alternate", MEDIA_HTML, NULL, answer_url(q, "/collections/%s/items/%s?f=html", id, code));
  answer_link(w, "collection", MEDIA_JSON, NULL, answer_url(q, "/collections/%s?f=json", id));
  jw_end(w);
}

bool handle_item(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct snapshot *s = view;
  enum collection c;
  uint32_t i;
  if (!answer_collection(q, q->segment[0], &c, e) || !answer_item(q, s, c, q->segment[1], &i, e)) return false;
  if (answer_wants(q, MEDIA_HTML)) {
    if (c == COLLECTION_AREAS) return page_area(s, i, q, p, e);
    return c == COLLECTION_ACTORS ? page_actor(s, i, q, p, e) : page_project(s, i, q, p);
  }
  const struct figures *figures;
  if (!figures_hold(s, &figures, e)) return false;
  struct property_row row;
  property_row_load(&row, s, figures, q->arena, c, i);
  struct jw w;
  jw_init(&w, &p->body);
  geojson_write_feature(&w, &row, item_members, (void *)(uintptr_t)q);
  figures_release(figures);
  return true;
}
