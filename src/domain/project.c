/* Save: the row of `activity` and its children. A change replaces all children, so that what stands in the store is always one
 * reading of one row. */
#include "domain/source.h"
#include "geo/gaia.h"
#include "project_internal.h"

static const char SQL_INSERT[] = "INSERT INTO activity (code, iati_identifier, kind, title, activity_status, "
                                 "cooperation_type, modality, no_disbursement, "
                                 "total_minor, total_dec, total_raw, currency, people, people_raw, people_unit, "
                                 "people_approx, vigencia_raw, place_note, "
                                 "batch_id, claim_id, activity_scope, collaboration_type, lang, flow_type, "
                                 "finance_type, aid_type, tied_status, updated, reporting_id) "
                                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
                                 "?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)";
static const char SQL_UPDATE[] =
    "UPDATE activity SET code = ?1, iati_identifier = ?2, kind = ?3, title = ?4, activity_status = ?5, "
    "cooperation_type = ?6, "
    "modality = ?7, no_disbursement = ?8, total_minor = ?9, total_dec = ?10, total_raw = ?11, currency = ?12, people = "
    "?13, "
    "people_raw = ?14, people_unit = ?15, people_approx = ?16, vigencia_raw = ?17, place_note = ?18, batch_id = ?19, "
    "claim_id = ?20, activity_scope = ?21, collaboration_type = ?22, lang = ?23, flow_type = ?24, finance_type = ?25, "
    "aid_type = ?26, tied_status = ?27, updated = ?28, reporting_id = ?29 WHERE id = ?30";
