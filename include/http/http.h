#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H
/* One HTTP/1.1 server over libmicrohttpd (poll mode). Handlers see a typed request and fill a response; all framing checks, limits,
 * conditional requests, compression, HEAD, CORS and security headers are done here. */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include "core/buf.h"
#include "core/err.h"
#include "core/mem.h"

enum http_param_type { HTTP_STRING, HTTP_INT, HTTP_REAL, HTTP_BBOX, HTTP_ENUM };
struct http_param_spec { /* one declared query parameter; the list of a route is what OpenAPI prints and the parser enforces */
  const char *name;
  enum http_param_type type;
  bool repeats;                   /* may be given several times */
  int64_t min, max, fallback;     /* HTTP_INT: bounds (clamped to max where `clamp`) and default */
  bool clamp;
  const char *const *values;      /* HTTP_ENUM: NULL-terminated */
  uint32_t max_bytes;             /* 0: 256 */
  const char *es, *en;            /* one line for the documentation */
};
struct http_param { const struct http_param_spec *spec; struct str text; int64_t i; double real; double box[4]; };

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_OPTIONS, HTTP_OTHER };
struct http_request {
  enum http_method method;
  struct str path;                /* decoded segments never contain '/' or control bytes */
  struct str query;               /* raw, as sent */
  const struct http_param *params; size_t n_params; /* decoded, checked, in the order sent */
  struct str segment[4];          /* values of {name} in the route's pattern, decoded, in order */
  const char *base_url;           /* "http://127.0.0.1:8080" or --public-url; no slash at the end */
  struct str accept, accept_language;
  struct arena *arena;            /* freed after the answer */
};
/* First parameter of that name, NULL if absent. */
const struct http_param *http_param(const struct http_request *r, const char *name);
/* All texts of a repeated parameter in the arena. */
size_t http_params(const struct http_request *r, const char *name, const struct str **out);
/* Canonical query of the checked parameters without those named in `drop` (NULL-terminated), percent-encoded: for links. */
void http_write_query(struct buf *b, const struct http_request *r, const char *const *drop);

struct http_stream { /* a body made piece by piece in constant memory */
  void *state;
  bool (*next)(void *state, struct buf *out, bool *end); /* append the next piece (about 64 KiB) */
  void (*close)(void *state);
};
struct http_response {
  int status;                     /* 200 unless set */
  const char *content_type;
  struct buf body;                /* or: */
  const void *fixed; size_t fixed_n; /* bytes that outlive the response (an embedded file), or: */
  struct http_stream *stream;     /* or: */
  int fd; uint64_t fd_size;       /* a file to send and close; -1 none */
  char *headers[12][2]; int n_headers;
  uint32_t max_age;               /* Cache-Control; 0: "no-cache" (revalidate by ETag) */
  bool immutable, no_compress, html; /* html: the strict CSP applies */
};
void http_header(struct http_response *r, const char *name, const char *value_in_arena);

struct http_route {
  const char *pattern;            /* "/collections/{id}/items/{codigo}" */
  const struct http_param_spec *const *params; /* NULL-terminated; unknown key -> 400 naming it and listing these */
  bool (*handle)(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e);
  /* What the ETag depends on beside path, canonical query, media type and language: negotiated form. */
  const char *const *offers;      /* NULL-terminated media types in order of preference, for Accept; `f=` overrides */
  bool cache;                     /* finished bodies may be kept in the memory cache */
  const char *summary_es, *summary_en;
};
struct http_app {
  void *app;
  const struct http_route *const *routes; /* NULL-terminated */
  /* One consistent view per request (a held snapshot), its content key for ETags, and its release. view may be NULL -> 503. */
  void *(*hold)(void *app);
  const char *(*version)(void *app, void *view);
  void (*release)(void *app, void *view);
};
struct http_options {
  const char *host; uint16_t port; /* 127.0.0.1:8080; port 0: any free one */
  const char *public_url;
  const char *cors_origin;         /* "*" */
  const char *img_src;             /* extra CSP image source for a configured basemap, NULL */
  unsigned threads, connections;
  uint64_t cache_bytes;
  unsigned idle_s, request_s;
};
struct http_server;
bool http_start(const struct http_options *o, const struct http_app *app, struct http_server **out, struct err *e);
uint16_t http_port(const struct http_server *s);
void http_stop(struct http_server *s); /* finishes what is running, at most 10 s */
#endif
