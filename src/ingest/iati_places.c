/* Locations: those of this program's own files as they stand, those of others tied to areas by their point or their name. */
#include <math.h>
#include "iati_internal.h"
#include "place.h"

enum { MAX_OUTLINE_POINTS = 100000, MAX_CANDIDATES = 2 };
static const struct str SRS_4326 = {"http://www.opengis.net/def/crs/EPSG/0/4326",
                                    sizeof "http://www.opengis.net/def/crs/EPSG/0/4326" - 1};

/* ---- the point ---- */

/* "latitude longitude", any white space between. */
static bool split_pos(struct str s, double *lat, double *lon) {
  size_t at = 0;
  while (at < s.n && !strchr(" \t\n\r", s.p[at])) at++;
  return at < s.n && text_parse_real((struct str){s.p, at}, lat) &&
         text_parse_real(text_trim((struct str){s.p + at, s.n - at}), lon);
}

static bool read_point(struct iati_map *m, struct iati_node *point, struct iati_node **pos,
                       struct project_location *l) {
  struct str srs = iati_attribute(point, WORD_SRS_NAME);
  if (srs.n && !str_eq(srs, SRS_4326)) {
    iati_refuse(m, point, "srsName", srs, "sistema-de-coordenadas",
                "El punto debe ir en EPSG:4326 (%s), latitud y longitud. Conviértalo.",
                "The point must be in EPSG:4326 (%s), latitude and longitude. Convert it.", SRS_4326.p);
    return false;
  }
  *pos = iati_take(point, WORD_POS);
  struct str text = *pos ? iati_text(*pos) : (struct str){0};
  if (text.n && split_pos(text, &l->lat, &l->lon) && fabs(l->lat) <= 1e9 && fabs(l->lon) <= 1e9) return true;
  iati_refuse(m, *pos ? *pos : point, NULL, text, "punto-ilegible",
              "El punto va como «latitud longitud» en grados decimales con punto: «10.4236 -75.5253».",
              "A point is “latitude longitude” in decimal degrees with a point: “10.4236 -75.5253”.");
  return false;
}

static void refuse_point(struct iati_map *m, const struct iati_node *pos, enum place_fault fault, double lon,
                         double lat) {
  struct str value = pos->first->text;
  if (fault == PLACE_WHOLE)
    iati_refuse(m, pos, NULL, value, "coordenada-de-relleno",
                "Grados enteros son un relleno, no un lugar. Quite el punto o ponga el verdadero.",
                "Whole degrees are a placeholder, not a place. Take the point out or give the true one.");
  else if (fault == PLACE_SWAPPED)
    iati_refuse(m, pos, NULL, value, "ejes-cambiados",
                "Latitud y longitud parecen cambiadas; primero va la latitud. ¿Es «%.6f %.6f»?",
                "Latitude and longitude look exchanged; the latitude comes first. Is it “%.6f %.6f”?", lat, lon);
  else if (fault == PLACE_SIGN_LOST)
    iati_refuse(m, pos, NULL, value, "signo-perdido",
                "A la longitud le falta el signo: en Colombia es negativa. ¿Es «%.6f %.6f»?",
                "The longitude lacks its sign: it is negative in Colombia. Is it “%.6f %.6f”?", lat, lon);
  else
    iati_refuse(m, pos, NULL, value, "punto-decimal-perdido", "La coordenada perdió el punto decimal. ¿Es «%.6f %.6f»?",
                "The coordinate lost its decimal point. Is it “%.6f %.6f”?", lat, lon);
}

static void tie(struct iati_map *m, const struct iati_node *pos, struct project_location *l) {
  const struct locate_area *area;
  enum place_tie found = place_tie_point(m->locate, l->lon, l->lat, &area);
  l->scope = STR("point");
  l->method = STR("stated");
  m->points_in_no_area += found == PLACE_NOWHERE;
  if (found == PLACE_REAL || found == PLACE_ROUGH) {
    l->area_id = area->id;
    l->method = found == PLACE_REAL ? STR("point-in-polygon") : STR("point-in-approximate");
  }
  if (found == PLACE_SEVERAL)
    iati_remark(m, REPORT_NOTE, pos, NULL, pos->first->text, "punto-en-varias-areas",
                "El punto cae en varias áreas que se traslapan y no se asignó a ninguna.",
                "The point falls in several areas that overlap and was given to none.");
}

/* A point abroad is no error of a partner who works in several countries: the place is beyond the city, the point stays. */
static void place_point(struct iati_map *m, struct iati_node *point, struct iati_node *pos,
                        struct project_location *l) {
  double lon, lat;
  enum place_fault fault = place_judge_point(l->lon, l->lat, &lon, &lat);
  if (fault == PLACE_FINE) {
    tie(m, pos, l);
    return;
  }
  if (fault != PLACE_OUTSIDE) {
    refuse_point(m, pos, fault, lon, lat);
    return;
  }
  point->used = false;
  l->scope = STR("beyond");
  l->lon = l->lat = NAN;
  iati_remark(
      m, REPORT_WARNING, pos, NULL, pos->first->text, "fuera-de-colombia",
      "El punto está fuera de Colombia: el lugar cuenta como fuera de la ciudad y el punto se conserva. Si no es así, "
      "corríjalo.",
      "The point is outside Colombia: the place counts as beyond the city and the point is kept. If that is wrong, "
      "correct "
      "it.");
}

