/* Which known area each row is a new edition of, and which areas its parent and members are. */
#include "ingest/areas.h"

#include <stdlib.h>

#include "core/text.h"
#include "domain/gazetteer.h"
#include "domain/name_key.h"
#include "domain/table.h"

enum { CANDIDATES = 5, AMBIGUOUS = 0 };

struct known {
  int64_t id;
  struct str code, name, layer;
  size_t taken_by; /* index + 1 of the row that is its new edition */
};
struct known_areas {
  struct areas_job *job;
  struct known *areas;
  size_t n, cap;
  struct table *by_code, *by_external, *by_id; /* index + 1; by_external: group and code, AMBIGUOUS if two share it */
  struct table *file_codes;                    /* code in the file -> index of its row + 1 */
  struct gazetteer *names;
};

static const char SQL_KNOWN[] = "SELECT id, code, name, layer, external_code FROM area ORDER BY id";

/* Layers whose official codes are one series, and whose areas may change places. */
static const char *group_of(struct str layer) {
  static const char *const leaves[] = {"barrio", "poblado", "centro_poblado", "vereda"};
  for (size_t i = 0; i < sizeof leaves / sizeof *leaves; i++)
    if (str_is(layer, leaves[i])) return "leaf";
  return str_is(layer, "municipio") || str_is(layer, "distrito") ? "municipality" : NULL;
}

static bool same_group(struct str a, struct str b) {
  const char *x = group_of(a), *y = group_of(b);
  return str_eq(a, b) || (x && y && x == y);
}

static struct str external_key(struct buf *b, struct str layer, struct str code) {
  const char *group = group_of(layer);
  buf_reset(b);
  if (group) buf_add_z(b, group);
  else buf_add_str(b, layer);
  buf_add_char(b, ' ');
  buf_add_str(b, code);
  return buf_str(b);
}

static struct known *at_index(struct known_areas *k, const uint64_t *index) {
  return index && *index ? &k->areas[*index - 1] : NULL;
}

static bool load_known(struct known_areas *k, struct err *e) {
  struct db_stmt *s;
  struct buf b = {0};
  bool row = true, added, ok = db_prepare(k->job->db, SQL_KNOWN, &s, e);
  if (ok) db_stmt_begin(s);
  while (ok && row) {
    ok = db_step(s, &row, e);
    if (!ok || !row) break;
    mem_grow((void **)&k->areas, &k->cap, k->n + 1, sizeof *k->areas);
    struct known *a = &k->areas[k->n++];
    struct arena *arena = k->job->arena;
    *a = (struct known){db_col_int(s, 0), arena_str(arena, db_col_str(s, 1)), arena_str(arena, db_col_str(s, 2)),
                        arena_str(arena, db_col_str(s, 3)), 0};
    *table_at(k->by_code, a->code, &added) = k->n;
    *table_at(k->by_id, (struct str){(const char *)&a->id, sizeof a->id}, &added) = k->n;
    if (db_col_null(s, 4)) continue;
    uint64_t *external = table_at(k->by_external, external_key(&b, a->layer, db_col_str(s, 4)), &added);
    *external = added ? k->n : AMBIGUOUS;
  }
  buf_free(&b);
  return ok;
}

static struct known *find_by_code(struct known_areas *k, const struct areas_row *row) {
  struct buf b = {0};
  struct known *a = at_index(k, table_find(k->by_code, row->area.code));
  if (!a && row->official.n)
    a = at_index(k, table_find(k->by_external, external_key(&b, row->area.layer, row->official)));
  buf_free(&b);
  return a;
}

static void write_candidates(struct buf *b, const struct gazetteer_match *m, size_t n) {
  for (size_t i = 0; i < n; i++)
    buf_printf(b, "%s%.*s (%.*s, %.*s)", i ? ", " : "", STR_ARG(m[i].name), STR_ARG(m[i].layer), STR_ARG(m[i].code));
}

