/* The writer that the formats share, and FlatGeobuf, which has no peculiarities. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <ogr_srs_api.h>
#include <stdlib.h>

#include "ogr_internal.h"

/* Exported by GDAL with C linkage, declared in a C++ header only. Registering one driver keeps every other one out. */
void RegisterOGRFlatGeobuf(void);

static const struct ogr_kind *const kinds[] = {[OGR_GPKG] = &ogr_gpkg, [OGR_FGB] = &ogr_fgb, [OGR_SHP] = &ogr_shp};

bool ogr_fail(const struct ogr *o, struct err *e) {
  err_set(e, ERR_IO, err_pick("no se pudo escribir el %s: %s", "the %s could not be written: %s"), o->kind->name,
          o->path);
  return err_detail(e, "GDAL: %s", CPLGetLastErrorMsg());
}

bool ogr_needs_survey(enum ogr_form form) { return kinds[form]->survey; }

/* Digits of a number as a shapefile writes it. */
static uint32_t number_width(const struct property *p, const struct property_value *v) {
  struct buf b = {0};
  if (p->type == PROPERTY_MONEY) decimal_write_minor(&b, v->minor);
  else if (p->type == PROPERTY_REAL) buf_printf(&b, "%.*f", p->decimals, v->real);
  else buf_printf(&b, "%lld", (long long)v->i);
  uint32_t n = (uint32_t)b.len;
  buf_free(&b);
  return n;
}

static bool has_shape(const struct property_row *row) {
  struct polygon p;
  double lon, lat;
  if (row->collection == COLLECTION_AREAS) return snapshot_area_polygon(row->s, row->index, row->arena, &p);
  return property_row_point(row, &lon, &lat);
}

void ogr_survey_row(struct ogr_survey *survey, const struct property_row *row) {
  uint32_t n;
  const struct property *p = property_list(row->collection, &n);
  for (uint32_t i = 0; i < n; i++) {
    struct property_value v;
    property_get(&p[i], row, &v);
    if (v.null || p[i].type == PROPERTY_BOOL) continue;
    bool number = p[i].type == PROPERTY_INT || p[i].type == PROPERTY_REAL || p[i].type == PROPERTY_MONEY;
    uint32_t width = number ? number_width(&p[i], &v) : (uint32_t)(v.text.n < UINT32_MAX ? v.text.n : UINT32_MAX);
    if (width > survey->width[i]) survey->width[i] = width;
    survey->cut[i] += !number && width > OGR_SHP_TEXT;
  }
  survey->rows++;
  survey->without_shape += !has_shape(row);
}

/* ---- the file and its fields */

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

/* Fixed widths are the shapefile's affair. */
static void set_width(const struct ogr *o, uint32_t i, OGRFieldDefnH field) {
  const struct property *p = &o->property[i];
  uint32_t width = o->survey->width[i] ? o->survey->width[i] : 1;
  if (p->type == PROPERTY_BOOL) return;
  if (p->type == PROPERTY_INT && width < 10) width = 10;
  if (p->type == PROPERTY_MONEY || p->type == PROPERTY_REAL) {
    OGR_Fld_SetPrecision(field, p->decimals);
    if (width < 12) width = 12;
  }
  OGR_Fld_SetWidth(field, (int)(width > OGR_SHP_TEXT ? OGR_SHP_TEXT : width));
}

static bool create_field(struct ogr *o, uint32_t i) {
  const struct property *p = &o->property[i];
  bool en = o->about->lang == SNAP_EN;
  o->field[i] = o->kind->field_name(o, i);
  OGRFieldDefnH field = OGR_Fld_Create(o->field[i], field_type(p->type));
  if (p->type == PROPERTY_BOOL) OGR_Fld_SetSubType(field, OFSTBoolean);
  if (o->kind == &ogr_shp) set_width(o, i, field);
  OGR_Fld_SetAlternativeName(field, en ? p->title_en : p->title_es);
#if GDAL_VERSION_NUM >= GDAL_COMPUTE_VERSION(3, 7, 0)
  OGR_Fld_SetComment(field, en ? p->about_en : p->about_es);
#endif
  OGRErr bad = OGR_L_CreateField(o->layer, field, TRUE);
  OGR_Fld_Destroy(field);
  return bad == OGRERR_NONE;
}

static bool create_layer(struct ogr *o) {
  const struct collection_info *info = collection_info(o->about->c);
  bool areas = o->about->c == COLLECTION_AREAS;
  /* A shapefile knows one kind of polygon, of many parts or one. */
  OGRwkbGeometryType type = areas            ? (o->kind == &ogr_shp ? wkbPolygon : wkbMultiPolygon)
                            : info->geometry ? wkbPoint
                                             : wkbNone;
  OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
  char **options = o->kind->layer_options(o);
  if (OSRImportFromEPSG(srs, 4326) == OGRERR_NONE) {
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    o->layer = GDALDatasetCreateLayer(o->data, info->id, type == wkbNone ? NULL : srs, type, options);
  }
  CSLDestroy(options);
  OSRDestroySpatialReference(srs);
  return o->layer != NULL;
}

static bool create(struct ogr *o, const char *at) {
  GDALDriverH driver = GDALGetDriverByName(o->kind->driver);
  o->data = driver ? GDALCreate(driver, at, 0, 0, 0, GDT_Unknown, NULL) : NULL;
  bool ok = o->data && create_layer(o);
  for (uint32_t i = 0; ok && i < o->n_properties; i++) ok = create_field(o, i);
  if (ok && GDALDatasetTestCapability(o->data, ODsCTransactions))
    ok = GDALDatasetStartTransaction(o->data, FALSE) == OGRERR_NONE;
  return ok;
}

