#include "api/filter_params.h"

#include <string.h>

#include "core/text.h"
#include "filter_params_where.h"
#include "query/page.h"

#define CODES(id, key, spanish, english)                                                                               \
  const struct http_param_spec filter_param_##id = {.name = key,                                                       \
                                                    .type = HTTP_STRING,                                               \
                                                    .repeats = true,                                                   \
                                                    .max_bytes = 128,                                                  \
                                                    .es = spanish " Se puede repetir.",                                \
                                                    .en = english " May be repeated."}
#define TEXT(id, key, bytes, spanish, english)                                                                         \
  const struct http_param_spec filter_param_##id = {                                                                   \
      .name = key, .type = HTTP_STRING, .max_bytes = bytes, .es = spanish, .en = english}

CODES(area, "area", "Código de área: lo que está dentro de ella.", "Area code: what is inside it.");
CODES(clase, "clase", "Clase de proyecto (proyecto, convenio, macroproyecto…) o sin-dato.",
      "Kind of project (proyecto, convenio, macroproyecto…) or sin-dato.");
CODES(tema, "tema", "Tema o sin-dato.", "Theme or sin-dato.");
CODES(fuente, "fuente", "Código del actor que aporta.", "Code of the contributing actor.");
CODES(ejecutor, "ejecutor", "Código del actor que ejecuta.", "Code of the implementer.");
CODES(tipo, "tipo", "Tipo de cooperación o sin-dato.", "Type of cooperation or sin-dato.");
CODES(modalidad, "modalidad", "Modalidad o sin-dato.", "Modality or sin-dato.");
CODES(forma, "forma", "Forma en que se aporta (efectivo, especie) o sin-dato.",
      "Form in which it is given (efectivo, especie) or sin-dato.");
CODES(anio, "anio", "Año del proyecto (2011): el de inicio; si falta, el de firma, monetización o fin. O sin-dato.",
      "Year of the project (2011): that of the start; without it that of signature, conversion or end. Or sin-dato.");
CODES(estado, "estado", "Estado (IATI 1 a 6) o sin-dato.", "Status (IATI 1 to 6) or sin-dato.");
CODES(lugar, "lugar", "Qué se sabe del lugar: located, named, city, beyond, unknown.",
      "What is known of the place: located, named, city, beyond, unknown.");
CODES(capa, "capa", "Capa de las áreas: barrio, ucg, localidad, zona… (en las tablas de totales, una sola).",
      "Layer of the areas: barrio, ucg, localidad, zona… (in tables of totals, one only).");
CODES(codigo, "codigo", "Código del elemento.", "Code of the item.");
const struct http_param_spec filter_param_celda = {
    .name = "celda",
    .type = HTTP_STRING,
    .repeats = true,
    .max_bytes = 32,
    .es = "Celda del mapa nivel/columna/fila: los proyectos cuyo punto está en ella, que son los de un cúmulo de las "
          "teselas. Se puede repetir.",
    .en = "Cell of the map zoom/column/row: the projects whose point lies in it, which are those of a cluster of the "
          "tiles. May be repeated."};
TEXT(vigente, "vigente", 64,
     "Vigente en una fecha (2011-07-06) o un intervalo (2011-01-01/2011-12-31, ../2011, 2011/..).",
     "Active on a date (2011-07-06) or in an interval (2011-01-01/2011-12-31, ../2011, 2011/..).");
TEXT(monto_min, "monto_min", 40, "Valor mínimo, con punto decimal.", "Least value, with a decimal point.");
TEXT(monto_max, "monto_max", 40, "Valor máximo, con punto decimal.", "Greatest value, with a decimal point.");
TEXT(moneda, "moneda", 3, "Moneda (ISO 4217) de los montos; COP si no se dice.",
     "Currency (ISO 4217) of the amounts; COP unless said.");
TEXT(q, "q", 128, "Palabras o comienzos de palabras, sin importar tildes (hasta 8).",
     "Words or beginnings of words, accents do not matter (up to 8).");
const struct http_param_spec filter_param_bbox = {
    .name = "bbox",
    .type = HTTP_BBOX,
    .es = "Rectángulo oeste,sur,este,norte en grados (CRS84, o como diga bbox-crs); puede cruzar el antimeridiano.",
    .en = "Box west,south,east,north in degrees (CRS84, or as bbox-crs says); it may cross the antimeridian."};
TEXT(dibujo, "dibujo", 15000, "Polígono dibujado: WKT o geometría GeoJSON en grados, hasta 5.000 puntos.",
     "Drawn polygon: WKT or a GeoJSON geometry in degrees, up to 5,000 points.");
