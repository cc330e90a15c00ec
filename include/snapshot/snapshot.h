#ifndef SNAPSHOT_SNAPSHOT_H
#define SNAPSHOT_SNAPSHOT_H
/* The immutable read model: one file, mapped read-only, checked on opening (magic, version, checksum, bounds of every
 * section, offset and index). Every answer comes from one snapshot. Rows are uint32 indices: areas in code order, actors in
 * code order, projects in code order (that is the stable order of paging). Strings live as long as the snapshot is held.
 * Thread-safe for readers. */
#include <stdbool.h>
#include <stdint.h>
#include "core/decimal.h"
#include "core/err.h"
#include "core/mem.h"
#include "core/str.h"
#include "geo/bbox.h"
#include "geo/polygon.h"

struct snapshot;
#define SNAPSHOT_NONE UINT32_MAX

/* ERR_NOT_FOUND no file; ERR_INPUT truncated, foreign, other version, damaged, each said clearly. */
bool snapshot_open(const char *path, struct snapshot **out, struct err *e);
struct snapshot *snapshot_hold(struct snapshot *s);
void snapshot_release(struct snapshot *s); /* unmaps with the last holder */

/* Content checksum, 32 hex digits: the basis of every ETag. */
const char *snapshot_checksum(const struct snapshot *s);
int64_t snapshot_data_version(const struct snapshot *s);
uint32_t snapshot_areas(const struct snapshot *s);
uint32_t snapshot_projects(const struct snapshot *s);
uint32_t snapshot_actors(const struct snapshot *s);
struct bbox snapshot_bbox(const struct snapshot *s, bool projects); /* of areas, or of located projects */

enum snap_lang { SNAP_ES, SNAP_EN };
/* Label of a code of a code list ("layer", "activity_kind", "activity_status", "place_state", "form", …); the code itself if
 * the list has none. */
struct str snapshot_label(const struct snapshot *s, const char *list, struct str code, enum snap_lang lang);
/* i-th code of a list in its order; false past the end. */
bool snapshot_code(const struct snapshot *s, const char *list, uint32_t i, struct str *code, struct str *label_es,
                   struct str *label_en);

enum snap_geom {
  SNAP_GEOM_NONE,
  SNAP_GEOM_APPROXIMATE,
  SNAP_GEOM_COMPOSED,
  SNAP_GEOM_DIGITISED,
  SNAP_GEOM_AUTHORITATIVE
};
const char *
snap_geom_code(enum snap_geom g); /* none, approximate, composed, digitised, authoritative: list "geom_status" */

struct snap_area {
  uint32_t index, parent; /* SNAPSHOT_NONE: no parent */
  struct str code, name, layer, definition, valid_from, source_title, source_licence, external_code;
  enum snap_geom geom;
  bool rests_on_approximate; /* approximate, or composed of something approximate */
  int32_t edition;
  double hectares;    /* NaN: unknown */
  double lon, lat;    /* label point, NaN: none */
  int64_t population; /* -1: unknown */
  int32_t population_year;
  uint32_t projects; /* distinct projects tied to it or to what is inside it, without any filter */
  struct bbox bbox;
};
void snapshot_area(const struct snapshot *s, uint32_t i, struct snap_area *out);
/* One text of a row, where many rows are gone through: the rest is not read. */
struct str snapshot_area_code(const struct snapshot *s, uint32_t i);
struct str snapshot_area_name(const struct snapshot *s, uint32_t i);
struct str snapshot_project_code(const struct snapshot *s, uint32_t i);
struct str snapshot_actor_name(const struct snapshot *s, uint32_t i);
bool snapshot_find_area(const struct snapshot *s, struct str code, uint32_t *i); /* by code */
/* Documents that rows come from; the document of a row, SNAPSHOT_NONE: it names none. */
uint32_t snapshot_documents(const struct snapshot *s);
void snapshot_document(const struct snapshot *s, uint32_t i, struct str *title, struct str *licence);
uint32_t snapshot_area_document(const struct snapshot *s, uint32_t area);
uint32_t snapshot_project_document(const struct snapshot *s, uint32_t project);
uint32_t snapshot_actor_document(const struct snapshot *s, uint32_t actor);
bool snapshot_area_polygon(const struct snapshot *s, uint32_t i, struct arena *a,
                           struct polygon *out); /* full precision; false if none */
