/* Results with their indicators and periods, in three flat lists, and links to documents. */
#include "iati_internal.h"

struct results {
  struct project_result *results;
  struct project_indicator *indicators;
  struct project_period *periods;
};

static struct str child_narrative(struct iati_map *m, struct iati_node *parent, enum iati_word w) {
  struct iati_node *n = iati_take(parent, w);
  return n ? iati_narrative(m, n, NULL) : (struct str){0};
}

static struct str required_title(struct iati_map *m, struct iati_node *n) {
  struct str title = child_narrative(m, n, WORD_TITLE);
  if (title.n == 0) iati_refuse_missing(m, n, "title");
  return title;
}

static struct str child_date(struct iati_map *m, struct iati_node *parent, enum iati_word w) {
  struct iati_node *n = iati_take(parent, w);
  if (!n) return (struct str){0};
  struct str precision = iati_attribute(n, WORD_OWN_PRECISION);
  return iati_date(m, n, "iso-date", iati_attribute(n, WORD_ISO_DATE), precision);
}

/* Of several targets (one for each dimension, say) the field holds the first; the others stay extras. */
static struct str child_value(struct iati_node *parent, enum iati_word w) {
  struct iati_node *n = iati_take(parent, w);
  return n ? iati_attribute(n, WORD_VALUE) : (struct str){0};
}

static void map_period(struct iati_map *m, struct iati_node *n, struct results *v, size_t indicator) {
  struct project *p = &m->out->p;
  iati_rank(n, p->n_periods);
  v->periods[p->n_periods++] = (struct project_period){.indicator = indicator,
                                                       .start = child_date(m, n, WORD_PERIOD_START),
                                                       .end = child_date(m, n, WORD_PERIOD_END),
                                                       .target = child_value(n, WORD_TARGET),
                                                       .actual = child_value(n, WORD_ACTUAL)};
}

static void map_indicator(struct iati_map *m, struct iati_node *n, struct results *v, size_t result) {
  struct project *p = &m->out->p;
  size_t at = p->n_indicators++;
  struct project_indicator *x = &v->indicators[at];
  struct iati_node *baseline = iati_take(n, WORD_BASELINE);
  iati_rank(n, at);
  *x = (struct project_indicator){.result = result,
                                  .measure = iati_required_code(m, n, WORD_MEASURE, "indicator_measure"),
                                  .ascending = iati_bool(m, n, WORD_ASCENDING, -1),
                                  .title = required_title(m, n),
                                  .description = child_narrative(m, n, WORD_DESCRIPTION)};
  if (baseline) {
    struct str printed = iati_attribute(baseline, WORD_OWN_RAW);
    x->baseline_year = iati_attribute(baseline, WORD_YEAR);
    if (x->baseline_year.n == 0) x->baseline_year = printed;
    x->baseline_value = iati_attribute(baseline, WORD_VALUE);
  }
  for (struct iati_node *period; (period = iati_take(n, WORD_PERIOD));) map_period(m, period, v, at);
}

static void map_result(struct iati_map *m, struct iati_node *n, struct results *v) {
  struct project *p = &m->out->p;
  size_t at = p->n_results++;
  iati_rank(n, at);
  v->results[at] = (struct project_result){.type = iati_required_code(m, n, WORD_TYPE, "result_type"),
                                           .aggregates = iati_bool(m, n, WORD_AGGREGATION_STATUS, -1),
                                           .title = required_title(m, n),
                                           .description = child_narrative(m, n, WORD_DESCRIPTION)};
  for (struct iati_node *x; (x = iati_take(n, WORD_INDICATOR));) map_indicator(m, x, v, at);
}

void iati_map_results(struct iati_map *m, struct iati_node *activity) {
  struct project *p = &m->out->p;
  size_t n_results = 0, n_indicators = 0, n_periods = 0;
  for (const struct iati_node *r = activity->first; r; r = r->next) {
    if (r->word != WORD_RESULT) continue;
    n_results++;
    for (const struct iati_node *i = r->first; i; i = i->next) {
      if (i->word != WORD_INDICATOR) continue;
      n_indicators++;
      n_periods += iati_count(i, WORD_PERIOD);
    }
  }
  if (n_results == 0) return;
  struct results v = {arena_alloc(m->arena, n_results * sizeof *v.results),
                      arena_alloc(m->arena, (n_indicators + 1) * sizeof *v.indicators),
                      arena_alloc(m->arena, (n_periods + 1) * sizeof *v.periods)};
  for (struct iati_node *r; (r = iati_take(activity, WORD_RESULT));) map_result(m, r, &v);
  p->results = v.results;
  p->indicators = v.indicators;
  p->periods = v.periods;
}

/* ---- links ---- */

static void map_link(struct iati_map *m, struct iati_node *n, struct project_link *l) {
  struct iati_node *language;
  *l = (struct project_link){.url = iati_attribute(n, WORD_URL), .format = iati_attribute(n, WORD_FORMAT)};
  if (l->url.n == 0) iati_refuse_missing(m, n, "url");
  struct str printed = iati_attribute(n, WORD_OWN_RAW);
  if (printed.n) l->url = printed;
  l->title = child_narrative(m, n, WORD_TITLE);
  l->category = iati_child_code(m, n, WORD_CATEGORY, "document_category");
  if ((language = iati_take(n, WORD_LANGUAGE))) l->lang = iati_attribute(language, WORD_CODE);
  l->date = child_date(m, n, WORD_DOCUMENT_DATE);
}

void iati_map_links(struct iati_map *m, struct iati_node *activity) {
  struct project *p = &m->out->p;
  struct project_link *list = arena_alloc(m->arena, (iati_count(activity, WORD_DOCUMENT_LINK) + 1) * sizeof *list);
  for (struct iati_node *n; (n = iati_take(activity, WORD_DOCUMENT_LINK));) {
    iati_rank(n, p->n_links);
    map_link(m, n, &list[p->n_links++]);
  }
  p->links = list;
}
