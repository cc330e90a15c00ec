#ifndef DOMAIN_MONEY_H
#define DOMAIN_MONEY_H
/* Which of an activity's contributions make up its value, and conversion at a rate that somebody set. */
#include "core/decimal.h"
#include "core/err.h"
#include "core/str.h"

/* Parts that a report prints have no transaction type: each counts. IATI transactions tell one sum several times (committed,
 * then disbursed, then spent), so one family alone counts, the first of these that the activity has: parts without a type;
 * outgoing commitments (2); incoming commitments (11); disbursements and expenditure (3, 4); incoming funds (1). Pledges,
 * repayments and guarantees never. types[i] empty: no type. Returns how many count. */
size_t money_counting(const struct str *types, size_t n, bool *counts);

/* amount / rate (from the rate's `to` currency into its `from`) or amount * rate (the other way), in minor units, half away from
 * zero. rate > 0, at most 18 decimals. ERR_LIMIT if it leaves 128 bits. */
bool money_divide(i128 minor, struct decimal rate, i128 *out, struct err *e);
bool money_multiply(i128 minor, struct decimal rate, i128 *out, struct err *e);
#endif
