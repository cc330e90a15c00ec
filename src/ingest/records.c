/* Records of any kind from rows: the registry (domain/record.h) says what each column holds. */
#include "records.h"
#include "domain/actor.h"

enum { EXTRA = 4, NAMES = RECORD_MAX_FIELDS + EXTRA, SHOWN_CODES = 20 };
enum { CODE, DOCUMENT, LOCATOR, ERRORS }; /* what every kind has beside its fields */
static const char *const extra_names[EXTRA] = {"codigo", "documento", "localizador", "errores"};

struct records {
  struct run *run;
  const struct record_info *info;
  enum record_kind kind;
  struct cells cells;
  struct codelist *codes;
  struct actor_directory *actors;
  int field[RECORD_MAX_FIELDS], extra[EXTRA]; /* index in the file, -1 absent */
};

static struct cell cell_at(const struct rows_row *row, const char *name, int column) {
  struct cell x = {.column = str_from(name), .value = {"", 0}};
  if (column < 0) return x;
  x.value = row->cells[column];
  if (row->kinds) x.kind = (enum workbook_kind)row->kinds[column];
  return x;
}
static struct cell extra_cell(const struct records *x, const struct rows_row *row, int which) {
  return cell_at(row, extra_names[which], x->extra[which]);
}

/* ---- columns: those that must be there come first ---- */

static bool is_needed(const struct record_field *f) { return f->required && !f->standard; }

static bool find_columns(struct records *x, struct err *e) {
  const char *names[NAMES];
  int *to[NAMES], found[NAMES];
  size_t n = 0, required;
#define ADD(name, index) (names[n] = (name), to[n++] = &(index))
  if (x->kind != RECORD_MEMBER) ADD(extra_names[CODE], x->extra[CODE]);
  for (size_t i = 0; i < x->info->n_fields; i++)
    if (is_needed(&x->info->fields[i])) ADD(x->info->fields[i].name, x->field[i]);
  required = n;
  for (size_t i = 0; i < x->info->n_fields; i++)
    if (!is_needed(&x->info->fields[i])) ADD(x->info->fields[i].name, x->field[i]);
  for (size_t i = x->kind == RECORD_MEMBER ? CODE : DOCUMENT; i < EXTRA; i++) ADD(extra_names[i], x->extra[i]);
#undef ADD
  if (!run_columns(x->run, names, n, required, found, NULL, NULL, e)) return false;
  for (size_t i = 0; i < n; i++) *to[i] = found[i];
  return true;
}

/* ---- cells ---- */

static struct str written(struct records *x, struct decimal v) {
  struct buf b = {0};
  decimal_write(&b, v);
  struct str text = arena_str(x->cells.arena, buf_str(&b));
  buf_free(&b);
  return text;
}

static struct str read_decimal(struct records *x, struct cell c) {
  struct decimal v;
  if (!cell_decimal(&x->cells, c, &v)) return (struct str){0};
  if (x->kind == RECORD_RATE && v.unscaled <= 0)
    cell_refuse(&x->cells, c, "tasa-no-positiva", "Una tasa de cambio es mayor que cero. Revise la cifra.",
                "An exchange rate is above zero. Check the figure.");
  return written(x, v);
}

static bool read_actor(struct records *x, struct cell c, struct str *out, struct err *e) {
  int64_t id;
  size_t n;
  if (cell_is_empty(c)) return true;
  actor_directory_find(x->actors, c.value, &id, &n);
  if (n == 1) return actor_code(x->run->db, x->cells.arena, id, out, e);
  struct buf b = {0};
  actor_directory_write_candidates(x->actors, c.value, &b);
  if (n)
    cell_refuse(&x->cells, c, "actor-ambiguo", "Varios actores llevan ese nombre: %s. Escriba el código.",
                "Several actors have that name: %s. Write the code.", b.data);
  else
    cell_refuse(&x->cells, c, "actor-desconocido",
                "No hay un actor con ese código, nombre o alias. Cárguelo antes (ingest actors) o corrija el nombre.",
                "There is no actor of that code, name or alias. Load it first (ingest actors) or correct the name.");
  buf_free(&b);
  return true;
}

