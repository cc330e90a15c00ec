/* The store: making, opening, refusing; statements; transactions that end by themselves; bulk loads; checks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/buf.h"
#include "geo/gaia.h"
#include "store/db.h"
#include "store/sha256.h"

static char folder[64], path[128];

static void run_sql(struct db *d, const char *sql) {
  struct err e = {0};
  if (!db_exec(d, sql, &e)) fail_msg("%s: %s (%s)", sql, e.text, e.detail);
}

static int64_t ask(struct db *d, const char *sql) {
  struct db_stmt *s;
  struct err e = {0};
  bool row;
  if (!db_prepare(d, sql, &s, &e)) fail_msg("%s (%s)", e.text, e.detail);
  db_stmt_begin(s);
  if (!db_step(s, &row, &e)) fail_msg("%s (%s)", e.text, e.detail);
  int64_t v = row ? db_col_int(s, 0) : -1;
  db_stmt_begin(s);
  return v;
}

static int make_store(void **state) {
  (void)state;
  struct err e = {0};
  strcpy(folder, "/tmp/test_db.XXXXXX");
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/a%%b?c#.db", folder); /* characters that an SQLite URI would eat */
  if (!db_create(path, &e)) return fprintf(stderr, "%s (%s)\n", e.text, e.detail), -1;
  return 0;
}

static int drop_store(void **state) {
  (void)state;
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  return system(command) == 0 ? 0 : -1;
}

static struct db *open_ok(enum db_mode mode) {
  struct err e = {0};
  struct db *d;
  if (!db_open(path, mode, &d, &e)) fail_msg("%s (%s)", e.text, e.detail);
  return d;
}

static void batch_row(struct db *d) {
  run_sql(d, "INSERT INTO source_document (id, title) VALUES (1, 'x')");
  run_sql(d, "INSERT INTO import_batch (id, kind, document_id, started_at, rows) VALUES (1, 'areas', 1, '2011', 0)");
}

static bool insert_area(struct db *d, const char *code, double x, struct err *e) {
  double xy[] = {x, 10, x + 1, 10, x + 1, 11, x, 10};
  uint32_t ring = 4, part = 1;
  struct polygon p = {xy, &ring, &part, 4, 1, 1};
  struct buf b = {0};
  struct db_stmt *s;
  gaia_write_multipolygon(&b, &p);
  bool ok = db_prepare(
      d, "INSERT INTO area (code, name, layer, geom_status, batch_id, geom) VALUES (?, 'n', 'barrio', 'none', 1, ?)",
      &s, e);
  if (ok) {
    db_stmt_begin(s);
    db_bind_z(s, 1, code);
    db_bind_blob(s, 2, b.data, b.len);
    ok = db_run(s, e);
  }
  buf_free(&b);
  return ok;
}

static void count_problem(void *user, const char *text) {
  print_message("problem: %s\n", text);
  ++*(int *)user;
}

static int problems(struct db *d) {
  int n = 0;
  struct err e = {0};
  if (!db_check(d, count_problem, &n, &e)) fail_msg("%s (%s)", e.text, e.detail);
  return n;
}

static void new_store_is_whole(void **state) {
  (void)state;
  struct db *d = open_ok(DB_READ);
  assert_int_equal(ask(d, "PRAGMA application_id"), 0x434f4f50);
  assert_int_equal(ask(d, "SELECT count(*) FROM geometry_columns WHERE srid = 4326 AND spatial_index_enabled = 1"), 4);
  assert_int_equal(ask(d, "SELECT count(*) FROM spatial_ref_sys WHERE srid IN (4326, 9377, 3857)"), 3);
  assert_int_equal(problems(d), 0);
  int64_t version = -1;
  assert_true(db_data_version(d, &version, NULL));
  assert_int_equal(version, 0);
  db_close(d);
  struct err e = {0};
  assert_false(db_create(path, &e));
  assert_int_equal(e.kind, ERR_CONFLICT);
}

static void write_file(const char *name, const void *p, size_t n) {
  FILE *f = fopen(name, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(p, 1, n, f), n);
  fclose(f);
}

