#ifndef STORE_HISTORY_H
#define STORE_HISTORY_H
/* Who changed what, when: one import_batch per command, one history row per changed entity, chained by hash. */
#include "store/db.h"
struct history_batch {
  int64_t id;          /* import_batch.id */
  int64_t document_id; /* source_document.id of the file */
};
/* Register the file (sha256: of its bytes, see sha256_file) and the command. A file that came before keeps its document.
 * Inside the open transaction. title NULL: the file name; licence and actor may be NULL. */
bool history_batch_begin(struct db *d, const char *kind, const char *file_name, const char *sha256, const char *title,
                         const char *licence, const char *actor, struct history_batch *out, struct err *e);
/* Likewise without a file, for a document that is there. */
bool history_batch_open(struct db *d, const char *kind, int64_t document_id, const char *actor,
                        struct history_batch *out, struct err *e);
/* What else is known of the batch's document; NULL leaves what was there. */
bool history_batch_describe(struct db *d, const struct history_batch *b, const char *publisher, const char *retrieved,
                            const char *url, struct err *e);
/* Close with counts, raise meta.data_version. */
bool history_batch_end(struct db *d, struct history_batch *b, int64_t rows, int64_t added, int64_t changed,
                       int64_t same, struct err *e);
/* action: "insert", "update", "retire"; before/after are JSON texts or empty. Bulk inserts of new rows are recorded by the
 * batch (entity rows carry batch_id), so call this for changes of what existed. */
bool history_add(struct db *d, const struct history_batch *b, const char *entity, int64_t entity_id, const char *action,
                 struct str before, struct str after, struct err *e);
/* Walk the chain: *broken_id is the first row whose hash or predecessor does not fit, 0 if it is whole. */
bool history_check(struct db *d, int64_t *broken_id, struct err *e);
#endif
