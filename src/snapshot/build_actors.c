/* Actors. One that was merged into another is not listed: what points at it points at the other one, which gets its names. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"

static bool read_row(struct builder *b, struct db_stmt *s, struct err *e) {
  (void)e;
  uint32_t batch = builder_row(&b->batches, s, 7), claim = builder_row(&b->claims, s, 8);
  uint32_t document = claim != SNAPSHOT_NONE ? b->claim[claim].document : builder_batch_document(b, batch);
  struct snap_rec_actor *a = builder_append(b, SNAP_SEC_actor);
  *a = (struct snap_rec_actor){.code = builder_column(b, s, 1),
                               .ref = builder_column(b, s, 2),
                               .name = builder_column(b, s, 3),
                               .note = builder_column(b, s, 6),
                               .document = document,
                               .type = builder_code(b, s, 4),
                               .country = builder_code(b, s, 5)};
  id_map_add(&b->actors, db_col_int(s, 0));
  return true;
}

/* Everything about merges by position, which is the order of the ids. */
struct merges {
  uint32_t *heir;  /* who stands for it: itself, or whom its merges lead to */
  uint32_t *index; /* of a merged one: its index in `merged` + 1; 0 for those that stand */
};

/* The end of the chain of merges. In a circle, which no command makes, the first that is asked for stands for all. */
static uint32_t last_heir(uint32_t *heir, uint32_t at, size_t n) {
  uint32_t end = at;
  for (size_t steps = 0; heir[end] != end && steps <= n; steps++) end = heir[end];
  if (heir[end] != end) return heir[at] = at;
  while (heir[at] != end) {
    uint32_t next = heir[at];
    heir[at] = end;
    at = next;
  }
  return end;
}

static bool read_heirs(struct builder *b, struct merges *m, struct err *e) {
  static const char *const sql = "SELECT id, merged_into FROM organisation WHERE merged_into IS NOT NULL ORDER BY id";
  struct db_stmt *s;
  bool row, ok = db_prepare(b->db, sql, &s, e);
  size_t n = b->actors.n;
  m->heir = mem_alloc(n * sizeof *m->heir);
  m->index = mem_calloc(n, sizeof *m->index);
  for (uint32_t i = 0; i < n; i++) m->heir[i] = i;
  if (!ok) return false;
  db_stmt_begin(s);
  while ((ok = db_step(s, &row, e)) && row) {
    uint32_t from = builder_row(&b->actors, s, 0), to = builder_row(&b->actors, s, 1);
    if (from != SNAPSHOT_NONE && to != SNAPSHOT_NONE) m->heir[from] = to;
  }
  for (uint32_t i = 0; i < n; i++) last_heir(m->heir, i, n);
  return ok;
}

struct alias {
  uint32_t actor, from, order; /* from: as in merges.index; own names come first */
  snap_ref text;
};
struct aliases {
  struct alias *list;
  size_t n, cap;
};

static void add_alias(struct aliases *l, uint32_t actor, uint32_t from, snap_ref text) {
  mem_grow((void **)&l->list, &l->cap, l->n + 1, sizeof *l->list);
  l->list[l->n] = (struct alias){actor, from, (uint32_t)l->n, text};
  l->n++;
}

/* Rows in code order, those merged apart; the map of ids then leads to the row of whoever stands for the id. */
static void order_rows(struct builder *b, struct merges *m, struct aliases *names) {
  struct snap_out *out = &b->out[SNAP_SEC_actor];
  struct snap_rec_actor *actor = out->data;
  size_t n = b->actors.n;
  uint32_t *order;
  builder_sort_codes(b, &b->actors, actor, sizeof *actor, &order);
  builder_permute(actor, n, sizeof *actor, order);
  uint32_t *row = mem_alloc(n * sizeof *row), stand = 0; /* by position */
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = order ? order[i] : i;
    if (m->heir[at] != at) continue;
    row[at] = stand++;
  }
  uint32_t kept = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = order ? order[i] : i;
    if (m->heir[at] == at) {
      actor[kept++] = actor[i];
      continue;
    }
    row[at] = row[m->heir[at]];
    struct snap_merged *x = builder_append(b, SNAP_SEC_merged);
    *x = (struct snap_merged){.code = actor[i].code, .actor = row[at]};
    m->index[at] = (uint32_t)b->out[SNAP_SEC_merged].count;
    add_alias(names, row[at], m->index[at], actor[i].name);
  }
  free(order);
  free(b->actors.row);
  b->actors.row = row;
  b->n_actors = out->count = stand;
}

