/* Names, codes, lists and numbers of an areas file, cleaned; whatever was repaired is said. */
#include "ingest/areas.h"

#include <math.h>

#include "core/decimal.h"
#include "core/text.h"

const char *const areas_code_names[] = {"codigo",        "code",         "mpio_ccnct", "mpio_cdpmp",
                                        "codigo_barrio", "cod_barrio",   "codigo_cp",  "cod_dane",
                                        "codigo_dane",   "cod_mpio",     "cod_ucg",    "cod_localidad",
                                        "divipola",      "cod_divipola", "cod",        "dpto_ccdgo",
                                        "cod_dpto",      "id_barrio",    NULL};
const char *const areas_name_names[] = {
    "nombre",         "nombre_cp", "nom_barrio", "nombre_barrio", "mpio_cnmbr", "nom_mpio", "nombre_mpio", "municipio",
    "centro_poblado", "barrio",    "dpto_cnmbr", "nombre_ucg",    "name",       "nom",      NULL};
const char *const areas_parent_names[] = {"padre", "parent", NULL};
const char *const areas_layer_names[] = {"capa", "layer", NULL};
const char *const areas_alias_names[] = {"alias", "aliases", "otros_nombres", NULL};
const char *const areas_definition_names[] = {"definicion", "definition", NULL};
const char *const areas_population_names[] = {"poblacion", "population", NULL};
const char *const areas_population_year_names[] = {"poblacion_anio", "population_year", NULL};
const char *const areas_external_names[] = {"codigo_externo", "external_code", NULL};

struct str areas_text(struct areas_job *j, struct buf *b) {
  return arena_str(j->arena, buf_str(b));
}

/* Length of a white space character at p (ASCII control included, U+00A0), 0 if it is none. */
static size_t space_at(struct str s, size_t i) {
  unsigned char c = (unsigned char)s.p[i];
  if (c <= 0x20 || c == 0x7f) return 1;
  return c == 0xc2 && i + 1 < s.n && (unsigned char)s.p[i + 1] == 0xa0 ? 2 : 0;
}

static void add_single_spaced(struct buf *out, struct str s) {
  bool pending = false;
  for (size_t i = 0; i < s.n;) {
    size_t space = space_at(s, i);
    if (!space && pending && out->len) buf_add_char(out, ' ');
    pending = space > 0;
    if (!space) buf_add_char(out, s.p[i]);
    i += space ? space : 1;
  }
}

struct str areas_clean(struct areas_job *j, struct areas_row *row, struct str column, struct str value) {
  struct buf repaired = {0}, composed = {0}, spaced = {0};
  if (value.n == 0) return STR("");
  struct str text = value;
  if (text_repair_mojibake(&repaired, text)) {
    text = buf_str(&repaired);
    AREAS_WARN(j, row, column, value, "texto-mal-codificado", "el texto se había codificado dos veces; se leyó «%.*s»",
               "the text had been encoded twice; it was read as “%.*s”", STR_ARG(text));
  }
  text_nfc(&composed, text);
  if (!str_eq(buf_str(&composed), text))
    AREAS_NOTE(j, row, column, value, "texto-descompuesto",
               "las tildes venían como signos aparte (NFD); se unieron a su letra",
               "accents stood as separate signs (NFD); they were joined with their letters");
  add_single_spaced(&spaced, buf_str(&composed));
  if (!str_eq(buf_str(&spaced), buf_str(&composed)))
    AREAS_NOTE(j, row, column, value, "texto-con-espacios", "había espacios o saltos de línea de más; se leyó «%.*s»",
               "there were spaces or line breaks too many; it was read as “%.*s”", STR_ARG(buf_str(&spaced)));
  struct str clean = areas_text(j, &spaced);
  buf_free(&repaired);
  buf_free(&composed);
  buf_free(&spaced);
  return clean;
}

void areas_take_name(struct areas_job *j, struct areas_row *row, struct str column, struct str value) {
  row->area.name = areas_clean(j, row, column, value);
  if (row->area.name.n == 0)
    AREAS_REFUSE(j, row, column, value, "sin-nombre", "el área no tiene nombre; escríbalo en el archivo",
                 "the area has no name; write it in the file");
}

/* The digits a DIVIPOLA code of this layer has; 0: the layer has no such codes. */
static size_t divipola_digits(struct str layer) {
  if (str_is(layer, "municipio") || str_is(layer, "distrito")) return 5;
  if (str_is(layer, "centro_poblado")) return 8;
  return str_is(layer, "departamento") ? 2 : 0;
}

static bool all_digits(struct str s) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] < '0' || s.p[i] > '9') return false;
  return s.n > 0;
}

/* A code that a spreadsheet or a driver made a number: "9200.0". */
static struct str without_decimals(struct str s) {
  const char *point = memchr(s.p, '.', s.n);
  if (!point || point == s.p) return s;
  struct str whole = {s.p, (size_t)(point - s.p)};
  for (const char *p = point + 1; p < s.p + s.n; p++)
    if (*p != '0') return s;
  return all_digits(whole) ? whole : s;
}