static const char SQL_NARRATIVE[] = "INSERT INTO narrative (activity_id, type, lang, text) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_DATE[] = "INSERT INTO activity_date (activity_id, type, date, precision) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_PARTY[] =
    "INSERT INTO participating_org (activity_id, organisation_id, role, role_text) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_RATE[] =
    "INSERT INTO exchange_rate (from_currency, to_currency, rate_dec, date, kind, raw, claim_id) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static const char SQL_CONTRIBUTION[] = "INSERT INTO contribution (activity_id, provider_id, receiver_id, amount_minor, "
                                       "amount_dec, amount_raw, currency, form, "
                                       "is_counterpart, value_date, label_raw, rate_id, claim_id, valuation, "
                                       "transaction_type, date, flow_type, finance_type, aid_type) VALUES (?1, ?2, ?3, "
                                       "?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";
static const char SQL_LOCATION[] =
    "INSERT INTO activity_location (activity_id, rank, scope, area_id, name_raw, share_money_ppm, share_basis, method, "
    "exactness, "
    "reach, claim_id, geom_point, geom_outline, class, precision, share_people_ppm) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
    "?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
static const char SQL_CLASS[] =
    "INSERT INTO classification (activity_id, vocabulary, code, percent_ppm, inferred) VALUES (?1, ?2, ?3, ?4, ?5)";
static const char SQL_RELATED[] = "INSERT OR IGNORE INTO related_activity (activity_id, related_id, type) "
                                  "SELECT ?1, id, ?3 FROM activity WHERE code = ?2";
static const char SQL_CYCLE[] =
    "WITH RECURSIVE up (start, at) AS (SELECT activity_id, related_id FROM related_activity WHERE type = '1' "
    "UNION SELECT up.start, r.related_id FROM up JOIN related_activity AS r ON r.activity_id = up.at AND r.type = '1') "
    "SELECT a.code FROM up JOIN activity AS a ON a.id = up.start WHERE up.start = up.at ORDER BY a.code LIMIT 1";
static const char SQL_EXISTS[] = "SELECT 1 FROM activity WHERE code = ?1";
/* Children in an order that no foreign key minds; rates last, for contributions point at them. */
static const char *const SQL_CLEAR[] = {
    "DELETE FROM narrative WHERE activity_id = ?1",         "DELETE FROM activity_date WHERE activity_id = ?1",
    "DELETE FROM participating_org WHERE activity_id = ?1", "DELETE FROM contribution WHERE activity_id = ?1",
    "DELETE FROM activity_location WHERE activity_id = ?1", "DELETE FROM classification WHERE activity_id = ?1",
    "DELETE FROM related_activity WHERE activity_id = ?1",
};
static const char SQL_CLEAR_RATES[] = "DELETE FROM exchange_rate WHERE claim_id = ?1";

void project_bind_text(struct db_stmt *s, int i, struct str v) {
  if (v.n) db_bind_str(s, i, v);
  else db_bind_null(s, i);
}
void project_bind_id(struct db_stmt *s, int i, int64_t id) {
  if (id) db_bind_int(s, i, id);
  else db_bind_null(s, i);
}
void project_bind_money(struct db_stmt *s, int i, i128 amount, struct buf *b) {
  if (amount >= INT64_MIN && amount <= INT64_MAX) db_bind_int(s, i, (int64_t)amount);
  else db_bind_null(s, i);
  buf_reset(b);
  decimal_write_minor(b, amount);
  db_bind_str(s, i + 1, buf_str(b));
}

bool project_begin(struct db *d, const char *sql, struct db_stmt **s, struct err *e) {
  if (!db_prepare(d, sql, s, e)) return false;
  db_stmt_begin(*s);
  return true;
}

static bool save_row(struct db *d, const struct history_batch *b, struct project *p, int64_t claim_id, struct buf *text,
                     struct err *e) {
  struct db_stmt *s;
  if (!project_begin(d, p->id ? SQL_UPDATE : SQL_INSERT, &s, e)) return false;
  const struct str head[] = {p->code,   p->iati_identifier,  p->kind,    p->title,
                             p->status, p->cooperation_type, p->modality};
  for (int i = 0; i < 7; i++) project_bind_text(s, i + 1, head[i]);
  db_bind_int(s, 8, p->no_disbursement);
  if (p->has_total) project_bind_money(s, 9, p->total, text);
  project_bind_text(s, 11, p->total_raw);
  project_bind_text(s, 12, p->currency);
  if (p->people >= 0) db_bind_int(s, 13, p->people);
  project_bind_text(s, 14, p->people_raw);
  project_bind_text(s, 15, p->people_unit);
  db_bind_int(s, 16, p->people_approx);
  project_bind_text(s, 17, p->vigencia_raw);
  project_bind_text(s, 18, p->place_note);
  db_bind_int(s, 19, b->id);
  db_bind_int(s, 20, claim_id);
  const struct str words[] = {p->scope,        p->collaboration_type, p->lang,        p->flow_type,
                              p->finance_type, p->aid_type,           p->tied_status, p->updated};
  for (int i = 0; i < 8; i++) project_bind_text(s, 21 + i, words[i]);
  project_bind_id(s, 29, p->reporting_id);
  if (p->id) db_bind_int(s, 30, p->id);
  if (!db_run(s, e)) return false;
  if (!p->id) p->id = db_last_id(d);
  return true;
}

static bool save_texts(struct db *d, const struct project *p, struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < p->n_narratives; i++) {
    if (!project_begin(d, SQL_NARRATIVE, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    db_bind_str(s, 2, p->narratives[i].type);
    db_bind_str(s, 3, p->narratives[i].lang);
    db_bind_str(s, 4, p->narratives[i].text);
    if (!db_run(s, e)) return false;
  }
  for (size_t i = 0; i < p->n_dates; i++) {
    if (!project_begin(d, SQL_DATE, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    db_bind_str(s, 2, p->dates[i].type);
    db_bind_str(s, 3, p->dates[i].date);
    db_bind_str(s, 4, p->dates[i].precision);
    if (!db_run(s, e)) return false;
  }
  for (size_t i = 0; i < p->n_classes; i++) {
    if (!project_begin(d, SQL_CLASS, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    db_bind_str(s, 2, p->classes[i].vocabulary);
    db_bind_str(s, 3, p->classes[i].code);
    if (p->classes[i].percent_ppm >= 0) db_bind_int(s, 4, p->classes[i].percent_ppm);
    db_bind_int(s, 5, p->classes[i].inferred);
    if (!db_run(s, e)) return false;
  }
  return true;
}

static bool save_parties(struct db *d, const struct project *p, struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < p->n_parties; i++) {
    if (!project_begin(d, SQL_PARTY, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    db_bind_int(s, 2, p->parties[i].organisation_id);
    project_bind_text(s, 3, p->parties[i].role);
    project_bind_text(s, 4, p->parties[i].role_text);
    if (!db_run(s, e)) return false;
  }
  return true;
}

static bool save_rate(struct db *d, const struct project_rate *r, int64_t claim_id, int64_t *id, struct err *e) {
  struct db_stmt *s;
  if (!project_begin(d, SQL_RATE, &s, e)) return false;
  db_bind_str(s, 1, r->from);
  db_bind_str(s, 2, r->to);
  db_bind_str(s, 3, r->rate_dec);
  project_bind_text(s, 4, r->date);
  db_bind_str(s, 5, r->kind);
  project_bind_text(s, 6, r->raw);
  db_bind_int(s, 7, claim_id);
  if (!db_run(s, e)) return false;
  *id = db_last_id(d);
  return true;
}

static bool save_contributions(struct db *d, const struct project *p, int64_t claim_id, struct buf *text,
                               struct err *e) {
  struct db_stmt *s;
  int64_t rate_id = 0;
  if (p->has_rate && !save_rate(d, &p->rate, claim_id, &rate_id, e)) return false;
  for (size_t i = 0; i < p->n_contributions; i++) {
    const struct project_contribution *c = &p->contributions[i];
    if (!project_begin(d, SQL_CONTRIBUTION, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    project_bind_id(s, 2, c->provider_id);
    project_bind_id(s, 3, c->receiver_id);
    project_bind_money(s, 4, c->amount, text);
    project_bind_text(s, 6, c->amount_raw);
    db_bind_str(s, 7, c->currency);
    db_bind_str(s, 8, c->form);
    db_bind_int(s, 9, c->is_counterpart);
    project_bind_text(s, 10, c->value_date);
    project_bind_text(s, 11, c->label_raw);
    project_bind_id(s, 12, c->has_rate ? rate_id : 0);
    db_bind_int(s, 13, claim_id);
    const struct str words[] = {c->valuation, c->transaction_type, c->date, c->flow_type, c->finance_type, c->aid_type};
    for (int k = 0; k < 6; k++) project_bind_text(s, 14 + k, words[k]);
    if (!db_run(s, e)) return false;
  }
  return true;
}

static bool save_locations(struct db *d, const struct project *p, int64_t claim_id, struct buf *blob, struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < p->n_locations; i++) {
    const struct project_location *l = &p->locations[i];
    if (!project_begin(d, SQL_LOCATION, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    db_bind_int(s, 2, (int64_t)i);
    db_bind_str(s, 3, l->scope);
    project_bind_id(s, 4, l->area_id);
    project_bind_text(s, 5, l->name_raw);
    if (l->share_ppm >= 0) db_bind_int(s, 6, l->share_ppm);
    db_bind_str(s, 7, l->share_basis);
    project_bind_text(s, 8, l->method);
    project_bind_text(s, 9, l->exactness);
    project_bind_text(s, 10, l->reach);
    db_bind_int(s, 11, claim_id);
    project_bind_text(s, 14, l->class);
    project_bind_text(s, 15, l->precision);
    if (l->share_people_ppm >= 0) db_bind_int(s, 16, l->share_people_ppm);
    buf_reset(blob);
    if (str_is(l->scope, "point")) {
      gaia_write_point(blob, l->lon, l->lat);
      db_bind_blob(s, 12, blob->data, blob->len);
    } else if (l->outline) {
      gaia_write_multipolygon(blob, l->outline);
      db_bind_blob(s, 13, blob->data, blob->len);
    }
    if (!db_run(s, e)) return false;
  }
  return true;
}

static bool clear_children(struct db *d, const struct project *old, unsigned keep, struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < sizeof SQL_CLEAR / sizeof *SQL_CLEAR; i++) {
    if (!project_begin(d, SQL_CLEAR[i], &s, e)) return false;
    db_bind_int(s, 1, old->id);
    if (!db_run(s, e)) return false;
  }
  if (old->has_rate) {
    if (!project_begin(d, SQL_CLEAR_RATES, &s, e)) return false;
    db_bind_int(s, 1, old->claim_id);
    if (!db_run(s, e)) return false;
  }
  return project_clear_lists(d, old, keep, e);
}

/* Lists in `keep` are in the store as they shall be. */
static bool write_project(struct db *d, const struct history_batch *b, struct project *p,
                          const struct project_source *src, unsigned keep, struct err *e) {
  static _Thread_local struct buf scratch; /* kept from row to row; holds nothing of its own between calls */
  p->claim_id = src->claim_id;
  if (!p->claim_id && !source_claim(d, b, src->document_id, src->locator, src->raw, &p->claim_id, e)) return false;
  return save_row(d, b, p, p->claim_id, &scratch, e) && save_texts(d, p, e) && save_parties(d, p, e) &&
         save_contributions(d, p, p->claim_id, &scratch, e) && save_locations(d, p, p->claim_id, &scratch, e) &&
         project_save_lists(d, p, keep, &scratch, e);
}

/* p is the caller's; what the store keeps is put into a copy, for it lives no longer than arena a. */
static bool replace(struct db *d, const struct history_batch *b, struct arena *a, const struct project *old,
                    struct project *p, const struct project_source *src, enum project_saved *what, struct err *e) {
  struct buf before = {0}, after = {0};
  struct project now = *p;
  project_keep(a, old, &now);
  now.id = old->id;
  now.claim_id = old->claim_id;
  project_write_json(&before, old);
  project_write_json(&after, &now);
  bool ok = true;
  *what = str_eq(buf_str(&before), buf_str(&after)) ? PROJECT_SAME : PROJECT_CHANGED;
  if (*what == PROJECT_CHANGED)
    ok = clear_children(d, old, p->keep, e) && write_project(d, b, &now, src, p->keep, e) &&
         source_supersede(d, old->claim_id, e) &&
         history_add(d, b, "activity", now.id, "update", buf_str(&before), buf_str(&after), e);
  p->id = now.id;
  p->claim_id = now.claim_id;
  buf_free(&before);
  buf_free(&after);
  return ok;
}

bool project_save(struct db *d, const struct history_batch *b, struct project *p, const struct project_source *source,
                  bool fresh, enum project_saved *what, struct err *e) {
  *what = PROJECT_ADDED;
  p->id = 0;
  if (fresh) return write_project(d, b, p, source, 0, e);
  struct arena *a = arena_new(0);
  struct project old;
  struct err missing = {0};
  bool ok;
  if (project_load(d, a, p->code, &old, &missing)) ok = replace(d, b, a, &old, p, source, what, e);
  else if (missing.kind == ERR_NOT_FOUND) ok = write_project(d, b, p, source, 0, e);
  else {
    *e = missing;
    ok = false;
  }
  arena_free(a);
  return ok;
}

bool project_relate(struct db *d, int64_t id, const struct project_related *to, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!project_begin(d, SQL_EXISTS, &s, e)) return false;
  db_bind_str(s, 1, to->code);
  if (!db_step(s, &row, e)) return false;
  db_stmt_begin(s);
  if (!row) return err_set(e, ERR_NOT_FOUND, "there is no project with the code %.*s", STR_ARG(to->code));
  if (!project_begin(d, SQL_RELATED, &s, e)) return false;
  db_bind_int(s, 1, id);
  db_bind_str(s, 2, to->code);
  db_bind_str(s, 3, to->type);
  return db_run(s, e);
}

bool project_find_cycle(struct db *d, struct buf *code, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!project_begin(d, SQL_CYCLE, &s, e) || !db_step(s, &row, e)) return false;
  if (row) buf_add_str(code, db_col_str(s, 0));
  db_stmt_begin(s);
  return true;
}
