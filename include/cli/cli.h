#ifndef CLI_CLI_H
#define CLI_CLI_H
/* What every subcommand gets, and the table of subcommands. */
#include "cli/options.h"
#include "ingest/report.h"

struct cli {
  const struct command *command;
  enum cli_lang lang;
  bool colour;    /* standard output is a terminal and NO_COLOR is not set */
  bool progress;  /* standard error is a terminal and --quiet was not given */
  struct buf out; /* what goes to standard output once the command is done: text, or with --json the JSON */
  struct jw w;    /* with --json: inside the answer's object, and there again when the command returns */
  bool json;
};

/* Ends with a NULL name. */
extern const struct command cli_commands[];
/* The command that argv begins with, and how many words it took; NULL if there is none. */
const struct command *cli_find_command(int argc, char **argv, int *words);

/* The one of two sentences in the person's language. */
const char *cli_say(const struct cli *c, const char *es, const char *en);
/* --lang, else the first of LC_ALL, LC_MESSAGES and LANG that is set: Spanish if it begins with "es", otherwise English. */
enum cli_lang cli_language(int argc, char **argv);
/* Write and empty c->out now. ERR_IO when standard output cannot take it (a full disk, a closed pipe). */
bool cli_flush(struct cli *c, struct err *e);
/* For ingest_options.progress: one line on the terminal that overwrites itself, at most ten times a second. */
void cli_progress(void *user, uint64_t done, uint64_t total);
void cli_progress_clear(struct cli *c);
/* Seconds of a clock that only goes forward. */
double cli_clock(void);
/* DB + ".snapshot" in `path`. */
void cli_snapshot_path(const char *db, struct buf *path);
/* "12,3 MB" or "12.3 MB". */
void cli_add_size(const struct cli *c, struct buf *out, uint64_t bytes);

struct db;
/* The store, open for a person's decision: ERR_USAGE without --by. */
bool cli_open_to_decide(struct cli *c, const struct options *o, struct db **d, struct err *e);
/* True if the snapshot at `path` can be used and holds what the store has now. */
bool cli_snapshot_is_current(struct db *d, const char *path);
/* Build the snapshot of d at `path` and say so: a line of text, or a member "snapshot" of the JSON. */
bool cli_build_snapshot(struct cli *c, struct db *d, const char *path, struct err *e);
/* The same for a command whose change is committed, at the usual path: the error says that the data are in. */
bool cli_renew_snapshot(struct cli *c, const char *db, struct db *d, struct err *e);

/* The subcommands, one file each. */
bool cmd_init(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_areas(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_projects(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_actors(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_workbook(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_networks(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_members(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_goals(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_series(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_values(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_rates(struct cli *c, const struct options *o, struct err *e);
bool cmd_ingest_iati(struct cli *c, const struct options *o, struct err *e);
bool cmd_actors_merge(struct cli *c, const struct options *o, struct err *e);
bool cmd_actors_unmerge(struct cli *c, const struct options *o, struct err *e);
bool cmd_snapshot(struct cli *c, const struct options *o, struct err *e);
bool cmd_serve(struct cli *c, const struct options *o, struct err *e);
bool cmd_export(struct cli *c, const struct options *o, struct err *e);
bool cmd_template(struct cli *c, const struct options *o, struct err *e);
bool cmd_check(struct cli *c, const struct options *o, struct err *e);
bool cmd_discrepancies(struct cli *c, const struct options *o, struct err *e);
bool cmd_discrepancies_resolve(struct cli *c, const struct options *o, struct err *e);
bool cmd_discrepancies_undo(struct cli *c, const struct options *o, struct err *e);
bool cmd_duplicates(struct cli *c, const struct options *o, struct err *e);
bool cmd_duplicates_accept(struct cli *c, const struct options *o, struct err *e);
bool cmd_duplicates_reject(struct cli *c, const struct options *o, struct err *e);
bool cmd_duplicates_undo(struct cli *c, const struct options *o, struct err *e);
bool cmd_info(struct cli *c, const struct options *o, struct err *e);
bool cmd_help(struct cli *c, const struct options *o, struct err *e);
bool cmd_version(struct cli *c, const struct options *o, struct err *e);
#endif
