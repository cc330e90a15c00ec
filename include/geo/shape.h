#ifndef GEO_SHAPE_H
#define GEO_SHAPE_H
/* GEOS: repair, union, overlap, predicates. Ingest-time work (PITFALLS 7: none of this runs in the server), one context
 * per caller, reentrant API only. */
#include <stdbool.h>
#include "geo/polygon.h"

struct shape_context;
struct shape_context *shape_context_new(void);
void shape_context_free(struct shape_context *c);

struct shape_report { /* what shape_clean found and did */
  bool repaired;          /* rings were invalid and MakeValid changed them */
  char reason[128];       /* GEOS's reason in plain words, "" if valid */
  double reason_x, reason_y;
  bool closed_ring, dropped_repeats, reoriented, flattened_collection;
  double area_before, area_after; /* planar, input units squared */
};
/* Make p a valid multipolygon: close rings, drop repeated points and spikes, MakeValid (structure method where GEOS has it), keep polygons
 * only, orient shells counter-clockwise. Result in arena a. ERR_GEOM if nothing with an area is left; ERR_LIMIT above
 * max_points. */
bool shape_clean(struct shape_context *c, struct arena *a, const struct polygon *p, uint32_t max_points,
                 struct polygon *out, struct shape_report *r, struct err *e);
/* Union of n multipolygons. */
bool shape_union(struct shape_context *c, struct arena *a, const struct polygon *p, uint32_t n, struct polygon *out,
                 struct err *e);
/* Pairs of polygons of one layer that overlap by more than min_area (planar units squared). The callback gets the indices,
 * the overlap's area and whether it is a sliver (4*pi*A/P^2 < 0.1). STRtree inside. */
bool shape_overlaps(struct shape_context *c, const struct polygon *p, uint32_t n, double min_area,
                    void (*found)(void *user, uint32_t i, uint32_t j, double area, bool sliver), void *user,
                    struct err *e);
/* Share of b's area that lies inside a, 0..1. */
bool shape_covered(struct shape_context *c, const struct polygon *a, const struct polygon *b, double *share, struct err *e);
/* A point well inside (pole of inaccessibility within `tolerance` units; GEOSMaximumInscribedCircle). */
bool shape_label_point(struct shape_context *c, const struct polygon *p, double tolerance, double *x, double *y,
                       struct err *e);
/* Topology-preserving simplification of one polygon (units of the coordinates). */
bool shape_simplify(struct shape_context *c, struct arena *a, const struct polygon *p, double tolerance,
                    struct polygon *out, struct err *e);
#endif
