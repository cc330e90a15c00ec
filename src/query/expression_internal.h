#ifndef QUERY_EXPRESSION_INTERNAL_H
#define QUERY_EXPRESSION_INTERNAL_H
/* Private to query: the tree, and what its tests share. */
#include "query/expression.h"
#include "queryable_column.h"

enum { EXPRESSION_LEVELS = 2 * CQL2_MAX_DEPTH };

/* Microseconds of UTC since 1970: a day is from its first to its last, a timestamp is one; ".." is the end of all. */
struct instant {
  int64_t lo, hi;
};
struct period { /* a date to the year is from its first day to its last */
  struct instant start, end;
};
struct dated {
  struct period time;
  bool known;
};

/* An expression at work on the rows of one subject. */
struct evaluation {
  struct snapshot *s;
  const struct snap_view *v;
  enum query_subject subject;
  uint64_t n; /* rows */
  const struct query_budget *budget;
  struct arena *row; /* texts that live for one row */
  struct buf made;
  bool entry;                              /* a dictionary is asked, not rows */
  struct dated *dates;                     /* of the snapshot's dates; made when first needed */
  uint64_t *scratch[EXPRESSION_LEVELS][2]; /* made when first needed */
  bool approximate;
};

struct expression;
/* Clear the bits of rows for which the test is not true (`negated`: not false). */
typedef bool expression_narrow(struct evaluation *x, const struct expression *test, uint64_t *bits, struct err *e);

enum expression_kind { EXPRESSION_TRUE, EXPRESSION_FALSE, EXPRESSION_AND, EXPRESSION_OR, EXPRESSION_TEST };
/* What comes first where all must be true: a look-up, columns by their width, lists of rows, words, texts, geometries. */
enum expression_cost {
  COST_ROWS,
  COST_TABLE,
  COST_NUMBER,
  COST_DATES,
  COST_TIES,
  COST_TEXT,
  COST_WORDS,
  COST_REGION,
  COST_SPATIAL
};
struct expression {
  enum expression_kind kind;
  unsigned cost;
  struct expression **arg; /* AND, OR: sorted by cost */
  uint32_t n_args;
  expression_narrow *narrow;
  const void *data;
  bool negated;
};
struct expression *expression_constant(struct arena *a, bool truth);
struct expression *expression_test(struct arena *a, expression_narrow *narrow, const void *data, unsigned cost,
                                   bool negated);
/* AND or OR of n of them; flat, and constants folded. */
struct expression *expression_join(struct arena *a, bool all, struct expression *const *list, uint32_t n);

/* Keep those rows of bits that keep(x, data, row) wants; the clock is looked at every `often` rows. */
bool expression_rows(struct evaluation *x, uint64_t *bits,
                     bool (*keep)(struct evaluation *x, const void *data, uint32_t row), const void *data,
                     uint32_t often, struct err *e);
/* bits &= set, or &= ~set. */
void expression_keep(const struct evaluation *x, uint64_t *bits, const uint64_t *set, bool negated);

/* ---- tests of one column (expression_column.c) */
/* wanted[entry of the dictionary]: whether it is kept. */
bool expression_by_table(struct evaluation *x, const struct column *c, const bool *wanted, uint64_t *bits,
                         struct err *e);
struct code_test {
  struct column column;
  const bool *wanted;
};
expression_narrow expression_narrow_codes;
/* A whole number or money within lo..hi; `null` asks for rows without one instead. */
struct range_test {
  struct column column;
  i128 lo, hi;
  bool null;
};
expression_narrow expression_narrow_range;

/* ---- the tests that the short keys have (filter_*.c); the same are functions of CQL2 */
struct expression *filter_test_rows(struct arena *a, struct snapshot *s, enum query_subject subject,
                                    const struct str *code, size_t n, bool negated);
struct expression *filter_test_areas(struct arena *a, const uint32_t *area, uint32_t n, bool negated);
/* `without`: also projects of which nobody is known in these roles. */
struct expression *filter_test_actors(struct arena *a, const uint32_t *actor, uint32_t n, uint32_t roles, bool without,
                                      bool negated);
struct expression *filter_test_words(struct arena *a, struct str words, bool negated);
struct expression *filter_test_active(struct arena *a, struct str from, struct str to, bool negated);
/* wanted[code of the list "form"]; [0]: sin dato. */
struct expression *filter_test_form(struct arena *a, struct snapshot *s, const bool *wanted, bool negated);
struct expression *filter_test_near(struct arena *a, double lon, double lat, double metres, bool negated);
struct expression *filter_test_box(struct arena *a, struct bbox box, bool negated);
struct expression *filter_test_drawn(struct arena *a, const struct polygon *drawn, bool negated);

