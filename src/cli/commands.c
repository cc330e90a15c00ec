/* Every command with its options: the one table behind parsing, help and the man page's test. */
#include <stdint.h>
#include <string.h>
#include "cli/cli.h"

#define AT(field) offsetof(struct options, field)
#define OPTION static const struct option_spec

OPTION help = {"help", NULL, OPTION_FLAG, AT(help), NULL, NULL, 0, 0, "esta ayuda", "this help"};
OPTION json = {"json",
               NULL,
               OPTION_FLAG,
               AT(json),
               NULL,
               NULL,
               0,
               0,
               "respuesta en JSON, para programas",
               "answer in JSON, for programs"};
OPTION lang = {"lang",
               "LANG",
               OPTION_CHOICE,
               AT(lang),
               NULL,
               "es|en",
               0,
               0,
               "idioma de los mensajes; si no se da, el del entorno (LC_ALL, LC_MESSAGES, LANG)",
               "language of the messages; if not given, the environment's (LC_ALL, LC_MESSAGES, LANG)"};
OPTION quiet = {"quiet",
                NULL,
                OPTION_FLAG,
                AT(quiet),
                NULL,
                NULL,
                0,
                0,
                "sin línea de avance en la terminal",
                "no progress line on the terminal"};
OPTION db = {"db", "FILE", OPTION_TEXT, AT(db), "coopmap.db", NULL, 0, 0, "la base de datos", "the database"};

OPTION title = {"title",
                "TEXT",
                OPTION_TEXT,
                AT(title),
                NULL,
                NULL,
                0,
                0,
                "título del documento fuente; si no se da, el nombre del archivo",
                "title of the source document; if not given, the file's name"};
OPTION licence = {
    "licence", "TEXT", OPTION_TEXT, AT(licence), NULL, NULL, 0, 0, "licencia de la fuente", "licence of the source"};
OPTION publisher = {"publisher",
                    "TEXT",
                    OPTION_TEXT,
                    AT(publisher),
                    NULL,
                    NULL,
                    0,
                    0,
                    "quién publica la fuente",
                    "who publishes the source"};
OPTION retrieved = {"retrieved",
                    "DATE",
                    OPTION_TEXT,
                    AT(retrieved),
                    NULL,
                    NULL,
                    0,
                    0,
                    "cuándo se obtuvo la fuente (2011-07-06)",
                    "when the source was fetched (2011-07-06)"};
OPTION dry_run = {"dry-run",
                  NULL,
                  OPTION_FLAG,
                  AT(dry_run),
                  NULL,
                  NULL,
                  0,
                  0,
                  "hace todo el trabajo, informa y no guarda nada",
                  "does all the work, reports, and saves nothing"};
OPTION partial = {"partial",
                  NULL,
                  OPTION_FLAG,
                  AT(partial),
                  NULL,
                  NULL,
                  0,
                  0,
                  "guarda las filas buenas y rechaza las demás; si no se da, todo o nada",
                  "saves the good rows and refuses the others; if not given, all or nothing"};
OPTION no_snapshot = {"no-snapshot",
                      NULL,
                      OPTION_FLAG,
                      AT(no_snapshot),
                      NULL,
                      NULL,
                      0,
                      0,
                      "no construye la instantánea que se sirve: para varias cargas seguidas",
                      "does not build the snapshot that is served: for several loads in a row"};

OPTION layer = {
    "layer",
    "LAYER",
    OPTION_TEXT,
    AT(layer),
    NULL,
    NULL,
    0,
    0,
    "clase de área: barrio, poblado, ucg, localidad, corregimiento, zona, distrito, municipio…; en un CSV puede "
    "darla la columna capa",
    "kind of area: barrio, poblado, ucg, localidad, corregimiento, zona, distrito, municipio…; in a CSV the "
    "column capa may give it"};
OPTION status = {
    "status",
    "STATUS",
    OPTION_CHOICE,
    AT(status),
    NULL,
    "authoritative|digitised",
    0,
    0,
    "qué son los polígonos: oficiales (authoritative) o dibujados sobre otra fuente (digitised); si no se da, "
    "oficiales",
    "what the polygons are: official (authoritative) or drawn over another source (digitised); if not given, "
    "official"};
