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

/* One project counts once for an actor however many roles it has: `last` remembers the project that counted last. */
static void count_actor(struct kept *k, uint32_t *last, uint32_t actor, uint32_t project) {
  if (actor == SNAPSHOT_NONE || last[actor] == project) return;
  last[actor] = project;
  k->actor_projects[actor]++;
}

static void count_actors(const struct snapshot *s, struct kept *k) {
  uint32_t n = snapshot_actors(s);
  uint32_t *last = mem_alloc((n ? n : 1) * sizeof *last);
  memset(last, 0xff, (n ? n : 1) * sizeof *last);
  for (uint32_t i = 0; i < snapshot_projects(s); i++) {
    struct snap_party party;
    for (uint32_t j = 0; snapshot_party(s, i, j, &party); j++) count_actor(k, last, party.actor, i);
    struct snap_contribution c;
    for (uint32_t j = 0; snapshot_contribution(s, i, j, &c); j++) {
      count_actor(k, last, c.provider, i);
      count_actor(k, last, c.receiver, i);
    }
  }
  free(last);
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
