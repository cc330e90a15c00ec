#ifndef FORMAT_IATI_H
#define FORMAT_IATI_H
/* IATI 2.03 activity and organisation files, valid against the standard's XSD. What the standard has no place for stands in one
 * namespace of our own, IATI_NAMESPACE, as attributes and elements that the schema allows; together they carry a project without
 * loss: ingest of the file gives the same project_write_json. Source: https://iatistandard.org/en/iati-standard/203/ */
#include "core/buf.h"
#include "domain/iati_names.h"
#include "query/filter.h"

/* Everything up to the first activity: declaration, root with version, generated-datetime and namespace, sources as a comment.
 * `at` is the time to state (ISO); a writer of equal bytes passes that of the newest batch. */
void iati_write_begin(struct buf *out, const char *at);
void iati_write_activity(struct buf *out, const struct snapshot *s, uint32_t project);
void iati_write_end(struct buf *out);
/* The actors as an organisation file: one iati-organisation each. */
void iati_write_organisations(struct buf *out, const struct snapshot *s, const char *at);
#endif
