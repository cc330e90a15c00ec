/* Facets, and the totals that close: /facetas and /resumen?por=area. */
#include <stdlib.h>

#include "format/csv.h"
#include "handlers.h"
#include "query/summary.h"

static const char *const drop_area[] = {"area", NULL};

/* The question's address with area codes `keep` and, unless it was selected, `code`. */
static const char *toggle_link(const struct http_request *q, struct str code) {
  const struct str *selected;
  size_t n = http_params(q, "area", &selected);
  struct buf b = {0};
  bool was = false;
  for (size_t i = 0; i < n; i++) {
    if (str_eq(selected[i], code)) {
      was = true;
      continue;
    }
    buf_add_z(&b, b.len ? "&area=" : "area=");
    http_write_encoded(&b, selected[i], false);
  }
  if (!was) {
    buf_add_z(&b, b.len ? "&area=" : "area=");
    http_write_encoded(&b, code, false);
  }
  const char *add = b.len ? arena_strndup(q->arena, b.data, b.len) : NULL;
  buf_free(&b);
  return answer_self(q, drop_area, add);
}

static bool is_selected(const struct http_request *q, struct str code) {
  const struct str *selected;
  size_t n = http_params(q, "area", &selected);
  for (size_t i = 0; i < n; i++)
    if (str_eq(selected[i], code)) return true;
  return false;
}

static void write_area_facet(struct jw *w, const struct http_request *q, struct snapshot *s, const struct filter *f) {
  uint32_t n = snapshot_areas(s);
  uint64_t *counts = mem_calloc(n ? n : 1, sizeof *counts);
  summary_facet_area(f, counts);
  jw_object(w);
  jw_kv_z(w, "nombre", "area");
  jw_kv_z(w, "titulo", answer_pick(q, "Área", "Area"));
  jw_key(w, "valores");
  jw_array(w);
  for (uint32_t i = 0; i < n; i++) {
    struct snap_area area;
    snapshot_area(s, i, &area);
    bool selected = is_selected(q, area.code);
    if (!counts[i] && !selected) continue;
    jw_object(w);
    jw_kv_str(w, "valor", area.code);
    jw_kv_str(w, "etiqueta", area.name);
    jw_kv_str(w, "capa", area.layer);
    jw_kv_int(w, "cuenta", (int64_t)counts[i]);
    jw_kv_bool(w, "seleccionado", selected);
    jw_kv_z(w, "enlace", toggle_link(q, area.code));
    jw_end(w);
  }
  jw_end(w);
  jw_end(w);
  free(counts);
}

/* A facet counts under every filter but its own, so that another value can be chosen beside the selected one. */
bool handle_facets(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct filter_spec spec;
  struct filter *f;
  if (!filter_params_read(q->arena, q->params, q->n_params, &spec, e)) return false;
  spec.n_area = 0;
  if (!filter_compile(view, &spec, &f, e)) return false;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_int(&w, "proyectos", (int64_t)filter_count_projects(f, false, false));
  jw_key(&w, "facetas");
  jw_array(&w);
  write_area_facet(&w, q, view, f);
  jw_end(&w);
  jw_end(&w);
  filter_free(f);
  return true;
}

static void kv_minor(struct jw *w, const char *key, i128 minor) {
  jw_key(w, key);
  jw_minor(w, minor);
}

static void kv_people(struct jw *w, const char *key, int64_t n) {
  jw_key(w, key);
  if (n < 0) jw_null(w);
  else jw_int(w, n);
}

static void money_counts(struct jw *w, const struct summary_money *m) {
  jw_kv_int(w, "sin_valor", (int64_t)m->without_value);
  jw_kv_int(w, "sin_erogacion", (int64_t)m->no_disbursement);
  jw_kv_int(w, "otra_moneda", (int64_t)m->other_currency);
  jw_kv_int(w, "contado_en_otro", (int64_t)m->counted_elsewhere);
  kv_people(w, "personas_min", m->people_min);
  kv_people(w, "personas_max", m->people_max);
}

static void kv_known(struct jw *w, const char *key, const struct summary_money *m, i128 minor) {
  jw_key(w, key);
  if (summary_has_value(m)) jw_minor(w, minor);
  else jw_null(w);
}

/* What is counted, and what the amounts do not cover. */
static void money_members(struct jw *w, const struct summary_money *m) {
  jw_kv_int(w, "proyectos", (int64_t)m->projects);
  kv_known(w, "valor", m, m->full_minor);
  money_counts(w, m);
}