static struct str padded(struct areas_job *j, struct areas_row *row, struct str column, struct str code) {
  size_t digits = divipola_digits(row->area.layer);
  if (code.n + 1 != digits || !all_digits(code)) return code;
  struct str full = str_from(arena_printf(j->arena, "0%.*s", STR_ARG(code)));
  AREAS_WARN(j, row, column, code, "codigo-sin-cero", "el código DIVIPOLA había perdido su cero; se leyó %.*s",
             "the DIVIPOLA code had lost its zero; it was read as %.*s", STR_ARG(full));
  return full;
}

static struct str slug(struct areas_job *j, struct str text) {
  struct buf b = {0};
  text_slug(&b, text);
  struct str s = areas_text(j, &b);
  buf_free(&b);
  return s;
}

void areas_take_code(struct areas_job *j, struct areas_row *row, struct str column, struct str value) {
  struct str code = without_decimals(areas_clean(j, row, column, value));
  if (code.n == 0) {
    if (row->area.name.n == 0) return; /* already refused */
    if (column.n && value.p)
      AREAS_WARN(j, row, column, value, "sin-codigo", "la fila no tiene código; se hizo uno de su nombre",
                 "the row has no code; one was made from its name");
    row->area.code = slug(j, row->area.name);
  } else {
    code = padded(j, row, column, code);
    row->official = code;
    row->area.code = code;
    if (!area_code_is_valid(code)) {
      row->area.code = slug(j, code);
      AREAS_NOTE(j, row, column, code, "codigo-ajustado",
                 "un código solo lleva letras, cifras, punto, guion y raya: se usa %.*s",
                 "a code has only letters, digits, dot, dash and underscore: %.*s is used", STR_ARG(row->area.code));
    }
  }
  if (j->o->code_prefix)
    row->area.code = str_from(arena_printf(j->arena, "%s%.*s", j->o->code_prefix, STR_ARG(row->area.code)));
  if (!area_code_is_valid(row->area.code))
    AREAS_REFUSE(j, row, column, value, "codigo-imposible", "de este texto no se puede hacer un código; escriba uno",
                 "no code can be made of this text; write one");
}

void areas_take_layer(struct areas_job *j, struct areas_row *row, struct str column, struct str value) {
  row->area.layer = j->layer;
  if (j->layer.n) return;
  if (codelist_find(j->codes, "layer", areas_clean(j, row, column, value), &row->area.layer)) return;
  struct buf b = {0};
  codelist_write_codes(j->codes, "layer", &b);
  AREAS_REFUSE(j, row, column, value, "capa-desconocida", "la capa no es una de las conocidas; escriba una de: %.*s",
               "the layer is not one of those known; write one of: %.*s", STR_ARG(buf_str(&b)));
  buf_free(&b);
}

void areas_take_list(struct areas_job *j, struct areas_row *row, struct str column, struct str value,
                     const struct str **list, size_t *n) {
  size_t most = 1;
  for (size_t i = 0; i < value.n; i++) most += value.p[i] == ';';
  struct str *items = arena_alloc(j->arena, most * sizeof *items);
  *n = 0;
  while (value.n) {
    const char *end = memchr(value.p, ';', value.n);
    struct str item = {value.p, end ? (size_t)(end - value.p) : value.n};
    value = (struct str){item.p + item.n + (end != NULL), value.n - item.n - (end != NULL)};
    item = areas_clean(j, row, column, text_trim(item));
    if (item.n) items[(*n)++] = item;
  }
  *list = items;
}

void areas_take_real(struct areas_job *j, struct areas_row *row, struct str column, struct str value, double *out) {
  struct str text = text_trim(value);
  struct decimal exact;
  struct err why = {0};
  if (text.n == 0 || text_parse_real(text, out)) return;
  if (!decimal_parse(text, DECIMAL_AUTO, &exact, &why)) {
    AREAS_REFUSE(j, row, column, value, "numero-imposible",
                 "no es un número con una sola lectura; escríbalo así: 1234.5",
                 "this is not a number with one reading; write it like 1234.5");
    return;
  }
  struct buf b = {0};
  decimal_write(&b, exact);
  if (!text_parse_real(buf_str(&b), out)) *out = NAN;
  buf_free(&b);
}

void areas_take_count(struct areas_job *j, struct areas_row *row, struct str column, struct str value, int64_t *out) {
  double v = NAN;
  areas_take_real(j, row, column, value, &v);
  if (isnan(v)) return;
  if (v < 0 || v > 1e10 || floor(v) != v)
    AREAS_REFUSE(j, row, column, value, "cuenta-imposible", "aquí va un número entero que no sea negativo",
                 "a whole number that is not negative goes here");
  else *out = (int64_t)v;
}
