/* The tables say what every number of a snapshot may be. After snapshot_check nothing a reader follows can lead outside. */
#include <stddef.h>
#include <string.h>
#include "check.h"
#include "domain/record.h"
#include "snapshot/file.h"
#include "snapshot/rtree.h"

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
  for (size_t i = 0; i < check_n_counts; i++)
    if (!counts_fit(&check_counts[i], a)) return fail(what, check_counts[i].section);
  const struct field_check *last = check_fields + check_n_fields, *end;
  for (const struct field_check *c = check_fields; c < last; c = end) {
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
