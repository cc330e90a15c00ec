#include <stdio.h>
#include <stdlib.h>
#include "xlsx_internal.h"

enum { COMMENT_LABELS = 12 };

size_t xlsx_columns(enum sheet_id id) {
  size_t n = sheet_columns(id);
  return n && strcmp(sheet_column(id, n - 1).name, "errores") == 0 ? n - 1 : n;
}

static double width_of(const struct sheet_column *c) {
  static const struct {
    const char *name;
    double width;
  } named[] = {{"titulo", 52}, {"nombre", 44}, {"lugar", 34},   {"texto", 40},       {"documento", 30}, {"alias", 30},
               {"url", 44},    {"codigo", 30}, {"entidad", 34}, {"localizador", 16}, {"red", 24}};
  for (size_t i = 0; i < sizeof named / sizeof *named; i++)
    if (strcmp(named[i].name, c->name) == 0) return named[i].width;
  double least = (double)strlen(c->name) + 4; /* the filter's arrow stands beside the name */
  double width = 14;
  switch (c->type) {
  case SHEET_MONEY: width = 22; break;
  case SHEET_PROJECT:
  case SHEET_AREA:
  case SHEET_PARENT: width = 28; break;
  case SHEET_ACTOR:
  case SHEET_ACTORS_LIST:
  case SHEET_AREAS:
  case SHEET_LIST: width = 32; break;
  case SHEET_LISTED: width = 20; break;
  case SHEET_TEXT:
  case SHEET_PROJECT_LIST: width = 26; break;
  default: break;
  }
  return width > least ? width : least;
}

/* How what is typed into an empty cell will look; dates are left alone, or a bare 2011 would become a day of 1905. */
static lxw_format *typed_look(const struct xlsx_book *b, const struct sheet_column *c) {
  switch (c->type) {
  case SHEET_MONEY: return b->looks[XLSX_MONEY];
  case SHEET_WHOLE: return b->looks[XLSX_WHOLE];
  case SHEET_DEGREES: return b->looks[XLSX_DEGREES];
  case SHEET_DATE:
  case SHEET_NUMBER:
  case SHEET_PERCENT: return NULL;
  default: return b->looks[XLSX_TYPED];
  }
}

/* What the column means, and what may stand in it. */
static void write_comment(struct xlsx_book *b, const struct sheet_column *c, struct buf *out) {
  buf_add_z(out, xlsx_pick(b, c->es, c->en));
  if (c->required) buf_add_z(out, xlsx_pick(b, "\nObligatorio.", "\nRequired."));
  if (!c->list) return;
  struct str code, es, en;
  uint32_t i = 0;
  buf_add_z(out, "\n");
  for (; i < COMMENT_LABELS && snapshot_code(b->s, c->list, i, &code, &es, &en); i++) {
    if (i) buf_add_z(out, "; ");
    buf_add_str(out, xlsx_label(b, c->list, code));
  }
  if (snapshot_code(b->s, c->list, i, &code, &es, &en)) buf_add_z(out, "; …");
}

static void head_cell(struct xlsx_sheet *sh, size_t i, const struct sheet_column *c, enum xlsx_look look) {
  struct xlsx_book *b = sh->book;
  struct buf text = {0};
  lxw_col_t at = sh->at[i];
  write_comment(b, c, &text);
  uint16_t lines = (uint16_t)(2 + text.len / 38);
  lxw_comment_options box = {.width = 280, .height = (uint16_t)(18 * lines), .font_size = 9, .color = 0xFFFFF0};
  lxw_error wrong = worksheet_write_string(sh->work, 0, at, c->name, b->looks[look]);
  if (!wrong) wrong = worksheet_write_comment_opt(sh->work, 0, at, text.data, &box);
  if (!wrong) wrong = worksheet_set_column(sh->work, at, at, width_of(c), typed_look(b, c));
  if (wrong && !b->wrong) b->wrong = wrong;
  buf_free(&text);
}

