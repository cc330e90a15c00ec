/* The rule of sums in two halves, for whoever adds values up another way. */
#include "adding.h"

uint64_t *summary_value_elsewhere(const struct filter *f) {
  struct adding a;
  adding_begin(&a, f, STR(""), NULL);
  uint64_t *bits = a.value_elsewhere;
  a.value_elsewhere = NULL;
  adding_end(&a);
  return bits;
}

bool summary_own_value(const struct snapshot *s, uint32_t project, uint16_t currency, i128 *minor) {
  const struct snap_view *v = snapshot_view(s);
  if (!(v->project_flags[project] & SNAP_HAS_VALUE) || !currency) return false;
  if (SNAP_COLUMN(v, project_currency, project) != currency) return false;
  *minor = v->n_project_value ? snap_i128_get(v->project_value[project]) : 0;
  return true;
}
