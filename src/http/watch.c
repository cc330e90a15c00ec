/* Deadlines of connections. */
#include "http/watch.h"
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include "core/mem.h"

enum { TICK_MS = 250 };

struct watch {
  pthread_mutex_t lock;
  pthread_cond_t stopping;
  pthread_t thread;
  bool stop;
  struct watched head; /* ring */
};

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void shut_late(struct watch *w) {
  int64_t now = now_ms();
  for (struct watched *x = w->head.next; x != &w->head; x = x->next) {
    if (x->deadline > now) continue;
    shutdown(x->fd, SHUT_RDWR);
    x->deadline = INT64_MAX;
  }
}

static void *run(void *arg) {
  struct watch *w = arg;
  pthread_mutex_lock(&w->lock);
  while (!w->stop) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) until.tv_sec++, until.tv_nsec -= 1000000000L;
    pthread_cond_timedwait(&w->stopping, &w->lock, &until);
    shut_late(w);
  }
  pthread_mutex_unlock(&w->lock);
  return NULL;
}

struct watch *watch_start(void) {
  struct watch *w = mem_calloc(1, sizeof *w);
  w->head.prev = w->head.next = &w->head;
  pthread_mutex_init(&w->lock, NULL);
  pthread_condattr_t clock;
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_cond_init(&w->stopping, &clock);
  pthread_condattr_destroy(&clock);
  if (pthread_create(&w->thread, NULL, run, w) == 0) return w;
  free(w);
  return NULL;
}

void watch_stop(struct watch *w) {
  if (!w) return;
  pthread_mutex_lock(&w->lock);
  w->stop = true;
  pthread_cond_signal(&w->stopping);
  pthread_mutex_unlock(&w->lock);
  pthread_join(w->thread, NULL);
  pthread_cond_destroy(&w->stopping);
  pthread_mutex_destroy(&w->lock);
  free(w);
}

void watch_set(struct watched *x, uint64_t seconds) {
  x->deadline = seconds ? now_ms() + (int64_t)seconds * 1000 : INT64_MAX;
}

struct watched *watch_add(struct watch *w, int fd, unsigned seconds) {
  struct watched *x = mem_calloc(1, sizeof *x);
  x->fd = fd;
  watch_set(x, seconds);
  pthread_mutex_lock(&w->lock);
  x->next = w->head.next;
  x->prev = &w->head;
  x->next->prev = x;
  w->head.next = x;
  pthread_mutex_unlock(&w->lock);
  return x;
}

void watch_remove(struct watch *w, struct watched *x) {
  if (!x) return;
  pthread_mutex_lock(&w->lock);
  x->prev->next = x->next;
  x->next->prev = x->prev;
  pthread_mutex_unlock(&w->lock);
  free(x);
}
