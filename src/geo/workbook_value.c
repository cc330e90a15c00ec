/* Numbers and dates as a spreadsheet keeps them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/text.h"
#include "workbook_internal.h"

enum { DIGITS = 15, MAX_DIGITS = 400, MAX_EXPONENT = 60, SECONDS = 86400 };

void workbook_column_letters(uint32_t column, char out[8]) {
  char reversed[8];
  size_t n = 0;
  for (uint64_t c = (uint64_t)column + 1; c && n < sizeof reversed - 1; c = (c - 1) / 26)
    reversed[n++] = (char)('A' + (c - 1) % 26);
  for (size_t i = 0; i < n; i++) out[i] = reversed[n - 1 - i];
  out[n] = '\0';
}

struct figure {
  char digits[MAX_DIGITS]; /* without zeros in front */
  size_t n;
  int point; /* the decimal point stands behind so many digits; may be negative */
  bool negative;
};

static bool read_figure(struct str s, struct figure *f) {
  size_t i = 0;
  bool any = false, dot = false;
  *f = (struct figure){0};
  s = text_trim(s);
  if (i < s.n && (s.p[i] == '-' || s.p[i] == '+')) f->negative = s.p[i++] == '-';
  for (; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] == '.' && !dot)); i++) {
    if (s.p[i] == '.') {
      dot = true;
      continue;
    }
    any = true;
    if (f->n || s.p[i] != '0') {
      if (f->n == MAX_DIGITS) return false;
      f->digits[f->n++] = s.p[i];
      if (!dot) f->point++;
    } else if (dot) f->point--;
  }
  if (!any) return false;
  if (i == s.n) return true;
  int64_t exponent;
  if (s.p[i] != 'e' && s.p[i] != 'E') return false;
  struct str rest = {s.p + i + 1, s.n - i - 1};
  if (!text_parse_int(rest, &exponent) || llabs(exponent) > MAX_EXPONENT) return false;
  f->point += (int)exponent;
  return true;
}

/* Half away from zero, as spreadsheets show it. */
static void round_figure(struct figure *f) {
  if (f->n > DIGITS) {
    bool up = f->digits[DIGITS] >= '5';
    f->n = DIGITS;
    for (size_t i = DIGITS; up && i-- > 0;) {
      up = f->digits[i] == '9';
      f->digits[i] = up ? '0' : (char)(f->digits[i] + 1);
    }
    if (up) {
      memmove(f->digits + 1, f->digits, f->n - 1);
      f->digits[0] = '1';
      f->point++;
    }
  }
  while (f->n && f->digits[f->n - 1] == '0') f->n--;
}

bool workbook_plain_number(struct str s, int shift, struct buf *out) {
  struct figure f;
  if (!read_figure(s, &f)) return false;
  round_figure(&f);
  f.point += shift;
  if (f.n == 0) {
    buf_add_char(out, '0');
    return true;
  }
  if (f.negative) buf_add_char(out, '-');
  if (f.point <= 0) buf_add_char(out, '0');
  for (int i = 0; i < f.point; i++) buf_add_char(out, (size_t)i < f.n ? f.digits[i] : '0');
  if ((int)f.n > f.point) buf_add_char(out, '.');
  for (int i = f.point; i < 0; i++) buf_add_char(out, '0');
  for (int i = f.point > 0 ? f.point : 0; i < (int)f.n; i++) buf_add_char(out, f.digits[i]);
  return true;
}

/* ---- formats ---- */

/* Behind what stands at i and is no sign of the format: a quoted text, an escaped character, a bracket with a colour or a language. */
static size_t pass_literal(struct str f, size_t i, unsigned *shows) {
  if (f.p[i] == '"') {
    const char *end = i + 1 < f.n ? memchr(f.p + i + 1, '"', f.n - i - 1) : NULL;
    return end ? (size_t)(end - f.p) + 1 : f.n;
  }
  if (f.p[i] == '\\' || f.p[i] == '_' || f.p[i] == '*') return i + 2;
  if (f.p[i] == '[') {
    const char *end = memchr(f.p + i, ']', f.n - i);
    size_t stop = end ? (size_t)(end - f.p) : f.n;
    bool elapsed = stop - i <= 4 && i + 1 < stop && strchr("hHmMsS", f.p[i + 1]);
    if (elapsed) *shows |= WORKBOOK_SHOWS_TIME;
    return stop + 1;
  }
  return i;
}

