#include "query/filter.h"
#include "filter_internal.h"

bool filter_has_project(const struct filter *f, uint32_t i) { return bits_has(f->projects, i); }
bool filter_has_area(const struct filter *f, uint32_t i) { return bits_has(f->areas, i); }
uint64_t filter_count_areas(const struct filter *f) { return bits_count(f->areas, f->n_areas); }
bool filter_is_everything(const struct filter *f) { return f->is_everything; }
bool filter_relies_on_approximate(const struct filter *f) { return f->relies_on_approximate; }
const uint64_t *filter_project_bits(const struct filter *f) { return f->projects; }
struct snapshot *filter_snapshot(const struct filter *f) {
  return f->snapshot;
}

uint64_t filter_count_projects(const struct filter *f, bool located_only, bool unplaced_only) {
  if (!located_only && !unplaced_only) return bits_count(f->projects, f->n_projects);
  uint64_t located = 0, all = 0;
  for (BITS_EACH(f->projects, f->n_projects, i)) {
    all++;
    located += (f->view->project_flags[i] & SNAP_PLACE_MASK) == SNAP_LOCATED;
  }
  return (unplaced_only ? all - located : 0) + (located_only ? located : 0);
}

/* codigo=: of whatever has such a code. A code that nothing has selects nothing: it may be gone since the link was made. */
static void filter_by_code(struct filter *f, const struct filter_spec *spec) {
  if (!spec->n_code) return;
  uint64_t *projects = bits_none(f->n_projects), *areas = bits_none(f->n_areas);
  for (size_t k = 0; k < spec->n_code; k++) {
    uint32_t i;
    if (snapshot_find_project(f->snapshot, spec->code[k], &i)) bits_set(projects, i);
    if (snapshot_find_area(f->snapshot, spec->code[k], &i)) bits_set(areas, i);
  }
  bits_and_take(f->projects, projects, f->n_projects);
  bits_and_take(f->areas, areas, f->n_areas);
}

static bool asks_nothing(const struct filter_spec *s) {
  return !s->n_area && !s->n_kind && !s->n_status && !s->n_cooperation_type && !s->n_modality && !s->n_theme &&
         !s->n_source && !s->n_executor && !s->n_place && !s->n_layer && !s->n_code && !s->has_min && !s->has_max &&
         !s->has_during && !s->words.n && !s->has_bbox && !s->has_drawn && !s->has_near;
}

bool filter_compile(struct snapshot *s, const struct filter_spec *spec, struct filter **out, struct err *e) {
  struct filter *f = mem_calloc(1, sizeof *f);
  f->snapshot = snapshot_hold(s);
  f->view = snapshot_view(s);
  f->n_projects = f->view->n_project_code;
  f->n_areas = f->view->n_area;
  f->projects = bits_all(f->n_projects);
  f->areas = bits_all(f->n_areas);
  f->is_everything = asks_nothing(spec);
  bool ok = f->is_everything ||
            (filter_by_columns(f, spec, e) && filter_by_actors(f, spec, e) && filter_by_areas(f, spec, e));
  if (!ok) {
    filter_free(f);
    return false;
  }
  if (!f->is_everything) {
    filter_by_code(f, spec);
    if (spec->words.n) filter_by_words(f, spec->words);
    filter_by_region(f, spec);
  }
  *out = f;
  return true;
}

void filter_free(struct filter *f) {
  if (!f) return;
  snapshot_release(f->snapshot);
  free(f->projects);
  free(f->areas);
  free(f);
}
