/* Migrations, and the geometry columns that SpatiaLite adds after the first of them. */
#include "store/db_internal.h"

#include "store/migrations.h"

/* Each must answer 1. */
static const char *const geometry_columns[] = {
    "SELECT AddGeometryColumn('area', 'geom', 4326, 'MULTIPOLYGON', 'XY')",
    "SELECT CreateSpatialIndex('area', 'geom')",
    "SELECT AddGeometryColumn('area_edition', 'geom', 4326, 'MULTIPOLYGON', 'XY')",
    "SELECT CreateSpatialIndex('area_edition', 'geom')",
    "SELECT AddGeometryColumn('activity_location', 'geom_point', 4326, 'POINT', 'XY')",
    "SELECT CreateSpatialIndex('activity_location', 'geom_point')",
    "SELECT AddGeometryColumn('activity_location', 'geom_outline', 4326, 'MULTIPOLYGON', 'XY')",
    "SELECT CreateSpatialIndex('activity_location', 'geom_outline')",
};

static bool add_geometry(struct db *d, struct err *e) {
  for (size_t i = 0; i < sizeof geometry_columns / sizeof *geometry_columns; i++) {
    struct db_stmt *s;
    bool row;
    if (!db_prepare(d, geometry_columns[i], &s, e)) return false;
    db_stmt_begin(s);
    if (!db_step(s, &row, e)) return false;
    bool done = row && db_col_int(s, 0) == 1;
    db_stmt_begin(s);
    if (!done) return err_set(e, ERR_DB, "SpatiaLite refused a geometry column; is libspatialite whole?");
  }
  return db_exec(d, "INSERT INTO meta (key, value) VALUES ('data_version', '0')", e);
}

static bool run_migration(struct db *d, const struct migration *m, struct err *e) {
  struct db_stmt *s;
  if (!db_exec(d, m->sql, e)) return false;
  if (m->number == 1 && !add_geometry(d, e)) return false;
  if (!db_prepare(d,
                  "INSERT INTO schema_migration (id, name, applied_at) VALUES (?, ?, strftime('%Y-%m-%dT%H:%M:%SZ'))",
                  &s, e))
    return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, m->number);
  db_bind_z(s, 2, m->name);
  return db_run(s, e);
}

bool db_migrate(struct db *d, struct err *e) {
  struct db_stmt *s;
  bool row;
  int64_t version = 0;
  if (!db_prepare(d, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'", &s, e))
    return false;
  db_stmt_begin(s);
  if (!db_step(s, &row, e)) return false;
  db_stmt_begin(s);
  if (row && !db_schema_version(d, &version, e)) return false;
  for (const struct migration *m = store_migrations; m->sql; m++) {
    if (m->number <= version) continue;
    if (!db_begin(d, e)) return false;
    if (!run_migration(d, m, e) || !db_commit(d, e)) {
      db_rollback(d);
      return err_context(e, "migration %s", m->name);
    }
  }
  return true;
}
