#include "query/summary.h"
#include "query/bits.h"
#include "snapshot/layout.h"

enum { HALF_PPM = 500000, MAX_DEPTH = 64 };

/* Calls of `visit` for one project: each area that it is in or touches, once per place. */
struct tie {
  uint32_t place, area;
  bool direct, whole;
};

struct walk {
  const struct snap_view *v;
  const struct filter *f;
  uint64_t touch; /* the next touch; places come in order */
};

static uint64_t first_touch(const struct snap_view *v, uint32_t place) {
  uint64_t low = 0, high = v->n_touch;
  while (low < high) {
    uint64_t mid = low + (high - low) / 2;
    if (v->touch[mid].place < place) low = mid + 1;
    else high = mid;
  }
  return low;
}

/* All ties of one place: the area it is tied to, what holds that, and what its geometry touches besides. */
static void each_tie(struct walk *w, uint32_t place, void (*visit)(void *, struct tie), void *user) {
  const struct snap_view *v = w->v;
  uint32_t area = v->place[place].area, begin, end;
  if (area != SNAPSHOT_NONE) {
    visit(user, (struct tie){place, area, true, true});
    SNAP_SLICE(v, containing, area, &begin, &end);
    for (uint32_t k = begin; k < end; k++) visit(user, (struct tie){place, v->containing[k], false, true});
  }
  while (w->touch < v->n_touch && v->touch[w->touch].place < place) w->touch++;
  for (; w->touch < v->n_touch && v->touch[w->touch].place == place; w->touch++)
    visit(user, (struct tie){place, v->touch[w->touch].area, false, v->touch[w->touch].share_ppm > HALF_PPM});
}

static void each_place(struct walk *w, uint32_t project, void (*visit)(void *, struct tie), void *user) {
  uint32_t begin, end;
  SNAP_SLICE(w->v, place, project, &begin, &end);
  if (begin < end && (w->touch >= w->v->n_touch || w->v->touch[w->touch].place > begin))
    w->touch = first_touch(w->v, begin);
  for (uint32_t k = begin; k < end; k++) each_tie(w, k, visit, user);
}

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
  struct walk w = {v, f, 0};
  memset(counts, 0, v->n_area * sizeof *counts);
  memset(c.last, 0xff, v->n_area * sizeof *c.last);
  for (BITS_EACH(filter_project_bits(f), v->n_project_code, i)) {
    c.project = (uint32_t)i;
    each_place(&w, c.project, count_tie, &c);
  }
  free(c.last);
}

/* Selected projects whose value another selected one carries. NULL if there are none. */
static uint64_t *counted_elsewhere(const struct filter *f, const struct snap_view *v, uint16_t same_as) {
  const uint64_t *selected = filter_project_bits(f);
  if (!v->n_project_parent && !v->n_related) return NULL;
  uint64_t *out = bits_none(v->n_project_code);
  for (BITS_EACH(selected, v->n_project_code, i)) {
    uint32_t begin, end;
    SNAP_SLICE(v, related, i, &begin, &end);
    for (uint32_t k = begin; same_as && k < end;
         k++) { /* the relation may be written on either side: the later one goes */
      uint32_t other = v->related[k].project;
      if (v->related[k].type == same_as && other != i && bits_has(selected, other))
        bits_set(out, other > i ? other : i);
    }
    if (!(v->project_flags[i] & SNAP_HAS_VALUE)) continue;
    uint32_t up = SNAP_COLUMN(v, project_parent, i);
    for (int depth = 0; up && up - 1 != i && depth < MAX_DEPTH; depth++) {
      if (bits_has(selected, up - 1)) bits_set(out, up - 1);
      up = SNAP_COLUMN(v, project_parent, up - 1);
    }
  }
  return out;
}

enum kind { ADDS, WITHOUT_VALUE, NO_DISBURSEMENT, OTHER_CURRENCY, ELSEWHERE };

struct project {
  uint32_t row;
  enum kind kind;
  i128 value;
  int64_t people;
};

struct sums {
  const struct snap_view *v;
  struct summary *out;
  struct summary_area *rows; /* by area, all of them */
  uint32_t *last, *last_direct;
  uint16_t currency;
  uint64_t *elsewhere;
  struct project p; /* the one that is added */
  i128 in_areas;    /* of its value, what fell on areas */
  bool located;
};

static struct project project_of(const struct sums *s, uint32_t i) {
  const struct snap_view *v = s->v;
  unsigned flags = v->project_flags[i];
  struct project p = {.row = i, .people = SNAP_COLUMN(v, project_people, i) - 1, .kind = ADDS};
  if (s->elsewhere && bits_has(s->elsewhere, i)) p.kind = ELSEWHERE;
  else if (!(flags & SNAP_HAS_VALUE)) p.kind = flags & SNAP_NO_DISBURSEMENT ? NO_DISBURSEMENT : WITHOUT_VALUE;
  else if (!s->currency || SNAP_COLUMN(v, project_currency, i) != s->currency) p.kind = OTHER_CURRENCY;
  if (p.kind == ADDS && v->n_project_value) p.value = snap_i128_get(v->project_value[i]);
  return p;
}

