#include "format/svg_map.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "format/legend.h"
#include "geo/grid.h"
#include "svg_map_internal.h"

enum {
  AREA_BYTES = 37000, /* of all areas */
  BACKDROP_BYTES = 31000,
  DOT_BYTES = 8000,
  MOST_NAMES = 6,
  SPECK = 20, /* tenths of a pixel */
  AHEAD = 16
};
static const double COARSE = 5,
                    FINE = 2.5; /* how far the backdrop's lines may be off, and the others: tenths of a pixel */

/* The band whose tiles have pixels of the map's size. */
static uint32_t band_of(const struct svg_view *view) {
  double zoom = ceil(32 - 8 - log2(10 / view->scale));
  return snap_band_of(zoom < 0 ? 0 : zoom > 18 ? 18 : (uint32_t)zoom);
}

/* ---- areas ---- */

/* The backdrop is the finest layer, the first of the legend. */
static bool is_finest(struct str layer) {
  uint32_t n;
  const struct legend_test *t = &legend_groups(&n)[0].test;
  for (size_t k = 0; t->values[k]; k++)
    if (str_is(layer, t->values[k])) return true;
  return false;
}

struct pixel {
  int x, y;
};

/* Do the points between a and b lie within `tolerance` of the line from a to b? */
static bool is_straight(const struct pixel *p, uint32_t a, uint32_t b, double tolerance) {
  double dx = p[b].x - p[a].x, dy = p[b].y - p[a].y, length = hypot(dx, dy);
  for (uint32_t i = a + 1; i < b; i++) {
    double px = p[i].x - p[a].x, py = p[i].y - p[a].y;
    double away = length > 0 ? fabs(dx * py - dy * px) / length : hypot(px, py);
    if (away > tolerance) return false;
  }
  return true;
}

/* T. Lang's simplification (1969): from each point kept, on to the farthest of the next AHEAD that all before it are in line with. */
static uint32_t simplify(struct pixel *p, uint32_t n, double tolerance) {
  uint32_t kept = 1, at = 0;
  while (at + 1 < n) {
    uint32_t next = at + AHEAD < n ? at + AHEAD : n - 1;
    while (next > at + 1 && !is_straight(p, at, next, tolerance)) next--;
    at = next;
    if (p[at].x != p[kept - 1].x || p[at].y != p[kept - 1].y) p[kept++] = p[at];
  }
  return kept;
}

/* Fewer than three points are no ring. */
static void write_ring(struct buf *b, const struct svg_map *m, const struct svg_view *view, const struct snap_cell *c,
                       uint32_t n, double tolerance) {
  struct pixel *p = arena_alloc(m->arena, (size_t)n * sizeof *p);
  for (uint32_t i = 0; i < n; i++)
    p[i] = (struct pixel){(int)lround(svg_x(view, c[i].x)), (int)lround(svg_y(view, c[i].y))};
  n = n ? simplify(p, n, tolerance) : 0;
  if (n < 3) return;
  buf_printf(b, "M%d %dl", p[0].x, p[0].y);
  for (uint32_t i = 1; i < n; i++) {
    int dx = p[i].x - p[i - 1].x, dy = p[i].y - p[i - 1].y;
    buf_printf(b, i == 1 || dx < 0 ? "%d" : " %d", dx);
    buf_printf(b, dy < 0 ? "%d" : " %d", dy);
  }
  buf_add_char(b, 'z');
}

static bool is_dashed(const struct snap_rec_area *a) {
  return a->geom == SNAP_GEOM_APPROXIMATE || a->geom == SNAP_GEOM_COMPOSED;
}

