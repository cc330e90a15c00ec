#ifndef FORMAT_GEOJSON_H
#define FORMAT_GEOJSON_H
/* Items as GeoJSON (RFC 7946): longitude, latitude with 7 decimals; every property of the registry on every feature; money as
 * a JSON number with two decimals. Areas carry their full polygon. */
#include "core/err.h"
#include "core/jw.h"
#include "format/property.h"

/* How features are written; {0}: the standard. */
struct geojson_style {
  bool bare;                  /* without shapes: "geometry" is null */
  int decimals;               /* of coordinates; 0: 7 */
  const uint64_t *properties; /* query/bits.h: bit i is the collection's property i; NULL: all of them */
  /* Brings n points, x and y interleaved, from longitude and latitude to the answer's system in place; NULL: none. */
  bool (*transform)(void *user, double *xy, size_t n, struct err *e);
  void *user;
};
/* The value of one property. */
void geojson_write_value(struct jw *w, const struct property *p, const struct property_value *v);
/* "properties":{…} members of the row into the open object. */
void geojson_write_properties(struct jw *w, const struct property_row *row);
/* The geometry object of a row, or null. */
void geojson_write_geometry(struct jw *w, const struct property_row *row);
/* A whole Feature into an open array, or at the top. `extra`, if not NULL, adds members after "properties". */
void geojson_write_feature(struct jw *w, const struct property_row *row,
                           void (*extra)(struct jw *w, const struct property_row *row, void *user), void *user);
/* The same in the given style; extra may be NULL. False (the feature is then not whole): a point could not be transformed. */
bool geojson_write_styled_feature(struct jw *w, const struct property_row *row, const struct geojson_style *style,
                                  void (*extra)(struct jw *w, const struct property_row *row, void *user), void *user,
                                  struct err *e);
#endif
