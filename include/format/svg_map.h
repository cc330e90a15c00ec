#ifndef FORMAT_SVG_MAP_H
#define FORMAT_SVG_MAP_H
/* A small map inside a page, for people without script: areas as a backdrop, what the page is about pointed out, each shape a link to
 * its page. Inline SVG whose looks are classes of web/public/pagina.css (light, dark, print); shapes come from the tile bands, so a
 * map costs what a tile costs. Never more than SVG_MAP_BYTES: the smallest areas of the backdrop are left out first, and dots that
 * would touch become one with their number. */
#include "format/html.h"

enum { SVG_MAP_BYTES = 60000 };
struct svg_map {
  const struct snapshot *s;
  struct arena *arena;
  const char *title;     /* what it shows; also for screen readers */
  const uint32_t *areas; /* rows to point out; those without a shape are left out */
  uint32_t n_areas;
  bool only_areas;          /* look at these areas, though dots lie elsewhere too */
  const uint32_t *projects; /* rows to be dots: every place of a project that has a point of its own, else its point */
  uint32_t n_projects;
  bool every_project;    /* instead of the list: the point of each project that has one */
  const char *open_href; /* the same in the explorer, NULL none */
};
/* <figure class="mapa">: the map and a sentence that explains its signs. Nothing where the snapshot has no shape and no point. */
void svg_map_write(struct html *h, const struct svg_map *m);
#endif
