#ifndef FORMAT_GPKG_H
#define FORMAT_GPKG_H
/* A collection as a GeoPackage that QGIS opens with Spanish aliases and its own style. Through GDAL with one registered
 * driver; for the command line and the export child, never for the server's own process. Journal mode DELETE. GeoPackage has
 * no decimal type: money is REAL, exact to the centavo up to 90 billion (9e13); `valor_texto` keeps what was printed. */
#include "format/property.h"

struct gpkg;
/* A new file at `path` (must end in .gpkg, must not exist) with one layer. `about` goes into the layer's description: filter,
 * sources. ERR_IO with GDAL's message in the detail. */
bool gpkg_create(const char *path, enum collection c, const char *about, struct gpkg **out, struct err *e);
bool gpkg_write_row(struct gpkg *g, const struct property_row *row, struct err *e);
/* Write the style, close. Always frees g; false if anything could not be written. */
bool gpkg_close(struct gpkg *g, struct err *e);
/* Close and forget without a promise. */
void gpkg_abandon(struct gpkg *g);
#endif
