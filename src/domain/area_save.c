/* Saving one area: what is given replaces what was known, an extent that changes makes a new edition, and every change of what
 * existed leaves its before and after in the history. */
#include "domain/area.h"

#include <math.h>
#include <stdio.h>

#include "core/buf.h"
#include "core/jw.h"
#include "domain/source.h"
#include "geo/gaia.h"
#include "store/sha256.h"

static const char SQL_INSERT[] =
    "INSERT INTO area (code, name, layer, geom_status, valid_from, hectares, lon, lat, population, population_year, "
    "definition,"
    " lon_given, lat_given, hectares_given, length_m, width_m, bearing_deg, external_code, geom, batch_id, claim_id, "
    "edition)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, 1)";
static const char SQL_UPDATE[] =
    "UPDATE area SET name = ?2, layer = ?3, geom_status = ?4, valid_from = ?5, hectares = ?6, lon = ?7, lat = ?8, "
    "population = ?9,"
    " population_year = ?10, definition = ?11, lon_given = ?12, lat_given = ?13, hectares_given = ?14, length_m = ?15,"
    " width_m = ?16, bearing_deg = ?17, external_code = ?18, geom = ?19, batch_id = ?20, claim_id = coalesce(?21, "
    "claim_id),"
    " edition = edition + ?22 WHERE id = ?1";
static const char SQL_ARCHIVE[] =
    "INSERT INTO area_edition (area_id, edition, name, geom_status, hectares, valid_from, valid_to, batch_id, geom)"
    " SELECT id, edition, name, geom_status, hectares, valid_from, coalesce(?2, date('now')), batch_id, geom FROM area "
    "WHERE id = ?1";
static const char SQL_CLAIM_OF[] = "SELECT claim_id FROM area WHERE id = ?1";
static const char SQL_ALIAS[] = "INSERT OR IGNORE INTO area_alias (area_id, alias) VALUES (?1, ?2)";

static void bind_real(struct db_stmt *s, int i, double v) {
  if (isnan(v)) db_bind_null(s, i);
  else db_bind_real(s, i, v);
}
static void bind_known(struct db_stmt *s, int i, int64_t v) {
  if (v < 0) db_bind_null(s, i);
  else db_bind_int(s, i, v);
}
static void bind_text(struct db_stmt *s, int i, struct str v) { db_bind_str(s, i, v.n ? v : (struct str){0}); }

/* Parameters 2 to 20 are the same for both statements. `blob` must live until the statement has run. */
static void bind_area(struct db_stmt *s, const struct area *a, const struct buf *blob, int64_t batch_id) {
  bind_text(s, 2, a->name);
  bind_text(s, 3, a->layer);
  db_bind_z(s, 4, area_geom_status_code(a->geom_status));
  bind_text(s, 5, a->valid_from);
  const double reals[] = {a->hectares, a->lon, a->lat};
  for (int i = 0; i < 3; i++) bind_real(s, 6 + i, reals[i]);
  bind_known(s, 9, a->population);
  bind_known(s, 10, a->population_year);
  bind_text(s, 11, a->definition);
  const double given[] = {a->lon_given, a->lat_given, a->hectares_given, a->length_m, a->width_m, a->bearing_deg};
  for (int i = 0; i < 6; i++) bind_real(s, 12 + i, given[i]);
  bind_text(s, 18, a->external_code);
  if (a->has_geom) db_bind_blob(s, 19, blob->data, blob->len);
  else db_bind_null(s, 19);
  db_bind_int(s, 20, batch_id);
}

static void write_blob(const struct area *a, struct buf *blob) {
  buf_reset(blob);
  if (a->has_geom) gaia_write_multipolygon(blob, &a->geom);
}

static void kv_real(struct jw *w, const char *key, double v) {
  if (isnan(v)) return;
  jw_key(w, key);
  jw_double(w, v, 7);
}
static void kv_text(struct jw *w, const char *key, struct str v) {
  if (v.n) jw_kv_str(w, key, v);
}

