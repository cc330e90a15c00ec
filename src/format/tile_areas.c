/* Areas in a tile: from the band of its zoom to tile units, clipped, tidied, turned the right way. */
#include <math.h>
#include <stdlib.h>
#include "core/mem.h"
#include "geo/clip.h"
#include "snapshot/rtree.h"
#include "tile_internal.h"

static const enum tile_property attributes[] = {TILE_CODE, TILE_NAME, TILE_LAYER, TILE_GEOMETRY, TILE_AREA_PROJECTS};
enum { KEYS = sizeof attributes / sizeof *attributes, COARSER = 2 };

struct writer {
  const struct tile *t;
  struct mvt_layer layer;
  const char *names[KEYS];
  enum tile_property carried[KEYS]; /* the attributes that are asked for */
  uint32_t n_carried, band;
  struct snap_box box;
  uint32_t *code_slot, geom_slot[SNAP_GEOM_AUTHORITATIVE + 1];
  struct clip_ring ring, scratch;
  bool *is_node; /* of the points of `ring`, before it is clipped */
  size_t cap_node;
  uint32_t *found; /* areas near the tile, in code order: the order of features does not depend on the tree */
  size_t n, cap;
};

static uint32_t value_of(struct writer *w, const struct snap_rec_area *a, enum tile_property p) {
  const struct snap_view *v = w->t->view;
  switch (p) {
  case TILE_CODE: return mvt_add_text(&w->layer, snap_text(v, a->code));
  case TILE_NAME: return mvt_add_text(&w->layer, snap_text(v, a->name));
  case TILE_LAYER: return tile_text_value(&w->layer, &w->code_slot[a->layer], snap_code_text(v, a->layer));
  case TILE_GEOMETRY: return tile_text_value(&w->layer, &w->geom_slot[a->geom], str_from(snap_geom_code(a->geom)));
  default: return mvt_add_int(&w->layer, a->projects);
  }
}

static uint32_t put_tags(struct writer *w, uint32_t area, uint32_t *tag) {
  for (uint32_t k = 0; k < w->n_carried; k++) {
    *tag++ = k;
    *tag++ = value_of(w, &w->t->view->area[area], w->carried[k]);
  }
  return w->n_carried;
}

/* World to the tile's own units: the grid is the same for all tiles of a zoom, so that borders meet. */
static int32_t to_unit(const struct tile *t, uint32_t world, uint32_t tile) {
  uint64_t half = UINT64_C(1) << t->shift >> 1;
  return (int32_t)((int64_t)((world + half) >> t->shift) - (int64_t)tile * GRID_EXTENT);
}

static bool is_straight(struct mvt_xy a, struct mvt_xy b, struct mvt_xy c) {
  return ((int64_t)b.x - a.x) * ((int64_t)c.y - b.y) == ((int64_t)b.y - a.y) * ((int64_t)c.x - b.x);
}

/* What is superfluous between a and c on the coarser grid of this zoom. A node stays on a straight line: there another border meets
 * this one, and whoever has it on a corner of its own must find it here. Anywhere else the neighbour drops the same point. */
static bool is_superfluous(struct mvt_xy a, struct mvt_xy b, bool is_node, struct mvt_xy c) {
  return is_straight(a, b, c) && (!is_node || clip_is_back(a, b, c));
}

static void add_vertex(struct writer *w, struct mvt_xy p, bool is_node) {
  struct clip_ring *r = &w->ring;
  while (r->n >= 2 && is_superfluous(r->p[r->n - 2], r->p[r->n - 1], w->is_node[r->n - 1], p)) r->n--;
  if (r->n && r->p[r->n - 1].x == p.x && r->p[r->n - 1].y == p.y) {
    w->is_node[r->n - 1] |= is_node;
    return;
  }
  mem_grow((void **)&w->is_node, &w->cap_node, r->n + 1, sizeof *w->is_node);
  w->is_node[r->n] = is_node;
  clip_push(r, p.x, p.y);
}

