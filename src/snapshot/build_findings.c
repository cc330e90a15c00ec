/* The ledger: what the rules find in the store, each with the decision that stands about it. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "domain/decision.h"
#include "domain/record.h"

struct decision_row {
  snap_ref key, note, by, at;
  uint16_t verdict;
};

struct findings {
  struct builder *b;
  struct decision_row *decision; /* in the order of the keys, the standing one of each */
  size_t n_decisions, cap_decisions;
  uint32_t *subject_owner, *evidence_owner;
  size_t cap_subject_owner, cap_evidence_owner;
};

static bool keep_decision(void *user, const struct decision *x, struct err *e) {
  (void)e;
  struct findings *f = user;
  struct builder *b = f->b;
  size_t n = f->n_decisions;
  mem_grow((void **)&f->decision, &f->cap_decisions, n + 1, sizeof *f->decision);
  bool again = n > 0 && str_eq(builder_str(b, f->decision[n - 1].key), x->subject); /* the later one holds */
  f->decision[again ? n - 1 : n] = (struct decision_row){.key = builder_text(b, x->subject),
                                                         .note = builder_text(b, x->note),
                                                         .by = builder_text(b, x->by),
                                                         .at = builder_text(b, x->at),
                                                         .verdict = builder_code_of(b, x->verdict)};
  f->n_decisions += !again;
  return true;
}

/* The row of what a finding is about. */
static uint32_t row_of(const struct builder *b, const struct discrepancy_subject *x) {
  static const struct {
    const char *type;
    enum record_kind kind;
  } records[] = {{"serie", RECORD_SERIES}, {"valor", RECORD_VALUE}, {"red", RECORD_NETWORK},
                 {"meta", RECORD_GOAL},    {"tasa", RECORD_RATE},   {"miembro", RECORD_MEMBER}};
  const struct snap_out *projects = &b->out[SNAP_SEC_project_code], *areas = &b->out[SNAP_SEC_area];
  struct str type = str_from(x->type);
  if (str_is(type, "proyecto")) return builder_find(b, projects->data, sizeof(snap_ref), projects->count, x->code);
  if (str_is(type, "area")) return builder_find(b, areas->data, sizeof(struct snap_rec_area), areas->count, x->code);
  if (str_is(type, "actor")) return builder_actor(b, x->code);
  for (size_t i = 0; i < sizeof records / sizeof *records; i++)
    if (str_is(type, records[i].type)) return builder_record(b, records[i].kind, x->code);
  return SNAPSHOT_NONE;
}

static void add_subject(struct findings *f, uint32_t finding, const struct discrepancy_subject *x) {
  struct builder *b = f->b;
  struct snap_rec_subject *s = builder_append(b, SNAP_SEC_subject);
  *s = (struct snap_rec_subject){
      .code = builder_text(b, x->code), .row = row_of(b, x), .type = builder_code_of(b, str_from(x->type))};
  size_t n = b->out[SNAP_SEC_subject].count;
  mem_grow((void **)&f->subject_owner, &f->cap_subject_owner, n, sizeof *f->subject_owner);
  f->subject_owner[n - 1] = finding;
}

static void add_evidence(struct findings *f, uint32_t finding, const struct discrepancy_claim *x) {
  struct builder *b = f->b;
  uint32_t claim = x->claim_id ? id_map_row(&b->claims, x->claim_id) : SNAPSHOT_NONE;
  struct snap_rec_claim *c = builder_append(b, SNAP_SEC_evidence);
  *c = (struct snap_rec_claim){.raw = builder_text(b, x->raw),
                               .locator = claim == SNAPSHOT_NONE ? 0 : b->claim[claim].locator,
                               .document = claim == SNAPSHOT_NONE ? SNAPSHOT_NONE : b->claim[claim].document,
                               .field = lexicon_add(b, &b->terms, x->field)};
  size_t n = b->out[SNAP_SEC_evidence].count;
  mem_grow((void **)&f->evidence_owner, &f->cap_evidence_owner, n, sizeof *f->evidence_owner);
  f->evidence_owner[n - 1] = finding;
}

