#include "arena_fixture.h"
#include "query/cql2.h"

static int end_test(void **state) {
  err_speak(ERR_EN);
  return free_arena(state);
}

static bool read_either(struct str s, struct cql2 **out, struct err *e) {
  return str_is(s, "false") || (s.n && s.p[0] == '{') ? cql2_read_json(A, s, out, e) : cql2_read_text(A, s, out, e);
}

static const struct cql2 *tree(const char *expression) {
  struct cql2 *c = NULL;
  struct err e = {0};
  if (!read_either(str_from(expression), &c, &e)) fail_msg("%s: %s", expression, e.text);
  return c;
}

static char *text_of(const struct cql2 *c) {
  struct buf b = {0};
  cql2_write_text(&b, c);
  char *s = arena_strndup(A, b.data, b.len);
  buf_free(&b);
  return s;
}

static char *json_of(const struct cql2 *c) {
  struct buf b = {0};
  cql2_write_json(&b, c);
  char *s = arena_strndup(A, b.data, b.len);
  buf_free(&b);
  return s;
}

/* Text gives this JSON, the JSON the same tree, and both forms lead back to it. */
static const struct cql2 *same(const char *text, const char *json) {
  const struct cql2 *c = tree(text), *d = tree(json);
  if (!cql2_equal(c, d)) fail_msg("%s\n  is  %s\n  not %s", text, json_of(c), json_of(d));
  assert_string_equal(json_of(c), json);
  const struct cql2 *again = tree(text_of(c));
  if (!cql2_equal(c, again)) fail_msg("%s\n  written %s\n  is %s", text, text_of(c), json_of(again));
  assert_string_equal(text_of(again), text_of(c));
  return c;
}

#define P(name) "{\"property\":\"" name "\"}"
#define OP(op, args) "{\"op\":\"" op "\",\"args\":[" args "]}"

static void each_class_in_both_dialects(void **state) {
  (void)state;
  static const char *const CASES[][2] = {
      {"a = 1", OP("=", P("a") ",1")},
      {"a<>-1.50", OP("<>", P("a") ",-1.50")},
      {"1 <= a", OP("<=", "1," P("a"))},
      {"a >= b", OP(">=", P("a") "," P("b"))},
      {"a < 'x' ", OP("<", P("a") ",\"x\"")},
      {"a > DATE('2011-07-06')", OP(">", P("a") ",{\"date\":\"2011-07-06\"}")},
      {"a=timestamp('2011-07-06T23:59:60.120Z')", OP("=", P("a") ",{\"timestamp\":\"2011-07-06T23:59:60.12Z\"}")},
      {"a = true", OP("=", P("a") ",true")},
      {"False", "false"},
      {"a IS NULL", OP("isNull", P("a"))},
      {"a is not null", OP("not", OP("isNull", P("a")))},
      {"(a > 1) IS NULL", OP("isNull", OP(">", P("a") ",1"))},
      {"POINT(1 2) IS NULL", OP("isNull", "{\"type\":\"Point\",\"coordinates\":[1,2]}")},
      {"a LIKE 'ag_a%'", OP("like", P("a") ",\"ag_a%\"")},
      {"a NOT LIKE CASEI(ACCENTI('Ñ%'))", OP("not", OP("like", P("a") "," OP("casei", OP("accenti", "\"Ñ%\""))))},
      {"a BETWEEN 1 AND 2 AND b", OP("and", OP("between", P("a") ",1,2") "," P("b"))},
      {"a NOT BETWEEN b + 1 AND 2", OP("not", OP("between", P("a") "," OP("+", P("b") ",1") ",2"))},
      {"a IN ('x',2)", OP("in", P("a") ",[\"x\",2]")},
      {"a NOT IN (1)", OP("not", OP("in", P("a") ",[1]"))},
      {"a IN ()", OP("in", P("a") ",[]")},
      {"CASEI(a) = casei('Ñ')", OP("=", OP("casei", P("a")) "," OP("casei", "\"Ñ\""))},
      {"S_INTERSECTS(geom,BBOX(-76,10,-75,11))", OP("s_intersects", P("geom") ",{\"bbox\":[-76,10,-75,11]}")},
      {"s_within(POINT(1 2),geom)", OP("s_within", "{\"type\":\"Point\",\"coordinates\":[1,2]}," P("geom"))},
      {"S_CROSSES(g,LineStringZ(1 2,3 4))",
       OP("s_crosses", P("g") ",{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}")},
      {"T_FINISHEDBY(a,INTERVAL('2011-07-06','..'))",
       OP("t_finishedBy", P("a") ",{\"interval\":[\"2011-07-06\",\"..\"]}")},
      {"t_during(INTERVAL(a,f()),DATE('2011-07-06'))",
       OP("t_during", "{\"interval\":[" P("a") "," OP("f", "") "]},{\"date\":\"2011-07-06\"}")},
      {"A_CONTAINEDBY(a,())", OP("a_containedBy", P("a") ",[]")},
      {"A_EQUALS((1,(2,'x'),DATE('2011-07-06')),a)", OP("a_equals", "[1,[2,\"x\"],{\"date\":\"2011-07-06\"}]," P("a"))},
      {"Buffer(geom,10,'m',a > 1)", OP("Buffer", P("geom") ",10,\"m\"," OP(">", P("a") ",1"))},
      {"f(x)", OP("f", P("x"))},
      {"vigente", P("vigente")},
      {"NOT vigente", OP("not", P("vigente"))},
      {"NOT (NOT vigente)", OP("not", OP("not", P("vigente")))},
      {"a = 3 % b", OP("=", P("a") "," OP("%", "3," P("b")))},
      {"a = 3 div b", OP("=", P("a") "," OP("div", "3," P("b")))}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) same(CASES[i][0], CASES[i][1]);
}

