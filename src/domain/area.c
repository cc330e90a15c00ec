/* One area: what is known of it, kept or replaced field by field; loading and measuring. */
#include "domain/area.h"

#include <math.h>
#include <stdlib.h>

#include "geo/crs.h"
#include "geo/gaia.h"
#include "geo/shape.h"

static const char *const status_codes[] = {"none", "approximate", "composed", "digitised", "authoritative"};
enum { STATUSES = sizeof status_codes / sizeof *status_codes };

const char *area_geom_status_code(enum area_geom_status s) { return status_codes[s]; }

bool area_geom_status_read(struct str code, enum area_geom_status *s) {
  for (int i = 0; i < STATUSES; i++)
    if (str_is(code, status_codes[i])) return *s = (enum area_geom_status)i, true;
  return false;
}

struct area area_unknown(void) {
  return (struct area){.hectares = NAN,
                       .lon = NAN,
                       .lat = NAN,
                       .population = -1,
                       .population_year = -1,
                       .lon_given = NAN,
                       .lat_given = NAN,
                       .hectares_given = NAN,
                       .length_m = NAN,
                       .width_m = NAN,
                       .bearing_deg = NAN};
}

bool area_code_is_valid(struct str code) {
  for (size_t i = 0; i < code.n; i++) {
    char c = code.p[i];
    bool good =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    if (!good) return false;
  }
  return code.n > 0 && code.n <= 100;
}

struct area_tools {
  struct shape_context *shape;
  struct crs_context *crs;
  struct arena *arena;
};

struct area_tools *area_tools_new(void) {
  struct area_tools *t = mem_calloc(1, sizeof *t);
  *t = (struct area_tools){shape_context_new(), crs_context_new(), arena_new(1 << 16)};
  return t;
}

void area_tools_free(struct area_tools *t) {
  if (!t) return;
  shape_context_free(t->shape);
  crs_context_free(t->crs);
  arena_free(t->arena);
  free(t);
}

struct shape_context *area_tools_shape(struct area_tools *t) {
  return t->shape;
}

bool area_to_metres(struct area_tools *t, struct arena *a, const struct polygon *p, struct polygon *out,
                    struct err *e) {
  struct crs_transform *to_metres;
  *out = polygon_copy(a, p);
  return crs_transform_get(t->crs, 4326, 9377, &to_metres, e) &&
         crs_transform_apply(to_metres, out->xy, out->n_points, e);
}

bool area_measure(struct area_tools *t, const struct polygon *p, double *hectares, double *lon, double *lat,
                  struct err *e) {
  struct polygon metres;
  arena_reset(t->arena);
  if (!area_to_metres(t, t->arena, p, &metres, e)) return false;
  *hectares = fabs(polygon_area(&metres)) / 10000;
  struct bbox box = polygon_bbox(p);
  /* A hundredth of the extent is far finer than a label is drawn. */
  return shape_label_point(t->shape, p, fmax(box.maxx - box.minx, box.maxy - box.miny) / 100, lon, lat, e);
}

#define AREA_COLUMNS                                                                                                   \
  "SELECT a.id, a.code, a.name, a.layer, p.code, a.geom_status, a.valid_from, a.hectares, a.lon, a.lat, a.population," \
  " a.population_year, a.definition, a.lon_given, a.lat_given, a.hectares_given, a.length_m, a.width_m, "              \
  "a.bearing_deg,"                                                                                                     \
  " a.external_code, a.geom FROM area a LEFT JOIN area p ON p.id = a.parent_id "
static const char SQL_BY_CODE[] = AREA_COLUMNS "WHERE a.code = ?1";
static const char SQL_BY_ID[] = AREA_COLUMNS "WHERE a.id = ?1";
static const char SQL_ALIASES[] = "SELECT alias FROM area_alias WHERE area_id = ?1 ORDER BY id";
static const char SQL_MEMBERS[] =
    "SELECT a.code FROM area_member m JOIN area a ON a.id = m.member_id WHERE m.area_id = ?1 ORDER BY m.id";

