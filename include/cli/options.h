#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H
/* The command line as data. Each command has one table of options; parsing, help, `help --json` (which the test of the man page
 * reads) and defaults come from it and from nothing else. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "core/buf.h"
#include "core/err.h"
#include "core/jw.h"

enum cli_lang { CLI_ES, CLI_EN };

/* Where every option of every command lands; a command reads the fields of its own table. Texts point into argv. */
struct options {
  bool help, json, quiet, dry_run, partial, no_snapshot, swap_axes, if_stale;
  const char *lang, *db, *file;
  const char *title, *licence, *publisher, *retrieved;                                /* ingest */
  const char *layer, *status, *code_field, *name_field, *parent_field, *parent_layer; /* ingest areas */
  const char *code_prefix, *match, *edition, *file_layer;
  int64_t crs, timeout;
  double overlap;
  const char *encoding, *delimiter, *numbers, *errors; /* ingest projects, actors */
  const char *collection, *format, *filter, *out;      /* export, snapshot */
  bool hxl;                                            /* export */
  const char *template_db;                             /* template: NULL without --db */
  const char *by, *note;                               /* who decides, and why */
  bool open, csv;                                      /* discrepancies, duplicates */
  const char *rule, *verdict;
  const char *snapshot, *host, *public_url, *trust_proxy, *cors; /* serve */
  const char *basemap_url, *basemap_pmtiles, *basemap_name, *basemap_attribution, *log_level;
  int64_t port, threads, connections, cache_mb, idle, request_timeout;
  const char *const *arguments; /* what is not an option, in order; n_arguments */
  size_t n_arguments;
};

enum option_kind {
  OPTION_FLAG,
  OPTION_TEXT,
  OPTION_CHOICE,
  OPTION_INT,
  OPTION_REAL,
  OPTION_EPSG /* 9377 or EPSG:9377, an int64_t */,
  OPTION_QUERY /* a text that may be empty */
};
struct option_spec {
  const char *name;  /* "db" for --db */
  const char *value; /* what help calls the value, "FILE"; NULL for a flag */
  enum option_kind kind;
  size_t at;            /* offset in struct options: bool, const char *, int64_t or double by kind */
  const char *standard; /* the value when it is not given, as it would be typed; NULL: NULL, 0 or false */
  const char *choices;  /* OPTION_CHOICE: "es|en" */
  double min, max;      /* OPTION_INT, OPTION_REAL: inclusive */
  const char *es, *en;  /* one line */
};

struct cli;
struct command {
  const char *name;                         /* "ingest areas" */
  const char *arguments;                    /* "FILE"; "" none; "[COMMAND…]" any number */
  size_t n_arguments;                       /* exactly so many; SIZE_MAX any */
  const char *es, *en;                      /* what it does, one line */
  const char *more_es, *more_en;            /* paragraphs of its help; NULL none */
  const char *examples;                     /* lines */
  const struct option_spec *const *options; /* NULL-terminated */
  bool (*run)(struct cli *c, const struct options *o, struct err *e);
};

/* Fill `out` from argv (after the command's words). ERR_USAGE names the option, what is wrong with it, and the help to read.
 * With --help among them everything else is let pass. */
bool options_parse(const struct command *c, enum cli_lang lang, int argc, char **argv, struct options *out,
                   struct err *e);
/* The help of one command, and what `help --json` says about it (an object). */
void options_help(const struct command *c, enum cli_lang lang, bool bold, struct buf *out);
void options_json(const struct command *c, struct jw *w);
#endif
