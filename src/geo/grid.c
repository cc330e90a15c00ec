#include "geo/grid.h"
#include <math.h>

static const double WORLD = 4294967296.0; /* 2^32 */
static const double DEGREE = 0.017453292519943295;
static const double MAX_LAT = 85.0511287798066;

static uint32_t to_world(double share) {
  double v = share * WORLD;
  if (!(v > 0)) return 0; /* NaN comes here too */
  return v >= WORLD ? UINT32_MAX : (uint32_t)v;
}

uint32_t grid_x(double lon) { return to_world((lon + 180) / 360); }

uint32_t grid_y(double lat) {
  if (lat > MAX_LAT) lat = MAX_LAT;
  if (lat < -MAX_LAT) lat = -MAX_LAT;
  return to_world(0.5 - atanh(sin(lat * DEGREE)) / (2 * M_PI));
}

double grid_lon(uint32_t x) { return x / WORLD * 360 - 180; }

static double lat_of(double y) { return atan(sinh(M_PI * (1 - 2 * y / WORLD))) / DEGREE; }

double grid_lat(uint32_t y) { return lat_of(y); }

bool grid_tile_valid(uint32_t z, uint32_t x, uint32_t y) {
  return z <= GRID_MAX_ZOOM && x < (UINT32_C(1) << z) && y < (UINT32_C(1) << z);
}

struct bbox grid_tile_bbox(uint32_t z, uint32_t x, uint32_t y) {
  double side = ldexp(1, 32 - (int)z);
  return (struct bbox){x * side / WORLD * 360 - 180, lat_of((y + 1) * side), (x + 1) * side / WORLD * 360 - 180,
                       lat_of(y * side)};
}

/* The curve in one of four orientations passes its quadrants (2 * (x bit) + (y bit)) in the order `rank`, and each
 * quadrant is passed in the orientation `next`. */
static const uint8_t rank[4][4] = {{0, 1, 3, 2}, {0, 3, 1, 2}, {2, 3, 1, 0}, {2, 1, 3, 0}};
static const uint8_t next[4][4] = {{1, 0, 3, 0}, {0, 2, 1, 1}, {2, 1, 2, 3}, {3, 3, 0, 2}};

uint64_t grid_hilbert(uint32_t x, uint32_t y) {
  uint64_t key = 0;
  unsigned state = 0;
  for (int bit = 31; bit >= 0; bit--) {
    unsigned q = ((x >> bit) & 1) * 2 + ((y >> bit) & 1);
    key = key << 2 | rank[state][q];
    state = next[state][q];
  }
  return key;
}

void grid_tile_hilbert(uint32_t z, uint32_t x, uint32_t y, uint64_t *first, uint64_t *last) {
  uint64_t inside = z ? (UINT64_C(1) << (64 - 2 * z)) - 1 : UINT64_MAX;
  uint32_t shift = 32 - z;
  *first = grid_hilbert(z ? x << shift : 0, z ? y << shift : 0) & ~inside;
  *last = *first | inside;
}
