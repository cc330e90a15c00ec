/* The directory of actors as an IATI file needs it: by reference first, then by our code, then by name. It knows the actors of the
 * store and those that the file brings, and is the mapping thread's alone; rows are made by the other (iati_save). */
#include <stdlib.h>
#include "iati_internal.h"

struct name {
  struct iati_actor *actor;
  struct name *next; /* another actor of the same folded name */
};
struct iati_actors {
  struct arena *arena;
  struct table *by_code, *by_ref, *by_name; /* pointers: struct iati_actor, struct iati_actor (chain), struct name */
};

static const char SQL_ACTORS[] =
    "SELECT o.id, o.code, o.ref, o.name, o.type, m.code FROM organisation AS o LEFT JOIN organisation AS m ON m.id = "
    "o.merged_into ORDER BY o.id";
static const char SQL_ALIASES[] =
    "SELECT o.code, a.alias FROM organisation_alias AS a JOIN organisation AS o ON o.id = "
    "a.organisation_id ORDER BY a.id";

static void *at(const struct table *t, struct str key) {
  const uint64_t *v = table_find(t, key);
  return v ? (void *)(uintptr_t)*v : NULL;
}

static void put(struct table *t, struct str key, const void *p) {
  bool added;
  *table_at(t, key, &added) = (uint64_t)(uintptr_t)p;
}

static void add_name(struct iati_actors *x, struct iati_actor *actor, struct str text) {
  struct buf key = {0};
  text_fold(&key, text);
  struct name *first = key.len ? at(x->by_name, buf_str(&key)) : NULL;
  bool known = key.len == 0;
  for (struct name *n = first; n && !known; n = n->next) known = n->actor == actor;
  if (!known) {
    struct name *n = arena_alloc(x->arena, sizeof *n);
    *n = (struct name){actor, first};
    put(x->by_name, buf_str(&key), n);
  }
  buf_free(&key);
}

static void add_ref(struct iati_actors *x, struct iati_actor *actor) {
  if (actor->ref.n == 0) return;
  actor->next_ref = at(x->by_ref, actor->ref);
  put(x->by_ref, actor->ref, actor);
}

/* ---- loading ---- */

struct merged { /* an actor that is another by a person's decision */
  struct str code, into, ref, name;
  struct merged *next;
};

static bool load_rows(struct iati_actors *x, struct db *d, struct merged **merged, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(d, SQL_ACTORS, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    struct str text[5];
    for (int i = 0; i < 5; i++) text[i] = arena_str(x->arena, db_col_str(s, i + 1));
    if (!db_col_null(s, 5)) {
      struct merged *m = arena_alloc(x->arena, sizeof *m);
      *m = (struct merged){text[0], text[4], text[1], text[2], *merged};
      *merged = m;
      continue;
    }
    struct iati_actor *actor = arena_calloc(x->arena, 1, sizeof *actor);
    *actor =
        (struct iati_actor){.id = db_col_int(s, 0), .code = text[0], .ref = text[1], .name = text[2], .type = text[3]};
    put(x->by_code, actor->code, actor);
    add_name(x, actor, actor->name);
    add_ref(x, actor);
  }
}

/* Merged actors are read as what they were merged into, in the end; a chain takes as many rounds as it is long. */
static void follow_merged(struct iati_actors *x, struct merged *all) {
  for (bool more = true; more;) {
    more = false;
    for (struct merged *m = all; m; m = m->next) {
      struct iati_actor *into = at(x->by_code, m->into);
      if (!into || at(x->by_code, m->code)) continue;
      put(x->by_code, m->code, into);
      add_name(x, into, m->name);
      if (m->ref.n && !at(x->by_ref, m->ref)) put(x->by_ref, m->ref, into);
      more = true;
    }
  }
}

static bool load_aliases(struct iati_actors *x, struct db *d, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(d, SQL_ALIASES, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    struct iati_actor *actor = at(x->by_code, db_col_str(s, 0));
    if (actor) add_name(x, actor, db_col_str(s, 1));
  }
}

bool iati_actors_load(struct db *d, struct iati_actors **out, struct err *e) {
  struct iati_actors *x = mem_calloc(1, sizeof *x);
  struct merged *merged = NULL;
  *x = (struct iati_actors){arena_new(0), table_new(), table_new(), table_new()};
  bool ok = load_rows(x, d, &merged, e);
  if (ok) follow_merged(x, merged);
  ok = ok && load_aliases(x, d, e);
  if (!ok) {
    iati_actors_free(x);
    x = NULL;
  }
  *out = x;
  return ok;
}

void iati_actors_free(struct iati_actors *x) {
  if (!x) return;
  table_free(x->by_code);
  table_free(x->by_ref);
  table_free(x->by_name);
  arena_free(x->arena);
  free(x);
}

/* ---- finding ---- */

/* The same name is the same actor unless both have a reference and it differs. */
static bool may_be(const struct iati_actor *actor, struct str ref) {
  return ref.n == 0 || actor->ref.n == 0 || str_eq(ref, actor->ref);
}

