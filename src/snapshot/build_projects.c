/* Projects: one column for each fact, in code order, and their actors. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "core/text.h"

static const char *const sql_projects =
    "SELECT id, code, title, kind, activity_status, cooperation_type, modality, no_disbursement, total_minor, "
    "total_dec,"
    " total_raw, currency, people, people_raw, people_unit, people_approx, vigencia_raw, place_note, iati_identifier,"
    " claim_id FROM activity ORDER BY id";

/* Columns read from `activity`: they come in id order and are put into code order together. */
struct columns {
  snap_ref *code, *title, *iati, *vigencia, *note, *value_raw, *people_raw, *people_unit, *locator, *raw;
  uint16_t *flags, *kind, *status, *cooperation, *modality, *currency;
  struct snap_i128 *value;
  int64_t *people;
  uint32_t *document;
};

// clang-format off
#define COLUMN_LIST(C) \
  C(code) C(title) C(iati) C(vigencia) C(note) C(value_raw) C(people_raw) C(people_unit) C(locator) C(raw) \
  C(flags) C(kind) C(status) C(cooperation) C(modality) C(currency) C(value) C(people) C(document)
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

static struct snap_i128 i128_put(i128 v) { return (struct snap_i128){(uint64_t)v, (int64_t)(v >> 64)}; }

static void read_source(struct builder *b, struct db_stmt *s, struct columns *c, size_t i) {
  uint32_t claim = builder_row(&b->claims, s, 19);
  const struct claim none = {0, 0, SNAPSHOT_NONE}, *from = claim == SNAPSHOT_NONE ? &none : &b->claim[claim];
  c->document[i] = from->document;
  c->locator[i] = from->locator;
  c->raw[i] = from->raw;
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
  c->value[i] = i128_put(value);
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
  read_source(b, s, c, i);
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
    columns_order(&c, b->n_projects, order);
    free(order);
    return true;
  }
  return false;
}

/* Which column a type of date belongs to, and how good it is there: an actual date before a planned one. */
static bool date_kind(struct str type, enum snap_section *section, uint8_t *rank) {
  static const struct {
    const char *type;
    enum snap_section section;
    uint8_t rank;
  } kinds[] = {{"1", SNAP_SEC_project_start, 1},
               {"2", SNAP_SEC_project_start, 2},
               {"3", SNAP_SEC_project_end, 2},
               {"4", SNAP_SEC_project_end, 3},
               {"expires", SNAP_SEC_project_end, 1},
               {"signed", SNAP_SEC_project_signed, 1},
               {"monetised", SNAP_SEC_project_monetised, 1}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (str_is(type, kinds[i].type)) {
      *section = kinds[i].section;
      *rank = kinds[i].rank;
      return true;
    }
  return false;
}

/* First dates of each kind win among equals. */
static bool read_dates(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT activity_id, type, date FROM activity_date ORDER BY id";
  static const enum snap_section sections[] = {SNAP_SEC_project_signed, SNAP_SEC_project_start, SNAP_SEC_project_end,
                                               SNAP_SEC_project_monetised};
  uint32_t *column[SNAP_SECTIONS] = {NULL};
  uint8_t *best[SNAP_SECTIONS] = {NULL};
  struct db_stmt *s;
  bool row, ok = db_prepare(b->db, sql, &s, e);
  if (!ok) return false;
  for (size_t i = 0; i < 4; i++) {
    column[sections[i]] = builder_zeros(b, sections[i], b->n_projects);
    best[sections[i]] = mem_calloc(b->n_projects, 1);
  }
  db_stmt_begin(s);
  while ((ok = db_step(s, &row, e)) && row) {
    uint32_t project = builder_row(&b->projects, s, 0);
    enum snap_section section;
    uint8_t rank;
    if (project == SNAPSHOT_NONE || !date_kind(db_col_str(s, 1), &section, &rank)) continue;
    if (best[section][project] >= rank) continue;
    best[section][project] = rank;
    column[section][project] = builder_date(b, s, 2);
  }
  for (size_t i = 0; i < 4; i++) free(best[sections[i]]);
  return ok;
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

static enum owned_row read_theme(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  *(uint16_t *)element = builder_code(b, s, 1);
  return ROW_TAKEN;
}

static void drop(struct builder *b, enum snap_section s) {
  free(b->out[s].data);
  builder_set(b, s, NULL, 0);
}

/* Themes of the own vocabulary; the list is only kept where one project has two. */
static bool read_themes(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT activity_id, code FROM classification WHERE vocabulary = '99' ORDER BY id";
  const struct owned themes = {SNAP_SEC_theme_first, SNAP_SEC_theme, &b->projects, read_theme};
  if (!builder_read_owned(b, sql, &themes, e)) return false;
  uint16_t *principal = builder_zeros(b, SNAP_SEC_project_theme, b->n_projects);
  struct snap_view v = builder_view(b);
  bool several = false;
  for (uint32_t i = 0; i < b->n_projects; i++) {
    uint32_t begin, end;
    SNAP_SLICE(&v, theme, i, &begin, &end);
    if (begin < end) principal[i] = v.theme[begin];
    several |= end - begin > 1;
  }
  if (several) return true;
  drop(b, SNAP_SEC_theme_first);
  drop(b, SNAP_SEC_theme);
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
  const struct owned narratives = {SNAP_SEC_narrative_first, SNAP_SEC_narrative, &b->projects, read_narrative};
  return builder_read_owned(b, sql, &narratives, e);
}

/* "1" of IATI's RelatedActivityType: the other one is the parent; "2": it is the child. */
static enum owned_row read_relation(struct builder *b, struct db_stmt *s, uint32_t owner, void *element,
                                    struct err *e) {
  (void)e;
  uint32_t other = builder_row(&b->projects, s, 1), *parent = b->out[SNAP_SEC_project_parent].data;
  if (other == SNAPSHOT_NONE) return ROW_LEFT_OUT;
  *(struct snap_rec_related *)element = (struct snap_rec_related){.project = other, .type = builder_code(b, s, 2)};
  struct str type = db_col_str(s, 2);
  if (str_is(type, "1") && parent[owner] == 0) parent[owner] = other + 1;
  if (str_is(type, "2") && parent[other] == 0) parent[other] = owner + 1;
  return ROW_TAKEN;
}

static bool read_related(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT activity_id, related_id, type FROM related_activity ORDER BY id";
  const struct owned related = {SNAP_SEC_related_first, SNAP_SEC_related, &b->projects, read_relation};
  builder_zeros(b, SNAP_SEC_project_parent, b->n_projects);
  return builder_read_owned(b, sql, &related, e);
}

bool build_projects(struct builder *b, struct err *e) {
  if (!read_rows(b, e) || !read_dates(b, e)) return false;
  fill_years(b);
  return read_themes(b, e) && read_narratives(b, e) && read_related(b, e);
}
