/* Points and outlines of places: read, refused where they cannot be right, tied to the leaf area that holds them. */
#include <math.h>
#include "projects_internal.h"

enum { MAX_CANDIDATES = 8, MAX_OUTLINE_POINTS = 100000 };
/* Colombia with its islands, generously. */
static const struct bbox COLOMBIA = {-82.0, -4.3, -66.8, 13.6};

/* ---- points ---- */

static bool in_colombia(double lon, double lat) { return bbox_contains_point(&COLOMBIA, lon, lat); }

/* A figure that lost its decimal point: the power of ten that brings it home. */
static bool rescue(double v, double min, double max, double *out) {
  for (int digits = 1; digits <= 9; digits++) {
    v /= 10;
    if (v < min || v > max) continue;
    *out = v;
    return true;
  }
  return false;
}

static void refuse_point(struct projects *p, struct cell x, double lon, double lat) {
  double lon2 = lon, lat2 = lat;
  if (in_colombia(lat, lon))
    cell_refuse(&p->cells, x, "ejes-cambiados",
                "Longitud y latitud parecen cambiadas (%.6f, %.6f). Póngalas en su columna.",
                "Longitude and latitude look exchanged (%.6f, %.6f). Put each in its column.", lon, lat);
  else if (in_colombia(-lon, lat))
    cell_refuse(&p->cells, x, "signo-perdido", "A la longitud le falta el signo: en Colombia es negativa. ¿Es %.6f?",
                "The longitude lacks its sign: it is negative in Colombia. Is it %.6f?", -lon);
  else if ((in_colombia(lon, 0) || rescue(lon, COLOMBIA.minx, COLOMBIA.maxx, &lon2) ||
            rescue(-lon, -COLOMBIA.maxx, -COLOMBIA.minx, &lon2)) &&
           ((lat >= COLOMBIA.miny && lat <= COLOMBIA.maxy) || rescue(lat, COLOMBIA.miny, COLOMBIA.maxy, &lat2)) &&
           (fabs(lon) > 180 || fabs(lat) > 90))
    cell_refuse(&p->cells, x, "punto-decimal-perdido",
                "La coordenada perdió el punto decimal (%.0f, %.6f). ¿Es %.6f, %.6f? Escríbala en grados decimales.",
                "The coordinate lost its decimal point (%.0f, %.6f). Is it %.6f, %.6f? Write it in decimal degrees.",
                lon, lat, lon2, lat2);
  else
    cell_refuse(
        &p->cells, x, "fuera-de-colombia",
        "El punto (%.6f, %.6f) está fuera de Colombia. Use grados decimales WGS 84; si el lugar no se sabe, «ambito» "
        "desconocido.",
        "The point (%.6f, %.6f) is outside Colombia. Use decimal degrees, WGS 84; if the place is not known, “ambito” "
        "desconocido.",
        lon, lat);
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
  if (!in_colombia(lon, lat)) {
    refuse_point(p, x, lon, lat);
    return false;
  }
  if (lon == round(lon) && lat == round(lat)) {
    cell_refuse(
        &p->cells, x, "coordenada-de-relleno",
        "Grados enteros (%.0f, %.0f) son un relleno, no un lugar. Deje las celdas vacías y diga el «ambito».",
        "Whole degrees (%.0f, %.0f) are a placeholder, not a place. Leave the cells empty and state the “ambito”.", lon,
        lat);
    return false;
  }
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
  const struct locate_area *v[MAX_CANDIDATES], *real = NULL, *rough = NULL;
  size_t n = locate_point(p->locate, l->lon, l->lat, v, MAX_CANDIDATES), n_real = 0, n_rough = 0;
  for (size_t i = 0; i < n && i < MAX_CANDIDATES; i++) {
    if (v[i]->approximate) rough = n_rough++ ? rough : v[i];
    else real = n_real++ ? real : v[i];
  }
  if (n_real == 1) {
    l->area_id = real->id;
    l->method = STR("point-in-polygon");
  } else if (n_real == 0 && n_rough == 1) {
    l->area_id = rough->id;
    l->method = STR("point-in-approximate");
    l->exactness = STR("2");
    cell_remark(&p->cells, REPORT_NOTE, x, "area-por-extension-aproximada",
                "El punto se asignó a %.*s por su extensión aproximada, que no es un límite. Si se sabe el área, "
                "escríbala en «lugar».",
                "The point was given to %.*s by its approximate extent, which is no boundary. If the area is known, "
                "write it in "
                "“lugar”.",
                STR_ARG(rough->code));
  } else if (n == 0) p->points_in_no_area++;
  else
    cell_remark(&p->cells, REPORT_NOTE, x, "punto-en-varias-areas",
                "El punto cae en %zu áreas que se traslapan y no se asignó a ninguna. Escriba el área en «lugar».",
                "The point falls in %zu areas that overlap and was given to none. Write the area in “lugar”.", n);
}

/* ---- outlines ---- */

/* The one real leaf area that holds nearly all of the outline. */
static void tie_outline(struct projects *p, struct project_location *l) {
  const struct locate_area *v[MAX_CANDIDATES];
  struct bbox box = polygon_bbox(l->outline);
  size_t n = locate_box(p->locate, &box, v, MAX_CANDIDATES);
  for (size_t i = 0; i < n && i < MAX_CANDIDATES; i++) {
    struct err e = {0};
    double share = 0;
    if (v[i]->approximate || !shape_covered(p->shapes, v[i]->polygon, l->outline, &share, &e) || share < 0.95) continue;
    l->area_id = v[i]->id;
    l->method = STR("outline");
    return;
  }
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
  bool inside = ok && in_colombia(box.minx, box.miny) && in_colombia(box.maxx, box.maxy);
  if (ok && !inside)
    cell_refuse(&p->cells, x, in_colombia(box.miny, box.minx) ? "ejes-cambiados" : "fuera-de-colombia",
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
