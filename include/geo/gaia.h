#ifndef GEO_GAIA_H
#define GEO_GAIA_H
/* SpatiaLite's internal geometry BLOB ("gaia"), written and read by ourselves so that neither untrusted bytes nor the read
 * path ever reach SpatiaLite's decoders. Format: https://www.gaia-gis.it/gaia-sins/BLOB-Geometry.html
 * Little-endian, SRID 4326, MULTIPOLYGON (6), POINT (1). Every length is checked against the BLOB's size. */
#include "core/buf.h"
#include "geo/polygon.h"

void gaia_write_multipolygon(struct buf *b, const struct polygon *p);
void gaia_write_point(struct buf *b, double lon, double lat);
/* MULTIPOLYGON (or POLYGON, read as one part) of any SRID. ERR_GEOM with the byte if damaged. */
bool gaia_read_multipolygon(struct arena *a, const void *blob, size_t n, struct polygon *out, struct err *e);
bool gaia_read_point(const void *blob, size_t n, double *lon, double *lat, struct err *e);
#endif
