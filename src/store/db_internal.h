#ifndef STORE_DB_INTERNAL_H
#define STORE_DB_INTERNAL_H
/* Shared by the files of src/store only: the engine is not seen outside. */
#include <sqlite3.h>
#include "core/buf.h"
#include "store/db.h"

enum { DB_BUCKETS = 64, DB_BULK_INDEXES = 3 };

struct db_stmt {
  struct db *db;
  sqlite3_stmt *stmt;
  const char *sql;      /* the constant it was made from: its address is the key */
  int bind_error;       /* first failed bind, reported by the next step */
  struct db_stmt *next; /* in its bucket */
};

struct db {
  sqlite3 *handle;
  void *spatialite; /* SpatiaLite's own state; NULL for readers */
  char *path;
  enum db_mode mode;
  bool in_transaction; /* we began one and neither committed nor rolled back */
  bool keys_unchecked; /* foreign keys are looked at once, before the commit (db_begin_load) */
  struct db_stmt *statements[DB_BUCKETS];
  struct buf triggers[DB_BULK_INDEXES]; /* SpatiaLite's, taken away during a bulk load */
  struct buf indexes;                   /* likewise */
};

/* The spatial index of a geometry column, in SQL. */
struct db_rtree {
  const char *name;                            /* table.column */
  const char *kind;                            /* reads geometry type, SRID, bytes of a node */
  const char *rows;                            /* reads id and geometry, by id */
  const char *clear;                           /* empties the three shadow tables */
  const char *put_node, *put_row, *put_parent; /* take the two columns of one of them */
};

/* Make the index anew from the rows of its table; checks their geometry's type and SRID. Inside a transaction. */
bool db_rtree_fill(struct db *d, const struct db_rtree *t, struct err *e);
/* Translate an SQLite result code into an error a person can act on. Always false. */
bool db_fail(struct db *d, int code, struct err *e);
/* Apply what store_migrations has and the store has not, each in a transaction of its own. */
bool db_migrate(struct db *d, struct err *e);
/* The number of the last migration the store has; ERR_DB if it cannot be read. */
bool db_schema_version(struct db *d, int64_t *version, struct err *e);
#endif
