/* Statistics that close. */
#define _GNU_SOURCE /* qsort_r */
#include "query/group.h"
#include "group_convert.h"
#include "group_work.h"

static bool of_actors(enum group_by by) { return by == GROUP_SOURCE || by == GROUP_EXECUTOR; }

static uint32_t count_slots(const struct snap_view *v, enum group_by by) {
  if (by == GROUP_AREA) return (uint32_t)v->n_area + 1;
  if (of_actors(by)) return (uint32_t)v->n_actor + 1;
  if (by == GROUP_YEAR) {
    uint32_t last = 0;
    for (uint64_t i = 0; i < v->n_project_year; i++) last = v->project_year[i] > last ? v->project_year[i] : last;
    return last + 1;
  }
  if (by == GROUP_PLACE) return SNAP_UNKNOWN + 2u;
  return (uint32_t)v->n_code + 1;
}

void group_work_name(struct group_work *w, const struct filter *f, enum group_by by) {
  struct snapshot *s = filter_snapshot(f);
  *w = (struct group_work){.by = by, .snapshot = s, .v = snapshot_view(s)};
  w->ties = (struct ties){.v = w->v};
  w->theme_vocabulary = snapshot_find_code(s, STR("99"));
  w->form_unknown = snapshot_find_code(s, STR("sin-dato"));
  w->role_funds = snapshot_find_code(s, STR("1"));
  w->role_executes = snapshot_find_code(s, STR("4"));
  w->slots = count_slots(w->v, by);
}

void group_work_beside(struct group_work *w, const struct filter *f, enum group_by by, struct str layer) {
  group_work_name(w, f, by);
  w->has_layer = layer.n > 0;
  w->layer = layer.n ? snapshot_find_code(w->snapshot, layer) : 0;
  group_area_slots(w);
}

void group_work_begin(struct group_work *w, const struct filter *f, enum group_by by, struct str layer,
                      struct str currency, const struct rates *rates) {
  group_work_beside(w, f, by, layer);
  adding_begin(&w->adding, f, currency, rates);
}

void group_work_end(struct group_work *w) {
  adding_end(&w->adding);
  free(w->part);
  free(w->area_slot);
}

/* ---- adding up ---- */

struct group_sum {
  struct tally t;
  i128 attributed;
  uint32_t last; /* project + 1 that was counted last */
};
struct accumulate {
  struct group_work *w;
  const struct group_options *o;
  struct group_sum *sum; /* by slot */
  struct tally *whole;   /* by what group_whole_slots says: projects that fall on one slot whole */
  struct tally total;
  size_t n_cells;
  struct group_cell *cell; /* [slot][n_cells] */
  uint32_t *last_cell;
  struct group_table *out;
};

static size_t period_of(const struct group_options *o, int32_t year) {
  for (size_t i = 0; i < o->n_periods && year; i++)
    if (year >= o->periods[i].from && year <= o->periods[i].to) return i;
  return o->n_periods + (year == 0);
}

static void add_part(struct accumulate *c, const struct adding_project *p, const struct group_part *part) {
  struct group_sum *s = &c->sum[part->slot];
  if (s->last != p->row + 1) {
    s->last = p->row + 1;
    tally_project(&s->t, p);
  }
  s->attributed += part->minor;
  c->out->attributed += part->minor;
  if (!c->n_cells) return;
  size_t at = part->slot * c->n_cells + period_of(c->o, part->year);
  if (c->last_cell[at] != p->row + 1) {
    c->cell[at].projects++;
    c->cell[at].silent += p->kind != ADDING_VALUE;
  }
  c->last_cell[at] = p->row + 1;
  c->cell[at].minor += part->minor;
}

static void add_project(struct accumulate *c, const struct adding_project *p) {
  struct group_work *w = c->w;
  group_spread(w, p);
  tally_project(&c->total, p);
  for (size_t k = 0; k < w->n_parts; k++) add_part(c, p, &w->part[k]);
  c->out->unallocated += w->unallocated;
  c->out->unallocated_projects += w->is_unallocated && p->kind == ADDING_VALUE;
  c->out->difference += w->difference;
  c->out->difference_projects += w->is_difference && p->kind == ADDING_VALUE;
}

static void add_block(struct accumulate *c, const struct adding_block *b) {
  uint32_t slot[ADDING_BLOCK];
  struct adding_project p = {0};
  group_whole_slots(c->w, b, slot);
  for (size_t i = 0; i < b->n; i++) {
    if (i + TALLY_AHEAD < b->n && slot[i + TALLY_AHEAD] != GROUP_SPLIT)
      __builtin_prefetch(&c->whole[slot[i + TALLY_AHEAD]], 1);
    if (slot[i] != GROUP_SPLIT) {
      tally_add(&c->whole[slot[i]], b, i);
      continue;
    }
    adding_block_project(&c->w->adding, b, i, &p);
    add_project(c, &p);
  }
}

