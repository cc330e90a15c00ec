/* Statistics, facets and totals by area of made-up stores under made-up filters, against sums done one project and one value after
 * the other: by the rules as query/group.h and query/summary.h state them, without a thought for speed. */
#include "random_store.h"
#include "core/decimal.h"
#include "query/group.h"
#include "query/summary.h"
#include "snapshot/layout.h"

enum { FILTERS = 16, SLOTS = 512, STORES = 3 };
static unsigned stores;

/* ---- one project after the other ---- */

struct expected {
  struct str code; /* of areas and actors too */
  struct summary_money m;
  uint32_t last;
};
struct table {
  struct expected slot[SLOTS];
  size_t n;
  struct summary_money total;
  i128 unallocated, difference;
  uint64_t unallocated_projects, difference_projects;
};
struct one { /* a project as it counts */
  struct snap_project p;
  i128 value;
  int64_t least, most; /* people; most -1: theirs are counted elsewhere */
  enum { VALUED, UNVALUED, FREE, FOREIGN, ELSEWHERE } kind;
};

static bool same(uint32_t a, uint32_t b) { return snapshot_same_as(snap, a) == snapshot_same_as(snap, b); }
static bool counts_people(uint32_t i) {
  int64_t least, most;
  snapshot_people(snap, i, &least, &most);
  return most >= 0;
}
static bool counts_value(uint32_t i) {
  struct snap_project p;
  snapshot_project(snap, i, &p);
  return p.has_value;
}

/* True if another of those that are the same stands for it: the first that has what is asked for, else the first. */
static bool is_doubled(const struct filter *f, uint32_t i, bool (*has)(uint32_t)) {
  uint32_t holder = SNAPSHOT_NONE;
  for (uint32_t k = 0; k < snapshot_projects(snap); k++)
    if (filter_has_project(f, k) && same(i, k) && (holder == SNAPSHOT_NONE || (has(k) && !has(holder)))) holder = k;
  return holder != i;
}

/* By project: a selected one below it carries it. */
static void mark_parents(const struct filter *f, bool (*has)(uint32_t), bool *left) {
  for (uint32_t i = 0; i < snapshot_projects(snap); i++) {
    struct snap_project p;
    snapshot_project(snap, i, &p);
    for (int depth = 0; filter_has_project(f, i) && has(i) && p.parent != SNAPSHOT_NONE && p.parent != i && depth < 64;
         depth++) {
      uint32_t up = p.parent;
      if (filter_has_project(f, up) && !same(i, up)) left[up] = true;
      snapshot_project(snap, up, &p);
    }
  }
}

static struct one *read_all(const struct filter *f, const char *currency) {
  uint32_t n = snapshot_projects(snap);
  struct one *all = mem_calloc(n, sizeof *all);
  bool *value_left = mem_calloc(n, 1), *people_left = mem_calloc(n, 1);
  uint32_t *times = mem_calloc(n, sizeof *times);
  for (uint32_t i = 0; i < n; i++) times[snapshot_same_as(snap, i)]++;
  mark_parents(f, counts_value, value_left);
  mark_parents(f, counts_people, people_left);
  for (uint32_t i = 0; i < n; i++) {
    struct one *x = &all[i];
    snapshot_project(snap, i, &x->p);
    if (!filter_has_project(f, i)) continue;
    bool twice = times[snapshot_same_as(snap, i)] > 1;
    bool elsewhere = value_left[i] || (twice && is_doubled(f, i, counts_value));
    x->kind = !x->p.has_value                   ? (x->p.no_disbursement ? FREE : UNVALUED)
              : elsewhere                       ? ELSEWHERE
              : str_is(x->p.currency, currency) ? VALUED
                                                : FOREIGN;
    x->value = x->kind == VALUED ? x->p.value_minor : 0;
    snapshot_people(snap, i, &x->least, &x->most);
    if (twice && is_doubled(f, i, counts_people)) x->least = x->most = -1;
    if (people_left[i]) x->most = -1;
  }
  free(times);
  free(value_left);
  free(people_left);
  return all;
}

