/* Features as text on one thread: export SNAPSHOT. Prints for each form how many features a second and the private memory it took,
 * the best of three rounds over all projects with a place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/export_job.h"
#include "format/geojson.h"

enum { ROUNDS = 3, PAGE_ROWS = 1000 };

static double clock_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Memory of this process that no file stands behind, KiB. */
static long anonymous_kib(void) {
  FILE *f = fopen("/proc/self/status", "re");
  char line[256];
  long kib = -1;
  while (f && fgets(line, sizeof line, f)) sscanf(line, "RssAnon: %ld", &kib);
  if (f) fclose(f);
  return kib;
}

static void say(const char *what, uint64_t n, uint64_t bytes, double seconds) {
  printf("%-22s %9.0f features/s, %6.0f MB/s, %ld KiB anonymous\n", what, (double)n / seconds,
         (double)bytes / seconds / 1e6, anonymous_kib());
  fflush(stdout);
}

static bool stream(struct snapshot *s, enum export_format format, struct err *e) {
  double best = 1e9;
  uint64_t n = 0, bytes = 0;
  for (int round = 0; round < ROUNDS; round++) {
    struct arena *a = arena_new(0);
    struct export_job job;
    struct buf piece = {0};
    bool end = !export_job_open(&job, s, COLLECTION_PROJECTS, format, a, NULL, 0, STR(""), e);
    if (end) return false;
    n = page_count(job.f, PAGE_PROJECTS_LOCATED);
    bytes = 0;
    double start = clock_now();
    while (!end) {
      buf_reset(&piece);
      export_job_next(&job, &piece, &end);
      bytes += piece.len;
    }
    double seconds = clock_now() - start;
    if (seconds < best) best = seconds;
    buf_free(&piece);
    export_job_close(&job);
    arena_free(a);
  }
  say(export_forms[format].name, n, bytes, best);
  return true;
}

/* One page after another, each into a buffer of its own, as answers are. */
static bool pages(struct snapshot *s, struct err *e) {
  struct filter *f;
  const struct figures *figures;
  if (!filter_compile(s, &(struct filter_spec){0}, &f, e)) return false;
  if (!figures_hold(s, &figures, e)) return filter_free(f), false;
  double best = 1e9;
  uint64_t n_all = 0, bytes = 0;
  for (int round = 0; round < ROUNDS; round++) {
    double start = clock_now();
    struct str after = STR("");
    bool more = true;
    n_all = bytes = 0;
    while (more) {
      uint32_t rows[PAGE_ROWS], n;
      struct buf out = {0};
      struct jw w;
      struct arena *a = arena_new(0);
      page_rows(f, PAGE_PROJECTS_LOCATED, after, PAGE_ROWS, rows, &n, &more);
      jw_init(&w, &out);
      jw_array(&w);
      for (uint32_t i = 0; i < n; i++) {
        struct property_row row;
        property_row_load(&row, s, figures, a, COLLECTION_PROJECTS, rows[i]);
        geojson_write_feature(&w, &row, NULL, NULL);
        after = property_row_code(&row);
        arena_reset(a);
      }
      jw_end(&w);
      n_all += n;
      bytes += out.len;
      arena_free(a);
      buf_free(&out);
    }
    double seconds = clock_now() - start;
    if (seconds < best) best = seconds;
  }
  say("geojson, pages of 1000", n_all, bytes, best);
  figures_release(figures);
  filter_free(f);
  return true;
}

int main(int argc, char **argv) {
  struct err e = {0};
  struct snapshot *s;
  if (argc != 2) {
    fprintf(stderr, "usage: export SNAPSHOT\n");
    return 2;
  }
  bool ok = snapshot_open(argv[1], &s, &e);
  static const enum export_format forms[] = {EXPORT_GEOJSONL, EXPORT_GEOJSON, EXPORT_CSV};
  for (size_t i = 0; ok && i < sizeof forms / sizeof *forms; i++) ok = stream(s, forms[i], &e);
  ok = ok && pages(s, &e);
  if (!ok) fprintf(stderr, "%s\n", e.text);
  else snapshot_release(s);
  return ok ? 0 : 1;
}