/* ---- the name ---- */

static void place_name(struct iati_map *m, const struct iati_node *n, struct project_location *l) {
  struct gazetteer_match v[MAX_CANDIDATES];
  size_t count = 0, hints;
  l->scope = STR("unknown");
  if (l->name_raw.n && m->in_colombia) gazetteer_find(m->gazetteer, l->name_raw, v, MAX_CANDIDATES, &count, &hints);
  if (count == 1) {
    l->scope = STR("area");
    l->area_id = v[0].area_id;
    l->method = v[0].method == GAZETTEER_ALIAS ? STR("alias") : STR("name");
  } else if (count > 1)
    iati_remark(m, REPORT_NOTE, n, NULL, l->name_raw, "area-ambigua",
                "Ese nombre es de %zu áreas; el lugar se conserva con su nombre, sin área.",
                "That name belongs to %zu areas; the place is kept with its name, without an area.", count);
}

/* ---- of our own files ---- */

static const struct polygon *read_outline(struct iati_map *m, struct iati_node *n) {
  struct polygon raw, *clean = arena_calloc(m->arena, 1, sizeof *clean);
  struct shape_report found = {0};
  struct err e = {0};
  bool point = false;
  struct str text = iati_text(n);
  if (polygon_from_geojson(m->arena, text, MAX_OUTLINE_POINTS, &raw, &point, &e) && !point &&
      shape_clean(m->shapes, m->arena, &raw, MAX_OUTLINE_POINTS, clean, &found, &e))
    return clean;
  iati_refuse(m, n, NULL, text, "contorno-invalido",
              "El contorno no se puede usar (%s). Escriba un MultiPolygon de GeoJSON.",
              "The outline cannot be used (%s). Write a GeoJSON MultiPolygon.", point ? "Point" : e.text);
  return NULL;
}

static void place_own(struct iati_map *m, struct iati_node *n, struct iati_node *point, struct project_location *l) {
  struct iati_node *outline = iati_take(n, WORD_OWN_OUTLINE), *pos;
  bool has_point = point && read_point(m, point, &pos, l);
  l->scope = iati_required_code(m, n, WORD_OWN_SCOPE, "scope");
  l->area_id = iati_area(m, n, WORD_OWN_AREA);
  l->share_ppm = iati_percent(m, n, WORD_OWN_SHARE, NULL);
  l->share_people_ppm = iati_percent(m, n, WORD_OWN_SHARE_PEOPLE, NULL);
  l->share_basis = iati_code(m, n, WORD_OWN_SHARE_BASIS, "share_basis");
  l->method = iati_code(m, n, WORD_OWN_METHOD, "location_method");
  if (outline) l->outline = read_outline(m, outline);
  if (l->share_basis.n == 0) l->share_basis = STR("none");
  if (str_is(l->scope, "point") && !has_point) iati_refuse_missing(m, n, "point");
  if (str_is(l->scope, "outline") && !outline) iati_refuse_missing(m, n, IATI_OUTLINE);
  if (str_is(l->scope, "area") && !l->area_id && !m->out->refused) iati_refuse_missing(m, n, IATI_AREA);
  if (has_point && !str_is(l->scope, "point")) {
    point->used = false; /* it is not what places it */
    l->lon = l->lat = NAN;
  }
}

/* ---- together ---- */

static void map_place(struct iati_map *m, struct iati_node *n, struct project_location *l, bool only) {
  struct iati_node *name = iati_take(n, WORD_NAME), *point = iati_take(n, WORD_POINT), *pos;
  *l = (struct project_location){.share_ppm = -1, .share_people_ppm = -1, .lon = NAN, .lat = NAN};
  if (name) l->name_raw = iati_narrative(m, name, NULL);
  l->reach = iati_child_code(m, n, WORD_LOCATION_REACH, "location_reach");
  l->class = iati_child_code(m, n, WORD_LOCATION_CLASS, "location_class");
  l->exactness = iati_child_code(m, n, WORD_EXACTNESS, "exactness");
  l->precision = iati_code(m, n, WORD_OWN_PRECISION, "geographical_precision");
  if (iati_has_attribute(n, WORD_OWN_SCOPE)) {
    place_own(m, n, point, l);
    return;
  }
  l->share_basis = only ? STR("only") : STR("none");
  if (!point) place_name(m, n, l);
  else if (read_point(m, point, &pos, l)) place_point(m, point, pos, l);
}

void iati_map_places(struct iati_map *m, struct iati_node *activity) {
  struct project *p = &m->out->p;
  size_t n = iati_count(activity, WORD_LOCATION);
  struct project_location *list = arena_alloc(m->arena, (n + 1) * sizeof *list);
  for (struct iati_node *x = activity->first; x; x = x->next) {
    if (x->word != WORD_LOCATION || x->filler) continue;
    x->used = true;
    iati_rank(x, p->n_locations);
    map_place(m, x, &list[p->n_locations++], n == 1);
  }
  p->locations = list;
}
