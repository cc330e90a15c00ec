/* Points beside the areas they name, points with their axes exchanged, and more people than a place has. */
#include <math.h>
#include <stdlib.h>
#include "discrepancy_internal.h"
#include "geo/gaia.h"
#include "geo/slab.h"

static const char SQL_AREAS[] = "SELECT id, code, name, population, geom_status, layer, lon, lat FROM area ORDER BY id";
static const char SQL_GEOM[] = "SELECT geom FROM area WHERE id = ?1";
static const char SQL_EXTENTS[] =
    "SELECT geom FROM area WHERE geom IS NOT NULL AND layer NOT IN ('pais', 'departamento', 'otro')";
static const char SQL_PLACES[] =
    "SELECT a.id, a.people, a.claim_id, a.people_raw, l.scope, l.area_id, l.method, l.geom_point, l.claim_id, "
    "l.name_raw FROM "
    "activity_location AS l JOIN activity AS a ON a.id = l.activity_id ORDER BY l.activity_id";

enum shape_state { SHAPE_UNREAD, SHAPE_NONE, SHAPE_READ };
struct place_area {
  int64_t id, population; /* population -1: unknown */
  struct str code, name;
  bool is_approximate;
  enum shape_state state;
  struct polygon polygon;
  struct slab *slab;
  double lon, lat;
};
struct places {
  struct ledger *l;
  struct arena *a;
  struct place_area *area;
  size_t n, cap;
  struct bbox city;
  /* the activity that is being read */
  int64_t id, people, claim_id, population; /* population: of its areas together; -1: of one it is not known */
  size_t n_areas;
  struct str people_raw, area_code;
};

static bool read_areas(struct places *x, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(x->l->db, SQL_AREAS, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    mem_grow((void **)&x->area, &x->cap, x->n + 1, sizeof *x->area);
    struct place_area *r = &x->area[x->n++];
    *r = (struct place_area){.id = db_col_int(s, 0), .population = db_col_null(s, 3) ? -1 : db_col_int(s, 3)};
    r->code = arena_str(x->a, db_col_str(s, 1));
    r->name = arena_str(x->a, db_col_str(s, 2));
    r->is_approximate = str_is(db_col_str(s, 4), "approximate");
    r->lon = db_col_null(s, 6) ? (double)NAN : db_col_real(s, 6);
    r->lat = db_col_null(s, 7) ? (double)NAN : db_col_real(s, 7);
  }
}

/* Where the areas lie, with a margin of half their extent. */
static bool read_extent(struct places *x, struct err *e) {
  struct db_stmt *s;
  struct arena *a = arena_new(1 << 20);
  bool row = false, ok = db_prepare(x->l->db, SQL_EXTENTS, &s, e);
  x->city = bbox_empty();
  if (ok) db_stmt_begin(s);
  while (ok && (ok = db_step(s, &row, e)) && row) {
    struct polygon p;
    struct err damaged = {0};
    size_t n;
    const void *blob = db_col_blob(s, 0, &n);
    arena_reset(a);
    if (!gaia_read_multipolygon(a, blob, n, &p, &damaged)) continue; /* check says so */
    struct bbox box = polygon_bbox(&p);
    bbox_add(&x->city, &box);
  }
  arena_free(a);
  if (!ok || bbox_is_empty(&x->city)) return ok;
  double dx = (x->city.maxx - x->city.minx) / 2, dy = (x->city.maxy - x->city.miny) / 2;
  x->city = (struct bbox){x->city.minx - dx, x->city.miny - dy, x->city.maxx + dx, x->city.maxy + dy};
  return true;
}

static int by_id(const void *key, const void *item) {
  int64_t id = *(const int64_t *)key, other = ((const struct place_area *)item)->id;
  return (id > other) - (id < other);
}

static struct place_area *area_of(struct places *x, int64_t id) {
  return x->n ? bsearch(&id, x->area, x->n, sizeof *x->area, by_id) : NULL;
}

