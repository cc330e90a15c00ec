/* Areas from a table: figures (an approximate extent), areas made of areas, or names with a point. */
#include "ingest/areas.h"

#include <math.h>
#include <stdlib.h>

#include "core/text.h"
#include "ingest/rows.h"

enum column {
  CODE,
  NAME,
  LAYER,
  PARENT,
  MEMBERS,
  LON,
  LAT,
  HECTARES,
  KM2,
  LENGTH,
  WIDTH,
  BEARING,
  ALIASES,
  POPULATION,
  POPULATION_YEAR,
  DEFINITION,
  EXTERNAL,
  COLUMNS
};
enum { ELLIPSE_POINTS = 64, REGION_POINTS = 3 };

static const char *const
    members_names[] = {"miembros", "members", NULL},
    *const lon_names[] = {"lon", "lng", "long", "longitud", "longitude", "x", NULL},
    *const lat_names[] = {"lat", "latitud", "latitude", "y", NULL},
    *const hectares_names[] = {"hectareas", "hectares", "ha", "area_ha", NULL},
    *const km2_names[] = {"area_km2", "km2", NULL}, *const length_names[] = {"largo_m", "length_m", NULL},
    *const width_names[] = {"ancho_m", "width_m", NULL}, *const bearing_names[] = {"rumbo_grados", "bearing_deg", NULL};

struct table_columns {
  int at[COLUMNS];
  const struct str *names;
};

/* A row's coordinates wait until the whole file is read: damaged ones are judged by the others. */
struct pending {
  struct str lon, lat;
  double length, width, bearing, hectares;
  bool is_member_row;
};

static int find_named(const struct rows *r, const char *named, const char *const *usual, struct err *e) {
  if (!named) return rows_find(r, usual);
  const char *const only[] = {named, NULL};
  int at = rows_find(r, only);
  if (at >= 0) return at;
  struct buf b = {0};
  const struct str *names;
  size_t n = rows_columns(r, &names);
  for (size_t i = 0; i < n; i++) buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(names[i]));
  err_set(e, ERR_USAGE,
          err_pick("el archivo no tiene la columna %s; tiene: %.*s", "the file has no column %s; it has: %.*s"), named,
          STR_ARG(buf_str(&b)));
  buf_free(&b);
  return -2;
}

static bool find_columns(const struct areas_job *j, const struct rows *r, struct table_columns *c, struct err *e) {
  const char *const *const usual[COLUMNS] = {[CODE] = areas_code_names,
                                             [NAME] = areas_name_names,
                                             [LAYER] = areas_layer_names,
                                             [PARENT] = areas_parent_names,
                                             [MEMBERS] = members_names,
                                             [LON] = lon_names,
                                             [LAT] = lat_names,
                                             [HECTARES] = hectares_names,
                                             [KM2] = km2_names,
                                             [LENGTH] = length_names,
                                             [WIDTH] = width_names,
                                             [BEARING] = bearing_names,
                                             [ALIASES] = areas_alias_names,
                                             [POPULATION] = areas_population_names,
                                             [POPULATION_YEAR] = areas_population_year_names,
                                             [DEFINITION] = areas_definition_names,
                                             [EXTERNAL] = areas_external_names};
  const char *named[COLUMNS] = {[CODE] = j->o->code_field, [NAME] = j->o->name_field, [PARENT] = j->o->parent_field};
  for (int i = 0; i < COLUMNS; i++) {
    c->at[i] = find_named(r, named[i], usual[i], e);
    if (c->at[i] == -2) return false;
  }
  rows_columns(r, &c->names);
  if (c->at[NAME] < 0)
    return err_set(
        e, ERR_INPUT,
        err_pick("el archivo no tiene una columna con los nombres de las áreas (nombre); nómbrela con --name-field",
                 "the file has no column with the areas' names (nombre); name it with --name-field"));
  if (c->at[LAYER] < 0 && !j->layer.n)
    return err_set(e, ERR_USAGE,
                   err_pick("diga qué clase de áreas son: --layer barrio (o una columna «capa» en el archivo)",
                            "say what kind of areas these are: --layer barrio (or a column `capa` in the file)"));
  return true;
}

static struct str cell(const struct table_columns *c, const struct rows_row *row, enum column i) {
  static const struct str absent = {0};
  return c->at[i] < 0 ? absent : row->cells[c->at[i]];
}
static struct str title(const struct table_columns *c, enum column i) {
  return c->at[i] < 0 ? STR("") : c->names[c->at[i]];
}

