/* The tree of an IATI item, typed values out of it, elements as text again, and the queue between the threads. */
#include "unit.h"
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>
#include "ingest/iati_internal.h"
#include "ingest/place.h"

/* ---- a file from a text, its items into one activity after the other ---- */

struct seen {
  struct arena *arena;
  struct iati_map map;
  struct iati_activity out;
  struct iati_node *root; /* of the last item */
  const char *too;
  unsigned items, strays;
  char version[16];
  void (*on_item)(struct seen *s);
};

static bool on_head(void *user, const struct iati_head *head, struct err *e) {
  struct seen *s = user;
  (void)e;
  snprintf(s->version, sizeof s->version, "%.*s", STR_ARG(head->version));
  return true;
}

static struct arena *on_arena(void *user) {
  struct seen *s = user;
  arena_reset(s->arena);
  return s->arena;
}

static bool on_item(void *user, const struct iati_item *item, struct err *e) {
  struct seen *s = user;
  (void)e;
  s->items++;
  s->too = item->too;
  s->root = item->root;
  s->out = (struct iati_activity){.arena = s->arena};
  s->out.last_message = &s->out.messages;
  s->map = (struct iati_map){.out = &s->out, .arena = s->arena, .lang = STR("es")};
  if (s->on_item && item->root) s->on_item(s);
  return true;
}

static void on_stray(void *user, struct str name, uint32_t line) {
  struct seen *s = user;
  (void)name, (void)line;
  s->strays++;
}

static void on_piece(void *user, const void *bytes, size_t n) { (void)user, (void)bytes, (void)n; }

static bool read_text(struct seen *s, const char *text, struct err *e) {
  char path[] = "/tmp/coopmap-iati-XXXXXX";
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
  close(fd);
  s->arena = arena_new(0);
  struct iati_handler h = {s, on_head, on_arena, on_item, on_stray, on_piece};
  bool ok = iati_read(path, &h, e);
  unlink(path);
  arena_free(s->arena);
  return ok;
}

#define FILE_OF(inside) "<iati-activities version=\"2.03\" xmlns:cm=\"urn:coopmap:iati:1\">" inside "</iati-activities>"
#define ACTIVITY(inside) FILE_OF("<iati-activity>" inside "</iati-activity>")

static void with_item(const char *text, void (*check)(struct seen *s)) {
  struct seen s = {.on_item = check};
  struct err e = {0};
  if (!read_text(&s, text, &e)) fail_msg("%s", e.text);
  assert_int_equal(s.items, 1);
}

static void expect_str(struct str got, const char *want) {
  char text[512];
  snprintf(text, sizeof text, "%.*s", STR_ARG(got));
  assert_string_equal(text, want);
}

/* ---- the tree ---- */

static void check_tree(struct seen *s) {
  struct iati_node *title = iati_take(s->root, WORD_TITLE), *node = NULL;
  assert_non_null(title);
  assert_null(iati_take(s->root, WORD_TITLE));
  assert_int_equal(iati_count(title, WORD_NARRATIVE), 3);
  expect_str(iati_narrative(&s->map, title, &node), "uno & dos <b> tres");
  expect_str(iati_lang(&s->map, node), "es");
  expect_str(iati_narrative(&s->map, title, &node), "four");
  expect_str(iati_lang(&s->map, node), "en");
  assert_int_equal(iati_narrative(&s->map, title, &node).n, 0);
  assert_null(iati_take(s->root, WORD_ACTIVITY_STATUS)); /* filler */
  struct iati_node *party = iati_take(s->root, WORD_PARTICIPATING_ORG);
  assert_false(iati_has_attribute(party, WORD_ROLE)); /* filler too */
  expect_str(iati_attribute(party, WORD_OWN_CODE), "x");
  expect_str(iati_attribute(party, WORD_REF), "");
}

static void reads_a_tree(void **state) {
  (void)state;
  with_item(
      ACTIVITY(
          "<title> <narrative xml:lang=\"fr\"/><narrative> uno &amp; <!-- no -->dos <![CDATA[<b>]]> tres\n</narrative>"
          "<narrative xml:lang=\"en\">four</narrative></title><activity-status code=\"1\" cm:supuesto=\"*\"/>"
          "<participating-org role=\"1\" cm:codigo=\"x\" cm:supuesto=\"type role\"/>"),
      check_tree);
}

static void other_names_for_our_prefix(void **state) {
  (void)state;
  struct seen s = {0};
  struct err e = {0};
  assert_true(read_text(&s,
                        "<iati-activities version='2.02' "
                        "xmlns:q='urn:coopmap:iati:1'><x/><q:iati-activity/><iati-activity/></iati-activities>",
                        &e));
  assert_int_equal(s.items, 1);
  assert_int_equal(s.strays, 2);
  assert_string_equal(s.version, "2.02");
}

