/* Figures of one concept that are orders of magnitude apart, and unit words that put them there. */
#include "discrepancy_statistic.h"

enum { FAR = 50, MAX_STATEMENTS = 1000, GROUP = 1000 };

static bool is_far(i128 a, i128 b) { return a > 0 && b > 0 && (a > b ? a / b : b / a) >= FAR; }
static i128 apart(i128 a, i128 b) { return a > b ? a - b : b - a; }

/* The last group of three digits read as decimals. */
static bool as_decimals(i128 minor, i128 *out) {
  *out = (minor + GROUP / 2) / GROUP;
  return minor % 100 == 0 && minor >= 100 * GROUP;
}

static void report_magnitude(struct ledger *l, const struct statistic_statement *a,
                             const struct statistic_statement *b) {
  struct str codes[] = {a->code, b->code}, currency = a->first->currency;
  struct ledger_entry *x = ledger_add(l, LEDGER_MAGNITUDE, codes, 2);
  if (!x) return;
  i128 more = a->minor > b->minor ? a->minor : b->minor, less = a->minor > b->minor ? b->minor : a->minor, read;
  statistic_add_claims(l, x, a);
  statistic_add_claims(l, x, b);
  ledger_figures(l, x, a->minor, b->minor, currency);
  bool fits = as_decimals(more, &read) && !is_far(read, less);
  struct ledger_word words[] = {statistic_name(l, a),
                                ledger_amount(l, a->minor, currency),
                                statistic_name(l, b),
                                ledger_amount(l, b->minor, currency),
                                ledger_number(l, (int64_t)((more + less / 2) / less)),
                                a->minor > b->minor ? ledger_both("mayor", "larger") : ledger_both("menor", "smaller"),
                                ledger_amount(l, fits ? read : 0, currency),
                                ledger_amount(l, fits ? apart(read, less) : 0, currency),
                                read < less ? ledger_both("menor", "smaller") : ledger_both("mayor", "larger")};
  ledger_write(
      l, x,
      fits ? "«{0}»: {1}, {4} veces {5} que «{2}»: {3}. Leídas como decimales las tres últimas cifras de la mayor, "
             "sería {6}: {7} {8} que la otra"
           : "«{0}»: {1}, {4} veces {5} que «{2}»: {3}",
      fits ? "“{0}”: {1}, {4} times {5} than “{2}”: {3}. With the last three digits of the larger read as decimals it "
             "would be {6}: {7} {8} than the other"
           : "“{0}”: {1}, {4} times {5} than “{2}”: {3}",
      words, sizeof words / sizeof *words);
}

/* What the printed unit says: that beside the figure, or the word in the figure's own text unless the stored value holds it already. */
static i128 unit_of(const struct statistic_statement *s) {
  size_t n;
  struct figure f;
  struct str raw = s->first->raw;
  bool any;
  i128 ignored;
  if (s->first->unit_raw.n) return figure_unit(s->first->unit_raw, &n);
  if (s->n > 1 || figure_says(raw, s->minor, &any, &ignored)) return 1;
  return figure_next(&raw, &f) ? f.unit : 1;
}

/* Far apart as printed, and also with their units. */
static bool are_far(const struct statistic_statement *a, const struct statistic_statement *b) {
  i128 x, y;
  if (!is_far(a->minor, b->minor)) return false;
  if (__builtin_mul_overflow(a->minor, unit_of(a), &x)) x = a->minor;
  if (__builtin_mul_overflow(b->minor, unit_of(b), &y)) y = b->minor;
  return is_far(x, b->minor) && is_far(a->minor, y) && is_far(x, y);
}

static bool can_compare(const struct statistic_statement *a, const struct statistic_statement *b) {
  if (str_eq(a->first->series, b->first->series) && a->first->dimension.n) return false;
  return statistic_periods_meet(&a->periods, &b->periods);
}

