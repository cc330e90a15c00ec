#include <math.h>
#include <stdlib.h>
#include "core/jw.h"
#include "domain/project.h"
#include "geo/gaia.h"

static const char SQL_ACTIVITY[] =
    "SELECT id, code, iati_identifier, kind, title, activity_status, cooperation_type, modality, no_disbursement, "
    "total_dec, "
    "total_raw, currency, people, people_raw, people_unit, people_approx, vigencia_raw, place_note, claim_id, "
    "reporting_id, activity_scope, collaboration_type, lang, flow_type, finance_type, aid_type, tied_status, updated, "
    /* which of the lists that most projects do not have are there, as PROJECT_KEEP_* */
    "EXISTS (SELECT 1 FROM stated_total WHERE activity_id = a.id) + "
    "2 * EXISTS (SELECT 1 FROM beneficiary_group WHERE activity_id = a.id) + "
    "4 * EXISTS (SELECT 1 FROM result WHERE activity_id = a.id) + "
    "8 * EXISTS (SELECT 1 FROM document_link WHERE activity_id = a.id) + "
    "16 * EXISTS (SELECT 1 FROM activity_extra WHERE activity_id = a.id) "
    "FROM activity AS a WHERE code = ?1";
static const char SQL_NARRATIVES[] = "SELECT type, lang, text FROM narrative WHERE activity_id = ?1 ORDER BY id";
static const char SQL_DATES[] = "SELECT type, date, precision FROM activity_date WHERE activity_id = ?1 ORDER BY id";
static const char SQL_PARTIES[] =
    "SELECT organisation_id, role, role_text FROM participating_org WHERE activity_id = ?1 ORDER BY id";
static const char SQL_RATES[] = "SELECT from_currency, to_currency, rate_dec, date, kind, raw FROM exchange_rate WHERE "
                                "claim_id = ?1 ORDER BY id LIMIT 1";
static const char SQL_CONTRIBUTIONS[] =
    "SELECT provider_id, receiver_id, amount_dec, amount_raw, currency, form, value_date, label_raw, is_counterpart, "
    "rate_id IS NOT NULL, valuation, transaction_type, date, flow_type, finance_type, aid_type FROM contribution "
    "WHERE activity_id = ?1 ORDER BY id";
static const char SQL_LOCATIONS[] =
    "SELECT scope, area_id, name_raw, share_basis, method, exactness, reach, share_money_ppm, geom_point, "
    "geom_outline, "
    "class, precision, share_people_ppm FROM activity_location WHERE activity_id = ?1 ORDER BY rank, id";
static const char SQL_CLASSES[] =
    "SELECT vocabulary, code, percent_ppm, inferred FROM classification WHERE activity_id = ?1 ORDER BY id";
static const char SQL_RELATED[] =
    "SELECT a.code, r.type FROM related_activity AS r JOIN activity AS a ON a.id = r.related_id "
    "WHERE r.activity_id = ?1 ORDER BY a.code, r.type";
static const char SQL_TOTALS[] =
    "SELECT amount_dec, amount_raw, currency, label_raw FROM stated_total WHERE activity_id = ?1 ORDER BY rank";
static const char SQL_GROUPS[] = "SELECT number, is_approx, is_disjoint, unit, raw, area_id FROM beneficiary_group "
                                 "WHERE activity_id = ?1 ORDER BY rank";
static const char SQL_RESULTS[] =
    "SELECT type, title, description, aggregates FROM result WHERE activity_id = ?1 ORDER BY rank";
/* Ranks are the indices of the flat lists. */
static const char SQL_INDICATORS[] =
    "SELECT r.rank, i.measure, i.title, i.description, i.baseline_year, i.baseline_value, i.ascending FROM result AS r "
    "JOIN indicator AS i ON i.result_id = r.id WHERE r.activity_id = ?1 ORDER BY i.rank";
