#ifndef GEO_MVT_H
#define GEO_MVT_H
/* Mapbox Vector Tile 2.1 encoder: begin a layer, add values and features, finish. Protocol buffers are written by hand: they
 * are a handful of varints. https://github.com/mapbox/vector-tile-spec/tree/master/2.1
 *
 * Coordinates are tile units (0..4096 plus buffer), y down. Attributes are pairs of numbers, key then value: keys are the layer's
 * list, values what mvt_add_text, mvt_add_int and mvt_add_double gave. Each value should be added once only; whoever knows the data
 * knows that without hashing. A feature of id 0 has none. */
#include "core/buf.h"
#include "core/str.h"

enum { MVT_MAX_PAIRS = 9 };

struct mvt_layer {
  struct buf features, values;
  const char *name;
  const char *const *keys;
  uint32_t n_keys, n_values;
  uint64_t n_features;
  /* the polygon that is being written */
  struct buf geometry;
  int32_t x, y;
  uint32_t rings;
};

/* Name and keys must live until mvt_finish. */
void mvt_begin(struct mvt_layer *l, const char *name, const char *const *keys, uint32_t n_keys);
uint32_t mvt_add_text(struct mvt_layer *l, struct str s);
uint32_t mvt_add_int(struct mvt_layer *l, int64_t v);
uint32_t mvt_add_double(struct mvt_layer *l, double v);
/* tags: n_pairs times key, value. */
void mvt_add_point(struct mvt_layer *l, uint64_t id, const uint32_t *tags, uint32_t n_pairs, int32_t x, int32_t y);

struct mvt_xy {
  int32_t x, y;
};
void mvt_begin_polygon(struct mvt_layer *l);
/* A ring of at least 3 points without the repeated first one; its turning is made right: shells have positive area by the
 * surveyor's formula in tile coordinates, holes negative. False (and nothing written) if it has no area. */
bool mvt_add_ring(struct mvt_layer *l, const struct mvt_xy *p, uint32_t n, bool hole);
/* The feature, if any ring was added. */
void mvt_end_polygon(struct mvt_layer *l, uint64_t id, const uint32_t *tags, uint32_t n_pairs);
/* Begin again: no value and no feature yet. */
void mvt_restart(struct mvt_layer *l);
/* Bytes of the values and features so far. */
size_t mvt_size(const struct mvt_layer *l);
/* Append the layer to the tile, unless it has no feature, and free what it holds. */
void mvt_finish(struct mvt_layer *l, struct buf *tile);
#endif