static void count(struct summary_money *m, const struct one *x) {
  if (m->projects == 0) m->people_min = m->people_max = -1;
  m->projects++;
  m->without_value += x->kind == UNVALUED;
  m->no_disbursement += x->kind == FREE;
  m->other_currency += x->kind == FOREIGN;
  m->counted_elsewhere += x->kind == ELSEWHERE;
  m->full_minor += x->value;
  if (x->least > m->people_min) m->people_min = x->least;
  if (x->most >= 0) m->people_max = (m->people_max < 0 ? 0 : m->people_max) + x->most;
}

static void close_people(struct summary_money *m, int64_t population) {
  if (m->projects == 0) m->people_min = m->people_max = -1;
  if (population >= 0 && m->people_max > population) m->people_max = population;
  if (m->people_max < m->people_min) m->people_max = m->people_min;
}

static struct expected *slot_of(struct table *t, struct str code) {
  size_t i = 0;
  while (i < t->n && !str_eq(t->slot[i].code, code)) i++;
  if (i == t->n) t->slot[t->n++] = (struct expected){.code = arena_str(arena, code)};
  assert_true(t->n < SLOTS);
  return &t->slot[i];
}

/* `minor` of a project falls on a slot, which it touches. */
static void fall(struct table *t, const struct one *x, struct str code, i128 minor) {
  struct expected *s = slot_of(t, code);
  if (s->last != x->p.index + 1) count(&s->m, x);
  s->last = x->p.index + 1;
  s->m.attributed_minor += minor;
}

static void leave(struct table *t, const struct one *x, i128 minor) {
  t->unallocated += minor;
  t->unallocated_projects += x->kind == VALUED;
}

static struct str actor_code(uint32_t i) {
  struct snap_actor a;
  if (i == SNAPSHOT_NONE) return STR("");
  snapshot_actor(snap, i, &a);
  return a.code;
}

static void by_theme(struct table *t, const struct one *x) {
  struct str code[16];
  i128 weight[17], part[17];
  int64_t stated = 0, percents = 0;
  size_t n = 0;
  struct snap_class c;
  for (uint32_t k = 0; snapshot_class(snap, x->p.index, k, &c); k++) {
    if (!str_is(c.vocabulary, "99")) continue;
    code[n] = c.code;
    percents += c.percent_ppm >= 0;
    weight[n++] = c.percent_ppm > 0 ? c.percent_ppm : 0;
    stated += c.percent_ppm > 0 ? c.percent_ppm : 0;
  }
  if (n == 0 || (n == 1 && !percents)) {
    fall(t, x, n ? code[0] : STR(""), x->value);
    return;
  }
  weight[n] = 1000000 - stated;
  if (stated <= 1000000) decimal_split(x->value, weight, n + 1, part);
  else memset(part, 0, sizeof part), part[n] = x->value;
  for (size_t k = 0; k < n; k++) fall(t, x, code[k], part[k]);
  if (stated != 1000000) leave(t, x, part[n]);
}

static void by_contribution(struct table *t, const struct one *x, enum group_by by) {
  struct snap_contribution c;
  struct snap_party party;
  i128 sum = 0;
  size_t counting = 0, touched = 0;
  for (uint32_t k = 0; by == GROUP_SOURCE && snapshot_party(snap, x->p.index, k, &party); k++)
    if (str_is(party.role, "1")) fall(t, x, actor_code(party.actor), 0), touched++;
  for (uint32_t k = 0; snapshot_contribution(snap, x->p.index, k, &c); k++) {
    struct str code = by == GROUP_SOURCE ? actor_code(c.provider) : str_is(c.form, "sin-dato") ? STR("") : c.form;
    i128 minor = c.counts && x->kind == VALUED && str_eq(c.currency, x->p.currency) ? c.amount_minor : 0;
    if (!c.counts && !code.n) continue;
    fall(t, x, code, minor);
    touched++;
    counting += c.counts;
    sum += minor;
  }
  if (counting) {
    t->difference += x->value - sum;
    t->difference_projects += x->kind == VALUED && x->value != sum;
  } else if (touched) {
    leave(t, x, x->value);
  } else {
    fall(t, x, STR(""), x->value);
  }
}

