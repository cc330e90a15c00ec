/* Loading many rows: SpatiaLite keeps its index by triggers, row by row; one pass at the end is twice as fast. */
#include "store/db_internal.h"

#include "core/mem.h"

/* The names are SpatiaLite's: gii_, giu_ and gid_ keep the index on insert, update and delete. */
static const struct spatial_index {
  const char *table, *column, *find, *drop, *fill;
} spatial_indexes[DB_BULK_INDEXES] = {
#define INDEX(T, C)                                                                                                    \
  {                                                                                                                    \
#T, #C,                                                                                                            \
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name IN ('gii_" #T "_" #C "', 'giu_" #T "_" #C       \
        "', 'gid_" #T "_" #C "')",                                                                                     \
        "DROP TRIGGER IF EXISTS gii_" #T "_" #C "; DROP TRIGGER IF EXISTS giu_" #T "_" #C                              \
        "; DROP TRIGGER IF EXISTS gid_" #T "_" #C ";",                                                                 \
        "DELETE FROM idx_" #T "_" #C "; INSERT INTO idx_" #T "_" #C " (pkid, xmin, xmax, ymin, ymax)"                  \
        " SELECT id, MbrMinX(" #C "), MbrMaxX(" #C "), MbrMinY(" #C "), MbrMaxY(" #C ") FROM " #T " WHERE " #C         \
        " IS NOT NULL;"                                                                                                \
  }
    INDEX(area, geom), INDEX(activity_location, geom_point), INDEX(activity_location, geom_outline)
#undef INDEX
};

static bool find_index(const struct db *d, const char *table, const char *column, size_t *i, struct err *e) {
  for (*i = 0; *i < DB_BULK_INDEXES; ++*i)
    if (!strcmp(spatial_indexes[*i].table, table) && !strcmp(spatial_indexes[*i].column, column)) return true;
  return err_set(e, ERR_BUG, "%s: %s.%s has no spatial index to load in bulk", d->path, table, column);
}

bool db_bulk_begin(struct db *d, const char *table, const char *column, struct err *e) {
  size_t i;
  struct db_stmt *s;
  bool row = true;
  if (!find_index(d, table, column, &i, e)) return false;
  if (!d->in_transaction) return err_set(e, ERR_BUG, "%s: bulk loads happen inside a transaction", d->path);
  struct buf *saved = &d->triggers[i];
  buf_reset(saved);
  if (!db_prepare(d, spatial_indexes[i].find, &s, e)) return false;
  db_stmt_begin(s);
  while (row) {
    if (!db_step(s, &row, e)) return false;
    if (!row) break;
    buf_add_str(saved, db_col_str(s, 0));
    buf_add_z(saved, ";\n");
  }
  return db_exec(d, spatial_indexes[i].drop, e);
}

bool db_bulk_end(struct db *d, const char *table, const char *column, struct err *e) {
  size_t i;
  if (!find_index(d, table, column, &i, e)) return false;
  if (!d->triggers[i].len) return err_set(e, ERR_BUG, "%s: no bulk load of %s.%s was begun", d->path, table, column);
  bool ok = db_exec(d, spatial_indexes[i].fill, e) && db_exec(d, d->triggers[i].data, e);
  buf_reset(&d->triggers[i]);
  return ok;
}
