#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <linux/landlock.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "geo/child.h"
#include "geo/vector_file_internal.h"

#define MUNICIPALITIES "dane_mgn2018_municipios_bolivar_y_vecinos.geojson"

static struct arena *A;
static char dir[] = "/tmp/test_vector_file.XXXXXX";

static int make(void **state) {
  (void)state;
  A = arena_new(0);
  return 0;
}
static int drop(void **state) {
  (void)state;
  arena_free(A);
  return 0;
}
static int make_dir(void **state) {
  (void)state;
  return mkdtemp(dir) ? 0 : -1;
}
static int drop_dir(void **state) {
  (void)state;
  char command[sizeof dir + 16];
  snprintf(command, sizeof command, "rm -rf '%s'", dir);
  return system(command);
}

/* A file of the shared test data; the test is passed over where there is none. */
static const char *shared(const char *name) {
  const char *root = getenv("COOPMAP_SHARED");
  const char *path = arena_printf(A, "%s/geodata/%s", root ? root : "../shared", name);
  if (access(path, R_OK) != 0) {
    print_message("no %s\n", path);
    skip();
  }
  return path;
}

static const char *written(const char *name, const char *text, size_t n) {
  const char *path = arena_printf(A, "%s/%s", dir, name);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(text, 1, n, f), n);
  fclose(f);
  return path;
}

static struct str field(const struct vector_record *r, const char *name) {
  for (uint32_t i = 0; i < r->n_fields; i++)
    if (str_is(r->fields[i].name, name)) return r->fields[i].value;
  fail_msg("no field %s", name);
  return (struct str){0};
}

/* All records, in A. */
static struct vector_record *read_all(const char *path, const struct vector_options *o, struct vector_info *info) {
  struct vector_file *f;
  struct err e = {0};
  bool end = false;
  uint64_t n = 0;
  if (!vector_file_open(path, o, &f, info, &e)) fail_msg("%s", e.text);
  struct vector_record *all = arena_calloc(A, info->count + 1, sizeof *all);
  while (n <= info->count) {
    if (!vector_file_next(f, A, &all[n], &end, &e)) fail_msg("%s", e.text);
    if (end) break;
    assert_int_equal(all[n].number, n + 1);
    n++;
  }
  assert_true(end);
  assert_int_equal(n, info->count);
  vector_file_close(f);
  return all;
}

static void refused(const char *path, const struct vector_options *o, enum err_kind kind, const char *says) {
  struct vector_file *f = NULL;
  struct vector_info info;
  struct err e = {0};
  if (vector_file_open(path, o, &f, &info, &e)) fail_msg("accepted: %s", path);
  if (e.kind != kind || !strstr(e.text, says)) fail_msg("%s: kind %d, \"%s\", not \"%s\"", path, e.kind, e.text, says);
}

/* --- the shared data ---------------------------------------------------------------------------------------------------- */

static const struct {
  const char *file, *code_field, *name_field, *first_name;
  uint64_t n;
  int epsg;
  const char *encoding;
  bool declared, detected, bom, z;
} MUNICIPAL[] = {
    {MUNICIPALITIES, "MPIO_CCNCT", "DPTO_CNMBR", "BOLÍVAR", 63, 4326, "UTF-8", false, false, false, false},
    {"ugly/shp_9377_latin1_nocpg", "COD_DANE", "DEPARTAMEN", "Bolívar", 12, 9377, "CP1252", true, true, false, false},
    {"ugly/shp_9377_latin1_nocpg/municipios.shp", "COD_DANE", "DEPARTAMEN", "Bolívar", 12, 9377, "CP1252", true, true,
     false, false},
    {"ugly/shp_bogota1975_21897", "COD_DANE", "DEPARTAMEN", "Bolívar", 12, 21897, "CP1252", true, true, false, false},
    {"ugly/shp_6250_urbano_cartagena", "COD_DANE", "DEPARTAMEN", "Bolívar", 12, 6250, "UTF-8", true, false, false,
     false},
    {"ugly/municipios_9377_crs_member.geojson", "cod", "departamento", "Bolívar", 12, 9377, "UTF-8", true, false, false,
     false},
    {"ugly/municipios_9377_northing_easting.gml", "cod", "departamento", "Bolívar", 12, 9377, "UTF-8", true, false,
     false, false},
    {"ugly/municipios_latin1_bytes.geojson", "cod", "departamento", "Bolívar", 12, 4326, "CP1252", false, true, false,
     false},
    {"ugly/municipios_mojibake_utf8.geojson", "cod", "departamento", "BolÃ\u00ADvar", 12, 4326, "UTF-8", false, false,
     false, false},
    {"ugly/municipios_utf8_bom_crlf.geojson", "cod", "departamento", "Bolívar", 12, 4326, "UTF-8", false, false, true,
     false},
    {"ugly/municipios_xyz.geojson", "cod", "departamento", "Bolívar", 4, 4326, "UTF-8", false, false, false, true},
    {"ugly/municipios.kml", "MPIO_CCNCT", "DPTO_CNMBR", "BOLÍVAR", 3, 4326, "UTF-8", true, false, false, false},
};

