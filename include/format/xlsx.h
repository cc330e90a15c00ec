#ifndef FORMAT_XLSX_H
#define FORMAT_XLSX_H
/* Workbooks for people who live in Excel: written with libxlsxwriter in constant memory, real numbers and dates, texts never run as
 * formulas. The sheets Proyectos, Aportes, Lugares, Beneficiarios, Totales, Resultados, Enlaces, Actores and those of the records
 * have the columns that `ingest workbook` reads (ingest/sheets.h in src), so that a workbook goes out, is edited and comes in
 * again; Por área, Por fuente and Léame are for reading. Excel keeps 15 digits of a number: an amount with more goes out as text. */
#include "core/err.h"
#include "query/filter.h"

struct xlsx_about {
  const char *filter;     /* the question in words, NULL: everything */
  const char *public_url; /* for the links to the pages, NULL: none */
  enum snap_lang lang;
};
/* The projects the filter selects, with all that belongs to them. The file must not exist. */
bool xlsx_write_export(const char *path, const struct filter *f, const struct xlsx_about *about, struct err *e);
/* The empty workbook to fill in: headings with comments, validation lists of the code lists of `s`, its areas and actors as
 * choices, an example row that is marked as such and is passed over. */
bool xlsx_write_template(const char *path, const struct snapshot *s, enum snap_lang lang, struct err *e);
#endif