static void operators_bind_as_the_standard_says(void **state) {
  (void)state;
  static const char *const CASES[][2] = {{"a OR b AND c", OP("or", P("a") "," OP("and", P("b") "," P("c")))},
                                         {"(a OR b) AND c", OP("and", OP("or", P("a") "," P("b")) "," P("c"))},
                                         {"a AND b AND c", OP("and", P("a") "," P("b") "," P("c"))},
                                         {"(a AND b) AND c", OP("and", OP("and", P("a") "," P("b")) "," P("c"))},
                                         {"NOT a AND b", OP("and", OP("not", P("a")) "," P("b"))},
                                         {"NOT a = 1", OP("not", OP("=", P("a") ",1"))},
                                         {"NOT (a OR b)", OP("not", OP("or", P("a") "," P("b")))},
                                         {"NOT a NOT LIKE 'x'", OP("not", OP("not", OP("like", P("a") ",\"x\"")))},
                                         {"x = 1 + 2 * 3", OP("=", P("x") "," OP("+", "1," OP("*", "2,3")))},
                                         {"x = (1 + 2) * 3", OP("=", P("x") "," OP("*", OP("+", "1,2") ",3"))},
                                         {"x = 1 - 2 - 3", OP("=", P("x") "," OP("-", OP("-", "1,2") ",3"))},
                                         {"x = 1 - (2 - 3)", OP("=", P("x") "," OP("-", "1," OP("-", "2,3")))},
                                         {"x = 8 / 4 / 2", OP("=", P("x") "," OP("/", OP("/", "8,4") ",2"))},
                                         {"x = 2 * 3 ^ 2", OP("=", P("x") "," OP("*", "2," OP("^", "3,2")))},
                                         {"x = (2 ^ 3) ^ 2", OP("=", P("x") "," OP("^", OP("^", "2,3") ",2"))},
                                         {"x = -2 ^ 2", OP("=", P("x") "," OP("^", "-2,2"))},
                                         {"x = -y ^ 2", OP("=", P("x") "," OP("^", OP("*", "-1," P("y")) ",2"))},
                                         {"x = 5-3", OP("=", P("x") "," OP("-", "5,3"))},
                                         {"x = 5 - -3", OP("=", P("x") "," OP("-", "5,-3"))},
                                         {"x + 1 > y * 2", OP(">", OP("+", P("x") ",1") "," OP("*", P("y") ",2"))},
                                         {"((((x)))) > ((1))", OP(">", P("x") ",1")},
                                         {"a = b IS NULL", OP("isNull", OP("=", P("a") "," P("b")))}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) same(CASES[i][0], CASES[i][1]);
}

