/* /resumen by any dimension: rows, what no row carries, and both sides of the sum. */
#include "totals.h"
#include "totals_row.h"

static struct str label(const struct http_request *q, struct str es, struct str en) { return answer_en(q) ? en : es; }

/* ---- periods ---- */

static const char *period_name(const struct http_request *q, const struct group_options *o, size_t i) {
  if (i == o->n_periods) return answer_pick(q, "otros años", "other years");
  if (i > o->n_periods) return answer_pick(q, "sin año", "no year");
  if (o->periods[i].from == o->periods[i].to) return arena_printf(q->arena, "%d", o->periods[i].from);
  return arena_printf(q->arena, "%d-%d", o->periods[i].from, o->periods[i].to);
}

static void write_periods(struct jw *w, const struct http_request *q, const struct group_options *o,
                          const struct group_table *t) {
  jw_key(w, "periodos");
  if (!t->n_cells) {
    jw_null(w);
    return;
  }
  jw_array(w);
  for (size_t i = 0; i < t->n_cells; i++) {
    struct group_cell all = {0};
    for (size_t row = 0; row < t->n; row++) {
      const struct group_cell *c = &t->cells[row * t->n_cells + i];
      all.projects += c->projects; /* not distinct: of them it is only asked whether any says something */
      all.silent += c->silent;
      all.minor += c->minor;
    }
    jw_object(w);
    jw_kv_z(w, "nombre", period_name(q, o, i));
    answer_kv_count(w, "desde", i < o->n_periods ? o->periods[i].from : -1);
    answer_kv_count(w, "hasta", i < o->n_periods ? o->periods[i].to : -1);
    answer_kv_figure(w, "valor_atribuido", group_cell_has_value(&all), all.minor);
    jw_end(w);
  }
  jw_end(w);
}

static void write_cells(struct buf *r, const struct group_table *t, size_t row) {
  ROW_ADD(r, "[");
  for (size_t i = 0; i < t->n_cells; i++) {
    const struct group_cell *c = &t->cells[row * t->n_cells + i];
    buf_reserve(r, ROW_ROOM);
    if (i) ROW_ADD(r, ",");
    ROW_ADD(r, "{\"proyectos\":");
    row_count(r, c->projects);
    ROW_ADD(r, ",\"valor_atribuido\":");
    row_minor(r, group_cell_has_value(c), c->minor);
    ROW_ADD(r, ",\"no_cubiertos\":");
    row_count(r, c->silent);
    ROW_ADD(r, "}");
  }
  ROW_ADD(r, "]");
}

/* ---- JSON ---- */

static uint32_t offered(enum group_by by, const struct group_options *o) {
  uint32_t fields = ROW_BIT(ROW_CODE) | ROW_BIT(ROW_NAME) | ROW_BIT(ROW_NO_DATA) | ROW_FIGURES;
  if (by == GROUP_AREA) fields |= ROW_BIT(ROW_LAYER) | ROW_BIT(ROW_APPROXIMATE);
  return fields | (o->n_periods ? ROW_BIT(ROW_PERIODS) : 0);
}

static void write_row(struct jw *w, const struct http_request *q, const struct snapshot *s, const struct group_table *t,
                      size_t i, uint32_t fields) {
  const struct group_row *g = &t->rows[i];
  bool known = summary_has_value(&g->m);
  struct buf *r = row_begin(w);
  size_t at = r->len;
  if (ROW_KEY(r, fields, CODE)) {
    if (g->code.n) row_text(r, g->code);
    else ROW_ADD(r, "null");
  }
  if (ROW_KEY(r, fields, NAME)) row_text(r, label(q, g->label_es, g->label_en));
  if (ROW_KEY(r, fields, NO_DATA)) row_bool(r, g->code.n == 0);
  if (t->by == GROUP_AREA && g->row != SNAPSHOT_NONE) {
    struct snap_area area;
    snapshot_area(s, g->row, &area);
    if (ROW_KEY(r, fields, LAYER)) row_text(r, area.layer);
    if (ROW_KEY(r, fields, APPROXIMATE)) row_bool(r, area.rests_on_approximate);
  }
  row_figures(r, fields, &g->m, known);
  if (ROW_KEY(r, fields, PERIODS)) write_cells(r, t, i);
  row_end(r, at);
}

static void write_rest(struct jw *w, const char *key, uint64_t projects, i128 minor) {
  jw_key(w, key);
  jw_object(w);
  jw_kv_int(w, "proyectos", (int64_t)projects);
  answer_kv_minor(w, "valor", minor);
  jw_end(w);
}