static const char SQL_PERIODS[] =
    "SELECT i.rank, p.period_start, p.period_end, p.target_value, p.actual_value FROM result AS r JOIN indicator AS i "
    "ON i.result_id = r.id JOIN indicator_period AS p ON p.indicator_id = i.id WHERE r.activity_id = ?1 ORDER BY "
    "p.rank";
static const char SQL_LINKS[] =
    "SELECT url, format, category, title, lang, date FROM document_link WHERE activity_id = ?1 ORDER BY rank";
static const char SQL_EXTRAS[] = "SELECT owner, rank, name, xml FROM activity_extra WHERE activity_id = ?1 ORDER BY id";

static struct str text(struct arena *a, struct db_stmt *s, int i) { return arena_str(a, db_col_str(s, i)); }
/* -1 where it is not. */
static int64_t known(struct db_stmt *s, int i) { return db_col_null(s, i) ? -1 : db_col_int(s, i); }

/* One more element at the end of a list in the arena. */
static void *more(struct arena *a, const void *list, size_t n, size_t size) {
  size_t cap = n & (n - 1) ? 0 : n ? 2 * n : 1; /* room doubles at powers of two */
  if (cap == 0) return (char *)(uintptr_t)list + n * size;
  char *grown = arena_calloc(a, cap, size);
  if (n) memcpy(grown, list, n * size);
  return grown + n * size;
}

typedef bool row_fn(struct arena *a, struct db_stmt *s, struct project *p, struct err *e);

static bool read_narrative(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_narrative *v = more(a, p->narratives, p->n_narratives, sizeof *v);
  *v = (struct project_narrative){text(a, s, 0), text(a, s, 1), text(a, s, 2)};
  p->narratives = v - p->n_narratives++;
  return true;
}

static bool read_date(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_date *v = more(a, p->dates, p->n_dates, sizeof *v);
  *v = (struct project_date){text(a, s, 0), text(a, s, 1), text(a, s, 2)};
  p->dates = v - p->n_dates++;
  return true;
}

static bool read_party(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_party *v = more(a, p->parties, p->n_parties, sizeof *v);
  *v = (struct project_party){db_col_int(s, 0), text(a, s, 1), text(a, s, 2)};
  p->parties = v - p->n_parties++;
  return true;
}

static bool read_rate(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  p->has_rate = true;
  p->rate =
      (struct project_rate){text(a, s, 0), text(a, s, 1), text(a, s, 2), text(a, s, 3), text(a, s, 4), text(a, s, 5)};
  return true;
}

static bool read_contribution(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  struct project_contribution *v = more(a, p->contributions, p->n_contributions, sizeof *v);
  *v = (struct project_contribution){.provider_id = db_col_int(s, 0),
                                     .receiver_id = db_col_int(s, 1),
                                     .amount_raw = text(a, s, 3),
                                     .currency = text(a, s, 4),
                                     .form = text(a, s, 5),
                                     .value_date = text(a, s, 6),
                                     .label_raw = text(a, s, 7),
                                     .is_counterpart = db_col_int(s, 8) != 0,
                                     .has_rate = db_col_int(s, 9) != 0,
                                     .valuation = text(a, s, 10),
                                     .transaction_type = text(a, s, 11),
                                     .date = text(a, s, 12),
                                     .flow_type = text(a, s, 13),
                                     .finance_type = text(a, s, 14),
                                     .aid_type = text(a, s, 15)};
  p->contributions = v - p->n_contributions++;
  if (decimal_read_minor(db_col_str(s, 2), &v->amount)) return true;
  return err_set(e, ERR_DB, "project %.*s: a contribution's amount is damaged", STR_ARG(p->code));
}

