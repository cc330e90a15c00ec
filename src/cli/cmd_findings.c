/* discrepancies, duplicates: what the rules find, and what people decide about it. A decision is one transaction; then the
 * snapshot. */
#include <string.h>
#include "findings.h"
#include "domain/duplicate.h"
#include "format/csv.h"
#include "store/db.h"

/* ---- lists ---- */

struct list {
  struct cli *c;
  const struct options *o;
  const char *rule;
  struct decisions decisions;
  uint64_t shown;
};

static void write_csv_amount(struct buf *b, const struct csv_style *s, bool has, i128 minor) {
  csv_next(b, s);
  if (has) csv_write_minor(b, s, minor);
}

static void write_csv(struct list *l, const struct discrepancy *x, const struct decision *decided) {
  const struct csv_style s = {0};
  struct buf *b = &l->c->out, codes = {0};
  for (size_t i = 0; i < x->n_subjects; i++) buf_printf(&codes, "%s%.*s", i ? "; " : "", STR_ARG(x->subjects[i].code));
  const struct str texts[] = {x->key, str_from(x->rule), str_from(x->severity), l->c->lang == CLI_ES ? x->es : x->en};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (i) csv_next(b, &s);
    csv_write_text(b, &s, texts[i]);
  }
  write_csv_amount(b, &s, x->has_stated, x->stated);
  write_csv_amount(b, &s, x->has_computed, x->computed);
  write_csv_amount(b, &s, x->has_difference, x->difference);
  const struct str more[] = {x->currency,
                             buf_str(&codes),
                             decided ? decided->verdict : STR(""),
                             decided ? decided->by : STR(""),
                             decided ? decided->at : STR(""),
                             decided ? decided->note : STR("")};
  for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
    csv_next(b, &s);
    csv_write_text(b, &s, more[i]);
  }
  csv_end(b);
  buf_free(&codes);
}

static bool show(void *user, const struct discrepancy *x, struct err *e) {
  (void)e;
  struct list *l = user;
  const struct decision *decided = decisions_find(&l->decisions, x->key);
  if ((l->rule && strcmp(x->rule, l->rule) != 0) || (l->o->open && decided)) return true;
  l->shown++;
  if (l->c->json) finding_write_json(l->c, x, decided);
  else if (l->o->csv) write_csv(l, x, decided);
  else finding_write_text(l->c, x, decided);
  return true;
}

static bool is_rule(const char *rule) {
  size_t n;
  const struct discrepancy_rule *rules = discrepancy_rules(&n);
  for (size_t i = 0; i < n; i++)
    if (strcmp(rules[i].code, rule) == 0) return true;
  return false;
}

static bool refuse_rule(struct cli *c, const char *rule, struct err *e) {
  struct buf all = {0};
  size_t n;
  const struct discrepancy_rule *rules = discrepancy_rules(&n);
  for (size_t i = 0; i < n; i++) buf_printf(&all, "%s%s", i ? ", " : "", rules[i].code);
  err_set(e, ERR_USAGE, cli_say(c, "«%s» no es una regla: %s", "“%s” is not a rule: %s"), rule, all.data);
  buf_free(&all);
  return false;
}

static bool show_list(struct list *l, struct db *d, struct err *e) {
  struct cli *c = l->c;
  if (c->json) {
    jw_kv_z(&c->w, "db", l->o->db);
    jw_key(&c->w, "findings");
    jw_array(&c->w);
  } else if (l->o->csv) {
    buf_add_z(&c->out,
              "clave,regla,gravedad,texto,dicho,calculado,diferencia,moneda,sobre,decision,decide,fecha,nota\r\n");
  }
  bool ok = decisions_load(d, &l->decisions, e) && discrepancy_find(d, show, l, e);
  if (c->json) jw_end(&c->w);
  else if (ok && !l->o->csv && !l->shown) buf_add_z(&c->out, cli_say(c, "ninguna\n", "none\n"));
  else if (ok && !l->o->csv) finding_write_rest(c);
  decisions_free(&l->decisions);
  return ok;
}

static bool list(struct cli *c, const struct options *o, const char *rule, struct err *e) {
  struct list l = {.c = c, .o = o, .rule = rule};
  struct db *d;
  if (rule && !is_rule(rule)) return refuse_rule(c, rule, e);
  if (c->json && o->csv)
    return err_set(e, ERR_USAGE, "%s", cli_say(c, "--json o --csv, no los dos", "--json or --csv, not both"));
  if (!db_open(o->db, DB_READ, &d, e)) return false;
  bool ok = db_begin(d, e) && show_list(&l, d, e); /* one state of the store for all of it */
  db_rollback(d);
  db_close(d);
  return ok;
}

bool cmd_discrepancies(struct cli *c, const struct options *o, struct err *e) { return list(c, o, o->rule, e); }
bool cmd_duplicates(struct cli *c, const struct options *o, struct err *e) {
  return list(c, o, "posible-duplicado", e);
}

/* ---- decisions ---- */

struct sought {
  struct str key;
  bool found;
};

