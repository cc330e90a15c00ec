#ifndef TEST_SNAPSHOT_WALK_H
#define TEST_SNAPSHOT_WALK_H
/* For hostile snapshots: put the checksums right, so that the bounds checks are reached, and walk whatever opens. */
#include <stdlib.h>
#include <string.h>
#include "domain/record.h"
#include "snapshot/checksum.h"
#include "snapshot/layout.h"

/* Checksums as the file now says: of each section that the table still keeps inside, then of the head. */
static inline void snapshot_repair(char *file, size_t n) {
  struct snap_header h;
  struct snap_entry table[SNAP_SECTIONS];
  memcpy(&h, file, sizeof h);
  memcpy(table, file + sizeof h, sizeof table);
  for (int i = 0; i < SNAP_SECTIONS; i++) {
    uint64_t bytes;
    if (__builtin_mul_overflow(table[i].count, (uint64_t)table[i].size, &bytes)) continue;
    if (table[i].offset > n || bytes > n - table[i].offset) continue;
    checksum_bytes(file + table[i].offset, bytes, table[i].checksum);
  }
  memset(h.checksum, 0, sizeof h.checksum);
  memcpy(file, &h, sizeof h);
  memcpy(file + sizeof h, table, sizeof table);
  checksum_bytes(file, sizeof h + sizeof table, h.checksum);
  memcpy(file, &h, sizeof h);
}

static inline size_t sum_of(struct str s) {
  size_t sum = 0;
  for (size_t i = 0; i < s.n; i++) sum += (unsigned char)s.p[i];
  return sum;
}

static inline size_t walk_results(struct snapshot *s, uint32_t i) {
  struct snap_result r, of;
  struct snap_indicator n, above;
  struct snap_period p;
  size_t sum = 0;
  for (uint32_t k = 0; snapshot_result(s, i, k, &r); k++)
    sum += sum_of(r.type) + sum_of(r.title) + sum_of(r.description);
  for (uint32_t k = 0; snapshot_indicator(s, i, k, &n); k++)
    if (snapshot_result(s, i, n.result, &of))
      sum += sum_of(n.title) + sum_of(n.description) + sum_of(n.measure) + sum_of(n.baseline_year) +
             sum_of(n.baseline_value);
    else abort(); /* it must lead to one */
  for (uint32_t k = 0; snapshot_period(s, i, k, &p); k++)
    if (snapshot_indicator(s, i, p.indicator, &above))
      sum += sum_of(p.start) + sum_of(p.end) + sum_of(p.target) + sum_of(p.actual);
    else abort();
  return sum;
}

static inline size_t walk_details(struct snapshot *s, uint32_t i) {
  struct snap_date d;
  struct snap_class c;
  struct snap_iati x;
  struct snap_total t;
  struct snap_group g;
  struct snap_link l;
  struct snap_extra e;
  struct snap_batch b;
  int64_t min, max;
  size_t sum = walk_results(s, i);
  for (uint32_t k = 0; snapshot_date(s, i, k, &d); k++) sum += sum_of(d.type) + sum_of(d.date) + sum_of(d.precision);
  for (uint32_t k = 0; snapshot_class(s, i, k, &c); k++) sum += sum_of(c.vocabulary) + sum_of(c.code);
  for (uint32_t k = 0; snapshot_total(s, i, k, &t); k++)
    sum += sum_of(t.amount_raw) + sum_of(t.currency) + sum_of(t.label_raw);
  for (uint32_t k = 0; snapshot_group(s, i, k, &g); k++) {
    struct snap_area area;
    if (g.area != SNAPSHOT_NONE) snapshot_area(s, g.area, &area);
    sum += sum_of(g.unit) + sum_of(g.raw);
  }
  for (uint32_t k = 0; snapshot_link(s, i, k, &l); k++)
    sum += sum_of(l.url) + sum_of(l.format) + sum_of(l.category) + sum_of(l.title) + sum_of(l.lang) + sum_of(l.date);
  for (uint32_t k = 0; snapshot_extra(s, i, k, &e); k++) sum += sum_of(e.owner) + sum_of(e.name) + sum_of(e.xml);
  snapshot_iati(s, i, &x);
  sum += sum_of(x.scope) + sum_of(x.tied_status) + sum_of(x.updated) + sum_of(x.lang);
  if (x.reporting != SNAPSHOT_NONE) {
    struct snap_actor a;
    snapshot_actor(s, x.reporting, &a);
    sum += sum_of(a.code);
  }
  snapshot_people(s, i, &min, &max);
  if (min > max) abort();
  uint32_t first = snapshot_same_as(s, i);
  if (first >= snapshot_projects(s)) abort();
  uint32_t batch = snapshot_project_batch(s, i);
  if (batch != SNAPSHOT_NONE && !snapshot_batch(s, batch, &b)) abort();
  return sum;
}

static inline size_t walk_projects(struct snapshot *s, struct arena *a) {
  size_t sum = 0;
  for (uint32_t i = 0; i < snapshot_projects(s); i++) {
    struct snap_project p;
    struct snap_narrative n;
    struct snap_party y;
    struct snap_contribution c;
    struct snap_location l;
    struct snap_related r;
    struct polygon g;
    snapshot_project(s, i, &p);
    sum += sum_of(p.code) + sum_of(p.title) + sum_of(p.theme) + sum_of(p.date_start) + sum_of(p.source_raw) +
           sum_of(p.source_title);
    sum += strlen(snap_place_code(p.place)) + strlen(snap_spot_code(p.spot));
    for (uint32_t k = 0; snapshot_narrative(s, i, k, &n); k++) sum += sum_of(n.text) + sum_of(n.lang);
    for (uint32_t k = 0; snapshot_party(s, i, k, &y); k++) sum += sum_of(y.role_text) + y.actor;
    for (uint32_t k = 0; snapshot_contribution(s, i, k, &c); k++)
      sum += sum_of(c.rate) + sum_of(c.form) + sum_of(c.source_title) + sum_of(c.valuation) + sum_of(c.aid_type) +
             sum_of(c.date);
    for (uint32_t k = 0; snapshot_location(s, i, k, &l); k++)
      sum += sum_of(l.name_raw) + sum_of(l.reach) + sum_of(l.class) + sum_of(l.precision) +
             (snapshot_location_outline(s, i, k, a, &g) ? g.n_points : 0);
    for (uint32_t k = 0; snapshot_related(s, i, k, &r); k++) sum += r.project;
    sum += walk_details(s, i);
  }
  return sum;
}

