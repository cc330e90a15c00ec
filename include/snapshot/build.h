#ifndef SNAPSHOT_BUILD_H
#define SNAPSHOT_BUILD_H
/* Store -> snapshot file. The same data give the same bytes on every machine (no time, no pointer, no padding garbage). Written
 * beside the target, fsync, rename. */
#include "store/db.h"
/* `path` NULL: the store's path + ".snapshot". */
bool snapshot_build(struct db *d, const char *path, struct err *e);
#endif
