/* Who takes part in a project and with how much, the project's value where nobody states one, and the same from the actor's
 * side. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "domain/money.h"

static enum owned_row read_party(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  struct snap_rec_party *p = element;
  *p = (struct snap_rec_party){
      .role_text = builder_column(b, s, 3), .actor = builder_row(&b->actors, s, 1), .role = builder_code(b, s, 2)};
  return p->actor == SNAPSHOT_NONE ? ROW_LEFT_OUT : ROW_TAKEN;
}

static bool is_among(const struct builder *b, const struct snap_rec_party *p, size_t n,
                     const struct snap_rec_party *x) {
  for (size_t i = 0; i < n; i++)
    if (p[i].actor == x->actor && p[i].role == x->role &&
        str_eq(builder_str(b, p[i].role_text), builder_str(b, x->role_text)))
      return true;
  return false;
}

/* Two parties of a project that are one actor now, in one role, are one party. */
static void merge_parties(struct builder *b) {
  struct snap_rec_party *p = b->out[SNAP_SEC_party].data;
  uint32_t *first = b->out[SNAP_SEC_party_first].data, n = 0, begin = 0;
  if (!p || b->out[SNAP_SEC_merged].count == 0) return;
  for (size_t i = 0; i < b->n_projects; i++) {
    uint32_t end = first[i + 1], start = n;
    for (uint32_t k = begin; k < end; k++)
      if (!is_among(b, p + start, n - start, &p[k])) p[n++] = p[k];
    begin = end;
    first[i + 1] = n;
  }
  b->out[SNAP_SEC_party].count = n;
}

static enum owned_row read_contribution(struct builder *b, struct db_stmt *s, uint32_t owner, void *element,
                                        struct err *e) {
  (void)owner;
  struct snap_rec_contribution *r = element;
  bool has;
  i128 amount;
  if (!builder_money(s, 3, 4, &has, &amount, e)) return ROW_BAD;
  uint32_t claim = builder_row(&b->claims, s, 12);
  *r = (struct snap_rec_contribution){.amount = snap_i128_put(amount),
                                      .amount_raw = builder_column(b, s, 5),
                                      .label_raw = builder_column(b, s, 10),
                                      .locator = claim == SNAPSHOT_NONE ? 0 : b->claim[claim].locator,
                                      .provider = builder_row(&b->actors, s, 1),
                                      .receiver = builder_row(&b->actors, s, 2),
                                      .rate = builder_row(&b->rates, s, 11),
                                      .document = claim == SNAPSHOT_NONE ? SNAPSHOT_NONE : b->claim[claim].document,
                                      .value_date = builder_date(b, s, 9),
                                      .currency = builder_code(b, s, 6),
                                      .form = builder_code(b, s, 7),
                                      .is_counterpart = db_col_int(s, 8) != 0};
  struct snap_rec_transaction *t = builder_last(b, SNAP_SEC_transaction);
  *t = (struct snap_rec_transaction){.date = builder_date(b, s, 14),
                                     .valuation = builder_term(b, s, 18),
                                     .type = builder_code(b, s, 13),
                                     .flow = builder_code(b, s, 15),
                                     .finance = builder_code(b, s, 16),
                                     .aid = builder_code(b, s, 17)};
  return ROW_TAKEN;
}

static void mark_counting(struct builder *b) {
  struct snap_view v = builder_view(b);
  struct snap_rec_contribution *all = b->out[SNAP_SEC_contribution].data;
  struct str *types = NULL;
  bool *counts = NULL;
  size_t cap = 0, cap_counts = 0;
  for (uint32_t i = 0; v.n_contribution_first && i < b->n_projects; i++) {
    uint32_t begin, end;
    SNAP_SLICE(&v, contribution, i, &begin, &end);
    if (begin == end) continue;
    mem_grow((void **)&types, &cap, end - begin, sizeof *types);
    mem_grow((void **)&counts, &cap_counts, end - begin, sizeof *counts);
    for (uint32_t k = begin; k < end; k++) types[k - begin] = builder_str(b, b->codes.ref[v.transaction[k].type]);
    money_counting(types, end - begin, counts);
    for (uint32_t k = begin; k < end; k++) all[k].counts = counts[k - begin];
  }
  free(types);
  free(counts);
}

