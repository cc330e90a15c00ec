#ifndef API_CURRENT_H
#define API_CURRENT_H
/* The snapshot that answers come from, and its renewal under running requests: who holds one finishes on it. A thread looks every
 * 200 ms whether the file was replaced; a new file that is broken is logged and the old one stays. Where the store changed and
 * nobody built the snapshot for a second or so, `PROGRAM snapshot --if-stale --db DB` is run as a child, so that SQL stays out of
 * the server. */
#include "core/err.h"
#include "snapshot/snapshot.h"

struct current;
/* `program` NULL: ourselves. All texts must outlive it. Without a usable snapshot the child builds it first. */
bool current_start(const char *program, const char *snapshot_path, const char *db_path, struct current **out,
                   struct err *e);
struct snapshot *current_hold(struct current *c); /* to be released with snapshot_release; never NULL */
void current_stop(struct current *c);
#endif