/* False: nothing is left of it at this size, or it would be more than `bytes`. */
static bool write_area(struct html *h, const struct svg_map *m, const struct svg_view *view, uint32_t area,
                       const char *class_name, double tolerance, size_t bytes) {
  const struct snap_view *v = snapshot_view(m->s);
  const struct snap_rec_area *a = &v->area[area];
  const struct snap_band *band = &v->band[band_of(view) * v->n_area + area];
  struct buf d = {0};
  for (uint32_t k = 0; k < band->n_rings && d.len < bytes; k++) {
    const struct snap_band_ring *ring = &v->band_ring[band->ring + k];
    write_ring(&d, m, view, v->band_xy + ring->xy, ring->n_points, tolerance);
  }
  bool ok = d.len && d.len < bytes;
  if (ok) {
    html_open(
        h, "a", "href",
        arena_printf(m->arena, "/area/%.*s%s", STR_ARG(snap_text(v, a->code)), h->lang == SNAP_EN ? "?lang=en" : ""),
        "tabindex", "-1", NULL);
    html_open(h, "path", "class", class_name, "d", d.data, NULL);
    html_element(h, "title", NULL, snap_text(v, a->name));
    html_close(h, "path");
    html_close(h, "a");
  }
  buf_free(&d);
  return ok;
}

struct candidate {
  double size; /* of its box, square tenths of a pixel */
  uint32_t area;
};

static int larger_first(const void *a, const void *b) {
  const struct candidate *x = a, *y = b;
  if (x->size != y->size) return x->size < y->size ? 1 : -1;
  return (x->area > y->area) - (x->area < y->area);
}

/* Areas of the finest layer, or of all where there is none, that are larger than a speck, in view and not pointed out. */
static size_t find_backdrop(const struct svg_map *m, const struct svg_view *view, bool all, struct candidate **out) {
  const struct snap_view *v = snapshot_view(m->s);
  uint8_t *chosen = arena_calloc(m->arena, snapshot_areas(m->s) + 1u, 1);
  struct candidate *list = NULL;
  size_t n = 0, cap = 0;
  for (uint32_t i = 0; i < m->n_areas; i++) chosen[m->areas[i]] = 1;
  for (uint32_t i = 0; i < snapshot_areas(m->s); i++) {
    struct svg_extent a;
    if (chosen[i] || !svg_area_extent(v, i, &a) || (!all && !is_finest(snap_code_text(v, v->area[i].layer)))) continue;
    double width = (a.maxx - a.minx) * view->scale, height = (a.maxy - a.miny) * view->scale;
    if (!svg_is_in_view(view, &a) || (width < SPECK && height < SPECK)) continue;
    mem_grow((void **)&list, &cap, n + 1, sizeof *list);
    list[n++] = (struct candidate){width * height, i};
  }
  if (n) qsort(list, n, sizeof *list, larger_first);
  *out = list;
  return n;
}

static void write_backdrop(struct html *h, const struct svg_map *m, const struct svg_view *view, size_t bytes,
                           struct svg_signs *signs) {
  static const char *const names[2][4] = {{"a0", "a1", "a2", "a3"},
                                          {"a0 trazos", "a1 trazos", "a2 trazos", "a3 trazos"}};
  const struct snap_view *v = snapshot_view(m->s);
  struct candidate *list;
  size_t n = find_backdrop(m, view, false, &list), start = h->out->len, used = 0;
  if (!n) n = find_backdrop(m, view, true, &list);
  for (size_t i = 0; i < n && used < bytes; i++) {
    const struct snap_rec_area *a = &v->area[list[i].area];
    const char *name = names[is_dashed(a)][legend_fill_step(a->projects)];
    if (write_area(h, m, view, list[i].area, name, COARSE, bytes - used)) signs->dashed |= is_dashed(a);
    used = h->out->len - start;
  }
  free(list);
}

static void write_chosen(struct html *h, const struct svg_map *m, const struct svg_view *view,
                         struct svg_signs *signs) {
  const struct snap_view *v = snapshot_view(m->s);
  double tolerance = m->n_areas > MOST_NAMES ? COARSE : FINE;
  size_t start = h->out->len;
  for (uint32_t i = 0; i < m->n_areas; i++) {
    const struct snap_rec_area *a = &v->area[m->areas[i]];
    size_t used = h->out->len - start;
    struct svg_extent box;
    if (!svg_area_extent(v, m->areas[i], &box)) continue;
    if (!svg_is_in_view(view, &box)) signs->outside++;
    else if (used < AREA_BYTES && write_area(h, m, view, m->areas[i], is_dashed(a) ? "elegida trazos" : "elegida",
                                             tolerance, AREA_BYTES - used))
      signs->dashed |= is_dashed(a);
  }
}

