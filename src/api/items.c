/* items and items/{codigo}: the filter's rows, a page at a time, in the form, order and coordinate system asked for. */
#include "items.h"

#include "crs_params.h"
#include "format/csv.h"
#include "format/geojson.h"
#include "handlers.h"
#include "query/bits.h"

static const char *const drop_after[] = {"despues", "offset", NULL};
static const char *const drop_form[] = {"f", NULL};

const struct http_param_spec
    items_param_sortby = {.name = "sortby",
                          .type = HTTP_STRING,
                          .max = PAGE_MAX_KEYS,
                          .list = true,
                          .pattern = "^[+-]?[a-z_]+$",
                          .example = "codigo",
                          .es = "Orden: propiedades de /sortables separadas por comas, con - de mayor a menor (hasta "
                                "4). Lo que no tiene dato va al final.",
                          .en = "Order: properties of /sortables with commas between, with - from great to small (up "
                                "to 4). What has no data comes last."},
    items_param_properties = {
        .name = "properties",
        .type = HTTP_STRING,
        .list = true,
        .max_bytes = 1024,
        .pattern = "^[a-z_]+$",
        .example = "codigo",
        .es = "Solo estas propiedades, separadas por comas; solo GeoJSON. codigo sigue siendo el id.",
        .en = "These properties only, with commas between; GeoJSON only. codigo is still the id."};

/* Links never use it, since rows that come and go would move the pages; but there are programs that know no other way. */
const struct http_param_spec items_param_offset = {
    .name = "offset",
    .type = HTTP_INT,
    .max = ITEMS_MAX_OFFSET,
    .es = "Cuántos elementos se saltan, para programas que no siguen el enlace «next».",
    .en = "How many items are skipped, for programs that do not follow the link \"next\"."};

static bool refuse_name(const struct http_param *p, struct str name, const char *why, struct err *e) {
  return err_set(e, ERR_INPUT, err_pick("%s: «%.*s» %s", "%s: \"%.*s\" %s"), p->spec->name,
                 (int)(name.n > 60 ? 60 : name.n), name.p, why);
}

static bool read_order(const struct http_request *q, enum collection c, struct page_order *order, struct err *e) {
  const struct http_param *p = http_param(q, items_param_sortby.name);
  struct page_key *keys = arena_calloc(q->arena, PAGE_MAX_KEYS, sizeof *keys);
  *order = (struct page_order){.key = keys};
  if (!p) return true;
  struct str rest = p->text, name;
  while (answer_next_name(&rest, &name)) {
    if (order->n == PAGE_MAX_KEYS)
      return refuse_name(p, name, answer_pick(q, "es una de más: hasta 4", "is one too many: up to 4"), e);
    struct page_key *key = &keys[order->n];
    key->descending = name.n && name.p[0] == '-';
    /* An unescaped '+' arrives as a space. */
    if (name.n && (name.p[0] == '-' || name.p[0] == '+' || name.p[0] == ' '))
      name = (struct str){name.p + 1, name.n - 1};
    key->q = queryable_find(page_subject(collection_info(c)->page), name);
    if (!key->q || !key->q->sortable)
      return refuse_name(
          p, name,
          arena_printf(q->arena,
                       answer_pick(q, "no es algo por lo que se ordene; /collections/%s/sortables las dice",
                                   "is nothing to sort by; /collections/%s/sortables has the list"),
                       collection_info(c)->id),
          e);
    bool again = false; /* the first counts */
    for (uint32_t k = 0; k < order->n; k++) again = again || keys[k].q == key->q;
    order->n += !again;
  }
  return true;
}

static bool read_properties(const struct http_request *q, enum collection c, const uint64_t **chosen, struct err *e) {
  const struct http_param *p = http_param(q, items_param_properties.name);
  *chosen = NULL;
  if (!p) return true;
  if (!answer_wants(q, MEDIA_GEOJSON))
    return err_set(
        e, ERR_INPUT, "%s",
        answer_pick(q, "properties= solo vale para GeoJSON (f=json)", "properties= is for GeoJSON only (f=json)"));
  uint32_t n;
  const struct property *list = property_list(c, &n);
  uint64_t *bits = arena_calloc(q->arena, bits_blocks(n), sizeof *bits);
  struct str rest = p->text, name;
  while (answer_next_name(&rest, &name)) {
    uint32_t i = 0;
    while (i < n && !str_is(name, list[i].name)) i++;
    if (i == n)
      return refuse_name(p, name,
                         arena_printf(q->arena,
                                      answer_pick(q, "no es una propiedad; /collections/%s/schema las dice",
                                                  "is no property; /collections/%s/schema has the list"),
                                      collection_info(c)->id),
                         e);
    bits_set(bits, i);
  }
  *chosen = bits;
  return true;
}

