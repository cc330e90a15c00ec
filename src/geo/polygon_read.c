/* WKT and GeoJSON geometries from people and browsers. Both grammars are the same nested lists with other brackets, so one
 * set of list readers serves both. The depth is fixed by the code (polygons, rings, points), never by the text. */
#include "geo/polygon.h"
#include <stdio.h>
#include <string.h>
#include "core/text.h"

enum { JSON_DEPTH = 32, KEYWORD_MAX = 16 };

struct cursor {
  struct str text;
  size_t at;
  const char *format; /* for messages */
  char open, close;
  bool json; /* a position is [x,y] and not x y */
  uint32_t max_points, ring_start, part_start;
  struct polygon *p;
  struct err *e;
};

/* Characters, not bytes, up to `at`; counted from 1. */
static size_t character_number(const struct cursor *c, size_t at) {
  size_t n = 1;
  for (size_t i = 0; i < at && i < c->text.n; i++) n += ((unsigned char)c->text.p[i] & 0xC0) != 0x80;
  return n;
}

static bool fail_at(struct cursor *c, size_t at, const char *what) {
  return err_set(c->e, ERR_INPUT, err_pick("%s, carácter %zu: %s", "%s, character %zu: %s"), c->format,
                 character_number(c, at), what);
}

static bool fail(struct cursor *c, const char *what) { return fail_at(c, c->at, what); }

/* Is there a character here, and is it one of these? */
static bool at_one_of(const struct cursor *c, const char *set) {
  return c->at < c->text.n && c->text.p[c->at] && strchr(set, c->text.p[c->at]);
}

static void skip_space(struct cursor *c) {
  while (at_one_of(c, " \t\r\n")) c->at++;
}

static bool accept(struct cursor *c, char wanted) {
  skip_space(c);
  if (c->at >= c->text.n || c->text.p[c->at] != wanted) return false;
  c->at++;
  return true;
}

static bool expect(struct cursor *c, char wanted) {
  if (accept(c, wanted)) return true;
  char what[32];
  snprintf(what, sizeof what, err_pick("se espera «%c»", "expected '%c'"), wanted);
  return fail(c, what);
}

static bool expect_end(struct cursor *c) {
  skip_space(c);
  return c->at == c->text.n ||
         fail(c, err_pick("algo sigue después de la geometría; quítelo", "something follows the geometry; remove it"));
}

static bool read_number(struct cursor *c, double *v) {
  skip_space(c);
  size_t start = c->at;
  while (at_one_of(c, "0123456789.+-eE")) c->at++;
  if (text_parse_real((struct str){c->text.p + start, c->at - start}, v)) return true;
  return fail_at(c, start, err_pick("se espera un número como -75.4770", "expected a number such as -75.4770"));
}

/* Is there another ordinate in this position? */
static bool more_ordinates(struct cursor *c) {
  if (c->json) return accept(c, ',');
  skip_space(c);
  return c->at < c->text.n && c->text.p[c->at] != ',' && c->text.p[c->at] != ')';
}

static bool read_ordinates(struct cursor *c, double *xy) {
  skip_space(c);
  size_t start = c->at;
  double dropped;
  if (!read_number(c, &xy[0])) return false;
  if (c->json && !expect(c, ',')) return false;
  if (!read_number(c, &xy[1])) return false;
  for (int i = 0; i < 2 && more_ordinates(c); i++)
    if (!read_number(c, &dropped)) return false;
  if (!(xy[0] >= -180 && xy[0] <= 180))
    return fail_at(
        c, start,
        err_pick("la longitud no está entre -180 y 180 grados", "the longitude is not between -180 and 180 degrees"));
  if (!(xy[1] >= -90 && xy[1] <= 90))
    return fail_at(c, start,
                   err_pick("la latitud no está entre -90 y 90 grados; primero va la longitud, después la latitud",
                            "the latitude is not between -90 and 90 degrees; longitude comes first, then latitude"));
  return true;
}

static bool read_position(struct cursor *c) {
  if (c->p->n_points >= c->max_points)
    return err_set(c->e, ERR_LIMIT,
                   err_pick("%s, carácter %zu: más de %u puntos; simplifique el contorno",
                            "%s, character %zu: more than %u points; simplify the outline"),
                   c->format, character_number(c, c->at), c->max_points);
  double *xy = &c->p->xy[2 * (size_t)c->p->n_points];
  if (c->json && !expect(c, '[')) return false;
  if (!read_ordinates(c, xy)) return false;
  if (c->json && !expect(c, ']')) return false;
  c->p->n_points++;
  return true;
}

