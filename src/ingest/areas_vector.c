/* Areas from a vector file: which fields hold what, and each record as a row. */
#include "ingest/areas.h"

#include <stdio.h>

#include "core/text.h"

struct vector_columns {
  int code, name, parent, layer, alias, definition, population, population_year, external;
};

static void fold_name(struct buf *b, struct str name) {
  buf_reset(b);
  text_fold(b, name);
}

enum { DBF_NAME = 10 }; /* a shapefile cuts column names to this length */

/* `wanted` may be longer than what a shapefile kept of it. */
static bool same_name(struct str field, const char *wanted) {
  struct buf f = {0}, w = {0};
  fold_name(&f, field);
  fold_name(&w, str_from(wanted));
  bool same = str_eq(buf_str(&f), buf_str(&w));
  if (!same && field.n == DBF_NAME && strlen(wanted) > DBF_NAME) {
    fold_name(&w, (struct str){wanted, DBF_NAME});
    same = str_eq(buf_str(&f), buf_str(&w));
  }
  buf_free(&f);
  buf_free(&w);
  return same;
}

static int find_field(const struct vector_record *r, const char *const *names) {
  for (; *names; names++)
    for (uint32_t i = 0; i < r->n_fields; i++)
      if (same_name(r->fields[i].name, *names)) return (int)i;
  return -1;
}

static int find_named(const struct vector_record *r, const char *named, const char *const *usual, struct err *e) {
  if (!named) return find_field(r, usual);
  const char *const only[] = {named, NULL};
  int at = find_field(r, only);
  if (at >= 0) return at;
  struct buf b = {0};
  for (uint32_t i = 0; i < r->n_fields; i++) buf_printf(&b, "%s%.*s", i ? ", " : "", STR_ARG(r->fields[i].name));
  err_set(e, ERR_USAGE,
          err_pick("el archivo no tiene el campo %s; tiene: %.*s", "the file has no field %s; it has: %.*s"), named,
          STR_ARG(buf_str(&b)));
  buf_free(&b);
  return -2;
}

static bool find_columns(const struct areas_job *j, const struct vector_record *r, struct vector_columns *c,
                         struct err *e) {
  const struct ingest_areas_options *o = j->o;
  static const char *const none[] = {NULL};
  *c = (struct vector_columns){.layer = find_field(r, areas_layer_names),
                               .alias = find_field(r, areas_alias_names),
                               .definition = find_field(r, areas_definition_names),
                               .population = find_field(r, areas_population_names),
                               .population_year = find_field(r, areas_population_year_names),
                               .external = find_field(r, areas_external_names)};
  if ((c->code = find_named(r, o->code_field, areas_code_names, e)) == -2) return false;
  if ((c->name = find_named(r, o->name_field, areas_name_names, e)) == -2) return false;
  if ((c->parent = find_named(r, o->parent_field, o->parent_field ? none : areas_parent_names, e)) == -2) return false;
  if (c->name < 0)
    return err_set(e, ERR_INPUT,
                   err_pick("no se encontró un campo con los nombres de las áreas; nómbrelo con --name-field",
                            "no field with the areas' names was found; name it with --name-field"));
  if (c->layer < 0 && !j->layer.n)
    return err_set(
        e, ERR_USAGE,
        err_pick("diga qué clase de áreas son: --layer barrio", "say what kind of areas these are: --layer barrio"));
  return true;
}

static struct str field_name(const struct vector_record *r, int i) { return i < 0 ? STR("") : r->fields[i].name; }
static struct str field_value(const struct vector_record *r, int i) {
  static const struct str absent = {0};
  if (i < 0) return absent;
  return r->fields[i].null ? STR("") : r->fields[i].value;
}

static struct str raw_text(struct areas_job *j, const struct vector_record *r) {
  struct buf b = {0};
  for (uint32_t i = 0; i < r->n_fields; i++)
    if (!r->fields[i].null)
      buf_printf(&b, "%s%.*s=%.*s", b.len ? "; " : "", STR_ARG(r->fields[i].name), STR_ARG(r->fields[i].value));
  struct str s = areas_text(j, &b);
  buf_free(&b);
  return s;
}

static const struct vector_field *keep_fields(struct areas_job *j, const struct vector_record *r) {
  struct vector_field *f = arena_calloc(j->arena, r->n_fields + 1, sizeof *f);
  for (uint32_t i = 0; i < r->n_fields; i++)
    f[i] = (struct vector_field){arena_str(j->arena, r->fields[i].name), arena_str(j->arena, r->fields[i].value),
                                 r->fields[i].null, r->fields[i].number, r->fields[i].odd};
  j->n_fields = r->n_fields;
  return f;
}

static void take_fields(struct areas_job *j, struct areas_row *row, const struct vector_columns *c,
                        const struct vector_record *r) {
  struct area *a = &row->area;
#define FIELD(I) field_name(r, c->I), field_value(r, c->I)
  areas_take_layer(j, row, FIELD(layer));
  areas_take_name(j, row, FIELD(name));
  areas_take_code(j, row, FIELD(code));
  row->parent_text = areas_clean(j, row, FIELD(parent));
  if (j->o->parent_field && !row->parent_text.n)
    AREAS_WARN(j, row, FIELD(parent), "sin-padre",
               "la fila no dice su padre; el área queda sin él, o con el que ya tenía",
               "the row does not say its parent; the area has none, or the one it had");
  a->definition = areas_clean(j, row, FIELD(definition));
  if (field_value(r, c->external).n) a->external_code = areas_clean(j, row, FIELD(external));
  areas_take_list(j, row, FIELD(alias), &a->aliases, &a->n_aliases);
  areas_take_count(j, row, FIELD(population), &a->population);
  areas_take_count(j, row, FIELD(population_year), &a->population_year);
#undef FIELD
}

