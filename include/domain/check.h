#ifndef DOMAIN_CHECK_H
#define DOMAIN_CHECK_H
/* What must hold in any store, so that the numbers are honest. What a person should look at is in the ledger
 * (domain/discrepancy.h). */
#include "store/db.h"

/* One error. `code` stable, kebab-case Spanish; the same sentence in both languages, with the record's code and the figures. */
typedef void domain_problem(void *user, const char *code, const char *es, const char *en);

/* Shares of a project over 100 %; attributed parts + unallocated are not its value; minor units and exact text of an amount differ; a
 * place of kind area, point or outline without it; areas or projects that contain themselves; actors merged in a circle; a coded
 * column that holds no code of its list; decisions about what does not exist, or two about one thing; a broken chain of the history.
 * At most 1,000 of a kind. False only if the store cannot be read. */
bool domain_check(struct db *d, domain_problem *problem, void *user, struct err *e);
#endif