/* The distance in metres from (x,y) to the nearest vertex in a GeoJSON "coordinates". jansson is the oracle. */
static double nearest(json_t *coordinates, double x, double y) {
  size_t i;
  json_t *item;
  double best = INFINITY;
  if (json_is_number(json_array_get(coordinates, 0)))
    return hypot((json_number_value(json_array_get(coordinates, 0)) - x) * 109500,
                 (json_number_value(json_array_get(coordinates, 1)) - y) * 110600);
  json_array_foreach(coordinates, i, item) best = fmin(best, nearest(item, x, y));
  return best;
}

static json_t *municipality(json_t *clean, struct str code) {
  size_t i;
  json_t *f;
  json_array_foreach(json_object_get(clean, "features"), i, f) {
    if (str_is(code, json_string_value(json_object_get(json_object_get(f, "properties"), "MPIO_CCNCT"))))
      return json_object_get(json_object_get(f, "geometry"), "coordinates");
  }
  fail_msg("no municipality %.*s", STR_ARG(code));
  return NULL;
}

static void check_municipal(json_t *clean, size_t i, const struct vector_options *o) {
  struct vector_info info;
  struct vector_record *r = read_all(shared(MUNICIPAL[i].file), o, &info);
  print_message("%s\n", MUNICIPAL[i].file);
  assert_int_equal(info.count, MUNICIPAL[i].n);
  if (!o->epsg) assert_int_equal(info.epsg, MUNICIPAL[i].epsg);
  assert_string_equal(info.encoding, MUNICIPAL[i].encoding);
  assert_int_equal(info.crs_declared, MUNICIPAL[i].declared);
  assert_int_equal(info.encoding_detected, MUNICIPAL[i].detected);
  assert_int_equal(info.bom, MUNICIPAL[i].bom);
  assert_true(str_is(field(&r[0], MUNICIPAL[i].code_field), "13001"));
  assert_true(str_is(field(&r[0], MUNICIPAL[i].name_field), MUNICIPAL[i].first_name));
  for (uint64_t k = 0; k < info.count; k++) {
    assert_int_equal(r[k].geometry, VECTOR_POLYGON);
    assert_int_equal(r[k].had_z, MUNICIPAL[i].z);
    assert_false(r[k].swapped || r[k].outside || r[k].unclosed);
    assert_true(polygon_is_well_formed(&r[k].polygon));
    json_t *vertices = municipality(clean, field(&r[k], MUNICIPAL[i].code_field));
    for (uint32_t p = 0; p < r[k].polygon.n_points; p++) {
      double metres = nearest(vertices, r[k].polygon.xy[2 * p], r[k].polygon.xy[2 * p + 1]);
      if (metres > 10) fail_msg("feature %u is %.1f m off", (unsigned)k + 1, metres);
    }
  }
}

static void municipalities_come_out_the_same_from_every_file(void **state) {
  (void)state;
  json_t *clean = json_load_file(shared(MUNICIPALITIES), 0, NULL);
  for (size_t i = 0; i < sizeof MUNICIPAL / sizeof *MUNICIPAL; i++)
    check_municipal(clean, i, &(struct vector_options){0});
  json_decref(clean);
}

