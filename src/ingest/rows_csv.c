/* The CSV source of rows: bytes, encoding, lines, libcsv. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "rows_internal.h"

/* ---- the file's bytes ---- */

static bool read_some(int fd, void *p, size_t n, size_t *got, struct err *e) {
  ssize_t k;
  do k = read(fd, p, n);
  while (k < 0 && errno == EINTR);
  if (k < 0)
    return err_set(e, ERR_IO, err_pick("el archivo no se puede leer: %s", "the file cannot be read: %s"),
                   err_reason(errno));
  *got = (size_t)k;
  return true;
}

struct survey {
  bool utf8, nul, utf16;
};

/* One pass over the bytes before anything is believed: is all of it UTF-8, is any of it binary? Pieces are cut at a line's end,
 * which is never inside a character. */
static bool survey_file(int fd, struct survey *s, struct err *e) {
  struct buf b = {0};
  size_t got = 0;
  bool first = true, ok = true;
  *s = (struct survey){.utf8 = true};
  do {
    buf_reserve(&b, ROWS_CHUNK);
    if (!(ok = read_some(fd, b.data + b.len, ROWS_CHUNK, &got, e))) break;
    b.len += got;
    if (first && b.len >= 2) s->utf16 = (!memcmp(b.data, "\xff\xfe", 2) || !memcmp(b.data, "\xfe\xff", 2));
    first = false;
    size_t whole = b.len;
    if (got && b.len <= ROWS_MAX_RECORD)
      while (whole && b.data[whole - 1] != '\n') whole--;
    s->nul = s->nul || memchr(b.data, 0, b.len);
    s->utf8 = s->utf8 && text_is_utf8((struct str){b.data, whole});
    memmove(b.data, b.data + whole, b.len - whole);
    b.len -= whole;
  } while (got);
  buf_free(&b);
  if (ok && lseek(fd, 0, SEEK_SET) != 0)
    ok = err_set(e, ERR_IO, err_pick("el archivo no se puede leer dos veces: %s", "the file cannot be read twice: %s"),
                 err_reason(errno));
  return ok;
}

/* Drop what was consumed and read on; at the end add the line end that the last line may lack. */
static bool fill(struct rows *r, struct err *e) {
  if (r->record > 0) {
    memmove(r->window.data, r->window.data + r->record, r->window.len - r->record);
    r->window.len -= r->record;
    r->pos -= r->record;
    r->record = 0;
  }
  static _Thread_local char chunk[ROWS_CHUNK];
  size_t got = 0;
  if (!read_some(r->fd, chunk, sizeof chunk, &got, e)) return false;
  if (got == 0) {
    r->eof = true;
    if (r->window.len && r->window.data[r->window.len - 1] != '\n') buf_add_char(&r->window, '\n');
    return true;
  }
  r->done += got;
  if (r->cp1252) text_from_cp1252(&r->window, (struct str){chunk, got});
  else buf_add(&r->window, chunk, got);
  return true;
}

/* End (exclusive) of the line at `from`, past its LF, CR or CRLF; 0 if more bytes are needed to know. */
static size_t line_end(const struct rows *r, size_t from) {
  if (from == r->window.len) return 0; /* also before anything was read, when there is no window yet */
  const char *p = r->window.data + from, *stop = r->window.data + r->window.len;
  const char *lf = memchr(p, '\n', (size_t)(stop - p));
  const char *cr = memchr(p, '\r', (size_t)((lf ? lf : stop) - p));
  if (cr && cr + 1 < stop) return (size_t)(cr - r->window.data) + (cr[1] == '\n' ? 2 : 1);
  if (cr && r->eof) return (size_t)(cr - r->window.data) + 1;
  return lf && !cr ? (size_t)(lf - r->window.data) + 1 : 0;
}

/* ---- records ---- */

static void on_cell(void *p, size_t n, void *user) {
  struct rows *r = user;
  if (r->n_cells == ROWS_MAX_COLUMNS) {
    r->too_many = true;
    return;
  }
  buf_add(&r->text, p, n);
  if (r->n_cells == r->ends_cap) mem_grow((void **)&r->ends, &r->ends_cap, r->n_cells + 1, sizeof *r->ends);
  r->ends[r->n_cells++] = r->text.len;
}

static void on_record(int c, void *user) {
  (void)c;
  ((struct rows *)user)->complete = true;
}

static bool is_blank(const char *p, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (p[i] != ' ' && p[i] != '\t' && p[i] != '\r' && p[i] != '\n') return false;
  return true;
}

