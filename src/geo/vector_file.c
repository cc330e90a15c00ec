/* The parent: checks the name, starts the child, believes nothing it sends. */
#define _GNU_SOURCE
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
#include "geo/vector_file_internal.h"

struct vector_file {
  pid_t child;
  int fd;
  int64_t patience_ms; /* how long may still be waited for the child, over all messages */
  uint32_t timeout_s;
  bool spanish;
  struct arena *arena; /* names */
  struct str *names;
  uint32_t n_names;
  struct buf message;
  bool ended;
};

/* The absolute path of a plain file or folder, and the folder the child may read. GDAL takes names that are no files
 * ("/vsicurl/…", "PG:…"); what realpath found on the disk is none of them. */
static bool resolve(const char *path, bool spanish, char *real, char *folder, struct err *e) {
  struct stat st;
  if (!realpath(path, real) || stat(real, &st) != 0)
    return err_set(e, errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO, "%s: %s", path, err_reason(errno));
  if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
    return err_set(e, ERR_INPUT, spanish ? "%s no es un archivo ni una carpeta" : "%s is neither a file nor a folder",
                   path);
  if (strncmp(real, "/vsi", 4) == 0 || strpbrk(real, "{}"))
    return err_set(e, ERR_INPUT,
                   spanish ? "%s: dé otro nombre al archivo, sin { } y no bajo /vsi…"
                           : "%s: give the file another name, without { } and not below /vsi…",
                   path);
  snprintf(folder, PATH_MAX, "%s", real);
  if (S_ISREG(st.st_mode)) *strrchr(folder, '/') = '\0';
  if (!*folder) snprintf(folder, PATH_MAX, "/");
  return true;
}

static bool start_child(struct vector_file *f, const char *real, const char *folder, const struct vector_options *o,
                        struct err *e) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return err_set(e, ERR_IO, "no pipe: %s", strerror(errno));
  f->child = fork();
  if (f->child == 0) {
    if (ends[1] != 3) dup2(ends[1], 3);
    close_range(4, ~0U, 0);
    vector_child_run(3, real, folder, o);
  }
  close(ends[1]);
  f->fd = ends[0];
  return f->child > 0 || err_set(e, ERR_IO, "no child process: %s", strerror(errno));
}

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int reap(struct vector_file *f) {
  int status = 0;
  if (f->child > 0)
    while (waitpid(f->child, &status, 0) < 0 && errno == EINTR) continue;
  f->child = 0;
  return status;
}

static bool took_too_long(struct vector_file *f, struct err *e) {
  return err_set(e, ERR_LIMIT,
                 f->spanish ? "leer el archivo tardó más de %u segundos; simplifíquelo o pártalo"
                            : "reading the file took longer than %u seconds; simplify or split it",
                 f->timeout_s);
}

/* The child went away without a word. */
static bool explain_death(struct vector_file *f, struct err *e) {
  int status = reap(f);
  if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)) return took_too_long(f, e);
  err_set(
      e, ERR_INPUT,
      f->spanish
          ? "el archivo no se pudo leer: necesita más memoria de la permitida, o está dañado de un modo que hace caer "
            "al lector; ábralo en QGIS, repárelo y guárdelo de nuevo"
          : "the file could not be read: it needs more memory than allowed, or it is damaged in a way that ends the "
            "reader; open it in QGIS, repair it and save it again");
  return err_detail(e, WIFSIGNALED(status) ? "reader ended by signal %d" : "reader ended with status %d",
                    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
}

/* Exactly n bytes, within what is left of the patience. */
static bool receive(struct vector_file *f, char *to, size_t n, struct err *e) {
  while (n) {
    int64_t before = now_ms();
    struct pollfd p = {f->fd, POLLIN, 0};
    int ready = poll(&p, 1, f->patience_ms > INT_MAX ? INT_MAX : (int)f->patience_ms);
    f->patience_ms -= now_ms() - before;
    if (ready == 0 || f->patience_ms <= 0) return took_too_long(f, e);
    ssize_t got = ready < 0 ? -1 : read(f->fd, to, n);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return explain_death(f, e);
    to += got;
    n -= (size_t)got;
  }
  return true;
}

static bool not_understood(const struct vector_file *f, struct err *e) {
  return err_set(
      e, ERR_INPUT,
      f->spanish
          ? "el archivo no se pudo leer: lo que envió su lector no tiene sentido; está dañado, consiga otra copia"
          : "the file could not be read: what its reader sent makes no sense; it is damaged, get another copy");
}

/* The next message. An error the child reports is returned as our own. */
static bool receive_message(struct vector_file *f, enum vector_message *type, struct str *payload, struct err *e) {
  char header[VECTOR_HEADER] = {0};
  uint32_t n;
  if (!receive(f, header, sizeof header, e)) return false;
  memcpy(&n, header, sizeof n);
  if (n > VECTOR_MESSAGE_MAX) return not_understood(f, e);
  buf_reset(&f->message);
  buf_reserve(&f->message, (size_t)n + 1);
  if (!receive(f, f->message.data, n, e)) return false;
  *payload = (struct str){f->message.data, n};
  *type = (enum vector_message)header[4];
  if (*type == VECTOR_MESSAGE_ERROR && !wire_get_error(*payload, e)) return not_understood(f, e);
  return *type != VECTOR_MESSAGE_ERROR;
}

bool vector_file_open(const char *path, const struct vector_options *o, struct vector_file **out,
                      struct vector_info *info, struct err *e) {
  char real[PATH_MAX], folder[PATH_MAX];
  enum vector_message type = VECTOR_MESSAGE_END;
  struct str payload = {"", 0};
  if (o->epsg && !crs_is_known(o->epsg)) {
    char number[16];
    int ignored;
    snprintf(number, sizeof number, "%d", o->epsg);
    return crs_parse(number, &ignored, e);
  }
  if (!resolve(path, o->spanish, real, folder, e)) return false;
  struct vector_file *f = mem_calloc(1, sizeof *f);
  f->fd = -1;
  f->spanish = o->spanish;
  f->timeout_s = o->timeout_s ? o->timeout_s : 600;
  f->patience_ms = (int64_t)f->timeout_s * 1000;
  f->arena = arena_new(0);
  bool opened = start_child(f, real, folder, o, e) && receive_message(f, &type, &payload, e);
  if (opened && (type != VECTOR_MESSAGE_INFO || !wire_get_info(payload, f->arena, info, &f->names, &f->n_names)))
    opened = not_understood(f, e);
  if (opened) {
    *out = f;
    return true;
  }
  vector_file_close(f);
  return err_context(e, "%s", path);
}

bool vector_file_next(struct vector_file *f, struct arena *a, struct vector_record *r, bool *end, struct err *e) {
  enum vector_message type = VECTOR_MESSAGE_END;
  struct str payload = {"", 0};
  *end = f->ended;
  if (f->ended) return true;
  if (!receive_message(f, &type, &payload, e)) return false;
  *end = f->ended = type == VECTOR_MESSAGE_END;
  if (f->ended) return true;
  if (type != VECTOR_MESSAGE_RECORD || !wire_get_record(payload, a, f->names, f->n_names, r))
    return not_understood(f, e);
  return true;
}

void vector_file_close(struct vector_file *f) {
  if (!f) return;
  if (f->fd >= 0) close(f->fd);
  if (f->child > 0) {
    kill(f->child, SIGKILL);
    reap(f);
  }
  buf_free(&f->message);
  arena_free(f->arena);
  free(f);
}
