#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H
/* Who changed what, when: one import_batch per command, one history row per changed entity, chained by hash. */
#include "store/db.h"
struct history_batch {
  int64_t id;          /* import_batch.id */
  int64_t document_id; /* source_document.id of the file */
};
/* Register the file (SHA-256 of its bytes) and the command. Inside the open transaction. */
bool history_batch_begin(struct db *d, const char *kind, const char *file_name, const char *sha256, const char *title,
                         const char *licence, const char *actor, struct history_batch *out, struct err *e);
/* Close with counts, raise meta.data_version. */
bool history_batch_end(struct db *d, struct history_batch *b, int64_t rows, int64_t added, int64_t changed, int64_t same,
                       struct err *e);
/* action: "insert", "update", "retire"; before/after are JSON texts or empty. Bulk inserts of new rows are recorded by the
 * batch (entity rows carry batch_id), so call this for changes of what existed. */
bool history_add(struct db *d, const struct history_batch *b, const char *entity, int64_t entity_id, const char *action,
                 struct str before, struct str after, struct err *e);
#endif
