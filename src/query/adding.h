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

/* Runs of selected projects column by column, for what is asked of a million of them. Without rates. */
enum { ADDING_BLOCK = 1024 };
struct adding_block {
  size_t n;
  bool has_people; /* false: nobody of the whole snapshot has, and the two lists are not filled */
  uint32_t row[ADDING_BLOCK];
  uint8_t kind[ADDING_BLOCK]; /* enum adding_kind */
  i128 value[ADDING_BLOCK];   /* 0 unless it adds */
  int64_t people_min[ADDING_BLOCK], people_max[ADDING_BLOCK];
  bool people_elsewhere[ADDING_BLOCK];
};
/* The next run of `selected` from row *at on; false at the end. */
bool adding_next(const struct adding *a, const uint64_t *selected, uint64_t *at, struct adding_block *b);
/* One of a run as adding_project() reads it. `p` begins as {0}: what a run has not stays as it is. */
void adding_block_project(const struct adding *a, const struct adding_block *b, size_t i, struct adding_project *p);

/* What many projects add up to: summary_money without what follows from it. All zero: none of them. */
struct tally {
  i128 sum;
  uint64_t people_min; /* + 1 */
  int64_t people_max;
  uint32_t kinds[ADDING_ELSEWHERE + 1], with_people; /* with_people: those in people_max */
  uint32_t told;                                     /* projects whose people are known, here or in another of them */
};
/* Tallies of tens of thousands of slots are met in no order: ask the memory for one this many projects ahead. */
enum { TALLY_AHEAD = 16 };
static inline void tally_people(struct tally *t, int64_t min, int64_t max, bool elsewhere) {
  uint64_t least = (uint64_t)min + 1;
  t->told += min >= 0 || elsewhere;
  if (least > t->people_min) t->people_min = least;
  if (max < 0 || elsewhere) return;
  t->with_people++;
  t->people_max = max > INT64_MAX - t->people_max ? INT64_MAX : t->people_max + max;
}
static inline void tally_add(struct tally *t, const struct adding_block *b, size_t i) {
  t->kinds[b->kind[i]]++;
  t->sum += b->value[i];
  if (b->has_people) tally_people(t, b->people_min[i], b->people_max[i], b->people_elsewhere[i]);
}
static inline void tally_project(struct tally *t, const struct adding_project *p) {
  t->kinds[p->kind]++;
  t->sum += p->value;
  tally_people(t, p->people_min, p->people_max, p->people_elsewhere);
}
static inline uint64_t tally_projects(const struct tally *t) {
  uint64_t n = 0;
  for (unsigned k = 0; k <= ADDING_ELSEWHERE; k++) n += t->kinds[k];
  return n;
}
/* n empty ones, each in a cache line of its own; free() takes them. */
struct tally *tally_array(size_t n);
void tally_merge(struct tally *to, const struct tally *from);
/* The sum in full; its bounds of people capped at `population` (-1: no cap). The other amounts are 0. */
struct summary_money tally_money(const struct tally *t, int64_t population);

void adding_money_begin(struct summary_money *m);
/* Once all are in: the bounds of people, capped at `population` (-1: no cap). */
void adding_money_end(struct summary_money *m, int64_t population);
#endif
