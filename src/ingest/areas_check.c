/* The rows of a file as one layer: repeated rows and codes, the sense of the rings, overlaps and gaps. */
#include "ingest/areas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/table.h"

static bool near(double a, double b, double tolerance) { return (isnan(a) && isnan(b)) || fabs(a - b) <= tolerance; }

/* The same but for the last digits: within a centimetre and a ten-thousandth of the surface. */
static bool same_place(const struct area *a, const struct area *b) {
  const double cm = 1e-7;
  if (a->has_geom != b->has_geom || !near(a->lon_given, b->lon_given, cm) || !near(a->lat_given, b->lat_given, cm))
    return false;
  if (!a->has_geom) return near(a->hectares_given, b->hectares_given, 1e-9);
  struct bbox x = polygon_bbox(&a->geom), y = polygon_bbox(&b->geom);
  return near(x.minx, y.minx, cm) && near(x.miny, y.miny, cm) && near(x.maxx, y.maxx, cm) && near(x.maxy, y.maxy, cm) &&
         fabs(a->hectares - b->hectares) <= 1e-4 * a->hectares;
}

static void compare(struct areas_job *j, struct areas_row *first, struct areas_row *again) {
  struct area *a = &first->area, *b = &again->area;
  if (str_eq(a->name, b->name) && same_place(a, b)) {
    again->dropped = again->repeated = true;
    AREAS_WARN(j, again, STR(""), b->code, "fila-repetida", "es la misma área que la fila %llu; se tomó una vez",
               "this is the same area as row %llu; it was taken once", (unsigned long long)first->number);
    return;
  }
  AREAS_REFUSE(j, again, STR(""), b->code, "codigo-repetido",
               "el código ya es de la fila %llu («%.*s»), y esta es «%.*s»; dé a cada área su código",
               "the code is already that of row %llu (“%.*s”), and this is “%.*s”; give each area its own code",
               (unsigned long long)first->number, STR_ARG(a->name), STR_ARG(b->name));
  AREAS_REFUSE(j, first, STR(""), a->code, "codigo-repetido",
               "el código es también de la fila %llu («%.*s»), y esta es «%.*s»; dé a cada área su código",
               "the code is also that of row %llu (“%.*s”), and this is “%.*s”; give each area its own code",
               (unsigned long long)again->number, STR_ARG(b->name), STR_ARG(a->name));
}

void areas_check_codes(struct areas_job *j) {
  struct table *by_code = table_new();
  for (size_t i = 0; i < j->n; i++) {
    bool added;
    struct areas_row *row = &j->rows[i];
    if (row->area.code.n == 0) continue;
    uint64_t *at = table_at(by_code, row->area.code, &added);
    if (added) *at = i;
    else compare(j, &j->rows[*at], row);
  }
  table_free(by_code);
}

/* Shells against RFC 7946 are harmless: said once where the whole file has them, by row where a row differs from the rest. */
static void check_orientation(struct areas_job *j) {
  size_t turned = 0, all = 0;
  for (size_t i = 0; i < j->n; i++)
    if (j->rows[i].area.has_geom) all++, turned += j->rows[i].reoriented;
  if (j->is_csv || turned == 0) return;
  bool usual = turned * 2 > all;
  if (usual)
    report_addf(j->report, REPORT_NOTE, 0, STR("geometría"), STR(""), "contornos-en-sentido-horario",
                "los contornos van en el sentido del reloj (%zu de %zu); se giraron, sin cambio de superficie",
                "the shells run clockwise (%zu of %zu); they were turned, without a change of surface", turned, all);
  for (size_t i = 0; i < j->n; i++)
    if (j->rows[i].area.has_geom && j->rows[i].reoriented != usual)
      AREAS_NOTE(j, &j->rows[i], STR("geometría"), STR(""), "anillo-al-reves",
                 "el anillo va en sentido contrario al de las demás filas; no cambia la superficie",
                 "the ring runs the other way than those of the other rows; the surface does not change");
}