/* Both sides of the invariant, so that anyone can check the sum. */
static void write_sides(struct jw *w, const struct group_table *t) {
  jw_key(w, "cierre");
  jw_object(w);
  answer_kv_minor(w, "atribuido", t->attributed);
  answer_kv_minor(w, "sin_asignar", t->unallocated);
  answer_kv_minor(w, "diferencia", t->difference);
  answer_kv_minor(w, "suma", t->attributed + t->unallocated + t->difference);
  answer_kv_minor(w, "total", t->total.full_minor);
  jw_end(w);
  jw_kv_bool(w, "cierra", t->closes);
}

static const char *how(const struct http_request *q, enum group_by by) {
  switch (by) {
  case GROUP_THEME:
    return answer_pick(
        q, "Con varios temas sin porcentajes, el valor queda en «sin_asignar»: nadie dice cuánto va a cada uno.",
        "With several themes and no percentages the value stays in “sin_asignar”: nobody says how much "
        "goes to each.");
  case GROUP_SOURCE:
  case GROUP_FORM:
    return answer_pick(
        q,
        "Cuentan los aportes que forman el valor; «diferencia» es el total declarado menos la suma de sus "
        "partes. De «sin_asignar» se sabe quién aporta, y no cuánto.",
        "The contributions that make up the value count; “diferencia” is the stated total minus the sum "
        "of its parts. Of “sin_asignar” it is known who gives, and not how much.");
  case GROUP_EXECUTOR:
    return answer_pick(q, "Con varios ejecutores el valor queda en «sin_asignar».",
                       "With several implementers the value stays in “sin_asignar”.");
  case GROUP_AREA:
    return answer_pick(
        q,
        "El valor de cada lugar cae en el área de la capa que lo contiene; lo que está en varias, o no se "
        "repartió, queda en «sin_asignar».",
        "The value of each place falls on the area of the layer that holds it; what lies in several, or "
        "was not shared out, stays in “sin_asignar”.");
  default:
    return answer_pick(q, "Cada proyecto está en una sola fila con todo su valor.",
                       "Each project is in one row with its whole value.");
  }
}

static void write_notes(struct jw *w, const struct http_request *q, const struct group_table *t) {
  jw_key(w, "notas");
  jw_array(w);
  jw_z(w, answer_pick(q,
                      "«valor» es el valor completo de los proyectos de la fila: no se suma entre filas; "
                      "«valor_atribuido» sí, y con sin_asignar y diferencia da el total.",
                      "“valor” is the full value of the row's projects: not to be summed over rows; “valor_atribuido” "
                      "is, and with sin_asignar and diferencia it gives the total."));
  jw_z(w, how(q, t->by));
  jw_z(w, totals_people_note(q));
  if (t->n_cells)
    jw_z(w, answer_pick(q, "El periodo es el del año del aporte, o del proyecto donde el aporte no tiene fecha.",
                        "The period is that of the contribution's year, or of the project's where it has no date."));
  if (t->conversion.to.n)
    jw_z(w, answer_pick(q,
                        "Cada proyecto se convirtió a la tasa de su convenio o, si no tiene, a la oficial más cercana "
                        "antes de su fecha; lo que no tiene tasa no se suma.",
                        "Each project was converted at the rate of its contract or, without one, at the official rate "
                        "nearest before its date; what has no rate is not in the sum."));
  jw_end(w);
}

static void write_json(const struct http_request *q, const struct snapshot *s, const struct group_options *o,
                       const struct group_table *t, uint32_t fields, struct http_response *p) {
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "por", group_name(t->by));
  jw_kv_z(&w, "titulo", group_title(t->by, answer_lang(q)));
  answer_kv_text(&w, "capa", t->by == GROUP_AREA ? o->layer : (struct str){0});
  jw_kv_str(&w, "moneda", t->currency);
  totals_write_coverage(&w, q, &t->total, t->conversion.to.n > 0);
  totals_kv_money(&w, "todo", &t->total);
  write_periods(&w, q, o, t);
  jw_key(&w, "filas");
  jw_array(&w);
  for (size_t i = 0; i < t->n; i++) write_row(&w, q, s, t, i, fields);
  jw_end(&w);
  write_rest(&w, "sin_asignar", t->unallocated_projects, t->unallocated);
  write_rest(&w, "diferencia", t->difference_projects, t->difference);
  write_sides(&w, t);
  totals_write_conversion(&w, s, &t->conversion);
  jw_key(&w, "impreso");
  jw_array(&w);
  totals_write_series(&w, s, group_name(t->by));
  jw_end(&w);
  write_notes(&w, q, t);
  jw_end(&w);
}

