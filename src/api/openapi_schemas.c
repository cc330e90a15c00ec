/* The schemas of the API definition: of the answers, and of every parameter as the parser reads it. */
#include "openapi.h"

#include "export_job.h"
#include "format/tile.h"

#define NAMES(...) ((const char *const[]){__VA_ARGS__, NULL})

static const struct openapi_route known[] = {
    {"/", "landingPage", NULL, NULL},
    {"/conformance", "confClasses", NULL, NULL},
    {"/collections", "collections", NULL, NULL},
    {"/collections/{id}", "collection", NULL, NULL},
    {"/collections/{id}/schema", "schema", NULL, NULL},
    {"/collections/{id}/queryables", "schema", NULL, NULL},
    {"/collections/{id}/sortables", "schema", NULL, NULL},
    {"/functions", "functions", NULL, NULL},
    {"/collections/{id}/items", "featureCollection", NULL, NULL},
    {"/collections/{id}/items/{codigo}", "feature", NULL, NULL},
    {"/collections/{id}/tiles", "tileSets", NULL, NULL},
    {"/tiles", "tileSets", NULL, NULL},
    {"/collections/{id}/tiles/WebMercatorQuad", "tileSet", NULL, NULL},
    {"/tiles/WebMercatorQuad", "tileSet", NULL, NULL},
    {"/tileMatrixSets/WebMercatorQuad", "tileMatrixSet", NULL, NULL},
    {"/tilejson.json", "tileJson", NULL, NULL},
    {"/facetas", "facetas", NULL, NULL},
    {"/resumen", "resumenDeAlgo", NULL, NULL},
    {"/matriz", "matriz", NULL, NULL},
    {"/flujos", "flujos", NULL, NULL},
    {"/lugar", "areasEnUnPunto", NULL, NAMES("lon", "lat")},
    {"/buscar", "hallados", NULL, NAMES("q")},
    {"/configuracion.json", "configuracion", NULL, NULL},
    {"/novedades.atom", NULL, NAMES("application/atom+xml"), NULL},
    {"/robots.txt", NULL, NAMES("text/plain"), NULL},
    {"/sitemap.xml", NULL, NAMES("application/xml"), NULL},
    {"/qgis/coopmap.qlr", NULL, NAMES(MEDIA_QLR), NULL},
    {"/qgis/coopmap.qgz", NULL, NAMES(MEDIA_QGZ), NULL},
};

const struct openapi_route *openapi_route(const char *pattern) {
  static const struct openapi_route nothing = {"", NULL, NULL, NULL};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(pattern, known[i].pattern) == 0) return &known[i];
  return &nothing;
}

const char *openapi_tag(const struct http_request *q, const char *pattern) {
  static const char *const capabilities[] = {"/", "/conformance", "/api", "/api.html", "/functions"},
                           *const state[] = {"/salud", "/listo", "/version", "/configuracion.json"};
  for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++)
    if (strcmp(pattern, capabilities[i]) == 0) return answer_pick(q, "Servicio", "Service");
  for (size_t i = 0; i < sizeof state / sizeof *state; i++)
    if (strcmp(pattern, state[i]) == 0) return answer_pick(q, "Estado", "State");
  if (strstr(pattern, "tile") || strcmp(pattern, "/style.json") == 0) return answer_pick(q, "Teselas", "Tiles");
  if (strncmp(pattern, "/collections", 12) == 0) return answer_pick(q, "Colecciones", "Collections");
  if (strncmp(pattern, "/exportar", 9) == 0 || strncmp(pattern, "/qgis", 5) == 0)
    return answer_pick(q, "Archivos", "Files");
  static const char *const data[] = {"/facetas",      "/resumen", "/matriz", "/flujos",
                                     "/duplicidades", "/series",  "/lugar",  "/buscar"};
  for (size_t i = 0; i < sizeof data / sizeof *data; i++)
    if (strcmp(pattern, data[i]) == 0) return answer_pick(q, "Cifras y búsquedas", "Figures and searches");
  return answer_pick(q, "Páginas", "Pages");
}

static void write_enum(struct jw *w, const char *const *values) {
  jw_key(w, "enum");
  jw_array(w);
  for (size_t i = 0; values[i]; i++) jw_z(w, values[i]);
  jw_end(w);
}

