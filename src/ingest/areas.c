/* `ingest areas`: read, check, match, save, link; one transaction. */
#include "ingest/areas.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/text.h"
#include "store/sha256.h"

struct areas_row *areas_add_row(struct areas_job *j, uint64_t number) {
  mem_grow((void **)&j->rows, &j->cap, j->n + 1, sizeof *j->rows);
  struct areas_row *row = &j->rows[j->n++];
  *row = (struct areas_row){.number = number, .area = area_unknown()};
  row->area.geom_status = AREA_GEOM_NONE;
  row->area.valid_from = j->valid_from;
  row->area.locator =
      str_from(arena_printf(j->arena, j->is_csv ? "fila %llu" : "registro %llu", (unsigned long long)number));
  return row;
}

static bool take_layer_option(struct areas_job *j, struct err *e) {
  if (!j->o->area_layer) return true;
  if (codelist_find(j->codes, "layer", str_from(j->o->area_layer), &j->layer)) return true;
  struct buf b = {0};
  codelist_write_codes(j->codes, "layer", &b);
  err_set(e, ERR_USAGE,
          err_pick("--layer %s no es una clase de área; es una de: %.*s",
                   "--layer %s is not a kind of area; it is one of: %.*s"),
          j->o->area_layer, STR_ARG(buf_str(&b)));
  buf_free(&b);
  return false;
}

static bool take_options(struct areas_job *j, struct err *e) {
  const struct ingest_areas_options *o = j->o;
  struct text_date date;
  j->status = AREA_GEOM_AUTHORITATIVE;
  if (o->geom_status &&
      (!area_geom_status_read(str_from(o->geom_status), &j->status) || j->status < AREA_GEOM_DIGITISED))
    return err_set(
        e, ERR_USAGE,
        err_pick("--status es authoritative o digitised, no %s", "--status is authoritative or digitised, not %s"),
        o->geom_status);
  if (o->match && strcmp(o->match, "code") != 0 && strcmp(o->match, "name") != 0)
    return err_set(e, ERR_USAGE, err_pick("--match es code o name, no %s", "--match is code or name, not %s"),
                   o->match);
  if (o->edition) {
    struct buf b = {0};
    if (!text_parse_date(str_from(o->edition), &date, e)) return e->kind = ERR_USAGE, err_context(e, "--edition");
    text_write_date(&b, date);
    j->valid_from = areas_text(j, &b);
    buf_free(&b);
  }
  return codelist_load(j->db, &j->codes, e) && take_layer_option(j, e);
}

static bool ends_with(const char *s, const char *end) {
  size_t n = strlen(s), m = strlen(end);
  if (n < m) return false;
  for (size_t i = 0; i < m; i++) {
    char c = s[n - m + i];
    if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != end[i]) return false;
  }
  return true;
}

static void report_cycle(void *user, size_t index, enum area_problem what, struct str value) {
  struct areas_job *j = user;
  struct areas_row none = {0}, *row = &none;
  for (size_t i = 0, saved = 0; i < j->n; i++)
    if (!j->rows[i].dropped && saved++ == index) row = &j->rows[i];
  switch (what) {
  case AREA_PARENT_CYCLE:
    AREAS_REFUSE(j, row, STR("padre"), value, "padre-circular",
                 "el área acaba por ser su propio padre; corrija la columna del padre en una de las filas del círculo",
                 "the area ends up as its own parent; correct the parent column in one of the rows of the circle");
    break;
  case AREA_MEMBER_CYCLE:
    AREAS_REFUSE(j, row, STR("miembros"), value, "miembros-circulares",
                 "el área acaba por ser miembro de sí misma; quite un miembro del círculo",
                 "the area ends up as a member of itself; take a member out of the circle");
    break;
  case AREA_PARENT_UNKNOWN:
  case AREA_MEMBER_UNKNOWN:
    AREAS_REFUSE(j, row, STR(""), value, "area-desconocida",
                 "no hay un área con ese código; cárguela antes o corrija el código",
                 "there is no area of that code; load it first or correct the code");
    break;
  }
}

static bool save_rows(struct areas_job *j, const struct history_batch *b, enum area_saved *saved, struct area *areas,
                      size_t *n, struct err *e) {
  *n = 0;
  for (size_t i = 0; i < j->n; i++) {
    struct areas_row *row = &j->rows[i];
    bool kept_geom, gave_extent = row->area.geom_status != AREA_GEOM_NONE;
    if (row->dropped) continue;
    if (!area_save(j->db, b, &row->area, &saved[*n], &kept_geom, e))
      return err_context(e, err_pick("fila %llu", "row %llu"), (unsigned long long)row->number);
    if (kept_geom && gave_extent)
      AREAS_NOTE(j, row, STR(""), row->area.name, "conserva-geometria",
                 "el área ya tiene un límite mejor que este: se conserva, y se toman solo los demás datos",
                 "the area already has a better boundary than this one: it is kept, and only the other data are taken");
    areas[(*n)++] = row->area;
    if (j->o->common.progress && i % 64 == 0) j->o->common.progress(j->o->common.progress_user, i, j->n);
  }
  return true;
}

