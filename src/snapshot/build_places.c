/* Where projects are: every place, what of the value falls on it, and the one point on the map. */
#include <math.h>
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "domain/attribution.h"
#include "geo/gaia.h"
#include "geo/slab.h"

static const char *const sql_places =
    "SELECT activity_id, rank, scope, area_id, name_raw, share_money_ppm, share_basis, method, exactness, geom_point,"
    " geom_outline, share_people_ppm, reach, class, precision FROM activity_location ORDER BY id";

static bool read_geometry(struct builder *b, struct db_stmt *s, struct snap_rec_place *p, struct err *e) {
  size_t n;
  const void *blob = db_col_blob(s, 9, &n);
  if (blob && n && !gaia_read_point(blob, n, &p->lon, &p->lat, e)) return false;
  if (blob && n) return true;
  blob = db_col_blob(s, 10, &n);
  if (!blob) return true;
  struct polygon outline;
  arena_reset(b->scratch);
  if (!gaia_read_multipolygon(b->scratch, blob, n, &outline, e)) return false;
  if (!polygon_is_well_formed(&outline) || outline.n_parts == 0)
    return err_set(e, ERR_DB, "its outline in the store is damaged; ingest the project again");
  p->shape = builder_shape(b, &outline);
  slab_inner_point(&outline, &p->lon, &p->lat);
  return true;
}

static enum owned_row read_place(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner;
  struct snap_rec_place *p = element;
  int64_t rank = db_col_int(s, 1);
  *p = (struct snap_rec_place){.lon = (double)NAN,
                               .lat = (double)NAN,
                               .name_raw = builder_column(b, s, 4),
                               .area = builder_row(&b->areas, s, 3),
                               .shape = SNAPSHOT_NONE,
                               .share_ppm = db_col_null(s, 5) ? -1 : (int32_t)db_col_int(s, 5),
                               .scope = builder_code(b, s, 2),
                               .method = builder_code(b, s, 7),
                               .exactness = builder_code(b, s, 8),
                               .basis = builder_code(b, s, 6),
                               .rank = rank < 0            ? 0
                                       : rank > UINT16_MAX ? UINT16_MAX
                                                           : (uint16_t)rank};
  struct snap_rec_reach *r = builder_last(b, SNAP_SEC_reach);
  *r = (struct snap_rec_reach){.share_people = builder_ppm(s, 11),
                               .reach = builder_code(b, s, 12),
                               .class = builder_code(b, s, 13),
                               .precision = builder_code(b, s, 14)};
  if (read_geometry(b, s, p, e)) return ROW_TAKEN;
  err_context(e, "a place of project %lld", (long long)db_col_int(s, 0));
  return ROW_BAD;
}

/* By rank; the few places of one project nearly always come in that order. */
static void order_by_rank(struct snap_rec_place *p, struct snap_rec_reach *r, uint32_t n) {
  for (uint32_t i = 1; i < n; i++) {
    struct snap_rec_place x = p[i];
    struct snap_rec_reach y = r[i];
    uint32_t k = i;
    for (; k > 0 && p[k - 1].rank > x.rank; k--) {
      p[k] = p[k - 1];
      r[k] = r[k - 1];
    }
    p[k] = x;
    r[k] = y;
  }
}

static void attribute(const struct builder *b, struct snap_rec_place *p, uint32_t n, i128 value,
                      struct attribution_place *in, i128 *parts) {
  i128 unallocated;
  struct err ignored = {0};
  for (uint32_t i = 0; i < n; i++) {
    const struct snap_rec_area *area = p[i].area == SNAPSHOT_NONE ? NULL : &b->area[p[i].area];
    in[i] = (struct attribution_place){p[i].share_ppm, attribution_basis_from(builder_str(b, b->codes.ref[p[i].basis])),
                                       area ? area->hectares : (double)NAN, area ? area->population : -1};
  }
  /* Shares beyond 100 % were refused when they came in; if they are there all the same, nothing is allocated. */
  attribution_split(value, in, n, parts, &unallocated, &ignored);
  for (uint32_t i = 0; i < n; i++) {
    p[i].attributed = snap_i128_put(parts[i]);
    bool stated = in[i].basis == ATTRIBUTION_STATED && ignored.kind == ERR_NONE;
    p[i].is_attributed = stated || (in[i].basis != ATTRIBUTION_NONE && (parts[i] != 0 || unallocated == 0));
  }
}

static void attribute_all(struct builder *b) {
  struct snap_rec_place *places = b->out[SNAP_SEC_place].data;
  struct snap_rec_reach *reach = b->out[SNAP_SEC_reach].data;
  struct snap_view v = builder_view(b);
  struct attribution_place *in = NULL;
  i128 *parts = NULL;
  size_t cap = 0, cap_parts = 0;
  for (uint32_t i = 0; i < b->n_projects; i++) {
    uint32_t begin, end;
    SNAP_SLICE(&v, place, i, &begin, &end);
    if (begin == end) continue;
    order_by_rank(places + begin, reach + begin, end - begin);
    mem_grow((void **)&in, &cap, end - begin, sizeof *in);
    mem_grow((void **)&parts, &cap_parts, end - begin, sizeof *parts);
    attribute(b, places + begin, end - begin, snap_i128_get(v.project_value[i]), in, parts);
  }
  free(in);
  free(parts);
}

