#ifndef STORE_SHA256_H
#define STORE_SHA256_H
/* SHA-256 (FIPS 180-4): names the bytes of a file that came in and chains the history. */
#include <stdint.h>
#include "core/err.h"
#include "core/str.h"

enum { SHA256_HEX = 65 }; /* 64 digits and the NUL */
struct sha256 {
  uint32_t h[8];
  uint64_t bytes;
  uint8_t block[64];
};
void sha256_begin(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *p, size_t n);
void sha256_end(struct sha256 *s, char hex[SHA256_HEX]);
/* Of a whole file. For a folder (a shapefile's): of the names and bytes of its files in byte order of the names.
 * ERR_NOT_FOUND or ERR_IO with the path. */
bool sha256_file(const char *path, char hex[SHA256_HEX], struct err *e);
#endif
