/* Store -> snapshot: each step reads a few tables once, in the order of their keys, and leaves finished sections. */
#include "snapshot/build.h"
#include <pthread.h>
#include <stdlib.h>
#include "builder.h"
#include "core/buf.h"
#include "core/mem.h"

/* A step on a thread of its own, over a copy of the builder: it reads what is finished and leaves sections that no other step
 * makes. Meanwhile nobody moves what it reads, and it alone adds to the text, if it does. */
struct beside {
  struct builder copy;
  bool (*step)(struct builder *b, struct err *e);
  struct err err;
  bool ok, on_thread;
  pthread_t thread;
};

static void *beside_run(void *user) {
  struct beside *s = user;
  s->ok = s->step(&s->copy, &s->err);
  return NULL;
}

static void beside_start(struct beside *s, const struct builder *b, bool (*step)(struct builder *b, struct err *e)) {
  *s = (struct beside){.copy = *b, .step = step};
  s->on_thread = pthread_create(&s->thread, NULL, beside_run, s) == 0;
  if (!s->on_thread) beside_run(s);
}

/* Wait, and take what it made. */
static bool beside_join(struct beside *s, struct builder *b, struct err *e) {
  if (s->on_thread) pthread_join(s->thread, NULL);
  for (unsigned i = 0; i < SNAP_SECTIONS; i++)
    if (!b->out[i].data) b->out[i] = s->copy.out[i];
  if (!s->ok) *e = s->err;
  return s->ok;
}

static bool nest_areas(struct builder *b, struct err *e) {
  build_area_tree(b);
  return build_nesting(b, e);
}

static bool list_words(struct builder *b, struct err *e) {
  (void)e;
  build_words(b);
  return true;
}

/* What lies on no map. */
static bool read_lists(struct builder *b, struct err *e) {
  return build_actors(b, e) && build_projects(b, e) && build_related(b, e) && build_details(b, e) &&
         build_parties(b, e) && build_records(b, e) && build_changes(b, e);
}

static bool read_map(struct builder *b, struct err *e) {
  struct beside areas;
  if (!build_sources(b, e) || !build_areas(b, e)) return false;
  beside_start(&areas, b, nest_areas);
  bool ok = read_lists(b, e);
  /* Outlines of places go where the shapes of areas are: nobody may be reading there. */
  return beside_join(&areas, b, ok ? e : &areas.err) && ok && build_places(b, e);
}

/* What follows from what was read. */
static void derive(struct builder *b, struct err *e) {
  struct beside words;
  beside_start(&words, b, list_words);
  build_points(b);
  build_touches(b);
  build_totals(b);
  beside_join(&words, b, e);
  b->text = words.copy.text;
  b->text_len = words.copy.text_len;
  b->text_cap = words.copy.text_cap;
  b->text_too_long |= words.copy.text_too_long;
}

static bool make_sections(struct builder *b, int64_t *version, struct err *e) {
  if (!db_data_version(b->db, version, e)) return false;
  struct finding_search *search = finding_search_start(b->db, *version);
  bool ok = read_map(b, e);
  if (ok) derive(b, e);
  ok = ok && build_findings(b, search, e);
  finding_search_free(search);
  return ok;
}

/* What grew with every step, once it is whole. */
static bool finish(struct builder *b, struct err *e) {
  builder_set(b, SNAP_SEC_shape, b->shape, b->n_shape);
  builder_set(b, SNAP_SEC_shape_xy, b->shape_xy, b->n_xy);
  builder_set(b, SNAP_SEC_shape_ring, b->shape_ring, b->n_ring);
  builder_set(b, SNAP_SEC_shape_part, b->shape_part, b->n_part);
  builder_set(b, SNAP_SEC_code, b->codes.ref, b->codes.n);
  builder_set(b, SNAP_SEC_date, b->dates.ref, b->dates.n);
  builder_set(b, SNAP_SEC_term, b->terms.ref, b->terms.n);
  builder_set(b, SNAP_SEC_text, b->text, b->text_len);
  if (b->text_too_long)
    return err_set(e, ERR_LIMIT, "a text in the store is longer than 16 MB; shorten it and ingest it again");
  if (b->codes.n > UINT16_MAX)
    return err_set(e, ERR_LIMIT,
                   "the store uses more than %d different codes; kinds, themes and the like come from lists",
                   UINT16_MAX);
  return true;
}