static void spanish_names_are_whole(void **state) {
  (void)state;
  static const char *const NAMES[] = {"Turbaná", "El Carmen De Bolívar", "María La Baja"};
  static const char *const FILES[] = {"ugly/shp_9377_latin1_nocpg", "ugly/municipios_latin1_bytes.geojson",
                                      "ugly/shp_bogota1975_21897"};
  for (size_t k = 0; k < 3; k++) {
    struct vector_info info;
    struct vector_record *r = read_all(shared(FILES[k]), &(struct vector_options){0}, &info);
    size_t found = 0;
    for (uint64_t i = 0; i < info.count; i++)
      for (size_t n = 0; n < 3; n++) found += str_is(field(&r[i], k == 1 ? "municipio" : "MUNICIPIO"), NAMES[n]);
    assert_int_equal(found, 3);
  }
}

static void refusals_name_the_remedy(void **state) {
  (void)state;
  const struct vector_options none = {0};
  struct vector_info info;
  refused(shared("ugly/municipios_9377_undeclared.geojson"), &none, ERR_INPUT, "--crs EPSG:9377");
  refused(shared("ugly/shp_3116_noprj"), &none, ERR_INPUT, "--crs EPSG:3116");
  refused(shared("ugly/municipios_lat_lon_swapped.geojson"), &none, ERR_INPUT, "--swap-axes");
  /* … and the remedies work. */
  struct vector_record *r =
      read_all(shared("ugly/municipios_9377_undeclared.geojson"), &(struct vector_options){.epsg = 9377}, &info);
  assert_true(hypot((r->polygon.xy[0] + 76.173156) * 109500, (r->polygon.xy[1] - 9.387832) * 110600) < 1);
  r = read_all(shared("ugly/shp_3116_noprj"), &(struct vector_options){.epsg = 3116}, &info);
  assert_true(hypot((r->polygon.xy[0] + 76.173156) * 109500, (r->polygon.xy[1] - 9.387832) * 110600) < 1);
  r = read_all(shared("ugly/municipios_lat_lon_swapped.geojson"), &(struct vector_options){.swap_axes = true}, &info);
  assert_true(hypot((r->polygon.xy[0] + 76.173156) * 109500, (r->polygon.xy[1] - 9.387832) * 110600) < 1);
  /* The wrong remedy is refused too. */
  refused(shared(MUNICIPALITIES), &(struct vector_options){.swap_axes = true}, ERR_INPUT, "leave --swap-axes out");
  refused(shared(MUNICIPALITIES), &(struct vector_options){.epsg = 9377}, ERR_INPUT, "EPSG:4326");
  refused(shared("ugly/municipios_9377_crs_member.geojson"), &(struct vector_options){.epsg = 32618}, ERR_INPUT,
          "outside Colombia");
  refused(shared(MUNICIPALITIES), &(struct vector_options){.epsg = 25832}, ERR_INPUT, "9377");
  refused(shared("ugly/municipios_latin1_bytes.geojson"), &(struct vector_options){.encoding = "UTF-8"}, ERR_INPUT,
          "not UTF-8");
  refused(shared(MUNICIPALITIES), &(struct vector_options){.encoding = "KLINGON"}, ERR_INPUT, "CP1252");
  refused(shared(MUNICIPALITIES), &(struct vector_options){.max_points = 300}, ERR_LIMIT, "feature 1");
}

static void synthetic_layer_defects_come_through(void **state) {
  (void)state;
  struct vector_info info;
  struct vector_record *r =
      read_all(shared("ugly/barrios_sinteticos_sucio.geojson"), &(struct vector_options){0}, &info);
  assert_int_equal(info.count, 73);
  for (uint64_t i = 0; i < 73; i++) {
    assert_true(str_is(r[i].id, arena_printf(A, "%d", (int)i + 1)));
    assert_int_equal(r[i].unclosed, i + 1 == 19);
    assert_int_equal(r[i].swapped, i + 1 == 35);
    assert_int_equal(r[i].outside, i + 1 == 35);
    if (i + 1 == 32) /* empty coordinates: GDAL up to 3.6 at least says null, 3.10 says empty */
      assert_true(r[i].geometry == VECTOR_NONE || r[i].geometry == VECTOR_EMPTY);
    else assert_int_equal(r[i].geometry, i + 1 == 31 ? VECTOR_NONE : VECTOR_POLYGON);
  }
  assert_string_equal(r[33].geometry_name, "GEOMETRYCOLLECTION");
  assert_int_equal(r[33].polygon.n_parts, 1);
  assert_int_equal(r[22].polygon.n_parts, 2);
  assert_int_equal(r[24].polygon.n_rings, 2);
  assert_true(polygon_area(&r[35].polygon) == 0);
  assert_true(r[36].fields[2].null && str_is(r[36].fields[2].name, "NOMBRE"));
  assert_true(str_is(field(&r[0], "NOMBRE"), "VILLA ROSA"));
  assert_true(str_is(field(&r[0], "Shape__Area"), "558898.738196373") && r[0].fields[6].number);
}

