#ifndef GEO_MLT_H
#define GEO_MLT_H
/* MapLibre Tile, version 1 of the format (tag 0x01): the same layers as a Mapbox Vector Tile, by columns instead of by features. A
 * client that reads it starts drawing sooner, and long runs of one value take next to nothing.
 * https://maplibre.org/maplibre-tile-spec/specification/
 *
 * Whole numbers are varints, plain, as differences or as runs, whichever is shortest; texts that repeat are a dictionary. Geometries
 * are not triangulated beforehand, and no bits are packed (FastPFOR, FSST, Morton): every reader knows what is used here.
 * Ids, attributes, positions and the order of features are those of the tile that went in; rings are without their last point,
 * and which of them are holes follows from their order. */
#include "core/buf.h"
#include "core/str.h"

/* Append `mvt`, a whole tile, as MLT. A column has one type: numbers of different types in one attribute become doubles. False if
 * it is no tile, or has texts or truth values beside numbers in one attribute, which MLT cannot say; `out` is then as it was. */
bool mlt_from_mvt(struct str mvt, struct buf *out);
#endif
