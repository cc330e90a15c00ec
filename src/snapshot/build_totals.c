/* What lets totals of a million projects pass by their places: a flag of those that have none or one, and everything there. */
#include "builder.h"

/* `touched`: the place touches areas that it was not tied to. */
static bool is_whole(const struct snap_view *v, uint32_t project, const struct snap_rec_place *p, bool touched) {
  if (touched) return false;
  if (!(v->project_flags[project] & SNAP_HAS_VALUE)) return true;
  return p->is_attributed && snap_i128_get(p->attributed) == snap_i128_get(v->project_value[project]);
}

void build_totals(struct builder *b) {
  struct snap_view v = builder_view(b);
  uint16_t *flags = b->out[SNAP_SEC_project_flags].data;
  uint64_t touch = 0;
  for (uint32_t i = 0; i < b->n_projects; i++) {
    uint32_t begin, end;
    SNAP_SLICE(&v, place, i, &begin, &end);
    while (touch < v.n_touch && v.touch[touch].place < begin) touch++;
    bool touched = touch < v.n_touch && v.touch[touch].place < end;
    if (begin == end || (end - begin == 1 && is_whole(&v, i, &v.place[begin], touched)))
      flags[i] = (uint16_t)(flags[i] | SNAP_PLACE_WHOLE);
  }
}
