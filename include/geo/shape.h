#ifndef GEO_SHAPE_H
#define GEO_SHAPE_H
/* GEOS: repair, union, overlap, predicates. Ingest-time work (PITFALLS 7: none of this runs in the server), one context
 * per caller, reentrant API only. */
#include <stdbool.h>
#include "geo/polygon.h"

/* Coordinates are planar in whatever unit the polygons have. Inputs of all but shape_clean are valid multipolygons, as
 * shape_clean makes them; results are oriented like its results. An operation that takes longer than the context's limit
 * (GEOS can take minutes on a small polygon) ends with ERR_LIMIT. */
struct shape_context;
struct shape_context *shape_context_new(void); /* never NULL; limit 60 s for each call */
void shape_context_free(struct shape_context *c);
void shape_set_limit(struct shape_context *c, uint32_t milliseconds);

struct shape_report { /* what shape_clean found and did */
  bool repaired;      /* rings were invalid and MakeValid changed them */
  char
      reason[128]; /* GEOS's reason ("Self-intersection", "Nested shells", "Hole lies outside shell", …), "" if valid */
  double reason_x, reason_y;
  bool closed_ring;               /* a ring was open */
  bool dropped_repeats;           /* points repeated one after the other */
  bool dropped_spikes;            /* a way out and back along the same line */
  bool dropped_rings;             /* rings without any area */
  bool reoriented;                /* a shell was clockwise or a hole counter-clockwise */
  bool flattened_collection;      /* the repair left lines or points too, which are gone */
  double area_before, area_after; /* planar, input units squared */
};
/* Make p a valid multipolygon: close rings, drop repeated points and spikes, MakeValid (structure method), keep polygons
 * only, orient shells counter-clockwise. A polygon that was valid keeps its coordinates to the bit. p's rings need not be
 * closed. Result in arena a. ERR_GEOM if nothing with an area is left; ERR_LIMIT above max_points (0: no limit). */
bool shape_clean(struct shape_context *c, struct arena *a, const struct polygon *p, uint32_t max_points,
                 struct polygon *out, struct shape_report *r, struct err *e);
/* Union of n multipolygons. */
bool shape_union(struct shape_context *c, struct arena *a, const struct polygon *p, uint32_t n, struct polygon *out,
                 struct err *e);
/* Pairs (i < j) of polygons of one layer that overlap by more than min_area (planar units squared). The callback gets the indices,
 * the overlap's area and whether it is a sliver (4*pi*A/P^2 < 0.1). STRtree inside; the limit of time is for each pair. */
bool shape_overlaps(struct shape_context *c, const struct polygon *p, uint32_t n, double min_area,
                    void (*found)(void *user, uint32_t i, uint32_t j, double area, bool sliver), void *user,
                    struct err *e);
/* Share of b's area that lies inside a, 0..1. */
bool shape_covered(struct shape_context *c, const struct polygon *a, const struct polygon *b, double *share,
                   struct err *e);
/* A point well inside (pole of inaccessibility within `tolerance` units; GEOSMaximumInscribedCircle).
 * The tolerance is not taken below a ten-thousandth of the polygon's extent; of a hair, some point inside is given. */
bool shape_label_point(struct shape_context *c, const struct polygon *p, double tolerance, double *x, double *y,
                       struct err *e);
#endif
