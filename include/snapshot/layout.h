#ifndef SNAPSHOT_LAYOUT_H
#define SNAPSHOT_LAYOUT_H
/* The snapshot file, and the view of one in memory. Only snapshot, query, format/tile and format/svg_map include this;
 * everybody else reads through snapshot.h.
 *
 * File: struct snap_header, a table of SNAP_SECTIONS entries, the sections in that order, each at the next multiple of 64 with
 * zeros between. Little-endian. A section is an array of one fixed type; the tables in check.c say what its numbers may be.
 *
 * Words used below: a ref is a text (offset into `text` in the low 40 bits, length in the high 24); a code is an index into
 * `code`; a date is an index into `date`, a term one into `term`: texts that many rows share (all three have the empty text at
 * 0); a row is an index, SNAPSHOT_NONE where there may be none; `x_first` of n + 1 entries cuts the array x into one slice for
 * each of n owners (all of it missing: no slice has anything). A "place" is an activity_location. A column marked ? is left out
 * of the file if it is 0 everywhere; what is marked + 1 is 0 where there is none. */
#include "snapshot/snapshot.h"

enum { SNAP_VERSION = 3, SNAP_ALIGN = 64, SNAP_REF_BITS = 40, SNAP_TREE_FANOUT = 16 };
typedef uint64_t snap_ref;

/* Money is within +-2^96 and people are at most 2^40, so that no sum over 2^32 rows can overflow. */
enum { SNAP_MONEY_BITS = 96, SNAP_PEOPLE_BITS = 40 };
struct snap_i128 {
  uint64_t lo;
  int64_t hi;
};
struct snap_label {
  snap_ref list, code, es, en;
};
struct snap_document {
  snap_ref title, licence;
};
struct snap_rec_area {
  snap_ref code, name, definition, valid_from, external_code;
  double hectares, lon, lat;
  int64_t population;
  int32_t population_year, edition;
  uint32_t parent, shape, document;
  uint32_t projects; /* distinct ones tied to it or to what is inside it */
  uint16_t layer;
  uint8_t geom, rests_on_approximate;
  uint32_t reserved;
};
/* One multipolygon at full precision: slices of shape_xy, shape_ring, shape_part. */
struct snap_shape {
  double minx, miny, maxx, maxy;
  uint64_t xy, ring, part;
  uint32_t n_points, n_rings, n_parts, reserved;
};
/* One area in one band: what a tile of that zoom needs of it, on the tile grid of the band's zoom, or the next finer band's
 * slice where the two are nearly the same (then for all areas: borders stay shared). Neighbours have every vertex of their common
 * border. Where x is odd (the grid is of even numbers) borders come together: such a vertex stays even on a straight line. */
