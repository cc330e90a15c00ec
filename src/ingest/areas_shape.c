/* One polygon of a file: cleaned and measured, with everything that was wrong with it said in words. */
#include "ingest/areas.h"

#include <math.h>
#include <strings.h>

enum { MAX_POINTS = 2000000 };

struct reason {
  const char *geos, *es, *en;
};
static const struct reason reasons[] = {
    {"Ring Self-intersection", "un anillo se toca a sí mismo", "a ring touches itself"},
    {"Self-intersection", "un anillo se cruza a sí mismo", "a ring crosses itself"},
    {"Nested shells", "un contorno está dentro de otro", "one shell lies inside another"},
    {"Hole lies outside shell", "un hueco está fuera de su contorno", "a hole lies outside its shell"},
    {"Holes are nested", "un hueco está dentro de otro", "one hole lies inside another"},
    {"Interior is disconnected", "los huecos parten el interior en pedazos", "the holes cut the interior into pieces"},
    {"Duplicate Rings", "un anillo está repetido", "a ring is there twice"},
    {"Too few points", "un anillo tiene menos de tres puntos", "a ring has fewer than three points"},
};

static const struct reason *reason_of(const char *geos) {
  static const struct reason other = {"", "los anillos no encierran una superficie",
                                      "the rings do not enclose a surface"};
  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
    if (strncmp(geos, reasons[i].geos, strlen(reasons[i].geos)) == 0) return &reasons[i];
  return &other;
}

/* Planar degrees squared as hectares at that latitude, good to a percent: for messages only. */
static double rough_hectares(double degrees2, double lat) {
  return fabs(degrees2) * 111.195 * 111.195 * cos(lat * 0.017453292519943295) * 100;
}

static void report_repair(struct areas_job *j, const struct areas_row *row, const struct shape_report *r) {
  const struct reason *why = reason_of(r->reason);
  double before = rough_hectares(r->area_before, r->reason_y), after = rough_hectares(r->area_after, r->reason_y);
  AREAS_WARN(j, row, STR("geometría"), STR(""), "geometria-reparada",
             "geometría no válida: %s, cerca de %.6f, %.6f; se reparó: de %.2f ha pasa a %.2f ha",
             "invalid geometry: %s, near %.6f, %.6f; it was repaired: from %.2f ha to %.2f ha",
             report_lang(j->report) == REPORT_ES ? why->es : why->en, r->reason_x, r->reason_y, before, after);
}

static void report_small(struct areas_job *j, const struct areas_row *row, const struct shape_report *r,
                         bool unclosed) {
#define SAY(MACRO, CODE, ES, EN) MACRO(j, row, STR("geometría"), STR(""), CODE, ES, EN)
  if (unclosed || r->closed_ring)
    SAY(AREAS_WARN, "anillo-abierto", "un anillo no estaba cerrado; se unió con su primer punto",
        "a ring was not closed; it was joined with its first point");
  if (r->dropped_repeats)
    SAY(AREAS_NOTE, "puntos-repetidos", "había puntos repetidos seguidos; se quitaron",
        "points were repeated in a row; they were removed");
  if (r->dropped_spikes)
    SAY(AREAS_WARN, "pico", "había un pico sin superficie (ida y vuelta por la misma línea); se quitó",
        "there was a spike without a surface (out and back along one line); it was removed");
  if (r->dropped_rings)
    SAY(AREAS_WARN, "anillo-sin-superficie", "un anillo sin superficie se quitó",
        "a ring without a surface was removed");
  if (r->flattened_collection)
    SAY(AREAS_NOTE, "restos-de-reparacion", "la reparación dejaba líneas o puntos sueltos; se quitaron",
        "the repair left loose lines or points; they were removed");
#undef SAY
}

bool areas_take_polygon(struct areas_job *j, struct areas_row *row, const struct polygon *p, const char *geometry_name,
                        bool unclosed, struct err *e) {
  struct shape_report r;
  struct area *a = &row->area;
  struct err why = {0};
  if (geometry_name && strcasecmp(geometry_name, "GeometryCollection") == 0)
    AREAS_WARN(j, row, STR("geometría"), STR(""), "coleccion-de-geometrias",
               "era una colección de geometrías; se tomaron sus polígonos",
               "it was a collection of geometries; its polygons were taken");
  if (!shape_clean(area_tools_shape(j->tools), j->arena, p, MAX_POINTS, &a->geom, &r, &why)) {
    if (why.kind == ERR_LIMIT)
      AREAS_REFUSE(j, row, STR("geometría"), STR(""), "geometria-demasiado-grande",
                   "el polígono tiene demasiados puntos o su reparación tarda demasiado; simplifíquelo",
                   "the polygon has too many points or its repair takes too long; simplify it");
    else if (why.kind == ERR_GEOM)
      AREAS_REFUSE(j, row, STR("geometría"), STR(""), "sin-superficie",
                   "el polígono no encierra ninguna superficie; corríjalo o quite la fila",
                   "the polygon encloses no surface; correct it or remove the row");
    else return *e = why, false;
    return true;
  }
  if (r.repaired) report_repair(j, row, &r);
  report_small(j, row, &r, unclosed);
  row->reoriented = r.reoriented;
  a->has_geom = true;
  a->geom_status = j->status;
  return area_measure(j->tools, &a->geom, &a->hectares, &a->lon, &a->lat, e);
}
