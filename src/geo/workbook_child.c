/* The child: opens the zip, sees what it is, pulls XML out of its parts and sends what it finds. */
#define _GNU_SOURCE
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <libxml/xmlreader.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "geo/child.h"
#include "geo/wire.h"
#include "workbook_internal.h"

enum { SEND_BYTES = 1 << 18, MAX_COLUMNS = 16384, MAX_ROWS = 1048576 };

/* ---- sending ---- */

void workbook_flush(struct workbook_child *c) {
  child_send(c->fd, buf_str(&c->out));
  c->sent += c->out.len;
  buf_reset(&c->out);
}

static bool too_large(struct workbook_child *c) {
  return err_set(
      c->e, ERR_LIMIT,
      err_pick("el libro es demasiado grande: pasa de 20 millones de celdas o de 512 MiB desempacado; pártalo, o "
               "guárdelo como CSV",
               "the workbook is too large: more than 20 million cells or 512 MiB unpacked; split it, or save it "
               "as CSV"));
}

void workbook_send_sheet(struct workbook_child *c, struct str name, bool hidden) {
  buf_add_char(&c->out, 'S');
  buf_add_char(&c->out, hidden);
  wire_put_str(&c->out, name);
}

bool workbook_add_cell(struct workbook_child *c, uint32_t column, enum workbook_kind kind, struct str text) {
  if (text.n == 0) return true;
  if (column >= MAX_COLUMNS || (c->n_row && column <= c->last_column)) return workbook_is_damaged(c, "sheet");
  if (++c->cells > WORKBOOK_MAX_CELLS) return too_large(c);
  wire_put_u32(&c->row, column);
  buf_add_char(&c->row, (char)kind);
  wire_put_str(&c->row, text);
  c->last_column = column;
  c->n_row++;
  return true;
}

bool workbook_end_row(struct workbook_child *c, uint32_t number, bool again) {
  if (c->n_row == 0) return true;
  if (number == 0 || number > MAX_ROWS) return workbook_is_damaged(c, "sheet");
  buf_add_char(&c->out, 'R');
  wire_put_u32(&c->out, number);
  wire_put_u32(&c->out, c->n_row);
  buf_add_str(&c->out, buf_str(&c->row));
  if (c->out.len > SEND_BYTES) workbook_flush(c);
  if (c->sent + c->out.len > WORKBOOK_MAX_SENT) return too_large(c);
  if (again) {
    c->cells += c->n_row;
    return c->cells <= WORKBOOK_MAX_CELLS || too_large(c);
  }
  buf_reset(&c->row);
  c->n_row = 0;
  return true;
}

bool workbook_is_damaged(struct workbook_child *c, const char *part) {
  if (c->e->kind != ERR_NONE) return false;
  err_set(c->e, ERR_INPUT,
          err_pick(
              "el libro está dañado o protegido con contraseña; ábralo en Excel o LibreOffice y guárdelo de nuevo, sin "
              "contraseña",
              "the workbook is damaged or protected by a password; open it in Excel or LibreOffice and save it again, "
              "without a password"));
  return err_detail(c->e, "part %s", part);
}

/* ---- XML ---- */

struct workbook_xml {
  struct workbook_child *c;
  VSILFILE *file;
  xmlTextReaderPtr reader;
  const char *part;
  bool empty; /* the element just begun is empty: its end comes next */
  bool at_end;
  bool too_large;
};

static int read_part(void *user, char *to, int n) {
  struct workbook_xml *x = user;
  size_t got = VSIFReadL(to, 1, (size_t)n, x->file);
  x->c->unpacked += got;
  x->too_large = x->c->unpacked > WORKBOOK_MAX_UNPACKED;
  return x->too_large ? -1 : (int)got;
}

static int close_part(void *user) {
  struct workbook_xml *x = user;
  VSIFCloseL(x->file);
  x->file = NULL;
  return 0;
}

