/* What activities say of each other. A file names another activity before it brings it, or one that is in no file: so links are
 * made where the other one is in the store already, and the rest is kept as it stands until the file has ended. */
#include <stdlib.h>
#include "iati_internal.h"

struct iati_link {
  int64_t id;
  uint64_t row;
  struct project_related to;
  struct str identifier, xml;
};

static const char SQL_BY_IDENTIFIER[] = "SELECT code FROM activity WHERE iati_identifier = ?1";
static const char SQL_BY_CODE[] = "SELECT code FROM activity WHERE code = ?1";
static const char SQL_FORGET[] = "DELETE FROM activity_extra WHERE activity_id = ?1 AND owner = '' AND xml = ?2";

/* to->code becomes the code of the project meant; *found false: it is not in the store. */
static bool resolve(struct iati_save *s, struct arena *a, struct project_related *to, struct str identifier,
                    bool *found, struct err *e) {
  struct db_stmt *st;
  *found = false;
  if (to->code.n) {
    if (!db_prepare(s->db, SQL_BY_CODE, &st, e)) return false;
    db_stmt_begin(st);
    db_bind_str(st, 1, to->code);
    if (!db_step(st, found, e)) return false;
    db_stmt_begin(st);
  }
  if (*found || identifier.n == 0) return true;
  if (!db_prepare(s->db, SQL_BY_IDENTIFIER, &st, e)) return false;
  db_stmt_begin(st);
  db_bind_str(st, 1, identifier);
  if (!db_step(st, found, e)) return false;
  if (*found) to->code = arena_str(a, db_col_str(st, 0));
  db_stmt_begin(st);
  return true;
}

static int compare_related(const void *a, const void *b) {
  const struct project_related *x = a, *y = b;
  int c = str_cmp(x->code, y->code);
  return c ? c : str_cmp(x->type, y->type);
}

bool iati_links_resolve(struct iati_save *s, struct iati_activity *a, struct err *e) {
  if (a->n_related == 0) return true;
  s->linked = true;
  struct project_related *list = arena_alloc(a->arena, a->n_related * sizeof *list);
  struct project_extra *extras = arena_alloc(a->arena, (a->p.n_extras + a->n_related) * sizeof *extras);
  size_t n = 0;
  if (a->p.n_extras) memcpy(extras, a->extras, a->p.n_extras * sizeof *extras);
  for (size_t i = 0; i < a->n_related; i++) {
    struct iati_related *r = &a->related[i];
    if (!resolve(s, a->arena, &r->to, r->identifier, &r->found, e)) return false;
    if (r->found) list[n++] = r->to;
    else extras[a->p.n_extras++] = (struct project_extra){.owner = STR(""), .name = r->name, .xml = r->xml};
  }
  qsort(list, n, sizeof *list, compare_related);
  size_t kept = n > 0;
  for (size_t i = 1; i < n; i++)
    if (compare_related(&list[kept - 1], &list[i]) != 0) list[kept++] = list[i];
  a->p.related = list;
  a->p.n_related = kept;
  iati_sort_extras(a->arena, extras, a->p.n_extras);
  a->p.extras = a->extras = extras;
  return true;
}

bool iati_links_tie(struct iati_save *s, const struct iati_activity *a, bool changed, struct err *e) {
  for (size_t i = 0; changed && i < a->p.n_related; i++)
    if (!project_relate(s->db, a->p.id, &a->p.related[i], e)) return false;
  for (size_t i = 0; i < a->n_related; i++) {
    const struct iati_related *r = &a->related[i];
    if (r->found) continue;
    if (s->n_links == s->links_cap) mem_grow((void **)&s->links, &s->links_cap, s->n_links + 1, sizeof *s->links);
    s->links[s->n_links++] =
        (struct iati_link){.id = a->p.id,
                           .row = a->ordinal,
                           .to = {arena_str(s->links_arena, r->to.code), arena_str(s->links_arena, r->to.type)},
                           .identifier = arena_str(s->links_arena, r->identifier),
                           .xml = arena_str(s->links_arena, r->xml)};
  }
  return true;
}

static bool tie_late(struct iati_save *s, struct iati_link *k, struct err *e) {
  bool found;
  struct db_stmt *st;
  if (!resolve(s, s->links_arena, &k->to, k->identifier, &found, e)) return false;
  if (!found) {
    report_add(s->report, REPORT_NOTE, k->row, STR("related-activity"), k->identifier.n ? k->identifier : k->to.code,
               "actividad-desconocida",
               "La actividad relacionada no está en el archivo ni en la base: la mención se conserva como está.",
               "The related activity is neither in the file nor in the database: the mention is kept as it stands.");
    return true;
  }
  if (!project_relate(s->db, k->id, &k->to, e) || !db_prepare(s->db, SQL_FORGET, &st, e)) return false;
  db_stmt_begin(st);
  db_bind_int(st, 1, k->id);
  db_bind_str(st, 2, k->xml);
  return db_run(st, e);
}

bool iati_links_finish(struct iati_save *s, struct err *e) {
  struct buf code = {0};
  bool ok = true;
  if (!s->linked || !iati_save_writes(s)) return true;
  for (size_t i = 0; ok && i < s->n_links; i++) ok = tie_late(s, &s->links[i], e);
  ok = ok && project_find_cycle(s->db, &code, e);
  if (ok && code.len) {
    report_add(s->report, REPORT_REFUSED, 0, STR("related-activity"), buf_str(&code), "macroproyecto-en-circulo",
               "La actividad es, por sus actividades superiores (tipo 1), parte de sí misma. Corrija esas relaciones.",
               "Through its parents (type 1) the activity is part of itself. Correct those relations.");
    ok = err_set(e, ERR_INPUT,
                 err_pick("%.*s: las actividades superiores forman un círculo", "%.*s: a circle of parents"),
                 STR_ARG(buf_str(&code)));
  }
  buf_free(&code);
  return ok;
}
