#include "http/gzip.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

#include "core/mem.h"

/* Beyond this level a stream of features is hardly smaller and twice as slow. */
enum { LEVEL = 4, WINDOW_OF_GZIP = 15 + 16, MEMORY_LEVEL = 8, ROOM = 16 * 1024 };

struct gzip {
  z_stream z;
};

struct gzip *gzip_new(void) {
  struct gzip *g = mem_calloc(1, sizeof *g);
  if (deflateInit2(&g->z, LEVEL, Z_DEFLATED, WINDOW_OF_GZIP, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) == Z_OK) return g;
  free(g);
  return NULL;
}

bool gzip_add(struct gzip *g, struct str in, bool last, struct buf *out) {
  if (in.n > UINT_MAX) return false;
  g->z.next_in = (Bytef *)(uintptr_t)in.p; /* not const in zlib, and not written to */
  g->z.avail_in = (uInt)in.n;
  for (;;) {
    buf_reserve(out, ROOM);
    g->z.next_out = (Bytef *)out->data + out->len;
    g->z.avail_out = ROOM;
    int done = deflate(&g->z, last ? Z_FINISH : Z_NO_FLUSH);
    out->len += ROOM - g->z.avail_out;
    out->data[out->len] = '\0';
    if (done == Z_STREAM_END) return true;
    if (done != Z_OK && done != Z_BUF_ERROR) return false;
    if (g->z.avail_out && !last) return true; /* it has taken all it was given */
  }
}

void gzip_free(struct gzip *g) {
  if (!g) return;
  deflateEnd(&g->z);
  free(g);
}