void statistic_compare_magnitudes(struct ledger *l, const struct statistic_concept *c) {
  size_t n = c->n < MAX_STATEMENTS ? c->n : MAX_STATEMENTS;
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n; k++) {
      const struct statistic_statement *a = &c->s[i], *b = &c->s[k];
      if (!can_compare(a, b) || !are_far(a, b)) continue;
      bool swap = a->n > b->n || (a->n == b->n && a->minor < b->minor); /* a single figure first, then the larger */
      report_magnitude(l, swap ? b : a, swap ? a : b);
    }
}

/* ---- units ---- */

/* The statement whose figure is nearest to this one, as both are printed. */
static const struct statistic_statement *nearest(const struct statistic_concept *c,
                                                 const struct statistic_statement *s) {
  const struct statistic_statement *best = NULL;
  for (size_t i = 0; i < c->n; i++)
    if (&c->s[i] != s && c->s[i].minor > 0 && (!best || apart(c->s[i].minor, s->minor) < apart(best->minor, s->minor)))
      best = &c->s[i];
  return best;
}

static void report_unit(struct ledger *l, const struct statistic_statement *s, const struct statistic_statement *other,
                        bool fits_128, i128 product) {
  struct str currency = s->first->currency;
  struct ledger_entry *x = ledger_add(l, LEDGER_UNIT, &s->code, 1);
  if (!x) return;
  i128 read, read_other;
  statistic_add_claims(l, x, s);
  ledger_claim(l, x, s->first->claim_id, "unidad", s->first->unit_raw);
  x->x.has_stated = true;
  x->x.stated = s->minor;
  x->x.currency = currency;
  bool decimals = other && as_decimals(s->minor, &read) && as_decimals(other->minor, &read_other);
  if (other) {
    statistic_add_claims(l, x, other);
    ledger_figures(l, x, s->minor, other->minor, currency);
  }
  struct ledger_word words[] = {
      statistic_name(l, s),
      ledger_amount(l, s->minor, currency),
      ledger_text(s->first->unit_raw.n ? s->first->unit_raw : s->first->raw),
      fits_128 ? ledger_amount(l, product, currency) : ledger_both("más de lo que cabe", "more than fits"),
      other ? statistic_name(l, other) : ledger_text(STR("")),
      other ? ledger_amount(l, other->minor, currency) : ledger_text(STR("")),
      other ? ledger_amount(l, apart(s->minor, other->minor), currency) : ledger_text(STR("")),
      other && s->minor >= other->minor ? ledger_both("más", "more") : ledger_both("menos", "less"),
      decimals ? ledger_amount(l, apart(read, read_other), currency) : ledger_text(STR(""))};
  ledger_write(
      l, x,
      !other     ? "«{0}»: {1} con la unidad «{2}» sería {3}"
      : decimals ? "«{0}»: {1} con la unidad «{2}» sería {3}; sin ella es {6} {7} que «{4}»: {5} ({8} si las tres "
                   "últimas cifras de las dos son decimales)"
                 : "«{0}»: {1} con la unidad «{2}» sería {3}; sin ella es {6} {7} que «{4}»: {5}",
      !other ? "“{0}”: {1} with the unit “{2}” would be {3}"
      : decimals ? "“{0}”: {1} with the unit “{2}” would be {3}; without it, it is {6} {7} than “{4}”: {5} ({8} if the "
                   "last three digits of both are decimals)"
                 : "“{0}”: {1} with the unit “{2}” would be {3}; without it, it is {6} {7} than “{4}”: {5}",
      words, sizeof words / sizeof *words);
}

void statistic_compare_units(struct ledger *l, const struct statistic_concept *c) {
  for (size_t i = 0; i < c->n; i++) {
    const struct statistic_statement *s = &c->s[i];
    i128 unit = s->n == 1 ? unit_of(s) : 1, product;
    if (unit == 1 || s->minor <= 0) continue;
    const struct statistic_statement *other = nearest(c, s);
    bool fits = !__builtin_mul_overflow(s->minor, unit, &product);
    bool leaves_store = !fits || product > INT64_MAX;
    bool leaves_others = fits && other && is_far(product, other->minor) && !is_far(s->minor, other->minor);
    if (leaves_store || leaves_others) report_unit(l, s, other, fits, product);
  }
}
