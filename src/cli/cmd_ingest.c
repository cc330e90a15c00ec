/* ingest areas | projects | actors | networks | members | goals | series | values | rates: one transaction, its report, then the
 * snapshot. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/cli.h"
#include "ingest/ingest.h"
#include "store/db.h"

static struct ingest_options common(struct cli *c, const struct options *o) {
  return (struct ingest_options){.file = o->arguments[0],
                                 .title = o->title,
                                 .licence = o->licence,
                                 .publisher = o->publisher,
                                 .retrieved = o->retrieved,
                                 .dry_run = o->dry_run,
                                 .partial = o->partial,
                                 .progress = c->progress ? cli_progress : NULL,
                                 .progress_user = c};
}

static bool load_areas(struct cli *c, const struct options *o, struct db *d, struct report *r, struct err *e) {
  struct ingest_areas_options a = {.common = common(c, o),
                                   .vector = {.epsg = (int)o->crs,
                                              .encoding = o->encoding,
                                              .layer = o->file_layer,
                                              .swap_axes = o->swap_axes,
                                              .timeout_s = (uint32_t)o->timeout},
                                   .area_layer = o->layer,
                                   .geom_status = o->status,
                                   .code_field = o->code_field,
                                   .name_field = o->name_field,
                                   .parent_field = o->parent_field,
                                   .parent_layer = o->parent_layer,
                                   .code_prefix = o->code_prefix,
                                   .match = o->match,
                                   .edition = o->edition,
                                   .overlap_hectares = o->overlap};
  return ingest_areas(d, &a, r, e);
}

static struct ingest_rows_options rows(struct cli *c, const struct options *o) {
  struct ingest_rows_options r = {.common = common(c, o), .encoding = o->encoding, .errors_file = o->errors};
  if (o->delimiter) r.delimiter = o->delimiter[0] == 'c' ? ',' : o->delimiter[0] == 's' ? ';' : '\t';
  if (strcmp(o->numbers, "es") == 0) r.numbers = ROWS_NUMBERS_ES;
  if (strcmp(o->numbers, "plain") == 0) r.numbers = ROWS_NUMBERS_PLAIN;
  return r;
}

static bool load_projects(struct cli *c, const struct options *o, struct db *d, struct report *r, struct err *e) {
  struct ingest_rows_options p = rows(c, o);
  return ingest_projects(d, &p, r, e);
}

static bool load_actors(struct cli *c, const struct options *o, struct db *d, struct report *r, struct err *e) {
  struct ingest_rows_options p = rows(c, o);
  return ingest_actors(d, &p, r, e);
}

static bool load_workbook(struct cli *c, const struct options *o, struct db *d, struct report *r, struct err *e) {
  struct ingest_rows_options p = rows(c, o);
  return ingest_workbook(d, &p, r, e);
}

static bool load_records(struct cli *c, const struct options *o, struct db *d, struct report *r, enum record_kind kind,
                         struct err *e) {
  struct ingest_rows_options p = rows(c, o);
  return ingest_records(d, kind, &p, r, e);
}

#define RECORDS(name, kind)                                                                                            \
  static bool load_##name(struct cli *c, const struct options *o, struct db *d, struct report *r, struct err *e) {     \
    return load_records(c, o, d, r, kind, e);                                                                          \
  }
RECORDS(networks, RECORD_NETWORK)
RECORDS(members, RECORD_MEMBER)
RECORDS(goals, RECORD_GOAL)
RECORDS(series, RECORD_SERIES)
RECORDS(values, RECORD_VALUE)
RECORDS(rates, RECORD_RATE)
#undef RECORDS

static bool load_iati(struct cli *c, const struct options *o, struct db *d, struct report *r, struct err *e) {
  struct ingest_options i = common(c, o);
  return ingest_iati(d, &i, r, e);
}

static void show_report(struct cli *c, const struct options *o, const struct report *r, double seconds) {
  if (c->json) {
    jw_kv_z(&c->w, "db", o->db);
    jw_kv_z(&c->w, "file", o->arguments[0]);
    jw_kv_bool(&c->w, "dry_run", o->dry_run);
    jw_key(&c->w, "seconds");
    jw_double(&c->w, seconds, 3);
    jw_key(&c->w, "report");
    report_write_json(r, &c->w);
    return;
  }
  report_write_text(r, &c->out, c->colour);
}

typedef bool loader(struct cli *, const struct options *, struct db *, struct report *, struct err *);

static bool ingest(struct cli *c, const struct options *o, loader *load, struct err *e) {
  const char *file = o->arguments[0];
  if (access(file, R_OK) != 0)
    return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
                   cli_say(c, "%s: no se puede leer (%s)", "%s: cannot be read (%s)"), file, err_reason(errno));
  struct db *d;
  if (!db_open(o->db, DB_WRITE, &d, e)) return false;
  struct report *r = report_new(file, c->lang == CLI_ES ? REPORT_ES : REPORT_EN);
  double start = cli_clock();
  bool ok = load(c, o, d, r, e);
  cli_progress_clear(c);
  uint64_t refused = report_count(r, REPORT_REFUSED);
  show_report(c, o, r, cli_clock() - start);
  if (ok && !o->dry_run && !o->no_snapshot) ok = cli_renew_snapshot(c, o->db, d, e);
  if (ok && refused)
    ok = err_set(e, ERR_INPUT,
                 cli_say(c, "%s: %llu filas rechazadas; las demás están guardadas",
                         "%s: %llu rows refused; the others are saved"),
                 file, (unsigned long long)refused);
  if (ok && o->dry_run && !c->json)
    buf_add_z(&c->out, cli_say(c, "prueba: no se guardó nada\n", "dry run: nothing was saved\n"));
  if (ok && o->no_snapshot && !o->dry_run && !c->json)
    buf_add_z(&c->out, cli_say(c, "sin instantánea: coopmap snapshot la construye\n",
                               "no snapshot: coopmap snapshot builds it\n"));
  report_free(r);
  db_close(d);
  return ok;
}

bool cmd_ingest_areas(struct cli *c, const struct options *o, struct err *e) { return ingest(c, o, load_areas, e); }
bool cmd_ingest_projects(struct cli *c, const struct options *o, struct err *e) {
  return ingest(c, o, load_projects, e);
}
bool cmd_ingest_actors(struct cli *c, const struct options *o, struct err *e) { return ingest(c, o, load_actors, e); }
bool cmd_ingest_workbook(struct cli *c, const struct options *o, struct err *e) {
  return ingest(c, o, load_workbook, e);
}
bool cmd_ingest_networks(struct cli *c, const struct options *o, struct err *e) {
  return ingest(c, o, load_networks, e);
}
bool cmd_ingest_members(struct cli *c, const struct options *o, struct err *e) { return ingest(c, o, load_members, e); }
bool cmd_ingest_goals(struct cli *c, const struct options *o, struct err *e) { return ingest(c, o, load_goals, e); }
bool cmd_ingest_series(struct cli *c, const struct options *o, struct err *e) { return ingest(c, o, load_series, e); }
bool cmd_ingest_values(struct cli *c, const struct options *o, struct err *e) { return ingest(c, o, load_values, e); }
bool cmd_ingest_rates(struct cli *c, const struct options *o, struct err *e) { return ingest(c, o, load_rates, e); }
bool cmd_ingest_iati(struct cli *c, const struct options *o, struct err *e) { return ingest(c, o, load_iati, e); }
