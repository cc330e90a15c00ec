#ifndef INGEST_PLACE_H
#define INGEST_PLACE_H
/* Points and outlines whatever file they come from: what is wrong with a point, and the one area it lies in. */
#include "domain/locate.h"
#include "geo/shape.h"

/* In the box of Colombia with its islands, generously. */
bool place_in_colombia(double lon, double lat);

enum place_fault {
  PLACE_FINE,
  PLACE_SWAPPED,   /* in Colombia with longitude and latitude exchanged */
  PLACE_SIGN_LOST, /* in Colombia with the longitude west */
  PLACE_DOT_LOST,  /* in Colombia with a decimal point */
  PLACE_WHOLE,     /* whole degrees: a placeholder */
  PLACE_OUTSIDE    /* elsewhere */
};
/* Degrees. *fixed_lon, *fixed_lat: what it probably should be (SWAPPED, SIGN_LOST, DOT_LOST), else itself. */
enum place_fault place_judge_point(double lon, double lat, double *fixed_lon, double *fixed_lat);

enum place_tie {
  PLACE_NOWHERE, /* in no leaf area */
  PLACE_REAL,    /* in exactly one real area */
  PLACE_ROUGH,   /* in no real one and one approximate extent, which is no boundary */
  PLACE_SEVERAL  /* in several that overlap: given to none */
};
/* *area is set for REAL and ROUGH. */
enum place_tie place_tie_point(const struct locate *l, double lon, double lat, const struct locate_area **area);
/* The one real leaf area that holds nearly all (95 %) of the outline; NULL: none. */
const struct locate_area *place_tie_outline(const struct locate *l, struct shape_context *shapes,
                                            const struct polygon *outline);
#endif
