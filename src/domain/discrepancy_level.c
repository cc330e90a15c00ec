/* A whole beside its parts: what is left of its total where some part has no value of its own, and its people. Pairs that may be one
 * record count once, as everywhere. */
#include <stdlib.h>
#include "discrepancy_level.h"

static const char SQL_LINKS[] =
    "SELECT related_id, activity_id FROM related_activity WHERE type = '1' UNION SELECT activity_id, related_id FROM "
    "related_activity "
    "WHERE type = '2' ORDER BY 1, 2";

static bool read_links(struct level *v, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  size_t cap = 0;
  if (!db_prepare(v->l->db, SQL_LINKS, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    if (v->n_links == cap) mem_grow((void **)&v->link, &cap, v->n_links + 1, sizeof *v->link);
    v->link[v->n_links++] = (struct level_link){db_col_int(s, 0), db_col_int(s, 1)};
  }
}

/* The first link of that parent, or of the first after it. */
static size_t links_of(const struct level *v, int64_t parent) {
  size_t low = 0, high = v->n_links;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (v->link[middle].parent < parent) low = middle + 1;
    else high = middle;
  }
  return low;
}

static bool is_member(const struct level_members *m, int64_t id) {
  for (size_t i = 0; i < m->n; i++)
    if (m->id[i] == id) return true;
  return false;
}

void level_children(const struct level *v, int64_t parent, bool deep, struct level_members *out) {
  out->n = 0;
  for (size_t at = 0; at <= out->n; at++) {
    int64_t of = at == 0 ? parent : out->id[at - 1];
    for (size_t i = links_of(v, of); i < v->n_links && v->link[i].parent == of; i++) {
      int64_t child = v->link[i].child;
      if (child == parent || out->n == LEVEL_MAX_MEMBERS || (deep && is_member(out, child))) continue;
      mem_grow((void **)&out->id, &out->cap, out->n + 1, sizeof *out->id);
      out->id[out->n++] = child;
    }
    if (!deep) return;
  }
}

/* True if a record before the i-th may be the same as it. */
bool level_is_repeated(const struct level *v, const struct level_members *m, size_t i) {
  for (size_t k = 0; k < i && ledger_has_pair(v->l, m->id[i]); k++)
    if (ledger_is_pair(v->l, m->id[k], m->id[i])) return true;
  return false;
}

/* Activities without a value of their own that need one. */
static const char SQL_SILENT[] = "SELECT id FROM activity WHERE total_dec IS NULL AND no_disbursement = 0 AND NOT "
                                 "EXISTS (SELECT 1 FROM contribution AS c WHERE "
                                 "c.activity_id = activity.id) ORDER BY id";

static bool read_silent(struct level *v, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  size_t cap = 0;
  if (!db_prepare(v->l->db, SQL_SILENT, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    if (v->n_silent == cap) mem_grow((void **)&v->silent, &cap, v->n_silent + 1, sizeof *v->silent);
    v->silent[v->n_silent++] = db_col_int(s, 0);
  }
}

static int by_id(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static bool is_silent(const struct level *v, int64_t id) {
  return v->n_silent && bsearch(&id, v->silent, v->n_silent, sizeof id, by_id);
}

/* Only a whole with such a part has a rest that nobody gave. */
static bool find_rests(struct level *v, struct err *e) {
  for (size_t i = 0, end; i < v->n_links; i = end) {
    bool silent = false;
    for (end = i; end < v->n_links && v->link[end].parent == v->link[i].parent; end++)
      silent |= is_silent(v, v->link[end].child);
    if (silent && !level_find_rest(v, v->link[i].parent, e)) return false;
  }
  return true;
}

bool ledger_find_levels(struct ledger *l, struct err *e) {
  struct level v = {.l = l};
  bool ok = read_links(&v, e) && (!v.n_links || (read_silent(&v, e) && find_rests(&v, e))) && level_find_people(&v, e);
  free(v.link);
  free(v.silent);
  free(v.members.id);
  return ok;
}