/* The same where the end meets the beginning. */
static void close_ring(struct writer *w) {
  struct clip_ring *r = &w->ring;
  size_t first = 0;
  while (r->n - first >= 3) {
    struct mvt_xy a = r->p[r->n - 2], z = r->p[r->n - 1], p = r->p[first], q = r->p[first + 1];
    if (z.x == p.x && z.y == p.y) w->is_node[first] |= w->is_node[--r->n];
    else if (is_superfluous(a, z, w->is_node[r->n - 1], p)) r->n--;
    else if (is_superfluous(z, p, w->is_node[first], q)) first++;
    else break;
  }
  if (first) memmove(r->p, r->p + first, (r->n - first) * sizeof *r->p);
  r->n -= first;
}

/* All beyond one side of the square: then the line between the ends of these points cuts nothing of it either. */
static bool is_beyond(const struct snap_cell *c, uint32_t n, const struct snap_box *square) {
  struct snap_box b = {c->x, c->y, c->x, c->y};
  for (uint32_t i = 1; i < n; i++) {
    b.minx = c[i].x < b.minx ? c[i].x : b.minx;
    b.maxx = c[i].x > b.maxx ? c[i].x : b.maxx;
    b.miny = c[i].y < b.miny ? c[i].y : b.miny;
    b.maxy = c[i].y > b.maxy ? c[i].y : b.maxy;
  }
  return b.maxx < square->minx || b.minx > square->maxx || b.maxy < square->miny || b.miny > square->maxy;
}

static void add_cell(struct writer *w, struct snap_cell c) {
  add_vertex(w, (struct mvt_xy){to_unit(w->t, c.x, w->t->x), to_unit(w->t, c.y, w->t->y)}, c.x & 1);
}

/* A long ring has most of its points far from the tile, so it is looked at in runs: looking costs an eighth of clipping. */
static bool ring_to_tile(struct writer *w, const struct snap_band_ring *r) {
  enum { RUN = 32 };
  const struct snap_cell *c = w->t->view->band_xy + r->xy;
  w->ring.n = 0;
  for (uint32_t i = 0; i < r->n_points; i += RUN) {
    uint32_t n = r->n_points - i < RUN ? r->n_points - i : RUN;
    uint32_t step = n > 2 && is_beyond(c + i, n, &w->box) ? n - 1 : 1;
    for (uint32_t k = 0; k < n; k += step) add_cell(w, c[i + k]);
  }
  close_ring(w);
  clip_to_square(&w->ring, &w->scratch, -TILE_BUFFER, GRID_EXTENT + TILE_BUFFER);
  clip_tidy(&w->ring, -TILE_BUFFER, GRID_EXTENT + TILE_BUFFER);
  return w->ring.n >= 3;
}

/* The ring covers the whole tile: after tidying only the square's corners are left. */
static bool is_whole_tile(const struct clip_ring *r) {
  for (size_t i = 0; i < r->n; i++) {
    struct mvt_xy p = r->p[i];
    if ((p.x != -TILE_BUFFER && p.x != GRID_EXTENT + TILE_BUFFER) ||
        (p.y != -TILE_BUFFER && p.y != GRID_EXTENT + TILE_BUFFER))
      return false;
  }
  return r->n == 4;
}

/* Some hole of the part whose shell is ring k takes the whole tile: then nothing of that part is here. */
static bool is_in_hole(struct writer *w, const struct snap_band *band, uint32_t k) {
  const struct snap_band_ring *rings = w->t->view->band_ring + band->ring;
  for (k++; k < band->n_rings && rings[k].hole; k++)
    if (ring_to_tile(w, &rings[k]) && is_whole_tile(&w->ring)) return true;
  return false;
}

