#include <string.h>
#include <sys/stat.h>
#include "cli/cli.h"
#include "core/version.h"
#include "snapshot/snapshot.h"
#include "store/db.h"

static const char SQL_COUNTS[] =
    "SELECT 'area', count(*) FROM area UNION ALL SELECT 'area_edition', count(*) FROM area_edition "
    "UNION ALL SELECT 'activity', count(*) FROM activity UNION ALL SELECT 'organisation', count(*) FROM organisation "
    "UNION ALL SELECT 'contribution', count(*) FROM contribution UNION ALL SELECT 'import_batch', count(*) FROM "
    "import_batch "
    "UNION ALL SELECT 'history', count(*) FROM history";
static const char SQL_LAYERS[] =
    "SELECT layer, geom_status, count(*), max(edition), coalesce(max(valid_from), '') FROM area "
    "GROUP BY layer, geom_status ORDER BY layer, geom_status";
static const char SQL_IMPORTS[] =
    "SELECT b.kind, d.title, b.started_at, coalesce(b.rows, 0), coalesce(d.licence, '') FROM import_batch b "
    "JOIN source_document d ON d.id = b.document_id ORDER BY b.id DESC LIMIT 20";

static const struct {
  const char *table, *es, *en;
} names[] = {{"area", "áreas", "areas"},
             {"area_edition", "ediciones anteriores de áreas", "earlier editions of areas"},
             {"activity", "proyectos", "projects"},
             {"organisation", "actores", "actors"},
             {"contribution", "aportes", "contributions"},
             {"import_batch", "cargas", "loads"},
             {"history", "cambios en la historia", "changes in the history"}};

static bool show_counts(struct cli *c, struct db *d, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, SQL_COUNTS, &s, e)) return false;
  db_stmt_begin(s);
  if (c->json) {
    jw_key(&c->w, "counts");
    jw_object(&c->w);
  }
  bool row, ok;
  for (size_t i = 0; (ok = db_step(s, &row, e)) && row; i++) {
    if (c->json) jw_kv_int(&c->w, names[i].table, db_col_int(s, 1));
    else buf_printf(&c->out, "%9lld %s\n", (long long)db_col_int(s, 1), cli_say(c, names[i].es, names[i].en));
  }
  if (c->json) jw_end(&c->w);
  return ok;
}

static bool show_layers(struct cli *c, struct db *d, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, SQL_LAYERS, &s, e)) return false;
  db_stmt_begin(s);
  if (c->json) {
    jw_key(&c->w, "layers");
    jw_array(&c->w);
  } else {
    buf_add_z(&c->out, cli_say(c, "áreas por clase:\n", "areas by kind:\n"));
  }
  bool row, ok;
  while ((ok = db_step(s, &row, e)) && row) {
    struct str layer = db_col_str(s, 0), status = db_col_str(s, 1), from = db_col_str(s, 4);
    if (c->json) {
      jw_object(&c->w);
      jw_kv_str(&c->w, "layer", layer);
      jw_kv_str(&c->w, "geometry", status);
      jw_kv_int(&c->w, "areas", db_col_int(s, 2));
      jw_kv_int(&c->w, "edition", db_col_int(s, 3));
      jw_kv_str(&c->w, "valid_from", from);
      jw_end(&c->w);
      continue;
    }
    buf_printf(&c->out, "%9lld %.*s, %.*s, %s %lld%s%.*s\n", (long long)db_col_int(s, 2), STR_ARG(layer),
               STR_ARG(status), cli_say(c, "edición", "edition"), (long long)db_col_int(s, 3),
               from.n ? cli_say(c, ", desde ", ", since ") : "", STR_ARG(from));
  }
  if (c->json) jw_end(&c->w);
  return ok;
}

