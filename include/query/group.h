#ifndef QUERY_GROUP_H
#define QUERY_GROUP_H
/* Statistics under a filter, each closing with the total of distinct projects to the minor unit: rows of one dimension + "sin dato" +
 * what is not allocated among several + the difference of stated totals from their parts = total.
 *
 * What falls on a row: by an attribute a project has once (kind, status, type, modality, year, place) its whole value; by theme
 * its stated percents, all of it where it has one theme, otherwise it is not allocated; by source and form the contributions that
 * count (domain/money.h), and what its value has beyond their sum is the difference; by area what summary_by_area says. Like there, a
 * parent adds nothing beside its parts, nor the later of two that are the same; one currency; the others are counted. */
#include "query/summary.h"

enum group_by {
  GROUP_AREA, /* with a layer: localidad, ucg, … */
  GROUP_THEME,
  GROUP_SOURCE,
  GROUP_EXECUTOR, /* projects and full value; attributed only where it is one */
  GROUP_TYPE,
  GROUP_MODALITY,
  GROUP_FORM,
  GROUP_YEAR,
  GROUP_STATUS,
  GROUP_KIND,
  GROUP_PLACE,
  GROUPS
};
/* area tema fuente ejecutor tipo modalidad forma anio estado clase lugar; and back. */
const char *group_name(enum group_by g);
bool group_find(struct str name, enum group_by *g);

struct group_row {
  struct str code, label_es, label_en; /* code "" : sin dato */
  uint32_t row;                        /* of the area or actor, else SNAPSHOT_NONE */
  struct summary_money m;              /* full: of the projects that touch it; attributed: what closes */
};
struct group_table {
  enum group_by by;
  struct str currency;
  struct summary_money total;
  const struct group_row *rows; /* in the order of the code list, else largest attributed first; sin dato last */
  size_t n;
  i128 unallocated; /* of projects with several values and no shares */
  i128 difference;  /* stated totals minus the parts that count (source, form); 0 elsewhere */
  bool closes;      /* sum of attributed + unallocated + difference == total.full */
};
bool group_by(const struct filter *f, struct arena *a, enum group_by by, struct str layer, struct str currency,
              struct group_table *out, struct err *e);

/* The gap matrix: what is where, and where is nothing. Rows are the areas of a layer, columns the values of a dimension that a
 * project has by attribute or theme; cells count distinct projects inside, and their full value. Every area of the layer and
 * every code of the list is there, empty or not. */
struct matrix_cell {
  uint32_t projects, silent; /* silent: of them, those whose value is not in the sum */
  i128 full_minor;
};
struct matrix {
  const uint32_t *areas; /* rows */
  size_t n_areas;
  const struct str *codes; /* columns; the last is "" : sin dato */
  size_t n_codes;
  const struct matrix_cell *cells; /* [area][code] */
  uint64_t no_area;                /* projects of the filter that are inside no area of the layer */
};
bool group_matrix(const struct filter *f, struct arena *a, struct str layer, enum group_by columns, struct str currency,
                  struct matrix *out, struct err *e);

/* Pairs of selected projects that overlap in area, theme and time: efforts that may double each other. Not duplicates (which are one
 * project recorded twice: the ledger has those). A pair that was decided to be one project is left out; parents and their
 * parts are no pair. Sorted by score, then codes; at most `max`, *all in all. */
struct overlap {
  uint32_t a, b;
  uint32_t area, theme_count; /* the smallest area they share */
  struct str theme;           /* one they share */
  bool same_time, time_unknown, same_source, same_executor;
  uint32_t score; /* 0-100 */
};
bool group_overlaps(const struct filter *f, struct arena *a, uint32_t max, struct overlap **out, uint32_t *n,
                    uint64_t *all, struct err *e);

/* The value of a sum in another currency, each project at its own contract rate, else at the official rate of the date nearest
 * before its date; what has no rate is refused, counted and never guessed. */
struct conversion {
  struct str to;
  i128 minor; /* of the projects that could be converted */
  uint64_t converted, same_currency, without_rate;
  i128 without_rate_minor; /* in the original currency: what is not in `minor` */
};
bool group_convert(const struct filter *f, struct str from, struct str to, struct conversion *out, struct err *e);
/* One amount of a project: the rate used, whole, for the note. False if there is no rate. */
struct conversion_rate {
  struct str from, to, rate, date, kind, source;
};
bool group_convert_project(const struct snapshot *s, uint32_t project, i128 minor, struct str from, struct str to,
                           i128 *out, struct conversion_rate *rate);
#endif
