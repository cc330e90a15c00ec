/* Areas: rows in code order, aliases, members, shapes. */
#include <math.h>
#include <stdlib.h>
#include "builder.h"
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
  return builder_batch_document(b, batch);
}

static bool read_shape(struct builder *b, struct db_stmt *s, struct snap_rec_area *a, struct err *e) {
  size_t n;
  const void *blob = db_col_blob(s, 17, &n);
  struct polygon p;
  if (!blob || n == 0) return true;
  arena_reset(b->scratch);
  if (!gaia_read_multipolygon(b->scratch, blob, n, &p, e)) return false;
  if (!polygon_is_well_formed(&p) || p.n_parts == 0)
    return err_set(e, ERR_DB, "its geometry in the store is damaged; ingest the area again");
  a->shape = builder_shape(b, &p);
  if (isnan(a->lon) || isnan(a->lat)) slab_inner_point(&p, &a->lon, &a->lat);
  return true;
}

static bool read_row(struct builder *b, struct db_stmt *s, struct err *e) {
  struct snap_rec_area *a = builder_append(b, SNAP_SEC_area);
  id_map_add(&b->areas, db_col_int(s, 0));
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
  if (read_shape(b, s, a, e)) return true;
  struct str code = builder_str(b, a->code);
  return err_context(e, "area %.*s", STR_ARG(code));
}

static bool read_parent(struct builder *b, struct db_stmt *s, struct err *e) {
  (void)e;
  uint32_t child = builder_row(&b->areas, s, 0);
  if (child != SNAPSHOT_NONE) b->area[child].parent = builder_row(&b->areas, s, 1);
  return true;
}

static enum owned_row read_member(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  uint32_t member = *(uint32_t *)element = builder_row(&b->areas, s, 1);
  return member == SNAPSHOT_NONE ? ROW_LEFT_OUT : ROW_TAKEN;
}

static enum owned_row read_alias(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  *(snap_ref *)element = builder_column(b, s, 1);
  return ROW_TAKEN;
}

/* Parents, members, aliases: what needs the rows of all areas. */
static bool read_ties(struct builder *b, struct err *e) {
  static const char *const parents = "SELECT id, parent_id FROM area WHERE parent_id IS NOT NULL ORDER BY id";
  static const char *const members =
      "SELECT m.area_id, m.member_id FROM area_member m JOIN area a ON a.id = m.member_id"
      " ORDER BY m.area_id, a.code";
  static const char *const aliases = "SELECT area_id, alias FROM area_alias ORDER BY id";
  const struct owned member = {SNAP_SEC_member_first, SNAP_SEC_member, &b->areas, read_member, 0};
  const struct owned alias = {SNAP_SEC_alias_first, SNAP_SEC_alias, &b->areas, read_alias, 0};
  return builder_read(b, parents, read_parent, e) && builder_read_owned(b, members, &member, e) &&
         builder_read_owned(b, aliases, &alias, e);
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
  if (!builder_read(b, sql_areas, read_row, e)) return false;
  b->area = b->out[SNAP_SEC_area].data;
  b->n_areas = b->out[SNAP_SEC_area].count;
  uint32_t *order;
  builder_sort_codes(b, &b->areas, b->area, sizeof *b->area, &order);
  builder_permute(b->area, b->n_areas, sizeof *b->area, order);
  builder_ids(b, SNAP_SEC_area_id, &b->areas);
  free(order);
  if (!read_ties(b, e)) return false;
  mark_approximate(b);
  return true;
}
