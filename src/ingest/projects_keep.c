/* Texts that no column of a table of projects can carry (a third language, a second description in one language): an IATI file brought
 * them, and a table that is loaded later must not wipe them out. */
#include "projects_internal.h"

static const char SQL_NARRATIVES[] =
    "SELECT n.type, n.lang, n.text FROM narrative AS n JOIN activity AS a ON a.id = n.activity_id "
    "WHERE a.code = ?1 ORDER BY n.id";

static bool among(struct str s, const char *const *words, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (str_is(s, words[i])) return true;
  return false;
}

static bool has_column(const struct project_narrative *x, struct str lang) {
  static const char *const plain[] = {"objeto", "objetivo", "descripcion", "nota", "poblacion", "valor"};
  static const char *const english[] = {"titulo", "objeto", "objetivo", "descripcion"};
  return (str_eq(x->lang, lang) && among(x->type, plain, sizeof plain / sizeof *plain)) ||
         (str_is(x->lang, "en") && among(x->type, english, sizeof english / sizeof *english));
}

/* Of several texts of one type and language the last is the one a column shows. */
static bool is_shown(const struct project_narrative *list, size_t n, size_t i, struct str lang) {
  for (size_t k = i + 1; k < n; k++)
    if (str_eq(list[k].type, list[i].type) && str_eq(list[k].lang, list[i].lang)) return false;
  return has_column(&list[i], lang);
}

static bool load(struct projects *p, struct str code, struct project_narrative **list, size_t *n, struct err *e) {
  struct db_stmt *s;
  size_t cap = 0;
  bool row;
  *n = 0;
  if (!db_prepare(p->db, SQL_NARRATIVES, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, code);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    if (*n == cap) {
      struct project_narrative *grown = arena_alloc(p->cells.arena, (cap = 2 * cap + 8) * sizeof *grown);
      if (*n) memcpy(grown, *list, *n * sizeof *grown);
      *list = grown;
    }
    (*list)[(*n)++] = (struct project_narrative){arena_str(p->cells.arena, db_col_str(s, 0)),
                                                 arena_str(p->cells.arena, db_col_str(s, 1)),
                                                 arena_str(p->cells.arena, db_col_str(s, 2))};
  }
}

bool projects_keep_texts(struct projects *p, struct project *out, struct err *e) {
  struct project_narrative *old = NULL;
  struct str lang = out->lang.n ? out->lang : STR("es");
  size_t n;
  if (!load(p, out->code, &old, &n, e)) return false;
  struct project_narrative *all = arena_alloc(p->cells.arena, (out->n_narratives + n + 1) * sizeof *all);
  size_t have = 0; /* before those of the row: of several the last stays the last */
  for (size_t i = 0; i < n; i++)
    if (!is_shown(old, n, i, lang)) all[have++] = old[i];
  if (out->n_narratives) memcpy(all + have, out->narratives, out->n_narratives * sizeof *all);
  have += out->n_narratives;
  out->narratives = all;
  out->n_narratives = have;
  return true;
}