/* Lists of area indices (each sorted): what is inside (children, members, and by geometry, transitively, without itself), what
 * contains it, its direct members, its aliases. The arrays belong to the snapshot. */
const uint32_t *snapshot_area_inside(const struct snapshot *s, uint32_t i, uint32_t *n);
const uint32_t *snapshot_area_containing(const struct snapshot *s, uint32_t i, uint32_t *n);
const uint32_t *snapshot_area_members(const struct snapshot *s, uint32_t i, uint32_t *n);
struct str snapshot_area_alias(const struct snapshot *s, uint32_t i, uint32_t k); /* .p NULL past the end */

/* Where a project is. LOCATED: a point, an outline, or an area with a geometry. The other four are the unplaced states. A
 * project with several kinds of places takes the first that applies in this order. */
enum snap_place { SNAP_LOCATED, SNAP_NAMED /* named without geometry */, SNAP_CITY, SNAP_BEYOND, SNAP_UNKNOWN };
const char *snap_place_code(enum snap_place p); /* located, named, city, beyond, unknown: list "place_state" */
/* How the point on the map was got. */
enum snap_spot { SNAP_SPOT_NONE, SNAP_SPOT_POINT, SNAP_SPOT_OUTLINE, SNAP_SPOT_AREA, SNAP_SPOT_AREA_APPROXIMATE };
const char *snap_spot_code(enum snap_spot p); /* none, point, outline, area, area_approximate: list "spot" */

struct snap_project {
  uint32_t index;
  struct str code, iati_identifier, kind, title, status, cooperation_type, modality, theme, vigencia_raw, place_note;
  bool no_disbursement;
  bool has_value; /* stated total, else the sum of the contributions that count, if in one currency */
  bool value_is_sum;
  i128 value_minor;
  struct str currency, value_raw;
  int64_t people; /* -1: sin dato */
  struct str people_raw, people_unit;
  bool people_approx;
  struct str date_signed, date_start, date_end,
      date_monetised; /* ISO to their precision, "" none; end also from "expires" */
  int32_t year;       /* of start, else signed, else monetised, else end; 0 none */
  enum snap_place place;
  enum snap_spot spot;
  double lon, lat; /* the point on the map; NaN unless LOCATED */
  uint32_t area;   /* principal area, SNAPSHOT_NONE */
  uint32_t parent; /* parent project (macro-project), SNAPSHOT_NONE */
  struct str source_title, source_locator, source_licence, source_raw; /* of its claim */
};
void snapshot_project(const struct snapshot *s, uint32_t i, struct snap_project *out);
bool snapshot_find_project(const struct snapshot *s, struct str code, uint32_t *i);

