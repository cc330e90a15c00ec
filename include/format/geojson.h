#ifndef FORMAT_GEOJSON_H
#define FORMAT_GEOJSON_H
/* Items as GeoJSON (RFC 7946): longitude, latitude with 7 decimals; every property of the registry on every feature; money as
 * a JSON number with two decimals. Areas carry their full polygon. */
#include "core/jw.h"
#include "format/property.h"

/* The value of one property. */
void geojson_write_value(struct jw *w, const struct property *p, const struct property_value *v);
/* "properties":{…} members of the row into the open object. */
void geojson_write_properties(struct jw *w, const struct property_row *row);
/* The geometry object of a row, or null. */
void geojson_write_geometry(struct jw *w, const struct property_row *row);
/* A whole Feature into an open array, or at the top. `extra`, if not NULL, adds members after "properties". */
void geojson_write_feature(struct jw *w, const struct property_row *row,
                           void (*extra)(struct jw *w, const struct property_row *row, void *user), void *user);
/* The same for who wants no shapes: "geometry" is null. */
void geojson_write_bare_feature(struct jw *w, const struct property_row *row);
#endif
