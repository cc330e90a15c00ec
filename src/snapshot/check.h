#ifndef SNAPSHOT_CHECK_H
#define SNAPSHOT_CHECK_H
/* What the numbers of a snapshot may be: the tables that check.c goes through. */
#include <stddef.h>
#include "snapshot/layout.h"

#define SEC(name) SNAP_SEC_##name

/* How many elements a section has: as many as its owner's, or that or none, or one more, which cut `slices_of`. */
enum count_rule { SAME, SAME_OR_NONE, SLICES };
struct count_check {
  uint8_t section, owner, rule, slices_of;
};

enum field_rule { REF, CODE, ROW, ROW_OR_NONE, ROW_PLUS_1, ENUM, MONEY, PEOPLE, PPM };
/* target: a section (ROW…), or the largest value (ENUM, of one byte). The checks of one section stand together. */
struct field_check {
  uint8_t section, rule;
  uint16_t offset;
  uint8_t target;
};

extern const struct count_check check_counts[];
extern const struct field_check check_fields[];
extern const size_t check_n_counts, check_n_fields;
#endif
