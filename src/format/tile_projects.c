/* Projects in a tile: one run of the points along the Hilbert curve. The tables of values are arrays indexed by the numbers in
 * the columns, so that a feature costs five look-ups and some thirty bytes. */
#include <pthread.h>
#include <stdlib.h>
#include "core/mem.h"
#include "tile_internal.h"

enum { KEYS = TILE_CELL + 1, UNUSED = UINT8_MAX, FINEST = 6, TILE_BITS = 12 };
enum {
  PLAIN = 1 << TILE_KIND | 1 << TILE_STATUS | 1 << TILE_AREA | 1 << TILE_YEAR | 1 << TILE_SPOT | 1 << TILE_VALUE,
  NAMES = 1 << TILE_CODE | 1 << TILE_TITLE
};

/* ---- tables of values, kept by each thread: to clear them for every tile would cost more than a small tile */

enum { YEARS = 1 << 16, AMOUNTS = 1 << 10 };
struct amount {
  int64_t v;
  uint32_t value; /* + 1 */
};
struct slots {
  uint32_t *code, *area, *year, spot[SNAP_SPOT_AREA_APPROXIMATE + 1];
  uint64_t n_code, n_area;
  uint32_t **used; /* those that are not 0 */
  size_t n_used, cap_used;
  struct amount amount[AMOUNTS]; /* by its lowest digits, the last one that came: most repeats are found */
};

static pthread_key_t slots_key;
static pthread_once_t slots_once = PTHREAD_ONCE_INIT;

static void slots_free(void *p) {
  struct slots *s = p;
  free(s->code);
  free(s->area);
  free(s->year);
  free(s->used);
  free(s);
}

static void slots_make_key(void) { pthread_key_create(&slots_key, slots_free); }

static void grow(uint32_t **table, uint64_t *n, uint64_t want) {
  if (*n >= want && *table) return;
  free(*table);
  *table = mem_calloc(want + 1, sizeof **table);
  *n = want;
}

static struct slots *slots_take(const struct snap_view *v) {
  pthread_once(&slots_once, slots_make_key);
  struct slots *s = pthread_getspecific(slots_key);
  if (!s) {
    s = mem_calloc(1, sizeof *s);
    s->year = mem_calloc(YEARS, sizeof *s->year);
    pthread_setspecific(slots_key, s);
  }
  grow(&s->code, &s->n_code, v->n_code);
  grow(&s->area, &s->n_area, v->n_area);
  return s;
}

static void slots_clear(struct slots *s, bool amounts) {
  for (size_t i = 0; i < s->n_used; i++) *s->used[i] = 0;
  s->n_used = 0;
  if (amounts) memset(s->amount, 0, sizeof s->amount);
}

/* ---- one point */

struct writer {
  const struct tile *t;
  struct mvt_layer layer;
  struct slots *slots;
  const char *names[KEYS];
  uint8_t key[KEYS];  /* number of the attribute in the layer; UNUSED */
  uint32_t left, top; /* of the tile, world coordinates */
  uint32_t cell;      /* the value of TILE_CELL in the layer, + 1 */
  bool amounts;
};

/* A slot that had no value gets this one. Apart from the look-up, which a million points need a few thousand times as often. */
static uint32_t fill_slot(struct writer *w, uint32_t *slot, uint32_t value) {
  mem_grow((void **)&w->slots->used, &w->slots->cap_used, w->slots->n_used + 1, sizeof *w->slots->used);
  w->slots->used[w->slots->n_used++] = slot;
  *slot = value + 1;
  return value;
}

static uint32_t add_code(struct writer *w, uint16_t code) {
  struct str text = snap_code_text(w->t->view, code);
  return fill_slot(w, &w->slots->code[code], mvt_add_text(&w->layer, text));
}

static uint32_t add_area(struct writer *w, uint32_t area) {
  const struct snap_view *v = w->t->view;
  return fill_slot(w, &w->slots->area[area], mvt_add_text(&w->layer, snap_text(v, v->area[area].code)));
}

static uint32_t add_year(struct writer *w, uint16_t year) {
  return fill_slot(w, &w->slots->year[year], mvt_add_int(&w->layer, year));
}

static uint32_t add_spot(struct writer *w, uint8_t spot) {
  struct str text = str_from(snap_spot_code((enum snap_spot)spot));
  return fill_slot(w, &w->slots->spot[spot], mvt_add_text(&w->layer, text));
}

static uint32_t int_value(struct writer *w, int64_t v) {
  struct amount *a = &w->slots->amount[(uint64_t)v * UINT64_C(0x9E3779B97F4A7C15) >> 54];
  if (!a->value || a->v != v) *a = (struct amount){v, mvt_add_int(&w->layer, v) + 1};
  return a->value - 1;
}

static uint32_t *put_int(struct writer *w, uint32_t *tag, enum tile_property p, int64_t v) {
  if (w->key[p] == UNUSED) return tag;
  *tag++ = w->key[p];
  *tag++ = int_value(w, v);
  return tag;
}

