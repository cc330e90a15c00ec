#include <stdlib.h>
#include "core/jw.h"
#include "domain/project.h"

/* Absent and empty are the same thing, so only what is there is written. */
static void kv(struct jw *w, const char *key, struct str v) {
  if (v.n) jw_kv_str(w, key, v);
}
static void kv_minor(struct jw *w, const char *key, i128 v) {
  jw_key(w, key);
  jw_minor(w, v);
}
static void begin_list(struct jw *w, const char *key) {
  jw_key(w, key);
  jw_array(w);
}

static void write_head(struct jw *w, const struct project *p) {
  kv(w, "code", p->code);
  kv(w, "iati_identifier", p->iati_identifier);
  kv(w, "kind", p->kind);
  kv(w, "title", p->title);
  kv(w, "activity_status", p->status);
  kv(w, "cooperation_type", p->cooperation_type);
  kv(w, "modality", p->modality);
  jw_kv_bool(w, "no_disbursement", p->no_disbursement);
  if (p->has_total) kv_minor(w, "total", p->total);
  kv(w, "total_raw", p->total_raw);
  kv(w, "currency", p->currency);
  if (p->people >= 0) jw_kv_int(w, "people", p->people);
  kv(w, "people_raw", p->people_raw);
  kv(w, "people_unit", p->people_unit);
  jw_kv_bool(w, "people_approx", p->people_approx);
  kv(w, "vigencia_raw", p->vigencia_raw);
  kv(w, "place_note", p->place_note);
  kv(w, "activity_scope", p->scope);
  kv(w, "collaboration_type", p->collaboration_type);
  kv(w, "lang", p->lang);
  kv(w, "flow_type", p->flow_type);
  kv(w, "finance_type", p->finance_type);
  kv(w, "aid_type", p->aid_type);
  kv(w, "tied_status", p->tied_status);
  kv(w, "updated", p->updated);
  if (p->reporting_id) jw_kv_int(w, "reporting_id", p->reporting_id);
}

/* The order in which a file brings texts, dates and parties says nothing: what a CSV, a workbook or an IATI file brings of the same
 * project is the same. Two of one kind keep their order. */
static int compare_narratives(const void *a, const void *b) {
  const struct project_narrative *x = *(const struct project_narrative *const *)a;
  const struct project_narrative *y = *(const struct project_narrative *const *)b;
  int c = str_cmp(x->type, y->type);
  if (!c) c = str_cmp(x->lang, y->lang);
  return c ? c : (x > y) - (x < y);
}
static int compare_dates(const void *a, const void *b) {
  const struct project_date *x = *(const struct project_date *const *)a, *y = *(const struct project_date *const *)b;
  int c = str_cmp(x->type, y->type);
  return c ? c : (x > y) - (x < y);
}
static int compare_parties(const void *a, const void *b) {
  const struct project_party *x = *(const struct project_party *const *)a;
  const struct project_party *y = *(const struct project_party *const *)b;
  int c = (x->organisation_id > y->organisation_id) - (x->organisation_id < y->organisation_id);
  if (!c) c = str_cmp(x->role, y->role);
  return c ? c : (x > y) - (x < y);
}

/* Pointers to the n entries of `list`, in order; to be freed. */
static const void **in_order(const void *list, size_t n, size_t size, int (*compare)(const void *, const void *)) {
  const void **v = mem_calloc(n + 1, sizeof *v);
  for (size_t i = 0; i < n; i++) v[i] = (const char *)list + i * size;
  qsort(v, n, sizeof *v, compare);
  return v;
}

static void write_texts(struct jw *w, const struct project *p) {
  const void **texts = in_order(p->narratives, p->n_narratives, sizeof *p->narratives, compare_narratives);
  begin_list(w, "narratives");
  for (size_t i = 0; i < p->n_narratives; i++) {
    const struct project_narrative *n = texts[i];
    jw_object(w);
    kv(w, "type", n->type);
    kv(w, "lang", n->lang);
    kv(w, "text", n->text);
    jw_end(w);
  }
  jw_end(w);
  free(texts);
  const void **dates = in_order(p->dates, p->n_dates, sizeof *p->dates, compare_dates);
  begin_list(w, "dates");
  for (size_t i = 0; i < p->n_dates; i++) {
    const struct project_date *d = dates[i];
    jw_object(w);
    kv(w, "type", d->type);
    kv(w, "date", d->date);
    jw_end(w);
  }
  jw_end(w);
  free(dates);
  begin_list(w, "classifications");
  for (size_t i = 0; i < p->n_classes; i++) {
    jw_object(w);
    kv(w, "vocabulary", p->classes[i].vocabulary);
    kv(w, "code", p->classes[i].code);
    if (p->classes[i].percent_ppm >= 0) jw_kv_int(w, "percent_ppm", p->classes[i].percent_ppm);
    jw_kv_bool(w, "inferred", p->classes[i].inferred);
    jw_end(w);
  }
  jw_end(w);
}

