/* GeoJSON geometries: the object around the coordinates. Its members may come in any order and may be others than ours. */
#include "geo/geometry_read.h"

enum { JSON_DEPTH = 32 };

/* A string without its quotes, escapes left as they are. */
static bool read_string(struct geometry_cursor *c, struct str *s) {
  if (!geometry_expect(c, '"')) return false;
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
  return geometry_fail_at(c, start,
                          err_pick("a este texto le falta la comilla final", "this text has no closing quote"));
}

/* Pass over one value of any kind, brackets matched, without recursion. */
static bool skip_value(struct geometry_cursor *c) {
  char closers[JSON_DEPTH];
  size_t depth = 0, scalar = 0;
  do {
    geometry_skip_space(c);
    if (c->at >= c->text.n)
      return geometry_fail(c, err_pick("el texto termina antes de tiempo", "the text ends too early"));
    char at = c->text.p[c->at];
    struct str ignored;
    if (at == '"') {
      if (!read_string(c, &ignored)) return false;
    } else if (at == '{' || at == '[') {
      if (depth == JSON_DEPTH) return geometry_fail(c, err_pick("tiene demasiados niveles", "nested too deeply"));
      closers[depth++] = at == '{' ? '}' : ']';
      c->at++;
    } else if (depth && at == closers[depth - 1]) {
      depth--;
      c->at++;
    } else if (depth && (at == ',' || at == ':')) {
      c->at++;
    } else {
      scalar = c->at;
      while (c->at < c->text.n && !geometry_at_one_of(c, ",:{}[]\" \t\r\n")) c->at++;
      if (c->at == scalar) return geometry_fail(c, err_pick("se espera un valor", "expected a value"));
    }
  } while (depth);
  return true;
}

/* Where the members start that matter; 0: it is not there. */
struct members {
  struct str type;
  size_t coordinates, geometries;
};

static bool read_member(struct geometry_cursor *c, struct members *m) {
  struct str key = {"", 0};
  geometry_skip_space(c);
  size_t key_at = c->at;
  if (!read_string(c, &key) || !geometry_expect(c, ':')) return false;
  geometry_skip_space(c);
  if (str_is(key, "type")) {
    if (m->type.n) return geometry_fail_at(c, key_at, err_pick("«type» viene dos veces", "\"type\" is given twice"));
    return read_string(c, &m->type);
  }
  size_t *place = str_is(key, "coordinates") ? &m->coordinates : str_is(key, "geometries") ? &m->geometries : NULL;
  if (place && *place)
    return geometry_fail_at(c, key_at,
                            place == &m->coordinates
                                ? err_pick("«coordinates» viene dos veces", "\"coordinates\" is given twice")
                                : err_pick("«geometries» viene dos veces", "\"geometries\" is given twice"));
  if (place) *place = c->at;
  return skip_value(c);
}

static bool read_members(struct geometry_cursor *c, struct members *m) {
  *m = (struct members){.type = {"", 0}};
  if (!geometry_expect(c, '{')) return false;
  do
    if (!read_member(c, m)) return false;
  while (geometry_accept(c, ','));
  return geometry_expect(c, '}');
}

static int type_of(struct str name) {
  for (int i = 0; i < 7; i++)
    if (str_is(name, geometry_json_names[i])) return i;
  return -1;
}

static bool read_object(struct geometry_cursor *c, struct geometry *out);

static bool read_collection(struct geometry_cursor *c, struct geometry *out) {
  if (!geometry_deeper(c) || !geometry_read_list(c, read_object, out)) return false;
  c->depth--;
  out->type = GEOMETRY_COLLECTION;
  return true;
}

/* Everything is walked over before the coordinates are read: each level of a collection costs its length once more. */
static bool read_object(struct geometry_cursor *c, struct geometry *out) {
  struct members m;
  geometry_skip_space(c);
  size_t start = c->at;
  if (!read_members(c, &m)) return false;
  size_t end = c->at;
  int type = type_of(m.type);
  if (!geometry_allows(c, type, m.type.n ? (size_t)(m.type.p - c->text.p) : start)) return false;
  bool collection = type == GEOMETRY_COLLECTION;
  c->at = collection ? m.geometries : m.coordinates;
  if (!c->at) {
    c->at = end;
    return geometry_fail(c, collection ? err_pick("falta «geometries»", "there is no \"geometries\"")
                                       : err_pick("falta «coordinates»", "there is no \"coordinates\""));
  }
  if (!(collection ? read_collection(c, out) : geometry_read_coordinates(c, (enum geometry_type)type, out)))
    return false;
  c->at = end;
  return true;
}

bool geometry_read_geojson(struct arena *a, struct str text, size_t *at, uint32_t max_points,
                           const struct geometry_rules *rules, struct geometry *out, struct err *e) {
  struct geometry_cursor c = {.arena = a,
                              .text = text,
                              .at = at ? *at : 0,
                              .format = "GeoJSON",
                              .open = '[',
                              .close = ']',
                              .json = true,
                              .max_points = max_points,
                              .rules = rules,
                              .e = e};
  return geometry_finish(&c, read_object(&c, out), at);
}

bool geometry_from_geojson(struct arena *a, struct str text, size_t *at, uint32_t max_points, struct geometry *out,
                           struct err *e) {
  return geometry_read_geojson(a, text, at, max_points, &geometry_any, out, e);
}
