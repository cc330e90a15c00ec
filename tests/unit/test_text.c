#include "unit.h"
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include "core/text.h"

static struct buf out;

static const char *folded(const char *s) {
  buf_reset(&out);
  text_fold(&out, str_from(s));
  return out.data;
}

static void folds_names_as_people_write_them(void **state) {
  (void)state;
  assert_string_equal(folded("OLAYA ST.11"), "olaya st 11");
  assert_string_equal(folded("Caño del Oro"), "cano del oro");
  assert_string_equal(folded("  ¡La  Popa!  "), "la popa");
  assert_string_equal(folded("Peña — “Ñandú”"), "pena nandu");
  assert_string_equal(folded("Pen\xCC\x83"
                             "a"),
                      "pena"); /* n + combining tilde */
  assert_string_equal(folded("N.º 3 ª ½ ²"), "n o 3 a 1 2 2");
  assert_string_equal(folded("Straße Łódź Ærø Đà"), "strasse lodz aero da");
  assert_string_equal(folded("ＡＢ１２ ﬁn Ⅷ"), "ab12 fin viii");
  assert_string_equal(folded("\xD9\xA3"), "3");                        /* Arabic-Indic three */
  assert_string_equal(folded("co\xC2\xADop \xE2\x80\x8Bx"), "coop x"); /* soft hyphen, zero-width space */
  assert_string_equal(folded(""), "");
  assert_string_equal(folded("¿?"), "");
  assert_string_equal(folded("a\xFFz\xC3"), "a z");
  buf_reset(&out);
  buf_add_z(&out, "before");
  text_fold(&out, STR(" X y "));
  assert_string_equal(out.data, "beforex y");
  buf_reset(&out);
  text_slug(&out, STR("Caño del Oro"));
  assert_string_equal(out.data, "cano-del-oro");
}

/* The table must say what ICU says, for every letter that Unicode decomposes. */
static void table_agrees_with_icu(void **state) {
  (void)state;
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
  for (UChar c = 0xA0; c <= 0xFF; c++) {
    UChar parts[8];
    int32_t n = unorm2_getDecomposition(nfkd, c, parts, 8, &status);
    if (n < 0) continue;
    struct buf want = {0}, source = {0};
    for (int32_t i = 0; i < n; i++) text_put(&source, parts[i]);
    text_fold(&want, buf_str(&source));
    buf_reset(&source);
    text_put(&source, c);
    buf_reset(&out);
    text_fold(&out, buf_str(&source));
    assert_string_equal(out.data, want.data);
    buf_free(&want);
    buf_free(&source);
  }
}

static void folding_twice_changes_nothing(void **state) {
  (void)state;
  struct buf once = {0}, source = {0};
  for (uint32_t c = 1; c < 0x20000; c++) {
    buf_reset(&source);
    buf_reset(&once);
    buf_reset(&out);
    text_put(&source, c);
    text_fold(&once, buf_str(&source));
    assert_true(text_is_utf8(buf_str(&once)));
    text_fold(&out, buf_str(&once));
    if (!str_eq(buf_str(&out), buf_str(&once))) fail_msg("U+%04X", c);
  }
  buf_free(&once);
  buf_free(&source);
}

