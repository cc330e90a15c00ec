#ifndef QUERY_FILTER_INTERNAL_H
#define QUERY_FILTER_INTERNAL_H
/* A filter while it is being compiled: the short keys become tests of each subject. */
#include "expression_internal.h"
#include "query/bits.h"
#include "query/filter.h"

enum { FILTER_MAX_TESTS = 24 }; /* more than there are keys */
struct sugar {
  struct snapshot *s;
  const struct snap_view *v;
  struct arena *a;
  const struct filter_spec *spec;
  struct expression *test[QUERY_SUBJECTS][FILTER_MAX_TESTS]; /* all must be true */
  uint32_t n[QUERY_SUBJECTS];
};
void filter_add(struct sugar *b, enum query_subject subject, struct expression *test);
/* Codes, place, amount, dates; capa= of areas. */
bool filter_columns(struct sugar *b, struct err *e);
/* celda= */
bool filter_cells(struct sugar *b, struct err *e);
/* "area=x: there is no area of that code; …" */
bool filter_unknown(const char *parameter, struct str value, const char *what, const char *remedy, struct err *e);
#endif
