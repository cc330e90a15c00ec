/* Statements and transactions. A failing trigger, a full disk or an I/O error can end SQLite's transaction behind the
 * program's back, and what follows would then commit row by row: every step therefore looks at the autocommit flag. */
#include "store/db_internal.h"

#include "core/mem.h"

static bool fail_with(struct err *e, enum err_kind kind, const char *path, const char *what) {
  return err_set(e, kind, "%s: %s", path, what);
}

bool db_fail(struct db *d, int code, struct err *e) {
  char library[200];
  sqlite3_snprintf(sizeof library, library, "%s", d->handle ? sqlite3_errmsg(d->handle) : sqlite3_errstr(code));
  int extended = d->handle ? sqlite3_extended_errcode(d->handle) : code;
  switch (code & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    fail_with(e, ERR_BUSY, d->path,
              err_pick("otra orden está escribiendo en esta base; espere a que termine e intente otra vez",
                       "another command is writing to this store; wait until it has finished and try again"));
    break;
  case SQLITE_FULL:
    fail_with(e, ERR_IO, d->path,
              err_pick("no queda espacio en el disco y no se cambió nada; libere espacio y repita la orden",
                       "no space left on the disk, nothing was changed; free some space and repeat the command"));
    break;
  case SQLITE_READONLY:
    fail_with(e, ERR_IO, d->path,
              err_pick("la base es de solo lectura; dese permiso de escribir el archivo y su carpeta",
                       "the store is read-only; give yourself permission to write the file and its folder"));
    break;
  case SQLITE_CANTOPEN:
    fail_with(
        e, ERR_IO, d->path,
        err_pick(
            "la base no se puede abrir; revise los permisos del archivo, de su carpeta y de los archivos -wal y -shm",
            "the store cannot be opened; check the permissions of the file, of its folder and of the -wal and -shm "
            "files"));
    break;
  case SQLITE_NOTADB:
    fail_with(e, ERR_INPUT, d->path,
              err_pick("esto no es una base de coopmap (no es un archivo SQLite)",
                       "this is not a coopmap store (not an SQLite file)"));
    break;
  case SQLITE_CORRUPT:
    fail_with(e, ERR_DB, d->path,
              err_pick("la base está dañada o cortada; ponga una copia, o hágala de nuevo a partir de sus archivos",
                       "the store is damaged or cut short; put back a copy, or make it anew from its files"));
    break;
  case SQLITE_IOERR:
    fail_with(e, ERR_IO, d->path,
              err_pick("el disco falló o no dejó escribir, y no se cambió nada; revise el espacio, la cuota y el disco",
                       "the disk failed or refused to write, nothing was changed; check space, quota and disk"));
    break;
  case SQLITE_TOOBIG:
    fail_with(e, ERR_LIMIT, d->path,
              err_pick("un texto o una geometría es más grande de lo que la base acepta (128 MB)",
                       "a text or a geometry is larger than the store accepts (128 MB)"));
    break;
  default:
    fail_with(e, ERR_DB, d->path,
              err_pick("la base rechazó la operación y no se cambió nada",
                       "the store refused the operation, nothing was changed"));
    break;
  }
  err_detail(e, "sqlite %d: %s", extended, library);
  return false;
}

/* False if the transaction we began is gone; e keeps the cause if there is one already. */
static bool still_in_transaction(struct db *d, bool have_cause, struct err *e) {
  if (!d->in_transaction || !sqlite3_get_autocommit(d->handle)) return true;
  d->in_transaction = false;
  return have_cause
             ? false
             : fail_with(e, ERR_DB, d->path, "the store ended the transaction by itself; nothing of it was kept");
}

static struct db_stmt **bucket_of(struct db *d, const char *sql) {
  return &d->statements[((uintptr_t)sql >> 4) % DB_BUCKETS];
}

