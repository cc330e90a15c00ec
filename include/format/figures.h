#ifndef FORMAT_FIGURES_H
#define FORMAT_FIGURES_H
/* Counts and amounts of every area and actor under no filter: what `proyectos`, `valor` and `valor_atribuido` of an area or an
 * actor say. Made once per snapshot on first use and shared by all threads; the previous snapshot's figures go with their
 * last holder. */
#include "snapshot/snapshot.h"

struct figures_area {
  uint64_t projects;
  uint64_t
      unknown; /* of them, those whose value is not known in this currency: their part of the sums is missing, not zero */
  i128 full_minor, attributed_minor, direct_minor;
};
struct figures {
  const struct figures_area *areas; /* snapshot_areas() */
  const uint32_t *actor_projects;   /* snapshot_actors(): distinct projects that name the actor */
};
#define FIGURES_CURRENCY "COP" /* amounts in other currencies are counted, never summed */

/* The figures of s; release with figures_release(). Any thread. */
bool figures_hold(struct snapshot *s, const struct figures **out, struct err *e);
void figures_release(const struct figures *f); /* NULL is fine */
#endif
