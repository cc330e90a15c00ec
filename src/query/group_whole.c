/* Projects of which everything falls on one slot: nearly all of them, told by a look at a column. */
#include "group_work.h"

static void take_codes(const struct adding_block *b, const uint16_t *column, uint32_t *slot) {
  for (size_t i = 0; i < b->n; i++) slot[i] = column[b->row[i]];
}

/* A column that is left out says nothing of anybody. */
static void take_column(const struct adding_block *b, const uint16_t *column, uint64_t n, uint32_t *slot) {
  if (n) take_codes(b, column, slot);
  else memset(slot, 0, b->n * sizeof *slot);
}

/* One theme at most, without a percent. */
static void take_themes(const struct group_work *w, const struct adding_block *b, uint32_t *slot) {
  const struct snap_view *v = w->v;
  take_column(b, v->project_theme, v->n_project_theme, slot);
  for (size_t i = 0; v->n_class_first && i < b->n; i++) {
    uint32_t begin, end, row = b->row[i], themes = 0;
    bool percent = false;
    SNAP_SLICE(v, class, row, &begin, &end);
    for (uint32_t k = begin; k < end; k++) {
      bool own = v->class[k].vocabulary == w->theme_vocabulary;
      themes += own;
      percent |= own && v->class[k].percent;
    }
    if (themes > 1 || percent) slot[i] = GROUP_SPLIT;
  }
}

/* Nobody gave anything, so far as is known; of sources, nobody is said to fund either. */
static void take_contributions(const struct group_work *w, const struct adding_block *b, uint32_t *slot) {
  const struct snap_view *v = w->v;
  for (size_t i = 0; i < b->n; i++) {
    uint32_t begin, end, row = b->row[i];
    SNAP_SLICE(v, contribution, row, &begin, &end);
    slot[i] = begin < end ? GROUP_SPLIT : 0;
    if (w->by == GROUP_FORM || slot[i]) continue;
    SNAP_SLICE(v, party, row, &begin, &end);
    for (uint32_t k = begin; k < end && w->role_funds; k++)
      if (v->party[k].role == w->role_funds) slot[i] = GROUP_SPLIT;
  }
}

static void take_executors(const struct group_work *w, const struct adding_block *b, uint32_t *slot) {
  const struct snap_view *v = w->v;
  for (size_t i = 0; i < b->n; i++) {
    uint32_t begin, end, found = 0;
    SNAP_SLICE(v, party, b->row[i], &begin, &end);
    for (uint32_t k = begin; k < end && w->role_executes; k++) {
      if (v->party[k].role != w->role_executes) continue;
      uint32_t one = v->party[k].actor + 1;
      found = !found || found == one ? one : GROUP_SPLIT;
    }
    slot[i] = found;
  }
}

/* SNAPSHOT_NONE + 1 is 0: in no area. */
static void take_areas(const struct group_work *w, const struct adding_block *b, uint32_t *slot) {
  for (size_t i = 0; i < b->n; i++)
    slot[i] = w->v->project_flags[b->row[i]] & SNAP_PLACE_WHOLE ? w->v->project_area[b->row[i]] + 1 : GROUP_SPLIT;
}

void group_whole_slots(const struct group_work *w, const struct adding_block *b, uint32_t *slot) {
  const struct snap_view *v = w->v;
  switch (w->by) {
  case GROUP_AREA: take_areas(w, b, slot); return;
  case GROUP_THEME: take_themes(w, b, slot); return;
  case GROUP_SOURCE:
  case GROUP_FORM: take_contributions(w, b, slot); return;
  case GROUP_EXECUTOR: take_executors(w, b, slot); return;
  case GROUP_TYPE: take_column(b, v->project_cooperation, v->n_project_cooperation, slot); return;
  case GROUP_MODALITY: take_column(b, v->project_modality, v->n_project_modality, slot); return;
  case GROUP_YEAR: take_column(b, v->project_year, v->n_project_year, slot); return;
  case GROUP_STATUS: take_column(b, v->project_status, v->n_project_status, slot); return;
  case GROUP_KIND: take_codes(b, v->project_kind, slot); return;
  case GROUP_PLACE:
    for (size_t i = 0; i < b->n; i++) slot[i] = (v->project_flags[b->row[i]] & SNAP_PLACE_MASK) + 1u;
    return;
  case GROUPS: return;
  }
}