struct snap_band {
  uint64_t ring;
  uint32_t n_rings, reserved;
};
struct snap_band_ring {
  uint64_t xy;
  uint32_t n_points, hole;
}; /* not closed: the first point is not repeated */
struct snap_cell {
  uint32_t x, y;
}; /* world coordinates, see geo/grid.h */
struct snap_box {
  uint32_t minx, miny, maxx, maxy;
};
struct snap_lonlat {
  double lon, lat;
};
struct snap_rec_place {
  double lon, lat; /* its own point, or a point inside its outline; NaN: none */
  struct snap_i128 attributed;
  snap_ref name_raw;
  uint32_t area, shape;
  int32_t share_ppm;
  uint16_t scope, method, exactness, basis;
  uint16_t rank;
  uint8_t is_attributed, reserved;
};
struct snap_rec_reach { /* what IATI says of a place */
  int32_t share_people; /* ppm + 1 */
  uint16_t reach, class, precision, reserved;
};
struct snap_rec_date {
  uint32_t date;
  uint16_t type, precision;
};
struct snap_rec_class {
  uint32_t code;   /* a term */
  int32_t percent; /* ppm + 1 */
  uint16_t vocabulary;
  uint8_t inferred, reserved;
};
struct snap_rec_iati {
  snap_ref updated;
  uint32_t reporting; /* row + 1 of the actor */
  uint16_t scope, collaboration, lang, flow, finance, aid, tied, reserved[3];
};
struct snap_rec_total {
  struct snap_i128 amount;
  snap_ref amount_raw, label_raw;
  uint16_t currency, reserved[7];
};
struct snap_rec_group {
  int64_t number; /* people + 1 */
  snap_ref unit, raw;
  uint32_t area;
  uint8_t is_approx, is_disjoint, reserved[2];
};
/* yes: 0 sin dato, 1 no, 2 yes. */
struct snap_rec_result {
  snap_ref title, description;
  uint16_t type, reserved[2];
  uint8_t aggregates, reserved2;
};
struct snap_rec_indicator {
  snap_ref title, description, baseline_year, baseline_value;
  uint32_t result; /* which of the project's */
  uint16_t measure;
  uint8_t ascending, reserved;
};
struct snap_rec_period {
  snap_ref target, actual;
  uint32_t start, end, indicator, reserved; /* indicator: which of the project's */
};
struct snap_rec_link {
  snap_ref url, title;
  uint32_t format, category, lang, date; /* the first three: terms */
};
struct snap_rec_extra {
  snap_ref xml;
  uint32_t owner, name, rank, reserved; /* owner, name: terms */
};
/* A place whose own geometry lies in an area that it was not tied to, nor to anything inside it. */
struct snap_touch {
  uint32_t place, area, share_ppm;
};
struct snap_rec_narrative {
  snap_ref text;
  uint16_t type, lang;
  uint32_t reserved;
};
struct snap_rec_party {
  snap_ref role_text;
  uint32_t actor;
  uint16_t role, reserved;
};
struct snap_rec_rate {
  snap_ref rate, raw;
  uint32_t date;
  uint16_t from, to, kind, reserved[3];
};
struct snap_rec_contribution {
  struct snap_i128 amount;
  snap_ref amount_raw, label_raw, locator;
  uint32_t provider, receiver, rate, document, value_date;
  uint16_t currency, form;
  uint8_t is_counterpart, counts, reserved[6];
};
struct snap_rec_transaction { /* of a contribution that came as one */
  uint32_t date, valuation;   /* valuation: a term */
  uint16_t type, flow, finance, aid;
};
struct snap_rec_related {
  uint32_t project;
  uint16_t type;
  uint8_t is_stated, reserved;
};
struct snap_rec_actor {
  snap_ref code, ref, name, note;
  uint32_t document;
  uint16_t type, country;
};
enum { SNAP_ROLE_FUNDS = 1, SNAP_ROLE_EXECUTES = 2, SNAP_ROLE_OTHER = 4 };
struct snap_actor_project {
  uint32_t project, roles;
};
struct snap_merged { /* an actor's code that stands for another actor now */
  snap_ref code;
  uint32_t actor, reserved;
};
struct snap_rec_record {
  snap_ref code, locator, raw;
  uint32_t document; /* a term: its title */
  uint8_t kind, reserved[3];
};
enum { SNAP_HAS_STATED = 1, SNAP_HAS_COMPUTED = 2, SNAP_HAS_DIFFERENCE = 4 };
struct snap_rec_finding {
  struct snap_i128 stated, computed, difference;
  snap_ref key, es, en, note, by, at;
  uint32_t score;
  uint16_t rule, kind, severity, currency, verdict;
  uint8_t has, reserved;
};
/* The row is of what the type says (of an entity: "activity", "area", "organisation"), SNAPSHOT_NONE of anything else. */
struct snap_rec_subject {
  snap_ref code;
  uint32_t row;
  uint16_t type, reserved;
};
struct snap_rec_claim {
  snap_ref raw, locator;
  uint32_t document, field; /* field: a term */
};
struct snap_rule_count {
  uint64_t count;
  uint16_t rule, reserved[3];
};
struct snap_rec_batch {
  snap_ref at, actor;
  int64_t rows, added, changed, same;
  uint32_t document;
  uint16_t kind, reserved;
};
struct snap_rec_change {
  snap_ref code, title, at, fields;
  uint32_t batch, row;
  uint16_t entity, action, reserved[2];
};
/* The point of a located project with the five attributes of a tile, in the order of the Hilbert curve. */
struct snap_point {
  uint32_t x, y, project, area;
  uint16_t kind, status, year;
  uint8_t spot, several; /* several: the project has more than one place */
};

