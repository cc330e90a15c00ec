/* Projects from rows: one pass, one transaction. Everything a row needs to be tied (code lists, names, polygons, actors) is in
 * memory before the first row; a row lives in one arena; it is either refused with all its errors or saved at once. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "domain/source.h"
#include "projects_internal.h"

static const char *const columns[] = {
#define X(id, name, ...) name,
    SHEET_PROJECT_COLUMNS(X)
#undef X
};

struct link { /* to another project, to be tied once every row is in */
  int64_t id;
  uint64_t row;
  struct str code, type;
};
struct links {
  struct arena *arena;
  struct link *list;
  size_t n, cap;
};
struct load {
  struct run *run;
  struct projects p;
  struct links links;
  struct table *announced; /* names of new actors that the report has */
  bool store_was_empty;
};

/* ---- before the rows ---- */

static bool prepare(struct load *l, struct err *e) {
  struct projects *p = &l->p;
  static const enum decimal_style styles[] = {DECIMAL_AUTO, DECIMAL_ES_CO, DECIMAL_PLAIN};
  p->db = l->run->db;
  p->report = l->run->report;
  p->cells =
      (struct cells){.report = p->report, .numbers = styles[l->run->options->numbers], .arena = arena_new(1 << 16)};
  if (!projects_read_sheets(p, l->run, e)) return false;
  for (size_t i = 0; i < PARTS; i++) memset(p->columns[i].at, -1, sizeof p->columns[i].at);
  p->n_headers = rows_columns(l->run->rows, &p->headers);
  p->first_column = rows_first_column(l->run->rows);
  p->sheet = l->run->sheet ? l->run->sheet->name.p : NULL;
  if (!run_columns(l->run, columns, PROJECT_COLUMN_COUNT, SHEET_PROJECT_REQUIRED, p->column, projects_accept_column, p,
                   e))
    return false;
  p->shapes = shape_context_new();
  if (!codelist_load(p->db, &p->codes, e) || !gazetteer_load(p->db, &p->gazetteer, e) ||
      !locate_load(p->db, &p->locate, e) || !actor_directory_load(p->db, &p->actors, e) ||
      !run_store_is_empty(p->db, &l->store_was_empty, e))
    return false;
  p->cells.codes = p->codes;
  return true;
}

/* ---- a row ---- */

static void announce(struct load *l, const struct named_actor *actor) {
  bool added;
  table_at(l->announced, actor->key, &added);
  if (added)
    cell_remark(
        &l->p.cells, REPORT_WARNING, (struct cell){.column = STR("actores"), .value = actor->name}, "actor-nuevo",
        "No hay un actor con ese nombre: se crea, con tipo y país sin dato. Si es otro nombre de uno que ya está, "
        "agréguelo como alias antes de cargar.",
        "There is no actor of that name: it is made, with type and country unknown. If it is another name of one that "
        "is "
        "there, add it as an alias before loading.");
}

static int64_t resolve(const struct projects *p, int64_t id) { return id < 0 ? p->fresh[-id - 1].id : id; }

/* Actors named for the first time are made now that the row is known to be good; the row's claim is theirs too. */
static bool make_actors(struct load *l, struct project *out, struct project_source *source, struct err *e) {
  struct projects *p = &l->p;
  if (p->n_fresh == 0) return true;
  if (!source_claim(p->db, &l->run->batch, source->document_id, source->locator, source->raw, &source->claim_id, e))
    return false;
  for (size_t i = 0; i < p->n_fresh; i++)
    if (!actor_directory_create(p->actors, p->db, &l->run->batch, p->fresh[i].name, source->claim_id, &p->fresh[i].id,
                                e))
      return false;
  struct project_party *parties = arena_alloc(p->cells.arena, (out->n_parties + 1) * sizeof *parties);
  struct project_contribution *parts = arena_alloc(p->cells.arena, (out->n_contributions + 1) * sizeof *parts);
  for (size_t i = 0; i < out->n_parties; i++) {
    parties[i] = out->parties[i];
    parties[i].organisation_id = resolve(p, parties[i].organisation_id);
  }
  for (size_t i = 0; i < out->n_contributions; i++) {
    parts[i] = out->contributions[i];
    parts[i].provider_id = resolve(p, parts[i].provider_id);
    parts[i].receiver_id = resolve(p, parts[i].receiver_id);
  }
  out->parties = parties;
  out->contributions = parts;
  out->reporting_id = resolve(p, out->reporting_id);
  return true;
}