/* ---- what stands in a path */

static void write_collection_ids(struct jw *w, const char *pattern) {
  bool tiles = strstr(pattern, "/tiles") != NULL, files = strstr(pattern, "/exportar") != NULL;
  jw_kv_z(w, "type", "string");
  jw_key(w, "enum");
  jw_array(w);
  for (unsigned c = 0; c < COLLECTIONS; c++)
    if (!tiles || collection_info((enum collection)c)->geometry) jw_z(w, collection_info((enum collection)c)->id);
  static const char *const iati[] = {"actividades", "organizaciones"};
  for (size_t i = 0; files && i < sizeof iati / sizeof *iati; i++) jw_z(w, iati[i]);
  jw_end(w);
}

/* A code that exists: an area's, unless the path is of projects or actors. */
static void write_code(struct jw *w, const struct snapshot *s, const char *pattern) {
  struct snap_area area;
  struct snap_project project;
  struct snap_actor actor;
  struct str code = {NULL, 0};
  bool projects = strncmp(pattern, "/proyecto/", 10) == 0, actors = strncmp(pattern, "/actor/", 7) == 0;
  if (projects && snapshot_projects(s)) {
    snapshot_project(s, 0, &project);
    code = project.code;
  } else if (actors && snapshot_actors(s)) {
    snapshot_actor(s, 0, &actor);
    code = actor.code;
  } else if (!projects && !actors && snapshot_areas(s)) {
    snapshot_area(s, 0, &area);
    code = area.code;
  }
  jw_kv_z(w, "type", "string");
  jw_kv_int(w, "minLength", 1);
  if (code.n) jw_kv_str(w, "example", code);
}

void openapi_write_segment(struct jw *w, const struct http_request *q, const struct snapshot *s, struct str name,
                           const char *pattern) {
  (void)q;
  bool zoom = str_is(name, "z") || str_is(name, "tileMatrix");
  jw_object(w);
  if (str_is(name, "id")) {
    write_collection_ids(w, pattern);
  } else if (str_is(name, "formato")) {
    jw_kv_z(w, "type", "string");
    jw_key(w, "enum");
    jw_array(w);
    for (unsigned f = 0; f < EXPORT_FORMATS; f++) jw_z(w, f == EXPORT_IATI ? "xml" : export_forms[f].name);
    jw_end(w);
  } else if (str_is(name, "codigo")) {
    write_code(w, s, pattern);
  } else {
    jw_kv_z(w, "type", "integer");
    jw_kv_int(w, "minimum", 0);
    jw_kv_int(w, "maximum", zoom ? TILE_MAX_ZOOM : (INT64_C(1) << TILE_MAX_ZOOM) - 1);
    jw_kv_int(w, "example", 0); /* the one tile that every zoom has */
  }
  jw_end(w);
}

/* ---- what stands in a query */

static void write_bounds(struct jw *w, const struct http_param_spec *p) {
  if (!p->min && !p->max) return;
  jw_kv_int(w, "minimum", p->min);
  jw_kv_int(w, "maximum", p->max);
}

static void write_box(struct jw *w) {
  jw_kv_z(w, "type", "array");
  /* Part 1, requirement /req/core/fc-bbox-definition. */
  jw_key(w, "oneOf");
  jw_raw(w, STR("[{\"minItems\":4,\"maxItems\":4},{\"minItems\":6,\"maxItems\":6}]"));
  jw_kv_int(w, "minItems", 4);
  jw_kv_int(w, "maxItems", 6);
  jw_key(w, "items");
  jw_raw(w, STR("{\"type\":\"number\"}"));
  jw_key(w, "example");
  jw_raw(w, STR("[-75.6,10.3,-75.4,10.5]"));
}