static bool read_shape(struct places *x, struct place_area *r, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (r->state != SHAPE_UNREAD) return true;
  r->state = SHAPE_NONE;
  if (!db_prepare(x->l->db, SQL_GEOM, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, r->id);
  if (!db_step(s, &row, e)) return false;
  if (!row || db_col_null(s, 0)) return true;
  size_t n;
  struct err damaged = {0};
  const void *blob = db_col_blob(s, 0, &n);
  if (!gaia_read_multipolygon(x->a, blob, n, &r->polygon, &damaged)) return true;
  r->slab = slab_new(&r->polygon);
  r->state = SHAPE_READ;
  return true;
}

/* ---- points ---- */

static bool report_point(struct places *x, struct db_stmt *s, enum ledger_rule rule, const struct place_area *r,
                         double lon, double lat, struct err *e) {
  struct str code;
  struct ledger *l = x->l;
  if (!ledger_activity(l, db_col_int(s, 0), &code, NULL, e)) return false;
  struct str codes[] = {code, r ? r->code : STR("")};
  struct ledger_entry *f = ledger_add(l, rule, codes, r ? 2 : 1);
  if (!f) return true;
  const char *point = arena_printf(l->arena, "%.5f, %.5f", lon, lat),
             *back = arena_printf(l->arena, "%.5f, %.5f", lat, lon);
  ledger_subject(l, f, "proyecto", code);
  ledger_claim(l, f, db_col_int(s, 8), "punto", str_from(point));
  if (r) {
    ledger_subject(l, f, "area", r->code);
    ledger_claim(l, f, db_col_int(s, 8), "lugar", db_col_str(s, 9));
    LEDGER_SAY(l, f, "{0}: su punto ({1}) está fuera del área que nombra, {2} ({3}){4}",
               "{0}: its point ({1}) is outside the area it names, {2} ({3}){4}", ledger_text(code),
               ledger_text(str_from(point)), ledger_text(r->name), ledger_text(r->code),
               r->is_approximate
                   ? ledger_both(", aun al doble de su extensión aproximada", ", even at twice its approximate extent")
                   : ledger_text(STR("")));
  } else {
    LEDGER_SAY(l, f, "{0}: su punto ({1}) está lejos de toda área; con los ejes cambiados ({2}) cae entre ellas",
               "{0}: its point ({1}) is far from every area; with its axes exchanged ({2}) it falls among them",
               ledger_text(code), ledger_text(str_from(point)), ledger_text(str_from(back)));
  }
  return true;
}

/* Of an extent that is only approximate, twice its size. */
static bool lies_outside(const struct place_area *r, double lon, double lat) {
  if (r->state != SHAPE_READ) return false;
  if (!r->is_approximate) return !slab_contains(r->slab, lon, lat);
  struct bbox b = polygon_bbox(&r->polygon);
  double x = isnan(r->lon) ? (b.minx + b.maxx) / 2 : r->lon, y = isnan(r->lat) ? (b.miny + b.maxy) / 2 : r->lat;
  return !slab_contains(r->slab, x + (lon - x) / 2, y + (lat - y) / 2);
}

static bool look_at_point(struct places *x, struct db_stmt *s, struct err *e) {
  struct err damaged = {0};
  double lon, lat;
  size_t n;
  if (db_col_null(s, 7)) return true;
  const void *blob = db_col_blob(s, 7, &n);
  if (!gaia_read_point(blob, n, &lon, &lat, &damaged)) return true;
  if (!bbox_is_empty(&x->city) && !bbox_contains_point(&x->city, lon, lat) && bbox_contains_point(&x->city, lat, lon))
    return report_point(x, s, LEDGER_AXES, NULL, lon, lat, e);
  struct str method = db_col_str(s, 6);
  struct place_area *r = db_col_null(s, 5) ? NULL : area_of(x, db_col_int(s, 5));
  bool found_by_point = str_is(method, "point-in-polygon") || str_is(method, "point-in-approximate");
  if (!r || found_by_point) return true;
  if (!read_shape(x, r, e)) return false;
  return !lies_outside(r, lon, lat) || report_point(x, s, LEDGER_POINT, r, lon, lat, e);
}

/* ---- people ---- */

static bool finish_activity(struct places *x, struct err *e) {
  struct str code;
  if (x->people < 0 || x->population < 0 || !x->n_areas || x->people <= x->population) return true;
  if (!ledger_activity(x->l, x->id, &code, NULL, e)) return false;
  struct ledger_entry *f = ledger_add(x->l, LEDGER_PEOPLE, &code, 1);
  if (!f) return true;
  ledger_subject(x->l, f, "proyecto", code);
  ledger_subject(x->l, f, "area", x->area_code);
  ledger_claim(x->l, f, x->claim_id, "personas", x->people_raw);
  ledger_figures(x->l, f, (i128)x->people * 100, (i128)x->population * 100, STR(""));
  LEDGER_SAY(x->l, f, "{0}: {1} personas, y en su lugar ({2}) viven {3}",
             "{0}: {1} people, and in its place ({2}) live {3}", ledger_text(code), ledger_number(x->l, x->people),
             x->n_areas == 1 ? ledger_text(x->area_code) : ledger_number(x->l, (int64_t)x->n_areas),
             ledger_number(x->l, x->population));
  return true;
}

static void begin_activity(struct places *x, struct db_stmt *s) {
  x->id = db_col_int(s, 0);
  x->people = db_col_null(s, 1) ? -1 : db_col_int(s, 1);
  x->claim_id = db_col_int(s, 2);
  if (x->people >= 0) x->people_raw = arena_str(x->a, db_col_str(s, 3));
  x->population = 0;
  x->n_areas = 0;
}

/* A place whose people nobody counted, or that is no area, leaves the people of the whole unknown. */
static void add_place(struct places *x, struct db_stmt *s) {
  const struct place_area *r = db_col_null(s, 5) ? NULL : area_of(x, db_col_int(s, 5));
  bool counted = r && r->population >= 0 && x->population >= 0;
  x->population = counted ? x->population + r->population : -1;
  x->n_areas++;
  if (r) x->area_code = r->code;
}

static bool read_places(struct places *x, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(x->l->db, SQL_PLACES, &s, e)) return false;
  db_stmt_begin(s);
  x->people = -1;
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row || db_col_int(s, 0) != x->id) {
      if (!finish_activity(x, e)) return false;
      if (!row) return true;
      begin_activity(x, s);
    }
    add_place(x, s);
    if (!look_at_point(x, s, e)) return false;
  }
}

bool ledger_find_places(struct ledger *l, struct err *e) {
  struct places x = {.l = l, .a = arena_new(1 << 16)};
  bool ok = read_areas(&x, e) && read_extent(&x, e) && read_places(&x, e);
  for (size_t i = 0; i < x.n; i++) slab_free(x.area[i].slab);
  free(x.area);
  arena_free(x.a);
  return ok;
}