bool ogr_create(const char *path, enum ogr_form form, const struct about *about, const struct ogr_survey *survey,
                struct ogr **out, struct err *e) {
  struct ogr *o = mem_calloc(1, sizeof *o);
  *o = (struct ogr){.kind = kinds[form], .path = path, .about = about, .survey = survey, .arena = arena_new(0)};
  o->property = property_list(about->c, &o->n_properties);
  o->kind->enlist();
  CPLPushErrorHandler(CPLQuietErrorHandler);
  const char *at = o->kind->begin(o, e);
  if (!at || !create(o, at)) {
    if (at) ogr_fail(o, e);
    ogr_abandon(o);
    return false;
  }
  *out = o;
  return true;
}

/* ---- rows */

/* The text, or what a shapefile takes of it: whole characters, and a mark that it goes on. */
static const char *text_of(const struct ogr *o, struct arena *a, struct str s) {
  static const char mark[] = "[…]";
  if (o->kind != &ogr_shp || s.n <= OGR_SHP_TEXT) return arena_strndup(a, s.p, s.n);
  size_t n = OGR_SHP_TEXT - (sizeof mark - 1);
  while (n && ((unsigned char)s.p[n] & 0xC0) == 0x80) n--;
  return arena_printf(a, "%.*s%s", (int)n, s.p, mark);
}

static void set_field(const struct ogr *o, OGRFeatureH f, int i, const struct property_value *v, struct arena *a) {
  if (v->null) {
    OGR_F_SetFieldNull(f, i);
    return;
  }
  switch (o->property[i].type) {
  case PROPERTY_TEXT:
  case PROPERTY_CODE:
  case PROPERTY_DATE: OGR_F_SetFieldString(f, i, text_of(o, a, v->text)); break;
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

bool ogr_write_row(struct ogr *o, const struct property_row *row, struct err *e) {
  if (o->kind == &ogr_fgb && !has_shape(row)) return true; /* GDAL 3.6 would drop it without a word */
  OGRFeatureH f = OGR_F_Create(OGR_L_GetLayerDefn(o->layer));
  CPLErrorReset();
  for (uint32_t i = 0; i < o->n_properties; i++) {
    struct property_value v;
    property_get(&o->property[i], row, &v);
    set_field(o, f, (int)i, &v, row->arena);
  }
  set_geometry(f, row);
  OGRErr bad = OGR_L_CreateFeature(o->layer, f);
  OGR_F_Destroy(f);
  return (bad == OGRERR_NONE && CPLGetLastErrorType() < CE_Warning) || ogr_fail(o, e);
}

/* ---- end */

bool ogr_close(struct ogr *o, struct err *e) {
  CPLErrorReset();
  bool ok = !o->kind->complete || o->kind->complete(o);
  if (ok && GDALDatasetTestCapability(o->data, ODsCTransactions))
    ok = GDALDatasetCommitTransaction(o->data) == OGRERR_NONE;
  GDALFlushCache(o->data);
  GDALClose(o->data); /* void before 3.7: what it has to say is the last error */
  o->data = NULL;
  if (CPLGetLastErrorType() >= CE_Failure) ok = false;
  if (!ok) ogr_fail(o, e);
  else if (o->kind->finish) ok = o->kind->finish(o, e);
  ogr_abandon(o);
  return ok;
}

void ogr_abandon(struct ogr *o) {
  if (o->data) GDALClose(o->data);
  if (o->kind->clean) o->kind->clean(o);
  CPLPopErrorHandler();
  arena_free(o->arena);
  free(o);
}

/* ---- FlatGeobuf */

static const char *begin_fgb(struct ogr *o, struct err *e) {
  (void)e;
  return o->path;
}

static char **fgb_options(const struct ogr *o) {
  char **options = CSLSetNameValue(NULL, "SPATIAL_INDEX", "YES");
  options = CSLSetNameValue(options, "TEMPORARY_DIR", CPLGetPath(o->path)); /* what is read back and put in order */
#if GDAL_VERSION_NUM >= GDAL_COMPUTE_VERSION(3, 9, 0)
  const struct collection_info *info = collection_info(o->about->c);
  struct buf text = {0};
  about_write_text(&text, o->about);
  if (o->survey->without_shape)
    buf_printf(&text,
               o->about->lang == SNAP_EN ? "Not here, as they have no geometry: %llu\n"
                                         : "No están, por no tener geometría: %llu\n",
               (unsigned long long)o->survey->without_shape);
  options = CSLSetNameValue(options, "TITLE", o->about->lang == SNAP_EN ? info->title_en : info->title_es);
  options = CSLSetNameValue(options, "DESCRIPTION", text.data);
  buf_free(&text);
#endif
  return options;
}

static const char *fgb_field(struct ogr *o, uint32_t i) { return o->property[i].name; }

const struct ogr_kind ogr_fgb = {.name = "FlatGeobuf",
                                 .driver = "FlatGeobuf",
                                 .enlist = RegisterOGRFlatGeobuf,
                                 .survey = true,
                                 .begin = begin_fgb,
                                 .layer_options = fgb_options,
                                 .field_name = fgb_field};
