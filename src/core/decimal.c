#include "core/decimal.h"
#include <stdlib.h>
#include "core/digits.h"
#include "core/mem.h"
#include "core/text.h"

enum { MAX_DIGITS = 34, MAX_SCALE = 18 };
__extension__ typedef unsigned __int128 u128;

static bool take(struct str *s, const char *prefix) {
  size_t n = strlen(prefix);
  if (s->n < n || memcmp(s->p, prefix, n) != 0) return false;
  *s = (struct str){s->p + n, s->n - n};
  return true;
}

static struct str trim(struct str s) {
  for (;;) {
    size_t before = s.n;
    s = text_trim(s);
    take(&s, "\xE2\x80\xAF"); /* U+202F, the narrow space some spreadsheets put around amounts */
    if (s.n >= 3 && memcmp(s.p + s.n - 3, "\xE2\x80\xAF", 3) == 0) s.n -= 3;
    if (s.n == before) return s;
  }
}

static bool take_currency(struct str *s) {
  static const char *const marks[] = {"COP$", "COP", "USD", "EUR", "\\$", "$", "\xE2\x82\xAC"};
  for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
    if (take(s, marks[i])) return true;
  return false;
}

/* 1 or -1 if there is a sign, 0 if there is none. */
static int take_sign(struct str *s) {
  if (take(s, "-") || take(s, "\xE2\x88\x92")) return -1;
  return take(s, "+") ? 1 : 0;
}

static size_t count(struct str s, char c) {
  size_t n = 0;
  for (size_t i = 0; i < s.n; i++) n += s.p[i] == c;
  return n;
}

static size_t find(struct str s, char c) {
  const char *at = s.n ? memchr(s.p, c, s.n) : NULL;
  return at ? (size_t)(at - s.p) : s.n;
}

/* Which of '.' and ',' is the decimal mark, when the style does not say. */
static enum decimal_fault guess_mark(struct str s, char *mark) {
  size_t dots = count(s, '.'), commas = count(s, ',');
  *mark = '.';
  if (dots && commas) {
    *mark = find(s, '.') > find(s, ',') ? '.' : ','; /* the one that comes later */
    return DECIMAL_FINE;
  }
  char only = dots ? '.' : ',';
  if (dots + commas > 1) {
    *mark = only == '.' ? ',' : '.'; /* repeated: it can only group */
    return DECIMAL_FINE;
  }
  *mark = only;
  size_t at = find(s, only);
  bool may_group = at < s.n && s.n - at - 1 == 3 && at >= 1 && at <= 3 && s.p[0] != '0';
  return may_group ? DECIMAL_TWO_READINGS : DECIMAL_FINE;
}

/* Digits of s into d. With `group`, whole groups of three after the first; a first group that starts with 0 is no group. */
static enum decimal_fault read_digits(struct str s, char group, struct decimal *d, size_t *n_digits) {
  bool grouped = group && count(s, group) > 0;
  size_t run = 0, groups = 0;
  if (s.n == 0) return DECIMAL_NOT_A_NUMBER;
  for (size_t i = 0; i < s.n; i++) {
    if (grouped && s.p[i] == group) {
      if (groups ? run != 3 : run < 1 || run > 3 || s.p[0] == '0') return DECIMAL_GROUPS;
      groups++;
      run = 0;
      continue;
    }
    if (s.p[i] == '.' || s.p[i] == ',') return DECIMAL_GROUPS;
    if (s.p[i] < '0' || s.p[i] > '9') return DECIMAL_NOT_A_NUMBER;
    if (++*n_digits > MAX_DIGITS) return DECIMAL_TOO_LONG;
    d->unscaled = d->unscaled * 10 + (s.p[i] - '0');
    run++;
  }
  return grouped && run != 3 ? DECIMAL_GROUPS : DECIMAL_FINE;
}

