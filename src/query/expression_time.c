/* Dates and times of CQL2. Every end of an interval has the length of its precision, so that "meets" and "equals" mean the same day
 * where days are said, and the same moment where moments are. */
#include "core/text.h"
#include "expression_internal.h"

static const int64_t DAY = INT64_C(86400000000);

static bool digits(struct str s, size_t at, size_t n, int *out) {
  if (at + n > s.n) return false;
  *out = 0;
  for (size_t i = at; i < at + n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    *out = *out * 10 + (s.p[i] - '0');
  }
  return true;
}

/* Days since 1970 in the Gregorian calendar, counted in years that begin in March. */
static int64_t day_number(int year, int month, int day) {
  int64_t y = month > 2 ? year : year - 1, m = (month + 9) % 12;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

static struct instant whole_day(int year, int month, int day) {
  int64_t lo = day_number(year, month, day) * DAY;
  return (struct instant){lo, lo + DAY - 1};
}

/* "T12:00:00", a fraction, and "Z" or an offset. */
static bool read_clock(struct str s, int64_t midnight, struct instant *out) {
  int hour, minute, second = 0, zone_hour = 0, zone_minute = 0;
  if (!digits(s, 11, 2, &hour) || s.n < 14 || s.p[13] != ':' || !digits(s, 14, 2, &minute)) return false;
  if (s.n < 17 || s.p[16] != ':' || !digits(s, 17, 2, &second)) return false;
  if (hour > 23 || minute > 59 || second > 60) return false;
  size_t i = 19;
  int64_t micro = 0, unit = 100000;
  if (i < s.n && s.p[i] == '.')
    for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++, unit /= 10) micro += unit * (s.p[i] - '0');
  if (i >= s.n) return false;
  bool utc = s.p[i] == 'Z' || s.p[i] == 'z', west = s.p[i] == '-';
  if (utc ? i + 1 != s.n
          : (!west && s.p[i] != '+') || i + 6 != s.n || s.p[i + 3] != ':' || !digits(s, i + 1, 2, &zone_hour) ||
                !digits(s, i + 4, 2, &zone_minute))
    return false;
  int64_t zone = (zone_hour * 60 + zone_minute) * INT64_C(60000000);
  int64_t at = midnight + ((hour * 60 + minute) * INT64_C(60) + second) * 1000000 + micro + (west ? zone : -zone);
  *out = (struct instant){at, at};
  return true;
}

bool time_from_text(struct str s, struct period *out) {
  int year, month = 0, day = 0;
  if (!digits(s, 0, 4, &year) || year < 1) return false;
  if (s.n > 4 && (s.p[4] != '-' || !digits(s, 5, 2, &month) || month < 1 || month > 12)) return false;
  if (s.n > 7 && (s.p[7] != '-' || !digits(s, 8, 2, &day) || day < 1 || day > text_days_in_month(year, month)))
    return false;
  if (s.n > 10) {
    if (s.p[10] != 'T' && s.p[10] != 't') return false;
    if (!read_clock(s, day_number(year, month, day) * DAY, &out->start)) return false;
    out->end = out->start;
    return true;
  }
  if (s.n != 4 && s.n != 7 && s.n != 10) return false;
  int last = month ? month : 12;
  out->start = whole_day(year, month ? month : 1, day ? day : 1);
  out->end = whole_day(year, last, day ? day : text_days_in_month(year, last));
  return true;
}

struct period time_of_ends(const struct period *start, const struct period *end) {
  const struct instant first = {INT64_MIN, INT64_MIN}, last = {INT64_MAX, INT64_MAX};
  return (struct period){start ? start->start : first, end ? end->end : last};
}

bool time_compare(const struct period *x, enum cql2_compare op, const struct period *y) {
  switch (op) {
  case CQL2_LT: return x->end.hi < y->start.lo;
  case CQL2_GT: return x->start.lo > y->end.hi;
  case CQL2_LE: return x->end.hi <= y->end.hi;
  case CQL2_GE: return x->start.lo >= y->start.lo;
  default: return x->start.lo == y->start.lo && x->end.hi == y->end.hi;
  }
}

static bool before(struct instant x, struct instant y) { return x.hi < y.lo; }
static bool same(struct instant x, struct instant y) { return x.lo == y.lo && x.hi == y.hi; }

bool time_relates(const struct period *x, enum cql2_temporal op, const struct period *y) {
  struct instant a = x->start, b = x->end, c = y->start, d = y->end;
  switch (op) {
  case CQL2_T_AFTER: return before(d, a);
  case CQL2_T_BEFORE: return before(b, c);
  case CQL2_T_CONTAINS: return before(a, c) && before(d, b);
  case CQL2_T_DISJOINT: return before(b, c) || before(d, a);
  case CQL2_T_DURING: return before(c, a) && before(b, d);
  case CQL2_T_EQUALS: return same(a, c) && same(b, d);
  case CQL2_T_FINISHEDBY: return before(a, c) && same(b, d);
  case CQL2_T_FINISHES: return before(c, a) && same(b, d);
  case CQL2_T_INTERSECTS: return !before(b, c) && !before(d, a);
  case CQL2_T_MEETS: return same(b, c);
  case CQL2_T_METBY: return same(a, d);
  case CQL2_T_OVERLAPPEDBY: return before(c, a) && before(a, d) && before(d, b);
  case CQL2_T_OVERLAPS: return before(a, c) && before(c, b) && before(b, d);
  case CQL2_T_STARTEDBY: return same(a, c) && before(d, b);
  default: return same(a, c) && before(b, d);
  }
}
