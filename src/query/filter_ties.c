/* What projects are tied to: areas (through everything inside them) and actors. */
#include "filter_internal.h"

struct tied {
  const uint32_t *row; /* of areas, or of actors */
  uint32_t n, roles;
  bool without;
};

static void add_actor(const struct snap_view *v, uint32_t actor, uint32_t roles, uint64_t *projects) {
  uint32_t begin, end;
  SNAP_SLICE(v, actor_project, actor, &begin, &end);
  for (uint32_t k = begin; k < end; k++)
    if (v->actor_project[k].roles & roles) bits_set(projects, v->actor_project[k].project);
}

/* The projects of which nobody is known in this part. */
static void add_without(const struct evaluation *x, uint32_t roles, uint64_t *projects) {
  uint64_t *with = bits_none(x->n);
  for (uint32_t a = 0; a < x->v->n_actor; a++) add_actor(x->v, a, roles, with);
  for (uint64_t i = 0; i < x->n; i++)
    if (!bits_has(with, i)) bits_set(projects, i);
  free(with);
}

static bool narrow_actors(struct evaluation *x, const struct expression *test, uint64_t *bits, struct err *e) {
  const struct tied *t = test->data;
  uint64_t *projects = bits_none(x->n);
  (void)e;
  for (uint32_t k = 0; k < t->n; k++) add_actor(x->v, t->row[k], t->roles, projects);
  if (t->without) add_without(x, t->roles, projects);
  expression_keep(x, bits, projects, test->negated);
  free(projects);
  return true;
}

struct expression *filter_test_actors(struct arena *a, const uint32_t *actor, uint32_t n, uint32_t roles, bool without,
                                      bool negated) {
  struct tied *t = arena_alloc(a, sizeof *t);
  *t = (struct tied){actor, n, roles, without};
  return expression_test(a, narrow_actors, t, COST_TIES, negated);
}

/* The projects tied to one area, and whether a tie came from an approximate edge. */
static void add_tied(struct evaluation *x, uint32_t area, uint16_t approximate, uint64_t *projects) {
  const struct snap_view *v = x->v;
  uint32_t begin, end;
  SNAP_SLICE(v, area_place, area, &begin, &end);
  for (uint32_t k = begin; k < end; k++) {
    uint32_t place = v->area_place[k];
    bits_set(projects, v->place_project[place]);
    x->approximate |= approximate && v->place[place].method == approximate;
  }
}

static void add_projects_of(struct evaluation *x, uint32_t area, uint64_t *projects) {
  const struct snap_view *v = x->v;
  uint16_t approximate = snapshot_find_code(x->s, STR("point-in-approximate"));
  uint32_t begin, end;
  add_tied(x, area, approximate, projects);
  SNAP_SLICE(v, inside, area, &begin, &end);
  for (uint32_t k = begin; k < end; k++) add_tied(x, v->inside[k], approximate, projects);
  SNAP_SLICE(v, area_touch, area, &begin, &end);
  for (uint32_t k = begin; k < end; k++) bits_set(projects, v->place_project[v->touch[v->area_touch[k]].place]);
}

static void add_areas_of(const struct snap_view *v, uint32_t area, uint64_t *areas) {
  uint32_t begin, end;
  bits_set(areas, area);
  SNAP_SLICE(v, inside, area, &begin, &end);
  for (uint32_t k = begin; k < end; k++) bits_set(areas, v->inside[k]);
}

static bool narrow_areas(struct evaluation *x, const struct expression *test, uint64_t *bits, struct err *e) {
  const struct tied *t = test->data;
  uint64_t *rows = bits_none(x->n);
  (void)e;
  for (uint32_t k = 0; k < t->n; k++)
    if (x->subject == QUERY_PROJECTS) add_projects_of(x, t->row[k], rows);
    else if (x->subject == QUERY_AREAS) add_areas_of(x->v, t->row[k], rows);
  expression_keep(x, bits, rows, test->negated);
  free(rows);
  return true;
}

struct expression *filter_test_areas(struct arena *a, const uint32_t *area, uint32_t n, bool negated) {
  struct tied *t = arena_alloc(a, sizeof *t);
  *t = (struct tied){area, n, 0, false};
  return expression_test(a, narrow_areas, t, COST_TIES, negated);
}

/* Rows that are named: of an actor the code itself, not one that was merged into it. */
static bool find_row(struct snapshot *s, enum query_subject subject, struct str code, uint32_t *row) {
  if (subject == QUERY_PROJECTS) return snapshot_find_project(s, code, row);
  if (subject == QUERY_AREAS) return snapshot_find_area(s, code, row);
  const struct snap_view *v = snapshot_view(s);
  return snapshot_find_actor(s, code, row) && str_eq(snap_text(v, v->actor[*row].code), code);
}

static bool narrow_rows(struct evaluation *x, const struct expression *test, uint64_t *bits, struct err *e) {
  const struct tied *t = test->data;
  uint64_t *rows = bits_none(x->n);
  (void)e;
  for (uint32_t k = 0; k < t->n; k++) bits_set(rows, t->row[k]);
  expression_keep(x, bits, rows, test->negated);
  free(rows);
  return true;
}

struct expression *filter_test_rows(struct arena *a, struct snapshot *s, enum query_subject subject,
                                    const struct str *code, size_t n, bool negated) {
  struct tied *t = arena_calloc(a, 1, sizeof *t);
  uint32_t *row = arena_alloc(a, (n ? n : 1) * sizeof *row);
  for (size_t k = 0; k < n; k++) t->n += find_row(s, subject, code[k], &row[t->n]);
  t->row = row;
  return expression_test(a, narrow_rows, t, COST_ROWS, negated);
}
