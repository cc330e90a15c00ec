#include <math.h>
#include <stdio.h>
#include "domain/attribution.h"
#include "projects_internal.h"

enum { MAX_CANDIDATES = 8, MAX_OUTLINE_POINTS = 100000, PPM = 1000000 };
/* Colombia with its islands, generously. */
static const struct bbox COLOMBIA = {-82.0, -4.3, -66.8, 13.6};

/* ---- areas by name ---- */

static void write_candidate(struct buf *b, const struct gazetteer_match *m) {
  buf_printf(b, "%s%.*s (%.*s, %.*s)", b->len ? "; " : "", STR_ARG(m->code), STR_ARG(m->name), STR_ARG(m->layer));
}

static bool find_area(struct projects *p, struct cell x, struct gazetteer_match *found) {
  struct gazetteer_match v[MAX_CANDIDATES];
  size_t n, hints;
  gazetteer_find(p->gazetteer, x.value, v, MAX_CANDIDATES, &n, &hints);
  *found = v[0];
  if (n == 1) return true;
  struct buf b = {0};
  size_t shown = n ? n : hints;
  for (size_t i = 0; i < shown && i < MAX_CANDIDATES; i++) write_candidate(&b, &v[i]);
  if (n > 1)
    cell_refuse(&p->cells, x, "area-ambigua", "Ese nombre es de %zu áreas: %s. Escriba el código de la que es.",
                "That name belongs to %zu areas: %s. Write the code of the right one.", n, b.data);
  else if (hints)
    cell_refuse(
        &p->cells, x, "area-desconocida",
        "Ningún área se llama así. Parecidas: %s. Use el código, agregue el nombre como alias del área, o póngalo en "
        "«lugar_nota» con «ambito» desconocido.",
        "No area has that name. Near: %s. Use the code, add the name as an alias of the area, or put it in "
        "“lugar_nota” "
        "with “ambito” desconocido.",
        b.data);
  else
    cell_refuse(
        &p->cells, x, "area-desconocida",
        "Ningún área se llama así. Agregue el nombre como alias de un área, use su código, o póngalo en «lugar_nota» "
        "con "
        "«ambito» desconocido.",
        "No area has that name. Add the name as an alias of an area, use its code, or put it in “lugar_nota” with "
        "“ambito” desconocido.");
  buf_free(&b);
  return false;
}

/* "60%", "12,5 %" to millionths; -1 and a refusal otherwise. */
static int32_t read_share(struct projects *p, struct cell x, struct str share) {
  char digits[32];
  size_t n = 0;
  if (share.n && share.p[share.n - 1] == '%') share = text_trim((struct str){share.p, share.n - 1});
  for (size_t i = 0; i < share.n && n < sizeof digits; i++) digits[n++] = share.p[i] == ',' ? '.' : share.p[i];
  struct decimal d = {0};
  bool fine =
      n && n == share.n && decimal_read((struct str){digits, n}, DECIMAL_PLAIN, &d) == DECIMAL_FINE && d.unscaled >= 0;
  while (fine && d.scale < 4) {
    d.unscaled *= 10;
    d.scale++;
    fine = d.unscaled <= (i128)PPM * PPM;
  }
  while (fine && d.scale > 4 && d.unscaled % 10 == 0) {
    d.unscaled /= 10;
    d.scale--;
  }
  if (fine && d.scale == 4 && d.unscaled <= PPM) return (int32_t)d.unscaled;
  cell_refuse(&p->cells, x, "parte-ilegible",
              "La parte debe ser un porcentaje de 0 a 100 con hasta cuatro decimales, por ejemplo «Manga=60%%».",
              "The share must be a percentage from 0 to 100 with at most four decimals, such as “Manga=60%%”.");
  return -1;
}

static struct str method_code(enum gazetteer_method m) {
  return m == GAZETTEER_CODE ? STR("code") : m == GAZETTEER_NAME ? STR("name") : STR("alias");
}

static void read_area(struct projects *p, struct cell x, struct project_location *list, struct project *out) {
  struct project_location l = {.scope = STR("area"),
                               .share_ppm = -1,
                               .share_people_ppm = -1,
                               .name_raw = x.value,
                               .exactness = STR("1"),
                               .lon = NAN,
                               .lat = NAN};
  struct cell name = x;
  for (size_t i = x.value.n; i > 0; i--)
    if (x.value.p[i - 1] == '=') {
      name.value = text_trim((struct str){x.value.p, i - 1});
      l.share_ppm = read_share(p, x, text_trim((struct str){x.value.p + i, x.value.n - i}));
      break;
    }
  struct gazetteer_match m;
  l.name_raw = name.value;
  if (!find_area(p, name, &m)) return;
  for (size_t i = 0; i < out->n_locations; i++)
    if (list[i].area_id == m.area_id) {
      cell_refuse(&p->cells, x, "area-repetida", "El área %.*s está dos veces. Deje una, con la suma de sus partes.",
                  "The area %.*s is there twice. Keep one, with the sum of its shares.", STR_ARG(m.code));
      return;
    }
  l.area_id = m.area_id;
  l.method = method_code(m.method);
  list[out->n_locations++] = l;
}

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