static uint32_t *put_amount(struct writer *w, uint32_t *tag, i128 v) {
  if (v >= INT64_MIN && v <= INT64_MAX) return put_int(w, tag, TILE_VALUE, (int64_t)v);
  *tag++ = w->key[TILE_VALUE];
  *tag++ = mvt_add_double(&w->layer, (double)v);
  return tag;
}

/* Kinds and statuses share one numbering of codes, so one table serves both. */
static inline uint32_t *put_code(struct writer *w, uint32_t *tag, enum tile_property p, uint16_t code) {
  if (!code || w->key[p] == UNUSED) return tag;
  uint32_t known = w->slots->code[code];
  *tag++ = w->key[p];
  *tag++ = known ? known - 1 : add_code(w, code);
  return tag;
}

static inline uint32_t *put_area(struct writer *w, uint32_t *tag, uint32_t area) {
  if (area == SNAPSHOT_NONE || w->key[TILE_AREA] == UNUSED) return tag;
  uint32_t known = w->slots->area[area];
  *tag++ = w->key[TILE_AREA];
  *tag++ = known ? known - 1 : add_area(w, area);
  return tag;
}

static inline uint32_t *put_year(struct writer *w, uint32_t *tag, uint16_t year) {
  if (!year || w->key[TILE_YEAR] == UNUSED) return tag;
  uint32_t known = w->slots->year[year];
  *tag++ = w->key[TILE_YEAR];
  *tag++ = known ? known - 1 : add_year(w, year);
  return tag;
}

static inline uint32_t *put_spot(struct writer *w, uint32_t *tag, uint8_t spot) {
  if (w->key[TILE_SPOT] == UNUSED) return tag;
  uint32_t known = w->slots->spot[spot];
  *tag++ = w->key[TILE_SPOT];
  *tag++ = known ? known - 1 : add_spot(w, spot);
  return tag;
}

static uint32_t *put_text(struct writer *w, uint32_t *tag, enum tile_property p, snap_ref text) {
  if (w->key[p] == UNUSED) return tag;
  *tag++ = w->key[p];
  *tag++ = mvt_add_text(&w->layer, snap_text(w->t->view, text));
  return tag;
}

static void write_point(struct writer *w, uint64_t i) {
  const struct snap_view *v = w->t->view;
  const struct snap_point *p = &v->point[i];
  uint32_t tags[2 * MVT_MAX_PAIRS], *tag = tags;
  tag = put_code(w, tag, TILE_KIND, p->kind);
  tag = put_code(w, tag, TILE_STATUS, p->status);
  tag = put_area(w, tag, p->area);
  tag = put_year(w, tag, p->year);
  tag = put_spot(w, tag, p->spot);
  if (w->key[TILE_CODE] != UNUSED) tag = put_text(w, tag, TILE_CODE, v->project_code[p->project]);
  if (w->key[TILE_TITLE] != UNUSED) tag = put_text(w, tag, TILE_TITLE, v->project_title[p->project]);
  if (w->key[TILE_VALUE] != UNUSED) {
    i128 value = tile_value(w->t, i);
    if (value != TILE_NO_VALUE) tag = put_amount(w, tag, value);
  }
  mvt_add_point(&w->layer, w->t->index->id[i], tags, (uint32_t)(tag - tags) / 2,
                (int32_t)((p->x - w->left) >> w->t->shift), (int32_t)((p->y - w->top) >> w->t->shift));
}

/* ---- one cluster: the points of a cell, which are a run of the curve */

struct cell {
  uint64_t n, silent, x, y; /* x, y: sums, in units of the tile */
  uint64_t first;           /* a point of it */
  i128 sum;
  uint32_t area; /* bits in which not all of them agree with the first */
  uint16_t kind, status, year, spot;
};

static void cell_add(struct cell *c, const struct writer *w, uint64_t i) {
  const struct snap_point *p = &w->t->view->point[i];
  if (c->n++ == 0) c->first = i;
  const struct snap_point *f = &w->t->view->point[c->first];
  c->x += (p->x - w->left) >> w->t->shift;
  c->y += (p->y - w->top) >> w->t->shift;
  c->area |= p->area ^ f->area;
  c->kind |= p->kind ^ f->kind;
  c->status |= p->status ^ f->status;
  c->year |= p->year ^ f->year;
  c->spot |= p->spot ^ f->spot;
  i128 value = tile_value(w->t, i);
  if (value == TILE_NO_VALUE) c->silent++;
  else c->sum += value;
}

