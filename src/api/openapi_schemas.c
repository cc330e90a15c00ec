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
    {"/lugar", NULL, NULL, NAMES("lon", "lat")},
    {"/buscar", NULL, NULL, NAMES("q")},
    {"/novedades.atom", NULL, NAMES("application/atom+xml"), NULL},
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
  static const char *const data[] = {"/facetas", "/resumen", "/matriz", "/duplicidades",
                                     "/series",  "/lugar",   "/buscar"};
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
  if (files) jw_z(w, "actividades");
  if (files) jw_z(w, "organizaciones");
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

static void write_scalar(struct jw *w, const struct http_param_spec *p) {
  jw_object(w);
  switch (p->type) {
  case HTTP_INT:
    jw_kv_z(w, "type", "integer");
    write_bounds(w, p);
    if (p->min || p->max) jw_kv_int(w, "default", p->fallback);
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
  case HTTP_STRING:
    jw_kv_z(w, "type", "string");
    if (!p->list) jw_kv_int(w, "maxLength", p->max_bytes ? p->max_bytes : 256);
    if (p->pattern) jw_kv_z(w, "pattern", p->pattern);
    if (p->example) jw_kv_z(w, "example", p->example);
    break;
  }
  jw_end(w);
}

void openapi_write_parameter(struct jw *w, const struct http_param_spec *p) {
  if (!p->repeats && !p->list) {
    write_scalar(w, p);
    return;
  }
  jw_object(w);
  jw_kv_z(w, "type", "array");
  if (p->list) jw_kv_int(w, "minItems", 1);
  if (p->list && p->max) jw_kv_int(w, "maxItems", p->max);
  jw_key(w, "items");
  write_scalar(w, p);
  jw_end(w);
}

/* ---- components */

#define TEXT "{\"type\":\"string\"}"
#define LINKS "\"links\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/link\"}}"
#define LIST(of) "{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/" of "\"}}"
#define TEXTS "{\"type\":\"array\",\"items\":" TEXT "}"
#define OBJECT(required, properties) "{\"type\":\"object\",\"required\":[" required "],\"properties\":{" properties "}}"

static const struct {
  const char *name, *json;
} schemas[] = {
    {"link", OBJECT("\"href\",\"rel\"", "\"href\":" TEXT ",\"rel\":" TEXT ",\"type\":" TEXT ",\"title\":" TEXT
                                        ",\"templated\":{\"type\":\"boolean\"}")},
    {"landingPage", OBJECT("\"links\"", "\"title\":" TEXT ",\"description\":" TEXT "," LINKS)},
    {"confClasses", OBJECT("\"conformsTo\"", "\"conformsTo\":" TEXTS)},
    {"extent", OBJECT("", "\"spatial\":" OBJECT("", "\"crs\":" TEXT ",\"bbox\":{\"type\":\"array\",\"minItems\":1,"
                                                    "\"items\":{\"type\":\"array\","
                                                    "\"minItems\":4,\"maxItems\":6,\"items\":{\"type\":\"number\"}}"
                                                    "}") ","
                                                         "\"temporal\":" OBJECT(
                                                             "", "\"trs\":" TEXT ",\"interval\":{\"type\":\"array\","
                                                                 "\"minItems\":1,\"items\":{\"type\":"
                                                                 "\"array\",\"minItems\":2,\"maxItems\":2,\"items\":{"
                                                                 "\"type\":\"string\","
                                                                 "\"format\":\"date-time\",\"nullable\":true}}}"))},
    {"collection",
     OBJECT("\"id\",\"links\"",
            "\"id\":" TEXT ",\"title\":" TEXT ",\"description\":" TEXT ",\"itemType\":" TEXT
            ",\"extent\":{\"$ref\":\"#/components/schemas/extent\"},\"crs\":" TEXTS ",\"storageCrs\":" TEXT "," LINKS)},
    {"collections",
     OBJECT("\"links\",\"collections\"", LINKS ",\"crs\":" TEXTS ",\"collections\":" LIST("collection"))},
    {"schema", OBJECT("\"$schema\",\"$id\",\"type\",\"properties\"",
                      "\"$schema\":" TEXT ",\"$id\":" TEXT ",\"type\":{\"type\":\"string\",\"enum\":[\"object\"]},"
                      "\"title\":" TEXT ",\"properties\":{\"type\":\"object\"}")},
    {"functions", OBJECT("\"functions\"",
                         "\"functions\":{\"type\":\"array\",\"items\":" OBJECT(
                             "\"name\",\"returns\"", "\"name\":" TEXT ",\"description\":" TEXT ",\"returns\":" TEXTS
                                                     ",\"arguments\":{\"type\":\"array\",\"items\":" OBJECT(
                                                         "\"type\"", "\"title\":" TEXT ",\"type\":" TEXTS) "}") "}")},
    {"geometry", "{\"type\":\"object\",\"nullable\":true,\"required\":[\"type\",\"coordinates\"],\"properties\":{"
                 "\"type\":{\"type\":\"string\",\"enum\":[\"Point\",\"MultiPolygon\"]},"
                 "\"coordinates\":{\"type\":\"array\",\"items\":{}}}}"},
    {"feature",
     OBJECT("\"type\",\"id\",\"geometry\",\"properties\"",
            "\"type\":{\"type\":\"string\",\"enum\":[\"Feature\"]},\"id\":" TEXT
            ",\"geometry\":{\"$ref\":\"#/components/schemas/geometry\"},\"properties\":{\"type\":\"object\"}," LINKS)},
    {"featureCollection", OBJECT("\"type\",\"features\",\"links\",\"numberMatched\",\"numberReturned\"",
                                 "\"type\":{\"type\":\"string\",\"enum\":[\"FeatureCollection\"]},\"features\":" LIST(
                                     "feature") "," LINKS ",\"numberMatched\":{\"type\":\"integer\",\"minimum\":0},"
                                                "\"numberReturned\":{\"type\":\"integer\",\"minimum\":0}")},
    {"tileSet", OBJECT("\"dataType\",\"crs\",\"links\"", "\"title\":" TEXT ",\"dataType\":" TEXT ",\"crs\":" TEXT
                                                         ",\"tileMatrixSetURI\":" TEXT "," LINKS)},
    {"tileSets", OBJECT("\"tilesets\"", LINKS ",\"tilesets\":" LIST("tileSet"))},
    {"tileMatrixSet", OBJECT("\"crs\",\"tileMatrices\"",
                             "\"id\":" TEXT ",\"uri\":" TEXT ",\"crs\":" TEXT
                             ",\"tileMatrices\":{\"type\":\"array\",\"minItems\":1,\"items\":{\"type\":\"object\"}}")},
    {"tileJson", OBJECT("\"tilejson\",\"tiles\",\"vector_layers\"",
                        "\"tilejson\":{\"type\":\"string\",\"enum\":[\"3.0.0\"]},\"tiles\":" TEXTS
                        ",\"vector_layers\":{\"type\":\"array\",\"items\":{\"type\":\"object\"}}")},
    {"problem", OBJECT("\"title\",\"status\"", "\"type\":" TEXT ",\"title\":" TEXT
                                               ",\"status\":{\"type\":\"integer\",\"minimum\":400,\"maximum\":599},"
                                               "\"detail\":" TEXT)},
};

