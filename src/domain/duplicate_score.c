/* Of the records that are left, place, dates and parties are looked up, each record once; then the points of each pair. */
#include <stdlib.h>
#include "duplicate_internal.h"

enum { PLACE = 10, PLACE_OTHER = -15, DATE = 10, TIME = 5, TIME_OTHER = -15, PARTY = 10, ALL_POINTS = 100 };

struct list {
  const int64_t *id;
  size_t n;
};
struct detail {
  uint32_t row;
  struct str code;
  struct list areas, parties, related;
  const struct str *dates; /* "2 2011-07-06" */
  size_t n_dates;
  struct str from, to; /* "" : open */
};
struct scorer {
  struct db *db;
  struct arena *a;
  const struct duplicate_rows *x;
  struct detail *detail; /* by row */
  size_t n;
};

/* ---- looking up ---- */

static const char SQL_CODE[] = "SELECT code FROM activity WHERE id = ?1";
static const char SQL_AREAS[] =
    "SELECT DISTINCT area_id FROM activity_location WHERE activity_id = ?1 AND area_id IS NOT NULL";
static const char SQL_PARTIES[] =
    "SELECT coalesce(o.merged_into, o.id) FROM organisation AS o WHERE o.id IN (SELECT organisation_id FROM "
    "participating_org "
    "WHERE activity_id = ?1 UNION SELECT provider_id FROM contribution WHERE activity_id = ?1)";
static const char SQL_RELATED[] =
    "SELECT related_id FROM related_activity WHERE activity_id = ?1 AND type IN ('1', '2')";
static const char SQL_DATES[] =
    "SELECT type, date, precision FROM activity_date WHERE activity_id = ?1 ORDER BY type, date";

static bool look_up_list(struct scorer *s, const char *sql, int64_t id, struct list *out, struct err *e) {
  struct db_stmt *q;
  int64_t *ids = NULL;
  size_t n = 0, cap = 0;
  bool row = false, ok = db_prepare(s->db, sql, &q, e);
  if (ok) {
    db_stmt_begin(q);
    db_bind_int(q, 1, id);
  }
  while (ok && (ok = db_step(q, &row, e)) && row) {
    if (n == cap) mem_grow((void **)&ids, &cap, n + 1, sizeof *ids);
    ids[n++] = db_col_int(q, 0);
  }
  if (n) {
    int64_t *copy = arena_alloc(s->a, n * sizeof *ids);
    memcpy(copy, ids, n * sizeof *ids);
    *out = (struct list){copy, n};
  }
  free(ids);
  return ok;
}

enum { MAX_DATES = 16 };

static bool look_up_dates(struct scorer *s, int64_t id, struct detail *t, struct err *e) {
  struct db_stmt *q;
  struct str *dates = arena_alloc(s->a, MAX_DATES * sizeof *dates);
  bool row = false;
  t->dates = dates;
  if (!db_prepare(s->db, SQL_DATES, &q, e)) return false;
  db_stmt_begin(q);
  db_bind_int(q, 1, id);
  for (;;) {
    if (!db_step(q, &row, e)) return false;
    if (!row) return true;
    struct str type = db_col_str(q, 0), date = arena_str(s->a, db_col_str(q, 1));
    bool begins = str_is(type, "1") || str_is(type, "2"), ends = str_is(type, "3") || str_is(type, "4");
    if (begins && (!t->from.n || str_cmp(date, t->from) < 0)) t->from = date;
    if (ends && (!t->to.n || str_cmp(date, t->to) > 0)) t->to = date;
    if (t->n_dates < MAX_DATES && str_is(db_col_str(q, 2), "day"))
      dates[t->n_dates++] = str_from(arena_printf(s->a, "%.*s %.*s", STR_ARG(type), STR_ARG(date)));
  }
}

static bool look_up(struct scorer *s, struct detail *t, struct err *e) {
  struct db_stmt *q;
  bool row;
  int64_t id = s->x->row[t->row].id;
  if (!db_prepare(s->db, SQL_CODE, &q, e)) return false;
  db_stmt_begin(q);
  db_bind_int(q, 1, id);
  if (!db_step(q, &row, e)) return false;
  if (row) t->code = arena_str(s->a, db_col_str(q, 0));
  return look_up_list(s, SQL_AREAS, id, &t->areas, e) && look_up_list(s, SQL_PARTIES, id, &t->parties, e) &&
         look_up_list(s, SQL_RELATED, id, &t->related, e) && look_up_dates(s, id, t, e);
}

static int by_row(const void *a, const void *b) {
  uint32_t x = ((const struct detail *)a)->row, y = ((const struct detail *)b)->row;
  return (x > y) - (x < y);
}

