/* The parts of an XLSX: the list of sheets, the number formats, the shared texts, then each sheet. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/text.h"
#include "workbook_internal.h"

struct listed_sheet {
  char name[256], id[64], part[512];
  bool hidden;
};
struct format {
  uint32_t id;
  unsigned shows;
};
struct xlsx {
  struct workbook_child *c;
  char folder[256]; /* of the workbook's part, "xl/" */
  char part[256];
  char strings_part[512], styles_part[512]; /* "" if there is none */
  bool since_1904;
  struct listed_sheet *sheets;
  size_t n_sheets, sheets_cap;
  struct format *formats; /* of the file's own */
  size_t n_formats, formats_cap;
  unsigned *styles; /* what each cell style shows */
  size_t n_styles, styles_cap;
  struct buf strings;
  size_t *string_end;
  size_t n_strings, strings_cap;
};

/* ---- relations ---- */

/* A target relative to `folder`, or from the root. */
static void resolve(const char *folder, const char *target, char *out, size_t cap) {
  if (target[0] == '/') snprintf(out, cap, "%s", target + 1);
  else snprintf(out, cap, "%s%s", folder, target);
}

typedef void relation_fn(struct xlsx *x, const char *id, const char *type, const char *target);

static bool each_relation(struct xlsx *x, const char *part, relation_fn *fn) {
  struct workbook_xml *xml = workbook_xml_open(x->c, part);
  enum workbook_node node;
  char id[64], type[256], target[400];
  while (xml && workbook_xml_next(xml, &node)) {
    if (node != WORKBOOK_XML_START || !workbook_xml_is(xml, "Relationship")) continue;
    workbook_xml_attribute(xml, "Id", NULL, id, sizeof id);
    workbook_xml_attribute(xml, "Type", NULL, type, sizeof type);
    workbook_xml_attribute(xml, "Target", NULL, target, sizeof target);
    fn(x, id, type, target);
  }
  bool there = xml != NULL;
  workbook_xml_close(xml);
  return x->c->e->kind == ERR_NONE && (there || workbook_is_damaged(x->c, part));
}

static bool ends_with(const char *s, const char *end) {
  size_t n = strlen(s), m = strlen(end);
  return n >= m && strcmp(s + n - m, end) == 0;
}

static void take_workbook(struct xlsx *x, const char *id, const char *type, const char *target) {
  (void)id;
  if (!ends_with(type, "/officeDocument")) return;
  resolve("", target, x->part, sizeof x->part);
  snprintf(x->folder, sizeof x->folder, "%s", x->part);
  char *slash = strrchr(x->folder, '/');
  if (slash) slash[1] = '\0';
  else x->folder[0] = '\0';
}

static void take_part(struct xlsx *x, const char *id, const char *type, const char *target) {
  if (ends_with(type, "/sharedStrings")) resolve(x->folder, target, x->strings_part, sizeof x->strings_part);
  if (ends_with(type, "/styles")) resolve(x->folder, target, x->styles_part, sizeof x->styles_part);
  if (!ends_with(type, "/worksheet")) return;
  for (size_t i = 0; i < x->n_sheets; i++)
    if (strcmp(x->sheets[i].id, id) == 0) resolve(x->folder, target, x->sheets[i].part, sizeof x->sheets[i].part);
}

/* ---- the workbook ---- */

static bool read_list(struct xlsx *x) {
  struct workbook_xml *xml = workbook_xml_open(x->c, x->part);
  enum workbook_node node;
  char value[16];
  if (!xml) return workbook_is_damaged(x->c, "workbook");
  while (workbook_xml_next(xml, &node)) {
    if (node != WORKBOOK_XML_START) continue;
    if (workbook_xml_is(xml, "workbookPr")) {
      workbook_xml_attribute(xml, "date1904", NULL, value, sizeof value);
      x->since_1904 = strcmp(value, "1") == 0 || strcmp(value, "true") == 0;
    } else if (workbook_xml_is(xml, "sheet")) {
      mem_grow((void **)&x->sheets, &x->sheets_cap, x->n_sheets + 1, sizeof *x->sheets);
      struct listed_sheet *s = &x->sheets[x->n_sheets++];
      *s = (struct listed_sheet){0};
      workbook_xml_attribute(xml, "name", NULL, s->name, sizeof s->name);
      workbook_xml_attribute(xml, "id", "/relationships", s->id, sizeof s->id);
      workbook_xml_attribute(xml, "state", NULL, value, sizeof value);
      s->hidden = strcmp(value, "hidden") == 0 || strcmp(value, "veryHidden") == 0;
    }
  }
  workbook_xml_close(xml);
  return x->c->e->kind == ERR_NONE;
}