static void write_problem(struct jw *w, const char *name, const char *about) {
  jw_key(w, name);
  jw_object(w);
  jw_kv_z(w, "description", about);
  jw_key(w, "content");
  jw_raw(w, STR("{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/problem\"}}}"));
  jw_end(w);
}

static void write_header(struct jw *w, const char *name, const char *about) {
  jw_key(w, name);
  jw_object(w);
  jw_kv_z(w, "description", about);
  jw_key(w, "schema");
  jw_raw(w, STR(TEXT));
  jw_end(w);
}

void openapi_write_components(struct jw *w, const struct http_request *q) {
  jw_key(w, "components");
  jw_object(w);
  jw_key(w, "schemas");
  jw_object(w);
  for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
    jw_key(w, schemas[i].name);
    jw_raw(w, str_from(schemas[i].json));
  }
  jw_end(w);
  jw_key(w, "headers");
  jw_object(w);
  write_header(
      w, "ETag",
      answer_pick(q, "Lo que la respuesta es: con If-None-Match se contesta 304 mientras no cambie.",
                  "What the answer is: with If-None-Match it is answered by 304 as long as it has not changed."));
  write_header(w, "Link", answer_pick(q, "La página siguiente (rel=next).", "The next page (rel=next)."));
  write_header(w, "Content-Crs",
               answer_pick(q, "Sistema de coordenadas de la respuesta.", "Coordinate system of the answer."));
  jw_end(w);
  jw_key(w, "responses");
  jw_object(w);
  jw_key(w, "NotModified");
  jw_object(w);
  jw_kv_z(w, "description", answer_pick(q, "No ha cambiado.", "It has not changed."));
  jw_end(w);
  write_problem(w, "Invalid",
                answer_pick(q, "La petición no se entiende: dice qué, por qué y qué hacer.",
                            "The request is not understood: it says what, why and what to do."));
  write_problem(w, "NotFound", answer_pick(q, "No hay tal cosa.", "There is no such thing."));
  write_problem(w, "NotAcceptable", answer_pick(q, "No hay una forma que usted acepte.", "No form that you accept."));
  write_problem(w, "TooLarge",
                answer_pick(q, "Pasa de una cota, que se nombra.", "It exceeds a bound, which is named."));
  write_problem(w, "Problem",
                answer_pick(q, "Un problema, con su razón y su remedio (RFC 9457).",
                            "A problem, with its reason and remedy (RFC 9457)."));
  jw_end(w);
  jw_end(w);
}
