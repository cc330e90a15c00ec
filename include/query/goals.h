#ifndef QUERY_GOALS_H
#define QUERY_GOALS_H
/* How far a goal is, by what the records themselves say: code list 'goal_metric'. Under everything, without a filter. */
#include "query/group.h"

struct goal_progress {
  bool known;        /* false: the goal has no metric, or none that is computed; all else is empty */
  int64_t value, of; /* of: what it is a part of; -1: it is no part of anything */
  bool has_amount;
  i128 amount_minor; /* contrapartida: of the counterparts that count, in `currency` */
  struct str currency;
  const char *unit_es, *unit_en; /* "proyectos" */
  struct str es, en;             /* one sentence, with what it does not cover; in the arena */
};
/* metric: a code of the list, "" none. Linear in the projects (pares-abiertos: as group_overlaps). */
bool goal_measure(struct snapshot *s, struct arena *a, struct str metric, struct goal_progress *out, struct err *e);
#endif
