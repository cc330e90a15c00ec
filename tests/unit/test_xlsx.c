/* Workbooks from the inside: what is written so that it is read back as the same thing. tests/test_xlsx.py reads whole files. */
#include "snapshot_fixture.h"

#include <sys/stat.h>
#include "format/xlsx_names.h"

static struct db *db;
static struct snapshot *snap;

static int open_store(void **state) {
  (void)state;
  db = fixture_open();
  struct err e = {0};
  fixture_run(db,
              "INSERT INTO organisation (id, code, name, batch_id) VALUES (1, 'aecid', 'Agencia Española', 1),"
              " (2, 'otra', 'Fundación Mar', 1), (3, 'otra-2', 'FUNDACION  MAR', 1), (4, 'lista', 'Uno; Dos', 1),"
              " (5, 'x', 'aecid', 1), (6, 'alias', 'Cooperación Norte', 1);"
              "INSERT INTO organisation_alias (organisation_id, alias) VALUES (2, 'Cooperación norte');"
              "INSERT INTO code (list, code, label_es, label_en, sort) VALUES ('prueba', 'uno', 'Primero', 'First', 1),"
              " ('prueba', 'dos', 'Segundo', 'primero', 2), ('prueba', 'tres', 'Tercero', 'Third', 3)");
  fixture_must(snapshot_build(db, NULL, &e), &e);
  fixture_path(fixture_snapshot, sizeof fixture_snapshot, "t.db.snapshot");
  fixture_must(snapshot_open(fixture_snapshot, &snap, &e), &e);
  return 0;
}

static int close_store(void **state) {
  (void)state;
  snapshot_release(snap);
  fixture_close(db);
  return 0;
}

static void open_book(struct xlsx_book *b, char *path, size_t n) {
  struct err e = {0};
  fixture_path(path, n, "t.xlsx");
  fixture_must(xlsx_book_open(b, path, snap, SNAP_ES, STR("2011-07-06T10:20:30Z"), "prueba", &e), &e);
}

static void printed_stands_beside_a_number_only_if_it_says_more(void **state) {
  (void)state;
  assert_true(xlsx_is_plain(STR("718566000"), 71856600000));
  assert_true(xlsx_is_plain(STR("12386206436.05"), 1238620643605));
  assert_false(xlsx_is_plain(STR("$718.566.000"), 71856600000));
  assert_false(xlsx_is_plain(STR("718566000.50"), 71856600050)); /* a number does not keep the last 0 */
  assert_false(xlsx_is_plain(STR("5"), 600));
  assert_false(xlsx_is_plain(STR("27 mil"), 2700000));
  assert_false(xlsx_is_plain(STR(""), 0));
}

static void a_label_stands_for_its_code_only_if_it_is_its_own(void **state) {
  (void)state;
  struct xlsx_book b;
  char path[128];
  open_book(&b, path, sizeof path);
  assert_true(str_is(xlsx_label(&b, "prueba", STR("tres")), "Tercero"));
  assert_true(str_is(xlsx_label(&b, "prueba", STR("uno")), "uno")); /* "primero" is English for the other */
  assert_true(str_is(xlsx_label(&b, "prueba", STR("dos")), "Segundo"));
  assert_true(str_is(xlsx_label(&b, "prueba", STR("nueve")), "nueve"));
  assert_true(str_is(xlsx_label(&b, "currency", STR("COP")), "COP"));
  xlsx_book_abandon(&b);
}

static struct str actor(struct xlsx_book *b, const char *code) {
  uint32_t i;
  assert_true(snapshot_find_actor(snap, str_from(code), &i));
  return xlsx_actor_name(b, i);
}

