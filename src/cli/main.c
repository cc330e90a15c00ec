/* coopmap COMMAND …: find the command, parse its options, run it, and translate the result into text or JSON and an exit
 * status. One of the two places where an error kind gets its outside meaning. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/cli.h"

static const char *kind_name(enum err_kind kind) {
  switch (kind) {
  case ERR_NONE: return "none";
  case ERR_INPUT: return "input";
  case ERR_USAGE: return "usage";
  case ERR_NOT_FOUND: return "not-found";
  case ERR_CONFLICT: return "conflict";
  case ERR_LIMIT: return "limit";
  case ERR_IO: return "io";
  case ERR_DB: return "db";
  case ERR_GEOM: return "geometry";
  case ERR_BUSY: return "busy";
  case ERR_BUG: return "bug";
  }
  return "bug";
}

static bool plain_output(void) {
  const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
  return !isatty(STDOUT_FILENO) || (no_color && *no_color) || (term && strcmp(term, "dumb") == 0);
}

static bool has_flag(int argc, char **argv, const char *flag) {
  for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
    if (strcmp(argv[i], flag) == 0) return true;
  return false;
}

/* Run with the envelope that every JSON answer has: command, the command's own members, ok, error. */
static bool run(struct cli *c, const struct options *o, struct err *e) {
  c->json = o->json;
  if (!c->json) return c->command->run(c, o, e);
  jw_init(&c->w, &c->out);
  jw_object(&c->w);
  jw_kv_z(&c->w, "command", c->command->name);
  bool ok = c->command->run(c, o, e);
  jw_kv_bool(&c->w, "ok", ok);
  if (!ok) {
    jw_key(&c->w, "error");
    jw_object(&c->w);
    jw_kv_z(&c->w, "kind", kind_name(e->kind));
    jw_kv_z(&c->w, "text", e->text);
    jw_end(&c->w);
  }
  jw_end(&c->w);
  buf_add_char(&c->out, '\n');
  return ok;
}

/* A JSON answer also for what went wrong before the command ran. */
static void report_usage(struct cli *c, const struct err *e, bool json) {
  if (!json) return;
  jw_init(&c->w, &c->out);
  jw_object(&c->w);
  jw_kv_bool(&c->w, "ok", false);
  jw_key(&c->w, "error");
  jw_object(&c->w);
  jw_kv_z(&c->w, "kind", kind_name(e->kind));
  jw_kv_z(&c->w, "text", e->text);
  jw_end(&c->w);
  jw_end(&c->w);
  buf_add_char(&c->out, '\n');
}

static bool find_and_run(struct cli *c, int argc, char **argv, struct err *e) {
  int words = 0, before = argc > 1 && strncmp(argv[0], "--lang=", 7) == 0 ? 1
                          : argc > 2 && strcmp(argv[0], "--lang") == 0    ? 2
                                                                          : 0;
  argc -= before; /* --lang was read already, and may also stand before the command */
  argv += before;
  bool json = has_flag(argc, argv, "--json");
  c->command = cli_find_command(argc, argv, &words);
  if (!c->command) {
    err_set(e, ERR_USAGE,
            cli_say(c, "No hay una orden «%s». Vea: coopmap help", "There is no command \"%s\". See: coopmap help"),
            argv[0]);
    report_usage(c, e, json);
    return false;
  }
  struct options o;
  if (!options_parse(c->command, c->lang, argc - words, argv + words, &o, e)) {
    report_usage(c, e, json);
    return false;
  }
  c->progress = !o.quiet && isatty(STDERR_FILENO);
  if (o.help) {
    if (c->command->run == cmd_help) return cmd_help(c, &o, e);
    options_help(c->command, c->lang, c->colour, &c->out);
    return true;
  }
  return run(c, &o, e);
}

int main(int argc, char **argv) {
  signal(SIGPIPE, SIG_IGN);        /* a closed pipe is a write error like any other */
  unsetenv("SPATIALITE_SECURITY"); /* its value "relaxed" lets SQL read and write files */
  struct cli c = {.lang = cli_language(argc - 1, argv + 1), .colour = !plain_output()};
  struct err e = {0}, output = {0};
  err_speak(c.lang == CLI_ES ? ERR_ES : ERR_EN);
  static char help[] = "help";
  static char *nothing[] = {help, NULL};
  bool ok = argc > 1 ? find_and_run(&c, argc - 1, argv + 1, &e) : find_and_run(&c, 1, nothing, &e);
  bool written = cli_flush(&c, &output);
  buf_free(&c.out);
  if (!ok) fprintf(stderr, "coopmap: %s\n", e.text);
  if (!ok && e.detail[0] && e.kind != ERR_USAGE && e.kind != ERR_INPUT) fprintf(stderr, "coopmap: (%s)\n", e.detail);
  if (!written) fprintf(stderr, "coopmap: %s\n", output.text);
  if (!ok) return err_exit_status(e.kind);
  if (argc == 1) return 2; /* the help was shown because nothing was asked */
  return written ? 0 : 1;
}