static void one_thing_in_parentheses(void **state) {
  (void)state;
  static const char *const CASES[][2] = {
      {"A_CONTAINS(a,('x'))", OP("a_contains", P("a") ",[\"x\"]")},
      {"A_CONTAINS(a,(b))", OP("a_contains", P("a") ",[" P("b") "]")},
      {"A_CONTAINS(a,(b + 1))", OP("a_contains", P("a") ",[" OP("+", P("b") ",1") "]")},
      {"A_CONTAINS(a,((b + 1)))", OP("a_contains", P("a") ",[" OP("+", P("b") ",1") "]")},
      {"A_CONTAINS(a,(((b + 1))))", OP("a_contains", P("a") ",[[" OP("+", P("b") ",1") "]]")},
      {"A_CONTAINS(a,((1)))", OP("a_contains", P("a") ",[[1]]")},
      {"A_CONTAINS(a,((1),2))", OP("a_contains", P("a") ",[[1],2]")},
      {"A_CONTAINS(a,((1,2)))", OP("a_contains", P("a") ",[[1,2]]")},
      {"f((b))", OP("f", "[" P("b") "]")},
      {"f((b + 1))", OP("f", OP("+", P("b") ",1"))},
      {"f(((b + 1)))", OP("f", "[" OP("+", P("b") ",1") "]")},
      {"f((b + 1) * 2)", OP("f", OP("*", OP("+", P("b") ",1") ",2"))},
      {"f((b > 1),(c OR d) AND e)",
       OP("f", OP(">", P("b") ",1") "," OP("and", OP("or", P("c") "," P("d")) "," P("e")))},
      {"S_WITHIN((g),(POINT(1 2)))", OP("s_within", P("g") ",{\"type\":\"Point\",\"coordinates\":[1,2]}")}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) same(CASES[i][0], CASES[i][1]);
}

static void names_and_texts(void **state) {
  (void)state;
  const struct cql2 *c = same("\"date\" = 'x'", OP("=", P("date") ",\"x\""));
  assert_string_equal(text_of(c), "\"date\" = 'x'");
  same("date = 1 AND point > 2 AND casei < 3",
       OP("and", OP("=", P("date") ",1") "," OP(">", P("point") ",2") "," OP("<", P("casei") ",3")));
  same("\"and\" = \"isNull\"", OP("=", P("and") "," P("isNull")));
  same("año_1.x:y = eo:ñ", OP("=", P("año_1.x:y") "," P("eo:ñ")));
  c = same("a='it''s' AND b='it\\'s'", OP("and", OP("=", P("a") ",\"it's\"") "," OP("=", P("b") ",\"it's\"")));
  assert_string_equal(text_of(c), "a = 'it''s' AND b = 'it''s'");
  same("a LIKE '100\\%\\\\n'", OP("like", P("a") ",\"100\\\\%\\\\n\""));
  same("a = '\\a\\b\\t\\n\\v\\f\\r'", OP("=", P("a") ",\"\\u0007\\u0008\\t\\n\\u000b\\u000c\\r\""));
  same("a = ''", OP("=", P("a") ",\"\""));
  assert_true(cql2_equal(tree("a = '\xf0\x9f\x92\xa7'"), tree(OP("=", P("a") ",\"\\ud83d\\udca7\""))));
  assert_true(cql2_equal(tree("a\xc2\xa0=\xe3\x80\x80\t1"), tree("a = 1")));
}

static void numbers_keep_their_digits(void **state) {
  (void)state;
  static const char *const CASES[][2] = {{"a = .5", "0.5"},
                                         {"a = 5.", "5"},
                                         {"a = +007", "7"},
                                         {"a = 0.10", "0.10"},
                                         {"a = -00.50", "-0.50"},
                                         {"a = 1.E5", "1E5"},
                                         {"a = 12345678901234567890.12", "12345678901234567890.12"},
                                         {"a = 1e-7", "1e-7"}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    const struct cql2 *c = tree(CASES[i][0])->arg[1];
    if (!str_is(c->text, CASES[i][1])) fail_msg("%s: %.*s", CASES[i][0], STR_ARG(c->text));
    assert_true(c->number == strtod(CASES[i][1], NULL));
  }
}