/* What is pointed out lies over the backdrop, which gets the bytes that it leaves. */
static void write_areas(struct html *h, const struct svg_map *m, const struct svg_view *view, struct svg_signs *signs) {
  struct buf chosen = {0}, *page = h->out;
  h->out = &chosen;
  write_chosen(h, m, view, signs);
  h->out = page;
  size_t left = chosen.len < AREA_BYTES ? AREA_BYTES - chosen.len : 0;
  write_backdrop(h, m, view, left < BACKDROP_BYTES ? left : BACKDROP_BYTES, signs);
  buf_add_str(page, buf_str(&chosen));
  buf_free(&chosen);
}

static void write_names(struct html *h, const struct svg_map *m, const struct svg_view *view) {
  const struct snap_view *v = snapshot_view(m->s);
  char x[16], y[16];
  if (m->n_areas > MOST_NAMES) return;
  for (uint32_t i = 0; i < m->n_areas; i++) {
    const struct snap_rec_area *a = &v->area[m->areas[i]];
    if (isnan(a->lon) || isnan(a->lat)) continue;
    snprintf(x, sizeof x, "%.0f", svg_x(view, grid_x(a->lon)));
    snprintf(y, sizeof y, "%.0f", svg_y(view, grid_y(a->lat)) + 200); /* below a dot in its middle */
    html_open(h, "text", "class", "nombre", "x", x, "y", y, NULL);
    html_text(h, snap_text(v, a->name));
    html_close(h, "text");
  }
}

/* ---- the figure ---- */

static void write_caption(struct html *h, const struct svg_map *m, const struct svg_signs *signs) {
  html_open(h, "figcaption", NULL);
  if (signs->dashed)
    html_say(h, "A trazos: extensión aproximada o unión de otras; su borde no es un límite. ",
             "Dashed: approximate extent or union of others; its edge is not a boundary. ");
  if (signs->given) html_say(h, "Punto lleno: lugar que da la fuente. ", "Full dot: place given by the source. ");
  if (signs->derived) html_say(h, "Anillo: lugar tomado de un área. ", "Ring: place taken from an area. ");
  if (signs->many) html_say(h, "Número: proyectos cercanos. ", "Number: projects near each other. ");
  if (signs->outside) {
    html_say(h, "Fuera del recuadro: ", "Outside the frame: ");
    html_count(h, signs->outside);
    html_z(h, ". ");
  }
  if (m->open_href)
    html_link(h, m->open_href, str_from(html_pick(h, "Abrir en el mapa grande", "Open in the large map")));
  html_close(h, "figcaption");
}

void svg_map_write(struct html *h, const struct svg_map *m) {
  struct svg_view view;
  struct svg_signs signs = {0};
  char box[48];
  if (!svg_view_choose(m, &view)) return;
  snprintf(box, sizeof box, "0 0 %d %d", SVG_MAP_WIDTH, view.height);
  html_open(h, "figure", "class", "mapa", NULL);
  html_open(h, "svg", "viewBox", box, "role", "group", "aria-labelledby", "mapa-titulo", NULL);
  html_open(h, "title", "id", "mapa-titulo", NULL);
  html_z(h, m->title);
  html_close(h, "title");
  html_open(h, "g", "aria-hidden", "true", NULL); /* the page says all of it in words and links */
  write_areas(h, m, &view, &signs);
  svg_dots_write(h, m, &view, DOT_BYTES, &signs);
  write_names(h, m, &view);
  html_close(h, "g");
  html_close(h, "svg");
  write_caption(h, m, &signs);
  html_close(h, "figure");
}
