/* check: the file, the rules, and the sum that must close. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/cli.h"
#include "core/mem.h"
#include "domain/check.h"
#include "findings.h"
#include "query/summary.h"
#include "snapshot/build.h"
#include "store/db.h"

struct findings {
  struct cli *c;
  uint64_t errors, others;
  struct decisions decisions;
};

static void add_error(void *user, const char *code, const char *es, const char *en) {
  struct findings *f = user;
  struct cli *c = f->c;
  f->errors++;
  if (!c->json) {
    buf_printf(&c->out, "%serror%s [%s]: %s\n", c->colour ? "\033[31m" : "", c->colour ? "\033[0m" : "", code,
               cli_say(c, es, en));
    return;
  }
  jw_object(&c->w);
  jw_kv_z(&c->w, "severity", "error");
  jw_kv_z(&c->w, "code", code);
  jw_kv_z(&c->w, "text", cli_say(c, es, en));
  jw_end(&c->w);
}

static void add_damage(void *user, const char *text) { add_error(user, "archivo", text, text); }

/* Every project counted once: where its money is. */
static void show_totals(struct cli *c, const struct summary *t) {
  const struct {
    const char *key, *es, *en;
    uint64_t projects;
    i128 minor;
  } parts[] = {
      {"total", "total de los proyectos", "total of the projects", t->total.projects, t->total.full_minor},
      {"areas", "atado a áreas", "tied to areas", 0, t->direct_sum},
      {"unallocated", "sin asignar entre áreas", "not allocated among areas", t->unallocated.projects,
       t->unallocated.full_minor},
      {"named", "lugar con nombre, sin geometría", "named place without geometry", t->unplaced[SNAP_NAMED].projects,
       t->unplaced[SNAP_NAMED].full_minor},
      {"city", "toda la ciudad", "the whole city", t->unplaced[SNAP_CITY].projects, t->unplaced[SNAP_CITY].full_minor},
      {"beyond", "fuera de la ciudad", "beyond the city", t->unplaced[SNAP_BEYOND].projects,
       t->unplaced[SNAP_BEYOND].full_minor},
      {"unknown", "lugar desconocido", "unknown place", t->unplaced[SNAP_UNKNOWN].projects,
       t->unplaced[SNAP_UNKNOWN].full_minor}};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    struct buf money = {0};
    if (c->json) {
      jw_key(&c->w, parts[i].key);
      jw_minor(&c->w, parts[i].minor);
      continue;
    }
    if (c->lang == CLI_ES) decimal_write_minor_es(&money, parts[i].minor);
    else decimal_write_minor_en(&money, parts[i].minor);
    buf_printf(&c->out, "%26s COP  %s", money.data, cli_say(c, parts[i].es, parts[i].en));
    if (i != 1) buf_printf(&c->out, " (%llu)", (unsigned long long)parts[i].projects);
    buf_add_char(&c->out, '\n');
    buf_free(&money);
  }
  uint64_t silent = t->total.without_value + t->total.no_disbursement, other = t->total.other_currency;
  if (c->json) {
    jw_kv_int(&c->w, "projects", (int64_t)t->total.projects);
    jw_kv_int(&c->w, "without_value", (int64_t)t->total.without_value);
    jw_kv_int(&c->w, "no_disbursement", (int64_t)t->total.no_disbursement);
    jw_kv_int(&c->w, "other_currency", (int64_t)other);
    jw_kv_bool(&c->w, "closes", t->closes);
    return;
  }
  buf_printf(&c->out,
             cli_say(c, "proyectos sin valor: %llu; en otra moneda: %llu\n",
                     "projects without a value: %llu; in another currency: %llu\n"),
             (unsigned long long)silent, (unsigned long long)other);
  buf_add_z(&c->out, t->closes ? cli_say(c, "las cuentas cierran\n", "the totals close\n")
                               : cli_say(c, "LAS CUENTAS NO CIERRAN\n", "THE TOTALS DO NOT CLOSE\n"));
}

