/* A snapshot file is hostile: opened, and if it opens, everything in it is walked. The input is a list of changes to a good
 * file made here from nothing but its own layout, with the checksums put right again, so that the bounds checks are reached:
 * four bytes of place, one byte of value and one of how many bytes, again and again. Input that begins with the magic is taken
 * as the file itself. */
#define _GNU_SOURCE /* memfd_create */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "../unit/snapshot_walk.h"
#include "format/tile.h"
#include "query/page.h"
#include "query/summary.h"
#include "snapshot/file.h"
#include "snapshot/rtree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char *good;
static size_t good_size;

#define PUT(section, type, ...)                                                                                        \
  static type section##_data[] = __VA_ARGS__;                                                                          \
  out[SNAP_SEC_##section] = (struct snap_out) { section##_data, sizeof section##_data / sizeof(type) }
#define REF(at, n) ((snap_ref)(n) << SNAP_REF_BITS | (at))

/* Two areas (one inside the other), two projects, an actor: every section has something. */
static void make_good(const char *path) {
  struct snap_out out[SNAP_SECTIONS] = {{NULL, 0}};
  PUT(text, char, {"abcdefgh2011COPxproyectoareaactorred"});
  PUT(code, snap_ref, {0, REF(0, 3), REF(12, 3), REF(16, 8), REF(24, 4), REF(28, 5), REF(33, 3)});
  PUT(date, snap_ref, {0, REF(8, 4)});
  PUT(term, snap_ref, {0, REF(3, 3)});
  PUT(label, struct snap_label, {{REF(0, 1), REF(0, 3), REF(1, 2), REF(2, 2)}});
  PUT(document, struct snap_document, {{REF(0, 5), REF(2, 3)}});
  PUT(area, struct snap_rec_area,
      {{.code = REF(0, 1),
        .name = REF(0, 4),
        .lon = -75.5,
        .lat = 10.5,
        .population = 5,
        .parent = 1,
        .geom = 4,
        .layer = 1},
       {.code = REF(1, 1),
        .name = REF(1, 4),
        .lon = -75.5,
        .lat = 10.5,
        .population = -1,
        .parent = SNAPSHOT_NONE,
        .shape = 0,
        .geom = 4,
        .layer = 2}});
  PUT(alias_first, uint32_t, {0, 1, 1});
  PUT(alias, snap_ref, {REF(3, 3)});
  PUT(inside_first, uint32_t, {0, 0, 1});
  PUT(inside, uint32_t, {0});
  PUT(containing_first, uint32_t, {0, 1, 1});
  PUT(containing, uint32_t, {1});
  PUT(member_first, uint32_t, {0, 0, 1});
  PUT(member, uint32_t, {0});
  PUT(area_place_first, uint32_t, {0, 1, 1});
  PUT(area_place, uint32_t, {0});
  PUT(area_touch_first, uint32_t, {0, 0, 1});
  PUT(area_touch, uint32_t, {0});
  PUT(area_item, uint32_t, {0, 1});
  PUT(area_box, struct snap_box, {{0, 0, UINT32_MAX, UINT32_MAX}});
  static struct snap_band bands[2 * SNAP_BANDS];
  for (int i = 0; i < 2 * SNAP_BANDS; i++) bands[i] = (struct snap_band){.ring = 0, .n_rings = 2};
  out[SNAP_SEC_band] = (struct snap_out){bands, 2 * SNAP_BANDS};
  PUT(band_ring, struct snap_band_ring, {{0, 4, 0}, {4, 3, 1}});
  PUT(band_xy, struct snap_cell,
      {{1246000000, 2020000000},
       {1247000000, 2020000000},
       {1247000000, 2023000000},
       {1246000000, 2023000000},
       {1246300000, 2021000000},
       {1246600000, 2021000000},
       {1246600000, 2022000000}});
  PUT(shape, struct snap_shape,
      {{.minx = -76, .miny = 10, .maxx = -75, .maxy = 11, .n_points = 5, .n_rings = 1, .n_parts = 1}});
  PUT(shape_part, uint32_t, {1});
  PUT(shape_ring, uint32_t, {5});
  PUT(shape_xy, struct snap_lonlat, {{-76, 10}, {-75, 10}, {-75, 11}, {-76, 11}, {-76, 10}});
  PUT(project_code, snap_ref, {REF(0, 2), REF(1, 2)});
  PUT(project_title, snap_ref, {REF(0, 6), REF(1, 6)});
  PUT(project_flags, uint16_t, {SNAP_HAS_VALUE | 1 << SNAP_SPOT_SHIFT, SNAP_CITY | SNAP_HAS_VALUE});
  PUT(project_kind, uint16_t, {1, 2});
  PUT(project_xy, struct snap_lonlat, {{-75.5, 10.5}, {0, 0}});
  PUT(project_area, uint32_t, {0, SNAPSHOT_NONE});
  PUT(project_document, uint32_t, {0, SNAPSHOT_NONE});
  PUT(project_parent, uint32_t, {2, 1});
  PUT(project_theme, uint16_t, {1, 0});
  PUT(project_currency, uint16_t, {2, 2});
  PUT(project_year, uint16_t, {2011, 0});
  PUT(project_start, uint32_t, {1, 0});
  PUT(project_value, struct snap_i128, {{100, 0}, {50, 0}});
  PUT(project_people, int64_t, {4, 0});
  PUT(project_raw, snap_ref, {REF(0, 9), 0});
  PUT(project_standard, struct snap_rec_iati, {{.updated = REF(8, 4), .reporting = 1, .scope = 1, .tied = 2}, {0}});
  PUT(project_batch, uint32_t, {1, 0});
  PUT(project_same, uint32_t, {0, 1});
  PUT(dated_first, uint32_t, {0, 1, 1});
  PUT(dated, struct snap_rec_date, {{.date = 1, .type = 1, .precision = 2}});
  PUT(class_first, uint32_t, {0, 1, 2});
  PUT(class, struct snap_rec_class, {{.code = 1, .percent = 500001, .vocabulary = 1}, {.code = 1, .inferred = 1}});
  PUT(theme_first, uint32_t, {0, 2, 2});
  PUT(theme, uint16_t, {1, 2});
  PUT(narrative_first, uint32_t, {0, 1, 1});
  PUT(narrative, struct snap_rec_narrative, {{.text = REF(2, 7), .type = 1, .lang = 1}});
  PUT(party_first, uint32_t, {0, 1, 1});
  PUT(party, struct snap_rec_party, {{.role_text = REF(2, 7), .actor = 0, .role = 1}});
  PUT(contribution_first, uint32_t, {0, 1, 1});
  PUT(contribution, struct snap_rec_contribution,
      {{.amount = {100, 0}, .provider = 0, .receiver = SNAPSHOT_NONE, .rate = 0, .document = 0, .currency = 2}});
  PUT(transaction, struct snap_rec_transaction, {{.date = 1, .valuation = 1, .type = 1, .flow = 1, .aid = 2}});
  PUT(rate, struct snap_rec_rate, {{.rate = REF(8, 4), .date = 1, .from = 1, .to = 2}});
  PUT(related_first, uint32_t, {0, 1, 1});
  PUT(related, struct snap_rec_related, {{.project = 1, .type = 1}});
  PUT(total_first, uint32_t, {0, 1, 1});
  PUT(total, struct snap_rec_total,
      {{.amount = {7, 0}, .amount_raw = REF(0, 2), .label_raw = REF(2, 2), .currency = 2}});
  PUT(group_first, uint32_t, {0, 2, 2});
  PUT(group, struct snap_rec_group,
      {{.number = 5, .unit = REF(0, 3), .area = 1, .is_disjoint = 1}, {.raw = REF(0, 3), .area = SNAPSHOT_NONE}});
  PUT(result_first, uint32_t, {0, 1, 2});
  PUT(result, struct snap_rec_result, {{.title = REF(0, 3), .type = 1, .aggregates = 2}, {.title = REF(0, 4)}});
  PUT(indicator_first, uint32_t, {0, 1, 2});
  PUT(indicator, struct snap_rec_indicator,
      {{.title = REF(0, 3), .baseline_value = REF(8, 4), .measure = 1}, {.title = REF(1, 3), .ascending = 1}});
  PUT(period_first, uint32_t, {0, 1, 2});
  PUT(period, struct snap_rec_period, {{.target = REF(8, 4), .start = 1}, {.actual = REF(8, 2), .end = 1}});
  PUT(link_first, uint32_t, {0, 1, 1});
  PUT(link, struct snap_rec_link, {{.url = REF(0, 8), .title = REF(0, 1), .format = 1, .category = 1, .date = 1}});
  PUT(extra_first, uint32_t, {0, 0, 1});
  PUT(extra, struct snap_rec_extra, {{.xml = REF(0, 8), .owner = 1, .name = 1, .rank = 3}});
  PUT(place_first, uint32_t, {0, 1, 2});
  PUT(place, struct snap_rec_place,
      {{.lon = -75.5, .lat = 10.5, .attributed = {100, 0}, .area = 0, .shape = SNAPSHOT_NONE, .is_attributed = 1},
       {.lon = -75.5, .lat = 10.5, .area = SNAPSHOT_NONE, .shape = 0}});
  PUT(reach, struct snap_rec_reach, {{.share_people = 7, .reach = 1, .class = 2}, {.precision = 1}});
  PUT(place_project, uint32_t, {0, 1});
  PUT(touch, struct snap_touch, {{1, 1, 1000000}});
  PUT(own, uint32_t, {1});
  PUT(point, struct snap_point,
      {{.x = 1246500000, .y = 2021500000, .project = 0, .area = 0, .kind = 1, .status = 2, .year = 2011, .spot = 1}});
  PUT(point_box, struct snap_box, {{1246500000, 2021500000, 1246500000, 2021500000}});
  PUT(actor, struct snap_rec_actor, {{.code = REF(4, 2), .name = REF(4, 4), .document = 0, .type = 1}});
  PUT(actor_alias_first, uint32_t, {0, 1});
  PUT(actor_alias, snap_ref, {REF(5, 2)});
  PUT(actor_project_first, uint32_t, {0, 1});
  PUT(actor_project, struct snap_actor_project, {{0, 1}});
  PUT(actor_merged_first, uint32_t, {0, 1});
  PUT(actor_merged, uint32_t, {0});
  PUT(merged, struct snap_merged, {{.code = REF(6, 2), .actor = 0}});
  PUT(actor_network_first, uint32_t, {0, 1});
  PUT(actor_network, uint32_t, {1});
  /* A network has seven fields, a member three. */
  PUT(record, struct snap_rec_record,
      {{.code = REF(0, 3), .locator = REF(0, 1), .document = 1, .kind = RECORD_NETWORK},
       {.code = REF(1, 3), .raw = REF(0, 1), .kind = RECORD_MEMBER}});
  PUT(record_value_first, uint32_t, {0, 7, 10});
  PUT(record_value, snap_ref, {REF(0, 4), 0, 0, 0, 0, 0, REF(1, 1), REF(0, 3), REF(4, 2), 0});
  PUT(finding, struct snap_rec_finding,
      {{.stated = {5, 0},
        .difference = {UINT64_MAX, -1},
        .key = REF(0, 5),
        .es = REF(0, 6),
        .en = REF(1, 6),
        .rule = 1,
        .kind = 2,
        .verdict = 1,
        .by = REF(0, 2),
        .has = SNAP_HAS_STATED | SNAP_HAS_DIFFERENCE}});
  PUT(subject_first, uint32_t, {0, 5});
  PUT(subject, struct snap_rec_subject,
      {{.code = REF(0, 2), .row = 1, .type = 3},
       {.row = 1, .type = 4},
       {.row = 0, .type = 5},
       {.row = 1, .type = 6},
       {.row = SNAPSHOT_NONE}});
  PUT(evidence_first, uint32_t, {0, 1});
  PUT(evidence, struct snap_rec_claim, {{.raw = REF(0, 4), .locator = REF(2, 2), .document = 0, .field = 1}});
  PUT(rule_count, struct snap_rule_count, {{.count = 1200, .rule = 1}});
  PUT(batch, struct snap_rec_batch,
      {{.at = REF(8, 4), .actor = REF(0, 1), .rows = 3, .added = 2, .document = 0, .kind = 1}});
  PUT(change, struct snap_rec_change,
      {{.code = REF(0, 2), .title = REF(0, 6), .at = REF(8, 4), .fields = REF(3, 3), .entity = 3},
       {.batch = SNAPSHOT_NONE, .row = SNAPSHOT_NONE, .action = 2}});
  PUT(word, snap_ref, {REF(0, 2), REF(1, 2)});
  PUT(word_project_first, uint32_t, {0, 1, 2});
  PUT(word_project, uint32_t, {0, 1});
  PUT(word_area_first, uint32_t, {0, 1, 1});
  PUT(word_area, uint32_t, {0});
  PUT(word_actor_first, uint32_t, {0, 1, 1});
  PUT(word_actor, uint32_t, {0});
  area_data[0].shape = SNAPSHOT_NONE;
  struct err e = {0};
  if (!snapshot_write(path, 1, out, &e)) abort();
}

static void load_good(void) {
  char path[64];
  snprintf(path, sizeof path, "/tmp/fuzz-snapshot-%ld", (long)getpid());
  make_good(path);
  FILE *f = fopen(path, "rb");
  if (!f) abort();
  good = malloc(1 << 20);
  good_size = fread(good, 1, 1 << 20, f);
  fclose(f);
  unlink(path);
}

static void ask(struct snapshot *s, struct arena *a, const struct filter_spec *spec) {
  struct filter *f;
  struct err e = {0};
  struct summary sum;
  struct buf tile = {0};
  uint32_t rows[16], n;
  bool more;
  if (!filter_compile(s, spec, &f, &e)) return;
  summary_by_area(f, a, STR(""), STR("COP"), &sum, NULL, &e);
  for (int c = PAGE_AREAS; c <= PAGE_ACTORS; c++) page_rows(f, (enum page_collection)c, STR("a"), 16, rows, &n, &more);
  const struct tile_options options = {.choice = tile_choice_new(f)};
  tile_write(s, &options, 0, 0, 0, &tile, &e);
  tile_write(s, &options, 6, 18, 30, &tile, &e);
  tile_write(s, &options, 18, 76073, 123200, &tile, &e);
  buf_free(&tile);
  tile_choice_release(options.choice);
}

/* Every column through a filter, in the ways that fit its type. */
static void ask_columns(struct snapshot *s, struct arena *a, enum query_subject about) {
  static const char *const forms[] = {
      [QUERYABLE_TEXT] = "CASEI(%s) LIKE '%%a%%' OR ACCENTI(%s) > 'b' OR %s IS NULL",
      [QUERYABLE_CODE] = "%s IN ('a', '2') OR CASEI(%s) = 'a' OR %s IS NULL",
      [QUERYABLE_DATE] = "%s >= '2010' AND T_BEFORE(%s, DATE('2012-01-01')) OR %s IS NULL",
      [QUERYABLE_INT] = "%s > 1 OR %s + 1.5 < 3 OR %s IS NULL",
      [QUERYABLE_REAL] = "%s > 1 OR %s * 2 < 3 OR %s IS NULL",
      [QUERYABLE_MONEY] = "%s BETWEEN 1 AND 5 OR %s / 3 < 3 OR %s IS NULL",
      [QUERYABLE_BOOL] = "%s = TRUE OR NOT %s OR %s IS NULL",
      [QUERYABLE_LIST] = "CASEI(%s) LIKE 'a%%' OR A_CONTAINS(%s, ('a', 'b')) OR %s IS NULL",
      [QUERYABLE_GEOMETRY] = "S_WITHIN(%s, BBOX(-76, 10, -75, 11)) OR S_TOUCHES(POINT(-75.5 10.5), %s) OR %s IS NULL"};
  uint32_t n;
  const struct queryable *q = queryable_list(about, &n);
  for (uint32_t i = 0; i < n; i++) {
    struct err e = {0};
    struct cql2 *where;
    struct buf text = {0};
    const char *form = forms[q[i].type];
    for (; *form; form++) {
      bool name = form[0] == '%' && form[1] == 's', sign = form[0] == '%' && form[1] == '%';
      if (name) buf_add_z(&text, q[i].name);
      else buf_add_char(&text, *form);
      form += name || sign;
    }
    if (!cql2_read_text(a, buf_str(&text), &where, &e)) abort();
    struct filter *f;
    if (filter_compile(s, &(struct filter_spec){.where = where, .where_text = buf_str(&text), .about = about}, &f, &e))
      filter_free(f);
    buf_free(&text);
  }
}

static void walk(struct snapshot *s) {
  struct arena *a = arena_new(0);
  uint32_t areas[8], n;
  const struct str code = STR("a");
  snapshot_walk(s, a);
  page_areas_at(s, -75.5, 10.5, areas, 8, &n);
  ask(s, a, &(struct filter_spec){0});
  ask(s, a, &(struct filter_spec){.area = &code, .n_area = 1});
  ask(s, a, &(struct filter_spec){.words = STR("b"), .has_min = true, .has_during = true, .during_from = STR("2010")});
  ask(s, a, &(struct filter_spec){.has_bbox = true, .bbox = {-76, 10, -75, 11}});
  ask(s, a, &(struct filter_spec){.has_near = true, .lon = -75.4, .lat = 10.5, .metres = 20000});
  for (int about = 0; about < QUERY_SUBJECTS; about++) ask_columns(s, a, (enum query_subject)about);
  arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (!good) load_good();
  size_t n = good_size;
  char *file = malloc(n + size);
  if (size > 8 && memcmp(data, good, 8) == 0) {
    memcpy(file, data, n = size);
  } else {
    memcpy(file, good, n);
    for (; size >= 6; data += 6, size -= 6) {
      uint32_t at;
      memcpy(&at, data, 4);
      /* The table seldom matters: most changes go behind it. */
      size_t head = sizeof(struct snap_header) + SNAP_SECTIONS * sizeof(struct snap_entry);
      size_t to = at & 0x80000000u ? at % n : head + at % (n - head);
      for (unsigned k = 0; k <= (data[5] & 7u) && to + k < n; k++) file[to + k] = (char)data[4];
    }
    snapshot_repair(file, n);
  }
  int fd = memfd_create("snapshot", MFD_CLOEXEC);
  if (fd < 0 || write(fd, file, n) != (ssize_t)n) abort();
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  struct snapshot *s;
  struct err e = {0};
  if (snapshot_open(path, &s, &e)) {
    walk(s);
    snapshot_release(s);
  }
  close(fd);
  free(file);
  return 0;
}
