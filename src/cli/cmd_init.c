/* init and snapshot: what makes files. */
#include "cli/cli.h"
#include "store/db.h"

bool cmd_init(struct cli *c, const struct options *o, struct err *e) {
  if (!db_create(o->db, e)) return false;
  if (c->json) {
    jw_kv_z(&c->w, "db", o->db);
    return true;
  }
  buf_printf(&c->out, cli_say(c, "base de datos nueva: %s\n", "new database: %s\n"), o->db);
  buf_printf(
      &c->out,
      cli_say(c, "lo siguiente: coopmap ingest areas ARCHIVO --db %s\n", "next: coopmap ingest areas FILE --db %s\n"),
      o->db);
  return true;
}

static bool build(struct cli *c, const struct options *o, struct db *d, const char *path, struct err *e) {
  if (!o->if_stale || !cli_snapshot_is_current(d, path)) return cli_build_snapshot(c, d, path, e);
  if (c->json) jw_kv_bool(&c->w, "current", true);
  else buf_printf(&c->out, cli_say(c, "%s está al día\n", "%s is up to date\n"), path);
  return true;
}

bool cmd_snapshot(struct cli *c, const struct options *o, struct err *e) {
  struct db *d;
  if (!db_open(o->db, DB_READ, &d, e)) return false;
  struct buf path = {0};
  if (o->out) buf_add_z(&path, o->out);
  else cli_snapshot_path(o->db, &path);
  bool ok = build(c, o, d, path.data, e);
  buf_free(&path);
  db_close(d);
  return ok;
}
