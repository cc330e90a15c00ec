#ifndef DOMAIN_AREA_H
#define DOMAIN_AREA_H
/* Areas: the rules and load/save. A code is for ever; a new edition of a known area replaces geometry and figures, keeps
 * id, code, ties and aliases, and moves the old row to area_edition. Everything inside the open transaction. */
#include "core/mem.h"
#include "geo/polygon.h"
#include "store/db.h"
#include "store/history.h"

/* From the least to the most that is known of the extent. COMPOSED: the union of the members (of the children where the area
 * has no members), made again whenever one of them changes. */
enum area_geom_status {
  AREA_GEOM_NONE,
  AREA_GEOM_APPROXIMATE,
  AREA_GEOM_COMPOSED,
  AREA_GEOM_DIGITISED,
  AREA_GEOM_AUTHORITATIVE
};
const char *area_geom_status_code(enum area_geom_status s);
bool area_geom_status_read(struct str code, enum area_geom_status *s);

/* What is not given (empty text, NaN, -1, no polygon) leaves what the store has. */
struct area {
  int64_t id;      /* the area this is a new edition of; 0: a new area */
  struct str code; /* of a new area; a known area keeps its own */
  struct str name, layer, external_code, definition, valid_from;
  enum area_geom_status geom_status;
  bool has_geom;
  struct polygon geom;                                                         /* cleaned, EPSG:4326 */
  double hectares;                                                             /* in EPSG:9377, see area_measure */
  double lon, lat;                                                             /* label point */
  int64_t population, population_year;                                         /* -1: unknown */
  double lon_given, lat_given, hectares_given, length_m, width_m, bearing_deg; /* figures of an approximate extent */
  const struct str *aliases;                                                   /* added to those it has */
  size_t n_aliases;
  struct str parent_code; /* for area_link; "" leaves the parent */
  bool has_members;       /* for area_link: the list replaces the one it has; composed without members: the children */
  const struct str *members; /* codes */
  size_t n_members;
  struct str locator, raw; /* the claim: where in the file, and as it stands there */
};
/* An area with nothing given. */
struct area area_unknown(void);
/* True if `code` can be an area's: [A-Za-z0-9._-]+, at most 100. */
bool area_code_is_valid(struct str code);

/* What measuring needs, one per ingest. */
struct area_tools;
struct area_tools *area_tools_new(void);
void area_tools_free(struct area_tools *t);
struct shape_context *area_tools_shape(struct area_tools *t);
/* p (EPSG:4326) in EPSG:9377 metres, in arena a. */
bool area_to_metres(struct area_tools *t, struct arena *a, const struct polygon *p, struct polygon *out, struct err *e);
/* Hectares in EPSG:9377 and a label point well inside of a cleaned polygon in EPSG:4326. */
bool area_measure(struct area_tools *t, const struct polygon *p, double *hectares, double *lon, double *lat,
                  struct err *e);

enum area_saved { AREA_ADDED, AREA_CHANGED, AREA_SAME };
/* Insert, or bring a->id up to date. A weaker extent never replaces a digitised or authoritative one (*kept_geom is set then,
 * may be NULL). a->id is set. Parents and members wait for area_link. */
bool area_save(struct db *d, const struct history_batch *b, struct area *a, enum area_saved *what, bool *kept_geom,
               struct err *e);

enum area_problem {
  AREA_PARENT_UNKNOWN, /* value: the code */
  AREA_MEMBER_UNKNOWN,
  AREA_PARENT_CYCLE,
  AREA_MEMBER_CYCLE
};
typedef void area_problem_fn(void *user, size_t index, enum area_problem what, struct str value);
/* Tie the n saved areas to their parents and members, then unite composed areas again: those whose members or children
 * changed in this batch, innermost first. saved[i] becomes AREA_CHANGED where a tie changed. What does not fit goes to
 * `problem` with the index of the area (n where it is none of them); false only if the store or GEOS failed. */
bool area_link(struct db *d, const struct history_batch *b, struct area_tools *t, const struct area *areas, size_t n,
               enum area_saved *saved, area_problem_fn *problem, void *user, struct err *e);
/* Everything stored of one area by code or by id, in arena a. ERR_NOT_FOUND. */
bool area_load(struct db *d, struct arena *a, struct str code, struct area *out, struct err *e);
bool area_load_id(struct db *d, struct arena *a, int64_t id, struct area *out, struct err *e);
#endif
