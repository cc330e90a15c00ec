#ifndef API_EXPORT_H
#define API_EXPORT_H
/* Exports of exactly what a filter selects, by command and by URL: one function, one parser of the filter, one writer per
 * format, so both give the same bytes.
 *
 * A URL export of a GeoPackage starts `PROGRAM export --snapshot FILE --collection C --format gpkg --filter QUERY --out PATH`
 * as a child (GDAL never runs in the server) with COOPMAP_SNAPSHOT set to the checksum it answers from; export_run() refuses
 * with ERR_BUSY when the snapshot it was given is another one. */
#include "core/err.h"
#include "snapshot/snapshot.h"

#define EXPORT_CHECKSUM_ENV "COOPMAP_SNAPSHOT"

/* collection: areas, proyectos, proyectos_sin_lugar, actores. format: geojson, geojsonl, csv, gpkg.
 * query: the part of a URL after '?' ("area=nelson-mandela&estado=2", percent-encoded or plain), "" or NULL for everything;
 * `excel=1` asks for the CSV of spreadsheets, `lang=en` for English titles in it. out_path: a file, replaced only when the export is whole, or "-" for
 * standard output (not for gpkg). ERR_INPUT names the parameter, the collection or the format that is wrong; ERR_IO. */
bool export_run(struct snapshot *s, const char *collection, const char *format, const char *query, const char *out_path,
                struct err *e);
#endif