static const struct sheet_column read_only[XLSX_READ_ONLY] = {
    [XLSX_READ_AREAS] = {"(áreas)", SHEET_AREAS, NULL, false, "",
                         "Para leer: las áreas del proyecto. Se cambian en la hoja Lugares.",
                         "To read: the project's areas. They are changed in the sheet Lugares."},
    [XLSX_READ_VALUE] = {"(valor)", SHEET_MONEY, NULL, false, "",
                         "Para leer: el valor total declarado o, si no hay, la suma de los aportes que cuentan.",
                         "To read: the stated total or, without it, the sum of the contributions that count."},
    [XLSX_READ_CURRENCY] = {"(moneda)", SHEET_CODE, NULL, false, "", "Para leer: la moneda de ese valor.",
                            "To read: the currency of that value."},
};

/* What people look for first, in this order; the rest follows in the order of the table. */
static const char *const first[] = {"codigo",       "titulo",    "(áreas)",         "lugar",       "ambito",
                                    "clase",        "estado",    "valor_total",     "moneda",      "(valor)",
                                    "(moneda)",     "personas",  "unidad_personas", "tema",        "fecha_firma",
                                    "fecha_inicio", "fecha_fin", "inicio_previsto", "inicio_real", "fin_previsto",
                                    "fin_real",     "ejecutor",  "financiador",     "partes",      "macroproyecto"};

static const char *name_of(size_t i, size_t n) {
  return i < n ? sheet_column(SHEET_PROJECTS, i).name : read_only[i - n].name;
}

static void order_projects(struct xlsx_sheet *sh, size_t n) {
  bool placed[XLSX_MAX_COLUMNS] = {0};
  lxw_col_t next = 0;
  size_t all = n + (sh->read_only ? XLSX_READ_ONLY : 0);
  for (size_t f = 0; f < sizeof first / sizeof *first; f++)
    for (size_t i = 0; i < all; i++)
      if (!placed[i] && strcmp(first[f], name_of(i, n)) == 0) {
        placed[i] = true;
        sh->at[i] = next++;
      }
  for (size_t i = 0; i < all; i++)
    if (!placed[i]) sh->at[i] = next++;
}

void xlsx_head(struct xlsx_sheet *sh, enum sheet_id id) {
  size_t n = xlsx_columns(id);
  if (!sh->work) return;
  worksheet_set_row(sh->work, 0, 22, NULL);
  sh->columns = (uint16_t)n;
  if (id == SHEET_PROJECTS) order_projects(sh, n);
  for (size_t i = 0; i < n; i++) {
    struct sheet_column c = sheet_column(id, i);
    head_cell(sh, i, &c, c.required ? XLSX_HEAD_REQUIRED : XLSX_HEAD);
    sh->list[i] = c.list;
  }
  for (size_t i = 0; sh->read_only && i < XLSX_READ_ONLY; i++) head_cell(sh, n + i, &read_only[i], XLSX_HEAD_READ);
  xlsx_sheet_next(sh);
}

static void fold_away(struct xlsx_sheet *sh, size_t i, const struct sheet_column *c) {
  lxw_row_col_options away = {.hidden = LXW_TRUE, .level = 1, .collapsed = LXW_FALSE};
  if (sh->filled[i] || c->required) return;
  sh->folded = true;
  worksheet_set_column_opt(sh->work, sh->at[i], sh->at[i], width_of(c), typed_look(sh->book, c), &away);
}

void xlsx_fold_empty(struct xlsx_sheet *sh, enum sheet_id id) {
  if (!sh->work) return;
  for (size_t i = 0; i < sh->columns; i++) {
    struct sheet_column c = sheet_column(id, i);
    fold_away(sh, i, &c);
  }
  for (size_t i = 0; sh->read_only && i < XLSX_READ_ONLY; i++) fold_away(sh, sh->columns + i, &read_only[i]);
}
