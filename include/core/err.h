#ifndef CORE_ERR_H
#define CORE_ERR_H
/* Errors: one kind and one text that the person who caused it can act on.
 *
 * Every function that can fail returns bool (or a pointer) and takes `struct err *e` last. Exactly two places translate a
 * kind for the outside: cli/main.c (exit status) and http/response.c (HTTP status). */
#include <stdbool.h>
#include <stdarg.h>

enum err_kind {
  ERR_NONE = 0,
  ERR_INPUT,     /* the caller's data or request is wrong; exit 3 (or 2 for usage), HTTP 400 */
  ERR_USAGE,     /* the command line is wrong; exit 2 */
  ERR_NOT_FOUND, /* exit 4, HTTP 404 */
  ERR_CONFLICT,  /* locked or changed meanwhile; exit 4, HTTP 409 */
  ERR_LIMIT,     /* larger than a stated bound; exit 3, HTTP 413 or 400 */
  ERR_IO,        /* exit 1, HTTP 500 */
  ERR_DB,        /* exit 1, HTTP 500 */
  ERR_GEOM,      /* a geometry that cannot be used; exit 3, HTTP 400 */
  ERR_BUSY,      /* try again later; exit 4, HTTP 503 */
  ERR_BUG        /* a broken promise of our own; exit 1, HTTP 500 */
};

struct err {
  enum err_kind kind;
  char text[768];   /* for a person: what, where, and what to do */
  char detail[256]; /* for the log only: library messages, paths */
};

/* Set kind and text (printf format). Always returns false, so `return err_set(e, …);`. */
bool err_set(struct err *e, enum err_kind kind, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* Set the internal detail that is logged and never sent. Always returns false. */
bool err_detail(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Put "CONTEXT: " before the text. Always returns false. */
bool err_context(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Forget an error that was handled. */
void err_clear(struct err *e);
/* ---- the language of what a person is told
 *
 * Errors that a user causes are written in both languages where they arise: err_set(e, ERR_INPUT, err_pick(es, en), …).
 * The language belongs to the thread (a child that was forked keeps it): the command line sets it once before anything
 * else, the server with every request it begins and every answer it makes. English until set. What only a developer or
 * the log can use (ERR_BUG, damaged rows of the store) is English alone. */
enum err_lang { ERR_EN, ERR_ES };
void err_speak(enum err_lang lang);
enum err_lang err_spoken(void);
/* `es` or `en`; both take the same arguments in the same order. */
const char *err_pick(const char *es, const char *en) __attribute__((format_arg(1), format_arg(2)));
/* What an errno means, in that language: the common ones; the rest as the system says it (English). */
const char *err_reason(int number);
/* Exit status of the documented list: 0 fine, 1 failed, 2 usage, 3 data refused, 4 not found or locked. */
int err_exit_status(enum err_kind kind);
#endif
