/* Lists that most projects do not have: totals beside the principal one, groups of people, results with their indicators and
 * periods, links, and what is kept to the letter. An empty list costs no statement. */
#include <stdlib.h>
#include "project_internal.h"

static const char SQL_TOTAL[] = "INSERT INTO stated_total (activity_id, rank, amount_minor, amount_dec, amount_raw, "
                                "currency, label_raw, claim_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char SQL_GROUP[] = "INSERT INTO beneficiary_group (activity_id, rank, number, is_approx, unit, raw, "
                                "area_id, is_disjoint, claim_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
static const char SQL_RESULT[] = "INSERT INTO result (activity_id, rank, type, title, description, aggregates, "
                                 "claim_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
static const char SQL_INDICATOR[] =
    "INSERT INTO indicator (result_id, rank, measure, ascending, title, description, baseline_year, baseline_value) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char SQL_PERIOD[] = "INSERT INTO indicator_period (indicator_id, rank, period_start, period_end, "
                                 "target_value, actual_value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
static const char SQL_LINK[] = "INSERT INTO document_link (activity_id, rank, url, format, category, title, lang, "
                               "date, claim_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
static const char SQL_EXTRA[] =
    "INSERT INTO activity_extra (activity_id, owner, rank, name, xml) VALUES (?1, ?2, ?3, ?4, ?5)";

static const char SQL_CLEAR_TOTALS[] = "DELETE FROM stated_total WHERE activity_id = ?1";
static const char SQL_CLEAR_GROUPS[] = "DELETE FROM beneficiary_group WHERE activity_id = ?1";
/* From the leaves up: in a large load nothing cascades. */
static const char SQL_CLEAR_PERIODS[] =
    "DELETE FROM indicator_period WHERE indicator_id IN (SELECT i.id FROM result AS r JOIN indicator AS i ON "
    "i.result_id = r.id WHERE r.activity_id = ?1)";
static const char SQL_CLEAR_INDICATORS[] =
    "DELETE FROM indicator WHERE result_id IN (SELECT id FROM result WHERE activity_id = ?1)";
static const char SQL_CLEAR_RESULTS[] = "DELETE FROM result WHERE activity_id = ?1";
static const char SQL_CLEAR_LINKS[] = "DELETE FROM document_link WHERE activity_id = ?1";
static const char SQL_CLEAR_EXTRAS[] = "DELETE FROM activity_extra WHERE activity_id = ?1";

/* -1: sin dato. */
static void bind_known(struct db_stmt *s, int i, int64_t v) {
  if (v >= 0) db_bind_int(s, i, v);
}

static bool save_totals(struct db *d, const struct project *p, struct buf *text, struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < p->n_totals; i++) {
    if (!project_begin(d, SQL_TOTAL, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    db_bind_int(s, 2, (int64_t)i);
    project_bind_money(s, 3, p->totals[i].amount, text);
    project_bind_text(s, 5, p->totals[i].amount_raw);
    db_bind_str(s, 6, p->totals[i].currency);
    project_bind_text(s, 7, p->totals[i].label_raw);
    db_bind_int(s, 8, p->claim_id);
    if (!db_run(s, e)) return false;
  }
  return true;
}

static bool save_groups(struct db *d, const struct project *p, struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < p->n_groups; i++) {
    const struct project_group *g = &p->groups[i];
    if (!project_begin(d, SQL_GROUP, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    db_bind_int(s, 2, (int64_t)i);
    bind_known(s, 3, g->number);
    db_bind_int(s, 4, g->is_approx);
    project_bind_text(s, 5, g->unit);
    project_bind_text(s, 6, g->raw);
    project_bind_id(s, 7, g->area_id);
    db_bind_int(s, 8, g->is_disjoint);
    db_bind_int(s, 9, p->claim_id);
    if (!db_run(s, e)) return false;
  }
  return true;
}

/* ids[i] becomes the row of results[i]. */
static bool save_result_rows(struct db *d, const struct project *p, int64_t *ids, struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < p->n_results; i++) {
    if (!project_begin(d, SQL_RESULT, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    db_bind_int(s, 2, (int64_t)i);
    db_bind_str(s, 3, p->results[i].type);
    db_bind_str(s, 4, p->results[i].title);
    project_bind_text(s, 5, p->results[i].description);
    bind_known(s, 6, p->results[i].aggregates);
    db_bind_int(s, 7, p->claim_id);
    if (!db_run(s, e)) return false;
    ids[i] = db_last_id(d);
  }
  return true;
}

static bool save_indicators(struct db *d, const struct project *p, const int64_t *result_ids, int64_t *ids,
                            struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < p->n_indicators; i++) {
    const struct project_indicator *v = &p->indicators[i];
    if (v->result >= p->n_results)
      return err_set(e, ERR_BUG, "project %.*s: indicator %zu has no result", STR_ARG(p->code), i);
    if (!project_begin(d, SQL_INDICATOR, &s, e)) return false;
    db_bind_int(s, 1, result_ids[v->result]);
    db_bind_int(s, 2, (int64_t)i);
    db_bind_str(s, 3, v->measure);
    bind_known(s, 4, v->ascending);
    db_bind_str(s, 5, v->title);
    project_bind_text(s, 6, v->description);
    project_bind_text(s, 7, v->baseline_year);
    project_bind_text(s, 8, v->baseline_value);
    if (!db_run(s, e)) return false;
    ids[i] = db_last_id(d);
  }
  return true;
}

static bool save_periods(struct db *d, const struct project *p, const int64_t *indicator_ids, struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < p->n_periods; i++) {
    const struct project_period *v = &p->periods[i];
    if (v->indicator >= p->n_indicators)
      return err_set(e, ERR_BUG, "project %.*s: period %zu has no indicator", STR_ARG(p->code), i);
    if (!project_begin(d, SQL_PERIOD, &s, e)) return false;
    db_bind_int(s, 1, indicator_ids[v->indicator]);
    db_bind_int(s, 2, (int64_t)i);
    project_bind_text(s, 3, v->start);
    project_bind_text(s, 4, v->end);
    project_bind_text(s, 5, v->target);
    project_bind_text(s, 6, v->actual);
    if (!db_run(s, e)) return false;
  }
  return true;
}

static bool save_results(struct db *d, const struct project *p, struct err *e) {
  if (p->n_results == 0) return true;
  int64_t *ids = mem_calloc(p->n_results + p->n_indicators, sizeof *ids);
  bool ok = save_result_rows(d, p, ids, e) && save_indicators(d, p, ids, ids + p->n_results, e) &&
            save_periods(d, p, ids + p->n_results, e);
  free(ids);
  return ok;
}

static bool save_links(struct db *d, const struct project *p, struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < p->n_links; i++) {
    const struct project_link *l = &p->links[i];
    if (!project_begin(d, SQL_LINK, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    db_bind_int(s, 2, (int64_t)i);
    db_bind_str(s, 3, l->url);
    const struct str rest[] = {l->format, l->category, l->title, l->lang, l->date};
    for (int k = 0; k < 5; k++) project_bind_text(s, 4 + k, rest[k]);
    db_bind_int(s, 9, p->claim_id);
    if (!db_run(s, e)) return false;
  }
  return true;
}

static bool save_extras(struct db *d, const struct project *p, struct err *e) {
  struct db_stmt *s;
  for (size_t i = 0; i < p->n_extras; i++) {
    const struct project_extra *x = &p->extras[i];
    if (!project_begin(d, SQL_EXTRA, &s, e)) return false;
    db_bind_int(s, 1, p->id);
    db_bind_str(s, 2, x->owner.p ? x->owner : STR(""));
    db_bind_int(s, 3, (int64_t)x->rank);
    db_bind_str(s, 4, x->name);
    db_bind_str(s, 5, x->xml.p ? x->xml : STR(""));
    if (!db_run(s, e)) return false;
  }
  return true;
}

bool project_save_lists(struct db *d, const struct project *p, unsigned keep, struct buf *text, struct err *e) {
  return (keep & PROJECT_KEEP_TOTALS || save_totals(d, p, text, e)) &&
         (keep & PROJECT_KEEP_GROUPS || save_groups(d, p, e)) &&
         (keep & PROJECT_KEEP_RESULTS || save_results(d, p, e)) && (keep & PROJECT_KEEP_LINKS || save_links(d, p, e)) &&
         (keep & PROJECT_KEEP_EXTRAS || save_extras(d, p, e));
}

/* Nothing to do where the stored project has none. */
static bool clear(struct db *d, const char *sql, int64_t id, size_t n, struct err *e) {
  struct db_stmt *s;
  if (n == 0) return true;
  if (!project_begin(d, sql, &s, e)) return false;
  db_bind_int(s, 1, id);
  return db_run(s, e);
}

bool project_clear_lists(struct db *d, const struct project *old, unsigned keep, struct err *e) {
  return (keep & PROJECT_KEEP_TOTALS || clear(d, SQL_CLEAR_TOTALS, old->id, old->n_totals, e)) &&
         (keep & PROJECT_KEEP_GROUPS || clear(d, SQL_CLEAR_GROUPS, old->id, old->n_groups, e)) &&
         (keep & PROJECT_KEEP_RESULTS || (clear(d, SQL_CLEAR_PERIODS, old->id, old->n_periods, e) &&
                                          clear(d, SQL_CLEAR_INDICATORS, old->id, old->n_indicators, e) &&
                                          clear(d, SQL_CLEAR_RESULTS, old->id, old->n_results, e))) &&
         (keep & PROJECT_KEEP_LINKS || clear(d, SQL_CLEAR_LINKS, old->id, old->n_links, e)) &&
         (keep & PROJECT_KEEP_EXTRAS || clear(d, SQL_CLEAR_EXTRAS, old->id, old->n_extras, e));
}