OPTION crs = {"crs",
              "EPSG",
              OPTION_EPSG,
              AT(crs),
              NULL,
              NULL,
              1024,
              999999,
              "código EPSG de las coordenadas, cuando el archivo no lo declara: 4326, 9377, 3116, 6250, 21897, 3857",
              "EPSG code of the coordinates, when the file does not declare it: 4326, 9377, 3116, 6250, 21897, 3857"};
OPTION swap_axes = {"swap-axes",
                    NULL,
                    OPTION_FLAG,
                    AT(swap_axes),
                    NULL,
                    NULL,
                    0,
                    0,
                    "intercambia x e y de cada coordenada del archivo",
                    "exchanges x and y of every coordinate in the file"};
OPTION file_layer = {"file-layer",
                     "NAME",
                     OPTION_TEXT,
                     AT(file_layer),
                     NULL,
                     NULL,
                     0,
                     0,
                     "la capa del archivo, si tiene varias",
                     "the layer in the file, if it has several"};
OPTION code_field = {"code-field",
                     "NAME",
                     OPTION_TEXT,
                     AT(code_field),
                     NULL,
                     NULL,
                     0,
                     0,
                     "campo con el código; si no se da, se busca entre los nombres usuales",
                     "field with the code; if not given, looked for among the usual names"};
OPTION name_field = {"name-field", "NAME", OPTION_TEXT, AT(name_field),        NULL,
                     NULL,         0,      0,           "campo con el nombre", "field with the name"};
OPTION parent_field = {"parent-field",
                       "NAME",
                       OPTION_TEXT,
                       AT(parent_field),
                       NULL,
                       NULL,
                       0,
                       0,
                       "campo con el área a la que pertenece",
                       "field with the area it belongs to"};
OPTION parent_layer = {"parent-layer",
                       "LAYER",
                       OPTION_TEXT,
                       AT(parent_layer),
                       NULL,
                       NULL,
                       0,
                       0,
                       "clase de las áreas a las que pertenecen",
                       "kind of the areas they belong to"};
OPTION code_prefix = {"code-prefix",
                      "TEXT",
                      OPTION_TEXT,
                      AT(code_prefix),
                      NULL,
                      NULL,
                      0,
                      0,
                      "se antepone a cada código del archivo (ucg-)",
                      "put before every code of the file (ucg-)"};
OPTION match = {"match",
                "BY",
                OPTION_CHOICE,
                AT(match),
                NULL,
                "code|name",
                0,
                0,
                "cómo se reconocen las áreas que ya están: por código (si no se da) o por nombre",
                "how areas that exist are recognised: by code (if not given) or by name"};
OPTION edition = {"edition",
                  "DATE",
                  OPTION_TEXT,
                  AT(edition),
                  NULL,
                  NULL,
                  0,
                  0,
                  "desde cuándo vale esta edición",
                  "since when this edition is valid"};
OPTION overlap = {"overlap",
                  "HECTARES",
                  OPTION_REAL,
                  AT(overlap),
                  "0.01",
                  NULL,
                  0,
                  1000000,
                  "informa los traslapos mayores",
                  "reports overlaps larger than this"};
OPTION timeout = {"timeout",
                  "SECONDS",
                  OPTION_INT,
                  AT(timeout),
                  "600",
                  NULL,
                  1,
                  86400,
                  "tiempo máximo para leer el archivo",
                  "longest time for reading the file"};

OPTION encoding = {"encoding",
                   "NAME",
                   OPTION_CHOICE,
                   AT(encoding),
                   NULL,
                   "UTF-8|CP1252|ISO-8859-1",
                   0,
                   0,
                   "codificación del texto; si no se da, la declarada o la detectada",
                   "encoding of the text; if not given, as declared or detected"};
OPTION delimiter = {"delimiter",
                    "NAME",
                    OPTION_CHOICE,
                    AT(delimiter),
                    NULL,
                    "comma|semicolon|tab",
                    0,
                    0,
                    "lo que separa las columnas; si no se da, se detecta",
                    "what separates columns; if not given, detected"};
OPTION numbers = {
    "numbers",
    "STYLE",
    OPTION_CHOICE,
    AT(numbers),
    "auto",
    "auto|es|plain",
    0,
    0,
    "cómo están escritos los números: 1.234,5 (es), 1234.5 (plain), o lo que tenga una sola lectura (auto)",
    "how numbers are written: 1.234,5 (es), 1234.5 (plain), or what can be read in one way only (auto)"};