/* What the filter's texts are, beyond their length: codes of a list, or a pattern of their own. Empty counts as not given. */
static const struct {
  const struct http_param_spec *spec;
  const char *list;
  bool or_none; /* "sin-dato" is a value too */
  const char *pattern, *example;
} texts[] = {
    {&filter_param_clase, "activity_kind", true, NULL, NULL},
    {&filter_param_estado, "activity_status", true, NULL, NULL},
    {&filter_param_tipo, "cooperation_type", true, NULL, NULL},
    {&filter_param_modalidad, "modality", true, NULL, NULL},
    {&filter_param_forma, "form", true, NULL, NULL},
    {&filter_param_anio, NULL, false, "^([1-9][0-9]{0,3}|sin-dato)?$", "2011"},
    {&filter_param_tema, "theme", true, NULL, NULL},
    {&filter_param_lugar, "place_state", false, NULL, NULL},
    {&filter_param_capa, "layer", false, NULL, NULL},
    {&filter_param_vigente, NULL, false, "^[0-9./-]*$", "2011-01-01/2011-12-31"},
    {&filter_param_datetime, NULL, false, "^[0-9PYMWDTHSZtz:./+-]*$", "2011-01-01/2011-12-31"},
    {&filter_param_monto_min, NULL, false, "^([0-9]{1,15}(\\.[0-9]{1,2})?)?$", "1000000"},
    {&filter_param_monto_max, NULL, false, "^([0-9]{1,15}(\\.[0-9]{1,2})?)?$", "1000000000.50"},
    {&filter_param_moneda, NULL, false, "^([A-Z]{3})?$", "COP"},
    {&filter_param_celda, NULL, false, "^([0-9]{1,2}/[0-9]{1,8}/[0-9]{1,8})?$", "12/1188/1928"},
    {&filter_param_cerca, NULL, false, "^(-?[0-9.]+,-?[0-9.]+,[0-9.]+)?$", "-75.5,10.4,500"},
    {&filter_param_punto, NULL, false, "^(-?[0-9.]+,-?[0-9.]+)?$", "-75.5,10.4"},
    {&filter_param_dibujo, NULL, false, NULL, "POLYGON((-75.6 10.3,-75.4 10.3,-75.4 10.5,-75.6 10.3))"},
    {&filter_param_filter, NULL, false, NULL, "codigo IS NOT NULL"},
    {&filter_param_q, NULL, false, NULL, "agua"},
};

static void write_text(struct jw *w, const struct http_param_spec *p, const struct snapshot *s) {
  const char *list = NULL, *pattern = p->pattern, *example = p->example;
  bool or_none = false;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (texts[i].spec != p) continue;
    list = texts[i].list;
    or_none = texts[i].or_none;
    pattern = texts[i].pattern;
    example = texts[i].example;
  }
  jw_kv_z(w, "type", "string");
  struct str code, es, en;
  if (list && snapshot_code(s, list, 0, &code, &es, &en)) {
    jw_key(w, "enum");
    jw_array(w);
    for (uint32_t i = 0; snapshot_code(s, list, i, &code, &es, &en); i++) jw_str(w, code);
    if (or_none) jw_z(w, "sin-dato");
    jw_end(w);
    return;
  }
  if (!p->list) jw_kv_int(w, "maxLength", p->max_bytes ? p->max_bytes : 256);
  if (pattern) jw_kv_z(w, "pattern", pattern);
  if (example) jw_kv_z(w, "example", example);
}

static void write_scalar(struct jw *w, const struct http_param_spec *p, const struct snapshot *s) {
  jw_object(w);
  switch (p->type) {
  case HTTP_INT:
    jw_kv_z(w, "type", "integer");
    write_bounds(w, p);
    if ((p->min || p->max) && p->fallback >= p->min) jw_kv_int(w, "default", p->fallback); /* below: none */
    break;
  case HTTP_REAL:
    jw_kv_z(w, "type", "number");
    write_bounds(w, p);
    break;
  case HTTP_BBOX: write_box(w); break;
  case HTTP_ENUM:
    jw_kv_z(w, "type", "string");
    write_enum(w, p->values);
    break;
  case HTTP_STRING: write_text(w, p, s); break;
  }
  jw_end(w);
}

void openapi_write_parameter(struct jw *w, const struct http_param_spec *p, const struct snapshot *s) {
  if (!p->repeats && !p->list) {
    write_scalar(w, p, s);
    return;
  }
  jw_object(w);
  jw_kv_z(w, "type", "array");
  if (p->list) jw_kv_int(w, "minItems", 1);
  if (p->list && p->max) jw_kv_int(w, "maxItems", p->max);
  jw_key(w, "items");
  write_scalar(w, p, s);
  jw_end(w);
}
