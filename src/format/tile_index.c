/* What tiles need of a snapshot beside it: hashes of what each point and each area says, and what each adds. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "format/figures.h"
#include "query/summary.h"
#include "snapshot/checksum.h"
#include "tile_internal.h"

struct kept {
  struct tile_index pub; /* first: tile_index_release() casts back */
  char checksum[64];
  unsigned holders; /* guarded by lock */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kept *latest, *next; /* themselves one holder each; next: prepared, and not asked for yet */

static void drop(struct kept *k) {
  if (--k->holders) return;
  free(k->pub.stamp);
  free(k->pub.id);
  free(k->pub.value);
  free(k->pub.elsewhere);
  free(k->pub.area_box);
  free(k->pub.area_stamp);
  free(k);
}

static uint64_t hash(const void *p, size_t n) {
  uint64_t out[2];
  checksum_bytes(p, n, out);
  return out[0];
}

static uint64_t hash_text(struct str s) { return hash(s.p, s.n); }

/* Texts of codes are hashed once each: a million points share a few. */
static uint64_t *hash_codes(const struct snap_view *v) {
  uint64_t *h = mem_alloc(v->n_code * sizeof *h);
  for (uint64_t i = 0; i < v->n_code; i++) h[i] = hash_text(snap_text(v, v->code[i]));
  return h;
}

static uint64_t *hash_area_codes(const struct snap_view *v) {
  uint64_t *h = mem_alloc((v->n_area + 1) * sizeof *h);
  for (uint64_t i = 0; i < v->n_area; i++) h[i] = hash_text(snap_text(v, v->area[i].code));
  h[v->n_area] = 0; /* no area */
  return h;
}

/* ---- points */

/* Neighbours on the map are far apart in code order: ask for their columns, then their texts, ahead of time. */
static inline void fetch_ahead(const struct snap_view *v, uint64_t i) {
  enum { TEXTS = 8, REFS = 16 };
  if (i + REFS < v->n_point) {
    uint32_t p = v->point[i + REFS].project;
    __builtin_prefetch(&v->project_code[p]);
    __builtin_prefetch(&v->project_title[p]);
    __builtin_prefetch(&v->project_id[p]);
    if (v->n_project_value) __builtin_prefetch(&v->project_value[p]);
  }
  if (i + TEXTS < v->n_point) {
    __builtin_prefetch(snap_text(v, v->project_code[v->point[i + TEXTS].project]).p);
    __builtin_prefetch(snap_text(v, v->project_title[v->point[i + TEXTS].project]).p);
  }
}

static void index_points(struct kept *k, const struct snapshot *s, const uint64_t *codes, const uint64_t *areas) {
  const struct snap_view *v = snapshot_view(s);
  struct tile_index *x = &k->pub;
  uint16_t currency = snapshot_find_code(s, str_from(FIGURES_CURRENCY));
  x->stamp = mem_alloc((v->n_point + 1) * sizeof *x->stamp);
  x->value = mem_alloc((v->n_point + 1) * sizeof *x->value);
  x->id = mem_alloc((v->n_point + 1) * sizeof *x->id);
  x->stamp[0] = 0;
  for (uint64_t i = 0; i < v->n_point; i++) {
    fetch_ahead(v, i);
    const struct snap_point *p = &v->point[i];
    i128 own;
    x->id[i] = (uint64_t)v->project_id[p->project];
    x->value[i] = summary_own_value(s, p->project, currency, &own) ? own : TILE_NO_VALUE;
    const uint64_t says[] = {x->id[i],
                             (uint64_t)p->x << 32 | p->y,
                             hash_text(snap_text(v, v->project_code[p->project])),
                             hash_text(snap_text(v, v->project_title[p->project])),
                             codes[p->kind],
                             codes[p->status],
                             areas[p->area == SNAPSHOT_NONE ? v->n_area : p->area],
                             (uint64_t)p->year << 8 | p->spot,
                             (uint64_t)x->value[i],
                             (uint64_t)(x->value[i] >> 64),
                             x->elsewhere && bits_has(x->elsewhere, p->project)};
    x->stamp[i + 1] = x->stamp[i] + hash(says, sizeof says);
  }
}

/* ---- areas */

