/* Projects: one column for each fact, in code order, and their actors. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "core/text.h"

static const char *const sql_projects =
    "SELECT id, code, title, kind, activity_status, cooperation_type, modality, no_disbursement, total_minor, "
    "total_dec,"
    " total_raw, currency, people, people_raw, people_unit, people_approx, vigencia_raw, place_note, iati_identifier,"
    " claim_id, batch_id, activity_scope, collaboration_type, lang, flow_type, finance_type, aid_type, tied_status, "
    "updated,"
    " reporting_id FROM activity ORDER BY id";

/* Columns read from `activity`: they come in id order and are put into code order together. */
struct columns {
  snap_ref *code, *title, *iati, *vigencia, *note, *value_raw, *people_raw, *people_unit, *locator, *raw;
  uint16_t *flags, *kind, *status, *cooperation, *modality, *currency;
  struct snap_i128 *value;
  int64_t *people;
  uint32_t *document, *batch, *rate;
  struct snap_rec_iati *standard;
};

// clang-format off
#define COLUMN_LIST(C) \
  C(code) C(title) C(iati) C(vigencia) C(note) C(value_raw) C(people_raw) C(people_unit) C(locator) C(raw) \
  C(flags) C(kind) C(status) C(cooperation) C(modality) C(currency) C(value) C(people) C(document) \
  C(batch) C(rate) C(standard)
// clang-format on

static void columns_new(struct builder *b, struct columns *c, size_t n) {
#define NEW(name) c->name = builder_zeros(b, SNAP_SEC_project_##name, n);
  COLUMN_LIST(NEW)
#undef NEW
}

static void columns_order(struct columns *c, size_t n, const uint32_t *order) {
#define ORDER(name) builder_permute(c->name, n, sizeof *c->name, order);
  COLUMN_LIST(ORDER)
#undef ORDER
}

static void read_source(struct builder *b, struct db_stmt *s, struct columns *c, size_t i) {
  uint32_t claim = builder_row(&b->claims, s, 19);
  const struct claim none = {0, 0, SNAPSHOT_NONE, 0}, *from = claim == SNAPSHOT_NONE ? &none : &b->claim[claim];
  c->document[i] = from->document;
  c->locator[i] = from->locator;
  c->raw[i] = from->raw;
  c->rate[i] = from->rate;
}

static void read_standard(struct builder *b, struct db_stmt *s, struct snap_rec_iati *out) {
  *out = (struct snap_rec_iati){.scope = builder_code(b, s, 21),
                                .collaboration = builder_code(b, s, 22),
                                .lang = builder_code(b, s, 23),
                                .flow = builder_code(b, s, 24),
                                .finance = builder_code(b, s, 25),
                                .aid = builder_code(b, s, 26),
                                .tied = builder_code(b, s, 27),
                                .updated = builder_column(b, s, 28),
                                .reporting = builder_row(&b->actors, s, 29) + 1};
}

static bool read_row(struct builder *b, struct db_stmt *s, struct columns *c, size_t i, struct err *e) {
  c->code[i] = builder_column(b, s, 1);
  c->title[i] = builder_column(b, s, 2);
  c->kind[i] = builder_code(b, s, 3);
  c->status[i] = builder_code(b, s, 4);
  c->cooperation[i] = builder_code(b, s, 5);
  c->modality[i] = builder_code(b, s, 6);
  bool has;
  i128 value;
  if (!builder_money(s, 8, 9, &has, &value, e)) return false;
  c->value[i] = snap_i128_put(value);
  c->value_raw[i] = builder_column(b, s, 10);
  c->currency[i] = builder_code(b, s, 11);
  if (!builder_people(s, 12, &c->people[i], e)) return false;
  c->people_raw[i] = builder_column(b, s, 13);
  c->people_unit[i] = builder_column(b, s, 14);
  c->vigencia[i] = builder_column(b, s, 16);
  c->note[i] = builder_column(b, s, 17);
  c->iati[i] = builder_column(b, s, 18);
  c->flags[i] = (uint16_t)((db_col_int(s, 7) ? SNAP_NO_DISBURSEMENT : 0) | (has ? SNAP_HAS_VALUE : 0) |
                           (db_col_int(s, 15) ? SNAP_PEOPLE_APPROX : 0));
  c->batch[i] = builder_row(&b->batches, s, 20) + 1;
  read_source(b, s, c, i);
  read_standard(b, s, &c->standard[i]);
  return true;
}