static void by_executor(struct table *t, const struct one *x) {
  uint32_t first = SNAPSHOT_NONE;
  bool several = false;
  struct snap_party party;
  for (uint32_t k = 0; snapshot_party(snap, x->p.index, k, &party); k++) {
    if (!str_is(party.role, "4")) continue;
    several |= first != SNAPSHOT_NONE && first != party.actor;
    if (first == SNAPSHOT_NONE) first = party.actor;
    fall(t, x, actor_code(party.actor), 0);
  }
  if (several) leave(t, x, x->value);
  else fall(t, x, actor_code(first), x->value);
}

/* The areas of a place: visit(area, tied to it, whole); sorted by how: itself, around it, touched. */
struct around {
  uint32_t area[64];
  bool direct[64], whole[64];
  size_t n;
};
static struct around around(uint32_t project, uint32_t k, const struct snap_location *l) {
  struct around out = {.n = 0};
  const struct snap_view *v = snapshot_view(snap);
  uint32_t n, place = v->place_first[project] + k;
  const uint32_t *list = l->area == SNAPSHOT_NONE ? NULL : snapshot_area_containing(snap, l->area, &n);
  if (list) out.area[0] = l->area, out.direct[0] = out.whole[0] = true, out.n = 1;
  for (uint32_t i = 0; list && i < n; i++) out.area[out.n] = list[i], out.whole[out.n++] = true;
  for (uint64_t i = 0; i < v->n_touch; i++)
    if (v->touch[i].place == place)
      out.area[out.n] = v->touch[i].area, out.whole[out.n++] = v->touch[i].share_ppm > 500000;
  return out;
}

static void by_layer(struct table *t, const struct one *x, struct str layer) {
  struct snap_location l;
  i128 rest = x->value;
  bool whole = true, any = false;
  i128 left = 0;
  bool is_left = false;
  for (uint32_t k = 0; snapshot_location(snap, x->p.index, k, &l); k++) {
    struct around a = around(x->p.index, k, &l);
    i128 part = x->kind == VALUED ? l.attributed_minor : 0;
    uint32_t falls[64];
    size_t n = 0;
    for (size_t i = 0; i < a.n; i++) {
      struct snap_area area;
      snapshot_area(snap, a.area[i], &area);
      if (layer.n && !str_eq(area.layer, layer)) continue;
      fall(t, x, area.code, 0);
      if (layer.n ? a.whole[i] : a.direct[i]) falls[n++] = a.area[i];
    }
    struct snap_area area = {.code = STR("")};
    if (n == 1) snapshot_area(snap, falls[0], &area);
    if (n < 2) fall(t, x, area.code, part);
    else left += part, is_left = true;
    rest -= part;
    whole &= l.attributed;
    any = true;
  }
  if (!any) {
    fall(t, x, STR(""), x->value);
    return;
  }
  if (is_left || !whole || rest != 0) leave(t, x, left + rest);
}

static void by_code(struct table *t, const struct one *x, enum group_by by) {
  char year[16] = "";
  if (x->p.year) snprintf(year, sizeof year, "%d", x->p.year);
  fall(t, x,
       by == GROUP_TYPE       ? x->p.cooperation_type
       : by == GROUP_MODALITY ? x->p.modality
       : by == GROUP_STATUS   ? x->p.status
       : by == GROUP_KIND     ? x->p.kind
       : by == GROUP_YEAR     ? str_from(year)
                              : str_from(snap_place_code(x->p.place)),
       x->value);
}

static struct table *tabulate(const struct filter *f, const struct one *all, enum group_by by, struct str layer) {
  struct table *t = mem_calloc(1, sizeof *t);
  for (uint32_t i = 0; i < snapshot_projects(snap); i++) {
    if (!filter_has_project(f, i)) continue;
    const struct one *x = &all[i];
    count(&t->total, x);
    if (by == GROUP_THEME) by_theme(t, x);
    else if (by == GROUP_SOURCE || by == GROUP_FORM) by_contribution(t, x, by);
    else if (by == GROUP_EXECUTOR) by_executor(t, x);
    else if (by == GROUP_AREA) by_layer(t, x, layer);
    else by_code(t, x, by);
  }
  return t;
}

