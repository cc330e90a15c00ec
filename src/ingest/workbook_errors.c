#include "workbook_errors.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "core/mem.h"
#include "core/text.h"
#include "domain/sheets.h"

enum { MAX_TEXT = 32000 };

/* A message on a cell; several of one cell stand behind each other. */
struct mark {
  uint32_t sheet, row, column;
  const struct report_message *m;
};
struct errors {
  const struct workbook *w;
  const struct report *report;
  lxw_workbook *book;
  lxw_format *refused, *remarked, *day, *month, *year, *percent, *head, *link;
  struct mark *marks;
  size_t n, cap;
  struct report_message *messages; /* copies: what the report hands out lives for the call only */
  size_t n_messages, messages_cap;
  char (*names)[32]; /* of the sheets that are written */
  struct err *e;
};

/* ---- what goes where ---- */

static bool is_ours(const struct workbook_sheet *s) { return str_is(s->name, "Errores"); }

static bool find_sheet(const struct workbook *w, const char *name, uint32_t *i) {
  for (*i = 0; *name && *i < w->n_sheets; ++*i)
    if (str_is(w->sheets[*i].name, name)) return true;
  return false;
}

static void collect(void *user, const struct report_message *m) {
  struct errors *x = user;
  mem_grow((void **)&x->messages, &x->messages_cap, x->n_messages + 1, sizeof *x->messages);
  x->messages[x->n_messages++] = *m;
}

static int by_place(const void *a, const void *b) {
  const struct mark *x = a, *y = b;
  if (x->sheet != y->sheet) return x->sheet < y->sheet ? -1 : 1;
  if (x->row != y->row) return x->row < y->row ? -1 : 1;
  if (x->column != y->column) return x->column < y->column ? -1 : 1;
  return (int)y->m->level - (int)x->m->level;
}

/* A message of a whole row stands on its first cell. */
static void place_marks(struct errors *x) {
  for (size_t i = 0; i < x->n_messages; i++) {
    const struct report_message *m = &x->messages[i];
    uint32_t sheet;
    if (m->row == 0 || m->level == REPORT_NOTE || !find_sheet(x->w, m->sheet, &sheet)) continue;
    mem_grow((void **)&x->marks, &x->cap, x->n + 1, sizeof *x->marks);
    x->marks[x->n++] = (struct mark){sheet, (uint32_t)m->row, m->at < 0 ? 0 : (uint32_t)m->at, m};
  }
  if (x->n) qsort(x->marks, x->n, sizeof *x->marks, by_place);
}

/* ---- names: an ODS allows more than Excel does ---- */

static void make_name(struct errors *x, uint32_t i) {
  struct str name = x->w->sheets[i].name;
  char *out = x->names[i];
  size_t n = 0, characters = 0;
  for (size_t k = 0; k < name.n && n < 27; k++) {
    bool starts = ((unsigned char)name.p[k] & 0xC0) != 0x80;
    if (starts && characters++ == 27) break;
    out[n++] = strchr("[]:*?/\\'", name.p[k]) ? '-' : name.p[k];
  }
  while (n && n == 27 && ((unsigned char)out[n - 1] & 0x80)) n--; /* no half character at the cut */
  out[n] = '\0';
  for (uint32_t k = 0; k < i; k++)
    if (strcasecmp(x->names[k], out) == 0) {
      snprintf(out + n, 32 - n, "-%u", i % 100);
      break;
    }
  if (n == 0) snprintf(out, 32, "Hoja-%u", i % 1000);
}

/* ---- cells ---- */

static lxw_format *format_for(const struct errors *x, const struct mark *mark, lxw_format *otherwise) {
  if (!mark) return otherwise;
  return mark->m->level == REPORT_REFUSED ? x->refused : x->remarked;
}

static void write_text(lxw_worksheet *s, uint32_t row, uint32_t column, struct str text, lxw_format *f) {
  size_t n = text.n < MAX_TEXT ? text.n : MAX_TEXT;
  while (n && n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80) n--;
  char *z = mem_alloc(n + 1);
  memcpy(z, text.p, n);
  z[n] = '\0';
  worksheet_write_string(s, row, (lxw_col_t)column, z, f);
  free(z);
}

/* "2011", "2011-07", "2011-07-06" become dates, shown as far as they go; one with a time stays text. */
static bool write_date(const struct errors *x, lxw_worksheet *s, uint32_t row, const struct workbook_cell *c,
                       lxw_format *f) {
  struct text_date d;
  if (text_read_date(c->text, &d) != TEXT_DATE_FINE || d.year < 1901) return false;
  lxw_datetime when = {.year = d.year, .month = d.month ? d.month : 1, .day = d.day ? d.day : 1};
  if (!f) f = d.precision == TEXT_DATE_YEAR ? x->year : d.precision == TEXT_DATE_MONTH ? x->month : x->day;
  worksheet_write_datetime(s, row, (lxw_col_t)c->column, &when, f);
  return true;
}

