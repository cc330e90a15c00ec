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

/* Those of several places one by one; of the others the area of the place, + 1, into `direct`: SNAPSHOT_NONE + 1 is 0. */
static void count_direct(const struct snap_view *v, const uint64_t *selected, struct facet *c, uint32_t *direct) {
  struct ties w = {.v = v};
  for (size_t k = 0; k < bits_blocks(v->n_project_code); k++)
    for (uint64_t word = selected[k]; word; word &= word - 1) {
      uint32_t i = (uint32_t)(k * 64) + (uint32_t)__builtin_ctzll(word);
      if (!(v->project_flags[i] & SNAP_SEVERAL_PLACES)) {
        direct[v->project_area[i] + 1]++;
        continue;
      }
      c->project = i;
      ties_of_project(&w, i, count_tie, c);
    }
}

/* What the one place of a project touches is neither its area nor holds that. */
static void count_touched(const struct snap_view *v, const uint64_t *selected, uint64_t *counts) {
  for (uint64_t i = 0; i < v->n_touch; i++) {
    uint32_t project = v->place_project[v->touch[i].place];
    bool alone = !(v->project_flags[project] & SNAP_SEVERAL_PLACES);
    if (alone && bits_has(selected, project)) counts[v->touch[i].area]++;
  }
}

void summary_facet_area(const struct filter *f, uint64_t *counts) {
  const struct snap_view *v = snapshot_view(filter_snapshot(f));
  struct facet c = {counts, mem_alloc((v->n_area + 1) * sizeof *c.last), 0};
  uint32_t *direct = mem_calloc(v->n_area + 1, sizeof *direct);
  memset(counts, 0, v->n_area * sizeof *counts);
  memset(c.last, 0xff, v->n_area * sizeof *c.last);
  count_direct(v, filter_project_bits(f), &c, direct);
  count_touched(v, filter_project_bits(f), counts);
  for (uint32_t i = 0; i < v->n_area; i++) {
    uint32_t begin, end;
    SNAP_SLICE(v, containing, i, &begin, &end);
    counts[i] += direct[i + 1];
    for (uint32_t k = begin; direct[i + 1] && k < end; k++) counts[v->containing[k]] += direct[i + 1];
  }
  free(direct);
  free(c.last);
}

struct area_sum {
  struct tally t;
  i128 attributed, direct;
  uint32_t direct_projects;
  uint32_t last, last_direct; /* project + 1 that was counted last */
};
struct sums {
  const struct snap_view *v;
  struct summary *out;
  struct area_sum *area; /* by area, all of them */
  struct tally *whole;   /* by area + 1: projects on the map with one place, everything there; 0: in no area */
  struct tally total, unplaced[5], unallocated; /* unallocated: whatever its sum is, what it is of */
  i128 unallocated_minor;
  struct adding adding;
  struct adding_project p; /* the one that is added */
  i128 in_areas;           /* of its value, what fell on areas */
  bool located;
};

static void add_tie(void *user, struct tie t) {
  struct sums *s = user;
  struct area_sum *row = &s->area[t.area];
  if (row->last != s->p.row + 1) {
    row->last = s->p.row + 1;
    tally_project(&row->t, &s->p);
  }
  if (t.direct && row->last_direct != s->p.row + 1) {
    row->last_direct = s->p.row + 1;
    row->direct_projects++;
  }
  if (s->p.kind != ADDING_VALUE || !t.whole) return;
  i128 part = snap_i128_get(s->v->place[t.place].attributed);
  row->attributed += part;
  if (!t.direct || !s->located) return;
  row->direct += part;
  s->in_areas += part;
}

static bool has_area(const struct snap_view *v, uint32_t project) {
  uint32_t begin, end;
  SNAP_SLICE(v, place, project, &begin, &end);
  while (begin < end && v->place[begin].area == SNAPSHOT_NONE) begin++;
  return begin < end;
}

static void add_one(struct sums *s, struct ties *w) {
  uint32_t i = s->p.row;
  enum snap_place place = s->v->project_flags[i] & SNAP_PLACE_MASK;
  s->located = place == SNAP_LOCATED;
  s->in_areas = 0;
  ties_of_project(w, i, add_tie, s);
  tally_project(&s->total, &s->p);
  s->out->total.attributed_minor += s->in_areas;
  if (!s->located) {
    tally_project(&s->unplaced[place], &s->p);
  } else if (s->in_areas != s->p.value || !has_area(s->v, i)) {
    tally_project(&s->unallocated, &s->p);
    s->unallocated_minor += s->p.value - s->in_areas;
  }
}

