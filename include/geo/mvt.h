#ifndef GEO_MVT_H
#define GEO_MVT_H
/* Mapbox Vector Tile 2.1 encoder: begin / add / finish. https://github.com/mapbox/vector-tile-spec/tree/master/2.1
 * Coordinates in tile units (0..4096 plus buffer), y down. Dictionary values are given by slot so that no hashing happens
 * per feature. */
#include "core/buf.h"
#include "core/str.h"

struct mvt_layer; /* owner may refine this interface: the tile code is its only user */
#endif
