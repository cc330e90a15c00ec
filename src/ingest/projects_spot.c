/* Points and outlines of places: read, refused where they cannot be right, tied to the leaf area that holds them. */
#include <math.h>
#include "place.h"
#include "projects_internal.h"

enum { MAX_OUTLINE_POINTS = 100000 };

/* ---- points ---- */

/* Says what is wrong with a point, and what it probably should be. */
static bool judge(struct projects *p, struct cell x, double lon, double lat) {
  double x2, y2;
  switch (place_judge_point(lon, lat, &x2, &y2)) {
  case PLACE_FINE: return true;
  case PLACE_WHOLE:
    cell_refuse(
        &p->cells, x, "coordenada-de-relleno",
        "Grados enteros (%.0f, %.0f) son un relleno, no un lugar. Deje las celdas vacías y diga el «ambito».",
        "Whole degrees (%.0f, %.0f) are a placeholder, not a place. Leave the cells empty and state the “ambito”.", lon,
        lat);
    break;
  case PLACE_SWAPPED:
    cell_refuse(&p->cells, x, "ejes-cambiados",
                "Longitud y latitud parecen cambiadas (%.6f, %.6f). Póngalas en su columna.",
                "Longitude and latitude look exchanged (%.6f, %.6f). Put each in its column.", lon, lat);
    break;
  case PLACE_SIGN_LOST:
    cell_refuse(&p->cells, x, "signo-perdido", "A la longitud le falta el signo: en Colombia es negativa. ¿Es %.6f?",
                "The longitude lacks its sign: it is negative in Colombia. Is it %.6f?", x2);
    break;
  case PLACE_DOT_LOST:
    cell_refuse(&p->cells, x, "punto-decimal-perdido",
                "La coordenada perdió el punto decimal (%.0f, %.6f). ¿Es %.6f, %.6f? Escríbala en grados decimales.",
                "The coordinate lost its decimal point (%.0f, %.6f). Is it %.6f, %.6f? Write it in decimal degrees.",
                lon, lat, x2, y2);
    break;
  case PLACE_OUTSIDE:
    cell_refuse(
        &p->cells, x, "fuera-de-colombia",
        "El punto (%.6f, %.6f) está fuera de Colombia. Use grados decimales WGS 84; si el lugar no se sabe, «ambito» "
        "desconocido.",
        "The point (%.6f, %.6f) is outside Colombia. Use decimal degrees, WGS 84; if the place is not known, “ambito” "
        "desconocido.",
        lon, lat);
    break;
  }
  return false;
}

bool projects_point(struct projects *p, struct cell x, struct cell y, struct project_location *l) {
  bool any = !cell_is_empty(x) || !cell_is_empty(y);
  if (!any) return false;
  double lon, lat;
  bool has_x = cell_degrees(&p->cells, x, &lon), has_y = cell_degrees(&p->cells, y, &lat);
  if (cell_is_empty(x) || cell_is_empty(y))
    cell_refuse(&p->cells, cell_is_empty(x) ? x : y, "falta-coordenada",
                "Falta una de las dos coordenadas. Escriba las dos o ninguna.",
                "One of the two coordinates is missing. Write both or none.");
  if (!has_x || !has_y) return false;
  if (!judge(p, x, lon, lat)) return false;
  *l = (struct project_location){.scope = STR("point"),
                                 .share_ppm = -1,
                                 .share_people_ppm = -1,
                                 .exactness = STR("1"),
                                 .lon = lon,
                                 .lat = lat,
                                 .method = STR("stated")};
  return true;
}

