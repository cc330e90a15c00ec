#include "domain/codelist.h"
#include <stdlib.h>
#include "core/mem.h"
#include "core/text.h"

struct item {
  struct str code, keys[3]; /* folded: code, Spanish label, English label */
};
struct list {
  struct str name;
  size_t first, n;
};
struct codelist {
  struct arena *arena;
  struct item *items;
  size_t n, cap;
  struct list *lists;
  size_t n_lists, lists_cap;
};

static const char SQL_CODES[] = "SELECT list, code, label_es, label_en FROM code ORDER BY list, sort, code";

static struct str folded(struct arena *a, struct buf *b, struct str s) {
  buf_reset(b);
  text_fold(b, s);
  return arena_str(a, buf_str(b));
}

static void add(struct codelist *c, struct db_stmt *s, struct buf *b) {
  struct str name = db_col_str(s, 0);
  if (c->n_lists == 0 || !str_eq(c->lists[c->n_lists - 1].name, name)) {
    if (c->n_lists == c->lists_cap) mem_grow((void **)&c->lists, &c->lists_cap, c->n_lists + 1, sizeof *c->lists);
    c->lists[c->n_lists++] = (struct list){arena_str(c->arena, name), c->n, 0};
  }
  if (c->n == c->cap) mem_grow((void **)&c->items, &c->cap, c->n + 1, sizeof *c->items);
  struct item *it = &c->items[c->n++];
  it->code = arena_str(c->arena, db_col_str(s, 1));
  for (int i = 0; i < 3; i++) it->keys[i] = folded(c->arena, b, db_col_str(s, i + 1));
  c->lists[c->n_lists - 1].n++;
}

bool codelist_load(struct db *d, struct codelist **out, struct err *e) {
  struct codelist *c = mem_calloc(1, sizeof *c);
  struct db_stmt *s;
  struct buf b = {0};
  c->arena = arena_new(0);
  bool row = false, ok = db_prepare(d, SQL_CODES, &s, e);
  if (ok) db_stmt_begin(s);
  while (ok && (ok = db_step(s, &row, e)) && row) add(c, s, &b);
  buf_free(&b);
  if (!ok) {
    codelist_free(c);
    c = NULL;
  }
  *out = c;
  return ok;
}

void codelist_free(struct codelist *c) {
  if (!c) return;
  free(c->items);
  free(c->lists);
  arena_free(c->arena);
  free(c);
}

static const struct list *list_of(const struct codelist *c, const char *name) {
  for (size_t i = 0; i < c->n_lists; i++)
    if (str_is(c->lists[i].name, name)) return &c->lists[i];
  return NULL;
}

bool codelist_find(const struct codelist *c, const char *list, struct str text, struct str *code) {
  const struct list *l = list_of(c, list);
  if (!l || text.n == 0) return false;
  const struct item *items = c->items + l->first, *found = NULL;
  for (size_t i = 0; i < l->n && !found; i++)
    if (str_eq(items[i].code, text)) found = &items[i];
  struct buf b = {0};
  if (!found) text_fold(&b, text);
  for (int k = 0; k < 3 && !found; k++)
    for (size_t i = 0; i < l->n && !found; i++)
      if (b.len && str_eq(items[i].keys[k], buf_str(&b))) found = &items[i];
  buf_free(&b);
  if (found) *code = found->code;
  return found != NULL;
}

void codelist_write_codes(const struct codelist *c, const char *list, struct buf *out) {
  const struct list *l = list_of(c, list);
  for (size_t i = 0; l && i < l->n && i < CODELIST_NAMED; i++) {
    if (i) buf_add_z(out, ", ");
    buf_add_str(out, c->items[l->first + i].code);
  }
  if (l && l->n > CODELIST_NAMED) buf_printf(out, ", … (%zu)", l->n);
}