/* ---- number formats ---- */

/* Formats that every spreadsheet knows by number (ECMA-376-1, 18.8.30). */
static unsigned built_in_shows(uint32_t id) {
  enum { Y = WORKBOOK_SHOWS_YEAR, M = WORKBOOK_SHOWS_MONTH, D = WORKBOOK_SHOWS_DAY, T = WORKBOOK_SHOWS_TIME };
  if (id == 9 || id == 10) return WORKBOOK_SHOWS_PERCENT;
  if (id == 17) return Y | M;
  if (id == 22) return Y | M | D | T;
  if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47)) return T;
  if ((id >= 14 && id <= 16) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return Y | M | D;
  return 0;
}

static unsigned shows_of(const struct xlsx *x, uint32_t id) {
  for (size_t i = 0; i < x->n_formats; i++)
    if (x->formats[i].id == id) return x->formats[i].shows;
  return built_in_shows(id);
}

static uint32_t number_of(const char *s) { return (uint32_t)strtoul(s, NULL, 10); }

static bool read_styles(struct xlsx *x) {
  char id[16], code[512];
  struct workbook_xml *xml = x->styles_part[0] ? workbook_xml_open(x->c, x->styles_part) : NULL;
  enum workbook_node node;
  bool cells = false;
  while (xml && workbook_xml_next(xml, &node)) {
    if (workbook_xml_is(xml, "cellXfs")) cells = node == WORKBOOK_XML_START;
    if (node != WORKBOOK_XML_START) continue;
    if (workbook_xml_is(xml, "numFmt")) {
      workbook_xml_attribute(xml, "numFmtId", NULL, id, sizeof id);
      workbook_xml_attribute(xml, "formatCode", NULL, code, sizeof code);
      mem_grow((void **)&x->formats, &x->formats_cap, x->n_formats + 1, sizeof *x->formats);
      x->formats[x->n_formats++] = (struct format){number_of(id), workbook_format_shows(str_from(code))};
    } else if (cells && workbook_xml_is(xml, "xf")) {
      workbook_xml_attribute(xml, "numFmtId", NULL, id, sizeof id);
      mem_grow((void **)&x->styles, &x->styles_cap, x->n_styles + 1, sizeof *x->styles);
      x->styles[x->n_styles++] = shows_of(x, number_of(id));
    }
  }
  workbook_xml_close(xml);
  return x->c->e->kind == ERR_NONE;
}

/* ---- texts ---- */

/* A character that XML cannot hold is written _xHHHH_ (ECMA-376-1, 22.9.2.19), and so is a '_' that would look like one. */
static void decode(struct buf *b, size_t from) {
  size_t out = from;
  char *p = b->data;
  for (size_t i = from; i < b->len;) {
    char hex[5] = {0};
    char *end = hex;
    if (i + 7 <= b->len && p[i] == '_' && p[i + 1] == 'x' && p[i + 6] == '_') memcpy(hex, p + i + 2, 4);
    unsigned long code = hex[0] ? strtoul(hex, &end, 16) : 0;
    if (hex[0] && *end == '\0' && code < 0x80) {
      if (code >= 0x20 || code == '\t' || code == '\n') p[out++] = (char)code;
      i += 7;
    } else p[out++] = p[i++];
  }
  b->len = out;
}