static bool show_imports(struct cli *c, struct db *d, struct err *e) {
  struct db_stmt *s;
  if (!db_prepare(d, SQL_IMPORTS, &s, e)) return false;
  db_stmt_begin(s);
  if (c->json) {
    jw_key(&c->w, "loads");
    jw_array(&c->w);
  } else {
    buf_add_z(&c->out, cli_say(c, "últimas cargas:\n", "latest loads:\n"));
  }
  bool row, ok;
  while ((ok = db_step(s, &row, e)) && row) {
    if (c->json) {
      jw_object(&c->w);
      jw_kv_str(&c->w, "kind", db_col_str(s, 0));
      jw_kv_str(&c->w, "title", db_col_str(s, 1));
      jw_kv_str(&c->w, "started_at", db_col_str(s, 2));
      jw_kv_int(&c->w, "rows", db_col_int(s, 3));
      jw_kv_str(&c->w, "licence", db_col_str(s, 4));
      jw_end(&c->w);
      continue;
    }
    buf_printf(&c->out, "%9lld %.*s, %.*s, %.*s\n", (long long)db_col_int(s, 3), STR_ARG(db_col_str(s, 0)),
               STR_ARG(db_col_str(s, 2)), STR_ARG(db_col_str(s, 1)));
  }
  if (c->json) jw_end(&c->w);
  return ok;
}

static uint64_t size_of(const char *path) {
  struct stat st = {0};
  return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
}

/* A snapshot that is missing, old or damaged is news here, not a failure. */
static void show_snapshot(struct cli *c, const char *path, int64_t data_version) {
  struct snapshot *s = NULL;
  struct err why = {0};
  bool ok = snapshot_open(path, &s, &why), current = ok && snapshot_data_version(s) == data_version;
  if (c->json) {
    jw_key(&c->w, "snapshot");
    jw_object(&c->w);
    jw_kv_z(&c->w, "file", path);
    jw_kv_int(&c->w, "bytes", (int64_t)size_of(path));
    jw_kv_bool(&c->w, "usable", ok);
    jw_kv_bool(&c->w, "current", current);
    jw_kv_z(&c->w, "checksum", ok ? snapshot_checksum(s) : NULL);
    jw_kv_z(&c->w, "problem", ok ? NULL : why.text);
    jw_end(&c->w);
  } else if (!ok) {
    buf_printf(&c->out, cli_say(c, "instantánea: no sirve: %s\n", "snapshot: not usable: %s\n"), why.text);
  } else {
    buf_printf(&c->out, "%s: %s, ", cli_say(c, "instantánea", "snapshot"), path);
    cli_add_size(c, &c->out, size_of(path));
    buf_printf(&c->out, ", %s%s\n", snapshot_checksum(s),
               current ? ""
                       : cli_say(c, " (vieja: coopmap snapshot la renueva)", " (old: coopmap snapshot renews it)"));
  }
  if (s) snapshot_release(s);
}

static bool show(struct cli *c, struct db *d, const char *path, const char *snapshot, struct err *e) {
  int64_t version;
  if (!db_data_version(d, &version, e)) return false;
  if (c->json) {
    jw_kv_z(&c->w, "version", COOPMAP_VERSION);
    jw_kv_z(&c->w, "db", path);
    jw_kv_int(&c->w, "bytes", (int64_t)size_of(path));
    jw_kv_int(&c->w, "data_version", version);
  } else {
    buf_printf(&c->out, "coopmap %s\n%s, ", COOPMAP_VERSION, path);
    cli_add_size(c, &c->out, size_of(path));
    buf_printf(&c->out, cli_say(c, ", versión %lld de los datos\n", ", data version %lld\n"), (long long)version);
  }
  if (!show_counts(c, d, e) || !show_layers(c, d, e) || !show_imports(c, d, e)) return false;
  show_snapshot(c, snapshot, version);
  return true;
}

bool cmd_info(struct cli *c, const struct options *o, struct err *e) {
  struct db *d;
  if (!db_open(o->db, DB_READ, &d, e)) return false;
  struct buf snapshot = {0};
  cli_snapshot_path(o->db, &snapshot);
  bool ok = db_begin(d, e) && show(c, d, o->db, snapshot.data, e);
  db_rollback(d);
  buf_free(&snapshot);
  db_close(d);
  return ok;
}
