/* Ties between areas: parents, members, and the unions that follow from them. The whole tree is held in memory meanwhile: it
 * is small beside the polygons. */
#include "domain/area.h"

#include <math.h>
#include <stdlib.h>

#include "core/jw.h"
#include "domain/table.h"
#include "geo/gaia.h"
#include "geo/shape.h"

enum { MAX_DEPTH = 64 };
enum visit { NOT_SEEN, OPEN, DONE };

struct node {
  int64_t id;
  struct str code;
  size_t parent, first_child, next_child; /* index + 1, 0: none */
  size_t first_member;                    /* into links, + 1 */
  enum area_geom_status status;
  bool has_geom, dirty;
  enum visit visit;
};
struct member_link {
  size_t member, next; /* index of a node; index + 1 of the next link */
};
struct graph {
  struct db *db;
  const struct history_batch *batch;
  struct area_tools *tools;
  struct arena *arena;
  struct table *by_code, *by_id;
  struct node *nodes;
  size_t n, cap;
  struct member_link *links;
  size_t n_links, links_cap;
  area_problem_fn *problem;
  void *user;
  size_t n_areas; /* the index that stands for "none of them" */
};

static const char SQL_NODES[] =
    "SELECT id, code, coalesce(parent_id, 0), geom_status, geom IS NOT NULL, batch_id FROM area ORDER BY id";
static const char SQL_LINKS[] = "SELECT area_id, member_id FROM area_member ORDER BY id DESC";
static const char SQL_SET_PARENT[] = "UPDATE area SET parent_id = ?2 WHERE id = ?1";
static const char SQL_DROP_MEMBERS[] = "DELETE FROM area_member WHERE area_id = ?1";
static const char SQL_ADD_MEMBER[] = "INSERT OR IGNORE INTO area_member (area_id, member_id) VALUES (?1, ?2)";
static const char SQL_GEOM[] = "SELECT geom FROM area WHERE id = ?1";
static const char SQL_ARCHIVE[] =
    "INSERT INTO area_edition (area_id, edition, name, geom_status, hectares, valid_from, valid_to, batch_id, geom)"
    " SELECT id, edition, name, geom_status, hectares, valid_from, date('now'), batch_id, geom FROM area WHERE id = ?1";
static const char SQL_SET_GEOM[] =
    "UPDATE area SET geom = ?2, hectares = ?3, lon = ?4, lat = ?5, edition = edition + ?6, batch_id = ?7 WHERE id = ?1";

static struct str id_key(const int64_t *id) { return (struct str){(const char *)id, sizeof *id}; }

static size_t find_code(const struct graph *g, struct str code) {
  const uint64_t *at = table_find(g->by_code, code);
  return at ? (size_t)*at : 0;
}

static void add_child(struct graph *g, size_t parent, size_t child) {
  g->nodes[child].next_child = g->nodes[parent].first_child;
  g->nodes[parent].first_child = child + 1;
}

static bool load_nodes(struct graph *g, struct err *e) {
  struct db_stmt *s;
  bool row = true, added;
  if (!db_prepare(g->db, SQL_NODES, &s, e)) return false;
  db_stmt_begin(s);
  while (row) {
    if (!db_step(s, &row, e)) return false;
    if (!row) break;
    mem_grow((void **)&g->nodes, &g->cap, g->n + 1, sizeof *g->nodes);
    struct node *x = &g->nodes[g->n++];
    *x = (struct node){.id = db_col_int(s, 0),
                       .code = arena_str(g->arena, db_col_str(s, 1)),
                       .parent = (size_t)db_col_int(s, 2), /* an id until all are read */
                       .has_geom = db_col_int(s, 4) != 0,
                       .dirty = db_col_int(s, 5) == g->batch->id};
    if (!area_geom_status_read(db_col_str(s, 3), &x->status))
      return err_set(e, ERR_DB, "area %.*s has a geometry status that is not of the list", STR_ARG(x->code));
    *table_at(g->by_code, x->code, &added) = g->n;
    *table_at(g->by_id, id_key(&x->id), &added) = g->n;
  }
  for (size_t i = g->n; i-- > 0;) {
    int64_t id = (int64_t)g->nodes[i].parent;
    const uint64_t *at = id ? table_find(g->by_id, id_key(&id)) : NULL;
    g->nodes[i].parent = at ? (size_t)*at : 0;
  }
  return true;
}