/* A figure beyond what a snapshot holds is left to the sentence, which says it. */
static struct snap_i128 figure(bool has, i128 value, uint8_t flag, uint8_t *flags) {
  const i128 limit = (i128)1 << SNAP_MONEY_BITS;
  if (!has || value <= -limit || value >= limit) return (struct snap_i128){0, 0};
  *flags |= flag;
  return snap_i128_put(value);
}

static void add_decision(const struct findings *f, struct str key, struct snap_rec_finding *x) {
  uint32_t at = builder_find(f->b, f->decision, sizeof *f->decision, f->n_decisions, key);
  if (at == SNAPSHOT_NONE) return;
  const struct decision_row *d = &f->decision[at];
  x->note = d->note;
  x->by = d->by;
  x->at = d->at;
  x->verdict = d->verdict;
}

static void add_finding(struct findings *f, const struct discrepancy *d) {
  struct builder *b = f->b;
  struct snap_rec_finding x = {.key = builder_text(b, d->key),
                               .es = builder_text(b, d->es),
                               .en = builder_text(b, d->en),
                               .score = d->score,
                               .rule = builder_code_of(b, str_from(d->rule)),
                               .kind = builder_code_of(b, str_from(discrepancy_kind_code(d->kind))),
                               .severity = builder_code_of(b, str_from(d->severity)),
                               .currency = builder_code_of(b, d->currency)};
  x.stated = figure(d->has_stated, d->stated, SNAP_HAS_STATED, &x.has);
  x.computed = figure(d->has_computed, d->computed, SNAP_HAS_COMPUTED, &x.has);
  x.difference = figure(d->has_difference, d->difference, SNAP_HAS_DIFFERENCE, &x.has);
  add_decision(f, d->key, &x);
  uint32_t row = (uint32_t)b->out[SNAP_SEC_finding].count;
  memcpy(builder_append(b, SNAP_SEC_finding), &x, sizeof x);
  for (size_t i = 0; i < d->n_subjects; i++) add_subject(f, row, &d->subjects[i]);
  for (size_t i = 0; i < d->n_claims; i++) add_evidence(f, row, &d->claims[i]);
}

static void count_rules(struct builder *b, const struct found *found) {
  size_t n;
  const struct discrepancy_rule *rules = discrepancy_rules(&n);
  for (size_t i = 0; i < n; i++) {
    if (found->count[i] == 0) continue;
    struct snap_rule_count *x = builder_append(b, SNAP_SEC_rule_count);
    *x = (struct snap_rule_count){.count = found->count[i], .rule = builder_code_of(b, str_from(rules[i].code))};
  }
}

/* A section that was appended to, into slices by finding. */
static void slice(struct builder *b, enum snap_section first, enum snap_section s, const uint32_t *owner) {
  struct snap_out all = b->out[s];
  builder_set(b, s, NULL, 0);
  builder_slices(b, first, s, all.data, all.count, owner, b->out[SNAP_SEC_finding].count);
}

bool build_findings(struct builder *b, struct finding_search *search, struct err *e) {
  struct findings f = {.b = b};
  const struct found *found =
      decision_each(b->db, false, keep_decision, &f, e) ? finding_search_end(search, b->db, e) : NULL;
  for (size_t i = 0; found && i < found->n; i++) add_finding(&f, &found->row[i]);
  slice(b, SNAP_SEC_subject_first, SNAP_SEC_subject, f.subject_owner);
  slice(b, SNAP_SEC_evidence_first, SNAP_SEC_evidence, f.evidence_owner);
  if (found) count_rules(b, found);
  free(f.decision);
  free(f.subject_owner);
  free(f.evidence_owner);
  return found != NULL;
}