OPTION errors = {"errors",
                 "FILE",
                 OPTION_TEXT,
                 AT(errors),
                 NULL,
                 NULL,
                 0,
                 0,
                 "escribe el mismo archivo con una columna errores; un libro, con las celdas marcadas",
                 "writes the same file with a column errores; a workbook with its cells marked"};

OPTION collection = {"collection",
                     "NAME",
                     OPTION_CHOICE,
                     AT(collection),
                     "proyectos",
                     "areas|proyectos|proyectos_sin_lugar|actores",
                     0,
                     0,
                     "qué se exporta",
                     "what is exported"};
OPTION format = {"format",
                 "NAME",
                 OPTION_CHOICE,
                 AT(format),
                 "geojson",
                 "geojson|geojsonl|csv|gpkg|fgb|kml|shp.zip|xlsx|iati",
                 0,
                 0,
                 "en qué formato",
                 "in which format"};
OPTION filter = {"filter",
                 "QUERY",
                 OPTION_QUERY,
                 AT(filter),
                 NULL,
                 NULL,
                 0,
                 0,
                 "solo lo que elige esta consulta, con las mismas palabras que en la red: 'area=nelson-mandela&q=agua'",
                 "only what this query selects, in the words of the web address: 'area=nelson-mandela&q=agua'"};
OPTION hxl = {"hxl",
              NULL,
              OPTION_FLAG,
              AT(hxl),
              NULL,
              NULL,
              0,
              0,
              "con las etiquetas HXL como segunda fila de un CSV",
              "with the HXL hashtags as the second row of a CSV"};
OPTION template_db = {"db",
                      "FILE",
                      OPTION_TEXT,
                      AT(template_db),
                      NULL,
                      NULL,
                      0,
                      0,
                      "una base de datos: sus áreas, actores y listas son las que se eligen",
                      "a database: its areas, actors and lists are the choices"};
OPTION out = {"out",
              "FILE",
              OPTION_TEXT,
              AT(out),
              "-",
              NULL,
              0,
              0,
              "archivo, o - para la salida (no con gpkg, fgb, shp.zip ni xlsx)",
              "a file, or - for standard output (not with gpkg, fgb, shp.zip or xlsx)"};
OPTION snapshot_out = {"out",
                       "FILE",
                       OPTION_TEXT,
                       AT(out),
                       NULL,
                       NULL,
                       0,
                       0,
                       "archivo; si no se da, DB.snapshot",
                       "a file; if not given, DB.snapshot"};
OPTION if_stale = {"if-stale",
                   NULL,
                   OPTION_FLAG,
                   AT(if_stale),
                   NULL,
                   NULL,
                   0,
                   0,
                   "solo si la que hay no tiene lo último",
                   "only if the one that is there does not have the latest"};
OPTION snapshot = {"snapshot",
                   "FILE",
                   OPTION_TEXT,
                   AT(snapshot),
                   NULL,
                   NULL,
                   0,
                   0,
                   "la instantánea que se lee; si no se da, DB.snapshot",
                   "the snapshot that is read; if not given, DB.snapshot"};

OPTION host = {"host",
               "ADDRESS",
               OPTION_TEXT,
               AT(host),
               "127.0.0.1",
               NULL,
               0,
               0,
               "dirección en que se escucha",
               "address to listen on"};
OPTION port = {
    "port", "NUMBER", OPTION_INT, AT(port), "8080", NULL, 0, 65535, "puerto; 0, uno libre", "port; 0 takes a free one"};
OPTION public_url = {"public-url",
                     "URL",
                     OPTION_TEXT,
                     AT(public_url),
                     NULL,
                     NULL,
                     0,
                     0,
                     "dirección con que se conoce el servidor, para los enlaces",
                     "address by which the server is known, for links"};
OPTION trust_proxy = {"trust-proxy",
                      "ADDRESS",
                      OPTION_TEXT,
                      AT(trust_proxy),
                      NULL,
                      NULL,
                      0,
                      0,
                      "el proxy cuyas cabeceras X-Forwarded se creen",
                      "the proxy whose X-Forwarded headers are believed"};
OPTION cors = {"cors",
               "ORIGIN",
               OPTION_TEXT,
               AT(cors),
               "*",
               NULL,
               0,
               0,
               "qué páginas ajenas pueden leer las respuestas; none, ninguna",
               "which foreign pages may read answers; none for none"};
