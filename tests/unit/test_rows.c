#include "store_fixture.h"
#include "ingest/rows.h"

static char path[128];

static int set_up(void **state) {
  (void)state;
  strcpy(fixture_folder, "/tmp/coopmap-test-XXXXXX");
  return mkdtemp(fixture_folder) ? 0 : -1;
}
static int tear_down(void **state) {
  (void)state;
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", fixture_folder);
  return system(command);
}

static void put(const char *bytes, size_t n) {
  fixture_path(path, sizeof path, "t.csv");
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(bytes, 1, n, f), n);
  fclose(f);
}

/* The whole table as text: header, then "number|width|cells" per row, cells between '|'; or the error's code in the report. */
static void expect(const char *bytes, size_t n, const char *want) {
  struct rows *r;
  struct rows_info info;
  struct err e = {0};
  struct buf out = {0};
  struct report *report = report_new("t.csv", REPORT_ES);
  put(bytes, n);
  bool ok = rows_open(path, NULL, 0, report, &r, &info, &e), end = false;
  const struct str *names;
  size_t columns = ok ? rows_columns(r, &names) : 0;
  for (size_t i = 0; i < columns; i++) buf_printf(&out, "%s%.*s", i ? "|" : "", STR_ARG(names[i]));
  while (ok) {
    struct rows_row row;
    ok = rows_next(r, &row, &end, &e);
    if (!ok || end) break;
    buf_printf(&out, "\n%llu%s", (unsigned long long)row.number, row.wrong_width ? "!" : "");
    for (size_t i = 0; i < row.n_cells; i++) buf_printf(&out, "|%.*s", STR_ARG(row.cells[i]));
  }
  if (!ok) {
    struct jw w;
    assert_int_equal(report_count(report, REPORT_REFUSED), 1);
    buf_add_z(&out, "ERROR ");
    jw_init(&w, &out);
    report_write_json(report, &w);
  }
  buf_add_z(&out, "");
  if (ok) assert_string_equal(out.data, want);
  else if (!strstr(out.data, want)) fail_msg("%s not in %s", want, out.data);
  rows_close(r);
  report_free(report);
  buf_free(&out);
}
#define EXPECT(bytes, want) expect(bytes, sizeof(bytes) - 1, want)

static void test_forms(void **state) {
  (void)state;
  EXPECT("a,b\n1,2\n", "a|b\n2|1|2");
  EXPECT("a;b\r\n1,5;2\r\n", "a|b\n2|1,5|2");
  EXPECT("a\tb\n1\t2", "a|b\n2|1|2");
  EXPECT("\xef\xbb\xbf"
         "a,b\n1,2\n",
         "a|b\n2|1|2");
  EXPECT("a,b\r1,2\r3,4", "a|b\n2|1|2\n3|3|4");
  EXPECT("a,b\n\"x, \"\"y\"\"\nz\",2\n3,4\n", "a|b\n2|x, \"y\"\nz|2\n3|3|4");
  EXPECT("a,b\n 1 ,\" 2 \"\n", "a|b\n2|1|2");
  EXPECT("a\n1\n", "a\n2|1");
  EXPECT("c\xf3"
         "digo;b\nBar\xda;2\n",
         "código|b\n2|BarÚ|2");
  EXPECT("a,b\n=1+1,@x\n", "a|b\n2|=1+1|@x");
}

static void test_numbers_as_a_spreadsheet_counts(void **state) {
  (void)state;
  EXPECT("a,b\n\n1,2\n,\n\n3,4\n", "a|b\n3|1|2\n6|3|4");
  EXPECT("a,b\n\"x\ny\",2\n3,4\n", "a|b\n2|x\ny|2\n3|3|4");
}

static void test_blank_lines_before_the_header(void **state) {
  (void)state;
  EXPECT("\n \r\na;b\n1,5;2\n", "a|b\n4|1,5|2");
  EXPECT("\xef\xbb\xbf\r\n\na\tb\n1\t2\n", "a|b\n4|1|2");
}

