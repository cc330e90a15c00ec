/* Actors, their parts in projects, and the same from the actor's side. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"

static bool read_row(struct builder *b, struct db_stmt *s, struct err *e) {
  (void)e;
  uint32_t batch = builder_row(&b->batches, s, 7), claim = builder_row(&b->claims, s, 8);
  uint32_t document = claim != SNAPSHOT_NONE   ? b->claim[claim].document
                      : batch != SNAPSHOT_NONE ? b->batch_document[batch]
                                               : SNAPSHOT_NONE;
  struct snap_rec_actor *a = builder_append(b, SNAP_SEC_actor);
  *a = (struct snap_rec_actor){.code = builder_column(b, s, 1),
                               .ref = builder_column(b, s, 2),
                               .name = builder_column(b, s, 3),
                               .note = builder_column(b, s, 6),
                               .document = document,
                               .type = builder_code(b, s, 4),
                               .country = builder_code(b, s, 5)};
  id_map_add(&b->actors, db_col_int(s, 0));
  return true;
}

static enum owned_row read_alias(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  *(snap_ref *)element = builder_column(b, s, 1);
  return ROW_TAKEN;
}

bool build_actors(struct builder *b, struct err *e) {
  static const char *const rows =
      "SELECT id, code, ref, name, type, country, note, batch_id, claim_id FROM organisation ORDER BY id";
  static const char *const aliases = "SELECT organisation_id, alias FROM organisation_alias ORDER BY id";
  if (!builder_read(b, rows, read_row, e)) return false;
  struct snap_out *out = &b->out[SNAP_SEC_actor];
  uint32_t *order;
  b->n_actors = out->count;
  builder_sort_codes(b, &b->actors, out->data, sizeof(struct snap_rec_actor), &order);
  builder_permute(out->data, b->n_actors, sizeof(struct snap_rec_actor), order);
  free(order);
  const struct owned alias = {SNAP_SEC_actor_alias_first, SNAP_SEC_actor_alias, &b->actors, read_alias};
  return builder_read_owned(b, aliases, &alias, e);
}

static enum owned_row read_party(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  struct snap_rec_party *p = element;
  *p = (struct snap_rec_party){
      .role_text = builder_column(b, s, 3), .actor = builder_row(&b->actors, s, 1), .role = builder_code(b, s, 2)};
  return p->actor == SNAPSHOT_NONE ? ROW_LEFT_OUT : ROW_TAKEN;
}

static enum owned_row read_contribution(struct builder *b, struct db_stmt *s, uint32_t owner, void *element,
                                        struct err *e) {
  (void)owner;
  struct snap_rec_contribution *r = element;
  bool has;
  i128 amount;
  if (!builder_money(s, 3, 4, &has, &amount, e)) return ROW_BAD;
  uint32_t claim = builder_row(&b->claims, s, 12);
  *r = (struct snap_rec_contribution){.amount = {(uint64_t)amount, (int64_t)(amount >> 64)},
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
  return ROW_TAKEN;
}

/* A project without a stated total: the sum of its contributions, if they are all in one currency. */
static void sum_contributions(struct builder *b) {
  struct snap_view v = builder_view(b);
  uint16_t *flags = b->out[SNAP_SEC_project_flags].data, *currency = b->out[SNAP_SEC_project_currency].data;
  struct snap_i128 *value = b->out[SNAP_SEC_project_value].data;
  for (uint32_t i = 0; v.n_contribution_first && i < b->n_projects; i++) {
    uint32_t begin, end;
    SNAP_SLICE(&v, contribution, i, &begin, &end);
    if (begin == end || flags[i] & SNAP_HAS_VALUE) continue;
    i128 sum = 0;
    bool one = true;
    for (uint32_t k = begin; k < end; k++) {
      one = one && v.contribution[k].currency == v.contribution[begin].currency;
      sum += snap_i128_get(v.contribution[k].amount);
    }
    if (!one || sum <= -((i128)1 << SNAP_MONEY_BITS) || sum >= (i128)1 << SNAP_MONEY_BITS) continue;
    flags[i] |= SNAP_HAS_VALUE | SNAP_VALUE_IS_SUM;
    value[i] = (struct snap_i128){(uint64_t)sum, (int64_t)(sum >> 64)};
    currency[i] = v.contribution[begin].currency;
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
      " is_counterpart, value_date, label_raw, rate_id, claim_id FROM contribution ORDER BY id";
  const struct owned party = {SNAP_SEC_party_first, SNAP_SEC_party, &b->projects, read_party};
  const struct owned contribution = {SNAP_SEC_contribution_first, SNAP_SEC_contribution, &b->projects,
                                     read_contribution};
  if (!builder_read_owned(b, parties, &party, e) || !builder_read_owned(b, contributions, &contribution, e))
    return false;
  sum_contributions(b);
  turn_round(b);
  return true;
}
