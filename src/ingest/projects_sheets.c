/* The sheets of a workbook that hold the parts of projects, one row each: kept by the project's code until its row comes, so that a
 * project is read and saved whole. */
#include <stdlib.h>
#include "domain/name_key.h"
#include "projects_internal.h"

static struct part_sheet *sheet_of(struct projects *p, enum sheet_id s) { return &p->sheets[s - SHEET_CONTRIBUTIONS]; }

static struct part_list *list_of(struct part_sheet *sheet, struct str code) {
  bool added;
  uint64_t *at = table_at(sheet->by_code, code, &added);
  if (added) {
    if (sheet->n == sheet->cap) mem_grow((void **)&sheet->lists, &sheet->cap, sheet->n + 1, sizeof *sheet->lists);
    sheet->lists[sheet->n++] = (struct part_list){.code = code};
    *at = sheet->n;
  }
  return &sheet->lists[*at - 1];
}

static void keep_row(struct projects *p, enum sheet_id s, const int *column, const struct rows_row *row) {
  struct part_sheet *sheet = sheet_of(p, s);
  size_t n = sheet_columns(s) - 1;
  struct part *part = arena_calloc(p->parts, 1, sizeof *part + n * sizeof *part->cell);
  part->row = row->number;
  part->refused = p->cells.refused;
  for (size_t i = 0; i < n; i++)
    part->cell[i] = column[i + 1] >= 0
                        ? run_cell(sheet->headers, row, (size_t)column[i + 1])
                        : (struct cell){.column = str_from(sheet_column(s, i + 1).name), .value = {"", 0}};
  struct part_list *list = list_of(sheet, row->cells[column[0]]);
  if (list->last) list->last->next = part;
  else list->first = part;
  list->last = part;
}

static bool read_sheet(struct projects *p, struct run *run, enum sheet_id s, struct err *e) {
  const char *names[PART_MAX_COLUMNS + 1];
  int column[PART_MAX_COLUMNS + 1];
  struct part_sheet *sheet = sheet_of(p, s);
  const struct str *headings;
  struct rows_row row;
  bool end = false;
  size_t n = sheet_columns(s);
  for (size_t i = 0; i < n; i++) names[i] = sheet_column(s, i).name;
  if (!run_columns(run, names, n, 1, column, NULL, NULL, e)) return false;
  sheet->present = true;
  sheet->name = run->sheet->name.p;
  sheet->by_code = table_new();
  sheet->n_headers = rows_columns(run->rows, &headings);
  sheet->first_column = rows_first_column(run->rows);
  struct str *copy = arena_calloc(p->parts, sheet->n_headers + 1, sizeof *copy);
  for (size_t i = 0; i < sheet->n_headers; i++) copy[i] = arena_str(p->parts, headings[i]);
  sheet->headers = copy;
  while (run_next(run, &p->cells, &row, &end, e) && !end) {
    struct cell code = run_cell(copy, &row, (size_t)column[0]);
    if (code.value.n) keep_row(p, s, column, &row);
    else if (p->cells.refused) run_refuse(run);
    else {
      cell_refuse(&p->cells, code, "falta-dato", "Esta celda no puede estar vacía. Escriba el código del proyecto.",
                  "This cell cannot be empty. Write the project's code.");
      run_refuse(run);
    }
  }
  return end;
}

bool projects_read_sheets(struct projects *p, struct run *run, struct err *e) {
  const struct workbook_sheet *projects = run->sheet;
  if (!run->workbook) return true;
  p->parts = arena_new(1 << 16);
  for (int s = SHEET_CONTRIBUTIONS; s <= SHEET_LINKS; s++) {
    const struct workbook_sheet *sheet = run_find_sheet(run, (enum sheet_id)s);
    if (sheet && sheet->n_rows &&
        (!run_open_sheet(run, sheet, (enum sheet_id)s, e) || !read_sheet(p, run, (enum sheet_id)s, e)))
      return false;
  }
  return !projects || run_open_sheet(run, projects, SHEET_PROJECTS, e);
}

/* ---- rows of nobody ---- */

static struct str near_code(const struct projects *p, struct str code) {
  struct str near = {0};
  unsigned best = 3;
  for (size_t i = 0; i < p->n_met; i++) {
    unsigned distance = name_distance(code, p->met[i], 2);
    if (distance < best) {
      best = distance;
      near = p->met[i];
    }
  }
  return near;
}

static void refuse_orphan(struct projects *p, struct cell x, bool stored) {
  struct str near = near_code(p, x.value);
  if (stored)
    cell_refuse(&p->cells, x, "proyecto-fuera-del-libro",
                "El proyecto está en la base, pero no en la hoja Proyectos de este libro. Agregue allí su fila.",
                "The project is in the database, but not in the sheet Proyectos of this workbook. Add its row there.");
  else if (near.n)
    cell_refuse(&p->cells, x, "proyecto-desconocido",
                "No hay un proyecto con ese código en la hoja Proyectos. ¿Quiso decir «%.*s»?",
                "There is no project with that code in the sheet Proyectos. Did you mean “%.*s”?", STR_ARG(near));
  else
    cell_refuse(&p->cells, x, "proyecto-desconocido",
                "No hay un proyecto con ese código en la hoja Proyectos. Agregue su fila o corrija el código.",
                "There is no project with that code in the sheet Proyectos. Add its row or correct the code.");
}

bool projects_refuse_orphans(struct projects *p, struct run *run, projects_exists_fn *exists, void *user,
                             struct err *e) {
  for (int s = SHEET_CONTRIBUTIONS; s <= SHEET_LINKS; s++) {
    const struct part_sheet *sheet = sheet_of(p, (enum sheet_id)s);
    for (size_t i = 0; i < sheet->n; i++) {
      const struct part_list *list = &sheet->lists[i];
      bool stored;
      if (list->used) continue;
      if (!exists(user, list->code, &stored, e)) return false;
      for (const struct part *x = list->first; x; x = x->next) {
        projects_enter(p, (enum sheet_id)s, x);
        refuse_orphan(p, (struct cell){.column = str_from("proyecto"), .value = list->code}, stored);
        run_refuse(run);
      }
    }
  }
  report_set_sheet(p->report, p->sheet, p->headers, p->n_headers, p->first_column);
  return true;
}

void projects_forget_sheets(struct projects *p) {
  for (size_t i = 0; i < PARTS; i++) {
    table_free(p->sheets[i].by_code);
    free(p->sheets[i].lists);
  }
  if (p->parts) arena_free(p->parts);
  free(p->met);
}
