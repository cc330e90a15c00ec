/* One pass over the activities beside one over their parts: titles become word numbers, amounts and names become hashes. */
#include <stdlib.h>
#include "core/decimal.h"
#include "domain/name_key.h"
#include "domain/table.h"
#include "duplicate_internal.h"

enum { MAX_TITLE_WORDS = 32 };

static uint64_t mix(uint64_t h, uint64_t w) {
  h = (h ^ w) * 0xd6e8feb86659fd93u;
  return h ^ h >> 32;
}

static uint64_t hash_text(struct str s) {
  uint64_t h = 0x9e3779b97f4a7c15u ^ s.n;
  for (size_t i = 0; i < s.n; i += 8) {
    uint64_t w = 0;
    memcpy(&w, s.p + i, s.n - i < 8 ? s.n - i : 8);
    h = mix(h, w);
  }
  return mix(h, 1) | 1;
}

static uint64_t hash_amount(i128 minor, struct str currency) {
  return minor == 0 ? 0 : mix(mix(hash_text(currency), (uint64_t)minor), (uint64_t)(minor >> 64)) | 1;
}

/* Letters and digits of an identifier; nothing else of it tells two apart. */
static uint64_t hash_name(struct str s) {
  uint64_t h = 0;
  for (size_t i = 0; i < s.n; i++) {
    unsigned char c = (unsigned char)s.p[i];
    if (c >= 'A' && c <= 'Z') c = (unsigned char)(c - 'A' + 'a');
    if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) h = mix(h + 1, c);
  }
  return h;
}

/* ---- words ---- */

static bool is_ordinal(struct str w) {
  static const char *const roman[] = {"ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii"};
  if (w.n == 1) return true;
  for (size_t i = 0; i < w.n; i++)
    if (w.p[i] >= '0' && w.p[i] <= '9') return true;
  for (size_t i = 0; i < sizeof roman / sizeof *roman; i++)
    if (str_is(w, roman[i])) return true;
  return false;
}

static uint32_t word_number(struct duplicate_rows *x, struct table *lexicon, struct str w) {
  bool added;
  uint64_t *number = table_at(lexicon, w, &added);
  if (!added) return (uint32_t)*number;
  *number = x->vocabulary++;
  mem_grow((void **)&x->frequency, &x->cap_frequency, x->vocabulary, sizeof *x->frequency);
  mem_grow((void **)&x->is_ordinal, &x->cap_ordinal, x->vocabulary, sizeof *x->is_ordinal);
  x->frequency[*number] = 0;
  x->is_ordinal[*number] = is_ordinal(w);
  return (uint32_t)*number;
}

static int by_number(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static void add_words(struct duplicate_rows *x, struct table *lexicon, struct str key, struct duplicate_row *r) {
  uint32_t words[MAX_TITLE_WORDS] = {0};
  size_t n = 0;
  for (size_t i = 0; i < key.n && n < MAX_TITLE_WORDS;) {
    const char *space = memchr(key.p + i, ' ', key.n - i);
    size_t end = space ? (size_t)(space - key.p) : key.n;
    if (end > i) words[n++] = word_number(x, lexicon, (struct str){key.p + i, end - i});
    i = end + 1;
  }
  qsort(words, n, sizeof *words, by_number);
  mem_grow((void **)&x->words, &x->cap_words, x->n_words + n, sizeof *x->words);
  r->word = (uint32_t)x->n_words;
  for (size_t i = 0; i < n; i++) {
    if (i && words[i] == words[i - 1]) continue;
    x->words[x->n_words++] = words[i];
    x->frequency[words[i]]++;
    r->signature |= (uint64_t)1 << (mix(1, words[i]) & 63);
  }
  r->n_words = (uint32_t)(x->n_words - r->word);
}

/* ---- rows ---- */

static const char SQL_ROWS[] =
    "SELECT id, title, total_dec, currency, people, code, iati_identifier FROM activity ORDER BY id";
/* Of what has no stated total: the parts that a report prints, else what was committed. */
static const char SQL_PARTS[] =
    "SELECT a.id, c.amount_dec, c.currency FROM activity AS a CROSS JOIN contribution AS c ON c.activity_id = a.id "
    "WHERE "
    "a.total_dec IS NULL AND (c.transaction_type IS NULL OR c.transaction_type IN ('2', '11')) ORDER BY a.id";

static bool read_rows(struct db *d, struct duplicate_rows *x, struct table *lexicon, struct buf *key, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(d, SQL_ROWS, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    i128 total = 0;
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    mem_grow((void **)&x->row, &x->cap, x->n + 1, sizeof *x->row);
    struct duplicate_row *r = &x->row[x->n++];
    *r = (struct duplicate_row){.id = db_col_int(s, 0), .people = db_col_null(s, 4) ? -1 : db_col_int(s, 4)};
    buf_reset(key);
    name_key(key, db_col_str(s, 1), NAME_KEY_DROPPED);
    r->title = hash_text(buf_str(key));
    add_words(x, lexicon, buf_str(key), r);
    if (!db_col_null(s, 2) && decimal_read_minor(db_col_str(s, 2), &total))
      r->amount = hash_amount(total, db_col_str(s, 3));
    r->names[0] = hash_name(db_col_str(s, 5));
    r->names[1] = db_col_null(s, 6) ? 0 : hash_name(db_col_str(s, 6));
  }
}

static bool read_parts(struct db *d, struct duplicate_rows *x, struct buf *currency, struct err *e) {
  struct db_stmt *s;
  bool row = false, one = true;
  size_t at = 0;
  i128 sum = 0, amount;
  int64_t id = 0;
  if (!db_prepare(d, SQL_PARTS, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row || db_col_int(s, 0) != id) {
      while (at < x->n && x->row[at].id < id) at++;
      if (id && one && at < x->n && x->row[at].id == id) x->row[at].amount = hash_amount(sum, buf_str(currency));
      if (!row) return true;
      id = db_col_int(s, 0);
      one = true;
      sum = 0;
      buf_reset(currency);
      buf_add_str(currency, db_col_str(s, 2));
    }
    one = one && str_eq(buf_str(currency), db_col_str(s, 2)) && decimal_read_minor(db_col_str(s, 1), &amount) &&
          decimal_add(sum, amount, &sum);
  }
}

bool duplicate_read(struct db *d, struct duplicate_rows *out, struct err *e) {
  struct table *lexicon = table_new();
  struct buf text = {0};
  bool ok = read_rows(d, out, lexicon, &text, e) && read_parts(d, out, &text, e);
  buf_free(&text);
  table_free(lexicon);
  return ok;
}

void duplicate_rows_free(struct duplicate_rows *x) {
  free(x->row);
  free(x->words);
  free(x->frequency);
  free(x->is_ordinal);
}
