/* The child: every feature is read twice, once for the survey and once to be sent. */
#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "geo/child.h"
#include "geo/vector_file_internal.h"

enum { DEPTH_MAX = 16, MAX_POINTS = 2000000 };

/* --- geometry ----------------------------------------------------------------------------------------------------------- */

static bool take_ring(struct vector_shape *s, OGRGeometryH ring, const struct vector_options *o, struct err *e) {
  struct polygon *p = &s->polygon;
  int n = OGR_G_GetPointCount(ring);
  if (n <= 0) return true;
  size_t first = 2 * (size_t)p->n_points, need = first + 2 * (size_t)n;
  uint32_t most = o->max_points ? o->max_points : MAX_POINTS;
  if (p->n_points + (uint64_t)n > most)
    return err_set(e, ERR_LIMIT,
                   o->spanish ? "más de %u puntos en un solo elemento; simplifíquelo"
                              : "more than %u points in one feature; simplify it",
                   most);
  mem_grow((void **)&p->xy, &s->cap_points, need, sizeof *p->xy);
  OGR_G_GetPoints(ring, &p->xy[first], 2 * sizeof *p->xy, &p->xy[first + 1], 2 * sizeof *p->xy, NULL, 0);
  s->unclosed |= p->xy[first] != p->xy[need - 2] || p->xy[first + 1] != p->xy[need - 1];
  p->n_points += (uint32_t)n;
  mem_grow((void **)&p->ring_end, &s->cap_rings, (size_t)p->n_rings + 1, sizeof *p->ring_end);
  p->ring_end[p->n_rings++] = p->n_points;
  return true;
}

/* The polygons of g, whatever they are wrapped in. Lines and points among them are passed over. */
static bool take_polygons(struct vector_shape *s, OGRGeometryH g, int depth, const struct vector_options *o,
                          struct err *e) {
  OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(g));
  bool polygon = type == wkbPolygon || type == wkbTriangle;
  bool collection =
      type == wkbMultiPolygon || type == wkbGeometryCollection || type == wkbPolyhedralSurface || type == wkbTIN;
  if (!polygon && !collection) return true;
  if (depth == DEPTH_MAX)
    return err_set(e, ERR_LIMIT,
                   o->spanish ? "colecciones dentro de colecciones, a más de %d niveles; sepárelas"
                              : "collections within collections, more than %d deep; take them apart",
                   DEPTH_MAX);
  uint32_t rings = s->polygon.n_rings;
  for (int i = 0; i < OGR_G_GetGeometryCount(g); i++) {
    OGRGeometryH part = OGR_G_GetGeometryRef(g, i);
    if (!(polygon ? take_ring(s, part, o, e) : take_polygons(s, part, depth + 1, o, e))) return false;
  }
  if (polygon && s->polygon.n_rings > rings) {
    mem_grow((void **)&s->polygon.part_end, &s->cap_parts, (size_t)s->polygon.n_parts + 1, sizeof *s->polygon.part_end);
    s->polygon.part_end[s->polygon.n_parts++] = s->polygon.n_rings;
  }
  return true;
}

static void exchange_axes(struct polygon *p) {
  for (size_t i = 0; i < p->n_points; i++) {
    double x = p->xy[2 * i];
    p->xy[2 * i] = p->xy[2 * i + 1];
    p->xy[2 * i + 1] = x;
  }
}

static void forget_shape(struct vector_shape *s) {
  s->polygon.n_points = s->polygon.n_rings = s->polygon.n_parts = 0;
  s->kind = VECTOR_NONE;
  s->name = "";
  s->had_z = s->unclosed = false;
}

static void take_point(struct vector_shape *s, OGRGeometryH g) {
  mem_grow((void **)&s->polygon.xy, &s->cap_points, 2, sizeof *s->polygon.xy);
  s->polygon.xy[0] = OGR_G_GetX(g, 0);
  s->polygon.xy[1] = OGR_G_GetY(g, 0);
  s->polygon.n_points = 1;
}

