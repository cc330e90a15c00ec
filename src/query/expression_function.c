/* The functions of CQL2: what the short keys ask, for filters that need it beside OR and NOT. They are never unknown: a project
 * without a place is not inside an area. */
#include <math.h>
#include "core/text.h"
#include "expression_internal.h"

enum { PROJECTS = 1 << QUERY_PROJECTS, AREAS = 1 << QUERY_AREAS, ACTORS = 1 << QUERY_ACTORS };

enum function { INSIDE, WORDS, NEAR, FUNDED, EXECUTED, FORM, ACTIVE };
static const struct filter_function functions[] = {
    [INSIDE] = {"dentro_de",
                "Dentro de un área o de algo que está en ella: lo mismo que area=",
                "Inside an area or something that lies in it: the same as area=",
                PROJECTS | AREAS,
                1,
                {{"codigo", FILTER_TEXT}}},
    [WORDS] = {"tiene_palabras",
               "Tiene palabras que comienzan así: lo mismo que q=",
               "Has words that begin so: the same as q=",
               PROJECTS | AREAS | ACTORS,
               1,
               {{"palabras", FILTER_TEXT}}},
    [NEAR] = {"cerca",
              "A lo sumo a tantos metros de un punto: lo mismo que cerca=",
              "At most so many metres from a point: the same as cerca=",
              PROJECTS | AREAS,
              3,
              {{"longitud", FILTER_NUMBER}, {"latitud", FILTER_NUMBER}, {"metros", FILTER_NUMBER}}},
    [FUNDED] = {"financiado_por",
                "Un actor de ese código aporta recursos: lo mismo que fuente=",
                "An actor of that code contributes: the same as fuente=",
                PROJECTS,
                1,
                {{"codigo", FILTER_TEXT}}},
    [EXECUTED] = {"ejecutado_por",
                  "Un actor de ese código ejecuta: lo mismo que ejecutor=",
                  "An actor of that code implements: the same as ejecutor=",
                  PROJECTS,
                  1,
                  {{"codigo", FILTER_TEXT}}},
    [FORM] = {"aportado_en",
              "Algo se aporta en esa forma (efectivo, especie, sin-dato): lo mismo que forma=",
              "Something is given in that form (efectivo, especie, sin-dato): the same as forma=",
              PROJECTS,
              1,
              {{"forma", FILTER_TEXT}}},
    [ACTIVE] = {"vigente",
                "En marcha algún día de desde a hasta: lo mismo que vigente=",
                "Under way on some day from the one to the other: the same as vigente=",
                PROJECTS,
                2,
                {{"desde", FILTER_DAY}, {"hasta", FILTER_DAY}}},
};

const struct filter_function *filter_functions(uint32_t *n) {
  *n = sizeof functions / sizeof *functions;
  return functions;
}

struct call {
  struct compiler *c;
  const struct cql2 *at;
  bool negated;
  struct value argument[FILTER_MAX_ARGUMENTS];
};

static bool refuse_function(const struct compiler *c, const struct cql2 *at, struct err *e) {
  struct buf names = {0};
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
    if (functions[i].subjects & 1u << c->subject) buf_printf(&names, "%s%s", names.len ? ", " : "", functions[i].name);
  err_set(
      e, ERR_INPUT,
      err_pick("aquí no hay una función «%.*s»; las que hay: %s", "there is no function \"%.*s\" here; there are: %s"),
      (int)(at->text.n < 60 ? at->text.n : 60), at->text.p, names.data);
  buf_free(&names);
  return refuse_at(c, at, e);
}

static bool read_argument(struct call *k, const struct filter_function *f, uint32_t i, struct err *e) {
  static const enum value_type type[] = {[FILTER_TEXT] = VALUE_TEXT, [FILTER_NUMBER] = VALUE_NUMBER};
  const struct cql2 *at = k->at->arg[i];
  struct value *v;
  if (!compile_value(k->c, at, &v, e)) return false;
  if (!value_is_constant(v)) {
    err_set(e, ERR_INPUT,
            err_pick("«%s» de %s es un valor fijo, no una propiedad", "\"%s\" of %s is a constant, not a property"),
            f->argument[i].name, f->name);
    return refuse_at(k->c, at, e);
  }
  bool day = f->argument[i].type == FILTER_DAY, open_end = at->kind == CQL2_TEXT && str_is(at->text, "..");
  if (day && !open_end && !compile_as_time(k->c, &v, e)) return false;
  if (!day && v->type != type[f->argument[i].type]) return refuse_use(k->c, v, e);
  k->argument[i] = *v;
  return true;
}

static bool no_such(const struct call *k, const struct value *v, const char *es, const char *en, struct err *e) {
  struct str code = v->constant.text;
  err_set(e, ERR_INPUT, err_pick(es, en), (int)(code.n < 60 ? code.n : 60), code.p);
  return refuse_at(k->c, v->at, e);
}

