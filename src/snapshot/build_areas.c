/* Areas: rows in code order, aliases, members, shapes. */
#include <math.h>
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "geo/gaia.h"
#include "geo/slab.h"

static const char *const sql_areas =
    "SELECT id, code, name, layer, parent_id, geom_status, edition, valid_from, hectares, lon, lat, population,"
    " population_year, definition, external_code, batch_id, claim_id, geom FROM area ORDER BY id";

static enum snap_geom geom_from(struct str code) {
  for (int g = SNAP_GEOM_NONE; g <= SNAP_GEOM_AUTHORITATIVE; g++)
    if (str_is(code, snap_geom_code((enum snap_geom)g))) return (enum snap_geom)g;
  return SNAP_GEOM_NONE;
}

static double real_or_nan(struct db_stmt *s, int column) {
  return db_col_null(s, column) ? (double)NAN : db_col_real(s, column);
}

/* The row of the document: of the claim if there is one, else of the batch. */
static uint32_t document_of(struct builder *b, struct db_stmt *s) {
  uint32_t claim = builder_row(&b->claims, s, 16), batch = builder_row(&b->batches, s, 15);
  if (claim != SNAPSHOT_NONE) return b->claim[claim].document;
  return batch == SNAPSHOT_NONE ? SNAPSHOT_NONE : b->batch_document[batch];
}

static bool read_shape(struct builder *b, struct db_stmt *s, struct arena *scratch, struct snap_rec_area *a,
                       struct err *e) {
  size_t n;
  const void *blob = db_col_blob(s, 17, &n);
  struct polygon p;
  if (!blob || n == 0) return true;
  arena_reset(scratch);
  if (!gaia_read_multipolygon(scratch, blob, n, &p, e)) return false;
  if (!polygon_is_well_formed(&p) || p.n_parts == 0)
    return err_set(e, ERR_DB, "its geometry in the store is damaged; ingest the area again");
  a->shape = builder_shape(b, &p);
  if (isnan(a->lon) || isnan(a->lat)) slab_inner_point(&p, &a->lon, &a->lat);
  return true;
}

static bool read_row(struct builder *b, struct db_stmt *s, struct arena *scratch, struct snap_rec_area *a,
                     struct err *e) {
  *a = (struct snap_rec_area){.code = builder_column(b, s, 1),
                              .name = builder_column(b, s, 2),
                              .layer = builder_code(b, s, 3),
                              .parent = SNAPSHOT_NONE,
                              .geom = (uint8_t)geom_from(db_col_str(s, 5)),
                              .edition = (int32_t)db_col_int(s, 6),
                              .valid_from = builder_column(b, s, 7),
                              .hectares = real_or_nan(s, 8),
                              .lon = real_or_nan(s, 9),
                              .lat = real_or_nan(s, 10),
                              .population = db_col_null(s, 11) ? -1 : db_col_int(s, 11),
                              .population_year = (int32_t)db_col_int(s, 12),
                              .definition = builder_column(b, s, 13),
                              .external_code = builder_column(b, s, 14),
                              .document = document_of(b, s),
                              .shape = SNAPSHOT_NONE};
  if (read_shape(b, s, scratch, a, e)) return true;
  struct str code = builder_str(b, a->code);
  return err_context(e, "area %.*s", STR_ARG(code));
}

static bool read_rows(struct builder *b, struct arena *scratch, struct err *e) {
  struct db_stmt *s;
  size_t cap = 0;
  bool row;
  if (!db_prepare(b->db, sql_areas, &s, e)) return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e)) {
    if (!row) return true;
    mem_grow((void **)&b->area, &cap, b->n_areas + 1, sizeof *b->area);
    if (!read_row(b, s, scratch, &b->area[b->n_areas], e)) return false;
    id_map_add(&b->areas, db_col_int(s, 0));
    b->n_areas++;
  }
  return false;
}

