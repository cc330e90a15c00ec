#include "run.h"
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "domain/name_key.h"
#include "domain/source.h"

#include "store/sha256.h"

enum { PROGRESS_ROWS = 2048, LARGE_BYTES = 4 << 20, LARGE_SHARE = 8 };

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/* Making indexes anew and checking all foreign keys at the end costs by the size of the store, so the file must be of that order. */
static bool is_large(const struct run *r) {
  struct stat st;
  return r->info.bytes >= LARGE_BYTES && stat(db_path(r->db), &st) == 0 &&
         (uint64_t)st.st_size / LARGE_SHARE <= r->info.bytes;
}

bool run_begin(struct run *r, struct db *d, const struct ingest_rows_options *o, struct report *report,
               const char *kind, struct err *e) {
  char hex[SHA256_HEX];
  *r = (struct run){.db = d, .options = o, .report = report, .seen = table_new(), .documents = table_new()};
  const struct ingest_options *c = &o->common;
  if (!rows_open(c->file, o->encoding, o->delimiter, report, &r->rows, &r->info, e)) return false;
  if (r->info.decoded_cp1252 && !o->encoding)
    report_add(report, REPORT_NOTE, 0, (struct str){0}, (struct str){0}, "codificacion-cp1252",
               "El archivo no está en UTF-8: se leyó como Windows-1252. Si las tildes salen mal, diga --encoding.",
               "The file is not UTF-8: it was read as Windows-1252. If accents look wrong, say --encoding.");
  r->large = is_large(r);
  return sha256_file(c->file, hex, e) && (r->large ? db_begin_load : db_begin)(d, e) &&
         history_batch_begin(d, kind, base_name(c->file), hex, c->title, c->licence, NULL, &r->batch, e) &&
         history_batch_describe(d, &r->batch, c->publisher, c->retrieved, NULL, e);
}

/* ---- columns ---- */

static void remark_unknown(struct run *r, struct str name, const char *const *names, size_t n) {
  struct buf key = {0}, other = {0};
  const char *near = NULL;
  unsigned best = 3;
  text_fold(&key, name);
  for (size_t i = 0; i < n; i++) {
    buf_reset(&other);
    text_fold(&other, str_from(names[i]));
    unsigned distance = name_distance(buf_str(&key), buf_str(&other), 2);
    if (distance < best) {
      best = distance;
      near = names[i];
    }
  }
  if (near)
    report_addf(r->report, REPORT_WARNING, 1, name, (struct str){0}, "columna-desconocida",
                "Esta columna no se lee. ¿Quiso decir «%s»?", "This column is not read. Did you mean “%s”?", near);
  else
    report_add(r->report, REPORT_WARNING, 1, name, (struct str){0}, "columna-desconocida",
               "Esta columna no se lee. Los nombres están en geodata/README.md.",
               "This column is not read. The names are in geodata/README.md.");
  buf_free(&key);
  buf_free(&other);
}

bool run_columns(struct run *r, const char *const *names, size_t n, size_t required, int *column,
                 bool (*accepts)(void *user, struct str name, size_t index), void *user, struct err *e) {
  const struct str *headers;
  size_t n_headers = rows_columns(r->rows, &headers);
  bool used[ROWS_MAX_COLUMNS] = {0}, ok = true;
  for (size_t i = 0; i < n; i++) {
    column[i] = rows_find(r->rows, (const char *const[]){names[i], NULL});
    if (column[i] >= 0) used[column[i]] = true;
    if (column[i] >= 0 || i >= required) continue;
    ok = false;
    report_addf(r->report, REPORT_REFUSED, 1, str_from(names[i]), (struct str){0}, "falta-columna",
                "Falta la columna «%s». Agréguela, o revise el separador (--delimiter).",
                "The column “%s” is missing. Add it, or check the delimiter (--delimiter).", names[i]);
  }
  for (size_t i = 0; i < n_headers; i++)
    if (!used[i] && headers[i].n && !(accepts && accepts(user, headers[i], i))) remark_unknown(r, headers[i], names, n);
  if (ok) return true;
  return err_set(e, ERR_INPUT, "%s",
                 report_lang(r->report) == REPORT_ES ? "faltan columnas; no se leyó ninguna fila"
                                                     : "columns are missing; no row was read");
}

