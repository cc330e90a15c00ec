/* GeoPackage: the QGIS style, and what the standard has tables for: titles of columns (Schema extension), metadata. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>

#include "gpkg_style.h"
#include "ogr_internal.h"

void RegisterOGRGeoPackage(void);

static const char *begin(struct ogr *o, struct err *e) {
  (void)e;
  CPLSetConfigOption("OGR_SQLITE_JOURNAL", "DELETE"); /* what QGIS can open on a read-only or network folder */
  return o->path;
}

static char **layer_options(const struct ogr *o) {
  const struct collection_info *info = collection_info(o->about->c);
  struct buf text = {0};
  about_write_text(&text, o->about);
  char **options = CSLSetNameValue(NULL, "IDENTIFIER", o->about->lang == SNAP_EN ? info->title_en : info->title_es);
  options = CSLSetNameValue(options, "DESCRIPTION", text.data);
  options = CSLSetNameValue(options, "GEOMETRY_NAME", "geom");
  buf_free(&text);
  return options;
}

static const char *field_name(struct ogr *o, uint32_t i) { return o->property[i].name; }

static bool write_style(struct ogr *o) {
  static const char *const columns[] = {"f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
                                        "styleName",       "styleQML",       "styleSLD",     "useAsDefault",
                                        "description",     "owner",          "ui",           "update_time"};
  OGRLayerH layer = GDALDatasetCreateLayer(o->data, "layer_styles", NULL, wkbNone, NULL);
  if (!layer) return false;
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
    OGRFieldDefnH field = OGR_Fld_Create(columns[i], i == 7 ? OFTInteger : i == 11 ? OFTDateTime : OFTString);
    if (i == 7) OGR_Fld_SetSubType(field, OFSTBoolean);
    OGRErr bad = OGR_L_CreateField(layer, field, TRUE);
    OGR_Fld_Destroy(field);
    if (bad != OGRERR_NONE) return false;
  }
  struct buf qml = {0};
  gpkg_style_write(&qml, o->about->c);
  const char *id = collection_info(o->about->c)->id;
  OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(layer));
  OGR_F_SetFieldString(f, 0, "");
  OGR_F_SetFieldString(f, 1, "");
  OGR_F_SetFieldString(f, 2, id);
  OGR_F_SetFieldString(f, 3, collection_info(o->about->c)->geometry ? "geom" : "");
  OGR_F_SetFieldString(f, 4, id);
  OGR_F_SetFieldString(f, 5, qml.data);
  OGR_F_SetFieldInteger(f, 7, 1);
  OGRErr bad = OGR_L_CreateFeature(layer, f);
  OGR_F_Destroy(f);
  buf_free(&qml);
  return bad == OGRERR_NONE;
}

static bool run(struct ogr *o, const char *sql) {
  CPLErrorReset();
  OGRLayerH result = GDALDatasetExecuteSQL(o->data, sql, NULL, NULL);
  if (result) GDALDatasetReleaseResultSet(o->data, result);
  return CPLGetLastErrorType() < CE_Failure;
}

static void add_quoted(struct buf *b, const char *z) {
  buf_add_char(b, '\'');
  for (; *z; z++) {
    if (*z == '\'') buf_add_char(b, '\'');
    buf_add_char(b, *z);
  }
  buf_add_char(b, '\'');
}

/* OGC 12-128r18, annex F.9. GDAL writes such rows itself from 3.7 on; those are replaced by the same. */
static bool write_columns(struct ogr *o) {
  bool en = o->about->lang == SNAP_EN,
       ok = run(o, "CREATE TABLE IF NOT EXISTS gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, "
                   "name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc "
                   "PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name))") &&
            run(o, "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT "
                   "NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, "
                   "column_name, extension_name))");
  const char *id = collection_info(o->about->c)->id;
  struct buf b = {0};
  for (uint32_t i = 0; ok && i < o->n_properties; i++) {
    const struct property *p = &o->property[i];
    const char *texts[] = {id, p->name, en ? p->title_en : p->title_es, en ? p->title_en : p->title_es,
                           en ? p->about_en : p->about_es};
    buf_reset(&b);
    /* lint-sql: GDAL's ExecuteSQL binds no values; these are our own texts, from the registry. */
    buf_add_z(&b, "INSERT OR REPLACE INTO gpkg_data_columns (table_name, column_name, name, title, description) "
                  "VALUES (");
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
      if (k) buf_add_char(&b, ',');
      add_quoted(&b, texts[k]);
    }
    buf_add_char(&b, ')');
    ok = run(o, b.data);
  }
  buf_free(&b);
  return ok && run(o, "INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope) SELECT "
                      "'gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec/#extension_schema', "
                      "'read-write' WHERE NOT EXISTS (SELECT 1 FROM gpkg_extensions WHERE extension_name = "
                      "'gpkg_schema' AND table_name = 'gpkg_data_columns')");
}

/* GDAL puts the items of a layer into gpkg_metadata when it closes. */
static bool write_metadata(struct ogr *o) {
  struct buf sources = {0};
  about_write_sources(&sources, o->about);
  char version[32];
  CPLsnprintf(version, sizeof version, "%lld", (long long)o->about->version);
  const char *date = arena_strndup(o->arena, o->about->date.p, o->about->date.n);
  const char *const items[][2] = {{"fuentes", sources.data},
                                  {"filtro", about_filter(o->about)},
                                  {"fecha_datos", date},
                                  {"version_datos", version},
                                  {"instantanea", o->about->checksum}};
  bool ok = true;
  for (size_t i = 0; ok && i < sizeof items / sizeof *items; i++)
    ok = GDALSetMetadataItem(o->layer, items[i][0], items[i][1], NULL) == CE_None;
  buf_free(&sources);
  return ok;
}

/* GDAL makes the table of a layer without rows only now. */
static bool complete(struct ogr *o) {
  return OGR_L_SyncToDisk(o->layer) == OGRERR_NONE && write_style(o) && write_metadata(o) && write_columns(o);
}

const struct ogr_kind ogr_gpkg = {.name = "GeoPackage",
                                  .driver = "GPKG",
                                  .enlist = RegisterOGRGeoPackage,
                                  .begin = begin,
                                  .layer_options = layer_options,
                                  .field_name = field_name,
                                  .complete = complete};