static void add_project(struct summary_money *m, const struct project *p, i128 value) {
  m->projects++;
  m->without_value += p->kind == WITHOUT_VALUE;
  m->no_disbursement += p->kind == NO_DISBURSEMENT;
  m->other_currency += p->kind == OTHER_CURRENCY;
  m->counted_elsewhere += p->kind == ELSEWHERE;
  m->full_minor += value;
  if (p->people < 0 || p->kind == ELSEWHERE) return;
  if (p->people > m->people_min) m->people_min = p->people;
  m->people_max = (m->people_max < 0 ? 0 : m->people_max) + p->people;
}

static void add_tie(void *user, struct tie t) {
  struct sums *s = user;
  struct summary_area *row = &s->rows[t.area];
  if (s->last[t.area] != s->p.row) {
    s->last[t.area] = s->p.row;
    add_project(&row->m, &s->p, s->p.value);
  }
  if (t.direct && s->last_direct[t.area] != s->p.row) {
    s->last_direct[t.area] = s->p.row;
    row->direct_projects++;
  }
  if (s->p.kind != ADDS || !t.whole) return;
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

static void add_one(struct sums *s, struct walk *w, uint32_t i) {
  enum snap_place place = s->v->project_flags[i] & SNAP_PLACE_MASK;
  s->p = project_of(s, i);
  s->located = place == SNAP_LOCATED;
  s->in_areas = 0;
  each_place(w, i, add_tie, s);
  add_project(&s->out->total, &s->p, s->p.value);
  s->out->total.attributed_minor += s->in_areas;
  if (!s->located) add_project(&s->out->unplaced[place], &s->p, s->p.value);
  else if (s->in_areas != s->p.value || !has_area(s->v, i))
    add_project(&s->out->unallocated, &s->p, s->p.value - s->in_areas);
}

static void money_begin(struct summary_money *m) { *m = (struct summary_money){.people_min = -1, .people_max = -1}; }

static void sums_begin(struct sums *s) {
  s->rows = mem_alloc(s->v->n_area * sizeof *s->rows);
  s->last = mem_alloc(s->v->n_area * sizeof *s->last);
  s->last_direct = mem_alloc(s->v->n_area * sizeof *s->last_direct);
  memset(s->last, 0xff, s->v->n_area * sizeof *s->last);
  memset(s->last_direct, 0xff, s->v->n_area * sizeof *s->last_direct);
  for (uint32_t i = 0; i < s->v->n_area; i++) {
    s->rows[i] = (struct summary_area){.area = i};
    money_begin(&s->rows[i].m);
  }
  *s->out = (struct summary){.n = 0};
  money_begin(&s->out->total);
  money_begin(&s->out->unallocated);
  for (int i = 0; i < 5; i++) money_begin(&s->out->unplaced[i]);
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
    int64_t population = s->v->area[i].population;
    if (population >= 0 && row->m.people_max > population)
      row->m.people_max = population > row->m.people_min ? population : row->m.people_min;
    out->areas[out->n++] = *row;
  }
  i128 sum = out->direct_sum + *other + out->unallocated.full_minor;
  for (int i = SNAP_NAMED; i <= SNAP_UNKNOWN; i++) sum += out->unplaced[i].full_minor;
  out->closes = sum == out->total.full_minor;
}

static bool layer_exists(const struct snapshot *s, const struct snap_view *v, struct str layer) {
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
  if (layer.n && !layer_exists(snapshot, s.v, layer))
    return err_set(e, ERR_INPUT,
                   err_pick("capa=%.*s: no hay una capa con ese código; por ejemplo barrio, ucg o localidad",
                            "capa=%.*s: there is no layer of that code; barrio, ucg or localidad, for example"),
                   (int)(layer.n < 80 ? layer.n : 80), layer.p);
  s.currency = snapshot_find_code(snapshot, currency.n ? currency : STR("COP"));
  s.elsewhere = counted_elsewhere(f, s.v, snapshot_find_code(snapshot, STR("same-as")));
  sums_begin(&s);
  struct walk w = {s.v, f, 0};
  for (BITS_EACH(filter_project_bits(f), s.v->n_project_code, i)) add_one(&s, &w, (uint32_t)i);
  i128 other;
  collect(&s, a, snapshot_find_code(snapshot, layer), layer.n == 0, &other);
  if (other_layers) *other_layers = other;
  free(s.rows);
  free(s.last);
  free(s.last_direct);
  free(s.elsewhere);
  return true;
}
