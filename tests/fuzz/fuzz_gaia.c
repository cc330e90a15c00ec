/* The BLOB readers on arbitrary bytes: what they accept is well formed, and a multipolygon writes and reads back. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "geo/gaia.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena *a = arena_new(0);
  struct polygon p, again;
  struct err e = {0};
  double lon, lat;
  if (gaia_read_multipolygon(a, data, size, &p, &e)) {
    struct buf b = {0};
    if (!polygon_is_well_formed(&p)) abort();
    gaia_write_multipolygon(&b, &p);
    if (!gaia_read_multipolygon(a, b.data, b.len, &again, &e) || again.n_points != p.n_points) abort();
    buf_free(&b);
  } else if (e.kind == ERR_NONE) {
    abort();
  }
  (void)gaia_read_point(data, size, &lon, &lat, &e);
  arena_free(a);
  return 0;
}