/* Parents, members: pairs of areas. */
static bool read_parents(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT id, parent_id FROM area WHERE parent_id IS NOT NULL ORDER BY id";
  struct db_stmt *s;
  bool row;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e)) {
    if (!row) return true;
    uint32_t child = builder_row(&b->areas, s, 0);
    if (child != SNAPSHOT_NONE) b->area[child].parent = builder_row(&b->areas, s, 1);
  }
  return false;
}

static bool read_members(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT m.area_id, m.member_id FROM area_member m JOIN area a ON a.id = m.member_id"
                                 " ORDER BY m.area_id, a.code";
  struct db_stmt *s;
  uint32_t *member = NULL, *owner = NULL;
  size_t n = 0, cap = 0, cap_owner = 0;
  bool row, ok;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while ((ok = db_step(s, &row, e)) && row) {
    uint32_t area = builder_row(&b->areas, s, 0), inside = builder_row(&b->areas, s, 1);
    if (area == SNAPSHOT_NONE || inside == SNAPSHOT_NONE) continue;
    mem_grow((void **)&member, &cap, n + 1, sizeof *member);
    mem_grow((void **)&owner, &cap_owner, n + 1, sizeof *owner);
    owner[n] = area;
    member[n++] = inside;
  }
  builder_slices(b, SNAP_SEC_member_first, SNAP_SEC_member, member, n, owner, b->n_areas);
  free(owner);
  return ok;
}

static bool read_aliases(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT area_id, alias FROM area_alias ORDER BY id";
  struct db_stmt *s;
  snap_ref *alias = NULL;
  uint32_t *owner = NULL;
  size_t n = 0, cap = 0, cap_owner = 0;
  bool row, ok;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while ((ok = db_step(s, &row, e)) && row) {
    uint32_t area = builder_row(&b->areas, s, 0);
    if (area == SNAPSHOT_NONE) continue;
    mem_grow((void **)&alias, &cap, n + 1, sizeof *alias);
    mem_grow((void **)&owner, &cap_owner, n + 1, sizeof *owner);
    owner[n] = area;
    alias[n++] = builder_column(b, s, 1);
  }
  builder_slices(b, SNAP_SEC_alias_first, SNAP_SEC_alias, alias, n, owner, b->n_areas);
  free(owner);
  return ok;
}

/* A composed area rests on approximate ones if any of its parts does; parts can be composed themselves, so until nothing
 * changes. Without members listed it is made of its children. */
static void mark_approximate(struct builder *b) {
  struct snap_view v = builder_view(b);
  for (size_t i = 0; i < b->n_areas; i++) b->area[i].rests_on_approximate = b->area[i].geom == SNAP_GEOM_APPROXIMATE;
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t i = 0; i < b->n_areas; i++) {
      struct snap_rec_area *a = &b->area[i];
      uint32_t begin, end;
      SNAP_SLICE(&v, member, i, &begin, &end);
      bool rests = false;
      if (a->geom == SNAP_GEOM_COMPOSED)
        for (uint32_t k = begin; k < end; k++) rests |= b->area[v.member[k]].rests_on_approximate;
      if (rests && !a->rests_on_approximate) a->rests_on_approximate = changed = true;
      uint32_t parent = a->parent;
      if (parent == SNAPSHOT_NONE || !a->rests_on_approximate) continue;
      SNAP_SLICE(&v, member, parent, &begin, &end);
      if (begin == end && b->area[parent].geom == SNAP_GEOM_COMPOSED && !b->area[parent].rests_on_approximate)
        b->area[parent].rests_on_approximate = changed = true;
    }
  }
}

bool build_areas(struct builder *b, struct err *e) {
  struct arena *scratch = arena_new(1 << 16);
  bool ok = read_rows(b, scratch, e);
  arena_free(scratch);
  builder_set(b, SNAP_SEC_area, b->area, b->n_areas);
  if (!ok) return false;
  uint32_t *order;
  builder_sort_codes(b, &b->areas, b->area, sizeof *b->area, &order);
  builder_permute(b->area, b->n_areas, sizeof *b->area, order);
  free(order);
  if (!read_parents(b, e) || !read_members(b, e) || !read_aliases(b, e)) return false;
  mark_approximate(b);
  return true;
}