static void write_cell(const struct errors *x, lxw_worksheet *s, uint32_t row, const struct workbook_cell *c,
                       const struct mark *mark) {
  lxw_format *f = format_for(x, mark, NULL);
  lxw_col_t column = (lxw_col_t)c->column;
  char figure[64];
  if (c->kind == WORKBOOK_NUMBER && c->text.n < sizeof figure) {
    memcpy(figure, c->text.p, c->text.n);
    figure[c->text.n] = '\0';
    bool percent = c->text.p[c->text.n - 1] == '%';
    double v = strtod(figure, NULL);
    worksheet_write_number(s, row, column, percent ? v / 100 : v, f ? f : percent ? x->percent : NULL);
  } else if (c->kind == WORKBOOK_YES) worksheet_write_boolean(s, row, column, str_is(c->text, "verdadero"), f);
  else if (c->kind != WORKBOOK_DATE || !write_date(x, s, row, c, f)) write_text(s, row, c->column, c->text, f);
}

/* The messages of one cell as its comment; returns how many marks that took. */
static size_t comment(const struct errors *x, lxw_worksheet *s, const struct mark *first) {
  struct buf text = {0};
  size_t n = 0;
  const struct mark *end = x->marks + x->n;
  for (const struct mark *m = first;
       m < end && m->sheet == first->sheet && m->row == first->row && m->column == first->column; m++, n++)
    if (text.len < 2000) buf_printf(&text, "%s%s", n ? "\n" : "", m->m->text);
  lxw_comment_options options = {.author = "coopmap", .width = 320, .height = 120};
  worksheet_write_comment_opt(s, first->row - 1, (lxw_col_t)first->column, text.data, &options);
  buf_free(&text);
  return n;
}

/* Marks of rows before `row` that have no cell of their own (a heading row that lacks a column has one). */
static const struct mark *write_row(const struct errors *x, lxw_worksheet *s, const struct workbook_row *row,
                                    const struct mark *mark, uint32_t sheet) {
  const struct mark *end = x->marks + x->n;
  uint32_t i = 0;
  while (i < row->n || (mark < end && mark->sheet == sheet && mark->row == row->number)) {
    bool marked = mark < end && mark->sheet == sheet && mark->row == row->number;
    const struct workbook_cell *c = i < row->n ? &row->cells[i] : NULL;
    if (marked && (!c || mark->column < c->column)) {
      worksheet_write_blank(s, row->number - 1, (lxw_col_t)mark->column, format_for(x, mark, NULL));
      mark += comment(x, s, mark);
      continue;
    }
    if (!c) break;
    bool here = marked && mark->column == c->column;
    write_cell(x, s, row->number - 1, c, here ? mark : NULL);
    if (here) mark += comment(x, s, mark);
    i++;
  }
  return mark;
}

static void write_sheet(struct errors *x, uint32_t i) {
  const struct workbook_sheet *sheet = &x->w->sheets[i];
  lxw_worksheet *s = workbook_add_worksheet(x->book, x->names[i]);
  const struct mark *mark = x->marks, *end = x->marks + x->n;
  if (!s) {
    err_set(x->e, ERR_IO, err_pick("la hoja «%s» no se puede escribir", "the sheet “%s” cannot be written"),
            x->names[i]);
    return;
  }
  for (uint32_t k = 0; k < sheet->n_rows; k++) {
    while (mark < end && (mark->sheet < i || (mark->sheet == i && mark->row < sheet->rows[k].number))) mark++;
    mark = write_row(x, s, &sheet->rows[k], mark, i);
  }
  worksheet_freeze_panes(s, 1, 1);
  if (sheet->hidden) worksheet_hide(s);
}

/* ---- the list in front ---- */

static void write_link(struct errors *x, lxw_worksheet *s, uint32_t row, const struct report_message *m,
                       uint32_t sheet) {
  char letters[8], cell[24], url[96];
  workbook_column_letters(m->at < 0 ? 0 : (uint32_t)m->at, letters);
  snprintf(cell, sizeof cell, "%s%llu", letters, (unsigned long long)m->row);
  snprintf(url, sizeof url, "internal:'%s'!%s", x->names[sheet], cell);
  worksheet_write_url_opt(s, row, 2, url, x->link, cell, NULL);
}