static void take_texts(struct areas_job *j, struct areas_row *row, const struct table_columns *c,
                       const struct rows_row *in) {
  struct area *a = &row->area;
#define CELL(I) title(c, I), cell(c, in, I)
  areas_take_layer(j, row, CELL(LAYER));
  areas_take_name(j, row, CELL(NAME));
  areas_take_code(j, row, CELL(CODE));
  row->parent_text = areas_clean(j, row, CELL(PARENT));
  a->definition = areas_clean(j, row, CELL(DEFINITION));
  if (cell(c, in, EXTERNAL).n) a->external_code = areas_clean(j, row, CELL(EXTERNAL));
  areas_take_list(j, row, CELL(ALIASES), &a->aliases, &a->n_aliases);
  areas_take_count(j, row, CELL(POPULATION), &a->population);
  areas_take_count(j, row, CELL(POPULATION_YEAR), &a->population_year);
}

static void take_members(struct areas_job *j, struct areas_row *row, const struct table_columns *c,
                         const struct rows_row *in) {
  struct area *a = &row->area;
  areas_take_list(j, row, CELL(MEMBERS), &a->members, &a->n_members);
  if (!a->n_members) return;
  a->geom_status = AREA_GEOM_COMPOSED;
  a->has_members = true;
  if (a->n_members == 1 && str_is(a->members[0], "*")) a->n_members = 0; /* the children */
}

static void take_figures(struct areas_job *j, struct areas_row *row, const struct table_columns *c,
                         const struct rows_row *in, struct pending *p) {
  *p = (struct pending){
      arena_str(j->arena, cell(c, in, LON)), arena_str(j->arena, cell(c, in, LAT)), NAN, NAN, NAN, NAN, false};
  areas_take_real(j, row, CELL(HECTARES), &p->hectares);
  if (isnan(p->hectares)) {
    areas_take_real(j, row, CELL(KM2), &p->hectares);
    p->hectares *= 100;
  }
  areas_take_real(j, row, CELL(LENGTH), &p->length);
  areas_take_real(j, row, CELL(WIDTH), &p->width);
  areas_take_real(j, row, CELL(BEARING), &p->bearing);
  p->is_member_row = row->area.has_members;
  if (p->hectares <= 0 || p->length <= 0 || p->width <= 0)
    AREAS_REFUSE(j, row, STR(""), STR(""), "cifra-imposible",
                 "hectáreas, largo y ancho son mayores que cero; corríjalos o déjelos en blanco",
                 "hectares, length and width are greater than zero; correct them or leave them blank");
}
#undef CELL

static bool take_row(struct areas_job *j, const struct table_columns *c, const struct rows_row *in, size_t n_columns,
                     struct pending *p) {
  struct areas_row *row = areas_add_row(j, in->number);
  *p = (struct pending){.hectares = NAN};
  row->area.raw = arena_str(j->arena, in->raw);
  if (in->wrong_width) {
    AREAS_REFUSE(j, row, STR(""), in->raw, "celdas-de-mas-o-de-menos",
                 "la fila tiene %zu celdas y el encabezado %zu; revise comillas y separadores",
                 "the row has %zu cells and the header %zu; look at quotes and separators", in->n_cells, n_columns);
    return false;
  }
  take_texts(j, row, c, in);
  take_members(j, row, c, in);
  take_figures(j, row, c, in, p);
  return true;
}

static struct bbox region_of(const struct areas_job *j, const struct pending *p) {
  struct bbox box = bbox_empty();
  size_t n = 0;
  double x, y;
  for (size_t i = 0; i < j->n; i++)
    if (areas_point_read(p[i].lon, p[i].lat, &x, &y) == AREAS_POINT_GOOD) bbox_add_point(&box, x, y), n++;
  if (n < REGION_POINTS) return (struct bbox){-82, -4.5, -66, 16}; /* Colombia with its seas */
  return (struct bbox){box.minx - 1, box.miny - 1, box.maxx + 1, box.maxy + 1};
}

static void refuse_point(struct areas_job *j, struct areas_row *row, const struct pending *p, size_t readings) {
  struct str both = str_from(arena_printf(j->arena, "%.*s, %.*s", STR_ARG(p->lon), STR_ARG(p->lat)));
  if (areas_point_is_placeholder(p->lon, p->lat))
    AREAS_REFUSE(j, row, STR("lon, lat"), both, "punto-de-relleno",
                 "un punto de grados enteros es una marca de «no se sabe», no un lugar; deje las dos celdas en blanco",
                 "a point of whole degrees marks “unknown”, it is no place; leave both cells blank");
  else if (readings > 1)
    AREAS_REFUSE(j, row, STR("lon, lat"), both, "punto-dudoso",
                 "el punto está dañado y tiene %zu lecturas posibles; corríjalo",
                 "the point is damaged and has %zu possible readings; correct it", readings);
  else
    AREAS_REFUSE(j, row, STR("lon, lat"), both, "punto-imposible",
                 "no es un punto de Colombia en grados (longitud de -82 a -66, latitud de -4,5 a 16); corríjalo",
                 "this is not a point of Colombia in degrees (longitude -82 to -66, latitude -4.5 to 16); correct it");
}