enum decimal_fault decimal_read(struct str s, enum decimal_style style, struct decimal *out) {
  s = trim(s);
  if (s.n == 0) return DECIMAL_EMPTY;
  int sign = take_sign(&s);
  s = trim(s);
  if (take_currency(&s)) s = trim(s);
  if (sign == 0) {
    sign = take_sign(&s);
    if (sign) s = trim(s);
  }
  char mark = style == DECIMAL_ES_CO ? ',' : '.';
  if (style == DECIMAL_AUTO) {
    enum decimal_fault fault = guess_mark(s, &mark);
    for (size_t i = 0; i < s.n; i++) /* "1.8x8": say what is really wrong with it */
      if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.' && s.p[i] != ',') return DECIMAL_NOT_A_NUMBER;
    if (fault) return fault;
  }
  size_t at = find(s, mark), n_digits = 0;
  struct decimal d = {0};
  enum decimal_fault fault = read_digits((struct str){s.p, at}, mark == ',' ? '.' : ',', &d, &n_digits);
  if (!fault && at < s.n) {
    struct str decimals = {s.p + at + 1, s.n - at - 1};
    if (decimals.n > MAX_SCALE) return DECIMAL_TOO_LONG;
    fault = read_digits(decimals, 0, &d, &n_digits);
    d.scale = (uint8_t)decimals.n;
  }
  if (fault) return fault;
  if (sign < 0) d.unscaled = -d.unscaled;
  *out = d;
  return DECIMAL_FINE;
}

bool decimal_parse(struct str s, enum decimal_style style, struct decimal *out, struct err *e) {
  int n = (int)(s.n < 80 ? s.n : 80);
  switch (decimal_read(s, style, out)) {
  case DECIMAL_FINE: return true;
  case DECIMAL_EMPTY: return err_set(e, ERR_INPUT, err_pick("falta un número", "a number is missing"));
  case DECIMAL_TWO_READINGS:
    return err_set(
        e, ERR_INPUT,
        err_pick("«%.*s» se puede leer de dos maneras: diga --numbers es (1.818 es mil ochocientos dieciocho) o "
                 "--numbers plain (1.818 es menos de dos)",
                 "\"%.*s\" can be read in two ways: say --numbers es (1.818 is one thousand eight hundred and "
                 "eighteen) or --numbers plain (1.818 is less than two)"),
        n, s.p);
  case DECIMAL_GROUPS:
    return err_set(e, ERR_INPUT,
                   err_pick("«%.*s»: los puntos y las comas no forman un número: 1.234.567,89 o 1234567.89",
                            "\"%.*s\": the points and commas do not fit one number: 1.234.567,89 or 1234567.89"),
                   n, s.p);
  case DECIMAL_TOO_LONG:
    return err_set(e, ERR_INPUT,
                   err_pick("«%.*s» es demasiado largo: a lo sumo %d cifras, %d de ellas decimales",
                            "\"%.*s\" is too long: at most %d digits, %d of them decimals"),
                   n, s.p, MAX_DIGITS, MAX_SCALE);
  case DECIMAL_NOT_A_NUMBER: break;
  }
  return err_set(e, ERR_INPUT, err_pick("«%.*s» no es un número", "\"%.*s\" is not a number"), n, s.p);
}

bool decimal_to_minor(struct decimal d, i128 *minor, struct err *e) {
  i128 v = d.unscaled;
  for (int scale = d.scale; scale > 2; scale--) {
    if (v % 10 != 0)
      return err_set(e, ERR_INPUT,
                     err_pick("un monto tiene a lo sumo dos decimales", "an amount has at most two decimals"));
    v /= 10;
  }
  for (int scale = d.scale; scale < 2; scale++)
    if (__builtin_mul_overflow(v, 10, &v))
      return err_set(e, ERR_LIMIT, err_pick("el monto es demasiado grande", "the amount is too large"));
  *minor = v;
  return true;
}

static u128 magnitude(i128 v) { return v < 0 ? 0 - (u128)v : (u128)v; }

