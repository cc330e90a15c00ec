/* Requests known by their bytes. */
#include "http/recall.h"
#include <microhttpd.h>
#include <stdlib.h>
#include "http/cache.h"
#include "http/etag.h"
#include "http/exchange.h"

enum { RECALL_BYTES = 16 << 20, LONGEST = 1024, COST = 4096 };

struct recalled {
  struct MHD_Response *unchanged[2]; /* 304 to who has the plain body, and to who has it gzipped */
  struct str key;                    /* of the body in the cache */
  char etag[40];
};

static void drop(void *value) {
  struct recalled *r = value;
  for (int i = 0; i < 2; i++)
    if (r->unchanged[i]) MHD_destroy_response(r->unchanged[i]);
  free((void *)(uintptr_t)r->key.p);
  free(r);
}

struct cache *recall_new(void) {
  return cache_new(RECALL_BYTES, drop);
}

/* The name of a request: no part of it can hold a line end. False: it is too long to be worth it, or asks for something special. */
static bool name_of(const struct exchange *x, const char *version, char out[LONGEST], size_t *n) {
  const struct guard_headers *h = &x->headers;
  const struct str parts[] = {str_from(version),   x->uri,
                              h->accept,           h->accept_language,
                              h->accept_encoding,  h->host,
                              h->forwarded_proto,  h->forwarded_host,
                              h->forwarded_prefix, x->watched && x->watched->trusted ? STR("1") : STR("0")};
  *n = 0;
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (*n + parts[i].n + 1 > LONGEST) return false;
    if (parts[i].n) memcpy(out + *n, parts[i].p, parts[i].n);
    *n += parts[i].n;
    out[(*n)++] = '\n';
  }
  return true;
}

static bool is_ordinary(const struct exchange *x) {
  enum http_method method = x->request.method;
  return x->site->recall && !x->site->stopping && (method == HTTP_GET || method == HTTP_HEAD) && !x->headers.range.n &&
         !str_is(x->headers.if_none_match, "*");
}

static bool answer_from(struct exchange *x, struct recalled *r, struct cache_entry *held, struct reply *reply) {
  bool gzipped;
  if (etag_matches(x->headers.if_none_match, r->etag, &gzipped)) {
    *reply = (struct reply){.response = r->unchanged[gzipped], .status = 304, .held = held, .of = x->site->recall};
    return true;
  }
  struct cache_entry *body;
  struct reply *kept = cache_peek(x->site->cache, r->key, &body);
  if (kept) {
    *reply = *kept;
    reply->held = body;
    reply->of = x->site->cache;
  }
  cache_release(x->site->recall, held);
  return kept != NULL;
}

bool recall_answer(struct exchange *x, struct reply *reply) {
  char name[LONGEST];
  size_t n;
  const struct http_app *app = x->site->app;
  struct cache_entry *held;
  if (!is_ordinary(x) || !x->view || !name_of(x, app->version(app->app, x->view), name, &n)) return false;
  struct recalled *r = cache_peek(x->site->recall, (struct str){name, n}, &held);
  return r && answer_from(x, r, held, reply);
}

void recall_keep(struct exchange *x) {
  char name[LONGEST];
  size_t n;
  const struct http_app *app = x->site->app;
  struct cache_entry *held;
  if (!is_ordinary(x) || !x->route->cache || !name_of(x, app->version(app->app, x->view), name, &n)) return;
  if (cache_take(x->site->recall, (struct str){name, n}, &held)) return cache_release(x->site->recall, held);
  struct recalled *r = mem_calloc(1, sizeof *r);
  memcpy(r->etag, x->etag, sizeof r->etag);
  char *key = mem_alloc(x->key.n + 1);
  memcpy(key, x->key.p, x->key.n);
  r->key = (struct str){key, x->key.n};
  for (int i = 0; i < 2; i++)
    r->unchanged[i] = exchange_not_modified(x, x->etag, i == 1, "no-cache", exchange_vary(x)).response;
  if (r->unchanged[0] && r->unchanged[1]) {
    cache_put(x->site->recall, held, r, COST + x->key.n);
    cache_release(x->site->recall, held);
  } else {
    cache_abandon(x->site->recall, held);
    drop(r);
  }
}