OPTION threads = {"threads", "NUMBER", OPTION_INT, AT(threads),           "4",
                  NULL,      1,        64,         "hilos que responden", "threads that answer"};
OPTION connections = {"connections",
                      "NUMBER",
                      OPTION_INT,
                      AT(connections),
                      "4096",
                      NULL,
                      1,
                      65536,
                      "conexiones a la vez, como mucho",
                      "connections at a time, at most"};
OPTION cache_mb = {"cache-mb",
                   "MB",
                   OPTION_INT,
                   AT(cache_mb),
                   "256",
                   NULL,
                   0,
                   1048576,
                   "memoria para respuestas ya hechas; 0, ninguna",
                   "memory for finished answers; 0 for none"};
OPTION idle = {"idle",
               "SECONDS",
               OPTION_INT,
               AT(idle),
               "10",
               NULL,
               1,
               3600,
               "segundos que una conexión puede estar quieta",
               "seconds that a connection may be idle"};
OPTION request_timeout = {"request-timeout",
                          "SECONDS",
                          OPTION_INT,
                          AT(request_timeout),
                          "30",
                          NULL,
                          1,
                          3600,
                          "segundos en que debe llegar una petición, y salir cada 64 KiB de la respuesta",
                          "seconds in which a request must arrive, and each 64 KiB of the answer leave"};
OPTION basemap_url = {"basemap-url",
                      "URL",
                      OPTION_TEXT,
                      AT(basemap_url),
                      NULL,
                      NULL,
                      0,
                      0,
                      "mapa base que la página puede encender: https://…/{z}/{x}/{y}.png",
                      "base map the page may switch on: https://…/{z}/{x}/{y}.png"};
OPTION basemap_pmtiles = {"basemap-pmtiles",
                          "FILE",
                          OPTION_TEXT,
                          AT(basemap_pmtiles),
                          NULL,
                          NULL,
                          0,
                          0,
                          "lo mismo, de un archivo PMTiles que sirve coopmap",
                          "the same, from a PMTiles file that coopmap serves"};
OPTION basemap_name = {
    "basemap-name",          "TEXT", OPTION_TEXT, AT(basemap_name), NULL, NULL, 0, 0, "cómo se llama en la página",
    "what the page calls it"};
OPTION basemap_attribution = {"basemap-attribution",
                              "TEXT",
                              OPTION_TEXT,
                              AT(basemap_attribution),
                              NULL,
                              NULL,
                              0,
                              0,
                              "mención de la fuente del mapa base",
                              "the base map's attribution"};
OPTION log_level = {"log-level",
                    "LEVEL",
                    OPTION_CHOICE,
                    AT(log_level),
                    "info",
                    "error|warn|info|debug",
                    0,
                    0,
                    "qué se anota en la salida de errores",
                    "what is noted on standard error"};

OPTION by = {"by",
             "NAME",
             OPTION_TEXT,
             AT(by),
             NULL,
             NULL,
             0,
             0,
             "quién lo decide; queda en la historia",
             "who decides it; kept in the history"};
OPTION note = {"note", "TEXT", OPTION_TEXT, AT(note), NULL, NULL, 0, 0, "por qué", "why"};
OPTION rule = {"rule",
               "RULE",
               OPTION_TEXT,
               AT(rule),
               NULL,
               NULL,
               0,
               0,
               "solo las de una regla (suma-distinta)",
               "those of one rule only (suma-distinta)"};
OPTION only_open = {"open",
                    NULL,
                    OPTION_FLAG,
                    AT(open),
                    NULL,
                    NULL,
                    0,
                    0,
                    "solo las que nadie ha decidido",
                    "only those that nobody has decided"};
OPTION as_csv = {"csv", NULL, OPTION_FLAG, AT(csv), NULL, NULL, 0, 0, "en CSV", "as CSV"};
OPTION verdict = {
    "verdict", "VERDICT", OPTION_CHOICE,   AT(verdict),      NULL, "aceptado|rechazado|explicado|corregido",
    0,         0,         "qué se decide", "what is decided"};

#define EVERYWHERE &lang, &json, &help, NULL
#define SOURCE &title, &publisher, &licence, &retrieved
#define LOADING &dry_run, &partial, &no_snapshot, &quiet
typedef const struct option_spec *const table[];

