/* Dates as Colombian offices write them, to the precision they give. */
#include "core/text.h"

enum { YEAR_FIRST = 1500, YEAR_LAST = 2200, MAX_WORDS = 6 };

static const char *const months[12] = {"enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
                                       "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};

uint8_t text_days_in_month(int year, int month) {
  static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return (uint8_t)(days[month - 1] + (month == 2 && leap));
}

/* `width` digits exactly (0: one or two), -1 otherwise. */
static int number(struct str s, size_t width) {
  if (width ? s.n != width : s.n < 1 || s.n > 2) return -1;
  int v = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return -1;
    v = v * 10 + (s.p[i] - '0');
  }
  return v;
}

/* Pieces of s between single separators; more than `max` gives max + 1. */
static size_t split(struct str s, char separator, struct str *parts, size_t max) {
  size_t n = 0, start = 0;
  for (size_t i = 0; i <= s.n; i++) {
    if (i < s.n && s.p[i] != separator) continue;
    if (n == max) return max + 1;
    parts[n++] = (struct str){s.p + start, i - start};
    start = i + 1;
  }
  return n;
}

/* day or month 0: not given. */
static enum text_date_fault finish(int year, int month, int day, bool has_month, bool has_day, struct text_date *out) {
  if (year < YEAR_FIRST || year > YEAR_LAST) return TEXT_DATE_FAR;
  if (has_month && (month < 1 || month > 12)) return TEXT_DATE_IMPOSSIBLE;
  if (has_day && (day < 1 || day > text_days_in_month(year, month))) return TEXT_DATE_IMPOSSIBLE;
  *out = (struct text_date){.year = (int16_t)year,
                            .month = (uint8_t)(has_month ? month : 0),
                            .day = (uint8_t)(has_day ? day : 0),
                            .precision = has_day     ? TEXT_DATE_DAY
                                         : has_month ? TEXT_DATE_MONTH
                                                     : TEXT_DATE_YEAR};
  return TEXT_DATE_FINE;
}

static enum text_date_fault read_figures(const struct str *part, size_t n, struct text_date *out) {
  int year = number(part[0], 4);
  if (year >= 0) { /* year first: every later part has two digits, as in ISO 8601 */
    int month = n > 1 ? number(part[1], 2) : 0, day = n > 2 ? number(part[2], 2) : 0;
    if (month < 0 || day < 0) return TEXT_DATE_FORM;
    return finish(year, month, day, n > 1, n > 2, out);
  }
  if (n != 3) return TEXT_DATE_FORM;
  int day = number(part[0], 0), month = number(part[1], 0);
  if (day < 0 || month < 0) return TEXT_DATE_FORM;
  year = number(part[2], 4);
  if (year < 0) return number(part[2], 2) >= 0 ? TEXT_DATE_NO_CENTURY : TEXT_DATE_FORM;
  return finish(year, month, day, true, true, out);
}

static int month_of(struct str word) {
  for (int i = 0; i < 12; i++)
    if (str_is(word, months[i])) return i + 1;
  return str_is(word, "setiembre") ? 9 : 0;
}

/* "6 de julio de 2011", "julio de 2011"; `folded` is the comparison key. */
static enum text_date_fault read_words(struct str folded, struct text_date *out) {
  struct str word[MAX_WORDS];
  size_t n = split(folded, ' ', word, MAX_WORDS), kept = 0;
  if (n > MAX_WORDS) return TEXT_DATE_FORM;
  for (size_t i = 0; i < n; i++)
    if (!str_is(word[i], "de") && !str_is(word[i], "del")) word[kept++] = word[i];
  if (kept != 2 && kept != 3) return TEXT_DATE_FORM;
  struct str first = word[0];
  if (kept == 3 && str_is(first, "1o")) first.n = 1; /* "1º de julio" */
  int day = kept == 3 ? number(first, 0) : 0, month = month_of(word[kept - 2]), year = number(word[kept - 1], 4);
  if (day < 0 || month == 0) return TEXT_DATE_FORM;
  if (year < 0) return number(word[kept - 1], 2) >= 0 ? TEXT_DATE_NO_CENTURY : TEXT_DATE_FORM;
  return finish(year, month, day, true, kept == 3, out);
}

enum text_date_fault text_read_date(struct str s, struct text_date *out) {
  s = text_trim(s);
  if (s.n == 0 || s.n > 64) return TEXT_DATE_FORM;
  bool slashes = memchr(s.p, '/', s.n) != NULL;
  struct str part[3];
  size_t n = split(s, slashes ? '/' : '-', part, 3);
  if (slashes && (n != 3 || number(part[0], 0) < 0)) return TEXT_DATE_FORM; /* 2011/07/06 is nobody's form here */
  if (n <= 3 && s.p[0] >= '0' && s.p[0] <= '9') {
    enum text_date_fault fault = read_figures(part, n, out);
    if (n > 1 || fault != TEXT_DATE_FORM) return fault;
  }
  struct buf folded = {0};
  text_fold(&folded, s);
  enum text_date_fault fault = read_words(buf_str(&folded), out);
  buf_free(&folded);
  return fault;
}

bool text_parse_date(struct str s, struct text_date *out, struct err *e) {
  int n = (int)(s.n < 64 ? s.n : 64);
  switch (text_read_date(s, out)) {
  case TEXT_DATE_FINE: return true;
  case TEXT_DATE_NO_CENTURY:
    return err_set(e, ERR_INPUT,
                   err_pick("«%.*s»: escriba el año con cuatro cifras", "\"%.*s\": write the year with four digits"), n,
                   s.p);
  case TEXT_DATE_IMPOSSIBLE:
    return err_set(e, ERR_INPUT,
                   err_pick("«%.*s» no está en el calendario (las fechas se leen día/mes/año)",
                            "\"%.*s\" is not in the calendar (dates are read day/month/year)"),
                   n, s.p);
  case TEXT_DATE_FAR:
    return err_set(e, ERR_INPUT, err_pick("«%.*s»: el año va de %d a %d", "\"%.*s\": the year must be from %d to %d"),
                   n, s.p, YEAR_FIRST, YEAR_LAST);
  case TEXT_DATE_FORM: break;
  }
  return err_set(e, ERR_INPUT,
                 err_pick("«%.*s» no es una fecha: escriba 2011-07-06, 06/07/2011 o 6 de julio de 2011",
                          "\"%.*s\" is not a date: write 2011-07-06, 06/07/2011 or 6 de julio de 2011"),
                 n, s.p);
}

void text_write_date(struct buf *b, struct text_date d) {
  if (d.precision == TEXT_DATE_NONE) return;
  buf_printf(b, "%04d", d.year);
  if (d.precision >= TEXT_DATE_MONTH) buf_printf(b, "-%02d", d.month);
  if (d.precision >= TEXT_DATE_DAY) buf_printf(b, "-%02d", d.day);
}