static void add_link(struct graph *g, size_t area, size_t member) {
  mem_grow((void **)&g->links, &g->links_cap, g->n_links + 1, sizeof *g->links);
  g->links[g->n_links++] = (struct member_link){member, g->nodes[area].first_member};
  g->nodes[area].first_member = g->n_links;
}

static bool load_links(struct graph *g, struct err *e) {
  struct db_stmt *s;
  bool row = true;
  if (!db_prepare(g->db, SQL_LINKS, &s, e)) return false;
  db_stmt_begin(s);
  while (row) {
    if (!db_step(s, &row, e)) return false;
    if (!row) break;
    int64_t area = db_col_int(s, 0), member = db_col_int(s, 1);
    const uint64_t *a = table_find(g->by_id, id_key(&area)), *m = table_find(g->by_id, id_key(&member));
    if (a && m) add_link(g, (size_t)*a - 1, (size_t)*m - 1);
  }
  return true;
}

/* A tie of a known area changed: one history row that says from what to what. */
static bool record_tie(struct graph *g, const struct node *x, const char *key, struct str before, struct str after,
                       struct err *e) {
  struct buf b[2] = {{0}, {0}};
  for (int i = 0; i < 2; i++) {
    struct jw w;
    jw_init(&w, &b[i]);
    jw_object(&w);
    jw_kv_str(&w, "code", x->code);
    jw_kv_str(&w, key, i ? after : before);
    jw_end(&w);
  }
  bool ok = history_add(g->db, g->batch, "area", x->id, "update", buf_str(&b[0]), buf_str(&b[1]), e);
  buf_free(&b[0]);
  buf_free(&b[1]);
  return ok;
}

