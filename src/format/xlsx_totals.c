/* Por área and Por fuente: the totals, each table with what makes it close. */
#include "format/figures.h"
#include "query/group.h"
#include "xlsx_names.h"

struct heading {
  const char *es, *en, *about_es, *about_en;
  double width;
};

static void write_headings(struct xlsx_sheet *sh, const struct heading *h, size_t n) {
  struct xlsx_book *b = sh->book;
  if (!sh->work) return;
  worksheet_set_row(sh->work, 0, 22, NULL);
  worksheet_fit_to_pages(sh->work, 1, 0);
  for (size_t i = 0; i < n; i++) {
    const char *about = xlsx_pick(b, h[i].about_es, h[i].about_en);
    lxw_comment_options box = {
        .width = 280, .height = (uint16_t)(18 * (2 + strlen(about) / 38)), .font_size = 9, .color = 0xFFFFF0};
    xlsx_text_as(sh, i, str_from(xlsx_pick(b, h[i].es, h[i].en)), XLSX_HEAD);
    worksheet_set_column(sh->work, (lxw_col_t)i, (lxw_col_t)i, h[i].width, NULL);
    worksheet_write_comment_opt(sh->work, 0, (lxw_col_t)i, about, &box);
  }
  sh->columns = (uint16_t)n;
  xlsx_sheet_next(sh);
}

static void known(struct xlsx_sheet *sh, size_t column, const struct summary_money *m, i128 minor) {
  if (summary_has_value(m)) xlsx_money(sh, column, minor, XLSX_MONEY);
}

static void known_total(struct xlsx_sheet *sh, size_t column, const struct summary_money *m, i128 minor) {
  if (summary_has_value(m)) xlsx_money(sh, column, minor, XLSX_STRONG_MONEY);
}

static void people(struct xlsx_sheet *sh, size_t column, int64_t n) {
  if (n >= 0) xlsx_whole(sh, column, n, XLSX_WHOLE);
}

/* ---- by area ---- */

enum {
  BY_NAME,
  BY_CODE,
  BY_LAYER,
  BY_PROJECTS,
  BY_FULL,
  BY_ATTRIBUTED,
  BY_DIRECT,
  BY_SILENT,
  BY_MIN,
  BY_MAX,
  BY_COLUMNS
};
static const struct heading area_headings[BY_COLUMNS] = {
    [BY_NAME] = {"Área", "Area", "Nombre del área.", "Name of the area.", 48},
    [BY_CODE] = {"Código", "Code", "Código estable del área.", "Stable code of the area.", 28},
    [BY_LAYER] = {"Capa", "Layer", "Clase de área: barrio, UCG, localidad, zona…",
                  "Kind of area: neighbourhood, UCG, district, zone…", 28},
    [BY_PROJECTS] = {"Proyectos", "Projects", "Proyectos distintos atados al área o a lo que contiene.",
                     "Distinct projects tied to the area or to what is inside it.", 13},
    [BY_FULL] = {"Valor completo", "Full value",
                 "Valor completo de los proyectos que tocan el área. No se suma entre áreas: un proyecto en dos áreas "
                 "está entero en las dos.",
                 "Full value of the projects that touch the area. Not to be summed over areas: a project in two areas "
                 "is whole in both.",
                 23},
    [BY_ATTRIBUTED] = {"Valor atribuido", "Attributed value",
                       "Parte del valor que corresponde al área y a lo que contiene, por las partes que declara la "
                       "fuente o una regla explícita.",
                       "Part of the value that falls on the area and what it contains, by the shares the source states "
                       "or by an explicit rule.",
                       23},
    [BY_DIRECT] = {"Valor directo", "Direct value",
                   "Parte atada exactamente a esta área. La columna, con lo que no está asignado y lo que no tiene "
                   "lugar, suma el total de proyectos distintos, al centavo.",
                   "Part tied to exactly this area. The column, with what is not allocated and what has no place, adds "
                   "up to the total of distinct projects, to the centavo.",
                   23},
    [BY_SILENT] =
        {"Sin valor en la suma", "Not in the sum",
         "Proyectos contados cuyo valor no está en la suma: sin dato, sin erogación, en otra moneda, o que ya "
         "está en otro proyecto.",
         "Projects counted whose value is not in the sum: no data, no disbursement, another currency, or "
         "carried by another project.",
         23},
    [BY_MIN] = {"Personas, al menos", "People, at least", "El mayor grupo de personas: al menos tantas.",
                "The largest group of people: at least so many.", 21},
    [BY_MAX] = {"Personas, a lo sumo", "People, at most",
                "La suma de los grupos, sin pasar de la población: a lo sumo tantas. Una persona puede estar en varios "
                "proyectos.",
                "The sum of the groups, no more than the population: at most so many. One person may be in several "
                "projects.",
                21},
};