/* ---- what is compared ---- */

static void same_money(const struct summary_money *is, const struct summary_money *should) {
  assert_int_equal(is->projects, should->projects);
  assert_int_equal(is->without_value, should->without_value);
  assert_int_equal(is->no_disbursement, should->no_disbursement);
  assert_int_equal(is->other_currency, should->other_currency);
  assert_int_equal(is->counted_elsewhere, should->counted_elsewhere);
  assert_int_equal(is->people_min, should->people_min);
  assert_int_equal(is->people_max, should->people_max);
  assert_true(is->full_minor == should->full_minor);
  assert_true(is->attributed_minor == should->attributed_minor);
}

static void same_table(const struct filter *f, const struct one *all, enum group_by by, const char *layer,
                       const char *currency) {
  struct err e = {0};
  struct group_table t;
  struct table *x = tabulate(f, all, by, str_from(layer));
  i128 attributed = 0;
  size_t rows = 0;
  fixture_must(group_by(f, arena, by, str_from(layer), str_from(currency), &t, &e), &e);
  for (size_t i = 0; i < t.n; i++) {
    if (!t.rows[i].m.projects) continue; /* forms stand there also empty */
    struct expected *s = slot_of(x, t.rows[i].code);
    struct snap_area area = {.population = -1};
    if (by == GROUP_AREA && s->code.n) snapshot_area(snap, t.rows[i].row, &area);
    close_people(&s->m, area.population);
    same_money(&t.rows[i].m, &s->m);
    attributed += s->m.attributed_minor;
    rows++;
  }
  assert_int_equal(rows, x->n);
  close_people(&x->total, -1);
  x->total.attributed_minor = attributed;
  same_money(&t.total, &x->total);
  assert_true(t.closes && t.unallocated == x->unallocated && t.difference == x->difference);
  assert_int_equal(t.unallocated_projects, x->unallocated_projects);
  assert_int_equal(t.difference_projects, x->difference_projects);
  free(x);
}

/* A facet counts what a project has; of actors not that nothing counts without one. */
static void same_facet(const struct filter *f, const struct one *all, enum group_by by) {
  struct table *x = tabulate(f, all, by, STR(""));
  const struct group_count *c;
  size_t n;
  group_facet(f, arena, by, &c, &n);
  for (size_t i = 0; i < n; i++)
    if (by != GROUP_SOURCE || c[i].code.n) assert_int_equal(c[i].projects, slot_of(x, c[i].code)->m.projects);
  if (by != GROUP_SOURCE) assert_int_equal(n, x->n);
  free(x);
}

