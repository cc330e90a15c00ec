/* How many projects each value has: counts that agree with the filter of the same name. */
#include "group_work.h"

/* Of an actor, every part in the role that fuente= and ejecutor= ask for. */
static void count_actors(const struct group_work *w, const struct filter *f, uint64_t *counts) {
  const struct snap_view *v = w->v;
  const uint64_t *selected = filter_project_bits(f);
  uint32_t role = w->by == GROUP_SOURCE ? SNAP_ROLE_FUNDS : SNAP_ROLE_EXECUTES;
  uint64_t *with = bits_none(v->n_project_code), n_with = 0;
  for (uint32_t actor = 0; actor < v->n_actor; actor++) {
    uint32_t begin, end;
    SNAP_SLICE(v, actor_project, actor, &begin, &end);
    for (uint32_t k = begin; k < end; k++) {
      const struct snap_actor_project *p = &v->actor_project[k];
      if (!(p->roles & role) || !bits_has(selected, p->project)) continue;
      counts[actor + 1]++;
      bits_set(with, p->project);
    }
  }
  n_with = bits_count(with, v->n_project_code);
  counts[0] = bits_count(selected, v->n_project_code) - n_with;
  free(with);
}

static void count_values(struct group_work *w, const struct filter *f, uint64_t *counts) {
  uint32_t *last = mem_calloc(w->slots, sizeof *last);
  for (BITS_EACH(filter_project_bits(f), w->v->n_project_code, i)) {
    struct adding_project p = {.row = (uint32_t)i, .kind = ADDING_WITHOUT_VALUE};
    group_spread(w, &p);
    for (size_t k = 0; k < w->n_parts; k++) {
      uint32_t slot = w->part[k].slot;
      counts[slot] += last[slot] != i + 1;
      last[slot] = (uint32_t)i + 1;
    }
  }
  free(last);
}

void group_facet(const struct filter *f, struct arena *a, enum group_by by, const struct group_count **out, size_t *n) {
  struct group_work w;
  group_work_begin(&w, f, by, STR(""), STR(""), NULL);
  uint64_t *counts = mem_calloc(w.slots, sizeof *counts);
  uint32_t *order = mem_alloc((w.slots + 1) * sizeof *order);
  bool *used = mem_calloc(w.slots, 1);
  if (by == GROUP_SOURCE || by == GROUP_EXECUTOR) count_actors(&w, f, counts);
  else count_values(&w, f, counts);
  for (uint32_t i = 0; i < w.slots; i++) used[i] = counts[i] > 0;
  size_t rows = group_order(&w, used, order);
  if (used[0]) order[rows++] = 0;
  struct group_count *list = arena_alloc(a, (rows + 1) * sizeof *list);
  for (size_t i = 0; i < rows; i++) {
    struct group_row row;
    group_describe(&w, order[i], a, &row);
    list[i] = (struct group_count){row.code, row.label_es, row.label_en, row.row, counts[order[i]]};
  }
  *out = list;
  *n = rows;
  free(counts);
  free(order);
  free(used);
  group_work_end(&w);
}
