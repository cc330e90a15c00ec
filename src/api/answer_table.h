#ifndef API_ANSWER_TABLE_H
#define API_ANSWER_TABLE_H
/* Private to the handlers: members of JSON that may be sin dato, and tables in CSV that are no collection. */
#include "answer.h"
#include "format/csv.h"

/* ---- JSON: null is sin dato ---- */
void answer_kv_text(struct jw *w, const char *key, struct str text); /* "": null */
void answer_kv_count(struct jw *w, const char *key, int64_t n);      /* < 0: null */
void answer_kv_minor(struct jw *w, const char *key, i128 minor);
void answer_kv_figure(struct jw *w, const char *key, bool known, i128 minor);

/* ---- CSV: cell after cell ---- */
struct answer_csv {
  struct buf *b;
  struct csv_style style;
  bool open; /* the row has a cell */
};
/* Begins the table in the flavour that excel= asked for. */
struct answer_csv answer_csv_begin(const struct http_request *q, struct http_response *p);
void answer_csv_text(struct answer_csv *t, struct str s);
void answer_csv_z(struct answer_csv *t, const char *z);
/* Several cells of the row: texts, names of columns. */
void answer_csv_texts(struct answer_csv *t, const struct str *cells, size_t n);
void answer_csv_names(struct answer_csv *t, const char *const *names, size_t n);
void answer_csv_int(struct answer_csv *t, int64_t v); /* < 0: empty */
void answer_csv_minor(struct answer_csv *t, i128 minor);
void answer_csv_figure(struct answer_csv *t, bool known, i128 minor);
void answer_csv_empty(struct answer_csv *t, size_t cells);
void answer_csv_end(struct answer_csv *t); /* of the row */
#endif
