/* OpenAPI 3.0 and a page to read, both printed from the route table, so they say what the parser enforces. */
#include "openapi.h"

#include <ctype.h>
#include <stdio.h>

#include "api/routes.h"
#include "export_job.h"
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

static void path_parameter(struct jw *w, const struct http_request *q, const struct snapshot *s, struct str name,
                           const char *pattern) {
  begin_parameter(w, name, "path", true);
  jw_key(w, "schema");
  openapi_write_segment(w, q, s, name, pattern);
  jw_end(w);
}

static bool is_listed(const char *const *names, const char *name) {
  for (size_t i = 0; names && names[i]; i++)
    if (strcmp(names[i], name) == 0) return true;
  return false;
}

static void query_parameter(struct jw *w, const struct http_request *q, const struct snapshot *s,
                            const struct http_param_spec *p, const char *pattern) {
  begin_parameter(w, str_from(p->name), "query", is_listed(openapi_route(pattern)->required, p->name));
  jw_kv_z(w, "description", answer_pick(q, p->es, p->en));
  jw_kv_bool(w, "allowEmptyValue", true); /* HTML forms send every field: empty is not given */
  jw_kv_z(w, "style", "form");
  jw_kv_bool(w, "explode", p->repeats);
  jw_key(w, "schema");
  openapi_write_parameter(w, p, s);
  jw_end(w);
}

static void write_content(struct jw *w, const char *media, const char *schema) {
  char name[128];
  snprintf(name, sizeof name, "%.*s", (int)strcspn(media, ";"), media);
  /* The media type of this very document has a parameter that clients look for. */
  jw_key(w, strcmp(media, MEDIA_OPENAPI) == 0 ? media : name);
  jw_object(w);
  jw_key(w, "schema");
  jw_object(w);
  if (!strstr(media, "json")) jw_kv_z(w, "type", "string");
  else if (schema) jw_kv_z(w, "$ref", schema);
  else jw_kv_z(w, "type", "object");
  if (!strstr(media, "json") && strncmp(media, "text/", 5) != 0) jw_kv_z(w, "format", "binary");
  jw_end(w);
  jw_end(w);
}

static void write_contents(struct jw *w, const struct http_request *q, const struct http_route *r) {
  static const char *const any[] = {MEDIA_JSON, NULL};
  const struct openapi_route *more = openapi_route(r->pattern);
  const char *schema = more->schema ? arena_printf(q->arena, "#/components/schemas/%s", more->schema) : NULL;
  jw_key(w, "content");
  jw_object(w);
  if (strncmp(r->pattern, "/exportar/", 10) == 0) {
    for (unsigned f = 0; f < EXPORT_FORMATS; f++) write_content(w, export_forms[f].media, NULL);
  } else {
    const char *const *offers = r->offers ? r->offers : more->media ? more->media : any;
    for (size_t i = 0; offers[i]; i++) write_content(w, offers[i], schema);
  }
  jw_end(w);
}

static void write_ref(struct jw *w, const char *key, const char *to) {
  jw_key(w, key);
  jw_object(w);
  jw_kv_z(w, "$ref", to);
  jw_end(w);
}

static void write_headers(struct jw *w, const struct http_route *r) {
  if (r->live) return;
  jw_key(w, "headers");
  jw_object(w);
  write_ref(w, "ETag", "#/components/headers/ETag");
  if (strstr(r->pattern, "/items")) write_ref(w, "Content-Crs", "#/components/headers/Content-Crs");
  if (strcmp(r->pattern, "/collections/{id}/items") == 0) write_ref(w, "Link", "#/components/headers/Link");
  jw_end(w);
}

/* Only a page, and one that shows what of the query it did not understand. */
static bool is_never_wrong(const struct http_route *r) { return r->lenient && r->offers == answer_offers_html; }

static void write_responses(struct jw *w, const struct http_request *q, const struct http_route *r) {
  jw_key(w, "responses");
  jw_object(w);
  jw_key(w, "200");
  jw_object(w);
  jw_kv_z(w, "description", answer_pick(q, r->summary_es, r->summary_en));
  write_headers(w, r);
  write_contents(w, q, r);
  jw_end(w);
  if (!r->live) write_ref(w, "304", "#/components/responses/NotModified");
  if (!is_never_wrong(r)) write_ref(w, "400", "#/components/responses/Invalid");
  if (strchr(r->pattern, '{')) write_ref(w, "404", "#/components/responses/NotFound");
  if (r->offers) write_ref(w, "406", "#/components/responses/NotAcceptable");
  write_ref(w, "413", "#/components/responses/TooLarge");
  write_ref(w, "default", "#/components/responses/Problem");
  jw_end(w);
}

