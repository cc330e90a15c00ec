/* Wholes and their parts, for the rules that look at them. */
#ifndef DOMAIN_DISCREPANCY_LEVEL_H
#define DOMAIN_DISCREPANCY_LEVEL_H
#include "discrepancy_internal.h"

enum { LEVEL_MAX_MEMBERS = 10000 }; /* parts of one whole; what is beyond is not looked at */
struct level_link {
  int64_t parent, child;
};
struct level_members {
  int64_t *id;
  size_t n, cap;
};
struct level {
  struct ledger *l;
  struct level_link *link; /* in the order of parent, child */
  size_t n_links;
  int64_t *silent; /* activities without a value of their own that need one, in order */
  size_t n_silent;
  struct level_members members; /* of the whole that is looked at */
};
/* The parts of a whole; deep: also theirs. */
void level_children(const struct level *v, int64_t parent, bool deep, struct level_members *out);
/* True if one of the members before the i-th is a candidate pair with it. */
bool level_is_repeated(const struct level *v, const struct level_members *m, size_t i);
/* resto-sin-valor */
bool level_find_rest(struct level *v, int64_t parent, struct err *e);
/* personas-de-otro-nivel */
bool level_find_people(struct level *v, struct err *e);
#endif
