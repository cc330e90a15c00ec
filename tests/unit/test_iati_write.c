/* IATI out, element by element; whole files are held against the standard's schema in tests/test_iati_out.py. Read back by libxml2. */
#include "snapshot_fixture.h"
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include "format/iati.h"
#include "format/iati_part.h"

static struct db *d;
static struct snapshot *s;

/* Extras in no order at all, and a project whose dates and texts stand otherwise than in a file. */
static const char more[] =
    "UPDATE claim SET locator = 'fila <1>' WHERE id = 901;"
    "UPDATE activity SET lang = 'es', reporting_id = 1 WHERE code = 'a-point';"
    "UPDATE organisation SET ref = 'ES-1' WHERE id = 1;"
    "INSERT INTO narrative (activity_id, type, lang, text) VALUES (12, 'titulo', 'en', 'Rubbish truck'),"
    " (12, 'descripcion', 'es', 'Una'), (12, 'descripcion', 'en', 'One'), (12, 'descripcion', 'fr', 'Un');"
    "INSERT INTO activity_date (activity_id, type, date, precision) VALUES (12, 'signed', '2009-03', 'month'),"
    " (12, '3', '2012-01-01', 'day');"
    "INSERT INTO activity_extra (activity_id, owner, rank, name, xml) VALUES"
    " (12, '', 0, '{urn:x}z', '<n1:z xmlns:n1=\"urn:x\"/>'), (12, '', 0, 'fss', '<fss "
    "extraction-date=\"2011-01-01\"/>'),"
    " (12, 'location', 0, 'location-id', '<location-id code=\"1\" vocabulary=\"G1\"/>'),"
    " (12, '', 0, 'budget', '<budget id=\"1\"/>'), (12, '', 0, 'other-identifier', '<other-identifier ref=\"a\" "
    "type=\"A1\"/>'),"
    " (12, '', 0, 'budget', '<budget id=\"2\"/>'), (12, '', 0, '@hierarchy', '2'), (12, '', 0, '@{urn:x}a', '<\"&'),"
    " (12, '', 0, '@{http://www.w3.org/XML/1998/namespace}base', 'b'), (12, 'title/narrative', 2, '@xml:space', "
    "'preserve'),"
    " (12, 'description', 4, '@{urn:x}own', '1'), (12, 'participating-org', 0, '@type', '70'),"
    " (12, 'participating-org', 0, 'narrative', '<narrative xml:lang=\"en\">Zeta Foundation</narrative>'),"
    " (12, '', 0, '@{urn:coopmap:iati:1}clase', 'otra'), (12, '', 0, '@{urn:a}b}c', 'd'),"
    " (12, 'activity-date', 1, 'narrative', '<narrative>Primer viaje</narrative>');"
    "INSERT INTO contribution (activity_id, provider_id, amount_minor, amount_dec, amount_raw, currency, form, date, "
    "transaction_type, claim_id) VALUES (12, 1, 150, '1.50', '1.5', 'EUR', 'sin-dato', '2011-02', '3', 901),"
    " (12, NULL, 123450, '1234.50', '1.234,50', 'COP', 'especie', NULL, NULL, 901),"
    " (12, NULL, -5, '-0.05', NULL, 'COP', 'sin-dato', '2011', '7', 901);"
    "INSERT INTO related_activity (activity_id, related_id, type) VALUES (23, 12, 'same-as');";

static int set_up(void **state) {
  (void)state;
  struct err e = {0};
  snapshot_release(snapshot_fixture_open(&d));
  fixture_run(d, more);
  fixture_must(snapshot_build(d, NULL, &e), &e);
  fixture_must(snapshot_open(fixture_snapshot, &s, &e), &e);
  return 0;
}
static int tear_down(void **state) {
  (void)state;
  snapshot_release(s);
  fixture_close(d);
  return 0;
}

/* ---- one activity, as XPath sees it ---- */

static xmlDocPtr doc;
static xmlXPathContextPtr context;

