#define _GNU_SOURCE /* memmem */
#include "format/property.h"

#include <math.h>

#include "property_table.h"

static const struct collection_info infos[COLLECTIONS] = {
    [COLLECTION_AREAS] =
        {"areas", "Áreas", "Areas",
         "Barrios, poblados, unidades, localidades, zonas y demás áreas, con lo que se sabe de su extensión.",
         "Neighbourhoods, villages, units, districts, zones and other areas, with what is known of their "
         "extent.",
         "MultiPolygon", PAGE_AREAS},
    [COLLECTION_PROJECTS] =
        {"proyectos", "Proyectos con lugar", "Projects with a place",
         "Proyectos y convenios que se pueden poner en el mapa. La propiedad «ubicacion» dice cómo se "
         "obtuvo el punto.",
         "Projects and agreements that can be put on the map. The property “ubicacion” says how the "
         "point was got.",
         "Point", PAGE_PROJECTS_LOCATED},
    [COLLECTION_UNPLACED] =
        {"proyectos_sin_lugar", "Proyectos sin lugar en el mapa", "Projects without a place on the map",
         "Proyectos para toda la ciudad, fuera de ella, de lugar desconocido o de un lugar que solo "
         "tiene nombre. La propiedad «lugar» dice cuál de los cuatro casos es.",
         "Projects for the whole city, beyond it, of unknown place, or of a place that only has a name. "
         "The property “lugar” says which of the four it is.",
         NULL, PAGE_PROJECTS_UNPLACED},
    [COLLECTION_ACTORS] = {"actores", "Actores", "Actors", "Entidades que cooperan, aportan, ejecutan o firman.",
                           "Organisations that cooperate, contribute, implement or sign.", NULL, PAGE_ACTORS},
};

const struct collection_info *collection_info(enum collection c) { return &infos[c]; }

bool collection_find(struct str id, enum collection *out) {
  for (unsigned c = 0; c < COLLECTIONS; c++)
    if (str_is(id, infos[c].id)) {
      *out = (enum collection)c;
      return true;
    }
  return false;
}

void property_row_load(struct property_row *row, const struct snapshot *s, const struct figures *figures,
                       struct arena *a, enum collection c, uint32_t index) {
  *row = (struct property_row){.s = s, .figures = figures, .arena = a, .collection = c, .index = index};
  if (c == COLLECTION_AREAS) snapshot_area(s, index, &row->area);
  else if (c == COLLECTION_ACTORS) snapshot_actor(s, index, &row->actor);
  else snapshot_project(s, index, &row->project);
}

struct str property_row_code(const struct property_row *row) {
  if (row->collection == COLLECTION_AREAS) return row->area.code;
  return row->collection == COLLECTION_ACTORS ? row->actor.code : row->project.code;
}

struct str property_row_name(const struct property_row *row) {
  if (row->collection == COLLECTION_AREAS) return row->area.name;
  return row->collection == COLLECTION_ACTORS ? row->actor.name : row->project.title;
}

bool property_row_point(const struct property_row *row, double *lon, double *lat) {
  if (row->collection == COLLECTION_AREAS) {
    *lon = row->area.lon;
    *lat = row->area.lat;
  } else if (row->collection == COLLECTION_PROJECTS) {
    *lon = row->project.lon;
    *lat = row->project.lat;
  } else {
    return false;
  }
  return !isnan(*lon) && !isnan(*lat);
}

const struct property *property_list(enum collection c, uint32_t *n) {
  if (c == COLLECTION_AREAS) return *n = property_areas_n, property_areas;
  if (c == COLLECTION_ACTORS) return *n = property_actors_n, property_actors;
  return *n = property_projects_n, property_projects;
}

/* Reals are rounded here and not by each writer, so that every format gives the same number. */
void property_get(const struct property *p, const struct property_row *row, struct property_value *out) {
  *out = (struct property_value){0};
  p->value(row, out);
  if (p->type != PROPERTY_REAL || out->null) return;
  double scale = pow(10, p->decimals);
  out->real = round(out->real * scale) / scale;
}

const char *property_json_type(enum property_type t) {
  switch (t) {
  case PROPERTY_INT: return "integer";
  case PROPERTY_REAL:
  case PROPERTY_MONEY: return "number";
  case PROPERTY_BOOL: return "boolean";
  case PROPERTY_TEXT:
  case PROPERTY_CODE:
  case PROPERTY_DATE: break;
  }
  return "string";
}

/* True if the list already holds s as a whole entry. */
static bool listed(struct str list, struct str s) {
  for (size_t at = 0; at < list.n;) {
    const char *sep = memmem(list.p + at, list.n - at, "; ", 2);
    size_t n = sep ? (size_t)(sep - (list.p + at)) : list.n - at;
    if (str_eq((struct str){list.p + at, n}, s)) return true;
    at += n + 2;
  }
  return false;
}

void property_join(struct property_list *list, struct str s) {
  if (!s.n) return;
  if (!list->text.n) {
    list->text = s;
    return;
  }
  if (listed(list->text, s)) return;
  size_t n = list->text.n;
  if (n + 2 + s.n > list->room) { /* twice the need: a long list is copied a few times only */
    list->room = 2 * (n + 2 + s.n);
    list->text.p = memcpy(arena_alloc(list->arena, list->room), list->text.p, n);
  }
  char *end = (char *)(uintptr_t)list->text.p + n;
  end[0] = ';';
  end[1] = ' ';
  memcpy(end + 2, s.p, s.n);
  list->text.n = n + 2 + s.n;
}

struct str property_source(struct arena *a, struct str title, struct str locator) {
  if (!locator.n || !title.n) return title.n ? title : locator;
  size_t n = title.n + 2 + locator.n;
  char *text = arena_alloc(a, n);
  memcpy(text, title.p, title.n);
  text[title.n] = ',';
  text[title.n + 1] = ' ';
  memcpy(text + title.n + 2, locator.p, locator.n);
  return (struct str){text, n};
}
