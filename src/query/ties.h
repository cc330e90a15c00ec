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
/* One place: the area it is tied to, what holds that, and what its geometry touches besides. */
void ties_of_place(struct ties *w, uint32_t place, tie_fn *visit, void *user);
/* Every place of a project; an area comes once for each place. */
void ties_of_project(struct ties *w, uint32_t project, tie_fn *visit, void *user);
#endif
