/* help and version. */
#include <sqlite3.h>
#include <spatialite.h>
#include <gdal.h>
#include <geos_c.h>
#include <microhttpd.h>
#include <proj.h>
#include <stdint.h>
#include <string.h>
#include <unicode/uvernum.h>
#include "cli/cli.h"
#include "core/version.h"

static void overview(struct cli *c) {
  struct buf *out = &c->out;
  const char *bold = c->colour ? "\033[1m" : "", *plain = c->colour ? "\033[0m" : "";
  buf_printf(
      out, "%scoopmap%s %s\n", bold, plain,
      cli_say(c, "— el sistema georreferenciado de la cooperación local: áreas, proyectos, mapa y cuentas que cierran.",
              "— the geo-referenced system of local cooperation: areas, projects, a map, and totals that close."));
  buf_printf(out, "\n%s%s%s\n", bold, cli_say(c, "Órdenes", "Commands"), plain);
  for (const struct command *k = cli_commands; k->name; k++)
    buf_printf(out, "  %-21s %s\n", k->name, cli_say(c, k->es, k->en));
  buf_printf(out, "\n%s%s%s\n", bold, cli_say(c, "Para empezar", "To begin with"), plain);
  buf_add_z(out, "  coopmap init --db cartagena.db\n"
                 "  coopmap ingest areas barrios.geojson --layer barrio --db cartagena.db\n"
                 "  coopmap ingest projects proyectos.csv --db cartagena.db\n"
                 "  coopmap serve --db cartagena.db\n");
  buf_printf(out, "\n%s%s%s\n", bold, cli_say(c, "Estado de salida", "Exit status"), plain);
  buf_add_z(
      out, cli_say(c,
                   "  0 bien, 1 falló, 2 orden mal escrita, 3 datos rechazados (no se cargó nada), 4 no se encuentra o "
                   "está ocupado\n",
                   "  0 fine, 1 failed, 2 wrong usage, 3 data refused (nothing was loaded), 4 not found or locked\n"));
  buf_add_z(out, cli_say(c, "\nTodas las opciones y ejemplos de una orden: coopmap ORDEN --help, o man coopmap\n",
                         "\nAll options and examples of a command: coopmap COMMAND --help, or man coopmap\n"));
}

static bool is_command(struct str topic) {
  for (const struct command *k = cli_commands; k->name; k++)
    if (str_is(topic, k->name)) return true;
  return false;
}

/* Is it the command, or if none is called so, one of the group ("ingest"), that the words name? No words name all. */
static bool on_topic(const struct command *k, struct str topic) {
  if (topic.n == 0 || str_is(topic, k->name)) return true;
  return strncmp(k->name, topic.p, topic.n) == 0 && k->name[topic.n] == ' ' && !is_command(topic);
}

/* With one command its whole help, with several a line for each. */
static void show(struct cli *c, struct str topic, size_t found) {
  for (const struct command *k = cli_commands; k->name; k++) {
    if (!on_topic(k, topic)) continue;
    if (c->json) options_json(k, &c->w);
    else if (found == 1) options_help(k, c->lang, c->colour, &c->out);
    else buf_printf(&c->out, "  %-21s %s\n", k->name, cli_say(c, k->es, k->en));
  }
}

bool cmd_help(struct cli *c, const struct options *o, struct err *e) {
  struct buf topic = {0};
  for (size_t i = 0; i < o->n_arguments; i++) buf_printf(&topic, "%s%s", i ? " " : "", o->arguments[i]);
  size_t found = 0;
  for (const struct command *k = cli_commands; k->name; k++) found += on_topic(k, buf_str(&topic));
  if (c->json) {
    jw_key(&c->w, "commands");
    jw_array(&c->w);
  }
  if (topic.len == 0 && !c->json) overview(c);
  else show(c, buf_str(&topic), found);
  if (c->json) jw_end(&c->w);
  if (found == 0)
    err_set(e, ERR_USAGE,
            cli_say(c, "No hay una orden «%s». Vea: coopmap help", "There is no command \"%s\". See: coopmap help"),
            topic.data);
  buf_free(&topic);
  return found > 0;
}

bool cmd_version(struct cli *c, const struct options *o, struct err *e) {
  (void)o;
  (void)e;
  const struct {
    const char *name, *version;
  } parts[] = {{"coopmap", COOPMAP_VERSION},
               {"SQLite", sqlite3_libversion()},
               {"SpatiaLite", spatialite_version()},
               {"GDAL", GDALVersionInfo("RELEASE_NAME")},
               {"GEOS", GEOSversion()},
               {"PROJ", proj_info().version},
               {"libmicrohttpd", MHD_get_version()},
               {"ICU", U_ICU_VERSION}};
  if (c->json) {
    jw_key(&c->w, "versions");
    jw_object(&c->w);
  }
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    if (c->json) jw_kv_z(&c->w, parts[i].name, parts[i].version);
    else buf_printf(&c->out, "%s %s\n", parts[i].name, parts[i].version);
  }
  if (c->json) jw_end(&c->w);
  return true;
}
