/* Inside discrepancy_find: the ledger that the rules write into. A rule is one pass over the store that calls ledger_add for what
 * it finds and fills in what that returns. */
#ifndef DOMAIN_DISCREPANCY_INTERNAL_H
#define DOMAIN_DISCREPANCY_INTERNAL_H
#include "core/mem.h"
#include "domain/discrepancy.h"
#include "domain/duplicate.h"

enum ledger_rule { /* in the order in which findings are given */
                   LEDGER_SUM,
                   LEDGER_CURRENCY,
                   LEDGER_LABEL,
                   LEDGER_UNIT,
                   LEDGER_MAGNITUDE,
                   LEDGER_CLASS,
                   LEDGER_DUPLICATE,
                   LEDGER_IDENTITY,
                   LEDGER_HOMONYM,
                   LEDGER_ALIAS,
                   LEDGER_TWO_NAMES,
                   LEDGER_ACTORS,
                   LEDGER_PERIOD,
                   LEDGER_PERIODS,
                   LEDGER_DATES,
                   LEDGER_RATE,
                   LEDGER_REST,
                   LEDGER_LEVEL,
                   LEDGER_PEOPLE,
                   LEDGER_POINT,
                   LEDGER_AXES,
                   LEDGER_MISSING,
                   LEDGER_RULES
};

enum { LEDGER_MAX_SUBJECTS = 24, LEDGER_MAX_CLAIMS = 24 }; /* of one finding; what is beyond is not listed */
struct ledger_entry {
  struct discrepancy x;
  struct discrepancy_subject subjects[LEDGER_MAX_SUBJECTS];
  struct discrepancy_claim claims[LEDGER_MAX_CLAIMS];
};
struct ledger_shelf { /* findings of one rule */
  struct ledger_entry **entry;
  size_t n, cap;
  uint64_t all;
  struct str last; /* once there are enough: keys from here on are only counted */
};
struct ledger {
  struct db *db;
  struct arena *arena; /* what findings are made of */
  struct ledger_shelf shelf[LEDGER_RULES];
  struct duplicate *pairs; /* candidates that nobody rejected, by id of the one, then of the other */
  int64_t *paired;         /* ids of the activities in them, in order; one may stand there several times */
  size_t n_pairs, n_paired;
};

/* A new finding about `codes`: its key is the rule's code, ":" and the codes in order with "+" between them. NULL where enough
 * findings with smaller keys are known: it is counted then, and the caller has nothing to fill in. */
struct ledger_entry *ledger_add(struct ledger *l, enum ledger_rule rule, const struct str *codes, size_t n);
/* Texts are copied. A subject that is there already is not added again. */
void ledger_subject(struct ledger *l, struct ledger_entry *x, const char *type, struct str code);
void ledger_claim(struct ledger *l, struct ledger_entry *x, int64_t claim_id, const char *field, struct str raw);
/* Minor units; people: times 100, without a currency. The difference is stated - computed. */
void ledger_figures(struct ledger *l, struct ledger_entry *x, i128 stated, i128 computed, struct str currency);

/* One word of a sentence, in both languages. */
struct ledger_word {
  struct str es, en;
};
struct ledger_word ledger_text(struct str s);
struct ledger_word ledger_both(const char *es, const char *en);
struct ledger_word ledger_number(struct ledger *l, int64_t n);
/* "1.234,50 COP" and "1,234.50 COP"; no decimals where they are zero. */
struct ledger_word ledger_amount(struct ledger *l, i128 minor, struct str currency);
/* A sentence: "{0}", "{1}", … stand for the words. */
void ledger_write(struct ledger *l, struct ledger_entry *x, const char *es, const char *en,
                  const struct ledger_word *words, size_t n);
#define LEDGER_SAY(l, x, es, en, ...)                                                                                  \
  ledger_write(l, x, es, en, (const struct ledger_word[]){__VA_ARGS__},                                                \
               sizeof((const struct ledger_word[]){__VA_ARGS__}) / sizeof(struct ledger_word))

/* The code of an activity, in the ledger's arena, and its claim (may be NULL). */
bool ledger_activity(struct ledger *l, int64_t id, struct str *code, int64_t *claim_id, struct err *e);
/* True if two activities are a candidate pair that nobody rejected: what they say counts once. */
bool ledger_has_pair(const struct ledger *l, int64_t id); /* with any other */
bool ledger_is_pair(const struct ledger *l, int64_t a, int64_t b);
/* The orders of `pairs` and `paired`, for qsort and bsearch. */
int ledger_compare_pairs(const void *a, const void *b);
int ledger_compare_ids(const void *a, const void *b);

/* ---- figures in texts */
struct figure {
  struct decimal value; /* as printed, without the unit word */
  bool is_ambiguous;    /* "1.818": thousands or decimals */
  struct decimal other; /* then the other reading */
  i128 unit;            /* 1, or what the word says: mil 1,000, millones 1,000,000 */
  struct str raw;       /* the figure with the word after it, as printed */
};
/* The next figure of `rest`, which is made shorter by it. False: there is none left. */
bool figure_next(struct str *rest, struct figure *out);
/* The unit word that a text begins with (after spaces): 1 if none. *n: bytes up to its end. */
i128 figure_unit(struct str text, size_t *n);
/* value * unit in hundredths. False if that leaves 128 bits or is no whole number of them. */
bool figure_minor(struct decimal value, i128 unit, i128 *minor);
/* True if a figure of the text, with its unit word, is `minor`; *any: the text has a figure at all; *unit is set to the unit of a
 * figure that is `minor` only if its word is passed over, else to 1. */
bool figure_says(struct str text, i128 minor, bool *any, i128 *unit);

/* ---- the rules, each a pass or two */
bool ledger_find_duplicates(struct ledger *l, struct err *e); /* first: others ask ledger_is_pair */
bool ledger_find_money(struct ledger *l, struct err *e);
bool ledger_find_levels(struct ledger *l, struct err *e);
bool ledger_find_statistics(struct ledger *l, struct err *e);
bool ledger_find_names(struct ledger *l, struct err *e);
struct names;
bool ledger_find_lists(struct ledger *l, const struct names *names, struct err *e); /* called by ledger_find_names */
bool ledger_find_identity(struct ledger *l, struct err *e);
bool ledger_find_periods(struct ledger *l, struct err *e);
bool ledger_find_dates(struct ledger *l, struct err *e);
bool ledger_find_places(struct ledger *l, struct err *e);
bool ledger_find_missing(struct ledger *l, struct err *e);
#endif
