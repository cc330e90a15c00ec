#include "unit.h"
#include <pthread.h>
#include <unistd.h>
#include "core/mem.h"
#include "http/cache.h"

static _Atomic int alive, made;
static int *new_value(int v) {
  int *p = mem_alloc(sizeof *p);
  *p = v;
  alive++;
  return p;
}
static void drop(void *p) {
  free(p);
  alive--;
}

static void put(struct cache *c, const char *key, int v, uint64_t bytes) {
  struct cache_entry *held;
  assert_null(cache_take(c, str_from(key), &held));
  cache_put(c, held, new_value(v), bytes);
  cache_release(c, held);
}
static int get(struct cache *c, const char *key) {
  struct cache_entry *held;
  int *p = cache_peek(c, str_from(key), &held), v = p ? *p : -1;
  if (p) cache_release(c, held);
  return v;
}

static void keeps_the_last_used(void **state) {
  (void)state;
  struct cache *c = cache_new(100000, drop);
  char key[16];
  for (int i = 0; i < 8; i++) {
    snprintf(key, sizeof key, "k%d", i);
    put(c, key, i, 11000);
  }
  assert_int_equal(get(c, "k0"), 0);
  put(c, "k8", 8, 11000); /* the ninth does not fit beside the others */
  assert_int_equal(get(c, "k0"), 0);
  assert_int_equal(get(c, "k1"), -1);
  assert_int_equal(get(c, "k8"), 8);
  assert_true(cache_bytes(c) <= 100000);
  cache_free(c);
  assert_int_equal(alive, 0);
}

static void too_large_is_given_and_not_kept(void **state) {
  (void)state;
  struct cache *c = cache_new(100000, drop);
  struct cache_entry *held;
  assert_null(cache_take(c, STR("big"), &held));
  int *v = new_value(1);
  cache_put(c, held, v, 20000);
  assert_int_equal(*v, 1); /* still held */
  assert_int_equal(get(c, "big"), -1);
  assert_int_equal(cache_bytes(c), 0);
  cache_release(c, held);
  assert_int_equal(alive, 0);
  cache_free(c);
}

static void held_values_outlive_eviction(void **state) {
  (void)state;
  struct cache *c = cache_new(4000, drop);
  struct cache_entry *held;
  put(c, "a", 7, 200);
  int *v = cache_take(c, STR("a"), &held);
  char key[16];
  for (int i = 0; i < 50; i++) {
    snprintf(key, sizeof key, "b%d", i);
    put(c, key, i, 200);
  }
  assert_int_equal(get(c, "a"), -1);
  assert_int_equal(*v, 7);
  cache_release(c, held);
  cache_free(c);
  assert_int_equal(alive, 0);
}

struct crowd {
  struct cache *c;
  bool fail_first;
};
static void *ask(void *arg) {
  struct crowd *w = arg;
  struct cache_entry *held;
  int *v = cache_take(w->c, STR("key"), &held);
  if (!v) {
    int n = ++made;
    usleep(30000);
    if (w->fail_first && n == 1) {
      cache_abandon(w->c, held);
      return NULL;
    }
    cache_put(w->c, held, v = new_value(5), 10);
  }
  bool right = *v == 5;
  cache_release(w->c, held);
  return right ? arg : NULL;
}

static int crowd(struct crowd *w) {
  pthread_t t[8];
  int right = 0;
  made = 0;
  for (int i = 0; i < 8; i++) pthread_create(&t[i], NULL, ask, w);
  for (int i = 0; i < 8; i++) {
    void *result;
    pthread_join(t[i], &result);
    right += result != NULL;
  }
  return right;
}

static void one_makes_and_others_wait(void **state) {
  (void)state;
  struct crowd w = {cache_new(100000, drop), false};
  assert_int_equal(crowd(&w), 8);
  assert_int_equal(made, 1);
  cache_free(w.c);
  w = (struct crowd){cache_new(100000, drop), true};
  assert_int_equal(crowd(&w), 7);
  assert_int_equal(made, 2);
  cache_free(w.c);
  w = (struct crowd){cache_new(100, drop), false}; /* nothing is kept, yet those who wait get it */
  assert_int_equal(crowd(&w), 8);
  cache_free(w.c);
  assert_int_equal(alive, 0);
}

static void *hammer(void *arg) {
  struct cache *c = arg;
  unsigned seed = (unsigned)(uintptr_t)&seed;
  for (int i = 0; i < 20000; i++) {
    char key[16];
    int n = rand_r(&seed) % 200;
    int len = snprintf(key, sizeof key, "%d", n);
    struct cache_entry *held;
    int *v = cache_take(c, (struct str){key, (size_t)len}, &held);
    if (!v && i % 7 == 0) {
      cache_abandon(c, held);
      continue;
    }
    if (!v) cache_put(c, held, v = new_value(n), (uint64_t)n * 10);
    if (*v != n) return arg;
    cache_release(c, held);
  }
  return NULL;
}

static void many_threads(void **state) {
  (void)state;
  struct cache *c = cache_new(60000, drop);
  pthread_t t[4];
  for (int i = 0; i < 4; i++) pthread_create(&t[i], NULL, hammer, c);
  for (int i = 0; i < 4; i++) {
    void *wrong;
    pthread_join(t[i], &wrong);
    assert_null(wrong);
  }
  assert_true(cache_bytes(c) <= 60000);
  cache_free(c);
  assert_int_equal(alive, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(keeps_the_last_used),
                                     cmocka_unit_test(too_large_is_given_and_not_kept),
                                     cmocka_unit_test(held_values_outlive_eviction),
                                     cmocka_unit_test(one_makes_and_others_wait), cmocka_unit_test(many_threads)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
