/* The content of an ODS: one part with every sheet, row and cell, repeated ones written once. A date's format is not looked at:
 * it always comes as a day. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "core/text.h"
#include "workbook_internal.h"

#define OFFICE ":office:1.0"
enum { MOST_REPEATED = 1048576 };

struct ods {
  struct workbook_child *c;
  struct workbook_xml *xml;
  uint32_t row, rows_repeated; /* row: the current one, from 1 */
  uint32_t column, columns_repeated;
  char type[24], space_type[24];
  bool has_formula, in_cell, in_text;
  struct buf attribute, text, value;
  uint32_t paragraphs;
};

static uint32_t repeated(struct ods *o, const char *name) {
  char text[16];
  workbook_xml_attribute(o->xml, name, NULL, text, sizeof text);
  unsigned long n = text[0] ? strtoul(text, NULL, 10) : 1;
  return n == 0 ? 1 : n > MOST_REPEATED ? MOST_REPEATED : (uint32_t)n;
}

static void begin_cell(struct ods *o) {
  o->in_cell = true;
  o->paragraphs = 0;
  buf_reset(&o->attribute);
  buf_reset(&o->text);
  buf_reset(&o->value);
  o->columns_repeated = repeated(o, "number-columns-repeated");
  workbook_xml_attribute(o->xml, "value-type", OFFICE, o->type, sizeof o->type);
  workbook_xml_attribute(o->xml, "value-type", "calcext:1.0", o->space_type, sizeof o->space_type);
  o->has_formula = workbook_xml_add_attribute(o->xml, "formula", &o->value);
  const char *name = strcmp(o->type, "date") == 0      ? "date-value"
                     : strcmp(o->type, "time") == 0    ? "time-value"
                     : strcmp(o->type, "boolean") == 0 ? "boolean-value"
                     : strcmp(o->type, "string") == 0  ? "string-value"
                                                       : "value";
  if (o->type[0]) workbook_xml_add_attribute(o->xml, name, &o->attribute);
}

/* "PT30H00M00S" as 30:00:00. */
static void write_time(struct str s, struct buf *out) {
  unsigned parts[3] = {0};
  unsigned n = 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] >= '0' && s.p[i] <= '9' && n < 1000000) n = n * 10 + (unsigned)(s.p[i] - '0');
    if (s.p[i] == 'H') parts[0] = n;
    if (s.p[i] == 'M') parts[1] = n;
    if (s.p[i] == 'S' || s.p[i] == '.') parts[2] = n;
    if (s.p[i] == '.') break;
    if (s.p[i] < '0' || s.p[i] > '9') n = 0;
  }
  buf_printf(out, "%02u:%02u:%02u", parts[0], parts[1], parts[2]);
}

/* "2011-07-06T13:45:10.000" as "2011-07-06 13:45:10"; midnight is no time. */
static void write_date(struct str s, struct buf *out) {
  buf_add(out, s.p, s.n < 10 ? s.n : 10);
  if (s.n < 19 || s.p[10] != 'T' || memcmp(s.p + 11, "00:00:00", 8) == 0) return;
  buf_add_char(out, ' ');
  buf_add(out, s.p + 11, 8);
}

static enum workbook_kind value_of(struct ods *o) {
  struct str attribute = buf_str(&o->attribute);
  bool percent = strcmp(o->type, "percentage") == 0;
  if (o->has_formula && !o->type[0]) {
    const char *equals = memchr(o->value.data, '=', o->value.len); /* "of:=…" */
    struct str formula = equals ? str_from(equals) : buf_str(&o->value);
    buf_reset(&o->text);
    buf_add_str(&o->text, formula);
    buf_reset(&o->value);
    buf_add_str(&o->value, buf_str(&o->text));
    return WORKBOOK_FORMULA;
  }
  buf_reset(&o->value);
  if (strcmp(o->space_type, "error") == 0) {
    buf_add_str(&o->value, buf_str(&o->text));
    return WORKBOOK_ERROR;
  }
  if ((percent || strcmp(o->type, "float") == 0 || strcmp(o->type, "currency") == 0) &&
      workbook_plain_number(attribute, percent ? 2 : 0, &o->value)) {
    if (percent) buf_add_char(&o->value, '%');
    return WORKBOOK_NUMBER;
  }
  if (strcmp(o->type, "date") == 0) {
    write_date(attribute, &o->value);
    return WORKBOOK_DATE;
  }
  if (strcmp(o->type, "time") == 0) {
    write_time(attribute, &o->value);
    return WORKBOOK_DATE;
  }
  if (strcmp(o->type, "boolean") == 0) {
    buf_add_z(&o->value, str_is(attribute, "true") ? "verdadero" : "falso");
    return WORKBOOK_YES;
  }
  buf_add_str(&o->value, o->text.len ? buf_str(&o->text) : attribute);
  return WORKBOOK_TEXT;
}

