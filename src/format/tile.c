#include "format/tile.h"
#include <stdio.h>
#include "snapshot/rtree.h"
#include "tile_internal.h"

const char *tile_property_name(enum tile_property p) {
  static const char *const names[TILE_PROPERTIES] = {
      [TILE_KIND] = "clase",       [TILE_STATUS] = "estado",        [TILE_AREA] = "area",
      [TILE_YEAR] = "anio",        [TILE_SPOT] = "ubicacion",       [TILE_CODE] = "codigo",
      [TILE_TITLE] = "titulo",     [TILE_VALUE] = "valor_centavos", [TILE_COUNT] = "n",
      [TILE_SILENT] = "sin_valor", [TILE_CELL] = "celda_nivel",     [TILE_NAME] = "nombre",
      [TILE_LAYER] = "capa",       [TILE_GEOMETRY] = "geometria",   [TILE_AREA_PROJECTS] = "proyectos"};
  return names[p];
}

bool tile_property_is_number(enum tile_property p) {
  return (BIT(TILE_YEAR) | BIT(TILE_VALUE) | BIT(TILE_COUNT) | BIT(TILE_SILENT) | BIT(TILE_CELL) |
          BIT(TILE_AREA_PROJECTS)) &
         BIT(p);
}

uint32_t tile_layer_properties(unsigned layer) {
  if (layer == TILE_PROJECTS) return BIT(TILE_CELL + 1) - 1;
  return BIT(TILE_CODE) | BIT(TILE_NAME) | BIT(TILE_LAYER) | BIT(TILE_GEOMETRY) | BIT(TILE_AREA_PROJECTS);
}

void tile_points(const struct tile *t, uint64_t *first, uint64_t *end) {
  filter_cell_points(t->snapshot, (struct filter_cell){t->z, t->x, t->y}, first, end);
}

struct snap_box tile_box(const struct tile *t) {
  uint64_t side = UINT64_C(1) << (32 - t->z), more = (uint64_t)(TILE_BUFFER + 1) << t->shift;
  uint64_t left = t->x * side, top = t->y * side, right = left + side - 1 + more, bottom = top + side - 1 + more;
  return (struct snap_box){(uint32_t)(left > more ? left - more : 0), (uint32_t)(top > more ? top - more : 0),
                           (uint32_t)(right > UINT32_MAX ? UINT32_MAX : right),
                           (uint32_t)(bottom > UINT32_MAX ? UINT32_MAX : bottom)};
}

static unsigned layers_of(const struct tile_options *o) { return o && o->layers ? o->layers : TILE_ALL; }

/* False if there is no such tile; else tile_index_release() it. */
static bool tile_begin(struct tile *t, struct snapshot *s, const struct tile_options *o, uint32_t z, uint32_t x,
                       uint32_t y) {
  static const struct tile_options usual = {.layers = TILE_ALL};
  if (z > TILE_MAX_ZOOM || !grid_tile_valid(z, x, y)) return false;
  if (!o) o = &usual;
  *t = (struct tile){.snapshot = s,
                     .view = snapshot_view(s),
                     .filter = tile_choice_filter(o->choice),
                     .z = z,
                     .x = x,
                     .y = y,
                     .shift = TILE_SHIFT_AT_0 - z,
                     .index = tile_index_hold(s),
                     .properties = o->properties,
                     .one_by_one = o->one_by_one};
  t->elsewhere = t->filter ? tile_choice_elsewhere(o->choice) : t->index->elsewhere;
  return true;
}

bool tile_write(struct snapshot *s, const struct tile_options *o, uint32_t z, uint32_t x, uint32_t y, struct buf *out,
                struct err *e) {
  struct tile t;
  unsigned layers = layers_of(o);
  if (!tile_begin(&t, s, o, z, x, y))
    return err_set(e, ERR_NOT_FOUND,
                   err_pick("no hay un mosaico %u/%u/%u: el nivel va de 0 a %d y cada número es menor que 2^nivel",
                            "there is no tile %u/%u/%u: zoom is 0 to %d and each number less than 2^zoom"),
                   z, x, y, TILE_MAX_ZOOM);
  if (layers & TILE_AREAS) tile_write_areas(&t, false, out);
  if (layers & TILE_LABELS) tile_write_areas(&t, true, out);
  if (layers & TILE_PROJECTS) tile_write_projects(&t, out);
  tile_index_release(t.index);
  return true;
}

/* ---- what the content depends on */

struct stamping {
  const struct tile *t;
  struct snap_box box;
  uint64_t sum, n;
};

static void stamp_run(void *user, uint32_t first, uint32_t end) {
  struct stamping *s = user;
  const struct tile *t = s->t;
  const uint64_t *stamp = t->index->area_stamp + snap_band_of(t->z) * t->view->n_area;
  for (uint32_t i = first; i < end; i++) {
    uint32_t area = t->view->area_item[i];
    if (!tile_boxes_meet(&t->index->area_box[area], &s->box) || (t->filter && !filter_has_area(t->filter, area)))
      continue;
    s->sum += stamp[area];
    s->n++;
  }
}

/* A sum, so that the order does not matter; each part is spread over all 64 bits. */
static uint64_t stamp_points(const struct tile *t, uint64_t *n) {
  uint64_t first, end, sum = 0;
  const uint64_t *stamp = t->index->stamp;
  tile_points(t, &first, &end);
  *n = end - first;
  if (!t->filter) return stamp[end] - stamp[first];
  *n = 0;
  for (uint64_t i = first; i < end; i++) {
    uint32_t project = t->view->point[i].project;
    if (!filter_has_project(t->filter, project)) continue;
    uint64_t one = stamp[i + 1] - stamp[i];
    bool elsewhere = t->elsewhere && bits_has(t->elsewhere, project);
    sum += elsewhere ? (one ^ one >> 29) * UINT64_C(0x9E3779B97F4A7C15) : one;
    ++*n;
  }
  return sum;
}

bool tile_stamp(struct snapshot *s, const struct tile_options *o, uint32_t z, uint32_t x, uint32_t y,
                char out[TILE_STAMP_SIZE]) {
  struct tile t;
  unsigned layers = layers_of(o);
  if (!tile_begin(&t, s, o, z, x, y)) return false;
  struct stamping areas = {.t = &t, .box = tile_box(&t)};
  if (layers & (TILE_AREAS | TILE_LABELS))
    rtree_search(t.view->area_box, t.view->n_area_item, areas.box, stamp_run, &areas);
  uint64_t n = 0, points = layers & TILE_PROJECTS ? stamp_points(&t, &n) : 0;
  snprintf(out, TILE_STAMP_SIZE, "%llu-%016llx-%llu-%016llx", (unsigned long long)n, (unsigned long long)points,
           (unsigned long long)areas.n, (unsigned long long)areas.sum);
  tile_index_release(t.index);
  return true;
}
