/* What is known of the programme: records, the ledger of findings, and what changed. */
#include "read.h"

uint32_t snapshot_records(const struct snapshot *s) { return (uint32_t)snapshot_view(s)->n_record; }

bool snapshot_record(const struct snapshot *s, uint32_t i, struct snap_record *out) {
  const struct snap_view *v = snapshot_view(s);
  if (i >= v->n_record) return false;
  const struct snap_rec_record *r = &v->record[i];
  uint32_t begin, end;
  SNAP_SLICE(v, record_value, i, &begin, &end);
  *out = (struct snap_record){.kind = r->kind,
                              .code = TEXT(r->code),
                              .n_values = end - begin,
                              .source_title = TERM(r->document),
                              .source_locator = TEXT(r->locator),
                              .source_raw = TEXT(r->raw)};
  return true;
}

struct str snapshot_record_value(const struct snapshot *s, uint32_t i, uint32_t field) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  return i < v->n_record && READ_KTH(v, record_value, i, field, &at) ? TEXT(v->record_value[at]) : STR("");
}

/* First record of that kind or a later one. */
static uint32_t record_first(const struct snap_view *v, uint32_t kind) {
  uint64_t low = 0, high = v->n_record;
  while (low < high) {
    uint64_t mid = low + (high - low) / 2;
    if (v->record[mid].kind < kind) low = mid + 1;
    else high = mid;
  }
  return (uint32_t)low;
}

void snapshot_records_of(const struct snapshot *s, uint32_t kind, uint32_t *begin, uint32_t *end) {
  const struct snap_view *v = snapshot_view(s);
  *begin = record_first(v, kind);
  *end = record_first(v, kind + 1);
}

bool snapshot_find_record(const struct snapshot *s, uint32_t kind, struct str code, uint32_t *i) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t begin, end;
  snapshot_records_of(s, kind, &begin, &end);
  if (begin >= end || !read_find(v, v->record + begin, sizeof *v->record, end - begin, code, i)) return false;
  *i += begin;
  return true;
}

uint32_t snapshot_findings(const struct snapshot *s) { return (uint32_t)snapshot_view(s)->n_finding; }

bool snapshot_finding(const struct snapshot *s, uint32_t i, struct snap_finding *out) {
  const struct snap_view *v = snapshot_view(s);
  if (i >= v->n_finding) return false;
  const struct snap_rec_finding *r = &v->finding[i];
  *out = (struct snap_finding){.key = TEXT(r->key),
                               .rule = CODE(r->rule),
                               .kind = CODE(r->kind),
                               .severity = CODE(r->severity),
                               .es = TEXT(r->es),
                               .en = TEXT(r->en),
                               .has_stated = r->has & SNAP_HAS_STATED,
                               .has_computed = r->has & SNAP_HAS_COMPUTED,
                               .has_difference = r->has & SNAP_HAS_DIFFERENCE,
                               .stated = snap_i128_get(r->stated),
                               .computed = snap_i128_get(r->computed),
                               .difference = snap_i128_get(r->difference),
                               .currency = CODE(r->currency),
                               .score = r->score,
                               .verdict = CODE(r->verdict),
                               .note = TEXT(r->note),
                               .by = TEXT(r->by),
                               .at = TEXT(r->at)};
  return true;
}

bool snapshot_finding_subject(const struct snapshot *s, uint32_t i, uint32_t k, struct snap_finding_subject *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (i >= v->n_finding || !READ_KTH(v, subject, i, k, &at)) return false;
  const struct snap_rec_subject *r = &v->subject[at];
  *out = (struct snap_finding_subject){CODE(r->type), TEXT(r->code), r->row};
  return true;
}

bool snapshot_finding_claim(const struct snapshot *s, uint32_t i, uint32_t k, struct snap_finding_claim *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (i >= v->n_finding || !READ_KTH(v, evidence, i, k, &at)) return false;
  const struct snap_rec_claim *r = &v->evidence[at];
  *out = (struct snap_finding_claim){.field = TERM(r->field),
                                     .raw = TEXT(r->raw),
                                     .source_title = TEXT(read_document(v, r->document).title),
                                     .source_locator = TEXT(r->locator)};
  return true;
}

uint64_t snapshot_finding_count(const struct snapshot *s, struct str rule) {
  const struct snap_view *v = snapshot_view(s);
  for (uint64_t i = 0; i < v->n_rule_count; i++)
    if (str_eq(CODE(v->rule_count[i].rule), rule)) return v->rule_count[i].count;
  return 0;
}

uint32_t snapshot_batches(const struct snapshot *s) { return (uint32_t)snapshot_view(s)->n_batch; }

bool snapshot_batch(const struct snapshot *s, uint32_t i, struct snap_batch *out) {
  const struct snap_view *v = snapshot_view(s);
  if (i >= v->n_batch) return false;
  const struct snap_rec_batch *r = &v->batch[i];
  *out = (struct snap_batch){.kind = CODE(r->kind),
                             .at = TEXT(r->at),
                             .actor = TEXT(r->actor),
                             .document = TEXT(read_document(v, r->document).title),
                             .rows = r->rows,
                             .added = r->added,
                             .changed = r->changed,
                             .same = r->same};
  return true;
}

uint32_t snapshot_changes(const struct snapshot *s) { return (uint32_t)snapshot_view(s)->n_change; }

bool snapshot_change(const struct snapshot *s, uint32_t i, struct snap_change *out) {
  const struct snap_view *v = snapshot_view(s);
  if (i >= v->n_change) return false;
  const struct snap_rec_change *r = &v->change[i];
  *out = (struct snap_change){.batch = r->batch,
                              .entity = CODE(r->entity),
                              .code = TEXT(r->code),
                              .title = TEXT(r->title),
                              .action = CODE(r->action),
                              .at = TEXT(r->at),
                              .fields = TEXT(r->fields),
                              .row = r->row};
  return true;
}