bool db_prepare(struct db *d, const char *sql, struct db_stmt **out, struct err *e) {
  struct db_stmt **bucket = bucket_of(d, sql);
  for (struct db_stmt *s = *bucket; s; s = s->next)
    if (s->sql == sql) return *out = s, true;
  sqlite3_stmt *stmt;
  int code = sqlite3_prepare_v3(d->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (code != SQLITE_OK) return db_fail(d, code, e);
  struct db_stmt *s = mem_calloc(1, sizeof *s);
  *s = (struct db_stmt){.db = d, .stmt = stmt, .sql = sql, .next = *bucket};
  *bucket = *out = s;
  return true;
}

void db_stmt_begin(struct db_stmt *s) {
  sqlite3_reset(s->stmt);
  sqlite3_clear_bindings(s->stmt);
  s->bind_error = SQLITE_OK;
}

static void note_bind(struct db_stmt *s, int code) {
  if (s->bind_error == SQLITE_OK) s->bind_error = code;
}

void db_bind_int(struct db_stmt *s, int i, int64_t v) { note_bind(s, sqlite3_bind_int64(s->stmt, i, v)); }
void db_bind_real(struct db_stmt *s, int i, double v) { note_bind(s, sqlite3_bind_double(s->stmt, i, v)); }
void db_bind_null(struct db_stmt *s, int i) { note_bind(s, sqlite3_bind_null(s->stmt, i)); }
void db_bind_z(struct db_stmt *s, int i, const char *v) { db_bind_str(s, i, str_from(v)); }

void db_bind_str(struct db_stmt *s, int i, struct str v) {
  note_bind(s, sqlite3_bind_text64(s->stmt, i, v.p, v.n, SQLITE_STATIC, SQLITE_UTF8));
}

void db_bind_blob(struct db_stmt *s, int i, const void *p, size_t n) {
  note_bind(s, sqlite3_bind_blob64(s->stmt, i, p, n, SQLITE_STATIC));
}

bool db_step(struct db_stmt *s, bool *row, struct err *e) {
  *row = false;
  int code = s->bind_error ? s->bind_error : sqlite3_step(s->stmt);
  if (code == SQLITE_ROW) return *row = still_in_transaction(s->db, false, e);
  bool failed = code != SQLITE_DONE && !db_fail(s->db, code, e);
  sqlite3_reset(s->stmt);
  return still_in_transaction(s->db, failed, e) && !failed;
}

bool db_run(struct db_stmt *s, struct err *e) {
  bool row;
  if (!db_step(s, &row, e)) return false;
  sqlite3_reset(s->stmt);
  return true;
}

int64_t db_last_id(struct db *d) { return sqlite3_last_insert_rowid(d->handle); }
int64_t db_changes(struct db *d) { return sqlite3_changes64(d->handle); }
const char *db_path(const struct db *d) { return d->path; }

bool db_col_null(struct db_stmt *s, int i) { return sqlite3_column_type(s->stmt, i) == SQLITE_NULL; }
int64_t db_col_int(struct db_stmt *s, int i) { return sqlite3_column_int64(s->stmt, i); }
double db_col_real(struct db_stmt *s, int i) { return sqlite3_column_double(s->stmt, i); }

struct str db_col_str(struct db_stmt *s, int i) {
  const char *p = (const char *)sqlite3_column_text(s->stmt, i);
  return (struct str){p, p ? (size_t)sqlite3_column_bytes(s->stmt, i) : 0};
}

const void *db_col_blob(struct db_stmt *s, int i, size_t *n) {
  const void *p = sqlite3_column_blob(s->stmt, i);
  *n = (size_t)sqlite3_column_bytes(s->stmt, i);
  return p;
}

bool db_exec(struct db *d, const char *sql, struct err *e) {
  int code = sqlite3_exec(d->handle, sql, NULL, NULL, NULL);
  bool failed = code != SQLITE_OK && !db_fail(d, code, e);
  return still_in_transaction(d, failed, e) && !failed;
}

static void reset_all(struct db *d) {
  for (int i = 0; i < DB_BUCKETS; i++)
    for (struct db_stmt *s = d->statements[i]; s; s = s->next) sqlite3_reset(s->stmt);
}

bool db_begin(struct db *d, struct err *e) {
  if (d->in_transaction) return err_set(e, ERR_BUG, "%s: a transaction is already open", d->path);
  if (!db_exec(d, d->mode == DB_WRITE ? "BEGIN IMMEDIATE" : "BEGIN", e)) return false;
  return d->in_transaction = true;
}

/* The pragma does nothing inside a transaction. */
static bool set_foreign_keys(struct db *d, bool on, struct err *e) {
  d->keys_unchecked = !on;
  return db_exec(d, on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF", e);
}

bool db_begin_load(struct db *d, struct err *e) {
  if (d->in_transaction) return err_set(e, ERR_BUG, "%s: a transaction is already open", d->path);
  if (!set_foreign_keys(d, false, e)) return false;
  if (db_begin(d, e)) return true;
  set_foreign_keys(d, true, NULL);
  return false;
}

static bool check_foreign_keys(struct db *d, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 1", &s, e)) return false;
  db_stmt_begin(s);
  if (!db_step(s, &row, e)) return false;
  if (row)
    err_set(e, ERR_BUG, "%s: row %lld of %s points to a row of %s that does not exist", d->path,
            (long long)db_col_int(s, 1), db_col_str(s, 0).p, db_col_str(s, 2).p);
  db_stmt_begin(s);
  return !row;
}

bool db_commit(struct db *d, struct err *e) {
  if (!d->in_transaction) return err_set(e, ERR_BUG, "%s: there is no transaction to commit", d->path);
  if (!still_in_transaction(d, false, e)) return false;
  if (d->keys_unchecked && !check_foreign_keys(d, e)) return db_rollback(d), false;
  reset_all(d); /* a statement left in the middle would keep the old state visible */
  int code = sqlite3_exec(d->handle, "COMMIT", NULL, NULL, NULL);
  if (code != SQLITE_OK) {
    db_fail(d, code, e);
    db_rollback(d);
    return false;
  }
  d->in_transaction = false;
  return !d->keys_unchecked || set_foreign_keys(d, true, e);
}

void db_rollback(struct db *d) {
  reset_all(d);
  d->in_transaction = false;
  if (!sqlite3_get_autocommit(d->handle)) sqlite3_exec(d->handle, "ROLLBACK", NULL, NULL, NULL);
  if (d->keys_unchecked) set_foreign_keys(d, true, NULL);
}

bool db_data_version(struct db *d, int64_t *version, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'data_version'", &s, e)) return false;
  db_stmt_begin(s);
  if (!db_step(s, &row, e)) return false;
  *version = row ? db_col_int(s, 0) : 0;
  db_stmt_begin(s);
  return true;
}
