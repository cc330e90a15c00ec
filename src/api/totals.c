/* Totals that close: /resumen?por=area, and the way to the other statistics. */
#include "totals.h"
#include "totals_row.h"

enum {
  AREA_FIELDS = ROW_BIT(ROW_CODE) | ROW_BIT(ROW_NAME) | ROW_BIT(ROW_LAYER) | ROW_BIT(ROW_APPROXIMATE) | ROW_FIGURES |
                ROW_BIT(ROW_DIRECT) | ROW_BIT(ROW_DIRECT_PROJECTS)
};

static void write_area_row(struct jw *w, const struct snapshot *s, const struct summary_area *row, uint32_t fields) {
  struct snap_area area;
  bool known = summary_has_value(&row->m);
  snapshot_area(s, row->area, &area);
  struct buf *r = row_begin(w);
  size_t at = r->len;
  if (ROW_KEY(r, fields, CODE)) row_text(r, area.code);
  if (ROW_KEY(r, fields, NAME)) row_text(r, area.name);
  if (ROW_KEY(r, fields, LAYER)) row_text(r, area.layer);
  if (ROW_KEY(r, fields, APPROXIMATE)) row_bool(r, area.rests_on_approximate);
  row_figures(r, fields, &row->m, known);
  if (ROW_KEY(r, fields, DIRECT)) row_minor(r, true, row->m.direct_minor);
  if (ROW_KEY(r, fields, DIRECT_PROJECTS)) row_count(r, row->direct_projects);
  row_end(r, at);
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
    totals_money_members(w, &sum->unplaced[k]);
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
  answer_kv_minor(w, "directo_en_areas", sum->direct_sum);
  answer_kv_minor(w, "en_otras_capas", other_layers);
  answer_kv_minor(w, "sin_asignar", sum->unallocated.full_minor);
  answer_kv_minor(w, "sin_lugar", unplaced);
  answer_kv_minor(w, "suma", sum->direct_sum + other_layers + sum->unallocated.full_minor + unplaced);
  answer_kv_minor(w, "total", sum->total.full_minor);
  jw_end(w);
}

static void write_json(const struct http_request *q, const struct snapshot *s, struct str layer, struct str currency,
                       const struct summary *sum, i128 other_layers, const struct conversion *conversion,
                       uint32_t fields, struct http_response *p) {
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "por", "area");
  answer_kv_text(&w, "capa", layer);
  jw_kv_str(&w, "moneda", currency);
  totals_write_coverage(&w, q, &sum->total, false);
  totals_kv_money(&w, "todo", &sum->total);
  jw_key(&w, "areas");
  jw_array(&w);
  for (uint32_t i = 0; i < sum->n; i++) write_area_row(&w, s, &sum->areas[i], fields);
  jw_end(&w);
  jw_key(&w, "atribuido");
  jw_object(&w);
  answer_kv_minor(&w, "valor", sum->direct_sum + other_layers);
  jw_end(&w);
  totals_kv_money(&w, "sin_asignar", &sum->unallocated);
  write_unplaced(&w, q, s, sum);
  write_sides(&w, sum, other_layers);
  jw_kv_bool(&w, "cierra", sum->closes);
  totals_write_conversion(&w, s, conversion);
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
  jw_z(&w, totals_people_note(q));
  jw_z(&w, answer_pick(q,
                       "Por habitante: valor_atribuido ÷ «poblacion» del área en la colección areas, del año que dice "
                       "«poblacion_anio»; donde falta una de las dos cifras no hay dato.",
                       "Per inhabitant: valor_atribuido ÷ “poblacion” of the area in the collection areas, of the year "
                       "that “poblacion_anio” says; where one of the two figures is missing there is no data."));
  jw_end(&w);
  jw_end(&w);
}

enum { AREA_CELLS = 14 };

static void table_row(struct answer_csv *t, const char *group, struct str code, struct str name, struct str layer,
                      const struct summary_money *m, bool parts) {
  answer_csv_z(t, group);
  answer_csv_text(t, code);
  answer_csv_text(t, name);
  answer_csv_text(t, layer);
  answer_csv_int(t, (int64_t)m->projects);
  totals_csv_known(t, m, m->full_minor);
  if (parts) totals_csv_known(t, m, m->attributed_minor);
  if (parts) answer_csv_minor(t, m->direct_minor);
  if (!parts) answer_csv_empty(t, 2);
  answer_csv_int(t, (int64_t)m->without_value);
  answer_csv_int(t, (int64_t)m->no_disbursement);
  answer_csv_int(t, (int64_t)m->other_currency);
  answer_csv_int(t, m->people_min);
  answer_csv_int(t, m->people_max);
  answer_csv_int(t, (int64_t)m->without_people);
  answer_csv_end(t);
}

static void table_header(struct answer_csv *t) {
  static const char *const names[AREA_CELLS] = {
      "grupo",           "codigo",           "nombre",    "capa",          "proyectos",   "valor",
      "valor_atribuido", "valor_directo",    "sin_valor", "sin_erogacion", "otra_moneda", "personas_min",
      "personas_max",    "personas_sin_dato"};
  answer_csv_names(t, names, AREA_CELLS);
  answer_csv_end(t);
}

static void write_csv(const struct http_request *q, const struct snapshot *s, const struct summary *sum,
                      struct http_response *p) {
  struct answer_csv t = answer_csv_begin(q, p);
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
  totals_csv_notes(&t, q, &sum->total, AREA_CELLS, false);
  table_row(&t, "total", STR(""), str_from(answer_pick(q, "Proyectos distintos", "Distinct projects")), STR(""),
            &sum->total, false);
}