static inline size_t walk_areas(struct snapshot *s, struct arena *a) {
  size_t sum = 0;
  for (uint32_t i = 0; i < snapshot_areas(s); i++) {
    struct snap_area x;
    struct polygon g;
    uint32_t n;
    snapshot_area(s, i, &x);
    sum += sum_of(x.name) + sum_of(x.source_title) + strlen(snap_geom_code(x.geom));
    if (snapshot_area_polygon(s, i, a, &g)) sum += polygon_contains(&g, -75.5, 10.5);
    const uint32_t *list = snapshot_area_inside(s, i, &n);
    for (uint32_t k = 0; k < n; k++) sum += list[k];
    for (uint32_t k = 0; snapshot_area_alias(s, i, k).p; k++) sum += sum_of(snapshot_area_alias(s, i, k));
  }
  for (uint32_t i = 0; i < snapshot_actors(s); i++) {
    struct snap_actor x;
    struct snap_actor_role r;
    snapshot_actor(s, i, &x);
    sum += sum_of(x.name) + sum_of(x.country);
    for (uint32_t k = 0; snapshot_actor_project(s, i, k, &r); k++) sum += r.project;
    for (uint32_t k = 0; snapshot_actor_alias(s, i, k).p; k++) sum += sum_of(snapshot_actor_alias(s, i, k));
    for (uint32_t k = 0; snapshot_actor_merged(s, i, k).p; k++) sum += sum_of(snapshot_actor_merged(s, i, k));
    struct snap_record network;
    uint32_t member;
    for (uint32_t k = 0; snapshot_actor_network(s, i, k, &member); k++)
      if (snapshot_record(s, member, &network)) sum += sum_of(network.code);
      else abort();
  }
  return sum + sum_of(snapshot_label(s, "a", STR("abc"), SNAP_ES));
}

/* The row of a subject or a change, as a page follows it. */
static inline size_t walk_row(struct snapshot *s, struct str type, uint32_t row) {
  struct snap_project p;
  struct snap_area a;
  struct snap_actor o;
  struct snap_record r;
  if (row == SNAPSHOT_NONE) return 0;
  if (str_is(type, "proyecto") || str_is(type, "activity")) {
    snapshot_project(s, row, &p);
    return sum_of(p.title);
  }
  if (str_is(type, "area")) {
    snapshot_area(s, row, &a);
    return sum_of(a.name);
  }
  if (str_is(type, "actor") || str_is(type, "organisation")) {
    snapshot_actor(s, row, &o);
    return sum_of(o.name);
  }
  if (!snapshot_record(s, row, &r)) abort();
  return sum_of(r.code);
}

static inline size_t walk_programme(struct snapshot *s) {
  struct snap_record r;
  struct snap_finding f;
  struct snap_finding_subject x;
  struct snap_finding_claim c;
  struct snap_batch b;
  struct snap_change h;
  size_t sum = 0;
  for (uint32_t i = 0; snapshot_record(s, i, &r); i++) {
    uint32_t at;
    sum += sum_of(r.code) + sum_of(r.source_title) + sum_of(r.source_locator) + sum_of(r.source_raw);
    for (uint32_t k = 0; k < record_info((enum record_kind)r.kind)->n_fields; k++)
      sum += sum_of(snapshot_record_value(s, i, k));
    if (snapshot_find_record(s, r.kind, r.code, &at)) sum += at;
  }
  for (uint32_t i = 0; snapshot_finding(s, i, &f); i++) {
    sum += sum_of(f.key) + sum_of(f.rule) + sum_of(f.kind) + sum_of(f.severity) + sum_of(f.es) + sum_of(f.en) +
           sum_of(f.currency) + sum_of(f.verdict) + sum_of(f.note) + sum_of(f.by) + sum_of(f.at);
    for (uint32_t k = 0; snapshot_finding_subject(s, i, k, &x); k++)
      sum += sum_of(x.type) + sum_of(x.code) + walk_row(s, x.type, x.row);
    for (uint32_t k = 0; snapshot_finding_claim(s, i, k, &c); k++)
      sum += sum_of(c.field) + sum_of(c.raw) + sum_of(c.source_title) + sum_of(c.source_locator);
    sum += (size_t)snapshot_finding_count(s, f.rule);
  }
  for (uint32_t i = 0; snapshot_batch(s, i, &b); i++)
    sum += sum_of(b.kind) + sum_of(b.at) + sum_of(b.actor) + sum_of(b.document);
  for (uint32_t i = 0; snapshot_change(s, i, &h); i++)
    sum += sum_of(h.entity) + sum_of(h.code) + sum_of(h.title) + sum_of(h.action) + sum_of(h.at) + sum_of(h.fields) +
           walk_row(s, h.entity, h.row);
  return sum;
}

/* Reads everything that the accessors give; aborts where one of them breaks its word. */
static inline void snapshot_walk(struct snapshot *s, struct arena *a) {
  volatile size_t sink = walk_projects(s, a) + walk_areas(s, a) + walk_programme(s);
  (void)sink;
}
#endif