struct touching {
  struct accumulate *c;
  const struct tally *t;
};

static void touch_slot(void *user, uint32_t slot) {
  struct touching *x = user;
  tally_merge(&x->c->sum[slot].t, x->t);
}

/* All that falls whole on one slot, or one area, at once. */
static void add_whole(struct accumulate *c, uint32_t at) {
  const struct tally *t = &c->whole[at];
  uint32_t slot = at;
  size_t falls = 1;
  struct touching x = {c, t};
  if (!tally_projects(t)) return;
  tally_merge(&c->total, t);
  if (c->w->by == GROUP_AREA && at) falls = group_area_share(c->w, at - 1, &slot, touch_slot, &x);
  if (falls > 1) {
    c->out->unallocated += t->sum;
    c->out->unallocated_projects += t->kinds[ADDING_VALUE];
    return;
  }
  if (c->w->by != GROUP_AREA || !slot) touch_slot(&x, slot);
  c->sum[slot].attributed += t->sum;
  c->out->attributed += t->sum;
}

static void accumulate_begin(struct accumulate *c) {
  size_t slots = c->w->slots;
  c->sum = mem_calloc(slots, sizeof *c->sum);
  c->whole = tally_array(slots);
  c->n_cells = c->o->n_periods ? c->o->n_periods + 2 : 0;
  if (!c->n_cells) return;
  c->cell = mem_calloc(slots * c->n_cells, sizeof *c->cell);
  c->last_cell = mem_calloc(slots * c->n_cells, sizeof *c->last_cell);
}

static void accumulate_end(struct accumulate *c) {
  free(c->sum);
  free(c->whole);
  free(c->cell);
  free(c->last_cell);
}

/* Areas and actors: what most falls on, first; then most projects, then the code, which the slots are in the order of. */
static int by_size(const void *x, const void *y, void *user) {
  const struct accumulate *c = user;
  uint32_t i = *(const uint32_t *)x, k = *(const uint32_t *)y;
  const struct group_sum *a = &c->sum[i], *b = &c->sum[k];
  if (a->attributed != b->attributed) return a->attributed > b->attributed ? -1 : 1;
  uint64_t m = tally_projects(&a->t), n = tally_projects(&b->t);
  if (m != n) return m > n ? -1 : 1;
  return i < k ? -1 : i > k;
}

enum { MAX_EMPTY_FORMS = 8 };

/* In cash and in kind stand side by side also where one of them is empty, or both. Returns how many are. */
static size_t find_empty_forms(const struct accumulate *c, struct group_row *rows) {
  const struct snapshot *s = c->w->snapshot;
  struct group_row row = {.row = SNAPSHOT_NONE};
  const char *list = group_list(GROUP_FORM);
  size_t n = 0;
  adding_money_begin(&row.m);
  for (uint32_t i = 0; n < MAX_EMPTY_FORMS && snapshot_code(s, list, i, &row.code, &row.label_es, &row.label_en); i++) {
    uint16_t slot = snapshot_find_code(s, row.code); /* 0: no record has it */
    if (!str_is(row.code, "sin-dato") && (!slot || !tally_projects(&c->sum[slot].t))) rows[n++] = row;
  }
  return n;
}

static void fill_row(const struct accumulate *c, uint32_t slot, struct arena *a, struct group_row *row,
                     struct group_cell *cells) {
  const struct group_work *w = c->w;
  group_describe(w, slot, a, row);
  row->m = tally_money(&c->sum[slot].t, w->by == GROUP_AREA && slot ? w->v->area[slot - 1].population : -1);
  row->m.attributed_minor = c->sum[slot].attributed;
  if (c->n_cells) memcpy(cells, c->cell + slot * c->n_cells, c->n_cells * sizeof *cells);
}

static void collect_rows(struct accumulate *c, struct arena *a) {
  struct group_work *w = c->w;
  struct group_table *out = c->out;
  uint32_t *order = mem_alloc(w->slots * sizeof *order);
  bool *used = mem_calloc(w->slots, 1);
  for (uint32_t i = 0; i < w->slots; i++) used[i] = tally_projects(&c->sum[i].t) > 0;
  size_t slots = group_order(w, used, order), room = slots + 1 + MAX_EMPTY_FORMS, n = 0;
  if (!group_list(w->by) && w->by != GROUP_YEAR) qsort_r(order, slots, sizeof *order, by_size, c);
  struct group_row *rows = arena_alloc(a, room * sizeof *rows);
  struct group_cell *cells = c->n_cells ? arena_calloc(a, room * c->n_cells, sizeof *cells) : NULL;
  for (; n < slots; n++) fill_row(c, order[n], a, &rows[n], cells + n * c->n_cells);
  if (w->by == GROUP_FORM) n += find_empty_forms(c, rows + n);
  if (used[0]) fill_row(c, 0, a, &rows[n], cells + n * c->n_cells), n++;
  out->rows = rows;
  out->n = n;
  out->cells = cells;
  out->n_cells = c->n_cells;
  free(order);
  free(used);
}

