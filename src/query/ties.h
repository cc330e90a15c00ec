#ifndef QUERY_TIES_H
#define QUERY_TIES_H
/* Private to query: the areas that a project is in or touches, in the order of its places. */
#include "query/filter.h"
#include "snapshot/layout.h"

struct tie {
  uint32_t place, area;
  bool direct, whole; /* the place is tied to exactly this area; what falls on the place falls on the area */
};
/* A walk over places, quick while they ascend; begins as {.v = v}. */
struct ties {
  const struct snap_view *v;
  uint64_t touch; /* the next one */
  uint32_t last;  /* place that was asked for */
};
typedef void tie_fn(void *user, struct tie t);

enum { TIES_HALF_PPM = 500000 };

static inline uint64_t ties_first_touch(const struct snap_view *v, uint32_t place) {
  uint64_t low = 0, high = v->n_touch;
  while (low < high) {
    uint64_t mid = low + (high - low) / 2;
    if (v->touch[mid].place < place) low = mid + 1;
    else high = mid;
  }
  return low;
}

/* One place: the area it is tied to, what holds that, and what its geometry touches besides. Here, so that a million visits are no
 * calls. */
static inline void ties_of_place(struct ties *w, uint32_t place, tie_fn *visit, void *user) {
  const struct snap_view *v = w->v;
  uint32_t area = v->place[place].area, begin, end;
  if (area != SNAPSHOT_NONE) {
    visit(user, (struct tie){place, area, true, true});
    SNAP_SLICE(v, containing, area, &begin, &end);
    for (uint32_t k = begin; k < end; k++) visit(user, (struct tie){place, v->containing[k], false, true});
  }
  if (place < w->last) w->touch = ties_first_touch(v, place);
  w->last = place;
  while (w->touch < v->n_touch && v->touch[w->touch].place < place) w->touch++;
  for (; w->touch < v->n_touch && v->touch[w->touch].place == place; w->touch++)
    visit(user, (struct tie){place, v->touch[w->touch].area, false, v->touch[w->touch].share_ppm > TIES_HALF_PPM});
}

/* Every place of a project; an area comes once for each place. */
static inline void ties_of_project(struct ties *w, uint32_t project, tie_fn *visit, void *user) {
  uint32_t begin, end;
  SNAP_SLICE(w->v, place, project, &begin, &end);
  for (uint32_t k = begin; k < end; k++) ties_of_place(w, k, visit, user);
}
#endif