/* libxml2 warns of these: no reason to refuse them. */
static void takes_odd_namespaces(void **state) {
  (void)state;
  struct seen s = {0};
  struct err e = {0};
  assert_true(read_text(&s,
                        FILE_OF("<iati-activity xmlns:p=\"x\" xmlns:q=\"urn:q\" xml:lang=\"\" "
                                "xml:space=\"y\"><p:a q:b=\"\"/></iati-activity>"),
                        &e));
  assert_int_equal(s.items, 1);
}

static void every_word_is_found(void **state) {
  (void)state;
  struct iati_words w;
  iati_words_fill(&w);
  for (int i = 1; i < WORD_COUNT; i++) {
    enum iati_space space = i == WORD_XML_LANG     ? IATI_SPACE_XML
                            : i >= WORD_OWN_FILLER ? IATI_SPACE_OWN
                                                   : IATI_SPACE_NONE;
    assert_int_equal(iati_words_find(&w, iati_word_name((enum iati_word)i), space), i);
    assert_int_equal(iati_words_find(&w, iati_word_name((enum iati_word)i), IATI_SPACE_OTHER), WORD_NONE);
  }
  assert_int_equal(iati_words_find(&w, STR("narrativ"), IATI_SPACE_NONE), WORD_NONE);
}

static void refuses_what_is_no_xml(void **state) {
  (void)state;
  static const char *const bad[] = {"",
                                    "<",
                                    "<iati-activities",
                                    "<a/>",
                                    FILE_OF("&x;"),
                                    FILE_OF("") "x",
                                    "<!DOCTYPE iati-activities><iati-activities/>",
                                    FILE_OF("<a></b>"),
                                    FILE_OF("\xff"),
                                    "<iati-activities><cm:x/></iati-activities>",
                                    "<?xml version='1.0' encoding='x-none'?>" FILE_OF("")};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    struct seen s = {0};
    struct err e = {0};
    if (read_text(&s, bad[i], &e)) fail_msg("%zu was read", i);
    assert_int_equal(e.kind, ERR_INPUT);
    assert_non_null(strstr(e.text, "line "));
  }
}

/* ---- elements as text ---- */

static void check_written(struct seen *s) {
  expect_str(iati_write_node(s->arena, s->root->first),
             "<n1:a xmlns:n1=\"urn:a\" x=\"&quot;&lt;&amp;&#10;&gt;\" xml:lang=\"es\">t &lt; &amp;<b n1:y=\"1\"/><n2:c "
             "xmlns:n2=\"urn:b&amp;c\" "
             "xmlns:cm=\"urn:coopmap:iati:1\" cm:z=\"'\"><n2:d/></n2:c><n2:e xmlns:n2=\"urn:b&amp;c\"/></n1:a>");
}

static void writes_an_element_with_its_namespaces(void **state) {
  (void)state;
  with_item(ACTIVITY("<p:a xmlns:p=\"urn:a\" x=\"&quot;&lt;&amp;&#10;>\" xml:lang=\"es\">t &lt; &amp;<b p:y=\"1\"/> "
                     "<q:c xmlns:q=\"urn:b&amp;c\" "
                     "cm:z=\"'\"><q:d/></q:c>\n<c:e xmlns:c=\"urn:b&amp;c\"/></p:a>"),
            check_written);
}

static void sorts_extras_and_keeps_equals(void **state) {
  (void)state;
  struct arena *a = arena_new(0);
  enum { N = 300 };
  struct project_extra list[N];
  char text[N][8];
  for (size_t i = 0; i < N; i++) {
    snprintf(text[i], sizeof text[i], "%zu", i);
    list[i] = (struct project_extra){.owner = i % 2 ? STR("b") : STR(""),
                                     .rank = i % 7,
                                     .name = i % 3 ? STR("n") : STR("@n"),
                                     .xml = str_from(text[i])};
  }
  iati_sort_extras(a, list, N);
  for (size_t i = 1; i < N; i++) {
    const struct project_extra *x = &list[i - 1], *y = &list[i];
    int c = str_cmp(x->owner, y->owner);
    if (c == 0) c = (x->rank > y->rank) - (x->rank < y->rank);
    if (c == 0) c = str_cmp(x->name, y->name);
    assert_true(c <= 0);
    if (c == 0) assert_true(atoi(x->xml.p) < atoi(y->xml.p));
  }
  arena_free(a);
}

/* ---- values ---- */

