#ifndef HTTP_ASSET_H
#define HTTP_ASSET_H
/* Files of the page, embedded at build time (build/assets.c is made by scripts/embed from web/dist: gzip ahead of time).
 * `path` starts with '/'. `gzip` may be NULL. `etag` is without quotes. Everything lives as long as the program. */
#include <stddef.h>

struct asset {
  const char *path, *content_type;
  const unsigned char *data;
  size_t n;
  const unsigned char *gzip;
  size_t gzip_n;
  const char *etag;
};
/* The file of that path, NULL if there is none. */
const struct asset *asset_find(const char *path, size_t n);
#endif