static bool seek(void *user, const struct discrepancy *x, struct err *e) {
  (void)e;
  struct sought *s = user;
  s->found |= str_eq(x->key, s->key);
  return true;
}

/* Is there such a finding? Beyond those that are given nobody can say; the rule must have more then. */
static bool require_finding(struct cli *c, struct db *d, struct str key, struct err *e) {
  struct sought s = {.key = key};
  struct buf rule = {0};
  const char *colon = memchr(key.p, ':', key.n);
  buf_add(&rule, key.p, colon ? (size_t)(colon - key.p) : key.n);
  bool ok = discrepancy_find(d, seek, &s, e);
  bool more = colon && discrepancy_count(rule.data) > DISCREPANCY_MAX_PER_RULE;
  buf_free(&rule);
  if (!ok || s.found || more) return ok;
  return err_set(e, ERR_NOT_FOUND,
                 cli_say(c, "no hay una inconsistencia «%.*s»; coopmap discrepancies las lista con su clave",
                         "there is no discrepancy “%.*s”; coopmap discrepancies lists them with their keys"),
                 STR_ARG(key));
}

static bool require_activity(struct cli *c, struct db *d, const char *code, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, "SELECT 1 FROM activity WHERE code = ?1", &s, e)) return false;
  db_stmt_begin(s);
  db_bind_z(s, 1, code);
  if (!db_step(s, &row, e)) return false;
  db_stmt_begin(s);
  return row || err_set(e, ERR_NOT_FOUND, cli_say(c, "no hay un proyecto «%s»", "there is no project “%s”"), code);
}

static bool in_transaction(struct db *d, const struct options *o, struct str key, const char *verdict, struct err *e) {
  struct history_batch b;
  struct decision x = {.subject = key, .verdict = str_from(verdict), .note = str_from(o->note), .by = str_from(o->by)};
  if (!db_begin(d, e)) return false;
  bool ok = decision_batch(d, o->by, &b, e) &&
            (verdict ? decision_make(d, &b, &x, e) : decision_undo(d, &b, key, x.by, x.note, e)) &&
            history_batch_end(d, &b, 1, verdict != NULL, verdict == NULL, 0, e) && db_commit(d, e);
  if (!ok) db_rollback(d);
  return ok;
}

static void say(struct cli *c, const struct options *o, struct str key, const char *verdict) {
  if (c->json) {
    jw_kv_z(&c->w, "db", o->db);
    jw_kv_str(&c->w, "key", key);
    jw_kv_z(&c->w, "verdict", verdict);
    return;
  }
  buf_printf(&c->out, "%.*s: %s\n", STR_ARG(key),
             verdict ? verdict : cli_say(c, "decisión deshecha", "decision undone"));
}

/* verdict NULL: undo. `pair`: the key was made of two codes, which need not be a candidate of the rules. */
static bool decide(struct cli *c, const struct options *o, struct str key, bool pair, const char *verdict,
                   struct err *e) {
  struct db *d;
  if (!cli_open_to_decide(c, o, &d, e)) return false;
  bool ok = true;
  for (size_t i = 0; ok && pair && i < 2; i++) ok = require_activity(c, d, o->arguments[i], e);
  if (ok && !pair && verdict) ok = require_finding(c, d, key, e);
  ok = ok && in_transaction(d, o, key, verdict, e);
  if (ok) say(c, o, key, verdict);
  if (ok && !o->no_snapshot) ok = cli_renew_snapshot(c, o->db, d, e);
  db_close(d);
  return ok;
}

bool cmd_discrepancies_resolve(struct cli *c, const struct options *o, struct err *e) {
  if (!o->verdict)
    return err_set(e, ERR_USAGE, "%s",
                   cli_say(c, "Falta --verdict: aceptado, rechazado, explicado o corregido",
                           "--verdict is missing: aceptado, rechazado, explicado or corregido"));
  return decide(c, o, str_from(o->arguments[0]), false, o->verdict, e);
}

bool cmd_discrepancies_undo(struct cli *c, const struct options *o, struct err *e) {
  return decide(c, o, str_from(o->arguments[0]), false, NULL, e);
}

static bool decide_pair(struct cli *c, const struct options *o, const char *verdict, struct err *e) {
  struct buf key = {0};
  if (strcmp(o->arguments[0], o->arguments[1]) == 0)
    return err_set(e, ERR_INPUT, cli_say(c, "«%s» y «%s» son el mismo código", "“%s” and “%s” are the same code"),
                   o->arguments[0], o->arguments[1]);
  duplicate_write_key(&key, str_from(o->arguments[0]), str_from(o->arguments[1]));
  bool ok = decide(c, o, buf_str(&key), true, verdict, e);
  buf_free(&key);
  return ok;
}

bool cmd_duplicates_accept(struct cli *c, const struct options *o, struct err *e) {
  return decide_pair(c, o, "aceptado", e);
}
bool cmd_duplicates_reject(struct cli *c, const struct options *o, struct err *e) {
  return decide_pair(c, o, "rechazado", e);
}
bool cmd_duplicates_undo(struct cli *c, const struct options *o, struct err *e) { return decide_pair(c, o, NULL, e); }
