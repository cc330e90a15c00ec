#include "unit.h"
#include "cli/options.h"

#define AT(field) offsetof(struct options, field)
static const struct option_spec help = {.name = "help", .kind = OPTION_FLAG, .at = AT(help), .es = "", .en = ""};
static const struct option_spec db = {
    .name = "db", .value = "FILE", .kind = OPTION_TEXT, .at = AT(db), .standard = "coopmap.db", .es = "", .en = ""};
static const struct option_spec port = {.name = "port",
                                        .value = "NUMBER",
                                        .kind = OPTION_INT,
                                        .at = AT(port),
                                        .standard = "8080",
                                        .max = 65535,
                                        .es = "",
                                        .en = ""};
static const struct option_spec crs = {
    .name = "crs", .value = "EPSG", .kind = OPTION_EPSG, .at = AT(crs), .min = 1024, .max = 999999, .es = "", .en = ""};
static const struct option_spec overlap = {
    .name = "overlap", .value = "HA", .kind = OPTION_REAL, .at = AT(overlap), .max = 10, .es = "", .en = ""};
static const struct option_spec match = {
    .name = "match", .value = "BY", .kind = OPTION_CHOICE, .at = AT(match), .choices = "code|name", .es = "", .en = ""};
static const struct option_spec dry_run = {
    .name = "dry-run", .kind = OPTION_FLAG, .at = AT(dry_run), .es = "", .en = ""};
static const struct option_spec *const table[] = {&help, &db, &port, &crs, &overlap, &match, &dry_run, NULL};
static const struct command command = {
    .name = "try", .arguments = "FILE", .n_arguments = 1, .es = "", .en = "", .examples = "", .options = table};

static bool parse(const char *line, struct options *o, struct err *e) {
  static char words[256];
  static char *argv[16];
  snprintf(words, sizeof words, "%s", line);
  int argc = 0;
  char *rest = words;
  for (char *word; (word = strsep(&rest, " ")) && argc < 15;) argv[argc++] = word;
  err_clear(e);
  return options_parse(&command, CLI_EN, argc, argv, o, e);
}

static void reads_options_around_the_argument(void **state) {
  (void)state;
  struct options o;
  struct err e;
  assert_true(parse("a.csv", &o, &e));
  assert_string_equal(o.arguments[0], "a.csv");
  assert_string_equal(o.db, "coopmap.db");
  assert_int_equal(o.port, 8080);
  assert_false(o.dry_run);
  assert_null(o.match);
  assert_true(parse("--db x.db --port=0 a.csv --dry-run --crs EPSG:9377 --overlap 0.5 --match name", &o, &e));
  assert_string_equal(o.arguments[0], "a.csv");
  assert_string_equal(o.db, "x.db");
  assert_int_equal(o.port, 0);
  assert_int_equal(o.crs, 9377);
  assert_true(o.overlap == 0.5 && o.dry_run);
  assert_string_equal(o.match, "name");
  assert_true(parse("--crs 4326 -- --db", &o, &e));
  assert_string_equal(o.arguments[0], "--db");
  assert_int_equal(o.crs, 4326);
  assert_true(parse("-", &o, &e));
  assert_true(parse("a --db=--x", &o, &e));
  assert_string_equal(o.db, "--x");
}

static void refuses_and_names_the_option(void **state) {
  (void)state;
  static const struct {
    const char *line, *named;
  } cases[] = {{"a --dbx y", "--dbx"},
               {"a --db", "--db"},
               {"a --db --dry-run", "--db"},
               {"a --db x --db y", "--db"},
               {"a --dry-run=1", "--dry-run"},
               {"a --port x", "--port"},
               {"a --port 65536", "65535"},
               {"a --port -1", "--port"},
               {"a --match na", "code|name"},
               {"a --overlap 1,5", "1,5"},
               {"a --crs EPSG:x", "--crs"},
               {"a --db=", "--db"},
               {"a -d", "two dashes"},
               {"a b", "\"b\""},
               {"--dry-run", "file"},
               {"a --crs 12", "1024"},
               {"a --d x", "--d"}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    struct options o;
    struct err e;
    if (parse(cases[i].line, &o, &e)) fail_msg("%s was taken", cases[i].line);
    assert_int_equal(e.kind, ERR_USAGE);
    if (!strstr(e.text, cases[i].named)) fail_msg("%s: %s", cases[i].line, e.text);
    assert_non_null(strstr(e.text, "coopmap try --help"));
  }
}

static void help_wins_over_mistakes(void **state) {
  (void)state;
  struct options o;
  struct err e;
  assert_true(parse("--nonsense --help", &o, &e) && o.help);
  assert_true(parse("-h", &o, &e) && o.help);
  assert_true(parse("-- --help", &o, &e) && !o.help);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_options_around_the_argument),
      cmocka_unit_test(refuses_and_names_the_option),
      cmocka_unit_test(help_wins_over_mistakes),
  };
  return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