/* ---- rows ---- */

bool run_next(struct run *r, struct cells *c, struct rows_row *row, bool *end, struct err *e) {
  const struct ingest_options *o = &r->options->common;
  for (;;) {
    if (!rows_next(r->rows, row, end, e)) return false;
    if (o->progress && (*end || r->n % PROGRESS_ROWS == 0))
      o->progress(o->progress_user, rows_done(r->rows), r->info.bytes);
    if (*end) return true;
    r->n++;
    arena_reset(c->arena);
    c->row = row->number;
    c->refused = false;
    if (!row->wrong_width) return true;
    const struct str *headers;
    size_t want = rows_columns(r->rows, &headers);
    cell_refuse(c, (struct cell){0}, "numero-de-celdas",
                "La fila tiene %zu celdas y el encabezado %zu. Revise las comillas y los separadores de la fila.",
                "The row has %zu cells and the header %zu. Check the row's quotes and delimiters.", row->n_cells, want);
    run_refuse(r);
  }
}

bool run_writes(const struct run *r) { return r->refused == 0 || r->options->common.partial; }

void run_refuse(struct run *r) { r->refused++; }

void run_check_code(struct run *r, struct cells *c, struct cell x) {
  bool added;
  if (x.value.n == 0) return;
  uint64_t *first = table_at(r->seen, x.value, &added);
  if (added) *first = c->row;
  else
    cell_refuse(c, x, "codigo-repetido", "El código ya está en la fila %llu. Cada fila lleva el suyo.",
                "The code is already in row %llu. Every row has its own.", (unsigned long long)*first);
}

bool run_document(struct run *r, struct str title, int64_t *id, struct err *e) {
  bool added;
  *id = 0;
  if (title.n == 0) return true;
  uint64_t *known = table_at(r->documents, title, &added);
  if (added) {
    if (!source_document(r->db, title, id, e)) return false;
    *known = (uint64_t)*id;
  }
  *id = (int64_t)*known;
  return true;
}

struct str run_locator(struct arena *a, struct str stated, uint64_t row) {
  if (stated.n) return stated;
  char *text = arena_alloc(a, 32);
  int n = snprintf(text, 32, "fila %llu", (unsigned long long)row);
  return (struct str){text, (size_t)n};
}

/* ---- the end ---- */

static bool refused_all(struct run *r, struct err *e) {
  bool es = report_lang(r->report) == REPORT_ES;
  return err_set(
      e, ERR_INPUT,
      es ? "se rechazaron %llu de %llu filas y no se guardó ninguna; corríjalas, o use --partial para guardar las "
           "buenas"
         : "%llu of %llu rows were refused and none was kept; correct them, or use --partial to keep the good ones",
      (unsigned long long)r->refused, (unsigned long long)r->n);
}

static bool write_errors(struct run *r, struct err *e) {
  const struct ingest_rows_options *o = r->options;
  return !o->errors_file || rows_write_errors(o->common.file, o->encoding, o->delimiter, r->report, o->errors_file, e);
}

bool run_end(struct run *r, bool ok, struct err *e) {
  bool opened = r->rows != NULL;
  bool keep = ok && run_writes(r) && !r->options->common.dry_run;
  if (keep)
    keep = ok = history_batch_end(r->db, &r->batch, (int64_t)r->n, (int64_t)r->added, (int64_t)r->changed,
                                  (int64_t)r->same, e) &&
                db_commit(r->db, e);
  if (!keep) db_rollback(r->db);
  bool loaded = keep || (ok && run_writes(r));
  if (opened) report_set_counts(r->report, r->n, loaded ? r->added : 0, loaded ? r->changed : 0, loaded ? r->same : 0);
  if (opened && (ok || e->kind == ERR_INPUT)) {
    struct err second = {0};
    bool written = write_errors(r, &second);
    if (ok && !written) {
      *e = second;
      ok = false;
    }
  }
  if (ok && !run_writes(r)) ok = refused_all(r, e);
  rows_close(r->rows);
  table_free(r->seen);
  table_free(r->documents);
  return ok;
}