static void clean_layers_are_read(void **state) {
  (void)state;
  static const struct {
    const char *file;
    uint64_t n;
    const char *name_field, *name;
  } CLEAN[] = {{"barrios_sinteticos_limpio.geojson", 72, "NOMBRE", "VILLA ROSA"},
               {"dane_mgn2018_departamentos_caribe.geojson", 5, "DPTO_CNMBR", "CÓRDOBA"},
               {"dane_perimetro_urbano_cartagena_2024.geojson", 1, "cod_zu", "000"},
               {"osm_barrio_manga.geojson", 1, "name", "Manga"},
               {"ugly/dane_simplified_self_intersecting.geojson", 4, "nombre", "TURBO"}};
  for (size_t i = 0; i < sizeof CLEAN / sizeof *CLEAN; i++) {
    struct vector_info info;
    struct vector_record *r = read_all(shared(CLEAN[i].file), &(struct vector_options){0}, &info);
    assert_int_equal(info.count, CLEAN[i].n);
    assert_true(str_is(field(r, CLEAN[i].name_field), CLEAN[i].name));
    assert_true(polygon_is_well_formed(&r->polygon));
  }
}

/* The 72 barrios three times over, once in CP1252 and twice in UTF-8, as the file is: each must be the clean one. */
static void web_mercator_shapefile_of_two_encodings(void **state) {
  (void)state;
  struct vector_info info, clean_info;
  struct vector_record *clean =
      read_all(shared("barrios_sinteticos_limpio.geojson"), &(struct vector_options){0}, &clean_info);
  struct vector_record *r = read_all(shared("ugly/barrios_sinteticos_3857_shp"), &(struct vector_options){0}, &info);
  assert_int_equal(info.count % 72, 0);
  assert_int_equal(info.epsg, 3857);
  assert_true(info.encoding_detected);
  for (uint64_t i = 0; i < info.count; i++) {
    const struct vector_record *c = &clean[i % 72];
    assert_true(str_eq(field(&r[i], "NOMBRE"), field(c, "NOMBRE")));
    struct bbox a = polygon_bbox(&r[i].polygon), b = polygon_bbox(&c->polygon);
    assert_true(fabs(a.minx - b.minx) < 1e-7 && fabs(a.maxy - b.maxy) < 1e-7);
  }
  assert_true(str_is(field(&r[67], "NOMBRE"), "OLAYA ST. RAFAEL NUÑEZ"));
}

static void refusals_speak_spanish(void **state) {
  (void)state;
  const struct vector_options o = {.spanish = true};
  refused(shared("ugly/municipios_9377_undeclared.geojson"), &o, ERR_INPUT,
          "parecen Origen Nacional: use --crs EPSG:9377");
  refused(shared("ugly/shp_3116_noprj"), &o, ERR_INPUT, "pregunte a quien hizo el archivo");
  refused(shared("ugly/municipios_lat_lon_swapped.geojson"), &o, ERR_INPUT, "use --swap-axes");
  refused(shared("ugly/municipios_codigo_sin_cero.csv"), &o, ERR_INPUT, "ninguna clase");
  refused(shared(MUNICIPALITIES), &(struct vector_options){.spanish = true, .max_points = 300}, ERR_LIMIT,
          "elemento 1: más de 300 puntos");
}

/* --- made-up files -------------------------------------------------------------------------------------------------------- */