struct counts {
  uint64_t added, changed, same;
};

static struct counts count(const enum area_saved *saved, size_t n) {
  struct counts c = {0};
  for (size_t i = 0; i < n; i++) {
    c.added += saved[i] == AREA_ADDED;
    c.changed += saved[i] == AREA_CHANGED;
    c.same += saved[i] == AREA_SAME;
  }
  return c;
}

static bool refused(const struct areas_job *j) {
  return report_count(j->report, REPORT_REFUSED) > 0 && !j->o->common.partial;
}

static bool refuse_all(const struct areas_job *j, struct err *e) {
  return err_set(e, ERR_INPUT,
                 err_pick("%s: %llu problemas, no se cargó nada; corrija el archivo, o cargue lo demás con --partial",
                          "%s: %llu problems, nothing was loaded; correct the file, or load the rest with --partial"),
                 j->o->common.file, (unsigned long long)report_count(j->report, REPORT_REFUSED));
}

static bool begin_batch(struct areas_job *j, struct history_batch *b, struct err *e) {
  const struct ingest_options *c = &j->o->common;
  char sha256[SHA256_HEX];
  const char *slash = strrchr(c->file, '/');
  const char *name = slash && slash[1] ? slash + 1 : c->file;
  return sha256_file(c->file, sha256, e) &&
         history_batch_begin(j->db, "areas", name, sha256, c->title, c->licence, NULL, b, e) &&
         history_batch_describe(j->db, b, c->publisher, c->retrieved, NULL, e);
}

/* Inside the transaction; *keep says whether there is anything to commit. */
static bool save_all(struct areas_job *j, bool *keep, struct err *e) {
  struct history_batch b;
  enum area_saved *saved = arena_calloc(j->arena, j->n + 1, sizeof *saved);
  struct area *areas = arena_calloc(j->arena, j->n + 1, sizeof *areas);
  size_t n;
  if (!begin_batch(j, &b, e) || !save_rows(j, &b, saved, areas, &n, e)) return false;
  if (!area_link(j->db, &b, j->tools, areas, n, saved, report_cycle, j, e)) return false;
  struct counts c = count(saved, n);
  report_set_counts(j->report, j->n, c.added, c.changed, c.same);
  if (refused(j)) return refuse_all(j, e);
  *keep = c.added + c.changed > 0 && !j->o->common.dry_run;
  return history_batch_end(j->db, &b, (int64_t)j->n, (int64_t)c.added, (int64_t)c.changed, (int64_t)c.same, e);
}

static void state_totals(struct areas_job *j) {
  double hectares = 0;
  size_t with_geom = 0;
  char text[64];
  for (size_t i = 0; i < j->n; i++)
    if (!j->rows[i].dropped && j->rows[i].area.has_geom) hectares += j->rows[i].area.hectares, with_geom++;
  if (!with_geom) return;
  snprintf(text, sizeof text, "%.2f", hectares);
  report_set_fact(j->report, "hectáreas", "hectares", text);
  snprintf(text, sizeof text, "%zu", with_geom);
  report_set_fact(j->report, "con geometría", "with geometry", text);
}

static bool run(struct areas_job *j, struct err *e) {
  if (!take_options(j, e)) return false;
  if (!(j->is_csv ? areas_read_csv(j, e) : areas_read_vector(j, e))) return false;
  report_set_counts(j->report, j->n, 0, 0, 0);
  if (j->n == 0) return err_set(e, ERR_INPUT, err_pick("%s no tiene filas", "%s has no rows"), j->o->common.file);
  areas_check_codes(j);
  areas_check_columns(j);
  if (!areas_check_layer(j, e)) return false;
  if (!db_begin(j->db, e)) return false;
  bool keep = false;
  bool ok = areas_match(j, e) && areas_resolve_ties(j, e);
  state_totals(j);
  if (ok && refused(j)) ok = refuse_all(j, e);
  ok = ok && save_all(j, &keep, e);
  if (ok && keep) return db_commit(j->db, e);
  db_rollback(j->db);
  return ok;
}

static bool ingest(struct db *d, const struct ingest_areas_options *o, bool is_csv, struct report *r, struct err *e) {
  struct areas_job j = {
      .db = d, .o = o, .report = r, .arena = arena_new(1 << 20), .tools = area_tools_new(), .is_csv = is_csv};
  bool ok = run(&j, e);
  if (!ok) report_set_counts(r, j.n, 0, 0, 0);
  codelist_free(j.codes);
  area_tools_free(j.tools);
  arena_free(j.arena);
  free(j.rows);
  return ok;
}

bool ingest_areas(struct db *d, const struct ingest_areas_options *o, struct report *r, struct err *e) {
  return ingest(d, o, ends_with(o->common.file, ".csv") || ends_with(o->common.file, ".tsv"), r, e);
}
