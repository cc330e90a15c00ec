/* Which driver, which file inside a folder or zip, which layer, which coordinate system. */
#define _GNU_SOURCE
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "geo/vector_file_internal.h"

/* GDAL declares these for C++ only. LIBKML is missing from some builds; then KML reads. */
void RegisterOGRGeoJSON(void);
void RegisterOGRGeoJSONSeq(void);
void RegisterOGRESRIJSON(void);
void RegisterOGRShape(void);
void RegisterOGRGeoPackage(void);
void RegisterOGRLIBKML(void) __attribute__((weak));
void RegisterOGRKML(void) __attribute__((weak));
void RegisterOGRGML(void);
void RegisterOGRFlatGeobuf(void);

enum { HEAD_BYTES = 4096, ZIP_MAX_BYTES = 1 << 30 };

/* --- what GDAL complains about -------------------------------------------------------------------------------------- */

static char complaints[400]; /* the first two */
static int n_complaints;

static void CPL_STDCALL keep_complaint(CPLErr level, CPLErrorNum number, const char *message) {
  (void)number;
  size_t n = strlen(complaints);
  if (level < CE_Failure || n_complaints++ >= 2 || n + 8 > sizeof complaints) return;
  snprintf(complaints + n, sizeof complaints - n, "%s%s", n ? "; " : "", message);
}

const char *vector_complaints(void) { return complaints; }
void vector_complaints_clear(void) {
  complaints[0] = '\0';
  n_complaints = 0;
}

/* --- kinds of file ---------------------------------------------------------------------------------------------------- */

enum kind { KIND_UNKNOWN, KIND_SHAPEFILE, KIND_ZIP, KIND_GEOPACKAGE, KIND_FLATGEOBUF, KIND_KML, KIND_GML, KIND_JSON };

static bool contains(const char *head, size_t n, const char *word) {
  return memmem(head, n, word, strlen(word)) != NULL;
}

static enum kind kind_of(const char *head, size_t n, bool *bom) {
  *bom = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0;
  if (n >= 100 && memcmp(head, "\0\0\x27\x0A", 4) == 0) return KIND_SHAPEFILE;
  if (n >= 4 && memcmp(head, "PK\3\4", 4) == 0) return KIND_ZIP;
  if (n >= 16 && memcmp(head, "SQLite format 3", 16) == 0) return KIND_GEOPACKAGE;
  if (n >= 3 && memcmp(head, "fgb", 3) == 0) return KIND_FLATGEOBUF;
  size_t i = *bom ? 3 : 0;
  while (i < n && head[i] && strchr(" \t\r\n\x1E", head[i])) i++;
  if (i < n && head[i] == '{') return KIND_JSON;
  if (i < n && head[i] == '<') {
    if (contains(head, n, "<kml") || contains(head, n, ".net/kml")) return KIND_KML;
    if (contains(head, n, "/gml") || contains(head, n, "<gml")) return KIND_GML;
  }
  return KIND_UNKNOWN;
}

static enum kind read_kind(const char *path, bool spanish, bool *bom, struct err *e) {
  char head[HEAD_BYTES];
  VSILFILE *f = VSIFOpenL(path, "rb");
  if (!f) {
    err_set(e, ERR_IO, spanish ? "el archivo no se puede leer" : "the file cannot be read");
    return KIND_UNKNOWN;
  }
  size_t n = VSIFReadL(head, 1, sizeof head, f);
  VSIFCloseL(f);
  enum kind kind = kind_of(head, n, bom);
  if (kind == KIND_UNKNOWN)
    err_set(
        e, ERR_INPUT,
        spanish ? "%s; entregue un archivo GeoJSON, ESRI JSON, shapefile (el .shp, su carpeta o un .zip con él), "
                  "GeoPackage, KML, GML o FlatGeobuf"
                : "%s; give a GeoJSON, ESRI JSON, shapefile (.shp, its folder or a .zip of it), GeoPackage, KML, GML "
                  "or FlatGeobuf file",
        n ? (spanish ? "el archivo no es de ninguna clase que aquí se lea" : "the file is of no kind that is read here")
          : (spanish ? "el archivo está vacío" : "the file is empty"));
  return kind;
}

/* --- a shapefile in a folder or a zip ---------------------------------------------------------------------------------- */

static bool ends_with(const char *s, const char *end) {
  size_t n = strlen(s), m = strlen(end);
  return n >= m && strcasecmp(s + n - m, end) == 0;
}