/* The row of tags is no data, whatever the headings; one cell that is no tag makes it data. */
static void test_a_row_of_tags_is_no_data(void **state) {
  (void)state;
  EXPECT("a,b\n#activity+code,#value\n1,2\n", "a|b\n3|1|2");
  EXPECT("a,b\n#activity + code,\n1,2\n", "a|b\n3|1|2");
  EXPECT("a,b\n#activity,2\n1,2\n", "a|b\n2|#activity|2\n3|1|2");
  EXPECT("a,b\n#1,#2\n", "a|b\n2|#1|#2");
  EXPECT("a,b\n#activity,#value\n", "a|b");
  EXPECT("#activity,#value\n1,2\n", "#activity|#value\n2|1|2");
}

/* Unknown headings are called by their tags, known ones keep their name. */
static void test_tags_name_columns(void **state) {
  (void)state;
  struct rows *r;
  struct rows_info info;
  struct err e = {0};
  static const char text[] = "Project,Name,Sum,Who,Gift,moneda,x\n"
                             "#activity +code,#activity+name,#VALUE+total,#org+provider+n2,#value+n2+contribution,"
                             "#value+total,#unknown+tag\n";
  static const char *const want[] = {"codigo", "titulo", "valor_total", "aporte_2_entidad", "aporte_2_valor",
                                     "moneda", "x"};
  put(text, sizeof text - 1);
  fixture_must(rows_open(path, NULL, 0, NULL, &r, &info, &e), &e);
  rows_use_tags(r, SHEET_PROJECTS);
  const struct str *names;
  assert_int_equal(rows_columns(r, &names), 7);
  for (size_t i = 0; i < 7; i++)
    if (!str_is(names[i], want[i])) fail_msg("%.*s is not %s", STR_ARG(names[i]), want[i]);
  rows_close(r);
}

static void test_sheets(void **state) {
  (void)state;
#define CELL(column, kind, text)                                                                                       \
  { {text, sizeof(text) - 1}, column, kind }
  static const struct workbook_cell head[] = {CELL(2, WORKBOOK_TEXT, "codigo"), CELL(4, WORKBOOK_TEXT, "valor")};
  static const struct workbook_cell one[] = {CELL(0, WORKBOOK_TEXT, "aside"), CELL(2, WORKBOOK_NUMBER, "1"),
                                             CELL(4, WORKBOOK_TEXT, " 2 ")};
  static const struct workbook_cell two[] = {CELL(3, WORKBOOK_TEXT, "  ")};
  static const struct workbook_cell three[] = {CELL(2, WORKBOOK_TEXT, "a"), CELL(7, WORKBOOK_TEXT, "far")};
#undef CELL
  static const struct workbook_row rows[] = {{head, 2, 3}, {one, 3, 5}, {two, 1, 6}, {three, 2, 9}};
  static const struct workbook_sheet sheet = {{"S", 1}, false, rows, 4};
  struct rows *r;
  struct rows_row row;
  struct err e = {0};
  bool end;
  fixture_must(rows_open_sheet(&sheet, 100, NULL, &r, &e), &e);
  assert_int_equal(rows_first_column(r), 2);
  fixture_must(rows_next(r, &row, &end, &e), &e);
  assert_int_equal(row.number, 5);
  assert_true(str_is(row.cells[0], "1") && row.kinds[0] == WORKBOOK_NUMBER);
  assert_true(row.cells[1].n == 0 && str_is(row.cells[2], "2") && row.kinds[2] == WORKBOOK_TEXT);
  assert_true(str_is(row.raw, "1\t\t2"));
  assert_false(row.wrong_width);
  fixture_must(rows_next(r, &row, &end, &e), &e);
  assert_int_equal(row.number, 9);
  assert_true(row.wrong_width);
  fixture_must(rows_next(r, &row, &end, &e), &e);
  assert_true(end);
  rows_close(r);
}

static void test_widths_are_marked(void **state) {
  (void)state;
  EXPECT("a,b\n1\n1,2,3\n1,2\n", "a|b\n2!|1\n3!|1|2|3\n4|1|2");
}

