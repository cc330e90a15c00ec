/* The landing page, what is conformed to, the collections and their schemas. */
#include "handlers.h"

#include "http/asset.h"

static void link_page(struct jw *w, const struct http_request *q, const char *rel, const char *type, const char *title,
                      const char *path) {
  answer_link(w, rel, type, title, answer_url(q, "%s", path));
}

static void landing_links(struct jw *w, const struct http_request *q) {
  jw_key(w, "links");
  jw_array(w);
  link_page(w, q, "self", MEDIA_JSON, answer_pick(q, "Este documento", "This document"), "/?f=json");
  link_page(w, q, "alternate", MEDIA_HTML, answer_pick(q, "El mapa", "The map"), "/?f=html");
  link_page(w, q, "service-desc", MEDIA_OPENAPI, answer_pick(q, "Descripción de la API", "API definition"), "/api");
  link_page(w, q, "service-doc", MEDIA_HTML, answer_pick(q, "Las direcciones, para leer", "The addresses, to read"),
            "/api.html");
  link_page(w, q, "conformance", MEDIA_JSON, answer_pick(q, "Conformidad", "Conformance"), "/conformance");
  link_page(w, q, "data", MEDIA_JSON, answer_pick(q, "Colecciones", "Collections"), "/collections");
  link_page(w, q, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", MEDIA_JSON,
            answer_pick(q, "Teselas vectoriales", "Vector tiles"), "/tiles");
  link_page(w, q, "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes", MEDIA_JSON,
            answer_pick(q, "Esquemas de teselas", "Tile matrix sets"), "/tileMatrixSets");
  jw_end(w);
}

static bool serve_page(struct http_response *p, struct err *e) {
  const struct asset *index = asset_find("/index.html", 11);
  if (!index)
    return err_set(e, ERR_NOT_FOUND,
                   err_pick("este programa se construyó sin la página; /?f=json tiene la API",
                            "this program was built without the page; /?f=json has the API"));
  p->content_type = index->content_type;
  p->fixed = index->data;
  p->fixed_n = index->n;
  p->fixed_gzip = index->gzip;
  p->fixed_gzip_n = index->gzip_n;
  p->html = true;
  return true;
}

bool handle_landing(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view;
  if (answer_wants(q, MEDIA_HTML)) return serve_page(p, e);
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "title", answer_pick(q, "Cooperación en Cartagena de Indias", "Cooperation in Cartagena de Indias"));
  jw_kv_z(&w, "description",
          answer_pick(
              q,
              "Áreas y proyectos de cooperación, atados entre sí: qué pasa en cada área, quién lo paga, por cuánto y "
              "para cuántas personas.",
              "Areas and cooperation projects, tied to each other: what happens in each area, who pays, how much and "
              "for how many people."));
  landing_links(&w, q);
  jw_end(&w);
  return true;
}

bool handle_conformance(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  static const char *const classes[] = {
      "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
      "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/json",
      "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
      "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
      "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
      "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
      "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
  };
  (void)app, (void)view, (void)q, (void)e;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "conformsTo");
  jw_array(&w);
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) jw_z(&w, classes[i]);
  jw_end(&w);
  jw_end(&w);
  return true;
}

static void export_links(struct jw *w, const struct http_request *q, const char *id) {
  static const struct {
    const char *ending, *type, *title;
  } forms[] = {{"geojson", MEDIA_GEOJSON, "GeoJSON"},
               {"geojsonl", "application/x-ndjson", "GeoJSONSeq"},
               {"csv", MEDIA_CSV, "CSV"},
               {"gpkg", "application/geopackage+sqlite3", "GeoPackage"}};
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    answer_link(w, "enclosure", forms[i].type, forms[i].title, answer_url(q, "/exportar/%s.%s", id, forms[i].ending));
  bool actors = strcmp(id, "actores") == 0;
  if (actors || strcmp(id, "proyectos") == 0)
    answer_link(w, "enclosure", "application/xml", "IATI 2.03",
                answer_url(q, actors ? "/exportar/organizaciones.xml" : "/exportar/actividades.xml"));
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
  if (collection_info(c)->geometry)
    answer_link(w, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", MEDIA_JSON,
                answer_pick(q, "Teselas vectoriales", "Vector tiles"), answer_url(q, "/collections/%s/tiles", id));
  export_links(w, q, id);
  jw_end(w);
}

