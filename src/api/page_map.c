/* The small map of each page: what the page is about, pointed out. */
#include "format/svg_map.h"
#include "page_parts.h"

enum { MOST_PROJECTS = 1000, MOST_AREAS = 64 };

static void write_map(struct html *h, const struct http_request *q, struct svg_map m) {
  m.arena = q->arena;
  svg_map_write(h, &m);
}

/* The explorer with one thing chosen: an area is part of its filter, the others of its view. */
static const char *open_href(const struct http_request *q, const char *key, struct str code) {
  const char *encoded = answer_encode(q, code);
  if (strcmp(key, "area") == 0) return arena_printf(q->arena, "/?area=%s%s", encoded, answer_en(q) ? "&lang=en" : "");
  return arena_printf(q->arena, "/%s#%s=%s", answer_en(q) ? "?lang=en" : "", key, encoded);
}

void page_map_area(struct html *h, const struct http_request *q, const struct snapshot *s, const struct snap_area *a,
                   const uint32_t *projects, uint32_t n) {
  if (a->geom == SNAP_GEOM_NONE) return;
  write_map(
      h, q,
      (struct svg_map){.s = s,
                       .title = arena_printf(q->arena, html_pick(h, "Mapa de %.*s", "Map of %.*s"), STR_ARG(a->name)),
                       .areas = &a->index,
                       .n_areas = 1,
                       .only_areas = true,
                       .projects = projects,
                       .n_projects = n,
                       .open_href = open_href(q, "area", a->code)});
}

/* Areas a project is tied to, each once. */
static uint32_t areas_of(const struct snapshot *s, uint32_t project, uint32_t *areas, uint32_t n) {
  struct snap_location at;
  for (uint32_t k = 0; n < MOST_AREAS && snapshot_location(s, project, k, &at); k++) {
    uint32_t i = 0;
    while (i < n && areas[i] != at.area) i++;
    if (i == n && at.area != SNAPSHOT_NONE) areas[n++] = at.area;
  }
  return n;
}

void page_map_project(struct html *h, const struct http_request *q, const struct snapshot *s,
                      const struct snap_project *p) {
  if (p->place != SNAP_LOCATED) return;
  uint32_t areas[MOST_AREAS], n = areas_of(s, p->index, areas, 0);
  write_map(h, q,
            (struct svg_map){.s = s,
                             .title = html_pick(h, "Mapa de los lugares del proyecto", "Map of the project's places"),
                             .areas = areas,
                             .n_areas = n,
                             .projects = &p->index,
                             .n_projects = 1,
                             .open_href = open_href(q, "proyecto", p->code)});
}

/* The projects of an actor after the n that are there. */
static uint32_t projects_of(const struct snapshot *s, uint32_t actor, uint32_t *projects, uint32_t n) {
  struct snap_actor_role role;
  for (uint32_t k = 0; n < MOST_PROJECTS && snapshot_actor_project(s, actor, k, &role); k++)
    projects[n++] = role.project;
  return n;
}

static bool any_is_located(const struct snapshot *s, const uint32_t *projects, uint32_t n) {
  struct snap_project p;
  for (uint32_t i = 0; i < n; i++) {
    snapshot_project(s, projects[i], &p);
    if (p.place == SNAP_LOCATED) return true;
  }
  return false;
}

void page_map_actor(struct html *h, const struct http_request *q, const struct snapshot *s,
                    const struct snap_actor *a) {
  uint32_t *projects = arena_alloc(q->arena, MOST_PROJECTS * sizeof *projects);
  uint32_t n = projects_of(s, a->index, projects, 0), areas[MOST_AREAS], n_areas = 0;
  if (!any_is_located(s, projects, n)) return;
  for (uint32_t i = 0; i < n; i++) n_areas = areas_of(s, projects[i], areas, n_areas);
  write_map(h, q,
            (struct svg_map){
                .s = s,
                .title = html_pick(h, "Mapa de los proyectos que lo nombran", "Map of the projects that name it"),
                .areas = areas,
                .n_areas = n_areas,
                .projects = projects,
                .n_projects = n,
                .open_href = open_href(q, "actor", a->code)});
}

void page_map_collection(struct html *h, const struct http_request *q, const struct snapshot *s, enum collection c) {
  static const char *const es[COLLECTIONS] = {"Mapa de las áreas", "Mapa de los proyectos con lugar",
                                              "Mapa de la ciudad: estos proyectos no tienen un punto en él",
                                              "Mapa de los proyectos que los nombran"},
                           *const en[COLLECTIONS] = {"Map of the areas", "Map of the projects with a place",
                                                     "Map of the city: these projects have no point on it",
                                                     "Map of the projects that name them"};
  write_map(h, q,
            (struct svg_map){.s = s,
                             .title = html_pick(h, es[c], en[c]),
                             .every_project = c == COLLECTION_PROJECTS || c == COLLECTION_ACTORS,
                             .open_href = answer_en(q) ? "/?lang=en" : "/"});
}

void page_map_items(struct html *h, const struct http_request *q, const struct snapshot *s, enum collection c,
                    const uint32_t *rows, uint32_t n) {
  struct svg_map m = {.s = s, .title = html_pick(h, "Mapa de lo que está en la lista", "Map of what is listed")};
  if (!n || c == COLLECTION_UNPLACED) {
    page_map_collection(h, q, s, COLLECTION_UNPLACED);
    return;
  }
  if (c == COLLECTION_AREAS) {
    m.areas = rows;
    m.n_areas = n;
  } else if (c == COLLECTION_PROJECTS) {
    m.projects = rows;
    m.n_projects = n;
  } else {
    uint32_t *projects = arena_alloc(q->arena, MOST_PROJECTS * sizeof *projects);
    for (uint32_t i = 0; i < n; i++) m.n_projects = projects_of(s, rows[i], projects, m.n_projects);
    m.projects = projects;
  }
  write_map(h, q, m);
}
