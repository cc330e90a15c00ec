/* The accessors of snapshot.h: columns put together into rows. */
#include "snapshot/snapshot.h"
#include <math.h>
#include "read.h"

static const char *const geom_codes[] = {"none", "approximate", "composed", "digitised", "authoritative"};
static const char *const place_codes[] = {"located", "named", "city", "beyond", "unknown"};
static const char *const spot_codes[] = {"none", "point", "outline", "area", "area_approximate"};
const char *snap_geom_code(enum snap_geom g) { return geom_codes[g]; }
const char *snap_place_code(enum snap_place p) { return place_codes[p]; }
const char *snap_spot_code(enum snap_spot p) { return spot_codes[p]; }

uint32_t snapshot_areas(const struct snapshot *s) { return (uint32_t)snapshot_view(s)->n_area; }
uint32_t snapshot_projects(const struct snapshot *s) { return (uint32_t)snapshot_view(s)->n_project_code; }
uint32_t snapshot_actors(const struct snapshot *s) { return (uint32_t)snapshot_view(s)->n_actor; }

struct bbox snapshot_bbox(const struct snapshot *s, bool projects) {
  const struct snap_view *v = snapshot_view(s);
  struct bbox b = bbox_empty();
  for (uint64_t i = 0; projects && i < v->n_project_xy; i++)
    bbox_add_point(&b, v->project_xy[i].lon, v->project_xy[i].lat);
  for (uint64_t i = 0; !projects && i < v->n_area; i++)
    if (v->area[i].shape != SNAPSHOT_NONE) {
      const struct snap_shape *shape = &v->shape[v->area[i].shape];
      bbox_add(&b, &(struct bbox){shape->minx, shape->miny, shape->maxx, shape->maxy});
    }
  return b;
}

static struct str label_list(const struct snap_view *v, uint64_t i) { return TEXT(v->label[i].list); }

/* First label of a list; labels are sorted by list. */
static uint64_t label_first(const struct snap_view *v, struct str list) {
  uint64_t low = 0, high = v->n_label;
  while (low < high) {
    uint64_t mid = low + (high - low) / 2;
    if (str_cmp(label_list(v, mid), list) < 0) low = mid + 1;
    else high = mid;
  }
  return low;
}

struct str snapshot_label(const struct snapshot *s, const char *list, struct str code, enum snap_lang lang) {
  const struct snap_view *v = snapshot_view(s);
  struct str name = str_from(list);
  for (uint64_t i = label_first(v, name); i < v->n_label && str_eq(label_list(v, i), name); i++)
    if (str_eq(TEXT(v->label[i].code), code)) return TEXT(lang == SNAP_ES ? v->label[i].es : v->label[i].en);
  return code;
}

bool snapshot_code(const struct snapshot *s, const char *list, uint32_t i, struct str *code, struct str *label_es,
                   struct str *label_en) {
  const struct snap_view *v = snapshot_view(s);
  struct str name = str_from(list);
  uint64_t k = label_first(v, name) + i;
  if (k >= v->n_label || !str_eq(label_list(v, k), name)) return false;
  *code = TEXT(v->label[k].code);
  *label_es = TEXT(v->label[k].es);
  *label_en = TEXT(v->label[k].en);
  return true;
}

uint16_t snapshot_find_code(const struct snapshot *s, struct str code) {
  const struct snap_view *v = snapshot_view(s);
  for (uint64_t i = 0; i < v->n_code; i++)
    if (str_eq(CODE((uint16_t)i), code)) return (uint16_t)i;
  return 0;
}

uint32_t snap_band_of(uint32_t z) {
  uint32_t b = 0;
  while (b + 1 < SNAP_BANDS && SNAP_BAND_ZOOM[b] < z) b++;
  return b;
}

bool read_find(const struct snap_view *v, const void *refs, size_t stride, uint64_t n, struct str code, uint32_t *i) {
  uint64_t low = 0, high = n;
  while (low < high) {
    uint64_t mid = low + (high - low) / 2;
    snap_ref r;
    memcpy(&r, (const char *)refs + mid * stride, sizeof r);
    int c = str_cmp(TEXT(r), code);
    if (c == 0) {
      *i = (uint32_t)mid;
      return true;
    }
    if (c < 0) low = mid + 1;
    else high = mid;
  }
  return false;
}

bool snapshot_find_area(const struct snapshot *s, struct str code, uint32_t *i) {
  const struct snap_view *v = snapshot_view(s);
  return read_find(v, v->area, sizeof *v->area, v->n_area, code, i);
}

bool snapshot_find_project(const struct snapshot *s, struct str code, uint32_t *i) {
  const struct snap_view *v = snapshot_view(s);
  return read_find(v, v->project_code, sizeof *v->project_code, v->n_project_code, code, i);
}

