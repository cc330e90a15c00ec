#include "format/gpkg.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdlib.h>

#include "gpkg_style.h"

/* Exported by GDAL with C linkage, declared in a C++ header only. Registering this one driver keeps every other one out. */
void RegisterOGRGeoPackage(void);

struct gpkg {
  enum collection c;
  GDALDatasetH data;
  OGRLayerH layer;
};

static bool fail(struct err *e, const char *what) {
  err_set(e, ERR_IO, err_pick("no se pudo escribir el GeoPackage: %s", "the GeoPackage could not be written: %s"),
          what);
  return err_detail(e, "GDAL: %s", CPLGetLastErrorMsg());
}

static OGRFieldType field_type(enum property_type t) {
  switch (t) {
  case PROPERTY_INT: return OFTInteger64;
  case PROPERTY_BOOL: return OFTInteger;
  case PROPERTY_REAL:
  case PROPERTY_MONEY: return OFTReal;
  case PROPERTY_TEXT:
  case PROPERTY_CODE:
  case PROPERTY_DATE: break;
  }
  return OFTString;
}

static bool create_field(OGRLayerH layer, const struct property *p) {
  OGRFieldDefnH field = OGR_Fld_Create(p->name, field_type(p->type));
  if (p->type == PROPERTY_BOOL) OGR_Fld_SetSubType(field, OFSTBoolean);
  OGR_Fld_SetAlternativeName(field, p->title_es);
#if GDAL_VERSION_NUM >= GDAL_COMPUTE_VERSION(3, 7, 0)
  OGR_Fld_SetComment(field, p->about_es);
#endif
  OGRErr bad = OGR_L_CreateField(layer, field, TRUE);
  OGR_Fld_Destroy(field);
  return bad == OGRERR_NONE;
}

static OGRLayerH create_layer(GDALDatasetH data, enum collection c, const char *about) {
  const struct collection_info *info = collection_info(c);
  OGRwkbGeometryType type = c == COLLECTION_AREAS ? wkbMultiPolygon : info->geometry ? wkbPoint : wkbNone;
  OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
  char **options = CSLSetNameValue(NULL, "IDENTIFIER", info->title_es);
  options = CSLSetNameValue(options, "DESCRIPTION", about);
  options = CSLSetNameValue(options, "GEOMETRY_NAME", "geom");
  OGRLayerH layer = NULL;
  if (OSRImportFromEPSG(srs, 4326) == OGRERR_NONE) {
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    layer = GDALDatasetCreateLayer(data, info->id, type == wkbNone ? NULL : srs, type, options);
  }
  CSLDestroy(options);
  OSRDestroySpatialReference(srs);
  return layer;
}

bool gpkg_create(const char *path, enum collection c, const char *about, struct gpkg **out, struct err *e) {
  RegisterOGRGeoPackage();
  CPLPushErrorHandler(CPLQuietErrorHandler);
  CPLSetConfigOption("OGR_SQLITE_JOURNAL", "DELETE"); /* what QGIS can open on a read-only or network folder */
  struct gpkg *g = mem_calloc(1, sizeof *g);
  g->c = c;
  GDALDriverH driver = GDALGetDriverByName("GPKG");
  g->data = driver ? GDALCreate(driver, path, 0, 0, 0, GDT_Unknown, NULL) : NULL;
  g->layer = g->data ? create_layer(g->data, c, about) : NULL;
  uint32_t n;
  const struct property *p = property_list(c, &n);
  bool ok = g->layer != NULL;
  for (uint32_t i = 0; ok && i < n; i++) ok = create_field(g->layer, &p[i]);
  if (ok) ok = GDALDatasetStartTransaction(g->data, FALSE) == OGRERR_NONE;
  if (!ok) {
    fail(e, path);
    gpkg_abandon(g);
    return false;
  }
  *out = g;
  return true;
}

static void set_field(OGRFeatureH f, int i, const struct property *p, const struct property_value *v, struct arena *a) {
  if (v->null) {
    OGR_F_SetFieldNull(f, i);
    return;
  }
  switch (p->type) {
  case PROPERTY_TEXT:
  case PROPERTY_CODE:
  case PROPERTY_DATE: OGR_F_SetFieldString(f, i, arena_strndup(a, v->text.p, v->text.n)); break;
  case PROPERTY_INT: OGR_F_SetFieldInteger64(f, i, v->i); break;
  case PROPERTY_REAL: OGR_F_SetFieldDouble(f, i, v->real); break;
  case PROPERTY_MONEY: OGR_F_SetFieldDouble(f, i, (double)v->minor / 100); break; /* one rounding: the nearest double */
  case PROPERTY_BOOL: OGR_F_SetFieldInteger(f, i, v->flag); break;
  }
}

