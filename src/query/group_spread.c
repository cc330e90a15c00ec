/* How the value of a project falls on the values of a dimension. */
#include "group_work.h"

static int32_t year_of(const struct group_work *w, const struct adding_project *p) {
  return w->has_periods ? SNAP_COLUMN(w->v, project_year, p->row) : 0;
}

static void whole(struct group_work *w, const struct adding_project *p, uint32_t slot) {
  group_part_add(w, slot, p->value, year_of(w, p));
}

/* Themes in the order in which the snapshot has them, with their percents in millionths, -1 where none is stated. */
static size_t themes_of(const struct group_work *w, uint32_t row, uint32_t *slot, int32_t *ppm, size_t max) {
  const struct snap_view *v = w->v;
  uint32_t begin, end, first, last;
  size_t n = 0;
  SNAP_SLICE(v, theme, row, &begin, &end);
  for (uint32_t k = begin; k < end && n < max; k++) slot[n++] = v->theme[k];
  if (!v->n_theme_first && SNAP_COLUMN(v, project_theme, row)) slot[n++] = v->project_theme[row];
  for (size_t k = 0; k < n; k++) ppm[k] = -1;
  SNAP_SLICE(v, class, row, &first, &last);
  size_t at = 0;
  for (uint32_t k = first; k < last && at < n; k++)
    if (v->class[k].vocabulary == w->theme_vocabulary) ppm[at++] = v->class[k].percent - 1;
  return n;
}

enum { MAX_THEMES = 256, PPM = 1000000 };

static void spread_themes(struct group_work *w, const struct adding_project *p) {
  uint32_t slot[MAX_THEMES];
  int32_t ppm[MAX_THEMES];
  i128 weight[MAX_THEMES + 1], part[MAX_THEMES + 1];
  size_t n = themes_of(w, p->row, slot, ppm, MAX_THEMES);
  int64_t stated = 0;
  if (n == 0 || (n == 1 && ppm[0] < 0)) {
    whole(w, p, n ? slot[0] : 0);
    return;
  }
  for (size_t k = 0; k < n; k++) {
    weight[k] = ppm[k] > 0 ? ppm[k] : 0;
    stated += ppm[k] > 0 ? ppm[k] : 0;
    part[k] = 0;
  }
  weight[n] = PPM - stated;
  part[n] = p->value;
  if (stated && stated <= PPM) decimal_split(p->value, weight, n + 1, part); /* more than everything says nothing */
  for (size_t k = 0; k < n; k++) group_part_add(w, slot[k], part[k], year_of(w, p));
  w->unallocated = part[n];
  w->is_unallocated = stated != PPM; /* also where its part rounds to nothing */
}

static int32_t year_of_date(const struct snap_view *v, uint32_t date) {
  struct str s = snap_text(v, v->date[date]);
  int32_t year = 0;
  for (size_t i = 0; i < 4; i++) {
    if (i >= s.n || s.p[i] < '0' || s.p[i] > '9') return 0;
    year = year * 10 + (s.p[i] - '0');
  }
  return year;
}

/* Of a transaction its date, else that of its value, else the project's year. */
static int32_t contribution_year(const struct group_work *w, const struct adding_project *p, uint32_t at) {
  const struct snap_view *v = w->v;
  if (!w->has_periods) return 0;
  int32_t year = v->n_transaction ? year_of_date(v, v->transaction[at].date) : 0;
  if (!year) year = year_of_date(v, v->contribution[at].value_date);
  return year ? year : year_of(w, p);
}

static uint32_t contribution_slot(const struct group_work *w, const struct snap_rec_contribution *c) {
  if (w->by == GROUP_SOURCE) return c->provider + 1; /* SNAPSHOT_NONE + 1 is 0: sin dato */
  return c->form == w->form_unknown ? 0 : c->form;
}