static bool take_geometry(struct vector_shape *s, OGRGeometryH g, const struct vector_options *o, struct err *e) {
  OGRGeometryH straight = OGR_G_HasCurveGeometry(g, TRUE) ? OGR_G_GetLinearGeometry(g, 0, NULL) : NULL;
  bool taken = take_polygons(s, straight ? straight : g, 0, o, e);
  if (straight) OGR_G_DestroyGeometry(straight);
  return taken;
}

bool vector_shape_take(struct vector_shape *s, void *feature, bool exchange, const struct vector_options *o,
                       struct err *e) {
  OGRGeometryH g = OGR_F_GetGeometryRef(feature);
  forget_shape(s);
  if (!g) return true;
  s->name = OGR_G_GetGeometryName(g);
  s->had_z = OGR_G_Is3D(g);
  s->kind = OGR_G_IsEmpty(g) ? VECTOR_EMPTY : VECTOR_OTHER;
  if (s->kind == VECTOR_EMPTY) return true;
  if (wkbFlatten(OGR_G_GetGeometryType(g)) == wkbPoint) {
    take_point(s, g);
    s->kind = VECTOR_POINT;
  } else {
    if (!take_geometry(s, g, o, e)) return false;
    if (s->polygon.n_points) s->kind = VECTOR_POLYGON;
  }
  if (exchange) exchange_axes(&s->polygon);
  return true;
}

/* --- the child's state ---------------------------------------------------------------------------------------------------- */

struct child {
  int fd;
  const struct vector_options *o;
  struct vector_source source;
  struct vector_info info;
  struct survey survey;
  struct encoding_evidence evidence;
  struct odd_texts *odd;
  struct vector_shape shape;
  struct arena *arena; /* one record */
  struct buf text, message;
};

static void send_message(struct child *c) { child_send(c->fd, buf_str(&c->message)); }

static noreturn void end_with(struct child *c, const struct err *e) {
  if (e) {
    wire_put_error(&c->message, e);
  } else {
    wire_begin(&c->message, VECTOR_MESSAGE_END);
    wire_finish(&c->message);
  }
  send_message(c);
  _exit(0);
}

static OGRFieldDefnH field_of(struct child *c, int i) {
  return OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(c->source.layer), i);
}

static int field_count(struct child *c) { return OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(c->source.layer)); }

/* Text in the file's encoding, copied as UTF-8. */
static struct str decoded(struct child *c, const char *z) {
  buf_reset(&c->text);
  encoding_decode(&c->text, c->info.encoding, str_from(z));
  return arena_str(c->arena, buf_str(&c->text));
}

/* What GDAL could not read must not look like the end of the file. */
static bool read_whole(struct child *c, uint64_t n, struct err *e) {
  if (!vector_complaints()[0]) return true;
  return err_set(e, ERR_INPUT,
                 c->o->spanish ? "el archivo no se puede leer después del elemento %llu (%s); consiga otra copia"
                               : "the file cannot be read beyond feature %llu (%s); get another copy",
                 (unsigned long long)n, vector_complaints());
}

/* --- first reading ---------------------------------------------------------------------------------------------------------- */

static void observe_texts(struct child *c, OGRFeatureH f, uint64_t number) {
  for (int i = 0; i < field_count(c); i++) {
    struct str name = str_from(OGR_Fld_GetNameRef(field_of(c, i)));
    if (number == 1) encoding_observe(&c->evidence, name, 0, name, c->o->spanish);
    if (OGR_Fld_GetType(field_of(c, i)) == OFTString && OGR_F_IsFieldSetAndNotNull(f, i))
      encoding_observe(&c->evidence, str_from(OGR_F_GetFieldAsString(f, i)), number, name, c->o->spanish);
  }
}

