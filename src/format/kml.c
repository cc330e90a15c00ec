#include "format/kml.h"

#include <stdio.h>

#include "core/digits.h"
#include "format/legend.h"
#include "iati_out.h" /* XML that cannot nest wrongly */

enum { DECIMALS = 7, FILL_ALPHA = 0x30 };

static void element(struct iati_out *x, const char *name, struct str text) {
  iati_out_begin(x, name);
  iati_out_text(x, text);
  iati_out_end(x);
}

static void element_z(struct iati_out *x, const char *name, const char *text) { element(x, name, str_from(text)); }

/* The legend's class for a way of getting the place. */
static const struct legend_class *class_of(enum collection c, const char *code) {
  uint32_t n;
  const struct legend_class *all = legend_classes(&n);
  enum legend_kind kind = c == COLLECTION_AREAS ? LEGEND_LINE : LEGEND_POINT;
  const char *key = c == COLLECTION_AREAS ? "geometria" : "ubicacion";
  for (uint32_t i = 0; i < n; i++) {
    const struct legend_test *test = &all[i].test;
    if (all[i].kind != kind || !test->key || strcmp(test->key, key) != 0 || !test->values) continue;
    for (const char *const *value = test->values; *value; value++)
      if (strcmp(*value, code) == 0) return &all[i];
  }
  return NULL;
}

/* The format writes its colours backwards: alpha, blue, green, red. */
static void write_color(struct iati_out *x, uint32_t rgba) {
  char text[16];
  snprintf(text, sizeof text, "%08x", __builtin_bswap32(rgba));
  element_z(x, "color", text);
}

static void write_style(struct iati_out *x, enum collection c, const char *code) {
  const struct legend_class *class = class_of(c, code);
  if (!class) return;
  iati_out_begin(x, "Style");
  iati_out_attr(x, "id", str_from(code));
  if (c == COLLECTION_PROJECTS) {
    iati_out_begin(x, "IconStyle");
    write_color(x, class->fill ? class->fill : class->stroke);
    element_z(x, "scale", "0.8");
    iati_out_end(x);
    iati_out_begin(x, "LabelStyle");
    element_z(x, "scale", "0"); /* a hundred titles at once hide the map; the balloon has it */
    iati_out_end(x);
  } else {
    iati_out_begin(x, "LineStyle");
    write_color(x, class->stroke);
    element_z(x, "width", "1.5");
    iati_out_end(x);
    iati_out_begin(x, "PolyStyle");
    write_color(x, (class->stroke & 0xFFFFFF00) | FILL_ALPHA);
    iati_out_end(x);
  }
  iati_out_end(x);
}

static void write_styles(struct iati_out *x, enum collection c) {
  for (int g = SNAP_GEOM_APPROXIMATE; c == COLLECTION_AREAS && g <= SNAP_GEOM_AUTHORITATIVE; g++)
    write_style(x, c, snap_geom_code((enum snap_geom)g));
  for (int p = SNAP_SPOT_POINT; c == COLLECTION_PROJECTS && p <= SNAP_SPOT_AREA_APPROXIMATE; p++)
    write_style(x, c, snap_spot_code((enum snap_spot)p));
}

static const char *type_of(enum property_type t) {
  switch (t) {
  case PROPERTY_INT: return "int";
  case PROPERTY_REAL:
  case PROPERTY_MONEY: return "double";
  case PROPERTY_BOOL: return "bool";
  case PROPERTY_TEXT:
  case PROPERTY_CODE:
  case PROPERTY_DATE: break;
  }
  return "string";
}

static void write_schema(struct iati_out *x, const struct about *about) {
  uint32_t n;
  const struct property *p = property_list(about->c, &n);
  const char *id = collection_info(about->c)->id;
  iati_out_begin(x, "Schema");
  iati_out_attr(x, "name", str_from(id));
  iati_out_attr(x, "id", str_from(id));
  for (uint32_t i = 0; i < n; i++) {
    iati_out_begin(x, "SimpleField");
    iati_out_attr(x, "type", str_from(type_of(p[i].type)));
    iati_out_attr(x, "name", str_from(p[i].name));
    element_z(x, "displayName", about->lang == SNAP_EN ? p[i].title_en : p[i].title_es);
    iati_out_end(x);
  }
  iati_out_end(x);
}

static void write_data(struct iati_out *x, const struct about *about, const char *name, const char *es, const char *en,
                       struct str value) {
  iati_out_begin(x, "Data");
  iati_out_attr(x, "name", str_from(name));
  element_z(x, "displayName", about->lang == SNAP_EN ? en : es);
  element(x, "value", value);
  iati_out_end(x);
}

static void write_about(struct iati_out *x, const struct about *about) {
  struct buf sources = {0};
  about_write_sources(&sources, about);
  iati_out_begin(x, "ExtendedData");
  write_data(x, about, "filtro", "Filtro", "Filter", str_from(about_filter(about)));
  write_data(x, about, "fecha_datos", "Datos de", "Data of", about->date);
  write_data(x, about, "instantanea", "Instantánea", "Snapshot", str_from(about->checksum));
  write_data(x, about, "fuentes", "Fuentes y licencias", "Sources and licences", buf_str(&sources));
  iati_out_end(x);
  buf_free(&sources);
}

