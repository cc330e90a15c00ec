#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "core/text.h"
#include "xlsx_internal.h"

const char *xlsx_pick(const struct xlsx_book *b, const char *es, const char *en) {
  return b->lang == SNAP_EN ? en : es;
}

enum {
  HEAD_BLUE = 0xDCE6F0,
  HEAD_BLUE_STRONG = 0xB8CCE4,
  HEAD_GREY = 0xE5E7EB,
  INK = 0x1F2937,
  LINE = 0x9AA9BC,
  LINK_BLUE = 0x1D4ED8,
  NOTE = 0x6B7280
};

static const struct {
  enum xlsx_look look;
  const char *number; /* NULL: general */
} number_formats[] = {{XLSX_DATE, "yyyy-mm-dd"},
                      {XLSX_MONEY, "#,##0.00"},
                      {XLSX_PROSE_MONEY, "#,##0.00 \"COP\""},
                      {XLSX_WHOLE, "#,##0"},
                      {XLSX_NUMBER, "General"},
                      {XLSX_SHARE, "0.####"},
                      {XLSX_DEGREES, "0.000000"},
                      {XLSX_STRONG_MONEY, "#,##0.00"},
                      {XLSX_STRONG_WHOLE, "#,##0"},
                      {XLSX_EXAMPLE_DATE, "yyyy-mm-dd"},
                      {XLSX_EXAMPLE_MONEY, "#,##0.00"},
                      {XLSX_EXAMPLE_WHOLE, "#,##0"},
                      {XLSX_EXAMPLE_NUMBER, "General"}};

static void make_head(lxw_format *f, lxw_color_t fill) {
  format_set_bold(f);
  format_set_bg_color(f, fill);
  format_set_bottom(f, LXW_BORDER_THIN);
  format_set_bottom_color(f, LINE);
  format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
}

static void make_looks(struct xlsx_book *b) {
  for (int i = 0; i < XLSX_LOOKS; i++) {
    lxw_format *f = b->looks[i] = workbook_add_format(b->work);
    format_set_font_color(f, INK);
    if (i < XLSX_HEAD || i > XLSX_HEAD_READ) format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
  }
  for (size_t i = 0; i < sizeof number_formats / sizeof *number_formats; i++)
    format_set_num_format(b->looks[number_formats[i].look], number_formats[i].number);
  make_head(b->looks[XLSX_HEAD], HEAD_BLUE);
  make_head(b->looks[XLSX_HEAD_REQUIRED], HEAD_BLUE_STRONG);
  make_head(b->looks[XLSX_HEAD_READ], HEAD_GREY);
  format_set_bold(b->looks[XLSX_TITLE]);
  format_set_font_size(b->looks[XLSX_TITLE], 14);
  for (int i = XLSX_STRONG; i <= XLSX_STRONG_WHOLE; i++) {
    format_set_bold(b->looks[i]);
    format_set_top(b->looks[i], LXW_BORDER_THIN);
    format_set_top_color(b->looks[i], LINE);
  }
  for (int i = XLSX_EXAMPLE; i <= XLSX_EXAMPLE_NUMBER; i++) {
    format_set_italic(b->looks[i]);
    format_set_font_color(b->looks[i], NOTE);
  }
  format_set_align(b->looks[XLSX_PROSE_MONEY], LXW_ALIGN_LEFT);
  format_set_align(b->looks[XLSX_DATE], LXW_ALIGN_LEFT); /* under months and years, which are text */
  format_set_align(b->looks[XLSX_EXAMPLE_DATE], LXW_ALIGN_LEFT);
  format_set_num_format(b->looks[XLSX_TYPED], "@"); /* what is typed stays as it was typed: 007, 2011-07, =x */
  format_set_text_wrap(b->looks[XLSX_PROSE]);
  format_set_text_wrap(b->looks[XLSX_PROSE_LINK]);
  format_set_font_color(b->looks[XLSX_LINK], LINK_BLUE);
  format_set_font_color(b->looks[XLSX_PROSE_LINK], LINK_BLUE);
  format_set_underline(b->looks[XLSX_PROSE_LINK], LXW_UNDERLINE_SINGLE);
}

/* 2011-07-06T10:20:30… as the time the file says it was made: the same data makes the same file. */
static time_t time_of(struct str at) {
  struct text_date d;
  struct tm tm = {0};
  if (at.n < 10 || text_read_date((struct str){at.p, 10}, &d) != TEXT_DATE_FINE) return 0;
  tm.tm_year = d.year - 1900;
  tm.tm_mon = d.month - 1;
  tm.tm_mday = d.day;
  if (at.n >= 19) {
    tm.tm_hour = (at.p[11] - '0') * 10 + at.p[12] - '0';
    tm.tm_min = (at.p[14] - '0') * 10 + at.p[15] - '0';
    tm.tm_sec = (at.p[17] - '0') * 10 + at.p[18] - '0';
  }
  return timegm(&tm);
}