static bool set_parent(struct graph *g, size_t index, const struct area *a, enum area_saved *saved, struct err *e) {
  struct db_stmt *s;
  size_t at = find_code(g, a->parent_code), self = *table_find(g->by_id, id_key(&a->id)) - 1;
  struct node *x = &g->nodes[self];
  if (!at) return g->problem(g->user, index, AREA_PARENT_UNKNOWN, a->parent_code), true;
  if (at - 1 == self) return g->problem(g->user, index, AREA_PARENT_CYCLE, a->parent_code), true;
  if (x->parent == at) return true;
  if (!db_prepare(g->db, SQL_SET_PARENT, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, a->id);
  db_bind_int(s, 2, g->nodes[at - 1].id);
  if (!db_run(s, e)) return false;
  struct str before = x->parent ? g->nodes[x->parent - 1].code : STR("");
  if (x->parent) g->nodes[x->parent - 1].dirty = true;
  g->nodes[at - 1].dirty = true;
  x->parent = at;
  if (*saved != AREA_SAME) return true;
  *saved = AREA_CHANGED;
  return record_tie(g, x, "parent", before, g->nodes[at - 1].code, e);
}

static bool same_members(const struct graph *g, const struct node *x, const size_t *members, size_t n) {
  size_t link = x->first_member, i = 0;
  for (; link && i < n; link = g->links[link - 1].next, i++)
    if (g->links[link - 1].member != members[i]) return false;
  return !link && i == n;
}

static void write_members(const struct graph *g, const struct node *x, struct buf *out) {
  for (size_t link = x->first_member; link; link = g->links[link - 1].next) {
    if (out->len) buf_add_char(out, ';');
    buf_add_str(out, g->nodes[g->links[link - 1].member].code);
  }
}

static bool store_members(struct graph *g, size_t self, const size_t *members, size_t n, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(g->db, SQL_DROP_MEMBERS, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, g->nodes[self].id);
  if (!db_run(s, e) || !db_prepare(g->db, SQL_ADD_MEMBER, &s, e)) return false;
  g->nodes[self].first_member = 0;
  for (size_t i = 0; i < n; i++) {
    db_stmt_begin(s);
    db_bind_int(s, 1, g->nodes[self].id);
    db_bind_int(s, 2, g->nodes[members[i]].id);
    if (!db_run(s, e)) return false;
  }
  for (size_t i = n; i-- > 0;) add_link(g, self, members[i]);
  return true;
}

static bool replace_members(struct graph *g, size_t self, const size_t *members, size_t n, enum area_saved *saved,
                            struct err *e) {
  struct node *x = &g->nodes[self];
  struct buf before = {0}, after = {0};
  if (same_members(g, x, members, n)) return true;
  write_members(g, x, &before);
  bool ok = store_members(g, self, members, n, e);
  x->dirty = true;
  if (ok && *saved == AREA_SAME) {
    *saved = AREA_CHANGED;
    write_members(g, x, &after);
    ok = record_tie(g, x, "members", buf_str(&before), buf_str(&after), e);
  }
  buf_free(&before);
  buf_free(&after);
  return ok;
}

static bool set_members(struct graph *g, size_t index, const struct area *a, enum area_saved *saved, struct err *e) {
  size_t self = *table_find(g->by_id, id_key(&a->id)) - 1, n = 0;
  size_t *members = arena_alloc(g->arena, (a->n_members + 1) * sizeof *members);
  for (size_t i = 0; i < a->n_members; i++) {
    size_t at = find_code(g, a->members[i]);
    bool repeated = false;
    if (!at) g->problem(g->user, index, AREA_MEMBER_UNKNOWN, a->members[i]);
    for (size_t k = 0; k < n; k++) repeated = repeated || members[k] + 1 == at;
    if (at && !repeated) members[n++] = at - 1;
  }
  return replace_members(g, self, members, n, saved, e);
}

static void check_parents(struct graph *g, const struct area *areas, size_t n) {
  for (size_t i = 0; i < n; i++) {
    size_t start = *table_find(g->by_id, id_key(&areas[i].id)), at = start;
    int depth = 0;
    do at = g->nodes[at - 1].parent;
    while (at && at != start && ++depth < MAX_DEPTH);
    if (at) g->problem(g->user, i, AREA_PARENT_CYCLE, areas[i].parent_code);
  }
}

static bool read_geom(struct graph *g, struct arena *a, int64_t id, struct polygon *out, bool *found, struct err *e) {
  struct db_stmt *s;
  bool row;
  size_t size;
  if (!db_prepare(g->db, SQL_GEOM, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, id);
  if (!db_step(s, &row, e)) return false;
  *found = row && !db_col_null(s, 0);
  const void *blob = *found ? db_col_blob(s, 0, &size) : NULL;
  bool ok = !*found || gaia_read_multipolygon(a, blob, size, out, e);
  db_stmt_begin(s);
  return ok;
}

static bool write_geom(struct graph *g, struct node *x, const struct polygon *p, const struct buf *blob,
                       struct err *e) {
  struct db_stmt *s;
  double hectares = NAN, lon = NAN, lat = NAN;
  if (p && !area_measure(g->tools, p, &hectares, &lon, &lat, e)) return false;
  if (x->has_geom) {
    if (!db_prepare(g->db, SQL_ARCHIVE, &s, e)) return false;
    db_stmt_begin(s);
    db_bind_int(s, 1, x->id);
    if (!db_run(s, e)) return false;
  }
  if (!db_prepare(g->db, SQL_SET_GEOM, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_int(s, 1, x->id);
  if (p) {
    db_bind_blob(s, 2, blob->data, blob->len);
    db_bind_real(s, 3, hectares);
    db_bind_real(s, 4, lon);
    db_bind_real(s, 5, lat);
  }
  db_bind_int(s, 6, x->has_geom);
  db_bind_int(s, 7, g->batch->id);
  x->has_geom = p != NULL;
  return db_run(s, e);
}

/* The members, or the children of an area without members, as indices; returns how many. */
static size_t list_parts(const struct graph *g, const struct node *x, size_t *parts) {
  size_t n = 0;
  for (size_t link = x->first_member; link; link = g->links[link - 1].next, n++)
    if (parts) parts[n] = g->links[link - 1].member;
  if (x->first_member) return n;
  for (size_t child = x->first_child; child; child = g->nodes[child - 1].next_child, n++)
    if (parts) parts[n] = child - 1;
  return n;
}

static bool unite(struct graph *g, struct arena *a, struct node *x, const size_t *parts, size_t n, struct err *e) {
  struct polygon *p = arena_alloc(a, (n + 1) * sizeof *p), whole, before;
  struct buf blob = {0}, old = {0};
  uint32_t known = 0;
  bool found, had;
  for (size_t i = 0; i < n; i++) {
    if (!read_geom(g, a, g->nodes[parts[i]].id, &p[known], &found, e)) return false;
    known += found;
  }
  if (!read_geom(g, a, x->id, &before, &had, e)) return false;
  if (known && !shape_union(area_tools_shape(g->tools), a, p, known, &whole, e))
    return err_context(e, "%.*s", STR_ARG(x->code));
  if (known) gaia_write_multipolygon(&blob, &whole);
  if (had) gaia_write_multipolygon(&old, &before);
  bool same = str_eq(buf_str(&blob), buf_str(&old));
  bool ok = same || write_geom(g, x, known ? &whole : NULL, &blob, e);
  x->dirty = !same;
  buf_free(&blob);
  buf_free(&old);
  return ok;
}

static bool compose(struct graph *g, size_t index, int depth, struct err *e) {
  struct node *x = &g->nodes[index];
  if (x->visit == DONE || x->status != AREA_GEOM_COMPOSED) return true;
  if (x->visit == OPEN || depth > MAX_DEPTH) return g->problem(g->user, g->n_areas, AREA_MEMBER_CYCLE, x->code), true;
  x->visit = OPEN;
  struct arena *a = arena_new(1 << 16);
  size_t n = list_parts(g, x, NULL), *parts = arena_alloc(a, (n + 1) * sizeof *parts);
  bool ok = true;
  list_parts(g, x, parts);
  for (size_t i = 0; ok && i < n; i++) {
    ok = compose(g, parts[i], depth + 1, e);
    if (g->nodes[parts[i]].dirty) x->dirty = true;
  }
  if (ok && (x->dirty || !x->has_geom)) ok = unite(g, a, x, parts, n, e);
  x->visit = DONE;
  arena_free(a);
  return ok;
}

static bool link_all(struct graph *g, const struct area *areas, size_t n, enum area_saved *saved, struct err *e) {
  if (!load_nodes(g, e) || !load_links(g, e)) return false;
  if (!g->nodes) return n == 0 || err_set(e, ERR_BUG, "areas are tied before they are saved");
  for (size_t i = 0; i < n; i++)
    if (areas[i].parent_code.n && !set_parent(g, i, &areas[i], &saved[i], e)) return false;
  for (size_t i = g->n; i-- > 0;)
    if (g->nodes[i].parent) add_child(g, g->nodes[i].parent - 1, i);
  for (size_t i = 0; i < n; i++)
    if (areas[i].has_members && !set_members(g, i, &areas[i], &saved[i], e)) return false;
  check_parents(g, areas, n);
  for (size_t i = 0; i < g->n; i++)
    if (!compose(g, i, 0, e)) return false;
  return true;
}

bool area_link(struct db *d, const struct history_batch *b, struct area_tools *t, const struct area *areas, size_t n,
               enum area_saved *saved, area_problem_fn *problem, void *user, struct err *e) {
  struct graph g = {.db = d,
                    .batch = b,
                    .tools = t,
                    .arena = arena_new(1 << 16),
                    .by_code = table_new(),
                    .by_id = table_new(),
                    .problem = problem,
                    .user = user,
                    .n_areas = n};
  bool ok = link_all(&g, areas, n, saved, e);
  table_free(g.by_code);
  table_free(g.by_id);
  free(g.nodes);
  free(g.links);
  arena_free(g.arena);
  return ok;
}
