#ifndef GEO_GRID_H
#define GEO_GRID_H
/* Tile mathematics of WebMercatorQuad (OGC 17-083r4): world coordinates are 32-bit, 0..2^32-1 from the north-west corner;
 * a tile at zoom z covers 2^(32-z) of them; tile space is 4096 units. */
#include <stdbool.h>
#include <stdint.h>
#include "geo/bbox.h"
enum { GRID_EXTENT = 4096, GRID_MAX_ZOOM = 24 };
uint32_t grid_x(double lon);
uint32_t grid_y(double lat); /* clamped to +-85.0511 */
double grid_lon(uint32_t x);
double grid_lat(uint32_t y);
bool grid_tile_valid(uint32_t z, uint32_t x, uint32_t y);
struct bbox grid_tile_bbox(uint32_t z, uint32_t x, uint32_t y); /* degrees */
/* Hilbert index of a world coordinate (order 32: 64-bit key). */
uint64_t grid_hilbert(uint32_t x, uint32_t y);
#endif
