/* What the items say, what a filter may ask and what a page may be sorted by, as JSON Schema (OGC API Features 3, 5 and 8),
 * printed from the two registries. */
#include "handlers.h"

#include "query/expression.h"
#include "query/queryable.h"

static void write_codes(struct jw *w, const struct http_request *q, const struct snapshot *s, const char *list) {
  struct str code, es, en;
  if (!list || !snapshot_code(s, list, 0, &code, &es, &en)) return;
  jw_key(w, "oneOf");
  jw_array(w);
  for (uint32_t i = 0; snapshot_code(s, list, i, &code, &es, &en); i++) {
    jw_object(w);
    jw_kv_str(w, "const", code);
    jw_kv_str(w, "title", answer_en(q) ? en : es);
    jw_end(w);
  }
  jw_end(w);
}

/* Units in UCUM: its own where it has one, counts of things as an annotation. Money has none, its currency is a property; nor
 * have calendar years, which are no measure. */
static void write_unit(struct jw *w, const struct http_request *q, const struct property *p) {
  if (!p->unit_en || p->type == PROPERTY_MONEY || strcmp(p->unit_en, "year") == 0) return;
  bool hectares = strcmp(p->unit_en, "ha") == 0;
  jw_kv_z(w, "x-ogc-unit", hectares ? "har" : arena_printf(q->arena, "{%s}", p->unit_en));
}

static void write_names(struct jw *w, const struct http_request *q, const struct property *p) {
  jw_kv_z(w, "title", answer_pick(q, p->title_es, p->title_en));
  jw_kv_z(w, "description", answer_pick(q, p->about_es, p->about_en));
}

static void write_geometry(struct jw *w, const struct http_request *q, enum collection c) {
  jw_key(w, "geometry");
  jw_object(w);
  jw_kv_z(w, "title", answer_pick(q, "Geometría", "Geometry"));
  jw_kv_z(w, "x-ogc-role", "primary-geometry");
  jw_kv_z(w, "format", c == COLLECTION_AREAS ? "geometry-multipolygon" : "geometry-point");
  jw_kv_int(w, "x-ogc-propertySeq", 0);
  jw_end(w);
}

static void write_property(struct jw *w, const struct http_request *q, const struct snapshot *s,
                           const struct property *p, uint32_t position) {
  jw_key(w, p->name);
  jw_object(w);
  jw_kv_z(w, "type", property_json_type(p->type));
  write_names(w, q, p);
  write_unit(w, q, p);
  if (p->type == PROPERTY_MONEY) {
    jw_key(w, "multipleOf");
    jw_raw(w, STR("0.01"));
  }
  /* To its precision ("2011-07"), which "format": "date" would not allow. */
  if (p->type == PROPERTY_DATE) jw_kv_z(w, "pattern", "^\\d{4}(-\\d{2}(-\\d{2})?)?$");
  if (strcmp(p->name, "codigo") == 0) jw_kv_z(w, "x-ogc-role", "id");
  jw_kv_int(w, "x-ogc-propertySeq", position + 1);
  if (p->type == PROPERTY_CODE) write_codes(w, q, s, p->list);
  jw_end(w);
}

/* $id is the resource's own address without parameters. */
static void begin(struct jw *w, const struct http_request *q, enum collection c, const char *what,
                  struct http_response *p) {
  const struct collection_info *info = collection_info(c);
  jw_init(w, &p->body);
  jw_object(w);
  jw_kv_z(w, "$schema", "https://json-schema.org/draft/2020-12/schema");
  jw_kv_z(w, "$id", answer_url(q, "/collections/%s/%s", info->id, what));
  jw_kv_z(w, "type", "object");
  jw_kv_z(w, "title", answer_pick(q, info->title_es, info->title_en));
  jw_kv_z(w, "description", answer_pick(q, info->about_es, info->about_en));
  jw_kv_bool(w, "additionalProperties", false);
  jw_key(w, "properties");
  jw_object(w);
}

bool handle_schema(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  enum collection c;
  if (!answer_collection(q, q->segment[0], &c, e)) return false;
  uint32_t n;
  const struct property *properties = property_list(c, &n);
  struct jw w;
  begin(&w, q, c, "schema", p);
  if (collection_info(c)->geometry) write_geometry(&w, q, c);
  for (uint32_t i = 0; i < n; i++) write_property(&w, q, view, &properties[i], i);
  jw_end(&w);
  jw_end(&w);
  return true;
}