/* For the history: all but the polygon, which area_edition keeps; its digest stands here. */
static void write_json(const struct area *a, const struct buf *blob, struct buf *out) {
  struct jw w;
  jw_init(&w, out);
  jw_object(&w);
  kv_text(&w, "code", a->code);
  kv_text(&w, "name", a->name);
  kv_text(&w, "layer", a->layer);
  kv_text(&w, "parent", a->parent_code);
  jw_kv_z(&w, "geom_status", area_geom_status_code(a->geom_status));
  kv_text(&w, "valid_from", a->valid_from);
  kv_text(&w, "external_code", a->external_code);
  kv_text(&w, "definition", a->definition);
  kv_real(&w, "hectares", a->hectares);
  kv_real(&w, "lon", a->lon);
  kv_real(&w, "lat", a->lat);
  if (a->population >= 0) jw_kv_int(&w, "population", a->population);
  if (a->population_year >= 0) jw_kv_int(&w, "population_year", a->population_year);
  kv_real(&w, "lon_given", a->lon_given);
  kv_real(&w, "lat_given", a->lat_given);
  kv_real(&w, "hectares_given", a->hectares_given);
  kv_real(&w, "length_m", a->length_m);
  kv_real(&w, "width_m", a->width_m);
  kv_real(&w, "bearing_deg", a->bearing_deg);
  if (a->has_geom) {
    char hex[SHA256_HEX];
    struct sha256 h;
    sha256_begin(&h);
    sha256_add(&h, blob->data, blob->len);
    sha256_end(&h, hex);
    jw_kv_z(&w, "geom_sha256", hex);
  }
  jw_end(&w);
}

static struct str text_or(struct str given, struct str known) { return given.n ? given : known; }
static double real_or(double given, double known) { return isnan(given) ? known : given; }

static bool is_weaker(const struct area *given, const struct area *known) {
  return given->geom_status < AREA_GEOM_DIGITISED && known->geom_status > given->geom_status && known->has_geom &&
         known->geom_status != AREA_GEOM_COMPOSED;
}

static void take_extent(struct area *to, const struct area *from) {
  to->geom_status = from->geom_status;
  to->has_geom = from->has_geom;
  to->geom = from->geom;
  to->hectares = from->hectares;
  to->lon = from->lon, to->lat = from->lat;
  to->lon_given = from->lon_given, to->lat_given = from->lat_given;
  to->hectares_given = from->hectares_given;
  to->length_m = from->length_m, to->width_m = from->width_m, to->bearing_deg = from->bearing_deg;
}

/* What the area will be: the given laid over the known. */
static struct area merge(const struct area *given, const struct area *known, bool *kept_geom) {
  struct area next = *known;
  next.name = text_or(given->name, known->name);
  next.layer = text_or(given->layer, known->layer);
  next.external_code = text_or(given->external_code, known->external_code);
  next.definition = text_or(given->definition, known->definition);
  next.locator = given->locator, next.raw = given->raw;
  if (given->population >= 0) next.population = given->population;
  if (given->population_year >= 0) next.population_year = given->population_year;
  *kept_geom = is_weaker(given, known);
  if (*kept_geom) return next;
  if (given->geom_status == AREA_GEOM_COMPOSED) { /* the union is made by area_link, out of what is there until then */
    struct polygon geom = known->geom;
    take_extent(&next, given);
    next.has_geom = known->has_geom && known->geom_status == AREA_GEOM_COMPOSED;
    next.geom = geom;
    next.hectares = next.has_geom ? known->hectares : NAN;
    next.lon = real_or(given->lon, known->lon), next.lat = real_or(given->lat, known->lat);
  } else if (given->geom_status == AREA_GEOM_NONE && known->geom_status == AREA_GEOM_COMPOSED) *kept_geom = true;
  else if (given->geom_status == AREA_GEOM_NONE) { /* a name, perhaps with a point or a figure */
    next.lon = real_or(given->lon, known->lon), next.lat = real_or(given->lat, known->lat);
    next.lon_given = real_or(given->lon_given, known->lon_given),
    next.lat_given = real_or(given->lat_given, known->lat_given);
    next.hectares = real_or(given->hectares, known->hectares);
    next.hectares_given = real_or(given->hectares_given, known->hectares_given);
  } else take_extent(&next, given);
  return next;
}

static bool same_real(double a, double b) { return a == b || (isnan(a) && isnan(b)); }

static bool same_extent(const struct area *a, const struct buf *blob, const struct area *b, const struct buf *other) {
  return str_eq(a->name, b->name) && str_eq(a->layer, b->layer) && a->geom_status == b->geom_status &&
         same_real(a->hectares, b->hectares) && str_eq(buf_str(blob), buf_str(other));
}

static bool same_rest(const struct area *a, const struct area *b) {
  return str_eq(a->external_code, b->external_code) && str_eq(a->definition, b->definition) &&
         same_real(a->lon, b->lon) && same_real(a->lat, b->lat) && a->population == b->population &&
         a->population_year == b->population_year && same_real(a->lon_given, b->lon_given) &&
         same_real(a->lat_given, b->lat_given) && same_real(a->hectares_given, b->hectares_given) &&
         same_real(a->length_m, b->length_m) && same_real(a->width_m, b->width_m) &&
         same_real(a->bearing_deg, b->bearing_deg);
}