static bool survey_file(struct child *c, struct err *e) {
  OGRFeatureH f;
  OGR_L_ResetReading(c->source.layer);
  while ((f = OGR_L_GetNextFeature(c->source.layer))) {
    if (!vector_shape_take(&c->shape, f, c->source.exchanged != c->o->swap_axes, c->o, e)) {
      err_context(e, c->o->spanish ? "elemento %llu" : "feature %llu", (unsigned long long)c->survey.n + 1);
      return false;
    }
    survey_add(&c->survey, &c->shape);
    observe_texts(c, f, c->survey.n);
    OGR_F_Destroy(f);
  }
  c->info.count = c->survey.n;
  return read_whole(c, c->survey.n, e);
}

static bool prepare_survey(struct child *c, struct crs_context *crs, struct err *e) {
  c->survey.epsg = c->info.epsg ? c->info.epsg : 4326;
  c->survey.box = bbox_empty();
  return crs_transform_get(crs, c->survey.epsg, 4326, &c->survey.to_degrees, e);
}

static void send_info(struct child *c) {
  int n = field_count(c);
  struct str *names = arena_calloc(c->arena, (size_t)n + 1, sizeof *names);
  for (int i = 0; i < n; i++) names[i] = decoded(c, OGR_Fld_GetNameRef(field_of(c, i)));
  wire_put_info(&c->message, &c->info, names, (uint32_t)n);
  send_message(c);
}

/* --- second reading --------------------------------------------------------------------------------------------------------- */

/* The shortest text that reads back as the same number. */
static struct str real_text(struct child *c, double v) {
  char text[40];
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, v);
    if (strtod(text, NULL) == v) break;
  }
  return arena_str(c->arena, str_from(text));
}

static struct str date_text(struct child *c, OGRFeatureH f, int i, OGRFieldType type) {
  int year, month, day, hour, minute, zone;
  float second;
  if (!OGR_F_GetFieldAsDateTimeEx(f, i, &year, &month, &day, &hour, &minute, &second, &zone))
    return (struct str){"", 0};
  const char *text = arena_printf(c->arena, "%04d-%02d-%02d", year, month, day);
  if (type == OFTDateTime)
    text = arena_printf(c->arena, "%sT%02d:%02d:%02.0f", text, hour, minute, floor((double)second));
  return str_from(text);
}

static struct vector_field read_field(struct child *c, OGRFeatureH f, int i) {
  struct vector_field field = {.value = {"", 0}, .null = !OGR_F_IsFieldSetAndNotNull(f, i)};
  OGRFieldType type = OGR_Fld_GetType(field_of(c, i));
  field.number = type == OFTInteger || type == OFTInteger64 || type == OFTReal;
  if (field.null || type == OFTBinary) return field;
  /* A DBF's number has the decimals its column states. */
  if (type == OFTReal && OGR_Fld_GetWidth(field_of(c, i)) == 0)
    field.value = real_text(c, OGR_F_GetFieldAsDouble(f, i));
  else if (type == OFTDate || type == OFTDateTime) field.value = date_text(c, f, i, type);
  else field.value = decoded(c, OGR_F_GetFieldAsString(f, i));
  return field;
}

/* The number a GeoPackage or a GeoJSON gave the feature, the id of GML, KML or of a GeoJSON with texts as ids. GDAL
 * numbers what has none from 0; that is not an id. */
static struct str own_id(struct child *c, OGRFeatureH f, uint64_t number) {
  static const char *const NAMES[] = {"gml_id", "id"};
  GIntBig fid = OGR_F_GetFID(f);
  if (c->source.has_own_ids && fid != OGRNullFID && fid != (GIntBig)number - 1)
    return str_from(arena_printf(c->arena, "%lld", (long long)fid));
  for (size_t k = 0; k < 2; k++) {
    int i = OGR_F_GetFieldIndex(f, NAMES[k]);
    if (i >= 0 && OGR_F_IsFieldSetAndNotNull(f, i)) return decoded(c, OGR_F_GetFieldAsString(f, i));
  }
  return (struct str){"", 0};
}

