/* Facets and totals from the question to the finished body, on one thread and past every cache: totals SNAPSHOT [TIMES]. Prints
 * "PATH MILLISECONDS OF-THEM-ON-THE-PROCESSOR BYTES" for each question, the medians of TIMES (15) answers; the filters choose every
 * project, most of them here and there, and some. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "api/routes.h"
#include "http/params.h"
#include "http/router.h"
#include "snapshot/snapshot.h"

static double clock_now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *x, const void *y) {
  double a = *(const double *)x, b = *(const double *)y;
  return a < b ? -1 : a > b;
}

/* What the server does for one request, without the network. */
static bool answer(struct snapshot *s, struct arena *a, const char *path, const char *query, struct buf *body,
                   struct err *e) {
  struct router_path at;
  if (!router_read_path(str_from(path), false, a, &at, e)) return false;
  struct http_request q = {.path = at.text,
                           .query = str_from(query),
                           .base_url = "http://127.0.0.1:8080",
                           .media = "application/json",
                           .lang = "es",
                           .arena = a};
  const struct http_route *route = router_find(api_routes(), &at, q.segment);
  if (!route) return err_set(e, ERR_NOT_FOUND, "%s", path);
  if (!params_parse(q.query, route->params, false, a, &q.params, &q.n_params, e)) return false;
  struct http_response p = {.fd = -1, .body = *body};
  p.body.len = 0;
  bool ok = route->handle(NULL, s, &q, &p, e);
  *body = p.body;
  return ok;
}

static bool ask(struct snapshot *s, const char *path, const char *query, size_t times, struct err *e) {
  double *took = mem_calloc(2 * times, sizeof *took), *busy = took + times;
  struct arena *a = arena_new(0);
  struct buf body = {0};
  bool ok = true;
  for (size_t i = 0; ok && i < times; i++) {
    arena_reset(a);
    double start = clock_now(CLOCK_MONOTONIC), began = clock_now(CLOCK_THREAD_CPUTIME_ID);
    ok = answer(s, a, path, query, &body, e);
    took[i] = clock_now(CLOCK_MONOTONIC) - start;
    busy[i] = clock_now(CLOCK_THREAD_CPUTIME_ID) - began;
  }
  qsort(took, times, sizeof *took, by_value);
  qsort(busy, times, sizeof *busy, by_value);
  if (ok) printf("%s?%s %.2f %.2f %zu\n", path, query, took[times / 2], busy[times / 2], body.len);
  fflush(stdout);
  buf_free(&body);
  arena_free(a);
  free(took);
  return ok;
}

int main(int argc, char **argv) {
  static const char *const filters[] = {"monto_min=1", "clase=proyecto&clase=evento", "vigente=2015"};
  static const char *const by[] = {"area",  "tema", "fuente", "ejecutor", "tipo",  "modalidad",
                                   "forma", "anio", "estado", "clase",    "lugar", "localidad"};
  size_t times = argc > 2 ? strtoul(argv[2], NULL, 10) : 15;
  struct snapshot *s;
  struct err e = {0};
  char query[256];
  bool ok = argc > 1 && times > 0 && snapshot_open(argv[1], &s, &e);
  if (!ok) {
    fprintf(stderr, "totals SNAPSHOT [TIMES]: %s\n", e.text);
    return 2;
  }
  for (size_t f = 0; ok && f < sizeof filters / sizeof *filters; f++) {
    ok = ask(s, "/facetas", filters[f], times, &e);
    for (size_t i = 0; ok && i < sizeof by / sizeof *by; i++) {
      snprintf(query, sizeof query, "por=%s&%s", by[i], filters[f]);
      ok = ask(s, "/resumen", query, times, &e);
    }
    snprintf(query, sizeof query, "filas=localidad&columnas=tema&%s", filters[f]);
    ok = ok && ask(s, "/matriz", query, times, &e);
    snprintf(query, sizeof query, "capa=localidad&%s", filters[f]);
    ok = ok && ask(s, "/flujos", query, times, &e);
    snprintf(query, sizeof query, "capa=barrio&%s", filters[f]);
    ok = ok && ask(s, "/flujos", query, times, &e);
  }
  if (!ok) fprintf(stderr, "%s (%s)\n", e.text, e.detail);
  snapshot_release(s);
  return !ok;
}
