/* Figures inside texts, with the unit word that stands after them. */
#include "core/text.h"
#include "discrepancy_internal.h"

struct unit_word {
  const char *words[3]; /* folded, one after the other */
  int64_t unit;
};
/* The longer ones first. "billion" is English, "billón" is Spanish: a thousand times more. */
static const struct unit_word units[] = {
    {{"miles", "de", "millones"}, 1000000000},
    {{"mil", "millones"}, 1000000000},
    {{"thousand", "million"}, 1000000000},
    {{"mil"}, 1000},
    {{"miles"}, 1000},
    {{"thousand"}, 1000},
    {{"thousands"}, 1000},
    {{"millon"}, 1000000},
    {{"millones"}, 1000000},
    {{"mill"}, 1000000},
    {{"mln"}, 1000000},
    {{"million"}, 1000000},
    {{"millions"}, 1000000},
    {{"billion"}, 1000000000},
    {{"billions"}, 1000000000},
    {{"bn"}, 1000000000},
    {{"billon"}, 1000000000000},
    {{"billones"}, 1000000000000},
    {{"trillion"}, 1000000000000},
    {{"trillions"}, 1000000000000},
};
enum { MAX_UNIT_WORDS = 3 };

/* Words at the beginning of a text, as they stand; a bracket before them is passed over. */
static size_t first_words(struct str text, struct str *words) {
  size_t n = 0, i = 0;
  while (n < MAX_UNIT_WORDS) {
    while (i < text.n && (text.p[i] == ' ' || text.p[i] == '(' || (unsigned char)text.p[i] == 0xC2 ||
                          (unsigned char)text.p[i] == 0xA0))
      i++;
    size_t from = i;
    while (i < text.n && ((text.p[i] | 0x20) >= 'a' && (text.p[i] | 0x20) <= 'z')) i++;
    /* the letters of "millón" that are not ASCII: two bytes, the first 0xC3 */
    while (i > from && i + 1 < text.n && (unsigned char)text.p[i] == 0xC3) {
      i += 2;
      while (i < text.n && ((text.p[i] | 0x20) >= 'a' && (text.p[i] | 0x20) <= 'z')) i++;
    }
    if (i == from) return n;
    words[n++] = (struct str){text.p + from, i - from};
  }
  return n;
}

i128 figure_unit(struct str text, size_t *n) {
  struct str words[MAX_UNIT_WORDS];
  struct buf fold[MAX_UNIT_WORDS] = {0};
  size_t n_words = first_words(text, words);
  i128 unit = 1;
  *n = 0;
  for (size_t i = 0; i < n_words; i++) text_fold(&fold[i], words[i]);
  for (size_t u = 0; u < sizeof units / sizeof *units && unit == 1; u++) {
    size_t k = 0;
    while (k < MAX_UNIT_WORDS && units[u].words[k] && k < n_words && str_is(buf_str(&fold[k]), units[u].words[k])) k++;
    if (k == 0 || (k < MAX_UNIT_WORDS && units[u].words[k])) continue;
    unit = units[u].unit;
    *n = (size_t)(words[k - 1].p + words[k - 1].n - text.p);
  }
  for (size_t i = 0; i < n_words; i++) buf_free(&fold[i]);
  return unit;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c & 0x80) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }

/* The next run of digits with the points and commas between them. */
static bool next_token(struct str *rest, struct str *token) {
  for (size_t i = 0; i < rest->n; i++) {
    if (!is_digit(rest->p[i])) continue;
    size_t from = i;
    while (i < rest->n && (is_digit(rest->p[i]) ||
                           ((rest->p[i] == '.' || rest->p[i] == ',') && i + 1 < rest->n && is_digit(rest->p[i + 1]))))
      i++;
    bool inside_word = from > 0 && is_letter(rest->p[from - 1]);
    bool is_share = i < rest->n && rest->p[i] == '%';
    *token = (struct str){rest->p + from, i - from};
    *rest = (struct str){rest->p + i, rest->n - i};
    if (!inside_word && !is_share) return true;
    i = (size_t)-1;
  }
  rest->n = 0;
  return false;
}

bool figure_next(struct str *rest, struct figure *out) {
  struct str token;
  while (next_token(rest, &token)) {
    *out = (struct figure){.unit = 1};
    enum decimal_fault fault = decimal_read(token, DECIMAL_AUTO, &out->value);
    if (fault == DECIMAL_TWO_READINGS) {
      out->is_ambiguous = true;
      if (decimal_read(token, DECIMAL_ES_CO, &out->value) || decimal_read(token, DECIMAL_PLAIN, &out->other)) continue;
    } else if (fault != DECIMAL_FINE) {
      continue;
    }
    size_t n;
    out->unit = figure_unit(*rest, &n);
    *rest = (struct str){rest->p + n, rest->n - n};
    out->raw = (struct str){token.p, (size_t)(rest->p - token.p)};
    return true;
  }
  return false;
}

bool figure_minor(struct decimal value, i128 unit, i128 *minor) {
  i128 v = value.unscaled, over = 1;
  for (unsigned i = 0; i < value.scale; i++) over *= 10;
  return !__builtin_mul_overflow(v, unit, &v) && !__builtin_mul_overflow(v, (i128)100, &v) &&
         (*minor = v / over, v % over == 0);
}

static bool is(struct decimal value, i128 unit, i128 minor) {
  i128 v;
  return figure_minor(value, unit, &v) && (v == minor || v == -minor);
}

bool figure_says(struct str text, i128 minor, bool *any, i128 *unit) {
  struct figure f;
  *any = false;
  *unit = 1;
  while (figure_next(&text, &f)) {
    *any = true;
    if (is(f.value, f.unit, minor) || (f.is_ambiguous && is(f.other, f.unit, minor))) return true;
    if (f.unit != 1 && (is(f.value, 1, minor) || (f.is_ambiguous && is(f.other, 1, minor)))) *unit = f.unit;
  }
  return false;
}
