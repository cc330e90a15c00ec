/* Nodes: the bounds, and which operands the grammar allows where. */
#include <stdio.h>
#include "core/text.h"
#include "query/cql2_internal.h"

/* What an operand may be, as the BNF names it. */
enum role { CONDITION, SCALAR, CHARACTERS, PATTERN, NUMERIC, SPATIAL, TEMPORAL, ELEMENTS, BOUND, NOT_ARRAY, ANYTHING };

#define BIT(kind) (1u << CQL2_##kind)
#define NAMED (BIT(PROPERTY) | BIT(FUNCTION))
#define PREDICATES                                                                                                     \
  (BIT(AND) | BIT(OR) | BIT(NOT) | BIT(COMPARE) | BIT(LIKE) | BIT(BETWEEN) | BIT(IN) | BIT(IS_NULL) | BIT(SPATIAL) |   \
   BIT(TEMPORAL) | BIT(ARRAYS))
static const struct {
  unsigned kinds;
  const char *es, *en;
} roles[] = {
    [CONDITION] = {PREDICATES | NAMED | BIT(BOOLEAN), "se espera una condición, como nombre = 'agua'",
                   "expected a condition, such as name = 'water'"},
    [SCALAR] = {NAMED | BIT(TEXT) | BIT(NUMBER) | BIT(BOOLEAN) | BIT(DATE) | BIT(TIMESTAMP) | BIT(CASEI) |
                    BIT(ACCENTI) | BIT(ARITHMETIC),
                "se espera un valor: una propiedad, un texto entre comillas sencillas, un número, una fecha",
                "expected a value: a property, a text in single quotes, a number, a date"},
    [CHARACTERS] = {NAMED | BIT(TEXT) | BIT(CASEI) | BIT(ACCENTI),
                    "se espera una propiedad o un texto entre comillas sencillas",
                    "expected a property or a text in single quotes"},
    [PATTERN] = {BIT(TEXT) | BIT(CASEI) | BIT(ACCENTI), "se espera un patrón entre comillas sencillas, como 'agua%'",
                 "expected a pattern in single quotes, such as 'water%'"},
    [NUMERIC] = {NAMED | BIT(NUMBER) | BIT(ARITHMETIC), "se espera un número o una propiedad para calcular",
                 "expected a number or a property to calculate with"},
    [SPATIAL] = {NAMED | BIT(GEOMETRY),
                 "se espera una geometría, como POINT(-75.5 10.4) o BBOX(-76,10,-75,11), o una propiedad",
                 "expected a geometry, such as POINT(-75.5 10.4) or BBOX(-76,10,-75,11), or a property"},
    [TEMPORAL] = {NAMED | BIT(DATE) | BIT(TIMESTAMP) | BIT(INTERVAL),
                  "se espera una fecha, como DATE('2011-07-06') o INTERVAL('2011-07-06','..'), o una propiedad",
                  "expected a date, such as DATE('2011-07-06') or INTERVAL('2011-07-06','..'), or a property"},
    [ELEMENTS] = {NAMED | BIT(ARRAY), "se espera una lista entre paréntesis, como ('a','b'), o una propiedad",
                  "expected a list in parentheses, such as ('a','b'), or a property"},
    [BOUND] = {NAMED | BIT(DATE) | BIT(TIMESTAMP) | BIT(TEXT),
               "se espera una fecha como '2011-07-06', '..' o una propiedad",
               "expected a date such as '2011-07-06', '..' or a property"},
    [NOT_ARRAY] = {~BIT(ARRAY), "una lista no puede estar aquí", "a list cannot stand here"},
    [ANYTHING] = {~0u, "", ""},
};

/* How many operands, and the role of the first, the second and the rest. */
static const struct shape {
  uint32_t min, max;
  enum role role[3];
} shapes[] = {[CQL2_AND] = {2, UINT32_MAX, {CONDITION, CONDITION, CONDITION}},
              [CQL2_OR] = {2, UINT32_MAX, {CONDITION, CONDITION, CONDITION}},
              [CQL2_NOT] = {1, 1, {CONDITION}},
              [CQL2_COMPARE] = {2, 2, {SCALAR, SCALAR}},
              [CQL2_LIKE] = {2, 2, {CHARACTERS, PATTERN}},
              [CQL2_BETWEEN] = {3, 3, {SCALAR, SCALAR, SCALAR}},
              [CQL2_IN] = {1, UINT32_MAX, {SCALAR, SCALAR, SCALAR}},
              [CQL2_IS_NULL] = {1, 1, {NOT_ARRAY}},
              [CQL2_SPATIAL] = {2, 2, {SPATIAL, SPATIAL}},
              [CQL2_TEMPORAL] = {2, 2, {TEMPORAL, TEMPORAL}},
              [CQL2_ARRAYS] = {2, 2, {ELEMENTS, ELEMENTS}},
              [CQL2_FUNCTION] = {0, UINT32_MAX, {ANYTHING, ANYTHING, ANYTHING}},
              [CQL2_ARITHMETIC] = {2, 2, {NUMERIC, NUMERIC}},
              [CQL2_CASEI] = {1, 1, {CHARACTERS}},
              [CQL2_ACCENTI] = {1, 1, {CHARACTERS}},
              [CQL2_INTERVAL] = {2, 2, {BOUND, BOUND}},
              [CQL2_ARRAY] = {0, UINT32_MAX, {ANYTHING, ANYTHING, ANYTHING}}};