/* A project without a stated total: the sum of its contributions that count, if they are all in one currency. */
static void sum_contributions(struct builder *b) {
  struct snap_view v = builder_view(b);
  uint16_t *flags = b->out[SNAP_SEC_project_flags].data, *currency = b->out[SNAP_SEC_project_currency].data;
  struct snap_i128 *value = b->out[SNAP_SEC_project_value].data;
  for (uint32_t i = 0; v.n_contribution_first && i < b->n_projects; i++) {
    uint32_t begin, end, n = 0;
    uint16_t in = 0;
    SNAP_SLICE(&v, contribution, i, &begin, &end);
    if (begin == end || flags[i] & SNAP_HAS_VALUE) continue;
    i128 sum = 0;
    bool one = true;
    for (uint32_t k = begin; k < end; k++) {
      const struct snap_rec_contribution *c = &v.contribution[k];
      if (!c->counts) continue;
      if (n++ == 0) in = c->currency;
      one = one && c->currency == in;
      sum += snap_i128_get(c->amount);
    }
    if (n == 0 || !one || sum <= -((i128)1 << SNAP_MONEY_BITS) || sum >= (i128)1 << SNAP_MONEY_BITS) continue;
    flags[i] |= SNAP_HAS_VALUE | SNAP_VALUE_IS_SUM;
    value[i] = snap_i128_put(sum);
    currency[i] = in;
  }
}
static uint32_t role_of(const struct builder *b, uint16_t role) {
  struct str s = builder_str(b, b->codes.ref[role]);
  return str_is(s, "1") ? SNAP_ROLE_FUNDS : str_is(s, "4") ? SNAP_ROLE_EXECUTES : SNAP_ROLE_OTHER;
}

struct roles {
  struct snap_actor_project *rows;
  uint32_t *actor;
  size_t n, cap, cap_actor, of_project;
};

/* One row for each pair; the few actors of one project are at the end of the list. */
static void roles_add(struct roles *r, uint32_t project, uint32_t actor, uint32_t role) {
  for (size_t k = r->of_project; k < r->n; k++)
    if (r->actor[k] == actor) {
      r->rows[k].roles |= role;
      return;
    }
  mem_grow((void **)&r->rows, &r->cap, r->n + 1, sizeof *r->rows);
  mem_grow((void **)&r->actor, &r->cap_actor, r->n + 1, sizeof *r->actor);
  r->actor[r->n] = actor;
  r->rows[r->n++] = (struct snap_actor_project){project, role};
}

static void turn_round(struct builder *b) {
  struct snap_view v = builder_view(b);
  struct roles r = {0};
  for (uint32_t i = 0; i < b->n_projects; i++) {
    uint32_t begin, end;
    r.of_project = r.n;
    SNAP_SLICE(&v, party, i, &begin, &end);
    for (uint32_t k = begin; k < end; k++) roles_add(&r, i, v.party[k].actor, role_of(b, v.party[k].role));
    SNAP_SLICE(&v, contribution, i, &begin, &end);
    for (uint32_t k = begin; k < end; k++) {
      const struct snap_rec_contribution *c = &v.contribution[k];
      if (c->provider != SNAPSHOT_NONE) roles_add(&r, i, c->provider, SNAP_ROLE_FUNDS);
      if (c->receiver != SNAPSHOT_NONE) roles_add(&r, i, c->receiver, SNAP_ROLE_OTHER);
    }
  }
  builder_slices(b, SNAP_SEC_actor_project_first, SNAP_SEC_actor_project, r.rows, r.n, r.actor, b->n_actors);
  free(r.actor);
}

bool build_parties(struct builder *b, struct err *e) {
  static const char *const parties =
      "SELECT activity_id, organisation_id, role, role_text FROM participating_org ORDER BY id";
  static const char *const contributions =
      "SELECT activity_id, provider_id, receiver_id, amount_minor, amount_dec, amount_raw, currency, form,"
      " is_counterpart, value_date, label_raw, rate_id, claim_id, transaction_type, date, flow_type, finance_type,"
      " aid_type, valuation FROM contribution ORDER BY id";
  const struct owned party = {SNAP_SEC_party_first, SNAP_SEC_party, &b->projects, read_party, 0};
  const struct owned contribution = {SNAP_SEC_contribution_first, SNAP_SEC_contribution, &b->projects,
                                     read_contribution, SNAP_SEC_transaction};
  if (!builder_read_owned(b, parties, &party, e) || !builder_read_owned(b, contributions, &contribution, e))
    return false;
  merge_parties(b);
  mark_counting(b);
  sum_contributions(b);
  turn_round(b);
  return true;
}