/* "/collections/{id}/items/{codigo}" -> getCollectionsItemsByCodigo: the words of the pattern, and the names at its end. */
static const char *operation_id(const struct http_request *q, const char *pattern) {
  struct buf b = {0}, names = {0};
  buf_add_z(&b, "get");
  bool inside = false, begin = true;
  for (const char *at = pattern; *at; at++) {
    if (*at == '{' || *at == '}') {
      inside = *at == '{';
      begin = true;
    } else if (!isalnum((unsigned char)*at)) {
      begin = true;
    } else {
      struct buf *to = inside ? &names : &b;
      if (!inside) buf_reset(&names);
      buf_add_char(to, begin ? (char)toupper((unsigned char)*at) : *at);
      begin = false;
    }
  }
  if (strcmp(pattern, "/") == 0) buf_add_z(&b, "LandingPage");
  if (names.len) buf_printf(&b, "By%.*s", (int)names.len, names.data);
  const char *text = arena_strndup(q->arena, b.data, b.len);
  buf_free(&b);
  buf_free(&names);
  return text;
}

static void write_operation(struct jw *w, const struct http_request *q, const struct snapshot *s,
                            const struct http_route *r) {
  jw_key(w, "get");
  jw_object(w);
  jw_kv_z(w, "summary", answer_pick(q, r->summary_es, r->summary_en));
  jw_kv_z(w, "operationId", operation_id(q, r->pattern));
  jw_key(w, "tags");
  jw_array(w);
  jw_z(w, openapi_tag(q, r->pattern));
  jw_end(w);
  jw_key(w, "parameters");
  jw_array(w);
  struct str name;
  for (const char *at = r->pattern; next_name(&at, &name);) path_parameter(w, q, s, name, r->pattern);
  for (size_t i = 0; r->params && r->params[i]; i++) query_parameter(w, q, s, r->params[i], r->pattern);
  jw_end(w);
  write_responses(w, q, r);
  jw_end(w);
}

static void write_info(struct jw *w, const struct http_request *q, const struct api_config *config) {
  jw_key(w, "info");
  jw_object(w);
  jw_kv_z(w, "title", answer_pick(q, "Cooperación en Cartagena de Indias", "Cooperation in Cartagena de Indias"));
  jw_kv_z(w, "description",
          answer_pick(q,
                      "Áreas y proyectos de cooperación. Solo lectura. La misma consulta significa lo mismo en "
                      "todas las direcciones.",
                      "Areas and cooperation projects. Read only. The same query means the same at every "
                      "address."));
  jw_kv_z(w, "version", config->version ? config->version : "0");
  jw_end(w);
}

/* Each group once, in the order of the routes. */
static void write_tags(struct jw *w, const struct http_request *q, const struct http_route *const *routes) {
  const char *seen[16];
  size_t n = 0;
  jw_key(w, "tags");
  jw_array(w);
  for (size_t i = 0; routes[i]; i++) {
    const char *tag = openapi_tag(q, routes[i]->pattern);
    size_t k = 0;
    while (k < n && strcmp(seen[k], tag) != 0) k++;
    if (k < n || n == sizeof seen / sizeof *seen) continue;
    seen[n++] = tag;
    jw_object(w);
    jw_kv_z(w, "name", tag);
    jw_end(w);
  }
  jw_end(w);
}

bool handle_openapi(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  if (answer_wants(q, MEDIA_HTML)) return handle_openapi_html(app, view, q, p, e);
  const struct http_route *const *routes = api_routes();
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "openapi", "3.0.3");
  write_info(&w, q, app);
  jw_key(&w, "servers");
  jw_array(&w);
  jw_object(&w);
  jw_kv_z(&w, "url", q->base_url);
  jw_end(&w);
  jw_end(&w);
  write_tags(&w, q, routes);
  jw_key(&w, "paths");
  jw_object(&w);
  for (size_t i = 0; routes[i]; i++) {
    jw_key(&w, routes[i]->pattern);
    jw_object(&w);
    write_operation(&w, q, view, routes[i]);
    jw_end(&w);
  }
  jw_end(&w);
  openapi_write_components(&w, q);
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