/* What a packed file grows to is known from the zip's own list, and checked before a byte of it is unpacked. */
static bool zip_is_moderate(const char *zip, char **names, bool spanish, struct err *e) {
  uint64_t total = 0;
  for (int i = 0; names && names[i]; i++) {
    VSIStatBufL st;
    const char *inside = CPLFormFilename(zip, names[i], NULL);
    if (VSIStatL(inside, &st) == 0 && st.st_size > 0) total += (uint64_t)st.st_size;
  }
  if (total <= ZIP_MAX_BYTES) return true;
  return err_set(e, ERR_LIMIT,
                 spanish ? "el zip desempaca %llu MB, más de %d; desempáquelo y entregue el .shp"
                         : "the zip unpacks to %llu MB, more than %d; unpack it and give the .shp",
                 (unsigned long long)(total >> 20), ZIP_MAX_BYTES >> 20);
}

/* The only .shp (or the one called `layer`) among names. */
static bool choose_shp(char **names, const char *layer, bool spanish, const char **chosen, struct err *e) {
  char list[256] = "";
  int n = 0;
  *chosen = NULL;
  for (int i = 0; names && names[i]; i++) {
    if (!ends_with(names[i], ".shp") || strstr(names[i], "__MACOSX")) continue;
    const char *base = CPLGetBasename(names[i]);
    size_t used = strlen(list);
    if (layer && strcasecmp(base, layer) != 0) continue;
    if (used < sizeof list) snprintf(list + used, sizeof list - used, "%s%s", n ? ", " : "", base);
    *chosen = names[i];
    n++;
  }
  if (n == 1) return true;
  if (n > 1)
    return err_set(e, ERR_INPUT,
                   spanish ? "hay varios shapefiles (%s); nombre uno con --file-layer"
                           : "there are several shapefiles (%s); name one with --file-layer",
                   list);
  if (!layer)
    return err_set(e, ERR_INPUT,
                   spanish ? "no contiene ningún .shp; entregue otro archivo"
                           : "there is no .shp in it; give another file");
  return err_set(
      e, ERR_INPUT,
      spanish ? "no contiene un shapefile llamado \"%.60s\"" : "there is no shapefile called \"%.60s\" in it", layer);
}

static bool find_shapefile(const char *container, bool zip, const struct vector_options *o, char *path, size_t cap,
                           struct err *e) {
  const char *chosen;
  char **names = zip ? VSIReadDirRecursive(container) : VSIReadDir(container);
  bool found =
      (!zip || zip_is_moderate(container, names, o->spanish, e)) && choose_shp(names, o->layer, o->spanish, &chosen, e);
  if (found && (size_t)snprintf(path, cap, "%s/%s", container, chosen) >= cap)
    found =
        err_set(e, ERR_INPUT, o->spanish ? "la ruta es demasiado larga; acórtela" : "the path is too long; shorten it");
  CSLDestroy(names);
  return found;
}

/* --- opening ---------------------------------------------------------------------------------------------------------- */

static GDALDatasetH open_with(enum kind kind, const char *path) {
  const char *options[2] = {NULL, NULL};
  switch (kind) {
  case KIND_SHAPEFILE:
    RegisterOGRShape();
    options[0] = "ENCODING="; /* the bytes as they are: we decode */
    break;
  case KIND_GEOPACKAGE:
    RegisterOGRGeoPackage();
    options[0] = "IMMUTABLE=YES"; /* no lock and no journal beside it */
    break;
  case KIND_FLATGEOBUF: RegisterOGRFlatGeobuf(); break;
  case KIND_KML:
    if (RegisterOGRLIBKML) RegisterOGRLIBKML();
    else if (RegisterOGRKML) RegisterOGRKML();
    break;
  case KIND_GML:
    CPLSetConfigOption("GML_FIELDTYPES", "ALWAYS_STRING"); /* a code 001 is not the number 1 */
    RegisterOGRGML();
    options[0] = "WRITE_GFS=NO";
    break;
  default:
    CPLSetConfigOption("OGR_GEOJSON_DATE_AS_STRING", "YES");
    RegisterOGRGeoJSON();
    RegisterOGRGeoJSONSeq();
    RegisterOGRESRIJSON();
  }
  return GDALOpenEx(path, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL, options, NULL);
}

static bool open_dataset(enum kind kind, const char *path, bool spanish, struct vector_source *s, struct err *e) {
  char wal[4200];
  VSIStatBufL st;
  snprintf(wal, sizeof wal, "%s-wal", path);
  if (kind == KIND_GEOPACKAGE && VSIStatL(wal, &st) == 0 && st.st_size > 0)
    return err_set(e, ERR_CONFLICT,
                   spanish
                       ? "el GeoPackage está abierto en otro programa (hay un archivo -wal a su lado); ciérrelo allí"
                       : "the GeoPackage is open in another program (there is a -wal file beside it); close it there");
  s->dataset = open_with(kind, path);
  if (!s->dataset)
    return err_set(e, ERR_INPUT,
                   spanish ? "GDAL no puede leer el archivo (%s); ábralo en QGIS y guárdelo de nuevo"
                           : "GDAL cannot read the file (%s); open it in QGIS and save it again",
                   complaints[0] ? complaints
                   : spanish     ? "está dañado o es de otra clase"
                                 : "it is damaged or of another kind");
  s->json = kind == KIND_JSON;
  s->has_own_ids = kind == KIND_JSON || kind == KIND_GEOPACKAGE;
  return true;
}

