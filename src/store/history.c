/* Batches and the chain of changes: each hash covers the one before, so that a row changed or removed later shows. */
#include "store/history.h"

#include <stdio.h>

#include "store/sha256.h"

#define NOW "strftime('%Y-%m-%dT%H:%M:%SZ')"
static const char first_hash[] = "0000000000000000000000000000000000000000000000000000000000000000";

static bool find_document(struct db *d, const char *sha256, int64_t *id, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, "SELECT id FROM source_document WHERE sha256 = ?", &s, e)) return false;
  db_stmt_begin(s);
  db_bind_z(s, 1, sha256);
  if (!db_step(s, &row, e)) return false;
  *id = row ? db_col_int(s, 0) : 0;
  db_stmt_begin(s);
  return true;
}

static bool add_document(struct db *d, const char *file_name, const char *sha256, const char *title,
                         const char *licence, int64_t *id, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, "INSERT INTO source_document (title, file_name, sha256, licence) VALUES (?, ?, ?, ?)", &s, e))
    return false;
  db_stmt_begin(s);
  db_bind_z(s, 1, title ? title : file_name);
  db_bind_z(s, 2, file_name);
  db_bind_z(s, 3, sha256);
  db_bind_z(s, 4, licence);
  if (!db_run(s, e)) return false;
  *id = db_last_id(d);
  return true;
}

bool history_batch_open(struct db *d, const char *kind, int64_t document_id, const char *actor,
                        struct history_batch *out, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, "INSERT INTO import_batch (kind, document_id, started_at, actor) VALUES (?, ?, " NOW ", ?)", &s,
                  e))
    return false;
  db_stmt_begin(s);
  db_bind_z(s, 1, kind);
  db_bind_int(s, 2, document_id);
  db_bind_z(s, 3, actor);
  if (!db_run(s, e)) return false;
  *out = (struct history_batch){.id = db_last_id(d), .document_id = document_id};
  return true;
}

bool history_batch_begin(struct db *d, const char *kind, const char *file_name, const char *sha256, const char *title,
                         const char *licence, const char *actor, struct history_batch *out, struct err *e) {
  int64_t document_id;
  return find_document(d, sha256, &document_id, e) &&
         (document_id || add_document(d, file_name, sha256, title, licence, &document_id, e)) &&
         history_batch_open(d, kind, document_id, actor, out, e);
}

bool history_batch_describe(struct db *d, const struct history_batch *b, const char *publisher, const char *retrieved,
                            const char *url, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d,
                  "UPDATE source_document SET publisher = coalesce(?2, publisher), retrieved = coalesce(?3, retrieved),"
                  " url = coalesce(?4, url) WHERE id = ?1",
                  &s, e))
    return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, b->document_id);
  db_bind_z(s, 2, publisher);
  db_bind_z(s, 3, retrieved);
  db_bind_z(s, 4, url);
  return db_run(s, e);
}

bool history_batch_end(struct db *d, struct history_batch *b, int64_t rows, int64_t added, int64_t changed,
                       int64_t same, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, "UPDATE import_batch SET rows = ?, added = ?, changed = ?, same = ? WHERE id = ?", &s, e))
    return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, rows);
  db_bind_int(s, 2, added);
  db_bind_int(s, 3, changed);
  db_bind_int(s, 4, same);
  db_bind_int(s, 5, b->id);
  return db_run(s, e) &&
         db_exec(d,
                 "INSERT INTO meta (key, value) VALUES ('data_version', '1') ON CONFLICT (key) DO UPDATE"
                 " SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)",
                 e);
}

/* Every field with its length before it, so that no two rows give the same bytes. */
static void hash_field(struct sha256 *h, struct str v) {
  char length[24];
  int n = snprintf(length, sizeof length, "%zu:", v.n);
  sha256_add(h, length, (size_t)n);
  if (v.n) sha256_add(h, v.p, v.n);
}

static void hash_int(struct sha256 *h, int64_t v) {
  char text[24];
  hash_field(h, (struct str){text, (size_t)snprintf(text, sizeof text, "%lld", (long long)v)});
}

struct entry {
  int64_t batch_id, entity_id;
  struct str entity, action, before, after, at, previous;
};

static void hash_entry(const struct entry *x, char hex[SHA256_HEX]) {
  struct sha256 h;
  sha256_begin(&h);
  hash_field(&h, x->previous);
  hash_int(&h, x->batch_id);
  hash_field(&h, x->entity);
  hash_int(&h, x->entity_id);
  hash_field(&h, x->action);
  hash_field(&h, x->before);
  hash_field(&h, x->after);
  hash_field(&h, x->at);
  sha256_end(&h, hex);
}

/* The last link of the chain and the time now. */
static bool read_last(struct db *d, char previous[SHA256_HEX], char at[32], struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, "SELECT (SELECT hash FROM history ORDER BY id DESC LIMIT 1), " NOW, &s, e)) return false;
  db_stmt_begin(s);
  if (!db_step(s, &row, e)) return false;
  snprintf(previous, SHA256_HEX, "%s", !row || db_col_null(s, 0) ? first_hash : db_col_str(s, 0).p);
  snprintf(at, 32, "%s", row ? db_col_str(s, 1).p : "");
  db_stmt_begin(s);
  return true;
}

bool history_add(struct db *d, const struct history_batch *b, const char *entity, int64_t entity_id, const char *action,
                 struct str before, struct str after, struct err *e) {
  char previous[SHA256_HEX], at[32], hash[SHA256_HEX];
  struct db_stmt *s;
  if (!read_last(d, previous, at, e)) return false;
  struct entry x = {b->id,  entity_id, str_from(entity), str_from(action),
                    before, after,     str_from(at),     str_from(previous)};
  hash_entry(&x, hash);
  if (!db_prepare(
          d,
          "INSERT INTO history (batch_id, entity, entity_id, action, before_json, after_json, at, previous_hash, hash)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          &s, e))
    return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, b->id);
  db_bind_z(s, 2, entity);
  db_bind_int(s, 3, entity_id);
  db_bind_z(s, 4, action);
  db_bind_str(s, 5, before.n ? before : (struct str){0});
  db_bind_str(s, 6, after.n ? after : (struct str){0});
  db_bind_z(s, 7, at);
  db_bind_z(s, 8, previous);
  db_bind_z(s, 9, hash);
  return db_run(s, e);
}

bool history_check(struct db *d, int64_t *broken_id, struct err *e) {
  char expected[SHA256_HEX], hash[SHA256_HEX];
  struct db_stmt *s;
  bool row;
  memcpy(expected, first_hash, sizeof expected);
  *broken_id = 0;
  if (!db_prepare(d,
                  "SELECT id, batch_id, entity, entity_id, action, before_json, after_json, at, previous_hash, hash"
                  " FROM history ORDER BY id",
                  &s, e))
    return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e)) {
    if (!row) return true;
    struct entry x = {db_col_int(s, 1), db_col_int(s, 3), db_col_str(s, 2), db_col_str(s, 4),
                      db_col_str(s, 5), db_col_str(s, 6), db_col_str(s, 7), db_col_str(s, 8)};
    hash_entry(&x, hash);
    if (!str_is(x.previous, expected) || !str_is(db_col_str(s, 9), hash)) {
      *broken_id = db_col_int(s, 0);
      db_stmt_begin(s);
      return true;
    }
    memcpy(expected, hash, sizeof expected);
  }
  return false;
}