static bool unclosed(struct rows *r, struct err *e) {
  char es[256], en[256];
  snprintf(es, sizeof es,
           "En la fila %llu se abre una comilla (\") que no se cierra. Ciérrela, o escríbala doble (\"\") si es parte "
           "del texto.",
           (unsigned long long)r->number + 1);
  snprintf(
      en, sizeof en,
      "In row %llu a quote (\") is opened and never closed. Close it, or double it (\"\") if it is part of the text.",
      (unsigned long long)r->number + 1);
  return rows_refuse(r->report, ERR_INPUT, r->number + 1, "comilla-sin-cerrar", es, en, e);
}

static bool record_too_long(struct rows *r, struct err *e) {
  char es[256], en[256];
  snprintf(es, sizeof es,
           "La fila %llu pasa de 16 MB o de %d celdas. Suele ser una comilla sin cerrar o un archivo que no es CSV.",
           (unsigned long long)r->number + 1, ROWS_MAX_COLUMNS);
  snprintf(en, sizeof en,
           "Row %llu is larger than 16 MB or than %d cells. Usually a quote is not closed, or the file is not CSV.",
           (unsigned long long)r->number + 1, ROWS_MAX_COLUMNS);
  return rows_refuse(r->report, ERR_LIMIT, r->number + 1, "fila-demasiado-larga", es, en, e);
}

/* Feed lines until libcsv has a record. The parser is fed line by line, so that the record's own bytes are known. */
static bool next_record(struct rows *r, bool *end, struct str *raw, struct err *e) {
  r->complete = false;
  r->n_cells = 0;
  r->text.len = 0;
  *end = false;
  for (;;) {
    size_t stop = line_end(r, r->pos);
    if (stop == 0 && r->pos < r->window.len && r->window.len - r->record > ROWS_MAX_RECORD)
      return record_too_long(r, e);
    if (stop == 0 && !r->eof) {
      if (!fill(r, e)) return false;
      continue;
    }
    if (stop == 0) {
      if (r->record < r->pos) return unclosed(r, e);
      *end = true;
      return true;
    }
    bool fresh = r->record == r->pos;
    if (fresh && r->delimiter != '\t' && is_blank(r->window.data + r->pos, stop - r->pos)) {
      r->record = r->pos = stop;
      r->number++;
      continue;
    }
    if (csv_parse(&r->csv, r->window.data + r->pos, stop - r->pos, on_cell, on_record, r) != stop - r->pos)
      return err_set(e, ERR_LIMIT, err_pick("fila %llu: %s", "row %llu: %s"), (unsigned long long)r->number + 1,
                     csv_strerror(csv_error(&r->csv)));
    r->pos = stop;
    if (r->too_many || stop - r->record > ROWS_MAX_RECORD) return record_too_long(r, e);
    if (!r->complete && fresh &&
        is_blank(r->window.data + r->record, stop - r->record)) { /* a blank line of a tab file */
      r->record = stop;
      r->number++;
    } else if (r->complete) break;
  }
  size_t n = r->pos - r->record;
  const char *p = r->window.data + r->record;
  while (n && (p[n - 1] == '\n' || p[n - 1] == '\r')) n--;
  *raw = (struct str){p, n};
  r->record = r->pos;
  r->number++;
  return true;
}

/* Cells of the record as trimmed slices; empty ones up to the header's width. */
static bool lay_out_cells(struct rows *r) {
  size_t n = r->n_cells > r->n_columns ? r->n_cells : r->n_columns, start = 0;
  bool any = false;
  if (n > r->cells_cap) mem_grow((void **)&r->cells, &r->cells_cap, n, sizeof *r->cells);
  for (size_t i = 0; i < n; i++) {
    r->cells[i] = (struct str){"", 0};
    if (i >= r->n_cells) continue;
    r->cells[i] = text_trim((struct str){r->text.data + start, r->ends[i] - start});
    start = r->ends[i];
    any = any || r->cells[i].n;
  }
  return any;
}

bool rows_csv_next(struct rows *r, struct rows_row *row, bool *end, bool *any, struct err *e) {
  struct str raw;
  if (!next_record(r, end, &raw, e)) return false;
  if (*end) return true;
  *any = lay_out_cells(r);
  *row = (struct rows_row){.number = r->number,
                           .cells = r->cells,
                           .n_cells = r->n_cells,
                           .raw = raw,
                           .wrong_width = r->n_cells != r->n_columns};
  return true;
}

/* ---- opening ---- */

/* The delimiter that occurs most in the header line outside quotes; a comma if none does. */
static char detect_delimiter(struct str line) {
  size_t comma = 0, semicolon = 0, tab = 0;
  bool quoted = false;
  for (size_t i = 0; i < line.n; i++) {
    if (line.p[i] == '"') quoted = !quoted;
    if (quoted) continue;
    if (line.p[i] == '\n' || line.p[i] == '\r') break;
    comma += line.p[i] == ',';
    semicolon += line.p[i] == ';';
    tab += line.p[i] == '\t';
  }
  return semicolon >= comma && semicolon >= tab && semicolon ? ';' : tab >= comma && tab ? '\t' : ',';
}