static struct snap_box box_of(const struct snap_view *v, const struct snap_rec_area *a) {
  struct bbox box = bbox_empty();
  if (a->shape != SNAPSHOT_NONE) {
    const struct snap_shape *s = &v->shape[a->shape];
    box = (struct bbox){s->minx, s->miny, s->maxx, s->maxy};
  }
  bbox_add_point(&box, a->lon, a->lat);
  return (struct snap_box){grid_x(box.minx), grid_y(box.maxy), grid_x(box.maxx), grid_y(box.miny)};
}

/* The outline of an area in one band. */
static uint64_t hash_outline(const struct snap_view *v, const struct snap_band *band) {
  uint64_t h = band->n_rings;
  for (uint32_t k = 0; k < band->n_rings; k++) {
    const struct snap_band_ring *r = &v->band_ring[band->ring + k];
    const uint64_t both[] = {h, r->hole, hash(v->band_xy + r->xy, r->n_points * sizeof *v->band_xy)};
    h = hash(both, sizeof both);
  }
  return h;
}

static void index_areas(struct kept *k, const struct snap_view *v, const uint64_t *codes, const uint64_t *areas) {
  struct tile_index *x = &k->pub;
  x->area_box = mem_alloc((v->n_area + 1) * sizeof *x->area_box);
  x->area_stamp = mem_alloc((v->n_area * SNAP_BANDS + 1) * sizeof *x->area_stamp);
  for (uint64_t i = 0; i < v->n_area; i++) {
    const struct snap_rec_area *a = &v->area[i];
    x->area_box[i] = box_of(v, a);
    uint64_t at[2];
    memcpy(at, &a->lon, sizeof at[0]);
    memcpy(at + 1, &a->lat, sizeof at[1]);
    const uint64_t says[] = {(uint64_t)v->area_id[i],
                             areas[i],
                             hash_text(snap_text(v, a->name)),
                             codes[a->layer],
                             (uint64_t)a->projects << 8 | a->geom,
                             at[0],
                             at[1]};
    uint64_t h = hash(says, sizeof says);
    for (uint64_t b = 0; b < SNAP_BANDS;
         b++) { /* from the coarsest; a tile too heavy may be drawn from a coarser one */
      const struct snap_band *band = &v->band[b * v->n_area + i];
      const uint64_t both[] = {h, hash_outline(v, band)};
      x->area_stamp[b * v->n_area + i] = h = hash(both, sizeof both);
    }
  }
}

/* ---- one for each snapshot */

static struct kept *make(struct snapshot *s) {
  struct kept *k = mem_calloc(1, sizeof *k);
  const struct snap_view *v = snapshot_view(s);
  struct filter *everything;
  struct err e = {0};
  k->holders = 1;
  strncpy(k->checksum, snapshot_checksum(s), sizeof k->checksum - 1);
  if (filter_compile(s, &(struct filter_spec){.n_area = 0}, &everything,
                     &e)) { /* says nothing, so it cannot be wrong */
    k->pub.elsewhere = tile_value_elsewhere(everything);
    filter_free(everything);
  }
  uint64_t *codes = hash_codes(v), *areas = hash_area_codes(v);
  index_points(k, s, codes, areas);
  index_areas(k, v, codes, areas);
  free(codes);
  free(areas);
  return k;
}

static bool is_of(const struct kept *k, const struct snapshot *s) {
  return k && strcmp(k->checksum, snapshot_checksum(s)) == 0;
}

static void replace(struct kept **k, struct kept *with) {
  if (*k) drop(*k);
  *k = with;
}

void tile_prepare(struct snapshot *s) {
  pthread_mutex_lock(&lock);
  bool there = is_of(latest, s) || is_of(next, s);
  pthread_mutex_unlock(&lock);
  if (there) return;
  struct kept *made = make(s); /* without the lock: tiles of the present snapshot do not wait */
  pthread_mutex_lock(&lock);
  replace(&next, made);
  pthread_mutex_unlock(&lock);
}

const struct tile_index *tile_index_hold(struct snapshot *s) {
  pthread_mutex_lock(&lock);
  if (!is_of(latest, s)) {
    replace(&latest, is_of(next, s) ? next : make(s));
    if (latest == next) next = NULL;
    tile_choice_forget_others(latest->checksum);
  }
  latest->holders++;
  const struct tile_index *x = &latest->pub;
  pthread_mutex_unlock(&lock);
  return x;
}

void tile_index_release(const struct tile_index *x) {
  if (!x) return;
  pthread_mutex_lock(&lock);
  drop((struct kept *)(uintptr_t)x);
  pthread_mutex_unlock(&lock);
}
