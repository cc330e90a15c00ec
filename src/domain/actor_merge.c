/* One actor in two entries, by a person's decision: a pointer from one row to the other, which undoing takes away. */
#include "core/jw.h"
#include "domain/decision.h"

static const char SQL_FIND[] = "SELECT o.id, t.id, t.code FROM organisation AS o LEFT JOIN organisation AS t ON "
                               "t.id = o.merged_into WHERE o.code = ?1";
static const char SQL_CIRCLE[] =
    "WITH RECURSIVE up (id) AS (SELECT ?1 UNION SELECT o.merged_into FROM up JOIN organisation AS o ON o.id = up.id "
    "WHERE o.merged_into IS NOT NULL) SELECT 1 FROM up WHERE id = ?2";
static const char SQL_SET[] = "UPDATE organisation SET merged_into = ?2, last_batch_id = ?3 WHERE id = ?1";

struct entry {
  int64_t id, into;
  struct str into_code;
};

static bool find(struct db *d, struct arena *a, struct str code, struct entry *out, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, SQL_FIND, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, code);
  if (!db_step(s, &row, e)) return false;
  if (!row)
    return err_set(e, ERR_NOT_FOUND,
                   err_pick("no hay un actor con el código %.*s", "there is no actor with the code %.*s"),
                   STR_ARG(code));
  *out = (struct entry){db_col_int(s, 0), db_col_int(s, 1), arena_str(a, db_col_str(s, 2))};
  db_stmt_begin(s);
  return true;
}

/* True in *circle if `to` is, through what it was merged into, `from`. */
static bool find_circle(struct db *d, int64_t from, int64_t to, bool *circle, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, SQL_CIRCLE, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, to);
  db_bind_int(s, 2, from);
  if (!db_step(s, circle, e)) return false;
  db_stmt_begin(s);
  return true;
}

static void write_json(struct buf *out, struct str code, struct str into, struct str note) {
  struct jw w;
  jw_init(&w, out);
  jw_object(&w);
  jw_kv_str(&w, "code", code);
  if (into.n) jw_kv_str(&w, "merged_into", into);
  if (note.n) jw_kv_str(&w, "note", note);
  jw_end(&w);
}

/* into 0: nobody any more. */
static bool point(struct db *d, const struct history_batch *b, const struct entry *x, struct str code, int64_t into,
                  struct str into_code, struct str note, struct err *e) {
  struct db_stmt *s;
  struct buf before = {0}, after = {0};
  if (!db_prepare(d, SQL_SET, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, x->id);
  if (into) db_bind_int(s, 2, into);
  db_bind_int(s, 3, b->id);
  write_json(&before, code, x->into_code, (struct str){0});
  write_json(&after, code, into_code, note);
  bool ok = db_run(s, e) && history_add(d, b, "organisation", x->id, "update", buf_str(&before), buf_str(&after), e);
  buf_free(&before);
  buf_free(&after);
  return ok;
}

static bool merge(struct db *d, struct arena *a, const struct history_batch *b, struct str from, struct str to,
                  struct str note, struct err *e) {
  struct entry x = {0}, y = {0};
  bool circle = false;
  if (!find(d, a, from, &x, e) || !find(d, a, to, &y, e) || !find_circle(d, x.id, y.id, &circle, e)) return false;
  if (x.id == y.id)
    return err_set(e, ERR_INPUT, err_pick("un actor no se une consigo mismo", "an actor is not merged into itself"));
  if (x.into)
    return err_set(
        e, ERR_CONFLICT,
        err_pick("%.*s ya está unido a %.*s; deshágalo primero", "%.*s is merged into %.*s already; undo that first"),
        STR_ARG(from), STR_ARG(x.into_code));
  if (circle)
    return err_set(
        e, ERR_INPUT,
        err_pick("%.*s está unido a %.*s: sería un círculo", "%.*s is merged into %.*s: that would be a circle"),
        STR_ARG(to), STR_ARG(from));
  return point(d, b, &x, from, y.id, to, note, e);
}

bool actor_merge(struct db *d, const struct history_batch *b, struct str from, struct str to, struct str note,
                 struct err *e) {
  struct arena *a = arena_new(0);
  bool ok = merge(d, a, b, from, to, note, e);
  arena_free(a);
  return ok;
}

bool actor_unmerge(struct db *d, const struct history_batch *b, struct str from, struct str note, struct err *e) {
  struct arena *a = arena_new(0);
  struct entry x = {0};
  bool ok = find(d, a, from, &x, e);
  if (ok && !x.into)
    ok = err_set(e, ERR_NOT_FOUND, err_pick("%.*s no está unido a otro actor", "%.*s is not merged into another actor"),
                 STR_ARG(from));
  ok = ok && point(d, b, &x, from, 0, (struct str){0}, note, e);
  arena_free(a);
  return ok;
}