static void check_values(struct seen *s) {
  struct iati_map *m = &s->map;
  struct iati_node *n = s->root;
  static const struct {
    const char *text;
    long long minor; /* -1: refused */
  } money[] = {{"1", 100},
               {" +1.5 ", 150},
               {"-0.005", -1},
               {".5", 50},
               {"5.", 500},
               {"0.004", 0},
               {"12345678901234.56", 1234567890123456},
               {"", -1},
               {"1,5", -1},
               {"1.2.3", -1},
               {"--1", -1},
               {"1 2", -1},
               {"1e3", -1},
               {"NaN", -1},
               {".", -1},
               {"$5", -1},
               {"123456789012345678901234567890123456789", -1}};
  for (size_t i = 0; i < sizeof money / sizeof *money; i++) {
    i128 minor = -1;
    bool ok = iati_money(m, n, NULL, str_from(money[i].text), &minor);
    if (!ok) minor = -1;
    if (minor != money[i].minor) fail_msg("%s", money[i].text);
  }
  expect_str(iati_date(m, n, NULL, STR("2011-07-06"), (struct str){0}), "2011-07-06");
  expect_str(iati_date(m, n, NULL, STR(" 2011-07-06-05:00 "), STR("month")), "2011-07");
  expect_str(iati_date(m, n, NULL, STR("2011-07-06Z"), STR("year")), "2011");
  static const char *const dates[] = {
      "", "2011", "2011-7-6", "2011-02-29", "06/07/2011", "2011-07-06T00:00:00", "2011-07-06+5"};
  for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
    assert_int_equal(iati_date(m, n, NULL, str_from(dates[i]), (struct str){0}).n, 0);
  assert_int_equal(iati_date(m, n, NULL, STR("2011-07-06"), STR("hour")).n, 0);
  bool exact;
  assert_int_equal(iati_percent(m, n, WORD_PERCENTAGE, &exact), 333333);
  assert_false(exact);
  assert_int_equal(iati_percent(m, n, WORD_VALUE, NULL), -1);
  assert_int_equal(iati_bool(m, n, WORD_ASCENDING, -1), 1);
  assert_int_equal(iati_bool(m, n, WORD_CODE, -1), -1);
  assert_true(m->out->refused);
}

static void reads_values_strictly(void **state) {
  (void)state;
  with_item(FILE_OF("<iati-activity percentage=\"33.33333333\" value=\"100.0001\" ascending=\"true\"/>"), check_values);
}

static void judges_points(void **state) {
  (void)state;
  static const struct {
    double lon, lat;
    enum place_fault fault;
  } points[] = {{-75.5, 10.4, PLACE_FINE},
                {10.4, -75.5, PLACE_SWAPPED},
                {75.5, 10.4, PLACE_SIGN_LOST},
                {-755253, 10.4, PLACE_DOT_LOST},
                {-755253, 104236, PLACE_DOT_LOST},
                {755253, 104236, PLACE_DOT_LOST},
                {0, 0, PLACE_WHOLE},
                {-75, 10, PLACE_WHOLE},
                {-3.7, 40.4, PLACE_OUTSIDE},
                {-755253, 95.5, PLACE_DOT_LOST},
                {999, -0.0, PLACE_OUTSIDE}};
  for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
    double lon, lat;
    enum place_fault got = place_judge_point(points[i].lon, points[i].lat, &lon, &lat);
    if (got != points[i].fault) fail_msg("%g %g: %d", points[i].lon, points[i].lat, got);
  }
}

/* ---- the queue ---- */

enum { MANY = 20000 };
struct work {
  struct iati_queue *queue;
  uint64_t made;
};

static void *fill(void *user) {
  struct work *w = user;
  for (uint64_t i = 1; i <= MANY + 1; i++) {
    struct iati_activity *a = iati_queue_blank(w->queue);
    if (!a) return NULL;
    a->ordinal = i;
    a->end = i == MANY + 1;
    w->made = i;
    iati_queue_put(w->queue);
  }
  return NULL;
}

static void hands_everything_over_in_order(void **state) {
  (void)state;
  struct work w = {iati_queue_new(), 0};
  pthread_t thread;
  uint64_t n = 0;
  assert_int_equal(pthread_create(&thread, NULL, fill, &w), 0);
  for (;;) {
    struct iati_activity *a = iati_queue_get(w.queue);
    if (a->end) break;
    assert_int_equal(a->ordinal, ++n);
    iati_queue_return(w.queue);
  }
  pthread_join(thread, NULL);
  assert_int_equal(n, MANY);
  iati_queue_free(w.queue);
}

static void gives_up_a_waiting_reader(void **state) {
  (void)state;
  struct work w = {iati_queue_new(), 0};
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, fill, &w), 0);
  iati_queue_get(w.queue);
  iati_queue_give_up(w.queue);
  pthread_join(thread, NULL);
  assert_true(w.made <= 66);
  iati_queue_free(w.queue);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_a_tree),
      cmocka_unit_test(other_names_for_our_prefix),
      cmocka_unit_test(takes_odd_namespaces),
      cmocka_unit_test(every_word_is_found),
      cmocka_unit_test(refuses_what_is_no_xml),
      cmocka_unit_test(writes_an_element_with_its_namespaces),
      cmocka_unit_test(sorts_extras_and_keeps_equals),
      cmocka_unit_test(reads_values_strictly),
      cmocka_unit_test(judges_points),
      cmocka_unit_test(hands_everything_over_in_order),
      cmocka_unit_test(gives_up_a_waiting_reader),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