bool cql2_is_predicate(const struct cql2 *c) { return PREDICATES >> c->kind & 1; }

static bool plays(const struct cql2_reader *r, const struct cql2 *c, enum role role) {
  if (!(roles[role].kinds >> c->kind & 1)) {
    cql2_fail(r, c->at, err_pick(roles[role].es, roles[role].en));
    return false;
  }
  if (role != PATTERN || c->kind == CQL2_TEXT) return true;
  return plays(r, c->arg[0], PATTERN); /* CASEI and ACCENTI of a pattern */
}

bool cql2_is_condition(const struct cql2_reader *r, const struct cql2 *c) { return plays(r, c, CONDITION); }

void cql2_list_add(struct cql2_reader *r, struct cql2_list *list, struct cql2 *item) {
  if (list->n == list->cap) {
    uint32_t cap = list->cap ? 2 * list->cap : 4;
    struct cql2 **more = arena_alloc(r->arena, cap * sizeof(struct cql2 *));
    if (list->n) memcpy((void *)more, (const void *)list->item, list->n * sizeof(struct cql2 *));
    *list = (struct cql2_list){more, list->n, cap};
  }
  list->item[list->n++] = item;
}

static bool has_right_number(const struct cql2_reader *r, enum cql2_kind kind, size_t at, uint32_t n) {
  const struct shape *s = &shapes[kind];
  if (n >= s->min && n <= s->max) return true;
  char what[96];
  snprintf(what, sizeof what,
           s->min == s->max ? err_pick("se esperan %u operandos y hay %u", "expected %u operands, and there are %u")
                            : err_pick("se esperan al menos %u operandos y hay %u",
                                       "expected at least %u operands, and there are %u"),
           s->min, n);
  cql2_fail(r, at, what);
  return false;
}

static struct cql2 *bare_node(struct cql2_reader *r, enum cql2_kind kind, size_t at) {
  if (++r->n_nodes > CQL2_MAX_NODES) return cql2_limit(r, at, "elementos", "elements", CQL2_MAX_NODES);
  struct cql2 *c = arena_calloc(r->arena, 1, sizeof *c);
  *c = (struct cql2){.kind = kind, .at = at, .depth = 1, .text = {"", 0}};
  return c;
}

struct cql2 *cql2_node(struct cql2_reader *r, enum cql2_kind kind, int op, size_t at, const struct cql2_list *args) {
  if (!has_right_number(r, kind, at, args->n)) return NULL;
  struct cql2 *c = bare_node(r, kind, at);
  if (!c) return NULL;
  c->op = op;
  c->arg = args->item;
  c->n_args = args->n;
  for (uint32_t i = 0; i < args->n; i++) {
    if (!plays(r, args->item[i], shapes[kind].role[i < 2 ? i : 2])) return NULL;
    if (args->item[i]->depth >= c->depth) c->depth = args->item[i]->depth + 1;
  }
  if (c->depth > CQL2_MAX_DEPTH)
    return cql2_limit(r, at, "niveles, uno dentro de otro", "levels, one within another", CQL2_MAX_DEPTH);
  return c;
}

struct cql2 *cql2_node_1(struct cql2_reader *r, enum cql2_kind kind, size_t at, struct cql2 *arg) {
  struct cql2_list list = {0};
  if (!arg) return NULL;
  cql2_list_add(r, &list, arg);
  return cql2_node(r, kind, 0, at, &list);
}

struct cql2 *cql2_node_2(struct cql2_reader *r, enum cql2_kind kind, int op, size_t at, struct cql2 *x,
                         struct cql2 *y) {
  struct cql2_list list = {0};
  if (!x || !y) return NULL;
  cql2_list_add(r, &list, x);
  cql2_list_add(r, &list, y);
  return cql2_node(r, kind, op, at, &list);
}

