#include "adding.h"
#include <assert.h>

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
  const uint32_t *same_as = a->v->project_same;
  for (uint64_t i = 0; i < a->v->n_project_same; i++) {
    if (!same_as[i] || !bits_has(selected, i)) continue;
    uint32_t row = (uint32_t)i, same = same_as[i] - 1;
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
    if (takes_people || has_people(a->snapshot, grouped)) bits_set(a->people_elsewhere, takes_people ? grouped : row);
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
  for (uint64_t i = 0; i < v->n_project_parent; i++) {
    if (!v->project_parent[i] || !bits_has(selected, i)) continue;
    uint32_t row = (uint32_t)i, up = v->project_parent[i];
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
  find_parents(a, filter_project_bits(f));
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

/* ---- runs ---- */

static size_t take_rows(const uint64_t *selected, uint64_t n, uint64_t *at, uint32_t *row) {
  size_t taken = 0, k = (size_t)(*at / 64), blocks = bits_blocks(n);
  for (; k < blocks && taken + 64 <= ADDING_BLOCK; k++) {
    uint32_t base = (uint32_t)(k * 64);
    uint64_t word = selected[k];
    if (word == UINT64_MAX) {
      for (uint32_t i = 0; i < 64; i++) row[taken + i] = base + i;
      taken += 64;
      continue;
    }
    for (; word; word &= word - 1) row[taken++] = base + (uint32_t)__builtin_ctzll(word);
  }
  *at = k * 64;
  return taken;
}

/* Why each adds or not. The columns are held by pointers of this function: through the view the compiler would read them again after
 * every byte that is stored. */
static void take_kinds(const struct adding *a, struct adding_block *b) {
  static const uint8_t kinds[8] = {ADDING_WITHOUT_VALUE,   ADDING_WITHOUT_VALUE,  ADDING_NO_DISBURSEMENT,
                                   ADDING_NO_DISBURSEMENT, ADDING_OTHER_CURRENCY, ADDING_VALUE,
                                   ADDING_ELSEWHERE,       ADDING_ELSEWHERE};
  static const uint16_t none = 0;
  const uint16_t *flags = a->v->project_flags, here = a->currency;
  const uint16_t *currency = a->v->n_project_currency ? a->v->project_currency : &none;
  const uint32_t *row = b->row, every = a->v->n_project_currency ? UINT32_MAX : 0;
  const uint64_t *elsewhere = a->value_elsewhere;
  for (size_t i = 0, n = b->n; i < n; i++) {
    unsigned f = flags[row[i]], has = (f & SNAP_HAS_VALUE) != 0;
    unsigned second = has ? bits_has(elsewhere, row[i]) : (f & SNAP_NO_DISBURSEMENT) != 0;
    b->kind[i] = kinds[has * 4 + second * 2 + (here && currency[row[i] & every] == here)];
  }
}

/* A project whose value is not in the sum has 0 there: taken by a mask, not by a branch that nobody could foresee. */
static void take_values(const struct adding *a, struct adding_block *b) {
  enum { AHEAD = 64 };
  const struct snap_i128 *value = a->v->project_value;
  const uint32_t *row = b->row;
  if (!a->v->n_project_value) {
    memset(b->value, 0, b->n * sizeof *b->value);
    return;
  }
  for (size_t i = 0, n = b->n; i < n; i++) {
    __builtin_prefetch(&value[row[i] + AHEAD]); /* may lie behind the end: nobody reads it there */
    struct snap_i128 x = value[row[i]];
    uint64_t mask = b->kind[i] == ADDING_VALUE ? UINT64_MAX : 0;
    b->value[i] = snap_i128_get((struct snap_i128){x.lo & mask, (int64_t)((uint64_t)x.hi & mask)});
  }
}

static void take_people(const struct adding *a, struct adding_block *b) {
  const struct snap_view *v = a->v;
  b->has_people = v->n_project_people || v->n_group;
  for (size_t i = 0; b->has_people && i < b->n; i++) {
    uint32_t row = b->row[i];
    int64_t stated = SNAP_COLUMN(v, project_people, row);
    b->people_min[i] = b->people_max[i] = stated - 1;
    if (!stated && v->n_group) snapshot_people(a->snapshot, row, &b->people_min[i], &b->people_max[i]);
    b->people_elsewhere[i] = bits_has(a->people_elsewhere, row);
    if (a->doubled && bits_has(a->doubled, row)) b->people_min[i] = b->people_max[i] = -1;
  }
}

bool adding_next(const struct adding *a, const uint64_t *selected, uint64_t *at, struct adding_block *b) {
  uint64_t n = a->v->n_project_code;
  do b->n = take_rows(selected, n, at, b->row);
  while (!b->n && *at < n);
  if (!b->n) return false;
  take_kinds(a, b);
  take_values(a, b);
  take_people(a, b);
  return true;
}

void adding_block_project(const struct adding *a, const struct adding_block *b, size_t i, struct adding_project *p) {
  p->row = b->row[i];
  p->kind = b->kind[i];
  p->value = p->own = b->value[i];
  p->currency = SNAP_COLUMN(a->v, project_currency, p->row);
  p->people_min = b->has_people ? b->people_min[i] : -1;
  p->people_max = b->has_people ? b->people_max[i] : -1;
  p->people_elsewhere = b->has_people && b->people_elsewhere[i];
}

/* ---- sums ---- */

struct tally *tally_array(size_t n) {
  static_assert(sizeof(struct tally) == 64, "a tally fills a cache line");
  struct tally *t = aligned_alloc(sizeof *t, (n ? n : 1) * sizeof *t);
  if (!t) return mem_calloc(n, sizeof *t); /* which ends the process with a word if there is none left */
  memset(t, 0, n * sizeof *t);
  return t;
}

void tally_merge(struct tally *to, const struct tally *from) {
  for (unsigned k = 0; k <= ADDING_ELSEWHERE; k++) to->kinds[k] += from->kinds[k];
  to->sum += from->sum;
  if (from->people_min > to->people_min) to->people_min = from->people_min;
  to->with_people += from->with_people;
  to->told += from->told;
  to->people_max = from->people_max > INT64_MAX - to->people_max ? INT64_MAX : to->people_max + from->people_max;
}

struct summary_money tally_money(const struct tally *t, int64_t population) {
  struct summary_money m = {.projects = tally_projects(t),
                            .without_value = t->kinds[ADDING_WITHOUT_VALUE],
                            .no_disbursement = t->kinds[ADDING_NO_DISBURSEMENT],
                            .other_currency = t->kinds[ADDING_OTHER_CURRENCY],
                            .counted_elsewhere = t->kinds[ADDING_ELSEWHERE],
                            .full_minor = t->sum,
                            .people_min = (int64_t)(t->people_min - 1),
                            .people_max = t->with_people ? t->people_max : -1,
                            .without_people = tally_projects(t) - t->told};
  adding_money_end(&m, population);
  return m;
}

void adding_money_begin(struct summary_money *m) { *m = (struct summary_money){.people_min = -1, .people_max = -1}; }

void adding_money_end(struct summary_money *m, int64_t population) {
  if (population >= 0 && m->people_max > population) m->people_max = population;
  if (m->people_max < m->people_min) m->people_max = m->people_min; /* at least the largest group */
}
