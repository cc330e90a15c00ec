/* Tile mathematics: the world's corners, the tiles of known places, and the curve by its definition. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "geo/grid.h"

static void test_world_edges(void **state) {
  (void)state;
  assert_int_equal(grid_x(-180), 0);
  assert_int_equal(grid_x(0), 2147483648u);
  assert_int_equal(grid_x(180), UINT32_MAX);
  assert_int_equal(grid_x(500), UINT32_MAX);
  assert_int_equal(grid_x(-500), 0);
  assert_int_equal(grid_x(NAN), 0);
  assert_int_equal(grid_y(90), grid_y(85.06));
  assert_int_equal(grid_y(0), 2147483648u);
  assert_true(grid_y(-90) > 4294967200u);
  assert_int_equal(grid_y(NAN), 0);
}

static void test_there_and_back(void **state) {
  (void)state;
  for (double lat = -84; lat < 85; lat += 3.37)
    for (double lon = -179; lon < 180; lon += 17.3) {
      assert_true(fabs(grid_lon(grid_x(lon)) - lon) < 1e-7);
      assert_true(fabs(grid_lat(grid_y(lat)) - lat) < 1e-7);
    }
}

/* Cartagena's clock tower; tile numbers by the formula of the OpenStreetMap wiki (Slippy map tilenames). */
static void test_known_tile(void **state) {
  (void)state;
  double lon = -75.5494, lat = 10.4231, n = 1 << 14;
  double r = lat * M_PI / 180;
  uint32_t x = (uint32_t)((lon + 180) / 360 * n), y = (uint32_t)((1 - asinh(tan(r)) / M_PI) / 2 * n);
  assert_int_equal(grid_x(lon) >> (32 - 14), x);
  assert_int_equal(grid_y(lat) >> (32 - 14), y);
  struct bbox b = grid_tile_bbox(14, x, y);
  assert_true(bbox_contains_point(&b, lon, lat));
  struct bbox east = grid_tile_bbox(14, x + 1, y);
  assert_true(fabs(b.maxx - east.minx) < 1e-12);
  struct bbox world = grid_tile_bbox(0, 0, 0);
  assert_true(fabs(world.maxy - 85.0511287798066) < 1e-9 && world.minx == -180 && world.maxx == 180);
}

static void test_tile_valid(void **state) {
  (void)state;
  assert_true(grid_tile_valid(0, 0, 0));
  assert_false(grid_tile_valid(0, 1, 0));
  assert_true(grid_tile_valid(18, 262143, 262143));
  assert_false(grid_tile_valid(18, 262144, 0));
  assert_false(grid_tile_valid(25, 0, 0));
}

/* On a coarse grid: every cell once, and each step goes to a neighbour. */
static void test_hilbert_is_a_curve(void **state) {
  (void)state;
  enum { ORDER = 5, SIDE = 1 << ORDER };
  uint32_t at_x[SIDE * SIDE], at_y[SIDE * SIDE];
  bool seen[SIDE * SIDE] = {false};
  for (uint32_t x = 0; x < SIDE; x++)
    for (uint32_t y = 0; y < SIDE; y++) {
      uint64_t k = grid_hilbert(x << (32 - ORDER), y << (32 - ORDER)) >> (64 - 2 * ORDER);
      assert_true(k < SIDE * SIDE);
      assert_false(seen[k]);
      seen[k] = true;
      at_x[k] = x;
      at_y[k] = y;
    }
  for (int k = 1; k < SIDE * SIDE; k++) {
    int dx = (int)at_x[k] - (int)at_x[k - 1], dy = (int)at_y[k] - (int)at_y[k - 1];
    assert_int_equal(dx * dx + dy * dy, 1);
  }
}

/* A tile is exactly one range of the curve: its corners lie in it, its neighbours' corners do not. */
static void test_tile_is_a_range(void **state) {
  (void)state;
  uint64_t first, last;
  grid_tile_hilbert(0, 0, 0, &first, &last);
  assert_true(first == 0 && last == UINT64_MAX);
  for (uint32_t z = 1; z <= 20; z++) {
    uint32_t x = 4752 * 37 % (1u << z), y = 7712 * 11 % (1u << z), side = UINT32_C(1) << (32 - z);
    grid_tile_hilbert(z, x, y, &first, &last);
    uint32_t x0 = x * side, y0 = y * side;
    for (int corner = 0; corner < 4; corner++) {
      uint64_t k = grid_hilbert(x0 + (corner & 1 ? side - 1 : 0), y0 + (corner & 2 ? side - 1 : 0));
      assert_true(k >= first && k <= last);
    }
    if (x0) {
      uint64_t k = grid_hilbert(x0 - 1, y0);
      assert_false(k >= first && k <= last);
    }
    if (x0 + side) {
      uint64_t k = grid_hilbert(x0 + side, y0);
      assert_false(k >= first && k <= last);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_world_edges),        cmocka_unit_test(test_there_and_back),
      cmocka_unit_test(test_known_tile),         cmocka_unit_test(test_tile_valid),
      cmocka_unit_test(test_hilbert_is_a_curve), cmocka_unit_test(test_tile_is_a_range),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
