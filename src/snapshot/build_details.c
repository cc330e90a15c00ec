/* What is known of a project beside its row: further totals, groups of people, results, links, and what an IATI file says that
 * the model does not. Few projects have any of it. */
#include "builder.h"

static uint8_t yes_or_no(struct db_stmt *s, int column) {
  return db_col_null(s, column) ? 0 : db_col_int(s, column) ? 2 : 1;
}

static enum owned_row read_total(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner;
  bool has;
  i128 amount;
  if (!builder_money(s, 1, 2, &has, &amount, e)) return ROW_BAD;
  *(struct snap_rec_total *)element = (struct snap_rec_total){.amount = snap_i128_put(amount),
                                                              .amount_raw = builder_column(b, s, 3),
                                                              .label_raw = builder_column(b, s, 5),
                                                              .currency = builder_code(b, s, 4)};
  return ROW_TAKEN;
}

static enum owned_row read_group(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner;
  struct snap_rec_group *g = element;
  *g = (struct snap_rec_group){.unit = builder_column(b, s, 3),
                               .raw = builder_column(b, s, 4),
                               .area = builder_row(&b->areas, s, 5),
                               .is_approx = db_col_int(s, 2) != 0,
                               .is_disjoint = db_col_int(s, 6) != 0};
  return builder_people(s, 1, &g->number, e) ? ROW_TAKEN : ROW_BAD;
}

static enum owned_row read_result(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  *(struct snap_rec_result *)element = (struct snap_rec_result){.title = builder_column(b, s, 2),
                                                                .description = builder_column(b, s, 3),
                                                                .type = builder_code(b, s, 1),
                                                                .aggregates = yes_or_no(s, 4)};
  return ROW_TAKEN;
}

static enum owned_row read_indicator(struct builder *b, struct db_stmt *s, uint32_t owner, void *element,
                                     struct err *e) {
  (void)owner, (void)e;
  *(struct snap_rec_indicator *)element = (struct snap_rec_indicator){.title = builder_column(b, s, 4),
                                                                      .description = builder_column(b, s, 5),
                                                                      .baseline_year = builder_column(b, s, 6),
                                                                      .baseline_value = builder_column(b, s, 7),
                                                                      .result = (uint32_t)db_col_int(s, 1),
                                                                      .measure = builder_code(b, s, 2),
                                                                      .ascending = yes_or_no(s, 3)};
  return ROW_TAKEN;
}

static enum owned_row read_period(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  *(struct snap_rec_period *)element = (struct snap_rec_period){.target = builder_column(b, s, 4),
                                                                .actual = builder_column(b, s, 5),
                                                                .start = builder_date(b, s, 2),
                                                                .end = builder_date(b, s, 3),
                                                                .indicator = (uint32_t)db_col_int(s, 1)};
  return ROW_TAKEN;
}

static enum owned_row read_link(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  *(struct snap_rec_link *)element = (struct snap_rec_link){.url = builder_column(b, s, 1),
                                                            .title = builder_column(b, s, 4),
                                                            .format = builder_term(b, s, 2),
                                                            .category = builder_term(b, s, 3),
                                                            .lang = builder_term(b, s, 5),
                                                            .date = builder_date(b, s, 6)};
  return ROW_TAKEN;
}

static enum owned_row read_extra(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e) {
  (void)owner, (void)e;
  *(struct snap_rec_extra *)element = (struct snap_rec_extra){.xml = builder_column(b, s, 4),
                                                              .owner = builder_term(b, s, 1),
                                                              .name = builder_term(b, s, 3),
                                                              .rank = (uint32_t)db_col_int(s, 2)};
  return ROW_TAKEN;
}

/* Which of the project's results an indicator belongs to, and which of its indicators a period: counted in the order in which
 * they are read here. */
#define RESULTS                                                                                                        \
  "(SELECT id, activity_id, row_number() OVER (PARTITION BY activity_id ORDER BY rank, id) - 1 AS k FROM result)"
#define INDICATORS                                                                                                     \
  "(SELECT i.id, r.activity_id, row_number() OVER (PARTITION BY r.activity_id ORDER BY i.rank, i.id) - 1 AS k"         \
  " FROM indicator AS i JOIN result AS r ON r.id = i.result_id)"

bool build_details(struct builder *b, struct err *e) {
  struct id_map *p = &b->projects;
  const struct {
    const char *sql;
    struct owned rows;
  } lists[] = {
      {"SELECT activity_id, amount_minor, amount_dec, amount_raw, currency, label_raw FROM stated_total"
       " ORDER BY activity_id, rank, id",
       {SNAP_SEC_total_first, SNAP_SEC_total, p, read_total, 0}},
      {"SELECT activity_id, number, is_approx, unit, raw, area_id, is_disjoint FROM beneficiary_group"
       " ORDER BY activity_id, rank, id",
       {SNAP_SEC_group_first, SNAP_SEC_group, p, read_group, 0}},
      {"SELECT activity_id, type, title, description, aggregates FROM result ORDER BY activity_id, rank, id",
       {SNAP_SEC_result_first, SNAP_SEC_result, p, read_result, 0}},
      {"SELECT r.activity_id, r.k, i.measure, i.ascending, i.title, i.description, i.baseline_year, i.baseline_value"
       " FROM indicator AS i JOIN " RESULTS " AS r ON r.id = i.result_id ORDER BY r.activity_id, i.rank, i.id",
       {SNAP_SEC_indicator_first, SNAP_SEC_indicator, p, read_indicator, 0}},
      {"SELECT i.activity_id, i.k, t.period_start, t.period_end, t.target_value, t.actual_value FROM indicator_period "
       "AS t"
       " JOIN " INDICATORS " AS i ON i.id = t.indicator_id ORDER BY i.activity_id, t.rank, t.id",
       {SNAP_SEC_period_first, SNAP_SEC_period, p, read_period, 0}},
      {"SELECT activity_id, url, format, category, title, lang, date FROM document_link ORDER BY activity_id, rank, id",
       {SNAP_SEC_link_first, SNAP_SEC_link, p, read_link, 0}},
      {"SELECT activity_id, owner, rank, name, xml FROM activity_extra ORDER BY id",
       {SNAP_SEC_extra_first, SNAP_SEC_extra, p, read_extra, 0}}};
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
    if (!builder_read_owned(b, lists[i].sql, &lists[i].rows, e)) return false;
  return true;
}
