/* What belongs to a project: texts, parties, money, places, people, results, links. */
#include "read.h"

bool snapshot_narrative(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_narrative *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, narrative, project, k, &at)) return false;
  const struct snap_rec_narrative *r = &v->narrative[at];
  *out = (struct snap_narrative){CODE(r->type), CODE(r->lang), TEXT(r->text)};
  return true;
}

bool snapshot_party(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_party *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, party, project, k, &at)) return false;
  const struct snap_rec_party *r = &v->party[at];
  *out = (struct snap_party){r->actor, CODE(r->role), TEXT(r->role_text)};
  return true;
}

bool snapshot_contribution(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_contribution *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, contribution, project, k, &at)) return false;
  const struct snap_rec_contribution *r = &v->contribution[at];
  *out = (struct snap_contribution){.provider = r->provider,
                                    .receiver = r->receiver,
                                    .amount_minor = snap_i128_get(r->amount),
                                    .amount_raw = TEXT(r->amount_raw),
                                    .currency = CODE(r->currency),
                                    .form = CODE(r->form),
                                    .label_raw = TEXT(r->label_raw),
                                    .is_counterpart = r->is_counterpart,
                                    .counts = r->counts,
                                    .value_date = DATE(r->value_date),
                                    .source_title = TEXT(read_document(v, r->document).title),
                                    .source_locator = TEXT(r->locator)};
  const struct snap_rec_transaction no_type = {0}, *t = v->n_transaction ? &v->transaction[at] : &no_type;
  out->transaction_type = CODE(t->type);
  out->date = DATE(t->date);
  out->flow_type = CODE(t->flow);
  out->finance_type = CODE(t->finance);
  out->aid_type = CODE(t->aid);
  out->valuation = TERM(t->valuation);
  const struct snap_rec_rate none = {0}, *rate = r->rate == SNAPSHOT_NONE ? &none : &v->rate[r->rate];
  out->rate = TEXT(rate->rate);
  out->rate_raw = TEXT(rate->raw);
  out->rate_from = CODE(rate->from);
  out->rate_to = CODE(rate->to);
  out->rate_kind = CODE(rate->kind);
  out->rate_date = DATE(rate->date);
  return true;
}

bool snapshot_provider(const struct snapshot *s, uint32_t project, uint32_t k, uint32_t *actor) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, contribution, project, k, &at)) return false;
  *actor = v->contribution[at].provider;
  return true;
}

uint32_t snapshot_locations(const struct snapshot *s, uint32_t project) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t begin, end;
  SNAP_SLICE(v, place, project, &begin, &end);
  return end - begin;
}

uint32_t snapshot_location_area(const struct snapshot *s, uint32_t project, uint32_t k) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  return READ_KTH(v, place, project, k, &at) ? v->place[at].area : SNAPSHOT_NONE;
}

bool snapshot_location(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_location *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, place, project, k, &at)) return false;
  const struct snap_rec_place *r = &v->place[at];
  const struct snap_rec_reach none = {0}, *reach = v->n_reach ? &v->reach[at] : &none;
  *out = (struct snap_location){.scope = CODE(r->scope),
                                .area = r->area,
                                .name_raw = TEXT(r->name_raw),
                                .method = CODE(r->method),
                                .exactness = CODE(r->exactness),
                                .share_basis = CODE(r->basis),
                                .reach = CODE(reach->reach),
                                .class = CODE(reach->class),
                                .precision = CODE(reach->precision),
                                .share_ppm = r->share_ppm,
                                .share_people_ppm = reach->share_people - 1,
                                .attributed_minor = snap_i128_get(r->attributed),
                                .attributed = r->is_attributed,
                                .lon = r->lon,
                                .lat = r->lat,
                                .has_outline = r->shape != SNAPSHOT_NONE};
  return true;
}

bool snapshot_location_outline(const struct snapshot *s, uint32_t project, uint32_t k, struct arena *a,
                               struct polygon *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  return READ_KTH(v, place, project, k, &at) && read_shape_copy(v, v->place[at].shape, a, out);
}

bool snapshot_related(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_related *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, related, project, k, &at)) return false;
  *out = (struct snap_related){v->related[at].project, CODE(v->related[at].type), v->related[at].is_stated != 0};
  return true;
}
