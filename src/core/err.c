/* One kind and one text: see the header. A NULL `e` is allowed everywhere, for callers that only want the bool. */
#include "core/err.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

static _Thread_local enum err_lang language = ERR_EN;

void err_speak(enum err_lang lang) { language = lang; }
enum err_lang err_spoken(void) { return language; }
const char *err_pick(const char *es, const char *en) { return language == ERR_ES ? es : en; }

const char *err_reason(int number) {
  switch (number) {
  case ENOENT: return err_pick("no existe", "it does not exist");
  case EACCES:
  case EPERM: return err_pick("no hay permiso", "permission is denied");
  case EISDIR: return err_pick("es una carpeta", "it is a folder");
  case ENOTDIR: return err_pick("una parte de la ruta no es una carpeta", "a part of the path is not a folder");
  case EROFS: return err_pick("el disco es de solo lectura", "the disk is read-only");
  case ENOSPC: return err_pick("no queda espacio en el disco", "no space is left on the disk");
  case EDQUOT: return err_pick("se agotó la cuota de disco", "the disk quota is used up");
  case EMFILE:
  case ENFILE: return err_pick("hay demasiados archivos abiertos", "too many files are open");
  case ENOMEM: return err_pick("no queda memoria", "no memory is left");
  default: return strerror(number); /* NOLINT(concurrency-mt-unsafe): glibc's own texts are constant */
  }
}

/* A text cut to its array may end in the middle of a UTF-8 sequence; drop that piece, for JSON and terminals. */
static void end_on_character(char *s) {
  size_t n = strlen(s), i = n;
  while (i > 0 && n - i < 4 && ((unsigned char)s[i - 1] & 0xC0) == 0x80) i--;
  if (i == 0) return;
  unsigned char lead = (unsigned char)s[i - 1];
  size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (want > 1 && n - (i - 1) < want) s[i - 1] = '\0';
}

bool err_set(struct err *e, enum err_kind kind, const char *fmt, ...) {
  if (!e) return false;
  char text[sizeof e->text]; /* the arguments may point into e itself */
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  end_on_character(text);
  e->kind = kind;
  e->detail[0] = '\0';
  memcpy(e->text, text, sizeof text);
  return false;
}

bool err_detail(struct err *e, const char *fmt, ...) {
  if (!e) return false;
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(e->detail, sizeof e->detail, fmt, ap);
  va_end(ap);
  end_on_character(e->detail);
  return false;
}

bool err_context(struct err *e, const char *fmt, ...) {
  if (!e) return false;
  char context[sizeof e->text], old[sizeof e->text];
  memcpy(old, e->text, sizeof old);
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(context, sizeof context, fmt, ap);
  va_end(ap);
  size_t n = strlen(context);
  snprintf(e->text, sizeof e->text, "%s", context);
  if (n < sizeof e->text) snprintf(e->text + n, sizeof e->text - n, ": %s", old);
  end_on_character(e->text);
  return false;
}

void err_clear(struct err *e) {
  if (!e) return;
  e->kind = ERR_NONE;
  e->text[0] = e->detail[0] = '\0';
}

int err_exit_status(enum err_kind kind) {
  switch (kind) {
  case ERR_NONE: return 0;
  case ERR_USAGE: return 2;
  case ERR_INPUT:
  case ERR_LIMIT:
  case ERR_GEOM: return 3;
  case ERR_NOT_FOUND:
  case ERR_CONFLICT:
  case ERR_BUSY: return 4;
  case ERR_IO:
  case ERR_DB:
  case ERR_BUG: return 1;
  }
  return 1;
}