static bool read_rows(struct builder *b, struct err *e) {
  struct columns c;
  struct db_stmt *s;
  bool row;
  if (!builder_count(b, "SELECT count(*) FROM activity", &b->n_projects, e)) return false;
  columns_new(b, &c, b->n_projects);
  if (!db_prepare(b->db, sql_projects, &s, e)) return false;
  db_stmt_begin(s);
  for (size_t i = 0; db_step(s, &row, e); i++) {
    if (row && i < b->n_projects) {
      if (!read_row(b, s, &c, i, e)) return err_context(e, "project %lld", (long long)db_col_int(s, 0));
      id_map_add(&b->projects, db_col_int(s, 0));
      continue;
    }
    if (row || i < b->n_projects) return err_set(e, ERR_BUG, "the store changed while its snapshot was built");
    uint32_t *order;
    builder_sort_codes(b, &b->projects, c.code, sizeof *c.code, &order);
    builder_ids(b, SNAP_SEC_project_id, &b->projects);
    columns_order(&c, b->n_projects, order);
    free(order);
    return true;
  }
  return false;
}

static enum owned_row read_date(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  *(struct snap_rec_date *)element = (struct snap_rec_date){
      .date = builder_date(b, s, 2), .type = builder_code(b, s, 1), .precision = builder_code(b, s, 3)};
  return ROW_TAKEN;
}

/* Which column a type of date belongs to, and how good it is there: an actual date before a planned one. */
struct date_kind {
  const char *type;
  enum snap_section section;
  uint8_t rank;
};
static const struct date_kind date_kinds[] = {{"1", SNAP_SEC_project_start, 1},
                                              {"2", SNAP_SEC_project_start, 2},
                                              {"3", SNAP_SEC_project_end, 2},
                                              {"4", SNAP_SEC_project_end, 3},
                                              {"expires", SNAP_SEC_project_end, 1},
                                              {"signed", SNAP_SEC_project_signed, 1},
                                              {"monetised", SNAP_SEC_project_monetised, 1}};
enum { DATE_KINDS = sizeof date_kinds / sizeof *date_kinds };

/* The first of the best kind in one column. */
static void choose_dates(struct builder *b, enum snap_section section) {
  uint32_t *column = builder_zeros(b, section, b->n_projects), code[DATE_KINDS];
  struct snap_view v = builder_view(b);
  for (size_t k = 0; k < DATE_KINDS; k++)
    code[k] = date_kinds[k].section == section ? lexicon_find(b, &b->codes, str_from(date_kinds[k].type)) : UINT32_MAX;
  for (uint32_t i = 0; v.n_dated && i < b->n_projects; i++) {
    uint32_t begin, end;
    uint8_t best = 0;
    SNAP_SLICE(&v, dated, i, &begin, &end);
    for (; begin < end; begin++)
      for (size_t k = 0; k < DATE_KINDS; k++)
        if (v.dated[begin].type == code[k] && date_kinds[k].rank > best) {
          best = date_kinds[k].rank;
          column[i] = v.dated[begin].date;
        }
  }
}

static bool read_dates(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT activity_id, type, date, precision FROM activity_date ORDER BY id";
  const struct owned dates = {SNAP_SEC_dated_first, SNAP_SEC_dated, &b->projects, read_date, 0};
  if (!builder_read_owned(b, sql, &dates, e)) return false;
  choose_dates(b, SNAP_SEC_project_signed);
  choose_dates(b, SNAP_SEC_project_start);
  choose_dates(b, SNAP_SEC_project_end);
  choose_dates(b, SNAP_SEC_project_monetised);
  return true;
}