struct snap_narrative {
  struct str type, lang, text;
};
struct snap_party {
  uint32_t actor;
  struct str role /* "1".."4" or "" */, role_text;
};
struct snap_contribution {
  uint32_t provider, receiver; /* SNAPSHOT_NONE */
  i128 amount_minor;
  struct str amount_raw, currency, form, label_raw, valuation;
  struct str transaction_type, date, flow_type, finance_type, aid_type; /* "" none */
  bool is_counterpart;
  bool counts; /* part of the project's value: domain/money.h says which are */
  struct str value_date, rate, rate_raw, rate_from, rate_to, rate_date, rate_kind; /* rate "" if none */
  struct str source_title, source_locator;
};
struct snap_rate { /* one `from` is `rate` `to`; texts "" where they are not said */
  struct str rate, raw, from, to, date, kind;
};
struct snap_location {
  struct str scope; /* area, point, outline, city, beyond, unknown */
  uint32_t area;
  struct str name_raw, method, exactness, share_basis, reach, class, precision;
  int32_t share_ppm, share_people_ppm; /* -1: none stated */
  i128 attributed_minor;               /* part of the project's value that falls on this place (0 if unallocated) */
  bool attributed;                     /* false: unallocated */
  double lon, lat;                     /* NaN */
  bool has_outline;
};
struct snap_related {
  uint32_t project;
  struct str type;
  bool stated; /* the project's source says it; else a person decided it, or the other project's source says it */
};
struct snap_date {
  struct str type, date,
      precision; /* every date of the project, as stored; snap_project has the four that are shown first */
};
struct snap_class {
  struct str vocabulary, code;
  int32_t percent_ppm; /* -1: none stated */
  bool inferred;
};
struct snap_iati { /* what IATI says of an activity and no page shows first; "" and SNAPSHOT_NONE: sin dato */
  struct str scope, collaboration_type, lang, flow_type, finance_type, aid_type, tied_status, updated;
  uint32_t reporting; /* actor */
};
struct snap_total {
  i128 amount_minor;
  struct str amount_raw, currency, label_raw;
};
struct snap_group {
  int64_t number; /* -1: sin dato */
  bool is_approx, is_disjoint;
  struct str unit, raw;
  uint32_t area; /* SNAPSHOT_NONE */
};
struct snap_result {
  struct str type, title, description;
  int aggregates; /* 0, 1; -1: sin dato */
};
struct snap_indicator {
  uint32_t result; /* k of snapshot_result */
  struct str measure, title, description, baseline_year, baseline_value;
  int ascending;
};
struct snap_period {
  uint32_t indicator; /* k of snapshot_indicator */
  struct str start, end, target, actual;
};
struct snap_link {
  struct str url, format, category, title, lang, date;
};
struct snap_extra {
  struct str owner, name, xml;
  uint32_t rank;
};
bool snapshot_date(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_date *out);
bool snapshot_class(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_class *out);
void snapshot_iati(const struct snapshot *s, uint32_t project, struct snap_iati *out);
/* The rate of the project's contract, also where no contribution is at it; false if it has none. */
bool snapshot_rate(const struct snapshot *s, uint32_t project, struct snap_rate *out);
bool snapshot_total(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_total *out);
bool snapshot_group(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_group *out);
bool snapshot_result(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_result *out);
bool snapshot_indicator(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_indicator *out);
bool snapshot_period(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_period *out);
bool snapshot_link(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_link *out);
bool snapshot_extra(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_extra *out);
/* People of a project. Where one figure is stated, or all groups are declared disjoint, *min and *max are that figure or the
 * sum; else *min is the largest single group and *max the sum of the groups that have a number. -1: sin dato. */
void snapshot_people(const struct snapshot *s, uint32_t project, int64_t *min, int64_t *max);
/* The project that this one counts as: itself, or the first in code order of those declared or decided to be the same. */
uint32_t snapshot_same_as(const struct snapshot *s, uint32_t project);
/* How many places it has, and the area of one of them, SNAPSHOT_NONE: none. */
uint32_t snapshot_locations(const struct snapshot *s, uint32_t project);
uint32_t snapshot_location_area(const struct snapshot *s, uint32_t project, uint32_t k);
/* k-th; false past the end. */
bool snapshot_provider(const struct snapshot *s, uint32_t project, uint32_t k, uint32_t *actor); /* of contribution k */
bool snapshot_narrative(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_narrative *out);
bool snapshot_party(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_party *out);
bool snapshot_contribution(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_contribution *out);
bool snapshot_location(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_location *out);
bool snapshot_location_outline(const struct snapshot *s, uint32_t project, uint32_t k, struct arena *a,
                               struct polygon *out);
bool snapshot_related(const struct snapshot *s, uint32_t project, uint32_t k, struct snap_related *out);

