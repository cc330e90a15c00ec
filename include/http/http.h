#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H
/* One HTTP/1.1 server over libmicrohttpd (poll mode). Handlers see a typed request and fill a response; all framing checks,
 * limits, negotiation, conditional requests, compression, HEAD, CORS and security headers are done here. */
#include <stdbool.h>
#include <stdint.h>
#include "core/buf.h"
#include "core/err.h"
#include "core/mem.h"

enum http_param_type { HTTP_STRING, HTTP_INT, HTTP_REAL, HTTP_BBOX, HTTP_ENUM };
struct
    http_param_spec { /* one declared query parameter; the list of a route is what OpenAPI prints and the parser enforces */
  const char *name;
  enum http_param_type type;
  bool repeats; /* may be given several times */
  int64_t min, max,
      fallback; /* HTTP_INT: bounds (both 0: none; clamped to max where `clamp`) and default; HTTP_REAL: bounds, for
                                 the documentation */
  bool clamp;
  const char *const *values; /* HTTP_ENUM: NULL-terminated */
  uint32_t max_bytes;        /* of the decoded value; 0: 256 */
  const char *es, *en;       /* one line for the documentation */
  /* For the documentation only, of texts whose handler reads them further; may be left out: */
  bool list;                     /* several with commas between, at most `max` where it is not 0 */
  const char *pattern, *example; /* ECMA-262, of each; one that is accepted */
};
struct http_param {
  const struct http_param_spec *spec;
  struct str text; /* decoded: UTF-8 without control bytes */
  int64_t i;       /* HTTP_INT; HTTP_ENUM: index into spec->values */
  double real;
  double box
      [4]; /* HTTP_BBOX: the four numbers as sent, in the order of their system; heights of a 6-number box are dropped */
};

/* A part of the query that a lenient route let be: decoded where it could be, else as sent, and why, in the request's language. */
struct http_ignored {
  struct str key, value;
  const char *why;
};

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_OPTIONS, HTTP_OTHER };
enum { HTTP_SEGMENTS = 4 };
struct http_request {
  enum http_method method;
  struct str path;                 /* decoded: UTF-8 without control bytes; an encoded '/' was refused */
  struct str query;                /* raw, as sent */
  const struct http_param *params; /* decoded, checked, in the order sent */
  size_t n_params;
  const struct http_ignored *ignored; /* only on lenient routes */
  size_t n_ignored;
  struct str segment[HTTP_SEGMENTS]; /* values of {name} in the route's pattern, decoded, in order */
  const char
      *base_url; /* "http://127.0.0.1:8080": --public-url, or a trusted proxy's word, or Host; no slash at the end */
  struct str accept, accept_language;
  const char *media;   /* the offer chosen by `f=` (if declared) or Accept; NULL for a route without offers */
  const char *lang;    /* "es" or "en", chosen by `lang=` (if declared) or Accept-Language; Spanish first */
  struct arena *arena; /* freed after the answer, of a stream after close */
  int client;          /* for http_client_left() */
};
/* True once the client has closed its side: a handler that works for long on a slow route may then stop, as nobody reads what it
 * makes. A stream is closed without being asked. */
bool http_client_left(const struct http_request *r);
/* First parameter of that name, NULL if absent. */
const struct http_param *http_param(const struct http_request *r, const char *name);
/* All texts of a repeated parameter in the arena. */
size_t http_params(const struct http_request *r, const char *name, const struct str **out);
/* Append the checked parameters without those named in `drop` (NULL-terminated, or NULL), percent-encoded, in the order sent,
 * "a=1&b=2" without '?': for links. */
void http_write_query(struct buf *b, const struct http_request *r, const char *const *drop);
/* Append s percent-encoded (RFC 3986: everything but unreserved; `slash`: '/' stays). */
void http_write_encoded(struct buf *b, struct str s, bool slash);

