/* Tests that walk one column: what most filters are made of. The loops make a block of 64 bits at a time without a branch in them. */
#include "expression_internal.h"

enum { BLOCKS_BETWEEN_LOOKS = 1024 };

/* 64 truths, a byte each, as 64 bits: of eight bytes the multiplication brings one bit each into the topmost byte. */
static inline uint64_t pack(const uint8_t *is) {
  uint64_t word = 0;
  for (unsigned k = 0; k < 8; k++) {
    uint64_t eight;
    memcpy(&eight, is + (size_t)8 * k, sizeof eight);
    word |= (eight * UINT64_C(0x0102040810204080)) >> 56 << 8 * k;
  }
  return word;
}

/* `kept` for every row `from + k` of every block that is not empty; the clock is looked at now and then. Whole blocks have a loop of their
 * own: its length is known, so that the compiler can do many rows at once. */
#define EACH_BLOCK(x, bits, kept)                                                                                      \
  for (size_t block = 0; block < bits_blocks((x)->n); block++) {                                                       \
    if (block % BLOCKS_BETWEEN_LOOKS == 0 && !query_budget_left((x)->budget, e)) return false;                         \
    if (!(bits)[block]) continue;                                                                                      \
    uint64_t from = 64 * (uint64_t)block, rest = (x)->n - from;                                                        \
    uint8_t is[64] = {0};                                                                                              \
    if (rest >= 64)                                                                                                    \
      for (unsigned k = 0; k < 64; k++) is[k] = (uint8_t)(kept);                                                       \
    else                                                                                                               \
      for (unsigned k = 0; k < rest; k++) is[k] = (uint8_t)(kept);                                                     \
    (bits)[block] &= pack(is);                                                                                         \
  }

bool expression_by_table(struct evaluation *x, const struct column *c, const bool *wanted, uint64_t *bits,
                         struct err *e) {
  const void *base = c->base;
  if (!base) { /* left out: the first entry in every row */
    if (!wanted[column_entry(c, 0)]) memset(bits, 0, bits_blocks(x->n) * sizeof *bits);
    return true;
  }
  if (c->form == COLUMN_CODE && c->stride == sizeof(uint16_t)) {
    const uint16_t *code = base;
    EACH_BLOCK(x, bits, wanted[code[from + k]])
  } else if (c->form == COLUMN_DATE) {
    const uint32_t *date = base;
    EACH_BLOCK(x, bits, wanted[date[from + k]])
  } else if (c->form == COLUMN_PLACE) {
    const uint16_t *flags = base;
    EACH_BLOCK(x, bits, wanted[flags[from + k] & SNAP_PLACE_MASK])
  } else {
    EACH_BLOCK(x, bits, wanted[column_entry(c, from + k)])
  }
  return true;
}

bool expression_narrow_codes(struct evaluation *x, const struct expression *n, uint64_t *bits, struct err *e) {
  const struct code_test *t = n->data;
  return expression_by_table(x, &t->column, t->wanted, bits, e);
}

/* lo..hi as one comparison: what lies below lo wraps to the far end. */
struct span {
  unsigned __int128 lo, width;
  bool empty;
};
static struct span span_of(const struct range_test *t) {
  return (struct span){(unsigned __int128)t->lo, (unsigned __int128)t->hi - (unsigned __int128)t->lo, t->lo > t->hi};
}

static bool by_value(struct evaluation *x, const struct range_test *t, bool negated, uint64_t *bits, struct err *e) {
  struct span s = span_of(t);
  const struct snap_i128 *value = (const void *)t->column.base;
  const uint16_t *flags = x->v->project_flags;
  bool inside = !negated && !s.empty, outside = negated && !s.empty, known = negated && s.empty;
  if (known) {
    EACH_BLOCK(x, bits, (flags[from + k] & SNAP_HAS_VALUE) != 0)
  } else if (inside || outside) {
    EACH_BLOCK(x, bits,
               ((flags[from + k] & SNAP_HAS_VALUE) != 0) &
                   (((unsigned __int128)snap_i128_get(value[from + k]) - s.lo <= s.width) != outside))
  } else {
    memset(bits, 0, bits_blocks(x->n) * sizeof *bits);
  }
  return true;
}

/* Years are kept in 16 bits: a table of all of them would be as large as this is quick. */
static bool by_year(struct evaluation *x, const struct range_test *t, bool negated, uint64_t *bits, struct err *e) {
  const uint16_t *year = (const void *)t->column.base;
  i128 least = t->lo < 1 ? 1 : t->lo, most = t->hi > UINT16_MAX ? UINT16_MAX : t->hi;
  bool empty = least > most;
  uint32_t lo = empty ? 1 : (uint32_t)least, width = empty ? 0 : (uint32_t)(most - least);
  EACH_BLOCK(x, bits, (year[from + k] != 0) & (((!empty) & ((uint32_t)year[from + k] - lo <= width)) != negated))
  return true;
}

static bool by_integer(struct evaluation *x, const struct range_test *t, bool negated, uint64_t *bits, struct err *e) {
  EACH_BLOCK(x, bits, __extension__({
               i128 value;
               column_integer(&t->column, (uint32_t)(from + k), &value) &&
                   (value >= t->lo && value <= t->hi) != negated;
             }))
  return true;
}

static bool by_null(struct evaluation *x, const struct range_test *t, bool negated, uint64_t *bits, struct err *e) {
  const uint16_t *flags = x->v->project_flags;
  if (t->column.form == COLUMN_VALUE) {
    EACH_BLOCK(x, bits, ((flags[from + k] & SNAP_HAS_VALUE) != 0) == negated)
  } else {
    EACH_BLOCK(x, bits, __extension__({
                 i128 value;
                 column_integer(&t->column, (uint32_t)(from + k), &value) == negated;
               }))
  }
  return true;
}

bool expression_narrow_range(struct evaluation *x, const struct expression *n, uint64_t *bits, struct err *e) {
  const struct range_test *t = n->data;
  if (t->null) return by_null(x, t, n->negated, bits, e);
  if (t->column.form == COLUMN_VALUE && t->column.base) return by_value(x, t, n->negated, bits, e);
  if (t->column.form == COLUMN_YEAR && t->column.base) return by_year(x, t, n->negated, bits, e);
  return by_integer(x, t, n->negated, bits, e);
}
