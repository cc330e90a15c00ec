/* What IATI and the fuller sheets say of a project: every list and field to the store and back, changes, and what a poorer source
 * leaves as it is. */
#include <math.h>
#include "batch_fixture.h"
#include "domain/project.h"

static int64_t area, actor;

static int set_up(void **state) {
  (void)state;
  begin_batch("projects", "INSERT INTO claim (document_id, batch_id) SELECT document_id, id FROM import_batch;"
                          "INSERT INTO organisation (code, name, batch_id) VALUES ('uno', 'Uno', 1)");
  area = fixture_number(d, "SELECT id FROM area WHERE code = 'arroz-barato'");
  actor = fixture_number(d, "SELECT id FROM organisation");
  return 0;
}

static const struct project_total totals[] = {{3300000000000, STR("$33.000 Millones COP"), STR("COP"), STR("total")},
                                              {((i128)1 << 90), STR("muchos"), STR("EUR"), {0}}};
static const struct project_group groups[] = {{-1, false, false, {0}, STR("ciudadanía en general"), 0},
                                              {3140, true, true, STR("habitantes"), STR("3.140 habitantes"), 0}};
static const struct project_result results[] = {{STR("1"), STR("Redes"), STR("Tubos"), 1},
                                                {STR("2"), STR("Salud"), {0}, -1}};
static const struct project_indicator indicators[] = {{1, STR("1"), STR("Casos"), {0}, STR("2010"), STR("12"), 0},
                                                      {0, STR("2"), STR("Cobertura"), STR("%"), {0}, {0}, -1}};
static const struct project_period periods[] = {{1, STR("2011-01-01"), STR("2011-12-31"), STR("90"), STR("87,5")},
                                                {0, {0}, {0}, {0}, STR("3")}};
static const struct project_link links[] = {{STR("https://example.org/a.pdf"), STR("application/pdf"), STR("A09"),
                                             STR("Convenio"), STR("es"), STR("2011-07-06")},
                                            {STR("foto.jpg"), {0}, {0}, {0}, {0}, {0}}};
static const struct project_extra extras[] = {{STR(""), STR("contact-info"), STR("<contact-info/>"), 0},
                                              {STR("transaction"), STR("@humanitarian"), STR("1"), 3}};

/* Everything that the model holds beyond a plain CSV. `parts` and `places` are the caller's. */
static struct project full(struct project_contribution *parts, struct project_location *places) {
  parts[0] = (struct project_contribution){.provider_id = actor,
                                           .receiver_id = actor,
                                           .amount = 100,
                                           .amount_raw = STR("1"),
                                           .currency = STR("COP"),
                                           .form = STR("especie"),
                                           .valuation = STR("avalúo"),
                                           .transaction_type = STR("2"),
                                           .date = STR("2011-07-06"),
                                           .flow_type = STR("10"),
                                           .finance_type = STR("110"),
                                           .aid_type = STR("C01")};
  parts[1] = parts[0];
  parts[1].aid_type = STR("D02");
  places[0] = (struct project_location){.scope = STR("area"),
                                        .area_id = area,
                                        .share_basis = STR("stated"),
                                        .class = STR("2"),
                                        .precision = STR("3"),
                                        .share_ppm = 500000,
                                        .share_people_ppm = 250000,
                                        .lon = NAN,
                                        .lat = NAN};
  return (struct project){.code = STR("x"),
                          .kind = STR("proyecto"),
                          .title = STR("T"),
                          .people = -1,
                          .scope = STR("7"),
                          .collaboration_type = STR("1"),
                          .lang = STR("en"),
                          .flow_type = STR("10"),
                          .finance_type = STR("110"),
                          .aid_type = STR("C01"),
                          .tied_status = STR("5"),
                          .updated = STR("2011-07-06T10:00:00Z"),
                          .reporting_id = actor,
                          .contributions = parts,
                          .n_contributions = 2,
                          .locations = places,
                          .n_locations = 1,
                          .totals = totals,
                          .n_totals = 2,
                          .groups = groups,
                          .n_groups = 2,
                          .results = results,
                          .n_results = 2,
                          .indicators = indicators,
                          .n_indicators = 2,
                          .periods = periods,
                          .n_periods = 2,
                          .links = links,
                          .n_links = 2,
                          .extras = extras,
                          .n_extras = 2};
}

static enum project_saved save(struct project *p) {
  struct err e = {0};
  enum project_saved what;
  fixture_must(project_save(d, &batch, p, &(struct project_source){.locator = STR("fila 2")}, false, &what, &e), &e);
  return what;
}
/* The stored project as JSON; the caller frees. */
static struct buf stored(void) {
  struct arena *a = arena_new(0);
  struct project p;
  struct err e = {0};
  struct buf b = {0};
  fixture_must(project_load(d, a, STR("x"), &p, &e), &e);
  project_write_json(&b, &p);
  arena_free(a);
  return b;
}

