/* A queue, a condition variable and some threads. */
#include "http/worker.h"
#include <microhttpd.h>
#include <pthread.h>
#include <stdlib.h>
#include "http/exchange.h"

enum { MOST_THREADS = 8, MOST_WAITING = 64 };

struct workers {
  pthread_mutex_t lock;
  pthread_cond_t more;
  struct exchange *first, **last;
  unsigned waiting, n;
  bool stop;
  pthread_t thread[MOST_THREADS];
};

static struct exchange *take(struct workers *w) {
  pthread_mutex_lock(&w->lock);
  while (!w->first && !w->stop) pthread_cond_wait(&w->more, &w->lock);
  struct exchange *x = w->first;
  if (x) {
    w->first = x->next;
    if (!w->first) w->last = &w->first;
    w->waiting--;
  }
  pthread_mutex_unlock(&w->lock);
  return x;
}

static void *run(void *arg) {
  struct workers *w = arg;
  for (struct exchange *x; (x = take(w));) {
    x->reply = exchange_make(x);
    x->replied = true;
    MHD_resume_connection(x->connection);
  }
  return NULL;
}

struct workers *workers_start(unsigned n) {
  struct workers *w = mem_calloc(1, sizeof *w);
  pthread_mutex_init(&w->lock, NULL);
  pthread_cond_init(&w->more, NULL);
  w->last = &w->first;
  while (w->n < n && w->n < MOST_THREADS && pthread_create(&w->thread[w->n], NULL, run, w) == 0) w->n++;
  if (w->n) return w;
  workers_stop(w);
  return NULL;
}

bool workers_add(struct workers *w, struct exchange *x) {
  pthread_mutex_lock(&w->lock);
  bool room = w->waiting < MOST_WAITING;
  if (room) {
    x->next = NULL;
    *w->last = x;
    w->last = &x->next;
    w->waiting++;
    pthread_cond_signal(&w->more);
  }
  pthread_mutex_unlock(&w->lock);
  return room;
}

void workers_stop(struct workers *w) {
  if (!w) return;
  pthread_mutex_lock(&w->lock);
  w->stop = true;
  pthread_cond_broadcast(&w->more);
  pthread_mutex_unlock(&w->lock);
  for (unsigned i = 0; i < w->n; i++) pthread_join(w->thread[i], NULL);
  pthread_cond_destroy(&w->more);
  pthread_mutex_destroy(&w->lock);
  free(w);
}
