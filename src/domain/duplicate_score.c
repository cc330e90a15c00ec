/* Parties, places and dates of the records that are left are looked up one after the other, each record once; after each, the
 * pairs that cannot reach the points any more are out. */
#include <stdlib.h>
#include "duplicate_internal.h"

enum {
  PLACE = 10,
  PLACE_OTHER = -15,
  DATE = 10,
  TIME = 5,
  TIME_OTHER = -15,
  PARTY = 10,
  ALL_POINTS = 100,
  NEVER = -1000
};

struct list {
  const int64_t *id;
  size_t n;
};
struct detail {
  int64_t id;
  bool is_wanted; /* by a pair that is left */
  struct list areas, parties, related;
  struct str code;
  const struct str *dates; /* "2 2011-07-06" */
  size_t n_dates;
  struct str from, to; /* "" : open */
};
struct candidate {
  struct detail *a, *b;
  int points;
  unsigned reasons;
};
struct scorer {
  struct db *db;
  struct arena *a;
  const struct duplicate_rows *x;
  struct detail *detail; /* by row */
  size_t n;
  struct candidate *pair;
  size_t n_pairs;
  int64_t *ids; /* of one look-up */
  size_t cap_ids;
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
  size_t n = 0;
  bool row = false;
  if (!db_prepare(s->db, sql, &q, e)) return false;
  db_stmt_begin(q);
  db_bind_int(q, 1, id);
  for (;;) {
    if (!db_step(q, &row, e)) return false;
    if (!row) break;
    mem_grow((void **)&s->ids, &s->cap_ids, n + 1, sizeof *s->ids);
    s->ids[n++] = db_col_int(q, 0);
  }
  if (!n) return true;
  int64_t *copy = arena_alloc(s->a, n * sizeof *copy);
  memcpy(copy, s->ids, n * sizeof *copy);
  *out = (struct list){copy, n};
  return true;
}

static bool look_up_parties(struct scorer *s, struct detail *t, struct err *e) {
  return look_up_list(s, SQL_PARTIES, t->id, &t->parties, e);
}

static bool look_up_areas(struct scorer *s, struct detail *t, struct err *e) {
  return look_up_list(s, SQL_AREAS, t->id, &t->areas, e);
}

enum { MAX_DATES = 16 };