static bool check_totals(struct cli *c, const char *path, bool *closes, struct err *e) {
  struct snapshot *s;
  if (!snapshot_open(path, &s, e)) return false;
  struct filter_spec everything = {0};
  struct filter *f = NULL;
  struct summary t;
  struct arena *a = arena_new(0);
  i128 other_layers;
  bool ok = filter_compile(s, &everything, &f, e) && summary_by_area(f, a, STR(""), STR("COP"), &t, &other_layers, e);
  if (ok) {
    if (c->json) {
      jw_key(&c->w, "totals");
      jw_object(&c->w);
    }
    show_totals(c, &t);
    if (c->json) jw_end(&c->w);
    *closes = t.closes;
  }
  arena_free(a);
  filter_free(f);
  snapshot_release(s);
  return ok;
}

/* A snapshot for this alone: beside the store, or where that folder is read-only, in a folder of TMPDIR (*folder, else ""). */
static bool build_trial(struct db *d, struct buf *path, struct buf *folder, struct err *e) {
  buf_printf(path, ".check-%ld", (long)getpid());
  if (snapshot_build(d, path->data, e)) return true;
  if (e->kind != ERR_IO) return false;
  const char *temporary = getenv("TMPDIR");
  buf_printf(folder, "%s/coopmap-check-XXXXXX", temporary && *temporary ? temporary : "/tmp");
  if (!mkdtemp(folder->data)) {
    buf_reset(folder);
    return false;
  }
  err_clear(e);
  buf_reset(path);
  buf_printf(path, "%s/trial.snapshot", folder->data);
  return snapshot_build(d, path->data, e);
}

/* The totals are those of a snapshot; where the one beside the store is old, of one made for this. */
static bool totals(struct cli *c, struct db *d, const char *db, bool *closes, struct err *e) {
  struct buf path = {0}, folder = {0};
  cli_snapshot_path(db, &path);
  bool temporary = !cli_snapshot_is_current(d, path.data);
  bool ok = (!temporary || build_trial(d, &path, &folder, e)) && check_totals(c, path.data, closes, e);
  if (temporary) unlink(path.data);
  if (folder.len) rmdir(folder.data);
  buf_free(&path);
  buf_free(&folder);
  return ok;
}

static bool add_finding(void *user, const struct discrepancy *x, struct err *e) {
  (void)e;
  struct findings *f = user;
  const struct decision *decided = decisions_find(&f->decisions, x->key);
  f->others++;
  if (f->c->json) finding_write_json(f->c, x, decided);
  else finding_write_text(f->c, x, decided);
  return true;
}

/* What must hold, then what a person should look at. */
static bool find(struct findings *f, struct db *d, struct err *e) {
  struct cli *c = f->c;
  if (c->json) {
    jw_key(&c->w, "problems");
    jw_array(&c->w);
  }
  bool ok = db_check(d, add_damage, f, e) && domain_check(d, add_error, f, e);
  if (c->json) {
    jw_end(&c->w);
    jw_key(&c->w, "findings");
    jw_array(&c->w);
  }
  ok = ok && decisions_load(d, &f->decisions, e) && discrepancy_find(d, add_finding, f, e);
  if (c->json) jw_end(&c->w);
  else if (ok && f->errors + f->others == 0) buf_add_z(&c->out, cli_say(c, "ningún problema\n", "no problems\n"));
  else if (ok) finding_write_rest(c);
  if (f->decisions.arena) decisions_free(&f->decisions);
  return ok;
}

static bool check(struct cli *c, struct db *d, const char *db, struct err *e) {
  struct findings f = {.c = c};
  bool closes = false;
  if (c->json) jw_kv_z(&c->w, "db", db);
  if (!find(&f, d, e) || !totals(c, d, db, &closes, e)) return false;
  if (f.errors)
    return err_set(e, ERR_INPUT, cli_say(c, "%s: %llu errores", "%s: %llu errors"), db, (unsigned long long)f.errors);
  return closes || err_set(e, ERR_BUG, cli_say(c, "%s: las cuentas no cierran", "%s: the totals do not close"), db);
}

bool cmd_check(struct cli *c, const struct options *o, struct err *e) {
  struct db *d;
  if (!db_open(o->db, DB_READ, &d, e)) return false;
  bool ok = check(c, d, o->db, e);
  db_close(d);
  return ok;
}
