#include "domain/period.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2100, MAX_YEAR_DIGITS = 5 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c & 0x80) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'); }
static bool is_possible(int year) { return year >= FIRST_YEAR && year <= LAST_YEAR; }

/* A run of digits at p[i] that stands alone: no digit group, no decimal, no letter beside it. */
static size_t year_at(struct str s, size_t i, int *year) {
  size_t n = 0;
  *year = 0;
  while (i + n < s.n && is_digit(s.p[i + n]) && n <= MAX_YEAR_DIGITS) *year = *year * 10 + (s.p[i + n++] - '0');
  bool more = i + n + 1 < s.n && (s.p[i + n] == '.' || s.p[i + n] == ',') && is_digit(s.p[i + n + 1]);
  bool word =
      i + n < s.n && is_letter(s.p[i + n]) && (unsigned char)s.p[i + n] != 0xE2 && (unsigned char)s.p[i + n] != 0xC2;
  return n < 4 || n > MAX_YEAR_DIGITS || more || word ? 0 : n;
}

static size_t skip_spaces(struct str s, size_t i) {
  while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t')) i++;
  return i;
}

/* Past "-", "–", "—", "a", "al", "hasta", "to"; i itself if none of them stands there. */
static size_t skip_to(struct str s, size_t i) {
  static const char *const signs[] = {"-", "–", "—", "−"};
  static const char *const words[] = {"a", "al", "hasta", "to", "until"};
  size_t at = skip_spaces(s, i);
  for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
    size_t n = strlen(signs[k]);
    if (at + n <= s.n && memcmp(s.p + at, signs[k], n) == 0) return skip_spaces(s, at + n);
  }
  for (size_t k = 0; at > i && k < sizeof words / sizeof *words; k++) {
    size_t n = strlen(words[k]);
    if (at + n < s.n && memcmp(s.p + at, words[k], n) == 0 && s.p[at + n] == ' ') return skip_spaces(s, at + n);
  }
  return i;
}

/* 2011-07 and 06/07/2011 are days or months. */
static bool is_in_date(struct str s, size_t begin, size_t end) {
  bool after = end + 1 < s.n && (s.p[end] == '-' || s.p[end] == '/') && is_digit(s.p[end + 1]);
  bool before = begin > 1 && (s.p[begin - 1] == '-' || s.p[begin - 1] == '/') && is_digit(s.p[begin - 2]);
  int ignored;
  if (after && s.p[end] == '-' && year_at(s, end + 1, &ignored)) after = false;
  if (after && s.p[end] == '/' && year_at(s, end + 1, &ignored)) after = false;
  if (before) { /* the digits before it are a year of their own: "2005-2007/2008" */
    size_t i = begin - 1, n = 0;
    while (i > 0 && is_digit(s.p[i - 1])) {
      i--;
      n++;
    }
    before = n < 4;
  }
  return after || before;
}

static bool read_at(struct str s, size_t i, struct period *out, size_t *end) {
  int from, to;
  size_t n = year_at(s, i, &from);
  if (!n) return false;
  size_t next = skip_to(s, i + n), m = next > i + n ? year_at(s, next, &to) : 0;
  if (m && (is_possible(from) || is_possible(to)) && !is_in_date(s, i, i + n)) {
    *end = next + m;
    out->from = from;
    out->to = to;
    out->raw = (struct str){s.p + i, *end - i};
    out->fault = !is_possible(from) || !is_possible(to) ? PERIOD_YEAR : to < from ? PERIOD_REVERSED : PERIOD_FINE;
    return true;
  }
  if (!is_possible(from) || is_in_date(s, i, i + n)) return false;
  *end = i + n;
  *out = (struct period){from, from, PERIOD_FINE, {s.p + i, n}};
  return true;
}

bool period_next(struct str *rest, struct period *out) {
  for (size_t i = 0; i < rest->n; i++) {
    if (!is_digit(rest->p[i])) continue;
    size_t end = i;
    bool alone = i == 0 || !(is_letter(rest->p[i - 1]) || rest->p[i - 1] == '.' || rest->p[i - 1] == ',' ||
                             rest->p[i - 1] == '$');
    if (i > 0 && (rest->p[i - 1] & 0x80)) alone = true; /* «2008, –2008 */
    if (alone && read_at(*rest, i, out, &end)) {
      *rest = (struct str){rest->p + end, rest->n - end};
      return true;
    }
    while (i < rest->n && (is_digit(rest->p[i]) ||
                           ((rest->p[i] == '.' || rest->p[i] == ',') && i + 1 < rest->n && is_digit(rest->p[i + 1]))))
      i++;
  }
  rest->n = 0;
  return false;
}

size_t period_find(struct str text, struct period *out, size_t max) {
  struct period p;
  size_t n = 0;
  while (period_next(&text, &p)) {
    if (n < max) out[n] = p;
    n++;
  }
  return n;
}

bool period_overlaps(const struct period *a, const struct period *b) { return a->from <= b->to && b->from <= a->to; }