static void area_row(struct xlsx_sheet *sh, const struct summary_area *row) {
  struct snap_area area;
  snapshot_area(sh->book->s, row->area, &area);
  xlsx_page(sh, BY_NAME, "area", area.code, area.name);
  xlsx_text(sh, BY_CODE, area.code);
  xlsx_text(sh, BY_LAYER, snapshot_label(sh->book->s, "layer", area.layer, sh->book->lang));
  xlsx_whole(sh, BY_PROJECTS, (int64_t)row->m.projects, XLSX_WHOLE);
  known(sh, BY_FULL, &row->m, row->m.full_minor);
  known(sh, BY_ATTRIBUTED, &row->m, row->m.attributed_minor);
  xlsx_money(sh, BY_DIRECT, row->m.direct_minor, XLSX_MONEY);
  xlsx_whole(sh, BY_SILENT, (int64_t)summary_silent(&row->m), XLSX_WHOLE);
  people(sh, BY_MIN, row->m.people_min);
  people(sh, BY_MAX, row->m.people_max);
  xlsx_sheet_next(sh);
}

/* A line below the areas: its amount stands in the column that closes. */
static void area_rest(struct xlsx_sheet *sh, struct str name, const struct summary_money *m) {
  if (!m->projects) return;
  xlsx_text(sh, BY_NAME, name);
  xlsx_whole(sh, BY_PROJECTS, (int64_t)m->projects, XLSX_WHOLE);
  known(sh, BY_DIRECT, m, m->full_minor);
  xlsx_whole(sh, BY_SILENT, (int64_t)summary_silent(m), XLSX_WHOLE);
  people(sh, BY_MIN, m->people_min);
  people(sh, BY_MAX, m->people_max);
  xlsx_sheet_next(sh);
}

/* The line above a total runs through the whole row. */
static void rule_row(struct xlsx_sheet *sh) {
  for (lxw_col_t i = 0; sh->work && i < sh->columns; i++)
    worksheet_write_blank(sh->work, sh->row, i, sh->book->looks[XLSX_STRONG]);
}

static void area_total(struct xlsx_sheet *sh, const struct summary_money *m) {
  rule_row(sh);
  xlsx_text_as(sh, BY_NAME, str_from(xlsx_pick(sh->book, "Total de proyectos distintos", "Total of distinct projects")),
               XLSX_STRONG);
  xlsx_whole(sh, BY_PROJECTS, (int64_t)m->projects, XLSX_STRONG_WHOLE);
  known_total(sh, BY_FULL, m, m->full_minor);
  known_total(sh, BY_DIRECT, m, m->full_minor);
  xlsx_whole(sh, BY_SILENT, (int64_t)summary_silent(m), XLSX_STRONG_WHOLE);
  if (m->people_min >= 0) xlsx_whole(sh, BY_MIN, m->people_min, XLSX_STRONG_WHOLE);
  if (m->people_max >= 0) xlsx_whole(sh, BY_MAX, m->people_max, XLSX_STRONG_WHOLE);
  xlsx_sheet_next(sh);
}

void xlsx_write_by_area(struct xlsx_export *x, const struct summary *sum) {
  struct xlsx_sheet sh;
  xlsx_sheet_begin(x->book, XLSX_BY_AREA, 0xA65E5E, &sh);
  write_headings(&sh, area_headings, BY_COLUMNS);
  for (uint32_t i = 0; i < sum->n && !x->book->wrong; i++) area_row(&sh, &sum->areas[i]);
  xlsx_sheet_finish(&sh, sh.row - 1); /* what follows is not among the rows that the filter sorts */
  xlsx_sheet_next(&sh);
  area_rest(
      &sh, str_from(xlsx_pick(x->book, "En la ciudad, sin asignar a un área", "In the city, not allocated to an area")),
      &sum->unallocated);
  for (unsigned k = SNAP_NAMED; k <= SNAP_UNKNOWN; k++)
    area_rest(&sh, snapshot_label(x->s, "place_state", str_from(snap_place_code((enum snap_place)k)), x->book->lang),
              &sum->unplaced[k]);
  area_total(&sh, &sum->total);
}

