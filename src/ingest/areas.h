#ifndef INGEST_AREAS_INTERNAL_H
#define INGEST_AREAS_INTERNAL_H
/* Shared by the files of `ingest areas` only. A file is read whole into rows, checked as a layer, matched with what the store
 * has, and only then saved: so that everything wrong is found at once. */
#include "domain/area.h"
#include "domain/codelist.h"
#include "geo/shape.h"
#include "ingest/ingest.h"

struct areas_row {
  uint64_t number; /* as the report counts: the feature's position, or the row of the CSV */
  struct area area;
  struct str parent_text;
  struct str official;               /* the code as the file has it, padded; "" if it has none */
  struct str code_in_file;           /* what other rows may call it */
  bool dropped, repeated;            /* dropped: refused, or repeated: the same as an earlier row */
  bool reoriented;                   /* its rings ran against RFC 7946 */
  const struct vector_field *fields; /* of a vector file: n_fields of the job */
};

struct areas_job {
  struct db *db;
  const struct ingest_areas_options *o;
  struct report *report;
  struct arena *arena;
  struct area_tools *tools;
  struct codelist *codes;
  struct str layer, valid_from;
  enum area_geom_status status;
  struct areas_row *rows;
  size_t n, cap;
  uint32_t n_fields;
  bool is_csv, has_points; /* has_points: the CSV has coordinate columns */
};

/* Note a problem of a row; a refusal drops the row. printf formats, Spanish and English, same arguments. */
#define AREAS_REFUSE(JOB, ROW, COLUMN, VALUE, CODE, ...)                                                               \
  ((ROW)->dropped = true, report_addf((JOB)->report, REPORT_REFUSED, (ROW)->number, COLUMN, VALUE, CODE, __VA_ARGS__))
#define AREAS_WARN(JOB, ROW, COLUMN, VALUE, CODE, ...)                                                                 \
  report_addf((JOB)->report, REPORT_WARNING, (ROW)->number, COLUMN, VALUE, CODE, __VA_ARGS__)
#define AREAS_NOTE(JOB, ROW, COLUMN, VALUE, CODE, ...)                                                                 \
  report_addf((JOB)->report, REPORT_NOTE, (ROW)->number, COLUMN, VALUE, CODE, __VA_ARGS__)

struct areas_row *areas_add_row(struct areas_job *j, uint64_t number);

/* areas_text.c: cleaned text in the job's arena; what was repaired is reported. */
struct str areas_clean(struct areas_job *j, struct areas_row *row, struct str column, struct str value);
struct str areas_text(struct areas_job *j, struct buf *b); /* copy of b in the arena */
/* Name and code of a row from the file's texts ("" where the file has none). */
void areas_take_name(struct areas_job *j, struct areas_row *row, struct str column, struct str value);
void areas_take_code(struct areas_job *j, struct areas_row *row, struct str column, struct str value);
void areas_take_layer(struct areas_job *j, struct areas_row *row, struct str column, struct str value);
void areas_take_list(struct areas_job *j, struct areas_row *row, struct str column, struct str value,
                     const struct str **list, size_t *n);
void areas_take_count(struct areas_job *j, struct areas_row *row, struct str column, struct str value, int64_t *out);
void areas_take_real(struct areas_job *j, struct areas_row *row, struct str column, struct str value, double *out);

/* The usual names of a column, NULL-terminated, most telling first. */
extern const char *const areas_code_names[],
    *const areas_name_names[], *const areas_parent_names[], *const areas_layer_names[],
                                                                *const areas_alias_names[],
                                                                    *const areas_definition_names[],
                                                                        *const areas_population_names[],
                                                                            *const areas_population_year_names[],
                                                                                *const areas_external_names[];

/* areas_point.c: a coordinate pair of a CSV. */
enum areas_point { AREAS_POINT_NONE, AREAS_POINT_GOOD, AREAS_POINT_DOUBTFUL, AREAS_POINT_BAD };
/* Read as it stands: GOOD inside Colombia (decimal comma and degrees-minutes-seconds included), NONE if both are blank. */
enum areas_point areas_point_read(struct str lon, struct str lat, double *x, double *y);
/* Every reading of a damaged pair (lost point, lost sign, exchanged axes); those inside `box`, at most `max`. */
size_t areas_point_readings(struct str lon, struct str lat, const struct bbox *box, double (*xy)[2], const char **how,
                            size_t max);
bool areas_point_is_placeholder(struct str lon, struct str lat);

/* Read the file. False: nothing can be done with it; e says why. */
bool areas_read_vector(struct areas_job *j, struct err *e);
bool areas_read_csv(struct areas_job *j, struct err *e);
/* areas_shape.c: clean a polygon of a file into row->area, measured. */
bool areas_take_polygon(struct areas_job *j, struct areas_row *row, const struct polygon *p, const char *geometry_name,
                        bool unclosed, struct err *e);
/* areas_check.c: repeated rows and codes; overlaps of the layer. */
void areas_check_codes(struct areas_job *j);
bool areas_check_layer(struct areas_job *j, struct err *e);
/* areas_gaps.c: n polygons of one layer in metres and their rows; gaps above min_area square metres are told. */
bool areas_check_gaps(struct areas_job *j, const struct polygon *metres, struct areas_row **rows, uint32_t n,
                      double min_area, struct err *e);
/* areas_columns.c: the columns that say where an area belongs. */
void areas_check_columns(struct areas_job *j);
/* areas_match.c: which area of the store each row is, and its parent. */
bool areas_match(struct areas_job *j, struct err *e);
bool areas_resolve_ties(struct areas_job *j, struct err *e);
#endif
