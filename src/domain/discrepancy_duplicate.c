/* Candidate pairs as findings. A pair that a person rejected stays in the ledger, but counts as two from then on. */
#include <stdlib.h>
#include "discrepancy_internal.h"

struct taker {
  struct ledger *l;
  size_t cap;
};

enum { MAX_PAIRS = 1000000 };

static const char SQL_REJECTED[] =
    "SELECT 1 FROM decision WHERE subject = ?1 AND undone_at IS NULL AND verdict = 'rechazado'";
static const char SQL_CLAIM[] =
    "SELECT c.id, a.title FROM activity AS a JOIN claim AS c ON c.id = a.claim_id WHERE a.id = ?1";

static bool keep_pair(struct taker *t, const struct duplicate *p, struct str key, struct err *e) {
  struct db_stmt *s;
  bool rejected;
  if (!db_prepare(t->l->db, SQL_REJECTED, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, key);
  if (!db_step(s, &rejected, e)) return false;
  if (rejected) return true;
  mem_grow((void **)&t->l->pairs, &t->cap, t->l->n_pairs + 1, sizeof *p);
  t->l->pairs[t->l->n_pairs++] = *p;
  return true;
}

static bool add_claim(struct ledger *l, struct ledger_entry *x, int64_t id, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(l->db, SQL_CLAIM, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!db_step(s, &row, e)) return false;
  if (row) ledger_claim(l, x, db_col_int(s, 0), "titulo", db_col_str(s, 1));
  return true;
}

static bool take(void *user, const struct duplicate *p, struct err *e) {
  struct taker *t = user;
  struct ledger *l = t->l;
  struct buf key = {0}, es = {0}, en = {0};
  duplicate_write_key(&key, p->code_a, p->code_b);
  bool ok = keep_pair(t, p, buf_str(&key), e);
  struct ledger_entry *x = ok ? ledger_add(l, LEDGER_DUPLICATE, (struct str[]){p->code_a, p->code_b}, 2) : NULL;
  if (x) {
    duplicate_write_reasons(&es, p->reasons, true);
    duplicate_write_reasons(&en, p->reasons, false);
    x->x.score = p->score;
    ledger_subject(l, x, "proyecto", p->code_a);
    ledger_subject(l, x, "proyecto", p->code_b);
    LEDGER_SAY(l, x, "{0} y {1} pueden ser un mismo proyecto ({2} de 100): {3}",
               "{0} and {1} may be one project ({2} out of 100): {3}", ledger_text(p->code_a), ledger_text(p->code_b),
               ledger_number(l, p->score), (struct ledger_word){buf_str(&es), buf_str(&en)});
    ok = add_claim(l, x, p->a, e) && add_claim(l, x, p->b, e);
  }
  buf_free(&key);
  buf_free(&es);
  buf_free(&en);
  return ok;
}

static void list_paired(struct ledger *l) {
  if (!l->n_pairs) return;
  l->paired = mem_alloc(2 * l->n_pairs * sizeof *l->paired);
  for (size_t i = 0; i < l->n_pairs; i++) {
    l->paired[l->n_paired++] = l->pairs[i].a;
    l->paired[l->n_paired++] = l->pairs[i].b;
  }
  qsort(l->paired, l->n_paired, sizeof *l->paired, ledger_compare_ids);
}

bool ledger_find_duplicates(struct ledger *l, struct err *e) {
  struct taker t = {l, 0};
  size_t all;
  if (!duplicate_find(l->db, MAX_PAIRS, take, &t, &all, e)) return false;
  if (all > MAX_PAIRS) l->shelf[LEDGER_DUPLICATE].all += all - MAX_PAIRS;
  if (l->n_pairs) qsort(l->pairs, l->n_pairs, sizeof *l->pairs, ledger_compare_pairs);
  list_paired(l);
  return true;
}