static void note_odd_texts(struct areas_job *j, struct areas_row *row, const struct vector_record *r) {
  for (uint32_t i = 0; i < r->n_fields; i++)
    if (r->fields[i].odd)
      AREAS_NOTE(
          j, row, r->fields[i].name, r->fields[i].value, "texto-entre-numeros",
          "el archivo tiene aquí un texto y en casi todas las demás filas un número; se leyó lo escrito; si es un "
          "número, quítele las comillas en el archivo",
          "the file has a text here and a number in nearly all other rows; it was read as written; if it is a "
          "number, take its quotes away in the file");
}

static void refuse_geometry(struct areas_job *j, struct areas_row *row, const char *code, const char *es,
                            const char *en) {
  AREAS_REFUSE(j, row, STR("geometría"), STR(""), code, es, en);
}

static bool take_geometry(struct areas_job *j, struct areas_row *row, const struct vector_record *r, struct err *e) {
  if (r->geometry == VECTOR_NONE)
    refuse_geometry(j, row, "sin-geometria", "la fila no tiene geometría; dibújela o quite la fila",
                    "the row has no geometry; draw it or remove the row");
  else if (r->geometry == VECTOR_EMPTY)
    refuse_geometry(j, row, "geometria-vacia", "la geometría está vacía; dibújela o quite la fila",
                    "the geometry is empty; draw it or remove the row");
  else if (r->geometry == VECTOR_OTHER)
    AREAS_REFUSE(j, row, STR("geometría"), str_from(r->geometry_name ? r->geometry_name : ""),
                 "geometria-de-otra-clase", "un área es un polígono (o un punto); convierta la geometría",
                 "an area is a polygon (or a point); convert the geometry");
  else if (r->swapped)
    refuse_geometry(
        j, row, "ejes-cambiados",
        "en este registro la latitud y la longitud están intercambiadas; corríjalo (todo el archivo: --swap-axes)",
        "latitude and longitude are exchanged in this record; correct it (the whole file: --swap-axes)");
  else if (r->outside)
    refuse_geometry(j, row, "fuera-de-colombia",
                    "el registro está fuera de Colombia; revise el sistema de coordenadas (--crs) o las coordenadas",
                    "the record lies outside Colombia; look at the coordinate system (--crs) or the coordinates");
  else if (r->geometry == VECTOR_POINT)
    row->area.lon = row->area.lon_given = r->polygon.xy[0], row->area.lat = row->area.lat_given = r->polygon.xy[1];
  else return areas_take_polygon(j, row, &r->polygon, r->geometry_name, r->unclosed, e);
  return true;
}

static bool take_record(struct areas_job *j, const struct vector_columns *c, const struct vector_record *r,
                        struct err *e) {
  struct areas_row *row = areas_add_row(j, r->number);
  row->area.raw = raw_text(j, r);
  row->fields = keep_fields(j, r);
  take_fields(j, row, c, r);
  note_odd_texts(j, row, r);
  return take_geometry(j, row, r, e);
}

static void state_source(struct areas_job *j, const struct vector_info *info) {
  char crs[192];
  if (info->epsg) snprintf(crs, sizeof crs, "EPSG:%d %s", info->epsg, info->crs_name);
  else snprintf(crs, sizeof crs, "EPSG:4326 (WGS 84)");
  report_set_fact(j->report, "formato", "format", info->driver);
  report_set_fact(j->report, "sistema de coordenadas", "coordinate system", crs);
  if (info->encoding[0]) report_set_fact(j->report, "codificación", "encoding", info->encoding);
  if (info->encoding_detected)
    report_addf(
        j->report, REPORT_WARNING, 0, STR(""), str_from(info->encoding), "codificacion-detectada",
        "el archivo no dice su codificación, o dice otra; se leyó como %s (con --encoding se dice otra)",
        "the file does not state its encoding, or states another; it was read as %s (--encoding states another)",
        info->encoding);
}

static bool read_records(struct areas_job *j, struct vector_file *f, uint64_t total, struct err *e) {
  struct vector_columns c = {0};
  struct arena *arena = arena_new(1 << 20);
  bool end = false, ok = true, z = false;
  while (ok && !end) {
    struct vector_record r;
    arena_reset(arena);
    ok = vector_file_next(f, arena, &r, &end, e);
    if (!ok || end) break;
    if (j->n == 0) ok = find_columns(j, &r, &c, e);
    ok = ok && take_record(j, &c, &r, e);
    z = z || r.had_z;
    if (j->o->common.progress && j->n % 64 == 0) j->o->common.progress(j->o->common.progress_user, j->n, total);
  }
  if (z)
    report_add(j->report, REPORT_NOTE, 0, STR("geometría"), STR(""), "tercera-coordenada",
               "la tercera coordenada (altura) se dejó fuera", "the third coordinate (height) was left out");
  arena_free(arena);
  return ok;
}

bool areas_read_vector(struct areas_job *j, struct err *e) {
  struct vector_file *f;
  struct vector_info info = {0};
  struct vector_options how = j->o->vector;
  how.spanish = report_lang(j->report) == REPORT_ES;
  if (!vector_file_open(j->o->common.file, &how, &f, &info, e)) return false;
  state_source(j, &info);
  bool ok = read_records(j, f, info.count, e);
  vector_file_close(f);
  return ok;
}
