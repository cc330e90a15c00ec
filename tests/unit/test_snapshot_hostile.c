/* A hostile file leads nobody out of the map; a store with nothing makes a file with nothing. */
#define _GNU_SOURCE /* memfd_create */
#include "snapshot_model.h"
#include <sys/mman.h>
#include "snapshot_walk.h"

static void test_same_bytes(void **state) {
  (void)state;
  fixture_same_bytes(db, path);
}

/* Opens what the bytes say after their checksums were put right, and walks it if it opens. */
static bool try_file(char *file, size_t n) {
  char name[64];
  struct err e = {0};
  struct snapshot *s;
  int fd = memfd_create("snapshot", MFD_CLOEXEC);
  snapshot_repair(file, n);
  assert_true(fd >= 0 && write(fd, file, n) == (ssize_t)n);
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  bool opened = snapshot_open(name, &s, &e);
  close(fd);
  if (!opened) {
    assert_int_equal(e.kind, ERR_INPUT);
    return false;
  }
  struct arena *a = arena_new(0);
  snapshot_walk(s, a);
  arena_free(a);
  snapshot_release(s);
  return true;
}

/* Every number of the new sections, made too large, or just another. */
static void test_hostile_sections(void **state) {
  (void)state;
  static const enum snap_section sections[] = {SNAP_SEC_term,          SNAP_SEC_project_standard,
                                               SNAP_SEC_project_batch, SNAP_SEC_project_same,
                                               SNAP_SEC_dated_first,   SNAP_SEC_dated,
                                               SNAP_SEC_class,         SNAP_SEC_transaction,
                                               SNAP_SEC_total,         SNAP_SEC_group,
                                               SNAP_SEC_group_first,   SNAP_SEC_result,
                                               SNAP_SEC_indicator,     SNAP_SEC_indicator_first,
                                               SNAP_SEC_period,        SNAP_SEC_link,
                                               SNAP_SEC_extra,         SNAP_SEC_reach,
                                               SNAP_SEC_actor_merged,  SNAP_SEC_merged,
                                               SNAP_SEC_actor_network, SNAP_SEC_record,
                                               SNAP_SEC_record_value,  SNAP_SEC_record_value_first,
                                               SNAP_SEC_finding,       SNAP_SEC_subject,
                                               SNAP_SEC_subject_first, SNAP_SEC_evidence,
                                               SNAP_SEC_rule_count,    SNAP_SEC_batch,
                                               SNAP_SEC_change,        SNAP_SEC_contribution};
  static const uint32_t values[] = {UINT32_MAX, UINT32_MAX / 2, 70000, 1};
  size_t n, refused = 0, opened = 0;
  char *good = fixture_read(path, &n), *file = malloc(n);
  const struct snap_entry *table = (const void *)(good + sizeof(struct snap_header));
  for (size_t k = 0; k < sizeof sections / sizeof *sections; k++) {
    struct snap_entry x = table[sections[k]];
    uint64_t bytes = x.count * x.size < 400 ? x.count * x.size : 400;
    if (bytes == 0) fail_msg("section %d is empty: the store of this test has to have it", (int)sections[k]);
    for (uint64_t at = 0; at + 4 <= bytes; at += 4)
      for (size_t i = 0; i < 4; i++) {
        memcpy(file, good, n);
        memcpy(file + x.offset + at, &values[i], 4);
        *(try_file(file, n) ? &opened : &refused) += 1;
      }
  }
  assert_true(refused > 1000);
  assert_true(opened > 0); /* of some numbers any value is fine */
  free(good);
  free(file);
}

/* A store without anything but code lists: every section that can be empty is, and every accessor says so. */
static void test_empty_store(void **state) {
  (void)state;
  char name[128], file[128];
  struct err e = {0};
  struct db *empty;
  struct snapshot *s;
  fixture_path(name, sizeof name, "empty.db");
  fixture_path(file, sizeof file, "empty.snapshot");
  fixture_must(db_create(name, &e), &e);
  fixture_must(db_open(name, DB_READ, &empty, &e), &e);
  fixture_must(snapshot_build(empty, file, &e), &e);
  db_close(empty);
  fixture_must(snapshot_open(file, &s, &e), &e);
  const struct snap_view *v = snapshot_view(s);
  assert_int_equal(snapshot_projects(s) + snapshot_actors(s) + snapshot_records(s) + snapshot_findings(s) +
                       snapshot_batches(s) + snapshot_changes(s),
                   0);
  assert_int_equal(v->n_dated_first + v->n_class_first + v->n_total_first + v->n_result_first + v->n_subject_first +
                       v->n_record_value_first + v->n_actor_merged_first,
                   0);
  struct arena *a = arena_new(0);
  snapshot_walk(s, a);
  arena_free(a);
  snapshot_release(s);
}

/* What few projects have costs the others nothing. */
static void test_nothing_costs_nothing(void **state) {
  (void)state;
  struct err e = {0};
  struct snapshot *s;
  fixture_must(snapshot_open(fixture_snapshot, &s, &e), &e); /* the fixture before `more` */
  const struct snap_view *v = snapshot_view(s);
  assert_int_equal(v->n_project_standard + v->n_transaction + v->n_reach + v->n_project_same + v->n_total_first +
                       v->n_group_first + v->n_result_first + v->n_link_first + v->n_extra_first + v->n_merged +
                       v->n_record + v->n_actor_network_first,
                   0);
  snapshot_release(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_same_bytes),
      cmocka_unit_test(test_hostile_sections),
      cmocka_unit_test(test_empty_store),
      cmocka_unit_test(test_nothing_costs_nothing),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