static bool add_aliases(struct db *d, const struct area *a, bool *changed, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, SQL_ALIAS, &s, e)) return false;
  for (size_t i = 0; i < a->n_aliases; i++) {
    db_stmt_begin(s);
    db_bind_int(s, 1, a->id);
    db_bind_str(s, 2, a->aliases[i]);
    if (!db_run(s, e)) return false;
    if (db_changes(d) > 0) *changed = true;
  }
  return true;
}

static bool insert(struct db *d, const struct history_batch *b, struct area *a, const struct buf *blob, struct err *e) {
  struct db_stmt *s;
  int64_t claim;
  bool unused;
  if (!source_claim(d, b, 0, a->locator, a->raw, &claim, e) || !db_prepare(d, SQL_INSERT, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, a->code);
  bind_area(s, a, blob, b->id);
  db_bind_int(s, 21, claim);
  if (!db_run(s, e)) return false;
  a->id = db_last_id(d);
  return add_aliases(d, a, &unused, e);
}

static bool archive(struct db *d, const struct area *next, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, SQL_ARCHIVE, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, next->id);
  bind_text(s, 2, next->valid_from);
  return db_run(s, e);
}

static bool supersede_claim(struct db *d, int64_t area_id, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(d, SQL_CLAIM_OF, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, area_id);
  if (!db_step(s, &row, e)) return false;
  int64_t claim = row ? db_col_int(s, 0) : 0;
  db_stmt_begin(s);
  return source_supersede(d, claim, e);
}

static bool update(struct db *d, const struct history_batch *b, const struct area *known, const struct buf *known_blob,
                   const struct area *next, const struct buf *blob, bool new_edition, struct err *e) {
  struct db_stmt *s;
  int64_t claim = 0;
  if (new_edition && !archive(d, next, e)) return false;
  if (next->locator.n &&
      (!supersede_claim(d, next->id, e) || !source_claim(d, b, 0, next->locator, next->raw, &claim, e)))
    return false;
  if (!db_prepare(d, SQL_UPDATE, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, next->id);
  bind_area(s, next, blob, b->id);
  if (claim) db_bind_int(s, 21, claim);
  else db_bind_null(s, 21);
  db_bind_int(s, 22, new_edition);
  if (!db_run(s, e)) return false;
  struct buf before = {0}, after = {0};
  write_json(known, known_blob, &before);
  write_json(next, blob, &after);
  bool ok = history_add(d, b, "area", next->id, "update", buf_str(&before), buf_str(&after), e);
  buf_free(&before);
  buf_free(&after);
  return ok;
}

static bool bring_up_to_date(struct db *d, const struct history_batch *b, struct arena *arena, struct area *a,
                             enum area_saved *what, bool *kept_geom, struct err *e) {
  struct area known;
  struct buf known_blob = {0}, blob = {0};
  bool more_aliases = false;
  if (!area_load_id(d, arena, a->id, &known, e)) return false;
  struct area next = merge(a, &known, kept_geom);
  write_blob(&known, &known_blob);
  write_blob(&next, &blob);
  bool new_edition = !same_extent(&next, &blob, &known, &known_blob);
  bool changed = new_edition || !same_rest(&next, &known);
  if (new_edition) next.valid_from = a->valid_from; /* the old date is the old edition's */
  bool ok = add_aliases(d, a, &more_aliases, e) &&
            (!(changed || more_aliases) || update(d, b, &known, &known_blob, &next, &blob, new_edition, e));
  *what = changed || more_aliases ? AREA_CHANGED : AREA_SAME;
  a->code = arena_str(arena, known.code);
  buf_free(&known_blob);
  buf_free(&blob);
  return ok;
}

bool area_save(struct db *d, const struct history_batch *b, struct area *a, enum area_saved *what, bool *kept_geom,
               struct err *e) {
  bool unused = false;
  kept_geom = kept_geom ? kept_geom : &unused;
  *kept_geom = false;
  if (a->id) {
    struct arena *arena = arena_new(1 << 16);
    struct str code = a->code;
    bool ok = bring_up_to_date(d, b, arena, a, what, kept_geom, e);
    a->code = code;
    arena_free(arena);
    return ok;
  }
  if (!area_code_is_valid(a->code)) return err_set(e, ERR_INPUT, "%.*s cannot be an area's code", STR_ARG(a->code));
  struct buf blob = {0};
  write_blob(a, &blob);
  bool ok = insert(d, b, a, &blob, e);
  buf_free(&blob);
  *what = AREA_ADDED;
  return ok;
}