TEXT(cerca, "cerca", 80, "Cerca de un punto: longitud,latitud,metros.", "Near a point: longitude,latitude,metres.");
TEXT(punto, "punto", 60, "Solo áreas: las que contienen el punto longitud,latitud.",
     "Areas only: those that contain the point longitude,latitude.");

TEXT(datetime, "datetime", 80,
     "Un instante o intervalo de RFC 3339 (2011-07-06T00:00:00Z, 2011-01-01/.., ../2011-12-31): de los proyectos, lo "
     "mismo que vigente; lo que no tiene fechas no se filtra.",
     "An instant or interval of RFC 3339 (2011-07-06T00:00:00Z, 2011-01-01/.., ../2011-12-31): of projects the same as "
     "vigente; what has no dates is not filtered.");
TEXT(filter, "filter", CQL2_MAX_BYTES,
     "Condición en CQL2 sobre las propiedades (véase …/queryables): valor > 1000000 AND titulo LIKE '%agua%'.",
     "Condition in CQL2 on the properties (see …/queryables): valor > 1000000 AND titulo LIKE '%agua%'.");
static const char *const languages[] = {"cql2-text", "cql2-json", NULL};
const struct http_param_spec filter_param_filter_lang = {
    .name = "filter-lang",
    .type = HTTP_ENUM,
    .values = languages,
    .es = "Lenguaje de filter; si no se dice, JSON si comienza con «{», texto si no.",
    .en = "Language of filter; unless said, JSON if it begins with \"{\", else text."};

static bool refuse(const struct http_param *p, struct err *e, const char *why) {
  int shown = p->text.n > 80 ? 80 : (int)p->text.n;
  return err_set(e, ERR_INPUT, "%s=%.*s: %s", p->spec->name, shown, p->text.p, why);
}

bool filter_params_numbers(const struct http_param *p, double *v, size_t want, struct err *e) {
  struct str rest = p->text;
  for (size_t i = 0; i < want; i++) {
    const char *comma = rest.n ? memchr(rest.p, ',', rest.n) : NULL;
    struct str one = {rest.p, comma ? (size_t)(comma - rest.p) : rest.n};
    if ((comma == NULL) != (i + 1 == want) || !text_parse_real(text_trim(one), &v[i]))
      return refuse(p, e,
                    want == 2 ? err_pick("se esperan dos números: longitud,latitud",
                                         "two numbers are expected: longitude,latitude")
                              : err_pick("se esperan tres números: longitud,latitud,metros",
                                         "three numbers are expected: longitude,latitude,metres"));
    if (comma) rest = (struct str){comma + 1, rest.n - one.n - 1};
  }
  if (v[0] < -180 || v[0] > 180 || v[1] < -90 || v[1] > 90)
    return refuse(p, e,
                  err_pick("está fuera de la Tierra; primero la longitud (-180 a 180), después la latitud (-90 a 90)",
                           "it is off the Earth; longitude first (-180 to 180), then latitude (-90 to 90)"));
  return true;
}

/* All texts of one key, in order. */
static size_t texts(struct arena *a, const struct http_param *params, size_t n, const struct http_param_spec *spec,
                    const struct str **out) {
  size_t count = 0;
  struct str *list = arena_alloc(a, (n ? n : 1) * sizeof *list);
  for (size_t i = 0; i < n; i++)
    if (params[i].spec == spec) list[count++] = params[i].text;
  *out = list;
  return count;
}

static const struct http_param *one(const struct http_param *params, size_t n, const struct http_param_spec *spec) {
  for (size_t i = 0; i < n; i++)
    if (params[i].spec == spec) return &params[i];
  return NULL;
}

static bool read_amount(const struct http_param *p, bool *has, i128 *minor, struct err *e) {
  if (!p) return true;
  struct decimal d;
  if (!decimal_parse(p->text, DECIMAL_PLAIN, &d, e) || !decimal_to_minor(d, minor, e))
    return err_context(e, "%s", p->spec->name);
  *has = true;
  return true;
}

/* One end of an interval as a whole day: "2011" is 1 January at its beginning and 31 December at its end. */
static bool read_day(struct arena *a, const struct http_param *p, struct str s, bool end, struct str *out,
                     struct err *e) {
  struct text_date d;
  *out = STR("");
  if (!s.n || str_is(s, "..")) return true;
  if (s.n < 4 || memchr(s.p, ' ', s.n) || !text_parse_date(s, &d, e))
    return refuse(
        p, e,
        err_pick("no es una fecha; se escribe 2011-07-06, 2011-07 o 2011, y un intervalo 2011-01-01/2011-12-31",
                 "not a date; it is written 2011-07-06, 2011-07 or 2011, and an interval 2011-01-01/2011-12-31"));
  if (!d.month) d.month = end ? 12 : 1;
  if (!d.day) d.day = end ? text_days_in_month(d.year, d.month) : 1;
  *out = str_from(arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day));
  return true;
}

