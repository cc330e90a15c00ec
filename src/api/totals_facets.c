/* /facetas: how many projects each value of each dimension has. A facet counts under every filter but its own, so that another
 * value can be chosen beside the selected one. */
#include <stdlib.h>

#include "totals.h"
#include "totals_row.h"

struct facet_value {
  struct str value, label, layer; /* layer: of areas */
  uint64_t count;
  bool selected;
};

/* A facet that is written: tens of thousands of values may share what does not change from one to the next. */
struct facet {
  struct jw *w;
  const struct http_request *q;
  const char *key;
  const struct str *selected; /* the values of `key` in the question; an actor that was merged by the code it has now */
  size_t n_selected;
  struct facet_value *value;
  size_t n, cap;
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

static const struct str *present_codes(const struct snapshot *s, struct arena *a, const struct str *said, size_t n) {
  struct str *code = arena_alloc(a, (n + 1) * sizeof *code);
  for (size_t i = 0; i < n; i++) {
    uint32_t row;
    struct snap_actor actor = {.code = said[i]};
    if (snapshot_find_actor(s, said[i], &row)) snapshot_actor(s, row, &actor);
    code[i] = actor.code;
  }
  return code;
}

static void facet_begin(struct facet *x, struct jw *w, const struct http_request *q, const struct snapshot *s,
                        enum group_by by) {
  *x = (struct facet){.w = w, .q = q, .key = group_name(by)};
  x->n_selected = http_params(q, x->key, &x->selected);
  if (by == GROUP_SOURCE || by == GROUP_EXECUTOR) x->selected = present_codes(s, q->arena, x->selected, x->n_selected);
  struct jw text;
  jw_init(&text, &x->link);
  jw_z(&text, link_to(x, NULL));
  x->link.len--; /* the quote that closes it */
}

static void facet_end(struct facet *x) {
  buf_free(&x->link);
  free(x->value);
}

static bool is_selected(const struct facet *x, struct str value) {
  for (size_t i = 0; i < x->n_selected; i++)
    if (str_eq(x->selected[i], value)) return true;
  return false;
}

static void write_value(struct facet *x, const struct facet_value *v) {
  struct buf *r = row_begin(x->w);
  ROW_ADD(r, "{\"valor\":");
  row_text(r, v->value);
  ROW_ADD(r, ",\"etiqueta\":");
  row_text(r, v->label);
  if (v->layer.n) {
    ROW_ADD(r, ",\"capa\":");
    row_text(r, v->layer);
  }
  ROW_ADD(r, ",\"cuenta\":");
  row_count(r, v->count);
  ROW_ADD(r, ",\"seleccionado\":");
  row_bool(r, v->selected);
  ROW_ADD(r, ",\"enlace\":");
  if (v->selected) {
    row_text(r, str_from(link_to(x, &v->value)));
  } else {
    buf_add(r, x->link.data, x->link.len);
    http_write_encoded(r, v->value, false);
    buf_add_char(r, '"');
  }
  buf_add_char(r, '}');
}

/* ---- what is in a facet */

static void add(struct facet *x, struct facet_value v) {
  v.selected = is_selected(x, v.value);
  if (!v.count && !v.selected) return;
  mem_grow((void **)&x->value, &x->cap, x->n + 1, sizeof *x->value);
  x->value[x->n++] = v;
}

static bool in_layers(const struct filter_spec *spec, struct str layer) {
  for (size_t i = 0; i < spec->n_layer; i++)
    if (str_eq(spec->layer[i], layer)) return true;
  return spec->n_layer == 0;
}

/* Of the layers that capa= names, and whatever is selected. */
static void add_areas(struct facet *x, const struct snapshot *s, const struct filter *f,
                      const struct filter_spec *spec) {
  uint32_t n = snapshot_areas(s);
  uint64_t *counts = mem_calloc(n ? n : 1, sizeof *counts);
  summary_facet_area(f, counts);
  for (uint32_t i = 0; i < n; i++) {
    struct snap_area area;
    if (!counts[i] && !x->n_selected) continue;
    snapshot_area(s, i, &area);
    if (in_layers(spec, area.layer) || is_selected(x, area.code))
      add(x, (struct facet_value){area.code, area.name, area.layer, counts[i], false});
  }
  free(counts);
}

static void add_values(struct facet *x, const struct filter *f, enum group_by by) {
  const struct group_count *c;
  size_t n;
  group_facet(f, x->q->arena, by, &c, &n);
  for (size_t i = 0; i < n; i++)
    add(x, (struct facet_value){c[i].code.n ? c[i].code : STR("sin-dato"),
                                answer_en(x->q) ? c[i].label_en : c[i].label_es, STR(""), c[i].projects, false});
}

/* A selected value that nothing has under the other filters stays, with 0, so that it can be taken away. */
static void add_selected_rest(struct facet *x) {
  for (size_t k = 0; k < x->n_selected; k++) {
    size_t i = 0;
    while (i < x->n && !str_eq(x->value[i].value, x->selected[k])) i++;
    if (i == x->n) add(x, (struct facet_value){x->selected[k], x->selected[k], STR(""), 0, false});
  }
}

static int by_count(const void *a, const void *b) {
  const struct facet_value *x = a, *y = b;
  if (x->count != y->count) return x->count < y->count ? 1 : -1;
  return str_cmp(x->value, y->value);
}

/* The first `limit` by count, and what is selected behind them; 0: all, as they come. */
static void write_values(struct facet *x, size_t limit) {
  if (limit && x->n) qsort(x->value, x->n, sizeof *x->value, by_count);
  jw_kv_int(x->w, "n_valores", (int64_t)x->n);
  jw_key(x->w, "valores");
  jw_array(x->w);
  for (size_t i = 0; i < x->n; i++)
    if (!limit || i < limit || x->value[i].selected) write_value(x, &x->value[i]);
  jw_end(x->w);
}

/* ---- the question */

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

/* `all` is the whole question: it serves the facets that it does not filter by. */
static bool write_facet(struct jw *w, const struct http_request *q, struct snapshot *s, enum group_by by,
                        const struct filter_spec *spec, const struct filter *all, size_t limit, struct err *e) {
  struct filter_spec other = *spec;
  size_t *own = own_values(&other, by);
  struct filter *f = NULL;
  if (own && *own) {
    *own = 0;
    if (!filter_compile(s, &other, &f, e)) return false;
  }
  struct facet x;
  facet_begin(&x, w, q, s, by);
  if (by == GROUP_AREA) add_areas(&x, s, f ? f : all, spec);
  else add_values(&x, f ? f : all, by);
  add_selected_rest(&x);
  jw_object(w);
  jw_kv_z(w, "nombre", group_name(by));
  jw_kv_z(w, "titulo", group_title(by, answer_lang(q)));
  jw_kv_bool(w, "filtra", own != NULL);
  write_values(&x, limit);
  jw_end(w);
  facet_end(&x);
  filter_free(f);
  return true;
}

bool handle_facets(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct filter_spec spec;
  struct filter *f;
  if (!filter_params_read(q->arena, q->params, q->n_params, &spec, e) || !filter_compile(view, &spec, &f, e))
    return false;
  const struct http_param *limit = http_param(q, "limit");
  struct jw w;
  bool ok = true;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_int(&w, "proyectos", (int64_t)filter_count_projects(f, false, false));
  jw_key(&w, "facetas");
  jw_array(&w);
  for (unsigned by = 0; ok && by < GROUPS; by++)
    ok = write_facet(&w, q, view, (enum group_by)by, &spec, f, limit ? (size_t)limit->i : 0, e);
  if (ok) jw_end(&w);
  if (ok) jw_end(&w);
  filter_free(f);
  return ok;
}
