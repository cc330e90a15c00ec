/* Mapbox Vector Tiles as MapLibre Tiles, for tests/test_mlt.py. Usage: mlt MVT_FILE MLT_FILE … A line says what could not be. */
#include "geo/mlt.h"
#include <stdio.h>
#include <stdlib.h>

static bool read_file(const char *path, struct buf *out) {
  FILE *f = fopen(path, "rb");
  if (!f) return false;
  char block[65536];
  for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;) buf_add(out, block, n);
  bool ok = !ferror(f);
  return fclose(f) == 0 && ok;
}

static bool write_file(const char *path, const struct buf *b) {
  FILE *f = fopen(path, "wb");
  if (!f) return false;
  bool ok = fwrite(b->data, 1, b->len, f) == b->len;
  return fclose(f) == 0 && ok;
}

int main(int argc, char **argv) {
  for (int i = 1; i + 1 < argc; i += 2) {
    struct buf mvt = {0}, mlt = {0};
    if (!read_file(argv[i], &mvt)) return perror(argv[i]), 1;
    if (!mlt_from_mvt(buf_str(&mvt), &mlt)) printf("%s\n", argv[i]);
    if (mlt.len && !write_file(argv[i + 1], &mlt)) return perror(argv[i + 1]), 1;
    buf_free(&mvt);
    buf_free(&mlt);
  }
  return 0;
}
