/* The tree of tests, and its evaluation. */
#include "expression_internal.h"

struct expression *expression_constant(struct arena *a, bool truth) {
  struct expression *n = arena_calloc(a, 1, sizeof *n);
  n->kind = truth ? EXPRESSION_TRUE : EXPRESSION_FALSE;
  return n;
}

struct expression *expression_test(struct arena *a, expression_narrow *narrow, const void *data, unsigned cost,
                                   bool negated) {
  struct expression *n = arena_calloc(a, 1, sizeof *n);
  *n = (struct expression){.kind = EXPRESSION_TEST, .narrow = narrow, .data = data, .cost = cost, .negated = negated};
  return n;
}

/* Behind those that cost as much, so that equal ones stay in the order they were said in. */
static void add(struct expression *to, struct expression *n) {
  uint32_t at = to->n_args++;
  for (; at > 0 && to->arg[at - 1]->cost > n->cost; at--) to->arg[at] = to->arg[at - 1];
  to->arg[at] = n;
}

struct expression *expression_join(struct arena *a, bool all, struct expression *const *list, uint32_t n) {
  enum expression_kind kind = all ? EXPRESSION_AND : EXPRESSION_OR;
  enum expression_kind nothing = all ? EXPRESSION_TRUE : EXPRESSION_FALSE;
  uint32_t most = 0;
  for (uint32_t i = 0; i < n; i++) most += list[i]->kind == kind ? list[i]->n_args : 1;
  struct expression *to = arena_calloc(a, 1, sizeof *to);
  to->kind = kind;
  to->arg = arena_alloc(a, (most ? most : 1) * sizeof(struct expression *));
  for (uint32_t i = 0; i < n; i++) {
    if (list[i]->kind == nothing) continue;
    if (list[i]->kind == EXPRESSION_TRUE || list[i]->kind == EXPRESSION_FALSE) return list[i];
    if (list[i]->kind == kind)
      for (uint32_t k = 0; k < list[i]->n_args; k++) add(to, list[i]->arg[k]);
    else add(to, list[i]);
  }
  if (to->n_args == 0) return expression_constant(a, all);
  if (to->n_args == 1) return to->arg[0];
  to->cost = to->arg[all ? 0 : to->n_args - 1]->cost;
  return to;
}

static bool is_empty(const struct evaluation *x, const uint64_t *bits) {
  for (size_t k = 0; k < bits_blocks(x->n); k++)
    if (bits[k]) return false;
  return true;
}

void expression_keep(const struct evaluation *x, uint64_t *bits, const uint64_t *set, bool negated) {
  uint64_t turn = negated ? UINT64_MAX : 0;
  for (size_t k = 0; k < bits_blocks(x->n); k++) bits[k] &= set[k] ^ turn;
}

bool expression_rows(struct evaluation *x, uint64_t *bits,
                     bool (*keep)(struct evaluation *x, const void *data, uint32_t row), const void *data,
                     uint32_t often, struct err *e) {
  uint32_t since = 0;
  for (size_t k = 0; k < bits_blocks(x->n); k++) {
    uint64_t kept = 0;
    for (uint64_t left = bits[k]; left; left &= left - 1) {
      unsigned i = (unsigned)__builtin_ctzll(left);
      kept |= (uint64_t)keep(x, data, (uint32_t)(64 * k + i)) << i;
      if (++since < often) continue;
      since = 0;
      if (!query_budget_left(x->budget, e)) return false;
    }
    bits[k] = kept;
  }
  return true;
}

static bool narrow(struct evaluation *x, const struct expression *n, uint64_t *bits, unsigned level, struct err *e);

static bool narrow_and(struct evaluation *x, const struct expression *n, uint64_t *bits, unsigned level,
                       struct err *e) {
  for (uint32_t i = 0; i < n->n_args && !is_empty(x, bits); i++)
    if (!narrow(x, n->arg[i], bits, level, e)) return false;
  return true;
}

static uint64_t *scratch(struct evaluation *x, unsigned level, unsigned k) {
  if (!x->scratch[level][k]) x->scratch[level][k] = mem_alloc((bits_blocks(x->n) + 1) * sizeof(uint64_t));
  return x->scratch[level][k];
}

/* Each is asked only about rows that no earlier one wanted. */
static bool narrow_or(struct evaluation *x, const struct expression *n, uint64_t *bits, unsigned level, struct err *e) {
  if (level >= EXPRESSION_LEVELS) return err_set(e, ERR_BUG, "an expression deeper than its bound");
  uint64_t *found = scratch(x, level, 0), *one = scratch(x, level, 1);
  size_t blocks = bits_blocks(x->n);
  memset(found, 0, blocks * sizeof *found);
  for (uint32_t i = 0; i < n->n_args; i++) {
    for (size_t k = 0; k < blocks; k++) one[k] = bits[k] & ~found[k];
    if (is_empty(x, one)) break;
    if (!narrow(x, n->arg[i], one, level + 1, e)) return false;
    for (size_t k = 0; k < blocks; k++) found[k] |= one[k];
  }
  memcpy(bits, found, blocks * sizeof *bits);
  return true;
}

static bool narrow(struct evaluation *x, const struct expression *n, uint64_t *bits, unsigned level, struct err *e) {
  switch (n->kind) {
  case EXPRESSION_TRUE: return true;
  case EXPRESSION_FALSE: memset(bits, 0, bits_blocks(x->n) * sizeof *bits); return true;
  case EXPRESSION_AND: return narrow_and(x, n, bits, level, e);
  case EXPRESSION_OR: return narrow_or(x, n, bits, level, e);
  default: return query_budget_left(x->budget, e) && n->narrow(x, n, bits, e);
  }
}

bool expression_select(struct snapshot *s, enum query_subject subject, const struct expression *n, uint64_t *bits,
                       const struct query_budget *budget, bool *approximate, struct err *e) {
  const struct snap_view *v = snapshot_view(s);
  const uint64_t rows[] = {
      [QUERY_PROJECTS] = v->n_project_code, [QUERY_AREAS] = v->n_area, [QUERY_ACTORS] = v->n_actor};
  struct evaluation x = {.s = s, .v = v, .subject = subject, .n = rows[subject], .budget = budget, .row = arena_new(0)};
  bool ok = narrow(&x, n, bits, 0, e);
  for (unsigned i = 0; i < EXPRESSION_LEVELS; i++) {
    free(x.scratch[i][0]);
    free(x.scratch[i][1]);
  }
  free(x.dates);
  buf_free(&x.made);
  arena_free(x.row);
  if (approximate) *approximate |= x.approximate;
  return ok;
}
