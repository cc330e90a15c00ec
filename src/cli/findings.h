/* The ledger on the command line: findings with the decisions that stand about them, as text, JSON and CSV. */
#ifndef CLI_FINDINGS_H
#define CLI_FINDINGS_H
#include "cli/cli.h"
#include "core/mem.h"
#include "domain/decision.h"
#include "domain/discrepancy.h"

struct decisions {
  struct arena *arena;
  struct decision *item; /* those that stand, by subject */
  size_t n, cap;
};
bool decisions_load(struct db *d, struct decisions *out, struct err *e);
void decisions_free(struct decisions *x);
/* The decision that stands about a finding; NULL: none. */
const struct decision *decisions_find(const struct decisions *x, struct str key);

/* "aviso [suma-distinta]: …", and below it the key and who decided what. */
void finding_write_text(struct cli *c, const struct discrepancy *x, const struct decision *decided);
/* An object with every field. */
void finding_write_json(struct cli *c, const struct discrepancy *x, const struct decision *decided);
/* Findings of a rule beyond those that are given: "… y 19.000 más". */
void finding_write_rest(struct cli *c);
#endif