#define SQUARE "[[[-75.5,10.4],[-75.4,10.4],[-75.4,10.5],[-75.5,10.4]]]"
#define FEATURE(props, geometry) "{\"type\":\"Feature\",\"properties\":{" props "},\"geometry\":" geometry "}"
#define COLLECTION(members, features) "{\"type\":\"FeatureCollection\"," members "\"features\":[" features "]}"
#define POLYGON "{\"type\":\"Polygon\",\"coordinates\":" SQUARE "}"
#define CRS(name) "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"" name "\"}},"

static const char *geojson(const char *text) { return written("x.geojson", text, strlen(text)); }

static void points_lines_and_dates(void **state) {
  (void)state;
  struct vector_info info;
  struct vector_record *r =
      read_all(geojson(COLLECTION(
                   "", FEATURE("\"d\":\"2011-07-06\",\"n\":0.1,\"c\":\"001\"",
                               "{\"type\":\"Point\",\"coordinates\":[-75.5,10.4,"
                               "3]}") "," FEATURE("\"d\":null", "{\"type\":\"LineString\",\"coordinates\":[[-75.5,10.4]"
                                                                ",[-75.4,10.4]]}") "," FEATURE("", POLYGON))),
               &(struct vector_options){0}, &info);
  assert_int_equal(r[0].geometry, VECTOR_POINT);
  assert_true(r[0].polygon.n_points == 1 && r[0].polygon.n_rings == 0 && r[0].had_z);
  assert_true(fabs(r[0].polygon.xy[0] + 75.5) < 1e-12);
  assert_true(str_is(field(&r[0], "d"), "2011-07-06"));
  assert_true(str_is(field(&r[0], "n"), "0.1") && str_is(field(&r[0], "c"), "001"));
  assert_int_equal(r[1].geometry, VECTOR_OTHER);
  assert_string_equal(r[1].geometry_name, "LINESTRING");
  assert_true(r[1].fields[0].null);
  assert_int_equal(r[2].geometry, VECTOR_POLYGON);
  assert_true(str_is(r[2].id, ""));
}

static void coordinate_systems_outside_the_list_are_refused(void **state) {
  (void)state;
  const struct vector_options none = {0};
  refused(geojson(COLLECTION(CRS("urn:ogc:def:crs:EPSG::25832"), FEATURE("", POLYGON))), &none, ERR_INPUT, "25832");
  struct vector_info info;
  read_all(geojson(COLLECTION(CRS("urn:ogc:def:crs:OGC:1.3:CRS84"), FEATURE("", POLYGON))), &none, &info);
  assert_int_equal(info.epsg, 4326);
  read_all(geojson(COLLECTION(CRS("EPSG:4686"), FEATURE("", POLYGON))), &none, &info);
  assert_int_equal(info.epsg, 4686);
  assert_true(info.crs_declared);
  read_all(geojson(COLLECTION("\"crs\":null,", FEATURE("", POLYGON))), &none, &info);
  assert_false(info.crs_declared);
  refused(
      geojson(COLLECTION("", FEATURE("", "{\"type\":\"Polygon\",\"coordinates\":[[[2,41],[3,41],[3,42],[2,41]]]}"))),
      &none, ERR_INPUT, "outside Colombia");
}

static void files_that_are_none(void **state) {
  (void)state;
  const struct vector_options none = {0};
  char vrt[] = "<OGRVRTDataSource><OGRVRTLayer "
               "name=\"x\"><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>";
  refused(geojson(vrt), &none, ERR_INPUT, "no kind");
  refused(geojson(""), &none, ERR_INPUT, "empty");
  refused(geojson("{\"type\":\"Topology\",\"objects\":{},\"arcs\":[]}"), &none, ERR_INPUT, "GDAL cannot read");
  refused(geojson("{\"type\":\"FeatureCollection\",\"features\":[{\"type\""), &none, ERR_INPUT, "GDAL cannot read");
  refused("/vsicurl/http://127.0.0.1:9/x.geojson", &none, ERR_NOT_FOUND, "does not exist");
  refused("{\"type\":\"Point\",\"coordinates\":[0,0]}", &none, ERR_NOT_FOUND, "does not exist");
  refused("/dev/null", &none, ERR_INPUT, "neither");
  refused(dir, &none, ERR_INPUT, "no .shp");
  refused(written("x.zip", "PK\3\4\0\0\0\0", 8), &none, ERR_INPUT, "no .shp");
}