static void places_and_depths(void **state) {
  (void)state;
  const struct cql2 *c = tree("ñ = 1 AND f(x, 'y') IS NULL");
  assert_int_equal(c->arg[0]->arg[1]->at, 5);
  assert_int_equal(c->arg[1]->arg[0]->arg[1]->at, 16);
  assert_int_equal(c->depth, 4);
  c = tree("{\"op\":\"=\",\"args\":[ {\"property\":\"a\"}, 2]}");
  assert_int_equal(c->arg[0]->at, 19);
  assert_int_equal(c->arg[1]->at, 37);
  struct err e = {0};
  assert_false(cql2_complain(STR("año = aguas"), 7, "what", &e));
  assert_string_equal(e.text, "CQL2, character 7, at 'aguas': what");
  assert_null(cql2_operator(c->arg[0]));
  assert_string_equal(cql2_operator(tree("t_metby(a,b)")), "t_metBy");
}

static void different_trees_are_not_equal(void **state) {
  (void)state;
  static const char *const ALL[] = {"a = 1",
                                    "a = 2",
                                    "a < 1",
                                    "b = 1",
                                    "a = '1'",
                                    "a = TRUE",
                                    "a = FALSE",
                                    "a IN (1)",
                                    "a IN (1,2)",
                                    "f(a)",
                                    "F(a)",
                                    "a",
                                    "NOT a",
                                    "a AND b",
                                    "a OR b",
                                    "a = DATE('2011-07-06')",
                                    "a = '2011-07-06'",
                                    "S_WITHIN(a,POINT(1 2))",
                                    "S_WITHIN(a,POINT(1 3))",
                                    "S_WITHIN(a,BBOX(1,2,1,2))",
                                    "a = 1.0"};
  for (size_t i = 0; i < sizeof ALL / sizeof *ALL; i++)
    for (size_t j = 0; j < sizeof ALL / sizeof *ALL; j++)
      if (cql2_equal(tree(ALL[i]), tree(ALL[j])) != (i == j)) fail_msg("%s and %s", ALL[i], ALL[j]);
}

