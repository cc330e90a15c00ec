/* What may be typed: the hidden sheet with every list, and the rules on the cells that use them. */
#include <stdio.h>
#include <stdlib.h>
#include "xlsx_internal.h"
#include "xlsx_names.h"

#define LISTS_SHEET "Listas"
enum { MAX_LISTS = 40, UNIQUE_ROWS = 5000, FIRST_YEAR = 1900, LAST_YEAR = 2200, FIRST_DAY = 3654 /* 1910-01-01 */ };

struct list {
  char name[40]; /* the defined name */
  struct str *v;
  size_t n, cap;
};
struct lists {
  struct list list[MAX_LISTS];
  size_t n;
  size_t longest;
};

static struct list *add_list(struct lists *x, const char *name) {
  struct list *l = &x->list[x->n++];
  snprintf(l->name, sizeof l->name, "lista_%s", name);
  return l;
}

static void add_item(struct lists *x, struct list *l, struct str s) {
  if (l->n == l->cap) mem_grow((void **)&l->v, &l->cap, l->n + 1, sizeof *l->v);
  l->v[l->n++] = s;
  if (l->n > x->longest) x->longest = l->n;
}

static bool has_list(const struct lists *x, const char *name) {
  for (size_t i = 0; i < x->n; i++)
    if (strcmp(x->list[i].name + strlen("lista_"), name) == 0) return true;
  return false;
}

static void add_code_lists(struct xlsx_book *b, struct lists *x) {
  for (int s = 0; s < SHEETS; s++)
    for (size_t i = 0; i < sheet_columns((enum sheet_id)s); i++) {
      struct sheet_column c = sheet_column((enum sheet_id)s, i);
      if (!c.list || x->n >= MAX_LISTS - 2 || has_list(x, c.list)) continue;
      struct list *l = add_list(x, c.list);
      struct str code, es, en;
      for (uint32_t k = 0; snapshot_code(b->s, c.list, k, &code, &es, &en); k++)
        add_item(x, l, xlsx_label(b, c.list, code));
    }
}

static int compare(const void *a, const void *b) { return str_cmp(*(const struct str *)a, *(const struct str *)b); }

static void add_names(struct xlsx_book *b, struct lists *x) {
  struct list *areas = add_list(x, "areas");
  for (uint32_t i = 0; i < snapshot_areas(b->s); i++) add_item(x, areas, xlsx_area_name(b, i));
  struct list *actors = add_list(x, "actores");
  for (uint32_t i = 0; i < snapshot_actors(b->s); i++) add_item(x, actors, xlsx_actor_name(b, i));
  if (areas->n) qsort(areas->v, areas->n, sizeof *areas->v, compare);
  if (actors->n) qsort(actors->v, actors->n, sizeof *actors->v, compare);
}

static void define(struct xlsx_book *b, const struct list *l, size_t column) {
  char cells[96], from[24], to[24];
  lxw_rowcol_to_cell_abs(from, 1, (lxw_col_t)column, 1, 1);
  lxw_rowcol_to_cell_abs(to, (lxw_row_t)(l->n ? l->n : 1), (lxw_col_t)column, 1, 1);
  snprintf(cells, sizeof cells, "=%s!%s:%s", LISTS_SHEET, from, to);
  lxw_error wrong = workbook_define_name(b->work, l->name, cells);
  if (wrong && !b->wrong) b->wrong = wrong;
}

void xlsx_lists(struct xlsx_book *b) {
  struct lists x = {.n = 0};
  struct xlsx_sheet sh;
  add_code_lists(b, &x);
  add_names(b, &x);
  xlsx_sheet_begin(b, LISTS_SHEET, 0, &sh);
  for (size_t c = 0; c < x.n; c++) xlsx_text_as(&sh, c, str_from(x.list[c].name + strlen("lista_")), XLSX_HEAD);
  xlsx_sheet_next(&sh);
  for (size_t r = 0; r < x.longest && !b->wrong; r++) {
    for (size_t c = 0; c < x.n; c++)
      if (r < x.list[c].n) xlsx_text(&sh, c, x.list[c].v[r]);
    xlsx_sheet_next(&sh);
  }
  for (size_t c = 0; c < x.n; c++) {
    define(b, &x.list[c], c);
    free(x.list[c].v);
  }
  if (!sh.work) return;
  worksheet_set_column(sh.work, 0, MAX_LISTS, 28, NULL);
  worksheet_hide(sh.work);
}

/* ---- rules ---- */

struct rule {
  lxw_data_validation v;
  char formula[200], first[24];
  const char *title_es, *title_en, *es, *en;
};

static void from_range(struct rule *r, enum lxw_validation_error_types strict, bool show) {
  r->v.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
  r->v.value_formula = r->formula;
  r->v.error_type = (uint8_t)strict;
  if (!show) r->v.show_error = LXW_VALIDATION_OFF;
  r->title_es = "Lista";
  r->title_en = "List";
  r->es = "Elija un valor de la lista, o deje la celda vacía.";
  r->en = "Choose a value of the list, or leave the cell empty.";
}

