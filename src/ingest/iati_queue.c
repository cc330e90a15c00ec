/* A ring of activities between the thread that reads and the one that saves: filled, taken and given back in the same order. */
#include <pthread.h>
#include <stdlib.h>
#include "iati_internal.h"

enum { SLOTS = 64, ARENA = 1 << 16 };

struct iati_queue {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  struct iati_activity slots[SLOTS];
  uint64_t put, taken, returned; /* so many since the start */
  bool given_up;
};

struct iati_queue *iati_queue_new(void) {
  struct iati_queue *q = mem_calloc(1, sizeof *q);
  pthread_mutex_init(&q->lock, NULL);
  pthread_cond_init(&q->changed, NULL);
  for (size_t i = 0; i < SLOTS; i++) q->slots[i].arena = arena_new(ARENA);
  return q;
}

void iati_queue_free(struct iati_queue *q) {
  if (!q) return;
  for (size_t i = 0; i < SLOTS; i++) arena_free(q->slots[i].arena);
  pthread_mutex_destroy(&q->lock);
  pthread_cond_destroy(&q->changed);
  free(q);
}

struct iati_activity *iati_queue_blank(struct iati_queue *q) {
  pthread_mutex_lock(&q->lock);
  while (q->put - q->returned == SLOTS && !q->given_up) pthread_cond_wait(&q->changed, &q->lock);
  struct iati_activity *a = q->given_up ? NULL : &q->slots[q->put % SLOTS];
  pthread_mutex_unlock(&q->lock);
  if (a) arena_reset(a->arena);
  return a;
}

void iati_queue_put(struct iati_queue *q) {
  pthread_mutex_lock(&q->lock);
  bool end = q->slots[q->put++ % SLOTS].end;
  if (q->put - q->taken == SLOTS / 4 || end) pthread_cond_signal(&q->changed); /* enough to be worth waking for */
  pthread_mutex_unlock(&q->lock);
}

struct iati_activity *iati_queue_get(struct iati_queue *q) {
  pthread_mutex_lock(&q->lock);
  while (q->put == q->taken) pthread_cond_wait(&q->changed, &q->lock);
  struct iati_activity *a = &q->slots[q->taken++ % SLOTS];
  pthread_mutex_unlock(&q->lock);
  return a;
}

void iati_queue_return(struct iati_queue *q) {
  pthread_mutex_lock(&q->lock);
  q->returned++;
  if (q->put - q->returned == SLOTS / 2) pthread_cond_signal(&q->changed); /* likewise */
  pthread_mutex_unlock(&q->lock);
}

void iati_queue_give_up(struct iati_queue *q) {
  pthread_mutex_lock(&q->lock);
  q->given_up = true;
  pthread_cond_signal(&q->changed);
  pthread_mutex_unlock(&q->lock);
}