static bool look_up_dates(struct scorer *s, struct detail *t, struct err *e) {
  struct db_stmt *q;
  struct str *dates = arena_alloc(s->a, MAX_DATES * sizeof *dates);
  bool row = false;
  t->dates = dates;
  if (!db_prepare(s->db, SQL_DATES, &q, e)) return false;
  db_stmt_begin(q);
  db_bind_int(q, 1, t->id);
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

static bool look_up_names(struct scorer *s, struct detail *t, struct err *e) {
  struct db_stmt *q;
  bool row;
  if (!db_prepare(s->db, SQL_CODE, &q, e)) return false;
  db_stmt_begin(q);
  db_bind_int(q, 1, t->id);
  if (!db_step(q, &row, e)) return false;
  if (row) t->code = arena_str(s->a, db_col_str(q, 0));
  return look_up_list(s, SQL_RELATED, t->id, &t->related, e);
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

static int compare_parties(const struct detail *a, const struct detail *b, unsigned *reasons) {
  if (!share(a->parties, b->parties)) return 0;
  *reasons |= DUPLICATE_PARTY;
  return PARTY;
}

static int compare_areas(const struct detail *a, const struct detail *b, unsigned *reasons) {
  if (!share(a->areas, b->areas)) return a->areas.n && b->areas.n ? PLACE_OTHER : 0;
  *reasons |= DUPLICATE_PLACE;
  return PLACE;
}

static int compare_dates(const struct detail *a, const struct detail *b, unsigned *reasons) {
  if (is_before(a->to, b->from) || is_before(b->to, a->from)) return TIME_OTHER;
  bool same = share_date(a, b), meet = a->from.n && b->from.n && a->to.n && b->to.n;
  if (same || meet) *reasons |= DUPLICATE_DATE;
  return same ? DATE : meet ? TIME : 0;
}

/* A whole and its part are two, however alike. */
static int compare_relation(const struct detail *a, const struct detail *b, unsigned *reasons) {
  (void)reasons;
  return has(a->related, b->id) || has(b->related, a->id) ? NEVER : 0;
}

/* ---- in stages: most pairs are out before all of it is looked up ---- */

static const struct stage {
  bool (*look_up)(struct scorer *, struct detail *, struct err *);
  int (*compare)(const struct detail *, const struct detail *, unsigned *);
  int later; /* points that the stages after it can add */
} stages[] = {{look_up_parties, compare_parties, PLACE + DATE},
              {look_up_areas, compare_areas, DATE},
              {look_up_dates, compare_dates, 0},
              {look_up_names, compare_relation, 0}};
_Static_assert(PLACE + DATE + PARTY == DUPLICATE_DETAIL_MOST, "what all stages can add");

static bool run_stage(struct scorer *s, const struct stage *g, struct err *e) {
  size_t n = 0;
  for (size_t i = 0; i < s->n_pairs; i++) s->pair[i].a->is_wanted = s->pair[i].b->is_wanted = true;
  for (size_t i = 0; i < s->n; i++) {
    struct detail *t = &s->detail[i];
    if (t->is_wanted && !g->look_up(s, t, e)) return false;
    t->is_wanted = false;
  }
  for (size_t i = 0; i < s->n_pairs; i++) {
    struct candidate c = s->pair[i];
    c.points += g->compare(c.a, c.b, &c.reasons);
    if (c.points + g->later >= DUPLICATE_SHOW) s->pair[n++] = c;
  }
  s->n_pairs = n;
  return true;
}

/* A detail for each row of the pairs, and the points of what the rows themselves say. */
static void begin(struct scorer *s, const struct duplicate_pairs *p) {
  uint32_t *at = mem_calloc(s->x->n + 1, sizeof *at); /* by row: the number of its detail, from 1; first, whether any */
  for (size_t i = 0; i < p->n; i++) at[p->pair[i].a] = at[p->pair[i].b] = 1;
  for (size_t i = 0; i < s->x->n; i++) s->n += at[i];
  s->detail = arena_calloc(s->a, s->n + 1, sizeof *s->detail);
  s->n = 0;
  for (size_t i = 0; i < s->x->n; i++) {
    if (!at[i]) continue;
    s->detail[s->n].id = s->x->row[i].id;
    at[i] = (uint32_t)++s->n;
  }
  s->pair = mem_alloc((p->n + 1) * sizeof *s->pair);
  for (; s->n_pairs < p->n; s->n_pairs++) {
    const struct duplicate_pair *q = &p->pair[s->n_pairs];
    struct candidate *c = &s->pair[s->n_pairs];
    *c = (struct candidate){.a = &s->detail[at[q->a] - 1], .b = &s->detail[at[q->b] - 1]};
    c->points = duplicate_compare_rows(s->x, &s->x->row[q->a], &s->x->row[q->b], &c->reasons);
  }
  free(at);
}

static int best_first(const void *a, const void *b) {
  const struct duplicate *x = a, *y = b;
  if (x->score != y->score) return x->score > y->score ? -1 : 1;
  int c = str_cmp(x->code_a, y->code_a);
  return c ? c : str_cmp(x->code_b, y->code_b);
}

static void list_found(const struct scorer *s, struct duplicate **out, size_t *n) {
  struct duplicate *found = arena_alloc(s->a, (s->n_pairs + 1) * sizeof *found);
  for (size_t i = 0; i < s->n_pairs; i++) {
    const struct candidate *c = &s->pair[i];
    bool in_order = str_cmp(c->a->code, c->b->code) < 0;
    const struct detail *a = in_order ? c->a : c->b, *b = in_order ? c->b : c->a;
    uint32_t score = (uint32_t)(c->points < ALL_POINTS ? c->points : ALL_POINTS);
    found[i] = (struct duplicate){a->id, b->id, a->code, b->code, score, c->reasons};
  }
  if (s->n_pairs) qsort(found, s->n_pairs, sizeof *found, best_first);
  *n = s->n_pairs;
  *out = found;
}

bool duplicate_score(struct db *d, struct arena *a, const struct duplicate_rows *x, const struct duplicate_pairs *pairs,
                     struct duplicate **out, size_t *n, struct err *e) {
  struct scorer s = {.db = d, .a = a, .x = x};
  bool ok = true;
  *n = 0;
  begin(&s, pairs);
  for (size_t i = 0; ok && i < sizeof stages / sizeof *stages; i++) ok = run_stage(&s, &stages[i], e);
  if (ok) list_found(&s, out, n);
  free(s.pair);
  free(s.ids);
  return ok;
}