static bool choose_layer(struct vector_source *s, const char *wanted, bool spanish, struct err *e) {
  char list[400] = "";
  int n = 0;
  for (int i = 0; i < GDALDatasetGetLayerCount(s->dataset); i++) {
    OGRLayerH layer = GDALDatasetGetLayer(s->dataset, i);
    size_t used = strlen(list);
    if (wanted ? strcmp(OGR_L_GetName(layer), wanted) == 0 : OGR_L_GetGeomType(layer) != wkbNone) {
      s->layer = layer;
      n++;
    }
    if (used < sizeof list) snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", OGR_L_GetName(layer));
  }
  if (n == 1) return true;
  if (wanted)
    return err_set(e, ERR_INPUT,
                   spanish ? "el archivo no tiene la capa \"%.60s\"; tiene: %s"
                           : "there is no layer \"%.60s\" in the file; there are: %s",
                   wanted, list);
  if (n > 1)
    return err_set(e, ERR_INPUT,
                   spanish ? "el archivo tiene varias capas (%s); nombre una con --file-layer"
                           : "the file has several layers (%s); name one with --file-layer",
                   list);
  return err_set(e, ERR_INPUT,
                 spanish ? "ninguna capa del archivo tiene geometría (%s)" : "no layer of the file has geometry (%s)",
                 list);
}

/* --- coordinate system -------------------------------------------------------------------------------------------------- */

static int epsg_of(OGRSpatialReferenceH srs) {
  const char *name = OSRGetAuthorityName(srs, NULL), *code = OSRGetAuthorityCode(srs, NULL);
  if (!name || !code) return 0;
  if (strcmp(name, "OGC") == 0 && strcmp(code, "CRS84") == 0) return 4326;
  return strcmp(name, "EPSG") == 0 ? (int)strtol(code, NULL, 10) : 0;
}

/* A realisation of MAGNA-SIRGAS: they lie within centimetres of each other, but EPSG moved 9377 from that of 1995 to that of
 * 2018 (EPSG v11), so the files written before no longer equal it by datum. */
static bool is_magna(OGRSpatialReferenceH srs) {
  const char *datum = OSRGetAttrValue(srs, "DATUM", 0);
  return datum && (strstr(datum, "Marco_Geocentrico_Nacional") || strstr(datum, "MAGNA"));
}

/* The same projection of the same numbers, whatever the order of the axes (EPSG says northing first, Esri easting). */
static bool same_projection(OGRSpatialReferenceH a, OGRSpatialReferenceH b) {
  static const char *const numbers[] = {"latitude_of_origin", "central_meridian", "scale_factor", "false_easting",
                                        "false_northing"};
  const char *one = OSRGetAttrValue(a, "PROJECTION", 0), *other = OSRGetAttrValue(b, "PROJECTION", 0);
  if (!one || !other || strcmp(one, other) != 0 || fabs(OSRGetLinearUnits(a, NULL) - OSRGetLinearUnits(b, NULL)) > 1e-9)
    return false;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
    if (fabs(OSRGetNormProjParm(a, numbers[i], 0, NULL) - OSRGetNormProjParm(b, numbers[i], 0, NULL)) > 1e-6)
      return false;
  return true;
}

static bool same_grid(OGRSpatialReferenceH srs, OGRSpatialReferenceH ours) {
  const char *const criteria[] = {"CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS",
                                  "IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES", NULL};
  if (OSRIsSameEx(srs, ours, criteria)) return true;
  return is_magna(srs) && is_magna(ours) && same_projection(srs, ours);
}

/* By the names Esri and others give: GDAL's own search in the EPSG database, then by comparing with each of ours. */
static int match_by_definition(OGRSpatialReferenceH srs) {
  int n = 0, *confidence = NULL, epsg = 0, candidate;
  OGRSpatialReferenceH *matches = OSRFindMatches(srs, NULL, &n, &confidence);
  for (int i = 0; i < n && !epsg; i++) {
    candidate = epsg_of(matches[i]);
    if (confidence[i] >= 90 && crs_is_known(candidate)) epsg = candidate;
  }
  OSRFreeSRSArray(matches);
  CPLFree(confidence);
  const char *name;
  for (size_t i = 0; !epsg && crs_list(i, &candidate, &name); i++) {
    OGRSpatialReferenceH ours = OSRNewSpatialReference(NULL);
    if (OSRImportFromEPSG(ours, candidate) == OGRERR_NONE && same_grid(srs, ours)) epsg = candidate;
    OSRDestroySpatialReference(ours);
  }
  return epsg;
}

