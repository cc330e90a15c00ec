/* Decisions about findings, and actors that are one: made, refused, undone; nothing is lost. */
#include "batch_fixture.h"
#include "domain/actor.h"
#include "domain/decision.h"

static int set_up(void **state) {
  (void)state;
  struct err e = {0};
  d = fixture_open();
  fixture_must(db_begin(d, &e), &e);
  fixture_must(decision_batch(d, "Ana", &batch, &e), &e);
  fixture_run(d,
              "INSERT INTO organisation (code, name, batch_id) VALUES ('ce', 'Comisión Europea', 1),"
              " ('c-e', 'C.E.', 1), ('ue', 'Unión Europea', 1), ('otro', 'Comision Europea', 1);"
              "INSERT INTO organisation_alias (organisation_id, alias) VALUES (2, 'La Comisión'), (1, 'la comision')");
  return 0;
}
static void make(const char *subject, const char *verdict, const char *by, enum err_kind want) {
  struct err e = {0};
  struct decision x = {
      .subject = str_from(subject), .verdict = str_from(verdict), .by = str_from(by), .note = STR("nota")};
  assert_int_equal(decision_make(d, &batch, &x, &e), want == ERR_NONE);
  if (e.kind != want) fail_msg("%s %s: %s", subject, verdict, e.text);
}
static void undo(const char *subject, const char *by, enum err_kind want) {
  struct err e = {0};
  assert_int_equal(decision_undo(d, &batch, str_from(subject), str_from(by), STR("ya no"), &e), want == ERR_NONE);
  if (e.kind != want) fail_msg("%s: %s", subject, e.text);
}
static bool list(void *user, const struct decision *x, struct err *e) {
  (void)e;
  buf_printf(user, "%.*s %.*s %.*s %.*s;", STR_ARG(x->subject), STR_ARG(x->verdict), STR_ARG(x->by),
             STR_ARG(x->undone_by));
  return true;
}
static void listed(bool all, const char *want) {
  struct buf b = {0};
  struct err e = {0};
  fixture_must(decision_each(d, all, list, &b, &e), &e);
  assert_string_equal(b.data ? b.data : "", want);
  buf_free(&b);
}

static void test_made_and_undone(void **state) {
  (void)state;
  listed(true, "");
  make("suma-distinta:b", "explicado", "Ana", ERR_NONE);
  make("posible-duplicado:a+b", "aceptado", "Ana", ERR_NONE);
  make("suma-distinta:b", "rechazado", "Luis", ERR_CONFLICT);
  make("x", "quizás", "Ana", ERR_INPUT);
  make("x", "aceptado", "", ERR_INPUT);
  make("", "aceptado", "Ana", ERR_INPUT);
  undo("x", "Ana", ERR_NOT_FOUND);
  undo("suma-distinta:b", "", ERR_INPUT);
  undo("suma-distinta:b", "Luis", ERR_NONE);
  undo("suma-distinta:b", "Luis", ERR_NOT_FOUND);
  listed(false, "posible-duplicado:a+b aceptado Ana ;");
  make("suma-distinta:b", "rechazado", "Luis", ERR_NONE);
  listed(true,
         "posible-duplicado:a+b aceptado Ana ;suma-distinta:b explicado Ana Luis;suma-distinta:b rechazado Luis ;");
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM history WHERE entity = 'decision'"), 4);
  assert_int_equal(
      fixture_number(
          d, "SELECT count(*) FROM history WHERE action = 'retire' AND json_extract(before_json, '$.undone_by') "
             "IS NULL AND json_extract(after_json, '$.undone_note') = 'ya no'"),
      1);
  struct err e = {0};
  struct history_batch other;
  assert_false(decision_batch(d, "", &other, &e));
  fixture_must(decision_batch(d, "Luis", &other, &e), &e);
  assert_int_equal(other.document_id, batch.document_id);
  assert_string_equal(fixture_text(d, "SELECT group_concat(actor) FROM import_batch WHERE kind = 'decisions'"),
                      "Ana,Luis");
}

static void merge(const char *from, const char *to, enum err_kind want) {
  struct err e = {0};
  assert_int_equal(actor_merge(d, &batch, str_from(from), str_from(to), STR("la misma"), &e), want == ERR_NONE);
  if (e.kind != want) fail_msg("%s: %s", from, e.text);
}
static void unmerge(const char *from, enum err_kind want) {
  struct err e = {0};
  assert_int_equal(actor_unmerge(d, &batch, str_from(from), (struct str){0}, &e), want == ERR_NONE);
  if (e.kind != want) fail_msg("%s: %s", from, e.text);
}
/* Which actor a text means: its code, "?" for nobody, "N" for several. */
static void means(const char *text, const char *want) {
  struct actor_directory *x;
  struct err e = {0};
  int64_t id;
  size_t n;
  fixture_must(actor_directory_load(d, &x, &e), &e);
  actor_directory_find(x, str_from(text), &id, &n);
  struct arena *a = arena_new(0);
  struct str code = n ? STR("N") : STR("?");
  if (n == 1) fixture_must(actor_code(d, a, id, &code, &e), &e);
  if (!str_is(code, want)) fail_msg("%s is %.*s, not %s", text, STR_ARG(code), want);
  arena_free(a);
  actor_directory_free(x);
}

static void test_merged_actors_are_found_as_the_other(void **state) {
  (void)state;
  means("C.E.", "c-e");
  means("la comisión", "N");
  merge("c-e", "ce", ERR_NONE);
  means("c-e", "ce");
  means("C.E.", "ce");
  means("la comisión", "ce"); /* both had the alias: one actor now */
  means("Comisión Europea", "N");
  merge("otro", "ce", ERR_NONE);
  means("comisión europea", "ce");
  merge("ce", "ue", ERR_NONE); /* and all of them with it */
  means("C.E.", "ue");
  means("otro", "ue");
  unmerge("ce", ERR_NONE);
  means("C.E.", "ce");
  means("ue", "ue");
  unmerge("c-e", ERR_NONE);
  means("C.E.", "c-e");
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM history WHERE entity = 'organisation'"), 5);
  assert_int_equal(
      fixture_number(d, "SELECT count(*) FROM history WHERE json_extract(after_json, '$.note') = 'la misma'"), 3);
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM organisation"), 4);
  int64_t broken = -1;
  struct err e = {0};
  fixture_must(history_check(d, &broken, &e), &e);
  assert_int_equal(broken, 0);
}

static void test_what_is_not_merged(void **state) {
  (void)state;
  merge("ce", "ce", ERR_INPUT);
  merge("nadie", "ce", ERR_NOT_FOUND);
  merge("ce", "nadie", ERR_NOT_FOUND);
  unmerge("ce", ERR_NOT_FOUND);
  unmerge("nadie", ERR_NOT_FOUND);
  merge("c-e", "ce", ERR_NONE);
  merge("c-e", "ue", ERR_CONFLICT);
  merge("ce", "ue", ERR_NONE);
  merge("ue", "c-e", ERR_INPUT); /* a circle over two */
  merge("otro", "c-e", ERR_NONE);
  means("otro", "ue");
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
  const struct CMUnitTest tests[] = {EACH(test_made_and_undone), EACH(test_merged_actors_are_found_as_the_other),
                                     EACH(test_what_is_not_merged)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
