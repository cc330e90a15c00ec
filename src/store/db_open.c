/* Making, opening and closing a store. Writers have SpatiaLite, whose triggers guard the geometry columns; readers are
 * plain SQLite with an untrusted schema. */
#include "store/db_internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <spatialite.h>

#include "core/buf.h"
#include "core/mem.h"
#include "store/migrations.h"

enum { APPLICATION_ID = 0x434f4f50 /* "COOP" */, BUSY_MS = 2000, MAX_VALUE = 128 * 1000 * 1000 };

static int last_migration(void) {
  int last = 0;
  for (const struct migration *m = store_migrations; m->sql; m++) last = m->number;
  return last;
}

/* SQLite's file: URI of a path, so that "immutable" can be asked for. */
static char *uri_of(const char *path) {
  struct buf b = {0};
  buf_add_z(&b, "file:");
  for (const char *p = path; *p; p++)
    if (*p == '%' || *p == '?' || *p == '#') buf_printf(&b, "%%%02X", (unsigned char)*p);
    else buf_add_char(&b, *p);
  buf_add_z(&b, "?immutable=1");
  return b.data;
}

static bool has_journal(const char *path) {
  struct buf b = {0};
  struct stat st;
  buf_printf(&b, "%s-wal", path);
  bool found = stat(b.data, &st) == 0 && st.st_size > 0;
  buf_free(&b);
  return found;
}

