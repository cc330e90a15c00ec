/* Merged actors are one, projects that are the same count as one; records, findings and changes are all there. */
#include "snapshot_model.h"
#include "domain/discrepancy.h"
#include "domain/record.h"
#include "snapshot/layout.h"

static void test_merged_actors(void **state) {
  (void)state;
  struct snap_actor a;
  uint32_t zeta = actor_of("zeta");
  assert_int_equal(snapshot_actors(snap), 4); /* aecid, distrito, one of the circle, zeta */
  assert_int_equal(actor_of("zeta-2"), zeta);
  assert_int_equal(actor_of("aaa"), zeta);
  assert_int_equal(actor_of("ronda"), actor_of("rondo"));
  snapshot_actor(snap, zeta, &a);
  assert_str(a.code, "zeta");
  assert_str(snapshot_actor_merged(snap, zeta, 0), "aaa");
  assert_str(snapshot_actor_merged(snap, zeta, 1), "zeta-2");
  assert_null(snapshot_actor_merged(snap, zeta, 2).p);
  /* Its own first, then those of aaa, then of zeta-2; none twice, nor the name it has anyway. */
  static const char *const names[] = {"FZ", "Asociación A", "Fundación Z", "Zeta dos"};
  for (uint32_t k = 0; k < 4; k++) assert_str(snapshot_actor_alias(snap, zeta, k), names[k]);
  assert_null(snapshot_actor_alias(snap, zeta, 4).p);
  struct snap_party p;
  uint32_t i = project_of(snap, "a-point");
  assert_true(snapshot_party(snap, i, 0, &p));
  assert_int_equal(p.actor, zeta);
  assert_false(snapshot_party(snap, i, 1, &p)); /* the two that are one actor in one role are one party */
  struct snap_actor_role r;
  bool funds = false;
  for (uint32_t k = 0; snapshot_actor_project(snap, zeta, k, &r); k++)
    funds |= r.project == project_of(snap, "c-noshare") && r.funds;
  assert_true(funds);
}

/* Whether the search finds that actor by that word. */
static bool word_finds(const char *word, uint32_t actor) {
  const struct snap_view *v = snapshot_view(snap);
  uint32_t begin, end;
  for (uint64_t i = 0; i < v->n_word; i++) {
    if (!str_is(snap_text(v, v->word[i]), word)) continue;
    SNAP_SLICE(v, word_actor, i, &begin, &end);
    for (; begin < end; begin++)
      if (v->word_actor[begin] == actor) return true;
  }
  return false;
}

static void test_words_of_merged_actors(void **state) {
  (void)state;
  uint32_t zeta = actor_of("zeta");
  assert_true(word_finds("asociacion", zeta)); /* the name of aaa */
  assert_true(word_finds("aaa", zeta));        /* its code */
  assert_true(word_finds("dos", zeta));        /* an alias of zeta-2 */
  assert_false(word_finds("mesa", zeta));
}

static bool is_related(const char *from, const char *to, const char *type) {
  struct snap_related r;
  unsigned n = 0;
  for (uint32_t k = 0; snapshot_related(snap, project_of(snap, from), k, &r); k++)
    n += r.project == project_of(snap, to) && str_is(r.type, type);
  assert_true(n < 2);
  return n == 1;
}

static void test_same_as(void **state) {
  (void)state;
  uint32_t first = project_of(snap, "f-city");
  assert_int_equal(snapshot_same_as(snap, first), first);
  assert_int_equal(snapshot_same_as(snap, project_of(snap, "g-beyond")), first);
  assert_int_equal(snapshot_same_as(snap, project_of(snap, "h-unknown")), first); /* through g-beyond */
  assert_true(is_related("f-city", "g-beyond", "same-as") && is_related("g-beyond", "f-city", "same-as"));
  assert_true(is_related("h-unknown", "g-beyond", "same-as") && is_related("g-beyond", "h-unknown", "same-as"));
  static const char *const alone[] = {"c-noshare", "d-approx", "i-named", "j-usd", "a-point"};
  for (size_t k = 0; k < 5; k++)
    assert_int_equal(snapshot_same_as(snap, project_of(snap, alone[k])), project_of(snap, alone[k]));
  assert_false(is_related("c-noshare", "d-approx", "same-as")); /* undone */
  assert_false(is_related("i-named", "j-usd", "same-as"));      /* rejected */
  assert_true(is_related("m-child", "l-parent", "1"));
}

