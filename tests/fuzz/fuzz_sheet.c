/* The parts of a workbook from arbitrary bytes: a sheet, its texts, its formats, its list of sheets, an ODS's content, and what the
 * child sends. Whatever is understood has rows in which every cell can be read as any type. The first byte chooses the part. */
#define _GNU_SOURCE /* memfd_create */
#include <cpl_vsi.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "geo/workbook_internal.h"
#include "ingest/cells.h"
#include "ingest/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROOT "/vsimem/fuzz"
static const struct {
  const char *part, *content;
} parts[] = {
    {"xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"},
    {"xl/sharedStrings.xml", "<sst><si><t>codigo</t></si><si><r><t>a</t></r><rPh><t>b</t></rPh></si></sst>"},
    {"xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm\"/></numFmts><cellXfs><xf/>"
                      "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"9\"/></cellXfs></styleSheet>"},
    {"xl/workbook.xml",
     "<workbook xmlns:r=\"http://x/relationships\"><sheets><sheet name=\"Proyectos\" r:id=\"a\"/></sheets></workbook>"},
    {"content.xml", ""},
    {"_rels/.rels", "<R><Relationship Id=\"w\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></R>"},
    {"xl/_rels/workbook.xml.rels",
     "<R><Relationship Id=\"a\" Type=\"x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
     "<Relationship Id=\"b\" Type=\"x/styles\" Target=\"styles.xml\"/>"
     "<Relationship Id=\"c\" Type=\"x/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></R>"},
};
enum { PARTS = sizeof parts / sizeof *parts, ODS = 4, RAW = PARTS };

static void put(const char *part, const void *bytes, size_t n) {
  char path[128];
  snprintf(path, sizeof path, ROOT "/%s", part);
  VSILFILE *f = VSIFOpenL(path, "wb");
  if (!f || VSIFWriteL(bytes, 1, n, f) != n) abort();
  VSIFCloseL(f);
}

/* What the child would send; false if it would send an error. */
static bool read_parts(unsigned which, struct buf *out) {
  struct err e = {0};
  int fd = memfd_create("sent", MFD_CLOEXEC);
  struct workbook_child c = {.fd = fd, .e = &e, .zip = ROOT};
  bool ok = which == ODS ? workbook_read_ods(&c) : workbook_read_xlsx(&c);
  if (ok != (e.kind == ERR_NONE)) abort();
  if (ok) buf_add_char(&c.out, 'D');
  workbook_flush(&c);
  lseek(fd, 0, SEEK_SET);
  buf_reserve(out, (size_t)c.sent + 1);
  if (read(fd, out->data, (size_t)c.sent) != (ssize_t)c.sent) abort();
  out->len = (size_t)c.sent;
  close(fd);
  buf_free(&c.out);
  buf_free(&c.row);
  return ok;
}

static bool honest; /* our own child sent it */

static void read_cell(struct cells *c, struct cell x) {
  struct str a, b;
  struct decimal d;
  int64_t n;
  double v;
  bool yes;
  i128 minor;
  if (honest && x.kind == WORKBOOK_NUMBER && x.value.n && x.value.n < 30 && x.value.p[x.value.n - 1] != '%' &&
      !cell_decimal(c, x, &d))
    abort(); /* a number cell has one reading */
  (void)cell_whole(c, x, &n);
  (void)cell_degrees(c, x, &v);
  (void)cell_yes(c, x, &yes);
  if (cell_money(c, x, &minor, &a) && minor < 0) abort();
  if (cell_date(c, x, &a, &b) && (a.n < 4 || a.n > 10)) abort();
}

static void read_sheet(const struct workbook_sheet *sheet) {
  struct report *report = report_new("x", REPORT_ES);
  struct rows *r;
  struct err e = {0};
  struct rows_row row;
  const struct str *names;
  bool end = false;
  struct cells c = {.report = report, .arena = arena_new(0), .numbers = DECIMAL_ES_CO};
  if (rows_open_sheet(sheet, 1, report, &r, &e)) {
    rows_use_tags(r, SHEET_PROJECTS);
    size_t n = rows_columns(r, &names);
    uint64_t last = 0;
    while (rows_next(r, &row, &end, &e) && !end) {
      if (row.number <= last) break; /* a sheet whose rows are out of order: each is read all the same */
      last = row.number;
      for (size_t i = 0; i < n; i++)
        read_cell(&c, (struct cell){names[i], row.cells[i], (enum workbook_kind)row.kinds[i]});
    }
    rows_close(r);
  } else if (e.kind == ERR_NONE) abort();
  arena_free(c.arena);
  report_free(report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct buf sent = {0};
  struct err e = {0};
  if (size == 0) return 0;
  unsigned which = data[0] % (RAW + 1);
  honest = which != RAW;
  for (size_t i = 0; i < PARTS; i++) put(parts[i].part, parts[i].content, strlen(parts[i].content));
  if (which == RAW) buf_add(&sent, data + 1, size - 1);
  else {
    put(parts[which].part, data + 1, size - 1);
    if (!read_parts(which, &sent)) {
      buf_free(&sent);
      return 0;
    }
  }
  const struct workbook *w = workbook_understand(&sent, &e);
  if (!w && (which != RAW || e.kind == ERR_NONE)) abort(); /* the parent understands its own child */
  for (uint32_t i = 0; w && i < w->n_sheets; i++)
    if (w->sheets[i].n_rows) read_sheet(&w->sheets[i]);
  workbook_file_close(w);
  buf_free(&sent);
  return 0;
}