static bool transform(void *user, double *xy, size_t n, struct err *e) {
  return crs_params_from_lonlat(user, xy, n, e);
}

/* The form of GeoJSON asked for; says the system in Content-Crs. The other forms have none but CRS84. */
static void read_style(const struct http_request *q, struct http_response *p, struct geojson_style *style) {
  const struct http_param *geometry = http_param(q, answer_param_geometry.name);
  size_t n;
  const struct crs_system *first = crs_params_list(&n), *c = crs_params_get(q->params, q->n_params, &crs_param_crs);
  if (!answer_wants(q, MEDIA_GEOJSON)) c = first;
  style->bare = geometry && geometry->i == 1;
  style->decimals = c->degrees ? 7 : 3;
  if (c != first) {
    style->transform = transform;
    style->user = (void *)(uintptr_t)c;
  }
  http_header(p, "Content-Crs", arena_printf(q->arena, "<%s>", c->uri));
}

static bool read_page(const struct http_request *q, struct question *o, enum collection c, struct items_page *page,
                      struct err *e) {
  const struct http_param *limit = http_param(q, answer_param_limit.name), *after = http_param(q, drop_after[0]);
  const struct http_param *offset = http_param(q, items_param_offset.name);
  uint32_t skip = offset ? (uint32_t)offset->i : 0;
  uint32_t most = (uint32_t)(limit ? limit->i : answer_param_limit.fallback) + skip;
  uint32_t *rows = arena_alloc(q->arena, most * sizeof *rows);
  struct page_order order;
  struct str next = STR("");
  *page = (struct items_page){.o = o, .c = c, .rows = rows + skip};
  if (!read_order(q, c, &order, e)) return false;
  if (o->nothing) return true;
  enum page_collection which = collection_info(c)->page;
  if (!page_rows_ordered(o->f, which, &order, after ? after->text : STR(""), most, q->arena, rows, &page->n, &next, e))
    return err_context(e, "%s", drop_after[0]);
  page->n -= page->n < skip ? page->n : skip;
  page->matched = page_count(o->f, which);
  if (next.n)
    page->next = answer_self(q, drop_after, arena_printf(q->arena, "%s=%s", drop_after[0], answer_encode(q, next)));
  return true;
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

static bool write_geojson(const struct http_request *q, const struct items_page *page,
                          const struct geojson_style *style, struct http_response *p, struct err *e) {
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
  struct arena *a = arena_new(0);
  bool ok = true;
  for (uint32_t i = 0; ok && i < page->n; i++) {
    struct property_row row;
    property_row_load(&row, page->o->s, page->o->figures, a, page->c, page->rows[i]);
    ok = geojson_write_styled_feature(&w, &row, style, NULL, NULL, e);
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

static bool write_page(const struct http_request *q, const struct items_page *page, struct http_response *p,
                       struct err *e) {
  struct geojson_style style = {0};
  if (!read_properties(q, page->c, &style.properties, e)) return false;
  read_style(q, p, &style);
  next_header(q, page, p);
  if (answer_wants(q, MEDIA_HTML)) return listing_items(page, q, p);
  if (answer_wants(q, MEDIA_GEOJSON)) return write_geojson(q, page, &style, p, e);
  write_csv(q, page, p);
  return true;
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
  bool ok = read_page(q, &o, c, &page, e) && write_page(q, &page, p, e);
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
  struct geojson_style style = {0};
  read_style(q, p, &style);
  struct property_row row;
  property_row_load(&row, s, figures, q->arena, c, i);
  struct jw w;
  jw_init(&w, &p->body);
  bool ok = geojson_write_styled_feature(&w, &row, &style, item_members, (void *)(uintptr_t)q, e);
  figures_release(figures);
  return ok;
}