static struct known *find_by_name(struct known_areas *k, struct areas_row *row) {
  struct gazetteer_match m[CANDIDATES];
  size_t n, hints, fit = 0, which = 0;
  struct buf b = {0};
  gazetteer_find(k->names, row->area.name, m, CANDIDATES, &n, &hints);
  size_t listed = n < CANDIDATES ? n : CANDIDATES;
  for (size_t i = 0; i < listed; i++)
    if (same_group(m[i].layer, row->area.layer)) fit++, which = i;
  if (fit == 1) {
    struct str key = {(const char *)&m[which].area_id, sizeof m[which].area_id};
    return at_index(k, table_find(k->by_id, key));
  }
  write_candidates(&b, m, n ? listed : hints);
  if (fit > 1)
    AREAS_REFUSE(
        k->job, row, STR("nombre"), row->area.name, "area-ambigua",
        "el nombre puede ser más de un área conocida: %.*s; use --match code, o aclare el nombre en el archivo",
        "the name could be more than one known area: %.*s; use --match code, or make the name clear in the file",
        STR_ARG(buf_str(&b)));
  else if (b.len)
    AREAS_WARN(k->job, row, STR("nombre"), row->area.name, "area-nueva",
               "ninguna área conocida de esta clase se llama así; se añade como nueva. Parecidas: %.*s",
               "no known area of this kind has this name; it is added as new. Similar: %.*s", STR_ARG(buf_str(&b)));
  else
    AREAS_WARN(k->job, row, STR("nombre"), row->area.name, "area-nueva",
               "ninguna área conocida de esta clase se llama así; se añade como nueva",
               "no known area of this kind has this name; it is added as new");
  buf_free(&b);
  return NULL;
}

static bool same_key(struct str a, struct str b) {
  struct buf x = {0}, y = {0};
  name_key(&x, a, NAME_KEY_KEPT);
  name_key(&y, b, NAME_KEY_KEPT);
  bool same = str_eq(buf_str(&x), buf_str(&y));
  buf_free(&x);
  buf_free(&y);
  return same;
}

static void add_alias(struct areas_job *j, struct area *a, struct str alias) {
  struct str *list = arena_alloc(j->arena, (a->n_aliases + 1) * sizeof *list);
  if (a->n_aliases) memcpy(list, a->aliases, a->n_aliases * sizeof *list);
  list[a->n_aliases++] = alias;
  a->aliases = list;
}

/* The row is a new edition of `a`. Who has the code also has the name; else the name known is kept, and the other an alias. */
static void become(struct known_areas *k, struct areas_row *row, struct known *a) {
  bool by_code = str_eq(a->code, row->area.code);
  struct str other = by_code ? a->name : row->area.name;
  if (a->taken_by) {
    AREAS_REFUSE(k->job, row, STR(""), row->area.name, "dos-filas-una-area",
                 "la fila %llu ya es la nueva edición de %.*s; quite una de las dos o distinga sus nombres",
                 "row %llu is already the new edition of %.*s; remove one of the two or tell their names apart",
                 (unsigned long long)k->job->rows[a->taken_by - 1].number, STR_ARG(a->code));
    return;
  }
  a->taken_by = (size_t)(row - k->job->rows) + 1;
  row->area.id = a->id;
  if (!same_key(a->name, row->area.name)) add_alias(k->job, &row->area, other);
  if (by_code) return;
  if (!row->area.external_code.n) row->area.external_code = row->official;
  row->area.name = STR("");
  row->area.layer = STR("");
  row->area.code = a->code;
}

static void match_row(struct known_areas *k, struct areas_row *row) {
  bool by_name = k->job->o->match && strcmp(k->job->o->match, "name") == 0;
  struct known *holder = at_index(k, table_find(k->by_code, row->area.code));
  struct known *a = by_name ? find_by_name(k, row) : find_by_code(k, row);
  if (row->dropped) return;
  if (a && same_group(a->layer, row->area.layer)) become(k, row, a);
  else if (holder)
    AREAS_REFUSE(
        k->job, row, STR(""), row->area.code, "codigo-en-uso",
        "el código es ya de otra área: %.*s (%.*s); anteponga algo a los códigos con --code-prefix",
        "the code is already that of another area: %.*s (%.*s); put something before the codes with --code-prefix",
        STR_ARG(holder->name), STR_ARG(holder->layer));
  else if (!row->area.external_code.n && !str_eq(row->official, row->area.code))
    row->area.external_code = row->official;
}

