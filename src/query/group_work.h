#ifndef QUERY_GROUP_WORK_H
#define QUERY_GROUP_WORK_H
/* Private to query: one project after another is spread over the slots of a dimension. Slot 0 is "sin dato"; the others are the code,
 * the year, the place state + 1, or the row + 1 of the area or actor. */
#include "adding.h"
#include "query/group.h"
#include "ties.h"

#define GROUP_SPLIT UINT32_MAX /* no slot: more than one */
/* No slots: what falls on none, where it is parted by two dimensions. */
#define GROUP_DIFFERENCE (UINT32_MAX - 1)
#define GROUP_UNALLOCATED (UINT32_MAX - 2)

struct group_part {
  uint32_t slot;
  i128 minor; /* 0 where the project only touches the slot */
  int32_t year;
};
struct group_work {
  enum group_by by;
  struct snapshot *snapshot;
  struct adding adding;
  const struct snap_view *v;
  struct ties ties;
  uint16_t theme_vocabulary, layer; /* codes; layer 0 with has_layer: no area has it */
  bool has_layer, has_periods;      /* without periods nobody asks for the year of a part, and it is 0 */
  uint32_t
      *area_slot; /* with a layer, by area + 1: what group_area_share() says, GROUP_SPLIT where it is several; NULL */
  uint16_t form_unknown, role_funds, role_executes; /* codes */
  uint32_t slots;
  /* Of the project that was spread last. */
  struct group_part *part;
  size_t n_parts, cap_parts;
  i128 unallocated, difference;
  bool is_unallocated, is_difference; /* something was said of it, also if it is 0 by chance */
};
void group_work_begin(struct group_work *w, const struct filter *f, enum group_by by, struct str layer,
                      struct str currency, const struct rates *rates);
/* The same for a second dimension of projects that another one reads: it spreads them and adds nothing. */
void group_work_beside(struct group_work *w, const struct filter *f, enum group_by by, struct str layer);
/* The same for names and counts alone: nothing is added, and there is nothing to end. */
void group_work_name(struct group_work *w, const struct filter *f, enum group_by by);
void group_work_end(struct group_work *w);
/* Fill part[] for a project that adding_project() read: every slot it touches, each part once. Their sum + unallocated +
 * difference is its value. */
void group_spread(struct group_work *w, const struct adding_project *p);
void group_spread_area(struct group_work *w, const struct adding_project *p);
/* The same by two dimensions at once, as flows are defined: part[] of `row` and `column` then have each slot once, in order, and of what
 * adds also GROUP_UNALLOCATED and GROUP_DIFFERENCE; minor[rows][columns] adds up to them both ways. A slot that everything falls on
 * may be said beforehand, else GROUP_SPLIT. Begins as {.row, .column}; free(minor). */
struct group_both {
  struct group_work *row, *column;
  i128 *minor;
  size_t cap;
};
void group_spread_both(struct group_both *b, const struct adding_project *p, uint32_t row, uint32_t column);
/* Whether an amount is known where the two meet: neither only touches. */
static inline bool group_both_known(const struct adding_project *p, const struct group_part *row,
                                    const struct group_part *column) {
  return p->kind == ADDING_VALUE && (p->value == 0 || (row->minor != 0 && column->minor != 0));
}
static inline void group_part_add(struct group_work *w, uint32_t slot, i128 minor, int32_t year) {
  if (w->n_parts == w->cap_parts) mem_grow((void **)&w->part, &w->cap_parts, w->n_parts + 1, sizeof *w->part);
  w->part[w->n_parts++] = (struct group_part){slot, minor, year};
}
/* For a run without rates: the one slot that each project touches and that its whole value falls on, else GROUP_SPLIT. Of areas
 * that is the area of its one place, + 1, from which group_area_share() tells the slots. */
void group_whole_slots(const struct group_work *w, const struct adding_block *b, uint32_t *slot);
/* The slots that a place in `area` touches, each to `touch`. How many of them its value may fall on: on *slot if it is one, on none
 * of the layer (slot 0) if it is none, else it is not allocated. */
size_t group_area_share(const struct group_work *w, uint32_t area, uint32_t *slot,
                        void (*touch)(void *user, uint32_t slot), void *user);

/* How many selected projects touch each slot, into counts[slots], which are 0. Not for areas. */
void group_count_slots(const struct group_work *w, const struct filter *f, uint64_t *counts);

void group_area_slots(struct group_work *w); /* fills area_slot */

/* What a slot is called. */
void group_describe(const struct group_work *w, uint32_t slot, struct arena *a, struct group_row *out);
/* The slots in `used` but 0: in the order of the code list, then those beside it by code; areas, actors, years and places in
 * their own. Returns how many; out has room for all slots. */
size_t group_order(const struct group_work *w, const bool *used, uint32_t *out);
const char *group_list(enum group_by by); /* code list of its values, NULL: it has none */
#endif