static bool read_location(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  struct project_location *v = more(a, p->locations, p->n_locations, sizeof *v);
  *v = (struct project_location){.scope = text(a, s, 0),
                                 .area_id = db_col_int(s, 1),
                                 .name_raw = text(a, s, 2),
                                 .share_basis = text(a, s, 3),
                                 .method = text(a, s, 4),
                                 .exactness = text(a, s, 5),
                                 .reach = text(a, s, 6),
                                 .share_ppm = (int32_t)known(s, 7),
                                 .class = text(a, s, 10),
                                 .precision = text(a, s, 11),
                                 .share_people_ppm = (int32_t)known(s, 12),
                                 .lon = NAN,
                                 .lat = NAN};
  p->locations = v - p->n_locations++;
  size_t n;
  const void *blob = db_col_blob(s, 8, &n);
  if (n) return gaia_read_point(blob, n, &v->lon, &v->lat, e);
  blob = db_col_blob(s, 9, &n);
  if (n == 0) return true;
  struct polygon *outline = arena_calloc(a, 1, sizeof *outline);
  v->outline = outline;
  return gaia_read_multipolygon(a, blob, n, outline, e);
}

static bool read_class(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_class *v = more(a, p->classes, p->n_classes, sizeof *v);
  *v = (struct project_class){text(a, s, 0), text(a, s, 1), (int32_t)known(s, 2), db_col_int(s, 3) != 0};
  p->classes = v - p->n_classes++;
  return true;
}

static bool read_related(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_related *v = more(a, p->related, p->n_related, sizeof *v);
  *v = (struct project_related){text(a, s, 0), text(a, s, 1)};
  p->related = v - p->n_related++;
  return true;
}

static bool read_total(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  struct project_total *v = more(a, p->totals, p->n_totals, sizeof *v);
  *v = (struct project_total){0, text(a, s, 1), text(a, s, 2), text(a, s, 3)};
  p->totals = v - p->n_totals++;
  if (decimal_read_minor(db_col_str(s, 0), &v->amount)) return true;
  return err_set(e, ERR_DB, "project %.*s: a stated total is damaged", STR_ARG(p->code));
}

static bool read_group(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_group *v = more(a, p->groups, p->n_groups, sizeof *v);
  *v = (struct project_group){.number = known(s, 0),
                              .is_approx = db_col_int(s, 1) != 0,
                              .is_disjoint = db_col_int(s, 2) != 0,
                              .unit = text(a, s, 3),
                              .raw = text(a, s, 4),
                              .area_id = db_col_int(s, 5)};
  p->groups = v - p->n_groups++;
  return true;
}

static bool read_result(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_result *v = more(a, p->results, p->n_results, sizeof *v);
  *v = (struct project_result){text(a, s, 0), text(a, s, 1), text(a, s, 2), (int)known(s, 3)};
  p->results = v - p->n_results++;
  return true;
}

static bool read_indicator(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_indicator *v = more(a, p->indicators, p->n_indicators, sizeof *v);
  *v = (struct project_indicator){.result = (size_t)db_col_int(s, 0),
                                  .measure = text(a, s, 1),
                                  .title = text(a, s, 2),
                                  .description = text(a, s, 3),
                                  .baseline_year = text(a, s, 4),
                                  .baseline_value = text(a, s, 5),
                                  .ascending = (int)known(s, 6)};
  p->indicators = v - p->n_indicators++;
  return true;
}

static bool read_period(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_period *v = more(a, p->periods, p->n_periods, sizeof *v);
  *v = (struct project_period){(size_t)db_col_int(s, 0), text(a, s, 1), text(a, s, 2), text(a, s, 3), text(a, s, 4)};
  p->periods = v - p->n_periods++;
  return true;
}

static bool read_link(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_link *v = more(a, p->links, p->n_links, sizeof *v);
  *v = (struct project_link){text(a, s, 0), text(a, s, 1), text(a, s, 2), text(a, s, 3), text(a, s, 4), text(a, s, 5)};
  p->links = v - p->n_links++;
  return true;
}

static bool read_extra(struct arena *a, struct db_stmt *s, struct project *p, struct err *e) {
  (void)e;
  struct project_extra *v = more(a, p->extras, p->n_extras, sizeof *v);
  *v = (struct project_extra){
      .owner = text(a, s, 0), .rank = (size_t)db_col_int(s, 1), .name = text(a, s, 2), .xml = text(a, s, 3)};
  p->extras = v - p->n_extras++;
  return true;
}

