#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H
/* One request from its first line to its last byte, and the way from one to the other, in three steps: `exchange_begin`
 * checks the framing; `exchange_prepare` reads, routes, negotiates and answers all that needs no handler (errors, 304, files, what
 * lies in the cache); `exchange_make` runs the handler. Of a slow route the second step runs on a worker. */
#include "http/guard.h"
#include "http/http.h"
#include "http/reply.h"
#include "http/router.h"
#include "http/watch.h"

struct cache;
struct exchange_site { /* what all requests of a server share */
  const struct http_options *options;
  const struct http_app *app;
  struct reply_site reply;
  struct cache *cache;   /* NULL: none */
  struct cache *recall;  /* http/recall.h; NULL: none */
  char base_url[300];    /* where neither --public-url nor Host says better */
  _Atomic bool stopping; /* answers close their connections and come from no cache */
};

struct exchange {
  struct exchange_site *site;
  struct MHD_Connection *connection;
  struct watched *watched;
  struct arena *arena;
  struct str uri; /* raw, as sent */
  struct guard_headers headers;
  struct http_request request;
  struct router_path path;
  const struct http_route *route;
  void *view;
  struct str key; /* all that the answer depends on */
  char etag[40];
  bool en, html, gzip;   /* html: errors as a page; gzip: the client takes it */
  bool unless_any;       /* If-None-Match: * */
  struct exchange *next; /* in the queue of the workers */
  struct reply reply;    /* what a worker made */
  bool begun, replied;
};

struct exchange *exchange_new(struct exchange_site *site, struct str uri);
void exchange_free(struct exchange *x);
/* True: *reply is the answer, and the connection must end with it. `method` and `version` as for guard_read. */
bool exchange_begin(struct exchange *x, const char *method, const char *version, struct reply *reply);
/* True: *reply is the answer. False: exchange_make is to be called. */
bool exchange_prepare(struct exchange *x, struct reply *reply);
struct reply exchange_make(struct exchange *x);

/* A file of the page, or on disk, under the path of the request, if there is one; with ranges. (http/file.c) */
bool file_answer(struct exchange *x, struct reply *reply);
/* The body `p`, `n` (that lives long) or `fd` (taken over; -1 none), or the range of it that was asked for, without headers
 * beyond those of the range. `etag` settles If-Range. (http/file.c) */
struct reply file_reply(struct exchange *x, const void *p, uint64_t n, int fd, const char *etag);
const char *exchange_vary(const struct exchange *x);
struct reply exchange_problem(struct exchange *x, int status, const char *es, const char *en);
/* Headers of a good answer. `etag` NULL: none; `vary` lists request headers or is NULL; `cache_control` a constant or in the arena. */
void exchange_headers(struct exchange *x, struct MHD_Response *r, const char *type, const char *etag, bool gzipped,
                      const char *cache_control, const char *vary, bool html);
/* 304 with the tag that the client has. */
struct reply exchange_not_modified(struct exchange *x, const char *etag, bool gzipped, const char *cache_control,
                                   const char *vary);
#endif
