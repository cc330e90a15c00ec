#ifndef QUERY_GROUP_H
#define QUERY_GROUP_H
/* Statistics under a filter, each closing with the total of distinct projects to the minor unit: rows of one dimension + "sin dato" +
 * what is not allocated among several + the difference of stated totals from their parts = total.
 *
 * What falls on a row: by an attribute a project has once (kind, status, type, modality, year, place) its whole value; by theme
 * its stated percents, all of it where it has one theme, otherwise it is not allocated; by source and form the contributions that
 * count (domain/money.h), and what its value has beyond their sum is the difference (a project of which nobody's part is known
 * falls on "sin dato" whole, or is not allocated where its sources are named without amounts); by area of a layer what falls on
 * its places (domain/attribution.h) in exactly one area of that layer. A parent adds nothing beside its parts, nor the later of
 * two that are the same; one currency; the others are counted. */
#include "query/summary.h"

enum group_by {
  GROUP_AREA, /* with a layer: localidad, ucg, …; without: each place where it is tied, no area twice */
  GROUP_THEME,
  GROUP_SOURCE,   /* whoever provides a contribution that counts, or funds */
  GROUP_EXECUTOR, /* attributed where it is one, otherwise not allocated */
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
/* "Tema", "Fuente", …: what the rows are, in words. */
const char *group_title(enum group_by g, enum snap_lang lang);

struct group_row {
  struct str code, label_es, label_en; /* code "" : sin dato; by area: in no area of the layer */
  uint32_t row;                        /* of the area or actor, else SNAPSHOT_NONE */
  struct summary_money m;              /* full: of the projects that touch it; attributed: what closes */
};
/* A period of whole years, both included; years of a contribution's date where it has one, else of the project. */
struct group_period {
  int32_t from, to;
};
struct group_cell {
  uint64_t projects,
      silent; /* distinct, with a part of the row in the period; of them, those whose value is not in the sum */
  i128 minor; /* of what is attributed to the row */
};
/* True if the sum says something, as summary_has_value(). */
static inline bool group_cell_has_value(const struct group_cell *c) {
  return c->projects == 0 || c->projects > c->silent;
}

/* The rate a project was converted at. */
struct conversion_rate {
  struct str from, to, rate, date, kind, source; /* 1 `from` is `rate` `to` */
};
struct conversion_use {
  uint32_t project;
  i128 from_minor, minor; /* in its own currency, and converted */
  struct conversion_rate rate;
};
enum { GROUP_LISTED = 1000 }; /* of each list below; the counts are exact */
struct conversion {
  struct str to;          /* "" : nothing was converted */
  i128 minor, same_minor; /* of the converted ones; of those that are in that currency already */
  uint64_t converted, same_currency, without_rate;
  const struct conversion_use *uses;    /* the converted ones, in code order */
  const struct conversion_use *unrated; /* those without a rate, in code order: `minor` and `rate` are empty */
  size_t n_uses, n_unrated;
};

struct group_table {
  enum group_by by;
  struct str currency; /* of the amounts: the one converted to, if any */
  struct summary_money total;
  const struct group_row
      *rows; /* in the order of the code list, else largest attributed first; sin dato last. Forms also if empty */
  size_t n;
  /* Of projects with several values and no shares, and how many projects that is. */
  i128 unallocated;
  uint64_t unallocated_projects;
  i128 difference; /* stated totals minus the parts that count (source, form); 0 elsewhere */
  uint64_t difference_projects;
  i128 attributed; /* of all rows */
  bool closes;     /* attributed + unallocated + difference == total.full */
  /* [row][period]; after the periods of the question two more: other years, and no year. NULL if it asked for none. */
  const struct group_cell *cells;
  size_t n_cells; /* per row: periods + 2, or 0 */
  struct conversion conversion;
};
struct group_options {
  struct str layer;    /* of areas */
  struct str currency; /* "" : COP */
  struct str
      convert_to; /* "" : no conversion, and only `currency` is summed; else every currency that has a rate into this one */
  const struct group_period *periods;
  size_t n_periods;
};
enum { GROUP_MAX_CELLS = 1000000 }; /* (periods + 2) for each value that the dimension may have */
/* Arrays in arena a. ERR_INPUT: no such layer; nothing at all can be converted. ERR_LIMIT: beyond GROUP_MAX_CELLS. Linear in the
 * projects and what belongs to them. */
bool group_by_with(const struct filter *f, struct arena *a, enum group_by by, const struct group_options *o,
                   struct group_table *out, struct err *e);
bool group_by(const struct filter *f, struct arena *a, enum group_by by, struct str layer, struct str currency,
              struct group_table *out, struct err *e);

/* How many selected projects each value has (a project with several counts for each, like the filter of that name): facets.
 * In the order of group_by's rows; code "" is sin dato. Not for GROUP_AREA (summary_facet_area). */
struct group_count {
  struct str code, label_es, label_en;
  uint32_t row;
  uint64_t projects;
};
void group_facet(const struct filter *f, struct arena *a, enum group_by by, const struct group_count **out, size_t *n);

/* The gap matrix: what is where, and where is nothing. Rows are the areas of a layer, columns the values of a dimension that a
 * project has by attribute or theme; cells count distinct projects inside, and their full value. Every area of the layer and
 * every code of the list is there, empty or not (of years: those that occur). What is attributed to a cell is parted by both
 * dimensions as flows are (below), so cells may be summed: they and what falls on none of them (not allocated among areas or among
 * values, the difference of forms, areas that are left out) are the total. To a row or column it is what its own statistic says,
 * also what its cells do not have. */
struct matrix_cell {
  uint32_t projects, silent; /* silent: of them, those whose value is not in the full sum */
  uint32_t unattributed;     /* of them, those of which no amount is known here */
  i128 full_minor, attributed_minor;
};
struct matrix_column {
  struct str code, label_es, label_en; /* code "" : sin dato */
};
struct matrix {
  const uint32_t *areas; /* rows, in code order */
  size_t n_areas;
  const struct matrix_column *columns; /* the last is sin dato */
  size_t n_columns;
  const struct matrix_cell *cells; /* [n_areas + 1][n_columns]; the last row: in no area of the layer */
  const struct matrix_cell *row_totals, *column_totals; /* [n_areas + 1], [n_columns]: distinct projects, each once */
  struct matrix_cell total;                             /* attributed: to all cells */
  uint64_t no_area; /* projects of the filter that are inside no area of the layer */
  uint64_t empty;   /* cells of the layer's areas without a project */
};
enum { MATRIX_MAX_CELLS = 1000000 };
/* `layer` "": areas of every layer. `rows`: only areas that this filter has (NULL: all of the layer). ERR_INPUT: no such layer, or
 * columns that are not offered; ERR_LIMIT beyond MATRIX_MAX_CELLS. */
bool group_matrix(const struct filter *f, const struct filter *rows, struct arena *a, struct str layer,
                  enum group_by columns, struct str currency, struct matrix *out, struct err *e);

/* Flows: how much goes from each source to each area of a layer. Of each project there are two ways to part its value, and both are
 * known apart: what each source gives (GROUP_SOURCE: the contributions that count, what is not allocated among named sources, the
 * difference of the stated total from its parts) and what falls on each area (GROUP_AREA of the layer: the attribution of its
 * places). Nobody says which source pays for which place, so every source pays for every place in the same proportion: the part
 * of source s on area a is s × a ÷ value. That is the one division that takes neither side's word back, and it is exact wherever
 * a project has one source or one area. To the minor unit: source after source in code order, each by largest remainder over
 * what the areas still lack, the last one the rest; where amounts have both signs, by what the areas have at first. So for each
 * project both margins hold exactly, and with them these identities of the answer:
 *   the flows from a source (sin dato, not allocated, difference) add up to its row (…) of group_by(GROUP_SOURCE);
 *   the flows to an area (not allocated) add up to its row (…) of group_by(GROUP_AREA, layer); what is in no area of the layer
 *   is parted here: on the map outside of them, or by the place state of the project;
 *   all flows add up to the total of distinct projects.
 * Where no two areas of the layer share a place, an area's flows are also what summary_by_area() attributes to it.
 * Sources and areas beyond the `limit` largest are summed, never dropped; a flow does not depend on the limit. */
enum flow_kind {
  FLOW_ONE,     /* a source; an area */
  FLOW_OTHERS,  /* those beyond the largest */
  FLOW_NO_DATA, /* nobody knows from whom */
  FLOW_NO_AREA, /* on the map, in none of the layer's areas; after it the place states that follow SNAP_LOCATED */
  FLOW_NAMED,
  FLOW_CITY,
  FLOW_BEYOND,
  FLOW_UNKNOWN,
  FLOW_UNALLOCATED, /* nobody knows how much of each: among sources that are named, among places or areas */
  FLOW_DIFFERENCE,  /* stated totals minus the parts that count */
  FLOW_KINDS
};
struct flow {
  uint32_t projects, silent; /* distinct, that touch both ends; of them, those of which no amount is known here */
  i128 minor;
};
struct flow_node {
  enum flow_kind kind;
  struct str code, label_es, label_en; /* code "" unless FLOW_ONE */
  uint32_t row;                        /* of the actor or area; SNAPSHOT_NONE */
  uint32_t members;                    /* how many sources or areas it stands for; 0 beside FLOW_ONE and FLOW_OTHERS */
  struct flow total;                   /* of what goes through it: each project once */
};
struct flows {
  struct str currency;
  struct summary_money total;
  const struct flow_node *sources,
      *areas; /* that some project touches; largest first, then in the order of the kinds */
  size_t n_sources, n_areas;
  const struct flow *flow; /* [n_sources][n_areas] */
  bool closes;             /* the identities above hold */
};
enum { FLOWS_MAX_LIMIT = 500 };
/* Arrays in arena a; limit 1 … FLOWS_MAX_LIMIT. ERR_INPUT: no such layer. Linear in the projects and, of each, its sources times
 * its areas. */
bool group_flows(const struct filter *f, struct arena *a, struct str layer, struct str currency, size_t limit,
                 struct flows *out, struct err *e);

/* Pairs of selected projects that overlap in area, theme and time: efforts that may double each other. Not duplicates (which are one
 * project recorded twice: the ledger has those). Two share an area if one is tied to it and the other to it or to something
 * inside it; being somewhere in the city is not shared. A pair that was decided to be one project is left out; parents and their
 * parts are no pair, nor are two whose times are known and do not meet. Sorted by score, then codes; at most `max`.
 * Compared within blocks of one area and theme; in each at most OVERLAP_MAX_PER_BLOCK comparisons, OVERLAP_MAX in all,
 * of OVERLAP_MAX_MEMBERS places of projects in blocks. */
enum { OVERLAP_MAX_PER_BLOCK = 20000, OVERLAP_MAX = 4000000, OVERLAP_MAX_MEMBERS = 4000000 };
struct overlap {
  uint32_t a, b;    /* a's code comes first */
  uint32_t area;    /* the smallest area they share */
  struct str theme; /* the first they share, by code */
  uint32_t theme_count;
  bool same_area; /* both tied to it; otherwise one is in a wider area around it */
  bool same_time, time_unknown, same_source, same_executor;
  uint32_t score; /* 0-100 */
};
struct overlaps {
  const struct overlap *pair;
  uint32_t n;
  uint64_t all;  /* how many there are */
  bool complete; /* false: a bound was met, and there are more than `all` */
};
bool group_overlaps(const struct filter *f, struct arena *a, uint32_t max, struct overlaps *out, struct err *e);

/* The total of a filter's projects in another currency: what group_by_with(convert_to) says of it, without rows. */
bool group_convert(const struct filter *f, struct arena *a, struct str from, struct str to, struct conversion *out,
                   struct err *e);
/* One amount of a project in `from` as `to`: the rate used, whole, for the note (may be NULL). False if there is no rate. */
bool group_convert_project(const struct snapshot *s, uint32_t project, i128 minor, struct str from, struct str to,
                           i128 *out, struct conversion_rate *rate);
#endif