/* ---- literals */

/* Of the control characters only those that text can write: \a \b \t \n \v \f \r. */
static bool has_control(struct str s) {
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c < 7 || (c > 13 && c < 0x20)) return true;
  }
  return false;
}

struct cql2 *cql2_text_node(struct cql2_reader *r, enum cql2_kind kind, size_t at, struct str text) {
  if (has_control(text))
    return cql2_fail(r, at, err_pick("hay un carácter de control; quítelo", "there is a control character; remove it"));
  struct cql2 *c = bare_node(r, kind, at);
  if (c) c->text = arena_str(r->arena, text);
  return c;
}

struct cql2 *cql2_boolean_node(struct cql2_reader *r, size_t at, bool flag) {
  struct cql2 *c = bare_node(r, CQL2_BOOLEAN, at);
  if (c) c->flag = flag;
  return c;
}

struct cql2 *cql2_property_node(struct cql2_reader *r, size_t at, struct str name) {
  if (!cql2_is_name(name))
    return cql2_fail(
        r, at,
        err_pick("un nombre tiene letras, cifras, «_», «:» y «.» y no empieza por cifra; los textos van entre "
                 "comillas sencillas: 'agua'",
                 "a name has letters, digits, '_', ':' and '.' and does not start with a digit; texts go in "
                 "single quotes: 'water'"));
  return cql2_text_node(r, CQL2_PROPERTY, at, name);
}

/* As JSON has numbers: no zeros before, digits on both sides of the point. */
static struct str plain_digits(struct cql2_reader *r, bool negative, struct str s) {
  struct buf b = {0};
  if (negative) buf_add_char(&b, '-');
  while (s.n > 1 && s.p[0] == '0' && s.p[1] >= '0' && s.p[1] <= '9') s = (struct str){s.p + 1, s.n - 1};
  if (s.n && s.p[0] == '.') buf_add_char(&b, '0');
  for (size_t i = 0; i < s.n; i++) {
    bool bare_point = s.p[i] == '.' && (i + 1 == s.n || s.p[i + 1] < '0' || s.p[i + 1] > '9');
    if (!bare_point) buf_add_char(&b, s.p[i]);
  }
  struct str out = arena_str(r->arena, buf_str(&b));
  buf_free(&b);
  return out;
}

struct cql2 *cql2_number_node(struct cql2_reader *r, size_t at, bool negative, struct str digits) {
  struct cql2 *c = bare_node(r, CQL2_NUMBER, at);
  if (!c) return NULL;
  c->text = plain_digits(r, negative, digits);
  if (text_parse_real(c->text, &c->number)) return c;
  return cql2_fail(r, at,
                   err_pick("este número es demasiado grande o tiene más de 60 cifras",
                            "this number is too large or has more than 60 digits"));
}

struct cql2 *cql2_box_node(struct cql2_reader *r, size_t at, const double *v, uint32_t n) {
  if (n != 4 && n != 6)
    return cql2_fail(r, at,
                     err_pick("una caja tiene cuatro números: oeste, sur, este, norte (o seis, con alturas)",
                              "a box has four numbers: west, south, east, north (or six, with heights)"));
  double box[] = {v[0], v[1], v[n / 2], v[n / 2 + 1]};
  if (box[1] > box[3])
    return cql2_fail(r, at,
                     err_pick("el sur de la caja está al norte de su norte; el orden es oeste, sur, este, norte",
                              "the south of the box lies north of its north; the order is west, south, east, north"));
  struct cql2 *c = bare_node(r, CQL2_GEOMETRY, at);
  if (!c) return NULL;
  c->geometry = arena_calloc(r->arena, 1, sizeof *c->geometry);
  *c->geometry = (struct geometry){.type = GEOMETRY_BOX, .n = 2, .xy = arena_alloc(r->arena, sizeof box)};
  memcpy(c->geometry->xy, box, sizeof box);
  return c;
}

struct cql2 *cql2_geometry_node(struct cql2_reader *r, size_t at, size_t *from, bool json) {
  struct cql2 *c = bare_node(r, CQL2_GEOMETRY, at);
  if (!c) return NULL;
  c->geometry = arena_calloc(r->arena, 1, sizeof *c->geometry);
  uint32_t left = CQL2_MAX_POINTS - r->n_points;
  bool read = json ? geometry_from_geojson(r->arena, r->text, from, left, c->geometry, r->e)
                   : geometry_from_wkt(r->arena, r->text, from, left, c->geometry, r->e);
  if (!read) {
    err_context(r->e, "CQL2");
    return NULL;
  }
  r->n_points += geometry_points(c->geometry);
  return c;
}
