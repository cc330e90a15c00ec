/* A CSV of arbitrary bytes: every row that is read has its cells, numbers grow, every cell can be read as any type without harm,
 * and the file that is given back with errors holds the same cells. */
#define _GNU_SOURCE /* memfd_create */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "domain/name_key.h"
#include "ingest/cells.h"
#include "ingest/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Both in memory: writing back ends in fsync. */
static char path[64], back[64];
static int fd = -1;

static void read_cell(struct cells *c, struct str s) {
  struct cell x = {.column = {"x", 1}, .value = s};
  struct str a, b, currency;
  const struct str *items;
  struct decimal d;
  struct buf key = {0};
  int64_t n;
  i128 minor;
  double v;
  bool yes;
  (void)cell_code(c, x, &a);
  (void)cell_decimal(c, x, &d);
  (void)cell_whole(c, x, &n);
  (void)cell_degrees(c, x, &v);
  (void)cell_yes(c, x, &yes);
  if (cell_money(c, x, &minor, &currency) && minor < 0) abort();
  if (cell_date(c, x, &a, &b) && (a.n < 4 || a.n > 10)) abort();
  if (cell_items(c, x, &items) > 1000) abort();
  for (int pass = NAME_KEY_KEPT; pass <= NAME_KEY_DROPPED; pass++) name_key(&key, s, (enum name_key_articles)pass);
  buf_free(&key);
}

/* All cells but those of our own column, each ended by 0x1F, each row that has any by 0x1E, at least `width` to a row, and whether
 * some row is of another width. False if the file is refused. */
static bool collect(const char *file, char *delimiter, struct report *report, struct cells *c, struct buf *out,
                    bool *ragged) {
  struct rows *r;
  struct rows_info info;
  struct err e = {0};
  if (!rows_open(file, NULL, *delimiter, report, &r, &info, &e)) {
    if (e.kind == ERR_NONE) abort();
    return false;
  }
  *delimiter = info.delimiter;
  const struct str *names;
  size_t width = rows_columns(r, &names);
  static const char *const ours[] = {"errores", NULL};
  int skip = rows_find(r, ours);
  uint64_t last = 1;
  bool end = false, ok;
  struct rows_row row;
  while ((ok = rows_next(r, &row, &end, &e)) && !end) {
    if (row.number <= last || row.wrong_width != (row.n_cells != width)) abort();
    last = row.number;
    *ragged |= row.wrong_width;
    size_t start = out->len;
    bool any = false;
    for (size_t i = 0; i < (row.n_cells > width ? row.n_cells : width); i++) {
      if ((int)i == skip) continue;
      buf_add_str(out, row.cells[i]);
      buf_add_char(out, 0x1F);
      any = any || row.cells[i].n;
      if (c) read_cell(c, row.cells[i]);
    }
    if (any) buf_add_char(out, 0x1E);
    else out->len = start;
    if (c) arena_reset(c->arena);
  }
  rows_close(r);
  return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (fd < 0) {
    fd = memfd_create("csv", MFD_CLOEXEC);
    if (fd < 0) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    snprintf(back, sizeof back, "/dev/shm/coopmap-fuzz-%ld", (long)getpid());
  }
  if (ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size) abort();
  struct report *report = report_new("fuzz.csv", size & 1 ? REPORT_ES : REPORT_EN);
  struct buf first = {0}, again = {0};
  struct err e = {0};
  struct cells c = {.report = report, .arena = arena_new(0), .row = 2};
  char delimiter = 0; /* detected once: a further column could tip the scales */
  bool ragged = false, ignored = false;
  if (collect(path, &delimiter, report, &c, &first, &ragged) &&
      rows_write_errors(path, NULL, delimiter, report, back, &e)) {
    if (!collect(back, &delimiter, NULL, NULL, &again, &ignored)) abort();
    if (!ragged && !str_eq(buf_str(&first), buf_str(&again))) abort();
  }
  unlink(back);
  buf_free(&first);
  buf_free(&again);
  arena_free(c.arena);
  report_free(report);
  return 0;
}