static const table init_options = {&db, EVERYWHERE};
static const table areas_options = {&db,           &layer,        &status,      &match,      &crs,
                                    &swap_axes,    &encoding,     &file_layer,  &code_field, &name_field,
                                    &parent_field, &parent_layer, &code_prefix, &edition,    &overlap,
                                    &timeout,      SOURCE,        LOADING,      EVERYWHERE};
static const table rows_options = {&db, &numbers, &encoding, &delimiter, &errors, SOURCE, LOADING, EVERYWHERE};
static const table iati_in_options = {&db, SOURCE, LOADING, EVERYWHERE};
static const table actors_options = {&db, &by, &note, &no_snapshot, &quiet, EVERYWHERE};
static const table findings_options = {&db, &rule, &only_open, &as_csv, EVERYWHERE};
static const table duplicates_options = {&db, &only_open, &as_csv, EVERYWHERE};
static const table resolve_options = {&db, &verdict, &by, &note, &no_snapshot, &quiet, EVERYWHERE};
static const table snapshot_options = {&db, &snapshot_out, &if_stale, &quiet, EVERYWHERE};
static const table serve_options = {&db,          &snapshot,        &host,         &port,
                                    &public_url,  &trust_proxy,     &cors,         &threads,
                                    &connections, &cache_mb,        &idle,         &request_timeout,
                                    &basemap_url, &basemap_pmtiles, &basemap_name, &basemap_attribution,
                                    &log_level,   EVERYWHERE};
static const table export_options = {&db,  &snapshot,   &collection, &format,   &filter,
                                     &hxl, &public_url, &out,        EVERYWHERE};
static const table template_options = {&template_db, EVERYWHERE};
static const table check_options = {&db, EVERYWHERE};
static const table help_options = {EVERYWHERE};