static uint16_t year_of(const struct builder *b, uint32_t date) {
  struct str s = builder_str(b, b->dates.ref[date]);
  int64_t year;
  if (s.n < 4 || !text_parse_int((struct str){s.p, 4}, &year) || year < 0) return 0;
  return (uint16_t)year;
}

static void fill_years(struct builder *b) {
  struct snap_view v = builder_view(b);
  uint16_t *year = builder_zeros(b, SNAP_SEC_project_year, b->n_projects);
  for (size_t i = 0; i < b->n_projects; i++) {
    const uint32_t dates[] = {v.project_start[i], v.project_signed[i], v.project_monetised[i], v.project_end[i]};
    for (size_t k = 0; k < 4 && year[i] == 0; k++) year[i] = year_of(b, dates[k]);
  }
}

static enum owned_row read_class(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  *(struct snap_rec_class *)element = (struct snap_rec_class){.code = builder_term(b, s, 2),
                                                              .percent = builder_ppm(s, 3),
                                                              .vocabulary = builder_code(b, s, 1),
                                                              .inferred = db_col_int(s, 4) != 0};
  return ROW_TAKEN;
}

/* The codes of the own vocabulary are themes, which filters look for: the first of each project in a column, all of them in a
 * list, which is only kept where one project has two. */
static void choose_themes(struct builder *b) {
  struct snap_view v = builder_view(b);
  uint16_t *principal = builder_zeros(b, SNAP_SEC_project_theme, b->n_projects), *theme = NULL;
  uint32_t own = lexicon_find(b, &b->codes, STR("99")), *owner = NULL;
  size_t n = 0, cap = 0, cap_owner = 0;
  bool several = false;
  for (uint32_t i = 0; v.n_class && i < b->n_projects; i++) {
    uint32_t begin, end;
    SNAP_SLICE(&v, class, i, &begin, &end);
    for (; begin < end; begin++) {
      if (v.class[begin].vocabulary != own) continue;
      mem_grow((void **)&theme, &cap, n + 1, sizeof *theme);
      mem_grow((void **)&owner, &cap_owner, n + 1, sizeof *owner);
      theme[n] = builder_code_of(b, builder_str(b, b->terms.ref[v.class[begin].code]));
      several |= n > 0 && owner[n - 1] == i;
      if (principal[i] == 0) principal[i] = theme[n];
      owner[n++] = i;
    }
  }
  if (several) builder_slices(b, SNAP_SEC_theme_first, SNAP_SEC_theme, theme, n, owner, b->n_projects);
  else free(theme);
  free(owner);
}

static bool read_classes(struct builder *b, struct err *e) {
  static const char *const sql =
      "SELECT activity_id, vocabulary, code, percent_ppm, inferred FROM classification ORDER BY id";
  const struct owned classes = {SNAP_SEC_class_first, SNAP_SEC_class, &b->projects, read_class, 0};
  if (!builder_read_owned(b, sql, &classes, e)) return false;
  choose_themes(b);
  return true;
}

static enum owned_row read_narrative(struct builder *b, struct db_stmt *s, uint32_t owner, void *element,
                                     struct err *e) {
  (void)owner, (void)e;
  *(struct snap_rec_narrative *)element = (struct snap_rec_narrative){
      .text = builder_column(b, s, 3), .type = builder_code(b, s, 1), .lang = builder_code(b, s, 2)};
  return ROW_TAKEN;
}

static bool read_narratives(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT activity_id, type, lang, text FROM narrative ORDER BY id";
  const struct owned narratives = {SNAP_SEC_narrative_first, SNAP_SEC_narrative, &b->projects, read_narrative, 0};
  return builder_read_owned(b, sql, &narratives, e);
}

bool build_projects(struct builder *b, struct err *e) {
  if (!read_rows(b, e) || !read_dates(b, e)) return false;
  fill_years(b);
  return read_classes(b, e) && read_narratives(b, e);
}