static void refusals_point_at_the_character(void **state) {
  (void)state;
  static const struct {
    const char *text, *says;
  } CASES[] = {{"", "character 1, at the end: a value or a condition is missing"},
               {"  ", "character 3, at the end"},
               {"año == 1", "character 5, at '==': equality is written with one ="},
               {"a != 1", "character 3, at '!=': not equal is written <>"},
               {"a => 1", "character 3, at '=>': greater than or equal is written >="},
               {"a && b", "at '&&': write AND"},
               {"a = null", "character 5, at 'null': nothing equals NULL; write IS NULL"},
               {"null = a", "character 1, at 'null': NULL goes only after IS"},
               {"a = 'agua", "character 5, at ''agua': this text has no closing quote"},
               {"a = 'agua\\'", "character 5"},
               {"\"a = 1", "character 1, at '\"a = 1': this name has no closing quote"},
               {"a = \"agua potable\"", "character 5, at '\"agua potable\"': a name has letters"},
               {"a LIKE \"agua\"", "character 8, at '\"agua\"': expected a pattern in single quotes"},
               {"a = ‘agua’", "character 5, at '‘': texts go in straight quotes"},
               {"(a = 1", "character 7, at the end: expected ')': a parenthesis is not closed"},
               {"a = 1)", "character 6, at ')': this parenthesis was not opened"},
               {"a = 1 b", "character 7, at 'b': expected AND, OR, an operator or the end"},
               {"a 'b'", "character 3, at ''b'': an operator is missing before it"},
               {"a = ", "character 5, at the end: a value"},
               {"a = 1 AND", "character 10, at the end"},
               {"AND a", "character 1, at 'AND': something is missing before this word"},
               {"a < 1 < 2", "character 7, at '<': comparisons are not chained"},
               {"a = 2 ^ 3 ^ 4", "character 11, at '^': say with parentheses"},
               {"a BETWEEN 1 OR 2", "character 13, at 'OR': expected AND"},
               {"a IN 1", "character 6, at '1': IN takes a list in parentheses"},
               {"a IN (1,)", "character 9, at ')'"},
               {"a NOT 1", "character 7, at '1': after NOT comes LIKE"},
               {"a IS 1", "character 6, at '1': after IS comes NULL"},
               {"isNull(a)", "character 1, at 'isNull': this is written x IS NULL"},
               {"a + 1", "character 1, at 'a': expected a condition"},
               {"'x'", "character 1, at ''x'': expected a condition"},
               {"a = 1 OR 2", "character 10, at '2': expected a condition"},
               {"(a > 1) = TRUE", "character 2, at 'a': expected a value"},
               {"'a' + 1 = 2", "character 1, at ''a'': expected a number"},
               {"S_WITHIN(a,'x')", "character 12, at ''x'': expected a geometry"},
               {"S_WITHIN(a)", "character 11, at ')': expected ','"},
               {"S_WITHIN(a,POINT(1 x))", "CQL2: WKT, character 20: expected a number"},
               {"S_WITHIN(a,POLYGON EMPTY)", "the geometry is empty"},
               {"S_WITHIN(a,BBOX(1,2,3))", "character 12, at 'BBOX': a box has four numbers"},
               {"S_WITHIN(a,BBOX(1,2,3,4,5,6,7,8))", "a box has four numbers"},
               {"S_WITHIN(a,BBOX(1,5,3,4))", "character 12, at 'BBOX': the south"},
               {"T_AFTER(a,'2011-07-06')", "character 11, at ''2011-07-06'': expected a date, such as DATE("},
               {"T_AFTER(a,DATE('2011-02-29'))", "character 16, at ''2011-02-29'': this day is not in the calendar"},
               {"T_AFTER(a,DATE('06/07/2011'))", "expected a day such as '2011-07-06'"},
               {"T_AFTER(a,TIMESTAMP('2011-07-06T12:00:00'))", "expected an instant in UTC"},
               {"T_AFTER(a,TIMESTAMP('2011-07-06T12:00:00.Z'))", "expected an instant in UTC"},
               {"T_AFTER(a,TIMESTAMP('2011-07-06T24:00:00Z'))", "no such time of day"},
               {"T_AFTER(a,INTERVAL('2011','..'))", "character 20, at ''2011'': expected '2011-07-06'"},
               {"T_AFTER(a,INTERVAL(1,'..'))", "character 20, at '1': expected a date"},
               {"A_CONTAINS(a,'x')", "character 14, at ''x'': expected a list in parentheses"},
               {"A_CONTAINS(a,['x'])", "character 14, at '['x'])': lists go in parentheses"},
               {"A_CONTAINS(a,('x',))", "an element is missing after the comma"},
               {"\"f\"(a)", "the name of a function goes without quotes"},
               {"f(a", "character 4, at the end: expected ')'"},
               {"a = +b", "character 5, at '+': after this +"},
               {"a = 1e999", "this number is too large"},
               {"a = 'x\x01'", "there is a control character"},
               {"a = \x01", "character 5, at 'U+0001': there is a control character"},
               {"a = #", "character 5, at '#': this character means nothing here"},
               {"a = 1; DROP", "character 6, at ';': a filter is one expression"},
               {"a = '\xff'", "not UTF-8"}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    struct cql2 *c;
    struct err e = {0};
    if (cql2_read_text(A, str_from(CASES[i].text), &c, &e)) fail_msg("accepted: %s", CASES[i].text);
    assert_int_equal(e.kind, ERR_INPUT);
    if (!strstr(e.text, CASES[i].says)) fail_msg("%s: %s", CASES[i].text, e.text);
  }
  struct cql2 *c;
  struct err e = {0};
  err_speak(ERR_ES);
  assert_false(cql2_read_text(A, STR("año == 1"), &c, &e));
  assert_string_equal(e.text, "CQL2, carácter 5, en «==»: la igualdad se escribe con un solo =");
}

