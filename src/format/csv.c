#include "format/csv.h"

#include "core/digits.h"

void csv_begin(struct buf *b, const struct csv_style *style) {
  if (style->excel) buf_add_z(b, "\xEF\xBB\xBF");
}

void csv_next(struct buf *b, const struct csv_style *style) { buf_add_char(b, style->excel ? ';' : ','); }

void csv_end(struct buf *b) { buf_add_z(b, "\r\n"); }

static bool needs_quotes(struct str s, char delimiter) {
  for (size_t i = 0; i < s.n; i++)
    if (s.p[i] == delimiter || s.p[i] == '"' || s.p[i] == '\r' || s.p[i] == '\n') return true;
  return s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
}

/* OWASP's list of bytes that make a spreadsheet evaluate a cell. */
static bool looks_like_formula(struct str s) { return s.n && s.p[0] && strchr("=+-@\t\r", s.p[0]); }

void csv_write_text(struct buf *b, const struct csv_style *style, struct str s) {
  bool guard = style->excel && looks_like_formula(s);
  bool quote = needs_quotes(s, style->excel ? ';' : ',');
  if (quote) buf_add_char(b, '"');
  if (guard) buf_add_char(b, '\'');
  for (const char *mark; quote && (mark = memchr(s.p, '"', s.n));) {
    size_t n = (size_t)(mark - s.p) + 1;
    buf_add(b, s.p, n);
    buf_add_char(b, '"');
    s = (struct str){s.p + n, s.n - n};
  }
  buf_add_str(b, s);
  if (quote) buf_add_char(b, '"');
}

/* Put the decimal comma into the number written since `from`. */
static void localise(struct buf *b, const struct csv_style *style, size_t from) {
  char *dot = style->excel && b->len > from ? memchr(b->data + from, '.', b->len - from) : NULL;
  if (dot) *dot = ',';
}

void csv_write_minor(struct buf *b, const struct csv_style *style, i128 minor) {
  size_t from = b->len;
  decimal_write_minor(b, minor);
  localise(b, style, from);
}

void csv_write_int(struct buf *b, int64_t v) { digits_write_int(b, v); }

static void write_real(struct buf *b, const struct csv_style *style, double v, int decimals) {
  size_t from = b->len;
  digits_write_real(b, v, decimals);
  localise(b, style, from);
}

static void write_bool(struct buf *b, const struct csv_style *style, bool v) {
  if (!style->excel) buf_add_z(b, v ? "true" : "false");
  else if (style->lang == SNAP_EN) buf_add_z(b, v ? "yes" : "no");
  else buf_add_z(b, v ? "sí" : "no");
}

static void write_value(struct buf *b, const struct csv_style *style, const struct property_row *row,
                        const struct property *p) {
  struct property_value v;
  property_get(p, row, &v);
  if (v.null) return;
  switch (p->type) {
  case PROPERTY_CODE:
    csv_write_text(b, style, style->excel ? snapshot_label(row->s, p->list, v.text, style->lang) : v.text);
    break;
  case PROPERTY_TEXT:
  case PROPERTY_DATE: csv_write_text(b, style, v.text); break;
  case PROPERTY_INT: csv_write_int(b, v.i); break;
  case PROPERTY_REAL: write_real(b, style, v.real, p->decimals); break;
  case PROPERTY_MONEY: csv_write_minor(b, style, v.minor); break;
  case PROPERTY_BOOL: write_bool(b, style, v.flag); break;
  }
}

static void write_hashtags(struct buf *b, const struct csv_style *style, enum collection c) {
  uint32_t n;
  const struct property *p = property_list(c, &n);
  for (uint32_t i = 0; i < n; i++) {
    if (i) csv_next(b, style);
    buf_add_z(b, p[i].hxl);
  }
  if (collection_info(c)->geometry) {
    csv_next(b, style);
    buf_add_z(b, "#geo+lon");
    csv_next(b, style);
    buf_add_z(b, "#geo+lat");
  }
  csv_end(b);
}

void csv_write_header(struct buf *b, const struct csv_style *style, enum collection c) {
  uint32_t n;
  const struct property *p = property_list(c, &n);
  for (uint32_t i = 0; i < n; i++) {
    if (i) csv_next(b, style);
    const char *title = style->lang == SNAP_EN ? p[i].title_en : p[i].title_es;
    csv_write_text(b, style, str_from(style->excel ? title : p[i].name));
  }
  if (collection_info(c)->geometry) {
    csv_next(b, style);
    buf_add_z(b, "lon");
    csv_next(b, style);
    buf_add_z(b, "lat");
  }
  csv_end(b);
  if (style->hxl) write_hashtags(b, style, c);
}

void csv_write_row(struct buf *b, const struct csv_style *style, const struct property_row *row) {
  uint32_t n;
  const struct property *p = property_list(row->collection, &n);
  for (uint32_t i = 0; i < n; i++) {
    if (i) csv_next(b, style);
    write_value(b, style, row, &p[i]);
  }
  if (collection_info(row->collection)->geometry) {
    double lon, lat;
    bool known = property_row_point(row, &lon, &lat);
    csv_next(b, style);
    if (known) write_real(b, style, lon, 7);
    csv_next(b, style);
    if (known) write_real(b, style, lat, 7);
  }
  csv_end(b);
}
