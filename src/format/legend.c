#include "format/legend.h"

#include <stddef.h>

/* Colours: the light scheme of web/public/pagina.css. */
enum legend_colors {
  LINE = 0x6F9199FF,
  SLATE = 0x55636AFF,
  GREY = 0x969696FF,
  ORANGE = 0xA8480AFF,
  PALE = 0xF6CDA8FF,
  PAPER = 0xFFFEFBFF,
  INK = 0x26363DFF,
  HALO = 0xFFFEFBE0
};

static const char *const small[] = {"barrio", "poblado", "centro_poblado", "vereda", NULL};
static const char *const units[] = {"ucg", NULL};
static const char *const districts[] = {"localidad", "corregimiento", NULL};
static const char *const zones[] = {"zona", NULL};
static const char *const known[] = {"barrio", "poblado",   "centro_poblado", "vereda", "ucg",
                                    "zona",   "localidad", "corregimiento",  NULL};

enum { SMALL, UNITS, DISTRICTS, ZONES, OTHERS, GROUPS };
static const struct legend_group groups[GROUPS] = {
    {"barrios", "Barrios y poblados", "Neighbourhoods and villages", {.key = "capa", .values = small}, false},
    {"ucg", "Unidades Comuneras de Gobierno", "Community government units", {.key = "capa", .values = units}, true},
    {"localidades", "Localidades y corregimientos", "Districts and townships", {"capa", districts, false, 0, 0}, true},
    {"zonas", "Zonas", "Zones", {.key = "capa", .values = zones}, false},
    {"otras", "Otras áreas", "Other areas", {.key = "capa", .values = known, .none_of = true}, true},
};

static const char *const approximate[] = {"approximate", NULL};
static const char *const composed[] = {"composed", NULL};
static const char *const drawn[] = {"digitised", "authoritative", NULL};
static const char *const point[] = {"point", NULL};
static const char *const outline[] = {"outline", NULL};
static const char *const area[] = {"area", NULL};
static const char *const area_approximate[] = {"area_approximate", NULL};

#define FILL(name, spanish, english, least, most, color)                                                               \
  {                                                                                                                    \
    .id = name, .es = spanish, .en = english, .kind = LEGEND_FILL, .layer = "areas", .group = &groups[SMALL],          \
    .test = {.key = "proyectos", .min = least, .max = most}, .fill = color                                             \
  }
#define BORDER(name, spanish, english, in, status, color, pixels, on, off)                                             \
  {                                                                                                                    \
    .id = name, .es = spanish, .en = english, .kind = LEGEND_LINE, .layer = "areas", .group = &groups[in],             \
    .test = {.key = "geometria", .values = status}, .stroke = color, .width = pixels, .dash = {                        \
      on,                                                                                                              \
      off                                                                                                              \
    }                                                                                                                  \
  }
/* By what is known of them: an extent made from figures never has a solid line. */
#define BORDERS(name, in, color, pixels)                                                                               \
  BORDER(name "-borde", "Límite digitalizado u oficial", "Digitised or authoritative boundary", in, drawn, color,      \
         pixels, 0, 0),                                                                                                \
      BORDER(name "-borde-compuesto", "Unión de otras áreas", "Union of other areas", in, composed, color, pixels, 7,  \
             3),                                                                                                       \
      BORDER(name "-borde-aproximado", "Extensión aproximada", "Approximate extent", in, approximate, color, pixels,   \
             4, 3)
#define POINT(name, spanish, english, spot, inside, edge, pixels)                                                      \
  {                                                                                                                    \
    .id = name, .es = spanish, .en = english, .kind = LEGEND_POINT, .layer = "proyectos",                              \
    .test = {.key = "ubicacion", .values = spot}, .fill = inside, .stroke = edge, .width = pixels, .size = 6           \
  }