static void knows_utf8(void **state) {
  (void)state;
  assert_true(text_is_utf8(STR("")));
  assert_true(text_is_utf8(STR("a ñ € \xF0\x9F\x8C\x8E")));
  assert_true(text_is_utf8(STR("\xF4\x8F\xBF\xBF")));
  static const char *const bad[] = {"\x80",
                                    "\xC0\x80",
                                    "\xC3",
                                    "\xE0\x80\x80",
                                    "\xED\xA0\x80",
                                    "\xE2\x82",
                                    "\xF0\x80\x80\x80",
                                    "\xFF",
                                    "\xC3z",
                                    "ocho letras \xC3(",
                                    "\xF4\x90\x80\x80"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_false(text_is_utf8(str_from(bad[i])));
  struct str s = STR("\xE2\x82z");
  assert_int_equal(text_next(&s), 0xFFFD);
  assert_int_equal(text_next(&s), 0xFFFD);
  assert_int_equal(text_next(&s), 'z');
  assert_int_equal(s.n, 0);
  for (uint32_t c = 0; c <= 0x110000; c += 7) {
    buf_reset(&out);
    text_put(&out, c);
    s = buf_str(&out);
    bool scalar = c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
    assert_int_equal(text_next(&s), scalar ? c : 0xFFFD);
    assert_int_equal(s.n, 0);
  }
}

static void composes(void **state) {
  (void)state;
  static const char *const cases[][2] = {{"Pen\xCC\x83"
                                          "a",
                                          "Peña"},
                                         {"ya Ñ", "ya Ñ"},
                                         {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "한"},
                                         {"\xF0\x9D\x85\xA0", "\xF0\x9D\x85\x98\xF0\x9D\x85\xA5\xF0\x9D\x85\xAE"},
                                         {"a\xFF\xCC\x81", "a\xEF\xBF\xBD\xCC\x81"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    buf_reset(&out);
    text_nfc(&out, str_from(cases[i][0]));
    assert_string_equal(out.data, cases[i][1]);
  }
}

static void trims(void **state) {
  (void)state;
  assert_true(str_is(text_trim(STR("\xEF\xBB\xBF \t\xC2\xA0"
                                   "El Pozón\xC2\xA0\r\n ")),
                     "El Pozón"));
  assert_int_equal(text_trim(STR(" \xC2\xA0 ")).n, 0);
  assert_true(str_is(text_trim(STR("\xA0x\xC2")), "\xA0x\xC2"));
}

static void decodes_cp1252(void **state) {
  (void)state;
  buf_reset(&out);
  text_from_cp1252(&out, STR("Campi\xF1"
                             "a \x93\x80\x94 \x81"));
  assert_string_equal(out.data, "Campiña “€” \xC2\x81");
}

static const char *repaired(const char *s) {
  buf_reset(&out);
  return text_repair_mojibake(&out, str_from(s)) ? out.data : NULL;
}

static void repairs_mojibake(void **state) {
  (void)state;
  assert_string_equal(repaired("CampiÃ±a"), "Campiña");
  assert_string_equal(repaired("Ã\xC2\x81"
                               "frica"),
                      "África"); /* C3 81: 81 is not assigned in CP1252 */
  assert_string_equal(repaired("Peña y CampiÃ±a"), "Peña y Campiña");
  assert_string_equal(repaired("â€œhogarâ€\xC2\x9D"), "“hogar”");
  assert_null(repaired("Campiña"));
  assert_null(repaired("Campina"));
  assert_null(repaired("“JOSÉ”"));
  assert_null(repaired("JOSÉ… Ñ» Á¡"));
  assert_null(repaired("Campi\xF1"
                       "a"));
  assert_null(repaired(""));
  /* Every letter of Latin-1, misread once, comes back. */
  for (uint32_t c = 0xA0; c <= 0xFF; c++) {
    struct buf right = {0}, wrong = {0};
    text_put(&right, c);
    text_from_cp1252(&wrong, buf_str(&right));
    buf_reset(&out);
    assert_true(text_repair_mojibake(&out, buf_str(&wrong)));
    assert_true(str_eq(buf_str(&out), buf_str(&right)));
    buf_free(&right);
    buf_free(&wrong);
  }
}

static void reads_strict_integers(void **state) {
  (void)state;
  int64_t v = 0;
  assert_true(text_parse_int(STR("-9223372036854775808"), &v) && v == INT64_MIN);
  assert_true(text_parse_int(STR("+9223372036854775807"), &v) && v == INT64_MAX);
  assert_true(text_parse_int(STR("007"), &v) && v == 7);
  static const char *const bad[] = {
      "", "-", "+", " 1", "1 ", "1.0", "0x1", "9223372036854775808", "-9223372036854775809", "1e3"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_false(text_parse_int(str_from(bad[i]), &v));
}

static void reads_strict_reals(void **state) {
  (void)state;
  double v = 0;
  assert_true(text_parse_real(STR("-75.4770"), &v) && v == -75.477);
  assert_true(text_parse_real(STR("1e-3"), &v) && v == 1e-3);
  assert_true(text_parse_real(STR("10"), &v) && v == 10);
  static const char *const bad[] = {
      "",    "-",     ".5",    "5.",  "1,5",
      "nan", "inf",   "0x1",   "1e",  " 1",
      "1 ",  "1e999", "1.5.2", "--1", "1111111111111111111111111111111111111111111111111111111111111111111"};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) assert_false(text_parse_real(str_from(bad[i]), &v));
}

static void reads_dates(void **state) {
  (void)state;
  static const char *const cases[][2] = {{"2011-07-06", "2011-07-06"},
                                         {" 2011-07 ", "2011-07"},
                                         {"2011", "2011"},
                                         {"06/07/2011", "2011-07-06"},
                                         {"6/7/2011", "2011-07-06"},
                                         {"6-7-2011", "2011-07-06"},
                                         {"6 de julio de 2011", "2011-07-06"},
                                         {"31 de Diciembre de 2011", "2011-12-31"},
                                         {"31 de DICIEMBRE del 2011", "2011-12-31"},
                                         {"1º de enero de 2012", "2012-01-01"},
                                         {"julio de 2011", "2011-07"},
                                         {"Setiembre 2011", "2011-09"},
                                         {"29/02/2012", "2012-02-29"},
                                         {"29/02/2000", "2000-02-29"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct text_date d;
    struct err e = {0};
    if (!text_parse_date(str_from(cases[i][0]), &d, &e)) fail_msg("%s: %s", cases[i][0], e.text);
    buf_reset(&out);
    text_write_date(&out, d);
    assert_string_equal(out.data, cases[i][1]);
  }
}

static void refuses_dates(void **state) {
  (void)state;
  static const struct {
    const char *text;
    enum text_date_fault fault;
  } cases[] = {{"31/02/2011", TEXT_DATE_IMPOSSIBLE},
               {"2011-02-29", TEXT_DATE_IMPOSSIBLE},
               {"29/02/1900", TEXT_DATE_IMPOSSIBLE},
               {"2011-13", TEXT_DATE_IMPOSSIBLE},
               {"07/13/2011", TEXT_DATE_IMPOSSIBLE},
               {"0/1/2011", TEXT_DATE_IMPOSSIBLE},
               {"06/07/11", TEXT_DATE_NO_CENTURY},
               {"6 de julio de 11", TEXT_DATE_NO_CENTURY},
               {"20011", TEXT_DATE_FORM},
               {"0211-07-06", TEXT_DATE_FAR},
               {"2011-7-6", TEXT_DATE_FORM},
               {"2011/07/06", TEXT_DATE_FORM},
               {"", TEXT_DATE_FORM},
               {"ayer", TEXT_DATE_FORM},
               {"2011-07-06T00:00:00", TEXT_DATE_FORM},
               {"6 de brumario de 2011", TEXT_DATE_FORM},
               {"2008-2011", TEXT_DATE_FORM},
               {"06/07-2011", TEXT_DATE_FORM},
               {"12-11", TEXT_DATE_FORM},
               {"-1", TEXT_DATE_FORM},
               {"32 de enero de 2011", TEXT_DATE_IMPOSSIBLE}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct text_date d;
    struct err e = {0};
    if (text_read_date(str_from(cases[i].text), &d) != cases[i].fault) fail_msg("%s", cases[i].text);
    assert_false(text_parse_date(str_from(cases[i].text), &d, &e));
    assert_int_equal(e.kind, ERR_INPUT);
    assert_true(strlen(e.text) > 10);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(folds_names_as_people_write_them),
      cmocka_unit_test(table_agrees_with_icu),
      cmocka_unit_test(folding_twice_changes_nothing),
      cmocka_unit_test(knows_utf8),
      cmocka_unit_test(composes),
      cmocka_unit_test(trims),
      cmocka_unit_test(decodes_cp1252),
      cmocka_unit_test(repairs_mojibake),
      cmocka_unit_test(reads_strict_integers),
      cmocka_unit_test(reads_strict_reals),
      cmocka_unit_test(reads_dates),
      cmocka_unit_test(refuses_dates),
  };
  int failed = cmocka_run_group_tests_name("text", tests, NULL, NULL);
  buf_free(&out);
  return failed;
}
