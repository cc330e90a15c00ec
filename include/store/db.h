#ifndef STORE_DB_H
#define STORE_DB_H
/* The store: one SQLite file with SpatiaLite metadata, WAL, foreign keys on, one writer. This module hides the engine. SQL
 * is constant text; values are always bound. A statement that ends the transaction behind our back is noticed
 * (sqlite3_get_autocommit after each step) and reported as ERR_DB. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/err.h"
#include "core/str.h"

struct db;
struct db_stmt;

enum db_mode { DB_READ, DB_WRITE };

/* Create a new store: metadata, spatial_ref_sys rows used, all migrations, code lists. ERR_CONFLICT if the file exists. */
bool db_create(const char *path, struct err *e);
/* Open; DB_READ is plain SQLite without SpatiaLite. ERR_NOT_FOUND names the file and "coopmap init"; a file that is not a
 * coopmap store, is from a newer version, damaged, or read-only (for DB_WRITE) is refused with the reason. DB_WRITE runs
 * pending migrations and takes the writer's lock: ERR_BUSY if another ingest holds it. */
bool db_open(const char *path, enum db_mode mode, struct db **out, struct err *e);
void db_close(struct db *d);
const char *db_path(const struct db *d);

/* One transaction. db_commit checks that it is still the one begun. Roll back on any failure. */
bool db_begin(struct db *d, struct err *e); /* BEGIN IMMEDIATE for DB_WRITE, a read transaction for DB_READ */
/* For a load that is large beside the store: foreign keys are not looked up row by row; db_commit looks at all of them at once
 * and refuses (ERR_BUG, rolled back) if one points nowhere. ON DELETE CASCADE does not happen in it: delete children first. */
bool db_begin_load(struct db *d, struct err *e);
bool db_commit(struct db *d, struct err *e);
void db_rollback(struct db *d);

/* Run constant SQL without parameters. */
bool db_exec(struct db *d, const char *sql, struct err *e);
/* A prepared statement, cached by the address of its SQL constant; valid until db_close. */
bool db_prepare(struct db *d, const char *sql, struct db_stmt **out, struct err *e);
/* Start over: clears bindings. Bind by 1-based index. Text and blobs must live until the next db_stmt_begin. */
void db_stmt_begin(struct db_stmt *s);
void db_bind_int(struct db_stmt *s, int i, int64_t v);
void db_bind_real(struct db_stmt *s, int i, double v);
void db_bind_str(struct db_stmt *s, int i, struct str v); /* .p == NULL binds NULL */
void db_bind_z(struct db_stmt *s, int i, const char *v);  /* NULL binds NULL */
void db_bind_blob(struct db_stmt *s, int i, const void *p, size_t n);
void db_bind_null(struct db_stmt *s, int i);
/* Next row. */
bool db_step(struct db_stmt *s, bool *row, struct err *e);
/* Begin was called and values bound: run a statement that returns no row. */
bool db_run(struct db_stmt *s, struct err *e);
int64_t db_last_id(struct db *d);
int64_t db_changes(struct db *d);
/* Columns of the current row, 0-based; valid until the next step. */
bool db_col_null(struct db_stmt *s, int i);
int64_t db_col_int(struct db_stmt *s, int i);
double db_col_real(struct db_stmt *s, int i);
struct str db_col_str(struct db_stmt *s, int i);
const void *db_col_blob(struct db_stmt *s, int i, size_t *n);

/* Faster loads: drop the spatial index triggers of table.column inside the transaction; db_bulk_end rebuilds index and triggers before the commit. */
bool db_bulk_begin(struct db *d, const char *table, const char *column, struct err *e);
bool db_bulk_end(struct db *d, const char *table, const char *column, struct err *e);
/* Likewise the ordinary indexes of the tables below `activity`, for a load into a store that has no projects and looks none up. */
bool db_bulk_drop_indexes(struct db *d, struct err *e);
bool db_bulk_make_indexes(struct db *d, struct err *e);

/* The number of the last committed change (meta.data_version); a snapshot carries it. */
bool db_data_version(struct db *d, int64_t *version, struct err *e);
/* quick_check, foreign_key_check, R*Tree checks, counts; one line per problem through the callback. */
bool db_check(struct db *d, void (*problem)(void *user, const char *text), void *user, struct err *e);
#endif