bool snapshot_find_actor(const struct snapshot *s, struct str code, uint32_t *i) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (read_find(v, v->actor, sizeof *v->actor, v->n_actor, code, i)) return true;
  if (!read_find(v, v->merged, sizeof *v->merged, v->n_merged, code, &at)) return false;
  *i = v->merged[at].actor;
  return true;
}

void snapshot_area(const struct snapshot *s, uint32_t i, struct snap_area *out) {
  const struct snap_view *v = snapshot_view(s);
  const struct snap_rec_area *a = &v->area[i];
  struct snap_document d = read_document(v, a->document);
  *out = (struct snap_area){.index = i,
                            .parent = a->parent,
                            .code = TEXT(a->code),
                            .name = TEXT(a->name),
                            .layer = CODE(a->layer),
                            .definition = TEXT(a->definition),
                            .valid_from = TEXT(a->valid_from),
                            .source_title = TEXT(d.title),
                            .source_licence = TEXT(d.licence),
                            .external_code = TEXT(a->external_code),
                            .geom = a->geom,
                            .rests_on_approximate = a->rests_on_approximate,
                            .edition = a->edition,
                            .hectares = a->hectares,
                            .lon = a->lon,
                            .lat = a->lat,
                            .population = a->population,
                            .population_year = a->population_year,
                            .projects = a->projects,
                            .bbox = bbox_empty()};
  if (a->shape == SNAPSHOT_NONE) return;
  const struct snap_shape *shape = &v->shape[a->shape];
  out->bbox = (struct bbox){shape->minx, shape->miny, shape->maxx, shape->maxy};
}

struct str snapshot_area_code(const struct snapshot *s, uint32_t i) {
  const struct snap_view *v = snapshot_view(s);
  return TEXT(v->area[i].code);
}

struct str snapshot_area_name(const struct snapshot *s, uint32_t i) {
  const struct snap_view *v = snapshot_view(s);
  return TEXT(v->area[i].name);
}

struct str snapshot_project_code(const struct snapshot *s, uint32_t i) {
  const struct snap_view *v = snapshot_view(s);
  return TEXT(v->project_code[i]);
}

struct str snapshot_actor_name(const struct snapshot *s, uint32_t i) {
  const struct snap_view *v = snapshot_view(s);
  return TEXT(v->actor[i].name);
}

struct polygon snapshot_shape(const struct snap_view *v, uint32_t i) {
  const struct snap_shape *s = &v->shape[i];
  struct polygon p = {.n_points = s->n_points, .n_rings = s->n_rings, .n_parts = s->n_parts};
  /* struct polygon is the one type for geometry and has no constant twin; the map is read-only either way. */
  const void *xy = v->shape_xy + s->xy, *ring = v->shape_ring + s->ring, *part = v->shape_part + s->part;
  memcpy(&p.xy, &xy, sizeof xy);
  memcpy(&p.ring_end, &ring, sizeof ring);
  memcpy(&p.part_end, &part, sizeof part);
  return p;
}

bool read_shape_copy(const struct snap_view *v, uint32_t shape, struct arena *a, struct polygon *out) {
  if (shape == SNAPSHOT_NONE) return false;
  struct polygon p = snapshot_shape(v, shape);
  *out = polygon_copy(a, &p);
  return true;
}

bool snapshot_area_polygon(const struct snapshot *s, uint32_t i, struct arena *a, struct polygon *out) {
  const struct snap_view *v = snapshot_view(s);
  return read_shape_copy(v, v->area[i].shape, a, out);
}

static const uint32_t *slice_of(const uint32_t *all, const uint32_t *first, uint64_t n_first, uint32_t i, uint32_t *n) {
  uint32_t begin, end;
  snap_slice(first, n_first, i, &begin, &end);
  *n = end - begin;
  return all + begin;
}

const uint32_t *snapshot_area_inside(const struct snapshot *s, uint32_t i, uint32_t *n) {
  const struct snap_view *v = snapshot_view(s);
  return slice_of(v->inside, v->inside_first, v->n_inside_first, i, n);
}

const uint32_t *snapshot_area_containing(const struct snapshot *s, uint32_t i, uint32_t *n) {
  const struct snap_view *v = snapshot_view(s);
  return slice_of(v->containing, v->containing_first, v->n_containing_first, i, n);
}

const uint32_t *snapshot_area_members(const struct snapshot *s, uint32_t i, uint32_t *n) {
  const struct snap_view *v = snapshot_view(s);
  return slice_of(v->member, v->member_first, v->n_member_first, i, n);
}

struct str snapshot_area_alias(const struct snapshot *s, uint32_t i, uint32_t k) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  return READ_KTH(v, alias, i, k, &at) ? TEXT(v->alias[at]) : (struct str){NULL, 0};
}

