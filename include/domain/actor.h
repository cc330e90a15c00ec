#ifndef DOMAIN_ACTOR_H
#define DOMAIN_ACTOR_H
/* Actors (organisations): a directory in memory to find them by what people write, and load/save. Two actors are never merged
 * by likeness: a name that is neither code, name nor alias of one is a new actor. */
#include "core/buf.h"
#include "core/mem.h"
#include "store/db.h"
#include "store/history.h"

struct actor {
  int64_t id; /* 0: new */
  struct str code, ref, name, type, country,
      note; /* type: IATI OrganisationType, country: ISO 3166-1; .n 0: sin dato */
  const struct str *aliases;
  size_t n_aliases;
  int64_t document_id; /* of the aliases */
  int64_t claim_id;
};
enum actor_saved { ACTOR_ADDED, ACTOR_CHANGED, ACTOR_SAME };

struct actor_directory;
bool actor_directory_load(struct db *d, struct actor_directory **out, struct err *e);
void actor_directory_free(struct actor_directory *x);
/* By code, else by folded name or alias: *n = 0 unknown, 1 found (*id), more: several carry that name. An actor that was merged
 * into another (domain/decision.h) is found as that other. */
void actor_directory_find(const struct actor_directory *x, struct str text, int64_t *id, size_t *n);
/* Codes of the actors that carry the folded name, "a, b": for the message. */
void actor_directory_write_candidates(const struct actor_directory *x, struct str text, struct buf *out);
/* Make an actor known only by its name (type and country: sin dato), with a code made from it. */
bool actor_directory_create(struct actor_directory *x, struct db *d, const struct history_batch *b, struct str name,
                            int64_t claim_id, int64_t *id, struct err *e);

/* Insert, or update the actor of that code with an entry in the history; nothing is written if it is the same. A claim of the
 * row is made (document_id 0: the file's) with `locator` and `raw`. Aliases are added, never taken away. */
bool actor_save(struct db *d, const struct history_batch *b, const struct actor *a, struct str locator, struct str raw,
                enum actor_saved *what, struct err *e);
/* The code of an actor by id, in arena a; .n 0 if there is none. */
bool actor_code(struct db *d, struct arena *a, int64_t id, struct str *code, struct err *e);
/* By code, in arena a; of a merged actor its own row. ERR_NOT_FOUND. */
bool actor_load(struct db *d, struct arena *a, struct str code, struct actor *out, struct err *e);
#endif
