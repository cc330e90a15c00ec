/* Actors from rows. */
#include "domain/actor.h"
#include "projects.h"

#define X(id, ...) COLUMN_##id,
enum actor_column { SHEET_ACTOR_COLUMNS(X) ACTOR_COLUMN_COUNT };
#undef X
static const char *const names[] = {
#define X(id, name, ...) name,
    SHEET_ACTOR_COLUMNS(X)
#undef X
};

struct actors {
  struct run *run;
  const struct str *headings;
  struct cells cells;
  struct codelist *codes;
  int column[ACTOR_COLUMN_COUNT];
};

static struct cell cell_of(const struct actors *x, const struct rows_row *row, enum actor_column c) {
  if (x->column[c] < 0) return (struct cell){.column = str_from(names[c]), .value = {"", 0}};
  return run_cell(x->headings, row, (size_t)x->column[c]);
}

/* ISO 3166-1 alpha-2: two letters, kept in capitals. */
static void read_country(struct cells *c, struct cell x, struct str *out) {
  if (cell_is_empty(x)) return;
  char *two = arena_strndup(c->arena, x.value.p, x.value.n);
  bool fine = x.value.n == 2;
  for (size_t i = 0; i < 2 && fine; i++) {
    if (two[i] >= 'a' && two[i] <= 'z') two[i] = (char)(two[i] - 'a' + 'A');
    fine = two[i] >= 'A' && two[i] <= 'Z';
  }
  if (fine) *out = (struct str){two, 2};
  else
    cell_refuse(c, x, "pais-invalido", "El país va con dos letras (ISO 3166-1): CO, ES, US.",
                "Write the country with two letters (ISO 3166-1): CO, ES, US.");
}

static void require(struct cells *c, struct cell x) {
  if (x.value.n == 0)
    cell_refuse(c, x, "falta-dato", "Esta celda no puede estar vacía. Escriba el dato.",
                "This cell cannot be empty. Fill it in.");
}

static bool take_row(struct actors *x, const struct rows_row *row, struct err *e) {
  struct cells *c = &x->cells;
  struct cell code = cell_of(x, row, COLUMN_CODIGO), name = cell_of(x, row, COLUMN_NOMBRE);
  struct actor a = {
      .name = name.value, .ref = cell_of(x, row, COLUMN_REFERENCIA).value, .note = cell_of(x, row, COLUMN_NOTA).value};
  require(c, code);
  require(c, name);
  cell_code(c, code, &a.code);
  cell_listed(c, cell_of(x, row, COLUMN_TIPO), "organisation_type", &a.type);
  read_country(c, cell_of(x, row, COLUMN_PAIS), &a.country);
  a.n_aliases = cell_items(c, cell_of(x, row, COLUMN_ALIAS), &a.aliases);
  run_check_code(x->run, c, code);
  if (c->refused) {
    run_refuse(x->run);
    return true;
  }
  enum actor_saved what;
  struct str locator = run_locator(c->arena, cell_of(x, row, COLUMN_LOCALIZADOR).value, row->number);
  if (!run_writes(x->run)) return true;
  if (!run_document(x->run, cell_of(x, row, COLUMN_DOCUMENTO).value, &a.document_id, e) ||
      !actor_save(x->run->db, &x->run->batch, &a, locator, row->raw, &what, e))
    return err_context(e, err_pick("fila %llu", "row %llu"), (unsigned long long)row->number);
  x->run->added += what == ACTOR_ADDED;
  x->run->changed += what == ACTOR_CHANGED;
  x->run->same += what == ACTOR_SAME;
  return true;
}

static bool read_rows(struct actors *x, struct err *e) {
  struct rows_row row;
  bool end = false;
  rows_columns(x->run->rows, &x->headings);
  x->cells = (struct cells){.report = x->run->report, .arena = arena_new(0)};
  if (!run_columns(x->run, names, ACTOR_COLUMN_COUNT, SHEET_ACTOR_REQUIRED, x->column, NULL, NULL, e) ||
      !codelist_load(x->run->db, &x->codes, e))
    return false;
  x->cells.codes = x->codes;
  while (run_next(x->run, &x->cells, &row, &end, e) && !end)
    if (!take_row(x, &row, e)) return false;
  return end;
}

bool actors_rows(struct run *run, struct err *e) {
  struct actors x = {.run = run};
  bool ok = read_rows(&x, e);
  codelist_free(x.codes);
  if (x.cells.arena) arena_free(x.cells.arena);
  return ok;
}

bool ingest_actors(struct db *d, const struct ingest_rows_options *o, struct report *r, struct err *e) {
  struct run run;
  bool ok = run_begin(&run, d, o, r, "actors", e) && actors_rows(&run, e);
  return run_end(&run, ok, e);
}
