#ifndef SNAPSHOT_LAYOUT_H
#define SNAPSHOT_LAYOUT_H
/* The snapshot file, and the view of one in memory. Only snapshot, query and format/tile include this; everybody else reads
 * through snapshot.h.
 *
 * File: struct snap_header, a table of SNAP_SECTIONS entries, the sections in that order, each at the next multiple of 64 with
 * zeros between. Little-endian. A section is an array of one fixed type; the tables in check.c say what its numbers may be.
 *
 * Words used below: a ref is a text (offset into `text` in the low 40 bits, length in the high 24); a code is an index into
 * `code`; a date is an index into `date` (both have the empty text at 0); a row is an index, SNAPSHOT_NONE where there may be
 * none; `x_first` of n + 1 entries cuts the array x into one slice for each of n owners (all of it missing: no slice has
 * anything). A "place" is an activity_location. A column marked ? is left out of the file if it is 0 everywhere. */
#include "snapshot/snapshot.h"

enum { SNAP_VERSION = 1, SNAP_ALIGN = 64, SNAP_REF_BITS = 40, SNAP_TREE_FANOUT = 16 };
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
 * slice where the two are nearly the same (then for all areas: borders stay shared). */
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
  uint8_t is_counterpart, reserved[7];
};
struct snap_rec_related {
  uint32_t project;
  uint16_t type, reserved;
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
  SNAP_SEVERAL_PLACES = 1 << 10
};

/* S(name, type): the sections in file order. */
/* One entry a line. */
// clang-format off
#define SNAP_SECTION_LIST(S)                                                                                           \
  S(text, char)                                                                                                        \
  S(code, snap_ref)                                                                                                    \
  S(date, snap_ref)                                                                                                    \
  S(label, struct snap_label)                                                                                          \
  S(document, struct snap_document)                                                                                    \
  /* areas, in code order */                                                                                           \
  S(area, struct snap_rec_area)                                                                                        \
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
  S(theme_first, uint32_t)                                                                                             \
  S(theme, uint16_t) /* all of them; only there if a project has two */                                                \
  S(narrative_first, uint32_t)                                                                                         \
  S(narrative, struct snap_rec_narrative)                                                                              \
  S(party_first, uint32_t)                                                                                             \
  S(party, struct snap_rec_party)                                                                                      \
  S(contribution_first, uint32_t)                                                                                      \
  S(contribution, struct snap_rec_contribution)                                                                        \
  S(rate, struct snap_rec_rate)                                                                                        \
  S(related_first, uint32_t)                                                                                           \
  S(related, struct snap_rec_related)                                                                                  \
  S(place_first, uint32_t)                                                                                             \
  S(place, struct snap_rec_place)                                                                                      \
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
  S(actor_project, struct snap_actor_project) /* folded words, sorted, and the rows whose own texts hold them */       \
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
