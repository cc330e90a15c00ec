#ifndef API_APP_H
#define API_APP_H
/* What every handler of the route table gets.
 *
 * `app` (http_app.app) points to a struct api_config, or to a struct whose first member is one. It is read only and outlives the
 * server. `view` (http_app.hold) is a held `struct snapshot *`. */
struct api_config {
  const char *program;       /* our own executable, started as a child for GeoPackages; NULL: "/proc/self/exe" */
  const char *db_path;       /* the store, handed to that child as --db; NULL where there is only a snapshot */
  const char *snapshot_path; /* handed to that child as --snapshot; NULL: the one that belongs to db_path */
  const char *
      basemap_url; /* a street basemap the page may switch on: "https://…/{z}/{x}/{y}.png" or "/base.pmtiles"; NULL: none */
  const char *basemap_name;        /* label of the switch, NULL: "Mapa base" */
  const char *basemap_attribution; /* shown on the map, NULL: none */
  const char *version;             /* of the program, as `coopmap --version` prints it; NULL: not told */
};
#endif
