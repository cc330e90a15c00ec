#ifndef API_EXPORT_JOB_H
#define API_EXPORT_JOB_H
/* Private to exports: what is exported, checked, and the rows written piece by piece in constant memory. */
#include "core/jw.h"
#include "format/csv.h"
#include "format/property.h"
#include "http/http.h"

enum { EXPORT_ROWS_AT_ONCE = 128 };
enum export_format {
  EXPORT_GEOJSON,
  EXPORT_GEOJSONL,
  EXPORT_CSV,
  EXPORT_GPKG,
  EXPORT_XLSX,
  EXPORT_IATI,
  EXPORT_FORMATS
};
struct export_form {
  const char *name, *media;
  bool whole; /* not a stream: made in a file, through the web by a child */
};
extern const struct export_form export_forms[EXPORT_FORMATS];
bool export_form_find(struct str name, enum export_format *out);

/* ERR_INPUT unless the format holds that collection: a workbook is of the projects, placed or not; an IATI file of those or of the
 * actors. */
bool export_form_fits(enum export_format format, enum collection c, struct err *e);
/* Name of the file: "proyectos.csv"; IATI's are actividades.xml and organizaciones.xml. */
const char *export_file_name(struct arena *a, enum export_format format, enum collection c);
/* From such a name; ERR_NOT_FOUND says which there are. */
bool export_find(struct str collection, struct str ending, enum collection *c, enum export_format *format,
                 struct err *e);

/* The filters, excel, hxl and lang: what a query of an export may hold. */
extern const struct http_param_spec *const export_params[];

/* The filter among the parameters in words, in the arena; NULL: there is none. */
const char *export_words(struct arena *a, const struct snapshot *s, const struct http_param *params, size_t n,
                         enum snap_lang lang);

struct export_job {
  struct snapshot *s; /* the caller holds it */
  struct filter *f;
  const struct figures *figures;
  bool nothing;
  enum collection c;
  enum export_format format;
  struct csv_style style;
  const char *public_url; /* for links, NULL none */
  struct str about;       /* the filter as text, for the files that say what they hold */
  const char *words;      /* the same as people say it, NULL: everything */
  struct arena *arena;    /* of one row */
  struct jw w;
  bool begun;
  uint32_t rows[EXPORT_ROWS_AT_ONCE]; /* looked up at once; [at, n) of them are still to be written */
  uint32_t at, n;
  bool more;       /* others follow them */
  struct str last; /* code of the row loaded last */
};
/* Compile; `query` is the raw filter text kept inside the file. Close with export_job_close() also after a failure. */
bool export_job_open(struct export_job *job, struct snapshot *s, enum collection c, enum export_format format,
                     struct arena *a, const struct http_param *params, size_t n, struct str query, struct err *e);
/* Append the next piece of about 64 KiB; *end after the last. Not for what is made whole. */
void export_job_next(struct export_job *job, struct buf *out, bool *end);
/* All rows, one after another; stops at the first false. */
bool export_job_each(struct export_job *job, bool (*row)(void *user, const struct property_row *row, struct err *e),
                     void *user, struct err *e);
void export_job_close(struct export_job *job);
#endif
