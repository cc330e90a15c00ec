#include "domain/money.h"

__extension__ typedef unsigned __int128 u128;

static const u128 LARGEST = ~(u128)0 >> 1;

/* Families of transaction types, the first that is there counts: see the header. 0: never counts. */
enum { FAMILIES = 5 };
static unsigned family_of(struct str type) {
  static const struct {
    const char *type;
    unsigned family;
  } types[] = {{"", 1}, {"2", 2}, {"11", 3}, {"3", 4}, {"4", 4}, {"1", 5}};
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (str_is(type, types[i].type)) return types[i].family;
  return 0;
}

size_t money_counting(const struct str *types, size_t n, bool *counts) {
  unsigned first = FAMILIES + 1;
  size_t counting = 0;
  for (size_t i = 0; i < n; i++) {
    unsigned family = family_of(types[i]);
    if (family && family < first) first = family;
  }
  for (size_t i = 0; i < n; i++) {
    counts[i] = family_of(types[i]) == first;
    counting += counts[i];
  }
  return counting;
}

static bool too_large(struct err *e) {
  return err_set(e, ERR_LIMIT,
                 err_pick("el monto convertido es demasiado grande; revise el monto y la tasa",
                          "the converted amount is too large; check the amount and the rate"));
}

static bool rate_is_fine(struct decimal rate, struct err *e) {
  if (rate.unscaled > 0 && rate.scale <= 18) return true;
  return err_set(e, ERR_INPUT,
                 err_pick("una tasa de cambio debe ser mayor que cero, con 18 decimales a lo sumo",
                          "an exchange rate must be above zero, with at most 18 decimals"));
}

static u128 size_of(i128 v) { return v < 0 ? -(u128)v : (u128)v; }

static bool give(u128 size, bool negative, i128 *out, struct err *e) {
  if (size > LARGEST) return too_large(e);
  *out = negative ? -(i128)size : (i128)size;
  return true;
}

/* Long division, a decimal of the rate at a time: nothing in between is larger than what comes out. */
bool money_divide(i128 minor, struct decimal rate, i128 *out, struct err *e) {
  if (!rate_is_fine(rate, e)) return false;
  u128 by = (u128)rate.unscaled, value = size_of(minor), quotient = value / by, rest = value % by;
  for (unsigned i = 0; i < rate.scale; i++) {
    if (rest > LARGEST / 10 || quotient > LARGEST / 10) return too_large(e);
    rest *= 10;
    quotient = quotient * 10 + rest / by;
    rest %= by;
  }
  quotient += rest >= by - rest; /* half away from zero */
  return give(quotient, minor < 0, out, e);
}

/* Whole part and decimals of the rate apart, and the amount in two for the decimals: the exact product may not fit where its rounded
 * value does. */
bool money_multiply(i128 minor, struct decimal rate, i128 *out, struct err *e) {
  if (!rate_is_fine(rate, e)) return false;
  u128 one = 1, value = size_of(minor), sum;
  for (unsigned i = 0; i < rate.scale; i++) one *= 10;
  u128 whole = (u128)rate.unscaled / one, decimals = (u128)rate.unscaled % one;
  u128 low = value % one * decimals; /* below 10^36 */
  u128 part = value / one * decimals + (low + one / 2) / one;
  if (__builtin_mul_overflow(value, whole, &sum) || __builtin_add_overflow(sum, part, &sum)) return too_large(e);
  return give(sum, minor < 0, out, e);
}
