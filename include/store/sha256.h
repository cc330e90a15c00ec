#ifndef STORE_SHA256_H
#define STORE_SHA256_H
/* SHA-256 (FIPS 180-4) by libcrypto, which uses the processor's own instructions: names the bytes of a file that came in and
 * chains the history. */
#include <stdint.h>
#include "core/err.h"
#include "core/str.h"

enum { SHA256_HEX = 65 }; /* 64 digits and the NUL */
struct evp_md_ctx_st;
struct sha256 {
  struct evp_md_ctx_st *context; /* from begin to end: every begin needs its end */
};
void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *p, size_t n);
void sha256_end(struct sha256 *s, char hex[SHA256_HEX]);
/* Of a whole file. For a folder (a shapefile's): of the names and bytes of its files in byte order of the names.
 * ERR_NOT_FOUND or ERR_IO with the path. */
bool sha256_file(const char *path, char hex[SHA256_HEX], struct err *e);
#endif
