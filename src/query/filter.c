#include "query/filter.h"
#include <time.h>
#include "filter_internal.h"

struct filter {
  struct snapshot *snapshot;
  uint64_t n[QUERY_SUBJECTS];
  uint64_t *bits[QUERY_SUBJECTS];
  bool is_everything, relies_on_approximate;
};

bool filter_has_project(const struct filter *f, uint32_t i) { return bits_has(f->bits[QUERY_PROJECTS], i); }
bool filter_has_area(const struct filter *f, uint32_t i) { return bits_has(f->bits[QUERY_AREAS], i); }
bool filter_has_actor(const struct filter *f, uint32_t i) { return bits_has(f->bits[QUERY_ACTORS], i); }
uint64_t filter_count_areas(const struct filter *f) { return bits_count(f->bits[QUERY_AREAS], f->n[QUERY_AREAS]); }
uint64_t filter_count_actors(const struct filter *f) { return bits_count(f->bits[QUERY_ACTORS], f->n[QUERY_ACTORS]); }
bool filter_is_everything(const struct filter *f) { return f->is_everything; }
bool filter_relies_on_approximate(const struct filter *f) { return f->relies_on_approximate; }
const uint64_t *filter_project_bits(const struct filter *f) { return f->bits[QUERY_PROJECTS]; }
const uint64_t *filter_area_bits(const struct filter *f) { return f->bits[QUERY_AREAS]; }
const uint64_t *filter_actor_bits(const struct filter *f) { return f->bits[QUERY_ACTORS]; }
struct snapshot *filter_snapshot(const struct filter *f) {
  return f->snapshot;
}

/* Of 64 rows those that are on the map, added up where all are selected, which the compiler does eight at a time. */
static uint64_t count_located(const uint16_t *flags, uint64_t selected) {
  uint16_t n = 0;
  if (selected == UINT64_MAX) {
    for (int i = 0; i < 64; i++) n = (uint16_t)(n + ((flags[i] & SNAP_PLACE_MASK) == SNAP_LOCATED));
    return n;
  }
  for (; selected; selected &= selected - 1)
    n = (uint16_t)(n + ((flags[__builtin_ctzll(selected)] & SNAP_PLACE_MASK) == SNAP_LOCATED));
  return n;
}

uint64_t filter_count_projects(const struct filter *f, bool located_only, bool unplaced_only) {
  const uint64_t *projects = f->bits[QUERY_PROJECTS];
  const struct snap_view *v = snapshot_view(f->snapshot);
  uint64_t all = f->is_everything ? f->n[QUERY_PROJECTS] : bits_count(projects, f->n[QUERY_PROJECTS]), located = 0;
  if (!located_only && !unplaced_only) return all;
  if (f->is_everything) return (unplaced_only ? all - v->n_point : 0) + (located_only ? v->n_point : 0);
  const uint16_t *flags = v->project_flags;
  for (size_t k = 0; k < bits_blocks(f->n[QUERY_PROJECTS]); k++) located += count_located(flags + 64 * k, projects[k]);
  return (unplaced_only ? all - located : 0) + (located_only ? located : 0);
}

void filter_add(struct sugar *b, enum query_subject subject, struct expression *test) {
  b->test[subject][b->n[subject]++] = test;
}

bool filter_unknown(const char *parameter, struct str value, const char *what, const char *remedy, struct err *e) {
  return err_set(e, ERR_INPUT,
                 err_pick("%s=%.*s: no hay %s con ese código; %s", "%s=%.*s: there is no %s of that code; %s"),
                 parameter, (int)(value.n < 80 ? value.n : 80), value.p, what, remedy);
}

static bool add_actors(struct sugar *b, const char *parameter, const struct str *values, size_t n, uint32_t roles,
                       struct err *e) {
  if (!n) return true;
  uint32_t *actor = arena_alloc(b->a, n * sizeof *actor), known = 0;
  bool without = false;
  for (size_t k = 0; k < n; k++) {
    if (str_is(values[k], "sin-dato")) without = true;
    else if (!snapshot_find_actor(b->s, values[k], &actor[known++]))
      return filter_unknown(parameter, values[k], err_pick("un actor", "actor"),
                            err_pick("la colección actores tiene los códigos", "the collection actores has the codes"),
                            e);
  }
  filter_add(b, QUERY_PROJECTS, filter_test_actors(b->a, actor, known, roles, without, false));
  return true;
}

