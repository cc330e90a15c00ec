#include "answer_table.h"

/* ---- JSON ---- */

void answer_kv_text(struct jw *w, const char *key, struct str text) {
  jw_key(w, key);
  if (text.n) jw_str(w, text);
  else jw_null(w);
}

void answer_kv_count(struct jw *w, const char *key, int64_t n) {
  jw_key(w, key);
  if (n < 0) jw_null(w);
  else jw_int(w, n);
}

void answer_kv_figure(struct jw *w, const char *key, bool known, i128 minor) {
  jw_key(w, key);
  if (known) jw_minor(w, minor);
  else jw_null(w);
}

void answer_kv_minor(struct jw *w, const char *key, i128 minor) { answer_kv_figure(w, key, true, minor); }

/* ---- CSV ---- */

struct answer_csv answer_csv_begin(const struct http_request *q, struct http_response *p) {
  const struct http_param *excel = http_param(q, "excel");
  struct answer_csv t = {&p->body, {.excel = excel && excel->i == 0, .lang = answer_lang(q)}, false};
  p->content_type = CSV_CONTENT_TYPE;
  csv_begin(t.b, &t.style);
  return t;
}

static void next(struct answer_csv *t) {
  if (t->open) csv_next(t->b, &t->style);
  t->open = true;
}

void answer_csv_text(struct answer_csv *t, struct str s) {
  next(t);
  csv_write_text(t->b, &t->style, s);
}

void answer_csv_z(struct answer_csv *t, const char *z) { answer_csv_text(t, str_from(z)); }

void answer_csv_texts(struct answer_csv *t, const struct str *cells, size_t n) {
  for (size_t i = 0; i < n; i++) answer_csv_text(t, cells[i]);
}

void answer_csv_names(struct answer_csv *t, const char *const *names, size_t n) {
  for (size_t i = 0; i < n; i++) answer_csv_z(t, names[i]);
}

void answer_csv_int(struct answer_csv *t, int64_t v) {
  next(t);
  if (v >= 0) csv_write_int(t->b, v);
}

void answer_csv_figure(struct answer_csv *t, bool known, i128 minor) {
  next(t);
  if (known) csv_write_minor(t->b, &t->style, minor);
}

void answer_csv_minor(struct answer_csv *t, i128 minor) { answer_csv_figure(t, true, minor); }

void answer_csv_empty(struct answer_csv *t, size_t cells) {
  for (size_t i = 0; i < cells; i++) next(t);
}

void answer_csv_end(struct answer_csv *t) {
  csv_end(t->b);
  t->open = false;
}