static void refusals_of_json(void **state) {
  (void)state;
  static const struct {
    const char *json, *says;
  } CASES[] = {{"", "character 1, at the end: expected a JSON value"},
               {"{", "character 2, at the end: expected a name"},
               {"{\"op\":\"=\",\"args\":[{\"property\":\"ñ\"},}", "character 36, at '}': expected a JSON value"},
               {"{\"op\":\"=\",\"args\":[1,2]} 3", "character 25, at '3': something follows"},
               {"{\"op\":\"=\",\"op\":\"<\"}", "character 11, at '\"op\"': this name is given twice"},
               {"{\"op\":\"==\",\"args\":[1,2]}", "character 7, at '\"==\"': this operator is written \"=\""},
               {"{\"op\":\"AND\",\"args\":[true,true]}", "this operator is written \"and\""},
               {"{\"op\":\"a b\",\"args\":[]}", "this is no operator"},
               {"{\"op\":\"point\",\"args\":[]}", "this is no operator"},
               {"{\"op\":\"=\"}", "character 1, at '{\"op\":\"=\"}': there is no \"args\""},
               {"{\"op\":\"=\",\"args\":3}", "character 18, at '3': expected an array"},
               {"{\"op\":\"=\",\"args\":[1]}", "expected 2 operands, and there are 1"},
               {"{\"op\":\"and\",\"args\":[true]}", "expected at least 2 operands"},
               {"{\"op\":\"=\",\"args\":[{\"property\":\"a\"},null]}", "character 36, at 'null': nothing equals null"},
               {"{\"op\":\"in\",\"args\":[{\"property\":\"a\"},1]}", "character 37, at '1': expected an array"},
               {"{\"op\":\"in\",\"args\":[1,2,3]}", "\"in\" takes two"},
               {"{\"property\":\"a b\"}", "character 13, at '\"a b\"': a name has letters"},
               {"{\"property\":3}", "expected a text in double quotes"},
               {"{\"date\":\"2011-07-06\"}", "character 1, at '{\"date\":\"2011-07-06\"}': expected a condition"},
               {"{\"op\":\"t_after\",\"args\":[{\"date\":\"x\"},1]}", "expected a day"},
               {"{\"op\":\"s_within\",\"args\":[{\"property\":\"g\"},{\"type\":\"Point\",\"coordinates\":[1]}]}",
                "character 75: expected ','"},
               {"{\"op\":\"s_within\",\"args\":[{\"property\":\"g\"},{\"bbox\":[1,2,3]}]}", "a box has four numbers"},
               {"{\"op\":\"s_within\",\"args\":[{\"property\":\"g\"},{\"bbox\":[1,2,3,\"x\"]}]}", "expected a number"},
               {"{\"op\":\"s_within\",\"args\":[{\"property\":\"g\"},\"POINT(1 2)\"]}", "expected a geometry"},
               {"{\"op\":\"a_contains\",\"args\":[{\"property\":\"g\"},\"x\"]}", "expected a list"},
               {"{\"op\":\"f\",\"args\":[],\"property\":\"x\"}", "two things at once"},
               {"{\"foo\":1}", "expected an object with \"op\""},
               {"{\"op\":\"=\",\"args\":[01,1]}", "character 19, at '01': expected a JSON value; a number"},
               {"{\"op\":\"=\",\"args\":[-,1]}", "a number is written"},
               {"{\"op\":\"=\",\"args\":['x',1]}", "texts of JSON go in double quotes"},
               {"{\"op\":\"=\",\"args\":[\"\\ud83d\",1]}", "not a character"},
               {"{\"op\":\"=\",\"args\":[\"\\u00\",1]}", "not a character"},
               {"{\"op\":\"=\",\"args\":[\"\\x\",1]}", "no such escape"},
               {"{\"op\":\"=\",\"args\":[\"\\u0000\",1]}", "control character"},
               {"{\"op\":\"=\",\"args\":[\"x", "no closing quote"},
               {"[]", "expected a condition"},
               {"3", "expected a condition"}};
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
    struct cql2 *c;
    struct err e = {0};
    if (cql2_read_json(A, str_from(CASES[i].json), &c, &e)) fail_msg("accepted: %s", CASES[i].json);
    assert_int_equal(e.kind, ERR_INPUT);
    if (!strstr(e.text, CASES[i].says)) fail_msg("%s: %s", CASES[i].json, e.text);
  }
}

