#ifndef GEO_WORKBOOK_INTERNAL_H
#define GEO_WORKBOOK_INTERNAL_H
/* What the files of workbook_file share. The way of a workbook: workbook_file.c starts a locked child (child.h); the child
 * reads the parts of the zip one after another (child; xlsx or ods) and sends sheets and rows; the parent keeps the bytes and
 * checks every one of them. */
#include <stdnoreturn.h>
#include "core/buf.h"
#include "core/mem.h"
#include "geo/workbook_file.h"

/* Messages, without padding: 'S' hidden u8, name; 'R' number u32, n u32, then each cell: column u32, kind u8, text; 'E' kind u32,
 * text, detail; 'D' the end. Texts and errors are as in wire.h. */
enum { WORKBOOK_MAX_UNPACKED = 512 << 20, WORKBOOK_MAX_SENT = 384 << 20, WORKBOOK_MAX_STRINGS = 256 << 20 };

/* ---- child: one zip, its limits, and what was read of a row ---- */
struct workbook_child {
  int fd;
  char zip[4200]; /* "/vsizip/{/path/x.xlsx}" */
  uint64_t unpacked, sent, cells;
  struct buf out; /* messages not yet sent */
  struct buf row; /* cells of the current row */
  uint32_t n_row, last_column;
  struct err *e;
};
/* The whole of the child's work once it is locked in, messages to fd. */
noreturn void workbook_child_run(int fd, const char *path);
/* Write what is not yet sent to c->fd. */
void workbook_flush(struct workbook_child *c);
void workbook_send_sheet(struct workbook_child *c, struct str name, bool hidden);
/* Cells of one row in order of columns; empty texts are passed over. */
bool workbook_add_cell(struct workbook_child *c, uint32_t column, enum workbook_kind kind, struct str text);
/* Send the row as row `number` and, where it has cells, forget them unless `again`. */
bool workbook_end_row(struct workbook_child *c, uint32_t number, bool again);

/* ---- child: XML of a part, pulled; no DTD, no entity, no network ---- */
struct workbook_xml;
/* NULL if there is no such part (c->e stays untouched). */
struct workbook_xml *workbook_xml_open(struct workbook_child *c, const char *part);
void workbook_xml_close(struct workbook_xml *x);
enum workbook_node { WORKBOOK_XML_OTHER, WORKBOOK_XML_START, WORKBOOK_XML_TEXT, WORKBOOK_XML_END };
/* The next node; false at the end of the part, or with c->e set. An empty element comes as START then END. */
bool workbook_xml_next(struct workbook_xml *x, enum workbook_node *node);
const char *workbook_xml_name(const struct workbook_xml *x); /* local name */
bool workbook_xml_is(const struct workbook_xml *x, const char *name);
struct str workbook_xml_text(const struct workbook_xml *x);
/* Copy the attribute of the element just begun, "" if it has none; cut at cap. `space`: the end of its namespace, NULL any. */
void workbook_xml_attribute(struct workbook_xml *x, const char *name, const char *space, char *out, size_t cap);
/* The same where the value may be long; appended. */
bool workbook_xml_add_attribute(struct workbook_xml *x, const char *name, struct buf *out);
/* After START: pass over the element with all it holds. */
bool workbook_xml_skip(struct workbook_xml *x);

/* ---- values ---- */
/* "1.5E-3" as "0.0015", rounded to 15 significant digits, times 10^shift. false: not a number. */
bool workbook_plain_number(struct str s, int shift, struct buf *out);
enum workbook_shows {
  WORKBOOK_SHOWS_YEAR = 1,
  WORKBOOK_SHOWS_MONTH = 2,
  WORKBOOK_SHOWS_DAY = 4,
  WORKBOOK_SHOWS_TIME = 8,
  WORKBOOK_SHOWS_PERCENT = 16
};
/* What a number format shows ("dd/mm/yyyy", "0.0%"), bits of workbook_shows. */
unsigned workbook_format_shows(struct str format);
/* A day number as text, as far as the format shows it; false if it is no day of the calendar. */
bool workbook_write_serial(struct str plain, bool since_1904, unsigned shows, struct buf *out);

/* ---- parent: the workbook of what a child sent; takes the bytes. NULL and an error if they make no sense or hold one. */
const struct workbook *workbook_understand(struct buf *bytes, struct err *e);

bool workbook_read_xlsx(struct workbook_child *c);
bool workbook_read_ods(struct workbook_child *c);
bool workbook_is_damaged(struct workbook_child *c, const char *part);
#endif