static void refuse_ambiguous(struct iati_map *m, const struct iati_node *n, struct str value, const struct buf *codes) {
  iati_refuse(
      m, n, NULL, value, "actor-ambiguo",
      "Varios actores llevan ese nombre o referencia: %s. Una los que son el mismo (coopmap merge) o agregue un ref.",
      "Several actors have that name or reference: %s. Merge those that are the same (coopmap merge) or add a ref.",
      codes->data);
}

/* *found is NULL if nobody is it. False if several are, which is refused. */
static bool by_name(struct iati_map *m, const struct iati_node *n, struct str ref, struct str name,
                    struct iati_actor **found) {
  struct buf key = {0}, codes = {0};
  size_t count = 0;
  text_fold(&key, name);
  for (struct name *v = key.len ? at(m->actors->by_name, buf_str(&key)) : NULL; v; v = v->next) {
    if (!may_be(v->actor, ref)) continue;
    *found = v->actor;
    buf_printf(&codes, "%s%.*s", count++ ? ", " : "", STR_ARG(v->actor->code));
  }
  if (count > 1) refuse_ambiguous(m, n, name, &codes);
  buf_free(&key);
  buf_free(&codes);
  return count <= 1;
}

static bool has_name(const struct iati_actors *x, const struct iati_actor *actor, struct str name) {
  struct buf key = {0};
  bool found = false;
  text_fold(&key, name);
  for (struct name *v = key.len ? at(x->by_name, buf_str(&key)) : NULL; v && !found; v = v->next)
    found = v->actor == actor;
  buf_free(&key);
  return found;
}

/* Several actors of one reference: the one that also has the name. */
static bool by_ref(struct iati_map *m, const struct iati_node *n, struct str ref, struct str name,
                   struct iati_actor **found) {
  struct iati_actor *first = ref.n ? at(m->actors->by_ref, ref) : NULL;
  *found = first;
  if (!first || !first->next_ref) return true;
  struct buf codes = {0};
  *found = NULL;
  for (struct iati_actor *a = first; a; a = a->next_ref) {
    buf_printf(&codes, "%s%.*s", codes.len ? ", " : "", STR_ARG(a->code));
    if (!*found && has_name(m->actors, a, name)) *found = a;
  }
  if (!*found) refuse_ambiguous(m, n, ref, &codes);
  buf_free(&codes);
  return *found != NULL;
}

/* ---- making ---- */

/* The code given, else one made from the name, else from the reference: "fundacion-x", "fundacion-x-2", … */
static struct str free_code(struct iati_actors *x, struct str given, struct str name) {
  struct buf code = {0};
  if (given.n) buf_add_str(&code, given);
  else text_slug(&code, name);
  if (code.len == 0) buf_add_z(&code, "actor");
  if (!given.n && code.len > 80) code.len = 80;
  size_t base = code.len;
  for (unsigned i = 2; table_find(x->by_code, buf_str(&code)); i++) {
    code.len = base;
    buf_printf(&code, "-%u", i);
  }
  struct str result = arena_str(x->arena, buf_str(&code));
  buf_free(&code);
  return result;
}

static struct iati_actor *make(struct iati_actors *x, struct str code, struct str ref, struct str name,
                               struct str type) {
  struct iati_actor *actor = arena_calloc(x->arena, 1, sizeof *actor);
  *actor = (struct iati_actor){.code = free_code(x, code, name.n ? name : ref),
                               .ref = arena_str(x->arena, ref),
                               .name = arena_str(x->arena, name.n ? name : ref),
                               .type = arena_str(x->arena, type)};
  put(x->by_code, actor->code, actor);
  add_name(x, actor, actor->name);
  add_ref(x, actor);
  return actor;
}

struct iati_actor *iati_actor_known(struct iati_map *m, const struct iati_node *n, struct str code, struct str ref,
                                    struct str name, struct str type) {
  struct iati_actor *actor = code.n ? at(m->actors->by_code, code) : NULL;
  if (actor) return actor;
  if (!by_ref(m, n, ref, name, &actor) || (!actor && name.n && !by_name(m, n, ref, name, &actor))) return NULL;
  return actor || (name.n == 0 && ref.n == 0) ? actor : make(m->actors, code, ref, name, type);
}

struct iati_actor *iati_actor(struct iati_map *m, struct iati_node *n) {
  struct iati_node *node = NULL;
  struct str code = iati_attribute(n, WORD_OWN_CODE), ref = text_trim(iati_attribute(n, WORD_REF)),
             type = iati_code(m, n, WORD_TYPE, "organisation_type"), name = iati_narrative(m, n, &node);
  if (code.n && !iati_is_code(code)) code = (struct str){0};
  struct iati_actor *actor = iati_actor_known(m, n, code, ref, name, type);
  if (!actor && name.n == 0 && ref.n == 0) n->used = false; /* nobody is named: kept as it stands */
  if (!actor) return NULL;
  if (ref.n && !str_eq(ref, actor->ref)) iati_leave(n, WORD_REF);
  if (type.n && !str_eq(type, actor->type)) iati_leave(n, WORD_TYPE);
  if (node && !str_eq(name, actor->name)) node->used = false;
  return actor;
}