static void kv_money(struct jw *w, const char *key, const struct summary_money *m) {
  jw_key(w, key);
  jw_object(w);
  money_members(w, m);
  jw_end(w);
}

static void write_area_row(struct jw *w, const struct snapshot *s, const struct summary_area *row) {
  struct snap_area area;
  snapshot_area(s, row->area, &area);
  jw_object(w);
  jw_kv_str(w, "codigo", area.code);
  jw_kv_str(w, "nombre", area.name);
  jw_kv_str(w, "capa", area.layer);
  jw_kv_bool(w, "geometria_aproximada", area.rests_on_approximate);
  jw_kv_int(w, "proyectos", (int64_t)row->m.projects);
  kv_known(w, "valor", &row->m, row->m.full_minor);
  kv_known(w, "valor_atribuido", &row->m, row->m.attributed_minor);
  money_counts(w, &row->m);
  kv_minor(w, "valor_directo", row->m.direct_minor);
  jw_kv_int(w, "proyectos_directos", (int64_t)row->direct_projects);
  jw_end(w);
}

static void write_unplaced(struct jw *w, const struct http_request *q, const struct snapshot *s,
                           const struct summary *sum) {
  jw_key(w, "sin_lugar");
  jw_array(w);
  for (unsigned k = SNAP_NAMED; k <= SNAP_UNKNOWN; k++) {
    const char *code = snap_place_code((enum snap_place)k);
    jw_object(w);
    jw_kv_z(w, "estado", code);
    jw_kv_str(w, "etiqueta", snapshot_label(s, "place_state", str_from(code), answer_lang(q)));
    money_members(w, &sum->unplaced[k]);
    jw_end(w);
  }
  jw_end(w);
}

/* Both sides of the invariant, so that anyone can check the sum. */
static void write_sides(struct jw *w, const struct summary *sum, i128 other_layers) {
  i128 unplaced = 0;
  for (unsigned k = SNAP_NAMED; k <= SNAP_UNKNOWN; k++) unplaced += sum->unplaced[k].full_minor;
  jw_key(w, "cierre");
  jw_object(w);
  kv_minor(w, "directo_en_areas", sum->direct_sum);
  kv_minor(w, "en_otras_capas", other_layers);
  kv_minor(w, "sin_asignar", sum->unallocated.full_minor);
  kv_minor(w, "sin_lugar", unplaced);
  kv_minor(w, "suma", sum->direct_sum + other_layers + sum->unallocated.full_minor + unplaced);
  kv_minor(w, "total", sum->total.full_minor);
  jw_end(w);
}

static void write_json(const struct http_request *q, const struct snapshot *s, struct str layer, struct str currency,
                       const struct summary *sum, i128 other_layers, struct http_response *p) {
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "por", "area");
  jw_key(&w, "capa");
  if (layer.n) jw_str(&w, layer);
  else jw_null(&w);
  jw_kv_str(&w, "moneda", currency);
  kv_money(&w, "todo", &sum->total);
  jw_key(&w, "areas");
  jw_array(&w);
  for (uint32_t i = 0; i < sum->n; i++) write_area_row(&w, s, &sum->areas[i]);
  jw_end(&w);
  jw_key(&w, "atribuido");
  jw_object(&w);
  kv_minor(&w, "valor", sum->direct_sum + other_layers);
  jw_end(&w);
  kv_money(&w, "sin_asignar", &sum->unallocated);
  write_unplaced(&w, q, s, sum);
  write_sides(&w, sum, other_layers);
  jw_kv_bool(&w, "cierra", sum->closes);
  jw_key(&w, "notas");
  jw_array(&w);
  jw_z(&w, answer_pick(q, "«valor» es el valor completo de los proyectos que tocan el área: no se suma entre áreas.",
                       "“valor” is the full value of the projects that touch the area: not to be summed over areas."));
  jw_z(&w, answer_pick(
               q,
               "«valor_directo» es la parte atada exactamente al área; la suma de todas, más sin_asignar y "
               "sin_lugar, es el total de proyectos distintos.",
               "“valor_directo” is the part tied exactly to the area; all of them plus sin_asignar and sin_lugar are "
               "the total of distinct projects."));
  jw_end(&w);
  jw_end(&w);
}

struct table {
  struct buf *b;
  struct csv_style style;
};

