#include "domain/source.h"

static const char SQL_FIND[] = "SELECT id FROM source_document WHERE title = ?1 ORDER BY id LIMIT 1";
static const char SQL_ADD[] = "INSERT INTO source_document (title) VALUES (?1)";
static const char SQL_CLAIM[] = "INSERT INTO claim (document_id, batch_id, locator, raw) VALUES (?1, ?2, ?3, ?4)";
static const char SQL_SUPERSEDE[] = "UPDATE claim SET status = 'superseded' WHERE id = ?1";

bool source_document(struct db *d, struct str title, int64_t *id, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, SQL_FIND, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, title);
  if (!db_step(s, &row, e)) return false;
  if (row) {
    *id = db_col_int(s, 0);
    db_stmt_begin(s);
    return true;
  }
  if (!db_prepare(d, SQL_ADD, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, title);
  if (!db_run(s, e)) return false;
  *id = db_last_id(d);
  return true;
}

bool source_claim(struct db *d, const struct history_batch *b, int64_t document_id, struct str locator, struct str raw,
                  int64_t *id, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, SQL_CLAIM, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, document_id ? document_id : b->document_id);
  db_bind_int(s, 2, b->id);
  db_bind_str(s, 3, locator);
  db_bind_str(s, 4, raw);
  if (!db_run(s, e)) return false;
  *id = db_last_id(d);
  return true;
}

bool source_supersede(struct db *d, int64_t claim_id, struct err *e) {
  struct db_stmt *s;
  if (claim_id == 0) return true;
  if (!db_prepare(d, SQL_SUPERSEDE, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, claim_id);
  return db_run(s, e);
}
