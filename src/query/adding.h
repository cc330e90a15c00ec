#ifndef QUERY_ADDING_H
#define QUERY_ADDING_H
/* Private to query: which of a filter's projects add to a sum, and what. The one place where a parent, a double, another currency
 * or a missing value keep a project out, so that every total says the same. */
#include "query/bits.h"
#include "query/summary.h"
#include "rates.h"
#include "snapshot/layout.h"

enum adding_kind {
  ADDING_VALUE,
  ADDING_WITHOUT_VALUE,
  ADDING_NO_DISBURSEMENT,
  ADDING_OTHER_CURRENCY, /* or no rate into it */
  ADDING_ELSEWHERE
};
struct adding {
  struct snapshot *snapshot;
  const struct snap_view *v;
  uint16_t currency;          /* a code of the snapshot; 0: nothing is in that currency */
  const struct rates *rates;  /* NULL: values as they are, of `currency` alone */
  uint64_t *value_elsewhere;  /* bits of projects whose value another selected one carries */
  uint64_t *people_elsewhere; /* whose people are among those of another */
  uint64_t *doubled;          /* the later of those that are the same */
};
struct adding_project {
  uint32_t row;
  enum adding_kind kind;
  i128 value;        /* 0 unless it adds */
  i128 own;          /* in its own currency */
  uint16_t currency; /* its own */
  struct rates_use use;
  int64_t people_min, people_max; /* -1: none to count */
  bool people_elsewhere;
};
/* `rates` as above; currency "" is COP. */
void adding_begin(struct adding *a, const struct filter *f, struct str currency, const struct rates *rates);
void adding_end(struct adding *a);
void adding_project(const struct adding *a, uint32_t row, struct adding_project *out);

void adding_money_begin(struct summary_money *m);
/* One project, `value` of it. */
void adding_money(struct summary_money *m, const struct adding_project *p, i128 value);
/* Once all are in: the bounds of people, capped at `population` (-1: no cap). */
void adding_money_end(struct summary_money *m, int64_t population);
#endif
