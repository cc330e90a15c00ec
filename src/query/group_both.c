/* A project's value parted two ways at once. */
#include "group_work.h"

enum { FEW = 16 };

static int by_slot(const void *x, const void *y) {
  uint32_t a = ((const struct group_part *)x)->slot, b = ((const struct group_part *)y)->slot;
  return a < b ? -1 : a > b;
}

/* Most projects have two or three. */
static void sort_parts(struct group_part *part, size_t n) {
  if (n > FEW) {
    qsort(part, n, sizeof *part, by_slot);
    return;
  }
  for (size_t i = 1; i < n; i++) {
    struct group_part one = part[i];
    size_t k = i;
    for (; k > 0 && part[k - 1].slot > one.slot; k--) part[k] = part[k - 1];
    part[k] = one;
  }
}

static void merge_parts(struct group_work *w, const struct adding_project *p) {
  size_t kept = 0;
  sort_parts(w->part, w->n_parts);
  for (size_t i = 0; i < w->n_parts; i++) {
    if (kept && w->part[kept - 1].slot == w->part[i].slot) w->part[kept - 1].minor += w->part[i].minor;
    else w->part[kept++] = w->part[i];
  }
  w->n_parts = kept;
  if (p->kind != ADDING_VALUE) return;
  if (w->is_unallocated) group_part_add(w, GROUP_UNALLOCATED, w->unallocated, 0);
  if (w->is_difference) group_part_add(w, GROUP_DIFFERENCE, w->difference, 0);
}

static bool have_both_signs(const struct group_part *part, size_t n) {
  bool negative = false, positive = false;
  for (size_t i = 0; i < n; i++) {
    negative |= part[i].minor < 0;
    positive |= part[i].minor > 0;
  }
  return negative && positive;
}

static i128 magnitude(i128 x) { return x < 0 ? -x : x; }

/* One row after the other by what the columns still lack, or else by `weight`; the last takes what is left. */
static void split_rows(const struct group_part *row, size_t rows, size_t columns, i128 *left, i128 *weight, bool fixed,
                       i128 *out) {
  for (size_t i = 0; i + 1 < rows; i++, out += columns) {
    bool any = false;
    for (size_t k = 0; k < columns; k++) {
      if (!fixed) weight[k] = magnitude(left[k]);
      any |= weight[k] > 0;
      out[k] = 0;
    }
    if (any && row[i].minor) decimal_split(row[i].minor, weight, columns, out);
    else out[columns - 1] = row[i].minor;
    for (size_t k = 0; k < columns; k++) left[k] -= out[k];
  }
  memcpy(out, left, columns * sizeof *out);
}

/* The parts add up to the same on both sides. */
static void split_both(const struct group_part *row, size_t rows, const struct group_part *column, size_t columns,
                       i128 *out) {
  i128 few[2 * FEW], *work = columns <= FEW ? few : mem_alloc(2 * columns * sizeof *work);
  for (size_t k = 0; k < columns; k++) {
    work[k] = column[k].minor;
    work[columns + k] = magnitude(column[k].minor);
  }
  split_rows(row, rows, columns, work, work + columns, have_both_signs(row, rows), out);
  if (work != few) free(work);
}

/* Of parts that cancel out nothing falls on any column: then nobody knows where they go. */
static void add_where_unknown(const struct group_work *row, struct group_work *column, const struct adding_project *p) {
  bool cancels = p->kind == ADDING_VALUE && p->value == 0 && have_both_signs(row->part, row->n_parts);
  if (cancels && column->part[column->n_parts - 1].slot != GROUP_UNALLOCATED)
    group_part_add(column, GROUP_UNALLOCATED, 0, 0);
}

static void spread(struct group_work *w, const struct adding_project *p, uint32_t whole) {
  if (whole == GROUP_SPLIT) {
    group_spread(w, p);
    merge_parts(w, p);
    return;
  }
  w->n_parts = 0;
  group_part_add(w, whole, p->value, 0);
}

void group_spread_both(struct group_both *b, const struct adding_project *p, uint32_t row, uint32_t column) {
  spread(b->row, p, row);
  spread(b->column, p, column);
  if (b->row->n_parts > 1 && b->column->n_parts > 1) add_where_unknown(b->row, b->column, p);
  size_t rows = b->row->n_parts, columns = b->column->n_parts;
  if (rows * columns > b->cap) mem_grow((void **)&b->minor, &b->cap, rows * columns, sizeof *b->minor);
  if (rows > 1 && columns > 1) split_both(b->row->part, rows, b->column->part, columns, b->minor);
  else
    for (size_t i = 0; i < rows * columns; i++)
      b->minor[i] = columns > 1 ? b->column->part[i].minor : b->row->part[i].minor;
}
