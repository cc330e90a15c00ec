/* Printed statistics in memory: the values of every series, and the statements that they make of one concept. */
#ifndef DOMAIN_DISCREPANCY_STATISTIC_H
#define DOMAIN_DISCREPANCY_STATISTIC_H
#include "discrepancy_internal.h"
#include "domain/period.h"

enum { STATISTIC_PERIODS = 8 }; /* of one text; what is beyond is not compared */
struct statistic_periods {
  struct period p[STATISTIC_PERIODS];
  size_t n;
};
struct statistic_value {
  struct str code, series, title, concept, measure, currency, dimension, form, label, raw, unit_raw;
  struct str period_raw, series_period_raw; /* period_raw: its own, else the series' */
  bool has_own_period, has_value;
  struct decimal value;
  int64_t claim_id, series_claim_id, activity_id; /* activity_id 0: none */
};
struct statistic_values { /* in the order of concept, measure, currency, series, period, code */
  struct statistic_value *v;
  size_t n, cap;
};
/* One figure that says how much there is of a concept: a value, or the sum of a series' values for one period. */
struct statistic_statement {
  const struct statistic_value *first; /* its value, or the first of those that were added */
  size_t n;                            /* values */
  struct str code;                     /* of the value; of a sum the series', with the period where it has several */
  i128 minor;                          /* as printed: without the unit word */
  struct statistic_periods periods;
};
void statistic_read_periods(struct str text, struct statistic_periods *out);
/* Nothing known of one of them counts as a meeting. */
bool statistic_periods_meet(const struct statistic_periods *a, const struct statistic_periods *b);
/* The statements about one concept, in the order of their codes. */
struct statistic_concept {
  const struct statistic_value *first; /* its values: [first, first + n_values) */
  size_t n_values;
  struct statistic_statement *s;
  size_t n;
};
/* orden-de-magnitud, unidad-contra-cifra */
void statistic_compare_magnitudes(struct ledger *l, const struct statistic_concept *c);
void statistic_compare_units(struct ledger *l, const struct statistic_concept *c);
/* periodo-distinto */
void statistic_compare_periods(struct ledger *l, const struct statistic_concept *c);
/* clasificacion-contradictoria */
void statistic_compare_classes(struct ledger *l, const struct statistic_values *all);
/* The type of subject and claim that a statement is, and what it is called in a sentence. */
void statistic_add_claims(struct ledger *l, struct ledger_entry *x, const struct statistic_statement *s);
struct ledger_word statistic_name(struct ledger *l, const struct statistic_statement *s);
#endif
