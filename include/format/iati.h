#ifndef FORMAT_IATI_H
#define FORMAT_IATI_H
/* IATI 2.03 activity and organisation files, valid against the standard's XSD. What the standard has no place for stands in one
 * namespace of our own (domain/iati_names.h), as attributes and elements that the schema allows; together they carry a project
 * without loss: ingest of the file gives the same project_write_json. What an IATI file said beyond our model is put back where
 * it stood. What the schema requires and nobody stated is filled with the least wrong value and marked cm:supuesto; a date of
 * which nothing is known is 0001-01-01. Decisions of people are not exported.
 *
 * A project without an identifier gets one for the file: that of its publisher, a hyphen and the code, else IATI_MADE_PREFIX and
 * the code, which is no registered prefix and does not look like one.
 *
 * The writers go from one snapshot, append to `out` and keep nothing: a caller streams by taking `out` away between two
 * activities. Same snapshot, same bytes: the time stated is that of the newest change. A file without activities is well-formed
 * but not valid: the schema wants one. Source: https://iatistandard.org/en/iati-standard/203/ */
#include "core/buf.h"
#include "domain/iati_names.h"
#include "snapshot/snapshot.h"

#define IATI_MADE_PREFIX "coopmap-"
#define IATI_NO_DATE "0001-01-01"

/* Everything up to the first activity, and after the last. */
void iati_write_begin(struct buf *out, const struct snapshot *s);
void iati_write_activity(struct buf *out, const struct snapshot *s, uint32_t project);
void iati_write_end(struct buf *out);
/* The same for a file of organisations, one for each actor. */
void iati_write_organisations_begin(struct buf *out, const struct snapshot *s);
void iati_write_organisation(struct buf *out, const struct snapshot *s, uint32_t actor);
void iati_write_organisations_end(struct buf *out);
#endif