struct listing {
  struct buf out;
  size_t n;
};
static bool list_code(void *user, const struct record *r, struct err *e) {
  struct listing *l = user;
  (void)e;
  if (l->n++ >= SHOWN_CODES) return true;
  if (l->n > 1) buf_add_z(&l->out, ", ");
  buf_add_str(&l->out, r->code);
  return true;
}

/* The remedy names the codes there are, while they are few. */
static bool refuse_parent(struct records *x, struct cell c, enum record_kind parent, struct err *e) {
  struct listing l = {0};
  const char *sheet = record_info(parent)->name;
  bool ok = record_each(x->run->db, parent, list_code, &l, e);
  if (ok && l.n > 0 && l.n <= SHOWN_CODES)
    cell_refuse(&x->cells, c, "codigo-desconocido", "No hay ese código en «%s». Los que hay: %s.",
                "There is no such code in “%s”. There are: %s.", sheet, l.out.data);
  else if (ok)
    cell_refuse(&x->cells, c, "codigo-desconocido", "No hay ese código en «%s». Cárguelo antes o corríjalo.",
                "There is no such code in “%s”. Load it first or correct it.", sheet);
  buf_free(&l.out);
  return ok;
}

static bool read_parent(struct records *x, struct cell c, enum record_kind parent, struct str *out, struct err *e) {
  bool exists;
  if (cell_is_empty(c)) return true;
  if (!record_exists(x->run->db, parent, c.value, &exists, e)) return false;
  *out = c.value;
  return exists || refuse_parent(x, c, parent, e);
}

static const char SQL_PROJECT[] = "SELECT 1 FROM activity WHERE code = ?1";

static bool read_project(struct records *x, struct cell c, struct str *out, struct err *e) {
  struct db_stmt *s;
  bool exists;
  if (cell_is_empty(c)) return true;
  if (!db_prepare(x->run->db, SQL_PROJECT, &s, e)) return false;
  db_stmt_begin(s);
  db_bind_str(s, 1, c.value);
  if (!db_step(s, &exists, e)) return false;
  db_stmt_begin(s);
  *out = c.value;
  if (!exists)
    cell_refuse(&x->cells, c, "proyecto-desconocido", "No hay un proyecto con ese código. Cárguelo antes o corríjalo.",
                "There is no project with that code. Load it first or correct it.");
  return true;
}

/* What cannot be read is refused and left empty; false only if the store fails. */
static bool read_field(struct records *x, const struct record_field *f, struct cell c, struct str *out, struct err *e) {
  struct cells *k = &x->cells;
  struct str precision;
  int64_t whole;
  bool yes;
  *out = (struct str){0};
  switch (f->type) {
  case RECORD_TEXT: *out = c.value; break;
  case RECORD_CODE: cell_listed(k, c, f->list, out); break;
  case RECORD_DATE: cell_date(k, c, out, &precision); break;
  case RECORD_INT:
    if (cell_whole(k, c, &whole)) *out = str_from(arena_printf(k->arena, "%lld", (long long)whole));
    break;
  case RECORD_DECIMAL: *out = read_decimal(x, c); break;
  case RECORD_YES:
    if (cell_yes(k, c, &yes)) *out = yes ? STR("1") : STR("0");
    break;
  case RECORD_ACTOR: return read_actor(x, c, out, e);
  case RECORD_PROJECT: return read_project(x, c, out, e);
  case RECORD_PARENT: return read_parent(x, c, f->parent, out, e);
  }
  return true;
}

static void require(struct records *x, struct cell c) {
  if (cell_is_empty(c))
    cell_refuse(&x->cells, c, "falta-dato", "Esta celda no puede estar vacía. Escriba el dato.",
                "This cell cannot be empty. Fill it in.");
}

/* ---- rows ---- */

/* A member without a code is known by its network and actor, and so is a second row of the same two. An export writes that code,
 * "red/actor", out. */
