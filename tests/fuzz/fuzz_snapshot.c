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
#include "format/tile.h"
#include "query/page.h"
#include "query/summary.h"
#include "snapshot/checksum.h"
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
  PUT(text, char, {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', '2', '0', '1', '1', 'C', 'O', 'P', 'x'});
  PUT(code, snap_ref, {0, REF(0, 3), REF(12, 3)});
  PUT(date, snap_ref, {0, REF(8, 4)});
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
  PUT(theme_first, uint32_t, {0, 2, 2});
  PUT(theme, uint16_t, {1, 2});
  PUT(narrative_first, uint32_t, {0, 1, 1});
  PUT(narrative, struct snap_rec_narrative, {{.text = REF(2, 7), .type = 1, .lang = 1}});
  PUT(party_first, uint32_t, {0, 1, 1});
  PUT(party, struct snap_rec_party, {{.role_text = REF(2, 7), .actor = 0, .role = 1}});
  PUT(contribution_first, uint32_t, {0, 1, 1});
  PUT(contribution, struct snap_rec_contribution,
      {{.amount = {100, 0}, .provider = 0, .receiver = SNAPSHOT_NONE, .rate = 0, .document = 0, .currency = 2}});
  PUT(rate, struct snap_rec_rate, {{.rate = REF(8, 4), .date = 1, .from = 1, .to = 2}});
  PUT(related_first, uint32_t, {0, 1, 1});
  PUT(related, struct snap_rec_related, {{.project = 1, .type = 1}});
  PUT(place_first, uint32_t, {0, 1, 2});
  PUT(place, struct snap_rec_place,
      {{.lon = -75.5, .lat = 10.5, .attributed = {100, 0}, .area = 0, .shape = SNAPSHOT_NONE, .is_attributed = 1},
       {.lon = -75.5, .lat = 10.5, .area = SNAPSHOT_NONE, .shape = 0}});
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

/* Checksums as the file now says: of each section that the table still keeps inside, then of the head. */
static void repair(char *file, size_t n) {
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

static size_t sum_of(struct str s) {
  size_t sum = 0;
  for (size_t i = 0; i < s.n; i++) sum += (unsigned char)s.p[i];
  return sum;
}

static size_t walk_projects(struct snapshot *s, struct arena *a) {
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
      sum += sum_of(c.rate) + sum_of(c.form) + sum_of(c.source_title);
    for (uint32_t k = 0; snapshot_location(s, i, k, &l); k++)
      sum += sum_of(l.name_raw) + (snapshot_location_outline(s, i, k, a, &g) ? g.n_points : 0);
    for (uint32_t k = 0; snapshot_related(s, i, k, &r); k++) sum += r.project;
  }
  return sum;
}

static size_t walk_areas(struct snapshot *s, struct arena *a) {
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
  }
  return sum + sum_of(snapshot_label(s, "a", STR("abc"), SNAP_ES));
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
  tile_write(s, f, TILE_ALL, 0, 0, 0, &tile, &e);
  tile_write(s, f, TILE_ALL, 6, 18, 30, &tile, &e);
  tile_write(s, f, TILE_ALL, 18, 76073, 123200, &tile, &e);
  buf_free(&tile);
  filter_free(f);
}

static void walk(struct snapshot *s) {
  struct arena *a = arena_new(0);
  uint32_t areas[8], n;
  const struct str code = STR("a");
  volatile size_t sink = walk_projects(s, a) + walk_areas(s, a);
  (void)sink;
  page_areas_at(s, -75.5, 10.5, areas, 8, &n);
  ask(s, a, &(struct filter_spec){0});
  ask(s, a, &(struct filter_spec){.area = &code, .n_area = 1});
  ask(s, a, &(struct filter_spec){.words = STR("b"), .has_min = true, .has_during = true, .during_from = STR("2010")});
  ask(s, a, &(struct filter_spec){.has_bbox = true, .bbox = {-76, 10, -75, 11}});
  ask(s, a, &(struct filter_spec){.has_near = true, .lon = -75.4, .lat = 10.5, .metres = 20000});
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
    repair(file, n);
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
