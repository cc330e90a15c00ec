/* How the value of a project falls on the areas of a layer: by place, and only where the place is in exactly one of them, so that
 * areas of one layer that overlap never share a peso twice. */
#include "group_work.h"

struct found {
  struct group_work *w;
  uint32_t slot; /* of the one area that the place is in */
  size_t areas;
  int32_t year;
};

static void see_tie(void *user, struct tie t) {
  struct found *f = user;
  struct group_work *w = f->w;
  if (w->has_layer && (!w->layer || w->v->area[t.area].layer != w->layer)) return;
  group_part_add(w, t.area + 1, 0, f->year);
  /* Without a layer a place falls on the area that it is tied to, not on those around it as well. */
  bool falls = w->has_layer ? t.whole : t.direct;
  if (!falls || (f->areas && f->slot == t.area + 1)) return;
  f->slot = t.area + 1;
  f->areas++;
}

static void touch_nothing(void *user, uint32_t slot) { (void)user, (void)slot; }

void group_area_slots(struct group_work *w) {
  if (w->by != GROUP_AREA || !w->has_layer) return;
  w->area_slot = mem_calloc(w->v->n_area + 1, sizeof *w->area_slot);
  for (uint32_t i = 0; i < w->v->n_area; i++) {
    uint32_t slot;
    size_t areas = group_area_share(w, i, &slot, touch_nothing, NULL);
    w->area_slot[i + 1] = areas > 1 ? GROUP_SPLIT : slot;
  }
}

size_t group_area_share(const struct group_work *w, uint32_t area, uint32_t *slot,
                        void (*touch)(void *user, uint32_t slot), void *user) {
  uint32_t begin, end;
  size_t areas = 0;
  *slot = 0;
  SNAP_SLICE(w->v, containing, area, &begin, &end);
  for (uint32_t k = begin; k <= end; k++) {
    uint32_t one = k == end ? area : w->v->containing[k];
    if (w->has_layer && (!w->layer || w->v->area[one].layer != w->layer)) continue;
    touch(user, one + 1);
    if (!w->has_layer && one != area) continue; /* falls on the area that it is tied to */
    *slot = one + 1;
    areas++;
  }
  return areas;
}

/* What falls on each place, in the currency of the sum: the parts in its own currency, kept in proportion. */
static void place_parts(const struct group_work *w, const struct adding_project *p, uint32_t begin, uint32_t end,
                        i128 *part, i128 *weight) {
  size_t n = end - begin;
  i128 rest = p->own;
  for (size_t k = 0; k < n; k++) {
    const struct snap_rec_place *place = &w->v->place[begin + k];
    part[k] = p->kind == ADDING_VALUE ? snap_i128_get(place->attributed) : 0;
    rest -= part[k];
  }
  part[n] = p->kind == ADDING_VALUE ? rest : 0;
  if (!p->use.found || p->kind != ADDING_VALUE || p->own == 0) return;
  for (size_t k = 0; k <= n; k++) weight[k] = part[k] < 0 ? -part[k] : part[k]; /* all have the sign of the value */
  decimal_split(p->value, weight, n + 1, part);
}

void group_spread_area(struct group_work *w, const struct adding_project *p) {
  uint32_t begin, end;
  i128 fixed[2 * 17];
  SNAP_SLICE(w->v, place, p->row, &begin, &end);
  size_t n = end - begin;
  i128 *part = n < 17 ? fixed : mem_alloc(2 * (n + 1) * sizeof *part);
  int32_t year = SNAP_COLUMN(w->v, project_year, p->row);
  bool whole = true;
  place_parts(w, p, begin, end, part, part + n + 1);
  for (uint32_t k = begin; k < end; k++) {
    /* Of a layer that parts the city every place is in one area at most; SNAPSHOT_NONE + 1 is 0. */
    uint32_t only = w->area_slot && !w->v->n_touch ? w->area_slot[w->v->place[k].area + 1] : GROUP_SPLIT;
    if (only != GROUP_SPLIT) {
      group_part_add(w, only, part[k - begin], year);
      whole &= w->v->place[k].is_attributed != 0;
      continue;
    }
    struct found f = {.w = w, .year = year};
    ties_of_place(&w->ties, k, see_tie, &f);
    bool given = w->v->place[k].is_attributed;
    whole &= given;
    if (f.areas == 0) {
      group_part_add(w, 0, part[k - begin], year);
    } else if (f.areas == 1) {
      group_part_add(w, f.slot, part[k - begin], year);
    } else {
      w->unallocated += part[k - begin];
      w->is_unallocated = true;
    }
  }
  if (n == 0) group_part_add(w, 0, part[0], year);
  else w->unallocated += part[n];
  w->is_unallocated |= n > 0 && (!whole || part[n] != 0);
  if (part != fixed) free(part);
}
