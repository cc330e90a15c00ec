#ifndef FORMAT_LEGEND_H
#define FORMAT_LEGEND_H
/* What is drawn, and how: the one table behind /style.json, the QGIS layers and the styles inside a GeoPackage, so that the same
 * area looks alike wherever it is opened. Every class is constant paint under a simple condition on properties that tiles and
 * features have alike, which is all that QGIS takes over from a style. Colours are those of the web page (web/public/pagina.css). */
#include <stdbool.h>
#include <stdint.h>

/* The tile's property that says how many points were merged into one (format/tile.h). A POINT is what has none: whoever draws tiles
 * adds that test, since features have no such property. */
#define LEGEND_COUNT "n"

enum legend_kind { LEGEND_FILL, LEGEND_LINE, LEGEND_POINT, LEGEND_CLUSTER, LEGEND_LABEL };

struct legend_test {         /* `key` is one of `values`, or none of them; or, without values, min <= `key` <= max */
  const char *key;           /* NULL: no test */
  const char *const *values; /* NULL-terminated */
  bool none_of;
  int32_t min, max; /* INT32_MAX: no upper bound */
};

/* Layers of areas that are drawn alike, under one switch. */
struct legend_group {
  const char *id, *es, *en;
  struct legend_test test;
  bool hidden; /* off until somebody chooses it */
};

struct legend_class {
  const char *id, *es, *en;
  enum legend_kind kind;
  const char *layer;                /* of the tile: areas, areas_etiqueta, proyectos */
  const struct legend_group *group; /* NULL: of no group */
  struct legend_test test;
  uint32_t fill, stroke; /* 0xRRGGBBAA as in CSS, 0: not painted; LABEL: letters and halo */
  double width;          /* of the stroke, CSS pixels */
  double dash[2];        /* on and off, in widths; both 0: solid */
  double size;           /* POINT, CLUSTER: radius; LABEL: of the letters; CSS pixels */
  const char *text;      /* LABEL: "{property}" */
  double min_zoom;       /* 0: everywhere */
};

/* In the order of drawing, lowest first. */
const struct legend_class *legend_classes(uint32_t *n);
const struct legend_group *legend_groups(uint32_t *n);
/* Class of an area's fill by its number of projects: 0 none, 1 one, 2 two to four, 3 five and more. */
unsigned legend_fill_step(uint32_t projects);
/* Colour behind everything, 0xRRGGBB. */
enum { LEGEND_GROUND = 0xF4F1EA };
#endif