/* Points that a tile merged stand some four pixels apart: the more, the larger and the darker. */
#define CLUSTER(name, spanish, english, least, most, color, radius)                                                    \
  {                                                                                                                    \
    .id = name, .es = spanish, .en = english, .kind = LEGEND_CLUSTER, .layer = "proyectos",                            \
    .test = {.key = LEGEND_COUNT, .min = least, .max = most}, .fill = color, .stroke = color, .width = 0.5,            \
    .size = radius                                                                                                     \
  }
#define NAMES(name, in, letters, from, least, most)                                                                    \
  {                                                                                                                    \
    .id = name, .es = "Nombre", .en = "Name", .kind = LEGEND_LABEL, .layer = "areas_etiqueta", .group = &groups[in],   \
    .test = {.key = "proyectos", .min = least, .max = most}, .fill = INK, .stroke = HALO, .width = 1.5,                \
    .size = letters, .text = "{nombre}", .min_zoom = from                                                              \
  }

/* A place that was given is a full dot, one taken from an area a ring. */
static const struct legend_class classes[] = {
    FILL("barrios-0", "Sin proyectos", "No projects", 0, 0, 0x0F55630D),
    FILL("barrios-1", "1 proyecto", "1 project", 1, 1, 0x0F6B7A4D),
    FILL("barrios-2", "2 a 4 proyectos", "2 to 4 projects", 2, 4, 0x0F5F6E7A),
    FILL("barrios-3", "5 proyectos o más", "5 projects or more", 5, INT32_MAX, 0x0A4654A8),
    BORDERS("barrios", SMALL, LINE, 1),
    BORDERS("ucg", UNITS, SLATE, 1.4),
    BORDERS("localidades", DISTRICTS, SLATE, 1.8),
    BORDERS("zonas", ZONES, ORANGE, 1.6),
    BORDERS("otras", OTHERS, GREY, 1.2),
    POINT("proyectos-area-aproximada", "De un área con extensión aproximada", "From an area of approximate extent",
          area_approximate, PAPER, ORANGE, 2.5),
    POINT("proyectos-area", "De un área", "From an area", area, PALE, ORANGE, 2.5),
    POINT("proyectos-contorno", "De su contorno", "From its outline", outline, ORANGE, PAPER, 2),
    POINT("proyectos-punto", "Punto dado", "Given point", point, ORANGE, PAPER, 2),
    CLUSTER("proyectos-reunidos-2", "2 a 9 proyectos", "2 to 9 projects", 2, 9, 0xD98A4BD9, 3),
    CLUSTER("proyectos-reunidos-10", "10 a 99 proyectos", "10 to 99 projects", 10, 99, 0xC0621FD9, 3.5),
    CLUSTER("proyectos-reunidos-100", "100 a 999 proyectos", "100 to 999 projects", 100, 999, 0x96400AE6, 5),
    CLUSTER("proyectos-reunidos-1000", "1.000 proyectos o más", "1,000 projects or more", 1000, INT32_MAX, 0x5F2503E6,
            9),
    NAMES("localidades-nombres", DISTRICTS, 13, 10, 0, INT32_MAX),
    NAMES("zonas-nombres", ZONES, 12, 12, 0, INT32_MAX),
    NAMES("barrios-nombres", SMALL, 11, 13, 0, 0),
    NAMES("barrios-nombres-con-proyectos", SMALL, 12, 11, 1, INT32_MAX),
    {.id = "proyectos-reunidos-cuenta",
     .es = "Cuántos proyectos",
     .en = "How many projects",
     .kind = LEGEND_LABEL,
     .layer = "proyectos",
     .test = {.key = LEGEND_COUNT, .min = 1000, .max = INT32_MAX},
     .fill = PAPER,
     .size = 9,
     .text = "{" LEGEND_COUNT "}"},
};

const struct legend_class *legend_classes(uint32_t *n) {
  *n = sizeof classes / sizeof *classes;
  return classes;
}

const struct legend_group *legend_groups(uint32_t *n) {
  *n = GROUPS;
  return groups;
}

unsigned legend_fill_step(uint32_t projects) { return projects == 0 ? 0 : projects == 1 ? 1 : projects < 5 ? 2 : 3; }
