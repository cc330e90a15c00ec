/* The collections, and where everything about each is. */
#include "handlers.h"

#include "core/text.h"
#include "crs_params.h"
#include "export_job.h"

static void export_links(struct jw *w, const struct http_request *q, enum collection c) {
  for (unsigned f = 0; f < EXPORT_FORMATS; f++) {
    const char *path = export_address(q->arena, (enum export_format)f, c);
    if (path)
      answer_link(w, "enclosure", export_forms[f].media, answer_pick(q, export_forms[f].es, export_forms[f].en),
                  answer_url(q, "%s", path));
  }
}

static void collection_links(struct jw *w, const struct http_request *q, enum collection c) {
  const char *id = collection_info(c)->id;
  jw_key(w, "links");
  jw_array(w);
  answer_link(w, "self", MEDIA_JSON, NULL, answer_url(q, "/collections/%s?f=json", id));
  answer_link(w, "alternate", MEDIA_HTML, NULL, answer_url(q, "/collections/%s?f=html", id));
  answer_link(w, "items", MEDIA_GEOJSON, answer_pick(q, "Elementos", "Items"),
              answer_url(q, "/collections/%s/items?f=json", id));
  answer_link(w, "items", MEDIA_HTML, answer_pick(q, "Elementos, para leer", "Items, to read"),
              answer_url(q, "/collections/%s/items?f=html", id));
  answer_link(w, "items", MEDIA_CSV, answer_pick(q, "Elementos, como tabla", "Items, as a table"),
              answer_url(q, "/collections/%s/items?f=csv", id));
  answer_link(w, "http://www.opengis.net/def/rel/ogc/1.0/schema", MEDIA_SCHEMA, answer_pick(q, "Esquema", "Schema"),
              answer_url(q, "/collections/%s/schema", id));
  answer_link(w, "http://www.opengis.net/def/rel/ogc/1.0/queryables", MEDIA_SCHEMA,
              answer_pick(q, "Por qué se puede filtrar", "What filters may ask"),
              answer_url(q, "/collections/%s/queryables", id));
  answer_link(w, "http://www.opengis.net/def/rel/ogc/1.0/sortables", MEDIA_SCHEMA,
              answer_pick(q, "Por qué se puede ordenar", "What may be sorted by"),
              answer_url(q, "/collections/%s/sortables", id));
  if (collection_info(c)->geometry)
    answer_link(w, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", MEDIA_JSON,
                answer_pick(q, "Teselas vectoriales", "Vector tiles"), answer_url(q, "/collections/%s/tiles", id));
  export_links(w, q, c);
  jw_end(w);
}

static void write_crs_list(struct jw *w) {
  size_t n;
  const struct crs_system *systems = crs_params_list(&n);
  jw_key(w, "crs");
  jw_array(w);
  for (size_t i = 0; i < n; i++) jw_z(w, systems[i].uri);
  jw_end(w);
}

/* A date to its precision as the first or the last moment of what it stands for (RFC 3339). */
static const char *moment(struct arena *a, struct str date, bool end) {
  struct text_date d;
  struct err e = {0};
  if (!text_parse_date(date, &d, &e)) return NULL;
  if (!d.month) d.month = end ? 12 : 1;
  if (!d.day) d.day = end ? text_days_in_month(d.year, d.month) : 1;
  return arena_printf(a, "%04d-%02d-%02dT%s", d.year, d.month, d.day, end ? "23:59:59Z" : "00:00:00Z");
}

static void write_extent(struct jw *w, const struct http_request *q, const struct snapshot *s, enum collection c) {
  const struct collection_info *info = collection_info(c);
  struct bbox b = snapshot_bbox(s, c == COLLECTION_PROJECTS);
  struct str first, last;
  bool spatial = info->geometry && !bbox_is_empty(&b), temporal = page_period(s, info->page, &first, &last);
  if (!spatial && !temporal) return;
  jw_key(w, "extent");
  jw_object(w);
  if (spatial) {
    jw_key(w, "spatial");
    jw_object(w);
    jw_kv_z(w, "crs", CRS84_URI);
    jw_key(w, "bbox");
    jw_array(w);
    answer_bbox_value(w, &b);
    jw_end(w);
    jw_end(w);
  }
  if (temporal) {
    jw_key(w, "temporal");
    jw_object(w);
    jw_kv_z(w, "trs", "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian");
    jw_key(w, "interval");
    jw_array(w);
    jw_array(w);
    jw_z(w, moment(q->arena, first, false));
    jw_z(w, moment(q->arena, last, true));
    jw_end(w);
    jw_end(w);
    jw_end(w);
  }
  jw_end(w);
}

static void write_collection(struct jw *w, const struct http_request *q, const struct snapshot *s, enum collection c) {
  const struct collection_info *info = collection_info(c);
  jw_object(w);
  jw_kv_z(w, "id", info->id);
  jw_kv_z(w, "title", answer_pick(q, info->title_es, info->title_en));
  jw_kv_z(w, "description", answer_pick(q, info->about_es, info->about_en));
  jw_kv_z(w, "itemType", "feature");
  write_extent(w, q, s, c);
  write_crs_list(w);
  if (info->geometry) jw_kv_z(w, "storageCrs", CRS84_URI);
  collection_links(w, q, c);
  jw_end(w);
}

bool handle_collections(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)e;
  if (answer_wants(q, MEDIA_HTML)) return listing_collections(view, q, p);
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "links");
  jw_array(&w);
  answer_link(&w, "self", MEDIA_JSON, NULL, answer_url(q, "/collections?f=json"));
  answer_link(&w, "alternate", MEDIA_HTML, NULL, answer_url(q, "/collections?f=html"));
  jw_end(&w);
  write_crs_list(&w);
  jw_key(&w, "collections");
  jw_array(&w);
  for (unsigned c = 0; c < COLLECTIONS; c++) write_collection(&w, q, view, (enum collection)c);
  jw_end(&w);
  jw_end(&w);
  return true;
}

bool handle_collection(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  enum collection c;
  if (!answer_collection(q, q->segment[0], &c, e)) return false;
  if (answer_wants(q, MEDIA_HTML)) return listing_collection(view, q, c, p);
  struct jw w;
  jw_init(&w, &p->body);
  write_collection(&w, q, view, c);
  return true;
}
