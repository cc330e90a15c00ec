/* Opening, filtering and summing on one thread: snapshot STORE [SNAPSHOT]. Builds the snapshot of the store into SNAPSHOT (beside
 * the store if it is not given) and prints "WHAT MILLISECONDS" lines; what is asked more than once says its best time. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "domain/discrepancy.h"
#include "query/page.h"
#include "query/summary.h"
#include "snapshot/build.h"

static double clock_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool ask(struct snapshot *s, const char *what, const struct filter_spec *spec, struct err *e) {
  double best = 1e9;
  uint64_t n = 0;
  for (int i = 0; i < 5; i++) {
    struct filter *f;
    double start = clock_now();
    if (!filter_compile(s, spec, &f, e)) return false;
    n = filter_count_projects(f, false, false);
    double ms = clock_now() - start;
    best = ms < best ? ms : best;
    filter_free(f);
  }
  printf("%-24s %8.2f ms, %llu projects\n", what, best, (unsigned long long)n);
  return true;
}

static bool ask_all(struct snapshot *s, struct err *e) {
  const struct str kind = STR("convenio"), theme = STR("salud"), currency = STR("COP");
  return ask(s, "filter: nothing", &(struct filter_spec){0}, e) &&
         ask(s, "filter: kind", &(struct filter_spec){.kind = &kind, .n_kind = 1}, e) &&
         ask(s, "filter: kind, theme", &(struct filter_spec){.kind = &kind, .n_kind = 1, .theme = &theme, .n_theme = 1},
             e) &&
         ask(s, "filter: amount",
             &(struct filter_spec){.has_min = true, .min_minor = 500000000000, .currency = currency}, e) &&
         ask(s, "filter: during",
             &(struct filter_spec){
                 .has_during = true, .during_from = STR("2015-01-01"), .during_to = STR("2015-12-31")},
             e) &&
         ask(s, "filter: words", &(struct filter_spec){.words = STR("proyecto agua")}, e) &&
         ask(s, "filter: small box", &(struct filter_spec){.has_bbox = true, .bbox = {-75, 5, -74.5, 5.5}}, e) &&
         ask(s, "filter: everything's box", &(struct filter_spec){.has_bbox = true, .bbox = {-80, -5, -60, 15}}, e) &&
         ask(s, "filter: 50 km around", &(struct filter_spec){.has_near = true, .lon = -74, .lat = 5, .metres = 50000},
             e);
}

static bool sum_all(struct snapshot *s, struct err *e) {
  struct filter *f;
  if (!filter_compile(s, &(struct filter_spec){0}, &f, e)) return false;
  struct arena *a = arena_new(0);
  struct summary sum;
  double start = clock_now();
  bool ok = summary_by_area(f, a, STR(""), STR("COP"), &sum, NULL, e);
  if (ok)
    printf("%-24s %8.2f ms, %u areas, %s\n", "summary by area", clock_now() - start, sum.n,
           sum.closes ? "closes" : "DOES NOT CLOSE");
  arena_free(a);
  filter_free(f);
  return ok;
}

static bool count_finding(void *user, const struct discrepancy *x, struct err *e) {
  (void)x, (void)e;
  ++*(unsigned *)user;
  return true;
}

/* What the build does beside everything else, alone. */
static bool look(struct db *d, struct err *e) {
  unsigned n = 0;
  double start = clock_now();
  if (!discrepancy_find(d, count_finding, &n, e)) return false;
  printf("%-24s %8.0f ms, %u given\n", "findings, alone", clock_now() - start, n);
  return true;
}

static bool run(const char *store, const char *path, struct err *e) {
  struct db *d;
  struct snapshot *s;
  if (!db_open(store, DB_READ, &d, e)) return false;
  double start = clock_now();
  clock_t processor = clock();
  bool ok = snapshot_build(d, path, e);
  double built = clock_now();
  processor = clock() - processor;
  ok = ok && look(d, e);
  db_close(d);
  double closed = clock_now();
  if (!ok || !snapshot_open(path, &s, e)) return false;
  double opened = clock_now();
  printf("%-24s %8.0f ms, processor %.0f ms, %u projects, %u areas\n", "build", built - start,
         (double)processor * 1e3 / CLOCKS_PER_SEC, snapshot_projects(s), snapshot_areas(s));
  printf("%-24s %8.2f ms\n", "open", opened - closed);
  ok = ask_all(s, e) && sum_all(s, e);
  snapshot_release(s);
  return ok;
}

int main(int argc, char **argv) {
  struct err e = {0};
  if (argc < 2 || argc > 3) return 2;
  char beside[4096];
  snprintf(beside, sizeof beside, "%s.snapshot", argv[1]);
  if (run(argv[1], argc == 3 ? argv[2] : beside, &e)) return 0;
  fprintf(stderr, "snapshot: %s (%s)\n", e.text, e.detail);
  return 1;
}
