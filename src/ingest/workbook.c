/* A workbook with any of the sheets of domain/sheets.h: sheet after sheet, in the order in which one may name what another brings,
 * in one transaction. A sheet that is wrong does not keep the others from being read, so that everything wrong is said at once. */
#include <stdio.h>
#include <string.h>
#include "projects.h"
#include "records.h"

static bool holds(const struct run *r, enum sheet_id s) {
  const struct workbook_sheet *sheet = run_find_sheet(r, s);
  return sheet && sheet->n_rows;
}

static bool is_part(enum sheet_id s) { return s >= SHEET_CONTRIBUTIONS && s <= SHEET_LINKS; }

/* ---- what is not read ---- */

static void write_names(struct buf *b) {
  for (int s = 0; s < SHEETS; s++) buf_printf(b, "%s%s", s ? ", " : "", sheet_info((enum sheet_id)s)->name);
}

static void say_unknown(struct run *r) {
  struct buf names = {0};
  write_names(&names);
  for (uint32_t i = 0; i < r->workbook->n_sheets; i++) {
    const struct workbook_sheet *x = &r->workbook->sheets[i];
    enum sheet_id s;
    if (x->n_rows == 0 || sheet_is_passed_over(x->name) || sheet_find(x->name, &s)) continue;
    report_set_sheet(r->report, x->name.p, NULL, 0, 0);
    report_addf(r->report, REPORT_WARNING, 0, (struct str){0}, (struct str){0}, "hoja-desconocida",
                "Esta hoja no se lee. Las que se leen: %s.", "This sheet is not read. Those that are: %s.", names.data);
  }
  report_set_sheet(r->report, NULL, NULL, 0, 0);
  buf_free(&names);
}

static void refuse_in(struct run *r, const char *sheet, const char *code, const char *es, const char *en) {
  report_set_sheet(r->report, sheet, NULL, 0, 0);
  report_add(r->report, REPORT_REFUSED, 0, (struct str){0}, (struct str){0}, code, es, en);
  run_refuse(r);
}

/* Parts without projects, and a workbook without anything. */
static void refuse_missing(struct run *r) {
  bool any = false;
  for (int s = 0; s < SHEETS; s++) {
    if (!holds(r, (enum sheet_id)s)) continue;
    any = true;
    if (is_part((enum sheet_id)s) && !holds(r, SHEET_PROJECTS))
      refuse_in(r, run_find_sheet(r, (enum sheet_id)s)->name.p, "falta-hoja",
                "Sus filas son de proyectos y el libro no tiene la hoja Proyectos. Agréguela.",
                "Its rows belong to projects and the workbook has no sheet Proyectos. Add it.");
  }
  if (!any)
    refuse_in(r, NULL, "falta-hoja", "El libro no tiene ninguna hoja que se lea: Proyectos, Actores, Metas…",
              "The workbook has no sheet that is read: Proyectos, Actores, Metas…");
}

/* ---- what is ---- */

static bool read_sheet(struct run *r, enum sheet_id s, struct err *e) {
  if (!run_open_sheet(r, run_find_sheet(r, s), s, e)) return false;
  if (s == SHEET_ACTORS) return actors_rows(r, e);
  if (s == SHEET_PROJECTS) return projects_rows(r, e);
  return records_read(r, (enum record_kind)(s - SHEET_NETWORKS), e);
}

static void say_rows(struct run *r, enum sheet_id s, uint64_t n) {
  char text[48];
  snprintf(text, sizeof text, report_lang(r->report) == REPORT_ES ? "%llu filas" : "%llu rows", (unsigned long long)n);
  const char *es = s == SHEET_PROJECTS ? "Proyectos, con sus partes" : sheet_info(s)->name;
  report_set_fact(r->report, es, s == SHEET_PROJECTS ? "Proyectos, with their parts" : es, text);
}

static bool read_sheets(struct run *r, struct err *e) {
  static const enum sheet_id order[] = {SHEET_ACTORS, SHEET_PROJECTS, SHEET_NETWORKS, SHEET_MEMBERS,
                                        SHEET_GOALS,  SHEET_SERIES,   SHEET_VALUES,   SHEET_RATES};
  r->several = true;
  say_unknown(r);
  refuse_missing(r);
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    uint64_t before = r->n;
    if (!holds(r, order[i])) continue;
    if (!read_sheet(r, order[i], e)) {
      if (e->kind != ERR_INPUT && e->kind != ERR_LIMIT) return false;
      err_clear(e); /* it is in the report */
      run_refuse(r);
    }
    say_rows(r, order[i], r->n - before);
  }
  return true;
}

bool ingest_workbook(struct db *d, const struct ingest_rows_options *o, struct report *r, struct err *e) {
  struct run run = {0};
  if (!workbook_file_is(o->common.file)) {
    report_add(r, REPORT_REFUSED, 0, (struct str){0}, (struct str){0}, "no-es-un-libro",
               "El archivo no es un libro XLSX ni ODS. Un CSV se carga con ingest projects, ingest actors…",
               "The file is no XLSX or ODS workbook. A CSV is loaded with ingest projects, ingest actors…");
    return err_set(e, ERR_INPUT, err_pick("%s no es un libro", "%s is no workbook"), o->common.file);
  }
  bool ok = run_begin(&run, d, o, r, "workbook", e) && read_sheets(&run, e);
  return run_end(&run, ok, e);
}
