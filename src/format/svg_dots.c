/* The dots of the small map. Those closer than a cell of the grid become one with their number; the cells grow until few are left. */
#include <math.h>
#include <stdio.h>

#include "geo/grid.h"
#include "svg_map_internal.h"

enum { CELL = 120, MOST_DOTS = 90, DOT_RADIUS = 50 };

static enum snap_spot spot_of(const struct snap_view *v, uint32_t project) {
  return (enum snap_spot)((v->project_flags[project] & SNAP_SPOT_MASK) >> SNAP_SPOT_SHIFT);
}

static bool own_places(const struct svg_map *m, uint32_t project,
                       void (*add)(void *, uint32_t, enum snap_spot, uint32_t, uint32_t), void *user) {
  struct snap_location at;
  bool any = false;
  for (uint32_t k = 0; snapshot_location(m->s, project, k, &at); k++) {
    if (isnan(at.lon) || isnan(at.lat)) continue;
    any = true;
    add(user, project, at.has_outline ? SNAP_SPOT_OUTLINE : SNAP_SPOT_POINT, grid_x(at.lon), grid_y(at.lat));
  }
  return any;
}

void svg_dots_each(const struct svg_map *m,
                   void (*add)(void *user, uint32_t project, enum snap_spot spot, uint32_t x, uint32_t y), void *user) {
  const struct snap_view *v = snapshot_view(m->s);
  for (uint64_t i = 0; m->every_project && i < v->n_point; i++)
    add(user, v->point[i].project, (enum snap_spot)v->point[i].spot, v->point[i].x, v->point[i].y);
  for (uint32_t i = 0; !m->every_project && i < m->n_projects; i++) {
    uint32_t project = m->projects[i];
    if (own_places(m, project, add, user)) continue;
    struct snap_lonlat at = v->project_xy[project];
    if (isnan(at.lon) || isnan(at.lat)) continue;
    add(user, project, spot_of(v, project), grid_x(at.lon), grid_y(at.lat));
  }
}

struct cell {
  double x, y; /* sums */
  uint32_t n, project;
  bool given; /* by the source, not taken from an area */
};
struct grid {
  const struct svg_view *view;
  struct cell *cell;
  int columns, rows, used;
  uint32_t outside;
};

static void put(void *user, uint32_t project, enum snap_spot spot, uint32_t world_x, uint32_t world_y) {
  struct grid *g = user;
  double x = svg_x(g->view, world_x), y = svg_y(g->view, world_y);
  if (x < 0 || y < 0 || x >= SVG_MAP_WIDTH || y >= g->view->height) {
    g->outside++;
    return;
  }
  struct cell *c = &g->cell[(int)y / CELL * g->columns + (int)x / CELL];
  if (!c->n) c->project = project, g->used++;
  c->n++;
  c->x += x;
  c->y += y;
  c->given = spot == SNAP_SPOT_POINT || spot == SNAP_SPOT_OUTLINE;
}

/* Four cells into one. In place: a cell is written after it was read. */
static void coarsen(struct grid *g) {
  int columns = (g->columns + 1) / 2, rows = (g->rows + 1) / 2;
  g->used = 0;
  for (int r = 0; r < rows; r++)
    for (int c = 0; c < columns; c++) {
      struct cell sum = {0};
      for (int k = 0; k < 4; k++) {
        int row = 2 * r + k / 2, column = 2 * c + k % 2;
        if (row >= g->rows || column >= g->columns) continue;
        const struct cell *part = &g->cell[row * g->columns + column];
        if (!part->n) continue;
        if (!sum.n) sum.project = part->project;
        sum.n += part->n, sum.x += part->x, sum.y += part->y;
        sum.given = part->given;
      }
      g->cell[r * columns + c] = sum;
      g->used += sum.n > 0;
    }
  g->columns = columns;
  g->rows = rows;
}

struct tenths {
  char z[16];
};
static struct tenths tenths(double v) {
  struct tenths t;
  snprintf(t.z, sizeof t.z, "%.0f", v);
  return t;
}

static void write_circle(struct html *h, const struct cell *c, double radius) {
  html_open(h, "circle", "class",
            c->n > 1   ? "varios"
            : c->given ? "punto"
                       : "anillo",
            "cx", tenths(c->x / c->n).z, "cy", tenths(c->y / c->n).z, "r", tenths(radius).z, NULL);
}

static void write_one(struct html *h, const struct svg_map *m, const struct cell *c) {
  const struct snap_view *v = snapshot_view(m->s);
  struct str code = snap_text(v, v->project_code[c->project]);
  html_open(h, "a", "href",
            arena_printf(m->arena, "/proyecto/%.*s%s", STR_ARG(code), h->lang == SNAP_EN ? "?lang=en" : ""), "tabindex",
            "-1", NULL);
  write_circle(h, c, DOT_RADIUS);
  html_element(h, "title", NULL, snap_text(v, v->project_title[c->project]));
  html_close(h, "circle");
  html_close(h, "a");
}

static void write_many(struct html *h, const struct cell *c) {
  write_circle(h, c, DOT_RADIUS + 30 * (1 + log10(c->n)));
  html_open(h, "title", NULL);
  html_count(h, c->n);
  html_say(h, " proyectos", " projects");
  html_close(h, "title");
  html_close(h, "circle");
  html_open(h, "text", "class", "cuenta", "x", tenths(c->x / c->n).z, "y", tenths(c->y / c->n).z, NULL);
  html_count(h, c->n);
  html_close(h, "text");
}

void svg_dots_write(struct html *h, const struct svg_map *m, const struct svg_view *view, size_t bytes,
                    struct svg_signs *signs) {
  struct grid g = {.view = view, .columns = SVG_MAP_WIDTH / CELL + 1, .rows = view->height / CELL + 1};
  g.cell = arena_calloc(m->arena, (size_t)g.columns * (size_t)g.rows, sizeof *g.cell);
  svg_dots_each(m, put, &g);
  while (g.used > MOST_DOTS) coarsen(&g);
  if (!m->only_areas) signs->outside += g.outside;
  size_t start = h->out->len;
  for (int i = 0; i < g.columns * g.rows; i++) {
    struct cell *c = &g.cell[i];
    if (!c->n) continue;
    if (c->n > 1) signs->many = true;
    else if (c->given) signs->given = true;
    else signs->derived = true;
    if (c->n > 1) {
      write_many(h, c);
    } else if (h->out->len - start < bytes) {
      write_one(h, m, c);
    } else {
      write_circle(h, c, DOT_RADIUS);
      html_close(h, "circle");
    }
  }
}