static const struct property *property_of(enum collection c, const char *name) {
  uint32_t n;
  const struct property *list = property_list(c, &n);
  for (uint32_t i = 0; i < n; i++)
    if (strcmp(list[i].name, name) == 0) return &list[i];
  return NULL;
}

static void write_type(struct jw *w, const struct http_request *q, const struct snapshot *s,
                       const struct queryable *a) {
  static const char *const types[] = {
      [QUERYABLE_TEXT] = "string",  [QUERYABLE_CODE] = "string", [QUERYABLE_DATE] = "string",
      [QUERYABLE_INT] = "integer",  [QUERYABLE_REAL] = "number", [QUERYABLE_MONEY] = "number",
      [QUERYABLE_BOOL] = "boolean", [QUERYABLE_LIST] = "array",
  };
  jw_kv_z(w, "type", types[a->type]);
  if (a->type == QUERYABLE_DATE) jw_kv_z(w, "format", "date");
  if (a->type == QUERYABLE_MONEY) {
    jw_key(w, "multipleOf");
    jw_raw(w, STR("0.01"));
  }
  if (a->type == QUERYABLE_CODE) write_codes(w, q, s, a->list);
  if (a->type != QUERYABLE_LIST) return;
  jw_key(w, "items");
  jw_object(w);
  jw_kv_z(w, "type", "string");
  write_codes(w, q, s, a->list);
  jw_end(w);
}

/* Both lists of the queryables: all of them, or those that sort. */
static bool write_queryables(const struct snapshot *s, const struct http_request *q, const char *what, bool sortable,
                             struct http_response *p, struct err *e) {
  enum collection c;
  if (!answer_collection(q, q->segment[0], &c, e)) return false;
  uint32_t n, position = 0;
  const struct queryable *list = queryable_list(page_subject(collection_info(c)->page), &n);
  struct jw w;
  begin(&w, q, c, what, p);
  for (uint32_t i = 0; i < n; i++) {
    const struct property *named = property_of(c, list[i].name);
    if (sortable && !list[i].sortable) continue;
    if (list[i].type == QUERYABLE_GEOMETRY) {
      if (collection_info(c)->geometry) write_geometry(&w, q, c);
      continue;
    }
    jw_key(&w, list[i].name);
    jw_object(&w);
    write_type(&w, q, s, &list[i]);
    if (named) write_names(&w, q, named);
    if (named) write_unit(&w, q, named);
    if (strcmp(list[i].name, "codigo") == 0) jw_kv_z(&w, "x-ogc-role", "id");
    jw_kv_int(&w, "x-ogc-propertySeq", ++position);
    jw_end(&w);
  }
  jw_end(&w);
  if (sortable) { /* what there is without sortby (Part 8, /req/sortables/defaultSortOrder-definition) */
    jw_key(&w, "defaultSortOrder");
    jw_raw(&w, STR("[\"codigo\"]"));
  }
  jw_end(&w);
  return true;
}

bool handle_queryables(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  return write_queryables(view, q, "queryables", false, p, e);
}

bool handle_sortables(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  return write_queryables(view, q, "sortables", true, p, e);
}

static void write_function(struct jw *w, const struct http_request *q, const struct filter_function *f) {
  static const char *const types[] = {[FILTER_TEXT] = "string", [FILTER_NUMBER] = "number", [FILTER_DAY] = "datetime"};
  jw_object(w);
  jw_kv_z(w, "name", f->name);
  jw_kv_z(w, "description", answer_pick(q, f->title_es, f->title_en));
  jw_key(w, "returns");
  jw_raw(w, STR("[\"boolean\"]"));
  jw_key(w, "arguments");
  jw_array(w);
  for (uint8_t i = 0; i < f->n_arguments; i++) {
    jw_object(w);
    jw_kv_z(w, "title", f->argument[i].name);
    jw_key(w, "type");
    jw_array(w);
    jw_z(w, types[f->argument[i].type]);
    jw_end(w);
    jw_end(w);
  }
  jw_end(w);
  jw_end(w);
}

bool handle_functions(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app, (void)view, (void)e;
  uint32_t n;
  const struct filter_function *functions = filter_functions(&n);
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "functions");
  jw_array(&w);
  for (uint32_t i = 0; i < n; i++) write_function(&w, q, &functions[i]);
  jw_end(&w);
  jw_end(&w);
  return true;
}
