/* What is where, and where is nothing. */
#include "group_work.h"

struct sheet {
  struct group_work w;     /* the columns */
  struct group_work areas; /* the rows */
  struct group_both both;
  uint32_t *area_row;    /* by area: row + 1 in the matrix, 0 not of the layer */
  uint32_t *only_row;    /* by area + 1: the one row that a place there is in, and falls on whole; else ROWS_SEVERAL */
  uint32_t *slot_column; /* by slot: column */
  struct matrix_cell *cell, *row_total, *column_total;
  struct matrix_cell *single; /* [rows][columns]: projects that are in one cell */
  struct matrix *out;
};

#define ROWS_SEVERAL UINT32_MAX
#define NO_ROW (UINT32_MAX - 1)

static bool can_be_column(enum group_by by) {
  return by == GROUP_THEME || by == GROUP_TYPE || by == GROUP_MODALITY || by == GROUP_FORM || by == GROUP_YEAR ||
         by == GROUP_STATUS || by == GROUP_KIND || by == GROUP_PLACE;
}

static bool check_question(const struct filter *f, struct str layer, enum group_by by, struct err *e) {
  if (!can_be_column(by))
    return err_set(e, ERR_INPUT,
                   err_pick("columnas=%s: aquí no; las columnas son tema, tipo, modalidad, forma, anio, estado, clase "
                            "o lugar",
                            "columnas=%s: not here; columns are tema, tipo, modalidad, forma, anio, estado, clase or "
                            "lugar"),
                   group_name(by));
  if (!layer.n || summary_has_layer(filter_snapshot(f), layer)) return true;
  return err_set(e, ERR_INPUT,
                 err_pick("filas=%.*s: no hay una capa con ese código; por ejemplo barrio, ucg o localidad",
                          "filas=%.*s: there is no layer of that code; barrio, ucg or localidad, for example"),
                 (int)(layer.n < 80 ? layer.n : 80), layer.p);
}

static void make_rows(struct sheet *s, const struct filter *f, const struct filter *rows, struct arena *a,
                      struct str layer) {
  const struct snap_view *v = s->w.v;
  uint16_t code = snapshot_find_code(filter_snapshot(f), layer);
  uint32_t *areas = arena_alloc(a, (v->n_area + 1) * sizeof *areas);
  s->area_row = mem_calloc(v->n_area + 1, sizeof *s->area_row);
  for (uint32_t i = 0; i < v->n_area; i++) {
    if ((layer.n && (!code || v->area[i].layer != code)) || (rows && !filter_has_area(rows, i))) continue;
    areas[s->out->n_areas++] = i;
    s->area_row[i] = (uint32_t)s->out->n_areas;
  }
  s->out->areas = areas;
}

/* The row of an area's slot; NO_ROW: of none, or of one that is left out. */
static uint32_t row_of(const struct sheet *s, uint32_t slot) {
  return slot && slot < GROUP_UNALLOCATED && s->area_row[slot - 1] ? s->area_row[slot - 1] - 1 : NO_ROW;
}

/* For each area the row that it or what holds it is; the last row where none is. */
static void find_only_rows(struct sheet *s) {
  const struct snap_view *v = s->w.v;
  s->only_row = mem_alloc((v->n_area + 1) * sizeof *s->only_row);
  s->only_row[0] = (uint32_t)s->out->n_areas;
  for (uint32_t i = 0; i < v->n_area; i++) {
    uint32_t begin, end, row = s->area_row[i], rows = row > 0;
    SNAP_SLICE(v, containing, i, &begin, &end);
    for (uint32_t k = begin; k < end; k++) {
      uint32_t one = s->area_row[v->containing[k]];
      if (one && one != row) rows++;
      if (one) row = one;
    }
    uint32_t falls = s->areas.area_slot ? s->areas.area_slot[i + 1] : i + 1;
    bool whole = rows == 1 ? falls != GROUP_SPLIT && row_of(s, falls) == row - 1 : rows == 0 && falls == 0;
    s->only_row[i + 1] = !whole ? ROWS_SEVERAL : rows ? row - 1 : (uint32_t)s->out->n_areas;
  }
}

static void mark_used(struct sheet *s, const struct filter *f, bool *used) {
  uint64_t *counts = mem_calloc(s->w.slots, sizeof *counts);
  group_count_slots(&s->w, f, counts);
  for (uint32_t i = 0; i < s->w.slots; i++) used[i] = counts[i] > 0 || (s->w.by == GROUP_PLACE && i);
  free(counts);
}