unsigned workbook_format_shows(struct str f) {
  unsigned shows = 0;
  static const char *const words[] = {"General", "Standard", "Est\xC3\xA1ndar"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (f.n >= strlen(words[i]) && memcmp(f.p, words[i], strlen(words[i])) == 0) return 0;
  for (size_t i = 0; i < f.n && f.p[i] != ';';) {
    size_t next = pass_literal(f, i, &shows);
    if (next > i) {
      i = next;
      continue;
    }
    switch (f.p[i++]) {
    case 'y':
    case 'Y': shows |= WORKBOOK_SHOWS_YEAR; break;
    case 'm':
    case 'M': shows |= WORKBOOK_SHOWS_MONTH; break;
    case 'd':
    case 'D': shows |= WORKBOOK_SHOWS_DAY; break;
    case 'h':
    case 'H':
    case 's':
    case 'S': shows |= WORKBOOK_SHOWS_TIME; break;
    case '%': shows |= WORKBOOK_SHOWS_PERCENT; break;
    default: break;
    }
  }
  bool date = shows & (WORKBOOK_SHOWS_YEAR | WORKBOOK_SHOWS_DAY);
  if ((shows & WORKBOOK_SHOWS_TIME) && !date) shows &= ~(unsigned)WORKBOOK_SHOWS_MONTH; /* minutes */
  return shows;
}

/* ---- dates ---- */

/* Days since 1970-01-01 to the date. Source: Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days. */
static void civil(int64_t days, int *year, int *month, int *day) {
  days += 719468;
  int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
  int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100),
          shifted = (5 * of_year + 2) / 153;
  *day = (int)(of_year - (153 * shifted + 2) / 5 + 1);
  *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
  *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

/* Day 1 is 1900-01-01 and day 60 the 29th of February that 1900 did not have; or day 0 is 1904-01-01. */
static int64_t days_since_1970(int64_t serial, bool since_1904) {
  if (since_1904) return serial - 24107;
  return serial - 25569 + (serial < 60);
}

bool workbook_write_serial(struct str plain, bool since_1904, unsigned shows, struct buf *out) {
  double serial;
  if (!text_parse_real(plain, &serial) || serial < 0 || serial >= 2958466) return false;
  int64_t seconds = llround(serial * SECONDS), days = seconds / SECONDS, rest = seconds % SECONDS;
  bool date = shows & (WORKBOOK_SHOWS_YEAR | WORKBOOK_SHOWS_MONTH | WORKBOOK_SHOWS_DAY);
  if (!date || (days == 0 && !since_1904)) {
    buf_printf(out, "%02d:%02d:%02d", (int)(seconds / 3600), (int)(seconds / 60 % 60), (int)(seconds % 60));
    return true;
  }
  if (!since_1904 && days == 60) return false;
  int year, month, day;
  civil(days_since_1970(days, since_1904), &year, &month, &day);
  bool no_day = !(shows & WORKBOOK_SHOWS_DAY) && (shows & WORKBOOK_SHOWS_YEAR) && !(shows & WORKBOOK_SHOWS_TIME);
  if (no_day && !(shows & WORKBOOK_SHOWS_MONTH)) buf_printf(out, "%04d", year);
  else if (no_day) buf_printf(out, "%04d-%02d", year, month);
  else buf_printf(out, "%04d-%02d-%02d", year, month, day);
  if ((shows & WORKBOOK_SHOWS_TIME) && rest)
    buf_printf(out, " %02d:%02d:%02d", (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
  return true;
}