static void project_value(const struct snap_view *v, uint32_t i, struct snap_project *out) {
  unsigned flags = v->project_flags[i];
  out->no_disbursement = flags & SNAP_NO_DISBURSEMENT;
  out->has_value = flags & SNAP_HAS_VALUE;
  out->value_is_sum = flags & SNAP_VALUE_IS_SUM;
  out->value_minor = v->n_project_value ? snap_i128_get(v->project_value[i]) : 0;
  out->currency = CODE(SNAP_COLUMN(v, project_currency, i));
  out->value_raw = TEXT(SNAP_COLUMN(v, project_value_raw, i));
  out->people = SNAP_COLUMN(v, project_people, i) - 1;
  out->people_raw = TEXT(SNAP_COLUMN(v, project_people_raw, i));
  out->people_unit = TEXT(SNAP_COLUMN(v, project_people_unit, i));
  out->people_approx = flags & SNAP_PEOPLE_APPROX;
}

static void project_place(const struct snap_view *v, uint32_t i, struct snap_project *out) {
  unsigned flags = v->project_flags[i];
  out->place = flags & SNAP_PLACE_MASK;
  out->spot = (flags & SNAP_SPOT_MASK) >> SNAP_SPOT_SHIFT;
  out->lon = v->project_xy[i].lon;
  out->lat = v->project_xy[i].lat;
  out->area = v->project_area[i];
  out->place_note = TEXT(SNAP_COLUMN(v, project_note, i));
}

void snapshot_project(const struct snapshot *s, uint32_t i, struct snap_project *out) {
  const struct snap_view *v = snapshot_view(s);
  struct snap_document d = read_document(v, v->project_document[i]);
  uint32_t parent = SNAP_COLUMN(v, project_parent, i);
  *out = (struct snap_project){.index = i,
                               .code = TEXT(v->project_code[i]),
                               .iati_identifier = TEXT(SNAP_COLUMN(v, project_iati, i)),
                               .kind = CODE(v->project_kind[i]),
                               .title = TEXT(v->project_title[i]),
                               .status = CODE(SNAP_COLUMN(v, project_status, i)),
                               .cooperation_type = CODE(SNAP_COLUMN(v, project_cooperation, i)),
                               .modality = CODE(SNAP_COLUMN(v, project_modality, i)),
                               .theme = CODE(SNAP_COLUMN(v, project_theme, i)),
                               .vigencia_raw = TEXT(SNAP_COLUMN(v, project_vigencia, i)),
                               .date_signed = DATE(SNAP_COLUMN(v, project_signed, i)),
                               .date_start = DATE(SNAP_COLUMN(v, project_start, i)),
                               .date_end = DATE(SNAP_COLUMN(v, project_end, i)),
                               .date_monetised = DATE(SNAP_COLUMN(v, project_monetised, i)),
                               .year = SNAP_COLUMN(v, project_year, i),
                               .parent = parent ? parent - 1 : SNAPSHOT_NONE,
                               .source_title = TEXT(d.title),
                               .source_licence = TEXT(d.licence),
                               .source_locator = TEXT(SNAP_COLUMN(v, project_locator, i)),
                               .source_raw = TEXT(SNAP_COLUMN(v, project_raw, i))};
  project_value(v, i, out);
  project_place(v, i, out);
}

void snapshot_actor(const struct snapshot *s, uint32_t i, struct snap_actor *out) {
  const struct snap_view *v = snapshot_view(s);
  const struct snap_rec_actor *r = &v->actor[i];
  *out = (struct snap_actor){.index = i,
                             .code = TEXT(r->code),
                             .ref = TEXT(r->ref),
                             .name = TEXT(r->name),
                             .type = CODE(r->type),
                             .country = CODE(r->country),
                             .note = TEXT(r->note),
                             .source_title = TEXT(read_document(v, r->document).title)};
}

struct str snapshot_actor_alias(const struct snapshot *s, uint32_t i, uint32_t k) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  return READ_KTH(v, actor_alias, i, k, &at) ? TEXT(v->actor_alias[at]) : (struct str){NULL, 0};
}

bool snapshot_actor_project(const struct snapshot *s, uint32_t actor, uint32_t k, struct snap_actor_role *out) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, actor_project, actor, k, &at)) return false;
  uint32_t roles = v->actor_project[at].roles;
  *out = (struct snap_actor_role){v->actor_project[at].project, roles & SNAP_ROLE_FUNDS, roles & SNAP_ROLE_EXECUTES};
  return true;
}

struct str snapshot_actor_merged(const struct snapshot *s, uint32_t i, uint32_t k) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  return READ_KTH(v, actor_merged, i, k, &at) ? TEXT(v->merged[v->actor_merged[at]].code) : (struct str){NULL, 0};
}

bool snapshot_actor_network(const struct snapshot *s, uint32_t i, uint32_t k, uint32_t *record) {
  const struct snap_view *v = snapshot_view(s);
  uint32_t at;
  if (!READ_KTH(v, actor_network, i, k, &at)) return false;
  *record = v->actor_network[at];
  return true;
}