static void foreign_files_are_refused(void **state) {
  (void)state;
  struct err e = {0};
  struct db *d;
  char name[160];
  snprintf(name, sizeof name, "%s/none.db", folder);
  assert_false(db_open(name, DB_READ, &d, &e));
  assert_int_equal(e.kind, ERR_NOT_FOUND);
  assert_non_null(strstr(e.text, "coopmap init"));
  assert_false(db_open(folder, DB_READ, &d, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  write_file(name, "codigo,nombre\n1,uno\n2,dos\n", 26);
  for (int mode = DB_READ; mode <= DB_WRITE; mode++) {
    assert_false(db_open(name, mode, &d, &e));
    assert_int_equal(e.kind, ERR_INPUT);
    assert_non_null(strstr(e.text, "not a coopmap store"));
  }
  write_file(name, "", 0);
  assert_false(db_open(name, DB_READ, &d, &e));
  assert_non_null(strstr(e.text, "empty"));
}

static void newer_store_is_refused(void **state) {
  (void)state;
  struct err e = {0};
  struct db *d = open_ok(DB_WRITE);
  run_sql(d, "INSERT INTO schema_migration (id, name, applied_at) VALUES (9999, 'x', 'x')");
  db_close(d);
  assert_false(db_open(path, DB_READ, &d, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  assert_non_null(strstr(e.text, "newer"));
}

static void truncated_store_is_refused(void **state) {
  (void)state;
  struct err e = {0};
  struct db *d;
  struct stat st;
  assert_int_equal(stat(path, &st), 0);
  assert_int_equal(truncate(path, st.st_size / 2), 0);
  bool opened = db_open(path, DB_READ, &d, &e);
  if (opened) {
    assert_true(problems(d) > 0);
    db_close(d);
  } else assert_int_equal(e.kind, ERR_DB);
}

static void one_writer(void **state) {
  (void)state;
  struct err e = {0};
  struct db *a = open_ok(DB_WRITE), *b;
  assert_true(db_begin(a, &e));
  assert_false(db_open(path, DB_WRITE, &b, &e));
  assert_int_equal(e.kind, ERR_BUSY);
  b = open_ok(DB_READ); /* readers are not kept out */
  assert_int_equal(ask(b, "SELECT count(*) FROM area"), 0);
  db_close(b);
  db_rollback(a);
  db_close(a);
}

static void reader_cannot_write(void **state) {
  (void)state;
  struct err e = {0};
  struct db *d = open_ok(DB_READ);
  assert_false(db_exec(d, "DELETE FROM meta", &e));
  assert_int_equal(e.kind, ERR_IO);
  db_close(d);
}

static void rollback_by_trigger_is_noticed(void **state) {
  (void)state;
  struct err e = {0};
  struct db *d = open_ok(DB_WRITE);
  struct db_stmt *s;
  struct buf b = {0};
  assert_true(db_begin(d, &e));
  batch_row(d);
  assert_true(insert_area(d, "a", -75, &e));
  gaia_write_point(&b, -75, 10); /* the wrong type: SpatiaLite's trigger rolls everything back */
  assert_true(db_prepare(d, "UPDATE area SET geom = ?", &s, &e));
  db_stmt_begin(s);
  db_bind_blob(s, 1, b.data, b.len);
  assert_false(db_run(s, &e));
  assert_int_equal(e.kind, ERR_DB);
  assert_false(db_commit(d, &e));
  db_rollback(d);
  assert_int_equal(ask(d, "SELECT count(*) FROM area"), 0);
  buf_free(&b);
  db_close(d);
}

static void bulk_load_keeps_the_index(void **state) {
  (void)state;
  struct err e = {0};
  struct db *d = open_ok(DB_WRITE);
  assert_true(db_begin(d, &e));
  batch_row(d);
  int64_t triggers = ask(d, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'");
  assert_true(db_bulk_begin(d, "area", "geom", &e));
  for (int i = 0; i < 100; i++) {
    char code[16];
    snprintf(code, sizeof code, "a%d", i);
    if (!insert_area(d, code, -75 + 0.01 * i, &e)) fail_msg("%s (%s)", e.text, e.detail);
  }
  if (!db_bulk_end(d, "area", "geom", &e)) fail_msg("%s (%s)", e.text, e.detail);
  assert_int_equal(ask(d, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"), triggers);
  assert_true(insert_area(d, "after", -70, &e));
  assert_true(db_commit(d, &e));
  assert_int_equal(ask(d, "SELECT count(*) FROM idx_area_geom"), 101);
  assert_int_equal(ask(d, "SELECT count(*) FROM idx_area_geom WHERE xmin <= -69.5 AND xmax >= -69.5"), 1);
  assert_int_equal(problems(d), 0);
  db_close(d);
}

/* Points of a made-up but fixed scatter, loaded with one point there before; then SQLite's own module goes on with the tree. */
static void insert_point(struct db *d, int i) {
  struct err e = {0};
  struct buf b = {0};
  struct db_stmt *s;
  gaia_write_point(&b, -75 + (i * 7919 % 10007) * 1e-4, 10 + (i * 104729 % 9973) * 1e-4);
  assert_true(db_prepare(
      d, "INSERT INTO activity_location (activity_id, scope, claim_id, geom_point) VALUES (1, 'point', 1, ?)", &s, &e));
  db_stmt_begin(s);
  db_bind_blob(s, 1, b.data, b.len);
  if (!db_run(s, &e)) fail_msg("%s (%s)", e.text, e.detail);
  buf_free(&b);
}

static void check_windows(struct db *d) {
  assert_int_equal(ask(d, "SELECT rtreecheck('idx_activity_location_geom_point') = 'ok'"), 1);
  assert_int_equal(
      ask(d, "SELECT count(*) FROM activity_location AS l JOIN idx_activity_location_geom_point AS x ON x.pkid"
             " = l.id WHERE ST_X(geom_point) NOT BETWEEN xmin AND xmax OR ST_Y(geom_point) NOT BETWEEN ymin"
             " AND ymax"),
      0);
  for (int i = 0; i < 20; i++) { /* the index finds what a look at every row finds */
    struct db_stmt *s;
    struct err e = {0};
    bool row;
    assert_true(db_prepare(
        d,
        "SELECT (SELECT count(*) FROM idx_activity_location_geom_point WHERE xmin >= ?1 AND xmax <= ?1 + .1 AND ymin >="
        " ?2 AND ymax <= ?2 + .2), (SELECT count(*) FROM activity_location WHERE ST_X(geom_point) BETWEEN ?1 AND ?1 + "
        ".1 AND ST_Y(geom_point) BETWEEN ?2 AND ?2 + .2)",
        &s, &e));
    db_stmt_begin(s);
    db_bind_real(s, 1, -75.00003 + 0.05 * i); /* between the points, further than a float's rounding */
    db_bind_real(s, 2, 10.00003 + 0.03 * i);
    assert_true(db_step(s, &row, &e));
    assert_true(db_col_int(s, 1) > 0);
    assert_int_equal(db_col_int(s, 0), db_col_int(s, 1));
    db_stmt_begin(s);
  }
}

static void bulk_index_of(int n) {
  struct err e = {0};
  struct db *d = open_ok(DB_WRITE);
  assert_true(db_begin(d, &e));
  batch_row(d);
  run_sql(d, "INSERT INTO claim (id, document_id, batch_id) VALUES (1, 1, 1)");
  run_sql(d, "INSERT INTO activity (id, code, kind, title, batch_id, claim_id) VALUES (1, 'a', 'proyecto', 'a', 1, 1)");
  insert_point(d, n);
  assert_true(db_bulk_begin(d, "activity_location", "geom_point", &e));
  for (int i = 0; i < n; i++) insert_point(d, i);
  if (!db_bulk_end(d, "activity_location", "geom_point", &e)) fail_msg("%s (%s)", e.text, e.detail);
  assert_int_equal(ask(d, "SELECT count(*) FROM idx_activity_location_geom_point"), n + 1);
  if (n > 1000) check_windows(d);
  assert_int_equal(ask(d, "SELECT CheckSpatialIndex('activity_location', 'geom_point')"), 1);
  for (int i = n + 1; i < n + 300; i++) insert_point(d, i);
  run_sql(d, "DELETE FROM activity_location WHERE id % 3 = 0");
  run_sql(d, "UPDATE activity_location SET geom_point = MakePoint(-75.5, 9.5, 4326) WHERE id % 7 = 0");
  assert_true(db_commit(d, &e));
  if (n > 1000) check_windows(d);
  assert_int_equal(problems(d), 0);
  assert_false(db_exec(d, "DELETE FROM idx_activity_location_geom_point_node", &e)); /* closed again */
  db_close(d);
}

static void bulk_index_is_packed(void **state) {
  (void)state;
  bulk_index_of(6000); /* leaves, two levels above them */
}
static void bulk_index_of_a_full_leaf(void **state) {
  (void)state;
  bulk_index_of(50);
}
static void bulk_index_of_one_leaf_too_many(void **state) {
  (void)state;
  bulk_index_of(51);
}
static void bulk_index_of_one(void **state) {
  (void)state;
  bulk_index_of(0);
}

static void load_checks_foreign_keys_at_the_end(void **state) {
  (void)state;
  struct err e = {0};
  struct db *d = open_ok(DB_WRITE);
  static const char *const orphan = "INSERT INTO area_alias (area_id, alias) VALUES (77, 'x')";
  assert_true(db_begin_load(d, &e));
  batch_row(d);
  run_sql(d, orphan);
  assert_false(db_commit(d, &e));
  assert_non_null(strstr(e.text, "area_alias"));
  assert_int_equal(ask(d, "SELECT count(*) FROM area_alias"), 0);
  assert_int_equal(ask(d, "SELECT count(*) FROM import_batch"), 0);
  assert_int_equal(ask(d, "PRAGMA foreign_keys"), 1);
  assert_true(db_begin_load(d, &e));
  db_rollback(d);
  assert_int_equal(ask(d, "PRAGMA foreign_keys"), 1);
  assert_true(db_begin_load(d, &e));
  run_sql(d, orphan);
  batch_row(d);
  run_sql(d,
          "INSERT INTO area (id, code, name, layer, geom_status, batch_id) VALUES (77, 'a', 'a', 'barrio', 'none', 1)");
  assert_true(db_commit(d, &e));
  assert_int_equal(ask(d, "PRAGMA foreign_keys"), 1);
  assert_true(db_begin(d, &e)); /* and an ordinary transaction looks at once, as before */
  assert_false(db_exec(d, "INSERT INTO area_alias (area_id, alias) VALUES (78, 'x')", &e));
  db_rollback(d);
  assert_int_equal(problems(d), 0);
  db_close(d);
}

static void dropped_indexes_come_back(void **state) {
  (void)state;
  struct err e = {0};
  struct db *d = open_ok(DB_WRITE);
  static const char *const count = "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL";
  run_sql(d, "CREATE TEMP TABLE was AS SELECT type, name, tbl_name, sql FROM main.sqlite_master");
  assert_false(db_bulk_drop_indexes(d, &e)); /* not without a transaction */
  int64_t all = ask(d, count);
  assert_true(db_begin(d, &e));
  assert_true(db_bulk_drop_indexes(d, &e));
  assert_int_equal(ask(d, count), all - 16);
  assert_true(db_bulk_make_indexes(d, &e));
  assert_true(db_commit(d, &e));
  assert_int_equal(ask(d, count), all);
  assert_int_equal(
      ask(d,
          "SELECT count(*) FROM (SELECT * FROM was EXCEPT SELECT type, name, tbl_name, sql FROM main.sqlite_master)"),
      0);
  db_close(d);
}

static void full_disk_is_told(void **state) {
  (void)state;
  pid_t child = fork();
  if (child == 0) { /* a limit on the size of files stands for the full disk */
    struct err e = {0};
    struct db *d = open_ok(DB_WRITE);
    struct rlimit limit = {300000, 300000};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    bool ok = db_begin(d, &e);
    if (ok) batch_row(d);
    for (int i = 0; ok && i < 20000; i++) {
      char code[16];
      snprintf(code, sizeof code, "a%d", i);
      ok = insert_area(d, code, -75 + 0.001 * i, &e);
    }
    if (ok) ok = db_commit(d, &e);
    _exit(ok ? 1 : e.kind == ERR_IO ? 0 : 2);
  }
  int status;
  waitpid(child, &status, 0);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), 0);
  struct db *d = open_ok(DB_READ);
  assert_int_equal(ask(d, "SELECT count(*) FROM area"), 0);
  assert_int_equal(problems(d), 0);
  db_close(d);
}

/* As a user who may read but not write, in a folder where nothing can be made. */
static int open_as_nobody(bool journal_stays) {
  struct err e = {0};
  struct db *d;
  (void)journal_stays;
  if (setgid(65534) || setuid(65534)) return 9;
  if (!db_open(path, DB_READ, &d, &e)) return e.kind == ERR_IO && strstr(e.text, "-wal") ? 2 : 3;
  bool read = ask(d, "SELECT count(*) FROM area") == 0;
  db_close(d);
  if (!read) return 4;
  if (db_open(path, DB_WRITE, &d, &e)) return 5;
  return e.kind == ERR_IO && strstr(e.text, "read-only") ? 0 : 6;
}

static int in_child(int (*body)(bool), bool argument) {
  pid_t child = fork();
  if (child == 0) _exit(body(argument));
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int leave_a_journal(bool unused) {
  (void)unused;
  struct db *d = open_ok(DB_WRITE);
  run_sql(d, "PRAGMA wal_autocheckpoint = 0; INSERT INTO meta (key, value) VALUES ('k', 'v')");
  return 0; /* not closed: the log stays */
}

static void read_only_store_can_be_read(void **state) {
  (void)state;
  if (getuid() != 0) skip();
  chmod(path, 0444);
  chmod(folder, 0555);
  assert_int_equal(in_child(open_as_nobody, false), 0);
  chmod(folder, 0755);
  assert_int_equal(in_child(leave_a_journal, false), 0);
  char name[160];
  snprintf(name, sizeof name, "%s-shm", path);
  unlink(name);
  chmod(folder, 0555);
  int result = in_child(open_as_nobody, true);
  assert_int_equal(result, 2);
  chmod(folder, 0755);
}

static void killed_create_leaves_nothing(void **state) {
  (void)state;
  char name[160];
  struct err e = {0};
  struct db *d;
  snprintf(name, sizeof name, "%s/killed.db", folder);
  for (int ms = 0; ms < 40; ms += 5) {
    pid_t child = fork();
    if (child == 0) _exit(db_create(name, NULL) ? 0 : 1);
    usleep((useconds_t)ms * 1000);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    if (access(name, F_OK) == 0) {
      assert_true(db_open(name, DB_READ, &d, &e));
      db_close(d);
      unlink(name);
    }
  }
}

static void sha256_vectors(void **state) { /* FIPS 180-4 examples */
  (void)state;
  struct sha256 s;
  char hex[SHA256_HEX];
  sha256_begin(&s);
  sha256_end(&s, hex);
  assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  sha256_begin(&s);
  sha256_add(&s, "abc", 3);
  sha256_end(&s, hex);
  assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  sha256_begin(&s);
  for (int i = 0; i < 1000000; i++) sha256_add(&s, "a", 1);
  sha256_end(&s, hex);
  assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

int main(void) {
#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, make_store, drop_store)
  const struct CMUnitTest tests[] = {
      STORE_TEST(new_store_is_whole),
      STORE_TEST(foreign_files_are_refused),
      STORE_TEST(newer_store_is_refused),
      STORE_TEST(truncated_store_is_refused),
      STORE_TEST(one_writer),
      STORE_TEST(reader_cannot_write),
      STORE_TEST(rollback_by_trigger_is_noticed),
      STORE_TEST(bulk_load_keeps_the_index),
      STORE_TEST(bulk_index_is_packed),
      STORE_TEST(bulk_index_of_a_full_leaf),
      STORE_TEST(bulk_index_of_one_leaf_too_many),
      STORE_TEST(bulk_index_of_one),
      STORE_TEST(load_checks_foreign_keys_at_the_end),
      STORE_TEST(dropped_indexes_come_back),
      STORE_TEST(full_disk_is_told),
      STORE_TEST(read_only_store_can_be_read),
      STORE_TEST(killed_create_leaves_nothing),
      cmocka_unit_test(sha256_vectors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