static void refuse_point(struct projects *p, double lon, double lat) {
  struct cell x = projects_cell(p, COLUMN_LON);
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

static bool read_point(struct projects *p, struct project_location *l) {
  struct cell x = projects_cell(p, COLUMN_LON), y = projects_cell(p, COLUMN_LAT);
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
    refuse_point(p, lon, lat);
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
static void tie_point(struct projects *p, struct project_location *l) {
  const struct locate_area *v[MAX_CANDIDATES], *real = NULL, *rough = NULL;
  size_t n = locate_point(p->locate, l->lon, l->lat, v, MAX_CANDIDATES), n_real = 0, n_rough = 0;
  for (size_t i = 0; i < n && i < MAX_CANDIDATES; i++) {
    if (v[i]->approximate) rough = n_rough++ ? rough : v[i];
    else real = n_real++ ? real : v[i];
  }
  struct cell x = projects_cell(p, COLUMN_LON);
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

static bool read_outline(struct projects *p, struct project_location *l) {
  struct cell x = projects_cell(p, COLUMN_CONTORNO);
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

/* ---- together ---- */

/* A point or an outline beside named areas belongs to the one it lies in, else to the first. */
static void place_spot(struct projects *p, struct project_location *list, struct project *out,
                       struct project_location spot) {
  if (out->n_locations == 0) {
    if (spot.outline) tie_outline(p, &spot);
    else tie_point(p, &spot);
    list[out->n_locations++] = spot;
    return;
  }
  size_t at = out->n_locations;
  bool known = false;
  for (size_t i = 0; i < out->n_locations && at == out->n_locations; i++) {
    const struct locate_area *a = locate_area(p->locate, list[i].area_id);
    known = known || (a && !a->approximate);
    if (a && !spot.outline && polygon_contains(a->polygon, spot.lon, spot.lat)) at = i;
  }
  if (at == out->n_locations && known && !spot.outline)
    cell_remark(&p->cells, REPORT_WARNING, projects_cell(p, COLUMN_LON), "punto-fuera-del-area",
                "El punto no cae en el área que dice «lugar». Se guardan los dos; revise cuál está bien.",
                "The point does not lie in the area of “lugar”. Both are kept; check which one is right.");
  struct project_location *l = &list[at == out->n_locations ? 0 : at];
  l->scope = spot.scope;
  l->lon = spot.lon;
  l->lat = spot.lat;
  l->outline = spot.outline;
}

/* DOMAIN's precedence: stated shares, else the row's explicit rule for the rest, else the only place, else nothing. */
static void share_out(struct projects *p, struct project_location *list, struct project *out) {
  static const char *const words[] = {"igual", "superficie", "poblacion"};
  static const enum attribution_basis rules[] = {ATTRIBUTION_EQUAL, ATTRIBUTION_AREA, ATTRIBUTION_POPULATION};
  struct cell x = projects_cell(p, COLUMN_REPARTO);
  enum attribution_basis rule = ATTRIBUTION_NONE;
  struct buf b = {0};
  text_fold(&b, x.value);
  for (size_t i = 0; i < 3; i++)
    if (str_is(buf_str(&b), words[i])) rule = rules[i];
  buf_free(&b);
  if (rule == ATTRIBUTION_NONE && !cell_is_empty(x))
    cell_refuse(&p->cells, x, "valor-fuera-de-lista", "No está en la lista. Use uno de: igual, superficie, poblacion.",
                "It is not in the list. Use one of: igual, superficie, poblacion.");
  int64_t stated = 0;
  bool any = false;
  for (size_t i = 0; i < out->n_locations; i++) {
    bool has = list[i].share_ppm >= 0;
    any = any || has;
    stated += has ? list[i].share_ppm : 0;
    list[i].share_basis = str_from(attribution_basis_code(has                        ? ATTRIBUTION_STATED
                                                          : rule != ATTRIBUTION_NONE ? rule
                                                          : out->n_locations == 1    ? ATTRIBUTION_ONLY
                                                                                     : ATTRIBUTION_NONE));
  }
  struct cell place = projects_cell(p, COLUMN_LUGAR);
  if (stated > PPM)
    cell_refuse(&p->cells, place, "partes-pasan-de-100", "Las partes suman %.4f %%, más de 100 %%. Corríjalas.",
                "The shares add up to %.4f %%, more than 100 %%. Correct them.", (double)stated / 10000);
  else if (any && stated < PPM && (rule == ATTRIBUTION_NONE || cell_is_empty(x)))
    cell_remark(&p->cells, REPORT_NOTE, place, "partes-no-llegan-a-100",
                "Las partes suman %.4f %%; el resto queda sin repartir.",
                "The shares add up to %.4f %%; the rest stays unallocated.", (double)stated / 10000);
}

struct ambit {
  struct str scope;
  bool known;
};

static struct ambit read_ambit(struct projects *p) {
  static const char *const words[][2] = {{"area", "area"},           {"ciudad", "city"},
                                         {"toda la ciudad", "city"}, {"distrito", "city"},
                                         {"fuera", "beyond"},        {"fuera de la ciudad", "beyond"},
                                         {"desconocido", "unknown"}, {"city", "city"},
                                         {"beyond", "beyond"},       {"unknown", "unknown"}};
  struct cell x = projects_cell(p, COLUMN_AMBITO);
  struct ambit a = {0};
  if (cell_is_empty(x)) return a;
  struct buf b = {0};
  text_fold(&b, x.value);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_is(buf_str(&b), words[i][0])) a = (struct ambit){str_from(words[i][1]), true};
  buf_free(&b);
  if (!a.known)
    cell_refuse(&p->cells, x, "valor-fuera-de-lista",
                "No está en la lista. Use uno de: area, ciudad, fuera, desconocido.",
                "It is not in the list. Use one of: area, ciudad, fuera, desconocido.");
  return a;
}

static void check_ambit(struct projects *p, struct ambit a, struct project_location *list, struct project *out,
                        bool tried) {
  struct cell x = projects_cell(p, COLUMN_AMBITO);
  bool place = !a.known || str_is(a.scope, "area");
  if (tried && !place)
    cell_refuse(&p->cells, x, "ambito-contradictorio",
                "El ámbito dice que no hay un área y la fila da un lugar. Deje uno de los dos.",
                "The “ambito” says there is no area and the row gives a place. Keep one of them.");
  else if (!tried && place) {
    if (a.known || cell_is_empty(x))
      cell_refuse(
          &p->cells, a.known ? projects_cell(p, COLUMN_LUGAR) : x, "sin-lugar",
          "La fila no dice dónde. Escriba «lugar», o lon y lat, o «ambito»: ciudad, fuera o desconocido.",
          "The row does not say where. Fill in “lugar”, or lon and lat, or “ambito”: ciudad, fuera or desconocido.");
  } else if (!tried)
    list[out->n_locations++] = (struct project_location){.scope = a.scope,
                                                         .share_ppm = -1,
                                                         .share_people_ppm = -1,
                                                         .share_basis = STR("only"),
                                                         .method = STR("stated"),
                                                         .name_raw = out->place_note,
                                                         .lon = NAN,
                                                         .lat = NAN};
}

void projects_place(struct projects *p, struct project *out) {
  struct cell x = projects_cell(p, COLUMN_LUGAR);
  const struct str *items = NULL;
  size_t n = cell_is_empty(x) ? 0 : cell_items(&p->cells, x, &items);
  struct project_location *list = arena_calloc(p->cells.arena, n + 1, sizeof *list);
  out->place_note = projects_cell(p, COLUMN_LUGAR_NOTA).value;
  for (size_t i = 0; i < n; i++) read_area(p, (struct cell){x.column, items[i]}, list, out);
  struct project_location spot;
  bool has_outline = !cell_is_empty(projects_cell(p, COLUMN_CONTORNO));
  bool has_point = !cell_is_empty(projects_cell(p, COLUMN_LON)) || !cell_is_empty(projects_cell(p, COLUMN_LAT));
  if (has_outline && has_point)
    cell_refuse(&p->cells, projects_cell(p, COLUMN_CONTORNO), "punto-y-contorno",
                "La fila da un punto y un contorno. Deje uno.", "The row gives a point and an outline. Keep one.");
  else if (has_outline ? read_outline(p, &spot) : read_point(p, &spot)) place_spot(p, list, out, spot);
  if (out->n_locations) share_out(p, list, out);
  check_ambit(p, read_ambit(p), list, out, n || has_outline || has_point);
  out->locations = list;
}