static void a_name_stands_for_an_actor_only_if_it_is_its_own(void **state) {
  (void)state;
  struct xlsx_book b;
  char path[128];
  open_book(&b, path, sizeof path);
  assert_true(str_is(actor(&b, "aecid"), "Agencia Española"));
  assert_true(str_is(actor(&b, "otra"), "otra")); /* a homonym but for case and accents */
  assert_true(str_is(actor(&b, "otra-2"), "otra-2"));
  assert_true(str_is(actor(&b, "lista"), "lista")); /* would be two in a list */
  assert_true(str_is(actor(&b, "x"), "x"));         /* its name is another one's code */
  assert_true(str_is(actor(&b, "alias"), "alias")); /* its name is another one's alias */
  for (uint32_t i = 0; i < snapshot_areas(snap); i++) {
    struct snap_area area;
    snapshot_area(snap, i, &area);
    struct str shown = xlsx_area_name(&b, i);
    assert_true(str_eq(shown, area.name) || str_eq(shown, area.code));
  }
  xlsx_book_abandon(&b);
}

static void a_book_is_written_whole_or_not_at_all(void **state) {
  (void)state;
  struct xlsx_book b;
  struct xlsx_sheet sh;
  struct err e = {0};
  struct stat st;
  char path[128];
  open_book(&b, path, sizeof path);
  xlsx_sheet_begin(&b, "Hoja", 0, &sh);
  xlsx_text(&sh, 0, STR("=1+1"));
  xlsx_sheet_next(&sh);
  xlsx_money(&sh, 0, INT64_MAX, XLSX_MONEY);
  assert_int_equal(b.parked, 1);
  assert_true(xlsx_book_close(&b, &e));
  assert_int_equal(stat(path, &st), 0);
  unlink(path);

  open_book(&b, path, sizeof path);
  xlsx_sheet_begin(&b, "Hoja", 0, &sh);
  sh.row = XLSX_MAX_ROWS - 1;
  xlsx_text(&sh, 0, STR("la última fila"));
  xlsx_sheet_next(&sh);
  assert_false(xlsx_book_close(&b, &e));
  assert_int_equal(e.kind, ERR_LIMIT);
  assert_int_not_equal(stat(path, &st), 0);

  fixture_path(path, sizeof path, "no/t.xlsx");
  assert_false(xlsx_book_open(&b, path, snap, SNAP_ES, STR(""), "", &e));
  assert_int_equal(e.kind, ERR_IO);
  fixture_path(path, sizeof path, "t.db"); /* is there: it is not written over */
  assert_false(xlsx_book_open(&b, path, snap, SNAP_ES, STR(""), "", &e));
  assert_int_equal(stat(path, &st), 0);
}

static void texts_are_cut_where_excel_ends(void **state) {
  (void)state;
  struct xlsx_book b;
  struct xlsx_sheet sh;
  struct err e = {0};
  struct buf text = {0};
  char path[128];
  open_book(&b, path, sizeof path);
  xlsx_sheet_begin(&b, "Hoja", 0, &sh);
  for (int i = 0; i < XLSX_MAX_TEXT / 2; i++) buf_add_z(&text, "🌊"); /* two units each */
  xlsx_text(&sh, 0, buf_str(&text));
  assert_int_equal(b.cut, 0);
  buf_add_z(&text, "🌊");
  xlsx_text(&sh, 1, buf_str(&text));
  assert_int_equal(b.cut, 1);
  assert_true(xlsx_book_close(&b, &e));
  buf_free(&text);
}

static void every_sheet_has_room(void **state) {
  (void)state;
  for (int s = 0; s < SHEETS; s++) {
    size_t n = xlsx_columns((enum sheet_id)s);
    assert_true(n > 0 && n + XLSX_READ_ONLY <= XLSX_MAX_COLUMNS);
    for (size_t i = 0; i < n; i++) assert_string_not_equal(sheet_column((enum sheet_id)s, i).name, "errores");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(printed_stands_beside_a_number_only_if_it_says_more),
      cmocka_unit_test(a_label_stands_for_its_code_only_if_it_is_its_own),
      cmocka_unit_test(a_name_stands_for_an_actor_only_if_it_is_its_own),
      cmocka_unit_test(a_book_is_written_whole_or_not_at_all),
      cmocka_unit_test(texts_are_cut_where_excel_ends),
      cmocka_unit_test(every_sheet_has_room),
  };
  return cmocka_run_group_tests(tests, open_store, close_store);
}
