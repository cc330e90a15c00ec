#include "format/figures.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "query/summary.h"

struct kept {
  struct figures pub; /* first: figures_release() casts back */
  struct figures_area *areas;
  uint32_t *actor_projects;
  char checksum[64];
  unsigned holders; /* guarded by lock */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kept *latest; /* itself one holder */

static void drop(struct kept *k) {
  if (--k->holders) return;
  free(k->areas);
  free(k->actor_projects);
  free(k);
}

/* The snapshot has each pair of actor and project once, in whatever roles. */
static void count_actors(const struct snapshot *s, struct kept *k) {
  struct snap_actor_role role;
  for (uint32_t i = 0; i < snapshot_actors(s); i++)
    while (snapshot_actor_project(s, i, k->actor_projects[i], &role)) k->actor_projects[i]++;
}

static bool sum_areas(struct snapshot *s, struct kept *k, struct err *e) {
  struct filter_spec spec = {0};
  struct filter *f;
  if (!filter_compile(s, &spec, &f, e)) return false;
  struct arena *a = arena_new(0);
  struct summary sum;
  i128 other;
  bool ok = summary_by_area(f, a, STR(""), STR(FIGURES_CURRENCY), &sum, &other, e);
  for (uint32_t i = 0; ok && i < sum.n; i++) {
    const struct summary_money *m = &sum.areas[i].m;
    k->areas[sum.areas[i].area] =
        (struct figures_area){m->projects, summary_silent(m), m->full_minor, m->attributed_minor, m->direct_minor};
  }
  arena_free(a);
  filter_free(f);
  return ok;
}

static struct kept *make(struct snapshot *s, struct err *e) {
  struct kept *k = mem_calloc(1, sizeof *k);
  uint32_t areas = snapshot_areas(s), actors = snapshot_actors(s);
  k->areas = mem_calloc(areas ? areas : 1, sizeof *k->areas);
  k->actor_projects = mem_calloc(actors ? actors : 1, sizeof *k->actor_projects);
  k->pub = (struct figures){k->areas, k->actor_projects};
  k->holders = 1;
  strncpy(k->checksum, snapshot_checksum(s), sizeof k->checksum - 1);
  if (!sum_areas(s, k, e)) {
    drop(k);
    return NULL;
  }
  count_actors(s, k);
  return k;
}

bool figures_hold(struct snapshot *s, const struct figures **out, struct err *e) {
  pthread_mutex_lock(&lock);
  if (!latest || strcmp(latest->checksum, snapshot_checksum(s)) != 0) {
    struct kept *k = make(s, e);
    if (!k) {
      pthread_mutex_unlock(&lock);
      return false;
    }
    if (latest) drop(latest);
    latest = k;
  }
  latest->holders++;
  *out = &latest->pub;
  pthread_mutex_unlock(&lock);
  return true;
}

void figures_release(const struct figures *f) {
  if (!f) return;
  pthread_mutex_lock(&lock);
  drop((struct kept *)(uintptr_t)f);
  pthread_mutex_unlock(&lock);
}
