/* The parent: checks the name, starts the child, believes nothing it sends. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include "geo/child.h"
#include "geo/vector_file_internal.h"

struct vector_file {
  struct child_process child;
  uint32_t timeout_s;
  bool spanish;
  struct arena *arena; /* names */
  struct str *names;
  uint32_t n_names;
  struct buf message;
  bool ended;
};

/* A plain file or folder. GDAL takes names that are no files ("/vsicurl/…", "PG:…"); what was found on the disk is none of
 * them. */
static bool find_place(const char *path, bool spanish, struct child_place *p, struct err *e) {
  if (!child_place_find(path, p, e)) return false;
  if (!p->is_file && !p->is_folder)
    return err_set(e, ERR_INPUT, spanish ? "%s no es un archivo ni una carpeta" : "%s is neither a file nor a folder",
                   path);
  if (strncmp(p->path, "/vsi", 4) == 0 || strpbrk(p->path, "{}"))
    return err_set(e, ERR_INPUT,
                   spanish ? "%s: dé otro nombre al archivo, sin { } y no bajo /vsi…"
                           : "%s: give the file another name, without { } and not below /vsi…",
                   path);
  return true;
}

struct task {
  const char *path;
  const struct vector_options *o;
};

static void run_task(int fd, void *user) {
  const struct task *t = user;
  vector_child_run(fd, t->path, t->o);
}

static bool took_too_long(struct vector_file *f, struct err *e) {
  return err_set(e, ERR_LIMIT,
                 f->spanish ? "leer el archivo tardó más de %u segundos; simplifíquelo o pártalo"
                            : "reading the file took longer than %u seconds; simplify or split it",
                 f->timeout_s);
}

/* The child went away without a word. */
static bool explain_death(struct vector_file *f, struct err *e) {
  int status = child_reap(&f->child);
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
    ssize_t got = child_read(&f->child, to, n);
    if (got < 0 && errno == ETIMEDOUT) return took_too_long(f, e);
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
  struct child_place place;
  enum vector_message type = VECTOR_MESSAGE_END;
  struct str payload = {"", 0};
  if (o->epsg && !crs_is_known(o->epsg)) {
    char number[16];
    int ignored;
    snprintf(number, sizeof number, "%d", o->epsg);
    return crs_parse(number, &ignored, e);
  }
  if (!find_place(path, o->spanish, &place, e)) return false;
  struct vector_file *f = mem_calloc(1, sizeof *f);
  f->spanish = o->spanish;
  f->timeout_s = o->timeout_s ? o->timeout_s : 600;
  f->arena = arena_new(0);
  bool opened = child_start(&f->child, place.folder, f->timeout_s, run_task, &(struct task){place.path, o}, e) &&
                receive_message(f, &type, &payload, e);
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
  child_stop(&f->child);
  buf_free(&f->message);
  arena_free(f->arena);
  free(f);
}
