#ifndef DOMAIN_CODELIST_H
#define DOMAIN_CODELIST_H
/* The code lists of the store in memory: from what people write (a code, or its label in either language) to the code. */
#include "core/buf.h"
#include "store/db.h"

struct codelist;
/* Load every list. */
bool codelist_load(struct db *d, struct codelist **out, struct err *e);
void codelist_free(struct codelist *c);
/* The code of `list` that `text` means: the code itself, else a code or label that folds to the same ("Cooperación Técnica" ->
 * tecnica). False if none. The code lives as long as c. */
bool codelist_find(const struct codelist *c, const char *list, struct str text, struct str *code);
enum { CODELIST_NAMED = 40 };
/* Append the codes of `list` in their order, ", " between them: for messages. Of a longer list the first CODELIST_NAMED and how many
 * there are. */
void codelist_write_codes(const struct codelist *c, const char *list, struct buf *out);
#endif
