/* Parser: http/router.c. Whatever the path, no segment of what is taken holds a slash, a control byte or is "..", and {names} lie
 * within their segments. */
#include <stdlib.h>
#include "core/text.h"
#include "http/router.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct http_route patterns[] = {{.pattern = "/"},
                                             {.pattern = "/collections/{id}/items/{codigo}"},
                                             {.pattern = "/tiles/{z}/{x}/{y}.pbf"},
                                             {.pattern = "/exportar/{coleccion}.{forma}"},
                                             {.pattern = "/a{b}c{d}e"}};
static const struct http_route *const table[] = {&patterns[0], &patterns[1], &patterns[2],
                                                 &patterns[3], &patterns[4], NULL};

static void require(bool good) {
  if (!good) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  struct arena *a = arena_new(0);
  struct buf raw = {0};
  struct router_path p;
  struct err e = {0};
  struct str captured[HTTP_SEGMENTS];
  buf_add_char(&raw, '/');
  buf_add(&raw, data, n);
  if (router_read_path(buf_str(&raw), false, a, &p, &e)) {
    require(p.n >= 1 && p.n <= ROUTER_DEPTH && text_is_utf8(p.text));
    for (size_t i = 0; i < p.n; i++) {
      require(!str_is(p.segment[i], "..") && !memchr(p.segment[i].p, '/', p.segment[i].n));
      for (size_t k = 0; k < p.segment[i].n; k++) require((unsigned char)p.segment[i].p[k] >= 0x20);
    }
    if (router_find(table, &p, captured))
      for (size_t i = 0; i < HTTP_SEGMENTS; i++)
        require(!captured[i].n || text_is_utf8(captured[i]) || captured[i].n < 4096);
  }
  buf_free(&raw);
  arena_free(a);
  return 0;
}
