#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "api/serve.h"
#include "cli/cli.h"
#include "core/log.h"
#include "store/db.h"

/* The address is printed as soon as it answers, so that a script can wait for the line. */
static void ready(void *context, const char *address) {
  struct cli *c = context;
  if (c->json) {
    struct buf line = {0};
    struct jw w;
    jw_init(&w, &line);
    jw_object(&w);
    jw_kv_z(&w, "address", address);
    jw_end(&w);
    printf("%s\n", line.data);
    buf_free(&line);
  } else {
    printf(
        cli_say(c, "coopmap responde en %s (se detiene con Ctrl-C)\n", "coopmap answers at %s (stop it with Ctrl-C)\n"),
        address);
  }
  fflush(stdout); /* a closed standard output is no reason not to serve */
}

static enum log_level level_of(const char *name) {
  static const char *const names[] = {"error", "warn", "info", "debug"};
  for (unsigned i = 0; i < 4; i++)
    if (strcmp(name, names[i]) == 0) return (enum log_level)i;
  return LOG_INFO;
}

/* Without a snapshot the server can only say that there is none; the store knows why none could be built. */
static void explain_store(const char *path, struct err *e) {
  struct err why = {0};
  struct db *d;
  if (db_open(path, DB_READ, &d, &why)) db_close(d);
  else *e = why;
}

bool cmd_serve(struct cli *c, const struct options *o, struct err *e) {
  if (!o->snapshot && access(o->db, R_OK) != 0)
    return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
                   cli_say(c, "%s: no se puede leer (%s); coopmap init --db %s crea una base de datos",
                           "%s: cannot be read (%s); coopmap init --db %s makes a database"),
                   o->db, err_reason(errno), o->db);
  log_set_level(level_of(o->log_level));
  struct api_serve_options s = {.db = o->db,
                                .snapshot = o->snapshot,
                                .host = o->host,
                                .port = (uint16_t)o->port,
                                .public_url = o->public_url,
                                .trust_proxy = o->trust_proxy,
                                .cors = strcmp(o->cors, "none") == 0 ? NULL : o->cors,
                                .basemap_url = o->basemap_url,
                                .basemap_pmtiles = o->basemap_pmtiles,
                                .basemap_name = o->basemap_name,
                                .basemap_attribution = o->basemap_attribution,
                                .threads = (unsigned)o->threads,
                                .connections = (unsigned)o->connections,
                                .cache_mb = (uint64_t)o->cache_mb,
                                .idle_s = (unsigned)o->idle,
                                .request_s = (unsigned)o->request_timeout,
                                .ready = ready,
                                .context = c};
  if (api_serve(&s, e)) return true;
  if (!o->snapshot && e->kind != ERR_USAGE) explain_store(o->db, e);
  return false;
}