static bool each_row(struct db *d, const char *sql, int64_t id, row_fn *read, struct arena *a, struct project *p,
                     struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(d, sql, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  do
    if (!db_step(s, &row, e)) return false;
  while (row && read(a, s, p, e));
  return !row;
}

static bool load_row(struct db *d, struct arena *a, struct str code, struct project *p, unsigned *lists,
                     struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, SQL_ACTIVITY, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, code);
  if (!db_step(s, &row, e)) return false;
  if (!row) return err_set(e, ERR_NOT_FOUND, "there is no project with the code %.*s", STR_ARG(code));
  p->id = db_col_int(s, 0);
  struct str *head[] = {&p->code,   &p->iati_identifier,  &p->kind,    &p->title,
                        &p->status, &p->cooperation_type, &p->modality};
  for (int i = 0; i < 7; i++) *head[i] = text(a, s, i + 1);
  p->no_disbursement = db_col_int(s, 8) != 0;
  p->has_total = !db_col_null(s, 9);
  if (p->has_total && !decimal_read_minor(db_col_str(s, 9), &p->total))
    return err_set(e, ERR_DB, "project %.*s: its total is damaged", STR_ARG(p->code));
  p->total_raw = text(a, s, 10);
  p->currency = text(a, s, 11);
  p->people = known(s, 12);
  p->people_raw = text(a, s, 13);
  p->people_unit = text(a, s, 14);
  p->people_approx = db_col_int(s, 15) != 0;
  p->vigencia_raw = text(a, s, 16);
  p->place_note = text(a, s, 17);
  p->claim_id = db_col_int(s, 18);
  p->reporting_id = db_col_int(s, 19);
  struct str *words[] = {&p->scope,        &p->collaboration_type, &p->lang,        &p->flow_type,
                         &p->finance_type, &p->aid_type,           &p->tied_status, &p->updated};
  for (int i = 0; i < 8; i++) *words[i] = text(a, s, 20 + i);
  *lists = (unsigned)db_col_int(s, 28);
  db_stmt_begin(s);
  return true;
}

static bool load_lists(struct db *d, struct arena *a, unsigned lists, struct project *p, struct err *e) {
  return (!(lists & PROJECT_KEEP_TOTALS) || each_row(d, SQL_TOTALS, p->id, read_total, a, p, e)) &&
         (!(lists & PROJECT_KEEP_GROUPS) || each_row(d, SQL_GROUPS, p->id, read_group, a, p, e)) &&
         (!(lists & PROJECT_KEEP_RESULTS) || (each_row(d, SQL_RESULTS, p->id, read_result, a, p, e) &&
                                              each_row(d, SQL_INDICATORS, p->id, read_indicator, a, p, e) &&
                                              each_row(d, SQL_PERIODS, p->id, read_period, a, p, e))) &&
         (!(lists & PROJECT_KEEP_LINKS) || each_row(d, SQL_LINKS, p->id, read_link, a, p, e)) &&
         (!(lists & PROJECT_KEEP_EXTRAS) || each_row(d, SQL_EXTRAS, p->id, read_extra, a, p, e));
}

bool project_load(struct db *d, struct arena *a, struct str code, struct project *out, struct err *e) {
  unsigned lists = 0;
  *out = (struct project){0};
  return load_row(d, a, code, out, &lists, e) && each_row(d, SQL_NARRATIVES, out->id, read_narrative, a, out, e) &&
         each_row(d, SQL_DATES, out->id, read_date, a, out, e) &&
         each_row(d, SQL_PARTIES, out->id, read_party, a, out, e) &&
         each_row(d, SQL_RATES, out->claim_id, read_rate, a, out, e) &&
         each_row(d, SQL_CONTRIBUTIONS, out->id, read_contribution, a, out, e) &&
         each_row(d, SQL_LOCATIONS, out->id, read_location, a, out, e) &&
         each_row(d, SQL_CLASSES, out->id, read_class, a, out, e) &&
         each_row(d, SQL_RELATED, out->id, read_related, a, out, e) && load_lists(d, a, lists, out, e);
}