static bool read_list(struct cursor *c, bool (*item)(struct cursor *c)) {
  if (!expect(c, c->open)) return false;
  do
    if (!item(c)) return false;
  while (accept(c, ','));
  return expect(c, c->close);
}

static bool read_ring(struct cursor *c) {
  uint32_t first = c->p->n_points;
  skip_space(c);
  size_t start = c->at;
  if (!read_list(c, read_position)) return false;
  uint32_t last = c->p->n_points - 1;
  const double *a = &c->p->xy[2 * (size_t)first], *b = &c->p->xy[2 * (size_t)last];
  if (a[0] != b[0] || a[1] != b[1])
    return fail_at(c, start,
                   err_pick("este anillo está abierto; repita al final su primer punto",
                            "this ring is open; repeat its first point at its end"));
  if (last - first < 3)
    return fail_at(
        c, start,
        err_pick("este anillo tiene menos de 3 puntos distintos", "this ring has fewer than 3 different points"));
  c->p->ring_end[c->p->n_rings++] = c->p->n_points;
  return true;
}

static bool read_polygon(struct cursor *c) {
  if (!read_list(c, read_ring)) return false;
  c->p->part_end[c->p->n_parts++] = c->p->n_rings;
  return true;
}

/* Room for all that the text can hold: a point takes a comma (WKT) or a bracket (GeoJSON), a ring or part a bracket. */
static void reserve(struct cursor *c, struct arena *a) {
  size_t brackets = 1, points = 1;
  for (size_t i = 0; i < c->text.n; i++) {
    brackets += c->text.p[i] == c->open;
    points += c->text.p[i] == (c->json ? '[' : ',');
  }
  if (points > c->max_points) points = (size_t)c->max_points + 1;
  *c->p = (struct polygon){0};
  c->p->xy = arena_alloc(a, 2 * sizeof *c->p->xy * points);
  c->p->ring_end = arena_alloc(a, sizeof *c->p->ring_end * brackets);
  c->p->part_end = arena_alloc(a, sizeof *c->p->part_end * brackets);
}

/* The value of `coordinates`, or what follows the WKT keyword. */
static bool read_coordinates(struct cursor *c, struct str type, bool *is_point) {
  *is_point = str_is(type, "POINT");
  if (*is_point) {
    if (c->json) return read_position(c);
    return expect(c, '(') && read_position(c) && expect(c, ')');
  }
  if (str_is(type, "POLYGON")) return read_polygon(c);
  return read_list(c, read_polygon);
}

static bool is_geometry_type(struct str upper) {
  return str_is(upper, "POINT") || str_is(upper, "POLYGON") || str_is(upper, "MULTIPOLYGON");
}

