/* Filters from their text to the sets of rows: filter SNAPSHOT [TIMES] [CQL2 …]. Prints "MILLISECONDS OF-THEM-ON-THE-PROCESSOR PROJECTS
 * FILTER" for each, the medians of TIMES (15); without filters a few of each kind. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "query/filter.h"

static const char *const usual[] = {
    "anio >= 2010 AND clase = 'proyecto'",
    "valor > 1000000 AND anio BETWEEN 2009 AND 2011",
    "valor > 1000000 OR NOT (estado = '2')",
    "personas > 100 AND valor <= 5000.005",
    "clase IN ('proyecto', 'convenio') AND estado IS NOT NULL",
    "fecha_inicio >= DATE('2010-01-01') AND valor IS NOT NULL",
    "T_INTERSECTS(INTERVAL(fecha_inicio, fecha_fin), INTERVAL('2010-01-01', '2011-12-31'))",
    "S_INTERSECTS(geometry, BBOX(-75.55, 10.38, -75.5, 10.42))",
    "S_WITHIN(geometry, POLYGON((-75.6 10.3, -75.4 10.3, -75.5 10.5, -75.6 10.3)))",
    "codigo = 'p-100'",
    "titulo LIKE '%100%'",
    "ACCENTI(CASEI(titulo)) LIKE 'proyecto%'",
    "A_CONTAINS(tema, ('salud', 'agua'))",
    "valor / personas > 1000",
    "dentro_de('localidad-3') OR dentro_de('localidad-1')",
};

static int by_value(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return a < b ? -1 : a > b;
}

static double clock_now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool once(struct snapshot *s, const char *text, double *took, double *busy, uint64_t *n, struct err *e) {
  double begun = clock_now(CLOCK_MONOTONIC), began = clock_now(CLOCK_THREAD_CPUTIME_ID);
  struct arena *a = arena_new(0);
  struct cql2 *where;
  struct filter *f = NULL;
  bool ok = cql2_read_text(a, str_from(text), &where, e) &&
            filter_compile(s, &(struct filter_spec){.where = where, .where_text = str_from(text)}, &f, e);
  *took = clock_now(CLOCK_MONOTONIC) - begun;
  *busy = clock_now(CLOCK_THREAD_CPUTIME_ID) - began;
  if (ok) *n = filter_count_projects(f, false, false);
  filter_free(f);
  arena_free(a);
  return ok;
}

static void ask(struct snapshot *s, const char *text, size_t times) {
  double *took = mem_calloc(2 * times, sizeof *took), *busy = took + times;
  struct err e = {0};
  uint64_t n = 0;
  bool ok = true;
  for (size_t i = 0; ok && i < times; i++) ok = once(s, text, &took[i], &busy[i], &n, &e);
  qsort(took, times, sizeof *took, by_value);
  qsort(busy, times, sizeof *busy, by_value);
  if (ok) printf("%8.2f %8.2f %9llu %s\n", took[times / 2], busy[times / 2], (unsigned long long)n, text);
  else printf("%s: %s\n", text, e.text);
  free(took);
}

int main(int argc, char **argv) {
  struct snapshot *s;
  struct err e = {0};
  size_t times = argc > 2 ? strtoul(argv[2], NULL, 10) : 15;
  if (argc < 2 || !times || !snapshot_open(argv[1], &s, &e)) {
    fprintf(stderr, "filter SNAPSHOT [TIMES] [CQL2 ...]: %s\n", e.text);
    return 1;
  }
  for (int i = 3; i < argc; i++) ask(s, argv[i], times);
  for (size_t i = 0; argc <= 3 && i < sizeof usual / sizeof *usual; i++) ask(s, usual[i], times);
  snapshot_release(s);
  return 0;
}
