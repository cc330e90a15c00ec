/* The tables say what every number of a snapshot may be. After snapshot_check nothing a reader follows can lead outside. */
#include <stddef.h>
#include <string.h>
#include "domain/record.h"
#include "snapshot/file.h"
#include "snapshot/rtree.h"

enum count_rule { SAME, SAME_OR_NONE, SLICES };
struct count_check {
  uint8_t section, owner, rule, slices_of;
};

#define SEC(name) SNAP_SEC_##name
#define ONE_EACH(section, owner)                                                                                       \
  { SEC(section), SEC(owner), SAME, 0 }
#define OPTIONAL(section, owner)                                                                                       \
  { SEC(section), SEC(owner), SAME_OR_NONE, 0 }
#define SLICED(name, owner)                                                                                            \
  { SEC(name##_first), SEC(owner), SLICES, SEC(name) }

static const struct count_check count_checks[] = {
    ONE_EACH(project_title, project_code),
    ONE_EACH(project_flags, project_code),
    ONE_EACH(project_kind, project_code),
    ONE_EACH(project_xy, project_code),
    ONE_EACH(project_area, project_code),
    ONE_EACH(project_document, project_code),
    ONE_EACH(place_project, place),
    OPTIONAL(project_parent, project_code),
    OPTIONAL(project_status, project_code),
    OPTIONAL(project_cooperation, project_code),
    OPTIONAL(project_modality, project_code),
    OPTIONAL(project_theme, project_code),
    OPTIONAL(project_currency, project_code),
    OPTIONAL(project_year, project_code),
    OPTIONAL(project_signed, project_code),
    OPTIONAL(project_start, project_code),
    OPTIONAL(project_end, project_code),
    OPTIONAL(project_monetised, project_code),
    OPTIONAL(project_value, project_code),
    OPTIONAL(project_people, project_code),
    OPTIONAL(project_iati, project_code),
    OPTIONAL(project_vigencia, project_code),
    OPTIONAL(project_note, project_code),
    OPTIONAL(project_value_raw, project_code),
    OPTIONAL(project_people_raw, project_code),
    OPTIONAL(project_people_unit, project_code),
    OPTIONAL(project_locator, project_code),
    OPTIONAL(project_raw, project_code),
    OPTIONAL(project_standard, project_code),
    OPTIONAL(project_batch, project_code),
    OPTIONAL(project_rate, project_code),
    OPTIONAL(project_same, project_code),
    OPTIONAL(transaction, contribution),
    OPTIONAL(reach, place),
    SLICED(alias, area),
    SLICED(inside, area),
    SLICED(containing, area),
    SLICED(member, area),
    SLICED(area_place, area),
    SLICED(area_touch, area),
    SLICED(dated, project_code),
    SLICED(class, project_code),
    SLICED(theme, project_code),
    SLICED(narrative, project_code),
    SLICED(party, project_code),
    SLICED(contribution, project_code),
    SLICED(related, project_code),
    SLICED(total, project_code),
    SLICED(group, project_code),
    SLICED(result, project_code),
    SLICED(indicator, project_code),
    SLICED(period, project_code),
    SLICED(link, project_code),
    SLICED(extra, project_code),
    SLICED(place, project_code),
    SLICED(actor_alias, actor),
    SLICED(actor_project, actor),
    SLICED(actor_merged, actor),
    SLICED(actor_network, actor),
    SLICED(record_value, record),
    SLICED(subject, finding),
    SLICED(evidence, finding),
    SLICED(word_project, word),
    SLICED(word_area, word),
    SLICED(word_actor, word),
};

enum field_rule { REF, CODE, ROW, ROW_OR_NONE, ROW_PLUS_1, ENUM, MONEY, PEOPLE, PPM };
/* target: a section (ROW…), or the largest value (ENUM, of one byte). */
struct field_check {
  uint8_t section, rule;
  uint16_t offset;
  uint8_t target;
};

#define COLUMN(section, rule, target)                                                                                  \
  { SEC(section), rule, 0, target }
#define FIELD(section, type, member, rule, target)                                                                     \
  { SEC(section), rule, offsetof(struct type, member), target }
#define T(name) SEC(name)

static const struct field_check field_checks[] = {
    COLUMN(code, REF, 0),
    COLUMN(date, REF, 0),
    COLUMN(term, REF, 0),
    FIELD(label, snap_label, list, REF, 0),
    FIELD(label, snap_label, code, REF, 0),
    FIELD(label, snap_label, es, REF, 0),
    FIELD(label, snap_label, en, REF, 0),
    FIELD(document, snap_document, title, REF, 0),
    FIELD(document, snap_document, licence, REF, 0),
    FIELD(area, snap_rec_area, code, REF, 0),
    FIELD(area, snap_rec_area, name, REF, 0),
    FIELD(area, snap_rec_area, definition, REF, 0),
    FIELD(area, snap_rec_area, valid_from, REF, 0),
    FIELD(area, snap_rec_area, external_code, REF, 0),
    FIELD(area, snap_rec_area, parent, ROW_OR_NONE, T(area)),
    FIELD(area, snap_rec_area, shape, ROW_OR_NONE, T(shape)),
    FIELD(area, snap_rec_area, document, ROW_OR_NONE, T(document)),
    FIELD(area, snap_rec_area, layer, CODE, 0),
    FIELD(area, snap_rec_area, geom, ENUM, SNAP_GEOM_AUTHORITATIVE),
    FIELD(area, snap_rec_area, rests_on_approximate, ENUM, 1),
    COLUMN(alias, REF, 0),
    COLUMN(inside, ROW, T(area)),
    COLUMN(containing, ROW, T(area)),
    COLUMN(member, ROW, T(area)),
    COLUMN(area_place, ROW, T(place)),
    COLUMN(area_touch, ROW, T(touch)),
    COLUMN(area_item, ROW, T(area)),
    COLUMN(project_code, REF, 0),
    COLUMN(project_title, REF, 0),
    COLUMN(project_kind, CODE, 0),
    COLUMN(project_area, ROW_OR_NONE, T(area)),
    COLUMN(project_document, ROW_OR_NONE, T(document)),
    COLUMN(project_parent, ROW_PLUS_1, T(project_code)),
    COLUMN(project_status, CODE, 0),
    COLUMN(project_cooperation, CODE, 0),
    COLUMN(project_modality, CODE, 0),
    COLUMN(project_theme, CODE, 0),
    COLUMN(project_currency, CODE, 0),
    COLUMN(project_signed, ROW, T(date)),
    COLUMN(project_start, ROW, T(date)),
    COLUMN(project_end, ROW, T(date)),
    COLUMN(project_monetised, ROW, T(date)),
    COLUMN(project_value, MONEY, 0),
    COLUMN(project_people, PEOPLE, 0),
    COLUMN(project_iati, REF, 0),
    COLUMN(project_vigencia, REF, 0),
    COLUMN(project_note, REF, 0),
    COLUMN(project_value_raw, REF, 0),
    COLUMN(project_people_raw, REF, 0),
    COLUMN(project_people_unit, REF, 0),
    COLUMN(project_locator, REF, 0),
    COLUMN(project_raw, REF, 0),
    FIELD(project_standard, snap_rec_iati, updated, REF, 0),
    FIELD(project_standard, snap_rec_iati, reporting, ROW_PLUS_1, T(actor)),
    FIELD(project_standard, snap_rec_iati, scope, CODE, 0),
    FIELD(project_standard, snap_rec_iati, collaboration, CODE, 0),
    FIELD(project_standard, snap_rec_iati, lang, CODE, 0),
    FIELD(project_standard, snap_rec_iati, flow, CODE, 0),
    FIELD(project_standard, snap_rec_iati, finance, CODE, 0),
    FIELD(project_standard, snap_rec_iati, aid, CODE, 0),
    FIELD(project_standard, snap_rec_iati, tied, CODE, 0),
    COLUMN(project_batch, ROW_PLUS_1, T(batch)),
    COLUMN(project_rate, ROW_PLUS_1, T(rate)),
    COLUMN(project_same, ROW_PLUS_1, T(project_code)),
    FIELD(dated, snap_rec_date, date, ROW, T(date)),
    FIELD(dated, snap_rec_date, type, CODE, 0),
    FIELD(dated, snap_rec_date, precision, CODE, 0),
    FIELD(class, snap_rec_class, code, ROW, T(term)),
    FIELD(class, snap_rec_class, percent, PPM, 0),
    FIELD(class, snap_rec_class, vocabulary, CODE, 0),
    FIELD(class, snap_rec_class, inferred, ENUM, 1),
    COLUMN(theme, CODE, 0),
    FIELD(narrative, snap_rec_narrative, text, REF, 0),
    FIELD(narrative, snap_rec_narrative, type, CODE, 0),
    FIELD(narrative, snap_rec_narrative, lang, CODE, 0),
    FIELD(party, snap_rec_party, role_text, REF, 0),
    FIELD(party, snap_rec_party, actor, ROW, T(actor)),
    FIELD(party, snap_rec_party, role, CODE, 0),
    FIELD(contribution, snap_rec_contribution, amount, MONEY, 0),
    FIELD(contribution, snap_rec_contribution, amount_raw, REF, 0),
    FIELD(contribution, snap_rec_contribution, label_raw, REF, 0),
    FIELD(contribution, snap_rec_contribution, locator, REF, 0),
    FIELD(contribution, snap_rec_contribution, provider, ROW_OR_NONE, T(actor)),
    FIELD(contribution, snap_rec_contribution, receiver, ROW_OR_NONE, T(actor)),
    FIELD(contribution, snap_rec_contribution, rate, ROW_OR_NONE, T(rate)),
    FIELD(contribution, snap_rec_contribution, document, ROW_OR_NONE, T(document)),
    FIELD(contribution, snap_rec_contribution, value_date, ROW, T(date)),
    FIELD(contribution, snap_rec_contribution, currency, CODE, 0),
    FIELD(contribution, snap_rec_contribution, form, CODE, 0),
    FIELD(contribution, snap_rec_contribution, is_counterpart, ENUM, 1),
    FIELD(contribution, snap_rec_contribution, counts, ENUM, 1),
    FIELD(transaction, snap_rec_transaction, date, ROW, T(date)),
    FIELD(transaction, snap_rec_transaction, valuation, ROW, T(term)),
    FIELD(transaction, snap_rec_transaction, type, CODE, 0),
    FIELD(transaction, snap_rec_transaction, flow, CODE, 0),
    FIELD(transaction, snap_rec_transaction, finance, CODE, 0),
    FIELD(transaction, snap_rec_transaction, aid, CODE, 0),
    FIELD(rate, snap_rec_rate, rate, REF, 0),
    FIELD(rate, snap_rec_rate, raw, REF, 0),
    FIELD(rate, snap_rec_rate, date, ROW, T(date)),
    FIELD(rate, snap_rec_rate, from, CODE, 0),
    FIELD(rate, snap_rec_rate, to, CODE, 0),
    FIELD(rate, snap_rec_rate, kind, CODE, 0),
    FIELD(related, snap_rec_related, project, ROW, T(project_code)),
    FIELD(related, snap_rec_related, type, CODE, 0),
    FIELD(total, snap_rec_total, amount, MONEY, 0),
    FIELD(total, snap_rec_total, amount_raw, REF, 0),
    FIELD(total, snap_rec_total, label_raw, REF, 0),
    FIELD(total, snap_rec_total, currency, CODE, 0),
    FIELD(group, snap_rec_group, number, PEOPLE, 0),
    FIELD(group, snap_rec_group, unit, REF, 0),
    FIELD(group, snap_rec_group, raw, REF, 0),
    FIELD(group, snap_rec_group, area, ROW_OR_NONE, T(area)),
    FIELD(group, snap_rec_group, is_approx, ENUM, 1),
    FIELD(group, snap_rec_group, is_disjoint, ENUM, 1),
    FIELD(result, snap_rec_result, title, REF, 0),
    FIELD(result, snap_rec_result, description, REF, 0),
    FIELD(result, snap_rec_result, type, CODE, 0),
    FIELD(result, snap_rec_result, aggregates, ENUM, 2),
    FIELD(indicator, snap_rec_indicator, title, REF, 0),
    FIELD(indicator, snap_rec_indicator, description, REF, 0),
    FIELD(indicator, snap_rec_indicator, baseline_year, REF, 0),
    FIELD(indicator, snap_rec_indicator, baseline_value, REF, 0),
    FIELD(indicator, snap_rec_indicator, measure, CODE, 0),
    FIELD(indicator, snap_rec_indicator, ascending, ENUM, 2),
    FIELD(period, snap_rec_period, target, REF, 0),
    FIELD(period, snap_rec_period, actual, REF, 0),
    FIELD(period, snap_rec_period, start, ROW, T(date)),
    FIELD(period, snap_rec_period, end, ROW, T(date)),
    FIELD(link, snap_rec_link, url, REF, 0),
    FIELD(link, snap_rec_link, title, REF, 0),
    FIELD(link, snap_rec_link, format, ROW, T(term)),
    FIELD(link, snap_rec_link, category, ROW, T(term)),
    FIELD(link, snap_rec_link, lang, ROW, T(term)),
    FIELD(link, snap_rec_link, date, ROW, T(date)),
    FIELD(extra, snap_rec_extra, xml, REF, 0),
    FIELD(extra, snap_rec_extra, owner, ROW, T(term)),
    FIELD(extra, snap_rec_extra, name, ROW, T(term)),
    FIELD(place, snap_rec_place, attributed, MONEY, 0),
    FIELD(place, snap_rec_place, name_raw, REF, 0),
    FIELD(place, snap_rec_place, area, ROW_OR_NONE, T(area)),
    FIELD(place, snap_rec_place, shape, ROW_OR_NONE, T(shape)),
    FIELD(place, snap_rec_place, scope, CODE, 0),
    FIELD(place, snap_rec_place, method, CODE, 0),
    FIELD(place, snap_rec_place, exactness, CODE, 0),
    FIELD(place, snap_rec_place, basis, CODE, 0),
    FIELD(place, snap_rec_place, is_attributed, ENUM, 1),
    FIELD(reach, snap_rec_reach, share_people, PPM, 0),
    FIELD(reach, snap_rec_reach, reach, CODE, 0),
    FIELD(reach, snap_rec_reach, class, CODE, 0),
    FIELD(reach, snap_rec_reach, precision, CODE, 0),
    COLUMN(place_project, ROW, T(project_code)),
    FIELD(touch, snap_touch, place, ROW, T(place)),
    FIELD(touch, snap_touch, area, ROW, T(area)),
    COLUMN(own, ROW, T(place)),
    FIELD(point, snap_point, project, ROW, T(project_code)),
    FIELD(point, snap_point, area, ROW_OR_NONE, T(area)),
    FIELD(point, snap_point, kind, CODE, 0),
    FIELD(point, snap_point, status, CODE, 0),
    FIELD(point, snap_point, spot, ENUM, SNAP_SPOT_AREA_APPROXIMATE),
    FIELD(actor, snap_rec_actor, code, REF, 0),
    FIELD(actor, snap_rec_actor, ref, REF, 0),
    FIELD(actor, snap_rec_actor, name, REF, 0),
    FIELD(actor, snap_rec_actor, note, REF, 0),
    FIELD(actor, snap_rec_actor, document, ROW_OR_NONE, T(document)),
    FIELD(actor, snap_rec_actor, type, CODE, 0),
    FIELD(actor, snap_rec_actor, country, CODE, 0),
    COLUMN(actor_alias, REF, 0),
    FIELD(actor_project, snap_actor_project, project, ROW, T(project_code)),
    COLUMN(actor_merged, ROW, T(merged)),
    FIELD(merged, snap_merged, code, REF, 0),
    FIELD(merged, snap_merged, actor, ROW, T(actor)),
    COLUMN(actor_network, ROW, T(record)),
    FIELD(record, snap_rec_record, code, REF, 0),
    FIELD(record, snap_rec_record, locator, REF, 0),
    FIELD(record, snap_rec_record, raw, REF, 0),
    FIELD(record, snap_rec_record, document, ROW, T(term)),
    FIELD(record, snap_rec_record, kind, ENUM, RECORD_KINDS - 1),
    COLUMN(record_value, REF, 0),
    FIELD(finding, snap_rec_finding, stated, MONEY, 0),
    FIELD(finding, snap_rec_finding, computed, MONEY, 0),
    FIELD(finding, snap_rec_finding, difference, MONEY, 0),
    FIELD(finding, snap_rec_finding, key, REF, 0),
    FIELD(finding, snap_rec_finding, es, REF, 0),
    FIELD(finding, snap_rec_finding, en, REF, 0),
    FIELD(finding, snap_rec_finding, note, REF, 0),
    FIELD(finding, snap_rec_finding, by, REF, 0),
    FIELD(finding, snap_rec_finding, at, REF, 0),
    FIELD(finding, snap_rec_finding, rule, CODE, 0),
    FIELD(finding, snap_rec_finding, kind, CODE, 0),
    FIELD(finding, snap_rec_finding, severity, CODE, 0),
    FIELD(finding, snap_rec_finding, currency, CODE, 0),
    FIELD(finding, snap_rec_finding, verdict, CODE, 0),
    FIELD(subject, snap_rec_subject, code, REF, 0),
    FIELD(subject, snap_rec_subject, type, CODE, 0),
    FIELD(evidence, snap_rec_claim, raw, REF, 0),
    FIELD(evidence, snap_rec_claim, locator, REF, 0),
    FIELD(evidence, snap_rec_claim, document, ROW_OR_NONE, T(document)),
    FIELD(evidence, snap_rec_claim, field, ROW, T(term)),
    FIELD(rule_count, snap_rule_count, rule, CODE, 0),
    FIELD(batch, snap_rec_batch, at, REF, 0),
    FIELD(batch, snap_rec_batch, actor, REF, 0),
    FIELD(batch, snap_rec_batch, document, ROW_OR_NONE, T(document)),
    FIELD(batch, snap_rec_batch, kind, CODE, 0),
    FIELD(change, snap_rec_change, code, REF, 0),
    FIELD(change, snap_rec_change, title, REF, 0),
    FIELD(change, snap_rec_change, at, REF, 0),
    FIELD(change, snap_rec_change, fields, REF, 0),
    FIELD(change, snap_rec_change, batch, ROW_OR_NONE, T(batch)),
    FIELD(change, snap_rec_change, entity, CODE, 0),
    FIELD(change, snap_rec_change, action, CODE, 0),
    COLUMN(word, REF, 0),
    COLUMN(word_project, ROW, T(project_code)),
    COLUMN(word_area, ROW, T(area)),
    COLUMN(word_actor, ROW, T(actor)),
};

static const char *const names[SNAP_SECTIONS] = {
#define NAME(name, type) #name,
    SNAP_SECTION_LIST(NAME)
#undef NAME
};

struct array {
  const char *data;
  uint64_t count;
  uint32_t size;
};

static bool slices_fit(const struct array *first, uint64_t total) {
  const uint32_t *p = (const uint32_t *)(const void *)first->data;
  bool ok = p[0] == 0 && p[first->count - 1] == total;
  for (uint64_t i = 1; i < first->count; i++) ok &= p[i - 1] <= p[i];
  return ok;
}

static bool counts_fit(const struct count_check *c, const struct array *a) {
  const struct array *x = &a[c->section];
  uint64_t owners = a[c->owner].count;
  switch ((enum count_rule)c->rule) {
  case SAME: return x->count == owners;
  case SAME_OR_NONE: return x->count == owners || x->count == 0;
  default: break;
  }
  if (x->count == 0) return a[c->slices_of].count == 0;
  return x->count == owners + 1 && slices_fit(x, a[c->slices_of].count);
}

/* One loop for each width, without a way out in the middle: the compiler can make it wide. */
static bool refs_fit(const struct array *x, uint64_t offset, uint64_t text) {
  const char *p = x->data + offset;
  bool ok = true;
  for (uint64_t i = 0; i < x->count; i++, p += x->size) {
    snap_ref r;
    memcpy(&r, p, sizeof r);
    ok &= (r & ((UINT64_C(1) << SNAP_REF_BITS) - 1)) + (r >> SNAP_REF_BITS) <= text;
  }
  return ok;
}

/* Value + add is below limit; with add 1 SNAPSHOT_NONE wraps to 0. */
static bool rows_fit(const struct array *x, uint64_t offset, uint32_t add, uint64_t limit) {
  const char *p = x->data + offset;
  bool ok = true;
  for (uint64_t i = 0; i < x->count; i++, p += x->size) {
    uint32_t v;
    memcpy(&v, p, sizeof v);
    ok &= (uint32_t)(v + add) < limit;
  }
  return ok;
}

static bool codes_fit(const struct array *x, uint64_t offset, uint64_t limit) {
  const char *p = x->data + offset;
  bool ok = true;
  for (uint64_t i = 0; i < x->count; i++, p += x->size) {
    uint16_t v;
    memcpy(&v, p, sizeof v);
    ok &= v < limit;
  }
  return ok;
}

static bool enums_fit(const struct array *x, uint64_t offset, uint8_t max) {
  const char *p = x->data + offset;
  bool ok = true;
  for (uint64_t i = 0; i < x->count; i++, p += x->size) ok &= *(const uint8_t *)p <= max;
  return ok;
}

static bool money_fits(const struct array *x, uint64_t offset) {
  const char *p = x->data + offset;
  bool ok = true;
  for (uint64_t i = 0; i < x->count; i++, p += x->size) {
    struct snap_i128 v;
    memcpy(&v, p, sizeof v);
    ok &= v.hi >= -(INT64_C(1) << (SNAP_MONEY_BITS - 64)) && v.hi < INT64_C(1) << (SNAP_MONEY_BITS - 64);
  }
  return ok;
}

static bool people_fit(const struct array *x, uint64_t offset) {
  const char *p = x->data + offset;
  bool ok = true;
  for (uint64_t i = 0; i < x->count; i++, p += x->size) {
    int64_t v;
    memcpy(&v, p, sizeof v);
    ok &= v >= 0 && v <= INT64_C(1) << SNAP_PEOPLE_BITS;
  }
  return ok;
}

static bool field_fits(const struct field_check *c, const struct array *x, const struct array *a) {
  switch ((enum field_rule)c->rule) {
  case REF: return refs_fit(x, c->offset, a[SEC(text)].count);
  case CODE: return codes_fit(x, c->offset, a[SEC(code)].count);
  case ROW: return rows_fit(x, c->offset, 0, a[c->target].count);
  case ROW_OR_NONE: return rows_fit(x, c->offset, 1, a[c->target].count + 1);
  case ROW_PLUS_1: return rows_fit(x, c->offset, 0, a[c->target].count + 1);
  case ENUM: return enums_fit(x, c->offset, c->target);
  case MONEY: return money_fits(x, c->offset);
  case PEOPLE: return people_fit(x, c->offset);
  case PPM: return rows_fit(x, c->offset, 0, (uint64_t)INT32_MAX + 1);
  }
  return false;
}

/* All fields of a section, the checks [c, end), over as many elements at a time as the cache keeps from one field to the next. */
static bool fields_fit(const struct field_check *c, const struct field_check *end, const struct array *a) {
  enum { AT_A_TIME = 512 };
  const struct array *all = &a[c->section];
  for (uint64_t i = 0; i < all->count; i += AT_A_TIME) {
    uint64_t left = all->count - i;
    struct array some = {all->data + i * all->size, left < AT_A_TIME ? left : AT_A_TIME, all->size};
    for (const struct field_check *k = c; k < end; k++)
      if (!field_fits(k, &some, a)) return false;
  }
  return true;
}

/* How many rows there are of what a type of subject or an entity of the history names. */
static uint64_t rows_of(const struct snap_view *v, uint16_t type) {
  static const char *const types[][6] = {{"proyecto", "activity"},
                                         {"area"},
                                         {"actor", "organisation"},
                                         {"serie", "valor", "red", "meta", "tasa", "miembro"}};
  const uint64_t rows[] = {v->n_project_code, v->n_area, v->n_actor, v->n_record};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    for (size_t k = 0; k < 6 && types[i][k]; k++)
      if (str_is(snap_code_text(v, type), types[i][k])) return rows[i];
  return 0;
}

static bool subjects_fit(const struct snap_view *v) {
  for (uint64_t i = 0; i < v->n_subject; i++)
    if (v->subject[i].row != SNAPSHOT_NONE && v->subject[i].row >= rows_of(v, v->subject[i].type)) return false;
  return true;
}

static bool changes_fit(const struct snap_view *v) {
  for (uint64_t i = 0; i < v->n_change; i++)
    if (v->change[i].row != SNAPSHOT_NONE && v->change[i].row >= rows_of(v, v->change[i].entity)) return false;
  return true;
}

/* An indicator is of one of its project's results, a period of one of its indicators. */
static bool indicators_fit(const struct snap_view *v) {
  for (uint64_t i = 0; v->n_indicator && i < v->n_project_code; i++) {
    uint32_t from, to, begin, end;
    SNAP_SLICE(v, result, i, &from, &to);
    SNAP_SLICE(v, indicator, i, &begin, &end);
    for (; begin < end; begin++)
      if (v->indicator[begin].result >= to - from) return false;
  }
  return true;
}

static bool periods_fit(const struct snap_view *v) {
  for (uint64_t i = 0; v->n_period && i < v->n_project_code; i++) {
    uint32_t from, to, begin, end;
    SNAP_SLICE(v, indicator, i, &from, &to);
    SNAP_SLICE(v, period, i, &begin, &end);
    for (; begin < end; begin++)
      if (v->period[begin].indicator >= to - from) return false;
  }
  return true;
}

/* As many values as the kind of the record has fields. */
static bool records_fit(const struct snap_view *v) {
  for (uint64_t i = 0; i < v->n_record; i++) {
    uint32_t begin, end;
    SNAP_SLICE(v, record_value, i, &begin, &end);
    if (end - begin != record_info((enum record_kind)v->record[i].kind)->n_fields) return false;
  }
  return true;
}

static bool range_fits(uint64_t first, uint64_t n, uint64_t total) { return first <= total && n <= total - first; }

static bool shapes_fit(const struct snap_view *v) {
  for (uint64_t i = 0; i < v->n_shape; i++) {
    const struct snap_shape *s = &v->shape[i];
    if (s->n_parts == 0 || !range_fits(s->xy, s->n_points, v->n_shape_xy) ||
        !range_fits(s->ring, s->n_rings, v->n_shape_ring) || !range_fits(s->part, s->n_parts, v->n_shape_part))
      return false;
    struct polygon p = snapshot_shape(v, (uint32_t)i);
    if (!polygon_is_well_formed(&p)) return false;
  }
  return true;
}

static bool bands_fit(const struct snap_view *v) {
  if (v->n_band != v->n_area * SNAP_BANDS) return false;
  for (uint64_t i = 0; i < v->n_band; i++)
    if (!range_fits(v->band[i].ring, v->band[i].n_rings, v->n_band_ring)) return false;
  for (uint64_t i = 0; i < v->n_band_ring; i++)
    if (!range_fits(v->band_ring[i].xy, v->band_ring[i].n_points, v->n_band_xy)) return false;
  return true;
}

static bool flags_fit(const struct snap_view *v) {
  bool ok = true;
  for (uint64_t i = 0; i < v->n_project_flags; i++) {
    unsigned f = v->project_flags[i];
    ok &=
        (f & SNAP_PLACE_MASK) <= SNAP_UNKNOWN && (f & SNAP_SPOT_MASK) >> SNAP_SPOT_SHIFT <= SNAP_SPOT_AREA_APPROXIMATE;
  }
  return ok;
}

static bool fail(const char **what, unsigned section) {
  *what = names[section];
  return false;
}

bool snapshot_check(const struct snap_view *v, const char **what) {
  const struct array a[SNAP_SECTIONS] = {
#define ARRAY(name, type) {(const char *)v->name, v->n_##name, sizeof(type)},
      SNAP_SECTION_LIST(ARRAY)
#undef ARRAY
  };
  /* Rows are 32-bit with one value to spare; the empty code, date and term are what a left-out column means. */
  for (unsigned i = 0; i < SNAP_SECTIONS; i++)
    if (i != SEC(text) && i != SEC(shape_xy) && i != SEC(band_xy) && a[i].count >= SNAPSHOT_NONE) return fail(what, i);
  if (v->n_code == 0 || v->n_code > UINT16_MAX + 1) return fail(what, SEC(code));
  if (v->n_date == 0) return fail(what, SEC(date));
  if (v->n_term == 0) return fail(what, SEC(term));
  for (size_t i = 0; i < sizeof count_checks / sizeof *count_checks; i++)
    if (!counts_fit(&count_checks[i], a)) return fail(what, count_checks[i].section);
  const struct field_check *last = field_checks + sizeof field_checks / sizeof *field_checks, *end;
  for (const struct field_check *c = field_checks; c < last; c = end) {
    for (end = c + 1; end < last && end->section == c->section;) end++;
    if (!fields_fit(c, end, a)) return fail(what, c->section);
  }
  if (!flags_fit(v)) return fail(what, SEC(project_flags));
  if (!subjects_fit(v)) return fail(what, SEC(subject));
  if (!changes_fit(v)) return fail(what, SEC(change));
  if (!indicators_fit(v)) return fail(what, SEC(indicator));
  if (!periods_fit(v)) return fail(what, SEC(period));
  if (!records_fit(v)) return fail(what, SEC(record));
  if (!shapes_fit(v)) return fail(what, SEC(shape));
  if (!bands_fit(v)) return fail(what, SEC(band));
  if (v->n_area_box != rtree_boxes(v->n_area_item)) return fail(what, SEC(area_box));
  if (v->n_point_box != rtree_boxes(v->n_point)) return fail(what, SEC(point_box));
  return true;
}
