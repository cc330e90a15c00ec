#include "domain/duplicate.h"
#include <stdlib.h>
#include "duplicate_internal.h"

/* Points. A pair is shown from DUPLICATE_SHOW on: the same title with the same amount, a near title with the same amount, or one
 * of them with place, date and party. */
enum {
  TITLE = 45,
  TITLE_COMMON = 30,
  TITLE_NEAR = 30,
  AMOUNT = 30,
  AMOUNT_COMMON = 15,
  AMOUNT_OTHER = -20,
  PEOPLE = 10,
  PEOPLE_OTHER = -10,
  IDENTIFIER = 60
};

/* At most so many words of `a` are in `b`: each bit that only `a` has stands for a word, or several, that only `a` has. */
static uint32_t most_in_common(const struct duplicate_row *a, const struct duplicate_row *b) {
  return a->n_words - (uint32_t)__builtin_popcountll(a->signature & ~b->signature);
}

/* Three in four of the longer title's words are in both, and what counts in a series (I and II, 2010 and 2011) is the same. */
static bool titles_are_near(const struct duplicate_rows *x, const struct duplicate_row *a,
                            const struct duplicate_row *b) {
  const uint32_t *p = x->words + a->word, *q = x->words + b->word;
  uint32_t i = 0, k = 0, common = 0, most = a->n_words > b->n_words ? a->n_words : b->n_words;
  if (a->n_words < 3 || b->n_words < 3) return false;
  if (most_in_common(a, b) * 4 < most * 3 || most_in_common(b, a) * 4 < most * 3) return false; /* most pairs */
  while (i < a->n_words || k < b->n_words) {
    if (i < a->n_words && k < b->n_words && p[i] == q[k]) {
      common++;
      i++;
      k++;
      continue;
    }
    uint32_t alone = k == b->n_words || (i < a->n_words && p[i] < q[k]) ? p[i++] : q[k++];
    if (x->is_ordinal[alone]) return false;
  }
  return common * 4 >= most * 3;
}

static bool same_name(const struct duplicate_row *a, const struct duplicate_row *b) {
  return a->names[0] == b->names[0] || a->names[0] == b->names[1] || a->names[1] == b->names[0] ||
         (a->names[1] && a->names[1] == b->names[1]);
}

int duplicate_compare_rows(const struct duplicate_rows *x, const struct duplicate_row *a, const struct duplicate_row *b,
                           unsigned *reasons) {
  bool same_amount = a->amount && a->amount == b->amount, other_amount = !same_amount && a->amount && b->amount;
  int points = 0;
  *reasons = 0;
  if (same_name(a, b)) {
    *reasons |= DUPLICATE_IDENTIFIER;
    points += IDENTIFIER;
  }
  if (a->title == b->title) {
    *reasons |= DUPLICATE_TITLE;
    points += a->is_common[0] ? TITLE_COMMON : TITLE;
  } else if ((!other_amount || points) &&
             titles_are_near(x, a, b)) { /* with another amount it is not enough: most pairs end here */
    *reasons |= DUPLICATE_TITLE_NEAR;
    points += TITLE_NEAR;
  }
  if (same_amount) *reasons |= DUPLICATE_AMOUNT;
  points += same_amount ? (a->is_common[1] ? AMOUNT_COMMON : AMOUNT) : other_amount ? AMOUNT_OTHER : 0;
  if (a->people > 0 && a->people == b->people) {
    *reasons |= DUPLICATE_PEOPLE;
    points += PEOPLE;
  } else if (a->people > 0 && b->people > 0) {
    points += PEOPLE_OTHER;
  }
  return points;
}

bool duplicate_find(struct db *d, size_t max, duplicate_fn *fn, void *user, size_t *all, struct err *e) {
  struct duplicate_rows rows = {0};
  struct duplicate_pairs pairs = {0};
  struct duplicate *found = NULL;
  struct arena *a = arena_new(1 << 16);
  size_t n = 0;
  bool ok = duplicate_read(d, &rows, e);
  if (ok) duplicate_block(&rows, &pairs);
  ok = ok && duplicate_score(d, a, &rows, &pairs, &found, &n, e);
  for (size_t i = 0; ok && i < n && i < max; i++) ok = fn(user, &found[i], e);
  if (all) *all = n;
  free(pairs.pair);
  duplicate_rows_free(&rows);
  arena_free(a);
  return ok;
}

void duplicate_write_key(struct buf *out, struct str code_a, struct str code_b) {
  bool in_order = str_cmp(code_a, code_b) <= 0;
  buf_add_z(out, "posible-duplicado:");
  buf_add_str(out, in_order ? code_a : code_b);
  buf_add_char(out, '+');
  buf_add_str(out, in_order ? code_b : code_a);
}

void duplicate_write_reasons(struct buf *out, unsigned reasons, bool spanish) {
  static const struct {
    enum duplicate_reason reason;
    const char *es, *en;
  } words[] = {{DUPLICATE_TITLE, "mismo título", "same title"},
               {DUPLICATE_TITLE_NEAR, "título parecido", "similar title"},
               {DUPLICATE_AMOUNT, "mismo valor", "same value"},
               {DUPLICATE_PLACE, "mismo lugar", "same place"},
               {DUPLICATE_DATE, "misma fecha o época", "same date or time"},
               {DUPLICATE_PARTY, "una parte en común", "a party in common"},
               {DUPLICATE_PEOPLE, "mismo número de personas", "same number of people"},
               {DUPLICATE_IDENTIFIER, "mismo identificador", "same identifier"}};
  bool first = true;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!(reasons & words[i].reason)) continue;
    if (!first) buf_add_z(out, ", ");
    buf_add_z(out, spanish ? words[i].es : words[i].en);
    first = false;
  }
}