static bool check_layer(const struct filter *f, enum group_by by, struct str layer, struct err *e) {
  if (by != GROUP_AREA || !layer.n || summary_has_layer(filter_snapshot(f), layer)) return true;
  return err_set(e, ERR_INPUT,
                 err_pick("capa=%.*s: no hay una capa con ese código; por ejemplo barrio, ucg o localidad",
                          "capa=%.*s: there is no layer of that code; barrio, ucg or localidad, for example"),
                 (int)(layer.n < 80 ? layer.n : 80), layer.p);
}

static bool check_cells(const struct group_work *w, size_t n_periods, struct err *e) {
  size_t cells = n_periods ? (n_periods + 2) * w->slots : 0;
  if (cells <= GROUP_MAX_CELLS) return true;
  return err_set(e, ERR_LIMIT,
                 err_pick("periodo: %zu periodos para %u valores posibles son %zu celdas, y van hasta %d; pida menos "
                          "periodos de una vez, o agrupe por algo con menos valores",
                          "periodo: %zu periods for %u possible values are %zu cells, and %d is the most; ask for "
                          "fewer periods at once, or group by something of fewer values"),
                 n_periods, w->slots, cells, GROUP_MAX_CELLS);
}

/* One by one where each has a rate or several years of its own, else in runs. */
static void add_all(struct accumulate *c, const uint64_t *selected, struct conversion_list *list) {
  struct adding *adding = &c->w->adding;
  if (adding->rates || c->n_cells) {
    for (BITS_EACH(selected, c->w->v->n_project_code, i)) {
      struct adding_project p;
      adding_project(adding, (uint32_t)i, &p);
      add_project(c, &p);
      if (adding->rates) conversion_add(list, &p);
    }
    return;
  }
  struct adding_block b;
  uint64_t at = 0;
  while (adding_next(adding, selected, &at, &b)) add_block(c, &b);
  for (uint32_t i = 0; i < c->w->slots; i++) add_whole(c, i);
}

static bool tabulate(struct group_work *w, const struct filter *f, struct arena *a, const struct group_options *o,
                     struct group_table *out, struct err *e) {
  w->has_periods = o->n_periods > 0;
  if (!check_cells(w, o->n_periods, e)) return false;
  struct accumulate c = {.w = w, .o = o, .out = out};
  struct conversion_list list = {.a = a, .v = w->v, .out = &out->conversion, .to = o->convert_to};
  accumulate_begin(&c);
  add_all(&c, filter_project_bits(f), &list);
  collect_rows(&c, a);
  out->total = tally_money(&c.total, -1);
  out->total.attributed_minor = out->attributed;
  out->closes = out->attributed + out->unallocated + out->difference == out->total.full_minor;
  accumulate_end(&c);
  return !o->convert_to.n || conversion_end(&list, e);
}

bool group_by_with(const struct filter *f, struct arena *a, enum group_by by, const struct group_options *o,
                   struct group_table *out, struct err *e) {
  if (!check_layer(f, by, o->layer, e)) return false;
  struct rates rates;
  struct group_work w;
  bool converts = o->convert_to.n > 0;
  struct str currency = o->currency.n ? o->currency : STR("COP");
  *out = (struct group_table){.by = by, .currency = converts ? o->convert_to : currency};
  if (converts) rates_begin(&rates, filter_snapshot(f), o->convert_to);
  group_work_begin(&w, f, by, o->layer, out->currency, converts ? &rates : NULL);
  bool ok = tabulate(&w, f, a, o, out, e);
  group_work_end(&w);
  if (converts) rates_end(&rates);
  return ok;
}

bool group_by(const struct filter *f, struct arena *a, enum group_by by, struct str layer, struct str currency,
              struct group_table *out, struct err *e) {
  return group_by_with(f, a, by, &(struct group_options){.layer = layer, .currency = currency}, out, e);
}

bool group_convert(const struct filter *f, struct arena *a, struct str from, struct str to, struct conversion *out,
                   struct err *e) {
  struct group_table table;
  if (!group_by_with(f, a, GROUP_KIND, &(struct group_options){.currency = from, .convert_to = to}, &table, e))
    return false;
  *out = table.conversion;
  return true;
}
