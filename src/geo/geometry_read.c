/* Positions and lists of both forms, and WKT. How deep lists go is fixed by the code, never by the text; only collections nest. */
#include "geo/geometry_read.h"
#include <stdio.h>
#include <stdlib.h>
#include "core/text.h"

enum { KEYWORD_MAX = 24, ALL_SEVEN = 0x7f };
const char *const geometry_wkt_names[7] = {"POINT",           "LINESTRING",   "POLYGON",           "MULTIPOINT",
                                           "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION"};
const char *const geometry_json_names[7] = {"Point",           "LineString",   "Polygon",           "MultiPoint",
                                            "MultiLineString", "MultiPolygon", "GeometryCollection"};
const struct geometry_rules geometry_any = {
    .types = ALL_SEVEN,
    .wanted_wkt = "POINT, LINESTRING, POLYGON, MULTIPOINT, MULTILINESTRING, MULTIPOLYGON|GEOMETRYCOLLECTION",
    .wanted_json = "Point, LineString, Polygon, MultiPoint, MultiLineString, MultiPolygon|GeometryCollection"};

/* Characters, not bytes, up to `at`; counted from 1. */
static size_t character_number(const struct geometry_cursor *c, size_t at) {
  size_t n = 1;
  for (size_t i = 0; i < at && i < c->text.n; i++) n += ((unsigned char)c->text.p[i] & 0xC0) != 0x80;
  return n;
}

bool geometry_fail_at(struct geometry_cursor *c, size_t at, const char *what) {
  return err_set(c->e, ERR_INPUT, err_pick("%s, carácter %zu: %s", "%s, character %zu: %s"), c->format,
                 character_number(c, at), what);
}

bool geometry_fail(struct geometry_cursor *c, const char *what) { return geometry_fail_at(c, c->at, what); }

bool geometry_at_one_of(const struct geometry_cursor *c, const char *set) {
  return c->at < c->text.n && c->text.p[c->at] && strchr(set, c->text.p[c->at]);
}

void geometry_skip_space(struct geometry_cursor *c) {
  while (geometry_at_one_of(c, " \t\r\n")) c->at++;
}

bool geometry_accept(struct geometry_cursor *c, char wanted) {
  geometry_skip_space(c);
  if (c->at >= c->text.n || c->text.p[c->at] != wanted) return false;
  c->at++;
  return true;
}

bool geometry_expect(struct geometry_cursor *c, char wanted) {
  if (geometry_accept(c, wanted)) return true;
  char what[32];
  snprintf(what, sizeof what, err_pick("se espera «%c»", "expected '%c'"), wanted);
  return geometry_fail(c, what);
}

bool geometry_deeper(struct geometry_cursor *c) {
  if (c->depth++ < GEOMETRY_MAX_DEPTH) return true;
  return err_set(
      c->e, ERR_LIMIT,
      err_pick("%s, carácter %zu: más de %d colecciones una dentro de otra; escríbala sin ese nivel",
               "%s, character %zu: more than %d collections inside one another; write it without that level"),
      c->format, character_number(c, c->at), GEOMETRY_MAX_DEPTH);
}

bool geometry_allows(struct geometry_cursor *c, int type, size_t at) {
  if (type >= 0 && c->rules->types >> type & 1) return true;
  const char *wanted = c->json ? c->rules->wanted_json : c->rules->wanted_wkt, *last = strchr(wanted, '|');
  char what[160];
  snprintf(what, sizeof what,
           c->json ? err_pick("«type» debe ser %.*s o %s", "\"type\" must be %.*s or %s")
                   : err_pick("se espera %.*s o %s", "expected %.*s or %s"),
           (int)(last - wanted), wanted, last + 1);
  return geometry_fail_at(c, at, what);
}

static bool read_number(struct geometry_cursor *c, double *v) {
  geometry_skip_space(c);
  size_t start = c->at;
  while (geometry_at_one_of(c, "0123456789.+-eE")) c->at++;
  if (text_parse_real((struct str){c->text.p + start, c->at - start}, v)) return true;
  return geometry_fail_at(c, start,
                          err_pick("se espera un número como -75.4770", "expected a number such as -75.4770"));
}

/* Is there another ordinate in this position? */
static bool more_ordinates(struct geometry_cursor *c) {
  if (c->json) return geometry_accept(c, ',');
  geometry_skip_space(c);
  return c->at < c->text.n && c->text.p[c->at] != ',' && c->text.p[c->at] != ')';
}