struct overlap {
  uint32_t i, j;
  double area;
  bool sliver;
};
struct layer_shapes {
  struct areas_job *job;
  struct polygon *metres;
  struct areas_row **rows;
  double *overlapping; /* per polygon: sum of its overlaps */
  uint32_t n;
  struct overlap *found;
  size_t n_found, cap;
};

static void keep_overlap(void *user, uint32_t i, uint32_t k, double area, bool sliver) {
  struct layer_shapes *s = user;
  if (!str_eq(s->rows[i]->area.layer, s->rows[k]->area.layer)) return;
  mem_grow((void **)&s->found, &s->cap, s->n_found + 1, sizeof *s->found);
  s->found[s->n_found++] = (struct overlap){i, k, area, sliver};
  s->overlapping[i] += area;
  s->overlapping[k] += area;
}

/* A pair is told at the one that overlaps more in all: the polygon that is out of place rather than its neighbours. */
static void report_overlaps(struct layer_shapes *s) {
  double total = 0;
  char text[64];
  for (size_t i = 0; i < s->n_found; i++) {
    const struct overlap *o = &s->found[i];
    bool first = s->overlapping[o->i] > s->overlapping[o->j];
    struct areas_row *row = s->rows[first ? o->i : o->j], *other = s->rows[first ? o->j : o->i];
    total += o->area;
    if (o->sliver)
      AREAS_WARN(
          s->job, row, STR("geometría"), row->area.name, "astilla",
          "se cruza con la fila %llu («%.*s») en una astilla de %.4f ha a lo largo del límite; ajuste el límite común",
          "it overlaps row %llu (“%.*s”) in a sliver of %.4f ha along the boundary; adjust the common boundary",
          (unsigned long long)other->number, STR_ARG(other->area.name), o->area / 10000);
    else
      AREAS_WARN(
          s->job, row, STR("geometría"), row->area.name, "superposicion",
          "se superpone con la fila %llu («%.*s») en %.4f ha; los totales por área de esta capa contarían dos veces",
          "it overlaps row %llu (“%.*s”) by %.4f ha; totals by area of this layer would count twice",
          (unsigned long long)other->number, STR_ARG(other->area.name), o->area / 10000);
  }
  if (!s->n_found) return;
  snprintf(text, sizeof text, "%zu (%.4f ha)", s->n_found, total / 10000);
  report_set_fact(s->job->report, "superposiciones", "overlaps", text);
}

static bool collect(struct layer_shapes *s, struct err *e) {
  struct areas_job *j = s->job;
  s->metres = arena_calloc(j->arena, j->n + 1, sizeof *s->metres);
  s->rows = arena_calloc(j->arena, j->n + 1, sizeof *s->rows);
  s->overlapping = arena_calloc(j->arena, j->n + 1, sizeof *s->overlapping);
  for (size_t i = 0; i < j->n; i++) {
    struct areas_row *row = &j->rows[i];
    if (!row->area.has_geom || row->area.geom_status < AREA_GEOM_DIGITISED) continue;
    if (row->repeated) continue;
    if (!area_to_metres(j->tools, j->arena, &row->area.geom, &s->metres[s->n], e)) return false;
    s->rows[s->n++] = row;
  }
  return true;
}

bool areas_check_layer(struct areas_job *j, struct err *e) {
  struct layer_shapes s = {.job = j};
  double min_area = (j->o->overlap_hectares > 0 ? j->o->overlap_hectares : 0.01) * 10000;
  check_orientation(j);
  bool ok = collect(&s, e) &&
            (s.n < 2 || shape_overlaps(area_tools_shape(j->tools), s.metres, s.n, min_area, keep_overlap, &s, e));
  if (ok) report_overlaps(&s);
  ok = ok && areas_check_gaps(j, s.metres, s.rows, s.n, min_area, e);
  free(s.found);
  return ok;
}
