/* Loading many rows: SpatiaLite keeps its index by triggers, row by row; one pass at the end is twice as fast. */
#include "store/db_internal.h"

#include "core/mem.h"

/* The names are SpatiaLite's: gii_, giu_ and gid_ keep the index on insert, update and delete; ggi_ and ggu_ check the geometry's
 * type, which db_rtree_fill does once at the end; tmi_, tmu_ and tmd_ write the time of the last change, `stamp` does. The eight
 * of them cost three times as much as the row. */
static const struct spatial_index {
  const char *table, *column, *find, *drop, *stamp;
  struct db_rtree tree;
} spatial_indexes[DB_BULK_INDEXES] = {
#define NAMES(T, C)                                                                                                    \
  "'gii_" #T "_" #C "', 'giu_" #T "_" #C "', 'gid_" #T "_" #C "', 'ggi_" #T "_" #C "', 'ggu_" #T "_" #C "', 'tmi_" #T  \
  "_" #C "', 'tmu_" #T "_" #C "', 'tmd_" #T "_" #C "'"
#define DROP(KIND, T, C) "DROP TRIGGER IF EXISTS " #KIND "_" #T "_" #C ";"
#define COLUMN(T, C) "f_table_name = '" #T "' AND f_geometry_column = '" #C "'"
#define INDEX(T, C)                                                                                                    \
  {                                                                                                                    \
#T, #C, "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name IN (" NAMES(T, C) ")",                      \
        DROP(gii, T, C) DROP(giu, T, C) DROP(gid, T, C) DROP(ggi, T, C) DROP(ggu, T, C) DROP(tmi, T, C)                \
            DROP(tmu, T, C) DROP(tmd, T, C),                                                                           \
        "UPDATE geometry_columns_time SET last_insert = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE " COLUMN(T, C), {  \
#T "." #C,                                                                                                       \
          "SELECT geometry_type, srid, (SELECT length(data) FROM idx_" #T "_" #C "_node WHERE nodeno = 1)"             \
          " FROM geometry_columns WHERE " COLUMN(T, C),                                                                \
          "SELECT id, " #C " FROM " #T " WHERE " #C " IS NOT NULL ORDER BY id",                                        \
          "DELETE FROM idx_" #T "_" #C "_node; DELETE FROM idx_" #T "_" #C "_rowid; DELETE FROM idx_" #T "_" #C        \
          "_parent;",                                                                                                  \
          "INSERT INTO idx_" #T "_" #C "_node (nodeno, data) VALUES (?, ?)",                                           \
          "INSERT INTO idx_" #T "_" #C "_rowid (rowid, nodeno) VALUES (?, ?)",                                         \
          "INSERT INTO idx_" #T "_" #C "_parent (nodeno, parentnode) VALUES (?, ?)"                                    \
    }                                                                                                                  \
  }
    INDEX(area, geom), INDEX(activity_location, geom_point), INDEX(activity_location, geom_outline)
#undef INDEX
#undef COLUMN
#undef DROP
#undef NAMES
};

/* The ordinary indexes over the children of projects: an entry put in its place costs three times as much as one that is sorted
 * with all others. */
// clang-format off
#define INDEXES(X)                                                                                                     \
  X(activity_date_activity) X(activity_extra_activity) X(activity_location_activity) X(activity_location_area)         \
  X(beneficiary_group_activity) X(contribution_activity) X(contribution_provider)                    \
  X(contribution_rate) X(document_link_activity) X(exchange_rate_claim) X(indicator_period_indicator)                  \
  X(indicator_result) X(narrative_activity) X(participating_org_organisation) X(result_activity)                       \
  X(stated_total_activity)
// clang-format on
static const char SQL_FIND_INDEXES[] = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name IN ("
#define NAME(N) "'" #N "',"
    INDEXES(NAME) "'')";
#undef NAME
static const char SQL_DROP_INDEXES[] =
#define DROP(N) "DROP INDEX IF EXISTS " #N ";"
    INDEXES(DROP);
#undef DROP
#undef INDEXES

/* Keep the definitions that `find` reads, so that they come back to the letter. */
static bool save_text(struct db *d, const char *find, struct buf *saved, struct err *e) {
  struct db_stmt *s;
  bool row = true;
  buf_reset(saved);
  if (!db_prepare(d, find, &s, e)) return false;
  db_stmt_begin(s);
  while (row) {
    if (!db_step(s, &row, e)) return false;
    if (!row) break;
    buf_add_str(saved, db_col_str(s, 0));
    buf_add_z(saved, ";\n");
  }
  return true;
}

bool db_bulk_drop_indexes(struct db *d, struct err *e) {
  if (!d->in_transaction) return err_set(e, ERR_BUG, "%s: bulk loads happen inside a transaction", d->path);
  return save_text(d, SQL_FIND_INDEXES, &d->indexes, e) && db_exec(d, SQL_DROP_INDEXES, e);
}

bool db_bulk_make_indexes(struct db *d, struct err *e) {
  bool ok = d->indexes.len == 0 || db_exec(d, d->indexes.data, e);
  buf_reset(&d->indexes);
  return ok;
}

static bool find_index(const struct db *d, const char *table, const char *column, size_t *i, struct err *e) {
  for (*i = 0; *i < DB_BULK_INDEXES; ++*i)
    if (!strcmp(spatial_indexes[*i].table, table) && !strcmp(spatial_indexes[*i].column, column)) return true;
  return err_set(e, ERR_BUG, "%s: %s.%s has no spatial index to load in bulk", d->path, table, column);
}

bool db_bulk_begin(struct db *d, const char *table, const char *column, struct err *e) {
  size_t i;
  if (!find_index(d, table, column, &i, e)) return false;
  if (!d->in_transaction) return err_set(e, ERR_BUG, "%s: bulk loads happen inside a transaction", d->path);
  return save_text(d, spatial_indexes[i].find, &d->triggers[i], e) && db_exec(d, spatial_indexes[i].drop, e);
}

bool db_bulk_end(struct db *d, const char *table, const char *column, struct err *e) {
  size_t i;
  if (!find_index(d, table, column, &i, e)) return false;
  if (!d->triggers[i].len) return err_set(e, ERR_BUG, "%s: no bulk load of %s.%s was begun", d->path, table, column);
  const struct spatial_index *x = &spatial_indexes[i];
  bool ok = db_rtree_fill(d, &x->tree, e) && db_exec(d, x->stamp, e) && db_exec(d, d->triggers[i].data, e);
  buf_reset(&d->triggers[i]);
  return ok;
}
