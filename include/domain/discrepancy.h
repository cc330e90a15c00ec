#ifndef DOMAIN_DISCREPANCY_H
#define DOMAIN_DISCREPANCY_H
/* The ledger of what cannot all be right, found by general rules over any store. Nothing is repaired: each finding keeps what is
 * printed, says what was computed and by how much it differs, and waits for a person (domain/decision.h). */
#include "core/decimal.h"
#include "store/db.h"

enum discrepancy_kind {
  DISCREPANCY_SUM,       /* parts and total */
  DISCREPANCY_LABEL,     /* a label or unit against its figure */
  DISCREPANCY_MAGNITUDE, /* two statements of one thing, a power of ten apart */
  DISCREPANCY_DUPLICATE, /* two records of one project */
  DISCREPANCY_IDENTITY,  /* one actor or place under two names, or two under one */
  DISCREPANCY_PERIOD,    /* periods and dates */
  DISCREPANCY_RATE,      /* an implied exchange rate, a rest nobody gave */
  DISCREPANCY_LEVEL,     /* a figure of the whole beside those of its parts */
  DISCREPANCY_GEO,       /* points, areas, axes */
  DISCREPANCY_MISSING,   /* fields that some records have and others do not */
  DISCREPANCY_KINDS
};
const char *discrepancy_kind_code(
    enum discrepancy_kind k); /* suma etiqueta magnitud duplicado identidad periodo tasa nivel lugar faltante */

struct discrepancy_subject {
  const char *type; /* proyecto, area, actor, serie, valor, red, meta, documento */
  struct str code;
};
struct discrepancy_claim {
  int64_t claim_id;      /* 0: none */
  struct str field, raw; /* what was read there ("valor_total"), as printed */
};
struct discrepancy {
  struct str key;   /* stable: rule, then the codes it is about: "suma-distinta:convenio-4" */
  const char *rule; /* "suma-distinta" */
  enum discrepancy_kind kind;
  const char *severity; /* "error", "warning", "note" */
  struct str es, en;    /* one sentence: what stands there, what was computed, the difference */
  bool has_stated, has_computed, has_difference;
  i128 stated, computed,
      difference; /* minor units of `currency`; of people: whole numbers times 100 with currency "" */
  struct str currency;
  uint32_t score; /* duplicates: 0-100 */
  const struct discrepancy_subject *subjects;
  size_t n_subjects;
  const struct discrepancy_claim *claims;
  size_t n_claims;
};
enum { DISCREPANCY_MAX_PER_RULE = 1000 };
typedef bool discrepancy_fn(void *user, const struct discrepancy *x, struct err *e);
/* Every finding, in the order of rule and key; at most DISCREPANCY_MAX_PER_RULE of a rule are given (the first by key). Same store,
 * same findings. What fn is given lives until this returns. False only if the store cannot be read or fn returned false. */
bool discrepancy_find(struct db *d, discrepancy_fn *fn, void *user, struct err *e);
struct discrepancy_rule {
  const char *code, *severity;
  enum discrepancy_kind kind;
  const char *title_es, *title_en, *why_es, *why_en; /* what it looks for, and why it matters */
};
const struct discrepancy_rule *discrepancy_rules(size_t *n);
/* How many findings of that rule there are, also beyond those given: after discrepancy_find, by the same thread. */
uint64_t discrepancy_count(const char *rule);
#endif