static double real_or_nan(struct db_stmt *s, int i) { return db_col_null(s, i) ? NAN : db_col_real(s, i); }
static int64_t int_or_unknown(struct db_stmt *s, int i) { return db_col_null(s, i) ? -1 : db_col_int(s, i); }

static bool read_row(struct db_stmt *s, struct arena *a, struct area *out, struct err *e) {
  *out = (struct area){.id = db_col_int(s, 0),
                       .code = arena_str(a, db_col_str(s, 1)),
                       .name = arena_str(a, db_col_str(s, 2)),
                       .layer = arena_str(a, db_col_str(s, 3)),
                       .parent_code = arena_str(a, db_col_str(s, 4)),
                       .valid_from = arena_str(a, db_col_str(s, 6)),
                       .hectares = real_or_nan(s, 7),
                       .lon = real_or_nan(s, 8),
                       .lat = real_or_nan(s, 9),
                       .population = int_or_unknown(s, 10),
                       .population_year = int_or_unknown(s, 11),
                       .definition = arena_str(a, db_col_str(s, 12)),
                       .lon_given = real_or_nan(s, 13),
                       .lat_given = real_or_nan(s, 14),
                       .hectares_given = real_or_nan(s, 15),
                       .length_m = real_or_nan(s, 16),
                       .width_m = real_or_nan(s, 17),
                       .bearing_deg = real_or_nan(s, 18),
                       .external_code = arena_str(a, db_col_str(s, 19)),
                       .has_geom = !db_col_null(s, 20)};
  if (!area_geom_status_read(db_col_str(s, 5), &out->geom_status))
    return err_set(e, ERR_DB, "area %.*s has a geometry status that is not of the list", STR_ARG(out->code));
  size_t n;
  const void *blob = db_col_blob(s, 20, &n);
  return !out->has_geom || gaia_read_multipolygon(a, blob, n, &out->geom, e);
}

static bool load_texts(struct db *d, struct arena *a, const char *sql, int64_t id, const struct str **list, size_t *n,
                       struct err *e) {
  struct db_stmt *s;
  bool row = true;
  struct str *found = NULL;
  size_t cap = 0;
  *n = 0;
  if (!db_prepare(d, sql, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  while (row) {
    if (!db_step(s, &row, e)) return free(found), false;
    if (!row) break;
    mem_grow((void **)&found, &cap, *n + 1, sizeof *found);
    found[(*n)++] = arena_str(a, db_col_str(s, 0));
  }
  struct str *kept = arena_alloc(a, (*n + 1) * sizeof *kept);
  if (*n) memcpy(kept, found, *n * sizeof *kept);
  *list = kept;
  free(found);
  return true;
}

static bool load_step(struct db *d, struct db_stmt *s, struct arena *a, bool *found, struct area *out, struct err *e) {
  if (!db_step(s, found, e) || !*found) return !*found && (!e || e->kind == ERR_NONE);
  bool ok = read_row(s, a, out, e);
  db_stmt_begin(s);
  if (!ok || !load_texts(d, a, SQL_ALIASES, out->id, &out->aliases, &out->n_aliases, e)) return false;
  if (!load_texts(d, a, SQL_MEMBERS, out->id, &out->members, &out->n_members, e)) return false;
  out->has_members = out->n_members > 0;
  return true;
}

bool area_load(struct db *d, struct arena *a, struct str code, struct area *out, struct err *e) {
  struct err local = {0};
  struct db_stmt *s;
  bool found;
  e = e ? e : &local;
  if (!db_prepare(d, SQL_BY_CODE, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, code);
  if (!load_step(d, s, a, &found, out, e)) return false;
  return found || err_set(e, ERR_NOT_FOUND, "there is no area with the code %.*s", STR_ARG(code));
}

bool area_load_id(struct db *d, struct arena *a, int64_t id, struct area *out, struct err *e) {
  struct err local = {0};
  struct db_stmt *s;
  bool found;
  e = e ? e : &local;
  if (!db_prepare(d, SQL_BY_ID, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!load_step(d, s, a, &found, out, e)) return false;
  return found || err_set(e, ERR_NOT_FOUND, "there is no area number %lld", (long long)id);
}
