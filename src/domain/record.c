/* Records to the store and back. The text of each statement names the columns in the order of the registry (record_info.c); a test
 * holds them together. */
#include "core/jw.h"
#include "core/text.h"
#include "domain/record.h"
#include "domain/source.h"

/* Columns of a row: id, claim, code, the fields, then document, locator, raw. */
enum { COLUMN_ID, COLUMN_CLAIM, COLUMN_CODE, COLUMN_FIELDS };
#define FROM(table)                                                                                                    \
  ", s.title, c.locator, c.raw FROM " table " AS x LEFT JOIN claim AS c ON c.id = x.claim_id "                         \
  "LEFT JOIN source_document AS s ON s.id = c.document_id"
#define NETWORK                                                                                                        \
  "SELECT x.id, x.claim_id, x.code, x.name, x.kind, x.alias, x.since, x.members, x.members_raw, x.note" FROM("networ"  \
                                                                                                             "k")
#define MEMBER                                                                                                         \
  "SELECT x.id, x.claim_id, x.code, n.code, o.code, x.role_text" FROM(                                                 \
      "network_member") " LEFT JOIN network AS n ON n.id = x.network_id LEFT JOIN organisation AS o ON o.id = "        \
                        "x.organisation_id"
#define GOAL "SELECT x.id, x.claim_id, x.code, x.year, x.text, x.status, x.metric, x.target_dec, x.note" FROM("goal")
#define SERIES                                                                                                         \
  "SELECT x.id, x.claim_id, x.code, x.title, x.measure, x.concept, x.currency, x.dimension, x.period_raw, "            \
  "x.population, a.code, x.note" FROM("statistic_series") " LEFT JOIN activity AS a ON a.id = x.activity_id"
#define VALUE                                                                                                          \
  "SELECT x.id, x.claim_id, x.code, n.code, x.label, x.form, x.period_raw, x.value_dec, x.value_raw, x.unit_raw, "     \
  "x.is_approx" FROM("statistic_value") " LEFT JOIN statistic_series AS n ON n.id = x.series_id"
#define RATE                                                                                                           \
  "SELECT x.id, x.claim_id, x.code, x.from_currency, x.to_currency, x.rate_dec, x.date, x.kind, x.raw, "               \
  "x.source" FROM("exchange_rate")
#define ONE " WHERE x.code = ?1"
#define ALL " ORDER BY x.code"

/* ?1 code, ?2 batch, ?3 claim, then the fields; an update ends with the id. */
static const struct statements {
  const char *one, *all, *insert, *update, *find;
} sql[RECORD_KINDS] = {
    [RECORD_NETWORK] = {NETWORK ONE, NETWORK ALL,
                        "INSERT INTO network (code, batch_id, claim_id, name, kind, alias, since, members, "
                        "members_raw, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                        "UPDATE network SET code = ?1, batch_id = ?2, claim_id = ?3, name = ?4, kind = ?5, alias = ?6, "
                        "since = ?7, members = ?8, members_raw = ?9, note = ?10 WHERE id = ?11",
                        "SELECT id FROM network WHERE code = ?1"},
    [RECORD_MEMBER] = {MEMBER ONE, MEMBER ALL,
                       "INSERT INTO network_member (code, batch_id, claim_id, network_id, organisation_id, role_text) "
                       "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                       "UPDATE network_member SET code = ?1, batch_id = ?2, claim_id = ?3, network_id = ?4, "
                       "organisation_id = ?5, role_text = ?6 WHERE id = ?7",
                       "SELECT id FROM network_member WHERE code = ?1"},
    [RECORD_GOAL] = {GOAL ONE, GOAL ALL,
                     "INSERT INTO goal (code, batch_id, claim_id, year, text, status, metric, target_dec, note) VALUES "
                     "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                     "UPDATE goal SET code = ?1, batch_id = ?2, claim_id = ?3, year = ?4, text = ?5, status = ?6, "
                     "metric = ?7, target_dec = ?8, note = ?9 WHERE id = ?10",
                     "SELECT id FROM goal WHERE code = ?1"},
    [RECORD_SERIES] =
        {SERIES ONE, SERIES ALL,
         "INSERT INTO statistic_series (code, batch_id, claim_id, title, measure, concept, currency, dimension, "
         "period_raw, population, activity_id, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
         "UPDATE statistic_series SET code = ?1, batch_id = ?2, claim_id = ?3, title = ?4, measure = ?5, "
         "concept = ?6, currency = ?7, dimension = ?8, period_raw = ?9, population = ?10, activity_id = ?11, "
         "note = ?12 WHERE id = ?13",
         "SELECT id FROM statistic_series WHERE code = ?1"},
    [RECORD_VALUE] =
        {VALUE ONE, VALUE ALL,
         "INSERT INTO statistic_value (code, batch_id, claim_id, series_id, label, form, period_raw, "
         "value_dec, value_raw, unit_raw, is_approx) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
         "UPDATE statistic_value SET code = ?1, batch_id = ?2, claim_id = ?3, series_id = ?4, label = ?5, "
         "form = ?6, period_raw = ?7, value_dec = ?8, value_raw = ?9, unit_raw = ?10, is_approx = ?11 "
         "WHERE id = ?12",
         "SELECT id FROM statistic_value WHERE code = ?1"},
    [RECORD_RATE] = {RATE ONE, RATE " WHERE x.code IS NOT NULL" ALL, /* the others are rates of contracts */
                     "INSERT INTO exchange_rate (code, batch_id, claim_id, from_currency, to_currency, rate_dec, date, "
                     "kind, raw, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                     "UPDATE exchange_rate SET code = ?1, batch_id = ?2, claim_id = ?3, from_currency = ?4, "
                     "to_currency = ?5, rate_dec = ?6, date = ?7, kind = ?8, raw = ?9, source = ?10 WHERE id = ?11",
                     "SELECT id FROM exchange_rate WHERE code = ?1"},
};
static const char SQL_FIND_ACTOR[] = "SELECT id FROM organisation WHERE code = ?1";
static const char SQL_FIND_PROJECT[] = "SELECT id FROM activity WHERE code = ?1";
static const char SQL_FIND_PAIR[] =
    "SELECT m.code FROM network_member AS m JOIN network AS n ON n.id = m.network_id JOIN organisation AS o ON "
    "o.id = m.organisation_id WHERE n.code = ?1 AND o.code = ?2";