static void from_list(struct rule *r, const char *name, enum lxw_validation_error_types strict, bool show) {
  snprintf(r->formula, sizeof r->formula, "=lista_%s", name);
  from_range(r, strict, show);
}

static void number_between(struct rule *r, enum lxw_validation_types type, double least, double most) {
  r->v.validate = (uint8_t)type;
  r->v.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
  r->v.minimum_number = least;
  r->v.maximum_number = most;
  r->title_es = "Número";
  r->title_en = "Number";
  r->es = "Escriba un número, sin el signo de la moneda ni palabras.";
  r->en = "Write a number, without a currency sign or words.";
}

/* A day as Excel has it, a year, or a text such as 2011-07. A bare 2011 must not become a day of 1905. */
static void date_rule(struct rule *r) {
  snprintf(r->formula, sizeof r->formula, "=OR(ISTEXT(%s),AND(%s>=%d,%s<=%d),%s>=%d)", r->first, r->first, FIRST_YEAR,
           r->first, LAST_YEAR, r->first, FIRST_DAY);
  r->v.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
  r->v.value_formula = r->formula;
  r->title_es = "Fecha";
  r->title_en = "Date";
  r->es = "Escriba una fecha (2011-07-06), un mes (2011-07) o un año (2011).";
  r->en = "Write a date (2011-07-06), a month (2011-07) or a year (2011).";
}

static char *si_no[] = {(char[]){"si"}, (char[]){"no"}, NULL};

static bool make_rule(const struct sheet_column *c, uint32_t last, struct rule *r) {
  switch (c->type) {
  case SHEET_LISTED: from_list(r, c->list, LXW_VALIDATION_ERROR_TYPE_STOP, true); return true;
  case SHEET_LIST: from_list(r, c->list, LXW_VALIDATION_ERROR_TYPE_INFORMATION, false); return true;
  case SHEET_AREA: from_list(r, "areas", LXW_VALIDATION_ERROR_TYPE_WARNING, true); return true;
  case SHEET_PROJECT:
    snprintf(r->formula, sizeof r->formula, "=%s!$A$2:$A$%u", sheet_info(SHEET_PROJECTS)->name, last + 1);
    from_range(r, LXW_VALIDATION_ERROR_TYPE_WARNING, true);
    return true;
  case SHEET_AREAS: from_list(r, "areas", LXW_VALIDATION_ERROR_TYPE_INFORMATION, false); return true;
  case SHEET_ACTOR:
  case SHEET_ACTORS_LIST: from_list(r, "actores", LXW_VALIDATION_ERROR_TYPE_INFORMATION, false); return true;
  case SHEET_MONEY: number_between(r, LXW_VALIDATION_TYPE_DECIMAL, 0, 1e15); break;
  case SHEET_WHOLE: number_between(r, LXW_VALIDATION_TYPE_INTEGER, 0, 1e15); return true;
  case SHEET_PERCENT: number_between(r, LXW_VALIDATION_TYPE_DECIMAL, 0, 100); return true;
  case SHEET_DEGREES: number_between(r, LXW_VALIDATION_TYPE_DECIMAL, -180, 180); return true;
  case SHEET_DATE: date_rule(r); return true;
  case SHEET_CODE:
    if (strcmp(c->name, "codigo") != 0 || last > UNIQUE_ROWS) return false;
    snprintf(r->formula, sizeof r->formula, "=COUNTIF($A$2:$A$%u,%s)=1", last + 1, r->first);
    r->v.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
    r->v.value_formula = r->formula;
    r->title_es = "Código";
    r->title_en = "Code";
    r->es = "Ese código ya está en otra fila. Cada fila tiene el suyo.";
    r->en = "That code is in another row already. Each row has its own.";
    return true;
  case SHEET_YES:
    r->v.validate = LXW_VALIDATION_TYPE_LIST;
    r->v.value_list = (void *)si_no; /* char ** in libxlsxwriter 1.1, const char ** in 1.2 */
    r->v.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
    r->title_es = r->title_en = "si / no";
    r->es = "Escriba si o no, o deje la celda vacía.";
    r->en = "Write si (yes) or no, or leave the cell empty.";
    return true;
  default: return false;
  }
  r->v.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING; /* "USD 5.000" can be read too, but is rarely meant */
  return true;
}

void xlsx_validate(struct xlsx_sheet *sh, enum sheet_id id, uint32_t first, uint32_t last) {
  for (size_t i = 0; i < sh->columns && sh->work && !sh->book->wrong; i++) {
    struct sheet_column c = sheet_column(id, i);
    struct rule r = {.v = {0}};
    lxw_rowcol_to_cell(r.first, first, sh->at[i]);
    if (!make_rule(&c, last, &r)) continue;
    r.v.error_title = (char *)(uintptr_t)xlsx_pick(sh->book, r.title_es, r.title_en);
    r.v.error_message = (char *)(uintptr_t)xlsx_pick(sh->book, r.es, r.en);
    lxw_error wrong = worksheet_data_validation_range(sh->work, first, sh->at[i], last, sh->at[i], &r.v);
    if (wrong) sh->book->wrong = wrong;
  }
}
