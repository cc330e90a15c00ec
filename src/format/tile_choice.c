/* Filters as tiles use them, and the last few of them. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "query/summary.h"
#include "tile_internal.h"

struct tile_choice {
  struct filter *filter;
  uint64_t *elsewhere;
  _Atomic unsigned holders;
};

uint64_t *tile_value_elsewhere(const struct filter *f) {
  uint64_t *bits = summary_value_elsewhere(f);
  if (bits_count(bits, snapshot_view(filter_snapshot(f))->n_project_code)) return bits;
  free(bits);
  return NULL;
}

struct tile_choice *tile_choice_new(struct filter *f) {
  struct tile_choice *c = mem_calloc(1, sizeof *c);
  c->filter = f;
  c->elsewhere = tile_value_elsewhere(f);
  c->holders = 1;
  return c;
}

static struct tile_choice *hold(const struct tile_choice *c) {
  struct tile_choice *held = (struct tile_choice *)(uintptr_t)c; /* only its count changes */
  held->holders++;
  return held;
}

void tile_choice_release(const struct tile_choice *c) {
  struct tile_choice *held = (struct tile_choice *)(uintptr_t)c;
  if (!held || --held->holders) return;
  filter_free(held->filter);
  free(held->elsewhere);
  free(held);
}

const struct filter *tile_choice_filter(const struct tile_choice *c) {
  return c && !filter_is_everything(c->filter) ? c->filter : NULL;
}
const uint64_t *tile_choice_elsewhere(const struct tile_choice *c) { return c ? c->elsewhere : NULL; }

/* ---- the last few, the newest first; of one snapshot, since each holds its own */

enum { KEPT = 16 };
struct kept {
  char *question;
  size_t n;
  struct tile_choice *choice;
};
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct kept kept[KEPT];
static char kept_of[64]; /* checksum of the snapshot */

static void empty(struct kept *k) {
  tile_choice_release(k->choice);
  free(k->question);
  *k = (struct kept){0};
}

static void turn_to(const char *checksum) {
  if (strcmp(kept_of, checksum) == 0) return;
  for (int i = 0; i < KEPT; i++) empty(&kept[i]);
  strncpy(kept_of, checksum, sizeof kept_of - 1);
}

void tile_choice_forget_others(const char *checksum) {
  pthread_mutex_lock(&lock);
  turn_to(checksum);
  pthread_mutex_unlock(&lock);
}

static void move_to_front(int i) {
  struct kept one = kept[i];
  memmove(kept + 1, kept, (size_t)i * sizeof *kept);
  kept[0] = one;
}

static int find(struct str question) {
  for (int i = 0; i < KEPT; i++)
    if (kept[i].choice && kept[i].n == question.n && memcmp(kept[i].question, question.p, question.n) == 0) return i;
  return -1;
}

const struct tile_choice *tile_choice_find(const struct snapshot *s, struct str question) {
  const struct tile_choice *found = NULL;
  pthread_mutex_lock(&lock);
  if (strcmp(kept_of, snapshot_checksum(s)) == 0) {
    int i = find(question);
    if (i >= 0) {
      move_to_front(i);
      found = hold(kept[0].choice);
    }
  }
  pthread_mutex_unlock(&lock);
  return found;
}

void tile_choice_keep(const struct snapshot *s, struct str question, const struct tile_choice *c) {
  pthread_mutex_lock(&lock);
  turn_to(snapshot_checksum(s));
  if (find(question) < 0) {
    empty(&kept[KEPT - 1]);
    kept[KEPT - 1] = (struct kept){mem_alloc(question.n + 1), question.n, hold(c)};
    memcpy(kept[KEPT - 1].question, question.p, question.n);
    move_to_front(KEPT - 1);
  }
  pthread_mutex_unlock(&lock);
}