/* ---- reading ---- */

/* The texts live until the next step. */
static void read_row(struct db_stmt *s, enum record_kind k, struct record *r, int64_t *claim_id) {
  int n = (int)record_info(k)->n_fields;
  *r = (struct record){.kind = k, .id = db_col_int(s, COLUMN_ID), .code = db_col_str(s, COLUMN_CODE)};
  *claim_id = db_col_int(s, COLUMN_CLAIM);
  for (int i = 0; i < n; i++) r->value[i] = db_col_str(s, COLUMN_FIELDS + i);
  r->document = db_col_str(s, COLUMN_FIELDS + n);
  r->locator = db_col_str(s, COLUMN_FIELDS + n + 1);
  r->raw = db_col_str(s, COLUMN_FIELDS + n + 2);
}

bool record_each(struct db *d, enum record_kind k, record_fn *fn, void *user, struct err *e) {
  struct db_stmt *s;
  struct record r;
  int64_t claim;
  bool row = false;
  if (!db_prepare(d, sql[k].all, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    read_row(s, k, &r, &claim);
    if (fn(user, &r, e)) continue;
    db_stmt_begin(s);
    return false;
  }
}

static bool load(struct db *d, struct arena *a, enum record_kind k, struct str code, struct record *out,
                 int64_t *claim_id, bool *found, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, sql[k].one, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, code);
  if (!db_step(s, found, e)) return false;
  if (!*found) return true;
  read_row(s, k, out, claim_id);
  out->code = arena_str(a, out->code);
  for (size_t i = 0; i < record_info(k)->n_fields; i++) out->value[i] = arena_str(a, out->value[i]);
  db_stmt_begin(s);
  return true;
}