/* The sums of its first places are asked for ahead, as those of the others are. */
static void ask_ahead(const struct sums *s, uint32_t row) {
  uint32_t begin, end;
  __builtin_prefetch(&s->whole[s->v->project_area[row] + 1], 1);
  if (!(s->v->project_flags[row] & SNAP_SEVERAL_PLACES)) return;
  SNAP_SLICE(s->v, place, row, &begin, &end);
  for (uint32_t k = begin; k < end && k < begin + 4; k++)
    if (s->v->place[k].area != SNAPSHOT_NONE) __builtin_prefetch(&s->area[s->v->place[k].area], 1);
}

static void add_block(struct sums *s, struct ties *w, const struct adding_block *b) {
  const struct snap_view *v = s->v;
  for (size_t i = 0; i < b->n; i++) {
    uint32_t row = b->row[i], area = v->project_area[row];
    unsigned flags = v->project_flags[row], place = flags & SNAP_PLACE_MASK;
    if (i + TALLY_AHEAD < b->n) ask_ahead(s, b->row[i + TALLY_AHEAD]);
    if (flags & SNAP_PLACE_WHOLE && place == SNAP_LOCATED) {
      tally_add(&s->whole[area + 1], b, i); /* SNAPSHOT_NONE + 1 is 0 */
    } else if (flags & SNAP_PLACE_WHOLE && area == SNAPSHOT_NONE) {
      tally_add(&s->unplaced[place], b, i);
      tally_add(&s->total, b, i);
    } else {
      adding_block_project(&s->adding, b, i, &s->p);
      add_one(s, w);
    }
  }
}

static void add_around(struct sums *s, uint32_t area, const struct tally *t) {
  tally_merge(&s->area[area].t, t);
  s->area[area].attributed += t->sum;
}

/* What falls whole on an area, at once on the area and on all that hold it. */
static void add_whole(struct sums *s) {
  const struct tally *nowhere = &s->whole[0];
  tally_merge(&s->total, nowhere);
  tally_merge(&s->unallocated, nowhere);
  s->unallocated_minor += nowhere->sum;
  for (uint32_t i = 0; i < s->v->n_area; i++) {
    const struct tally *t = &s->whole[i + 1];
    uint32_t begin, end, projects = (uint32_t)tally_projects(t);
    if (!projects) continue;
    SNAP_SLICE(s->v, containing, i, &begin, &end);
    for (uint32_t k = begin; k < end; k++) add_around(s, s->v->containing[k], t);
    add_around(s, i, t);
    s->area[i].direct += t->sum;
    s->area[i].direct_projects += projects;
    s->out->total.attributed_minor += t->sum;
    tally_merge(&s->total, t);
  }
}

static struct summary_area describe(const struct sums *s, uint32_t area) {
  const struct area_sum *row = &s->area[area];
  struct summary_area out = {area, row->direct_projects, tally_money(&row->t, s->v->area[area].population)};
  out.m.attributed_minor = row->attributed;
  out.m.direct_minor = row->direct;
  return out;
}

/* The rows asked for, into the arena; what is direct elsewhere into *other. */
static void collect(struct sums *s, struct arena *a, uint16_t layer, bool all, i128 *other) {
  struct summary *out = s->out;
  size_t n = 0;
  for (uint32_t i = 0; i < s->v->n_area; i++) n += tally_projects(&s->area[i].t) > 0;
  out->areas = arena_alloc(a, (n ? n : 1) * sizeof *out->areas);
  *other = 0;
  for (uint32_t i = 0; i < s->v->n_area; i++) {
    bool wanted = all || s->v->area[i].layer == layer;
    *(wanted ? &out->direct_sum : other) += s->area[i].direct;
    if (wanted && tally_projects(&s->area[i].t)) out->areas[out->n++] = describe(s, i);
  }
}

static void close_sums(struct sums *s, i128 other) {
  struct summary *out = s->out;
  i128 attributed = out->total.attributed_minor;
  out->total = tally_money(&s->total, -1);
  out->total.attributed_minor = attributed;
  out->unallocated = tally_money(&s->unallocated, -1);
  out->unallocated.full_minor = s->unallocated_minor;
  i128 sum = out->direct_sum + other + out->unallocated.full_minor;
  for (int i = SNAP_LOCATED; i <= SNAP_UNKNOWN; i++) out->unplaced[i] = tally_money(&s->unplaced[i], -1);
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
  s.area = mem_calloc(s.v->n_area + 1, sizeof *s.area);
  s.whole = tally_array(s.v->n_area + 1);
  *out = (struct summary){.n = 0};
  struct ties w = {.v = s.v};
  struct adding_block b;
  uint64_t at = 0;
  i128 other;
  while (adding_next(&s.adding, filter_project_bits(f), &at, &b)) add_block(&s, &w, &b);
  add_whole(&s);
  collect(&s, a, snapshot_find_code(snapshot, layer), layer.n == 0, &other);
  close_sums(&s, other);
  if (other_layers) *other_layers = other;
  free(s.area);
  free(s.whole);
  adding_end(&s.adding);
  return true;
}