static void read_file(const struct buf *b) {
  doc = xmlReadMemory(b->data, (int)b->len, "file", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
  assert_non_null(doc);
  context = xmlXPathNewContext(doc);
  xmlXPathRegisterNs(context, (const xmlChar *)"cm", (const xmlChar *)IATI_NAMESPACE);
  xmlXPathRegisterNs(context, (const xmlChar *)"x", (const xmlChar *)"urn:x");
}

static void open_activity(const char *code) {
  struct buf b = {0};
  iati_write_begin(&b, s);
  iati_write_activity(&b, s, project_of(s, code));
  iati_write_end(&b);
  read_file(&b);
  buf_free(&b);
}

static void close_file(void) {
  xmlXPathFreeContext(context);
  xmlFreeDoc(doc);
}

static void says(const char *path, const char *want) {
  struct buf full = {0};
  buf_printf(&full, "string(/iati-activities/iati-activity/%s)", path);
  xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)full.data, context);
  assert_non_null(found);
  if (strcmp((const char *)found->stringval, want) != 0)
    fail_msg("%s is \"%s\", not \"%s\"", path, (const char *)found->stringval, want);
  xmlXPathFreeObject(found);
  buf_free(&full);
}

static void counts(const char *path, double want) {
  struct buf full = {0};
  buf_printf(&full, "count(//%s)", path);
  xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)full.data, context);
  assert_non_null(found);
  if (found->floatval < want || found->floatval > want) fail_msg("%s: %g, not %g", path, found->floatval, want);
  xmlXPathFreeObject(found);
  buf_free(&full);
}

/* Names of the children of the activity in their order. */
static void children(const char *want) {
  struct buf b = {0};
  xmlXPathObjectPtr found = xmlXPathEvalExpression((const xmlChar *)"//iati-activity/*", context);
  for (int i = 0; i < found->nodesetval->nodeNr; i++)
    buf_printf(&b, "%s%s", i ? " " : "", (const char *)found->nodesetval->nodeTab[i]->name);
  assert_string_equal(b.data, want);
  xmlXPathFreeObject(found);
  buf_free(&b);
}

/* ---- pieces ---- */

static void escaped(struct str text, bool quoted, const char *want) {
  struct buf b = {0};
  iati_out_escape(&b, text, quoted);
  assert_string_equal(b.data ? b.data : "", want);
  buf_free(&b);
}

static void what_xml_cannot_hold_is_replaced(void **state) {
  (void)state;
  escaped(STR(""), false, "");
  escaped(STR("a<b>&\"c\""), false, "a&lt;b&gt;&amp;\"c\"");
  escaped(STR("a\"b\n\t\r"), true, "a&quot;b&#10;&#9;&#13;");
  escaped(STR("a\n\t\r"), false, "a\n\t&#13;");
  escaped(STR("]]>"), false, "]]&gt;");
  escaped(STR("a\x01"
              "b\x1f\0c"),
          false,
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD\xEF\xBF\xBD"
          "c");
  escaped(STR("\xff\xc3"), false, "\xEF\xBF\xBD\xEF\xBF\xBD");
  escaped(STR("\xEF\xBF\xBE \xEF\xBF\xBF"), false, "\xEF\xBF\xBD \xEF\xBF\xBD");
  escaped(STR("Caño 𝔸"), true, "Caño 𝔸");
}

static void days_and_percentages(void **state) {
  (void)state;
  static const char *const days[][2] = {{"2011-07-06", "2011-07-06"},
                                        {"2011-07", "2011-07-01"},
                                        {"2011", "2011-01-01"},
                                        {"", ""},
                                        {"2011-7", ""},
                                        {"06/07/2011", ""},
                                        {"2011x07", ""}};
  char day[11], percent[16];
  for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
    assert_int_equal(iati_part_day(str_from(days[i][0]), day), days[i][1][0] != 0);
    assert_string_equal(day, days[i][1]);
  }
  assert_string_equal(iati_part_percent(1000000, percent).p, "100");
  assert_string_equal(iati_part_percent(0, percent).p, "0");
  assert_string_equal(iati_part_percent(333333, percent).p, "33.3333");
  assert_string_equal(iati_part_percent(250000, percent).p, "25");
  assert_string_equal(iati_part_percent(1, percent).p, "0.0001");
}