static void test_refusals(void **state) {
  (void)state;
  EXPECT("", "archivo-vacio");
  EXPECT("\n\n", "archivo-vacio");
  EXPECT("a,b\n1,\"2\n3,4\n", "comilla-sin-cerrar");
  EXPECT("a,b\n1,\0\n", "archivo-binario");
  EXPECT("\xff\xfe"
         "a\0",
         "codificacion-utf16");
  EXPECT("a,Á, A \n1,2,3\n", "columna-repetida");
}

static void test_missing_file_and_encodings(void **state) {
  (void)state;
  struct rows *r;
  struct rows_info info;
  struct err e = {0};
  assert_false(rows_open("/nonexistent/x.csv", NULL, 0, NULL, &r, &info, &e));
  assert_int_equal(e.kind, ERR_NOT_FOUND);
  assert_false(rows_open("/tmp", NULL, 0, NULL, &r, &info, &e));
  assert_int_equal(e.kind, ERR_INPUT);
  put("a\n\xf3\n", 4);
  assert_false(rows_open(path, "UTF-8", 0, NULL, &r, &info, &e));
  assert_false(rows_open(path, "EBCDIC", 0, NULL, &r, &info, &e));
  assert_true(rows_open(path, "latin1", 0, NULL, &r, &info, &e));
  assert_true(info.decoded_cp1252);
  rows_close(r);
}

/* Rows that are longer than any piece that is read, around its borders. */
static void test_long_rows(void **state) {
  (void)state;
  for (size_t size = (1 << 18) - 6; size < (1 << 18) + 6; size++) {
    struct buf b = {0};
    buf_add_z(&b, "a,b\r\n");
    for (size_t i = 0; i < size; i++) buf_add_char(&b, 'x');
    buf_add_z(&b, ",2\r\n3,4\r\n");
    put(b.data, b.len);
    struct rows *r;
    struct rows_info info;
    struct rows_row row;
    struct err e = {0};
    bool end;
    fixture_must(rows_open(path, NULL, 0, NULL, &r, &info, &e), &e);
    fixture_must(rows_next(r, &row, &end, &e), &e);
    assert_int_equal(row.cells[0].n, size);
    assert_int_equal(row.raw.n, size + 2);
    assert_true(str_is(row.cells[1], "2"));
    fixture_must(rows_next(r, &row, &end, &e), &e);
    assert_true(str_is(row.raw, "3,4"));
    fixture_must(rows_next(r, &row, &end, &e), &e);
    assert_true(end);
    assert_int_equal(rows_done(r), b.len);
    rows_close(r);
    buf_free(&b);
  }
}

static void test_errors_come_back(void **state) {
  (void)state;
  char target[128], text[256] = "";
  struct err e = {0};
  fixture_path(target, sizeof target, "e.csv");
  const char *bytes = "a;errores;b\r\n1;old;\"x;y\"\r\n2;;z;extra\r\n";
  put(bytes, strlen(bytes));
  struct report *r = report_new(path, REPORT_ES);
  report_add(r, REPORT_REFUSED, 3, STR("b"), STR("z"), "prueba", "Mal; \"muy\" mal.", "Bad.");
  fixture_must(rows_write_errors(path, NULL, 0, r, target, &e), &e);
  FILE *f = fopen(target, "rb");
  assert_non_null(f);
  text[fread(text, 1, sizeof text - 1, f)] = 0;
  fclose(f);
  assert_true(strncmp(text, "a;b;errores\r\n1;\"x;y\";\r\n2;z;extra;\"", 33) == 0);
  assert_non_null(strstr(text, "\"\"muy\"\" mal."));
  report_free(r);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_forms),
                                     cmocka_unit_test(test_numbers_as_a_spreadsheet_counts),
                                     cmocka_unit_test(test_blank_lines_before_the_header),
                                     cmocka_unit_test(test_a_row_of_tags_is_no_data),
                                     cmocka_unit_test(test_tags_name_columns),
                                     cmocka_unit_test(test_sheets),
                                     cmocka_unit_test(test_widths_are_marked),
                                     cmocka_unit_test(test_refusals),
                                     cmocka_unit_test(test_missing_file_and_encodings),
                                     cmocka_unit_test(test_long_rows),
                                     cmocka_unit_test(test_errors_come_back)};
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