static bool choose_encoding(struct rows *r, const char *encoding, const struct survey *s, struct rows_info *info,
                            struct err *e) {
  if (s->utf16)
    return rows_refuse(r->report, ERR_INPUT, 0, "codificacion-utf16",
                       "El archivo está en UTF-16. Guárdelo como «CSV UTF-8».",
                       "The file is in UTF-16. Save it as “CSV UTF-8”.", e);
  if (s->nul)
    return rows_refuse(r->report, ERR_INPUT, 0, "archivo-binario",
                       "El archivo tiene bytes nulos: no es un CSV. Expórtelo de la hoja de cálculo como «CSV UTF-8».",
                       "The file holds NUL bytes: it is not CSV. Export it from the spreadsheet as “CSV UTF-8”.", e);
  struct buf folded = {0};
  text_fold(&folded, str_from(encoding ? encoding : ""));
  struct str name = buf_str(&folded);
  bool utf8 = str_is(name, "utf 8") || str_is(name, "utf8");
  bool latin =
      str_is(name, "cp1252") || str_is(name, "windows 1252") || str_is(name, "iso 8859 1") || str_is(name, "latin1");
  buf_free(&folded);
  if (encoding && !utf8 && !latin)
    return rows_refuse(r->report, ERR_INPUT, 0, "codificacion-desconocida",
                       "La codificación pedida no se conoce. Use UTF-8, CP1252 o ISO-8859-1.",
                       "The encoding asked for is not known. Use UTF-8, CP1252 or ISO-8859-1.", e);
  if (utf8 && !s->utf8)
    return rows_refuse(r->report, ERR_INPUT, 0, "no-es-utf8",
                       "El archivo no es UTF-8, aunque así se declaró. Quite --encoding o use --encoding CP1252.",
                       "The file is not UTF-8 although it was declared so. Drop --encoding or use --encoding CP1252.",
                       e);
  r->cp1252 = latin || (!encoding && !s->utf8);
  info->decoded_cp1252 = r->cp1252;
  return true;
}

static bool has_bom(const struct rows *r) { return r->window.len >= 3 && !memcmp(r->window.data, "\xef\xbb\xbf", 3); }

/* Behind the mark and the blank lines that the file may begin with. */
static size_t header_start(const struct rows *r) {
  size_t at = has_bom(r) ? 3 : 0;
  while (at < r->window.len && (r->window.data[at] == ' ' || r->window.data[at] == '\r' || r->window.data[at] == '\n'))
    at++;
  return at;
}

/* The delimiter, from the header line. */
static bool begin_csv(struct rows *r, char delimiter, struct rows_info *info, struct err *e) {
  while (!r->eof && line_end(r, header_start(r)) == 0 && r->window.len < ROWS_MAX_RECORD)
    if (!fill(r, e)) return false;
  info->bom = has_bom(r);
  if (info->bom) r->record = r->pos = 3;
  struct str all = {r->window.data + header_start(r), r->window.len - header_start(r)};
  r->delimiter = info->delimiter = delimiter ? delimiter : detect_delimiter(all);
  csv_set_delim(&r->csv, (unsigned char)r->delimiter);
  return true;
}

static bool open_file(const char *path, struct rows *r, struct err *e) {
  r->fd = open(path, O_RDONLY | O_CLOEXEC);
  if (r->fd < 0) return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, err_reason(errno));
  struct stat st;
  if (fstat(r->fd, &st) != 0) return err_set(e, ERR_IO, "%s: %s", path, err_reason(errno));
  if (!S_ISREG(st.st_mode))
    return err_set(e, ERR_INPUT, err_pick("%s no es un archivo", "%s: not a regular file"), path);
  r->bytes = (uint64_t)st.st_size;
  return true;
}

bool rows_open(const char *path, const char *encoding, char delimiter, struct report *report, struct rows **out,
               struct rows_info *info, struct err *e) {
  struct rows *r = mem_calloc(1, sizeof *r);
  struct survey s;
  r->report = report;
  r->fd = -1;
  r->arena = arena_new(0);
  buf_reserve(&r->window, ROWS_CHUNK); /* so that slices of an empty file have an address */
  buf_reserve(&r->text, ROWS_CHUNK / 64);
  *info = (struct rows_info){0};
  r->csv_ready = csv_init(&r->csv, 0) == 0;
  bool ok = open_file(path, r, e) && survey_file(r->fd, &s, e) && choose_encoding(r, encoding, &s, info, e) &&
            begin_csv(r, delimiter, info, e) && rows_read_header(r, e);
  info->bytes = r->bytes;
  if (!ok) {
    rows_close(r);
    r = NULL;
  }
  *out = r;
  return ok;
}