static void addresses_are_addresses(void **state) {
  (void)state;
  static const char *const cases[][2] = {
      {"https://ex.org:80/a?b=1&c=%20#d", "https://ex.org:80/a?b=1&c=%20#d"},
      {"foto 1 ñ.jpg", "foto 1 ñ.jpg"},
      {"C:\\fotos\\x.jpg", "C:\\fotos\\x.jpg"},
      {"100%", "100%25"},
      {"%zz%4", "%25zz%254"},
      {"http://[bad", "http://%5Bbad"},
      {"::", "%3A%3A"},
      {"foto: 1", "foto: 1"},
      {"1: x", "1%3A x"},
      {"http://a:b:1/c:d", "http://a%3Ab:1/c:d"},
      {"x#y#z", "x#y%23z"},
      {"", ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct buf b = {0};
    iati_part_uri(&b, str_from(cases[i][0]));
    assert_string_equal(b.data ? b.data : "", cases[i][1]);
    buf_free(&b);
  }
}

/* ---- activities ---- */

static void extras_stand_where_the_schema_wants_them(void **state) {
  (void)state;
  open_activity("a-point");
  children("iati-identifier reporting-org title description description description participating-org other-identifier "
           "activity-status activity-date activity-date activity-date activity-date location sector budget budget "
           "transaction transaction transaction fss fecha total personas z");
  says("budget[1]/@id", "1");
  says("@hierarchy", "2");
  says("@x:a", "<\"&");
  says("@xml:base", "b");
  says("@cm:clase", "otra"); /* and not a second time */
  says("@*[namespace-uri() = 'urn:a}b']", "d");
  says("title/narrative[2]/@xml:space", "preserve");
  says("location/*[1]/@vocabulary", "G1");
  says("participating-org/@type", "70");
  says("participating-org/narrative[2]", "Zeta Foundation");
  says("activity-date[2]/narrative", "Primer viaje");
  says("activity-date[1]/narrative", "");
  close_file();
}

static void texts_are_grouped_by_language_and_keep_their_order(void **state) {
  (void)state;
  open_activity("a-point");
  says("title/narrative[1]", "Camión de basura");
  says("title/narrative[2]/@xml:lang", "en");
  says("title/narrative[2]/@cm:orden", "1");
  says("description[1]/@cm:clase", "objeto");
  says("description[2]/narrative[1]", "Una");
  says("description[2]/narrative[2]", "One");
  says("description[2]/narrative[2]/@xml:lang", "en");
  says("description[2]/narrative[2]/@cm:orden", "3");
  counts("description[2]/narrative", 2); /* the third would lose what was said of its description */
  close_file();
}

static void dates_keep_their_order_and_precision(void **state) {
  (void)state;
  open_activity("a-point");
  says("activity-date[3]/@iso-date", "2012-01-01");
  says("activity-date[3]/@cm:precision", "year");
  says("activity-date[4]/@cm:orden", "4");
  says("cm:fecha", "2009-03");
  says("cm:fecha/@cm:tipo", "signed");
  says("cm:fecha/@cm:orden", "3");
  close_file();
  open_activity("b-two"); /* one own date after none: as in the file */
  says("cm:fecha/@cm:orden", "");
  says("activity-date/@cm:supuesto", "*");
  says("activity-date/@iso-date", "2011-12-31");
  close_file();
}

static void money_reads_as_it_was_printed(void **state) {
  (void)state;
  open_activity("a-point");
  says("transaction[1]/value", "1.5");
  says("transaction[1]/value/@cm:texto", "");
  counts("transaction[1]/value/@cm:texto", 0);
  says("transaction[1]/transaction-date/@iso-date", "2011-02-01");
  says("transaction[1]/transaction-date/@cm:precision", "month");
  says("transaction[1]/value/@cm:supuesto", "value-date");
  says("transaction[1]/provider-org/@ref", "ES-1");
  says("transaction[2]/value", "1234.50");
  says("transaction[2]/value/@cm:texto", "1.234,50");
  says("transaction[2]/transaction-type/@cm:supuesto", "*");
  says("transaction[2]/transaction-date/@cm:supuesto", "*");
  says("transaction[2]/@cm:forma", "especie");
  says("transaction[3]/value", "-0.05");
  counts("transaction[3]/value[@cm:texto='']", 1); /* nothing was printed */
  says("cm:total", "100.00");
  close_file();
  open_activity("k-sum"); /* a sum is nothing that anybody stated */
  counts("cm:total", 0);
  close_file();
}

static void what_nobody_states_is_marked(void **state) {
  (void)state;
  open_activity("h-unknown");
  says("iati-identifier", "coopmap-h-unknown");
  says("iati-identifier/@cm:supuesto", "*");
  says("activity-date/@iso-date", IATI_NO_DATE);
  says("reporting-org/@cm:supuesto", "*");
  says("participating-org/@cm:supuesto", "*");
  says("activity-status/@cm:supuesto", "*");
  says("@cm:localizador", "fila <1>");
  close_file();
  open_activity("a-point");
  says("iati-identifier", "ES-1-a-point");
  says("iati-identifier/@cm:supuesto", "*");
  says("reporting-org/@cm:supuesto", "");
  close_file();
  open_activity("b-two");
  says("participating-org[1]/@cm:supuesto", "role");
  says("participating-org[2]/@cm:supuesto", "");
  close_file();
}

static void links_say_the_code_where_the_identifier_is_made(void **state) {
  (void)state;
  open_activity("m-child");
  says("related-activity/@ref", "coopmap-l-parent");
  says("related-activity/cm:proyecto", "l-parent");
  counts("related-activity", 1);
  says("cm:relacion/@cm:codigo", "a-point");
  says("cm:relacion/@cm:tipo", "same-as");
  close_file();
}

static void places_say_what_they_are(void **state) {
  (void)state;
  open_activity("a-point");
  says("location/point/pos", "10.305 -75.475");
  says("location/point/@cm:supuesto", "");
  says("location/@cm:area", "arroz-barato");
  close_file();
  open_activity("b-two");
  says("location[1]/@cm:parte", "25");
  says("location[1]/point/@cm:supuesto", "*");
  says("location[1]/name/@cm:supuesto", "*");
  says("location[1]/name/narrative", "Nelson Mandela");
  close_file();
  open_activity("e-outline");
  says("location/@cm:ambito", "outline");
  counts("location/cm:contorno[starts-with(., '{\"type\":\"MultiPolygon\",\"coordinates\":[[[[-75.52')]", 1);
  close_file();
}

static void every_actor_is_an_organisation(void **state) {
  (void)state;
  struct buf b = {0};
  iati_write_organisations_begin(&b, s);
  for (uint32_t i = 0; i < snapshot_actors(s); i++) iati_write_organisation(&b, s, i);
  iati_write_organisations_end(&b);
  read_file(&b);
  counts("iati-organisation", 3);
  counts("iati-organisation[@cm:codigo='aecid'][organisation-identifier='ES-1'][not(organisation-identifier/@*)]", 1);
  counts("iati-organisation[@cm:codigo='zeta'][organisation-identifier/@cm:supuesto='*'][not(@cm:tipo)]", 1);
  close_file();
  buf_free(&b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_xml_cannot_hold_is_replaced),
      cmocka_unit_test(days_and_percentages),
      cmocka_unit_test(addresses_are_addresses),
      cmocka_unit_test(extras_stand_where_the_schema_wants_them),
      cmocka_unit_test(texts_are_grouped_by_language_and_keep_their_order),
      cmocka_unit_test(dates_keep_their_order_and_precision),
      cmocka_unit_test(money_reads_as_it_was_printed),
      cmocka_unit_test(what_nobody_states_is_marked),
      cmocka_unit_test(links_say_the_code_where_the_identifier_is_made),
      cmocka_unit_test(places_say_what_they_are),
      cmocka_unit_test(every_actor_is_an_organisation),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