/* `n` times before, then the middle, then `n` times after. */
static struct str around(const char *before, const char *middle, const char *after, int n) {
  struct buf b = {0};
  for (int i = 0; i < n; i++) buf_add_z(&b, before);
  buf_add_z(&b, middle);
  for (int i = 0; i < n; i++) buf_add_z(&b, after);
  struct str s = arena_str(A, buf_str(&b));
  buf_free(&b);
  return s;
}

static void check_limit(struct str s, const char *says) {
  struct cql2 *c;
  struct err e = {0};
  if (read_either(s, &c, &e)) fail_msg("accepted: %.80s", s.p);
  if (e.kind != ERR_LIMIT || !strstr(e.text, says)) fail_msg("%.80s: %s", s.p, e.text);
}

static void every_bound(void **state) {
  (void)state;
  struct cql2 *c;
  struct err e = {0};
  /* levels of the tree */
  assert_true(read_either(around("NOT ", "a", "", 15), &c, &e));
  assert_int_equal(c->depth, CQL2_MAX_DEPTH);
  check_limit(around("NOT ", "a", "", 16), "more than 16 levels");
  assert_true(read_either(around("f(", "a", ")", 15), &c, &e));
  check_limit(around("f(", "a", ")", 16), "more than 16 levels");
  check_limit(around("- ", "a", " > 1", 1000), "more than 64 parentheses");
  check_limit(around("", "a > 1", " + 1", 15), "levels");
  assert_true(read_either(around("", "a > 1", " + 1", 14), &c, &e));
  assert_true(read_either(around("{\"op\":\"not\",\"args\":[", "true", "]}", 15), &c, &e));
  check_limit(around("{\"op\":\"not\",\"args\":[", "true", "]}", 16), "more than 16 levels");
  /* what is open at once */
  assert_true(read_either(around("(", "a = 1", ")", 64), &c, &e));
  check_limit(around("(", "a = 1", ")", 65), "more than 64 parentheses");
  check_limit(around("(", "a", "", 16000), "more than 64 parentheses");
  check_limit(around("{\"a\":", "1", "}", 65), "more than 64 levels of JSON");
  check_limit(around("{\"a\":[", "", "", 2700), "more than 64 levels of JSON");
  struct buf b = {0};
  for (int i = 0; i < 33; i++) buf_printf(&b, "%s\"%d\":%d", i ? "," : "{", i, i);
  check_limit(buf_str(&b), "more than 32 names in one object");
  buf_free(&b);
  /* many of one level are one level; nodes, bytes */
  assert_true(read_either(around("a OR ", "a", "", 1998), &c, &e));
  assert_int_equal(c->n_args, 1999);
  check_limit(around("a OR ", "a", "", 1999), "more than 2000 elements");
  check_limit(around("a = 1 OR ", "b IN (1,2)", "", 666), "more than 2000 elements");
  assert_true(read_either(around("", "a = 1", " ", CQL2_MAX_BYTES - 5), &c, &e));
  check_limit(around("", "a = 1", " ", CQL2_MAX_BYTES - 4), "more than 16384 bytes");
  check_limit(around("", "S_WITHIN(a,MULTIPOINT(1 1", ",1 1", 5000), "bytes");
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, make_arena, end_test)
  const struct CMUnitTest tests[] = {T(each_class_in_both_dialects),
                                     T(operators_bind_as_the_standard_says),
                                     T(one_thing_in_parentheses),
                                     T(names_and_texts),
                                     T(numbers_keep_their_digits),
                                     T(places_and_depths),
                                     T(different_trees_are_not_equal),
                                     T(refusals_point_at_the_character),
                                     T(refusals_of_json),
                                     T(every_bound)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