static void remember_links(struct load *l, const struct project *out, uint64_t row) {
  struct links *v = &l->links;
  for (size_t i = 0; i < out->n_related; i++) {
    if (v->n == v->cap) mem_grow((void **)&v->list, &v->cap, v->n + 1, sizeof *v->list);
    v->list[v->n++] = (struct link){out->id, row, arena_str(v->arena, out->related[i].code), out->related[i].type};
  }
}

static bool save_row(struct load *l, struct project *out, const struct rows_row *row, struct err *e) {
  struct projects *p = &l->p;
  struct project_source source = {.raw = row->raw};
  enum project_saved what;
  source.locator = run_locator(p->cells.arena, projects_cell(p, COLUMN_LOCALIZADOR).value, row->number);
  if (!run_document(l->run, projects_cell(p, COLUMN_DOCUMENTO).value, &source.document_id, e) ||
      !make_actors(l, out, &source, e) || (!l->store_was_empty && !projects_keep_texts(p, out, e)) ||
      !project_save(p->db, &l->run->batch, out, &source, l->store_was_empty, &what, e))
    return err_context(e, err_pick("fila %llu", "row %llu"), (unsigned long long)row->number);
  l->run->added += what == PROJECT_ADDED;
  l->run->changed += what == PROJECT_CHANGED;
  l->run->same += what == PROJECT_SAME;
  if (what != PROJECT_SAME) remember_links(l, out, row->number);
  return true;
}

/* The workbook's texts outlive its rows. */
static void remember_code(struct projects *p, struct str code) {
  if (p->n_met == p->met_cap) mem_grow((void **)&p->met, &p->met_cap, p->n_met + 1, sizeof *p->met);
  p->met[p->n_met++] = code;
}

static bool take_row(struct load *l, const struct rows_row *row, struct err *e) {
  struct projects *p = &l->p;
  struct project out = {0};
  p->row = row;
  projects_read(p, &out);
  projects_place(p, &out);
  run_check_code(l->run, &p->cells, projects_cell(p, COLUMN_CODIGO));
  if (p->sheet) remember_code(p, projects_text(p, COLUMN_CODIGO));
  if (p->cells.refused) {
    run_refuse(l->run);
    return true;
  }
  for (size_t i = 0; i < p->n_fresh; i++) announce(l, &p->fresh[i]);
  if (run_writes(l->run)) return save_row(l, &out, row, e);
  remember_links(l, &out, row->number);
  return true;
}

/* ---- after the rows ---- */

static const char SQL_EXISTS[] = "SELECT 1 FROM activity WHERE code = ?1";

