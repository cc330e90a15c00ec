#ifndef INGEST_REPORT_H
#define INGEST_REPORT_H
/* What an ingest says: every problem with file, row, column, value, stable code, reason and remedy, in Spanish or English;
 * all at once. Rendered as text, as JSON, and (rows) as the same file back with a column `errores`. */
#include "core/buf.h"
#include "core/jw.h"
#include "core/str.h"

enum report_level { REPORT_NOTE, REPORT_WARNING, REPORT_REFUSED };
enum report_lang { REPORT_ES, REPORT_EN };

struct report;
struct report *report_new(const char *file, enum report_lang lang);
void report_free(struct report *r);
enum report_lang report_lang(const struct report *r);
/* `es` and `en` are complete sentences (reason, then remedy), already formatted; use report_addf for printf arguments in the
 * same order in both languages. row 0: the whole file. column/value may be empty. `code` is stable, kebab-case Spanish
 * ("area-ambigua"). At most 10,000 are kept, all are counted. */
void report_add(struct report *r, enum report_level level, uint64_t row, struct str column, struct str value,
                const char *code, const char *es, const char *en);
void report_addf(struct report *r, enum report_level level, uint64_t row, struct str column, struct str value,
                 const char *code, const char *es_format, const char *en_format, ...);
/* What is added from now on is about this sheet of a workbook, whose table has these headings from column `first` on (0: A);
 * name NULL: about a file without sheets. Everything given must live until the next call. */
void report_set_sheet(struct report *r, const char *name, const struct str *headings, size_t n, uint32_t first);
uint64_t report_count(const struct report *r, enum report_level level);
/* Counts shown at the end: rows read, added, changed, same. */
void report_set_counts(struct report *r, uint64_t rows, uint64_t added, uint64_t changed, uint64_t same);
/* Free figures for the summary ("hectáreas", …): key, text. */
void report_set_fact(struct report *r, const char *key_es, const char *key_en, const char *text);
void report_write_text(const struct report *r, struct buf *out, bool colour);
void report_write_json(const struct report *r, struct jw *w);
/* Each message that is kept, in the order they were found. `sheet` is "" in a file without sheets; `at` is the column as a
 * spreadsheet counts, from 0, or -1 where the message names none of the sheet's columns. */
struct report_message {
  enum report_level level;
  uint64_t row;
  int at;
  const char *sheet, *column, *value, *code, *text;
};
typedef void report_fn(void *user, const struct report_message *m);
void report_each(const struct report *r, report_fn *fn, void *user);
/* All messages of one row joined with " | " (for the `errores` column). */
void report_row_text(const struct report *r, uint64_t row, struct buf *out);
#endif
