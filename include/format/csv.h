#ifndef FORMAT_CSV_H
#define FORMAT_CSV_H
/* Items as CSV (RFC 4180, CRLF), in two flavours.
 *
 * Plain, for programs: UTF-8 without BOM, ',' between cells, decimal point, property names in the header, codes as they are.
 * Excel, for spreadsheets set to Spanish (Colombia): UTF-8 with BOM, ';', decimal comma, titles in the header, labels instead of
 * codes, sí/no. A text that a spreadsheet would run as a formula (first byte = + - @, tab or CR) gets an
 * apostrophe before it; the plain flavour never changes a text.
 * Both end with the columns lon, lat where the collection has a geometry. */
#include "core/buf.h"
#include "format/property.h"

struct csv_style {
  bool excel;
  bool hxl;            /* after the header a row of HXL hashtags, format/property.h */
  enum snap_lang lang; /* of titles and labels in the Excel flavour */
};

/* One cell, quoted where needed; guarded in the Excel flavour. */
void csv_write_text(struct buf *b, const struct csv_style *style, struct str s);
/* Between cells, and after the last. */
void csv_next(struct buf *b, const struct csv_style *style);
void csv_end(struct buf *b);
/* Amount, number or nothing in the flavour's decimal sign. */
void csv_write_minor(struct buf *b, const struct csv_style *style, i128 minor);
void csv_write_int(struct buf *b, int64_t v);
/* BOM where the flavour has one. */
void csv_begin(struct buf *b, const struct csv_style *style);
void csv_write_header(struct buf *b, const struct csv_style *style, enum collection c);
void csv_write_row(struct buf *b, const struct csv_style *style, const struct property_row *row);
/* Content type of the answer: text/csv with its header and charset. */
#define CSV_CONTENT_TYPE "text/csv; charset=utf-8; header=present"
#endif
