/* Tiles, by OGC's addresses and by the z/x/y that map libraries use. */
#include "tiles.h"

#include "core/text.h"
#include "format/tile.h"
#include "geo/mlt.h"
#include "handlers.h"

static const char *const group_values[] = {"auto", "no", NULL};
const struct http_param_spec tile_param_group = {
    .name = "agrupar",
    .type = HTTP_ENUM,
    .values = group_values,
    .es =
        "auto (si no se dice): donde una tesela tiene demasiados proyectos, los cercanos son un punto con cuántos son "
        "(n) y lo que suman (valor_centavos), y los contornos pesados se simplifican; no: cada proyecto y cada "
        "vértice, "
        "cueste lo que cueste.",
    .en = "auto (unless said): where a tile has too many projects, those near each other are one point that says how "
          "many (n) and what they add up to (valor_centavos), and heavy outlines are simplified; no: every project and "
          "every "
          "vertex, whatever it costs."};
const struct http_param_spec tile_param_properties = {
    .name = "properties",
    .type = HTTP_STRING,
    .max_bytes = 256,
    .list = true,
    .pattern =
        "^(clase|estado|area|anio|ubicacion|codigo|titulo|valor_centavos|n|sin_valor|celda_nivel|nombre|capa|geometria|"
        "proyectos)$",
    .example = "clase,anio",
    .es = "Atributos que lleva la tesela, separados por comas; si no se dice, los usuales.",
    .en = "Attributes that the tile carries, separated by commas; unless said, the usual ones."};
const struct http_param_spec tile_param_collections = {
    .name = "collections",
    .type = HTTP_STRING,
    .max_bytes = 128,
    .list = true,
    .pattern = "^(areas|proyectos)$",
    .example = "proyectos",
    .es = "Colecciones que lleva la tesela, separadas por comas: areas, proyectos; si no se dice, todas.",
    .en = "Collections that the tile carries, separated by commas: areas, proyectos; unless said, all."};

unsigned tile_layers(enum collection c) { return c == COLLECTION_AREAS ? TILE_AREAS | TILE_LABELS : TILE_PROJECTS; }

bool tile_collection(const struct http_request *q, struct str id, enum collection *c, struct err *e) {
  if (!answer_collection(q, id, c, e)) return false;
  if (collection_info(*c)->geometry) return true;
  return err_set(e, ERR_NOT_FOUND,
                 answer_pick(q, "la colección %s no tiene geometría ni teselas",
                             "the collection %s has neither geometry nor tiles"),
                 collection_info(*c)->id);
}

/* ---- what is asked for */

struct ask {
  struct tile_options options; /* its choice is to be released */
  uint32_t zoom, col, row;
};

static bool read_number(struct str s, int64_t max, uint32_t *out) {
  int64_t v;
  if (!s.n || s.p[0] < '0' || s.p[0] > '9' || !text_parse_int(s, &v) || v > max) return false;
  *out = (uint32_t)v;
  return true;
}

static bool read_place(const struct http_request *q, struct str z, struct str x, struct str y, struct ask *a,
                       struct err *e) {
  if (read_number(z, TILE_MAX_ZOOM, &a->zoom) && read_number(x, (INT64_C(1) << a->zoom) - 1, &a->col) &&
      read_number(y, (INT64_C(1) << a->zoom) - 1, &a->row))
    return true;
  return err_set(e, ERR_NOT_FOUND,
                 answer_pick(q,
                             "no hay una tesela %.*s, columna %.*s, fila %.*s: el nivel va de 0 a %d, y columna y "
                             "fila de 0 a 2^nivel - 1",
                             "there is no tile %.*s, column %.*s, row %.*s: zoom is 0 to %d, and column "
                             "and row 0 to 2^zoom - 1"),
                 STR_ARG(z), STR_ARG(x), STR_ARG(y), TILE_MAX_ZOOM);
}

static bool refuse_property(const struct http_request *q, struct str name, struct err *e) {
  struct buf known = {0};
  for (int p = 0; p < TILE_PROPERTIES; p++)
    buf_printf(&known, "%s%s", p ? ", " : "", tile_property_name((enum tile_property)p));
  err_set(e, ERR_INPUT,
          answer_pick(q, "properties=%.*s: las teselas no tienen ese atributo; tienen %s",
                      "properties=%.*s: tiles have no such attribute; they have %s"),
          STR_ARG(name), known.data);
  buf_free(&known);
  return false;
}

static bool read_properties(const struct http_request *q, struct ask *a, struct err *e) {
  const struct http_param *list = http_param(q, tile_param_properties.name);
  struct str rest = list ? list->text : (struct str){NULL, 0}, name;
  while (answer_next_name(&rest, &name)) {
    int p = 0;
    while (p < TILE_PROPERTIES && !str_is(name, tile_property_name((enum tile_property)p))) p++;
    if (p == TILE_PROPERTIES) return refuse_property(q, name, e);
    a->options.properties |= UINT32_C(1) << p;
  }
  return true;
}