static bool read_strings(struct xlsx *x) {
  struct workbook_xml *xml = x->strings_part[0] ? workbook_xml_open(x->c, x->strings_part) : NULL;
  enum workbook_node node;
  bool text = false;
  size_t start = 0;
  while (xml && workbook_xml_next(xml, &node)) {
    if (node == WORKBOOK_XML_TEXT) {
      if (text) buf_add_str(&x->strings, workbook_xml_text(xml));
    } else if (workbook_xml_is(xml, "t")) text = node == WORKBOOK_XML_START;
    else if (node == WORKBOOK_XML_START && workbook_xml_is(xml, "rPh"))
      workbook_xml_skip(xml); /* how it is pronounced */
    else if (workbook_xml_is(xml, "si") && node == WORKBOOK_XML_END) {
      decode(&x->strings, start);
      mem_grow((void **)&x->string_end, &x->strings_cap, x->n_strings + 1, sizeof *x->string_end);
      x->string_end[x->n_strings++] = start = x->strings.len;
      if (x->strings.len > WORKBOOK_MAX_STRINGS) break;
    }
  }
  workbook_xml_close(xml);
  if (x->strings.len > WORKBOOK_MAX_STRINGS)
    return err_set(x->c->e, ERR_LIMIT,
                   err_pick("el libro tiene más de 256 MiB de textos distintos; pártalo, o guárdelo como CSV",
                            "the workbook holds more than 256 MiB of different texts; split it, or save it as CSV"));
  return x->c->e->kind == ERR_NONE;
}

static struct str string_at(const struct xlsx *x, uint64_t i) {
  if (i >= x->n_strings) return (struct str){"", 0};
  size_t start = i ? x->string_end[i - 1] : 0;
  return (struct str){x->strings.data + start, x->string_end[i] - start};
}

/* ---- sheets ---- */

struct sheet_state {
  uint32_t row, column; /* row counts from 1, column from 0 */
  char type[16];
  unsigned shows;
  bool has_formula;
  struct buf value, formula, text;
  struct buf *capture; /* NULL: text between elements says nothing */
};

static uint32_t column_of(const char *reference, uint32_t otherwise) {
  uint32_t column = 0;
  size_t i = 0;
  for (; i < 4 && reference[i] >= 'A' && reference[i] <= 'Z'; i++)
    column = column * 26 + (uint32_t)(reference[i] - 'A' + 1);
  return i ? column - 1 : otherwise;
}

static bool add_number(struct xlsx *x, struct sheet_state *s) {
  const unsigned date = WORKBOOK_SHOWS_YEAR | WORKBOOK_SHOWS_MONTH | WORKBOOK_SHOWS_DAY | WORKBOOK_SHOWS_TIME;
  buf_reset(&s->text);
  bool percent = !(s->shows & date) && (s->shows & WORKBOOK_SHOWS_PERCENT);
  if (!workbook_plain_number(buf_str(&s->value), percent ? 2 : 0, &s->text))
    return workbook_add_cell(x->c, s->column, WORKBOOK_TEXT, buf_str(&s->value));
  if (percent) buf_add_char(&s->text, '%');
  if (!(s->shows & date)) return workbook_add_cell(x->c, s->column, WORKBOOK_NUMBER, buf_str(&s->text));
  buf_reset(&s->formula);
  if (workbook_write_serial(buf_str(&s->text), x->since_1904, s->shows, &s->formula))
    return workbook_add_cell(x->c, s->column, WORKBOOK_DATE, buf_str(&s->formula));
  return workbook_add_cell(x->c, s->column, WORKBOOK_NUMBER, buf_str(&s->text));
}

static bool add_cell(struct xlsx *x, struct sheet_state *s) {
  struct str value = buf_str(&s->value);
  if (value.n == 0 && s->has_formula && strcmp(s->type, "str") != 0) {
    buf_reset(&s->text);
    buf_add_char(&s->text, '=');
    buf_add_str(&s->text, buf_str(&s->formula));
    return workbook_add_cell(x->c, s->column, WORKBOOK_FORMULA, buf_str(&s->text));
  }
  if (strcmp(s->type, "s") == 0) {
    int64_t i;
    if (value.n && (!text_parse_int(value, &i) || i < 0)) return workbook_is_damaged(x->c, "sheet");
    return !value.n || workbook_add_cell(x->c, s->column, WORKBOOK_TEXT, string_at(x, (uint64_t)i));
  }
  if (strcmp(s->type, "str") == 0 || strcmp(s->type, "inlineStr") == 0) {
    if (value.n) decode(&s->value, 0);
    return workbook_add_cell(x->c, s->column, WORKBOOK_TEXT, buf_str(&s->value));
  }
  if (strcmp(s->type, "b") == 0)
    return workbook_add_cell(x->c, s->column, WORKBOOK_YES, str_is(value, "1") ? STR("verdadero") : STR("falso"));
  if (strcmp(s->type, "e") == 0) return workbook_add_cell(x->c, s->column, WORKBOOK_ERROR, value);
  if (strcmp(s->type, "d") == 0) {
    for (size_t i = 0; i < s->value.len; i++)
      if (s->value.data[i] == 'T') s->value.data[i] = ' ';
    return workbook_add_cell(x->c, s->column, WORKBOOK_DATE, value);
  }
  return value.n == 0 || add_number(x, s);
}