static OGRGeometryH make_ring(const struct polygon *p, uint32_t from, uint32_t to) {
  OGRGeometryH ring = OGR_G_CreateGeometry(wkbLinearRing);
  OGR_G_SetPoints(ring, (int)(to - from), p->xy + 2 * (size_t)from, 2 * sizeof(double), p->xy + 2 * (size_t)from + 1,
                  2 * sizeof(double), NULL, 0);
  return ring;
}

static OGRGeometryH make_multipolygon(const struct polygon *p) {
  OGRGeometryH all = OGR_G_CreateGeometry(wkbMultiPolygon);
  uint32_t ring = 0, point = 0;
  for (uint32_t part = 0; part < p->n_parts; part++) {
    OGRGeometryH one = OGR_G_CreateGeometry(wkbPolygon);
    for (; ring < p->part_end[part]; point = p->ring_end[ring++])
      OGR_G_AddGeometryDirectly(one, make_ring(p, point, p->ring_end[ring]));
    OGR_G_AddGeometryDirectly(all, one);
  }
  return all;
}

static void set_geometry(OGRFeatureH f, const struct property_row *row) {
  struct polygon p;
  double lon, lat;
  if (row->collection == COLLECTION_AREAS) {
    if (snapshot_area_polygon(row->s, row->index, row->arena, &p)) OGR_F_SetGeometryDirectly(f, make_multipolygon(&p));
  } else if (property_row_point(row, &lon, &lat)) {
    OGRGeometryH point = OGR_G_CreateGeometry(wkbPoint);
    OGR_G_SetPoint_2D(point, 0, lon, lat);
    OGR_F_SetGeometryDirectly(f, point);
  }
}

bool gpkg_write_row(struct gpkg *g, const struct property_row *row, struct err *e) {
  uint32_t n;
  const struct property *p = property_list(g->c, &n);
  OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(g->layer));
  for (uint32_t i = 0; i < n; i++) {
    struct property_value v;
    property_get(&p[i], row, &v);
    set_field(f, (int)i, &p[i], &v, row->arena);
  }
  set_geometry(f, row);
  OGRErr bad = OGR_L_CreateFeature(g->layer, f);
  OGR_F_Destroy(f);
  return bad == OGRERR_NONE || fail(e, "un elemento");
}

static bool write_style(struct gpkg *g) {
  static const char *const columns[] = {"f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
                                        "styleName",       "styleQML",       "styleSLD",     "useAsDefault",
                                        "description",     "owner",          "ui",           "update_time"};
  OGRLayerH layer = GDALDatasetCreateLayer(g->data, "layer_styles", NULL, wkbNone, NULL);
  if (!layer) return false;
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
    OGRFieldDefnH field = OGR_Fld_Create(columns[i], i == 7 ? OFTInteger : i == 11 ? OFTDateTime : OFTString);
    if (i == 7) OGR_Fld_SetSubType(field, OFSTBoolean);
    OGRErr bad = OGR_L_CreateField(layer, field, TRUE);
    OGR_Fld_Destroy(field);
    if (bad != OGRERR_NONE) return false;
  }
  struct buf qml = {0};
  gpkg_style_write(&qml, g->c);
  const char *id = collection_info(g->c)->id;
  OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(layer));
  OGR_F_SetFieldString(f, 0, "");
  OGR_F_SetFieldString(f, 1, "");
  OGR_F_SetFieldString(f, 2, id);
  OGR_F_SetFieldString(f, 3, collection_info(g->c)->geometry ? "geom" : "");
  OGR_F_SetFieldString(f, 4, id);
  OGR_F_SetFieldString(f, 5, qml.data);
  OGR_F_SetFieldInteger(f, 7, 1);
  OGRErr bad = OGR_L_CreateFeature(layer, f);
  OGR_F_Destroy(f);
  buf_free(&qml);
  return bad == OGRERR_NONE;
}

bool gpkg_close(struct gpkg *g, struct err *e) {
  CPLErrorReset();
  bool ok = write_style(g) && GDALDatasetCommitTransaction(g->data) == OGRERR_NONE;
  GDALFlushCache(g->data);
  if (CPLGetLastErrorType() >= CE_Failure) ok = false; /* GDALClose() is void before 3.7 */
  if (!ok) fail(e, "el cierre del archivo");
  gpkg_abandon(g);
  return ok;
}

void gpkg_abandon(struct gpkg *g) {
  if (g->data) GDALClose(g->data);
  CPLPopErrorHandler();
  free(g);
}
