/* actors merge | unmerge: what a person decided about two entries, then the snapshot. */
#include <string.h>
#include "cli/cli.h"
#include "domain/decision.h"
#include "store/db.h"

typedef bool change(struct db *d, const struct history_batch *b, const struct options *o, struct err *e);

static bool merge(struct db *d, const struct history_batch *b, const struct options *o, struct err *e) {
  return actor_merge(d, b, str_from(o->arguments[0]), str_from(o->arguments[1]), str_from(o->note), e);
}
static bool unmerge(struct db *d, const struct history_batch *b, const struct options *o, struct err *e) {
  return actor_unmerge(d, b, str_from(o->arguments[0]), str_from(o->note), e);
}

static bool decide(struct db *d, const struct options *o, change *make, struct err *e) {
  struct history_batch b;
  if (!db_begin(d, e)) return false;
  bool ok = decision_batch(d, o->by, &b, e) && make(d, &b, o, e) && history_batch_end(d, &b, 1, 0, 1, 0, e) &&
            db_commit(d, e);
  if (!ok) db_rollback(d);
  return ok;
}

static void say(struct cli *c, const struct options *o, const char *es, const char *en) {
  if (c->json) {
    jw_kv_z(&c->w, "db", o->db);
    jw_kv_z(&c->w, "from", o->arguments[0]);
    jw_kv_z(&c->w, "into", o->n_arguments > 1 ? o->arguments[1] : NULL);
    return;
  }
  buf_add_z(&c->out, o->arguments[0]);
  buf_add_z(&c->out, cli_say(c, es, en));
  if (o->n_arguments > 1) buf_add_z(&c->out, o->arguments[1]);
  buf_add_char(&c->out, '\n');
}

static bool run(struct cli *c, const struct options *o, change *make, const char *es, const char *en, struct err *e) {
  struct db *d;
  if (!cli_open_to_decide(c, o, &d, e)) return false;
  bool ok = decide(d, o, make, e);
  if (ok) say(c, o, es, en);
  if (ok && !o->no_snapshot) ok = cli_renew_snapshot(c, o->db, d, e);
  db_close(d);
  return ok;
}

bool cmd_actors_merge(struct cli *c, const struct options *o, struct err *e) {
  return run(c, o, merge, " se lee ahora como ", " is now read as ", e);
}
bool cmd_actors_unmerge(struct cli *c, const struct options *o, struct err *e) {
  return run(c, o, unmerge, " es otra vez un actor aparte", " is an actor of its own again", e);
}