static bool check_degrees(struct geometry_cursor *c, size_t at, const double *xy) {
  if (!(xy[0] >= -180 && xy[0] <= 180))
    return geometry_fail_at(
        c, at,
        err_pick("la longitud no está entre -180 y 180 grados", "the longitude is not between -180 and 180 degrees"));
  if (!(xy[1] >= -90 && xy[1] <= 90))
    return geometry_fail_at(
        c, at,
        err_pick("la latitud no está entre -90 y 90 grados; primero va la longitud, después la latitud",
                 "the latitude is not between -90 and 90 degrees; longitude comes first, then latitude"));
  return true;
}

static bool read_ordinates(struct geometry_cursor *c, double *xy) {
  geometry_skip_space(c);
  size_t start = c->at;
  double dropped;
  if (!read_number(c, &xy[0])) return false;
  if (c->json && !geometry_expect(c, ',')) return false;
  if (!read_number(c, &xy[1])) return false;
  for (int i = 0; i < 2 && more_ordinates(c); i++)
    if (!read_number(c, &dropped)) return false;
  return !c->rules->degrees || check_degrees(c, start, xy);
}

static bool read_position(struct geometry_cursor *c) {
  double xy[2];
  if (c->points >= c->max_points)
    return err_set(c->e, ERR_LIMIT,
                   err_pick("%s, carácter %zu: más de %u puntos; simplifique el contorno",
                            "%s, character %zu: more than %u points; simplify the outline"),
                   c->format, character_number(c, c->at), c->max_points);
  if (c->json && !geometry_expect(c, '[')) return false;
  if (!read_ordinates(c, xy)) return false;
  if (c->json && !geometry_expect(c, ']')) return false;
  void *grown = c->xy;
  mem_grow(&grown, &c->cap_xy, c->n_xy + 2, sizeof *c->xy);
  c->xy = grown;
  memcpy(&c->xy[c->n_xy], xy, sizeof xy);
  c->n_xy += 2;
  c->points++;
  return true;
}

static struct geometry take_points(struct geometry_cursor *c, enum geometry_type type) {
  struct geometry g = {.type = type, .n = (uint32_t)(c->n_xy / 2)};
  g.xy = arena_alloc(c->arena, c->n_xy * sizeof *c->xy);
  memcpy(g.xy, c->xy, c->n_xy * sizeof *c->xy);
  c->n_xy = 0;
  return g;
}

static bool read_point(struct geometry_cursor *c, struct geometry *out) {
  if (!c->json && !geometry_expect(c, '(')) return false;
  if (!read_position(c)) return false;
  if (!c->json && !geometry_expect(c, ')')) return false;
  *out = take_points(c, GEOMETRY_POINT);
  return true;
}

/* WKT writes the points of a MULTIPOINT with or without parentheses of their own. */
static bool read_one_of_many(struct geometry_cursor *c, struct geometry *out) {
  geometry_skip_space(c);
  if (c->json || geometry_at_one_of(c, "(")) return read_point(c, out);
  if (!read_position(c)) return false;
  *out = take_points(c, GEOMETRY_POINT);
  return true;
}

static bool read_points(struct geometry_cursor *c, struct geometry *out) {
  if (!geometry_expect(c, c->open)) return false;
  do
    if (!read_position(c)) return false;
  while (geometry_accept(c, ','));
  if (!geometry_expect(c, c->close)) return false;
  *out = take_points(c, GEOMETRY_LINE);
  return true;
}

static bool read_line(struct geometry_cursor *c, struct geometry *out) {
  geometry_skip_space(c);
  size_t start = c->at;
  if (!read_points(c, out)) return false;
  return out->n >= 2 ||
         geometry_fail_at(c, start, err_pick("una línea tiene dos puntos o más", "a line has two points or more"));
}

static bool read_ring(struct geometry_cursor *c, struct geometry *out) {
  geometry_skip_space(c);
  size_t start = c->at;
  if (!read_points(c, out)) return false;
  const double *last = &out->xy[2 * (size_t)(out->n - 1)];
  if (out->xy[0] != last[0] || out->xy[1] != last[1])
    return geometry_fail_at(c, start,
                            err_pick("este anillo está abierto; repita al final su primer punto",
                                     "this ring is open; repeat its first point at its end"));
  if (out->n >= 4) return true;
  return geometry_fail_at(
      c, start,
      err_pick("este anillo tiene menos de 3 puntos distintos", "this ring has fewer than 3 different points"));
}

bool geometry_read_list(struct geometry_cursor *c, geometry_item *item, struct geometry *out) {
  size_t first = c->n_parts;
  if (!geometry_expect(c, c->open)) return false;
  do {
    struct geometry g = {0};
    if (!item(c, &g)) return false;
    void *grown = c->part;
    mem_grow(&grown, &c->cap_parts, c->n_parts + 1, sizeof g);
    c->part = grown;
    c->part[c->n_parts++] = g;
  } while (geometry_accept(c, ','));
  if (!geometry_expect(c, c->close)) return false;
  size_t n = c->n_parts - first;
  *out = (struct geometry){.n_parts = (uint32_t)n, .part = arena_alloc(c->arena, n * sizeof *out)};
  memcpy(out->part, c->part + first, n * sizeof *out);
  c->n_parts = first;
  return true;
}