static bool read_collections(const struct http_request *q, struct ask *a, struct err *e) {
  const struct http_param *list = http_param(q, tile_param_collections.name);
  struct str rest = list ? list->text : (struct str){NULL, 0}, name;
  enum collection c;
  while (answer_next_name(&rest, &name)) {
    if (!tile_collection(q, name, &c, e)) {
      e->kind = ERR_INPUT; /* of the question, not of the address */
      return err_context(e, "collections");
    }
    a->options.layers |= tile_layers(c);
  }
  return true;
}

/* Everything the address does not say itself: the filter, compiled once for all the tiles that a map asks for. */
static bool read_choice(struct snapshot *s, const struct http_request *q, struct ask *a, struct err *e) {
  static const char *const other[] = {"f", "agrupar", "properties", "collections", NULL};
  struct buf question = {0};
  struct filter *f = NULL;
  bool nothing;
  http_write_query(&question, q, other);
  /* What the names in filter= mean: of a tile of areas alone theirs, else the projects'. */
  bool areas = a->options.layers && !(a->options.layers & TILE_PROJECTS);
  if (areas && question.len) buf_add_z(&question, "&areas");
  bool ok = true;
  if (question.len) {
    a->options.choice = tile_choice_find(s, buf_str(&question));
    ok = a->options.choice || filter_params_compile(s, areas ? QUERY_AREAS : QUERY_PROJECTS, q->arena, q->params,
                                                    q->n_params, &f, &nothing, e);
  }
  if (f) {
    a->options.choice = tile_choice_new(f);
    tile_choice_keep(s, buf_str(&question), a->options.choice);
  }
  buf_free(&question);
  return ok;
}

/* The filter last: it is what must be released. */
static bool read_ask(struct snapshot *s, const struct http_request *q, struct ask *a, struct err *e) {
  const struct http_param *group = http_param(q, tile_param_group.name);
  a->options.one_by_one = group && strcmp(group_values[group->i], "no") == 0;
  return read_collections(q, a, e) && read_properties(q, a, e) && read_choice(s, q, a, e);
}

/* Of a collection: {id} {z} {row} {col}; of the whole data set: {z} {row} {col}. */
static bool ask_ogc(struct snapshot *s, const struct http_request *q, struct ask *a, struct err *e) {
  const struct str *at = q->segment;
  *a = (struct ask){.zoom = 0};
  if (!at[3].n) return read_place(q, at[0], at[2], at[1], a, e) && read_ask(s, q, a, e);
  enum collection c;
  if (!tile_collection(q, at[0], &c, e)) return false;
  a->options.layers = tile_layers(c);
  return read_place(q, at[1], at[3], at[2], a, e) && read_ask(s, q, a, e);
}

static bool ask_xyz(struct snapshot *s, const struct http_request *q, struct ask *a, struct err *e) {
  *a = (struct ask){.zoom = 0};
  return read_place(q, q->segment[0], q->segment[1], q->segment[2], a, e) && read_ask(s, q, a, e);
}

/* ---- answers */

typedef bool ask_fn(struct snapshot *s, const struct http_request *q, struct ask *a, struct err *e);

static bool answer_tile(ask_fn *read, void *view, const struct http_request *q, struct http_response *p,
                        struct err *e) {
  struct ask a;
  if (!read(view, q, &a, e)) return false;
  struct buf mvt = {0};
  bool mlt = answer_wants(q, MEDIA_MLT);
  bool ok = tile_write(view, &a.options, a.zoom, a.col, a.row, mlt ? &mvt : &p->body, e);
  tile_choice_release(a.options.choice);
  if (ok && mlt && !mlt_from_mvt(buf_str(&mvt), &p->body)) ok = err_set(e, ERR_BUG, "a tile could not be read back");
  buf_free(&mvt);
  return ok;
}

bool handle_tile(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  return answer_tile(ask_ogc, view, q, p, e);
}

bool handle_tile_xyz(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  return answer_tile(ask_xyz, view, q, p, e);
}

/* What is wrong with the question is told by the handler. */
static bool stamp(ask_fn *read, void *view, const struct http_request *q, char *out, size_t size) {
  struct ask a;
  struct err e = {0};
  if (size < TILE_STAMP_SIZE || !read(view, q, &a, &e)) return false;
  bool ok = tile_stamp(view, &a.options, a.zoom, a.col, a.row, out);
  tile_choice_release(a.options.choice);
  return ok;
}

bool stamp_tile(void *app, void *view, const struct http_request *q, char *out, size_t size) {
  (void)app;
  return stamp(ask_ogc, view, q, out, size);
}

bool stamp_tile_xyz(void *app, void *view, const struct http_request *q, char *out, size_t size) {
  (void)app;
  return stamp(ask_xyz, view, q, out, size);
}
