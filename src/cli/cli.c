/* What the subcommands share: language, standard output that is checked, progress. */
#include "cli/cli.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include "snapshot/build.h"
#include "snapshot/snapshot.h"
#include "store/db.h"

const char *cli_say(const struct cli *c, const char *es, const char *en) { return c->lang == CLI_ES ? es : en; }

static enum cli_lang of_name(const char *name) { return strncmp(name, "es", 2) == 0 ? CLI_ES : CLI_EN; }

enum cli_lang cli_language(int argc, char **argv) {
  for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++) {
    if (strncmp(argv[i], "--lang=", 7) == 0) return of_name(argv[i] + 7);
    if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc) return of_name(argv[i + 1]);
  }
  static const char *const variables[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
  for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
    const char *value = getenv(variables[i]);
    if (value && *value) return of_name(value);
  }
  return CLI_EN;
}

bool cli_flush(struct cli *c, struct err *e) {
  if (c->out.len == 0) return true;
  errno = 0;
  bool written = fwrite(c->out.data, 1, c->out.len, stdout) == c->out.len && fflush(stdout) == 0;
  int reason = errno;
  buf_reset(&c->out);
  return written || err_set(e, ERR_IO, "%s: %s",
                            cli_say(c, "no se puede escribir en la salida", "cannot write to standard output"),
                            err_reason(reason));
}

double cli_clock(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double progress_next;

void cli_progress(void *user, uint64_t done, uint64_t total) {
  struct cli *c = user;
  double now = cli_clock();
  if (!c->progress || now < progress_next) return;
  progress_next = now + 0.1;
  /* Rows for some files, bytes for others: the share says the same for both. */
  if (total) fprintf(stderr, "\r\033[K%3.0f %%", 100.0 * (double)done / (double)total);
  else fprintf(stderr, "\r\033[K%llu", (unsigned long long)done);
  fflush(stderr);
}

void cli_progress_clear(struct cli *c) {
  if (c->progress && progress_next > 0) fputs("\r\033[K", stderr);
  progress_next = 0;
}

void cli_snapshot_path(const char *db, struct buf *path) {
  buf_add_z(path, db);
  buf_add_z(path, ".snapshot");
}

void cli_add_size(const struct cli *c, struct buf *out, uint64_t bytes) {
  static const char *const units[] = {"kB", "MB", "GB", "TB"};
  if (bytes < 1000) {
    buf_printf(out, "%u bytes", (unsigned)bytes);
    return;
  }
  double size = (double)bytes / 1000;
  size_t unit = 0;
  for (; size >= 999.95 && unit < 3; unit++) size /= 1000;
  unsigned tenths = (unsigned)(size * 10 + 0.5);
  buf_printf(out, "%u%c%u %s", tenths / 10, c->lang == CLI_ES ? ',' : '.', tenths % 10, units[unit]);
}

bool cli_snapshot_is_current(struct db *d, const char *path) {
  struct err ignored = {0};
  struct snapshot *s = NULL;
  int64_t version;
  bool current = db_data_version(d, &version, &ignored) && snapshot_open(path, &s, &ignored) &&
                 snapshot_data_version(s) == version;
  if (s) snapshot_release(s);
  return current;
}

bool cli_build_snapshot(struct cli *c, struct db *d, const char *path, struct err *e) {
  double start = cli_clock();
  if (!snapshot_build(d, path, e)) return false;
  double seconds = cli_clock() - start;
  struct stat st = {0};
  stat(path, &st);
  if (c->json) {
    jw_key(&c->w, "snapshot");
    jw_object(&c->w);
    jw_kv_z(&c->w, "file", path);
    jw_kv_int(&c->w, "bytes", st.st_size);
    jw_key(&c->w, "seconds");
    jw_double(&c->w, seconds, 3);
    jw_end(&c->w);
    return true;
  }
  buf_printf(&c->out, cli_say(c, "instantánea: %s (", "snapshot: %s ("), path);
  cli_add_size(c, &c->out, (uint64_t)st.st_size);
  buf_printf(&c->out, ", %.2f s)\n", seconds);
  return true;
}

bool cli_renew_snapshot(struct cli *c, const char *db, struct db *d, struct err *e) {
  struct buf path = {0};
  cli_snapshot_path(db, &path);
  bool ok = cli_build_snapshot(c, d, path.data, e);
  buf_free(&path);
  if (ok) return true;
  return err_context(
      e,
      cli_say(c,
              "los datos están guardados, pero no se pudo construir la instantánea; cuando se pueda: coopmap "
              "snapshot --db %s",
              "the data are saved, but the snapshot could not be built; once it can: coopmap snapshot --db %s"),
      db);
}

bool cli_open_to_decide(struct cli *c, const struct options *o, struct db **d, struct err *e) {
  if (!o->by)
    return err_set(e, ERR_USAGE,
                   cli_say(c, "Falta --by: quién lo decide. Vea: coopmap %s --help",
                           "--by is missing: who decides it. See: coopmap %s --help"),
                   c->command->name);
  return db_open(o->db, DB_WRITE, d, e);
}