/* ---- by source ---- */

enum { FROM_NAME, FROM_CODE, FROM_PROJECTS, FROM_PART, FROM_FULL, FROM_SILENT, FROM_COLUMNS };
static const struct heading source_headings[FROM_COLUMNS] = {
    [FROM_NAME] = {"Fuente", "Source", "Quién aporta.", "Who contributes.", 48},
    [FROM_CODE] = {"Código", "Code", "Código estable del actor.", "Stable code of the actor.", 32},
    [FROM_PROJECTS] = {"Proyectos", "Projects", "Proyectos distintos en que aporta.",
                       "Distinct projects it contributes to.", 13},
    [FROM_PART] =
        {"Aportado", "Contributed",
         "Lo que aporta, de los aportes que cuentan. La columna, con lo que sigue bajo la tabla, suma el total.",
         "What it contributes, of the parts that count. The column, with what follows below the table, adds "
         "up to the total.",
         23},
    [FROM_FULL] = {"Valor de los proyectos", "Value of the projects",
                   "Valor completo de esos proyectos, con lo que aportan otros. No se suma entre fuentes.",
                   "Full value of those projects, with what others contribute. Not to be summed over sources.", 25},
    [FROM_SILENT] = {"Sin valor en la suma", "Not in the sum", "Proyectos contados cuyo valor no está en la suma.",
                     "Projects counted whose value is not in the sum.", 23},
};

static void source_line(struct xlsx_sheet *sh, const char *es, const char *en, i128 minor) {
  if (!minor) return;
  xlsx_text(sh, FROM_NAME, str_from(xlsx_pick(sh->book, es, en)));
  xlsx_money(sh, FROM_PART, minor, XLSX_MONEY);
  xlsx_sheet_next(sh);
}

void xlsx_write_by_source(struct xlsx_export *x, const struct group_table *t) {
  struct xlsx_sheet sh;
  xlsx_sheet_begin(x->book, XLSX_BY_SOURCE, 0xA65E5E, &sh);
  write_headings(&sh, source_headings, FROM_COLUMNS);
  for (size_t i = 0; i < t->n && !x->book->wrong; i++) {
    const struct group_row *r = &t->rows[i];
    struct str label = x->book->lang == SNAP_EN ? r->label_en : r->label_es;
    if (r->code.n) xlsx_page(&sh, FROM_NAME, "actor", r->code, label);
    else xlsx_text(&sh, FROM_NAME, label.n ? label : str_from(xlsx_pick(x->book, "Sin dato", "No data")));
    xlsx_text(&sh, FROM_CODE, r->code);
    xlsx_whole(&sh, FROM_PROJECTS, (int64_t)r->m.projects, XLSX_WHOLE);
    known(&sh, FROM_PART, &r->m, r->m.attributed_minor);
    known(&sh, FROM_FULL, &r->m, r->m.full_minor);
    xlsx_whole(&sh, FROM_SILENT, (int64_t)summary_silent(&r->m), XLSX_WHOLE);
    xlsx_sheet_next(&sh);
  }
  xlsx_sheet_finish(&sh, sh.row - 1);
  xlsx_sheet_next(&sh);
  source_line(&sh, "Sin asignar entre varias fuentes", "Not allocated among several sources", t->unallocated);
  source_line(&sh, "Diferencia de los totales declarados con sus aportes",
              "Difference of stated totals from their parts", t->difference);
  rule_row(&sh);
  xlsx_text_as(&sh, FROM_NAME,
               str_from(xlsx_pick(x->book, "Total de proyectos distintos", "Total of distinct projects")), XLSX_STRONG);
  xlsx_whole(&sh, FROM_PROJECTS, (int64_t)t->total.projects, XLSX_STRONG_WHOLE);
  known_total(&sh, FROM_PART, &t->total, t->total.full_minor);
  known_total(&sh, FROM_FULL, &t->total, t->total.full_minor);
  xlsx_whole(&sh, FROM_SILENT, (int64_t)summary_silent(&t->total), XLSX_STRONG_WHOLE);
  xlsx_sheet_next(&sh);
}