static bool read_polygon(struct geometry_cursor *c, struct geometry *out) {
  if (!geometry_read_list(c, read_ring, out)) return false;
  out->type = GEOMETRY_POLYGON;
  return true;
}

bool geometry_read_coordinates(struct geometry_cursor *c, enum geometry_type type, struct geometry *out) {
  static geometry_item *const items[] = {[GEOMETRY_MULTIPOINT] = read_one_of_many,
                                         [GEOMETRY_MULTILINE] = read_line,
                                         [GEOMETRY_MULTIPOLYGON] = read_polygon};
  if (type == GEOMETRY_POINT) return read_point(c, out);
  if (type == GEOMETRY_LINE) return read_line(c, out);
  if (type == GEOMETRY_POLYGON) return read_polygon(c, out);
  if (!geometry_read_list(c, items[type], out)) return false;
  out->type = type;
  return true;
}

bool geometry_finish(struct geometry_cursor *c, bool read, size_t *at) {
  free(c->xy);
  free(c->part);
  if (!read) return false;
  if (at) {
    *at = c->at;
    return true;
  }
  geometry_skip_space(c);
  return c->at == c->text.n || geometry_fail(c, err_pick("algo sigue después de la geometría; quítelo",
                                                         "something follows the geometry; remove it"));
}

/* ---- WKT */

static struct str read_word(struct geometry_cursor *c, char upper[KEYWORD_MAX]) {
  geometry_skip_space(c);
  size_t n = 0;
  for (; c->at < c->text.n; c->at++, n++) {
    char letter = (char)(c->text.p[c->at] & ~0x20);
    if (letter < 'A' || letter > 'Z') break;
    if (n < KEYWORD_MAX) upper[n] = letter;
  }
  return (struct str){upper, n > KEYWORD_MAX ? 0 : n};
}

static int type_of(struct str upper) {
  for (int i = 0; i < 7; i++)
    if (str_is(upper, geometry_wkt_names[i])) return i;
  return -1;
}

/* Also with its dimensions written to it: POINTZ. */
static int type_of_word(struct str upper) {
  static const char *const dimensions[] = {"ZM", "Z", "M"};
  int type = type_of(upper);
  for (size_t i = 0; i < 3 && type < 0; i++) {
    size_t n = strlen(dimensions[i]);
    if (upper.n > n && memcmp(upper.p + upper.n - n, dimensions[i], n) == 0)
      type = type_of((struct str){upper.p, upper.n - n});
  }
  return type;
}

bool geometry_is_wkt_keyword(struct str word) {
  char upper[KEYWORD_MAX];
  struct geometry_cursor c = {.text = word};
  return word.n && type_of_word(read_word(&c, upper)) >= 0 && c.at == word.n;
}

static bool read_tagged(struct geometry_cursor *c, struct geometry *out) {
  char word[KEYWORD_MAX];
  geometry_skip_space(c);
  size_t start = c->at;
  int type = type_of_word(read_word(c, word));
  if (!geometry_allows(c, type, start)) return false;
  struct str more = read_word(c, word);
  if (str_is(more, "Z") || str_is(more, "M") || str_is(more, "ZM")) more = read_word(c, word);
  if (str_is(more, "EMPTY")) return geometry_fail(c, err_pick("la geometría está vacía", "the geometry is empty"));
  if (more.n) return geometry_fail(c, err_pick("se espera «(»", "expected '('"));
  if (type != GEOMETRY_COLLECTION) return geometry_read_coordinates(c, (enum geometry_type)type, out);
  if (!geometry_deeper(c) || !geometry_read_list(c, read_tagged, out)) return false;
  c->depth--;
  out->type = GEOMETRY_COLLECTION;
  return true;
}

bool geometry_read_wkt(struct arena *a, struct str text, size_t *at, uint32_t max_points,
                       const struct geometry_rules *rules, struct geometry *out, struct err *e) {
  struct geometry_cursor c = {.arena = a,
                              .text = text,
                              .at = at ? *at : 0,
                              .format = "WKT",
                              .open = '(',
                              .close = ')',
                              .max_points = max_points,
                              .rules = rules,
                              .e = e};
  return geometry_finish(&c, read_tagged(&c, out), at);
}

bool geometry_from_wkt(struct arena *a, struct str text, size_t *at, uint32_t max_points, struct geometry *out,
                       struct err *e) {
  return geometry_read_wkt(a, text, at, max_points, &geometry_any, out, e);
}