static void list_merged(struct builder *b) {
  const struct snap_merged *merged = b->out[SNAP_SEC_merged].data;
  size_t n = b->out[SNAP_SEC_merged].count;
  uint32_t *index = mem_alloc(n * sizeof *index), *owner = mem_alloc(n * sizeof *owner);
  for (uint32_t i = 0; i < n; i++) {
    index[i] = i;
    owner[i] = merged[i].actor;
  }
  builder_slices(b, SNAP_SEC_actor_merged_first, SNAP_SEC_actor_merged, index, n, owner, b->n_actors);
  free(owner);
}

static bool read_aliases(struct builder *b, const struct merges *m, struct aliases *l, struct err *e) {
  static const char *const sql = "SELECT organisation_id, alias FROM organisation_alias ORDER BY id";
  struct db_stmt *s;
  bool row, ok = db_prepare(b->db, sql, &s, e);
  if (!ok) return false;
  db_stmt_begin(s);
  while ((ok = db_step(s, &row, e)) && row) {
    uint32_t at = id_map_position(&b->actors, db_col_int(s, 0));
    if (at == SNAPSHOT_NONE) continue;
    add_alias(l, b->actors.row[at], m->index[at], builder_column(b, s, 1));
  }
  return ok;
}

static int compare_aliases(const void *x, const void *y) {
  const struct alias *a = x, *b = y;
  if (a->actor != b->actor) return a->actor < b->actor ? -1 : 1;
  if (a->from != b->from) return a->from < b->from ? -1 : 1;
  return a->order < b->order ? -1 : 1;
}

/* Whether a name that came with a merge says nothing new: it is the actor's own, or among its aliases [begin, n). */
static bool is_known(const struct builder *b, const struct aliases *l, size_t begin, size_t n, const struct alias *x) {
  const struct snap_rec_actor *actors = b->out[SNAP_SEC_actor].data;
  struct str text = builder_str(b, x->text);
  if (x->from == 0) return false;
  if (str_eq(text, builder_str(b, actors[x->actor].name))) return true;
  for (size_t i = begin; i < n; i++)
    if (str_eq(text, builder_str(b, l->list[i].text))) return true;
  return false;
}

/* Own aliases as they came, then those of each merged actor in code order. */
static void hand_over_aliases(struct builder *b, struct aliases *l) {
  if (l->n) qsort(l->list, l->n, sizeof *l->list, compare_aliases);
  snap_ref *text = mem_alloc(l->n * sizeof *text);
  uint32_t *owner = mem_alloc(l->n * sizeof *owner);
  size_t n = 0, begin = 0;
  for (size_t i = 0; i < l->n; i++) {
    struct alias x = l->list[i];
    if (n > 0 && owner[n - 1] != x.actor) begin = n;
    if (is_known(b, l, begin, n, &x)) continue;
    owner[n] = x.actor;
    text[n] = x.text;
    l->list[n++] = x;
  }
  builder_slices(b, SNAP_SEC_actor_alias_first, SNAP_SEC_actor_alias, text, n, owner, b->n_actors);
  free(owner);
}

bool build_actors(struct builder *b, struct err *e) {
  static const char *const rows =
      "SELECT id, code, ref, name, type, country, note, batch_id, claim_id FROM organisation ORDER BY id";
  struct merges m = {NULL, NULL};
  struct aliases names = {NULL, 0, 0};
  bool ok = builder_read(b, rows, read_row, e) && read_heirs(b, &m, e);
  if (ok) {
    order_rows(b, &m, &names);
    list_merged(b);
    ok = read_aliases(b, &m, &names, e);
    hand_over_aliases(b, &names);
  }
  free(m.heir);
  free(m.index);
  free(names.list);
  return ok;
}
