/* Second step of an answer: the handler, and what it made as a response; kept in the cache where the route says so. */
#include <microhttpd.h>
#include <stdlib.h>
#include <unistd.h>
#include "core/log.h"
#include "http/cache.h"
#include "http/exchange.h"
#include "http/gzip.h"

void http_header(struct http_response *r, const char *name, const char *value) {
  int room = (int)(sizeof r->headers / sizeof *r->headers);
  if (r->n_headers == room) {
    log_write(LOG_ERROR, "more than %d headers in an answer: %s is left out", room, name);
    return;
  }
  r->headers[r->n_headers][0] = name;
  r->headers[r->n_headers++][1] = value;
}

/* ---- streams: the body outlives the exchange, so it takes view and arena along */

struct stream_body {
  const struct http_app *app;
  void *view;
  struct arena *arena;
  struct http_stream *stream;
  struct watched *watched;
  unsigned seconds;  /* for each piece */
  struct gzip *gzip; /* NULL: the body goes out as it is */
  struct buf piece, packed;
  size_t sent; /* of the one that goes out */
  bool end;
};

static struct buf *outgoing(struct stream_body *s) { return s->gzip ? &s->packed : &s->piece; }

/* The next piece, packed if need be: then it may be empty. */
static bool make_piece(struct stream_body *s) {
  buf_reset(&s->piece);
  buf_reset(&s->packed);
  s->sent = 0;
  return s->stream->next(s->stream->state, &s->piece, &s->end) &&
         (!s->gzip || gzip_add(s->gzip, buf_str(&s->piece), s->end, &s->packed));
}

static ssize_t stream_read(void *cls, uint64_t pos, char *out, size_t max) {
  struct stream_body *s = cls;
  (void)pos;
  const struct buf *b = outgoing(s);
  while (s->sent == b->len) {
    if (s->end) return MHD_CONTENT_READER_END_OF_STREAM;
    if (!make_piece(s)) return MHD_CONTENT_READER_END_WITH_ERROR; /* the client sees that the last chunk is missing */
    if (s->watched) watch_set(s->watched, s->seconds);
  }
  size_t n = b->len - s->sent < max ? b->len - s->sent : max;
  memcpy(out, b->data + s->sent, n);
  s->sent += n;
  return (ssize_t)n;
}

static void stream_free(void *cls) {
  struct stream_body *s = cls;
  if (s->stream->close) s->stream->close(s->stream->state);
  if (s->view) s->app->release(s->app->app, s->view);
  arena_free(s->arena);
  gzip_free(s->gzip);
  buf_free(&s->piece);
  buf_free(&s->packed);
  free(s);
}

static struct MHD_Response *make_stream(struct exchange *x, struct http_stream *stream, bool *gzipped) {
  struct stream_body *s = mem_calloc(1, sizeof *s);
  *s = (struct stream_body){.app = x->site->app,
                            .view = x->view,
                            .arena = x->arena,
                            .stream = stream,
                            .watched = x->watched,
                            .seconds = x->site->options->request_s,
                            .gzip = *gzipped ? gzip_new() : NULL};
  *gzipped = s->gzip != NULL;
  struct MHD_Response *r = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 65536, stream_read, s, stream_free);
  if (!r) {
    if (stream->close) stream->close(stream->state);
    gzip_free(s->gzip);
    free(s);
    return NULL;
  }
  return r;
}

/* ---- bodies */

static const char *cache_control(struct exchange *x, const struct http_response *p, bool good) {
  if (x->route->live || !good) return "no-store";
  if (p->immutable) return "public, max-age=31536000, immutable";
  return p->max_age ? arena_printf(x->arena, "public, max-age=%u", p->max_age) : "no-cache";
}

/* The body gzipped where the client takes it and it is worth it. */
static bool gzip_body(struct exchange *x, struct http_response *p, const char *type, struct reply *reply) {
  if (!x->gzip || p->no_compress || !reply_is_compressible(type)) return false;
  if (p->fixed && p->fixed_gzip) {
    *reply = (struct reply){.response = reply_from_fixed(p->fixed_gzip, p->fixed_gzip_n), .bytes = p->fixed_gzip_n};
    return true;
  }
  struct str plain = p->fixed ? (struct str){p->fixed, p->fixed_n} : buf_str(&p->body);
  struct buf packed = {0};
  if (plain.n < 1000 || !reply_gzip(plain, type, &packed)) {
    buf_free(&packed);
    return false;
  }
  buf_free(&p->body);
  reply->bytes = packed.len;
  void *shrunk = realloc(packed.data, packed.len); /* the room was that of the plain text, and the cache counts bytes */
  if (shrunk) packed.data = shrunk;
  reply->response = reply_from_buf(&packed);
  return true;
}

