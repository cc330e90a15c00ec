/* The parent: checks the name, starts the child, believes nothing it sends. */
#define _GNU_SOURCE
#include "geo/workbook_file.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "core/text.h"
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

static bool resolve(const char *path, char *real, char *folder, struct err *e) {
  struct stat st;
  if (!realpath(path, real) || stat(real, &st) != 0)
    return err_set(e, errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, err_reason(errno));
  if (!S_ISREG(st.st_mode))
    return err_set(e, ERR_INPUT, err_pick("%s no es un archivo", "%s: not a regular file"), path);
  if (strpbrk(real, "{}"))
    return err_set(e, ERR_INPUT,
                   err_pick("%s: dé otro nombre al archivo, sin { }", "%s: give the file another name, without { }"),
                   path);
  snprintf(folder, PATH_MAX, "%s", real);
  *strrchr(folder, '/') = '\0';
  if (!*folder) snprintf(folder, PATH_MAX, "/");
  return true;
}

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool took_too_long(uint32_t timeout_s, struct err *e) {
  return err_set(e, ERR_LIMIT,
                 err_pick("leer el libro tardó más de %u segundos; pártalo, o guárdelo como CSV",
                          "reading the workbook took longer than %u seconds; split it, or save it as CSV"),
                 timeout_s);
}

/* Everything until the child closes its end. */
static bool receive(int fd, uint32_t timeout_s, struct buf *bytes, struct err *e) {
  int64_t until = now_ms() + (int64_t)timeout_s * 1000;
  for (;;) {
    int64_t left = until - now_ms();
    if (left <= 0 || bytes->len > (size_t)WORKBOOK_MAX_SENT + (64 << 20)) return took_too_long(timeout_s, e);
    struct pollfd p = {fd, POLLIN, 0};
    int ready = poll(&p, 1, left > INT_MAX ? INT_MAX : (int)left);
    if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
    buf_reserve(bytes, CHUNK);
    ssize_t got = ready < 0 ? -1 : read(fd, bytes->data + bytes->len, CHUNK);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return err_set(e, ERR_IO, "no word from the reader: %s", strerror(errno));
    if (got == 0) return true;
    bytes->len += (size_t)got;
  }
}

static bool run_child(const char *real, const char *folder, uint32_t timeout_s, struct buf *bytes, struct err *e) {
  int ends[2], status = 0;
  if (pipe2(ends, O_CLOEXEC) != 0) return err_set(e, ERR_IO, "no pipe: %s", strerror(errno));
  pid_t child = fork();
  if (child == 0) {
    if (ends[1] != 3) dup2(ends[1], 3);
    close_range(4, ~0U, 0);
    workbook_child_run(3, real, folder, timeout_s);
  }
  close(ends[1]);
  bool ok = child > 0 || err_set(e, ERR_IO, "no child process: %s", strerror(errno));
  ok = ok && receive(ends[0], timeout_s, bytes, e);
  close(ends[0]);
  if (child > 0) {
    if (!ok) kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  }
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

/* ---- what it sent: after the first thing that does not fit, `bad` stays set and everything read is zero ---- */

struct cursor {
  struct str s;
  bool bad;
};

static void get(struct cursor *c, void *out, size_t n) {
  if (c->bad || n > c->s.n) {
    c->bad = true;
    memset(out, 0, n);
    return;
  }
  memcpy(out, c->s.p, n);
  c->s.p += n;
  c->s.n -= n;
}

static uint32_t get_u32(struct cursor *c) {
  uint32_t v;
  get(c, &v, sizeof v);
  return v;
}

static unsigned char get_u8(struct cursor *c) {
  unsigned char v;
  get(c, &v, 1);
  return v;
}

static struct str get_str(struct cursor *c) {
  struct str s = {"", get_u32(c)};
  if (c->bad || s.n > c->s.n) {
    c->bad = true;
    return (struct str){"", 0};
  }
  s.p = c->s.p;
  c->s.p += s.n;
  c->s.n -= s.n;
  c->bad = !text_is_utf8(s);
  return s;
}

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

static void get_sheet(struct loaded *w, struct cursor *c, struct growing *g) {
  end_sheet(w, g);
  mem_grow((void **)&w->sheets, &w->sheets_cap, (size_t)w->book.n_sheets + 1, sizeof *w->sheets);
  struct workbook_sheet *s = &w->sheets[w->book.n_sheets++];
  *s = (struct workbook_sheet){.hidden = get_u8(c) != 0};
  struct str name = get_str(c);
  s->name = (struct str){arena_strndup(w->arena, name.p, name.n), name.n};
}

static void get_row(struct loaded *w, struct cursor *c, struct growing *g) {
  struct workbook_row row = {.number = get_u32(c)};
  row.n = get_u32(c);
  if (c->bad || row.n == 0 || row.n > c->s.n || w->book.n_sheets == 0) {
    c->bad = true;
    return;
  }
  struct workbook_cell *cells = arena_alloc(w->arena, row.n * sizeof *cells);
  for (uint32_t i = 0; i < row.n; i++) {
    cells[i].column = get_u32(c);
    unsigned char kind = get_u8(c);
    cells[i].kind = (enum workbook_kind)kind;
    cells[i].text = get_str(c);
    c->bad = c->bad || kind > WORKBOOK_FORMULA || cells[i].text.n == 0 ||
             (i && cells[i].column <= cells[i - 1].column) || cells[i].column >= 16384;
  }
  row.cells = cells;
  mem_grow((void **)&g->rows, &g->cap, g->n + 1, sizeof *g->rows);
  g->rows[g->n++] = row;
}

static bool get_error(struct cursor *c, struct err *e) {
  uint32_t kind = get_u32(c);
  struct str text = get_str(c);
  struct str detail = get_str(c);
  if (c->bad || kind <= ERR_NONE || kind > ERR_BUG) return false;
  err_set(e, (enum err_kind)kind, "%.*s", STR_ARG(text));
  err_detail(e, "%.*s", STR_ARG(detail));
  return true;
}

static bool read_messages(struct loaded *w, struct err *e) {
  struct cursor c = {.s = buf_str(&w->bytes)};
  struct growing g = {0};
  unsigned char type = 0;
  bool failed = false;
  while (!c.bad && !failed && type != 'D') {
    type = get_u8(&c);
    if (type == 'S') get_sheet(w, &c, &g);
    else if (type == 'R') get_row(w, &c, &g);
    else if (type == 'E') failed = get_error(&c, e);
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
  char real[PATH_MAX], folder[PATH_MAX];
  struct buf bytes = {0};
  *out = NULL;
  if (!resolve(path, real, folder, e)) return false;
  if (run_child(real, folder, timeout_s ? timeout_s : PATIENCE_S, &bytes, e)) *out = workbook_understand(&bytes, e);
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