struct http_stream { /* a body made piece by piece in constant memory; view and arena stay until close */
  void *state;
  bool (*next)(void *state, struct buf *out,
               bool *end);    /* append the next piece (about 64 KiB); false: cut the answer off */
  void (*close)(void *state); /* always called once, also when the client left; may be NULL */
};
struct http_response {
  int status;               /* 200 unless set */
  const char *content_type; /* NULL: request->media */
  struct buf body;          /* given to the server; or: */
  const void *fixed;
  size_t fixed_n; /* bytes that live as long as the program (an embedded file), or: */
  const void *fixed_gzip;
  size_t fixed_gzip_n;        /* the same bytes gzipped ahead of time; NULL none */
  struct http_stream *stream; /* in the arena; or: */
  int fd;
  uint64_t fd_size; /* a file to send and close; -1 none */
  const char *headers[12][2];
  int n_headers;
  uint32_t max_age;                  /* Cache-Control; 0: "no-cache" (revalidate by ETag) */
  bool immutable, no_compress, html; /* html: the strict CSP applies (also set by a content type of text/html) */
};
/* Name is a constant, the value lives in the request's arena. Beyond twelve headers, and values with control bytes: a bug. */
void http_header(struct http_response *r, const char *name, const char *value_in_arena);

struct http_route {
  const char *
      pattern; /* "/collections/{id}/items/{codigo}", "/tiles/{z}/{x}/{y}.pbf", "/exportar/{id}.{form}"; the first that fits */
  const struct http_param_spec *const
      *params; /* NULL-terminated, or NULL; unknown key -> 400 naming it and listing these */
  bool (*handle)(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e);
  const char *const *offers; /* NULL-terminated media types in order of preference, or NULL: one form, no negotiation */
  /* What this one answer depends on of the view, instead of the view's version: then an answer that a new view does not change
   * keeps its ETag and its place in the cache. A text without line feeds; false: the version counts (and the handler says what
   * is wrong). NULL: the version. Called before the handler, so it should be far cheaper. */
  bool (*stamp)(void *app, void *view, const struct http_request *q, char *out, size_t size);
  bool cache;   /* finished bodies may be kept in the memory cache */
  bool neutral; /* the answer is the same in every language and under every address (tiles) */
  bool live;    /* about the process, not the data (health): view may be NULL, no ETag, "no-store" */
  bool slow;    /* may take longer than some milliseconds (exports): runs on a worker, others do not wait */
  bool
      lenient; /* as HTML nothing in the query is refused: what cannot be read is in request->ignored, for the page to tell */
  bool embed; /* the page may stand in a frame of any other site */
  const char *summary_es, *summary_en;
};
/* The answer depends on: version of the view (or the route's stamp of it), version of the program, path, canonical query, media
 * and lang (and base_url unless neutral). That, hashed, is the strong ETag; a 304 goes out before the handler runs. */

struct http_app {
  void *app;
  const char *program;                    /* version of the program; part of every ETag */
  const struct http_route *const *routes; /* NULL-terminated */
  /* One consistent view per request (a held snapshot), its content key for ETags, and its release. view may be NULL -> 503. */
  void *(*hold)(void *app);
  const char *(*version)(void *app, void *view);
  void (*release)(void *app, void *view);
};
struct http_file { /* a file on disk served as it is, with ranges, under one fixed path */
  const char *url_path, *file, *content_type;
};
struct http_options {
  const char *host;
  uint16_t port;           /* 127.0.0.1:8080; port 0: any free one */
  const char *public_url;  /* NULL: from the request */
  const char *trust_proxy; /* the one peer address whose X-Forwarded-Proto/-Host/-Prefix count; NULL none */
  const char *cors_origin; /* "*"; NULL: no CORS headers */
  const char *img_src;     /* extra CSP image source for a configured basemap, NULL */
  const struct http_file *files;
  size_t n_files;
  unsigned threads, connections; /* 0: 4; 0: 4096 */
  uint64_t cache_bytes;          /* 0: no cache */
  unsigned idle_s,
      request_s; /* 0: 10; 0: 30. A request must have arrived, and each 64 KiB of an answer left, in request_s */
};
struct http_server;
/* Everything in `o` and `app` must outlive the server. ERR_IO: the port is taken; ERR_USAGE: not an address. */
bool http_start(const struct http_options *o, const struct http_app *app, struct http_server **out, struct err *e);
uint16_t http_port(const struct http_server *s);
/* Takes no more connections, finishes what is running (at most 10 s). False: something still ran, and the server's memory was
 * left to the end of the process, which should come now. */
bool http_stop(struct http_server *s);
#endif
