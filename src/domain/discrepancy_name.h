/* Every name that an actor, an area or a network goes by, with the keys they are compared by. */
#ifndef DOMAIN_DISCREPANCY_NAME_H
#define DOMAIN_DISCREPANCY_NAME_H
#include "discrepancy_internal.h"

struct name {
  const char *type; /* of the subject that carries it: actor, area, red */
  int64_t owner;    /* its id; of an actor that was merged that of the one it was merged into */
  struct str code, raw;
  struct str key, short_key; /* domain/name_key: KEPT, DROPPED */
  int64_t claim_id;
  bool is_alias, is_used; /* records refer to its owner */
};
struct names { /* in the order of type, owner, alias or not, text */
  struct name *n;
  size_t count, cap;
};
bool name_read(struct ledger *l, struct names *out, struct err *e);
/* Not the same, but within a few edits that touch no digit. */
bool name_is_near(struct str key_a, struct str key_b, unsigned letters_per_edit);
uint64_t name_hash(struct str s, uint64_t salt);
#endif
