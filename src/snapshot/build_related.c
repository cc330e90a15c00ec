/* Which projects belong together: parents and parts, and those that are one project recorded twice. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"
#include "domain/decision.h"

struct relations {
  struct snap_rec_related *row;
  uint32_t *owner;
  size_t n, cap, cap_owner;
};

static void add(struct relations *r, uint32_t from, uint32_t to, uint16_t type, bool stated) {
  mem_grow((void **)&r->row, &r->cap, r->n + 1, sizeof *r->row);
  mem_grow((void **)&r->owner, &r->cap_owner, r->n + 1, sizeof *r->owner);
  r->row[r->n] = (struct snap_rec_related){.project = to, .type = type, .is_stated = stated};
  r->owner[r->n++] = from;
}

/* "1" of IATI's RelatedActivityType: the other one is the parent; "2": it is the child. */
static bool read_relations(struct builder *b, struct relations *r, struct err *e) {
  static const char *const sql = "SELECT activity_id, related_id, type FROM related_activity ORDER BY id";
  uint32_t *parent = builder_zeros(b, SNAP_SEC_project_parent, b->n_projects);
  struct db_stmt *s;
  bool row, ok = db_prepare(b->db, sql, &s, e);
  if (!ok) return false;
  db_stmt_begin(s);
  while ((ok = db_step(s, &row, e)) && row) {
    uint32_t from = builder_row(&b->projects, s, 0), to = builder_row(&b->projects, s, 1);
    if (from == SNAPSHOT_NONE || to == SNAPSHOT_NONE) continue;
    struct str type = db_col_str(s, 2);
    if (str_is(type, "1") && parent[from] == 0) parent[from] = to + 1;
    if (str_is(type, "2") && parent[to] == 0) parent[to] = from + 1;
    add(r, from, to, builder_code(b, s, 2), true);
  }
  return ok;
}

static uint32_t project_of(const struct builder *b, struct str code) {
  const struct snap_out *codes = &b->out[SNAP_SEC_project_code];
  return builder_find(b, codes->data, sizeof(snap_ref), codes->count, code);
}

/* The pair that a decision's subject names, as domain/duplicate.h writes it. */
static bool read_pair(const struct builder *b, struct str subject, uint32_t *one, uint32_t *other) {
  static const struct str rule = {"posible-duplicado:", 18};
  if (subject.n < rule.n || memcmp(subject.p, rule.p, rule.n) != 0) return false;
  const char *codes = subject.p + rule.n, *end = subject.p + subject.n;
  const char *plus = memchr(codes, '+', (size_t)(end - codes));
  if (!plus) return false;
  *one = project_of(b, (struct str){codes, (size_t)(plus - codes)});
  *other = project_of(b, (struct str){plus + 1, (size_t)(end - plus - 1)});
  return *one != SNAPSHOT_NONE && *other != SNAPSHOT_NONE && *one != *other;
}

struct accepted {
  struct builder *b;
  struct relations *r;
  uint16_t same;
};

static bool add_accepted(void *user, const struct decision *x, struct err *e) {
  (void)e;
  struct accepted *a = user;
  uint32_t one, other;
  if (str_is(x->verdict, "aceptado") && read_pair(a->b, x->subject, &one, &other))
    add(a->r, one, other, a->same, false);
  return true;
}

static uint32_t first_of(uint32_t *first, uint32_t at) {
  while (first[at] != at) at = first[at] = first[first[at]];
  return at;
}

/* Each leads to the first in code order of all that are the same as it. */
static void join_same(struct builder *b, const struct relations *r, uint16_t same) {
  uint32_t *first = mem_alloc(b->n_projects * sizeof *first), *column;
  bool any = false;
  for (uint32_t i = 0; i < b->n_projects; i++) first[i] = i;
  for (size_t k = 0; k < r->n; k++) {
    if (r->row[k].type != same) continue;
    uint32_t one = first_of(first, r->owner[k]), other = first_of(first, r->row[k].project);
    first[one > other ? one : other] = one > other ? other : one;
    any |= one != other;
  }
  column = builder_zeros(b, SNAP_SEC_project_same, any ? b->n_projects : 0);
  for (uint32_t i = 0; any && i < b->n_projects; i++) {
    uint32_t at = first_of(first, i);
    column[i] = at == i ? 0 : at + 1;
  }
  free(first);
}

static bool is_there(const struct snap_rec_related *row, size_t n, const struct snap_rec_related *x) {
  for (size_t i = 0; i < n; i++)
    if (row[i].project == x->project && row[i].type == x->type) return true;
  return false;
}

/* A relation that both a file and a person state stands once, as the file's, which came first. */
static void drop_repeated(struct builder *b, uint16_t same) {
  struct snap_rec_related *row = b->out[SNAP_SEC_related].data;
  uint32_t *first = b->out[SNAP_SEC_related_first].data, n = 0, begin = 0;
  for (size_t i = 0; row && i < b->n_projects; i++) {
    uint32_t end = first[i + 1], start = n;
    for (uint32_t k = begin; k < end; k++)
      if (row[k].type != same || !is_there(row + start, n - start, &row[k])) row[n++] = row[k];
    begin = end;
    first[i + 1] = n;
  }
  b->out[SNAP_SEC_related].count = n;
}

bool build_related(struct builder *b, struct err *e) {
  struct relations r = {0};
  uint16_t same = builder_code_of(b, STR("same-as"));
  struct accepted accepted = {b, &r, same};
  bool ok = read_relations(b, &r, e) && decision_each(b->db, false, add_accepted, &accepted, e);
  for (size_t k = 0, n = r.n; ok && k < n; k++) /* it is said on both sides */
    if (r.row[k].type == same) add(&r, r.row[k].project, r.owner[k], same, false);
  if (ok) join_same(b, &r, same);
  builder_slices(b, SNAP_SEC_related_first, SNAP_SEC_related, r.row, r.n, r.owner, b->n_projects);
  free(r.owner);
  drop_repeated(b, same);
  return ok;
}