static bool with_known(struct areas_job *j, void (*each)(struct known_areas *, struct areas_row *), struct err *e) {
  struct known_areas k = {
      .job = j, .by_code = table_new(), .by_external = table_new(), .by_id = table_new(), .file_codes = table_new()};
  bool added, ok = load_known(&k, e) && gazetteer_load(j->db, &k.names, e);
  for (size_t i = 0; ok && i < j->n; i++)
    if (!j->rows[i].dropped) *table_at(k.file_codes, j->rows[i].code_in_file, &added) = i + 1;
  for (size_t i = 0; ok && i < j->n; i++)
    if (!j->rows[i].dropped) each(&k, &j->rows[i]);
  if (k.names) gazetteer_free(k.names);
  table_free(k.by_code);
  table_free(k.by_external);
  table_free(k.by_id);
  table_free(k.file_codes);
  free(k.areas);
  return ok;
}

bool areas_match(struct areas_job *j, struct err *e) {
  for (size_t i = 0; i < j->n; i++) j->rows[i].code_in_file = j->rows[i].area.code;
  return with_known(j, match_row, e);
}

/* The code an area of this file or of the store has by now; "" if there is none. */
static struct str code_of(struct known_areas *k, struct str text) {
  const uint64_t *row = table_find(k->file_codes, text);
  if (row && *row) return k->job->rows[*row - 1].area.code;
  struct known *a = at_index(k, table_find(k->by_code, text));
  return a ? a->code : STR("");
}

/* "14" as a code of layer ucg: its official code, or "ucg-14". */
static struct str code_in_layer(struct known_areas *k, struct str layer, struct str text) {
  struct buf b = {0};
  struct known *a = at_index(k, table_find(k->by_code, text));
  if (a && !str_eq(a->layer, layer)) a = NULL;
  if (!a) a = at_index(k, table_find(k->by_external, external_key(&b, layer, text)));
  if (!a) {
    buf_reset(&b);
    buf_printf(&b, "%.*s-%.*s", STR_ARG(layer), STR_ARG(text));
    a = at_index(k, table_find(k->by_code, buf_str(&b)));
  }
  buf_free(&b);
  return a ? a->code : STR("");
}

static struct str code_by_name(struct known_areas *k, struct str layer, struct str text) {
  struct gazetteer_match m[CANDIDATES];
  size_t n, hints, fit = 0, which = 0;
  gazetteer_find(k->names, text, m, CANDIDATES, &n, &hints);
  for (size_t i = 0; i < n && i < CANDIDATES; i++)
    if (!layer.n || str_eq(m[i].layer, layer)) fit++, which = i;
  return fit == 1 ? arena_str(k->job->arena, m[which].code) : STR("");
}

static struct str parent_of(struct known_areas *k, struct str text) {
  struct str layer = STR(""), code;
  if (k->job->o->parent_layer) codelist_find(k->job->codes, "layer", str_from(k->job->o->parent_layer), &layer);
  code = layer.n ? code_in_layer(k, layer, text) : code_of(k, text);
  return code.n ? code : code_by_name(k, layer, text);
}

static void resolve_row(struct known_areas *k, struct areas_row *row) {
  struct area *a = &row->area;
  struct str *members = arena_alloc(k->job->arena, (a->n_members + 1) * sizeof *members);
  if (row->parent_text.n) a->parent_code = parent_of(k, row->parent_text);
  if (row->parent_text.n && !a->parent_code.n)
    AREAS_REFUSE(k->job, row, k->job->o->parent_field ? str_from(k->job->o->parent_field) : STR("padre"),
                 row->parent_text, "padre-desconocido",
                 "no hay un área con ese código o nombre; cárguela antes, o corrija el padre",
                 "there is no area of that code or name; load it first, or correct the parent");
  for (size_t i = 0; i < a->n_members; i++) {
    members[i] = code_of(k, a->members[i]);
    if (!members[i].n)
      AREAS_REFUSE(k->job, row, STR("miembros"), a->members[i], "miembro-desconocido",
                   "no hay un área con ese código; cárguela antes, o corrija la lista",
                   "there is no area of that code; load it first, or correct the list");
  }
  a->members = members;
}

bool areas_resolve_ties(struct areas_job *j, struct err *e) { return with_known(j, resolve_row, e); }