/* Columns of flags. */
enum {
  SNAP_PLACE_MASK = 7,
  SNAP_SPOT_SHIFT = 3,
  SNAP_SPOT_MASK = 7 << SNAP_SPOT_SHIFT,
  SNAP_NO_DISBURSEMENT = 1 << 6,
  SNAP_HAS_VALUE = 1 << 7,
  SNAP_VALUE_IS_SUM = 1 << 8,
  SNAP_PEOPLE_APPROX = 1 << 9,
  SNAP_SEVERAL_PLACES = 1 << 10,
  SNAP_PLACE_WHOLE = 1 << 11 /* one place or none, which touches nothing besides, and all of the value falls there */
};

/* S(name, type): the sections in file order. */
/* One entry a line. */
// clang-format off
#define SNAP_SECTION_LIST(S)                                                                                           \
  S(text, char)                                                                                                        \
  S(code, snap_ref)                                                                                                    \
  S(date, snap_ref)                                                                                                    \
  S(term, snap_ref)                                                                                                    \
  S(label, struct snap_label)                                                                                          \
  S(document, struct snap_document)                                                                                    \
  /* areas, in code order */                                                                                           \
  S(area, struct snap_rec_area)                                                                                        \
  S(area_id, int64_t) /* the primary key in the store, which no insertion moves */                                     \
  S(alias_first, uint32_t)                                                                                             \
  S(alias, snap_ref)                                                                                                   \
  S(inside_first, uint32_t)                                                                                            \
  S(inside, uint32_t)                                                                                                  \
  S(containing_first, uint32_t)                                                                                        \
  S(containing, uint32_t)                                                                                              \
  S(member_first, uint32_t)                                                                                            \
  S(member, uint32_t)                                                                                                  \
  S(area_place_first, uint32_t)                                                                                        \
  S(area_place, uint32_t) /* places tied to exactly this area */                                                       \
  S(area_touch_first, uint32_t)                                                                                        \
  S(area_touch, uint32_t) /* index into touch */                                                                       \
  S(area_item, uint32_t)                                                                                               \
  S(area_box, struct snap_box) /* areas with a shape under a packed tree */                                            \
  S(band, struct snap_band) /* [band][area] */                                                                         \
  S(band_ring, struct snap_band_ring)                                                                                  \
  S(band_xy, struct snap_cell)                                                                                         \
  S(shape, struct snap_shape)                                                                                          \
  S(shape_part, uint32_t)                                                                                              \
  S(shape_ring, uint32_t)                                                                                              \
  S(shape_xy, struct snap_lonlat)                                                                                      \
  /* projects, in code order */                                                                                        \
  S(project_code, snap_ref)                                                                                            \
  S(project_id, int64_t) /* the primary key in the store */                                                            \
  S(project_title, snap_ref)                                                                                           \
  S(project_flags, uint16_t)                                                                                           \
  S(project_kind, uint16_t)                                                                                            \
  S(project_xy, struct snap_lonlat)                                                                                    \
  S(project_area, uint32_t)                                                                                            \
  S(project_document, uint32_t)                                                                                        \
  S(project_parent, uint32_t) /* ? row + 1 */                                                                          \
  S(project_status, uint16_t) /* ? */                                                                                  \
  S(project_cooperation, uint16_t) /* ? */                                                                             \
  S(project_modality, uint16_t) /* ? */                                                                                \
  S(project_theme, uint16_t) /* ? the first */                                                                         \
  S(project_currency, uint16_t) /* ? */                                                                                \
  S(project_year, uint16_t) /* ? */                                                                                    \
  S(project_signed, uint32_t) /* ? */                                                                                  \
  S(project_start, uint32_t) /* ? */                                                                                   \
  S(project_end, uint32_t) /* ? */                                                                                     \
  S(project_monetised, uint32_t) /* ? */                                                                               \
  S(project_value, struct snap_i128) /* ? */                                                                           \
  S(project_people, int64_t) /* ? people + 1 */                                                                        \
  S(project_iati, snap_ref) /* ? */                                                                                    \
  S(project_vigencia, snap_ref) /* ? */                                                                                \
  S(project_note, snap_ref) /* ? */                                                                                    \
  S(project_value_raw, snap_ref) /* ? */                                                                               \
  S(project_people_raw, snap_ref) /* ? */                                                                              \
  S(project_people_unit, snap_ref) /* ? */                                                                             \
  S(project_locator, snap_ref) /* ? */                                                                                 \
  S(project_raw, snap_ref) /* ? */                                                                                     \
  S(project_standard, struct snap_rec_iati) /* ? */                                                                    \
  S(project_batch, uint32_t) /* ? row + 1 */                                                                           \
  S(project_rate, uint32_t) /* ? row + 1 */                                                                            \
  S(project_same, uint32_t) /* ? row + 1 of the first of those that are the same, for the others */                    \
  S(dated_first, uint32_t)                                                                                             \
  S(dated, struct snap_rec_date)                                                                                       \
  S(class_first, uint32_t)                                                                                             \
  S(class, struct snap_rec_class)                                                                                      \
  S(theme_first, uint32_t)                                                                                             \
  S(theme, uint16_t) /* all of them; only there if a project has two */                                                \
  S(narrative_first, uint32_t)                                                                                         \
  S(narrative, struct snap_rec_narrative)                                                                              \
  S(party_first, uint32_t)                                                                                             \
  S(party, struct snap_rec_party)                                                                                      \
  S(contribution_first, uint32_t)                                                                                      \
  S(contribution, struct snap_rec_contribution)                                                                        \
  S(transaction, struct snap_rec_transaction) /* ? by contribution */                                                  \
  S(rate, struct snap_rec_rate)                                                                                        \
  S(related_first, uint32_t)                                                                                           \
  S(related, struct snap_rec_related)                                                                                  \
  S(total_first, uint32_t)                                                                                             \
  S(total, struct snap_rec_total)                                                                                      \
  S(group_first, uint32_t)                                                                                             \
  S(group, struct snap_rec_group)                                                                                      \
  S(result_first, uint32_t)                                                                                            \
  S(result, struct snap_rec_result)                                                                                    \
  S(indicator_first, uint32_t)                                                                                         \
  S(indicator, struct snap_rec_indicator)                                                                              \
  S(period_first, uint32_t)                                                                                            \
  S(period, struct snap_rec_period)                                                                                    \
  S(link_first, uint32_t)                                                                                              \
  S(link, struct snap_rec_link)                                                                                        \
  S(extra_first, uint32_t)                                                                                             \
  S(extra, struct snap_rec_extra)                                                                                      \
  S(place_first, uint32_t)                                                                                             \
  S(place, struct snap_rec_place)                                                                                      \
  S(reach, struct snap_rec_reach) /* ? by place */                                                                     \
  S(place_project, uint32_t)                                                                                           \
  S(touch, struct snap_touch) /* by place, then area */                                                                \
  S(own, uint32_t)                                                                                                     \
  /* places with a geometry that is not the point on the map */                                                        \
  S(point, struct snap_point)                                                                                          \
  S(point_box, struct snap_box)                                                                                        \
  /* actors, in code order */                                                                                          \
  S(actor, struct snap_rec_actor)                                                                                      \
  S(actor_alias_first, uint32_t)                                                                                       \
  S(actor_alias, snap_ref)                                                                                             \
  S(actor_project_first, uint32_t)                                                                                     \
  S(actor_project, struct snap_actor_project)                                                                          \
  S(actor_merged_first, uint32_t)                                                                                      \
  S(actor_merged, uint32_t) /* index into merged */                                                                    \
  S(merged, struct snap_merged) /* in code order */                                                                    \
  S(actor_network_first, uint32_t)                                                                                     \
  S(actor_network, uint32_t) /* records of kind member */                                                              \
  /* what is known of the programme, by kind, then code */                                                             \
  S(record, struct snap_rec_record)                                                                                    \
  S(record_value_first, uint32_t)                                                                                      \
  S(record_value, snap_ref)                                                                                            \
  /* the ledger, by rule and key */                                                                                    \
  S(finding, struct snap_rec_finding)                                                                                  \
  S(subject_first, uint32_t)                                                                                           \
  S(subject, struct snap_rec_subject)                                                                                  \
  S(evidence_first, uint32_t)                                                                                          \
  S(evidence, struct snap_rec_claim)                                                                                   \
  S(rule_count, struct snap_rule_count)                                                                                \
  /* what changed, newest last */                                                                                      \
  S(batch, struct snap_rec_batch)                                                                                      \
  S(change, struct snap_rec_change)                                                                                    \
  /* folded words, sorted, and the rows whose own texts hold them */                                                   \
  S(word, snap_ref)                                                                                                    \
  S(word_project_first, uint32_t)                                                                                      \
  S(word_project, uint32_t)                                                                                            \
  S(word_area_first, uint32_t)                                                                                         \
  S(word_area, uint32_t)                                                                                               \
  S(word_actor_first, uint32_t)                                                                                        \
  S(word_actor, uint32_t)
