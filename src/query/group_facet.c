/* How many projects each value has: counts that agree with the filter of the same name. Of a million projects this is a matter of
 * how few bytes are looked at: one column, from one end to the other. */
#include "group_work.h"

/* What is counted: a selection, and by slot. */
struct counting {
  const struct snap_view *v;
  const uint64_t *selected;
  uint64_t n; /* projects */
  uint64_t *counts;
};

/* ---- one value for each project ---- */

enum { TABLES = 4 };

/* Full words by four tables in turns: a value that comes twice in a row would wait for its own count to be stored. */
static void count_words(const struct counting *c, const uint16_t *column, uint16_t mask, uint32_t *table,
                        size_t slots) {
  for (size_t k = 0; k < bits_blocks(c->n); k++) {
    uint64_t word = c->selected[k];
    const uint16_t *p = column + k * 64;
    if (word == UINT64_MAX) {
      for (size_t i = 0; i < 64; i += TABLES) {
        table[p[i] & mask]++;
        table[slots + (p[i + 1] & mask)]++;
        table[2 * slots + (p[i + 2] & mask)]++;
        table[3 * slots + (p[i + 3] & mask)]++;
      }
      continue;
    }
    for (; word; word &= word - 1) table[p[__builtin_ctzll(word)] & mask]++;
  }
}

/* `slots`: more than any value & mask. The counts begin at counts[first]. */
static void count_column(const struct counting *c, const uint16_t *column, uint16_t mask, size_t slots, size_t first) {
  uint32_t *table = mem_calloc(TABLES * slots, sizeof *table);
  count_words(c, column, mask, table, slots);
  for (size_t i = 0; i < TABLES * slots; i++)
    if (table[i]) c->counts[first + i % slots] += table[i];
  free(table);
}

static void count_optional(const struct counting *c, const uint16_t *column, uint64_t n, size_t slots) {
  if (n) count_column(c, column, UINT16_MAX, slots, 0);
  else c->counts[0] = bits_count(c->selected, c->n);
}

/* ---- several ---- */

/* Themes of one project are different ones. */
static void count_themes(const struct counting *c, size_t slots) {
  const struct snap_view *v = c->v;
  if (!v->n_theme_first) {
    count_optional(c, v->project_theme, v->n_project_theme, slots);
    return;
  }
  for (BITS_EACH(c->selected, c->n, i)) {
    uint32_t begin = v->theme_first[i], end = v->theme_first[i + 1];
    c->counts[0] += begin == end;
    for (; begin < end; begin++) c->counts[v->theme[begin]]++;
  }
}

enum { FORMS_AHEAD = 16 };

/* Of the forms of what is given, each once; one that is not known only of what counts. */
static void count_forms(const struct group_work *w, const struct counting *c) {
  const struct snap_view *v = c->v;
  if (!v->n_contribution) {
    c->counts[0] = bits_count(c->selected, c->n);
    return;
  }
  uint32_t *last = mem_calloc(w->slots, sizeof *last);
  for (BITS_EACH(c->selected, c->n, i)) {
    uint32_t begin, end, any = 0, row = (uint32_t)i + 1;
    SNAP_SLICE(v, contribution, i, &begin, &end);
    for (; begin < end; begin++) {
      const struct snap_rec_contribution *one = &v->contribution[begin];
      __builtin_prefetch(&one[FORMS_AHEAD].form); /* may lie behind the end: nobody reads it there */
      uint32_t slot = one->form == w->form_unknown ? 0 : one->form;
      if (!slot && !one->counts) continue;
      any = 1;
      c->counts[slot] += last[slot] != row;
      last[slot] = row;
    }
    c->counts[0] += !any;
  }
  free(last);
}

/* Of an actor, every part in the role that fuente= and ejecutor= ask for. */
static void count_actors(const struct group_work *w, const struct counting *c) {
  const struct snap_view *v = c->v;
  unsigned shift = w->by == GROUP_SOURCE ? 0 : 1; /* SNAP_ROLE_FUNDS, SNAP_ROLE_EXECUTES */
  uint64_t *with = bits_none(c->n);
  for (uint32_t actor = 0; actor < v->n_actor; actor++) {
    uint32_t begin, end;
    uint64_t count = 0;
    SNAP_SLICE(v, actor_project, actor, &begin, &end);
    for (; begin < end; begin++) {
      struct snap_actor_project p = v->actor_project[begin];
      uint64_t in = c->selected[p.project / 64] >> (p.project % 64) & (p.roles >> shift) & 1;
      count += in;
      with[p.project / 64] |= in << (p.project % 64);
    }
    c->counts[actor + 1] = count;
  }
  c->counts[0] = bits_count(c->selected, c->n) - bits_count(with, c->n);
  free(with);
}

void group_count_slots(const struct group_work *w, const struct filter *f, uint64_t *counts) {
  const struct snap_view *v = w->v;
  const struct counting counting = {v, filter_project_bits(f), v->n_project_code, counts}, *c = &counting;
  switch (w->by) {
  case GROUP_THEME: count_themes(c, w->slots); return;
  case GROUP_SOURCE:
  case GROUP_EXECUTOR: count_actors(w, c); return;
  case GROUP_FORM: count_forms(w, c); return;
  case GROUP_TYPE: count_optional(c, v->project_cooperation, v->n_project_cooperation, w->slots); return;
  case GROUP_MODALITY: count_optional(c, v->project_modality, v->n_project_modality, w->slots); return;
  case GROUP_YEAR: count_optional(c, v->project_year, v->n_project_year, w->slots); return;
  case GROUP_STATUS: count_optional(c, v->project_status, v->n_project_status, w->slots); return;
  case GROUP_KIND: count_column(c, v->project_kind, UINT16_MAX, w->slots, 0); return;
  case GROUP_PLACE: count_column(c, v->project_flags, SNAP_PLACE_MASK, SNAP_PLACE_MASK + 1, 1); return;
  case GROUP_AREA:
  case GROUPS: return;
  }
}

void group_facet(const struct filter *f, struct arena *a, enum group_by by, const struct group_count **out, size_t *n) {
  struct group_work w;
  group_work_name(&w, f, by);
  uint64_t *counts = mem_calloc(w.slots, sizeof *counts);
  uint32_t *order = mem_alloc((w.slots + 1) * sizeof *order);
  bool *used = mem_calloc(w.slots, 1);
  group_count_slots(&w, f, counts);
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
}
