#include "format/xlsx.h"
#include <stdlib.h>
#include "format/figures.h"
#include "query/group.h"
#include "xlsx_internal.h"

/* When the newest batch came in: what the data is of. */
static struct str newest(const struct snapshot *s) {
  struct snap_batch b;
  uint32_t n = snapshot_batches(s);
  return n && snapshot_batch(s, n - 1, &b) ? b.at : STR("");
}

static void write_sheets(struct xlsx_export *x, const struct summary *sum, const struct group_table *sources) {
  xlsx_write_projects(x);
  xlsx_write_parts(x);
  xlsx_write_actors(x);
  if (x->all) xlsx_write_records(x);
  xlsx_write_by_area(x, sum);
  xlsx_write_by_source(x, sources);
  xlsx_write_readme(x, sum);
  xlsx_lists(x->book);
}

bool xlsx_write_export(const char *path, const struct filter *f, const struct xlsx_about *about, struct err *e) {
  struct snapshot *s = filter_snapshot(f);
  struct xlsx_book book;
  struct arena *a = arena_new(0);
  struct summary sum;
  struct group_table sources;
  struct xlsx_export x = {
      .book = &book, .s = s, .f = f, .about = about, .all = filter_is_everything(f), .at = newest(s)};
  const char *title = about->lang == SNAP_EN ? "Cooperation projects" : "Proyectos de cooperación";
  bool ok = summary_by_area(f, a, STR(""), STR(FIGURES_CURRENCY), &sum, NULL, e) &&
            group_by(f, a, GROUP_SOURCE, STR(""), STR(FIGURES_CURRENCY), &sources, e) &&
            xlsx_book_open(&book, path, s, about->lang, x.at, title, e);
  if (ok) {
    book.public_url = about->public_url;
    x.rows = mem_calloc(snapshot_projects(s) + 1, sizeof *x.rows);
    write_sheets(&x, &sum, &sources);
    free(x.rows);
    ok = xlsx_book_close(&book, e);
  }
  arena_free(a);
  return ok;
}