/* The point of a row, good or repaired; false if it has none. */
static bool take_point(struct areas_job *j, struct areas_row *row, const struct pending *p, const struct bbox *region,
                       double *x, double *y) {
  struct str both = str_from(arena_printf(j->arena, "%.*s, %.*s", STR_ARG(p->lon), STR_ARG(p->lat)));
  double xy[1][2];
  const char *how = "";
  enum areas_point found = areas_point_read(p->lon, p->lat, x, y);
  if (found == AREAS_POINT_NONE && j->has_points && row->area.geom_status == AREA_GEOM_NONE)
    AREAS_WARN(j, row, STR("lon, lat"), STR(""), "sin-punto",
               "la fila no tiene coordenadas: el área queda solo con su nombre",
               "the row has no coordinates: the area has its name only");
  if (found == AREAS_POINT_NONE) return false;
  if (found == AREAS_POINT_GOOD) {
    if (memchr(p->lon.p, '\'', p->lon.n))
      AREAS_NOTE(j, row, STR("lon, lat"), both, "punto-en-grados-minutos-segundos", "se leyó como %.6f, %.6f",
                 "it was read as %.6f, %.6f", *x, *y);
    return true;
  }
  size_t readings =
      areas_point_is_placeholder(p->lon, p->lat) ? 0 : areas_point_readings(p->lon, p->lat, region, xy, &how, 1);
  if (readings != 1) return refuse_point(j, row, p, readings), false;
  *x = xy[0][0], *y = xy[0][1];
  AREAS_WARN(j, row, STR("lon, lat"), both, how,
             "el punto estaba dañado; su única lectura cerca de los demás es %.6f, %.6f",
             "the point was damaged; its only reading near the others is %.6f, %.6f", *x, *y);
  return true;
}

static bool place(struct areas_job *j, struct areas_row *row, const struct pending *p, const struct bbox *region,
                  struct err *e) {
  struct area *a = &row->area;
  double x, y;
  a->hectares_given = p->hectares;
  if (a->geom_status == AREA_GEOM_NONE) a->hectares = p->hectares;
  if (row->dropped || p->is_member_row || !take_point(j, row, p, region, &x, &y)) return true;
  a->lon = a->lon_given = x;
  a->lat = a->lat_given = y;
  if (isnan(p->hectares)) return true;
  a->geom_status = AREA_GEOM_APPROXIMATE;
  a->length_m = p->length, a->width_m = p->width, a->bearing_deg = p->bearing;
  a->geom = polygon_ellipse(j->arena, x, y, p->hectares, isnan(p->length) ? 0 : p->length,
                            isnan(p->width) ? 0 : p->width, isnan(p->bearing) ? 0 : p->bearing, ELLIPSE_POINTS);
  struct shape_report unused;
  struct polygon clean;
  if (!shape_clean(area_tools_shape(j->tools), j->arena, &a->geom, 0, &clean, &unused, e)) return false;
  a->geom = clean;
  a->has_geom = true;
  return true;
}

static bool read_rows(struct areas_job *j, struct rows *r, struct err *e) {
  struct table_columns c;
  struct pending *p = NULL;
  size_t cap = 0, n_columns = rows_columns(r, &c.names);
  bool end = false, ok = find_columns(j, r, &c, e);
  j->has_points = ok && c.at[LON] >= 0 && c.at[LAT] >= 0 && c.at[MEMBERS] < 0;
  while (ok && !end) {
    struct rows_row in;
    ok = rows_next(r, &in, &end, e);
    if (!ok || end) break;
    mem_grow((void **)&p, &cap, j->n + 1, sizeof *p);
    take_row(j, &c, &in, n_columns, &p[j->n]);
  }
  if (!p) return ok; /* not one row: the caller says so */
  struct bbox region = ok ? region_of(j, p) : bbox_empty();
  for (size_t i = 0; ok && i < j->n; i++) ok = place(j, &j->rows[i], &p[i], &region, e);
  free(p);
  return ok;
}

bool areas_read_csv(struct areas_job *j, struct err *e) {
  struct rows *r;
  struct rows_info info;
  if (!rows_open(j->o->common.file, j->o->vector.encoding, 0, j->report, &r, &info, e)) return false;
  if (info.decoded_cp1252)
    report_add(j->report, REPORT_NOTE, 0, STR(""), STR(""), "codificacion-cp1252",
               "el archivo no está en UTF-8: se leyó como Windows-1252",
               "the file is not UTF-8: it was read as Windows-1252");
  bool ok = read_rows(j, r, e);
  rows_close(r);
  return ok;
}
