#ifndef DOMAIN_PROJECT_INTERNAL_H
#define DOMAIN_PROJECT_INTERNAL_H
/* What the files of project saving share: project.c (the row and its first children), project_lists.c (totals, groups, results,
 * links, extras), project_keep.c (what a poorer source leaves as it is). */
#include "domain/project.h"

/* Begin the statement of a constant. */
bool project_begin(struct db *d, const char *sql, struct db_stmt **s, struct err *e);
/* An empty text and the id 0 are NULL. */
void project_bind_text(struct db_stmt *s, int i, struct str v);
void project_bind_id(struct db_stmt *s, int i, int64_t id);
/* At i the minor units where they fit 64 bits, at i + 1 the exact text (kept in b until the statement has run). */
void project_bind_money(struct db_stmt *s, int i, i128 amount, struct buf *b);

/* Insert the lists of p that are not in `keep`. */
bool project_save_lists(struct db *d, const struct project *p, unsigned keep, struct buf *text, struct err *e);
/* Delete the lists of the stored project that are not in `keep`. */
bool project_clear_lists(struct db *d, const struct project *old, unsigned keep, struct err *e);
/* Put into p what p->keep says that the stored project keeps; new lists live in arena a. */
void project_keep(struct arena *a, const struct project *old, struct project *p);
#endif