static void test_records(void **state) {
  (void)state;
  struct snap_record r;
  uint32_t begin, end, i;
  assert_int_equal(snapshot_records(snap), 5);
  snapshot_records_of(snap, RECORD_GOAL, &begin, &end);
  assert_int_equal(end - begin, 2);
  assert_true(snapshot_record(snap, begin, &r));
  assert_str(r.code, "meta-1");
  assert_int_equal(r.n_values, record_info(RECORD_GOAL)->n_fields);
  assert_str(r.source_locator, "fila 1");
  assert_str(r.source_raw, "texto tal cual");
  assert_str(snapshot_record_value(snap, begin, 0), "2012");
  assert_str(snapshot_record_value(snap, begin, 1), "Primera");
  assert_str(snapshot_record_value(snap, begin, 99), "");
  assert_true(snapshot_find_record(snap, RECORD_MEMBER, STR("mesa/zeta-2"), &i));
  assert_str(snapshot_record_value(snap, i, 0), "mesa");
  assert_str(snapshot_record_value(snap, i, 1), "zeta"); /* whom zeta-2 was merged into */
  assert_false(snapshot_find_record(snap, RECORD_GOAL, STR("mesa"), &i));
  assert_false(snapshot_find_record(snap, RECORD_KINDS, STR("mesa"), &i));
  assert_false(snapshot_record(snap, snapshot_records(snap), &r));
  snapshot_records_of(snap, RECORD_RATE, &begin, &end);
  assert_int_equal(begin, end);
  assert_true(snapshot_actor_network(snap, actor_of("zeta"), 0, &i));
  assert_true(snapshot_record(snap, i, &r));
  assert_str(r.code, "mesa/zeta-2");
  assert_false(snapshot_actor_network(snap, actor_of("zeta"), 1, &i));
}

/* The same call on the store is the oracle. */
static bool compare_finding(void *user, const struct discrepancy *x, struct err *e) {
  (void)e;
  uint32_t *i = user;
  struct snap_finding f;
  struct snap_finding_subject s;
  struct snap_finding_claim c;
  assert_true(snapshot_finding(snap, *i, &f));
  assert_true(str_eq(f.key, x->key) && str_eq(f.es, x->es) && str_eq(f.en, x->en) && str_eq(f.currency, x->currency));
  assert_str(f.rule, x->rule);
  assert_str(f.kind, discrepancy_kind_code(x->kind));
  assert_str(f.severity, x->severity);
  assert_true(f.has_stated == x->has_stated && f.has_computed == x->has_computed &&
              f.has_difference == x->has_difference && f.score == x->score);
  assert_true((!f.has_stated || f.stated == x->stated) && (!f.has_difference || f.difference == x->difference));
  for (uint32_t k = 0; k < x->n_subjects; k++) {
    assert_true(snapshot_finding_subject(snap, *i, k, &s));
    assert_true(str_eq(s.code, x->subjects[k].code));
    assert_str(s.type, x->subjects[k].type);
    if (str_is(s.type, "proyecto")) {
      struct snap_project p;
      assert_int_not_equal(s.row, SNAPSHOT_NONE);
      snapshot_project(snap, s.row, &p);
      assert_true(str_eq(p.code, s.code));
    }
  }
  assert_false(snapshot_finding_subject(snap, *i, (uint32_t)x->n_subjects, &s));
  for (uint32_t k = 0; k < x->n_claims; k++) {
    assert_true(snapshot_finding_claim(snap, *i, k, &c));
    assert_true(str_eq(c.field, x->claims[k].field) && str_eq(c.raw, x->claims[k].raw));
    if (x->claims[k].claim_id == 901) assert_str(c.source_locator, "fila 1");
  }
  assert_false(snapshot_finding_claim(snap, *i, (uint32_t)x->n_claims, &c));
  (*i)++;
  return true;
}

