/* What projects are tied to: areas (through everything inside them) and actors. */
#include "filter_internal.h"

static bool unknown(const char *parameter, struct str value, const char *what, const char *remedy, struct err *e) {
  return err_set(e, ERR_INPUT,
                 err_pick("%s=%.*s: no hay %s con ese código; %s", "%s=%.*s: there is no %s of that code; %s"),
                 parameter, (int)(value.n < 80 ? value.n : 80), value.p, what, remedy);
}

static void add_actor(const struct snap_view *v, uint32_t actor, uint32_t roles, uint64_t *projects) {
  uint32_t begin, end;
  SNAP_SLICE(v, actor_project, actor, &begin, &end);
  for (uint32_t k = begin; k < end; k++)
    if (v->actor_project[k].roles & roles) bits_set(projects, v->actor_project[k].project);
}

/* "sin-dato": the projects of which nobody is known in this part. */
static void add_without(const struct filter *f, uint32_t roles, uint64_t *projects) {
  uint64_t *with = bits_none(f->n_projects);
  for (uint32_t a = 0; a < f->view->n_actor; a++) add_actor(f->view, a, roles, with);
  for (uint64_t i = 0; i < f->n_projects; i++)
    if (!bits_has(with, i)) bits_set(projects, i);
  free(with);
}

static bool by_actor(struct filter *f, const char *parameter, const struct str *values, size_t n, uint32_t roles,
                     struct err *e) {
  if (!n) return true;
  uint64_t *projects = bits_none(f->n_projects);
  for (size_t k = 0; k < n; k++) {
    uint32_t actor;
    if (str_is(values[k], "sin-dato")) {
      add_without(f, roles, projects);
    } else if (snapshot_find_actor(f->snapshot, values[k], &actor)) {
      add_actor(f->view, actor, roles, projects);
    } else {
      free(projects);
      return unknown(parameter, values[k], err_pick("un actor", "actor"),
                     err_pick("la colección actores tiene los códigos", "the collection actores has the codes"), e);
    }
  }
  bits_and_take(f->projects, projects, f->n_projects);
  return true;
}

bool filter_by_actors(struct filter *f, const struct filter_spec *s, struct err *e) {
  return by_actor(f, "fuente", s->source, s->n_source, SNAP_ROLE_FUNDS, e) &&
         by_actor(f, "ejecutor", s->executor, s->n_executor, SNAP_ROLE_EXECUTES, e);
}

/* The projects tied to one area, and whether a tie came from an approximate edge. */
static void add_tied(struct filter *f, uint32_t area, uint16_t approximate, uint64_t *projects) {
  const struct snap_view *v = f->view;
  uint32_t begin, end;
  SNAP_SLICE(v, area_place, area, &begin, &end);
  for (uint32_t k = begin; k < end; k++) {
    uint32_t place = v->area_place[k];
    bits_set(projects, v->place_project[place]);
    f->relies_on_approximate |= approximate && v->place[place].method == approximate;
  }
}

static void add_area(struct filter *f, uint32_t area, uint64_t *projects, uint64_t *areas) {
  const struct snap_view *v = f->view;
  uint16_t approximate = snapshot_find_code(f->snapshot, STR("point-in-approximate"));
  uint32_t begin, end;
  bits_set(areas, area);
  add_tied(f, area, approximate, projects);
  SNAP_SLICE(v, inside, area, &begin, &end);
  for (uint32_t k = begin; k < end; k++) {
    bits_set(areas, v->inside[k]);
    add_tied(f, v->inside[k], approximate, projects);
  }
  SNAP_SLICE(v, area_touch, area, &begin, &end);
  for (uint32_t k = begin; k < end; k++) bits_set(projects, v->place_project[v->touch[v->area_touch[k]].place]);
}

static bool by_area(struct filter *f, const struct filter_spec *s, struct err *e) {
  if (!s->n_area) return true;
  uint64_t *projects = bits_none(f->n_projects), *areas = bits_none(f->n_areas);
  for (size_t k = 0; k < s->n_area; k++) {
    uint32_t area;
    if (!snapshot_find_area(f->snapshot, s->area[k], &area)) {
      free(projects);
      free(areas);
      return unknown("area", s->area[k], err_pick("un área", "area"),
                     err_pick("la colección areas tiene los códigos, y q= busca por nombre",
                              "the collection areas has the codes, and q= looks for names"),
                     e);
    }
    add_area(f, area, projects, areas);
  }
  bits_and_take(f->projects, projects, f->n_projects);
  bits_and_take(f->areas, areas, f->n_areas);
  return true;
}

static bool by_layer(struct filter *f, const struct filter_spec *s, struct err *e) {
  if (!s->n_layer) return true;
  uint64_t *areas = bits_none(f->n_areas);
  for (size_t k = 0; k < s->n_layer; k++) {
    struct str code, es, en;
    uint16_t layer = snapshot_find_code(f->snapshot, s->layer[k]);
    bool found = false;
    for (uint32_t i = 0; layer && i < f->n_areas; i++)
      if (f->view->area[i].layer == layer) {
        bits_set(areas, i);
        found = true;
      }
    for (uint32_t i = 0; !found && snapshot_code(f->snapshot, "layer", i, &code, &es, &en); i++)
      found = str_eq(code, s->layer[k]);
    if (found) continue;
    free(areas);
    return unknown("capa", s->layer[k], err_pick("una capa", "layer"),
                   err_pick("por ejemplo barrio, ucg o localidad", "barrio, ucg or localidad, for example"), e);
  }
  bits_and_take(f->areas, areas, f->n_areas);
  return true;
}

bool filter_by_areas(struct filter *f, const struct filter_spec *s, struct err *e) {
  return by_area(f, s, e) && by_layer(f, s, e);
}
