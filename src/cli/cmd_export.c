#include <string.h>
#include <sys/stat.h>
#include "api/export.h"
#include "cli/cli.h"
#include "store/db.h"

/* A snapshot that is not there may mean that the store is not there either, which is the better thing to say. */
static bool open_snapshot(struct cli *c, const struct options *o, struct snapshot **s, struct err *e) {
  if (o->snapshot) return snapshot_open(o->snapshot, s, e);
  struct buf path = {0};
  cli_snapshot_path(o->db, &path);
  bool ok = snapshot_open(path.data, s, e);
  buf_free(&path);
  if (ok || e->kind != ERR_NOT_FOUND) return ok;
  struct db *d;
  if (!db_open(o->db, DB_READ, &d, e)) return false;
  db_close(d);
  return err_set(e, ERR_NOT_FOUND,
                 cli_say(c, "%s no tiene instantánea todavía: coopmap snapshot --db %s",
                         "%s has no snapshot yet: coopmap snapshot --db %s"),
                 o->db, o->db);
}

/* What the address on the web would say. */
static bool run(struct snapshot *s, const struct options *o, struct err *e) {
  struct buf query = {0};
  buf_add_z(&query, o->filter ? o->filter : "");
  if (o->hxl) buf_add_z(&query, query.len ? "&hxl=1" : "hxl=1");
  bool ok = export_run(s, o->collection, o->format, query.data, o->public_url, o->out, e);
  buf_free(&query);
  return ok;
}

bool cmd_export(struct cli *c, const struct options *o, struct err *e) {
  bool to_output = strcmp(o->out, "-") == 0;
  if (o->hxl && strcmp(o->format, "csv") != 0)
    return err_set(e, ERR_USAGE, "%s",
                   cli_say(c, "--hxl es de los CSV: agregue --format csv", "--hxl is for CSV: add --format csv"));
  if (to_output && c->json)
    return err_set(e, ERR_USAGE, "%s",
                   cli_say(c, "--json necesita --out ARCHIVO: la salida es la exportación",
                           "--json needs --out FILE: standard output is the export"));
  if (to_output && !export_streams(o->format))
    return err_set(e, ERR_USAGE, cli_say(c, "el formato %s necesita --out ARCHIVO", "the format %s needs --out FILE"),
                   o->format);
  struct snapshot *s;
  if (!open_snapshot(c, o, &s, e)) return false;
  double start = cli_clock();
  bool ok = run(s, o, e);
  double seconds = cli_clock() - start;
  snapshot_release(s);
  if (!ok || to_output) return ok;
  struct stat st = {0};
  stat(o->out, &st);
  if (c->json) {
    jw_kv_z(&c->w, "file", o->out);
    jw_kv_int(&c->w, "bytes", st.st_size);
    jw_key(&c->w, "seconds");
    jw_double(&c->w, seconds, 3);
    return true;
  }
  buf_printf(&c->out, "%s (", o->out);
  cli_add_size(c, &c->out, (uint64_t)st.st_size);
  buf_printf(&c->out, ", %.2f s)\n", seconds);
  return true;
}
