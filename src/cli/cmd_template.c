/* template: the workbook to fill in. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli/cli.h"
#include "format/xlsx.h"
#include "snapshot/build.h"
#include "snapshot/snapshot.h"
#include "store/db.h"

/* The snapshot of an empty store: the program's own code lists, no areas and no actors. */
static bool own_lists(struct snapshot **s, struct err *e) {
  const char *base = getenv("TMPDIR");
  struct buf folder = {0}, db = {0}, snapshot = {0};
  buf_printf(&folder, "%s/coopmap-XXXXXX", base && *base ? base : "/tmp");
  if (!mkdtemp(folder.data)) {
    err_set(e, ERR_IO, err_pick("no se pudo hacer una carpeta en %s: %s", "no folder could be made in %s: %s"),
            base && *base ? base : "/tmp", err_reason(errno));
    buf_free(&folder);
    return false;
  }
  struct db *d = NULL;
  buf_printf(&db, "%s/empty.db", folder.data);
  buf_printf(&snapshot, "%s/empty.snapshot", folder.data);
  bool ok = db_create(db.data, e) && db_open(db.data, DB_READ, &d, e) && snapshot_build(d, snapshot.data, e) &&
            snapshot_open(snapshot.data, s, e); /* mapped: the file itself may go */
  if (d) db_close(d);
  unlink(snapshot.data);
  unlink(db.data);
  rmdir(folder.data);
  buf_free(&folder);
  buf_free(&db);
  buf_free(&snapshot);
  return ok;
}

static bool lists_of(struct cli *c, const char *db, struct snapshot **s, struct err *e) {
  if (!db) return own_lists(s, e);
  struct buf path = {0};
  struct db *d;
  if (!db_open(db, DB_READ, &d, e)) return false;
  db_close(d);
  cli_snapshot_path(db, &path);
  bool ok = snapshot_open(path.data, s, e);
  buf_free(&path);
  if (ok || e->kind != ERR_NOT_FOUND) return ok;
  return err_set(e, ERR_NOT_FOUND,
                 cli_say(c, "%s no tiene instantánea todavía: coopmap snapshot --db %s",
                         "%s has no snapshot yet: coopmap snapshot --db %s"),
                 db, db);
}

/* A workbook that is there may be one that somebody has been filling in. */
static bool is_free(struct cli *c, const char *path, struct err *e) {
  struct stat st;
  if (stat(path, &st) != 0) return true;
  return err_set(e, ERR_CONFLICT,
                 cli_say(c, "%s ya existe y puede tener datos; dé otro nombre o bórrelo",
                         "%s exists already and may hold data; give another name or delete it"),
                 path);
}

bool cmd_template(struct cli *c, const struct options *o, struct err *e) {
  const char *path = o->arguments[0];
  struct snapshot *s;
  if (!is_free(c, path, e) || !lists_of(c, o->template_db, &s, e)) return false;
  bool ok = xlsx_write_template(path, s, c->lang == CLI_EN ? SNAP_EN : SNAP_ES, e);
  snapshot_release(s);
  if (!ok) return err_context(e, "%s", path);
  if (c->json) jw_kv_z(&c->w, "file", path);
  else
    buf_printf(&c->out,
               cli_say(c, "%s\nllénelo y cárguelo: coopmap ingest workbook %s --dry-run --errors errores.xlsx\n",
                       "%s\nfill it in and load it: coopmap ingest workbook %s --dry-run --errors errors.xlsx\n"),
               path, path);
  return true;
}
