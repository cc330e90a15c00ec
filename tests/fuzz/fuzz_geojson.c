/* polygon_from_geojson on arbitrary bytes: what it accepts is well formed and survives being written and read again. */
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
  if (polygon_from_geojson(a, (struct str){(const char *)data, size}, 500, &p, &is_point, &e)) {
    if (is_point != (p.n_rings == 0)) abort();
    if (!is_point) {
      struct buf b = {0};
      if (!polygon_is_well_formed(&p)) abort();
      buf_add_z(&b, "{\"type\":\"MultiPolygon\",\"coordinates\":");
      polygon_write_geojson_coordinates(&b, &p, 7);
      buf_add_char(&b, '}');
      if (!polygon_from_geojson(a, buf_str(&b), 500, &again, &is_point, &e) || again.n_points != p.n_points) abort();
      buf_free(&b);
    }
  } else if (e.kind == ERR_NONE || !e.text[0]) {
    abort();
  }
  arena_free(a);
  return 0;
}
