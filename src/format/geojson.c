#include "format/geojson.h"

#include "query/bits.h"

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

static void write_properties(struct jw *w, const struct property_row *row, const uint64_t *chosen) {
  uint32_t n;
  const struct property *p = property_list(row->collection, &n);
  jw_key(w, "properties");
  jw_object(w);
  for (uint32_t i = 0; i < n; i++) {
    struct property_value v;
    if (chosen && !bits_has(chosen, i)) continue;
    property_get(&p[i], row, &v);
    jw_ready_key(w, &p[i].key);
    geojson_write_value(w, &p[i], &v);
  }
  jw_end(w);
}

void geojson_write_properties(struct jw *w, const struct property_row *row) { write_properties(w, row, NULL); }

static void write_point(struct jw *w, const double *xy, int decimals) {
  jw_object(w);
  jw_kv_z(w, "type", "Point");
  jw_key(w, "coordinates");
  jw_array(w);
  jw_double(w, xy[0], decimals);
  jw_double(w, xy[1], decimals);
  jw_end(w);
  jw_end(w);
}

static void write_polygon(struct jw *w, const struct polygon *p, int decimals) {
  struct buf coordinates = {0};
  polygon_write_geojson_coordinates(&coordinates, p, decimals);
  jw_object(w);
  jw_kv_z(w, "type", "MultiPolygon");
  jw_key(w, "coordinates");
  jw_raw(w, buf_str(&coordinates));
  jw_end(w);
  buf_free(&coordinates);
}

static bool transform(const struct geojson_style *style, double *xy, size_t n, struct err *e) {
  return !style->transform || style->transform(style->user, xy, n, e);
}

static bool write_geometry(struct jw *w, const struct property_row *row, const struct geojson_style *style,
                           struct err *e) {
  int decimals = style->decimals ? style->decimals : DECIMALS;
  double at[2];
  struct polygon p;
  bool areas = row->collection == COLLECTION_AREAS && !style->bare,
       points = row->collection == COLLECTION_PROJECTS && !style->bare;
  if (areas && snapshot_area_polygon(row->s, row->index, row->arena, &p)) {
    if (!transform(style, p.xy, p.n_points, e)) return false;
    write_polygon(w, &p, decimals);
  } else if (points && property_row_point(row, &at[0], &at[1])) {
    if (!transform(style, at, 1, e)) return false;
    write_point(w, at, decimals);
  } else {
    jw_null(w);
  }
  return true;
}

void geojson_write_geometry(struct jw *w, const struct property_row *row) {
  write_geometry(w, row, &(struct geojson_style){0}, NULL);
}

bool geojson_write_styled_feature(struct jw *w, const struct property_row *row, const struct geojson_style *style,
                                  void (*extra)(struct jw *w, const struct property_row *row, void *user), void *user,
                                  struct err *e) {
  jw_object(w);
  jw_kv_z(w, "type", "Feature");
  jw_kv_str(w, "id", property_row_code(row));
  jw_key(w, "geometry");
  if (!write_geometry(w, row, style, e)) return false;
  write_properties(w, row, style->properties);
  if (extra) extra(w, row, user);
  jw_end(w);
  return true;
}

void geojson_write_feature(struct jw *w, const struct property_row *row,
                           void (*extra)(struct jw *w, const struct property_row *row, void *user), void *user) {
  geojson_write_styled_feature(w, row, &(struct geojson_style){0}, extra, user, NULL);
}
