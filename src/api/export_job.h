#ifndef API_EXPORT_JOB_H
#define API_EXPORT_JOB_H
/* Private to exports: what is exported, checked, and the rows written piece by piece in constant memory. */
#include "core/jw.h"
#include "format/about.h"
#include "format/csv.h"
#include "http/http.h"

enum { EXPORT_ROWS_AT_ONCE = 128 };
enum export_format {
  EXPORT_GEOJSON,
  EXPORT_GEOJSONL,
  EXPORT_CSV,
  EXPORT_GPKG,
  EXPORT_FGB,
  EXPORT_KML,
  EXPORT_SHP,
  EXPORT_XLSX,
  EXPORT_IATI,
  EXPORT_FORMATS
};
struct export_form {
  const char *name, *media; /* the name is the ending of the file, but for IATI */
  bool whole;               /* not a stream: made in a file, through the web by a child */
  bool needs_geometry;
  const char *es, *en; /* for links */
};
extern const struct export_form export_forms[EXPORT_FORMATS];
/* Those of a collection's own name, for messages. */
#define EXPORT_NAMES "geojson, geojsonl, csv, gpkg, fgb, kml, shp.zip, xlsx"
bool export_form_find(struct str name, enum export_format *out);

/* ERR_INPUT unless the format holds that collection: a workbook is of the projects, placed or not; an IATI file of those or of the
 * actors; FlatGeobuf, KML and shapefile are of what has a geometry. e may be NULL. */
bool export_form_fits(enum export_format format, enum collection c, struct err *e);
/* Name of the file: "proyectos.csv"; IATI's are actividades.xml and organizaciones.xml. */
const char *export_file_name(struct arena *a, enum export_format format, enum collection c);
/* Path of that file on the web, "/exportar/proyectos.csv"; NULL: it has none. */
const char *export_address(struct arena *a, enum export_format format, enum collection c);
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
  struct about about;  /* what the file says of itself; public_url is the caller's to fill */
  struct arena *arena; /* of one row */
  struct jw w;
  bool begun;
  uint32_t rows[EXPORT_ROWS_AT_ONCE]; /* looked up at once; [at, n) of them are still to be written */
  uint32_t at, n;
  bool more;       /* others follow them */
  struct str last; /* code of the row loaded last */
};
/* Compile; `query` is the raw filter text kept inside the file. Close with export_job_close() also after a failure. ERR_NOT_FOUND:
 * the filter selects nothing and the form is IATI, whose schema wants one activity. */
bool export_job_open(struct export_job *job, struct snapshot *s, enum collection c, enum export_format format,
                     struct arena *a, const struct http_param *params, size_t n, struct str query, struct err *e);
/* Append the next piece of about 64 KiB; *end after the last. Not for what is made whole. */
void export_job_next(struct export_job *job, struct buf *out, bool *end);
/* All rows, one after another; stops at the first false. */
bool export_job_each(struct export_job *job, bool (*row)(void *user, const struct property_row *row, struct err *e),
                     void *user, struct err *e);
/* From the first row again. */
void export_job_rewind(struct export_job *job);
void export_job_close(struct export_job *job);
#endif