static bool call_inside(struct call *k, struct expression **out, struct err *e) {
  uint32_t *area = arena_alloc(k->c->a, sizeof *area);
  if (!snapshot_find_area(k->c->s, k->argument[0].constant.text, area))
    return no_such(k, &k->argument[0], "no hay un área con el código «%.*s»; la colección areas los tiene",
                   "there is no area of the code \"%.*s\"; the collection areas has them", e);
  *out = filter_test_areas(k->c->a, area, 1, k->negated);
  return true;
}

static bool call_actor(struct call *k, uint32_t role, struct expression **out, struct err *e) {
  uint32_t *actor = arena_alloc(k->c->a, sizeof *actor);
  if (!snapshot_find_actor(k->c->s, k->argument[0].constant.text, actor))
    return no_such(k, &k->argument[0], "no hay un actor con el código «%.*s»; la colección actores los tiene",
                   "there is no actor of the code \"%.*s\"; the collection actores has them", e);
  *out = filter_test_actors(k->c->a, actor, 1, role, false, k->negated);
  return true;
}

static bool call_form(struct call *k, struct expression **out, struct err *e) {
  struct str code, es, en, said = k->argument[0].constant.text;
  bool listed = str_is(said, "sin-dato"), *wanted = arena_calloc(k->c->a, k->c->v->n_code + 1, 1);
  for (uint32_t i = 0; !listed && snapshot_code(k->c->s, "form", i, &code, &es, &en); i++) listed = str_eq(code, said);
  if (!listed)
    return no_such(k, &k->argument[0], "no hay una forma «%.*s»; puede ser efectivo, especie o sin-dato",
                   "there is no form \"%.*s\"; it may be efectivo, especie or sin-dato", e);
  uint16_t number = str_is(said, "sin-dato") ? 0 : snapshot_find_code(k->c->s, said);
  if (number || str_is(said, "sin-dato")) wanted[number] = true;
  *out = filter_test_form(k->c->a, k->c->s, wanted, k->negated);
  return true;
}

static bool call_near(struct call *k, struct expression **out, struct err *e) {
  double lon = k->argument[0].constant.real, lat = k->argument[1].constant.real, m = k->argument[2].constant.real;
  if (!(fabs(lon) <= 180 && fabs(lat) <= 90 && m > 0 && m <= 1e6)) {
    err_set(e, ERR_INPUT,
            err_pick("cerca(longitud -180 a 180, latitud -90 a 90, más de 0 y hasta 1000000 metros)",
                     "cerca(longitude -180 to 180, latitude -90 to 90, more than 0 and at most 1000000 metres)"));
    return refuse_at(k->c, k->at, e);
  }
  *out = filter_test_near(k->c->a, lon, lat, m, k->negated);
  return true;
}

static int digits(struct str s, size_t at, size_t n) {
  int value = 0;
  for (size_t i = at; i < at + n; i++) value = 10 * value + (s.p[i] - '0');
  return value;
}

/* The first or last day of what was said: "2011" begins on 1 January and ends on 31 December. */
static struct str day_of(struct arena *a, const struct value *v, bool end) {
  struct str s = v->constant.text;
  if (str_is(s, "..")) return STR("");
  if (s.n >= 10) return (struct str){s.p, 10};
  int month = s.n == 7 ? digits(s, 5, 2) : end ? 12 : 1, year = digits(s, 0, 4);
  return str_from(arena_printf(a, "%04d-%02d-%02d", year, month, end ? text_days_in_month(year, month) : 1));
}

static bool call_active(struct call *k, struct expression **out, struct err *e) {
  struct str from = day_of(k->c->a, &k->argument[0], false), to = day_of(k->c->a, &k->argument[1], true);
  if (from.n && to.n && str_cmp(from, to) > 0) {
    err_set(e, ERR_INPUT, err_pick("el intervalo termina antes de empezar", "the interval ends before it begins"));
    return refuse_at(k->c, k->at, e);
  }
  *out = filter_test_active(k->c->a, from, to, k->negated);
  return true;
}

bool compile_function(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e) {
  struct call k = {.c = c, .at = at, .negated = negated};
  unsigned which = 0, n = sizeof functions / sizeof *functions;
  while (which < n && !(str_is(at->text, functions[which].name) && functions[which].subjects & 1u << c->subject))
    which++;
  if (which == n) return refuse_function(c, at, e);
  const struct filter_function *f = &functions[which];
  if (at->n_args != f->n_arguments) {
    err_set(e, ERR_INPUT, err_pick("%s lleva %u argumentos, no %u", "%s takes %u arguments, not %u"), f->name,
            f->n_arguments, at->n_args);
    return refuse_at(c, at, e);
  }
  for (uint32_t i = 0; i < f->n_arguments; i++)
    if (!read_argument(&k, f, i, e)) return false;
  switch ((enum function)which) {
  case INSIDE: return call_inside(&k, out, e);
  case WORDS: *out = filter_test_words(c->a, k.argument[0].constant.text, negated); return true;
  case NEAR: return call_near(&k, out, e);
  case FUNDED: return call_actor(&k, SNAP_ROLE_FUNDS, out, e);
  case FORM: return call_form(&k, out, e);
  case EXECUTED: return call_actor(&k, SNAP_ROLE_EXECUTES, out, e);
  default: return call_active(&k, out, e);
  }
}