/* A column that says nothing takes no room. */
static void leave_out_empty(struct builder *b) {
  /* One entry a line. */
  // clang-format off
  static const enum snap_section optional[] = {SNAP_SEC_project_parent,      SNAP_SEC_project_status,
                                               SNAP_SEC_project_cooperation, SNAP_SEC_project_modality,
                                               SNAP_SEC_project_theme,       SNAP_SEC_project_currency,
                                               SNAP_SEC_project_year,        SNAP_SEC_project_signed,
                                               SNAP_SEC_project_start,       SNAP_SEC_project_end,
                                               SNAP_SEC_project_monetised,   SNAP_SEC_project_value,
                                               SNAP_SEC_project_people,      SNAP_SEC_project_iati,
                                               SNAP_SEC_project_vigencia,    SNAP_SEC_project_note,
                                               SNAP_SEC_project_value_raw,   SNAP_SEC_project_people_raw,
                                               SNAP_SEC_project_people_unit, SNAP_SEC_project_locator,
                                               SNAP_SEC_project_raw,         SNAP_SEC_project_standard,
                                               SNAP_SEC_project_batch,       SNAP_SEC_project_rate,
                                               SNAP_SEC_transaction,         SNAP_SEC_reach};
  // clang-format on
  for (size_t i = 0; i < sizeof optional / sizeof *optional; i++) {
    struct snap_out *o = &b->out[optional[i]];
    const char *p = o->data;
    size_t n = o->count * snapshot_element_size(optional[i]);
    if (n == 0 || (p[0] == 0 && memcmp(p, p + 1, n - 1) == 0)) o->count = 0;
  }
}

static void builder_free(struct builder *b) {
  bool shapes_are_out = b->out[SNAP_SEC_shape].data == b->shape;
  if (!shapes_are_out) {
    free(b->shape);
    free(b->shape_xy);
    free(b->shape_ring);
    free(b->shape_part);
  }
  if (b->out[SNAP_SEC_code].data != b->codes.ref) free(b->codes.ref);
  if (b->out[SNAP_SEC_date].data != b->dates.ref) free(b->dates.ref);
  if (b->out[SNAP_SEC_term].data != b->terms.ref) free(b->terms.ref);
  if (b->out[SNAP_SEC_text].data != b->text) free(b->text);
  b->codes.ref = b->dates.ref = b->terms.ref = NULL; /* whoever had them, they go once: here or with their section */
  lexicon_free(&b->codes);
  lexicon_free(&b->dates);
  lexicon_free(&b->terms);
  for (unsigned i = 0; i < SNAP_SECTIONS; i++) free(b->out[i].data);
  struct id_map *maps[] = {&b->documents, &b->batches, &b->claims, &b->areas, &b->actors, &b->projects, &b->rates};
  for (size_t i = 0; i < sizeof maps / sizeof *maps; i++) id_map_free(maps[i]);
  free(b->claim);
  arena_free(b->scratch);
}

bool snapshot_build(struct db *d, const char *path, struct err *e) {
  struct builder *b = mem_calloc(1, sizeof *b);
  b->db = d;
  b->scratch = arena_new(1 << 16);
  lexicon_add(b, &b->codes, STR("")); /* number 0 is the empty one, in all three */
  lexicon_add(b, &b->dates, STR(""));
  lexicon_add(b, &b->terms, STR(""));
  int64_t version = 0;
  bool ok = db_begin(d, e);
  if (ok) {
    ok = make_sections(b, &version, e);
    db_rollback(d); /* nothing was written */
  }
  ok = ok && finish(b, e);
  if (ok) {
    leave_out_empty(b);
    struct buf beside = {0};
    buf_printf(&beside, "%s.snapshot", db_path(d));
    ok = snapshot_write(path ? path : beside.data, version, b->out, e);
    buf_free(&beside);
  } else {
    err_context(e, "the snapshot could not be built");
  }
  builder_free(b);
  free(b);
  return ok;
}
