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
  case SHEET_TEXT: width = 26; break;
  case SHEET_PROJECT_LIST: width = 26; break;
  default: break;
  }
  return width > least ? width : least;
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

static void head_cell(struct xlsx_sheet *sh, size_t i, const struct sheet_column *c) {
  struct xlsx_book *b = sh->book;
  struct buf text = {0};
  write_comment(b, c, &text);
  uint16_t lines = (uint16_t)(2 + text.len / 38);
  lxw_comment_options box = {.width = 280, .height = (uint16_t)(18 * lines), .font_size = 9, .color = 0xFFFFF0};
  lxw_format *look = b->looks[c->required ? XLSX_HEAD_REQUIRED : XLSX_HEAD];
  lxw_error wrong = worksheet_write_string(sh->work, 0, (lxw_col_t)i, c->name, look);
  if (!wrong) wrong = worksheet_write_comment_opt(sh->work, 0, (lxw_col_t)i, text.data, &box);
  if (!wrong) wrong = worksheet_set_column(sh->work, (lxw_col_t)i, (lxw_col_t)i, width_of(c), NULL);
  if (wrong && !b->wrong) b->wrong = wrong;
  buf_free(&text);
}

void xlsx_head(struct xlsx_sheet *sh, enum sheet_id id) {
  size_t n = xlsx_columns(id);
  if (!sh->work) return;
  worksheet_set_row(sh->work, 0, 22, NULL);
  for (size_t i = 0; i < n && i < XLSX_MAX_COLUMNS; i++) {
    struct sheet_column c = sheet_column(id, i);
    head_cell(sh, i, &c);
    sh->list[i] = c.list;
  }
  sh->columns = (uint16_t)n;
  xlsx_sheet_next(sh);
}

void xlsx_fold_empty(struct xlsx_sheet *sh, enum sheet_id id) {
  if (!sh->work) return;
  for (size_t i = 0; i < sh->columns; i++) {
    struct sheet_column c = sheet_column(id, i);
    if (sh->filled[i] || c.required) continue;
    lxw_row_col_options away = {.hidden = LXW_TRUE, .level = 1, .collapsed = LXW_FALSE};
    worksheet_set_column_opt(sh->work, (lxw_col_t)i, (lxw_col_t)i, width_of(&c), NULL, &away);
  }
}
