/* Responses and their common headers. */
#include "http/reply.h"
#include <libdeflate.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>
#include <strings.h>
#include "core/log.h"

char *reply_make_csp(const char *img_src, bool embedded) {
  struct buf b = {0};
  /* blob: is the picture of the map that the page makes for its reader. */
  buf_printf(&b,
             "default-src 'self'; img-src 'self' data: blob:%s%s; worker-src 'self'; manifest-src 'self'; "
             "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors %s",
             img_src ? " " : "", img_src ? img_src : "", embedded ? "*" : "'none'");
  return b.data;
}

struct MHD_Response *reply_from_buf(struct buf *body) {
  if (!body->len) {
    buf_free(body);
    return reply_from_fixed("", 0);
  }
  struct MHD_Response *r = MHD_create_response_from_buffer(body->len, body->data, MHD_RESPMEM_MUST_FREE);
  if (r) *body = (struct buf){0};
  else buf_free(body);
  return r;
}

struct MHD_Response *reply_from_fixed(const void *p, size_t n) {
  return MHD_create_response_from_buffer(n, (void *)(uintptr_t)p, MHD_RESPMEM_PERSISTENT);
}

struct MHD_Response *reply_from_fd(int fd, uint64_t first, uint64_t n) {
  return MHD_create_response_from_fd_at_offset64(n, fd, first);
}

void reply_header(struct MHD_Response *r, const char *name, const char *value) {
  if (MHD_add_response_header(r, name, value) == MHD_NO)
    log_write(LOG_ERROR, "response header refused: %s: %s", name, value);
}

void reply_common_headers(struct MHD_Response *r, const struct reply_site *site, enum reply_kind kind) {
  reply_header(r, "X-Content-Type-Options", "nosniff");
  /* The origin is sent along: some tile servers of a configured basemap demand it. */
  reply_header(r, "Referrer-Policy", "strict-origin-when-cross-origin");
  if (site->cors_origin) {
    reply_header(r, "Access-Control-Allow-Origin", site->cors_origin);
    reply_header(r, "Access-Control-Expose-Headers", "ETag, Link, Content-Crs, Content-Range");
  }
  if (kind == REPLY_DATA) return;
  reply_header(r, "Content-Security-Policy", kind == REPLY_EMBEDDED_PAGE ? site->csp_embedded : site->csp);
  reply_header(r, "Permissions-Policy", "camera=(), geolocation=(self), microphone=(), payment=(), usb=()");
}

static pthread_key_t compressor_key[2]; /* the usual one, the fast one */
static pthread_once_t compressor_once = PTHREAD_ONCE_INIT;
static void free_compressor(void *p) { libdeflate_free_compressor(p); }
static void make_keys(void) {
  for (int i = 0; i < 2; i++) pthread_key_create(&compressor_key[i], free_compressor);
}

static struct libdeflate_compressor *thread_compressor(bool fast) {
  pthread_once(&compressor_once, make_keys);
  struct libdeflate_compressor *c = pthread_getspecific(compressor_key[fast]);
  if (c) return c;
  c = libdeflate_alloc_compressor(fast ? 1 : 6);
  if (c) pthread_setspecific(compressor_key[fast], c);
  return c;
}

bool reply_gzip(struct str in, const char *type, struct buf *out) {
  /* Tiles are packed already, so that thinking longer saves three bytes in a hundred at four times the time. */
  struct libdeflate_compressor *c = thread_compressor(strstr(type, "tile") != NULL);
  if (!c || in.n < 64) return false;
  size_t room = in.n - 32; /* no room for more than it saves */
  buf_reserve(out, room + 1);
  size_t n = libdeflate_gzip_compress(c, in.p, in.n, out->data + out->len, room);
  if (!n) return false;
  out->len += n;
  out->data[out->len] = '\0';
  return true;
}

bool reply_is_compressible(const char *type) {
  static const char *const plain[] = {"text/",
                                      "application/json",
                                      "application/javascript",
                                      "application/xml",
                                      "application/x-ndjson",
                                      "application/vnd.mapbox-vector-tile",
                                      "application/vnd.maplibre-tile",
                                      "application/x-protobuf",
                                      "image/svg"};
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
    if (strncasecmp(type, plain[i], strlen(plain[i])) == 0) return true;
  return strstr(type, "+json") || strstr(type, "+xml");
}
