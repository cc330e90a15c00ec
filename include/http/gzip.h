#ifndef HTTP_GZIP_H
#define HTTP_GZIP_H
/* gzip of a body that is made piece by piece (what lies in memory whole is packed faster, reply_gzip). */
#include "core/buf.h"

struct gzip;
struct gzip *gzip_new(void); /* NULL: no memory for it */
/* Append what is ready of the packed bytes after `in`, which may be nothing yet; after `last` everything. False: out of memory. */
bool gzip_add(struct gzip *g, struct str in, bool last, struct buf *out);
void gzip_free(struct gzip *g); /* NULL is fine */
#endif