/* The whole list, also the codes that nothing in the data has; they stand in no slot. */
static size_t list_columns(struct sheet *s, struct arena *a, bool *used, struct matrix_column **columns) {
  const struct snapshot *snapshot = s->w.adding.snapshot;
  const char *list = s->w.by == GROUP_PLACE ? NULL : group_list(s->w.by);
  struct matrix_column c;
  uint32_t n = 0;
  while (list && snapshot_code(snapshot, list, n, &c.code, &c.label_es, &c.label_en)) n++;
  *columns = arena_alloc(a, (n + s->w.slots + 1) * sizeof **columns);
  size_t kept = 0;
  for (uint32_t i = 0; i < n; i++) {
    snapshot_code(snapshot, list, i, &c.code, &c.label_es, &c.label_en);
    if (s->w.by == GROUP_FORM && str_is(c.code, "sin-dato")) continue; /* the last column */
    uint16_t slot = snapshot_find_code(snapshot, c.code);
    if (slot) s->slot_column[slot] = (uint32_t)kept;
    used[slot] = false;
    (*columns)[kept++] = c;
  }
  return kept;
}

/* The list, what is in use beside it, and sin dato, also where it is empty. */
static void make_columns(struct sheet *s, const struct filter *f, struct arena *a) {
  bool *used = mem_calloc(s->w.slots, 1);
  uint32_t *order = mem_alloc((s->w.slots + 1) * sizeof *order);
  struct matrix_column *columns;
  s->slot_column = mem_calloc(s->w.slots, sizeof *s->slot_column);
  mark_used(s, f, used);
  size_t n = list_columns(s, a, used, &columns), more = group_order(&s->w, used, order);
  order[more++] = 0;
  for (size_t i = 0; i < more; i++) {
    struct group_row row;
    group_describe(&s->w, order[i], a, &row);
    s->slot_column[order[i]] = (uint32_t)n;
    columns[n++] = (struct matrix_column){row.code, row.label_es, row.label_en};
  }
  s->out->columns = columns;
  s->out->n_columns = n;
  free(used);
  free(order);
}

/* `minor`: what falls here of the project, which may be known or not. */
static void count(struct matrix_cell *c, const struct adding_project *p, bool known, i128 minor) {
  c->projects++;
  c->silent += p->kind != ADDING_VALUE;
  c->unattributed += !known;
  c->full_minor += p->value;
  c->attributed_minor += minor;
}

/* The cells of one row; `k`: which part of the rows falls there, SIZE_MAX: none. */
static void add_row(struct sheet *s, const struct adding_project *p, uint32_t row, size_t k) {
  const struct group_part nothing = {0}, *falls = k == SIZE_MAX ? &nothing : &s->areas.part[k];
  count(&s->row_total[row], p, group_both_known(p, falls, falls), falls->minor);
  for (size_t i = 0; i < s->w.n_parts; i++) {
    const struct group_part *part = &s->w.part[i];
    if (part->slot >= GROUP_UNALLOCATED) continue;
    count(&s->cell[row * s->out->n_columns + s->slot_column[part->slot]], p, group_both_known(p, part, falls),
          k == SIZE_MAX ? 0 : s->both.minor[i * s->areas.n_parts + k]);
  }
}

/* `slot`: of the column that all falls on, else GROUP_SPLIT. */
static void add_project(struct sheet *s, const struct adding_project *p, uint32_t slot) {
  size_t outside = SIZE_MAX;
  bool inside = false;
  group_spread_both(&s->both, p, slot, GROUP_SPLIT);
  for (size_t k = 0; k < s->areas.n_parts; k++) {
    uint32_t row = row_of(s, s->areas.part[k].slot);
    if (s->areas.part[k].slot == 0) outside = k;
    if (row == NO_ROW) continue;
    inside = true;
    add_row(s, p, row, k);
  }
  if (!inside) add_row(s, p, (uint32_t)s->out->n_areas, outside);
  s->out->no_area += !inside;
  for (size_t i = 0; i < s->w.n_parts; i++) {
    const struct group_part *part = &s->w.part[i];
    if (part->slot < GROUP_UNALLOCATED)
      count(&s->column_total[s->slot_column[part->slot]], p, group_both_known(p, part, part), part->minor);
  }
  count(&s->out->total, p, p->kind == ADDING_VALUE, 0);
}

