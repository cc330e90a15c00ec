/* Places and sectors. */
#include <math.h>
#include <stdio.h>
#include "core/jw.h"
#include "iati_part.h"

#define IATI_SRS "http://www.opengis.net/def/crs/EPSG/0/4326"

/* 9 decimals, without zeros at the end. */
static void write_degrees(struct buf *out, double degrees) {
  struct jw w;
  jw_init(&w, out);
  jw_double(&w, degrees, 9);
  while (out->data[out->len - 1] == '0' && out->data[out->len - 2] != '.') out->len--;
}

/* Latitude first, as the standard wants it. */
static void write_point(struct iati_part *a, double lon, double lat, bool filler) {
  struct iati_out *x = &a->x;
  struct buf pos = {0};
  write_degrees(&pos, lat);
  buf_add_char(&pos, ' ');
  write_degrees(&pos, lon);
  iati_out_begin(x, "point");
  iati_out_attr(x, "srsName", STR(IATI_SRS));
  if (filler) iati_part_filler(a, "*");
  iati_out_begin(x, "pos");
  iati_out_text(x, buf_str(&pos));
  iati_out_end(x);
  iati_out_end(x);
  buf_free(&pos);
}

static void write_outline(struct iati_part *a, uint32_t k) {
  struct arena *arena = arena_new(0);
  struct polygon outline;
  if (snapshot_location_outline(a->s, a->p.index, k, arena, &outline)) {
    struct buf b = {0};
    buf_add_z(&b, "{\"type\":\"MultiPolygon\",\"coordinates\":");
    polygon_write_geojson_coordinates(&b, &outline, 9);
    buf_add_char(&b, '}');
    iati_out_begin(&a->x, IATI_PREFIX ":" IATI_OUTLINE);
    iati_out_text(&a->x, buf_str(&b));
    iati_out_end(&a->x);
    buf_free(&b);
  }
  arena_free(arena);
}

static void write_own_attributes(struct iati_part *a, const struct snap_location *l, const struct snap_area *area) {
  struct iati_out *x = &a->x;
  char percent[16];
  iati_out_own(x, IATI_SCOPE, l->scope);
  iati_out_own(x, IATI_AREA, area->code);
  if (l->share_ppm >= 0) iati_out_own(x, IATI_SHARE, iati_part_percent(l->share_ppm, percent));
  if (l->share_people_ppm >= 0) iati_out_own(x, IATI_SHARE_PEOPLE, iati_part_percent(l->share_people_ppm, percent));
  iati_out_own(x, IATI_SHARE_BASIS, l->share_basis);
  iati_out_own(x, IATI_METHOD, l->method);
  iati_out_own(x, IATI_PRECISION, l->precision);
}

/* The area's name and label point, for readers who do not know its code: both are marked, they are not what the source said. */
static void write_name(struct iati_part *a, const struct snap_location *l, const struct snap_area *area) {
  if (l->name_raw.n || area->name.n == 0) {
    iati_out_said(&a->x, "name", l->name_raw);
    return;
  }
  iati_out_begin(&a->x, "name");
  iati_part_filler(a, "*");
  iati_out_narrative(&a->x, area->name, (struct str){0});
  iati_out_end(&a->x);
}

static void write_location(struct iati_part *a, uint32_t k, const struct snap_location *l) {
  struct iati_out *x = &a->x;
  struct snap_area area = {.lon = NAN, .lat = NAN};
  if (l->area != SNAPSHOT_NONE) snapshot_area(a->s, l->area, &area);
  iati_out_begin_ranked(x, "location", k);
  bool has_point = str_is(l->scope, "point") && !isnan(l->lon);
  bool label = !has_point && !isnan(area.lon) && !iati_out_brings(x, "point");
  write_own_attributes(a, l, &area);
  iati_out_code(x, "location-reach", l->reach);
  write_name(a, l, &area);
  if (has_point) write_point(a, l->lon, l->lat, false);
  else if (label) write_point(a, area.lon, area.lat, true);
  if (l->exactness.n || label) {
    iati_out_begin(x, "exactness");
    iati_out_attr(x, "code", l->exactness.n ? l->exactness : STR("2"));
    if (l->exactness.n == 0) iati_part_filler(a, "*");
    iati_out_end(x);
  }
  iati_out_code(x, "location-class", l->class);
  if (l->has_outline) write_outline(a, k);
  iati_out_end(x);
}

void iati_place_write(struct iati_part *a) {
  struct snap_location l;
  for (uint32_t k = 0; snapshot_location(a->s, a->p.index, k, &l); k++) write_location(a, k, &l);
}

void iati_place_write_sectors(struct iati_part *a) {
  struct iati_out *x = &a->x;
  struct snap_class c;
  char percent[16];
  for (uint32_t k = 0; snapshot_class(a->s, a->p.index, k, &c); k++) {
    iati_out_begin_ranked(x, "sector", k);
    iati_out_attr(x, "vocabulary", c.vocabulary);
    if (str_is(c.vocabulary, "99")) iati_out_attr(x, "vocabulary-uri", STR(IATI_NAMESPACE));
    iati_out_attr(x, "code", c.code);
    if (c.percent_ppm >= 0) iati_out_attr(x, "percentage", iati_part_percent(c.percent_ppm, percent));
    if (c.inferred) iati_out_own(x, IATI_INFERRED, STR("1"));
    iati_out_end(x);
  }
}
