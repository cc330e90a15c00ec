#ifndef INGEST_INGEST_H
#define INGEST_INGEST_H
/* The three ingests. Each is one transaction on a store opened DB_WRITE: all or nothing unless `partial`. With dry_run the
 * same work is done and rolled back. On ERR_INPUT everything wrong is in the report. The caller builds the snapshot. */
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
#endif
