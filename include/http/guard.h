#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H
/* What libmicrohttpd lets pass and we do not (PITFALLS B1): two lengths, a length with a transfer coding, folded headers, bare line
 * feeds, NUL and other control bytes. Whoever sends such a request may be trying to smuggle a second one past a proxy. */
#include <stdbool.h>
#include "core/str.h"

struct MHD_Connection;
enum guard_verdict {
  GUARD_FINE,
  GUARD_BROKEN /* 400 and close */,
  GUARD_BODY /* 413 and close: no bodies are taken */
};
struct guard_headers { /* what the rest needs of the header; pointers into the connection's memory */
  struct str host, accept, accept_language, accept_encoding, if_none_match, range, if_range;
  struct str forwarded_proto, forwarded_host, forwarded_prefix;
};
/* `method` and `version` are the very pointers the access handler was given. */
enum guard_verdict guard_read(struct MHD_Connection *c, const char *method, const char *version,
                              struct guard_headers *h);
/* Nothing but printable bytes, as a request target must be (UTF-8 as it is passes). */
bool guard_is_target(struct str uri);
#endif
