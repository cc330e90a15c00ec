/* Days and instants: RFC 3339 with Z, in the calendar. */
#include <time.h>
#include "query/cql2_internal.h"

enum { SECOND_LENGTH = 19 };

/* Does the text follow the form, in which 0 stands for any digit? */
static bool has_form(struct str s, const char *form) {
  if (s.n != strlen(form)) return false;
  for (size_t i = 0; i < s.n; i++)
    if (form[i] == '0' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != form[i]) return false;
  return true;
}

static int digits(struct str s, size_t at, size_t n) {
  int v = 0;
  for (size_t i = at; i < at + n; i++) v = 10 * v + s.p[i] - '0';
  return v;
}

/* A day that is not there comes out in another month. */
static bool is_in_calendar(struct str s) {
  struct tm day = {.tm_year = digits(s, 0, 4) - 1900, .tm_mon = digits(s, 5, 2) - 1, .tm_mday = digits(s, 8, 2)};
  int month = day.tm_mon;
  return timegm(&day) != (time_t)-1 && day.tm_mon == month;
}

static struct cql2 *not_in_calendar(struct cql2_reader *r, size_t at) {
  return cql2_fail(r, at, err_pick("este día no está en el calendario", "this day is not in the calendar"));
}

static bool is_day(struct str s) { return has_form(s, "0000-00-00"); }

struct cql2 *cql2_date_node(struct cql2_reader *r, size_t at, struct str text) {
  if (!is_day(text))
    return cql2_fail(r, at,
                     err_pick("se espera un día como '2011-07-06': año, mes, día",
                              "expected a day such as '2011-07-06': year, month, day"));
  return is_in_calendar(text) ? cql2_text_node(r, CQL2_DATE, at, text) : not_in_calendar(r, at);
}

/* Without the zeros at the end of the fraction, so that one instant has one text. */
static struct str without_zeros(struct cql2_reader *r, struct str s) {
  size_t end = s.n - 1;
  while (end > SECOND_LENGTH && s.p[end - 1] == '0') end--;
  if (s.p[end - 1] == '.') end--;
  char *out = arena_strndup(r->arena, s.p, s.n);
  out[end] = 'Z';
  return (struct str){out, end + 1};
}

static bool is_instant(struct str s) {
  struct str second = {s.p, SECOND_LENGTH};
  if (s.n <= SECOND_LENGTH || !has_form(second, "0000-00-00T00:00:00") || s.p[s.n - 1] != 'Z') return false;
  if (s.n == SECOND_LENGTH + 1) return true;
  if (s.p[SECOND_LENGTH] != '.' || s.n == SECOND_LENGTH + 2) return false;
  for (size_t i = SECOND_LENGTH + 1; i + 1 < s.n; i++)
    if (s.p[i] < '0' || s.p[i] > '9') return false;
  return true;
}

struct cql2 *cql2_timestamp_node(struct cql2_reader *r, size_t at, struct str text) {
  if (!is_instant(text))
    return cql2_fail(r, at,
                     err_pick("se espera un instante en UTC como '2011-07-06T12:00:00Z'",
                              "expected an instant in UTC such as '2011-07-06T12:00:00Z'"));
  int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  bool leap = hour == 23 && minute == 59 && second == 60;
  if (hour > 23 || minute > 59 || (second > 59 && !leap))
    return cql2_fail(r, at, err_pick("esta hora no existe", "there is no such time of day"));
  return is_in_calendar(text) ? cql2_text_node(r, CQL2_TIMESTAMP, at, without_zeros(r, text)) : not_in_calendar(r, at);
}

struct cql2 *cql2_bound_node(struct cql2_reader *r, size_t at, struct str text) {
  if (str_is(text, "..")) return cql2_text_node(r, CQL2_TEXT, at, text);
  if (is_day(text)) return cql2_date_node(r, at, text);
  if (is_instant(text)) return cql2_timestamp_node(r, at, text);
  return cql2_fail(r, at,
                   err_pick("se espera '2011-07-06', '2011-07-06T12:00:00Z' o '..' (abierto)",
                            "expected '2011-07-06', '2011-07-06T12:00:00Z' or '..' (open)"));
}
