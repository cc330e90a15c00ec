/* polygon_from_wkt on arbitrary bytes: what it accepts is well formed and survives being written and read again. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "geo/polygon.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct arena *a = arena_new(0);
  struct polygon p, again;
  bool is_point;
  struct err e = {0};
  if (polygon_from_wkt(a, (struct str){(const char *)data, size}, 500, &p, &is_point, &e)) {
    if (is_point != (p.n_rings == 0)) abort();
    if (!is_point) {
      struct buf b = {0};
      if (!polygon_is_well_formed(&p)) abort();
      polygon_write_wkt(&b, &p, 7);
      if (!polygon_from_wkt(a, buf_str(&b), 500, &again, &is_point, &e) || again.n_points != p.n_points) abort();
      (void)polygon_contains(&p, p.xy[0], p.xy[1]);
      buf_free(&b);
    }
  } else if (e.kind == ERR_NONE || !e.text[0]) {
    abort();
  }
  arena_free(a);
  return 0;
}