static void old_dos_letters_are_asked_for(void **state) {
  (void)state;
  struct vector_info info;
  const char *text = COLLECTION("", FEATURE("\"n\":\"NARI\xA5O, Turban\xA0\"", POLYGON));
  refused(geojson(text), &(struct vector_options){0}, ERR_INPUT, "feature 1, field n");
  struct vector_record *r = read_all(geojson(text), &(struct vector_options){.encoding = "CP850"}, &info);
  assert_true(str_is(field(r, "n"), "NARIÑO, Turbaná"));
}

static void a_clock_ends_the_reading(void **state) {
  (void)state;
  struct buf b = {0};
  buf_add_z(&b, "{\"type\":\"FeatureCollection\",\"features\":[");
  for (int i = 0; i < 500000; i++) buf_printf(&b, "%s" FEATURE("\"n\":%d", POLYGON), i ? "," : "", i);
  buf_add_z(&b, "]}");
  const char *path = written("big.geojson", b.data, b.len);
  time_t start = time(NULL);
  refused(path, &(struct vector_options){.timeout_s = 1}, ERR_LIMIT, "longer than 1 seconds");
  assert_true(time(NULL) - start <= 10); /* a busy machine, under a sanitizer */
  buf_free(&b);
}

static void closing_early_leaves_no_child(void **state) {
  (void)state;
  struct vector_file *f;
  struct vector_info info;
  struct vector_record r;
  struct err e = {0};
  bool end;
  assert_true(vector_file_open(shared(MUNICIPALITIES), &(struct vector_options){0}, &f, &info, &e));
  assert_true(vector_file_next(f, A, &r, &end, &e) && !end);
  vector_file_close(f);
  assert_true(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

/* 40 features, value(i) as JSON in the column; before, between and after stand around them. */
static struct str forty(const char *before, const char *between, const char *after, const char *key,
                        const char *(*value)(int i)) {
  struct buf b = {0};
  buf_add_z(&b, before);
  for (int i = 0; i < 40; i++)
    buf_printf(&b,
               "%s{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[-75.5,10.4]},"
               "\"properties\":{\"n\":\"a \\\" } b\",\"deep\":{\"x\":[\"3\"]},\"%s\":%s}}",
               i ? between : "", key, value(i));
  buf_add_z(&b, after);
  struct str s = arena_str(A, buf_str(&b));
  buf_free(&b);
  return s;
}

static const char *number_at(int i) { return arena_printf(A, "%d", i); }
static const char *text_at(int i) { return arena_printf(A, "\"%d\"", i); }
static const char *half_text(int i) { return i % 2 ? text_at(i) : number_at(i); }
static const char *text_at_7(int i) { return i == 7 ? text_at(i) : number_at(i); }
static const char *texts_at_7_8(int i) { return i == 7 ? "\"Ñ\"" : i == 8 ? "\"8\"" : i < 20 ? "null" : "-1.5e3"; }
static const char *tenth_text(int i) { return i % 10 == 7 ? text_at(i) : number_at(i); }
static const char *eighth_text(int i) { return i % 8 == 7 ? text_at(i) : number_at(i); }
static const char *few_numbers(int i) { return i == 7 ? text_at(i) : i < 17 && i != 7 && i > 7 ? "1" : "null"; }
static const char *empty_text(int i) { return i == 7 ? "\"\"" : number_at(i); }
static const char *truth_at_7(int i) { return i == 7 ? "true" : number_at(i); }

#define COLLECTION_START "{\"type\":\"FeatureCollection\",\"name\":\"x\",\"features\":["

/* Which features are marked: "8 9". */
static const char *marked(const char *file, struct str content) {
  struct vector_info info;
  struct vector_record *r = read_all(written(file, content.p, content.n), &(struct vector_options){0}, &info);
  struct buf b = {0};
  for (uint64_t i = 0; i < info.count; i++)
    for (uint32_t k = 0; k < r[i].n_fields; k++) {
      if (!r[i].fields[k].odd) continue;
      assert_true(str_is(r[i].fields[k].name, "UCG") || str_is(r[i].fields[k].name, "AÑO"));
      buf_printf(&b, "%s%llu", b.len ? " " : "", (unsigned long long)r[i].number);
    }
  const char *list = arena_printf(A, "%.*s", STR_ARG(buf_str(&b)));
  buf_free(&b);
  return list;
}

static void a_text_among_numbers_is_marked(void **state) {
  (void)state;
  static const struct {
    const char *(*value)(int i);
    const char *marked;
  } CASES[] = {{number_at, ""},   {text_at, ""},         {half_text, ""},
               {text_at_7, "8"},  {texts_at_7_8, "8 9"}, {tenth_text, "8 18 28 38"},
               {eighth_text, ""}, {few_numbers, ""},     {empty_text, ""},
               {truth_at_7, ""}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
    assert_string_equal(marked("odd.geojson", forty(COLLECTION_START, ",", "]}", "UCG", CASES[i].value)),
                        CASES[i].marked);
}

static void odd_texts_of_strange_files(void **state) {
  (void)state;
  assert_string_equal(
      marked("o1.geojson", forty("\xEF\xBB\xBF" COLLECTION_START, "\r\n, ", "\n]\n}\n", "UCG", text_at_7)), "8");
  assert_string_equal(marked("o2.geojson", forty(COLLECTION_START, ",", "]}", "A\\u00d1O", text_at_7)), "8");
  assert_string_equal(marked("o3.geojsonl", forty("", "\n", "\n", "UCG", text_at_7)), "8");
  assert_string_equal(marked("o4.geojsonl", forty("\x1E", "\n\x1E", "\n", "UCG", text_at_7)), "8");
}

/* Cut anywhere or changed anywhere, a file is walked to an end, and marked only where its features are all there. */
static void odd_texts_of_damaged_files(void **state) {
  (void)state;
  const char *const names[] = {"UCG"};
  struct str whole = forty(COLLECTION_START, ",", "]}", "UCG", text_at_7);
  assert_true(odd_texts_has(odd_texts_find(A, written("d", whole.p, whole.n), false, names, 1, 40), 0, 8));
  assert_false(odd_texts_has(odd_texts_find(A, written("d", whole.p, whole.n), false, names, 1, 41), 0, 8));
  assert_false(odd_texts_has(odd_texts_find(A, "/nowhere", false, names, 1, 40), 0, 8));
  assert_false(odd_texts_has(NULL, 0, 8));
  char *copy = arena_strndup(A, whole.p, whole.n);
  for (size_t n = 0; n < whole.n; n += 7) {
    assert_false(odd_texts_has(odd_texts_find(A, written("d", whole.p, n), n % 2, names, 1, 40), 0, 8));
    copy[n] ^= 0x5A;
    odd_texts_find(A, written("d", copy, whole.n), false, names, 1, 40);
    copy[n] = whole.p[n];
  }
}

/* The language byte of a DBF is a declaration: 3 is CP1252. 87 ("this computer's") is none. */
static void a_dbf_declares_its_letters(void **state) {
  (void)state;
  static const struct {
    char byte;
    bool detected;
  } LANGUAGES[] = {{0x03, false}, {0x57, true}};
  const char *source = shared("ugly/shp_9377_latin1_nocpg");
  for (size_t i = 0; i < 2; i++) {
    struct vector_info info;
    const char *folder = arena_printf(A, "%s/dbf%zu", dir, i);
    const char *command = arena_printf(A, "mkdir %s && cp %s/m* %s && chmod u+w %s/*", folder, source, folder, folder);
    assert_int_equal(system(command), 0);
    FILE *f = fopen(arena_printf(A, "%s/municipios.dbf", folder), "r+b");
    assert_true(f && fseek(f, 29, SEEK_SET) == 0 && fwrite(&LANGUAGES[i].byte, 1, 1, f) == 1 && fclose(f) == 0);
    struct vector_record *r = read_all(folder, &(struct vector_options){0}, &info);
    assert_string_equal(info.encoding, "CP1252");
    assert_int_equal(info.encoding_detected, LANGUAGES[i].detected);
    assert_true(str_is(field(r, "DEPARTAMEN"), "Bolívar"));
  }
}

/* --- the parts ------------------------------------------------------------------------------------------------------------- */

static int try_the_jail(void) {
  int denied = 0;
  child_jail_enter(dir, 10);
  int s = socket(AF_INET, SOCK_STREAM, 0);
  denied |= s < 0 ? 1 : 0;
  char path[64];
  snprintf(path, sizeof path, "%s/new", dir);
  denied |= open(path, O_WRONLY | O_CREAT, 0600) < 0 ? 2 : 0;
  denied |= unlink(path) < 0 && errno == EACCES ? 4 : 0;
  snprintf(path, sizeof path, "%s/readable", dir);
  denied |= open(path, O_RDONLY) < 0 ? 8 : 0;
  denied |= open("/etc/passwd", O_RDONLY) < 0 ? 16 : 0;
  denied |= execl("/bin/true", "true", NULL) < 0 ? 32 : 0;
  return denied;
}

static void the_jail_holds(void **state) {
  (void)state;
  written("readable", "x", 1);
  bool landlock = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
  pid_t child = fork();
  if (child == 0) _exit(try_the_jail());
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), 1 | 2 | 4 | 32 | (landlock ? 16 : 0));
  assert_int_not_equal(access(arena_printf(A, "%s/new", dir), F_OK), 0);
}

/* The pipe's bytes are believed by nobody: cut anywhere or changed anywhere, they are refused or whole. */
static void the_wire_is_checked(void **state) {
  (void)state;
  struct vector_field fields[] = {{STR("a"), STR("uno"), false, false, true}, {STR("b"), STR(""), true, true, false}};
  struct str names[] = {STR("a"), STR("b")};
  double xy[] = {0, 0, 1, 0, 1, 1, 0, 0};
  uint32_t ring_end[] = {4}, part_end[] = {1};
  struct vector_record r = {.number = 7,
                            .id = STR("x"),
                            .fields = fields,
                            .n_fields = 2,
                            .geometry = VECTOR_POLYGON,
                            .geometry_name = "POLYGON",
                            .had_z = true,
                            .polygon = {xy, ring_end, part_end, 4, 1, 1}},
                       q;
  struct buf b = {0};
  wire_put_record(&b, &r);
  struct str payload = {b.data + VECTOR_HEADER, b.len - VECTOR_HEADER};
  assert_true(wire_get_record(payload, A, names, 2, &q));
  assert_true(q.number == 7 && q.had_z && !q.swapped && str_is(q.id, "x") && str_is(q.fields[0].value, "uno") &&
              q.fields[0].odd && !q.fields[0].number && q.fields[1].null && !q.fields[1].odd);
  assert_memory_equal(q.polygon.xy, xy, sizeof xy);
  for (size_t n = 0; n < payload.n; n++) {
    char *copy = malloc(n + 1);
    memcpy(copy, payload.p, n);
    assert_false(wire_get_record((struct str){copy, n}, A, names, 2, &q));
    free(copy);
  }
  for (size_t i = 0; i < payload.n; i++) {
    b.data[VECTOR_HEADER + i] ^= (char)0xFF;
    if (wire_get_record(payload, A, names, 2, &q))
      assert_true(q.polygon.ring_end[0] == 4 && q.polygon.part_end[0] == 1);
    b.data[VECTOR_HEADER + i] ^= (char)0xFF;
  }
  struct err e = {0};
  assert_false(wire_get_error(payload, &e));
  buf_free(&b);
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, make, drop)
  const struct CMUnitTest tests[] = {T(municipalities_come_out_the_same_from_every_file),
                                     T(spanish_names_are_whole),
                                     T(refusals_name_the_remedy),
                                     T(refusals_speak_spanish),
                                     T(synthetic_layer_defects_come_through),
                                     T(clean_layers_are_read),
                                     T(web_mercator_shapefile_of_two_encodings),
                                     T(points_lines_and_dates),
                                     T(coordinate_systems_outside_the_list_are_refused),
                                     T(files_that_are_none),
                                     T(old_dos_letters_are_asked_for),
                                     T(a_text_among_numbers_is_marked),
                                     T(odd_texts_of_strange_files),
                                     T(odd_texts_of_damaged_files),
                                     T(a_dbf_declares_its_letters),
                                     T(a_clock_ends_the_reading),
                                     T(closing_early_leaves_no_child),
                                     T(the_jail_holds),
                                     T(the_wire_is_checked)};
  return cmocka_run_group_tests(tests, make_dir, drop_dir);
}
