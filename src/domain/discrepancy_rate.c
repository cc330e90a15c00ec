/* Two totals of one activity in two currencies: the rate they imply, beside the rates that somebody set. */
#include "discrepancy_money.h"
#include "domain/money.h"

static const char SQL_RATES[] =
    "SELECT from_currency = ?1, rate_dec, coalesce(date, ''), coalesce(kind, '') FROM exchange_rate WHERE kind <> "
    "'implied' AND "
    "((from_currency = ?1 AND to_currency = ?2) OR (from_currency = ?2 AND to_currency = ?1)) ORDER BY abs(julianday("
    "substr(coalesce(date, '0001') || '-01-01', 1, 10)) - julianday(substr(?3 || '-01-01', 1, 10))), date, id LIMIT 1";
static const char SQL_DATE[] = "SELECT min(date) FROM activity_date WHERE activity_id = ?1";

struct rate {
  bool known;
  i128 hundredths;
  struct str raw, date;
};

/* The known rate of the pair that is nearest in time, as `to` for one `from`. */
static bool nearest_rate(struct ledger *l, int64_t activity, struct str from, struct str to, struct rate *out,
                         struct err *e) {
  struct db_stmt *s;
  bool row;
  struct str date = {"", 0};
  *out = (struct rate){0};
  if (!db_prepare(l->db, SQL_DATE, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, activity);
  if (!db_step(s, &row, e)) return false;
  if (row && !db_col_null(s, 0)) date = arena_str(l->arena, db_col_str(s, 0));
  if (!db_prepare(l->db, SQL_RATES, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, from);
  db_bind_str(s, 2, to);
  db_bind_str(s, 3, date.n ? date : STR("2000"));
  if (!db_step(s, &row, e)) return false;
  struct decimal rate;
  if (!row || decimal_read(db_col_str(s, 1), DECIMAL_PLAIN, &rate) || rate.unscaled <= 0) return true;
  struct err ignored = {0};
  out->known = db_col_int(s, 0) ? money_multiply(100, rate, &out->hundredths, &ignored)
                                : money_divide(100, rate, &out->hundredths, &ignored);
  out->raw = arena_str(l->arena, db_col_str(s, 1));
  out->date = arena_str(l->arena, db_col_str(s, 2));
  return true;
}

/* a / b in hundredths, half up. False if 128 bits are not enough. */
static bool divide(i128 a, i128 b, i128 *out) {
  i128 v;
  if (__builtin_mul_overflow(a, (i128)100, &v)) return false;
  *out = (v + b / 2) / b;
  return true;
}

/* Within 2 % of what somebody set, the two totals agree. */
static bool agrees(i128 implied, const struct rate *r) {
  i128 off = implied > r->hundredths ? implied - r->hundredths : r->hundredths - implied;
  return r->known && off * 50 <= r->hundredths;
}

static bool compare(struct ledger *l, const struct money_sheet *v, const struct money_item *more,
                    const struct money_item *less, struct err *e) {
  struct rate known;
  i128 rate;
  if (less->minor <= 0 || !divide(more->minor, less->minor, &rate)) return true;
  if (!nearest_rate(l, v->id, less->currency, more->currency, &known, e)) return false;
  if (agrees(rate, &known)) return true;
  struct str codes[] = {v->code, more->currency, less->currency};
  struct ledger_entry *x = ledger_add(l, LEDGER_RATE, codes, 3);
  if (!x) return true;
  ledger_subject(l, x, "proyecto", v->code);
  ledger_claim(l, x, less->claim_id, "valor_total", less->raw);
  ledger_claim(l, x, more->claim_id, "valor_total", more->raw);
  x->x.has_computed = true;
  x->x.computed = rate;
  x->x.currency = arena_str(l->arena, more->currency);
  if (known.known) ledger_figures(l, x, known.hundredths, rate, more->currency);
  struct ledger_word pair =
      ledger_text(str_from(arena_printf(l->arena, "%.*s/%.*s", STR_ARG(more->currency), STR_ARG(less->currency))));
  LEDGER_SAY(l, x,
             known.known
                 ? "{0}: {1} y {2} implican una tasa de {3} {4}; la conocida más cercana en el tiempo es {5} ({6})"
                 : "{0}: {1} y {2} implican una tasa de {3} {4}; no hay otra conocida",
             known.known ? "{0}: {1} and {2} imply a rate of {3} {4}; the known one nearest in time is {5} ({6})"
                         : "{0}: {1} and {2} imply a rate of {3} {4}; no other is known",
             ledger_text(v->code), ledger_amount(l, less->minor, less->currency),
             ledger_amount(l, more->minor, more->currency), ledger_amount(l, rate, STR("")), pair,
             ledger_amount(l, known.hundredths, STR("")),
             known.date.n ? ledger_text(known.date) : ledger_both("sin fecha", "no date"));
  return true;
}

bool money_compare_rates(struct ledger *l, const struct money_sheet *v, struct err *e) {
  for (size_t i = 0; i < v->totals.n; i++)
    for (size_t k = i + 1; k < v->totals.n; k++) {
      const struct money_item *a = &v->totals.item[i], *b = &v->totals.item[k];
      if (str_eq(a->currency, b->currency)) continue;
      if (!compare(l, v, a->minor >= b->minor ? a : b, a->minor >= b->minor ? b : a, e)) return false;
    }
  return true;
}