/* ---- CSV ---- */

enum { CELLS = 14 };

static void header(struct answer_csv *c, const struct http_request *q, const struct group_options *o,
                   const struct group_table *t) {
  static const char *const names[CELLS] = {
      "grupo",           "codigo",          "nombre",       "moneda",           "proyectos",
      "valor",           "valor_atribuido", "sin_valor",    "sin_erogacion",    "otra_moneda",
      "contado_en_otro", "personas_min",    "personas_max", "personas_sin_dato"};
  answer_csv_names(c, names, CELLS);
  for (size_t i = 0; i < t->n_cells; i++) {
    answer_csv_z(c, arena_printf(q->arena, "%s proyectos", period_name(q, o, i)));
    answer_csv_z(c, arena_printf(q->arena, "%s valor_atribuido", period_name(q, o, i)));
  }
  answer_csv_end(c);
}

static void csv_row(struct answer_csv *c, const struct group_table *t, const char *group, struct str code,
                    struct str name, const struct summary_money *m, const struct group_cell *cells) {
  answer_csv_z(c, group);
  answer_csv_text(c, code);
  answer_csv_text(c, name);
  answer_csv_text(c, t->currency);
  answer_csv_int(c, (int64_t)m->projects);
  totals_csv_known(c, m, m->full_minor);
  totals_csv_known(c, m, m->attributed_minor);
  answer_csv_int(c, (int64_t)m->without_value);
  answer_csv_int(c, (int64_t)m->no_disbursement);
  answer_csv_int(c, (int64_t)m->other_currency);
  answer_csv_int(c, (int64_t)m->counted_elsewhere);
  answer_csv_int(c, m->people_min);
  answer_csv_int(c, m->people_max);
  answer_csv_int(c, (int64_t)m->without_people);
  for (size_t i = 0; cells && i < t->n_cells; i++) {
    answer_csv_int(c, (int64_t)cells[i].projects);
    answer_csv_figure(c, group_cell_has_value(&cells[i]), cells[i].minor);
  }
  if (!cells) answer_csv_empty(c, 2 * t->n_cells);
  answer_csv_end(c);
}

/* What no row carries. */
static void csv_rest(struct answer_csv *c, const struct group_table *t, const char *group, const char *name,
                     uint64_t projects, i128 minor) {
  answer_csv_z(c, group);
  answer_csv_z(c, "");
  answer_csv_z(c, name);
  answer_csv_text(c, t->currency);
  answer_csv_int(c, (int64_t)projects);
  answer_csv_empty(c, 1);
  answer_csv_minor(c, minor);
  answer_csv_empty(c, CELLS - 7 + 2 * t->n_cells);
  answer_csv_end(c);
}

static void write_csv(const struct http_request *q, const struct group_options *o, const struct group_table *t,
                      struct http_response *p) {
  struct answer_csv c = answer_csv_begin(q, p);
  header(&c, q, o, t);
  for (size_t i = 0; i < t->n; i++) {
    const struct group_row *r = &t->rows[i];
    csv_row(&c, t, r->code.n ? group_name(t->by) : "sin_dato", r->code, label(q, r->label_es, r->label_en), &r->m,
            t->cells ? t->cells + i * t->n_cells : NULL);
  }
  csv_rest(&c, t, "sin_asignar", answer_pick(q, "Sin asignar entre varios", "Not allocated among several"),
           t->unallocated_projects, t->unallocated);
  csv_rest(
      &c, t, "diferencia",
      answer_pick(q, "Diferencia del total declarado con sus partes", "Difference of the stated total from its parts"),
      t->difference_projects, t->difference);
  totals_csv_notes(&c, q, &t->total, CELLS + 2 * t->n_cells, t->conversion.to.n > 0);
  struct summary_money total = t->total;
  total.attributed_minor = t->attributed + t->unallocated + t->difference;
  csv_row(&c, t, "total", STR(""), str_from(answer_pick(q, "Proyectos distintos", "Distinct projects")), &total, NULL);
}

bool totals_answer_group(const struct http_request *q, const struct snapshot *s, const struct filter *f,
                         enum group_by by, const struct group_options *o, struct http_response *p, struct err *e) {
  struct group_table t;
  uint32_t fields;
  if (!totals_read_fields(q, offered(by, o), &fields, e)) return false;
  if (!group_by_with(f, q->arena, by, o, &t, e)) return false;
  if (answer_wants(q, MEDIA_CSV)) write_csv(q, o, &t, p);
  else write_json(q, s, o, &t, fields, p);
  return true;
}
