#include "query/summary.h"
#include "adding.h"
#include "ties.h"

struct facet {
  uint64_t *counts;
  uint32_t *last, project;
};

static void count_tie(void *user, struct tie t) {
  struct facet *c = user;
  if (c->last[t.area] == c->project) return;
  c->last[t.area] = c->project;
  c->counts[t.area]++;
}

void summary_facet_area(const struct filter *f, uint64_t *counts) {
  const struct snap_view *v = snapshot_view(filter_snapshot(f));
  struct facet c = {counts, mem_alloc(v->n_area * sizeof *c.last), 0};
  struct ties w = {.v = v};
  memset(counts, 0, v->n_area * sizeof *counts);
  memset(c.last, 0xff, v->n_area * sizeof *c.last);
  for (BITS_EACH(filter_project_bits(f), v->n_project_code, i)) {
    c.project = (uint32_t)i;
    ties_of_project(&w, c.project, count_tie, &c);
  }
  free(c.last);
}

struct sums {
  const struct snap_view *v;
  struct summary *out;
  struct summary_area *rows; /* by area, all of them */
  uint32_t *last, *last_direct;
  struct adding adding;
  struct adding_project p; /* the one that is added */
  i128 in_areas;           /* of its value, what fell on areas */
  bool located;
};

static void add_tie(void *user, struct tie t) {
  struct sums *s = user;
  struct summary_area *row = &s->rows[t.area];
  if (s->last[t.area] != s->p.row) {
    s->last[t.area] = s->p.row;
    adding_money(&row->m, &s->p, s->p.value);
  }
  if (t.direct && s->last_direct[t.area] != s->p.row) {
    s->last_direct[t.area] = s->p.row;
    row->direct_projects++;
  }
  if (s->p.kind != ADDING_VALUE || !t.whole) return;
  i128 part = snap_i128_get(s->v->place[t.place].attributed);
  row->m.attributed_minor += part;
  if (!t.direct || !s->located) return;
  row->m.direct_minor += part;
  s->in_areas += part;
}

static bool has_area(const struct snap_view *v, uint32_t project) {
  uint32_t begin, end;
  SNAP_SLICE(v, place, project, &begin, &end);
  while (begin < end && v->place[begin].area == SNAPSHOT_NONE) begin++;
  return begin < end;
}

static void add_one(struct sums *s, struct ties *w, uint32_t i) {
  enum snap_place place = s->v->project_flags[i] & SNAP_PLACE_MASK;
  adding_project(&s->adding, i, &s->p);
  s->located = place == SNAP_LOCATED;
  s->in_areas = 0;
  ties_of_project(w, i, add_tie, s);
  adding_money(&s->out->total, &s->p, s->p.value);
  s->out->total.attributed_minor += s->in_areas;
  if (!s->located) adding_money(&s->out->unplaced[place], &s->p, s->p.value);
  else if (s->in_areas != s->p.value || !has_area(s->v, i))
    adding_money(&s->out->unallocated, &s->p, s->p.value - s->in_areas);
}

static void sums_begin(struct sums *s) {
  s->rows = mem_alloc(s->v->n_area * sizeof *s->rows);
  s->last = mem_alloc(s->v->n_area * sizeof *s->last);
  s->last_direct = mem_alloc(s->v->n_area * sizeof *s->last_direct);
  memset(s->last, 0xff, s->v->n_area * sizeof *s->last);
  memset(s->last_direct, 0xff, s->v->n_area * sizeof *s->last_direct);
  for (uint32_t i = 0; i < s->v->n_area; i++) {
    s->rows[i] = (struct summary_area){.area = i};
    adding_money_begin(&s->rows[i].m);
  }
  *s->out = (struct summary){.n = 0};
  adding_money_begin(&s->out->total);
  adding_money_begin(&s->out->unallocated);
  for (int i = 0; i < 5; i++) adding_money_begin(&s->out->unplaced[i]);
}

/* The rows asked for, into the arena; what is direct elsewhere into *other. */
static void collect(struct sums *s, struct arena *a, uint16_t layer, bool all, i128 *other) {
  struct summary *out = s->out;
  size_t n = 0;
  for (uint32_t i = 0; i < s->v->n_area; i++) n += s->rows[i].m.projects > 0;
  out->areas = arena_alloc(a, (n ? n : 1) * sizeof *out->areas);
  *other = 0;
  for (uint32_t i = 0; i < s->v->n_area; i++) {
    struct summary_area *row = &s->rows[i];
    bool wanted = all || s->v->area[i].layer == layer;
    *(wanted ? &out->direct_sum : other) += row->m.direct_minor;
    if (!wanted || row->m.projects == 0) continue;
    adding_money_end(&row->m, s->v->area[i].population);
    out->areas[out->n++] = *row;
  }
  adding_money_end(&out->total, -1);
  adding_money_end(&out->unallocated, -1);
  for (int i = 0; i < 5; i++) adding_money_end(&out->unplaced[i], -1);
  i128 sum = out->direct_sum + *other + out->unallocated.full_minor;
  for (int i = SNAP_NAMED; i <= SNAP_UNKNOWN; i++) sum += out->unplaced[i].full_minor;
  out->closes = sum == out->total.full_minor;
}

bool summary_has_layer(const struct snapshot *s, struct str layer) {
  const struct snap_view *v = snapshot_view(s);
  struct str code, es, en;
  uint16_t number = snapshot_find_code(s, layer);
  for (uint32_t i = 0; number && i < v->n_area; i++)
    if (v->area[i].layer == number) return true;
  for (uint32_t i = 0; snapshot_code(s, "layer", i, &code, &es, &en); i++)
    if (str_eq(code, layer)) return true;
  return false;
}

bool summary_by_area(const struct filter *f, struct arena *a, struct str layer, struct str currency,
                     struct summary *out, i128 *other_layers, struct err *e) {
  struct snapshot *snapshot = filter_snapshot(f);
  struct sums s = {.v = snapshot_view(snapshot), .out = out};
  if (layer.n && !summary_has_layer(snapshot, layer))
    return err_set(e, ERR_INPUT,
                   err_pick("capa=%.*s: no hay una capa con ese código; por ejemplo barrio, ucg o localidad",
                            "capa=%.*s: there is no layer of that code; barrio, ucg or localidad, for example"),
                   (int)(layer.n < 80 ? layer.n : 80), layer.p);
  adding_begin(&s.adding, f, currency, NULL);
  sums_begin(&s);
  struct ties w = {.v = s.v};
  for (BITS_EACH(filter_project_bits(f), s.v->n_project_code, i)) add_one(&s, &w, (uint32_t)i);
  i128 other;
  collect(&s, a, snapshot_find_code(snapshot, layer), layer.n == 0, &other);
  if (other_layers) *other_layers = other;
  free(s.rows);
  free(s.last);
  free(s.last_direct);
  adding_end(&s.adding);
  return true;
}