static struct reply make_body(struct exchange *x, struct http_response *p, const char *type, bool *gzipped) {
  struct reply reply = {0};
  *gzipped = false;
  if (p->stream) {
    *gzipped = x->gzip && !p->no_compress && reply_is_compressible(type);
    reply.response = make_stream(x, p->stream, gzipped);
    reply.bytes = UINT64_MAX;
  } else if (p->fd >= 0) {
    return file_reply(x, NULL, p->fd_size, p->fd, x->etag);
  } else if (p->fixed && x->headers.range.n) {
    return file_reply(x, p->fixed, p->fixed_n, -1, x->etag);
  } else if ((*gzipped = gzip_body(x, p, type, &reply))) {
    return reply;
  } else if (p->fixed) {
    reply = (struct reply){.response = reply_from_fixed(p->fixed, p->fixed_n), .bytes = p->fixed_n};
  } else {
    reply.bytes = p->body.len;
    reply.response = reply_from_buf(&p->body);
  }
  return reply;
}

static struct reply finish(struct exchange *x, struct http_response *p) {
  const char *type = p->content_type ? p->content_type : x->request.media;
  if (!type) type = "application/octet-stream";
  bool gzipped, html = p->html || strncmp(type, "text/html", 9) == 0;
  unsigned status = p->status ? (unsigned)p->status : 200;
  bool good = status == 200 && !x->route->live;
  struct reply reply = make_body(x, p, type, &gzipped);
  if (!reply.response) return reply;
  if (!reply.status || status != 200) reply.status = status;
  if (reply.status == 416) return reply;
  exchange_headers(x, reply.response, type, good ? x->etag : NULL, gzipped,
                   cache_control(x, p, status < 400 && !x->route->live), exchange_vary(x), html);
  for (int i = 0; i < p->n_headers; i++) reply_header(reply.response, p->headers[i][0], p->headers[i][1]);
  if (!x->route->neutral && strncmp(type, "text/", 5) == 0)
    reply_header(reply.response, "Content-Language", x->request.lang);
  if (p->stream) { /* which frees them when it is closed */
    x->view = NULL;
    x->arena = NULL;
  }
  return reply;
}

static void discard(struct http_response *p) {
  buf_free(&p->body);
  if (p->fd >= 0) close(p->fd);
  if (p->stream && p->stream->close) p->stream->close(p->stream->state);
}

static struct reply run_handler(struct exchange *x) {
  struct http_response p = {.fd = -1};
  struct err e = {0};
  err_speak(x->en ? ERR_EN : ERR_ES); /* this may be another thread than the one that read the request */
  if (!x->route->handle(x->site->app->app, x->view, &x->request, &p, &e)) {
    discard(&p);
    int status = reply_status(e.kind);
    if (status == 500) log_err(&e);
    return exchange_problem(x, status, e.text, e.text);
  }
  if (x->unless_any && (!p.status || p.status == 200)) {
    discard(&p);
    return exchange_not_modified(x, x->etag, false, "no-cache", exchange_vary(x));
  }
  return finish(x, &p);
}

static bool keepable(const struct reply *r) { return r->response && r->status == 200 && r->bytes != UINT64_MAX; }

static struct reply run_cached(struct exchange *x) {
  struct cache *cache = x->site->cache;
  struct cache_entry *held;
  struct reply *kept = cache_take(cache, x->key, &held), reply;
  if (kept) {
    reply = *kept;
    reply.held = held;
    reply.of = cache;
    return reply;
  }
  reply = run_handler(x);
  if (!keepable(&reply)) {
    cache_abandon(cache, held);
    return reply;
  }
  kept = mem_alloc(sizeof *kept);
  *kept = reply;
  cache_put(cache, held, kept, reply.bytes + 1024);
  reply.held = held;
  reply.of = cache;
  return reply;
}

struct reply exchange_make(struct exchange *x) {
  bool cached = x->route->cache && !x->route->live && x->site->cache && !x->site->stopping && !x->unless_any &&
                !x->headers.range.n;
  return cached ? run_cached(x) : run_handler(x);
}