static void set_limits(struct db *d) {
  bool writer = d->mode == DB_WRITE;
  sqlite3_extended_result_codes(d->handle, 1);
  sqlite3_busy_timeout(d->handle, BUSY_MS);
  sqlite3_db_config(d->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  /* SpatiaLite's triggers call functions that an untrusted schema may not. */
  sqlite3_db_config(d->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, writer, NULL);
  sqlite3_db_config(d->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_limit(d->handle, SQLITE_LIMIT_LENGTH, MAX_VALUE);
  sqlite3_limit(d->handle, SQLITE_LIMIT_ATTACHED, 0);
}

/* SQLite's statistics of its memory, which nobody reads, cost a lock for every allocation. */
static void configure(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

static bool connect(struct db *d, const char *name, int flags, struct err *e) {
  static pthread_once_t configured = PTHREAD_ONCE_INIT;
  pthread_once(&configured, configure); /* refused, and no loss, where another library was first to use SQLite */
  int code = sqlite3_open_v2(name, &d->handle, flags, NULL);
  if (code != SQLITE_OK) return db_fail(d, code, e);
  set_limits(d);
  if (d->mode == DB_WRITE) {
    unsetenv("SPATIALITE_SECURITY"); /* "relaxed" would let SQL read and write files */
    d->spatialite = spatialite_alloc_connection();
    spatialite_init_ex(d->handle, d->spatialite, 0);
  }
  /* A writer sorts whole indexes: in a file, so that its memory does not grow with the load. */
  const char *temporary = d->mode == DB_WRITE ? "PRAGMA temp_store = FILE" : "PRAGMA temp_store = MEMORY";
  return db_exec(d, "PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;", e) && db_exec(d, temporary, e) &&
         /* FULL: one commit is a whole import, it may cost a sync and then survives a power cut. */
         db_exec(d, d->mode == DB_WRITE ? "PRAGMA synchronous = FULL" : "PRAGMA query_only = ON", e);
}

static void disconnect(struct db *d) {
  for (int i = 0; i < DB_BUCKETS; i++)
    while (d->statements[i]) {
      struct db_stmt *s = d->statements[i];
      d->statements[i] = s->next;
      sqlite3_finalize(s->stmt);
      free(s);
    }
  sqlite3_close_v2(d->handle);
  d->handle = NULL;
  if (d->spatialite) spatialite_cleanup_ex(d->spatialite);
  d->spatialite = NULL;
}

void db_close(struct db *d) {
  if (!d) return;
  if (d->handle) db_rollback(d);
  disconnect(d);
  for (int i = 0; i < DB_BULK_INDEXES; i++) buf_free(&d->triggers[i]);
  buf_free(&d->indexes);
  free(d->path);
  free(d);
}

static struct db *db_new(const char *path, enum db_mode mode) {
  struct db *d = mem_calloc(1, sizeof *d);
  d->path = mem_strdup(path);
  d->mode = mode;
  return d;
}

static bool one_int(struct db *d, const char *sql, int64_t *out, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, sql, &s, e)) return false;
  db_stmt_begin(s);
  if (!db_step(s, &row, e)) return false;
  *out = row ? db_col_int(s, 0) : 0;
  db_stmt_begin(s);
  return true;
}

bool db_schema_version(struct db *d, int64_t *version, struct err *e) {
  return one_int(d, "SELECT max(id) FROM schema_migration", version, e);
}

static bool check_identity(struct db *d, struct err *e) {
  int64_t application;
  if (!one_int(d, "PRAGMA application_id", &application, e)) return false;
  if (application == APPLICATION_ID) return true;
  return err_set(
      e, ERR_INPUT,
      err_pick("%s: esto no es una base de coopmap (application id %lld); nombre el archivo correcto con --db",
               "%s: this is not a coopmap store (application id %lld); name the right file with --db"),
      d->path, (long long)application);
}

/* A reader may have to make the -shm file of a write-ahead log; where the folder does not allow that, a store at rest (no
 * log beside it) can be read as it lies. */
static bool connect_reader(struct db *d, struct err *e) {
  int64_t unused;
  if (connect(d, d->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, e) && check_identity(d, e) &&
      one_int(d, "SELECT count(*) FROM sqlite_master", &unused, e))
    return true;
  if (e->kind != ERR_IO) return false;
  disconnect(d);
  if (has_journal(d->path))
    return err_set(
        e, ERR_IO,
        err_pick("%s: la base tiene al lado un diario (-wal) que no se puede leer sin escribir en su carpeta; "
                 "dese permiso de escribir allí, o que la abra una vez quien escribe en ella",
                 "%s: the store has a log beside it (-wal) that cannot be read without writing to its folder; "
                 "give yourself permission to write there, or let the user who writes the store open it once"),
        d->path);
  char *uri = uri_of(d->path);
  bool ok = connect(d, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, e) && check_identity(d, e);
  free(uri);
  return ok;
}

static bool connect_writer(struct db *d, struct err *e) {
  if (!connect(d, d->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, e) || !check_identity(d, e)) return false;
  if (sqlite3_db_readonly(d->handle, "main")) return db_fail(d, SQLITE_READONLY, e);
  /* The one writer: whoever holds the write lock is told now, before any file is read. */
  if (!db_begin(d, e)) return false;
  db_rollback(d);
  return true;
}

static bool check_version(struct db *d, int64_t *version, struct err *e) {
  if (!db_schema_version(d, version, e)) return false;
  if (*version <= last_migration()) return true;
  return err_set(
      e, ERR_INPUT,
      err_pick("%s: la base es de un coopmap más nuevo (esquema %lld; este programa conoce %d); actualice coopmap",
               "%s: the store was made by a newer coopmap (schema %lld, this program knows %d); update coopmap"),
      d->path, (long long)*version, last_migration());
}

static bool check_file(const char *path, struct err *e) {
  struct stat st;
  if (stat(path, &st) != 0) {
    if (errno == ENOENT || errno == ENOTDIR)
      return err_set(e, ERR_NOT_FOUND,
                     err_pick("no hay una base de datos en %s; se hace con: coopmap init --db %s",
                              "there is no store at %s; make one with: coopmap init --db %s"),
                     path, path);
    return err_set(e, ERR_IO, "%s: %s", path, err_reason(errno));
  }
  if (!S_ISREG(st.st_mode))
    return err_set(
        e, ERR_INPUT,
        err_pick("%s no es un archivo; nombre la base con --db", "%s is not a file; name the store with --db"), path);
  if (st.st_size == 0)
    return err_set(e, ERR_INPUT,
                   err_pick("%s está vacío; bórrelo y haga una base con: coopmap init --db %s",
                            "%s is empty; delete it and make a store with: coopmap init --db %s"),
                   path, path);
  return true;
}

static bool open_and_check(struct db *d, struct err *e) {
  int64_t version;
  if (!(d->mode == DB_WRITE ? connect_writer(d, e) : connect_reader(d, e))) return false;
  if (!check_version(d, &version, e)) return false;
  if (version == last_migration()) return true;
  if (d->mode == DB_WRITE) return db_migrate(d, e);
  disconnect(d); /* a reader of an older store lets a writer bring it up to date first */
  struct db *writer;
  if (!db_open(d->path, DB_WRITE, &writer, e))
    return err_context(e, err_pick("la base es de una versión anterior", "the store is of an older version"));
  db_close(writer);
  return connect_reader(d, e);
}

bool db_open(const char *path, enum db_mode mode, struct db **out, struct err *e) {
  struct err local = {0};
  if (!e) e = &local;
  *out = NULL;
  if (!check_file(path, e)) return false;
  struct db *d = db_new(path, mode);
  if (!open_and_check(d, e)) return db_close(d), false;
  *out = d;
  return true;
}

static bool fill_new(struct db *d, struct err *e) {
  return connect(d, d->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, e) &&
         db_exec(d,
                 "PRAGMA application_id = 1129271120; PRAGMA user_version = 1; PRAGMA journal_mode = WAL;"
                 "SELECT InitSpatialMetaData(1, 'EMPTY');"
                 "SELECT InsertEpsgSrid(4326); SELECT InsertEpsgSrid(4686); SELECT InsertEpsgSrid(9377);"
                 "SELECT InsertEpsgSrid(3116); SELECT InsertEpsgSrid(3857); SELECT InsertEpsgSrid(32618);",
                 e) &&
         db_migrate(d, e);
}

static void remove_with_logs(const char *path) {
  static const char *const suffix[] = {"", "-wal", "-shm", "-journal"};
  for (size_t i = 0; i < sizeof suffix / sizeof *suffix; i++) {
    struct buf b = {0};
    buf_printf(&b, "%s%s", path, suffix[i]);
    unlink(b.data);
    buf_free(&b);
  }
}

/* Made under another name and given its own only when whole: a killed `init` leaves no half-made store behind. */
bool db_create(const char *path, struct err *e) {
  if (access(path, F_OK) == 0)
    return err_set(
        e, ERR_CONFLICT,
        err_pick("%s ya existe; nombre otro archivo con --db", "%s exists already; name another file with --db"), path);
  struct buf name = {0};
  buf_printf(&name, "%s.%ld.new", path, (long)getpid());
  remove_with_logs(name.data);
  struct db *d = db_new(name.data, DB_WRITE);
  bool ok = fill_new(d, e);
  db_close(d);
  if (ok && link(name.data, path) != 0)
    ok = errno == EEXIST ? err_set(e, ERR_CONFLICT,
                                   err_pick("%s ya existe; nombre otro archivo con --db",
                                            "%s exists already; name another file with --db"),
                                   path)
                         : rename(name.data, path) == 0 ||
                               err_set(e, ERR_IO, err_pick("%s no se puede crear: %s", "%s cannot be made: %s"), path,
                                       err_reason(errno));
  remove_with_logs(name.data);
  buf_free(&name);
  return ok;
}
