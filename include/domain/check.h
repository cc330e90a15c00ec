#ifndef DOMAIN_CHECK_H
#define DOMAIN_CHECK_H
/* The rules that make the numbers honest, on any store: what must hold (errors) and what a person should look at (warnings). */
#include "store/db.h"

/* One finding. `severity` "error" or "warning"; `code` stable, kebab-case Spanish; the same sentence in both languages, with the
 * record's code and the figures. */
typedef void domain_problem(void *user, const char *severity, const char *code, const char *es, const char *en);

/* Errors: shares of a project over 100 %; attributed parts + unallocated are not its value; minor units and exact text of an
 * amount differ; a place of kind area, point or outline without it; areas or projects that contain themselves; a broken chain
 * of the history; a coded column that holds no code of its list. Warnings: parts do not add up to the stated total; the
 * end before the start; two projects with the same title and amount. At most 1,000 findings of a kind. False only if the store
 * cannot be read. */
bool domain_check(struct db *d, domain_problem *problem, void *user, struct err *e);
#endif