/* Tie a point to the one leaf area that holds it. An approximate extent is no boundary: only where it is the only one, and said. */
static void tie_point(struct projects *p, struct cell x, struct project_location *l) {
  const struct locate_area *area;
  switch (place_tie_point(p->locate, l->lon, l->lat, &area)) {
  case PLACE_NOWHERE: p->points_in_no_area++; break;
  case PLACE_REAL:
    l->area_id = area->id;
    l->method = STR("point-in-polygon");
    break;
  case PLACE_ROUGH:
    l->area_id = area->id;
    l->method = STR("point-in-approximate");
    l->exactness = STR("2");
    cell_remark(&p->cells, REPORT_NOTE, x, "area-por-extension-aproximada",
                "El punto se asignó a %.*s por su extensión aproximada, que no es un límite. Si se sabe el área, "
                "escríbala en «lugar».",
                "The point was given to %.*s by its approximate extent, which is no boundary. If the area is known, "
                "write it in "
                "“lugar”.",
                STR_ARG(area->code));
    break;
  case PLACE_SEVERAL:
    cell_remark(&p->cells, REPORT_NOTE, x, "punto-en-varias-areas",
                "El punto cae en varias áreas que se traslapan y no se asignó a ninguna. Escriba el área en «lugar».",
                "The point falls in several areas that overlap and was given to none. Write the area in “lugar”.");
    break;
  }
}

/* ---- outlines ---- */

/* The one real leaf area that holds nearly all of the outline. */
static void tie_outline(struct projects *p, struct project_location *l) {
  const struct locate_area *area = place_tie_outline(p->locate, p->shapes, l->outline);
  if (!area) return;
  l->area_id = area->id;
  l->method = STR("outline");
}

bool projects_outline(struct projects *p, struct cell x, struct project_location *l) {
  if (cell_is_empty(x)) return false;
  struct arena *a = p->cells.arena;
  struct polygon raw, *clean = arena_calloc(a, 1, sizeof *clean);
  struct shape_report found = {0};
  struct err e = {0};
  bool point = false;
  bool ok = x.value.p[0] == '{' ? polygon_from_geojson(a, x.value, MAX_OUTLINE_POINTS, &raw, &point, &e)
                                : polygon_from_wkt(a, x.value, MAX_OUTLINE_POINTS, &raw, &point, &e);
  struct bbox box = bbox_empty();
  for (uint32_t i = 0; ok && i < raw.n_points; i++) bbox_add_point(&box, raw.xy[2 * i], raw.xy[2 * i + 1]);
  bool inside = ok && place_in_colombia(box.minx, box.miny) && place_in_colombia(box.maxx, box.maxy);
  if (ok && !inside)
    cell_refuse(&p->cells, x, place_in_colombia(box.miny, box.minx) ? "ejes-cambiados" : "fuera-de-colombia",
                "El contorno (%.4f, %.4f) está fuera de Colombia. Va en grados decimales WGS 84, primero la longitud.",
                "The outline (%.4f, %.4f) is outside Colombia. Use decimal degrees, WGS 84, longitude first.", box.minx,
                box.miny);
  if (inside && point) {
    *l = (struct project_location){.scope = STR("point"),
                                   .share_ppm = -1,
                                   .share_people_ppm = -1,
                                   .exactness = STR("1"),
                                   .lon = raw.xy[0],
                                   .lat = raw.xy[1],
                                   .method = STR("stated")};
    return true;
  }
  ok = ok && inside && shape_clean(p->shapes, a, &raw, MAX_OUTLINE_POINTS, clean, &found, &e);
  if (!ok) {
    if (e.kind)
      cell_refuse(&p->cells, x, "contorno-invalido",
                  "El contorno no se puede usar (%s). Escriba un POLYGON o MULTIPOLYGON en WKT, o su GeoJSON.",
                  "The outline cannot be used (%s). Write a POLYGON or MULTIPOLYGON in WKT, or its GeoJSON.", e.text);
    return false;
  }
  if (found.repaired)
    cell_remark(&p->cells, REPORT_WARNING, x, "contorno-reparado",
                "El contorno no era válido (%s) y se reparó. Revíselo en el mapa.",
                "The outline was not valid (%s) and was repaired. Check it on the map.", found.reason);
  *l = (struct project_location){.scope = STR("outline"),
                                 .share_ppm = -1,
                                 .share_people_ppm = -1,
                                 .exactness = STR("1"),
                                 .lon = NAN,
                                 .lat = NAN,
                                 .method = STR("stated"),
                                 .outline = clean};
  return true;
}

void projects_tie(struct projects *p, struct cell x, struct project_location *l) {
  if (l->outline) tie_outline(p, l);
  else tie_point(p, x, l);
}
