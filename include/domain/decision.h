#ifndef DOMAIN_DECISION_H
#define DOMAIN_DECISION_H
/* What people decided about findings of the rules (a discrepancy explained, a pair of duplicates accepted) and about actors that
 * are one. Nothing is deleted: undoing closes the decision and leaves it to be read. All inside the open transaction; each
 * call is an entry in the history. */
#include "core/mem.h"
#include "store/db.h"
#include "store/history.h"

struct decision {
  int64_t id;
  struct str subject; /* the finding's key */
  struct str verdict; /* code list 'verdict' */
  struct str note, by, at, undone_by, undone_at, undone_note;
};
/* Open a batch for decisions of a person, without a file (its document is "Decisiones"); history_batch_end closes it. ERR_INPUT
 * without a name: who decides is part of the decision. */
bool decision_batch(struct db *d, const char *by, struct history_batch *b, struct err *e);
/* x: subject, verdict, note, by. ERR_CONFLICT if a decision about it stands (undo that first); ERR_INPUT for a verdict that is
 * not in the list, no subject or no name. Whether there is such a finding is for the caller to know. */
bool decision_make(struct db *d, const struct history_batch *b, const struct decision *x, struct err *e);
/* ERR_NOT_FOUND if none stands. */
bool decision_undo(struct db *d, const struct history_batch *b, struct str subject, struct str by, struct str note,
                   struct err *e);
/* Those that stand (`all`: also undone ones), ordered by subject, then id. */
typedef bool decision_fn(void *user, const struct decision *x, struct err *e);
bool decision_each(struct db *d, bool all, decision_fn *fn, void *user, struct err *e);

/* One actor in two entries: `from` is from now on read as `to`; both rows stay, and so does what was merged into `from` before (it
 * is read as `to` now, and as `from` again if this is undone). The note, which may be empty, goes to the history. ERR_NOT_FOUND for codes of nobody; ERR_INPUT for itself or a
 * circle; ERR_CONFLICT if `from` is merged already. actor_unmerge: ERR_NOT_FOUND if it is not merged. */
bool actor_merge(struct db *d, const struct history_batch *b, struct str from, struct str to, struct str note,
                 struct err *e);
bool actor_unmerge(struct db *d, const struct history_batch *b, struct str from, struct str note, struct err *e);
#endif