static bool read_during(struct arena *a, const struct http_param *p, struct filter_spec *out, struct err *e) {
  if (!p) return true;
  const char *slash = memchr(p->text.p, '/', p->text.n);
  /* "06/07/2011" has slashes too, and would be read as an interval of nonsense: only ISO dates here. */
  struct str from = {p->text.p, slash ? (size_t)(slash - p->text.p) : p->text.n};
  struct str to = slash ? (struct str){slash + 1, p->text.n - from.n - 1} : from;
  out->has_during = true;
  if (!read_day(a, p, from, false, &out->during_from, e) || !read_day(a, p, to, true, &out->during_to, e)) return false;
  if (!out->during_from.n && !out->during_to.n)
    return refuse(p, e,
                  err_pick("el intervalo no tiene ni comienzo ni fin", "the interval has neither beginning nor end"));
  if (out->during_from.n && out->during_to.n && str_cmp(out->during_from, out->during_to) > 0)
    return refuse(p, e, err_pick("el intervalo termina antes de empezar", "the interval ends before it begins"));
  return true;
}

static bool read_words(const struct http_param *p, struct filter_spec *out, struct err *e) {
  if (!p) return true;
  size_t words = 0;
  struct buf folded = {0};
  text_fold(&folded, p->text);
  for (size_t i = 0; i < folded.len; i++) words += folded.data[i] != ' ' && (i == 0 || folded.data[i - 1] == ' ');
  buf_free(&folded);
  if (words > FILTER_MAX_WORDS) return refuse(p, e, err_pick("tiene más de 8 palabras", "it has more than 8 words"));
  if (!words)
    return refuse(p, e,
                  err_pick("no tiene ni una letra ni una cifra que buscar",
                           "there is neither a letter nor a figure in it to look for"));
  out->words = p->text;
  return true;
}

static bool read_drawn(struct arena *a, const struct http_param *p, struct filter_spec *out, struct err *e) {
  if (!p) return true;
  struct str s = text_trim(p->text);
  bool is_point = false;
  bool ok = s.n && s.p[0] == '{' ? polygon_from_geojson(a, s, FILTER_MAX_POINTS, &out->drawn, &is_point, e)
                                 : polygon_from_wkt(a, s, FILTER_MAX_POINTS, &out->drawn, &is_point, e);
  if (!ok) return err_context(e, "dibujo");
  if (is_point)
    return refuse(p, e,
                  err_pick("es un punto; para un punto use cerca=lon,lat,metros",
                           "it is a point; for a point use cerca=lon,lat,metres"));
  out->has_drawn = true;
  return true;
}

static bool read_near(const struct http_param *p, struct filter_spec *out, struct err *e) {
  if (!p) return true;
  double v[3] = {0};
  if (!filter_params_numbers(p, v, 3, e)) return false;
  if (!(v[2] > 0) || v[2] > 1e6)
    return refuse(p, e, err_pick("los metros van de más de 0 a 1000000", "metres are more than 0 and at most 1000000"));
  out->has_near = true;
  out->lon = v[0];
  out->lat = v[1];
  out->metres = v[2];
  return true;
}

static bool read_bbox(struct arena *a, const struct http_param *params, size_t n, struct filter_spec *out,
                      struct err *e) {
  const struct http_param *p = one(params, n, &filter_param_bbox);
  if (!p) return true;
  out->has_bbox = true;
  const struct crs_system *c = crs_params_get(params, n, &crs_param_bbox_crs);
  return crs_params_box(c, p->box, a, &out->bbox, &out->bbox_outline, e) ||
         err_context(e, "bbox=%.*s", (int)(p->text.n < 80 ? p->text.n : 80), p->text.p);
}

/* "12/1188/1928": three numbers without a sign; whether there is such a cell is not asked here. */
static bool read_cell(struct str s, struct filter_cell *out) {
  uint32_t *const to[] = {&out->z, &out->x, &out->y};
  size_t k = 0, digits = 0;
  *out = (struct filter_cell){0, 0, 0};
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '/' && digits && k < 2) {
      k++;
      digits = 0;
    } else if (s.p[i] >= '0' && s.p[i] <= '9' && digits++ < 8) {
      *to[k] = 10 * *to[k] + (uint32_t)(s.p[i] - '0');
    } else {
      return false;
    }
  }
  return k == 2 && digits;
}

static bool read_cells(struct arena *a, const struct http_param *params, size_t n, struct filter_spec *out,
                       struct err *e) {
  struct filter_cell *list = arena_alloc(a, (n + 1) * sizeof *list);
  for (size_t i = 0; i < n; i++)
    if (params[i].spec == &filter_param_celda && !read_cell(params[i].text, &list[out->n_cell++]))
      return refuse(&params[i], e,
                    err_pick("se escribe nivel/columna/fila, como 12/1188/1928",
                             "it is written zoom/column/row, as 12/1188/1928"));
  out->cell = list;
  return true;
}