// clang-format on

enum snap_section {
#define SNAP_ENUM(name, type) SNAP_SEC_##name,
  SNAP_SECTION_LIST(SNAP_ENUM)
#undef SNAP_ENUM
      SNAP_SECTIONS
};

struct snap_header {
  char magic[8]; /* "coopmap\n" */
  uint32_t version, sections;
  uint64_t file_size;
  int64_t data_version;
  uint64_t checksum[2]; /* of the rest of this header and of the section table, which carries the sections' own */
};
struct snap_entry {
  uint64_t offset, count;
  uint32_t size, reserved;
  uint64_t checksum[2];
};

/* Typed arrays over the map: v->area[i], i < v->n_area. */
struct snap_view {
#define SNAP_FIELD(name, type)                                                                                         \
  const type *name;                                                                                                    \
  uint64_t n_##name;
  SNAP_SECTION_LIST(SNAP_FIELD)
#undef SNAP_FIELD
};
const struct snap_view *snapshot_view(const struct snapshot *s);

/* Bands: what a zoom z <= SNAP_BAND_ZOOM[b] is drawn from. */
enum { SNAP_BANDS = 9 };
static const uint8_t SNAP_BAND_ZOOM[SNAP_BANDS] = {2, 4, 6, 8, 10, 12, 14, 16, 18};

