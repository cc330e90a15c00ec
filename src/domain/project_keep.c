/* A source that cannot carry a list (a CSV has no results) must not wipe it out: what the store has of it is taken first. */
#include "project_internal.h"

static bool same_place(const struct project_location *x, const struct project_location *y) {
  return str_eq(x->scope, y->scope) && x->area_id == y->area_id && str_eq(x->name_raw, y->name_raw);
}

static bool same_part(const struct project_contribution *x, const struct project_contribution *y) {
  return x->provider_id == y->provider_id && x->receiver_id == y->receiver_id && x->amount == y->amount &&
         str_eq(x->currency, y->currency) && str_eq(x->form, y->form) && str_eq(x->date, y->date) &&
         str_eq(x->transaction_type, y->transaction_type) && x->is_counterpart == y->is_counterpart;
}

static struct str or_old(struct str now, struct str old) { return now.n ? now : old; }

/* Each old entry answers for one new one, in order: of two equal parts the first keeps the first's. */
static void keep_places(struct arena *a, const struct project *old, struct project *p) {
  struct project_location *now = arena_calloc(a, p->n_locations + 1, sizeof *now);
  bool *used = arena_calloc(a, old->n_locations + 1, sizeof *used);
  if (p->n_locations) memcpy(now, p->locations, p->n_locations * sizeof *now);
  for (size_t i = 0; i < p->n_locations; i++)
    for (size_t k = 0; k < old->n_locations; k++) {
      const struct project_location *was = &old->locations[k];
      if (used[k] || !same_place(&now[i], was)) continue;
      used[k] = true;
      now[i].class = or_old(now[i].class, was->class);
      now[i].precision = or_old(now[i].precision, was->precision);
      break;
    }
  p->locations = now;
}

static void keep_parts(struct arena *a, const struct project *old, struct project *p) {
  struct project_contribution *now = arena_calloc(a, p->n_contributions + 1, sizeof *now);
  bool *used = arena_calloc(a, old->n_contributions + 1, sizeof *used);
  if (p->n_contributions) memcpy(now, p->contributions, p->n_contributions * sizeof *now);
  for (size_t i = 0; i < p->n_contributions; i++)
    for (size_t k = 0; k < old->n_contributions; k++) {
      const struct project_contribution *was = &old->contributions[k];
      if (used[k] || !same_part(&now[i], was)) continue;
      used[k] = true;
      now[i].flow_type = or_old(now[i].flow_type, was->flow_type);
      now[i].finance_type = or_old(now[i].finance_type, was->finance_type);
      now[i].aid_type = or_old(now[i].aid_type, was->aid_type);
      break;
    }
  p->contributions = now;
}

static void keep_words(const struct project *old, struct project *p) {
  p->scope = or_old(p->scope, old->scope);
  p->collaboration_type = or_old(p->collaboration_type, old->collaboration_type);
  p->lang = or_old(p->lang, old->lang);
  p->flow_type = or_old(p->flow_type, old->flow_type);
  p->finance_type = or_old(p->finance_type, old->finance_type);
  p->aid_type = or_old(p->aid_type, old->aid_type);
  p->tied_status = or_old(p->tied_status, old->tied_status);
  p->updated = or_old(p->updated, old->updated);
  if (!p->reporting_id) p->reporting_id = old->reporting_id;
}

void project_keep(struct arena *a, const struct project *old, struct project *p) {
#define TAKE(list) (p->list = old->list, p->n_##list = old->n_##list)
  if (p->keep & PROJECT_KEEP_TOTALS) TAKE(totals);
  if (p->keep & PROJECT_KEEP_GROUPS) TAKE(groups);
  if (p->keep & PROJECT_KEEP_RESULTS) {
    TAKE(results);
    TAKE(indicators);
    TAKE(periods);
  }
  if (p->keep & PROJECT_KEEP_LINKS) TAKE(links);
  if (p->keep & PROJECT_KEEP_EXTRAS) TAKE(extras);
#undef TAKE
  if (!(p->keep & PROJECT_KEEP_IATI)) return;
  keep_words(old, p);
  keep_places(a, old, p);
  keep_parts(a, old, p);
}
