/* One kind and one text: see the header. A NULL `e` is allowed everywhere, for callers that only want the bool. */
#include "core/err.h"
#include <stdio.h>
#include <string.h>

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