/* Totals by area close over the direct parts, the rest and the four states of no place. */
static void same_summary(const struct filter *f, const struct one *all, const char *currency) {
  struct err e = {0};
  struct summary sum;
  struct snap_location l;
  struct table *x = tabulate(f, all, GROUP_AREA, STR(""));
  uint32_t areas = snapshot_areas(snap);
  i128 *inclusive = mem_calloc(areas, sizeof *inclusive), *direct = mem_calloc(areas, sizeof *direct), rest = 0,
       placed = 0;
  struct summary_money left = {0}, unplaced[5] = {{0}};
  for (uint32_t i = 0; i < snapshot_projects(snap); i++) {
    if (!filter_has_project(f, i)) continue;
    i128 in = 0;
    bool tied = false, located = all[i].p.place == SNAP_LOCATED;
    for (uint32_t k = 0; snapshot_location(snap, i, k, &l); k++) {
      struct around a = around(i, k, &l);
      i128 part = all[i].kind == VALUED ? l.attributed_minor : 0;
      for (size_t j = 0; j < a.n; j++) {
        if (a.whole[j]) inclusive[a.area[j]] += part;
        if (a.direct[j] && located) direct[a.area[j]] += part, in += part;
      }
      tied |= l.area != SNAPSHOT_NONE;
    }
    placed += in;
    if (!located) count(&unplaced[all[i].p.place], &all[i]);
    else if (in != all[i].value || !tied) count(&left, &all[i]), rest += all[i].value - in;
  }
  fixture_must(summary_by_area(f, arena, STR(""), str_from(currency), &sum, NULL, &e), &e);
  for (uint32_t i = 0, row = 0; i < areas; i++) {
    struct snap_area area;
    snapshot_area(snap, i, &area);
    struct expected *s = slot_of(x, area.code);
    if (!s->m.projects) continue;
    assert_true(row < sum.n && sum.areas[row].area == i);
    close_people(&s->m, area.population);
    s->m.attributed_minor = inclusive[i];
    same_money(&sum.areas[row].m, &s->m);
    assert_true(sum.areas[row++].m.direct_minor == direct[i]);
  }
  close_people(&x->total, -1);
  x->total.attributed_minor = placed;
  same_money(&sum.total, &x->total);
  close_people(&left, -1);
  left.full_minor = rest;
  same_money(&sum.unallocated, &left);
  for (int k = SNAP_NAMED; k <= SNAP_UNKNOWN; k++) {
    close_people(&unplaced[k], -1);
    same_money(&sum.unplaced[k], &unplaced[k]);
  }
  assert_true(sum.closes);
  uint64_t *counts = mem_calloc(areas, sizeof *counts);
  summary_facet_area(f, counts);
  for (uint32_t i = 0, row = 0; i < areas; i++) {
    assert_int_equal(counts[i], row < sum.n && sum.areas[row].area == i ? sum.areas[row].m.projects : 0);
    row += row < sum.n && sum.areas[row].area == i;
  }
  free(counts);
  free(inclusive);
  free(direct);
  free(x);
}

/* The first chooses everything; the others are put together by chance. */
static struct filter *choose(unsigned nth) {
  static const struct str kinds[] = {STR("proyecto"), STR("evento")}, themes[] = {STR("salud"), STR("sin-dato")},
                          areas[] = {STR("ucg-14"), STR("la-popa")}, status[] = {STR("2")};
  struct filter_spec spec = {0};
  struct filter *f;
  struct err e = {0};
  if (nth && dice(2)) spec.kind = kinds, spec.n_kind = 1 + dice(2);
  if (nth && dice(3) == 0) spec.theme = themes, spec.n_theme = 1 + dice(2);
  if (nth && dice(4) == 0) spec.area = areas, spec.n_area = 1 + dice(2);
  if (nth && dice(4) == 0) spec.status = status, spec.n_status = 1;
  if (nth && dice(2)) spec.has_min = true, spec.min_minor = dice(2) ? 1 : 300000;
  if (nth && dice(4) == 0) spec.has_during = true, spec.during_from = STR("2010"), spec.during_to = STR("2013");
  fixture_must(filter_compile(snap, &spec, &f, &e), &e);
  return f;
}

static void test_random_stores(void **state) {
  (void)state;
  static const char *const layers[] = {"", "barrio", "ucg", "localidad", "zona"};
  for (unsigned nth = 0; nth < FILTERS; nth++) {
    const char *currency = nth % 3 == 2 ? "USD" : "COP";
    struct filter *f = choose(nth);
    struct one *all = read_all(f, currency);
    arena_reset(arena);
    for (unsigned by = 0; by < GROUPS; by++) {
      for (size_t k = 0; k < (by == GROUP_AREA ? 5u : 1u); k++)
        same_table(f, all, (enum group_by)by, layers[k], currency);
      if (by != GROUP_AREA) same_facet(f, all, (enum group_by)by);
    }
    same_summary(f, all, currency);
    free(all);
    filter_free(f);
  }
}

static int open_random(void **state) {
  open_all(state);
  seed = 20260721 + ++stores;
  random_store_fill();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[STORES] = {cmocka_unit_test_setup_teardown(test_random_stores, open_random, close_all),
                                           cmocka_unit_test_setup_teardown(test_random_stores, open_random, close_all),
                                           cmocka_unit_test_setup_teardown(test_random_stores, open_random, close_all)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
