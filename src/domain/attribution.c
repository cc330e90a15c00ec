#include "domain/attribution.h"
#include <math.h>
#include <stdlib.h>
#include "core/mem.h"

enum { PPM = 1000000 };

static const char *const basis_codes[] = {"none", "stated", "equal", "area", "population", "only"};

const char *attribution_basis_code(enum attribution_basis b) { return basis_codes[b]; }

enum attribution_basis attribution_basis_from(struct str code) {
  for (unsigned i = 0; i < sizeof basis_codes / sizeof *basis_codes; i++)
    if (str_is(code, basis_codes[i])) return (enum attribution_basis)i;
  return ATTRIBUTION_NONE;
}

static bool is_rule(enum attribution_basis b) { return b != ATTRIBUTION_NONE && b != ATTRIBUTION_STATED; }

/* Weight of a place under its rule; 0 if its figure is unknown. Hectares count in square metres, so that the split is exact
 * and the same everywhere. */
static i128 rule_weight(const struct attribution_place *p) {
  switch (p->basis) {
  case ATTRIBUTION_EQUAL:
  case ATTRIBUTION_ONLY: return 1;
  case ATTRIBUTION_AREA:
    return isfinite(p->hectares) && p->hectares > 0 && p->hectares < 1e10 ? (i128)llround(p->hectares * 1e4) : 0;
  case ATTRIBUTION_POPULATION: return p->population > 0 ? p->population : 0;
  default: return 0;
  }
}

/* Divide `rest` among the places that carry a rule. Returns what was given out: all of it or nothing. */
static i128 split_by_rule(i128 rest, const struct attribution_place *places, size_t n, i128 *weights, i128 *parts,
                          i128 *shares) {
  size_t members = 0;
  for (size_t i = 0; i < n; i++) {
    weights[i] = is_rule(places[i].basis) ? rule_weight(&places[i]) : 0;
    if (!is_rule(places[i].basis)) continue;
    if (weights[i] == 0) return 0;
    members++;
  }
  if (members == 0) return 0;
  decimal_split(rest, weights, n, shares);
  for (size_t i = 0; i < n; i++) parts[i] += shares[i];
  return rest;
}

bool attribution_split(i128 value, const struct attribution_place *places, size_t n, i128 *parts, i128 *unallocated,
                       struct err *e) {
  i128 fixed[2 * 17];
  i128 *work = n < 17 ? fixed : mem_calloc(2 * (n + 1), sizeof *work);
  i128 *weights = work, *shares = work + n + 1;
  int64_t stated = 0;
  for (size_t i = 0; i < n; i++) {
    bool has = places[i].basis == ATTRIBUTION_STATED && places[i].share_ppm > 0;
    weights[i] = has ? places[i].share_ppm : 0;
    stated += has ? places[i].share_ppm : 0;
    parts[i] = 0;
  }
  *unallocated = value;
  bool ok = stated <= PPM;
  if (ok) {
    weights[n] = PPM - stated;
    decimal_split(value, weights, n + 1, shares);
    for (size_t i = 0; i < n; i++) parts[i] = shares[i];
    i128 rest = shares[n];
    *unallocated = rest - split_by_rule(rest, places, n, weights, parts, shares);
  }
  if (work != fixed) free(work);
  return ok ? true
            : err_set(e, ERR_INPUT, "the stated shares add up to %lld.%04lld %%, more than 100 %%",
                      (long long)(stated / 10000), (long long)(stated % 10000));
}