static void test_round_trip(void **state) {
  (void)state;
  struct project_contribution parts[2];
  struct project_location places[1];
  struct project p = full(parts, places);
  struct buf want = {0};
  project_write_json(&want, &p);
  assert_int_equal(save(&p), PROJECT_ADDED);
  struct buf got = stored();
  assert_string_equal(got.data, want.data);
  assert_int_equal(save(&p), PROJECT_SAME);
  assert_string_equal(
      fixture_text(d, "SELECT amount_dec || coalesce(amount_minor, '-') FROM stated_total WHERE rank = 1"),
      "12379400392853802748991242.24-");
  assert_string_equal(fixture_text(d, "SELECT min(r.title || i.title || p.actual_value) || count(*) FROM result r JOIN "
                                      "indicator i ON i.result_id = r.id "
                                      "JOIN indicator_period p ON p.indicator_id = i.id"),
                      "RedesCobertura87,52");
  buf_free(&want);
  buf_free(&got);
}

static void test_a_plain_project_reads_as_before(void **state) {
  (void)state;
  struct project p = {.code = STR("x"), .kind = STR("proyecto"), .title = STR("T"), .people = -1};
  save(&p);
  struct buf got = stored();
  assert_string_equal(got.data,
                      "{\"code\":\"x\",\"kind\":\"proyecto\",\"title\":\"T\",\"no_disbursement\":false,\"people_"
                      "approx\":false,\"narratives\":[],\"dates\":[],"
                      "\"classifications\":[],\"parties\":[],\"contributions\":[],\"locations\":[],\"related\":[]}");
  buf_free(&got);
}

static int64_t rows_of_lists(void) {
  return fixture_number(d, "SELECT (SELECT count(*) FROM stated_total) + (SELECT count(*) FROM beneficiary_group) + "
                           "(SELECT count(*) FROM result) + (SELECT count(*) FROM indicator) + "
                           "(SELECT count(*) FROM indicator_period) + (SELECT count(*) FROM document_link) + (SELECT "
                           "count(*) FROM activity_extra)");
}

static void test_a_change_replaces_everything(void **state) {
  (void)state;
  struct project_contribution parts[2];
  struct project_location places[1];
  struct project p = full(parts, places);
  save(&p);
  assert_int_equal(rows_of_lists(), 14);
  struct project less = p;
  less.n_results = 1;
  less.n_indicators = 0;
  less.n_periods = 0;
  assert_int_equal(save(&less), PROJECT_CHANGED);
  assert_int_equal(rows_of_lists(), 9);
  struct project bare = {.code = STR("x"), .kind = STR("proyecto"), .title = STR("T"), .people = -1};
  assert_int_equal(save(&bare), PROJECT_CHANGED);
  assert_int_equal(rows_of_lists(), 0);
  assert_int_equal(fixture_number(d, "SELECT json_array_length(before_json, '$.totals') FROM history ORDER BY id DESC"),
                   2);
  assert_int_equal(fixture_number(d, "SELECT reporting_id IS NULL AND tied_status IS NULL FROM activity"), 1);
}

static void test_a_poorer_source_keeps_what_it_cannot_carry(void **state) {
  (void)state;
  struct project_contribution parts[2], poor_parts[2];
  struct project_location places[1], poor_places[1];
  struct project p = full(parts, places);
  save(&p);
  struct buf before = stored();
  struct project poor = {.code = STR("x"),
                         .kind = STR("proyecto"),
                         .title = STR("T"),
                         .people = -1,
                         .contributions = poor_parts,
                         .n_contributions = 2,
                         .locations = poor_places,
                         .n_locations = 1,
                         .keep = PROJECT_KEEP_TOTALS | PROJECT_KEEP_GROUPS | PROJECT_KEEP_RESULTS | PROJECT_KEEP_LINKS |
                                 PROJECT_KEEP_EXTRAS | PROJECT_KEEP_IATI};
  memcpy(poor_parts, parts, sizeof parts);
  memcpy(poor_places, places, sizeof places);
  for (int i = 0; i < 2; i++)
    poor_parts[i].flow_type = poor_parts[i].finance_type = poor_parts[i].aid_type = (struct str){0};
  poor_places[0].class = poor_places[0].precision = (struct str){0};
  assert_int_equal(save(&poor), PROJECT_SAME);
  assert_int_equal(poor.n_totals, 0); /* the caller's project is as it was */
  int64_t first = fixture_number(d, "SELECT min(claim_id) FROM stated_total");
  poor.title = STR("U");
  poor_parts[1].amount = 200; /* another part now: it keeps nothing */
  assert_int_equal(save(&poor), PROJECT_CHANGED);
  struct buf after = stored();
  assert_null(strstr(after.data, "D02"));
  assert_non_null(strstr(after.data, "\"aid_type\":\"C01\""));
  assert_non_null(strstr(after.data, "\"precision\":\"3\""));
  assert_int_equal(rows_of_lists(), 14);
  assert_int_equal(fixture_number(d, "SELECT max(claim_id) FROM stated_total"),
                   first); /* still the statement that said it */
  poor.keep = PROJECT_KEEP_RESULTS;
  assert_int_equal(save(&poor), PROJECT_CHANGED);
  assert_int_equal(rows_of_lists(), 6);
  poor.keep |= PROJECT_KEEP_LINKS; /* nothing to keep is nothing to change */
  assert_int_equal(save(&poor), PROJECT_SAME);
  buf_free(&before);
  buf_free(&after);
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
  const struct CMUnitTest tests[] = {EACH(test_round_trip), EACH(test_a_plain_project_reads_as_before),
                                     EACH(test_a_change_replaces_everything),
                                     EACH(test_a_poorer_source_keeps_what_it_cannot_carry)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
