/* Inside duplicate_find: what is known of each activity while pairs are sought, and of the few that are left when they are
 * scored. */
#ifndef DOMAIN_DUPLICATE_INTERNAL_H
#define DOMAIN_DUPLICATE_INTERNAL_H
#include "core/mem.h"
#include "domain/duplicate.h"

struct duplicate_row {
  int64_t id, people;     /* people -1: sin dato */
  uint64_t title, amount; /* hashes; amount 0: none */
  uint64_t names[2];      /* hashes of the code and of the IATI identifier (0: none), letters and digits only */
  uint64_t signature;     /* a bit for each word; several words may share one */
  uint32_t word, n_words; /* in words: sorted, each once, without articles */
  bool is_common[2];      /* many records carry that title, that amount: little is said by it */
};
struct duplicate_rows {
  struct duplicate_row *row;
  size_t n, cap;
  uint32_t *words; /* numbers of words */
  size_t n_words, cap_words;
  uint32_t *frequency; /* by word: rows that have it */
  bool *is_ordinal;    /* by word: it tells one of a series (2, II, 2011, B) */
  size_t vocabulary, cap_frequency, cap_ordinal;
};
struct duplicate_pair {
  uint32_t a, b; /* rows, a < b */
};
struct duplicate_pairs {
  struct duplicate_pair *pair;
  size_t n, cap;
};

/* Every activity in the order of ids, its title and amount as numbers. */
bool duplicate_read(struct db *d, struct duplicate_rows *out, struct err *e);
void duplicate_rows_free(struct duplicate_rows *x);
/* Points and reasons of what the rows themselves say. */
int duplicate_compare_rows(const struct duplicate_rows *x, const struct duplicate_row *a, const struct duplicate_row *b,
                           unsigned *reasons);
/* Pairs worth a look, each once. */
void duplicate_block(struct duplicate_rows *x, struct duplicate_pairs *out);
/* Those of the pairs that score DUPLICATE_SHOW or more, best first, in arena a. */
bool duplicate_score(struct db *d, struct arena *a, const struct duplicate_rows *x, const struct duplicate_pairs *pairs,
                     struct duplicate **out, size_t *n, struct err *e);
enum {
  DUPLICATE_DETAIL_MOST = 30, /* points that place, date and party can add */
  DUPLICATE_COMMON = 20       /* more records than this with one title or amount: common */
};
#endif