/* A contribution in the currency of the sum; false where it is in another that the project's rate does not lead from. */
static bool contribution_minor(const struct adding_project *p, const struct snap_rec_contribution *c, i128 *out) {
  *out = snap_i128_get(c->amount);
  if (c->currency != p->currency) return false;
  return !p->use.found || rates_apply(&p->use, *out, out);
}

/* Parties of a role, as touched slots. Returns how many different ones. */
static size_t touch_parties(struct group_work *w, uint32_t row, uint16_t role) {
  uint32_t begin, end;
  size_t before = w->n_parts, distinct = 0;
  SNAP_SLICE(w->v, party, row, &begin, &end);
  for (uint32_t k = begin; role && k < end; k++) {
    uint32_t slot = w->v->party[k].actor + 1;
    if (w->v->party[k].role != role) continue;
    size_t i = before;
    while (i < w->n_parts && w->part[i].slot != slot) i++;
    distinct += i == w->n_parts;
    if (i == w->n_parts) group_part_add(w, slot, 0, year_of(w, &(struct adding_project){.row = row}));
  }
  return distinct;
}

/* Everybody who gives is touched, by whatever contribution; money falls by those that count. */
static void spread_contributions(struct group_work *w, const struct adding_project *p) {
  const struct snap_view *v = w->v;
  uint32_t begin, end;
  i128 sum = 0, minor;
  size_t counting = 0, funders = w->by == GROUP_SOURCE ? touch_parties(w, p->row, w->role_funds) : 0;
  SNAP_SLICE(v, contribution, p->row, &begin, &end);
  for (uint32_t k = begin; k < end; k++) {
    const struct snap_rec_contribution *c = &v->contribution[k];
    uint32_t slot = contribution_slot(w, c);
    if (!c->counts) {
      if (slot) group_part_add(w, slot, 0, contribution_year(w, p, k));
      continue;
    }
    counting++;
    bool adds = p->kind == ADDING_VALUE && contribution_minor(p, c, &minor);
    group_part_add(w, slot, adds ? minor : 0, contribution_year(w, p, k));
    sum += adds ? minor : 0;
  }
  if (counting) {
    w->difference = p->value - sum;
    w->is_difference = w->difference != 0;
  } else if (funders || w->n_parts) {
    w->unallocated = p->value;
    w->is_unallocated = true;
  } else {
    whole(w, p, 0);
  }
}

static void spread_executors(struct group_work *w, const struct adding_project *p) {
  size_t n = touch_parties(w, p->row, w->role_executes);
  if (n == 0) whole(w, p, 0);
  if (n == 1) w->part[0].minor = p->value;
  if (n < 2) return;
  w->unallocated = p->value;
  w->is_unallocated = true;
}

void group_spread(struct group_work *w, const struct adding_project *p) {
  const struct snap_view *v = w->v;
  uint32_t i = p->row;
  w->n_parts = 0;
  w->unallocated = w->difference = 0;
  w->is_unallocated = w->is_difference = false;
  switch (w->by) {
  case GROUP_AREA: group_spread_area(w, p); return;
  case GROUP_THEME: spread_themes(w, p); return;
  case GROUP_SOURCE:
  case GROUP_FORM: spread_contributions(w, p); return;
  case GROUP_EXECUTOR: spread_executors(w, p); return;
  case GROUP_TYPE: whole(w, p, SNAP_COLUMN(v, project_cooperation, i)); return;
  case GROUP_MODALITY: whole(w, p, SNAP_COLUMN(v, project_modality, i)); return;
  case GROUP_YEAR: whole(w, p, SNAP_COLUMN(v, project_year, i)); return;
  case GROUP_STATUS: whole(w, p, SNAP_COLUMN(v, project_status, i)); return;
  case GROUP_KIND: whole(w, p, v->project_kind[i]); return;
  case GROUP_PLACE: whole(w, p, (v->project_flags[i] & SNAP_PLACE_MASK) + 1u); return;
  case GROUPS: return;
  }
}