static void write_cell(struct writer *w, const struct cell *c, unsigned level) {
  if (c->n == 1) write_point(w, c->first);
  if (c->n < 2) return;
  const struct snap_point *p = &w->t->view->point[c->first];
  uint32_t tags[2 * MVT_MAX_PAIRS], *tag = tags;
  if (!c->kind) tag = put_code(w, tag, TILE_KIND, p->kind);
  if (!c->status) tag = put_code(w, tag, TILE_STATUS, p->status);
  if (!c->area) tag = put_area(w, tag, p->area);
  if (!c->year) tag = put_year(w, tag, p->year);
  if (!c->spot) tag = put_spot(w, tag, p->spot);
  tag = put_int(w, tag, TILE_COUNT, (int64_t)c->n);
  if (!w->cell) w->cell = mvt_add_int(&w->layer, w->t->z + level) + 1;
  *tag++ = w->key[TILE_CELL];
  *tag++ = w->cell - 1;
  if (w->key[TILE_VALUE] != UNUSED) {
    if (c->silent < c->n) tag = put_amount(w, tag, c->sum);
    tag = put_int(w, tag, TILE_SILENT, (int64_t)c->silent);
  }
  mvt_add_point(&w->layer, 0, tags, (uint32_t)(tag - tags) / 2, (int32_t)(c->x / c->n), (int32_t)(c->y / c->n));
}

/* ---- the layer */

static void use_keys(struct writer *w, uint32_t properties) {
  uint32_t n = 0;
  for (unsigned p = 0; p < KEYS; p++) {
    w->key[p] = properties & BIT(p) ? (uint8_t)n : UNUSED;
    if (properties & BIT(p)) w->names[n++] = tile_property_name((enum tile_property)p);
  }
  w->amounts = properties & (BIT(TILE_VALUE) | BIT(TILE_COUNT));
  slots_clear(w->slots, w->amounts);
  w->cell = 0;
  w->layer.n_keys = n;
  mvt_restart(&w->layer);
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

static void write_points(struct writer *w, uint32_t properties, uint64_t first, uint64_t end) {
  use_keys(w, properties & ~(BIT(TILE_COUNT) | BIT(TILE_SILENT) | BIT(TILE_CELL)));
  bool named = properties & NAMES;
  for (uint64_t i = first; i < end; i++) {
    if (named) fetch_ahead(w->t->view, i, end);
    if (tile_has_project(w->t, w->t->view->point[i].project)) write_point(w, i);
  }
}

static void write_cells(struct writer *w, uint32_t properties, uint64_t first, uint64_t end, unsigned level) {
  uint32_t more = BIT(TILE_COUNT) | BIT(TILE_CELL) | (properties & BIT(TILE_VALUE) ? BIT(TILE_SILENT) : 0);
  unsigned shift = w->t->shift + TILE_BITS - level;
  struct cell cell = {.n = 0};
  uint64_t at = UINT64_MAX;
  use_keys(w, properties | more);
  for (uint64_t i = first; i < end; i++) {
    const struct snap_point *p = &w->t->view->point[i];
    if (!tile_has_project(w->t, p->project)) continue;
    uint64_t here = ((uint64_t)(p->x - w->left) >> shift) << 32 | (uint64_t)(p->y - w->top) >> shift;
    if (here != at) {
      write_cell(w, &cell, level);
      cell = (struct cell){.n = 0};
      at = here;
    }
    cell_add(&cell, w, i);
  }
  write_cell(w, &cell, level);
}

static bool fits(const struct writer *w) { return mvt_size(&w->layer) <= TILE_MAX_BYTES; }

/* Every point with its name; without; in ever larger cells. */
static void write_within_budget(struct writer *w, uint64_t n, uint64_t first, uint64_t end) {
  const uint32_t asked = w->t->properties, usual = asked ? asked & (BIT(KEYS) - 1) : PLAIN;
  if (!asked && n <= TILE_NAMED_PROJECTS) {
    write_points(w, PLAIN | NAMES, first, end);
    if (w->t->one_by_one || fits(w)) return;
  }
  if (w->t->one_by_one || n <= TILE_MAX_FEATURES) {
    write_points(w, usual, first, end);
    if (w->t->one_by_one || fits(w)) return;
  }
  for (unsigned level = FINEST + 1; level-- > 0;) {
    write_cells(w, usual, first, end, level);
    if (fits(w)) return;
  }
}

static uint64_t count_selected(const struct tile *t, uint64_t first, uint64_t end) {
  if (!t->filter) return end - first;
  uint64_t n = 0;
  for (uint64_t i = first; i < end; i++) n += filter_has_project(t->filter, t->view->point[i].project);
  return n;
}

void tile_write_projects(const struct tile *t, struct buf *out) {
  uint64_t first, end;
  tile_points(t, &first, &end);
  uint64_t n = count_selected(t, first, end);
  if (n == 0) return;
  struct writer w = {.t = t,
                     .slots = slots_take(t->view),
                     .left = t->z ? t->x << (32 - t->z) : 0,
                     .top = t->z ? t->y << (32 - t->z) : 0};
  mvt_begin(&w.layer, "proyectos", w.names, 0);
  write_within_budget(&w, n, first, end);
  mvt_finish(&w.layer, out);
  slots_clear(w.slots, w.amounts);
}
