/* OpenAPI 3.0 and a page to read, both printed from the route table, so they say what the parser enforces. */
#include <stdio.h>

#include "api/routes.h"
#include "page_parts.h"

/* The next "{name}" of a pattern from *at on; false at the end. */
static bool next_name(const char **at, struct str *name) {
  const char *open = strchr(*at, '{'), *close = open ? strchr(open, '}') : NULL;
  if (!close) return false;
  *name = (struct str){open + 1, (size_t)(close - open - 1)};
  *at = close + 1;
  return true;
}

static void begin_parameter(struct jw *w, struct str name, const char *in, bool required) {
  jw_object(w);
  jw_kv_str(w, "name", name);
  jw_kv_z(w, "in", in);
  jw_kv_bool(w, "required", required);
}

static void write_collection_ids(struct jw *w, bool with_geometry, bool with_iati) {
  jw_key(w, "enum");
  jw_array(w);
  for (unsigned c = 0; c < COLLECTIONS; c++)
    if (!with_geometry || collection_info((enum collection)c)->geometry)
      jw_z(w, collection_info((enum collection)c)->id);
  if (with_iati) jw_z(w, "actividades");
  if (with_iati) jw_z(w, "organizaciones");
  jw_end(w);
}

static void path_parameter(struct jw *w, struct str name, const char *pattern) {
  static const char *const numbers[] = {"z", "x", "y", "tileMatrix", "tileRow", "tileCol"};
  bool number = false;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) number = number || str_is(name, numbers[i]);
  begin_parameter(w, name, "path", true);
  jw_key(w, "schema");
  jw_object(w);
  jw_kv_z(w, "type", number ? "integer" : "string");
  if (number) jw_kv_int(w, "minimum", 0);
  if (str_is(name, "id"))
    write_collection_ids(w, strstr(pattern, "/tiles") != NULL, strstr(pattern, "/exportar") != NULL);
  if (str_is(name, "formato")) {
    jw_key(w, "enum");
    jw_raw(w, STR("[\"geojson\",\"geojsonl\",\"csv\",\"gpkg\",\"xlsx\",\"xml\"]"));
  }
  jw_end(w);
  jw_end(w);
}

static void write_enum(struct jw *w, const char *const *values) {
  jw_key(w, "enum");
  jw_array(w);
  for (size_t i = 0; values[i]; i++) jw_z(w, values[i]);
  jw_end(w);
}

static void write_scalar(struct jw *w, const struct http_param_spec *s) {
  jw_object(w);
  switch (s->type) {
  case HTTP_INT:
    jw_kv_z(w, "type", "integer");
    if (s->min || s->max) {
      jw_kv_int(w, "minimum", s->min);
      jw_kv_int(w, "maximum", s->max);
      jw_kv_int(w, "default", s->fallback);
    }
    break;
  case HTTP_REAL: jw_kv_z(w, "type", "number"); break;
  case HTTP_BBOX:
    jw_kv_z(w, "type", "array");
    /* Part 1, requirement /req/core/fc-bbox-definition. */
    jw_key(w, "oneOf");
    jw_raw(w, STR("[{\"minItems\":4,\"maxItems\":4},{\"minItems\":6,\"maxItems\":6}]"));
    jw_kv_int(w, "minItems", 4);
    jw_kv_int(w, "maxItems", 6);
    jw_key(w, "items");
    jw_raw(w, STR("{\"type\":\"number\"}"));
    break;
  case HTTP_ENUM:
    jw_kv_z(w, "type", "string");
    write_enum(w, s->values);
    break;
  case HTTP_STRING:
    jw_kv_z(w, "type", "string");
    jw_kv_int(w, "maxLength", s->max_bytes ? s->max_bytes : 256);
    break;
  }
  jw_end(w);
}

static void query_parameter(struct jw *w, const struct http_request *q, const struct http_param_spec *s) {
  begin_parameter(w, str_from(s->name), "query", false);
  jw_kv_z(w, "description", answer_pick(q, s->es, s->en));
  jw_kv_z(w, "style", "form");
  jw_kv_bool(w, "explode", s->repeats);
  jw_key(w, "schema");
  if (s->repeats) {
    jw_object(w);
    jw_kv_z(w, "type", "array");
    jw_key(w, "items");
    write_scalar(w, s);
    jw_end(w);
  } else {
    write_scalar(w, s);
  }
  jw_end(w);
}

static void write_content(struct jw *w, const char *media) {
  jw_key(w, media);
  jw_object(w);
  jw_key(w, "schema");
  jw_object(w);
  if (strstr(media, "json")) jw_kv_z(w, "type", "object");
  else jw_kv_z(w, "type", "string");
  jw_end(w);
  jw_end(w);
}

