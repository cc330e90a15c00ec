#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H
/* The raw path to its decoded segments, and those to a route. No path ever becomes a file name. */
#include "http/http.h"

enum { ROUTER_DEPTH = 16, ROUTER_MAX_PATH = 2048 };
struct router_path {
  struct str text;                  /* decoded: "/" and the segments joined by '/' */
  struct str segment[ROUTER_DEPTH]; /* decoded; the last one is empty where the path ends in '/' */
  size_t n;
};
/* `raw` begins with '/'. ERR_INPUT: control bytes, an encoded '/', ".", "..", not UTF-8; ERR_LIMIT: too long or deep. */
bool router_read_path(struct str raw, bool en, struct arena *a, struct router_path *out, struct err *e);
/* The first route that fits, with the values of its {names}; NULL if none does. A {name} is never empty; before a literal it
 * ends at the first occurrence of that literal, before the last literal of a segment at the segment's end. */
const struct http_route *router_find(const struct http_route *const *routes, const struct router_path *p,
                                     struct str captured[HTTP_SEGMENTS]);
#endif