static inline struct str snap_text(const struct snap_view *v, snap_ref r) {
  return (struct str){v->text + (r & ((UINT64_C(1) << SNAP_REF_BITS) - 1)), (size_t)(r >> SNAP_REF_BITS)};
}
static inline struct str snap_code_text(const struct snap_view *v, uint16_t code) {
  return snap_text(v, v->code[code]);
}
static inline struct snap_i128 snap_i128_put(i128 v) { return (struct snap_i128){(uint64_t)v, (int64_t)(v >> 64)}; }
static inline i128 snap_i128_get(struct snap_i128 v) { return (i128)v.hi * ((i128)1 << 64) + v.lo; }
/* The slice [*begin, *end) of owner i. */
static inline void snap_slice(const uint32_t *first, uint64_t n_first, uint64_t i, uint32_t *begin, uint32_t *end) {
  *begin = n_first ? first[i] : 0;
  *end = n_first ? first[i + 1] : 0;
}
#define SNAP_SLICE(v, name, i, begin, end) snap_slice((v)->name##_first, (v)->n_##name##_first, (i), (begin), (end))
/* An optional column's value at row i, 0 if the column is left out. */
#define SNAP_COLUMN(v, name, i) ((v)->n_##name ? (v)->name[i] : 0)

/* A shape as a polygon over the map itself: it must not be written to. */
struct polygon snapshot_shape(const struct snap_view *v, uint32_t shape);
/* Number of a code, 0 if the snapshot does not use it. */
uint16_t snapshot_find_code(const struct snapshot *s, struct str code);
/* The zoom band to draw zoom z from. */
uint32_t snap_band_of(uint32_t z);
#endif
