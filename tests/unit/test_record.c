/* Every kind of record to the store and back, with every field of the registry: it and the statements name the same columns. */
#include "batch_fixture.h"
#include "domain/record.h"

static struct arena *a;

static int set_up(void **state) {
  (void)state;
  a = arena_new(0);
  begin_batch("records",
              "INSERT INTO claim (document_id, batch_id) SELECT document_id, id FROM import_batch;"
              "INSERT INTO organisation (code, name, batch_id) VALUES ('uno', 'Uno', 1), ('dos', 'Dos', 1);"
              "INSERT INTO activity (code, kind, title, batch_id, claim_id) VALUES ('p', 'programa', 'P', 1, 1)");
  return 0;
}
static int free_all(void **state) {
  arena_free(a);
  return tear_down(state);
}

static bool try_save(struct record *r, enum record_saved *what, struct err *e) {
  r->locator = STR("fila 2");
  r->raw = STR("x;y");
  return record_save(d, &batch, a, r, 0, what, e);
}
static enum record_saved save(struct record *r) {
  struct err e = {0};
  enum record_saved what;
  fixture_must(try_save(r, &what, &e), &e);
  return what;
}
static void refuse(struct record r, enum err_kind kind) {
  struct err e = {0};
  enum record_saved what;
  assert_false(try_save(&r, &what, &e));
  assert_int_equal(e.kind, kind);
}

/* Something for every field: a value that says which one it is. */
static struct record full(enum record_kind k) {
  const struct record_info *info = record_info(k);
  struct record r = {.kind = k, .code = k == RECORD_NETWORK || k == RECORD_SERIES ? STR("padre") : STR("uno")};
  for (size_t i = 0; i < info->n_fields; i++) {
    const struct record_field *f = &info->fields[i];
    switch (f->type) {
    case RECORD_INT: r.value[i] = str_from(arena_printf(a, "%zu", 2000 + i)); break;
    case RECORD_DECIMAL: r.value[i] = str_from(arena_printf(a, "46001073309680000000.%zu", i)); break;
    case RECORD_YES: r.value[i] = STR("1"); break;
    case RECORD_ACTOR: r.value[i] = STR("uno"); break;
    case RECORD_PROJECT: r.value[i] = STR("p"); break;
    case RECORD_PARENT: r.value[i] = STR("padre"); break;
    default: r.value[i] = str_from(arena_printf(a, "%s %s", f->name, f->column));
    }
  }
  return r;
}
static void save_parents(void) {
  struct record network = full(RECORD_NETWORK), series = full(RECORD_SERIES);
  save(&network);
  save(&series);
}

static bool compare(void *user, const struct record *r, struct err *e) {
  (void)e;
  const struct record *want = user;
  const struct record_info *info = record_info(r->kind);
  if (!str_eq(r->code, want->code)) return true;
  for (size_t i = 0; i < info->n_fields; i++)
    if (!str_eq(r->value[i], want->value[i]))
      fail_msg("%s.%s: %.*s", info->name, info->fields[i].name, STR_ARG(r->value[i]));
  assert_true(str_is(r->document, "x.csv") && str_is(r->locator, "fila 2") && str_is(r->raw, "x;y"));
  return true;
}
static int64_t count(const char *table) {
  struct err e = {0};
  struct db_stmt *s;
  bool row;
  static const char names[] = "SELECT count(*) FROM history WHERE entity = ?1";
  fixture_must(db_prepare(d, names, &s, &e), &e);
  db_stmt_begin(s);
  db_bind_z(s, 1, table);
  fixture_must(db_step(s, &row, &e), &e);
  int64_t n = db_col_int(s, 0);
  db_stmt_begin(s);
  return n;
}

static void test_every_kind_and_field(void **state) {
  (void)state;
  save_parents();
  for (size_t k = 0; k < RECORD_KINDS; k++) {
    struct err e = {0};
    struct record r = full((enum record_kind)k), again = r;
    enum record_saved want = k == RECORD_NETWORK || k == RECORD_SERIES ? RECORD_SAME : RECORD_ADDED;
    assert_int_equal(save(&r), want);
    fixture_must(record_each(d, (enum record_kind)k, compare, &r, &e), &e);
    assert_int_equal(save(&again), RECORD_SAME);
    assert_int_equal(again.id, r.id);
    /* every field for itself makes a change */
    for (size_t i = 0; i < record_info(r.kind)->n_fields; i++) {
      const struct record_field *f = &record_info(r.kind)->fields[i];
      if (f->type >= RECORD_ACTOR) continue;
      again.value[i] = f->required || f->standard ? f->type == RECORD_YES ? STR("0") : STR("7") : (struct str){0};
      if (save(&again) != RECORD_CHANGED) fail_msg("%s.%s: no change", record_info(r.kind)->name, f->name);
      fixture_must(record_each(d, (enum record_kind)k, compare, &again, &e), &e);
    }
    assert_true(count(record_info(r.kind)->table) > 0);
  }
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM claim WHERE status = 'superseded'"),
                   fixture_number(d, "SELECT count(*) FROM history"));
}

