/* /facetas: how many projects each value of each dimension has. A facet counts under every filter but its own, so that another
 * value can be chosen beside the selected one. */
#include <stdlib.h>

#include "totals.h"

/* The question's address with the values of `key` that are selected and, unless it is one of them, `value`. */
static const char *toggle_link(const struct http_request *q, const char *key, struct str value) {
  const char *const drop[] = {key, NULL};
  const struct str *selected;
  size_t n = http_params(q, key, &selected);
  struct buf b = {0};
  bool was = false;
  for (size_t i = 0; i <= n; i++) {
    struct str one = i < n ? selected[i] : value;
    if (i < n && str_eq(one, value)) was = true;
    if (i < n ? str_eq(one, value) : was) continue;
    buf_printf(&b, "%s%s=", b.len ? "&" : "", key);
    http_write_encoded(&b, one, false);
  }
  const char *add = b.len ? arena_strndup(q->arena, b.data, b.len) : NULL;
  buf_free(&b);
  return answer_self(q, drop, add);
}

static bool is_selected(const struct http_request *q, const char *key, struct str value) {
  const struct str *selected;
  size_t n = http_params(q, key, &selected);
  for (size_t i = 0; i < n; i++)
    if (str_eq(selected[i], value)) return true;
  return false;
}

static void write_value(struct jw *w, const struct http_request *q, const char *key, struct str value, struct str label,
                        struct str layer, uint64_t count) {
  jw_object(w);
  jw_kv_str(w, "valor", value);
  jw_kv_str(w, "etiqueta", label);
  if (layer.n) jw_kv_str(w, "capa", layer);
  jw_kv_int(w, "cuenta", (int64_t)count);
  jw_kv_bool(w, "seleccionado", is_selected(q, key, value));
  jw_kv_z(w, "enlace", toggle_link(q, key, value));
  jw_end(w);
}

static void write_areas(struct jw *w, const struct http_request *q, const struct snapshot *s, const struct filter *f) {
  uint32_t n = snapshot_areas(s);
  uint64_t *counts = mem_calloc(n ? n : 1, sizeof *counts);
  summary_facet_area(f, counts);
  for (uint32_t i = 0; i < n; i++) {
    struct snap_area area;
    snapshot_area(s, i, &area);
    if (counts[i] || is_selected(q, "area", area.code))
      write_value(w, q, "area", area.code, area.name, area.layer, counts[i]);
  }
  free(counts);
}

/* What the filter of this name has been asked for, so that it can be left out. */
static size_t *own_values(struct filter_spec *spec, enum group_by by) {
  switch (by) {
  case GROUP_AREA: return &spec->n_area;
  case GROUP_THEME: return &spec->n_theme;
  case GROUP_SOURCE: return &spec->n_source;
  case GROUP_EXECUTOR: return &spec->n_executor;
  case GROUP_TYPE: return &spec->n_cooperation_type;
  case GROUP_MODALITY: return &spec->n_modality;
  case GROUP_STATUS: return &spec->n_status;
  case GROUP_KIND: return &spec->n_kind;
  case GROUP_PLACE: return &spec->n_place;
  case GROUP_FORM:
  case GROUP_YEAR:
  case GROUPS: break;
  }
  return NULL;
}

static struct str value_of(const struct group_count *c) { return c->code.n ? c->code : STR("sin-dato"); }

/* A selected value that nothing has under the other filters stays, with 0, so that it can be taken away. */
static void write_selected_rest(struct jw *w, const struct http_request *q, enum group_by by,
                                const struct group_count *c, size_t n) {
  const struct str *selected;
  size_t n_selected = http_params(q, group_name(by), &selected);
  for (size_t k = 0; k < n_selected; k++) {
    size_t i = 0;
    while (i < n && !str_eq(value_of(&c[i]), selected[k])) i++;
    if (i == n) write_value(w, q, group_name(by), selected[k], selected[k], STR(""), 0);
  }
}

static void write_plain(struct jw *w, const struct http_request *q, const struct group_count *c) {
  jw_object(w);
  jw_kv_str(w, "valor", value_of(c));
  jw_kv_str(w, "etiqueta", answer_en(q) ? c->label_en : c->label_es);
  jw_kv_int(w, "cuenta", (int64_t)c->projects);
  jw_kv_bool(w, "seleccionado", false);
  jw_key(w, "enlace");
  jw_null(w);
  jw_end(w);
}

static void write_values(struct jw *w, const struct http_request *q, const struct filter *f, enum group_by by,
                         bool has_filter) {
  const struct group_count *c;
  size_t n;
  group_facet(f, q->arena, by, &c, &n);
  for (size_t i = 0; i < n; i++) {
    if (has_filter)
      write_value(w, q, group_name(by), value_of(&c[i]), answer_en(q) ? c[i].label_en : c[i].label_es, STR(""),
                  c[i].projects);
    else write_plain(w, q, &c[i]);
  }
  if (has_filter) write_selected_rest(w, q, by, c, n);
}

/* `all` is the whole question: it serves the facets that it does not filter by. */
static bool write_facet(struct jw *w, const struct http_request *q, struct snapshot *s, enum group_by by,
                        const struct filter_spec *spec, const struct filter *all, struct err *e) {
  struct filter_spec other = *spec;
  size_t *own = own_values(&other, by);
  struct filter *f = NULL;
  if (own && *own) {
    *own = 0;
    if (!filter_compile(s, &other, &f, e)) return false;
  }
  jw_object(w);
  jw_kv_z(w, "nombre", group_name(by));
  jw_kv_z(w, "titulo", group_title(by, answer_lang(q)));
  jw_kv_bool(w, "filtra", own != NULL);
  jw_key(w, "valores");
  jw_array(w);
  if (by == GROUP_AREA) write_areas(w, q, s, f ? f : all);
  else write_values(w, q, f ? f : all, by, own != NULL);
  jw_end(w);
  jw_end(w);
  filter_free(f);
  return true;
}

bool handle_facets(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct filter_spec spec;
  struct filter *f;
  if (!filter_params_read(q->arena, q->params, q->n_params, &spec, e) || !filter_compile(view, &spec, &f, e))
    return false;
  struct jw w;
  bool ok = true;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_int(&w, "proyectos", (int64_t)filter_count_projects(f, false, false));
  jw_key(&w, "facetas");
  jw_array(&w);
  for (unsigned by = 0; ok && by < GROUPS; by++) ok = write_facet(&w, q, view, (enum group_by)by, &spec, f, e);
  if (ok) jw_end(&w);
  if (ok) jw_end(&w);
  filter_free(f);
  return ok;
}
