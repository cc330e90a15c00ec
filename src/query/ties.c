#include "ties.h"

enum { HALF_PPM = 500000 };

static uint64_t first_touch(const struct snap_view *v, uint32_t place) {
  uint64_t low = 0, high = v->n_touch;
  while (low < high) {
    uint64_t mid = low + (high - low) / 2;
    if (v->touch[mid].place < place) low = mid + 1;
    else high = mid;
  }
  return low;
}

void ties_of_place(struct ties *w, uint32_t place, tie_fn *visit, void *user) {
  const struct snap_view *v = w->v;
  uint32_t area = v->place[place].area, begin, end;
  if (area != SNAPSHOT_NONE) {
    visit(user, (struct tie){place, area, true, true});
    SNAP_SLICE(v, containing, area, &begin, &end);
    for (uint32_t k = begin; k < end; k++) visit(user, (struct tie){place, v->containing[k], false, true});
  }
  if (place < w->last) w->touch = first_touch(v, place);
  w->last = place;
  while (w->touch < v->n_touch && v->touch[w->touch].place < place) w->touch++;
  for (; w->touch < v->n_touch && v->touch[w->touch].place == place; w->touch++)
    visit(user, (struct tie){place, v->touch[w->touch].area, false, v->touch[w->touch].share_ppm > HALF_PPM});
}

void ties_of_project(struct ties *w, uint32_t project, tie_fn *visit, void *user) {
  uint32_t begin, end;
  SNAP_SLICE(w->v, place, project, &begin, &end);
  for (uint32_t k = begin; k < end; k++) ties_of_place(w, k, visit, user);
}