const struct command cli_commands[] = {
    {"init", "", 0, "Crea una base de datos nueva y vacía.", "Makes a new, empty database.",
     "Es un archivo SQLite con SpatiaLite, que QGIS abre tal como está. No toca un archivo que ya existe.",
     "It is one SQLite file with SpatiaLite, which QGIS opens as it is. A file that exists is left alone.",
     "coopmap init --db cartagena.db\n", init_options, cmd_init},
    {"ingest areas", "FILE", 1,
     "Carga áreas (barrios, poblados, UCG, localidades, zonas) de un archivo de polígonos o de un CSV.",
     "Loads areas (neighbourhoods, villages, districts, zones) from a polygon file or a CSV.",
     "Lee GeoJSON, ESRI JSON, shapefile (también en zip), GeoPackage, KML, GML y FlatGeobuf, o un CSV de cifras "
     "(centro y "
     "hectáreas) o de áreas hechas de áreas (miembros). Una edición mejor de un área conocida conserva su código, sus "
     "proyectos y su historia. Si algo está mal no se carga nada, y cada problema se dice con su fila, su razón y su "
     "remedio.",
     "Reads GeoJSON, ESRI JSON, shapefile (also zipped), GeoPackage, KML, GML and FlatGeobuf, or a CSV of figures "
     "(centre and "
     "hectares) or of areas made of areas (miembros). A better edition of a known area keeps its code, projects and "
     "history. "
     "If anything is wrong nothing is loaded, and every problem is told with its row, reason and remedy.",
     "coopmap ingest areas barrios.shp --layer barrio --crs 9377\n"
     "coopmap ingest areas barrios.geojson --layer barrio --match name --edition 2023-01-01\n"
     "coopmap ingest areas figuras.csv --dry-run\n",
     areas_options, cmd_ingest_areas},
    {"ingest projects", "FILE", 1,
     "Carga proyectos y convenios de un CSV o de una hoja de un libro y los ata a sus áreas.",
     "Loads projects and agreements from a CSV or a workbook's sheet and ties them to their areas.",
     "El lugar se da por código, nombre o alias, por punto, por contorno, o se dice que es toda la ciudad, fuera de "
     "ella o "
     "desconocido. Un nombre que puede ser dos lugares se rechaza con los candidatos. geodata/README.md describe las "
     "columnas.",
     "The place is given by code, name or alias, by point, by outline, or said to be the whole city, beyond it or "
     "unknown. A "
     "name that could be two places is refused with the candidates. geodata/README.md describes the columns.",
     "coopmap ingest projects proyectos.csv --numbers es\n"
     "coopmap ingest projects proyectos.csv --dry-run --errors proyectos-errores.csv\n"
     "coopmap ingest projects proyectos.csv --json > informe.json\n",
     rows_options, cmd_ingest_projects},
    {"ingest actors", "FILE", 1, "Carga actores (entidades, cooperantes) de un CSV o de una hoja de un libro.",
     "Loads actors (organisations, donors) from a CSV or a workbook's sheet.", NULL, NULL,
     "coopmap ingest actors actores.csv --title 'Directorio de cooperantes'\n", rows_options, cmd_ingest_actors},
    {"ingest workbook", "FILE", 1, "Carga un libro de Excel o LibreOffice (XLSX, ODS) con varias hojas.",
     "Loads an Excel or LibreOffice workbook (XLSX, ODS) with several sheets.",
     "Proyectos con sus Aportes, Lugares, Beneficiarios, Totales, Resultados y Enlaces; Actores, Redes, Miembros, "
     "Metas, "
     "Series, Valores y Tasas: las de la plantilla (coopmap template) y de las exportaciones. Todo en una sola carga. "
     "Con --errors el mismo libro vuelve con las celdas rechazadas marcadas y comentadas.",
     "Proyectos with their Aportes, Lugares, Beneficiarios, Totales, Resultados and Enlaces; Actores, Redes, Miembros, "
     "Metas, Series, Valores and Tasas: those of the template (coopmap template) and of the exports. All in one load. "
     "With --errors the same workbook comes back with the refused cells marked and commented.",
     "coopmap ingest workbook convenios.xlsx\n"
     "coopmap ingest workbook convenios.xlsx --dry-run --errors revisar.xlsx\n",
     rows_options, cmd_ingest_workbook},
    {"ingest networks", "FILE", 1, "Carga mesas, redes y hermanamientos de un CSV.",
     "Loads round tables, networks and twinnings from a CSV.", NULL, NULL, "coopmap ingest networks redes.csv\n",
     rows_options, cmd_ingest_networks},
    {"ingest members", "FILE", 1, "Carga los miembros de las redes de un CSV.",
     "Loads the members of the networks from a CSV.", NULL, NULL, "coopmap ingest members miembros.csv\n", rows_options,
     cmd_ingest_members},
    {"ingest goals", "FILE", 1, "Carga las metas del programa de un CSV.", "Loads the programme's goals from a CSV.",
     NULL, NULL, "coopmap ingest goals metas.csv\n", rows_options, cmd_ingest_goals},
    {"ingest series", "FILE", 1, "Carga las series estadísticas que una fuente imprime, de un CSV.",
     "Loads the statistical series that a source prints, from a CSV.", NULL, NULL, "coopmap ingest series series.csv\n",
     rows_options, cmd_ingest_series},
    {"ingest values", "FILE", 1, "Carga las cifras de las series de un CSV.",
     "Loads the figures of the series from a CSV.",
     "Cada cifra se guarda como se lee; la unidad impresa a su lado se guarda aparte y nunca la multiplica.",
     "Each figure is kept as it reads; the unit printed beside it is kept apart and never multiplies it.",
     "coopmap ingest values valores.csv --numbers es\n", rows_options, cmd_ingest_values},
    {"ingest rates", "FILE", 1, "Carga tasas de cambio con su fecha y su fuente de un CSV.",
     "Loads exchange rates with their date and source from a CSV.", NULL, NULL,
     "coopmap ingest rates tasas.csv --numbers plain\n", rows_options, cmd_ingest_rates},
    {"ingest iati", "FILE", 1, "Carga actividades o entidades de un archivo IATI 2.03.",
     "Loads activities or organisations from an IATI 2.03 file.",
     "De cualquier tamaño y con varios publicadores. 2.01 y 2.02 se leen como 2.03; las anteriores se rechazan. Una "
     "actividad "
     "que ya está se reconoce por su iati-identifier. Lo que este modelo no tiene se conserva tal cual.",
     "Of any size and with several publishers. 2.01 and 2.02 are read as 2.03; older ones are refused. An activity "
     "that is there "
     "already is known by its iati-identifier. What this model does not have is kept as it stands.",
     "coopmap ingest iati actividades.xml\n"
     "coopmap ingest iati actividades.xml --dry-run --json > informe.json\n",
     iati_in_options, cmd_ingest_iati},
    {"actors merge", "FROM INTO", 2, "Une dos entradas que son el mismo actor.",
     "Merges two entries that are one actor.",
     "FROM e INTO son códigos. Desde ahora lo que nombra a FROM se lee como INTO; las dos filas quedan y se puede "
     "deshacer.",
     "FROM and INTO are codes. From now on what names FROM is read as INTO; both rows stay and it can be undone.",
     "coopmap actors merge c-e comision-europea --by 'Ana Ruiz' --note 'la misma entidad'\n", actors_options,
     cmd_actors_merge},
    {"actors unmerge", "FROM", 1, "Deshace la unión de un actor con otro.",
     "Undoes the merge of an actor into another.", NULL, NULL, "coopmap actors unmerge c-e --by 'Ana Ruiz'\n",
     actors_options, cmd_actors_unmerge},
    {"discrepancies resolve", "KEY", 1, "Decide sobre una inconsistencia.", "Decides about a discrepancy.",
     "KEY es la clave que muestra coopmap discrepancies. Nada se corrige: la decisión queda junto a lo impreso y se "
     "puede deshacer.",
     "KEY is what coopmap discrepancies shows. Nothing is corrected: the decision stands beside what is printed and "
     "can be undone.",
     "coopmap discrepancies resolve suma-distinta:convenio-4 --verdict explicado --by 'Ana Ruiz' --note 'redondeo'\n",
     resolve_options, cmd_discrepancies_resolve},
    {"discrepancies undo", "KEY", 1, "Deshace la decisión sobre una inconsistencia.",
     "Undoes the decision about a discrepancy.", NULL, NULL,
     "coopmap discrepancies undo suma-distinta:convenio-4 --by 'Ana Ruiz'\n", actors_options, cmd_discrepancies_undo},
    {"discrepancies", "", 0, "Lista las inconsistencias que las reglas hallan.",
     "Lists the discrepancies that the rules find.",
     "Cada una con su clave, lo impreso, lo calculado, la diferencia y lo que alguien decidió. Se decide con coopmap "
     "discrepancies resolve, y se deshace con coopmap discrepancies undo.",
     "Each with its key, what is printed, what was computed, the difference and what somebody decided. Decide with "
     "coopmap "
     "discrepancies resolve, and undo that with coopmap discrepancies undo.",
     "coopmap discrepancies --open\ncoopmap discrepancies --rule suma-distinta --csv\n", findings_options,
     cmd_discrepancies},
    {"duplicates accept", "A B", 2, "Decide que dos registros son un mismo proyecto.",
     "Decides that two records are one project.",
     "A y B son códigos. Desde ahora cuentan una vez; las dos filas quedan y se puede deshacer.",
     "A and B are codes. From now on they count once; both rows stay and it can be undone.",
     "coopmap duplicates accept convenio-4 convenio-5 --by 'Ana Ruiz'\n", actors_options, cmd_duplicates_accept},
    {"duplicates reject", "A B", 2, "Decide que dos registros son proyectos distintos.",
     "Decides that two records are different projects.", NULL, NULL,
     "coopmap duplicates reject convenio-4 convenio-5 --by 'Ana Ruiz' --note 'dos fases'\n", actors_options,
     cmd_duplicates_reject},
    {"duplicates undo", "A B", 2, "Deshace lo decidido sobre dos registros.",
     "Undoes what was decided about two records.", NULL, NULL,
     "coopmap duplicates undo convenio-4 convenio-5 --by 'Ana Ruiz'\n", actors_options, cmd_duplicates_undo},
    {"duplicates", "", 0, "Lista los pares de registros que pueden ser uno.",
     "Lists the pairs of records that may be one.",
     "Con su puntaje, sus razones y lo que alguien decidió. Se decide con coopmap duplicates accept o reject, y se "
     "deshace con "
     "coopmap duplicates undo.",
     "With their score, their reasons and what somebody decided. Decide with coopmap duplicates accept or reject, and "
     "undo that "
     "with coopmap duplicates undo.",
     "coopmap duplicates --open\n", duplicates_options, cmd_duplicates},
    {"snapshot", "", 0, "Construye la instantánea que se sirve.", "Builds the snapshot that is served.",
     "Cada carga la construye al final; esta orden la hace de nuevo. Un servidor en marcha la toma en menos de un "
     "segundo.",
     "Every load builds it at its end; this makes it again. A running server takes it up within a second.",
     "coopmap snapshot --db cartagena.db\n", snapshot_options, cmd_snapshot},
    {"serve", "", 0, "Sirve el mapa, la API, las teselas y las descargas.",
     "Serves the map, the API, the tiles and the downloads.",
     "Toda respuesta sale de la instantánea; una carga nueva se ve sin reiniciar. SIGTERM termina lo que está en "
     "curso.",
     "Every answer comes from the snapshot; a new load is seen without a restart. SIGTERM finishes what is running.",
     "coopmap serve --db cartagena.db\n"
     "coopmap serve --host 0.0.0.0 --port 80 --public-url https://mapa.example.org\n"
     "coopmap serve --basemap-pmtiles calles.pmtiles --basemap-attribution '© OpenStreetMap'\n",
     serve_options, cmd_serve},
    {"export", "", 0, "Exporta exactamente lo que elige un filtro.", "Exports exactly what a filter selects.",
     "El filtro es el mismo de las direcciones de la red. Un archivo se reemplaza solo cuando la exportación está "
     "completa.",
     "The filter is the same as in web addresses. A file is replaced only once the export is whole.",
     "coopmap export --collection proyectos --format gpkg --filter 'area=zona-suroriental' --out suroriental.gpkg\n"
     "coopmap export --collection proyectos_sin_lugar --format csv --filter excel=1 --out sin-lugar.csv\n"
     "coopmap export --format xlsx --out proyectos.xlsx\n"
     "coopmap export --format iati --out actividades.xml\n"
     "coopmap export --collection areas --format shp.zip --filter capa=barrio --out barrios.shp.zip\n"
     "coopmap export --collection areas --format geojsonl | gzip > areas.geojsonl.gz\n",
     export_options, cmd_export},
    {"template", "FILE.xlsx", 1, "Hace el libro de Excel que se llena y se carga.",
     "Makes the workbook that is filled in and loaded.",
     "Trae listas para elegir, la explicación de cada columna sobre su encabezado y una fila de ejemplo en cada hoja. "
     "Se "
     "carga con coopmap ingest workbook. Con --db las áreas y los actores se eligen de los que hay.",
     "It has lists to choose from, the meaning of every column over its heading, and an example row in each sheet. "
     "Load it "
     "with coopmap ingest workbook. With --db areas and actors are chosen among those that are there.",
     "coopmap template plantilla.xlsx --db cartagena.db\n", template_options, cmd_template},
    {"check", "", 0, "Revisa la base de datos y que las cuentas cierren.",
     "Checks the database and that the totals close.",
     "Integridad del archivo, reglas del dominio, y que lo atado a áreas más lo no asignado más lo que no tiene lugar "
     "sume el "
     "total de los proyectos, al centavo. Termina con 3 si halla errores; los avisos son cosas que alguien debe mirar.",
     "Integrity of the file, rules of the domain, and that what is tied to areas, what is not allocated and what has "
     "no place "
     "add up to the total of the projects, to the centavo. Ends with 3 if it finds errors; warnings are things "
     "somebody should look at.",
     "coopmap check --db cartagena.db\n", check_options, cmd_check},
    {"info", "", 0, "Dice qué hay en la base de datos.", "Says what is in the database.", NULL, NULL,
     "coopmap info --db cartagena.db\ncoopmap info --json\n", check_options, cmd_info},
    {"help", "[COMMAND]", SIZE_MAX, "Explica una orden.", "Explains a command.",
     "Con --json, la lista de todas las órdenes y opciones.", "With --json, the list of all commands and options.",
     "coopmap help ingest areas\n", help_options, cmd_help},
    {"version", "", 0, "Dice la versión del programa y de las bibliotecas que usa.",
     "Says the version of the program and of the libraries it uses.", NULL, NULL, "coopmap version --json\n",
     help_options, cmd_version},
    {0},
};

const struct command *cli_find_command(int argc, char **argv, int *words) {
  *words = 1;
  const char *first = argv[0], *second = argc > 1 ? argv[1] : "";
  if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0) first = "help";
  if (strcmp(first, "--version") == 0) first = "version";
  for (const struct command *c = cli_commands; c->name; c++) {
    size_t n = strcspn(c->name, " ");
    if (strlen(first) != n || memcmp(c->name, first, n) != 0) continue;
    if (c->name[n] == '\0') return c;
    if (strcmp(c->name + n + 1, second) != 0) continue;
    *words = 2;
    return c;
  }
  return NULL;
}
