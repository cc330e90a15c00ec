#include <stdlib.h>
#include "core/text.h"
#include "domain/actor.h"
#include "domain/table.h"

struct known {
  int64_t id, merged_into; /* 0: nobody */
  struct str code, name;
  uint32_t read_as; /* itself, or the actor it was merged into in the end */
};
struct name {
  uint32_t actor;
  uint32_t next; /* another actor with the same key; 0: none (indices are one too high) */
};
struct actor_directory {
  struct arena *arena;
  struct known *actors;
  size_t n, cap;
  struct name *names;
  size_t n_names, names_cap;
  struct table *by_code, *by_key; /* actor index + 1; first name index + 1 */
};

static const char SQL_ALL[] = "SELECT id, code, name, merged_into FROM organisation ORDER BY id";
static const char SQL_ALL_ALIASES[] = "SELECT o.code, a.alias FROM organisation_alias AS a "
                                      "JOIN organisation AS o ON o.id = a.organisation_id ORDER BY a.id";
static const char SQL_CREATE[] = "INSERT INTO organisation (code, name, batch_id, claim_id) VALUES (?1, ?2, ?3, ?4)";

static void add_name(struct actor_directory *x, uint32_t actor, struct str text) {
  struct buf key = {0};
  bool added;
  text_fold(&key, text);
  uint64_t *first = table_at(x->by_key, buf_str(&key), &added);
  buf_free(&key);
  for (uint64_t i = *first; i; i = x->names[i - 1].next)
    if (x->names[i - 1].actor == actor) return;
  if (x->n_names == x->names_cap) mem_grow((void **)&x->names, &x->names_cap, x->n_names + 1, sizeof *x->names);
  x->names[x->n_names++] = (struct name){actor, (uint32_t)*first};
  *first = x->n_names;
}

static void add_actor(struct actor_directory *x, int64_t id, struct str code, struct str name, int64_t merged_into) {
  bool added;
  if (x->n == x->cap) mem_grow((void **)&x->actors, &x->cap, x->n + 1, sizeof *x->actors);
  x->actors[x->n] =
      (struct known){id, merged_into, arena_str(x->arena, code), arena_str(x->arena, name), (uint32_t)x->n};
  *table_at(x->by_code, code, &added) = ++x->n;
}

static int compare_id(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = ((const struct known *)b)->id;
  return (x > y) - (x < y);
}

/* Follow what was merged to its end. The store lets no circle in; a damaged one ends after as many steps as there are actors. */
static void follow_merged(struct actor_directory *x) {
  for (size_t i = 0; i < x->n; i++) {
    const struct known *at = &x->actors[i];
    for (size_t steps = 0; at && at->merged_into && steps < x->n; steps++)
      at = bsearch(&at->merged_into, x->actors, x->n, sizeof *x->actors, compare_id);
    if (at) x->actors[i].read_as = (uint32_t)(at - x->actors);
  }
}

static bool load_actors(struct actor_directory *x, struct db *d, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(d, SQL_ALL, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) break;
    add_actor(x, db_col_int(s, 0), db_col_str(s, 1), db_col_str(s, 2), db_col_int(s, 3));
  }
  follow_merged(x);
  for (size_t i = 0; i < x->n; i++) add_name(x, x->actors[i].read_as, x->actors[i].name);
  return true;
}

static bool load_aliases(struct actor_directory *x, struct db *d, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(d, SQL_ALL_ALIASES, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    const uint64_t *at = table_find(x->by_code, db_col_str(s, 0));
    if (at) add_name(x, x->actors[*at - 1].read_as, db_col_str(s, 1));
  }
}

bool actor_directory_load(struct db *d, struct actor_directory **out, struct err *e) {
  struct actor_directory *x = mem_calloc(1, sizeof *x);
  x->arena = arena_new(0);
  x->by_code = table_new();
  x->by_key = table_new();
  bool ok = load_actors(x, d, e) && load_aliases(x, d, e);
  if (!ok) {
    actor_directory_free(x);
    x = NULL;
  }
  *out = x;
  return ok;
}

void actor_directory_free(struct actor_directory *x) {
  if (!x) return;
  table_free(x->by_code);
  table_free(x->by_key);
  free(x->actors);
  free(x->names);
  arena_free(x->arena);
  free(x);
}

static uint64_t first_name(const struct actor_directory *x, struct str text) {
  struct buf key = {0};
  text_fold(&key, text);
  const uint64_t *first = key.len ? table_find(x->by_key, buf_str(&key)) : NULL;
  buf_free(&key);
  return first ? *first : 0;
}

void actor_directory_find(const struct actor_directory *x, struct str text, int64_t *id, size_t *n) {
  const uint64_t *code = table_find(x->by_code, text);
  *n = 0;
  if (code) {
    *id = x->actors[x->actors[*code - 1].read_as].id;
    *n = 1;
    return;
  }
  for (uint64_t i = first_name(x, text); i; i = x->names[i - 1].next) {
    *id = x->actors[x->names[i - 1].actor].id;
    ++*n;
  }
}

void actor_directory_write_candidates(const struct actor_directory *x, struct str text, struct buf *out) {
  bool any = false;
  for (uint64_t i = first_name(x, text); i; i = x->names[i - 1].next, any = true) {
    if (any) buf_add_z(out, ", ");
    buf_add_str(out, x->actors[x->names[i - 1].actor].code);
  }
}

/* A code from the name that nobody has yet: "fundacion-x", "fundacion-x-2", … */
static void free_code(const struct actor_directory *x, struct str name, struct buf *code) {
  text_slug(code, name);
  if (code->len == 0) buf_add_z(code, "actor");
  size_t base = code->len < 80 ? code->len : 80;
  code->len = base;
  for (unsigned i = 2; table_find(x->by_code, buf_str(code)); i++) {
    code->len = base;
    buf_printf(code, "-%u", i);
  }
}

bool actor_directory_create(struct actor_directory *x, struct db *d, const struct history_batch *b, struct str name,
                            int64_t claim_id, int64_t *id, struct err *e) {
  struct db_stmt *s;
  struct buf code = {0};
  free_code(x, name, &code);
  bool ok = db_prepare(d, SQL_CREATE, &s, e);
  if (ok) {
    db_stmt_begin(s);
    db_bind_str(s, 1, buf_str(&code));
    db_bind_str(s, 2, name);
    db_bind_int(s, 3, b->id);
    db_bind_int(s, 4, claim_id);
    ok = db_run(s, e);
  }
  if (ok) {
    *id = db_last_id(d);
    add_actor(x, *id, buf_str(&code), name, 0);
    add_name(x, (uint32_t)x->n - 1, name);
  }
  buf_free(&code);
  return ok;
}