struct workbook_xml *workbook_xml_open(struct workbook_child *c, const char *part) {
  char path[4600];
  snprintf(path, sizeof path, "%s/%s", c->zip, part);
  VSILFILE *file = VSIFOpenL(path, "rb");
  if (!file) return NULL;
  struct workbook_xml *x = mem_calloc(1, sizeof *x);
  x->c = c;
  x->file = file;
  x->part = part;
  x->reader =
      xmlReaderForIO(read_part, close_part, x, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  return x;
}

void workbook_xml_close(struct workbook_xml *x) {
  if (!x) return;
  if (x->reader) xmlFreeTextReader(x->reader);
  if (x->file) VSIFCloseL(x->file);
  free(x);
}

static bool ends_badly(struct workbook_xml *x) {
  if (x->too_large) too_large(x->c);
  return workbook_is_damaged(x->c, x->part);
}

static bool has_document_type(struct workbook_xml *x) {
  return err_set(x->c->e, ERR_INPUT,
                 err_pick("el libro trae una declaración DOCTYPE, que ningún libro de verdad tiene; no se lee",
                          "the workbook holds a DOCTYPE declaration, which no real workbook has; it is not read"));
}

bool workbook_xml_next(struct workbook_xml *x, enum workbook_node *node) {
  if (x->empty) {
    x->empty = false;
    *node = WORKBOOK_XML_END;
    return true;
  }
  int got = x->reader ? xmlTextReaderRead(x->reader) : -1;
  if (got < 0) return ends_badly(x);
  x->at_end = got == 0;
  if (got == 0) return false;
  switch (xmlTextReaderNodeType(x->reader)) {
  case XML_READER_TYPE_ELEMENT:
    *node = WORKBOOK_XML_START;
    x->empty = xmlTextReaderIsEmptyElement(x->reader) == 1;
    return true;
  case XML_READER_TYPE_END_ELEMENT: *node = WORKBOOK_XML_END; return true;
  case XML_READER_TYPE_TEXT:
  case XML_READER_TYPE_CDATA:
  case XML_READER_TYPE_WHITESPACE:
  case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: *node = WORKBOOK_XML_TEXT; return true;
  case XML_READER_TYPE_DOCUMENT_TYPE:
  case XML_READER_TYPE_ENTITY_REFERENCE: return has_document_type(x);
  default: *node = WORKBOOK_XML_OTHER; return true;
  }
}

const char *workbook_xml_name(const struct workbook_xml *x) {
  const xmlChar *name = xmlTextReaderConstLocalName(x->reader);
  return name ? (const char *)name : "";
}

bool workbook_xml_is(const struct workbook_xml *x, const char *name) { return strcmp(workbook_xml_name(x), name) == 0; }

struct str workbook_xml_text(const struct workbook_xml *x) {
  return str_from((const char *)xmlTextReaderConstValue(x->reader));
}

static bool ends_with(const char *s, const char *end) {
  if (!s) return false;
  size_t n = strlen(s), m = strlen(end);
  return n >= m && strcmp(s + n - m, end) == 0;
}

/* Move to the attribute; the caller reads its value and moves back. */
static bool find_attribute(struct workbook_xml *x, const char *name, const char *space) {
  for (int more = xmlTextReaderMoveToFirstAttribute(x->reader); more == 1;
       more = xmlTextReaderMoveToNextAttribute(x->reader))
    if (workbook_xml_is(x, name) &&
        (!space || ends_with((const char *)xmlTextReaderConstNamespaceUri(x->reader), space)))
      return true;
  xmlTextReaderMoveToElement(x->reader);
  return false;
}

void workbook_xml_attribute(struct workbook_xml *x, const char *name, const char *space, char *out, size_t cap) {
  out[0] = '\0';
  if (!find_attribute(x, name, space)) return;
  snprintf(out, cap, "%s", (const char *)xmlTextReaderConstValue(x->reader));
  xmlTextReaderMoveToElement(x->reader);
}

bool workbook_xml_add_attribute(struct workbook_xml *x, const char *name, struct buf *out) {
  if (!find_attribute(x, name, NULL)) return false;
  buf_add_z(out, (const char *)xmlTextReaderConstValue(x->reader));
  xmlTextReaderMoveToElement(x->reader);
  return true;
}

bool workbook_xml_skip(struct workbook_xml *x) {
  enum workbook_node node = WORKBOOK_XML_OTHER;
  for (int depth = 1; depth > 0;) {
    if (!workbook_xml_next(x, &node)) return false;
    depth += (node == WORKBOOK_XML_START) - (node == WORKBOOK_XML_END);
  }
  return true;
}

/* ---- the whole ---- */

static bool has_part(const struct workbook_child *c, const char *part) {
  char path[4600];
  VSIStatBufL st;
  snprintf(path, sizeof path, "%s/%s", c->zip, part);
  return VSIStatL(path, &st) == 0;
}

static bool read_workbook(struct workbook_child *c) {
  if (has_part(c, "[Content_Types].xml")) return workbook_read_xlsx(c);
  if (has_part(c, "content.xml")) return workbook_read_ods(c);
  return err_set(
      c->e, ERR_INPUT,
      err_pick("el archivo no es un libro XLSX ni ODS (o es un XLS antiguo, o tiene contraseña); guárdelo como XLSX",
               "the file is no XLSX or ODS workbook (or is an old XLS, or has a password); save it as XLSX"));
}

static void send_error(struct workbook_child *c) {
  buf_reset(&c->out);
  buf_add_char(&c->out, 'E');
  wire_put_refusal(&c->out, c->e);
}

static void ignore_xml(void *user, const char *format, ...) {
  (void)user;
  (void)format;
}

noreturn void workbook_child_run(int fd, const char *path) {
  struct err e = {0};
  struct workbook_child c = {.fd = fd, .e = &e};
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  (void)setrlimit(RLIMIT_AS, &(struct rlimit){(rlim_t)2 << 30, (rlim_t)2 << 30});
#endif
  CPLPushErrorHandler(CPLQuietErrorHandler);
  xmlSetGenericErrorFunc(NULL, ignore_xml);
  snprintf(c.zip, sizeof c.zip, "/vsizip/{%s}", path);
  if (read_workbook(&c)) buf_add_char(&c.out, 'D');
  else {
    workbook_is_damaged(&c, "");
    workbook_flush(&c);
    send_error(&c);
  }
  workbook_flush(&c);
  _exit(0);
}