/* ---- values: what stands on either side of a comparison (expression_value.c) */
enum value_type { VALUE_TEXT, VALUE_NUMBER, VALUE_BOOLEAN, VALUE_TIME, VALUE_LIST, VALUE_GEOMETRY };
enum value_form { VALUE_CONSTANT, VALUE_COLUMN, VALUE_FOLD, VALUE_ARITHMETIC, VALUE_INTERVAL };
struct datum {
  bool null, exact, flag;
  struct str text;
  double real;
  i128 minor; /* where `exact`: the number in hundredths */
  struct period time;
  const struct str *item;
  uint32_t n_items;
};
struct value {
  enum value_form form;
  enum value_type type;
  const struct cql2 *at;
  const struct queryable *q; /* COLUMN */
  struct column column;
  struct datum constant;
  int op;     /* ARITHMETIC */
  bool casei; /* FOLD: case; else accents */
  const struct value *a, *b;
};
/* The value at a row; with x->entry, of one column at an entry of its dictionary. Texts live until the row's arena is reset. */
void value_get(struct evaluation *x, const struct value *v, uint32_t row, struct datum *out);
/* The columns that it reads: counted, the last one in *one. */
uint32_t value_columns(const struct value *v, const struct value **one);
static inline bool value_is_constant(const struct value *v) { return v->form == VALUE_CONSTANT; }
/* floor(n * 10^scale) of a constant number, bounded by +-10^36, and whether that is all of it. */
bool value_floor(const struct value *v, unsigned scale, i128 *floor);

bool time_from_text(struct str s, struct period *out); /* "2011", "2011-07", "2011-07-06", "2011-07-06T12:00:00Z" */
struct period time_of_ends(const struct period *start, const struct period *end); /* NULL: open */
bool time_compare(const struct period *x, enum cql2_compare op, const struct period *y);
bool time_relates(const struct period *x, enum cql2_temporal op, const struct period *y);
/* Without its case, or without its accents; s itself where nothing changes. */
struct str text_without(struct arena *a, struct str s, bool casei);
/* A LIKE pattern: % any run, _ one character, \ takes the next as it is. */
struct like;
const struct like *like_read(struct arena *a, struct str pattern);
bool like_matches(const struct like *l, struct str s);

/* ---- compiling */
struct compiler {
  struct snapshot *s;
  const struct snap_view *v;
  enum query_subject subject;
  struct arena *a;
  struct str text; /* what the tree was read from, for messages */
};
bool compile_value(struct compiler *c, const struct cql2 *at, struct value **out, struct err *e);
/* A text constant becomes a time where it stands for one. */
bool compile_as_time(struct compiler *c, struct value **v, struct err *e);
/* What a test of values needs, and the test itself (expression_test.c). */
enum test_kind { TEST_COMPARE, TEST_LIKE, TEST_IN, TEST_NULL, TEST_TEMPORAL, TEST_ARRAYS };
struct value_test {
  enum test_kind kind;
  int op; /* enum cql2_compare without NE, cql2_temporal, cql2_arrays */
  const struct value *a, *b;
  const struct like *like;
  const struct str *item; /* IN: sorted */
  uint32_t n_items;
  const struct column *dictionary; /* all it reads is this column: asked once for each entry */
};
struct expression *compile_test(struct compiler *c, const struct value_test *t, bool negated);
bool compile_function(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e);
bool compile_spatial(struct compiler *c, const struct cql2 *at, bool negated, struct expression **out, struct err *e);
/* What a person is told (expression_error.c). After err_set: with the character. */
void explain_at(const struct compiler *c, const struct cql2 *at, struct err *e);
void explain_types(const struct compiler *c, const struct value *a, const struct value *b, struct err *e);
void explain_use(const struct compiler *c, const struct value *v,
                 struct err *e); /* nothing of that type can stand here */
void explain_name(const struct compiler *c, const struct cql2 *at, struct err *e);
/* The same, always false. */
static inline bool refuse_at(const struct compiler *c, const struct cql2 *at, struct err *e) {
  explain_at(c, at, e);
  return false;
}
static inline bool refuse_types(const struct compiler *c, const struct value *a, const struct value *b, struct err *e) {
  explain_types(c, a, b, e);
  return false;
}
static inline bool refuse_use(const struct compiler *c, const struct value *v, struct err *e) {
  explain_use(c, v, e);
  return false;
}
static inline bool refuse_name(const struct compiler *c, const struct cql2 *at, struct err *e) {
  explain_name(c, at, e);
  return false;
}
#endif