static enum snap_place state_of(const struct builder *b, const struct snap_rec_place *p) {
  if (!isnan(p->lon) || (p->area != SNAPSHOT_NONE && b->area[p->area].shape != SNAPSHOT_NONE)) return SNAP_LOCATED;
  struct str scope = builder_str(b, b->codes.ref[p->scope]);
  if (p->area != SNAPSHOT_NONE || str_is(scope, "area") || str_is(scope, "point") || str_is(scope, "outline"))
    return SNAP_NAMED;
  if (str_is(scope, "city")) return SNAP_CITY;
  if (str_is(scope, "beyond")) return SNAP_BEYOND;
  return p->name_raw ? SNAP_NAMED : SNAP_UNKNOWN; /* somebody wrote a place that no area answers to */
}

/* How good a place's point is for the map: its own point, its outline, its area. */
static enum snap_spot spot_of(const struct builder *b, const struct snap_rec_place *p) {
  if (p->shape != SNAPSHOT_NONE) return SNAP_SPOT_OUTLINE;
  if (!isnan(p->lon)) return SNAP_SPOT_POINT;
  if (p->area == SNAPSHOT_NONE || b->area[p->area].shape == SNAPSHOT_NONE) return SNAP_SPOT_NONE;
  return b->area[p->area].rests_on_approximate ? SNAP_SPOT_AREA_APPROXIMATE : SNAP_SPOT_AREA;
}

static unsigned spot_order(enum snap_spot s) { return s == SNAP_SPOT_AREA_APPROXIMATE ? SNAP_SPOT_AREA : s; }

struct position {
  enum snap_place place;
  enum snap_spot spot;
  uint32_t at, area;
};

/* The first in rank of the best kind; the principal area is the first one that is on the map, else the first. */
static struct position position_of(const struct builder *b, const struct snap_rec_place *p, uint32_t n) {
  struct position best = {SNAP_UNKNOWN, SNAP_SPOT_NONE, 0, SNAPSHOT_NONE};
  bool area_on_map = false;
  for (uint32_t i = 0; i < n; i++) {
    enum snap_place place = state_of(b, &p[i]);
    enum snap_spot spot = spot_of(b, &p[i]);
    if (place < best.place) best.place = place;
    if (spot != SNAP_SPOT_NONE && (best.spot == SNAP_SPOT_NONE || spot_order(spot) < spot_order(best.spot))) {
      best.spot = spot;
      best.at = i;
    }
    if (p[i].area == SNAPSHOT_NONE || area_on_map) continue;
    area_on_map = b->area[p[i].area].shape != SNAPSHOT_NONE;
    if (area_on_map || best.area == SNAPSHOT_NONE) best.area = p[i].area;
  }
  return best;
}

static void locate_all(struct builder *b) {
  struct snap_view v = builder_view(b);
  uint16_t *flags = b->out[SNAP_SEC_project_flags].data;
  struct snap_lonlat *xy = builder_zeros(b, SNAP_SEC_project_xy, b->n_projects);
  uint32_t *area = builder_zeros(b, SNAP_SEC_project_area, b->n_projects);
  uint32_t *own = NULL;
  size_t n_own = 0, cap = 0;
  for (uint32_t i = 0; i < b->n_projects; i++) {
    uint32_t begin, end;
    SNAP_SLICE(&v, place, i, &begin, &end);
    struct position at = position_of(b, v.place + begin, end - begin);
    flags[i] =
        (uint16_t)(flags[i] | at.place | at.spot << SNAP_SPOT_SHIFT | (end - begin > 1 ? SNAP_SEVERAL_PLACES : 0));
    area[i] = at.area;
    xy[i] = (struct snap_lonlat){(double)NAN, (double)NAN};
    if (at.spot != SNAP_SPOT_NONE) {
      const struct snap_rec_place *p = &v.place[begin + at.at];
      bool by_area = at.spot >= SNAP_SPOT_AREA;
      xy[i].lon = by_area ? b->area[p->area].lon : p->lon;
      xy[i].lat = by_area ? b->area[p->area].lat : p->lat;
    }
    for (uint32_t k = begin; k < end; k++) {
      if (isnan(v.place[k].lon) || (at.spot == SNAP_SPOT_POINT && k == begin + at.at)) continue;
      mem_grow((void **)&own, &cap, n_own + 1, sizeof *own);
      own[n_own++] = k;
    }
  }
  builder_set(b, SNAP_SEC_own, own, n_own);
}

/* Places by area, and each place's project. */
static void turn_round(struct builder *b) {
  struct snap_view v = builder_view(b);
  uint32_t *project = builder_zeros(b, SNAP_SEC_place_project, v.n_place);
  uint32_t *tied = mem_alloc(v.n_place * sizeof *tied), *owner = mem_alloc(v.n_place * sizeof *owner);
  size_t n = 0;
  for (uint32_t i = 0; i < b->n_projects; i++) {
    uint32_t begin, end;
    SNAP_SLICE(&v, place, i, &begin, &end);
    for (uint32_t k = begin; k < end; k++) project[k] = i;
  }
  for (uint32_t k = 0; k < v.n_place; k++) {
    if (v.place[k].area == SNAPSHOT_NONE) continue;
    owner[n] = v.place[k].area;
    tied[n++] = k;
  }
  builder_slices(b, SNAP_SEC_area_place_first, SNAP_SEC_area_place, tied, n, owner, b->n_areas);
  free(owner);
}

bool build_places(struct builder *b, struct err *e) {
  const struct owned places = {SNAP_SEC_place_first, SNAP_SEC_place, &b->projects, read_place, SNAP_SEC_reach};
  if (!builder_read_owned(b, sql_places, &places, e)) return false;
  attribute_all(b);
  locate_all(b);
  turn_round(b);
  return true;
}
