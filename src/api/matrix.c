/* /matriz: areas of a layer × values of a dimension, with the cells where nothing is. */
#include "totals.h"

struct sheet {
  const struct http_request *q;
  const struct snapshot *s;
  struct str rows, currency; /* rows: the layer, "" all areas */
  enum group_by columns;
  struct matrix m;
};

static const struct matrix_cell *row_cells(const struct sheet *x, size_t row) {
  return x->m.cells + row * x->m.n_columns;
}
static bool known(const struct matrix_cell *c) { return c->projects == 0 || c->projects > c->silent; }
static bool attributed(const struct matrix_cell *c) { return c->projects == 0 || c->projects > c->unattributed; }
static struct str column_name(const struct sheet *x, size_t i) {
  return answer_en(x->q) ? x->m.columns[i].label_en : x->m.columns[i].label_es;
}
static struct str column_code(const struct sheet *x, size_t i) {
  return x->m.columns[i].code.n ? x->m.columns[i].code : STR("sin-dato");
}

/* ---- JSON ---- */

static void cell_members(struct jw *w, const struct matrix_cell *c) {
  jw_kv_int(w, "proyectos", c->projects);
  answer_kv_figure(w, "valor", known(c), c->full_minor);
  jw_kv_int(w, "no_cubiertos", c->silent);
  answer_kv_figure(w, "valor_atribuido", attributed(c), c->attributed_minor);
  jw_kv_int(w, "no_atribuidos", c->unattributed);
}

static void write_cells(struct jw *w, const struct sheet *x, size_t row) {
  cell_members(w, &x->m.row_totals[row]);
  jw_key(w, "celdas");
  jw_array(w);
  for (size_t i = 0; i < x->m.n_columns; i++) {
    jw_object(w);
    cell_members(w, &row_cells(x, row)[i]);
    jw_end(w);
  }
  jw_end(w);
}

static void write_columns(struct jw *w, const struct sheet *x) {
  jw_key(w, "columnas");
  jw_array(w);
  for (size_t i = 0; i < x->m.n_columns; i++) {
    jw_object(w);
    jw_kv_str(w, "codigo", column_code(x, i));
    jw_kv_str(w, "nombre", column_name(x, i));
    cell_members(w, &x->m.column_totals[i]);
    jw_end(w);
  }
  jw_end(w);
}

static void write_rows(struct jw *w, const struct sheet *x) {
  jw_key(w, "filas");
  jw_array(w);
  for (size_t i = 0; i < x->m.n_areas; i++) {
    struct snap_area area;
    snapshot_area(x->s, x->m.areas[i], &area);
    jw_object(w);
    jw_kv_str(w, "codigo", area.code);
    jw_kv_str(w, "nombre", area.name);
    jw_kv_str(w, "capa", area.layer);
    jw_kv_bool(w, "geometria_aproximada", area.rests_on_approximate);
    write_cells(w, x, i);
    jw_end(w);
  }
  jw_end(w);
  jw_key(w, "sin_area");
  jw_object(w);
  write_cells(w, x, x->m.n_areas);
  jw_end(w);
}

static void write_notes(struct jw *w, const struct http_request *q) {
  jw_key(w, "notas");
  jw_array(w);
  jw_z(w, answer_pick(
              q,
              "Un proyecto cuenta en cada fila y columna que toca, y una sola vez en cada total: ni «proyectos» ni "
              "«valor», que es el valor completo, se suman entre celdas.",
              "A project counts in every row and column that it touches, and once in each total: neither “proyectos” "
              "nor “valor”, which is the full value, is to be summed over cells."));
  jw_z(w,
       answer_pick(q,
                   "«valor_atribuido» sí: es lo que cae en la celda, y las celdas con «sin_celda» dan el total. De una "
                   "fila o columna es lo que dice su propio /resumen, también lo que ninguna de sus celdas tiene.",
                   "“valor_atribuido” is: it is what falls on the cell, and the cells with “sin_celda” give the total. "
                   "Of a row or column it is what its own /resumen says, also what none of its cells has."));
  jw_z(w, answer_pick(
              q,
              "«no_cubiertos»: de los proyectos, los que no están en «valor»; «no_atribuidos»: los que no tienen "
              "aquí una suma conocida.",
              "“no_cubiertos”: of the projects, those that are not in “valor”; “no_atribuidos”: those that have no "
              "known amount here."));
  jw_z(w, answer_pick(q, "Una celda con 0 proyectos es un vacío conocido: allí no hay nada registrado.",
                      "A cell of 0 projects is a known gap: nothing is recorded there."));
  jw_z(w, answer_pick(q, "«sin_area»: los que no están dentro de ninguna de estas áreas.",
                      "“sin_area”: those inside none of these areas."));
  jw_end(w);
}

static void write_json(const struct sheet *x, const struct summary_money *total, struct http_response *p) {
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "por");
  jw_object(&w);
  jw_kv_str(&w, "filas", x->rows.n ? x->rows : STR("area"));
  jw_kv_z(&w, "columnas", group_name(x->columns));
  jw_end(&w);
  jw_kv_str(&w, "moneda", x->currency);
  totals_write_coverage(&w, x->q, total, false);
  write_columns(&w, x);
  write_rows(&w, x);
  jw_key(&w, "total");
  jw_object(&w);
  cell_members(&w, &x->m.total);
  jw_end(&w);
  answer_kv_minor(&w, "sin_celda", x->m.total.full_minor - x->m.total.attributed_minor);
  jw_kv_int(&w, "celdas", (int64_t)(x->m.n_areas * x->m.n_columns));
  jw_kv_int(&w, "celdas_vacias", (int64_t)x->m.empty);
  write_notes(&w, x->q);
  jw_end(&w);
}

