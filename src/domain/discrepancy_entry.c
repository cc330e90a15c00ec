/* What a finding is filled with: subjects, claims, figures and its sentence. */
#include <stdlib.h>
#include "discrepancy_internal.h"

void ledger_subject(struct ledger *l, struct ledger_entry *x, const char *type, struct str code) {
  for (size_t i = 0; i < x->x.n_subjects; i++)
    if (str_eq(x->subjects[i].code, code) && strcmp(x->subjects[i].type, type) == 0) return;
  if (x->x.n_subjects == LEDGER_MAX_SUBJECTS) return;
  x->subjects[x->x.n_subjects++] = (struct discrepancy_subject){type, arena_str(l->arena, code)};
}

void ledger_claim(struct ledger *l, struct ledger_entry *x, int64_t claim_id, const char *field, struct str raw) {
  if (x->x.n_claims == LEDGER_MAX_CLAIMS) return;
  x->claims[x->x.n_claims++] =
      (struct discrepancy_claim){claim_id, arena_str(l->arena, str_from(field)), arena_str(l->arena, raw)};
}

void ledger_figures(struct ledger *l, struct ledger_entry *x, i128 stated, i128 computed, struct str currency) {
  x->x.has_stated = x->x.has_computed = true;
  x->x.stated = stated;
  x->x.computed = computed;
  x->x.has_difference = !__builtin_sub_overflow(stated, computed, &x->x.difference);
  x->x.currency = arena_str(l->arena, currency);
}

/* ---- sentences ---- */

struct ledger_word ledger_text(struct str s) {
  return (struct ledger_word){s, s};
}
struct ledger_word ledger_both(const char *es, const char *en) {
  return (struct ledger_word){str_from(es), str_from(en)};
}

static struct str finish_amount(struct ledger *l, struct buf *b, struct str currency) {
  if (b->len > 3 && b->data[b->len - 1] == '0' && b->data[b->len - 2] == '0') b->len -= 3;
  if (currency.n) {
    buf_add_char(b, ' ');
    buf_add_str(b, currency);
  }
  struct str s = arena_str(l->arena, buf_str(b));
  buf_free(b);
  return s;
}

struct ledger_word ledger_amount(struct ledger *l, i128 minor, struct str currency) {
  struct buf es = {0}, en = {0};
  decimal_write_minor_es(&es, minor);
  decimal_write_minor_en(&en, minor);
  struct ledger_word w = {finish_amount(l, &es, currency), {0}};
  w.en = finish_amount(l, &en, currency);
  return w;
}

struct ledger_word ledger_number(struct ledger *l, int64_t n) {
  return ledger_amount(l, (i128)n * 100, STR(""));
}

static struct str fill(struct ledger *l, const char *sentence, const struct ledger_word *words, size_t n, bool es) {
  struct buf out = {0};
  for (const char *p = sentence; *p; p++) {
    bool slot = p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}';
    size_t i = slot ? (size_t)(p[1] - '0') : 0;
    if (!slot || i >= n) {
      buf_add_char(&out, *p);
      continue;
    }
    buf_add_str(&out, es ? words[i].es : words[i].en);
    p += 2;
  }
  struct str s = arena_str(l->arena, buf_str(&out));
  buf_free(&out);
  return s;
}

void ledger_write(struct ledger *l, struct ledger_entry *x, const char *es, const char *en,
                  const struct ledger_word *words, size_t n) {
  x->x.es = fill(l, es, words, n, true);
  x->x.en = fill(l, en, words, n, false);
}

/* ---- what rules ask ---- */

bool ledger_activity(struct ledger *l, int64_t id, struct str *code, int64_t *claim_id, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(l->db, "SELECT code, claim_id FROM activity WHERE id = ?1", &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!db_step(s, &row, e)) return false;
  *code = row ? arena_str(l->arena, db_col_str(s, 0)) : (struct str){0};
  if (claim_id) *claim_id = row ? db_col_int(s, 1) : 0;
  return true;
}

int ledger_compare_pairs(const void *a, const void *b) {
  const struct duplicate *x = a, *y = b;
  if (x->a != y->a) return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

int ledger_compare_ids(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

bool ledger_has_pair(const struct ledger *l, int64_t id) {
  return l->n_paired && bsearch(&id, l->paired, l->n_paired, sizeof id, ledger_compare_ids);
}

bool ledger_is_pair(const struct ledger *l, int64_t a, int64_t b) {
  struct duplicate one = {.a = a, .b = b}, two = {.a = b, .b = a};
  return l->n_pairs && (bsearch(&one, l->pairs, l->n_pairs, sizeof one, ledger_compare_pairs) ||
                        bsearch(&two, l->pairs, l->n_pairs, sizeof two, ledger_compare_pairs));
}
