#ifndef DOMAIN_SOURCE_H
#define DOMAIN_SOURCE_H
/* Where a statement comes from: documents and claims. Nothing is stored without a claim. All inside the open transaction. */
#include "store/db.h"
#include "store/history.h"

/* The document of that title; made if there is none. */
bool source_document(struct db *d, struct str title, int64_t *id, struct err *e);
/* A new claim: what `locator` ("fila 12") of the document says, as printed. document_id 0: the batch's file. */
bool source_claim(struct db *d, const struct history_batch *b, int64_t document_id, struct str locator, struct str raw,
                  int64_t *id, struct err *e);
/* A claim that a newer one of the same thing has replaced. id 0: nothing to do. */
bool source_supersede(struct db *d, int64_t claim_id, struct err *e);
#endif