/* ---- CSV: three columns for each value: projects, full value, what is attributed ---- */

static void csv_cell(struct answer_csv *t, const struct matrix_cell *c) {
  answer_csv_int(t, c->projects);
  answer_csv_figure(t, known(c), c->full_minor);
  answer_csv_figure(t, attributed(c), c->attributed_minor);
}

static void csv_row(struct answer_csv *t, const struct sheet *x, struct str code, struct str name,
                    const struct matrix_cell *total, const struct matrix_cell *cells) {
  answer_csv_text(t, code);
  answer_csv_text(t, name);
  csv_cell(t, total);
  for (size_t i = 0; i < x->m.n_columns; i++) csv_cell(t, &cells[i]);
  answer_csv_end(t);
}

static void csv_header(struct answer_csv *t, const struct sheet *x) {
  static const char *const names[] = {"codigo", "nombre", "proyectos", "valor", "valor_atribuido"};
  answer_csv_names(t, names, sizeof names / sizeof *names);
  for (size_t i = 0; i < x->m.n_columns; i++) {
    struct str name = t->style.excel ? column_name(x, i) : column_code(x, i);
    answer_csv_text(t, name);
    answer_csv_z(t, arena_printf(x->q->arena, "%.*s valor", STR_ARG(name)));
    answer_csv_z(t, arena_printf(x->q->arena, "%.*s valor_atribuido", STR_ARG(name)));
  }
  answer_csv_end(t);
}

static void write_csv(const struct sheet *x, struct http_response *p) {
  struct answer_csv t = answer_csv_begin(x->q, p);
  csv_header(&t, x);
  for (size_t i = 0; i < x->m.n_areas; i++) {
    struct snap_area area;
    snapshot_area(x->s, x->m.areas[i], &area);
    csv_row(&t, x, area.code, area.name, &x->m.row_totals[i], row_cells(x, i));
  }
  csv_row(&t, x, STR("sin_area"), str_from(answer_pick(x->q, "En ninguna de estas áreas", "In none of these areas")),
          &x->m.row_totals[x->m.n_areas], row_cells(x, x->m.n_areas));
  csv_row(&t, x, STR("total"), str_from(answer_pick(x->q, "Proyectos distintos", "Distinct projects")), &x->m.total,
          x->m.column_totals);
}

/* ---- the question ---- */

static bool read_rows(struct sheet *x, const struct filter_spec *spec, struct err *e) {
  const struct http_param *p = http_param(x->q, "filas");
  struct str rows = p ? p->text : STR("barrio"), layer = spec->n_layer ? spec->layer[0] : STR("");
  if (spec->n_layer > 1 || (spec->n_layer && p && !str_is(rows, "area") && !str_eq(rows, layer)))
    return err_set(e, ERR_INPUT, "%s",
                   answer_pick(x->q, "capa: las filas de la matriz son de una sola capa; dígala en filas=",
                               "capa: the rows of the matrix are of one layer; name it in filas="));
  x->rows = layer.n ? layer : str_is(rows, "area") ? STR("") : rows;
  return true;
}

static bool read_columns(struct sheet *x, struct err *e) {
  const struct http_param *p = http_param(x->q, "columnas");
  x->columns = GROUP_THEME;
  if (!p || group_find(p->text, &x->columns)) return true;
  return err_set(
      e, ERR_INPUT,
      answer_pick(x->q,
                  "columnas=%.*s: no es una dimensión; puede ser tema, tipo, modalidad, forma, anio, estado, "
                  "clase o lugar",
                  "columnas=%.*s: not a dimension; it may be tema, tipo, modalidad, forma, anio, estado, "
                  "clase or lugar"),
      STR_ARG(p->text));
}

/* Rows narrow by area= alone: a search for words chooses projects, and must not make other areas look empty or vanish. */
static bool make(struct sheet *x, struct snapshot *s, const struct filter *f, const struct filter_spec *spec,
                 struct summary_money *total, struct err *e) {
  struct filter *rows = NULL;
  struct filter_spec areas = {.area = spec->area, .n_area = spec->n_area};
  struct group_table table;
  if (spec->n_area && !filter_compile(s, &areas, &rows, e)) return false;
  bool ok = group_matrix(f, rows, x->q->arena, x->rows, x->columns, x->currency, &x->m, e) &&
            group_by(f, x->q->arena, GROUP_KIND, STR(""), x->currency, &table, e);
  if (ok) *total = table.total;
  filter_free(rows);
  return ok;
}

bool handle_matrix(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct filter_spec spec;
  struct filter *f;
  struct summary_money total;
  struct sheet x = {.q = q, .s = view};
  if (!filter_params_read(q->arena, q->params, q->n_params, &spec, e) || !read_rows(&x, &spec, e) ||
      !read_columns(&x, e))
    return false;
  x.currency = spec.currency.n ? spec.currency : STR(FIGURES_CURRENCY);
  spec.n_layer = 0;
  if (!filter_compile(view, &spec, &f, e)) return false;
  bool ok = make(&x, view, f, &spec, &total, e);
  if (ok && answer_wants(q, MEDIA_CSV)) write_csv(&x, p);
  else if (ok) write_json(&x, &total, p);
  filter_free(f);
  return ok;
}
