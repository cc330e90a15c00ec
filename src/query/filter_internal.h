#ifndef QUERY_FILTER_INTERNAL_H
#define QUERY_FILTER_INTERNAL_H
/* A filter while it is being compiled. Every step narrows `projects`, `areas` or both. */
#include "query/bits.h"
#include "query/filter.h"
#include "snapshot/layout.h"

struct filter {
  struct snapshot *snapshot;
  const struct snap_view *view;
  uint64_t n_projects, n_areas;
  uint64_t *projects, *areas;
  bool is_everything, relies_on_approximate;
};

bool filter_by_columns(struct filter *f, const struct filter_spec *spec,
                       struct err *e); /* codes, place, amount, dates */
bool filter_by_actors(struct filter *f, const struct filter_spec *spec, struct err *e);
bool filter_by_areas(struct filter *f, const struct filter_spec *spec, struct err *e); /* area=, capa= */
void filter_by_words(struct filter *f, struct str words);
void filter_by_region(struct filter *f, const struct filter_spec *spec); /* bbox=, dibujo=, cerca= */
#endif