static void write_money(struct jw *w, const struct project *p) {
  const void **parties = in_order(p->parties, p->n_parties, sizeof *p->parties, compare_parties);
  begin_list(w, "parties");
  for (size_t i = 0; i < p->n_parties; i++) {
    const struct project_party *x = parties[i];
    jw_object(w);
    jw_kv_int(w, "organisation_id", x->organisation_id);
    kv(w, "role", x->role);
    kv(w, "role_text", x->role_text);
    jw_end(w);
  }
  jw_end(w);
  free(parties);
  if (p->has_rate) {
    jw_key(w, "rate");
    jw_object(w);
    kv(w, "from", p->rate.from);
    kv(w, "to", p->rate.to);
    kv(w, "rate", p->rate.rate_dec);
    kv(w, "date", p->rate.date);
    kv(w, "kind", p->rate.kind);
    kv(w, "raw", p->rate.raw);
    jw_end(w);
  }
  begin_list(w, "contributions");
  for (size_t i = 0; i < p->n_contributions; i++) {
    const struct project_contribution *c = &p->contributions[i];
    jw_object(w);
    if (c->provider_id) jw_kv_int(w, "provider_id", c->provider_id);
    if (c->receiver_id) jw_kv_int(w, "receiver_id", c->receiver_id);
    kv_minor(w, "amount", c->amount);
    kv(w, "amount_raw", c->amount_raw);
    kv(w, "currency", c->currency);
    kv(w, "form", c->form);
    jw_kv_bool(w, "is_counterpart", c->is_counterpart);
    kv(w, "value_date", c->value_date);
    kv(w, "label_raw", c->label_raw);
    jw_kv_bool(w, "at_rate", c->has_rate);
    kv(w, "valuation", c->valuation);
    kv(w, "transaction_type", c->transaction_type);
    kv(w, "date", c->date);
    kv(w, "flow_type", c->flow_type);
    kv(w, "finance_type", c->finance_type);
    kv(w, "aid_type", c->aid_type);
    jw_end(w);
  }
  jw_end(w);
}

static void write_places(struct jw *w, const struct project *p) {
  begin_list(w, "locations");
  for (size_t i = 0; i < p->n_locations; i++) {
    const struct project_location *l = &p->locations[i];
    jw_object(w);
    kv(w, "scope", l->scope);
    if (l->area_id) jw_kv_int(w, "area_id", l->area_id);
    kv(w, "name_raw", l->name_raw);
    if (l->share_ppm >= 0) jw_kv_int(w, "share_ppm", l->share_ppm);
    kv(w, "share_basis", l->share_basis);
    kv(w, "method", l->method);
    kv(w, "exactness", l->exactness);
    kv(w, "reach", l->reach);
    kv(w, "class", l->class);
    kv(w, "precision", l->precision);
    if (l->share_people_ppm >= 0) jw_kv_int(w, "share_people_ppm", l->share_people_ppm);
    if (str_is(l->scope, "point")) {
      begin_list(w, "point");
      jw_double(w, l->lon, 9);
      jw_double(w, l->lat, 9);
      jw_end(w);
    }
    if (l->outline) {
      struct buf b = {0};
      polygon_write_geojson_coordinates(&b, l->outline, 9);
      jw_key(w, "outline");
      jw_raw(w, buf_str(&b));
      buf_free(&b);
    }
    jw_end(w);
  }
  jw_end(w);
}

static int related_compare(const void *a, const void *b) {
  const struct project_related *x = a, *y = b;
  int c = str_cmp(x->code, y->code);
  return c ? c : str_cmp(x->type, y->type);
}

/* In order of the codes: links are made in whatever order the file brings them. */
static void write_related(struct jw *w, const struct project *p) {
  struct project_related *sorted = mem_calloc(p->n_related + 1, sizeof *sorted);
  if (p->n_related) memcpy(sorted, p->related, p->n_related * sizeof *sorted);
  qsort(sorted, p->n_related, sizeof *sorted, related_compare);
  begin_list(w, "related");
  for (size_t i = 0; i < p->n_related; i++) {
    jw_object(w);
    kv(w, "code", sorted[i].code);
    kv(w, "type", sorted[i].type);
    jw_end(w);
  }
  jw_end(w);
  free(sorted);
}

