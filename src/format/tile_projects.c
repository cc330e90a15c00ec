/* Projects in a tile: one run of the points along the Hilbert curve. The tables of values are arrays indexed by the numbers in
 * the columns, so that a feature costs five look-ups and some thirty bytes. */
#include <stdlib.h>
#include "core/mem.h"
#include "tile_internal.h"

enum { KEY_KIND, KEY_STATUS, KEY_AREA, KEY_YEAR, KEY_SPOT, KEY_CODE, KEY_TITLE, KEYS };
static const char *const keys[KEYS] = {"clase", "estado", "area", "anio", "ubicacion", "codigo", "titulo"};
enum { YEARS = 1 << 16 };

/* First point at or after a position of the curve. */
static uint64_t lower_bound(const struct snap_view *v, uint64_t key) {
  uint64_t low = 0, high = v->n_point;
  while (low < high) {
    uint64_t mid = low + (high - low) / 2;
    if (grid_hilbert(v->point[mid].x, v->point[mid].y) < key) low = mid + 1;
    else high = mid;
  }
  return low;
}

struct tables {
  uint32_t *code, *area, *year, spot[SNAP_SPOT_AREA_APPROXIMATE + 1];
};

struct writer {
  const struct tile *t;
  struct mvt_layer layer;
  struct tables slot;
  bool with_names;
  uint32_t left, top; /* of the tile, world coordinates */
};

static uint32_t year_value(struct writer *w, uint16_t year) {
  uint32_t *slot = &w->slot.year[year];
  if (!*slot) *slot = mvt_add_int(&w->layer, year) + 1;
  return *slot - 1;
}

static uint32_t spot_value(struct writer *w, uint8_t spot) {
  uint32_t *slot = &w->slot.spot[spot];
  if (!*slot) *slot = mvt_add_text(&w->layer, str_from(snap_spot_code((enum snap_spot)spot))) + 1;
  return *slot - 1;
}

/* Kinds and statuses share one numbering of codes, so one table serves both. */
static uint32_t *put_code(struct writer *w, uint32_t *tag, uint32_t key, uint16_t code) {
  if (!code) return tag;
  *tag++ = key;
  *tag++ = tile_text_value(&w->layer, &w->slot.code[code], snap_code_text(w->t->view, code));
  return tag;
}

static uint32_t *put_names(struct writer *w, uint32_t *tag, uint32_t project) {
  const struct snap_view *v = w->t->view;
  *tag++ = KEY_CODE;
  *tag++ = mvt_add_text(&w->layer, snap_text(v, v->project_code[project]));
  *tag++ = KEY_TITLE;
  *tag++ = mvt_add_text(&w->layer, snap_text(v, v->project_title[project]));
  return tag;
}

static void write_point(struct writer *w, const struct snap_point *p) {
  const struct snap_view *v = w->t->view;
  uint32_t tags[2 * KEYS], *tag = tags;
  tag = put_code(w, tag, KEY_KIND, p->kind);
  tag = put_code(w, tag, KEY_STATUS, p->status);
  if (p->area != SNAPSHOT_NONE) {
    *tag++ = KEY_AREA;
    *tag++ = tile_text_value(&w->layer, &w->slot.area[p->area], snap_text(v, v->area[p->area].code));
  }
  if (p->year) {
    *tag++ = KEY_YEAR;
    *tag++ = year_value(w, p->year);
  }
  *tag++ = KEY_SPOT;
  *tag++ = spot_value(w, p->spot);
  if (w->with_names) tag = put_names(w, tag, p->project);
  mvt_add_point(&w->layer, (uint64_t)p->project + 1, tags, (uint32_t)(tag - tags) / 2,
                (int32_t)((p->x - w->left) >> w->t->shift), (int32_t)((p->y - w->top) >> w->t->shift));
}

/* Neighbours on the map are far apart in code order: without asking ahead every name waits for memory four times. */
static inline void fetch_ahead(const struct snap_view *v, uint64_t i, uint64_t end) {
  enum { TEXTS = 8, REFS = 16 };
  if (i + REFS < end) {
    __builtin_prefetch(&v->project_code[v->point[i + REFS].project]);
    __builtin_prefetch(&v->project_title[v->point[i + REFS].project]);
  }
  if (i + TEXTS < end) {
    __builtin_prefetch(snap_text(v, v->project_code[v->point[i + TEXTS].project]).p);
    __builtin_prefetch(snap_text(v, v->project_title[v->point[i + TEXTS].project]).p);
  }
}

static bool is_selected(const struct tile *t, uint32_t project) {
  return !t->filter || filter_has_project(t->filter, project);
}

static uint64_t count_selected(const struct tile *t, uint64_t first, uint64_t end) {
  if (!t->filter) return end - first;
  uint64_t n = 0;
  for (uint64_t i = first; i < end; i++) n += filter_has_project(t->filter, t->view->point[i].project);
  return n;
}

void tile_write_projects(const struct tile *t, struct buf *out) {
  const struct snap_view *v = t->view;
  uint64_t from, to;
  grid_tile_hilbert(t->z, t->x, t->y, &from, &to);
  uint64_t first = lower_bound(v, from), end = to == UINT64_MAX ? v->n_point : lower_bound(v, to + 1);
  uint64_t n = count_selected(t, first, end);
  if (n == 0) return;
  struct writer w = {.t = t,
                     .with_names = n <= TILE_NAMED_PROJECTS,
                     .left = t->z ? t->x << (32 - t->z) : 0,
                     .top = t->z ? t->y << (32 - t->z) : 0};
  w.slot.code = mem_calloc(v->n_code, sizeof(uint32_t));
  w.slot.area = mem_calloc(v->n_area, sizeof(uint32_t));
  w.slot.year = mem_calloc(YEARS, sizeof(uint32_t));
  mvt_begin(&w.layer, "proyectos", keys, w.with_names ? KEYS : KEY_CODE);
  for (uint64_t i = first; i < end; i++) {
    if (w.with_names) fetch_ahead(v, i, end);
    if (is_selected(t, v->point[i].project)) write_point(&w, &v->point[i]);
  }
  mvt_finish(&w.layer, out);
  free(w.slot.code);
  free(w.slot.area);
  free(w.slot.year);
}