/* One with one place and one value: one cell, from which the totals follow. */
static void add_single(struct sheet *s, uint32_t row, uint32_t slot, const struct adding_project *p) {
  count(&s->single[row * s->out->n_columns + s->slot_column[slot]], p, p->kind == ADDING_VALUE, p->value);
}

static void add_block(struct sheet *s, const struct adding_block *b) {
  const struct snap_view *v = s->w.v;
  uint32_t slot[ADDING_BLOCK];
  struct adding_project p = {0};
  group_whole_slots(&s->w, b, slot);
  for (size_t i = 0; i < b->n; i++) {
    bool whole = slot[i] != GROUP_SPLIT && v->project_flags[b->row[i]] & SNAP_PLACE_WHOLE;
    uint32_t row = whole ? s->only_row[v->project_area[b->row[i]] + 1] : ROWS_SEVERAL; /* SNAPSHOT_NONE + 1 is 0 */
    adding_block_project(&s->w.adding, b, i, &p);
    if (row == ROWS_SEVERAL) add_project(s, &p, slot[i]);
    else add_single(s, row, slot[i], &p);
  }
}

static void merge(struct matrix_cell *to, const struct matrix_cell *from) {
  to->projects += from->projects;
  to->silent += from->silent;
  to->unattributed += from->unattributed;
  to->full_minor += from->full_minor;
  to->attributed_minor += from->attributed_minor;
}

static void add_singles(struct sheet *s) {
  size_t columns = s->out->n_columns;
  for (size_t row = 0; row <= s->out->n_areas; row++)
    for (size_t k = 0; k < columns; k++) {
      const struct matrix_cell *from = &s->single[row * columns + k];
      merge(&s->cell[row * columns + k], from);
      merge(&s->row_total[row], from);
      merge(&s->column_total[k], from);
      merge(&s->out->total, from);
      if (row == s->out->n_areas) s->out->no_area += from->projects;
    }
}

static bool check_size(const struct matrix *m, struct err *e) {
  if ((m->n_areas + 1) * m->n_columns <= MATRIX_MAX_CELLS) return true;
  return err_set(e, ERR_LIMIT,
                 err_pick("la matriz tendría %zu celdas, y van hasta %d; elija una capa con menos áreas, o filtre con "
                          "area=",
                          "the matrix would have %zu cells, and %d is the most; choose a layer of fewer areas, or "
                          "filter with area="),
                 (m->n_areas + 1) * m->n_columns, MATRIX_MAX_CELLS);
}

static void fill(struct sheet *s, const struct filter *f, struct arena *a) {
  struct matrix *out = s->out;
  size_t rows = out->n_areas + 1;
  s->cell = arena_calloc(a, rows * out->n_columns, sizeof *s->cell);
  s->row_total = arena_calloc(a, rows, sizeof *s->row_total);
  s->column_total = arena_calloc(a, out->n_columns, sizeof *s->column_total);
  s->single = mem_calloc(rows * out->n_columns, sizeof *s->single);
  find_only_rows(s);
  struct adding_block b;
  uint64_t at = 0;
  while (adding_next(&s->w.adding, filter_project_bits(f), &at, &b)) add_block(s, &b);
  add_singles(s);
  for (size_t i = 0; i < out->n_areas * out->n_columns; i++) out->empty += s->cell[i].projects == 0;
  out->total.attributed_minor = 0;
  for (size_t i = 0; i < rows * out->n_columns; i++) out->total.attributed_minor += s->cell[i].attributed_minor;
  out->cells = s->cell;
  out->row_totals = s->row_total;
  out->column_totals = s->column_total;
  free(s->single);
  free(s->only_row);
  free(s->both.minor);
}

bool group_matrix(const struct filter *f, const struct filter *rows, struct arena *a, struct str layer,
                  enum group_by columns, struct str currency, struct matrix *out, struct err *e) {
  *out = (struct matrix){0};
  if (!check_question(f, layer, columns, e)) return false;
  struct sheet s = {.out = out};
  group_work_begin(&s.w, f, columns, STR(""), currency, NULL);
  group_work_beside(&s.areas, f, GROUP_AREA, layer);
  s.both = (struct group_both){.row = &s.w, .column = &s.areas};
  make_rows(&s, f, rows, a, layer);
  make_columns(&s, f, a);
  bool ok = check_size(out, e);
  if (ok) fill(&s, f, a);
  free(s.area_row);
  free(s.slot_column);
  group_work_end(&s.w);
  group_work_end(&s.areas);
  return ok;
}