static void read_codes(struct arena *a, const struct http_param *params, size_t n, struct filter_spec *out) {
  out->n_area = texts(a, params, n, &filter_param_area, &out->area);
  out->n_kind = texts(a, params, n, &filter_param_clase, &out->kind);
  out->n_theme = texts(a, params, n, &filter_param_tema, &out->theme);
  out->n_source = texts(a, params, n, &filter_param_fuente, &out->source);
  out->n_executor = texts(a, params, n, &filter_param_ejecutor, &out->executor);
  out->n_cooperation_type = texts(a, params, n, &filter_param_tipo, &out->cooperation_type);
  out->n_modality = texts(a, params, n, &filter_param_modalidad, &out->modality);
  out->n_form = texts(a, params, n, &filter_param_forma, &out->form);
  out->n_year = texts(a, params, n, &filter_param_anio, &out->year);
  out->n_status = texts(a, params, n, &filter_param_estado, &out->status);
  out->n_place = texts(a, params, n, &filter_param_lugar, &out->place);
  out->n_layer = texts(a, params, n, &filter_param_capa, &out->layer);
  out->n_code = texts(a, params, n, &filter_param_codigo, &out->code);
}

static bool read_currency(const struct http_param *p, struct filter_spec *out, struct err *e) {
  out->currency = p ? p->text : STR("");
  bool good = !p || p->text.n == 3;
  for (size_t i = 0; good && i < out->currency.n; i++) good = out->currency.p[i] >= 'A' && out->currency.p[i] <= 'Z';
  return good || refuse(p, e,
                        err_pick("no es una moneda: tres letras mayúsculas de ISO 4217, como COP o USD",
                                 "is not a currency: three capital letters of ISO 4217, as COP or USD"));
}

bool filter_params_read(struct arena *a, const struct http_param *params, size_t n, struct filter_spec *out,
                        struct err *e) {
  *out = (struct filter_spec){.until_ns = filter_deadline()};
  read_codes(a, params, n, out);
  return read_currency(one(params, n, &filter_param_moneda), out, e) &&
         read_amount(one(params, n, &filter_param_monto_min), &out->has_min, &out->min_minor, e) &&
         read_amount(one(params, n, &filter_param_monto_max), &out->has_max, &out->max_minor, e) &&
         read_during(a, one(params, n, &filter_param_vigente), out, e) &&
         filter_params_datetime(a, one(params, n, &filter_param_datetime), out, e) &&
         read_words(one(params, n, &filter_param_q), out, e) && read_bbox(a, params, n, out, e) &&
         read_cells(a, params, n, out, e) && read_drawn(a, one(params, n, &filter_param_dibujo), out, e) &&
         read_near(one(params, n, &filter_param_cerca), out, e) && filter_params_where(a, params, n, out, e);
}

static bool read_point(struct snapshot *s, struct arena *a, const struct http_param *p, struct filter_spec *spec,
                       bool *nothing, struct err *e) {
  double v[2] = {0};
  if (!filter_params_numbers(p, v, 2, e)) return false;
  if (spec->n_code)
    return refuse(p, e, err_pick("no se puede combinar con codigo=", "it cannot be combined with codigo="));
  uint32_t at[FILTER_MAX_AT_POINT], n;
  page_areas_at(s, v[0], v[1], at, FILTER_MAX_AT_POINT, &n);
  struct str *codes = arena_alloc(a, (n ? n : 1) * sizeof *codes);
  for (uint32_t i = 0; i < n; i++) {
    struct snap_area area;
    snapshot_area(s, at[i], &area);
    codes[i] = area.code;
  }
  spec->code = codes;
  spec->n_code = n;
  *nothing = n == 0;
  return true;
}

bool filter_params_compile(struct snapshot *s, enum query_subject about, struct arena *a,
                           const struct http_param *params, size_t n, struct filter **f, bool *nothing, struct err *e) {
  struct filter_spec spec;
  *nothing = false;
  if (!filter_params_read(a, params, n, &spec, e)) return false;
  spec.about = about;
  const struct http_param *point = one(params, n, &filter_param_punto);
  if (point && !read_point(s, a, point, &spec, nothing, e)) return false;
  return filter_compile(s, &spec, f, e);
}

bool filter_params_check(struct snapshot *s, struct arena *a, const struct http_param *params, size_t n,
                         struct err *e) {
  struct filter *f;
  bool nothing;
  if (!n) return true;
  if (!filter_params_compile(s, QUERY_PROJECTS, a, params, n, &f, &nothing, e)) return false;
  filter_free(f);
  return true;
}