/* por=area, with capa= for the rows of one layer. convertir= leaves the rows as they are and adds the converted total. */
static bool answer_areas(const struct http_request *q, struct snapshot *s, const struct filter *f,
                         const struct group_options *o, struct http_response *p, struct err *e) {
  struct summary sum;
  struct conversion conversion = {0};
  i128 other_layers = 0;
  uint32_t fields;
  if (!totals_read_fields(q, AREA_FIELDS, &fields, e)) return false;
  if (!summary_by_area(f, q->arena, o->layer, o->currency, &sum, &other_layers, e)) return false;
  if (o->convert_to.n && !group_convert(f, q->arena, o->currency, o->convert_to, &conversion, e)) return false;
  if (answer_wants(q, MEDIA_CSV)) write_csv(q, s, &sum, p);
  else write_json(q, s, o->layer, o->currency, &sum, other_layers, &conversion, fields, p);
  return true;
}

/* ---- the question ---- */

/* "2005-2007" or "2005". */
static bool read_period(struct str text, struct group_period *out) {
  int32_t year[2] = {0, 0};
  size_t k = 0, digits = 0;
  for (size_t i = 0; i < text.n; i++) {
    char c = text.p[i];
    if (c == '-' && k == 0 && digits == 4) {
      k = 1;
      digits = 0;
    } else if (c >= '0' && c <= '9' && digits < 4) {
      year[k] = year[k] * 10 + (c - '0');
      digits++;
    } else {
      return false;
    }
  }
  *out = (struct group_period){year[0], k ? year[1] : year[0]};
  return digits == 4 && out->from > 0 && out->from <= out->to;
}

enum { MAX_PERIODS = 24 };

static bool read_periods(const struct http_request *q, struct group_options *o, struct err *e) {
  const struct str *text;
  size_t n = http_params(q, "periodo", &text);
  if (n > MAX_PERIODS)
    return err_set(e, ERR_INPUT,
                   answer_pick(q, "periodo: hasta %d periodos de una vez", "periodo: up to %d periods at once"),
                   MAX_PERIODS);
  struct group_period *list = arena_alloc(q->arena, (n + 1) * sizeof *list);
  for (size_t i = 0; i < n; i++) {
    if (!read_period(text[i], &list[i]))
      return err_set(e, ERR_INPUT,
                     answer_pick(q, "periodo=%.*s: no es un periodo de años; se escribe 2005-2007 o 2011",
                                 "periodo=%.*s: not a period of years; it is written 2005-2007 or 2011"),
                     STR_ARG(text[i]));
    for (size_t k = 0; k < i; k++)
      if (list[k].from <= list[i].to && list[i].from <= list[k].to)
        return err_set(e, ERR_INPUT,
                       answer_pick(q, "periodo=%.*s: se cruza con %.*s, y un año no puede contarse en dos periodos",
                                   "periodo=%.*s: it crosses %.*s, and a year cannot count in two periods"),
                       STR_ARG(text[i]), STR_ARG(text[k]));
  }
  o->periods = list;
  o->n_periods = n;
  return true;
}

/* por=: a dimension, or a layer of areas. */
static bool read_by(const struct http_request *q, const struct snapshot *s, enum group_by *by, struct group_options *o,
                    struct err *e) {
  const struct http_param *p = http_param(q, "por");
  *by = GROUP_AREA;
  if (!p || group_find(p->text, by)) return true;
  if (summary_has_layer(s, p->text) && (!o->layer.n || str_eq(o->layer, p->text))) {
    o->layer = p->text;
    return true;
  }
  return err_set(
      e, ERR_INPUT,
      answer_pick(q,
                  "por=%.*s: no se agrupa por eso; puede ser area, tema, fuente, ejecutor, tipo, modalidad, "
                  "forma, anio, estado, clase, lugar, o una capa de áreas (localidad, ucg, barrio…), sin otra "
                  "en capa=",
                  "por=%.*s: nothing is grouped by that; it may be area, tema, fuente, ejecutor, tipo, "
                  "modalidad, forma, anio, estado, clase, lugar, or a layer of areas (localidad, ucg, "
                  "barrio…) without another in capa="),
      STR_ARG(p->text));
}

static bool read_options(const struct http_request *q, const struct snapshot *s, struct filter_spec *spec,
                         enum group_by *by, struct group_options *o, struct err *e) {
  /* Here capa= chooses the rows of the table, and does not narrow the projects. */
  if (spec->n_layer > 1)
    return err_set(e, ERR_INPUT, "%s",
                   answer_pick(q, "capa: solo una; un total se hace dentro de una sola capa",
                               "capa: one only; a total is made within one layer"));
  const struct http_param *to = http_param(q, "convertir");
  *o = (struct group_options){.layer = spec->n_layer ? spec->layer[0] : STR(""),
                              .currency = spec->currency.n ? spec->currency : STR(FIGURES_CURRENCY),
                              .convert_to = to ? to->text : STR("")};
  spec->n_layer = 0;
  return read_periods(q, o, e) && read_by(q, s, by, o, e);
}

bool handle_summary(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct filter_spec spec;
  struct filter *f;
  struct group_options o = {.n_periods = 0};
  enum group_by by = GROUP_AREA;
  const struct http_param *by_name = http_param(q, "por");
  if (!filter_params_read(q->arena, q->params, q->n_params, &spec, e) || !read_options(q, view, &spec, &by, &o, e) ||
      !filter_compile(view, &spec, &f, e))
    return false;
  bool areas = by == GROUP_AREA && (!by_name || str_is(by_name->text, "area")) && !o.n_periods;
  bool ok = areas ? answer_areas(q, view, f, &o, p, e) : totals_answer_group(q, view, f, by, &o, p, e);
  filter_free(f);
  return ok;
}
