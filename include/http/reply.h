#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H
/* Making libmicrohttpd's responses, with the headers that every answer has. */
#include "http/http.h"

struct MHD_Response;
struct cache;
struct cache_entry;
struct reply { /* an answer ready to be queued */
  struct MHD_Response *response;
  unsigned status;
  uint64_t bytes;           /* of the body; UINT64_MAX: a stream, which moves its deadline itself */
  struct cache_entry *held; /* the response is a cache's, to be released after queueing; NULL: ours, to be destroyed */
  struct cache *of;         /* which cache's */
};
struct reply_site {         /* what is the same for every answer of a server */
  const char *cors_origin;  /* NULL none */
  char *csp, *csp_embedded; /* the same, but for pages that may stand in a frame of any site */
};

char *reply_make_csp(const char *img_src, bool embedded); /* to be freed; img_src NULL: nothing foreign */
/* Takes `body` over. */
struct MHD_Response *reply_from_buf(struct buf *body);
struct MHD_Response *reply_from_fixed(const void *p, size_t n);
struct MHD_Response *reply_from_fd(int fd, uint64_t first, uint64_t n); /* closes fd with the response */
void reply_header(struct MHD_Response *r, const char *name, const char *value);
enum reply_kind { REPLY_DATA, REPLY_PAGE, REPLY_EMBEDDED_PAGE };
/* CORS, nosniff and referrer policy; of a page also CSP and permissions policy. */
void reply_common_headers(struct MHD_Response *r, const struct reply_site *site, enum reply_kind kind);
/* gzip of `in`, of that content type, appended to `out`; false where it would not be smaller. Compressors are kept by thread. */
bool reply_gzip(struct str in, const char *type, struct buf *out);
/* Types that are worth compressing. */
bool reply_is_compressible(const char *content_type);
/* HTTP status of an error's kind: the translator for HTTP. */
int reply_status(enum err_kind kind);
/* Problem+json (RFC 9457), or a small page. What a stranger reads of a failure of ours (5xx) is a constant text. */
struct reply reply_problem(const struct reply_site *site, int status, const char *detail, bool en, bool html);
#endif