static void test_what_is_missing(void **state) {
  (void)state;
  save_parents();
  struct record value = full(RECORD_VALUE), member = full(RECORD_MEMBER), series = full(RECORD_SERIES),
                goal = full(RECORD_GOAL);
  value.value[0] = STR("nadie");
  refuse(value, ERR_NOT_FOUND);
  member.value[1] = STR("nadie");
  refuse(member, ERR_NOT_FOUND);
  series.value[7] = STR("nadie");
  refuse(series, ERR_NOT_FOUND);
  goal.value[1] = (struct str){0};
  refuse(goal, ERR_INPUT);
  goal = full(RECORD_GOAL);
  goal.code = (struct str){0};
  refuse(goal, ERR_INPUT);
  bool exists = true;
  struct err e = {0};
  fixture_must(record_exists(d, RECORD_GOAL, STR("uno"), &exists, &e), &e);
  assert_false(exists);
  fixture_must(record_exists(d, RECORD_NETWORK, STR("padre"), &exists, &e), &e);
  assert_true(exists);
}

static void test_members_name_themselves(void **state) {
  (void)state;
  save_parents();
  struct record m = full(RECORD_MEMBER);
  m.code = (struct str){0};
  assert_int_equal(save(&m), RECORD_ADDED);
  assert_true(str_is(m.code, "padre/uno"));
  struct record again = full(RECORD_MEMBER);
  again.code = (struct str){0};
  assert_int_equal(save(&again), RECORD_SAME);
  struct record twice = full(RECORD_MEMBER); /* another code for the same two */
  refuse(twice, ERR_CONFLICT);
  twice.value[1] = STR("dos");
  assert_int_equal(save(&twice), RECORD_ADDED);
  again.value[1] = STR("dos");
  again.code = (struct str){0};
  assert_int_equal(save(&again), RECORD_SAME);
  assert_true(str_is(again.code, "uno"));
}

static bool stop(void *user, const struct record *r, struct err *e) {
  ++*(int *)user;
  return err_set(e, ERR_INPUT, "%.*s", STR_ARG(r->code));
}
static bool add(void *user, const struct record *r, struct err *e) {
  (void)r;
  (void)e;
  ++*(int *)user;
  return true;
}

static void test_rates(void **state) {
  (void)state;
  struct err e = {0};
  int n = 0;
  struct record r = full(RECORD_RATE);
  r.value[4] = (struct str){0}; /* official unless it says otherwise */
  save(&r);
  assert_string_equal(fixture_text(d, "SELECT kind FROM exchange_rate"), "official");
  fixture_must(db_exec(d,
                       "INSERT INTO exchange_rate (from_currency, to_currency, rate_dec, kind) VALUES ('USD', 'COP', "
                       "'1818', 'contract')",
                       &e),
               &e);
  fixture_must(record_each(d, RECORD_RATE, add, &n, &e), &e);
  assert_int_equal(n, 1); /* a contract's is no record */
  assert_false(record_each(d, RECORD_RATE, stop, &n, &e));
  assert_int_equal(e.kind, ERR_INPUT);
}

static void test_registry(void **state) {
  (void)state;
  enum record_kind k;
  assert_true(record_find_kind(STR("METAS"), &k) && k == RECORD_GOAL);
  assert_true(record_find_kind(STR("tasas"), &k) && k == RECORD_RATE);
  assert_false(record_find_kind(STR("proyectos"), &k));
  for (size_t i = 0; i < RECORD_KINDS; i++)
    for (size_t f = 0; f < record_info((enum record_kind)i)->n_fields; f++) {
      const struct record_field *x = &record_info((enum record_kind)i)->fields[f];
      assert_true((x->type == RECORD_CODE) == (x->list != NULL));
      assert_non_null(x->es);
      assert_non_null(x->en);
    }
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, free_all)
int main(void) {
  const struct CMUnitTest tests[] = {EACH(test_every_kind_and_field), EACH(test_what_is_missing),
                                     EACH(test_members_name_themselves), EACH(test_rates),
                                     cmocka_unit_test(test_registry)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
