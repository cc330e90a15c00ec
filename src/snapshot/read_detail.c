/* What few projects have: further dates, classes and totals, groups of people, results, links, IATI's own words. */
#include "read.h"

bool snapshot_date(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_date *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, dated, project, k, &at)) return false;
  const struct snap_rec_date *r = &v->dated[at];
  *out = (struct snap_date){CODE(r->type), DATE(r->date), CODE(r->precision)};
  return true;
}

bool snapshot_class(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_class *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, class, project, k, &at)) return false;
  const struct snap_rec_class *r = &v->class[at];
  *out = (struct snap_class){CODE(r->vocabulary), TERM(r->code), r->percent - 1, r->inferred};
  return true;
}

void snapshot_iati(const struct snapshot *s, uint32_t project, struct snap_iati *out) {
  const struct snap_view *v = snapshot_view(s);
  const struct snap_rec_iati none = {0}, *r = v->n_project_standard ? &v->project_standard[project] : &none;
  *out = (struct snap_iati){.scope = CODE(r->scope),
                            .collaboration_type = CODE(r->collaboration),
                            .lang = CODE(r->lang),
                            .flow_type = CODE(r->flow),
                            .finance_type = CODE(r->finance),
                            .aid_type = CODE(r->aid),
                            .tied_status = CODE(r->tied),
                            .updated = TEXT(r->updated),
                            .reporting = r->reporting - 1}; /* 0, nobody, becomes SNAPSHOT_NONE */
}

bool snapshot_total(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_total *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, total, project, k, &at)) return false;
  const struct snap_rec_total *r = &v->total[at];
  *out = (struct snap_total){snap_i128_get(r->amount), TEXT(r->amount_raw), CODE(r->currency), TEXT(r->label_raw)};
  return true;
}

bool snapshot_group(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_group *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, group, project, k, &at)) return false;
  const struct snap_rec_group *r = &v->group[at];
  *out = (struct snap_group){.number = r->number - 1,
                             .is_approx = r->is_approx,
                             .is_disjoint = r->is_disjoint,
                             .unit = TEXT(r->unit),
                             .raw = TEXT(r->raw),
                             .area = r->area};
  return true;
}

void snapshot_people(const struct snapshot *s, uint32_t project, int64_t *min, int64_t *max) {
  const struct snap_view *v = snapshot_view(s);
  int64_t stated = SNAP_COLUMN(v, project_people, project), largest = 0;
  uint32_t begin, end;
  bool disjoint = true;
  i128 sum = 0; /* of people + 1 each: 0 is nobody counted */
  SNAP_SLICE(v, group, project, &begin, &end);
  *min = *max = stated - 1;
  if (stated > 0) return;
  uint32_t counted = 0;
  for (; begin < end; begin++) {
    const struct snap_rec_group *g = &v->group[begin];
    if (g->number == 0) continue;
    counted++;
    sum += g->number - 1;
    if (g->number > largest) largest = g->number;
    disjoint = disjoint && g->is_disjoint;
  }
  if (counted == 0) return;
  *max = sum > INT64_MAX ? INT64_MAX : (int64_t)sum;
  *min = disjoint ? *max : largest - 1;
}

uint32_t snapshot_same_as(const struct snapshot *s, uint32_t project) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t first = SNAP_COLUMN(v, project_same, project);
  return first ? first - 1 : project;
}

uint32_t snapshot_project_batch(const struct snapshot *s, uint32_t project) {
  const struct snap_view *v = snapshot_view(s);
  return SNAP_COLUMN(v, project_batch, project) - 1; /* 0, not known, becomes SNAPSHOT_NONE */
}

bool snapshot_rate(const struct snapshot *s, uint32_t project, struct snap_rate *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t row = SNAP_COLUMN(v, project_rate, project);
  if (row == 0) return false;
  const struct snap_rec_rate *r = &v->rate[row - 1];
  *out = (struct snap_rate){TEXT(r->rate), TEXT(r->raw), CODE(r->from), CODE(r->to), DATE(r->date), CODE(r->kind)};
  return true;
}

bool snapshot_result(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_result *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, result, project, k, &at)) return false;
  const struct snap_rec_result *r = &v->result[at];
  *out = (struct snap_result){CODE(r->type), TEXT(r->title), TEXT(r->description), r->aggregates - 1};
  return true;
}

bool snapshot_indicator(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_indicator *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, indicator, project, k, &at)) return false;
  const struct snap_rec_indicator *r = &v->indicator[at];
  *out = (struct snap_indicator){.result = r->result,
                                 .measure = CODE(r->measure),
                                 .title = TEXT(r->title),
                                 .description = TEXT(r->description),
                                 .baseline_year = TEXT(r->baseline_year),
                                 .baseline_value = TEXT(r->baseline_value),
                                 .ascending = r->ascending - 1};
  return true;
}

bool snapshot_period(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_period *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, period, project, k, &at)) return false;
  const struct snap_rec_period *r = &v->period[at];
  *out = (struct snap_period){r->indicator, DATE(r->start), DATE(r->end), TEXT(r->target), TEXT(r->actual)};
  return true;
}

bool snapshot_link(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_link *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, link, project, k, &at)) return false;
  const struct snap_rec_link *r = &v->link[at];
  *out = (struct snap_link){.url = TEXT(r->url),
                            .format = TERM(r->format),
                            .category = TERM(r->category),
                            .title = TEXT(r->title),
                            .lang = TERM(r->lang),
                            .date = DATE(r->date)};
  return true;
}

bool snapshot_extra(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_extra *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, extra, project, k, &at)) return false;
  const struct snap_rec_extra *r = &v->extra[at];
  *out = (struct snap_extra){TERM(r->owner), TERM(r->name), TEXT(r->xml), r->rank};
  return true;
}

uint32_t snapshot_documents(const struct snapshot *s) { return (uint32_t)snapshot_view(s)->n_document; }

void snapshot_document(const struct snapshot *s, uint32_t i, struct str *title, struct str *licence) {
  const struct snap_view *v = snapshot_view(s);
  *title = TEXT(v->document[i].title);
  *licence = TEXT(v->document[i].licence);
}

uint32_t snapshot_area_document(const struct snapshot *s, uint32_t area) {
  return snapshot_view(s)->area[area].document;
}
uint32_t snapshot_project_document(const struct snapshot *s, uint32_t project) {
  return snapshot_view(s)->project_document[project];
}
uint32_t snapshot_actor_document(const struct snapshot *s, uint32_t actor) {
  return snapshot_view(s)->actor[actor].document;
}