static void cell_text(struct table *t, struct str s) {
  csv_write_text(t->b, &t->style, s);
  csv_next(t->b, &t->style);
}
static void cell_int(struct table *t, int64_t v) {
  if (v >= 0) csv_write_int(t->b, v);
  csv_next(t->b, &t->style);
}

static void table_row(struct table *t, const char *group, struct str code, struct str name, struct str layer,
                      const struct summary_money *m, bool parts) {
  cell_text(t, str_from(group));
  cell_text(t, code);
  cell_text(t, name);
  cell_text(t, layer);
  cell_int(t, (int64_t)m->projects);
  if (summary_has_value(m)) csv_write_minor(t->b, &t->style, m->full_minor);
  csv_next(t->b, &t->style);
  if (parts && summary_has_value(m)) csv_write_minor(t->b, &t->style, m->attributed_minor);
  csv_next(t->b, &t->style);
  if (parts) csv_write_minor(t->b, &t->style, m->direct_minor);
  csv_next(t->b, &t->style);
  cell_int(t, (int64_t)m->without_value);
  cell_int(t, (int64_t)m->no_disbursement);
  cell_int(t, (int64_t)m->other_currency);
  cell_int(t, m->people_min);
  if (m->people_max >= 0) csv_write_int(t->b, m->people_max);
  csv_end(t->b);
}

static void table_header(struct table *t) {
  static const char *const names[] = {"grupo",       "codigo",          "nombre",        "capa",      "proyectos",
                                      "valor",       "valor_atribuido", "valor_directo", "sin_valor", "sin_erogacion",
                                      "otra_moneda", "personas_min",    "personas_max"};
  size_t n = sizeof names / sizeof *names;
  for (size_t i = 0; i < n; i++) {
    if (i) csv_next(t->b, &t->style);
    csv_write_text(t->b, &t->style, str_from(names[i]));
  }
  csv_end(t->b);
}

static void write_csv(const struct http_request *q, const struct snapshot *s, const struct summary *sum,
                      struct http_response *p) {
  const struct http_param *excel = http_param(q, "excel");
  struct table t = {&p->body, {.excel = excel && excel->i == 0, .lang = answer_lang(q)}};
  p->content_type = CSV_CONTENT_TYPE;
  csv_begin(t.b, &t.style);
  table_header(&t);
  for (uint32_t i = 0; i < sum->n; i++) {
    struct snap_area area;
    snapshot_area(s, sum->areas[i].area, &area);
    table_row(&t, "area", area.code, area.name, area.layer, &sum->areas[i].m, true);
  }
  table_row(&t, "sin_asignar", STR(""), str_from(answer_pick(q, "Sin asignar a un área", "Not allocated to an area")),
            STR(""), &sum->unallocated, false);
  for (unsigned k = SNAP_NAMED; k <= SNAP_UNKNOWN; k++) {
    struct str code = str_from(snap_place_code((enum snap_place)k));
    table_row(&t, "sin_lugar", code, snapshot_label(s, "place_state", code, answer_lang(q)), STR(""), &sum->unplaced[k],
              false);
  }
  table_row(&t, "total", STR(""), str_from(answer_pick(q, "Proyectos distintos", "Distinct projects")), STR(""),
            &sum->total, false);
}

bool handle_summary(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct filter_spec spec;
  struct filter *f;
  if (!filter_params_read(q->arena, q->params, q->n_params, &spec, e)) return false;
  /* Here capa= chooses the rows of the table, and does not narrow the projects. */
  if (spec.n_layer > 1)
    return err_set(e, ERR_INPUT, "%s",
                   answer_pick(q, "capa: solo una; un total se hace dentro de una sola capa",
                               "capa: one only; a total is made within one layer"));
  struct str layer = spec.n_layer ? spec.layer[0] : STR("");
  struct str currency = spec.currency.n ? spec.currency : STR(FIGURES_CURRENCY);
  spec.n_layer = 0;
  if (!filter_compile(view, &spec, &f, e)) return false;
  struct summary sum;
  i128 other_layers = 0;
  bool ok = summary_by_area(f, q->arena, layer, currency, &sum, &other_layers, e);
  if (ok && answer_wants(q, MEDIA_CSV)) write_csv(q, view, &sum, p);
  else if (ok) write_json(q, view, layer, currency, &sum, other_layers, p);
  filter_free(f);
  return ok;
}
