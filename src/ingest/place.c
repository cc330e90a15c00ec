#include "place.h"
#include <math.h>

enum { MAX_CANDIDATES = 8 };
/* Colombia with its islands, generously. */
static const struct bbox COLOMBIA = {-82.0, -4.3, -66.8, 13.6};

bool place_in_colombia(double lon, double lat) { return bbox_contains_point(&COLOMBIA, lon, lat); }

/* A figure that lost its decimal point: the power of ten that brings it home. */
static bool rescue(double v, double min, double max, double *out) {
  for (int digits = 0; digits <= 9; digits++) {
    *out = v;
    if (v >= min && v <= max) return true;
    v /= 10;
  }
  return false;
}

enum place_fault place_judge_point(double lon, double lat, double *fixed_lon, double *fixed_lat) {
  *fixed_lon = lon;
  *fixed_lat = lat;
  if (lon == round(lon) && lat == round(lat) && fabs(lon) <= 180 && fabs(lat) <= 90) return PLACE_WHOLE;
  if (place_in_colombia(lon, lat)) return PLACE_FINE;
  if (place_in_colombia(lat, lon)) {
    *fixed_lon = lat;
    *fixed_lat = lon;
    return PLACE_SWAPPED;
  }
  if (place_in_colombia(-lon, lat)) {
    *fixed_lon = -lon;
    return PLACE_SIGN_LOST;
  }
  if (fabs(lon) <= 180 && fabs(lat) <= 90) return PLACE_OUTSIDE;
  double x, y;
  if (!rescue(-fabs(lon), COLOMBIA.minx, COLOMBIA.maxx, &x) || !rescue(lat, COLOMBIA.miny, COLOMBIA.maxy, &y))
    return PLACE_OUTSIDE;
  *fixed_lon = x;
  *fixed_lat = y;
  return PLACE_DOT_LOST;
}

enum place_tie place_tie_point(const struct locate *l, double lon, double lat, const struct locate_area **area) {
  const struct locate_area *v[MAX_CANDIDATES], *real = NULL, *rough = NULL;
  size_t n = locate_point(l, lon, lat, v, MAX_CANDIDATES), n_real = 0, n_rough = 0;
  for (size_t i = 0; i < n && i < MAX_CANDIDATES; i++) {
    if (v[i]->approximate) rough = n_rough++ ? rough : v[i];
    else real = n_real++ ? real : v[i];
  }
  *area = n_real == 1 ? real : rough;
  if (n == 0) return PLACE_NOWHERE;
  if (n_real == 1) return PLACE_REAL;
  return n_real == 0 && n_rough == 1 ? PLACE_ROUGH : PLACE_SEVERAL;
}

const struct locate_area *place_tie_outline(const struct locate *l, struct shape_context *shapes,
                                            const struct polygon *outline) {
  const struct locate_area *v[MAX_CANDIDATES];
  struct bbox box = polygon_bbox(outline);
  size_t n = locate_box(l, &box, v, MAX_CANDIDATES);
  for (size_t i = 0; i < n && i < MAX_CANDIDATES; i++) {
    struct err e = {0};
    double share = 0;
    if (!v[i]->approximate && shape_covered(shapes, v[i]->polygon, outline, &share, &e) && share >= 0.95) return v[i];
  }
  return NULL;
}
