#include "domain/actor.h"
#include "core/jw.h"
#include "core/text.h"
#include "domain/source.h"

static const char SQL_LOAD[] =
    "SELECT id, code, ref, name, type, country, note, claim_id FROM organisation WHERE code = ?1";
static const char SQL_ALIASES[] = "SELECT alias FROM organisation_alias WHERE organisation_id = ?1 ORDER BY alias";
static const char SQL_COUNT_ALIASES[] = "SELECT count(*) FROM organisation_alias WHERE organisation_id = ?1";
static const char SQL_CODE[] = "SELECT code FROM organisation WHERE id = ?1";
static const char SQL_INSERT[] =
    "INSERT INTO organisation (code, ref, name, type, country, note, batch_id, last_batch_id, claim_id) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)";
static const char SQL_UPDATE[] =
    "UPDATE organisation SET code = ?1, ref = ?2, name = ?3, type = ?4, country = ?5, note = ?6, "
    "last_batch_id = ?7, claim_id = ?8 WHERE id = ?9";
static const char SQL_ADD_ALIAS[] =
    "INSERT OR IGNORE INTO organisation_alias (organisation_id, alias, document_id) VALUES (?1, ?2, ?3)";

static struct str or_null(struct str s) { return s.n ? s : (struct str){0}; }

static bool count_aliases(struct db *d, int64_t id, size_t *n, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, SQL_COUNT_ALIASES, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!db_step(s, &row, e)) return false;
  *n = row ? (size_t)db_col_int(s, 0) : 0;
  db_stmt_begin(s);
  return true;
}

static bool load_aliases(struct db *d, struct arena *a, struct actor *x, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  size_t n;
  if (!count_aliases(d, x->id, &n, e) || !db_prepare(d, SQL_ALIASES, &s, e)) return false;
  struct str *list = arena_calloc(a, n + 1, sizeof *list);
  db_stmt_begin(s);
  db_bind_int(s, 1, x->id);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) break;
    if (x->n_aliases < n) list[x->n_aliases++] = arena_str(a, db_col_str(s, 0));
  }
  x->aliases = list;
  return true;
}

bool actor_load(struct db *d, struct arena *a, struct str code, struct actor *out, struct err *e) {
  struct db_stmt *s;
  bool row;
  *out = (struct actor){0};
  if (!db_prepare(d, SQL_LOAD, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, code);
  if (!db_step(s, &row, e)) return false;
  if (!row) return err_set(e, ERR_NOT_FOUND, "there is no actor with the code %.*s", STR_ARG(code));
  out->id = db_col_int(s, 0);
  struct str *to[] = {&out->code, &out->ref, &out->name, &out->type, &out->country, &out->note};
  for (int i = 0; i < 6; i++) *to[i] = arena_str(a, db_col_str(s, i + 1));
  out->claim_id = db_col_int(s, 7);
  db_stmt_begin(s);
  return load_aliases(d, a, out, e);
}

bool actor_code(struct db *d, struct arena *a, int64_t id, struct str *code, struct err *e) {
  struct db_stmt *s;
  bool row;
  *code = (struct str){0};
  if (!db_prepare(d, SQL_CODE, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!db_step(s, &row, e)) return false;
  if (row) *code = arena_str(a, db_col_str(s, 0));
  db_stmt_begin(s);
  return true;
}

static bool has_alias(const struct actor *a, struct str alias) {
  for (size_t i = 0; i < a->n_aliases; i++)
    if (str_eq(a->aliases[i], alias)) return true;
  return false;
}

static bool is_same(const struct actor *old, const struct actor *a) {
  bool same = str_eq(old->name, a->name) && str_eq(old->ref, a->ref) && str_eq(old->type, a->type) &&
              str_eq(old->country, a->country) && str_eq(old->note, a->note);
  for (size_t i = 0; i < a->n_aliases && same; i++) same = has_alias(old, a->aliases[i]);
  return same;
}

static void write_json(struct buf *b, const struct actor *a) {
  struct jw w;
  jw_init(&w, b);
  jw_object(&w);
  jw_kv_str(&w, "code", a->code);
  jw_kv_str(&w, "name", a->name);
  jw_kv_str(&w, "ref", a->ref);
  jw_kv_str(&w, "type", a->type);
  jw_kv_str(&w, "country", a->country);
  jw_kv_str(&w, "note", a->note);
  jw_key(&w, "aliases");
  jw_array(&w);
  for (size_t i = 0; i < a->n_aliases; i++) jw_str(&w, a->aliases[i]);
  jw_end(&w);
  jw_end(&w);
}

static bool write_row(struct db *d, const struct history_batch *b, const struct actor *a, int64_t claim_id, int64_t *id,
                      struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, *id ? SQL_UPDATE : SQL_INSERT, &s, e)) return false;
  db_stmt_begin(s);
  const struct str values[] = {a->code,          or_null(a->ref),     a->name,
                               or_null(a->type), or_null(a->country), or_null(a->note)};
  for (int i = 0; i < 6; i++) db_bind_str(s, i + 1, values[i]);
  db_bind_int(s, 7, b->id);
  db_bind_int(s, 8, claim_id);
  if (*id) db_bind_int(s, 9, *id);
  if (!db_run(s, e)) return false;
  if (!*id) *id = db_last_id(d);
  if (!db_prepare(d, SQL_ADD_ALIAS, &s, e)) return false;
  for (size_t i = 0; i < a->n_aliases; i++) {
    db_stmt_begin(s);
    db_bind_int(s, 1, *id);
    db_bind_str(s, 2, a->aliases[i]);
    db_bind_int(s, 3, a->document_id ? a->document_id : b->document_id);
    if (!db_run(s, e)) return false;
  }
  return true;
}

static bool record_change(struct db *d, const struct history_batch *b, const struct actor *old, const struct actor *now,
                          struct err *e) {
  struct buf before = {0}, after = {0};
  write_json(&before, old);
  write_json(&after, now);
  bool ok = history_add(d, b, "organisation", old->id, "update", buf_str(&before), buf_str(&after), e);
  buf_free(&before);
  buf_free(&after);
  return ok;
}

bool actor_save(struct db *d, const struct history_batch *b, const struct actor *a, struct str locator, struct str raw,
                enum actor_saved *what, struct err *e) {
  struct arena *arena = arena_new(0);
  struct actor old, now;
  struct err missing = {0};
  int64_t claim = 0, id = 0;
  bool known = actor_load(d, arena, a->code, &old, &missing);
  bool ok = known || missing.kind == ERR_NOT_FOUND;
  if (!ok) *e = missing;
  *what = !known ? ACTOR_ADDED : is_same(&old, a) ? ACTOR_SAME : ACTOR_CHANGED;
  if (ok && *what != ACTOR_SAME) {
    id = known ? old.id : 0;
    ok = source_claim(d, b, a->document_id, locator, raw, &claim, e) && write_row(d, b, a, claim, &id, e);
    if (ok && known)
      ok = source_supersede(d, old.claim_id, e) && actor_load(d, arena, a->code, &now, e) &&
           record_change(d, b, &old, &now, e);
  }
  arena_free(arena);
  return ok;
}
