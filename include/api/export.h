#ifndef API_EXPORT_H
#define API_EXPORT_H
/* Exports of exactly what a filter selects, by command and by URL: one function, one parser of the filter, one writer per
 * format, so both give the same bytes.
 *
 * A URL export of a format that is made whole (GeoPackage, FlatGeobuf, shapefile, workbook) starts `PROGRAM export --snapshot FILE --collection C --format gpkg --public-url URL
 * --filter QUERY --out PATH` as a child (GDAL never runs in the server) with COOPMAP_SNAPSHOT set to the checksum it answers from; export_run() refuses
 * with ERR_BUSY when the snapshot it was given is another one. */
#include "core/err.h"
#include "snapshot/snapshot.h"

#define EXPORT_CHECKSUM_ENV "COOPMAP_SNAPSHOT"

/* collection: areas, proyectos, proyectos_sin_lugar, actores. format: geojson, geojsonl, csv, gpkg; fgb, kml, shp.zip (areas and
 * proyectos); iati (proyectos, placed or not, as activities; actores as organisations; ERR_NOT_FOUND where there is none, as the
 * standard's schema wants one), xlsx (proyectos only: placed or not, with all that belongs to them; its links lead to public_url,
 * NULL none).
 * query: the part of a URL after '?' ("area=nelson-mandela&estado=2", percent-encoded or plain), "" or NULL for everything;
 * `excel=1` asks for the CSV of spreadsheets, `hxl=1` for its hashtags, `lang=en` for English titles. out_path: a file, replaced
 * only when the export is whole, or "-" for standard output (only where export_streams()). ERR_INPUT names the parameter, the collection or the format that is wrong; ERR_IO. */
bool export_run(struct snapshot *s, const char *collection, const char *format, const char *query,
                const char *public_url, const char *out_path, struct err *e);
/* True for the formats that are written from the first byte to the last, and so may go to standard output. */
bool export_streams(const char *format);
#endif
