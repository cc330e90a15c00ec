/* The parent: checks the name, starts the child, believes nothing it sends. */
#include "geo/workbook_file.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "geo/child.h"
#include "geo/wire.h"
#include "workbook_internal.h"

enum { PATIENCE_S = 120, CHUNK = 1 << 18 };

struct loaded {
  struct workbook book; /* first: what callers hold */
  struct buf bytes;     /* all that the child sent: texts point into it */
  struct arena *arena;
  struct workbook_sheet *sheets;
  size_t sheets_cap;
};

bool workbook_file_is(const char *path) {
  unsigned char head[8] = {0};
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t n = read(fd, head, sizeof head);
  close(fd);
  return n == (ssize_t)sizeof head &&
         (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0);
}

/* ---- the child ---- */

static bool find_place(const char *path, struct child_place *p, struct err *e) {
  if (!child_place_find(path, p, e)) return false;
  if (!p->is_file) return err_set(e, ERR_INPUT, err_pick("%s no es un archivo", "%s: not a regular file"), path);
  if (strpbrk(p->path, "{}"))
    return err_set(e, ERR_INPUT,
                   err_pick("%s: dé otro nombre al archivo, sin { }", "%s: give the file another name, without { }"),
                   path);
  return true;
}

static void run_task(int fd, void *user) { workbook_child_run(fd, user); }

static bool took_too_long(uint32_t timeout_s, struct err *e) {
  return err_set(e, ERR_LIMIT,
                 err_pick("leer el libro tardó más de %u segundos; pártalo, o guárdelo como CSV",
                          "reading the workbook took longer than %u seconds; split it, or save it as CSV"),
                 timeout_s);
}

/* Everything until the child closes its end. */
static bool receive(struct child_process *child, uint32_t timeout_s, struct buf *bytes, struct err *e) {
  while (bytes->len <= (size_t)WORKBOOK_MAX_SENT + (64 << 20)) {
    buf_reserve(bytes, CHUNK);
    ssize_t got = child_read(child, bytes->data + bytes->len, CHUNK);
    if (got == 0) return true;
    if (got < 0 && errno == ETIMEDOUT) break;
    if (got < 0) return err_set(e, ERR_IO, "no word from the reader: %s", strerror(errno));
    bytes->len += (size_t)got;
  }
  return took_too_long(timeout_s, e);
}

static bool run_child(struct child_place *place, uint32_t timeout_s, struct buf *bytes, struct err *e) {
  struct child_process child;
  bool ok =
      child_start(&child, place->folder, timeout_s, run_task, place->path, e) && receive(&child, timeout_s, bytes, e);
  int status = ok ? child_reap(&child) : 0;
  child_stop(&child);
  if (!ok || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) return ok;
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) return took_too_long(timeout_s, e);
  err_set(
      e, ERR_INPUT,
      err_pick("el libro no se pudo leer: necesita más memoria de la permitida, o está dañado; ábralo en Excel o "
               "LibreOffice y guárdelo de nuevo",
               "the workbook could not be read: it needs more memory than allowed, or it is damaged; open it in Excel "
               "or LibreOffice and save it again"));
  return err_detail(e, "reader ended with status %d", status);
}

/* ---- what it sent ---- */

struct growing { /* rows of the sheet being read */
  struct workbook_row *rows;
  size_t n, cap;
};

static void end_sheet(struct loaded *w, struct growing *g) {
  if (w->book.n_sheets == 0) return;
  struct workbook_row *rows = arena_alloc(w->arena, (g->n + 1) * sizeof *rows);
  if (g->n) memcpy(rows, g->rows, g->n * sizeof *rows);
  w->sheets[w->book.n_sheets - 1].rows = rows;
  w->sheets[w->book.n_sheets - 1].n_rows = (uint32_t)g->n;
  g->n = 0;
}

static void get_sheet(struct loaded *w, struct wire_cursor *c, struct growing *g) {
  end_sheet(w, g);
  mem_grow((void **)&w->sheets, &w->sheets_cap, (size_t)w->book.n_sheets + 1, sizeof *w->sheets);
  struct workbook_sheet *s = &w->sheets[w->book.n_sheets++];
  *s = (struct workbook_sheet){.hidden = wire_get_u8(c) != 0};
  struct str name = wire_get_str(c);
  s->name = (struct str){arena_strndup(w->arena, name.p, name.n), name.n};
}

static void get_row(struct loaded *w, struct wire_cursor *c, struct growing *g) {
  struct workbook_row row = {.number = wire_get_u32(c)};
  row.n = wire_get_u32(c);
  if (c->bad || row.n == 0 || row.n > c->s.n || w->book.n_sheets == 0) {
    c->bad = true;
    return;
  }
  struct workbook_cell *cells = arena_alloc(w->arena, row.n * sizeof *cells);
  for (uint32_t i = 0; i < row.n; i++) {
    cells[i].column = wire_get_u32(c);
    unsigned char kind = wire_get_u8(c);
    cells[i].kind = (enum workbook_kind)kind;
    cells[i].text = wire_get_str(c);
    c->bad = c->bad || kind > WORKBOOK_FORMULA || cells[i].text.n == 0 ||
             (i && cells[i].column <= cells[i - 1].column) || cells[i].column >= 16384;
  }
  row.cells = cells;
  mem_grow((void **)&g->rows, &g->cap, g->n + 1, sizeof *g->rows);
  g->rows[g->n++] = row;
}

static bool read_messages(struct loaded *w, struct err *e) {
  struct wire_cursor c = {.s = buf_str(&w->bytes), .utf8 = true};
  struct growing g = {0};
  unsigned char type = 0;
  bool failed = false;
  while (!c.bad && !failed && type != 'D') {
    type = wire_get_u8(&c);
    if (type == 'S') get_sheet(w, &c, &g);
    else if (type == 'R') get_row(w, &c, &g);
    else if (type == 'E') failed = wire_get_refusal(&c, e);
    else if (type != 'D') c.bad = true;
    if (type == 'E' && !failed) c.bad = true;
  }
  end_sheet(w, &g);
  free(g.rows);
  w->book.sheets = w->sheets;
  if (failed) return false;
  return !c.bad ||
         err_set(e, ERR_INPUT,
                 err_pick("el libro no se pudo leer: lo que envió su lector no tiene sentido; está dañado, "
                          "consiga otra copia",
                          "the workbook could not be read: what its reader sent makes no sense; it is damaged, "
                          "get another copy"));
}

const struct workbook *workbook_understand(struct buf *bytes, struct err *e) {
  struct loaded *w = mem_calloc(1, sizeof *w);
  w->arena = arena_new(1 << 18);
  w->bytes = *bytes;
  *bytes = (struct buf){0};
  if (read_messages(w, e)) return &w->book;
  workbook_file_close(&w->book);
  return NULL;
}

bool workbook_file_open(const char *path, uint32_t timeout_s, const struct workbook **out, struct err *e) {
  struct child_place place;
  struct buf bytes = {0};
  *out = NULL;
  if (!find_place(path, &place, e)) return false;
  if (run_child(&place, timeout_s ? timeout_s : PATIENCE_S, &bytes, e)) *out = workbook_understand(&bytes, e);
  buf_free(&bytes);
  return *out || err_context(e, "%s", path);
}

void workbook_file_close(const struct workbook *book) {
  if (!book) return;
  struct loaded *w = (struct loaded *)(uintptr_t)book;
  buf_free(&w->bytes);
  arena_free(w->arena);
  free(w->sheets);
  free(w);
}