static bool code_exists(void *user, struct str code, bool *exists, struct err *e) {
  struct load *l = user;
  struct db_stmt *s;
  *exists = table_find(l->run->seen, code) != NULL;
  if (*exists) return true;
  if (!db_prepare(l->p.db, SQL_EXISTS, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, code);
  if (!db_step(s, exists, e)) return false;
  db_stmt_begin(s);
  return true;
}

/* A parent may stand further down in the file, so the links come last. With --partial the row stays and its link is missing. */
static bool tie_links(struct load *l, struct err *e) {
  bool was_refused = !run_writes(l->run);
  for (size_t i = 0; i < l->links.n; i++) {
    const struct link *k = &l->links.list[i];
    struct cell x = {.column = str_is(k->type, "1") ? STR("macroproyecto") : STR("relacionados"), .value = k->code};
    bool exists;
    struct err missing = {0};
    l->p.cells.row = k->row;
    if (!code_exists(l, k->code, &exists, e)) return false;
    if (exists &&
        (was_refused || project_relate(l->p.db, k->id, &(struct project_related){k->code, k->type}, &missing)))
      continue;
    if (exists && missing.kind != ERR_NOT_FOUND) {
      *e = missing;
      return false;
    }
    bool partial = l->run->options->common.partial;
    cell_remark(&l->p.cells, partial ? REPORT_WARNING : REPORT_REFUSED, x, "macroproyecto-desconocido",
                "No hay un proyecto con ese código, o su fila fue rechazada. Agréguelo al archivo o corrija el código.",
                "There is no project with that code, or its row was refused. Add it to the file or correct the code.");
    if (!partial) run_refuse(l->run);
  }
  return true;
}

static bool check_cycles(struct load *l, struct err *e) {
  struct buf code = {0};
  bool ok = l->links.n == 0 || !run_writes(l->run) || project_find_cycle(l->p.db, &code, e);
  if (ok && code.len) {
    l->p.cells.row = 0;
    cell_refuse(&l->p.cells, (struct cell){.column = STR("macroproyecto"), .value = buf_str(&code)},
                "macroproyecto-en-circulo",
                "El proyecto es, por sus macroproyectos, parte de sí mismo. Corrija la columna «macroproyecto».",
                "Through its parents the project is part of itself. Correct the column “macroproyecto”.");
    run_refuse(l->run);
    ok = !l->run->options->common.partial ||
         err_set(e, ERR_INPUT, err_pick("%.*s: los macroproyectos forman un círculo", "%.*s: a circle of parents"),
                 STR_ARG(buf_str(&code)));
  }
  buf_free(&code);
  return ok;
}

static bool read_rows(struct load *l, struct err *e) {
  struct rows_row row;
  bool end = false;
  while (run_next(l->run, &l->p.cells, &row, &end, e) && !end)
    if (!take_row(l, &row, e)) return false;
  return end && projects_refuse_orphans(&l->p, l->run, code_exists, l, e) && tie_links(l, e) && check_cycles(l, e);
}

static bool bulk_begin(struct load *l, struct err *e) {
  struct db *d = l->p.db;
  return !l->run->large || ((!l->store_was_empty || db_bulk_drop_indexes(d, e)) &&
                            db_bulk_begin(d, "activity_location", "geom_point", e) &&
                            db_bulk_begin(d, "activity_location", "geom_outline", e));
}

static bool bulk_end(struct load *l, struct err *e) {
  struct db *d = l->p.db;
  return !l->run->large || !run_writes(l->run) ||
         (db_bulk_end(d, "activity_location", "geom_point", e) &&
          db_bulk_end(d, "activity_location", "geom_outline", e) && db_bulk_make_indexes(d, e));
}

static void say_facts(const struct load *l) {
  char text[32];
  if (l->p.points_in_no_area == 0) return;
  snprintf(text, sizeof text, "%llu", (unsigned long long)l->p.points_in_no_area);
  report_set_fact(l->run->report, "puntos fuera de todo barrio o poblado", "points in no barrio or village", text);
}

static void release(struct load *l) {
  struct projects *p = &l->p;
  codelist_free(p->codes);
  gazetteer_free(p->gazetteer);
  locate_free(p->locate);
  actor_directory_free(p->actors);
  if (p->shapes) shape_context_free(p->shapes);
  if (p->cells.arena) arena_free(p->cells.arena);
  free(p->fresh);
  projects_forget_sheets(p);
  arena_free(l->links.arena);
  free(l->links.list);
  table_free(l->announced);
}

bool projects_rows(struct run *run, struct err *e) {
  struct load *l = mem_calloc(1, sizeof *l); /* too large for a stack */
  *l = (struct load){.run = run, .links.arena = arena_new(0), .announced = table_new()};
  bool ok = prepare(l, e) && bulk_begin(l, e) && read_rows(l, e) && bulk_end(l, e);
  say_facts(l);
  release(l);
  free(l);
  return ok;
}

bool ingest_projects(struct db *d, const struct ingest_rows_options *o, struct report *r, struct err *e) {
  struct run run;
  bool ok = run_begin(&run, d, o, r, "projects", e) && projects_rows(&run, e);
  return run_end(&run, ok, e);
}