static void write_polygon(struct writer *w, uint32_t area) {
  const struct snap_view *v = w->t->view;
  const struct snap_band *band = &v->band[w->band * v->n_area + area];
  /* An area too small for the coarser band is taken from its own: it weighs next to nothing, and nobody is left out. */
  if (!band->n_rings) band = &v->band[snap_band_of(w->t->z) * v->n_area + area];
  uint32_t tags[2 * KEYS];
  bool shell_is_there = false;
  mvt_begin_polygon(&w->layer);
  for (uint32_t k = 0; k < band->n_rings; k++) {
    const struct snap_band_ring *r = &v->band_ring[band->ring + k];
    if (r->hole && !shell_is_there) continue;
    bool there = ring_to_tile(w, r);
    if (there && !r->hole && is_whole_tile(&w->ring)) there = !is_in_hole(w, band, k) && ring_to_tile(w, r);
    there = there && mvt_add_ring(&w->layer, w->ring.p, (uint32_t)w->ring.n, r->hole);
    if (!r->hole) shell_is_there = there;
  }
  if (w->layer.rings) mvt_end_polygon(&w->layer, (uint64_t)v->area_id[area], tags, put_tags(w, area, tags));
}

static void write_label(struct writer *w, uint32_t area) {
  const struct tile *t = w->t;
  const struct snap_rec_area *a = &t->view->area[area];
  if (isnan(a->lon) || isnan(a->lat)) return;
  uint32_t x = grid_x(a->lon), y = grid_y(a->lat), tags[2 * KEYS];
  if (t->z && (x >> (32 - t->z) != t->x || y >> (32 - t->z) != t->y)) return;
  uint32_t inside = t->z ? UINT32_MAX >> t->z : UINT32_MAX;
  uint32_t n = put_tags(w, area, tags);
  mvt_add_point(&w->layer, (uint64_t)t->view->area_id[area], tags, n, (int32_t)((x & inside) >> t->shift),
                (int32_t)((y & inside) >> t->shift));
}

static void find_run(void *user, uint32_t first, uint32_t end) {
  struct writer *w = user;
  for (uint32_t i = first; i < end; i++) {
    uint32_t area = w->t->view->area_item[i];
    if (w->t->filter && !filter_has_area(w->t->filter, area)) continue;
    if (!tile_boxes_meet(&w->t->index->area_box[area], &w->box)) continue;
    mem_grow((void **)&w->found, &w->cap, w->n + 1, sizeof *w->found);
    w->found[w->n++] = area;
  }
}

static int compare_u32(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static void begin(struct writer *w, const char *name) {
  for (int i = 0; i < KEYS; i++) {
    if (w->t->properties && !(w->t->properties & BIT(attributes[i]))) continue;
    w->names[w->n_carried] = tile_property_name(attributes[i]);
    w->carried[w->n_carried++] = attributes[i];
  }
  w->code_slot = mem_calloc(w->t->view->n_code, sizeof *w->code_slot);
  mvt_begin(&w->layer, name, w->names, w->n_carried);
}

static void restart(struct writer *w) {
  memset(w->code_slot, 0, w->t->view->n_code * sizeof *w->code_slot);
  memset(w->geom_slot, 0, sizeof w->geom_slot);
  mvt_restart(&w->layer);
}

/* From the band of the zoom; where that is more than a tile may weigh, from one of the next coarser ones, all areas alike. */
static void write_polygons(struct writer *w) {
  uint32_t finest = snap_band_of(w->t->z);
  for (w->band = finest;; w->band--) {
    for (size_t i = 0; i < w->n; i++) write_polygon(w, w->found[i]);
    bool fits = w->t->one_by_one || mvt_size(&w->layer) <= TILE_MAX_BYTES;
    if (fits || w->band == 0 || finest - w->band == COARSER) return;
    restart(w);
  }
}

void tile_write_areas(const struct tile *t, bool labels, struct buf *out) {
  const struct snap_view *v = t->view;
  struct writer w = {.t = t, .box = tile_box(t)};
  rtree_search(v->area_box, v->n_area_item, w.box, find_run, &w);
  if (w.n) {
    qsort(w.found, w.n, sizeof *w.found, compare_u32);
    begin(&w, labels ? "areas_etiqueta" : "areas");
    if (!labels) write_polygons(&w);
    for (size_t i = 0; labels && i < w.n; i++) write_label(&w, w.found[i]);
    mvt_finish(&w.layer, out);
  }
  free(w.code_slot);
  free(w.found);
  free(w.ring.p);
  free(w.scratch.p);
  free(w.is_node);
}