static void write_list(struct errors *x) {
  bool spanish = report_lang(x->report) == REPORT_ES;
  static const char *const es[] = {"nivel", "hoja", "celda", "columna", "valor", "mensaje", "codigo"};
  static const char *const en[] = {"level", "sheet", "cell", "column", "value", "message", "code"};
  static const char *const levels[2][3] = {{"note", "warning", "refused"}, {"nota", "aviso", "rechazo"}};
  static const double widths[] = {10, 16, 8, 22, 28, 100, 26};
  lxw_worksheet *s = workbook_add_worksheet(x->book, "Errores");
  for (lxw_col_t i = 0; i < 7; i++) {
    worksheet_set_column(s, i, i, widths[i], NULL);
    worksheet_write_string(s, 0, i, spanish ? es[i] : en[i], x->head);
  }
  uint32_t row = 1, sheet;
  for (int level = REPORT_REFUSED; level >= REPORT_NOTE; level--)
    for (size_t i = 0; i < x->n_messages; i++) {
      const struct report_message *m = &x->messages[i];
      if ((int)m->level != level) continue;
      worksheet_write_string(s, row, 0, levels[spanish][level], level == REPORT_REFUSED ? x->refused : NULL);
      worksheet_write_string(s, row, 1, m->sheet, NULL);
      if (m->row && find_sheet(x->w, m->sheet, &sheet)) write_link(x, s, row, m, sheet);
      worksheet_write_string(s, row, 3, m->column, NULL);
      write_text(s, row, 4, str_from(m->value), NULL);
      write_text(s, row, 5, str_from(m->text), NULL);
      worksheet_write_string(s, row, 6, m->code, NULL);
      row++;
    }
  worksheet_freeze_panes(s, 1, 0);
}

/* ---- the file ---- */

static void make_formats(struct errors *x) {
  lxw_format **formats[] = {&x->refused, &x->remarked, &x->day, &x->month, &x->year, &x->percent, &x->head, &x->link};
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) *formats[i] = workbook_add_format(x->book);
  format_set_bg_color(x->refused, 0xFFC7CE);
  format_set_font_color(x->refused, 0x9C0006);
  format_set_bg_color(x->remarked, 0xFFEB9C);
  format_set_num_format(x->day, "yyyy-mm-dd");
  format_set_num_format(x->month, "yyyy-mm");
  format_set_num_format(x->year, "yyyy");
  format_set_num_format(x->percent, "0.00%");
  format_set_bold(x->head);
  format_set_font_color(x->link, LXW_COLOR_BLUE);
  format_set_underline(x->link, LXW_UNDERLINE_SINGLE);
}

static bool write_book(struct errors *x, const char *path, struct err *e) {
  lxw_workbook_options options = {.constant_memory = LXW_TRUE};
  x->book = workbook_new_opt(path, &options);
  if (!x->book) return err_set(e, ERR_IO, "%s: %s", path, err_reason(ENOMEM));
  make_formats(x);
  x->names = mem_calloc((size_t)x->w->n_sheets + 1, sizeof *x->names);
  for (uint32_t i = 0; i < x->w->n_sheets; i++) make_name(x, i);
  write_list(x);
  for (uint32_t i = 0; i < x->w->n_sheets && e->kind == ERR_NONE; i++)
    if (!is_ours(&x->w->sheets[i])) write_sheet(x, i);
  lxw_error closed = workbook_close(x->book);
  free(x->names);
  if (e->kind != ERR_NONE) return false;
  return closed == LXW_NO_ERROR || err_set(e, ERR_IO,
                                           err_pick("el libro de errores no se puede escribir: %s",
                                                    "the workbook of errors cannot be written: %s"),
                                           lxw_strerror(closed));
}

bool workbook_write_errors(const struct workbook *w, const struct report *report, const char *target, struct err *e) {
  struct errors x = {.w = w, .report = report, .e = e};
  struct buf name = {0};
  buf_printf(&name, "%s.XXXXXX", target);
  int fd = mkstemp(name.data);
  bool made = fd >= 0;
  bool ok = made || err_set(e, ERR_IO, "%s: %s", target, err_reason(errno));
  report_each(report, collect, &x);
  place_marks(&x);
  ok = ok && write_book(&x, name.data, e);
  if (made) close(fd);
  if (ok && (chmod(name.data, 0644) != 0 || rename(name.data, target) != 0))
    ok = err_set(e, ERR_IO, "%s: %s", target, err_reason(errno));
  if (made && !ok) unlink(name.data);
  buf_free(&name);
  free(x.marks);
  free(x.messages);
  return ok;
}
