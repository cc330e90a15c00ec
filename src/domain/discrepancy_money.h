/* What one activity says of money, for the rules that look at it. */
#ifndef DOMAIN_DISCREPANCY_MONEY_H
#define DOMAIN_DISCREPANCY_MONEY_H
#include "discrepancy_internal.h"

struct money_item {
  i128 minor;
  struct str raw, currency, type;
  int64_t claim_id;
  bool counts; /* a part that makes up the value */
};
struct money_list {
  struct money_item *item;
  size_t n, cap;
};
struct money_sheet {
  struct arena *arena;
  int64_t id, claim_id, people; /* people -1: sin dato */
  struct str code, people_raw;
  struct money_list totals; /* the principal one first, if there is one, then those beside it */
  struct money_list parts;
  size_t n_counting;
};
/* suma-distinta, moneda-distinta */
void money_compare_sums(struct ledger *l, const struct money_sheet *v);
/* etiqueta-contra-cifra, unidad-contra-cifra */
void money_compare_texts(struct ledger *l, const struct money_sheet *v);
/* tasa-implicita: of totals in several currencies */
bool money_compare_rates(struct ledger *l, const struct money_sheet *v, struct err *e);
#endif
