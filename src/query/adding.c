#include "adding.h"

enum { MAX_DEPTH = 64 };

/* Which selected project stands for those that are the same: the first that has a value, else the first. Kept by the row that
 * the snapshot counts them as. */
struct doubles {
  uint32_t *value, *people; /* row + 1; 0 nobody yet */
};

static bool has_value(const struct snap_view *v, uint32_t i) { return v->project_flags[i] & SNAP_HAS_VALUE; }

static bool has_people(const struct snapshot *s, uint32_t i) {
  int64_t min, max;
  snapshot_people(s, i, &min, &max);
  return max >= 0;
}

static void find_doubles(struct adding *a, const uint64_t *selected) {
  struct doubles d = {NULL, NULL};
  uint64_t n = a->v->n_project_code;
  for (BITS_EACH(selected, n, i)) {
    uint32_t row = (uint32_t)i, same = snapshot_same_as(a->snapshot, row);
    if (same == row) continue;
    if (!d.value) {
      d = (struct doubles){mem_calloc(n, sizeof *d.value), mem_calloc(n, sizeof *d.people)};
      a->doubled = bits_none(n);
    }
    /* The one they count as comes first in code order, so that it was passed already: it is not `row` itself. */
    if (!d.value[same] && bits_has(selected, same)) {
      d.value[same] = same + 1;
      d.people[same] = same + 1;
    }
    if (!d.value[same]) {
      d.value[same] = d.people[same] = row + 1;
      continue;
    }
    uint32_t holder = d.value[same] - 1, grouped = d.people[same] - 1;
    bool takes = has_value(a->v, row) && !has_value(a->v, holder);
    bool takes_people = has_people(a->snapshot, row) && !has_people(a->snapshot, grouped);
    bits_set(a->value_elsewhere, takes ? holder : row);
    bits_set(a->people_elsewhere, takes_people ? grouped : row);
    bits_set(a->doubled, takes_people ? grouped : row);
    if (takes) d.value[same] = row + 1;
    if (takes_people) d.people[same] = row + 1;
  }
  free(d.value);
  free(d.people);
}

/* Every selected project above one with a value (with people) leaves its own to those below it. */
static void find_parents(struct adding *a, const uint64_t *selected) {
  const struct snap_view *v = a->v;
  for (BITS_EACH(selected, v->n_project_code, i)) {
    uint32_t row = (uint32_t)i, up = SNAP_COLUMN(v, project_parent, i);
    if (!up) continue;
    bool value = has_value(v, row), people = has_people(a->snapshot, row);
    uint32_t same = a->doubled ? snapshot_same_as(a->snapshot, row) : SNAPSHOT_NONE;
    for (int depth = 0; up && up - 1 != i && depth < MAX_DEPTH; depth++) {
      bool itself = a->doubled && snapshot_same_as(a->snapshot, up - 1) == same;
      if (bits_has(selected, up - 1) && !itself) {
        if (value) bits_set(a->value_elsewhere, up - 1);
        if (people) bits_set(a->people_elsewhere, up - 1);
      }
      up = SNAP_COLUMN(v, project_parent, up - 1);
    }
  }
}

void adding_begin(struct adding *a, const struct filter *f, struct str currency, const struct rates *rates) {
  struct snapshot *s = filter_snapshot(f);
  *a = (struct adding){.snapshot = s, .v = snapshot_view(s), .rates = rates};
  a->currency = snapshot_find_code(s, currency.n ? currency : STR("COP"));
  uint64_t n = a->v->n_project_code;
  a->value_elsewhere = bits_none(n);
  a->people_elsewhere = bits_none(n);
  find_doubles(a, filter_project_bits(f));
  if (a->v->n_project_parent) find_parents(a, filter_project_bits(f));
}

void adding_end(struct adding *a) {
  free(a->value_elsewhere);
  free(a->people_elsewhere);
  free(a->doubled);
}

/* The value as it counts here: of the one currency, or at a rate. */
static bool counts_here(const struct adding *a, struct adding_project *p) {
  if (a->currency && p->currency == a->currency) {
    p->value = p->own;
    return true;
  }
  if (!a->rates) return false;
  p->use = rates_for(a->rates, p->row, snap_code_text(a->v, p->currency));
  return p->use.found && rates_apply(&p->use, p->own, &p->value);
}

void adding_project(const struct adding *a, uint32_t row, struct adding_project *out) {
  const struct snap_view *v = a->v;
  unsigned flags = v->project_flags[row];
  *out = (struct adding_project){.row = row, .kind = ADDING_VALUE, .currency = SNAP_COLUMN(v, project_currency, row)};
  snapshot_people(a->snapshot, row, &out->people_min, &out->people_max);
  out->people_elsewhere = bits_has(a->people_elsewhere, row);
  if (a->doubled && bits_has(a->doubled, row)) out->people_min = out->people_max = -1;
  if (v->n_project_value && flags & SNAP_HAS_VALUE) out->own = snap_i128_get(v->project_value[row]);
  if (!(flags & SNAP_HAS_VALUE))
    out->kind = flags & SNAP_NO_DISBURSEMENT ? ADDING_NO_DISBURSEMENT : ADDING_WITHOUT_VALUE;
  else if (bits_has(a->value_elsewhere, row)) out->kind = ADDING_ELSEWHERE;
  else if (!counts_here(a, out)) out->kind = ADDING_OTHER_CURRENCY;
  if (out->kind != ADDING_VALUE) out->value = 0;
}

void adding_money_begin(struct summary_money *m) { *m = (struct summary_money){.people_min = -1, .people_max = -1}; }

void adding_money(struct summary_money *m, const struct adding_project *p, i128 value) {
  m->projects++;
  m->without_value += p->kind == ADDING_WITHOUT_VALUE;
  m->no_disbursement += p->kind == ADDING_NO_DISBURSEMENT;
  m->other_currency += p->kind == ADDING_OTHER_CURRENCY;
  m->counted_elsewhere += p->kind == ADDING_ELSEWHERE;
  m->full_minor += value;
  if (p->people_min > m->people_min) m->people_min = p->people_min;
  if (p->people_max < 0 || p->people_elsewhere) return;
  if (m->people_max < 0) m->people_max = 0;
  m->people_max = p->people_max > INT64_MAX - m->people_max ? INT64_MAX : m->people_max + p->people_max;
}

void adding_money_end(struct summary_money *m, int64_t population) {
  if (population >= 0 && m->people_max > population) m->people_max = population;
  if (m->people_max < m->people_min) m->people_max = m->people_min; /* at least the largest group */
}