static void write_collection(struct jw *w, const struct http_request *q, const struct snapshot *s, enum collection c) {
  const struct collection_info *info = collection_info(c);
  jw_object(w);
  jw_kv_z(w, "id", info->id);
  jw_kv_z(w, "title", answer_pick(q, info->title_es, info->title_en));
  jw_kv_z(w, "description", answer_pick(q, info->about_es, info->about_en));
  jw_kv_z(w, "itemType", "feature");
  struct bbox b = snapshot_bbox(s, c == COLLECTION_PROJECTS);
  if (info->geometry && !bbox_is_empty(&b)) {
    jw_key(w, "extent");
    jw_object(w);
    jw_key(w, "spatial");
    jw_object(w);
    jw_kv_z(w, "crs", CRS84_URI);
    jw_key(w, "bbox");
    jw_array(w);
    answer_bbox_value(w, &b);
    jw_end(w);
    jw_end(w);
    jw_end(w);
  }
  jw_key(w, "crs");
  jw_array(w);
  jw_z(w, CRS84_URI);
  jw_end(w);
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

static void write_property_schema(struct jw *w, const struct http_request *q, const struct snapshot *s,
                                  const struct property *p, uint32_t position) {
  const char *unit = answer_pick(q, p->unit_es, p->unit_en);
  jw_key(w, p->name);
  jw_object(w);
  jw_kv_z(w, "type", property_json_type(p->type));
  jw_kv_z(w, "title", answer_pick(q, p->title_es, p->title_en));
  jw_kv_z(w, "description", answer_pick(q, p->about_es, p->about_en));
  if (unit) jw_kv_z(w, "x-ogc-unit", unit);
  if (p->type == PROPERTY_MONEY) {
    jw_key(w, "multipleOf");
    jw_raw(w, STR("0.01"));
  }
  if (p->type == PROPERTY_DATE) jw_kv_z(w, "pattern", "^\\d{4}(-\\d{2}(-\\d{2})?)?$");
  if (strcmp(p->name, "codigo") == 0) jw_kv_z(w, "x-ogc-role", "id");
  jw_kv_int(w, "x-ogc-propertySeq", position + 1);
  struct str code, es, en;
  if (p->type == PROPERTY_CODE && snapshot_code(s, p->list, 0, &code, &es, &en)) {
    jw_key(w, "oneOf");
    jw_array(w);
    for (uint32_t i = 0; snapshot_code(s, p->list, i, &code, &es, &en); i++) {
      jw_object(w);
      jw_kv_str(w, "const", code);
      jw_kv_str(w, "title", answer_en(q) ? en : es);
      jw_end(w);
    }
    jw_end(w);
  }
  jw_end(w);
}

bool handle_schema(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  enum collection c;
  if (!answer_collection(q, q->segment[0], &c, e)) return false;
  const struct collection_info *info = collection_info(c);
  uint32_t n;
  const struct property *properties = property_list(c, &n);
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "$schema", "https://json-schema.org/draft/2020-12/schema");
  jw_kv_z(&w, "$id", answer_url(q, "/collections/%s/schema", info->id));
  jw_kv_z(&w, "type", "object");
  jw_kv_z(&w, "title", answer_pick(q, info->title_es, info->title_en));
  jw_key(&w, "properties");
  jw_object(&w);
  if (info->geometry) {
    jw_key(&w, "geometry");
    jw_object(&w);
    jw_kv_z(&w, "title", answer_pick(q, "Geometría", "Geometry"));
    jw_kv_z(&w, "x-ogc-role", "primary-geometry");
    jw_kv_z(&w, "format", c == COLLECTION_AREAS ? "geometry-multipolygon" : "geometry-point");
    jw_end(&w);
  }
  for (uint32_t i = 0; i < n; i++) write_property_schema(&w, q, view, &properties[i], i);
  jw_end(&w);
  jw_end(&w);
  return true;
}
