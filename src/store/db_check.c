/* Is the store whole? Everything here is plain SQLite, so that a damaged file never reaches SpatiaLite. */
#include "store/db_internal.h"

#include <stdio.h>

#include "store/history.h"

struct check {
  void (*problem)(void *user, const char *text);
  void *user;
};

/* Each row but the text "ok" is a problem. */
static bool report_rows(struct db *d, const char *sql, const struct check *c, struct err *e) {
  struct db_stmt *s;
  bool row = true;
  if (!db_prepare(d, sql, &s, e)) return false;
  db_stmt_begin(s);
  while (row) {
    if (!db_step(s, &row, e)) return false;
    if (row && !str_is(db_col_str(s, 0), "ok")) c->problem(c->user, db_col_str(s, 0).p);
  }
  return true;
}

static const char *const checks[] = {
    "PRAGMA integrity_check",
    "SELECT \"table\" || ' ' || rowid || ' points to a row of ' || parent || ' that does not exist' FROM "
    "pragma_foreign_key_check",
    "SELECT rtreecheck('idx_area_geom')",
    "SELECT rtreecheck('idx_area_edition_geom')",
    "SELECT rtreecheck('idx_activity_location_geom_point')",
    "SELECT rtreecheck('idx_activity_location_geom_outline')",
    "SELECT 'area ' || code || ' is missing from its spatial index' FROM area WHERE geom IS NOT NULL AND id NOT IN"
    " (SELECT pkid FROM idx_area_geom)",
    "SELECT 'the spatial index of area has an entry too many: ' || pkid FROM idx_area_geom WHERE pkid NOT IN"
    " (SELECT id FROM area WHERE geom IS NOT NULL)",
    "SELECT 'the spatial index of area_edition does not fit its rows' WHERE (SELECT count(*) FROM area_edition WHERE "
    "geom IS"
    " NOT NULL) <> (SELECT count(*) FROM idx_area_edition_geom)",
    "SELECT 'the spatial index of points does not fit its rows' WHERE (SELECT count(*) FROM activity_location WHERE "
    "geom_point"
    " IS NOT NULL) <> (SELECT count(*) FROM idx_activity_location_geom_point)",
    "SELECT 'the spatial index of outlines does not fit its rows' WHERE (SELECT count(*) FROM activity_location WHERE"
    " geom_outline IS NOT NULL) <> (SELECT count(*) FROM idx_activity_location_geom_outline)",
    "SELECT 'import ' || id || ' was never closed' FROM import_batch WHERE rows IS NULL",
};

bool db_check(struct db *d, void (*problem)(void *user, const char *text), void *user, struct err *e) {
  struct check c = {problem, user};
  for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
    if (!report_rows(d, checks[i], &c, e)) return false;
  int64_t broken;
  if (!history_check(d, &broken, e)) return false;
  if (broken) {
    char text[128];
    snprintf(text, sizeof text, "history row %lld does not fit the chain: it or the row before it was changed",
             (long long)broken);
    problem(user, text);
  }
  return true;
}