/* `group` 0: none. */
static void write_scaled(struct buf *b, i128 v, unsigned scale, char group, char mark) {
  char tmp[80];
  size_t i = sizeof tmp;
  unsigned written = 0;
  u128 m = magnitude(v);
  do {
    if (scale && written == scale) tmp[--i] = mark;
    else if (group && written > scale && (written - scale) % 3 == 0) tmp[--i] = group;
    tmp[--i] = (char)('0' + (int)(m % 10));
    m /= 10;
    written++;
  } while (m || written <= scale);
  if (v < 0) tmp[--i] = '-';
  buf_add(b, tmp + i, sizeof tmp - i);
}

void decimal_write(struct buf *b, struct decimal d) { write_scaled(b, d.unscaled, d.scale, 0, '.'); }
void decimal_write_minor(struct buf *b, i128 minor) {
  if (minor > -INT64_MAX && minor < INT64_MAX)
    digits_write(b, minor < 0, (uint64_t)(minor < 0 ? -minor : minor), 2); /* division of 128 bits is slow */
  else write_scaled(b, minor, 2, 0, '.');
}
void decimal_write_minor_es(struct buf *b, i128 minor) { write_scaled(b, minor, 2, '.', ','); }
void decimal_write_minor_en(struct buf *b, i128 minor) { write_scaled(b, minor, 2, ',', '.'); }

bool decimal_add(i128 a, i128 b, i128 *sum) { return !__builtin_add_overflow(a, b, sum); }

bool decimal_read_minor(struct str s, i128 *minor) {
  bool negative = take(&s, "-");
  if (s.n < 4 || s.p[s.n - 3] != '.') return false;
  i128 v = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (i == s.n - 3) continue;
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v)) return false;
  }
  if (!negative && __builtin_sub_overflow((i128)0, v, &v)) return false; /* built downwards, for the lowest value */
  *minor = v;
  return true;
}

/* a * b / c and the remainder, for a < c: bit by bit where the product does not fit. */
static void mul_div(u128 a, u128 b, u128 c, u128 *quotient, u128 *remainder) {
  u128 product;
  if (!__builtin_mul_overflow(a, b, &product)) {
    *quotient = product / c;
    *remainder = product % c;
    return;
  }
  u128 q = 0, r = 0;
  for (int bit = 127; bit >= 0; bit--) { /* both values stay below 2^128: c < 2^127 */
    q <<= 1;
    r <<= 1;
    if (r >= c) {
      r -= c;
      q++;
    }
    if (b >> bit & 1) {
      r += a;
      if (r >= c) {
        r -= c;
        q++;
      }
    }
  }
  *quotient = q;
  *remainder = r;
}

struct share {
  u128 remainder;
  size_t index;
};

static int by_remainder(const void *pa, const void *pb) {
  const struct share *a = pa, *b = pb;
  if (a->remainder != b->remainder) return a->remainder < b->remainder ? 1 : -1;
  return (a->index > b->index) - (a->index < b->index);
}

void decimal_split(i128 total, const i128 *weights, size_t n, i128 *parts) {
  if (n == 0) return;
  u128 sum = 0, whole = magnitude(total), given = 0;
  for (size_t i = 0; i < n; i++) sum += (u128)weights[i];
  if (sum == 0) abort(); /* the caller's promise */
  struct share *shares = mem_alloc(n * sizeof *shares);
  for (size_t i = 0; i < n; i++) {
    u128 quotient, weight = (u128)weights[i];
    mul_div(whole % sum, weight, sum, &quotient, &shares[i].remainder);
    quotient += whole / sum * weight;
    shares[i].index = i;
    parts[i] = (i128)quotient;
    given += quotient;
  }
  qsort(shares, n, sizeof *shares, by_remainder);
  for (size_t i = 0; given < whole; i++, given++) parts[shares[i].index]++;
  if (total < 0)
    for (size_t i = 0; i < n; i++) parts[i] = -parts[i];
  free(shares);
}