void kml_write_begin(struct buf *out, const struct about *about) {
  const struct collection_info *info = collection_info(about->c);
  struct iati_out x = {.out = out};
  struct buf text = {0};
  about_write_text(&text, about);
  buf_add_z(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n");
  element_z(&x, "name", about->lang == SNAP_EN ? info->title_en : info->title_es);
  element(&x, "description", buf_str(&text));
  write_styles(&x, about->c);
  write_about(&x, about);
  write_schema(&x, about);
  buf_free(&text);
  iati_out_free(&x);
}

void kml_write_end(struct buf *out) { buf_add_z(out, "</Document>\n</kml>\n"); }

/* ---- one item */

static void write_value(struct iati_out *x, struct buf *number, const struct property *p,
                        const struct property_value *v) {
  struct str text = v->text;
  buf_reset(number);
  switch (p->type) {
  case PROPERTY_TEXT:
  case PROPERTY_CODE:
  case PROPERTY_DATE: break;
  case PROPERTY_INT: digits_write_int(number, v->i); break;
  case PROPERTY_REAL: digits_write_real(number, v->real, p->decimals); break;
  case PROPERTY_MONEY: decimal_write_minor(number, v->minor); break;
  case PROPERTY_BOOL: buf_add_z(number, v->flag ? "1" : "0"); break;
  }
  if (number->len) text = buf_str(number);
  iati_out_begin(x, "SimpleData");
  iati_out_attr(x, "name", str_from(p->name));
  iati_out_text(x, text);
  iati_out_end(x);
}

static void write_data_of(struct iati_out *x, const struct property_row *row) {
  uint32_t n;
  const struct property *p = property_list(row->collection, &n);
  struct buf number = {0};
  iati_out_begin(x, "ExtendedData");
  iati_out_begin(x, "SchemaData");
  iati_out_attr(x, "schemaUrl", row->collection == COLLECTION_AREAS ? STR("#areas") : STR("#proyectos"));
  for (uint32_t i = 0; i < n; i++) {
    struct property_value v;
    property_get(&p[i], row, &v);
    if (!v.null) write_value(x, &number, &p[i], &v);
  }
  iati_out_end(x);
  iati_out_end(x);
  buf_free(&number);
}

static void write_position(struct buf *out, const double *xy) {
  digits_write_real(out, xy[0], DECIMALS);
  buf_add_char(out, ',');
  digits_write_real(out, xy[1], DECIMALS);
}

static void write_ring(struct iati_out *x, struct buf *text, const struct polygon *p, uint32_t from, uint32_t to,
                       const char *boundary) {
  buf_reset(text);
  for (uint32_t i = from; i < to; i++) {
    if (i > from) buf_add_char(text, ' ');
    write_position(text, p->xy + 2 * (size_t)i);
  }
  iati_out_begin(x, boundary);
  iati_out_begin(x, "LinearRing");
  element(x, "coordinates", buf_str(text));
  iati_out_end(x);
  iati_out_end(x);
}

static void write_polygon(struct iati_out *x, const struct polygon *p) {
  struct buf text = {0};
  uint32_t ring = 0, point = 0;
  iati_out_begin(x, "MultiGeometry");
  for (uint32_t part = 0; part < p->n_parts; part++) {
    iati_out_begin(x, "Polygon");
    for (uint32_t first = ring; ring < p->part_end[part]; point = p->ring_end[ring++])
      write_ring(x, &text, p, point, p->ring_end[ring], ring == first ? "outerBoundaryIs" : "innerBoundaryIs");
    iati_out_end(x);
  }
  iati_out_end(x);
  buf_free(&text);
}

static void write_geometry(struct iati_out *x, const struct property_row *row) {
  struct polygon p;
  double at[2];
  if (row->collection == COLLECTION_AREAS) {
    if (snapshot_area_polygon(row->s, row->index, row->arena, &p)) write_polygon(x, &p);
  } else if (property_row_point(row, &at[0], &at[1])) {
    struct buf text = {0};
    write_position(&text, at);
    iati_out_begin(x, "Point");
    element(x, "coordinates", buf_str(&text));
    iati_out_end(x);
    buf_free(&text);
  }
}

void kml_write_placemark(struct buf *out, const struct property_row *row) {
  struct iati_out x = {.out = out};
  const char *class =
      row->collection == COLLECTION_AREAS ? snap_geom_code(row->area.geom) : snap_spot_code(row->project.spot);
  iati_out_begin(&x, "Placemark");
  element(&x, "name", property_row_name(row));
  iati_out_begin(&x, "styleUrl");
  iati_out_text(&x, STR("#"));
  iati_out_text(&x, str_from(class));
  iati_out_end(&x);
  write_data_of(&x, row);
  write_geometry(&x, row);
  iati_out_end(&x);
  iati_out_free(&x);
}
