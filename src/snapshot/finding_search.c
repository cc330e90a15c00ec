/* The rules of the ledger take about as long as reading the store does, so they run beside it: on a thread and a connection of
 * their own, which sees the same version of the store. */
#include <pthread.h>
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"

struct finding_search {
  char *path;
  int64_t version;
  struct found found;
  bool ok, on_thread;
  pthread_t thread;
};

/* Texts of a finding live until the next one. */
static bool keep(void *user, const struct discrepancy *x, struct err *e) {
  (void)e;
  struct found *f = user;
  struct discrepancy d = *x;
  struct discrepancy_subject *subjects = arena_alloc(f->arena, (x->n_subjects + 1) * sizeof *subjects);
  struct discrepancy_claim *claims = arena_alloc(f->arena, (x->n_claims + 1) * sizeof *claims);
  d.key = arena_str(f->arena, x->key);
  d.rule = arena_strdup(f->arena, x->rule);
  d.severity = arena_strdup(f->arena, x->severity);
  d.es = arena_str(f->arena, x->es);
  d.en = arena_str(f->arena, x->en);
  d.currency = arena_str(f->arena, x->currency);
  for (size_t i = 0; i < x->n_subjects; i++)
    subjects[i] = (struct discrepancy_subject){arena_strdup(f->arena, x->subjects[i].type),
                                               arena_str(f->arena, x->subjects[i].code)};
  for (size_t i = 0; i < x->n_claims; i++)
    claims[i] = (struct discrepancy_claim){x->claims[i].claim_id, arena_str(f->arena, x->claims[i].field),
                                           arena_str(f->arena, x->claims[i].raw)};
  d.subjects = subjects;
  d.claims = claims;
  mem_grow((void **)&f->row, &f->cap, f->n + 1, sizeof *f->row);
  f->row[f->n++] = d;
  return true;
}

static void forget(struct found *f) {
  arena_free(f->arena);
  free(f->row);
  free(f->count);
  *f = (struct found){0};
}

static bool look(struct db *d, struct found *f, struct err *e) {
  size_t n;
  f->arena = arena_new(1 << 16);
  if (!discrepancy_find(d, keep, f, e)) return false;
  const struct discrepancy_rule *rules = discrepancy_rules(&n);
  f->count = mem_calloc(n, sizeof *f->count);
  for (size_t i = 0; i < n; i++) f->count[i] = discrepancy_count(rules[i].code);
  return true;
}

static void *look_beside(void *user) {
  struct finding_search *s = user;
  struct err e = {0};
  struct db *d;
  int64_t version;
  if (!db_open(s->path, DB_READ, &d, &e)) return NULL;
  if (db_begin(d, &e) && db_data_version(d, &version, &e) && version == s->version) s->ok = look(d, &s->found, &e);
  db_close(d);
  return NULL;
}

struct finding_search *finding_search_start(struct db *d, int64_t version) {
  struct finding_search *s = mem_calloc(1, sizeof *s);
  s->path = mem_strdup(db_path(d));
  s->version = version;
  s->on_thread = pthread_create(&s->thread, NULL, look_beside, s) == 0;
  return s;
}

static void wait_for(struct finding_search *s) {
  if (s->on_thread) pthread_join(s->thread, NULL);
  s->on_thread = false;
}

const struct found *finding_search_end(struct finding_search *s, struct db *d, struct err *e) {
  wait_for(s);
  if (s->ok) return &s->found;
  /* No second connection, or it sees another version: look here, where an error is also told in the user's language. */
  forget(&s->found);
  return look(d, &s->found, e) ? &s->found : NULL;
}

void finding_search_free(struct finding_search *s) {
  if (!s) return;
  wait_for(s);
  forget(&s->found);
  free(s->path);
  free(s);
}