static bool add_areas(struct sugar *b, struct err *e) {
  const struct filter_spec *s = b->spec;
  if (!s->n_area) return true;
  uint32_t *area = arena_alloc(b->a, s->n_area * sizeof *area);
  for (size_t k = 0; k < s->n_area; k++)
    if (!snapshot_find_area(b->s, s->area[k], &area[k]))
      return filter_unknown("area", s->area[k], err_pick("un área", "area"),
                            err_pick("la colección areas tiene los códigos, y q= busca por nombre",
                                     "the collection areas has the codes, and q= looks for names"),
                            e);
  struct expression *test = filter_test_areas(b->a, area, (uint32_t)s->n_area, false);
  filter_add(b, QUERY_PROJECTS, test);
  filter_add(b, QUERY_AREAS, test);
  return true;
}

/* What is said of projects and areas alike: codigo= (a code that nothing has selects nothing: it may be gone since the link was
 * made), words, regions. */
static void add_common(struct sugar *b, enum query_subject subject) {
  const struct filter_spec *s = b->spec;
  struct arena *a = b->a;
  if (s->n_code) filter_add(b, subject, filter_test_rows(a, b->s, subject, s->code, s->n_code, false));
  if (s->words.n) filter_add(b, subject, filter_test_words(a, s->words, false));
  if (s->has_bbox && s->bbox_outline.n_points) filter_add(b, subject, filter_test_drawn(a, &s->bbox_outline, false));
  else if (s->has_bbox) filter_add(b, subject, filter_test_box(a, s->bbox, false));
  if (s->has_near) filter_add(b, subject, filter_test_near(a, s->lon, s->lat, s->metres, false));
  if (s->has_drawn) filter_add(b, subject, filter_test_drawn(a, &s->drawn, false));
}

static bool add_short_keys(struct sugar *b, struct err *e) {
  const struct filter_spec *s = b->spec;
  if (!filter_columns(b, e) || !add_actors(b, "fuente", s->source, s->n_source, SNAP_ROLE_FUNDS, e) ||
      !add_actors(b, "ejecutor", s->executor, s->n_executor, SNAP_ROLE_EXECUTES, e) || !add_areas(b, e) ||
      !filter_cells(b, e))
    return false;
  add_common(b, QUERY_PROJECTS);
  add_common(b, QUERY_AREAS);
  return true;
}

static bool add_where(struct sugar *b, struct err *e) {
  struct expression *where;
  if (!b->spec->where) return true;
  if (!expression_compile(b->s, b->spec->about, b->spec->where, b->spec->where_text, b->a, &where, e))
    return err_context(e, "filter");
  filter_add(b, b->spec->about, where);
  return true;
}

int64_t filter_deadline(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec + FILTER_MAX_MS * INT64_C(1000000);
}

static bool evaluate(struct filter *f, const struct sugar *b, struct err *e) {
  const struct query_budget budget = {b->spec->until_ns ? b->spec->until_ns : filter_deadline()};
  for (unsigned k = 0; k < QUERY_SUBJECTS; k++) {
    const struct expression *all = expression_join(b->a, true, b->test[k], b->n[k]);
    if (all->kind == EXPRESSION_TRUE) continue;
    f->is_everything = false;
    if (!expression_select(f->snapshot, k, all, f->bits[k], &budget, &f->relies_on_approximate, e))
      return err_context(e, "filter");
  }
  return true;
}

bool filter_compile(struct snapshot *s, const struct filter_spec *spec, struct filter **out, struct err *e) {
  const struct snap_view *v = snapshot_view(s);
  struct filter *f = mem_calloc(1, sizeof *f);
  *f = (struct filter){.snapshot = snapshot_hold(s), .n = {v->n_project_code, v->n_area, v->n_actor}};
  for (unsigned k = 0; k < QUERY_SUBJECTS; k++) f->bits[k] = bits_all(f->n[k]);
  f->is_everything = true;
  struct sugar b = {.s = s, .v = v, .a = arena_new(0), .spec = spec};
  bool ok = add_short_keys(&b, e) && add_where(&b, e) && evaluate(f, &b, e);
  arena_free(b.a);
  *out = f;
  if (ok) return true;
  filter_free(f);
  *out = NULL;
  return false;
}

void filter_free(struct filter *f) {
  if (!f) return;
  snapshot_release(f->snapshot);
  for (unsigned k = 0; k < QUERY_SUBJECTS; k++) free(f->bits[k]);
  free(f);
}
