#include "domain/name_key.h"
#include <stdlib.h>
#include "core/mem.h"
#include "core/text.h"

enum { MAX_WORDS = 64, MAX_DISTANCE_LENGTH = 80 };

struct synonym {
  const char *word, *as;
};
/* Sorted by word. Letters are already folded. */
static const struct synonym synonyms[] = {
    {"1er", "1"},         {"1era", "1"},           {"1ero", "1"},        {"1o", "1"},           {"1ra", "1"},
    {"1ro", "1"},         {"catorce", "14"},       {"cinco", "5"},       {"cincuenta", "50"},   {"cuarenta", "40"},
    {"cuatro", "4"},      {"diecinueve", "19"},    {"dieciocho", "18"},  {"dieciseis", "16"},   {"diecisiete", "17"},
    {"diez", "10"},       {"doce", "12"},          {"dos", "2"},         {"nueve", "9"},        {"ochenta", "80"},
    {"ocho", "8"},        {"once", "11"},          {"primera", "1"},     {"primero", "1"},      {"quince", "15"},
    {"sec", "sector"},    {"sect", "sector"},      {"seis", "6"},        {"sesenta", "60"},     {"setenta", "70"},
    {"siete", "7"},       {"st", "sector"},        {"trece", "13"},      {"treinta", "30"},     {"tres", "3"},
    {"uno", "1"},         {"urbanizacion", "urb"}, {"veinte", "20"},     {"veinticinco", "25"}, {"veinticuatro", "24"},
    {"veintidos", "22"},  {"veintinueve", "29"},   {"veintiocho", "28"}, {"veintiseis", "26"},  {"veintisiete", "27"},
    {"veintitres", "23"}, {"veintiuno", "21"},
};

static int synonym_compare(const void *key, const void *item) {
  return str_cmp(*(const struct str *)key, str_from(((const struct synonym *)item)->word));
}

static struct str canonical(struct str word) {
  const struct synonym *s =
      bsearch(&word, synonyms, sizeof synonyms / sizeof *synonyms, sizeof *synonyms, synonym_compare);
  if (s) return str_from(s->as);
  while (word.n > 1 && word.p[0] == '0' && word.p[1] >= '0' && word.p[1] <= '9')
    word = (struct str){word.p + 1, word.n - 1};
  return word;
}

static bool is_article(struct str w) {
  static const char *const articles[] = {"de", "del", "e", "el", "la", "las", "lo", "los", "y"};
  for (size_t i = 0; w.n <= 3 && i < sizeof articles / sizeof *articles; i++)
    if (str_is(w, articles[i])) return true;
  return false;
}

/* Words of the folded text; where letters turn into digits ("st11") a new word begins, not where digits turn into letters
 * ("1ro", "6a"). */
static size_t split_words(struct str s, struct str *words) {
  size_t n = 0, start = 0;
  for (size_t i = 0; i <= s.n; i++) {
    bool space = i == s.n || s.p[i] == ' ';
    bool turn = !space && i > start && s.p[i] >= '0' && s.p[i] <= '9' && !(s.p[i - 1] >= '0' && s.p[i - 1] <= '9');
    if (!space && !turn) continue;
    if (i > start && n < MAX_WORDS) words[n++] = canonical((struct str){s.p + start, i - start});
    start = space ? i + 1 : i;
  }
  return n;
}

static void add_words(struct buf *out, const struct str *words, size_t n, bool articles) {
  for (size_t i = 0; i < n; i++) {
    if (is_article(words[i]) != articles) continue;
    if (out->len && out->data[out->len - 1] != ' ') buf_add_char(out, ' ');
    buf_add_str(out, words[i]);
  }
}

static int word_compare(const void *a, const void *b) {
  return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void name_key(struct buf *out, struct str name, enum name_key_articles articles) {
  struct buf fold = {0};
  struct str words[MAX_WORDS], small[MAX_WORDS];
  text_fold(&fold, name);
  size_t n = split_words(buf_str(&fold), words), n_small = 0;
  for (size_t i = 0; i < n; i++)
    if (is_article(words[i])) small[n_small++] = words[i];
  if (articles == NAME_KEY_KEPT || n_small == n) {
    for (size_t i = 0; i < n; i++) {
      if (i) buf_add_char(out, ' ');
      buf_add_str(out, words[i]);
    }
  } else {
    struct buf key = {0};
    add_words(&key, words, n, false);
    if (articles == NAME_KEY_MOVED) {
      qsort(small, n_small, sizeof *small, word_compare);
      add_words(&key, small, n_small, true);
    }
    buf_add_str(out, buf_str(&key));
    buf_free(&key);
  }
  buf_free(&fold);
}

unsigned name_distance(struct str a, struct str b, unsigned bound) {
  if (a.n > MAX_DISTANCE_LENGTH || b.n > MAX_DISTANCE_LENGTH) return str_eq(a, b) ? 0 : bound + 1;
  unsigned rows[3][MAX_DISTANCE_LENGTH + 1];
  for (unsigned j = 0; j <= b.n; j++) rows[0][j] = j;
  for (unsigned i = 1; i <= a.n; i++) {
    unsigned *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3], least = i;
    now[0] = i;
    for (unsigned j = 1; j <= b.n; j++) {
      unsigned d = before[j - 1] + (a.p[i - 1] != b.p[j - 1]);
      if (before[j] + 1 < d) d = before[j] + 1;
      if (now[j - 1] + 1 < d) d = now[j - 1] + 1;
      bool swapped = i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1];
      if (swapped && earlier[j - 2] + 1 < d) d = earlier[j - 2] + 1;
      now[j] = d;
      if (d < least) least = d;
    }
    if (least > bound) return bound + 1;
  }
  unsigned d = rows[a.n % 3][b.n];
  return d <= bound ? d : bound + 1;
}

bool name_has_words(struct str key, struct str words) {
  struct str have[MAX_WORDS], want[MAX_WORDS];
  size_t n = split_words(key, have), m = split_words(words, want);
  for (size_t i = 0; i < m; i++) {
    bool found = false;
    for (size_t k = 0; k < n && !found; k++) found = str_eq(want[i], have[k]);
    if (!found) return false;
  }
  return m > 0;
}
