/* /facetas: how many projects each value of each dimension has. A facet counts under every filter but its own, so that another
 * value can be chosen beside the selected one. */
#include <stdlib.h>

#include "totals.h"
#include "totals_row.h"

/* A facet that is written: tens of thousands of values may share what does not change from one to the next. */
struct facet {
  struct jw *w;
  const struct http_request *q;
  const char *key;
  const struct str *selected; /* the values of `key` in the question */
  size_t n_selected;
  struct buf link; /* the address of a value that is not selected, up to the value, escaped for JSON */
};

/* The question's address with the values of the facet that are selected but `without`, and room for one more where that is NULL. */
static const char *link_to(const struct facet *x, const struct str *without) {
  const char *const drop[] = {x->key, NULL};
  struct buf b = {0};
  for (size_t i = 0; i < x->n_selected; i++) {
    if (without && str_eq(x->selected[i], *without)) continue;
    buf_printf(&b, "%s%s=", b.len ? "&" : "", x->key);
    http_write_encoded(&b, x->selected[i], false);
  }
  if (!without) buf_printf(&b, "%s%s=", b.len ? "&" : "", x->key);
  const char *add = b.len ? arena_strndup(x->q->arena, b.data, b.len) : NULL;
  buf_free(&b);
  return answer_self(x->q, drop, add);
}

static void facet_begin(struct facet *x, struct jw *w, const struct http_request *q, const char *key) {
  *x = (struct facet){.w = w, .q = q, .key = key};
  x->n_selected = http_params(q, key, &x->selected);
  struct jw text;
  jw_init(&text, &x->link);
  jw_z(&text, link_to(x, NULL));
  x->link.len--; /* the quote that closes it */
}

static void facet_end(struct facet *x) { buf_free(&x->link); }

static bool is_selected(const struct facet *x, struct str value) {
  for (size_t i = 0; i < x->n_selected; i++)
    if (str_eq(x->selected[i], value)) return true;
  return false;
}

static void write_value(struct facet *x, struct str value, struct str label, struct str layer, uint64_t count) {
  bool selected = is_selected(x, value);
  struct buf *r = row_begin(x->w);
  ROW_ADD(r, "{\"valor\":");
  row_text(r, value);
  ROW_ADD(r, ",\"etiqueta\":");
  row_text(r, label);
  if (layer.n) {
    ROW_ADD(r, ",\"capa\":");
    row_text(r, layer);
  }
  ROW_ADD(r, ",\"cuenta\":");
  row_count(r, count);
  ROW_ADD(r, ",\"seleccionado\":");
  row_bool(r, selected);
  ROW_ADD(r, ",\"enlace\":");
  if (selected) {
    row_text(r, str_from(link_to(x, &value)));
  } else {
    buf_add(r, x->link.data, x->link.len);
    http_write_encoded(r, value, false);
    buf_add_char(r, '"');
  }
  buf_add_char(r, '}');
}

static void write_areas(struct facet *x, const struct snapshot *s, const struct filter *f) {
  uint32_t n = snapshot_areas(s);
  uint64_t *counts = mem_calloc(n ? n : 1, sizeof *counts);
  summary_facet_area(f, counts);
  for (uint32_t i = 0; i < n; i++) {
    struct snap_area area;
    if (!counts[i] && !x->n_selected) continue;
    snapshot_area(s, i, &area);
    if (counts[i] || is_selected(x, area.code)) write_value(x, area.code, area.name, area.layer, counts[i]);
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
  case GROUP_FORM: return &spec->n_form;
  case GROUP_YEAR: return &spec->n_year;
  case GROUPS: break;
  }
  return NULL;
}

static struct str value_of(const struct group_count *c) { return c->code.n ? c->code : STR("sin-dato"); }

/* A selected value that nothing has under the other filters stays, with 0, so that it can be taken away. */
static void write_selected_rest(struct facet *x, const struct group_count *c, size_t n) {
  for (size_t k = 0; k < x->n_selected; k++) {
    size_t i = 0;
    while (i < n && !str_eq(value_of(&c[i]), x->selected[k])) i++;
    if (i == n) write_value(x, x->selected[k], x->selected[k], STR(""), 0);
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

static void write_values(struct facet *x, const struct filter *f, enum group_by by, bool has_filter) {
  const struct group_count *c;
  size_t n;
  group_facet(f, x->q->arena, by, &c, &n);
  for (size_t i = 0; i < n; i++) {
    if (has_filter)
      write_value(x, value_of(&c[i]), answer_en(x->q) ? c[i].label_en : c[i].label_es, STR(""), c[i].projects);
    else write_plain(x->w, x->q, &c[i]);
  }
  if (has_filter) write_selected_rest(x, c, n);
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
  struct facet x;
  facet_begin(&x, w, q, group_name(by));
  if (by == GROUP_AREA) write_areas(&x, s, f ? f : all);
  else write_values(&x, f ? f : all, by, own != NULL);
  facet_end(&x);
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
