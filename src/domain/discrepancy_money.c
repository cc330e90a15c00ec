/* Totals beside their parts, and every amount beside its text: one pass over activities, contributions and further totals, all in
 * the order of the activities. */
#include <stdlib.h>
#include "discrepancy_money.h"
#include "domain/money.h"

static const char SQL_ACTIVITIES[] =
    "SELECT id, code, total_dec, total_raw, currency, claim_id, people, people_raw FROM activity ORDER BY id";
static const char SQL_PARTS[] =
    "SELECT activity_id, amount_dec, amount_raw, currency, claim_id, transaction_type FROM contribution ORDER BY "
    "activity_id";
static const char SQL_TOTALS[] =
    "SELECT activity_id, amount_dec, amount_raw, currency, claim_id, NULL FROM stated_total ORDER BY activity_id, rank";

struct money_reader {
  struct ledger *l;
  struct money_sheet sheet;
  struct db_stmt *parts, *totals;
  int64_t part_id, total_id; /* the activity of the current row; INT64_MAX: none left */
};

static bool advance(struct db_stmt *s, int64_t *id, struct err *e) {
  bool row;
  if (!db_step(s, &row, e)) return false;
  *id = row ? db_col_int(s, 0) : INT64_MAX;
  return true;
}

static void add_amount(struct money_sheet *v, struct money_list *list, struct db_stmt *s) {
  if (list->n == list->cap) mem_grow((void **)&list->item, &list->cap, list->n + 1, sizeof *list->item);
  struct money_item *m = &list->item[list->n];
  *m = (struct money_item){.claim_id = db_col_int(s, 4)};
  if (!decimal_read_minor(db_col_str(s, 1), &m->minor)) return; /* check says so */
  m->raw = arena_str(v->arena, db_col_str(s, 2));
  m->currency = arena_str(v->arena, db_col_str(s, 3));
  m->type = arena_str(v->arena, db_col_str(s, 5));
  list->n++;
}

static bool read_list(struct money_sheet *v, struct money_list *list, struct db_stmt *s, int64_t *id, struct err *e) {
  while (*id < v->id)
    if (!advance(s, id, e)) return false;
  while (*id == v->id) {
    add_amount(v, list, s);
    if (!advance(s, id, e)) return false;
  }
  return true;
}

/* Which parts make up the value (domain/money.h). */
static void mark_counting(struct money_sheet *v) {
  struct str *types = arena_alloc(v->arena, (v->parts.n + 1) * sizeof *types);
  bool *counts = arena_alloc(v->arena, (v->parts.n + 1) * sizeof *counts);
  for (size_t i = 0; i < v->parts.n; i++) types[i] = v->parts.item[i].type;
  v->n_counting = money_counting(types, v->parts.n, counts);
  for (size_t i = 0; i < v->parts.n; i++) v->parts.item[i].counts = counts[i];
}

static bool read_sheet(struct money_reader *r, struct db_stmt *s, struct err *e) {
  struct money_sheet *v = &r->sheet;
  arena_reset(v->arena);
  v->parts.n = v->totals.n = 0;
  v->id = db_col_int(s, 0);
  v->code = arena_str(v->arena, db_col_str(s, 1));
  v->claim_id = db_col_int(s, 5);
  v->people = db_col_null(s, 6) ? -1 : db_col_int(s, 6);
  v->people_raw = arena_str(v->arena, db_col_str(s, 7));
  i128 total;
  if (!db_col_null(s, 2) && decimal_read_minor(db_col_str(s, 2), &total)) {
    mem_grow((void **)&v->totals.item, &v->totals.cap, 1, sizeof *v->totals.item);
    v->totals.item[v->totals.n++] = (struct money_item){.minor = total,
                                                        .raw = arena_str(v->arena, db_col_str(s, 3)),
                                                        .currency = arena_str(v->arena, db_col_str(s, 4)),
                                                        .claim_id = v->claim_id};
  }
  if (!read_list(v, &v->parts, r->parts, &r->part_id, e) || !read_list(v, &v->totals, r->totals, &r->total_id, e))
    return false;
  mark_counting(v);
  return true;
}

static bool read_all(struct money_reader *r, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(r->l->db, SQL_PARTS, &r->parts, e) || !db_prepare(r->l->db, SQL_TOTALS, &r->totals, e) ||
      !db_prepare(r->l->db, SQL_ACTIVITIES, &s, e))
    return false;
  db_stmt_begin(r->parts);
  db_stmt_begin(r->totals);
  db_stmt_begin(s);
  if (!advance(r->parts, &r->part_id, e) || !advance(r->totals, &r->total_id, e)) return false;
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    if (!read_sheet(r, s, e)) return false;
    money_compare_sums(r->l, &r->sheet);
    money_compare_texts(r->l, &r->sheet);
    if (r->sheet.totals.n > 1 && !money_compare_rates(r->l, &r->sheet, e)) return false;
  }
}

bool ledger_find_money(struct ledger *l, struct err *e) {
  struct money_reader r = {.l = l, .sheet.arena = arena_new(0)};
  bool ok = read_all(&r, e);
  free(r.sheet.parts.item);
  free(r.sheet.totals.item);
  arena_free(r.sheet.arena);
  return ok;
}