static void test_findings(void **state) {
  (void)state;
  struct err e = {0};
  struct snap_finding f;
  uint32_t n = 0, decided = 0;
  fixture_must(discrepancy_find(db, compare_finding, &n, &e), &e);
  assert_int_equal(n, snapshot_findings(snap));
  assert_true(n > 0);
  assert_false(snapshot_finding(snap, n, &f));
  for (uint32_t i = 0; i < n; i++) {
    snapshot_finding(snap, i, &f);
    decided += f.verdict.n > 0;
    if (!str_is(f.key, "suma-distinta:q-sum")) continue;
    assert_str(f.verdict, "explicado");
    assert_str(f.note, "se revisó");
    assert_str(f.by, "Ana");
    assert_int_equal(f.at.n, 20);
    assert_true(f.has_difference && (f.difference == -100 || f.difference == 100));
  }
  assert_true(decided >= 1);
  assert_int_equal(snapshot_finding_count(snap, STR("suma-distinta")), discrepancy_count("suma-distinta"));
  assert_int_equal(snapshot_finding_count(snap, STR("no-such-rule")), 0);
}

static void test_changes(void **state) {
  (void)state;
  struct snap_batch b;
  struct snap_change c;
  uint32_t n = snapshot_batches(snap), m = snapshot_changes(snap);
  assert_int_equal(n, fixture_number(db, "SELECT count(*) FROM import_batch"));
  assert_int_equal(m, fixture_number(db, "SELECT count(*) FROM history"));
  assert_true(snapshot_batch(snap, n - 1, &b));
  assert_str(b.kind, "decisions");
  assert_str(b.actor, "Ana");
  assert_true(b.rows == 3 && b.changed == 3 && b.at.n == 20);
  assert_false(snapshot_batch(snap, n, &b));
  assert_true(snapshot_change(snap, m - 1, &c)); /* of a project that is not there */
  assert_str(c.action, "retire");
  assert_int_equal(c.row, SNAPSHOT_NONE);
  assert_true(snapshot_change(snap, m - 2, &c));
  assert_str(c.fields, "");
  assert_true(snapshot_change(snap, m - 3, &c));
  assert_int_equal(c.batch, n - 1);
  assert_str(c.entity, "activity");
  assert_str(c.code, "a-point");
  assert_str(c.title, "Camión de basura");
  assert_str(c.fields, "title, total, new, gone");
  assert_int_equal(c.row, project_of(snap, "a-point"));
  assert_true(snapshot_change(snap, m - 4, &c));
  assert_str(c.entity, "decision");
  assert_str(c.code, "posible-duplicado:c-noshare+d-approx");
  assert_false(snapshot_change(snap, m, &c));
  assert_int_equal(snapshot_project_batch(snap, project_of(snap, "b-two")), 0);
  assert_int_equal(snapshot_project_batch(snap, project_of(snap, "a-point")), 0); /* changed later, brought in then */
  assert_int_equal(snapshot_project_batch(snap, project_of(snap, "p-iati")), SNAPSHOT_NONE);
}

enum { MANY = 300 };