static void write_responses(struct jw *w, const struct http_request *q, const struct http_route *r) {
  static const char *const any[] = {MEDIA_JSON, NULL};
  const char *const *offers = r->offers ? r->offers : any;
  jw_key(w, "responses");
  jw_object(w);
  jw_key(w, "200");
  jw_object(w);
  jw_kv_z(w, "description", answer_pick(q, r->summary_es, r->summary_en));
  jw_key(w, "content");
  jw_object(w);
  for (size_t i = 0; offers[i]; i++) write_content(w, offers[i]);
  jw_end(w);
  jw_end(w);
  jw_key(w, "default");
  jw_object(w);
  jw_kv_z(w, "description",
          answer_pick(q, "Un problema, con su razón y su remedio (RFC 9457).",
                      "A problem, with its reason and remedy (RFC 9457)."));
  jw_key(w, "content");
  jw_object(w);
  write_content(w, "application/problem+json");
  jw_end(w);
  jw_end(w);
  jw_end(w);
}

static void write_operation(struct jw *w, const struct http_request *q, const struct http_route *r, size_t number) {
  jw_key(w, "get");
  jw_object(w);
  jw_kv_z(w, "summary", answer_pick(q, r->summary_es, r->summary_en));
  jw_kv_z(w, "operationId", arena_printf(q->arena, "get%zu", number));
  jw_key(w, "parameters");
  jw_array(w);
  struct str name;
  for (const char *at = r->pattern; next_name(&at, &name);) path_parameter(w, name, r->pattern);
  for (size_t i = 0; r->params && r->params[i]; i++) query_parameter(w, q, r->params[i]);
  jw_end(w);
  write_responses(w, q, r);
  jw_end(w);
}

bool handle_openapi(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)view, (void)e;
  const struct api_config *config = app;
  const struct http_route *const *routes = api_routes();
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "openapi", "3.0.3");
  jw_key(&w, "info");
  jw_object(&w);
  jw_kv_z(&w, "title", answer_pick(q, "Cooperación en Cartagena de Indias", "Cooperation in Cartagena de Indias"));
  jw_kv_z(&w, "description",
          answer_pick(q,
                      "Áreas y proyectos de cooperación. Solo lectura. La misma consulta significa lo mismo en "
                      "todas las direcciones.",
                      "Areas and cooperation projects. Read only. The same query means the same at every "
                      "address."));
  jw_kv_z(&w, "version", config->version ? config->version : "0");
  jw_end(&w);
  jw_key(&w, "servers");
  jw_array(&w);
  jw_object(&w);
  jw_kv_z(&w, "url", q->base_url);
  jw_end(&w);
  jw_end(&w);
  jw_key(&w, "paths");
  jw_object(&w);
  for (size_t i = 0; routes[i]; i++) {
    jw_key(&w, routes[i]->pattern);
    jw_object(&w);
    write_operation(&w, q, routes[i], i);
    jw_end(&w);
  }
  jw_end(&w);
  jw_end(&w);
  return true;
}

static void html_route(struct html *h, const struct http_request *q, const struct http_route *r) {
  html_open(h, "h2", NULL);
  html_open(h, "code", NULL);
  html_z(h, r->pattern);
  html_close(h, "code");
  html_close(h, "h2");
  html_element_say(h, "p", r->summary_es, r->summary_en);
  if (!r->params || !r->params[0]) return;
  html_open(h, "details", NULL);
  html_element_say(h, "summary", "Parámetros", "Parameters");
  html_open(h, "dl", NULL);
  for (size_t i = 0; r->params[i]; i++) {
    html_open(h, "dt", NULL);
    html_open(h, "code", NULL);
    html_z(h, r->params[i]->name);
    html_close(h, "code");
    html_close(h, "dt");
    html_open(h, "dd", NULL);
    html_z(h, answer_pick(q, r->params[i]->es, r->params[i]->en));
    html_close(h, "dd");
  }
  html_close(h, "dl");
  html_close(h, "details");
}

bool handle_openapi_html(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  const struct http_route *const *routes = api_routes();
  struct html h;
  page_begin(&h, q, p, str_from(answer_pick(q, "Las direcciones", "The addresses")), "/api.html");
  html_open(&h, "p", NULL);
  html_link(&h, "/api", STR("OpenAPI 3.0"));
  html_close(&h, "p");
  for (size_t i = 0; routes[i]; i++) html_route(&h, q, routes[i]);
  html_end_page(&h);
  return true;
}
