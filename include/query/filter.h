#ifndef QUERY_FILTER_H
#define QUERY_FILTER_H
/* One filter for items, tiles, facets, totals and exports. A spec is what a client said (texts, numbers); compiling looks
 * codes up in the snapshot and gives a bit set of projects, one of areas and one of actors. The short keys are sugar: each becomes a test
 * of the same tree that CQL2 compiles to (query/expression.h).
 *
 * `where` is about projects, areas or actors, whichever `about` says, and leaves the other two alone. Actors are chosen by it alone.
 * Of the areas, area=, capa=, codigo=, q=, bbox=, dibujo= and cerca= choose; what is said about projects leaves them alone.
 * A project is in a region by its own points and outlines, else by its point on the map. It is in an area if it is tied to it
 * or to anything inside it, or if its own point or outline lies in the area's real outline. */
#include "core/err.h"
#include "query/cql2.h"
#include "query/queryable.h"
#include "snapshot/snapshot.h"

enum { FILTER_MAX_MS = 2000 }; /* what the filters of one request may take on the wall clock */

/* A tile of WebMercatorQuad. */
struct filter_cell {
  uint32_t z, x, y; /* zoom to GRID_MAX_ZOOM, column, row */
};

struct filter_spec {
  const struct str *area;
  size_t n_area; /* codes; a project inside any of them */
  const struct str *kind;
  size_t n_kind; /* clase= */
  const struct str *status;
  size_t n_status; /* estado= ; "sin-dato" is a value in each list */
  const struct str *cooperation_type;
  size_t n_cooperation_type; /* tipo= */
  const struct str *modality;
  size_t n_modality;
  const struct str *form;
  size_t n_form; /* forma= of something that is given: as the facet counts */
  const struct str *year;
  size_t n_year; /* anio= */
  const struct str *theme;
  size_t n_theme;
  const struct str *source;
  size_t n_source; /* fuente= actor codes: funding role or a contribution's provider */
  const struct str *executor;
  size_t n_executor; /* ejecutor= */
  const struct str *place;
  size_t n_place; /* lugar= located|named|city|beyond|unknown */
  const struct str *layer;
  size_t n_layer; /* capa= (areas) */
  const struct str *code;
  size_t n_code; /* codigo= */
  bool has_min, has_max;
  i128 min_minor, max_minor;
  struct str currency; /* monto_min= monto_max=, COP unless said */
  bool has_during;
  struct str during_from, during_to; /* vigente=: ISO dates, "" open */
  struct str words; /* q=: every word must begin a word of title, code, narrative, area or actor name */
  bool has_bbox;
  struct bbox bbox;            /* minx > maxx crosses the antimeridian */
  struct polygon bbox_outline; /* the box itself, where its edges are no meridians and parallels; else no points */
  bool has_drawn;
  struct polygon drawn; /* dibujo= */
  bool has_near;
  double lon, lat, metres; /* cerca= */
  const struct filter_cell *cell;
  size_t n_cell;            /* celda= of projects: their point on the map lies in any of them */
  const struct cql2 *where; /* filter= ; NULL */
  struct str where_text;    /* what it was read from, for messages */
  enum query_subject about;
  int64_t until_ns; /* filter_deadline() of the request, which several filters may share; 0: one of its own */
};

/* The moment (CLOCK_MONOTONIC) until which filters of a request that begins now may be worked on. */
int64_t filter_deadline(void);

struct filter; /* compiled against one snapshot; holds it */
/* ERR_INPUT names the parameter and the value that does not exist ("area=nelson: no hay un área con ese código; …"), or the
 * character of `where`; ERR_LIMIT: it takes longer than it may. On failure *out is NULL. */
bool filter_compile(struct snapshot *s, const struct filter_spec *spec, struct filter **out, struct err *e);
void filter_free(struct filter *f);
/* The points on the map that lie in a valid cell: [*first, *end) of the snapshot's. */
void filter_cell_points(const struct snapshot *s, struct filter_cell cell, uint64_t *first, uint64_t *end);
bool filter_has_project(const struct filter *f, uint32_t i);
bool filter_has_area(const struct filter *f, uint32_t i);
bool filter_has_actor(const struct filter *f, uint32_t i);
uint64_t filter_count_projects(const struct filter *f, bool located_only, bool unplaced_only);
uint64_t filter_count_areas(const struct filter *f);
uint64_t filter_count_actors(const struct filter *f);
bool filter_is_everything(const struct filter *f);
struct snapshot *filter_snapshot(const struct filter *f); /* not held for the caller */
/* The sets themselves, query/bits.h: bit i is project (area, actor) i. */
const uint64_t *filter_project_bits(const struct filter *f);
const uint64_t *filter_area_bits(const struct filter *f);
const uint64_t *filter_actor_bits(const struct filter *f);
/* True if the answer had to rely on the edge of an approximate extent (a point or a drawn polygon against an ellipse). */
bool filter_relies_on_approximate(const struct filter *f);
#endif