static bool look_up_all(struct scorer *s, const struct duplicate_pairs *p, struct err *e) {
  uint8_t *wanted = mem_calloc(s->x->n + 1, 1);
  size_t n = 0;
  for (size_t i = 0; i < p->n; i++) {
    n += !wanted[p->pair[i].a];
    wanted[p->pair[i].a] = 1;
    n += !wanted[p->pair[i].b];
    wanted[p->pair[i].b] = 1;
  }
  s->detail = arena_calloc(s->a, n + 1, sizeof *s->detail);
  bool ok = true;
  for (size_t i = 0; ok && i < s->x->n; i++) {
    if (!wanted[i]) continue;
    s->detail[s->n].row = (uint32_t)i;
    ok = look_up(s, &s->detail[s->n++], e);
  }
  free(wanted);
  return ok;
}

/* ---- points ---- */

static bool has(struct list l, int64_t id) {
  for (size_t i = 0; i < l.n; i++)
    if (l.id[i] == id) return true;
  return false;
}

static bool share(struct list a, struct list b) {
  for (size_t i = 0; i < a.n; i++)
    if (has(b, a.id[i])) return true;
  return false;
}

static bool share_date(const struct detail *a, const struct detail *b) {
  for (size_t i = 0; i < a->n_dates; i++)
    for (size_t k = 0; k < b->n_dates; k++)
      if (str_eq(a->dates[i], b->dates[k])) return true;
  return false;
}

/* Is the day, month or year `a` before `b`, as far as both are known? */
static bool is_before(struct str a, struct str b) {
  size_t n = a.n < b.n ? a.n : b.n;
  return n && memcmp(a.p, b.p, n) < 0;
}

static int compare_details(const struct detail *a, const struct detail *b, unsigned *reasons) {
  int points = 0;
  if (share(a->areas, b->areas)) {
    *reasons |= DUPLICATE_PLACE;
    points += PLACE;
  } else if (a->areas.n && b->areas.n) {
    points += PLACE_OTHER;
  }
  bool apart = is_before(a->to, b->from) || is_before(b->to, a->from);
  bool meet = a->from.n && b->from.n && a->to.n && b->to.n && !apart;
  if (apart) points += TIME_OTHER;
  else if (share_date(a, b)) points += DATE;
  else if (meet) points += TIME;
  if (!apart && (meet || share_date(a, b))) *reasons |= DUPLICATE_DATE;
  if (share(a->parties, b->parties)) {
    *reasons |= DUPLICATE_PARTY;
    points += PARTY;
  }
  return points;
}

static int best_first(const void *a, const void *b) {
  const struct duplicate *x = a, *y = b;
  if (x->score != y->score) return x->score > y->score ? -1 : 1;
  int c = str_cmp(x->code_a, y->code_a);
  return c ? c : str_cmp(x->code_b, y->code_b);
}

static void score_pairs(struct scorer *s, const struct duplicate_pairs *p, struct duplicate **out, size_t *n) {
  struct duplicate *found = arena_alloc(s->a, (p->n + 1) * sizeof *found);
  *n = 0;
  for (size_t i = 0; i < p->n; i++) {
    const struct detail *a = bsearch(&(struct detail){.row = p->pair[i].a}, s->detail, s->n, sizeof *a, by_row);
    const struct detail *b = bsearch(&(struct detail){.row = p->pair[i].b}, s->detail, s->n, sizeof *b, by_row);
    const struct duplicate_row *row_a = &s->x->row[a->row], *row_b = &s->x->row[b->row];
    if (has(a->related, row_b->id) || has(b->related, row_a->id)) continue;
    unsigned reasons;
    int points = duplicate_compare_rows(s->x, row_a, row_b, &reasons);
    points += compare_details(a, b, &reasons);
    if (points < DUPLICATE_SHOW) continue;
    bool in_order = str_cmp(a->code, b->code) < 0;
    found[(*n)++] = (struct duplicate){in_order ? row_a->id : row_b->id,
                                       in_order ? row_b->id : row_a->id,
                                       in_order ? a->code : b->code,
                                       in_order ? b->code : a->code,
                                       (uint32_t)(points < ALL_POINTS ? points : ALL_POINTS),
                                       reasons};
  }
  if (*n) qsort(found, *n, sizeof *found, best_first);
  *out = found;
}

bool duplicate_score(struct db *d, struct arena *a, const struct duplicate_rows *x, const struct duplicate_pairs *pairs,
                     struct duplicate **out, size_t *n, struct err *e) {
  struct scorer s = {.db = d, .a = a, .x = x};
  *n = 0;
  if (!look_up_all(&s, pairs, e)) return false;
  score_pairs(&s, pairs, out, n);
  return true;
}