static void read_member_code(struct records *x, struct cell c, struct record *r) {
  const char *slash = c.value.n > 2 ? memchr(c.value.p + 1, '/', c.value.n - 2) : NULL;
  struct str left, right;
  if (cell_is_empty(c)) {
    if (r->value[0].n == 0 || r->value[1].n == 0) return; /* refused already */
    c.value = str_from(arena_printf(x->cells.arena, "%.*s/%.*s", STR_ARG(r->value[0]), STR_ARG(r->value[1])));
  } else if (!slash) cell_code(&x->cells, c, &r->code);
  else {
    left = (struct str){c.value.p, (size_t)(slash - c.value.p)};
    right = (struct str){slash + 1, c.value.n - left.n - 1};
    if (cell_code(&x->cells, cell_piece(c, left), &left) && cell_code(&x->cells, cell_piece(c, right), &right))
      r->code = c.value;
  }
  run_check_code(x->run, &x->cells, c);
}

static void read_code(struct records *x, struct cell c, struct record *r) {
  if (x->kind == RECORD_MEMBER) {
    read_member_code(x, c, r);
    return;
  }
  require(x, c);
  cell_code(&x->cells, c, &r->code);
  run_check_code(x->run, &x->cells, c);
}

static bool save(struct records *x, const struct rows_row *row, struct record *r, struct err *e) {
  struct run *run = x->run;
  int64_t document_id;
  enum record_saved what;
  r->locator = run_locator(x->cells.arena, extra_cell(x, row, LOCATOR).value, row->number);
  r->raw = row->raw;
  if (!run_document(run, extra_cell(x, row, DOCUMENT).value, &document_id, e)) return false;
  if (!record_save(run->db, &run->batch, x->cells.arena, r, document_id, &what, e)) {
    if (e->kind != ERR_CONFLICT)
      return err_context(e, err_pick("fila %llu", "row %llu"), (unsigned long long)row->number);
    cell_refuse(&x->cells, extra_cell(x, row, CODE), "miembro-repetido", "%s.", "%s.", e->text);
    err_clear(e);
    run_refuse(run);
    return true;
  }
  run->added += what == RECORD_ADDED;
  run->changed += what == RECORD_CHANGED;
  run->same += what == RECORD_SAME;
  return true;
}

static bool take_row(struct records *x, const struct rows_row *row, struct err *e) {
  struct record r = {.kind = x->kind};
  for (size_t i = 0; i < x->info->n_fields; i++) {
    const struct record_field *f = &x->info->fields[i];
    struct cell c = cell_at(row, f->name, x->field[i]);
    if (is_needed(f)) require(x, c);
    if (!read_field(x, f, c, &r.value[i], e)) return false;
  }
  read_code(x, extra_cell(x, row, CODE), &r);
  if (!x->cells.refused && run_writes(x->run)) return save(x, row, &r, e);
  if (x->cells.refused) run_refuse(x->run);
  return true;
}

static bool read_rows(struct records *x, struct err *e) {
  static const enum decimal_style styles[] = {DECIMAL_AUTO, DECIMAL_ES_CO, DECIMAL_PLAIN};
  struct rows_row row;
  bool end = false;
  if (!find_columns(x, e) || !codelist_load(x->run->db, &x->codes, e) ||
      !actor_directory_load(x->run->db, &x->actors, e))
    return false;
  x->cells = (struct cells){
      .report = x->run->report, .codes = x->codes, .numbers = styles[x->run->options->numbers], .arena = arena_new(0)};
  while (run_next(x->run, &x->cells, &row, &end, e) && !end)
    if (!take_row(x, &row, e)) return false;
  return end;
}

bool records_read(struct run *run, enum record_kind kind, struct err *e) {
  struct records x = {.run = run, .kind = kind, .info = record_info(kind)};
  bool ok = read_rows(&x, e);
  codelist_free(x.codes);
  actor_directory_free(x.actors);
  if (x.cells.arena) arena_free(x.cells.arena);
  return ok;
}

bool ingest_records(struct db *d, enum record_kind kind, const struct ingest_rows_options *o, struct report *r,
                    struct err *e) {
  static const char *const batch_kinds[RECORD_KINDS] = {
      [RECORD_NETWORK] = "networks", [RECORD_MEMBER] = "members", [RECORD_GOAL] = "goals",
      [RECORD_SERIES] = "series",    [RECORD_VALUE] = "values",   [RECORD_RATE] = "rates"};
  struct run run;
  bool ok = run_begin(&run, d, o, r, batch_kinds[kind], e) && records_read(&run, kind, e);
  return run_end(&run, ok, e);
}