static void write_totals(struct jw *w, const struct project *p) {
  if (p->n_totals == 0) return;
  begin_list(w, "totals");
  for (size_t i = 0; i < p->n_totals; i++) {
    jw_object(w);
    kv_minor(w, "amount", p->totals[i].amount);
    kv(w, "amount_raw", p->totals[i].amount_raw);
    kv(w, "currency", p->totals[i].currency);
    kv(w, "label_raw", p->totals[i].label_raw);
    jw_end(w);
  }
  jw_end(w);
}

static void write_groups(struct jw *w, const struct project *p) {
  if (p->n_groups == 0) return;
  begin_list(w, "groups");
  for (size_t i = 0; i < p->n_groups; i++) {
    const struct project_group *g = &p->groups[i];
    jw_object(w);
    if (g->number >= 0) jw_kv_int(w, "number", g->number);
    jw_kv_bool(w, "is_approx", g->is_approx);
    jw_kv_bool(w, "is_disjoint", g->is_disjoint);
    kv(w, "unit", g->unit);
    kv(w, "raw", g->raw);
    if (g->area_id) jw_kv_int(w, "area_id", g->area_id);
    jw_end(w);
  }
  jw_end(w);
}

static void write_indicators(struct jw *w, const struct project *p) {
  begin_list(w, "indicators");
  for (size_t i = 0; i < p->n_indicators; i++) {
    const struct project_indicator *v = &p->indicators[i];
    jw_object(w);
    jw_kv_int(w, "result", (int64_t)v->result);
    kv(w, "measure", v->measure);
    if (v->ascending >= 0) jw_kv_bool(w, "ascending", v->ascending);
    kv(w, "title", v->title);
    kv(w, "description", v->description);
    kv(w, "baseline_year", v->baseline_year);
    kv(w, "baseline_value", v->baseline_value);
    jw_end(w);
  }
  jw_end(w);
  begin_list(w, "periods");
  for (size_t i = 0; i < p->n_periods; i++) {
    const struct project_period *v = &p->periods[i];
    jw_object(w);
    jw_kv_int(w, "indicator", (int64_t)v->indicator);
    kv(w, "start", v->start);
    kv(w, "end", v->end);
    kv(w, "target", v->target);
    kv(w, "actual", v->actual);
    jw_end(w);
  }
  jw_end(w);
}

static void write_results(struct jw *w, const struct project *p) {
  if (p->n_results == 0) return;
  begin_list(w, "results");
  for (size_t i = 0; i < p->n_results; i++) {
    jw_object(w);
    kv(w, "type", p->results[i].type);
    kv(w, "title", p->results[i].title);
    kv(w, "description", p->results[i].description);
    if (p->results[i].aggregates >= 0) jw_kv_bool(w, "aggregates", p->results[i].aggregates);
    jw_end(w);
  }
  jw_end(w);
  write_indicators(w, p);
}

static void write_links(struct jw *w, const struct project *p) {
  if (p->n_links == 0) return;
  begin_list(w, "links");
  for (size_t i = 0; i < p->n_links; i++) {
    const struct project_link *l = &p->links[i];
    jw_object(w);
    kv(w, "url", l->url);
    kv(w, "format", l->format);
    kv(w, "category", l->category);
    kv(w, "title", l->title);
    kv(w, "lang", l->lang);
    kv(w, "date", l->date);
    jw_end(w);
  }
  jw_end(w);
}

static void write_extras(struct jw *w, const struct project *p) {
  if (p->n_extras == 0) return;
  begin_list(w, "extras");
  for (size_t i = 0; i < p->n_extras; i++) {
    const struct project_extra *x = &p->extras[i];
    jw_object(w);
    kv(w, "owner", x->owner);
    jw_kv_int(w, "rank", (int64_t)x->rank);
    kv(w, "name", x->name);
    kv(w, "xml", x->xml);
    jw_end(w);
  }
  jw_end(w);
}

void project_write_json(struct buf *out, const struct project *p) {
  struct jw w;
  jw_init(&w, out);
  jw_object(&w);
  write_head(&w, p);
  write_texts(&w, p);
  write_money(&w, p);
  write_places(&w, p);
  write_related(&w, p);
  write_totals(&w, p);
  write_groups(&w, p);
  write_results(&w, p);
  write_links(&w, p);
  write_extras(&w, p);
  jw_end(&w);
}