/* Projects of an actor, each once, in code order: what it has to do with each. */
struct snap_actor_role {
  uint32_t project;
  bool funds, executes;
};
bool snapshot_actor_project(const struct snapshot *s, uint32_t actor, uint32_t k, struct snap_actor_role *out);
struct snap_actor {
  uint32_t index;
  struct str code, ref, name, type, country, note, source_title;
};
void snapshot_actor(const struct snapshot *s, uint32_t i, struct snap_actor *out);
/* By code; the code of an actor that was merged finds the one it was merged into. */
bool snapshot_find_actor(const struct snapshot *s, struct str code, uint32_t *i);
/* Codes that were merged into this actor, and the networks it is a member of (rows of snapshot_record, of kind member). */
struct str snapshot_actor_merged(const struct snapshot *s, uint32_t i, uint32_t k); /* .p NULL past the end */
bool snapshot_actor_network(const struct snapshot *s, uint32_t i, uint32_t k, uint32_t *record);
struct str snapshot_actor_alias(const struct snapshot *s, uint32_t i, uint32_t k);

/* Records of the programme (domain/record.h): networks, members, goals, series, values, rates; rows in the order of kind (enum
 * record_kind), then code. Values are texts in the order of record_info(kind)->fields, actors, projects and parents as codes. */
struct snap_record {
  uint32_t kind; /* enum record_kind */
  struct str code;
  uint32_t n_values;
  struct str source_title, source_locator, source_raw;
};
uint32_t snapshot_records(const struct snapshot *s);
bool snapshot_record(const struct snapshot *s, uint32_t i, struct snap_record *out);
struct str snapshot_record_value(const struct snapshot *s, uint32_t i, uint32_t field);
/* [*begin, *end) of a kind; one by its code. */
void snapshot_records_of(const struct snapshot *s, uint32_t kind, uint32_t *begin, uint32_t *end);
bool snapshot_find_record(const struct snapshot *s, uint32_t kind, struct str code, uint32_t *i);

/* The ledger (domain/discrepancy.h) in the order of rule and key, with the decision that stands about each. */
struct snap_finding {
  struct str key, rule, kind, severity, es, en;
  bool has_stated, has_computed, has_difference;
  i128 stated, computed, difference;
  struct str currency;
  uint32_t score;
  struct str verdict, note, by, at; /* "" : nobody decided */
};
struct snap_finding_subject {
  struct str type, code;
  uint32_t row; /* of the area, project, actor or record; SNAPSHOT_NONE */
};
struct snap_finding_claim {
  struct str field, raw, source_title, source_locator;
};
uint32_t snapshot_findings(const struct snapshot *s);
bool snapshot_finding(const struct snapshot *s, uint32_t i, struct snap_finding *out);
bool snapshot_finding_subject(const struct snapshot *s, uint32_t i, uint32_t k, struct snap_finding_subject *out);
bool snapshot_finding_claim(const struct snapshot *s, uint32_t i, uint32_t k, struct snap_finding_claim *out);
/* How many findings a rule has in all; those beyond DISCREPANCY_MAX_PER_RULE are counted only. */
uint64_t snapshot_finding_count(const struct snapshot *s, struct str rule);

/* What changed: batches (one command each) newest last, and the changes of one, as the history has them. Entities that a batch
 * brought in are counted in `added`; of each of the other changes there is a row. */
struct snap_batch {
  struct str kind, at, actor, document;
  int64_t rows, added, changed, same;
};
struct snap_change {
  uint32_t batch;
  struct str entity, code, title, action; /* entity: activity, area, organisation, decision, a record's table; of a
                                             decision the finding's key and the verdict */
  struct str at, fields;                  /* names of what differs, ", " between them */
  uint32_t row;                           /* of the project, area or actor; SNAPSHOT_NONE */
};
uint32_t snapshot_batches(const struct snapshot *s);
bool snapshot_batch(const struct snapshot *s, uint32_t i, struct snap_batch *out);
uint32_t snapshot_changes(const struct snapshot *s); /* the newest 10,000 at most, newest last */
bool snapshot_change(const struct snapshot *s, uint32_t i, struct snap_change *out);
/* The batch that brought a project in (not the one that last changed it), SNAPSHOT_NONE if it is not known. */
uint32_t snapshot_project_batch(const struct snapshot *s, uint32_t project);
#endif