static struct str upper_into(char *out, size_t cap, struct str s) {
  if (s.n > cap) return (struct str){out, 0};
  for (size_t i = 0; i < s.n; i++) out[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
  return (struct str){out, s.n};
}

static struct str read_word(struct cursor *c) {
  skip_space(c);
  size_t start = c->at;
  while (c->at < c->text.n && ((c->text.p[c->at] | 0x20) >= 'a' && (c->text.p[c->at] | 0x20) <= 'z')) c->at++;
  return (struct str){c->text.p + start, c->at - start};
}

bool polygon_from_wkt(struct arena *a, struct str wkt, uint32_t max_points, struct polygon *out, bool *is_point,
                      struct err *e) {
  struct cursor c = {
      .text = wkt, .format = "WKT", .open = '(', .close = ')', .max_points = max_points, .p = out, .e = e};
  char keyword[KEYWORD_MAX], after[KEYWORD_MAX];
  struct str type = upper_into(keyword, sizeof keyword, read_word(&c));
  static const char *const DIMENSIONS[] = {"ZM", "Z", "M"};
  for (size_t i = 0; i < 3 && !is_geometry_type(type); i++) {
    size_t n = strlen(DIMENSIONS[i]);
    if (type.n > n && memcmp(type.p + type.n - n, DIMENSIONS[i], n) == 0) type.n -= n;
  }
  if (!is_geometry_type(type))
    return fail_at(&c, 0,
                   err_pick("se espera POINT, POLYGON o MULTIPOLYGON", "expected POINT, POLYGON or MULTIPOLYGON"));
  struct str more = upper_into(after, sizeof after, read_word(&c));
  if (str_is(more, "EMPTY")) return fail(&c, err_pick("la geometría está vacía", "the geometry is empty"));
  if (more.n && !str_is(more, "Z") && !str_is(more, "M") && !str_is(more, "ZM"))
    return fail(&c, err_pick("se espera «(»", "expected '('"));
  reserve(&c, a);
  return read_coordinates(&c, type, is_point) && expect_end(&c);
}

/* A string without its quotes, escapes left as they are. */
static bool read_string(struct cursor *c, struct str *s) {
  if (!expect(c, '"')) return false;
  size_t start = c->at;
  for (; c->at < c->text.n; c->at++) {
    if (c->text.p[c->at] == '"') {
      *s = (struct str){c->text.p + start, c->at - start};
      c->at++;
      return true;
    }
    if (c->text.p[c->at] == '\\') c->at++;
  }
  c->at = c->text.n;
  return fail_at(c, start, err_pick("a este texto le falta la comilla final", "this text has no closing quote"));
}

/* Pass over one value of any kind, brackets matched, without recursion. */
static bool skip_value(struct cursor *c) {
  char closers[JSON_DEPTH];
  size_t depth = 0, scalar = 0;
  do {
    skip_space(c);
    if (c->at >= c->text.n) return fail(c, err_pick("el texto termina antes de tiempo", "the text ends too early"));
    char at = c->text.p[c->at];
    struct str ignored;
    if (at == '"') {
      if (!read_string(c, &ignored)) return false;
    } else if (at == '{' || at == '[') {
      if (depth == JSON_DEPTH) return fail(c, err_pick("tiene demasiados niveles", "nested too deeply"));
      closers[depth++] = at == '{' ? '}' : ']';
      c->at++;
    } else if (depth && at == closers[depth - 1]) {
      depth--;
      c->at++;
    } else if (depth && (at == ',' || at == ':')) {
      c->at++;
    } else {
      scalar = c->at;
      while (c->at < c->text.n && !at_one_of(c, ",:{}[]\" \t\r\n")) c->at++;
      if (c->at == scalar) return fail(c, err_pick("se espera un valor", "expected a value"));
    }
  } while (depth);
  return true;
}

/* Find `type` and where `coordinates` starts. The whole object is walked, so that they may come in any order. */
static bool read_members(struct cursor *c, struct str *type, size_t *coordinates) {
  *coordinates = 0;
  *type = (struct str){"", 0};
  if (!expect(c, '{')) return false;
  do {
    struct str key = {"", 0};
    skip_space(c);
    size_t key_at = c->at;
    if (!read_string(c, &key) || !expect(c, ':')) return false;
    skip_space(c);
    if (str_is(key, "type")) {
      if (type->n) return fail_at(c, key_at, err_pick("«type» viene dos veces", "\"type\" is given twice"));
      if (!read_string(c, type)) return false;
    } else {
      if (str_is(key, "coordinates")) {
        if (*coordinates)
          return fail_at(c, key_at, err_pick("«coordinates» viene dos veces", "\"coordinates\" is given twice"));
        *coordinates = c->at;
      }
      if (!skip_value(c)) return false;
    }
  } while (accept(c, ','));
  return expect(c, '}') && expect_end(c);
}

bool polygon_from_geojson(struct arena *a, struct str json, uint32_t max_points, struct polygon *out, bool *is_point,
                          struct err *e) {
  struct cursor c = {.text = json,
                     .format = "GeoJSON",
                     .open = '[',
                     .close = ']',
                     .json = true,
                     .max_points = max_points,
                     .p = out,
                     .e = e};
  struct str type;
  size_t coordinates;
  char keyword[KEYWORD_MAX];
  if (!read_members(&c, &type, &coordinates)) return false;
  size_t type_at = type.n ? (size_t)(type.p - json.p) : 0;
  if (!str_is(type, "Point") && !str_is(type, "Polygon") && !str_is(type, "MultiPolygon"))
    return fail_at(
        &c, type_at,
        err_pick("«type» debe ser Point, Polygon o MultiPolygon", "\"type\" must be Point, Polygon or MultiPolygon"));
  if (!coordinates) return fail(&c, err_pick("falta «coordinates»", "there is no \"coordinates\""));
  c.at = coordinates;
  reserve(&c, a);
  return read_coordinates(&c, upper_into(keyword, sizeof keyword, type), is_point);
}
