/* The landing page, and what is conformed to. */
#include "handlers.h"

#include "page_parts.h"

static void link_page(struct jw *w, const struct http_request *q, const char *rel, const char *type, const char *title,
                      const char *path) {
  answer_link(w, rel, type, title, answer_url(q, "%s", path));
}

static void landing_links(struct jw *w, const struct http_request *q) {
  jw_key(w, "links");
  jw_array(w);
  link_page(w, q, "self", MEDIA_JSON, answer_pick(q, "Este documento", "This document"), "/?f=json");
  link_page(w, q, "alternate", MEDIA_HTML, answer_pick(q, "El mapa", "The map"), "/?f=html");
  link_page(w, q, "service-desc", MEDIA_OPENAPI, answer_pick(q, "Descripción de la API", "API definition"),
            "/api?f=json");
  link_page(w, q, "service-doc", MEDIA_HTML, answer_pick(q, "Las direcciones, para leer", "The addresses, to read"),
            "/api.html");
  link_page(w, q, "conformance", MEDIA_JSON, answer_pick(q, "Conformidad", "Conformance"), "/conformance");
  link_page(w, q, "data", MEDIA_JSON, answer_pick(q, "Colecciones", "Collections"), "/collections");
  link_page(w, q, "http://www.opengis.net/def/rel/ogc/1.0/functions", MEDIA_JSON,
            answer_pick(q, "Funciones de los filtros", "Functions of filters"), "/functions");
  link_page(w, q, "enclosure", MEDIA_QGZ, answer_pick(q, "Proyecto de QGIS", "QGIS project"), "/qgis/coopmap.qgz");
  link_page(w, q, "enclosure", MEDIA_QLR, answer_pick(q, "Capas para QGIS", "Layers for QGIS"), "/qgis/coopmap.qlr");
  link_page(w, q, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector", MEDIA_JSON,
            answer_pick(q, "Teselas vectoriales", "Vector tiles"), "/tiles");
  link_page(w, q, "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes", MEDIA_JSON,
            answer_pick(q, "Esquemas de teselas", "Tile matrix sets"), "/tileMatrixSets");
  jw_end(w);
}

bool handle_landing(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  if (answer_wants(q, MEDIA_HTML)) return page_front(view, q, p, e);
  if (!filter_params_check(view, q->arena, q->params, q->n_params, e)) return false;
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

#define COMMON "http://www.opengis.net/spec/ogcapi-common-"
#define FEATURES "http://www.opengis.net/spec/ogcapi-features-"
#define TILES "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/"
#define CQL2 "http://www.opengis.net/spec/cql2/1.0/conf/"
static const char *const classes[] = {
    COMMON "1/1.0/conf/core",
    COMMON "1/1.0/conf/landing-page",
    COMMON "1/1.0/conf/json",
    COMMON "1/1.0/conf/html",
    COMMON "1/1.0/conf/oas30",
    COMMON "2/1.0/conf/collections",
    FEATURES "1/1.0/conf/core",
    FEATURES "1/1.0/conf/geojson",
    FEATURES "1/1.0/conf/html",
    FEATURES "1/1.0/conf/oas30",
    FEATURES "2/1.0/conf/crs",
    FEATURES "3/1.0/conf/queryables",
    FEATURES "3/1.0/conf/filter",
    FEATURES "3/1.0/conf/features-filter",
    FEATURES "5/1.0/conf/schemas",
    FEATURES "5/1.0/conf/core-roles-features",
    FEATURES "5/1.0/conf/returnables-and-receivables",
    FEATURES "5/1.0/conf/queryables",
    FEATURES "5/1.0/conf/sortables",
    FEATURES "8/1.0/conf/sortables",
    FEATURES "8/1.0/conf/sorting",
    FEATURES "8/1.0/conf/features-sorting",
    CQL2 "cql2-text",
    CQL2 "cql2-json",
    CQL2 "basic-cql2",
    CQL2 "advanced-comparison-operators",
    CQL2 "case-insensitive-comparison",
    CQL2 "accent-insensitive-comparison",
    CQL2 "basic-spatial-functions",
    CQL2 "basic-spatial-functions-plus",
    CQL2 "spatial-functions",
    CQL2 "temporal-functions",
    CQL2 "array-functions",
    CQL2 "property-property",
    CQL2 "functions",
    CQL2 "arithmetic",
    TILES "core",
    TILES "tileset",
    TILES "tilesets-list",
    TILES "dataset-tilesets",
    TILES "geodata-tilesets",
    TILES "mvt",
};
enum { N_CLASSES = sizeof classes / sizeof *classes };

static bool conformance_page(const struct http_request *q, struct http_response *p) {
  struct html h;
  page_begin(&h, q, p, str_from(answer_pick(q, "Qué normas se cumplen", "What standards are met")), "/conformance");
  html_open(&h, "ul", NULL);
  for (size_t i = 0; i < N_CLASSES; i++) html_element(&h, "li", NULL, str_from(classes[i]));
  html_close(&h, "ul");
  html_end_page(&h);
  return true;
}

bool handle_conformance(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  if (answer_wants(q, MEDIA_HTML)) return conformance_page(q, p);
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "conformsTo");
  jw_array(&w);
  for (size_t i = 0; i < N_CLASSES; i++) jw_z(&w, classes[i]);
  jw_end(&w);
  jw_end(&w);
  return true;
}
