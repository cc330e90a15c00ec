#ifndef QUERY_EXPRESSION_H
#define QUERY_EXPRESSION_H
/* What a filter means for the rows of one subject: a typed tree of tests over the snapshot's columns with AND and OR above
 * them. CQL2 compiles to it, the short keys build it (query/filter.h), and one evaluator answers both.
 *
 * Three-valued logic: a comparison with null is neither true nor false, and only rows that are true are selected. NOT is pushed
 * down to the tests while compiling (not (a and b) is not a or not b, also of unknowns), and each test can say which of a set of
 * rows it is true for and which it is false for; so a set of rows is one bit each, and unknown is in neither.
 *
 * Types: codes are texts; texts compare by the bytes of UTF-8, which is the order of code points. Money and whole numbers compare exactly with
 * each other and with constants of any length; arithmetic is done in double (sums and differences of money and whole numbers
 * exactly); dividing by zero is unknown. A date to the month or year stands for all its days: "<" holds if it holds for every one
 * of them, "=" for the same period; a text constant beside a date is read as one ('2011-07'). A list is compared with =, <>, IN
 * and LIKE by some element (and "<>" is "not ="); without elements it is null. A boolean property is a condition by itself. */
#include "query/cql2.h"
#include "query/queryable.h"
#include "query/spatial.h"

struct expression;
/* Look names up, check types, fold constants. Everything in the arena; `c`, the snapshot and the text that `c` was read from must
 * outlive it. ERR_INPUT points at the character, says which types met and what would do; for an unknown name, which are near. */
bool expression_compile(struct snapshot *s, enum query_subject subject, const struct cql2 *c, struct str text,
                        struct arena *a, struct expression **out, struct err *e);
/* Clear every bit of the subject's rows for which it is not true. Cheapest and most selective tests go first, blocks of 64 rows that
 * are empty already are passed over. Memory: two sets for each level of OR, whatever the number of tests. `approximate` (may be
 * NULL) is set if an answer relied on the edge of an approximate extent. ERR_LIMIT once the budget is spent. */
bool expression_select(struct snapshot *s, enum query_subject subject, const struct expression *x, uint64_t *bits,
                       const struct query_budget *budget, bool *approximate, struct err *e);

/* The functions that CQL2 may call; all are conditions, and only about some subjects. */
enum filter_argument { FILTER_TEXT, FILTER_NUMBER, FILTER_DAY /* DATE or a text; '..' open */ };
enum { FILTER_MAX_ARGUMENTS = 3 };
struct filter_function {
  const char *name, *title_es, *title_en;
  uint8_t subjects; /* bits 1 << enum query_subject */
  uint8_t n_arguments;
  struct {
    const char *name;
    enum filter_argument type;
  } argument[FILTER_MAX_ARGUMENTS];
};
const struct filter_function *filter_functions(uint32_t *n);
#endif