/* Drivers hand out x first (mapping 2,1 for a system whose first axis is north). One that does not is put right here. */
static bool north_comes_first(OGRSpatialReferenceH srs) {
  int n = 0;
  const int *mapping = OSRGetDataAxisToSRSAxisMapping(srs, &n);
  bool north = OSREPSGTreatsAsLatLong(srs) || OSREPSGTreatsAsNorthingEasting(srs);
  return north && mapping && n >= 2 && mapping[0] == 1;
}

static bool identify_crs(struct vector_source *s, const struct vector_options *o, struct vector_info *info,
                         struct err *e) {
  OGRSpatialReferenceH srs = OGR_L_GetSpatialRef(s->layer);
  if (!srs) {
    info->epsg = o->epsg;
    return true;
  }
  const char *name = OSRGetName(srs);
  snprintf(info->crs_name, sizeof info->crs_name, "%s", name ? name : "");
  info->epsg = epsg_of(srs);
  if (!crs_is_known(info->epsg)) {
    int matched = match_by_definition(srs);
    if (matched) info->epsg = matched;
  }
  vector_complaints_clear();
  /* RFC 7946 means degrees by saying nothing, so plain 4326 in JSON is no declaration. */
  info->crs_declared = !(s->json && info->epsg == 4326);
  s->exchanged = north_comes_first(srs);
  if (o->epsg) info->epsg = o->epsg;
  if (crs_is_known(info->epsg)) return true;
  char code[24] = "";
  if (info->epsg) snprintf(code, sizeof code, " (EPSG:%d)", info->epsg);
  return err_set(
      e, ERR_INPUT,
      o->spanish ? "el archivo declara el sistema de coordenadas \"%.100s\"%s, que aquí no se acepta; conviértalo a "
                   "EPSG:4326 o 9377, o nombre el verdadero con --crs EPSG:…"
                 : "the file declares the coordinate system \"%.100s\"%s, which is not accepted here; convert it to "
                   "EPSG:4326 or 9377, or name the right one with --crs EPSG:…",
      info->crs_name, code);
}

static void read_declared_encoding(struct vector_source *s) {
  static const char *const ITEMS[] = {"ENCODING_FROM_CPG", "ENCODING_FROM_LDID"};
  for (size_t i = 0; i < 2 && !s->declared_encoding[0]; i++) {
    const char *value = GDALGetMetadataItem(s->layer, ITEMS[i], "SHAPEFILE");
    const char *ldid = GDALGetMetadataItem(s->layer, "LDID_VALUE", "SHAPEFILE");
    /* 87 is "whatever the computer used": no declaration. */
    if (value && !(i == 1 && ldid && strcmp(ldid, "87") == 0))
      snprintf(s->declared_encoding, sizeof s->declared_encoding, "%s", value);
  }
}

bool vector_source_open(const char *path, const struct vector_options *o, struct vector_source *s,
                        struct vector_info *info, struct err *e) {
  char inside[4096 + 64];
  VSIStatBufL st;
  enum kind kind = KIND_SHAPEFILE;
  const char *layer = o->layer;
  *s = (struct vector_source){0};
  *info = (struct vector_info){0};
  CPLPushErrorHandler(keep_complaint);
  if (VSIStatL(path, &st) != 0)
    return err_set(e, ERR_IO, o->spanish ? "el archivo no se puede leer" : "the file cannot be read");
  if (VSI_ISDIR(st.st_mode)) {
    if (!find_shapefile(path, false, o, inside, sizeof inside, e)) return false;
    path = inside, layer = NULL;
  } else {
    kind = read_kind(path, o->spanish, &info->bom, e);
    if (kind == KIND_UNKNOWN) return false;
  }
  char zip[4096 + 16];
  if (kind == KIND_ZIP) {
    snprintf(zip, sizeof zip, "/vsizip/{%s}", path);
    if (!find_shapefile(zip, true, o, inside, sizeof inside, e)) return false;
    path = inside, layer = NULL, kind = KIND_SHAPEFILE;
  }
  if (!open_dataset(kind, path, o->spanish, s, e) || !choose_layer(s, layer, o->spanish, e) ||
      !identify_crs(s, o, info, e))
    return false;
  snprintf(info->driver, sizeof info->driver, "%s", GDALGetDriverShortName(GDALGetDatasetDriver(s->dataset)));
  snprintf(info->layer, sizeof info->layer, "%s", OGR_L_GetName(s->layer));
  read_declared_encoding(s);
  return true;
}