static void begin_cell(struct xlsx *x, struct workbook_xml *xml, struct sheet_state *s, bool first) {
  char reference[16], style[16];
  workbook_xml_attribute(xml, "r", NULL, reference, sizeof reference);
  workbook_xml_attribute(xml, "s", NULL, style, sizeof style);
  workbook_xml_attribute(xml, "t", NULL, s->type, sizeof s->type);
  s->column = column_of(reference, first ? 0 : s->column + 1);
  uint32_t at = number_of(style);
  s->shows = at < x->n_styles ? x->styles[at] : 0;
  s->has_formula = false;
  buf_reset(&s->value);
  buf_reset(&s->formula);
}

/* What begins: a row, a cell, or something in it. False: an error, or nothing more is of interest. */
static bool begin_element(struct xlsx *x, struct workbook_xml *xml, struct sheet_state *s, bool *first) {
  if (workbook_xml_is(xml, "row")) {
    char number[16];
    workbook_xml_attribute(xml, "r", NULL, number, sizeof number);
    s->row = number[0] ? number_of(number) : s->row + 1;
    *first = true;
  } else if (workbook_xml_is(xml, "c")) {
    begin_cell(x, xml, s, *first);
    *first = false;
  } else if (workbook_xml_is(xml, "v") || workbook_xml_is(xml, "t")) s->capture = &s->value;
  else if (workbook_xml_is(xml, "f")) {
    s->capture = &s->formula;
    s->has_formula = true;
  } else if (workbook_xml_is(xml, "rPh")) return workbook_xml_skip(xml);
  return true;
}

static bool end_element(struct xlsx *x, struct workbook_xml *xml, struct sheet_state *s) {
  s->capture = NULL;
  if (workbook_xml_is(xml, "c")) return add_cell(x, s);
  if (workbook_xml_is(xml, "row")) return workbook_end_row(x->c, s->row, false);
  return !workbook_xml_is(xml, "sheetData");
}

static bool read_sheet(struct xlsx *x, const struct listed_sheet *sheet) {
  struct sheet_state s = {0};
  enum workbook_node node;
  bool first = true, more = true;
  if (!sheet->part[0]) return true; /* a chart, a macro */
  struct workbook_xml *xml = workbook_xml_open(x->c, sheet->part);
  if (!xml) return workbook_is_damaged(x->c, sheet->part);
  workbook_send_sheet(x->c, str_from(sheet->name), sheet->hidden);
  while (more && workbook_xml_next(xml, &node)) {
    if (node == WORKBOOK_XML_START) more = begin_element(x, xml, &s, &first);
    else if (node == WORKBOOK_XML_END) more = end_element(x, xml, &s);
    else if (node == WORKBOOK_XML_TEXT && s.capture) buf_add_str(s.capture, workbook_xml_text(xml));
  }
  workbook_xml_close(xml);
  buf_free(&s.value);
  buf_free(&s.formula);
  buf_free(&s.text);
  return x->c->e->kind == ERR_NONE;
}

static bool read_parts(struct xlsx *x) {
  char relations[600];
  if (!each_relation(x, "_rels/.rels", take_workbook)) return false;
  if (!x->part[0] || !read_list(x)) return workbook_is_damaged(x->c, "workbook");
  snprintf(relations, sizeof relations, "%s_rels/%s.rels", x->folder, x->part + strlen(x->folder));
  if (!each_relation(x, relations, take_part) || !read_styles(x) || !read_strings(x)) return false;
  for (size_t i = 0; i < x->n_sheets; i++)
    if (!read_sheet(x, &x->sheets[i])) return false;
  return true;
}

bool workbook_read_xlsx(struct workbook_child *c) {
  struct xlsx x = {.c = c};
  bool ok = read_parts(&x);
  free(x.sheets);
  free(x.formats);
  free(x.styles);
  free(x.string_end);
  buf_free(&x.strings);
  return ok;
}
