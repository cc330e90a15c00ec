#ifndef QUERY_QUERYABLE_H
#define QUERY_QUERYABLE_H
/* The one registry of what a filter may ask and what a page may be sorted by. Names are those of the items' properties
 * (format/property.h has their titles; tests/unit/test_queryable.c holds the two together): all that the snapshot's columns
 * answer. The sums of an area are computed and are no column. */
#include "snapshot/snapshot.h"

enum query_subject { QUERY_PROJECTS, QUERY_AREAS, QUERY_ACTORS, QUERY_SUBJECTS };

enum queryable_type {
  QUERYABLE_TEXT,
  QUERYABLE_CODE, /* a code of the list `list` */
  QUERYABLE_DATE, /* ISO to its precision; compares as the period it stands for */
  QUERYABLE_INT,
  QUERYABLE_REAL,
  QUERYABLE_MONEY, /* exact, two decimals */
  QUERYABLE_BOOL,
  QUERYABLE_LIST,    /* of texts: an array for A_CONTAINS…; with =, IN, LIKE: some element is */
  QUERYABLE_GEOMETRY /* "geometry", the item's own */
};
struct queryable {
  const char *name;
  enum queryable_type type;
  const char *list; /* CODE, or LIST of codes: the code list; NULL: free texts */
  bool sortable;    /* one value a row, and an order */
};
/* In a fixed order; a struct queryable is always one of these, never a copy. */
const struct queryable *queryable_list(enum query_subject s, uint32_t *n);
/* NULL if there is none of that name. */
const struct queryable *queryable_find(enum query_subject s, struct str name);

struct queryable_value {
  bool null;
  struct str text; /* TEXT, CODE, DATE */
  i128 minor;      /* MONEY; INT too */
  double real;     /* REAL */
  bool flag;       /* BOOL */
};
/* The value of one row (of the snapshot's areas, projects or actors) of a queryable that is sortable. */
void queryable_get(const struct snapshot *s, enum query_subject subject, const struct queryable *q, uint32_t row,
                   struct queryable_value *out);
/* Order of two values: null last, texts by folded text and then bytes, numbers by size. */
int queryable_compare(const struct queryable *q, const struct queryable_value *x, const struct queryable_value *y);
#endif
