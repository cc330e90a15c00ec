#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "ingest/rows.h"

static const char *const errors_column[] = {"errores", NULL};

static void add_cell(struct buf *b, struct str s, char delimiter) {
  bool quote = s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
  for (size_t i = 0; i < s.n && !quote; i++)
    quote = s.p[i] == delimiter || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
  if (!quote) {
    buf_add_str(b, s);
    return;
  }
  buf_add_char(b, '"');
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '"') buf_add_char(b, '"');
    buf_add_char(b, s.p[i]);
  }
  buf_add_char(b, '"');
}

/* One record without the column `skip` (-1: none), at least `width` cells, then `last`. */
static void add_record(struct buf *b, const struct str *cells, size_t n, size_t width, int skip, struct str last,
                       char delimiter) {
  for (size_t i = 0; i < (n > width ? n : width); i++) {
    if ((int)i == skip) continue;
    add_cell(b, i < n ? cells[i] : (struct str){0}, delimiter);
    buf_add_char(b, delimiter);
  }
  add_cell(b, last, delimiter);
  buf_add_z(b, "\r\n");
}

static bool write_all(int fd, const struct buf *b, struct err *e) {
  for (size_t at = 0; at < b->len;) {
    ssize_t k = write(fd, b->data + at, b->len - at);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0)
      return err_set(
          e, ERR_IO,
          err_pick("el archivo de errores no se puede escribir: %s", "the file of errors cannot be written: %s"),
          err_reason(errno));
    at += (size_t)k;
  }
  return true;
}

static bool copy_rows(struct rows *r, const struct rows_info *info, const struct report *report, int fd,
                      struct err *e) {
  const struct str *names;
  size_t width = rows_columns(r, &names);
  int skip = rows_find(r, errors_column);
  struct buf out = {0}, text = {0};
  if (info->bom || info->decoded_cp1252) buf_add_z(&out, "\xef\xbb\xbf");
  add_record(&out, names, width, width, skip, STR("errores"), info->delimiter);
  const struct str *tags;
  if (rows_tags(r, &tags)) add_record(&out, tags, width, width, skip, STR("#meta+errors"), info->delimiter);
  bool end = false, ok = true;
  while (ok) {
    struct rows_row row;
    ok = rows_next(r, &row, &end, e);
    if (!ok || end) break;
    buf_reset(&text);
    report_row_text(report, row.number, &text);
    add_record(&out, row.cells, row.n_cells, width, skip, buf_str(&text), info->delimiter);
    if (out.len > 1 << 18) {
      ok = write_all(fd, &out, e);
      buf_reset(&out);
    }
  }
  ok = ok && write_all(fd, &out, e);
  buf_free(&out);
  buf_free(&text);
  return ok;
}

bool rows_write_errors(const char *path, const char *encoding, char delimiter, const struct report *report,
                       const char *target, struct err *e) {
  struct rows *r;
  struct rows_info info;
  if (!rows_open(path, encoding, delimiter, NULL, &r, &info, e)) return false;
  struct buf name = {0};
  buf_printf(&name, "%s.XXXXXX", target);
  int fd = mkstemp(name.data);
  bool made = fd >= 0;
  bool ok = made || err_set(e, ERR_IO, "%s: %s", target, err_reason(errno));
  ok = ok && copy_rows(r, &info, report, fd, e);
  if (ok && (fchmod(fd, 0644) != 0 || fsync(fd) != 0 || rename(name.data, target) != 0))
    ok = err_set(e, ERR_IO, "%s: %s", target, err_reason(errno));
  if (made) close(fd);
  if (made && !ok) unlink(name.data);
  buf_free(&name);
  rows_close(r);
  return ok;
}
