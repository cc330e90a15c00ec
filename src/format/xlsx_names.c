#include "xlsx_names.h"
#include <stdlib.h>
#include "core/text.h"
#include "domain/name_key.h"
#include "domain/table.h"

enum { SEVERAL = 1 }; /* in the tables: row + 2, or that several carry the key */

struct xlsx_names {
  struct str *areas, *actors; /* what to write; .p NULL: not asked yet */
  struct table *area_keys, *actor_keys;
};

static void claim(struct table *t, struct str key, uint32_t row) {
  bool added;
  uint64_t *at = table_at(t, key, &added);
  if (added || *at == (uint64_t)row + 2) *at = (uint64_t)row + 2;
  else *at = SEVERAL;
}

static void area_key(struct buf *b, struct str s) {
  buf_reset(b);
  name_key(b, s, NAME_KEY_KEPT);
}
static void actor_key(struct buf *b, struct str s) {
  buf_reset(b);
  text_fold(b, s);
}

static void read_areas(struct xlsx_book *b, struct xlsx_names *x, struct buf *key) {
  for (uint32_t i = 0; i < snapshot_areas(b->s); i++) {
    struct snap_area area;
    struct str alias;
    snapshot_area(b->s, i, &area);
    area_key(key, area.name);
    claim(x->area_keys, buf_str(key), i);
    for (uint32_t k = 0; (alias = snapshot_area_alias(b->s, i, k)).p; k++) {
      area_key(key, alias);
      claim(x->area_keys, buf_str(key), i);
    }
  }
}

static void read_actors(struct xlsx_book *b, struct xlsx_names *x, struct buf *key) {
  for (uint32_t i = 0; i < snapshot_actors(b->s); i++) {
    struct snap_actor actor;
    struct str alias;
    snapshot_actor(b->s, i, &actor);
    actor_key(key, actor.name);
    claim(x->actor_keys, buf_str(key), i);
    for (uint32_t k = 0; (alias = snapshot_actor_alias(b->s, i, k)).p; k++) {
      actor_key(key, alias);
      claim(x->actor_keys, buf_str(key), i);
    }
  }
}

static struct xlsx_names *names_of(struct xlsx_book *b) {
  if (b->names) return b->names;
  struct xlsx_names *x = b->names = mem_calloc(1, sizeof *x);
  struct buf key = {0};
  x->area_keys = table_new();
  x->actor_keys = table_new();
  x->areas = mem_calloc(snapshot_areas(b->s) + 1, sizeof *x->areas);
  x->actors = mem_calloc(snapshot_actors(b->s) + 1, sizeof *x->actors);
  read_areas(b, x, &key);
  read_actors(b, x, &key);
  buf_free(&key);
  return x;
}

void xlsx_names_free(struct xlsx_names *x) {
  if (!x) return;
  table_free(x->area_keys);
  table_free(x->actor_keys);
  free(x->areas);
  free(x->actors);
  free(x);
}

/* Nobody else's, no separator of lists or shares in it, and no word that a reader takes for an empty cell. */
static bool is_own(const struct table *keys, struct str key, uint32_t row, struct str name) {
  const uint64_t *at = key.n ? table_find(keys, key) : NULL;
  bool plain = !memchr(name.p, ';', name.n) && !memchr(name.p, '=', name.n) && !memchr(name.p, '\n', name.n);
  return plain && name.n > 3 && at && *at == (uint64_t)row + 2;
}

struct str xlsx_area_name(struct xlsx_book *b, uint32_t i) {
  struct xlsx_names *x = names_of(b);
  if (x->areas[i].p) return x->areas[i];
  struct snap_area area;
  struct buf key = {0};
  uint32_t other;
  snapshot_area(b->s, i, &area);
  area_key(&key, area.name);
  bool own = is_own(x->area_keys, buf_str(&key), i, area.name) && !snapshot_find_area(b->s, area.name, &other);
  buf_free(&key);
  return x->areas[i] = own ? area.name : area.code;
}

struct str xlsx_actor_name(struct xlsx_book *b, uint32_t i) {
  struct xlsx_names *x = names_of(b);
  if (x->actors[i].p) return x->actors[i];
  struct snap_actor actor;
  struct buf key = {0};
  uint32_t other;
  snapshot_actor(b->s, i, &actor);
  actor_key(&key, actor.name);
  bool own = is_own(x->actor_keys, buf_str(&key), i, actor.name) && !snapshot_find_actor(b->s, actor.name, &other);
  buf_free(&key);
  return x->actors[i] = own ? actor.name : actor.code;
}

void xlsx_actor(struct xlsx_sheet *sh, size_t column, uint32_t actor) {
  if (actor == SNAPSHOT_NONE) return;
  struct snap_actor a;
  snapshot_actor(sh->book->s, actor, &a);
  xlsx_page(sh, column, "actor", a.code, xlsx_actor_name(sh->book, actor));
}
