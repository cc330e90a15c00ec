#ifndef GEO_VECTOR_FILE_H
#define GEO_VECTOR_FILE_H
/* Reading a polygon (or point) file of any allowed GDAL driver: GeoJSON, GeoJSONSeq, ESRIJSON, ESRI Shapefile (also zipped),
 * GPKG, KML, GML, FlatGeobuf. Drivers are registered by function, never GDALAllRegister; the name is checked to be a plain
 * existing file (or folder of a shapefile) before GDAL sees it. The reading happens in a child process with a clock, a
 * memory limit and, where the kernel has it, Landlock; records come back over a pipe (PITFALLS 5, 6, 8). */
#include <stdbool.h>
#include <stdint.h>
#include "core/err.h"
#include "core/mem.h"
#include "geo/polygon.h"

struct vector_options {
  int epsg;             /* 0: as the file declares */
  const char *encoding; /* NULL: as declared, else detected; "UTF-8", "CP1252", "CP850", … */
  const char *layer;    /* NULL: the only one with geometry; several -> ERR_INPUT lists them */
  bool spanish;         /* the language of what is refused; false: English */
  bool swap_axes;       /* --swap-axes: exchange x and y of every coordinate before anything else */
  uint32_t max_points;  /* per feature; 0: 2,000,000 */
  uint32_t timeout_s;   /* 0: 600 */
};

/* NONE: no geometry (also GeoJSON with empty coordinates); EMPTY: a geometry without a point; POLYGON: also the polygons
 * within a collection; OTHER: lines and whatever else has no polygon. */
enum vector_geometry { VECTOR_NONE, VECTOR_EMPTY, VECTOR_POINT, VECTOR_POLYGON, VECTOR_OTHER };

struct vector_field {
  struct str name, value; /* UTF-8; the value exactly as in the file where it can be, dates as ISO 8601 */
  bool null, number;
  bool odd; /* JSON only: a text where nearly all other features have a number, "3" among 1, 2, 4 */
};

struct vector_record {
  uint64_t number;             /* 1-based position in the file */
  struct str id;               /* the feature's own id, "" if none (GDAL's 0, 1, 2, … counts as none) */
  struct vector_field *fields; /* n_fields, same order for each record */
  uint32_t n_fields;
  enum vector_geometry geometry;
  const char *geometry_name; /* "POLYGON", "GEOMETRYCOLLECTION", …; "" if none */
  bool had_z;
  bool unclosed;          /* some ring was not closed in the file */
  struct polygon polygon; /* degrees lon,lat (EPSG:4326), NOT yet cleaned: rings may be open or too short;
                             * n_points 1 and no ring for a point */
  bool swapped;           /* this record alone looks as if its axes were exchanged (raw coordinates) */
  bool outside;           /* outside Colombia, also if swapped. If no degrees can be made of its coordinates
                             * it comes as VECTOR_OTHER without points */
};

struct vector_file;
struct vector_info {
  char driver[32], layer[128], crs_name[128], encoding[32];
  int epsg;                    /* what was used, 0 if unknown and degrees were plain */
  bool crs_declared;           /* false: nothing said, also for GeoJSON, whose degrees are by RFC 7946 */
  bool encoding_detected, bom; /* "CP1252" was found out; "UTF-8/CP1252": each text by itself */
  uint64_t count;              /* features in the layer */
};
/* Open and check: the file is read once to judge it. A folder or zip must hold one shapefile, or the one o->layer names.
 * Reading in all may take o->timeout_s of waiting. ERR_NOT_FOUND, ERR_LIMIT, ERR_CONFLICT (a GeoPackage that is being
 * edited), else ERR_INPUT; the text starts with the path and carries GDAL's words. Forks: call it before any thread.
 * Refused with the remedy in the text: metres without a CRS ("--crs EPSG:9377 …"), all axes exchanged
 * ("--swap-axes"), everything outside Colombia, bytes that are not UTF-8 with no declared encoding in a format that must
 * be UTF-8 unless detection is sure (then decoded and info.encoding_detected set). */
bool vector_file_open(const char *path, const struct vector_options *o, struct vector_file **out,
                      struct vector_info *info, struct err *e);
/* Next record in arena a; *end set at the end. Field count and order are constant. */
bool vector_file_next(struct vector_file *f, struct arena *a, struct vector_record *r, bool *end, struct err *e);
void vector_file_close(struct vector_file *f);
#endif