/* Organisations with codes in no order, most merged into one that came before, each the party of a project of its own. */
static void make_merges(struct db *d, uint32_t *parent, uint32_t *number) {
  struct err e = {0};
  struct db_stmt *s;
  static const char *const organisation =
      "INSERT INTO organisation (id, code, name, batch_id, merged_into) VALUES (?1, ?2, ?2, 1, ?3)";
  static const char *const activity = "INSERT INTO activity (id, code, kind, title, batch_id, claim_id)"
                                      " VALUES (?1, ?2, 'proyecto', 'p', 1, 1)";
  static const char *const party = "INSERT INTO participating_org (activity_id, organisation_id) VALUES (?1, ?1)";
  uint32_t seed = 12345;
  fixture_run(d, "INSERT INTO source_document (id, title) VALUES (1, 'd');"
                 "INSERT INTO import_batch (id, kind, document_id, started_at) VALUES (1, 'actors', 1, '2012-01-01');"
                 "INSERT INTO claim (id, document_id, batch_id) VALUES (1, 1, 1);");
  for (uint32_t i = 0; i < MANY; i++) {
    char code[16];
    seed = seed * 1103515245 + 12345;
    number[i] = i * 7919 % 1000; /* all different, in no order */
    parent[i] = i == 0 || seed >> 16 & 1 ? i : (seed >> 17) % i;
    snprintf(code, sizeof code, "a%u", number[i]);
    const char *const sql[] = {organisation, activity, party};
    for (int k = 0; k < 3; k++) {
      fixture_must(db_prepare(d, sql[k], &s, &e), &e);
      db_stmt_begin(s);
      db_bind_int(s, 1, i + 1);
      if (k < 2) db_bind_z(s, 2, code);
      if (k == 0 && parent[i] != i) db_bind_int(s, 3, parent[i] + 1);
      fixture_must(db_run(s, &e), &e);
    }
  }
}

static void check_merge(const struct snapshot *s, uint32_t own, uint32_t heir) {
  char code[16], other[16];
  struct snap_actor a;
  struct snap_party p;
  struct snap_actor_role r;
  uint32_t i, project;
  snprintf(code, sizeof code, "a%u", own);
  snprintf(other, sizeof other, "a%u", heir);
  assert_true(snapshot_find_actor(s, str_from(code), &i));
  snapshot_actor(s, i, &a);
  assert_str(a.code, other);
  bool named = own == heir, listed = own == heir, turned = false;
  for (uint32_t k = 0; snapshot_actor_alias(s, i, k).p; k++) named |= str_is(snapshot_actor_alias(s, i, k), code);
  for (uint32_t k = 0; snapshot_actor_merged(s, i, k).p; k++) listed |= str_is(snapshot_actor_merged(s, i, k), code);
  assert_true(snapshot_find_project(s, str_from(code), &project));
  assert_true(snapshot_party(s, project, 0, &p));
  assert_int_equal(p.actor, i);
  for (uint32_t k = 0; snapshot_actor_project(s, i, k, &r); k++) turned |= r.project == project;
  assert_true(named && listed && turned);
}

static void test_many_merges(void **state) {
  (void)state;
  char name[128], file[128];
  struct err e = {0};
  struct db *d;
  struct snapshot *s;
  static uint32_t parent[MANY], number[MANY];
  uint32_t standing = 0;
  fixture_path(name, sizeof name, "merges.db");
  fixture_path(file, sizeof file, "merges.snapshot");
  fixture_must(db_create(name, &e) && db_open(name, DB_WRITE, &d, &e) && db_begin(d, &e), &e);
  make_merges(d, parent, number);
  fixture_must(db_commit(d, &e) && snapshot_build(d, file, &e) && snapshot_open(file, &s, &e), &e);
  db_close(d);
  for (uint32_t i = 0; i < MANY; i++) {
    uint32_t heir = i;
    while (parent[heir] != heir) heir = parent[heir];
    standing += heir == i;
    check_merge(s, number[i], number[heir]);
  }
  assert_int_equal(snapshot_actors(s), standing);
  assert_true(standing > 10 && standing < MANY - 10);
  snapshot_release(s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_merged_actors), cmocka_unit_test(test_words_of_merged_actors),
      cmocka_unit_test(test_same_as),       cmocka_unit_test(test_records),
      cmocka_unit_test(test_findings),      cmocka_unit_test(test_changes),
      cmocka_unit_test(test_many_merges),
  };
  return cmocka_run_group_tests(tests, open_all, close_all);
}
