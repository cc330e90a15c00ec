#ifndef HTTP_ETAG_H
#define HTTP_ETAG_H
/* Strong entity tags: a hash of everything an answer depends on, so they are known before it is made and are the same on
 * every node. SipHash-2-4 with 128 bits (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012) and a fixed key. */
#include <stdbool.h>
#include "core/str.h"

enum { ETAG_SIZE = 40 };
/* The hash as 32 hex digits, no quotes, NUL-terminated. */
void etag_make(struct str basis, char out[ETAG_SIZE]);
/* If-None-Match: does the list hold `tag` (no quotes), as it is or (*gzipped) as its gzip form "TAG-gz"? Weak comparison. "*" is not
 * looked at. */
bool etag_matches(struct str header, const char *tag, bool *gzipped);
/* If-Range: exactly this strong tag. */
bool etag_is(struct str header, const char *tag);
#endif