bool xlsx_book_open(struct xlsx_book *b, const char *path, const struct snapshot *s, enum snap_lang lang, struct str at,
                    const char *title, struct err *e) {
  lxw_workbook_options options = {.constant_memory = LXW_TRUE};
  FILE *taken = fopen(path, "wbxe"); /* the library would say it on standard error, and only once all is done */
  if (!taken)
    return err_set(e, ERR_IO, err_pick("no se pudo escribir %s: %s", "%s could not be written: %s"), path,
                   err_reason(errno));
  fclose(taken);
  *b = (struct xlsx_book){.s = s, .lang = lang, .arena = arena_new(0), .path = mem_strdup(path)};
  b->work = workbook_new_opt(path, &options);
  if (!b->work) {
    xlsx_book_abandon(b);
    return err_set(e, ERR_IO, err_pick("no se pudo empezar el libro de Excel", "the workbook could not be begun"));
  }
  lxw_doc_properties about = {
      .title = (char *)(uintptr_t)title, .company = "", .comments = "coopmap", .created = time_of(at)};
  b->wrong = workbook_set_properties(b->work, &about);
  make_looks(b);
  return true;
}

void xlsx_book_abandon(struct xlsx_book *b) {
  if (b->work) lxw_workbook_free(b->work);
  if (b->labels) xlsx_labels_free(b->labels);
  xlsx_names_free(b->names);
  if (b->arena) arena_free(b->arena);
  if (b->path) unlink(b->path);
  free(b->path);
  *b = (struct xlsx_book){0};
}

bool xlsx_book_close(struct xlsx_book *b, struct err *e) {
  lxw_error wrong = b->wrong;
  if (!wrong) {
    wrong = workbook_close(b->work); /* frees it either way */
    b->work = NULL;
  }
  if (!wrong) {
    free(b->path);
    b->path = NULL;
  }
  xlsx_book_abandon(b);
  if (!wrong) return true;
  if (wrong == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE)
    return err_set(e, ERR_LIMIT,
                   err_pick("una hoja de Excel no pasa de 1.048.576 filas; pida menos con un filtro, o el CSV",
                            "a sheet of Excel has at most 1,048,576 rows; ask for less with a filter, or for CSV"));
  err_set(e, ERR_IO, err_pick("no se pudo escribir el libro de Excel: %s", "the workbook could not be written: %s"),
          lxw_strerror(wrong));
  return err_detail(e, "libxlsxwriter: error %d", (int)wrong);
}

void xlsx_sheet_begin(struct xlsx_book *b, const char *name, lxw_color_t colour, struct xlsx_sheet *sh) {
  *sh = (struct xlsx_sheet){.book = b, .name = name, .work = workbook_add_worksheet(b->work, name)};
  if (!sh->work) { /* cannot happen with our names but for want of memory */
    if (!b->wrong) b->wrong = LXW_ERROR_MEMORY_MALLOC_FAILED;
    return;
  }
  for (int i = 0; i < XLSX_MAX_COLUMNS; i++) sh->at[i] = (lxw_col_t)i;
  if (colour) worksheet_set_tab_color(sh->work, colour);
  worksheet_set_landscape(sh->work);
  worksheet_set_paper(sh->work, 1); /* letter, as in Colombia */
  worksheet_set_footer(sh->work, "&L&A&R&P / &N");
}

void xlsx_sheet_next(struct xlsx_sheet *sh) {
  sh->row++;
  arena_reset(sh->book->arena);
  if (sh->row >= XLSX_MAX_ROWS && !sh->book->wrong) sh->book->wrong = LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE;
}

void xlsx_sheet_finish(struct xlsx_sheet *sh, uint32_t last) {
  if (!sh->work || !sh->columns) return;
  lxw_col_t end_column = (lxw_col_t)(sh->columns - 1 + (sh->read_only ? XLSX_READ_ONLY : 0));
  worksheet_freeze_panes(sh->work, 1, 1);
  worksheet_repeat_rows(sh->work, 0, 0);
  worksheet_autofilter(sh->work, 0, 0, last ? last : 1, end_column);
  char range[64];
  char end[16];
  lxw_rowcol_to_cell(end, last ? last : 1, end_column);
  snprintf(range, sizeof range, "A1:%s", end);
  worksheet_ignore_errors(sh->work, LXW_IGNORE_NUMBER_STORED_AS_TEXT, range);
}