static bool find_id(struct db *d, const char *find, struct str code, int64_t *id, struct err *e) {
  struct db_stmt *s;
  bool row;
  *id = 0;
  if (!db_prepare(d, find, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, code);
  if (!db_step(s, &row, e)) return false;
  if (row) *id = db_col_int(s, 0);
  db_stmt_begin(s);
  return true;
}

bool record_exists(struct db *d, enum record_kind k, struct str code, bool *exists, struct err *e) {
  int64_t id;
  if (!find_id(d, sql[k].find, code, &id, e)) return false;
  *exists = id != 0;
  return true;
}

/* ---- writing ---- */

static bool find_reference(struct db *d, const struct record_field *f, struct str code, int64_t *id, struct err *e) {
  const char *find = f->type == RECORD_ACTOR     ? SQL_FIND_ACTOR
                     : f->type == RECORD_PROJECT ? SQL_FIND_PROJECT
                                                 : sql[f->parent].find;
  if (!find_id(d, find, code, id, e)) return false;
  if (*id) return true;
  return err_set(
      e, ERR_NOT_FOUND,
      err_pick("columna «%s»: no hay ninguno con el código %.*s", "column “%s”: there is none with the code %.*s"),
      f->name, STR_ARG(code));
}

static bool bind_field(struct db *d, struct db_stmt *s, int i, const struct record_field *f, struct str v,
                       struct err *e) {
  int64_t number = 0;
  if (v.n == 0) return true;
  switch (f->type) {
  case RECORD_TEXT:
  case RECORD_CODE:
  case RECORD_DATE:
  case RECORD_DECIMAL: db_bind_str(s, i, v); return true;
  case RECORD_INT:
  case RECORD_YES:
    if (!text_parse_int(v, &number)) return err_set(e, ERR_BUG, "%s: %.*s is no number", f->name, STR_ARG(v));
    break;
  case RECORD_ACTOR:
  case RECORD_PROJECT:
  case RECORD_PARENT:
    if (!find_reference(d, f, v, &number, e)) return false;
    break;
  }
  db_bind_int(s, i, number);
  return true;
}

static bool write_row(struct db *d, const struct history_batch *b, struct record *r, int64_t claim_id, struct err *e) {
  const struct record_info *info = record_info(r->kind);
  const struct statements *text = &sql[r->kind];
  struct db_stmt *s;
  if (!db_prepare(d, r->id ? text->update : text->insert, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, r->code);
  db_bind_int(s, 2, b->id);
  db_bind_int(s, 3, claim_id);
  for (size_t i = 0; i < info->n_fields; i++)
    if (!bind_field(d, s, 4 + (int)i, &info->fields[i], r->value[i], e)) return false;
  if (r->id) db_bind_int(s, 4 + (int)info->n_fields, r->id);
  if (!db_run(s, e)) return false;
  if (!r->id) r->id = db_last_id(d);
  return true;
}

static void write_json(struct buf *out, const struct record *r) {
  const struct record_info *info = record_info(r->kind);
  struct jw w;
  jw_init(&w, out);
  jw_object(&w);
  jw_kv_str(&w, "code", r->code);
  for (size_t i = 0; i < info->n_fields; i++)
    if (r->value[i].n) jw_kv_str(&w, info->fields[i].column, r->value[i]);
  jw_end(&w);
}

static bool add_history(struct db *d, const struct history_batch *b, const struct record *old, const struct record *now,
                        struct err *e) {
  struct buf before = {0}, after = {0};
  write_json(&before, old);
  write_json(&after, now);
  bool ok = history_add(d, b, record_info(now->kind)->table, now->id, "update", buf_str(&before), buf_str(&after), e);
  buf_free(&before);
  buf_free(&after);
  return ok;
}

static bool fill_in(struct record *r, struct err *e) {
  const struct record_info *info = record_info(r->kind);
  for (size_t i = 0; i < info->n_fields; i++) {
    const struct record_field *f = &info->fields[i];
    if (r->value[i].n == 0 && f->standard) r->value[i] = str_from(f->standard);
    if (f->required && r->value[i].n == 0)
      return err_set(e, ERR_INPUT, err_pick("falta el dato «%s»", "“%s” is missing"), f->name);
  }
  return true;
}

/* The code of network and actor together, made if the record has none. */
static bool name_member(struct db *d, struct arena *a, struct record *r, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, SQL_FIND_PAIR, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, r->value[0]);
  db_bind_str(s, 2, r->value[1]);
  if (!db_step(s, &row, e)) return false;
  struct str known = row ? arena_str(a, db_col_str(s, 0)) : (struct str){0};
  db_stmt_begin(s);
  if (r->code.n == 0 && row) r->code = known;
  else if (r->code.n == 0) r->code = str_from(arena_printf(a, "%.*s/%.*s", STR_ARG(r->value[0]), STR_ARG(r->value[1])));
  else if (row && !str_eq(known, r->code))
    return err_set(e, ERR_CONFLICT,
                   err_pick("%.*s ya es miembro de %.*s con el código %.*s",
                            "%.*s is a member of %.*s already, with the code %.*s"),
                   STR_ARG(r->value[1]), STR_ARG(r->value[0]), STR_ARG(known));
  return true;
}

static bool is_same(const struct record *x, const struct record *y) {
  for (size_t i = 0; i < record_info(x->kind)->n_fields; i++)
    if (!str_eq(x->value[i], y->value[i])) return false;
  return true;
}

bool record_save(struct db *d, const struct history_batch *b, struct arena *a, struct record *r, int64_t document_id,
                 enum record_saved *what, struct err *e) {
  struct record old = {0};
  int64_t old_claim = 0, claim;
  bool known;
  if (!fill_in(r, e) || (r->kind == RECORD_MEMBER && !name_member(d, a, r, e))) return false;
  if (r->code.n == 0) return err_set(e, ERR_INPUT, err_pick("falta el código", "the code is missing"));
  if (!load(d, a, r->kind, r->code, &old, &old_claim, &known, e)) return false;
  r->id = known ? old.id : 0;
  *what = !known ? RECORD_ADDED : is_same(&old, r) ? RECORD_SAME : RECORD_CHANGED;
  if (*what == RECORD_SAME) return true;
  if (!source_claim(d, b, document_id, r->locator, r->raw, &claim, e) || !write_row(d, b, r, claim, e)) return false;
  return !known || (source_supersede(d, old_claim, e) && add_history(d, b, &old, r, e));
}
