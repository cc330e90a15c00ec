#include "domain/decision.h"
#include "core/jw.h"
#include "domain/source.h"

#define NOW "strftime('%Y-%m-%dT%H:%M:%SZ')"
#define COLUMNS "id, subject, verdict, note, decided_by, decided_at, undone_by, undone_at, undone_note"
static const char SQL_VERDICT[] = "SELECT 1 FROM code WHERE list = 'verdict' AND code = ?1";
static const char SQL_STANDING[] = "SELECT " COLUMNS " FROM decision WHERE subject = ?1 AND undone_at IS NULL";
static const char SQL_ALL_STANDING[] = "SELECT " COLUMNS " FROM decision WHERE undone_at IS NULL ORDER BY subject, id";
static const char SQL_ALL[] = "SELECT " COLUMNS " FROM decision ORDER BY subject, id";
static const char SQL_BY_ID[] = "SELECT " COLUMNS " FROM decision WHERE id = ?1";
static const char SQL_MAKE[] = "INSERT INTO decision (subject, verdict, note, decided_by, decided_at, batch_id) VALUES "
                               "(?1, ?2, ?3, ?4, " NOW ", ?5)";
static const char SQL_UNDO[] =
    "UPDATE decision SET undone_by = ?2, undone_at = " NOW ", undone_note = ?3 WHERE id = ?1";

bool decision_batch(struct db *d, const char *by, struct history_batch *b, struct err *e) {
  int64_t document_id;
  if (!by || !*by) return err_set(e, ERR_INPUT, err_pick("diga quién lo decide", "say who decides it"));
  return source_document(d, STR("Decisiones"), &document_id, e) &&
         history_batch_open(d, "decisions", document_id, by, b, e);
}

static struct decision read_row(struct db_stmt *s) {
  return (struct decision){db_col_int(s, 0), db_col_str(s, 1), db_col_str(s, 2), db_col_str(s, 3), db_col_str(s, 4),
                           db_col_str(s, 5), db_col_str(s, 6), db_col_str(s, 7), db_col_str(s, 8)};
}

static void write_json(struct buf *out, const struct decision *x) {
  const struct {
    const char *key;
    struct str value;
  } members[] = {{"subject", x->subject},
                 {"verdict", x->verdict},
                 {"note", x->note},
                 {"by", x->by},
                 {"at", x->at},
                 {"undone_by", x->undone_by},
                 {"undone_at", x->undone_at},
                 {"undone_note", x->undone_note}};
  struct jw w;
  jw_init(&w, out);
  jw_object(&w);
  for (size_t i = 0; i < sizeof members / sizeof *members; i++)
    if (members[i].value.n) jw_kv_str(&w, members[i].key, members[i].value);
  jw_end(&w);
}

/* The decision about the subject that stands: its id (0: none) and its JSON. */
static bool find_standing(struct db *d, struct str subject, int64_t *id, struct buf *json, struct err *e) {
  struct db_stmt *s;
  bool row;
  *id = 0;
  if (!db_prepare(d, SQL_STANDING, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, subject);
  if (!db_step(s, &row, e)) return false;
  if (row) {
    struct decision x = read_row(s);
    *id = x.id;
    write_json(json, &x);
  }
  db_stmt_begin(s);
  return true;
}

/* An entry in the history: `before` and what the row is now. */
static bool add_history(struct db *d, const struct history_batch *b, int64_t id, const char *action, struct str before,
                        struct err *e) {
  struct db_stmt *s;
  struct buf after = {0};
  bool row;
  if (!db_prepare(d, SQL_BY_ID, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!db_step(s, &row, e)) return false;
  struct decision now = read_row(s);
  write_json(&after, &now);
  db_stmt_begin(s);
  bool ok = history_add(d, b, "decision", id, action, before, buf_str(&after), e);
  buf_free(&after);
  return ok;
}

static bool check(struct db *d, const struct decision *x, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (x->subject.n == 0)
    return err_set(e, ERR_INPUT, err_pick("falta la clave del hallazgo", "the finding's key is missing"));
  if (x->by.n == 0) return err_set(e, ERR_INPUT, err_pick("diga quién lo decide", "say who decides it"));
  if (!db_prepare(d, SQL_VERDICT, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, x->verdict);
  if (!db_step(s, &row, e)) return false;
  db_stmt_begin(s);
  if (row) return true;
  return err_set(e, ERR_INPUT,
                 err_pick("«%.*s» no es una decisión: use aceptado, rechazado, explicado o corregido",
                          "“%.*s” is no verdict: use aceptado, rechazado, explicado or corregido"),
                 STR_ARG(x->verdict));
}

bool decision_make(struct db *d, const struct history_batch *b, const struct decision *x, struct err *e) {
  struct db_stmt *s;
  struct buf old = {0};
  int64_t id;
  if (!check(d, x, e) || !find_standing(d, x->subject, &id, &old, e)) return false;
  buf_free(&old);
  if (id)
    return err_set(e, ERR_CONFLICT,
                   err_pick("ya hay una decisión sobre %.*s; deshágala primero",
                            "there is a decision about %.*s already; undo it first"),
                   STR_ARG(x->subject));
  if (!db_prepare(d, SQL_MAKE, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, x->subject);
  db_bind_str(s, 2, x->verdict);
  db_bind_str(s, 3, x->note.n ? x->note : (struct str){0});
  db_bind_str(s, 4, x->by);
  db_bind_int(s, 5, b->id);
  return db_run(s, e) && add_history(d, b, db_last_id(d), "insert", (struct str){0}, e);
}

static bool close_decision(struct db *d, int64_t id, struct str by, struct str note, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, SQL_UNDO, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  db_bind_str(s, 2, by);
  db_bind_str(s, 3, note.n ? note : (struct str){0});
  return db_run(s, e);
}

bool decision_undo(struct db *d, const struct history_batch *b, struct str subject, struct str by, struct str note,
                   struct err *e) {
  struct buf before = {0};
  int64_t id;
  if (by.n == 0) return err_set(e, ERR_INPUT, err_pick("diga quién lo deshace", "say who undoes it"));
  bool ok = find_standing(d, subject, &id, &before, e);
  if (ok && !id)
    ok = err_set(e, ERR_NOT_FOUND,
                 err_pick("no hay una decisión vigente sobre %.*s", "there is no standing decision about %.*s"),
                 STR_ARG(subject));
  ok = ok && close_decision(d, id, by, note, e) && add_history(d, b, id, "retire", buf_str(&before), e);
  buf_free(&before);
  return ok;
}

bool decision_each(struct db *d, bool all, decision_fn *fn, void *user, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(d, all ? SQL_ALL : SQL_ALL_STANDING, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    struct decision x = read_row(s);
    if (fn(user, &x, e)) continue;
    db_stmt_begin(s);
    return false;
  }
}