/* To degrees. What cannot be transformed is no polygon: it is sent as outside, without coordinates. */
static void place(struct child *c, struct vector_record *r) {
  struct err ignored = {0};
  enum vector_fit fit = survey_fit(&c->survey, &r->polygon);
  r->swapped = fit == VECTOR_FITS_SWAPPED;
  r->outside = fit != VECTOR_FITS;
  if (crs_transform_apply(c->survey.to_degrees, r->polygon.xy, r->polygon.n_points, &ignored)) return;
  r->polygon = (struct polygon){0};
  r->geometry = VECTOR_OTHER;
}

static bool send_record(struct child *c, OGRFeatureH f, uint64_t number, struct err *e) {
  arena_reset(c->arena);
  if (!vector_shape_take(&c->shape, f, c->source.exchanged != c->o->swap_axes, c->o, e)) return false;
  int n = field_count(c);
  struct vector_record r = {.number = number,
                            .n_fields = (uint32_t)n,
                            .geometry = c->shape.kind,
                            .geometry_name = c->shape.name,
                            .had_z = c->shape.had_z,
                            .unclosed = c->shape.unclosed,
                            .polygon = c->shape.polygon};
  r.fields = arena_calloc(c->arena, (size_t)n + 1, sizeof *r.fields);
  for (int i = 0; i < n; i++) {
    r.fields[i] = read_field(c, f, i);
    r.fields[i].odd = !r.fields[i].null && odd_texts_has(c->odd, (size_t)i, number);
  }
  r.id = own_id(c, f, number);
  if (r.polygon.n_points) place(c, &r);
  wire_put_record(&c->message, &r);
  if (c->message.len > VECTOR_MESSAGE_MAX)
    return err_set(e, ERR_LIMIT,
                   c->o->spanish ? "el elemento pasa de 1 GiB; simplifíquelo"
                                 : "the feature is larger than 1 GiB; simplify it");
  send_message(c);
  return true;
}

static bool send_records(struct child *c, struct err *e) {
  OGRFeatureH f;
  uint64_t number = 0;
  OGR_L_ResetReading(c->source.layer);
  while ((f = OGR_L_GetNextFeature(c->source.layer))) {
    bool sent = send_record(c, f, ++number, e);
    OGR_F_Destroy(f);
    if (!sent) {
      err_context(e, c->o->spanish ? "elemento %llu" : "feature %llu", (unsigned long long)number);
      return false;
    }
  }
  return read_whole(c, number, e);
}

static void find_odd_texts(struct child *c, const char *path) {
  size_t n = (size_t)field_count(c);
  struct arena *arena = arena_new(0); /* to the end of the process */
  const char **names = arena_calloc(arena, n + 1, sizeof *names);
  for (size_t i = 0; i < n; i++) names[i] = OGR_Fld_GetNameRef(field_of(c, (int)i));
  c->odd = odd_texts_find(arena, path, strcmp(c->info.driver, "GeoJSONSeq") == 0, names, n, c->survey.n);
}

noreturn void vector_child_run(int fd, const char *path, const struct vector_options *o) {
  struct child c = {.fd = fd, .o = o, .arena = arena_new(0)};
  struct err e = {0};
  struct crs_context *crs = crs_context_new();
  if (!vector_source_open(path, o, &c.source, &c.info, &e) || !prepare_survey(&c, crs, &e) || !survey_file(&c, &e) ||
      !survey_judge(&c.survey, &c.info, o, &e) ||
      !encoding_decide(&c.evidence, o->encoding, c.source.declared_encoding, o->spanish, &c.info, &e))
    end_with(&c, &e);
  if (c.source.json) find_odd_texts(&c, path);
  send_info(&c);
  end_with(&c, send_records(&c, &e) ? NULL : &e);
}
