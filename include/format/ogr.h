#ifndef FORMAT_OGR_H
#define FORMAT_OGR_H
/* A collection as a file of the formats that GDAL writes; for the command line and the export child, never for the server's own
 * process. Each with one registered driver only.
 *
 * GeoPackage: opens in QGIS with its own style and Spanish aliases; journal mode DELETE; metadata and column titles in the
 * standard's tables. FlatGeobuf: with its spatial index; it holds only what has a geometry, and says what it is of only from
 * GDAL 3.9 on. Shapefile, zipped: names of fields are cut to ten letters and texts to 254 bytes; LEEME.txt and campos.csv beside it say which and how many.
 *
 * None of them has a decimal type: money is a double, exact to the centavo up to 90 billion (9e13); `valor_texto` keeps what was
 * printed. */
#include "format/about.h"

enum ogr_form { OGR_GPKG, OGR_FGB, OGR_SHP };
enum { OGR_MOST_FIELDS = 64 };

/* What the rows hold at most: shapefile and FlatGeobuf must know before the first is written. */
struct ogr_survey {
  uint32_t width[OGR_MOST_FIELDS]; /* bytes of the longest text or number, by property */
  uint64_t cut[OGR_MOST_FIELDS];   /* texts longer than a shapefile holds */
  uint64_t rows, without_shape;
};
void ogr_survey_row(struct ogr_survey *survey, const struct property_row *row);
/* True if the form needs a survey of all rows before it is created. */
bool ogr_needs_survey(enum ogr_form form);

struct ogr;
/* A new file at `path` with one layer; it must not exist and must end in .gpkg, .fgb or .shp.zip. `survey` may be NULL where none
 * is needed. `about` and `survey` must outlive it. ERR_IO with GDAL's message in the detail. */
bool ogr_create(const char *path, enum ogr_form form, const struct about *about, const struct ogr_survey *survey,
                struct ogr **out, struct err *e);
bool ogr_write_row(struct ogr *o, const struct property_row *row, struct err *e);
/* Write what comes last, close. Always frees o; false if anything could not be written. */
bool ogr_close(struct ogr *o, struct err *e);
/* Close and forget without a promise. */
void ogr_abandon(struct ogr *o);
#endif
