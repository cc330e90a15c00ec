#ifndef DOMAIN_AREA_H
#define DOMAIN_AREA_H
/* Areas: the rules and load/save. A code is for ever; a new edition of a known code replaces geometry and figures, keeps
 * id, ties, aliases, and moves the old row to area_edition. */
#include "core/mem.h"
#include "geo/polygon.h"
#include "store/db.h"
#include "store/history.h"

enum area_geom_status { AREA_GEOM_NONE, AREA_GEOM_APPROXIMATE, AREA_GEOM_COMPOSED, AREA_GEOM_DIGITISED, AREA_GEOM_AUTHORITATIVE };
const char *area_geom_status_code(enum area_geom_status s);

struct area {
  int64_t id; /* 0: new */
  struct str code, name, layer, parent_code, external_code, definition, valid_from;
  enum area_geom_status geom_status;
  bool has_geom;
  struct polygon geom; /* cleaned, EPSG:4326 */
  double hectares;     /* NaN: unknown */
  double lon, lat;     /* label point; NaN: none */
  int64_t population, population_year; /* -1: unknown */
  double lon_given, lat_given, hectares_given, length_m, width_m, bearing_deg; /* NaN: not given */
  const struct str *aliases;
  size_t n_aliases;
  const struct str *members; /* codes; for areas made of areas */
  size_t n_members;
  int64_t claim_id;
};
enum area_saved { AREA_ADDED, AREA_CHANGED, AREA_SAME };
/* Insert or bring a new edition. Inside the open transaction. Parents and members may come later in the same file: call
 * area_link_all once after the last save. */
bool area_save(struct db *d, const struct history_batch *b, const struct area *a, enum area_saved *what, struct err *e);
/* Resolve parent_code/members given so far; unions of composed areas are made again (also those that a changed member
 * belongs to). Refuses cycles and unknown codes, all at once through `problem`. */
bool area_link_all(struct db *d, const struct history_batch *b, void (*problem)(void *, const char *), void *user, struct err *e);
/* Everything stored of one area by code, in arena a. ERR_NOT_FOUND. */
bool area_load(struct db *d, struct arena *a, struct str code, struct area *out, struct err *e);
#endif
