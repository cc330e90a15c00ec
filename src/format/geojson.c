#include "format/geojson.h"

enum { DECIMALS = 7 };

void geojson_write_value(struct jw *w, const struct property *p, const struct property_value *v) {
  if (v->null) {
    jw_null(w);
    return;
  }
  switch (p->type) {
  case PROPERTY_TEXT:
  case PROPERTY_CODE:
  case PROPERTY_DATE: jw_str(w, v->text); break;
  case PROPERTY_INT: jw_int(w, v->i); break;
  case PROPERTY_REAL: jw_double(w, v->real, p->decimals); break;
  case PROPERTY_MONEY: jw_minor(w, v->minor); break;
  case PROPERTY_BOOL: jw_bool(w, v->flag); break;
  }
}

void geojson_write_properties(struct jw *w, const struct property_row *row) {
  uint32_t n;
  const struct property *p = property_list(row->collection, &n);
  jw_key(w, "properties");
  jw_object(w);
  for (uint32_t i = 0; i < n; i++) {
    struct property_value v;
    property_get(&p[i], row, &v);
    jw_key(w, p[i].name);
    geojson_write_value(w, &p[i], &v);
  }
  jw_end(w);
}

static void write_point(struct jw *w, double lon, double lat) {
  jw_object(w);
  jw_kv_z(w, "type", "Point");
  jw_key(w, "coordinates");
  jw_array(w);
  jw_double(w, lon, DECIMALS);
  jw_double(w, lat, DECIMALS);
  jw_end(w);
  jw_end(w);
}

static void write_polygon(struct jw *w, const struct polygon *p) {
  struct buf coordinates = {0};
  polygon_write_geojson_coordinates(&coordinates, p, DECIMALS);
  jw_object(w);
  jw_kv_z(w, "type", "MultiPolygon");
  jw_key(w, "coordinates");
  jw_raw(w, buf_str(&coordinates));
  jw_end(w);
  buf_free(&coordinates);
}

void geojson_write_geometry(struct jw *w, const struct property_row *row) {
  double lon, lat;
  struct polygon p;
  if (row->collection == COLLECTION_AREAS && snapshot_area_polygon(row->s, row->index, row->arena, &p)) {
    write_polygon(w, &p);
  } else if (row->collection == COLLECTION_PROJECTS && property_row_point(row, &lon, &lat)) {
    write_point(w, lon, lat);
  } else {
    jw_null(w);
  }
}

static void begin_feature(struct jw *w, const struct property_row *row) {
  jw_object(w);
  jw_kv_z(w, "type", "Feature");
  jw_kv_str(w, "id", property_row_code(row));
  jw_key(w, "geometry");
}

void geojson_write_bare_feature(struct jw *w, const struct property_row *row) {
  begin_feature(w, row);
  jw_null(w);
  geojson_write_properties(w, row);
  jw_end(w);
}

void geojson_write_feature(struct jw *w, const struct property_row *row,
                           void (*extra)(struct jw *w, const struct property_row *row, void *user), void *user) {
  begin_feature(w, row);
  geojson_write_geometry(w, row);
  geojson_write_properties(w, row);
  if (extra) extra(w, row, user);
  jw_end(w);
}