static bool end_cell(struct ods *o) {
  enum workbook_kind kind = value_of(o);
  o->in_cell = false;
  for (uint32_t i = 0; o->value.len && i < o->columns_repeated; i++)
    if (!workbook_add_cell(o->c, o->column + i, kind, buf_str(&o->value))) return false;
  o->column += o->columns_repeated;
  return true;
}

static bool end_row(struct ods *o) {
  bool ok = true;
  for (uint32_t i = 0; ok && o->c->n_row && i < o->rows_repeated; i++)
    ok = workbook_end_row(o->c, o->row + i, i + 1 < o->rows_repeated);
  o->row += o->rows_repeated;
  return ok;
}

static bool begin_element(struct ods *o) {
  static const char *const passed[] = {"annotation", "tracked-changes", "shapes", "automatic-styles", "forms"};
  struct workbook_xml *x = o->xml;
  for (size_t i = 0; i < sizeof passed / sizeof *passed; i++)
    if (workbook_xml_is(x, passed[i])) return workbook_xml_skip(x);
  if (workbook_xml_is(x, "table") && !o->in_cell) {
    char name[256];
    workbook_xml_attribute(x, "name", NULL, name, sizeof name);
    workbook_send_sheet(o->c, str_from(name), false);
    o->row = 1;
  } else if (workbook_xml_is(x, "table-row")) {
    o->rows_repeated = repeated(o, "number-rows-repeated");
    o->column = 0;
  } else if (workbook_xml_is(x, "table-cell") || workbook_xml_is(x, "covered-table-cell")) begin_cell(o);
  else if (workbook_xml_is(x, "p")) {
    if (o->paragraphs++) buf_add_char(&o->text, '\n');
    o->in_text = true;
  } else if (workbook_xml_is(x, "s") && o->in_text) {
    char count[8];
    workbook_xml_attribute(x, "c", NULL, count, sizeof count);
    unsigned long n = count[0] ? strtoul(count, NULL, 10) : 1;
    for (unsigned long i = 0; i < n && i < 10000; i++) buf_add_char(&o->text, ' ');
  } else if (workbook_xml_is(x, "tab") && o->in_text) buf_add_char(&o->text, '\t');
  else if (workbook_xml_is(x, "line-break") && o->in_text) buf_add_char(&o->text, '\n');
  return true;
}

static bool end_element(struct ods *o) {
  struct workbook_xml *x = o->xml;
  if (workbook_xml_is(x, "p")) o->in_text = false;
  if (workbook_xml_is(x, "table-cell") || workbook_xml_is(x, "covered-table-cell")) return end_cell(o);
  return !workbook_xml_is(x, "table-row") || end_row(o);
}

bool workbook_read_ods(struct workbook_child *c) {
  struct ods o = {.c = c, .xml = workbook_xml_open(c, "content.xml"), .row = 1};
  enum workbook_node node;
  bool more = true;
  if (!o.xml) return workbook_is_damaged(c, "content.xml");
  while (more && workbook_xml_next(o.xml, &node)) {
    if (node == WORKBOOK_XML_START) more = begin_element(&o);
    else if (node == WORKBOOK_XML_END) more = end_element(&o);
    else if (node == WORKBOOK_XML_TEXT && o.in_text) buf_add_str(&o.text, workbook_xml_text(o.xml));
  }
  workbook_xml_close(o.xml);
  buf_free(&o.attribute);
  buf_free(&o.text);
  buf_free(&o.value);
  return c->e->kind == ERR_NONE;
}
