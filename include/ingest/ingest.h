#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H
/* The three ingests. Each is one transaction on a store opened DB_WRITE: all or nothing unless `partial`. With dry_run the
 * same work is done and rolled back. On ERR_INPUT everything wrong is in the report. The caller builds the snapshot. */
#include "domain/record.h"
#include "geo/vector_file.h"
#include "ingest/report.h"
#include "store/db.h"

struct ingest_options {
  const char *file;
  const char *title, *licence, *publisher, *retrieved; /* of the source document; NULL: file name / unknown */
  bool dry_run, partial;
  void (*progress)(void *user, uint64_t done, uint64_t total); /* NULL: silent */
  void *progress_user;
};
struct ingest_areas_options {
  struct ingest_options common;
  struct vector_options vector; /* CRS, encoding, layer in the file, swap */
  const char *area_layer;       /* --layer: code list 'layer'; NULL: from a column `capa`, else refused */
  const char *geom_status;      /* --status authoritative|digitised; NULL: authoritative */
  const char *code_field, *name_field, *parent_field; /* NULL: found among the usual names */
  const char *parent_layer;                           /* the layer the parent codes are in, NULL: any */
  const char *code_prefix;                            /* put before every code of the file ("ucg-") */
  const char *match;       /* --match code|name: how rows meet areas that exist; NULL: code, then external code */
  const char *edition;     /* --edition DATE: valid_from */
  double overlap_hectares; /* report overlaps above this; 0: 0.01 */
};
enum rows_numbers { ROWS_NUMBERS_AUTO, ROWS_NUMBERS_ES, ROWS_NUMBERS_PLAIN };
struct ingest_rows_options {
  struct ingest_options common;
  const char *encoding; /* NULL: UTF-8, else detected CP1252 with a note */
  char delimiter;       /* 0: detected , ; tab */
  enum rows_numbers numbers;
  const char *errors_file; /* write the same file back with a column `errores`; NULL: none */
};
/* .csv goes the way of figures (approximate extents) or of areas made of areas (`miembros`); anything else is a vector file. */
bool ingest_areas(struct db *d, const struct ingest_areas_options *o, struct report *r, struct err *e);
bool ingest_projects(struct db *d, const struct ingest_rows_options *o, struct report *r, struct err *e);
bool ingest_actors(struct db *d, const struct ingest_rows_options *o, struct report *r, struct err *e);
/* Networks, members, goals, printed statistics, rates: one file of one kind of record. */
bool ingest_records(struct db *d, enum record_kind kind, const struct ingest_rows_options *o, struct report *r,
                    struct err *e);
/* A workbook (XLSX, ODS) with any of the sheets of geodata/README.md, all in one transaction. With errors_file the same workbook is
 * written back as XLSX, its refused cells marked and commented. */
bool ingest_workbook(struct db *d, const struct ingest_rows_options *o, struct report *r, struct err *e);
/* An IATI activity or organisation file of any size, streamed: version 2.03; 2.01 and 2.02 are read as 2.03 with a note; older ones,
 * DTDs and entities are refused. */
bool ingest_iati(struct db *d, const struct ingest_options *o, struct report *r, struct err *e);
#endif
