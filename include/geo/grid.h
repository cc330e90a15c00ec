#ifndef GEO_GRID_H
#define GEO_GRID_H
/* Tile mathematics of WebMercatorQuad (OGC 17-083r4): world coordinates are 32-bit, 0..2^32-1 from the north-west corner;
 * a tile at zoom z covers 2^(32-z) of them; tile space is 4096 units. */
#include <stdbool.h>
#include <stdint.h>
#include "geo/bbox.h"
enum { GRID_EXTENT = 4096, GRID_MAX_ZOOM = 24 };
/* Rounded down; outside the world clamped to its edge, NaN gives 0. */
uint32_t grid_x(double lon);
uint32_t grid_y(double lat); /* clamped to +-85.0511 */
/* The north-west corner of the cell. */
double grid_lon(uint32_t x);
double grid_lat(uint32_t y);
bool grid_tile_valid(uint32_t z, uint32_t x, uint32_t y);
struct bbox grid_tile_bbox(uint32_t z, uint32_t x, uint32_t y); /* degrees; z, x and y valid */
/* Position of a world coordinate on the Hilbert curve of order 32. Every tile is one unbroken range of it:
 * see grid_tile_hilbert. Source: D. Hilbert 1891; table-driven by quadrant. */
uint64_t grid_hilbert(uint32_t x, uint32_t y);
/* First and last position (inclusive) of a valid tile. */
void grid_tile_hilbert(uint32_t z, uint32_t x, uint32_t y, uint64_t *first, uint64_t *last);
#endif
