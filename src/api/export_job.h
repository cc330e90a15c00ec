#ifndef API_EXPORT_JOB_H
#define API_EXPORT_JOB_H
/* Private to exports: what is exported, checked, and the rows written piece by piece in constant memory. */
#include "core/jw.h"
#include "format/csv.h"
#include "format/property.h"
#include "http/http.h"

enum export_format { EXPORT_GEOJSON, EXPORT_GEOJSONL, EXPORT_CSV, EXPORT_GPKG, EXPORT_FORMATS };
struct export_form {
  const char *name, *media;
};
extern const struct export_form export_forms[EXPORT_FORMATS];
bool export_form_find(struct str name, enum export_format *out);

/* The filters, excel and lang: what a query of an export may hold. */
extern const struct http_param_spec *const export_params[];

struct export_job {
  struct snapshot *s; /* the caller holds it */
  struct filter *f;
  const struct figures *figures;
  bool nothing;
  enum collection c;
  enum export_format format;
  struct csv_style style;
  struct str about;    /* the filter as text, for the files that say what they hold */
  struct arena *arena; /* of one row */
  struct jw w;
  bool begun;
  char after[256]; /* code of the last row written */
};
/* Compile; `query` is the raw filter text kept inside the file. Close with export_job_close() also after a failure. */
bool export_job_open(struct export_job *job, struct snapshot *s, enum collection c, enum export_format format,
                     struct arena *a, const struct http_param *params, size_t n, struct str query, struct err *e);
/* Append the next piece of about 64 KiB; *end after the last. Not for EXPORT_GPKG. */
void export_job_next(struct export_job *job, struct buf *out, bool *end);
/* All rows, one after another; stops at the first false. */
bool export_job_each(struct export_job *job, bool (*row)(void *user, const struct property_row *row, struct err *e),
                     void *user, struct err *e);
void export_job_close(struct export_job *job);
#endif
