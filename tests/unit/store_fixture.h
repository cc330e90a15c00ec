/* A store in a temporary folder with a few areas whose names are easily confused, for the tests of domain and ingest. */
#ifndef TEST_STORE_FIXTURE_H
#define TEST_STORE_FIXTURE_H
#include "unit.h"
#include <unistd.h>
#include "domain/area.h"
#include "store/db.h"
#include "store/history.h"

static char fixture_folder[64];
static char fixture_db[96];

static inline void fixture_must(bool ok, const struct err *e) {
  if (!ok) fail_msg("%s (%s)", e->text, e->detail);
}

static inline void fixture_path(char *out, size_t n, const char *name) {
  snprintf(out, n, "%s/%s", fixture_folder, name);
}

static inline void fixture_write(char *path, size_t n, const char *name, const char *text) {
  fixture_path(path, n, name);
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  fwrite(text, 1, strlen(text), f);
  fclose(f);
}

struct fixture_area {
  const char *code, *name, *layer, *aliases[3];
  double x, y, size; /* a square in degrees from its lower left corner; size 0: no geometry */
  enum area_geom_status status;
  double hectares;
  int64_t population;
};

static inline void fixture_add_area(struct db *d, const struct history_batch *b, const struct fixture_area *f) {
  double x = f->x, y = f->y, s = f->size;
  double xy[] = {x, y, x + s, y, x + s, y + s, x, y + s, x, y};
  uint32_t ring = 5, part = 1;
  struct str aliases[3] = {0};
  struct area a = area_unknown();
  a.code = str_from(f->code);
  a.name = str_from(f->name);
  a.layer = str_from(f->layer);
  a.geom_status = f->status;
  a.aliases = aliases;
  if (f->hectares > 0) a.hectares = f->hectares;
  if (f->population > 0) {
    a.population = f->population;
    a.population_year = 2018;
  }
  if (s > 0) {
    a.has_geom = true;
    a.geom = (struct polygon){xy, &ring, &part, 5, 1, 1};
    a.lon = x + s / 2;
    a.lat = y + s / 2;
  }
  while (a.n_aliases < 3 && f->aliases[a.n_aliases]) {
    aliases[a.n_aliases] = str_from(f->aliases[a.n_aliases]);
    a.n_aliases++;
  }
  enum area_saved what;
  struct err e = {0};
  fixture_must(area_save(d, b, &a, &what, NULL, &e), &e);
}

static const struct fixture_area fixture_areas[] = {
    {"nelson-mandela", "Nelson Mandela", "barrio", {NULL}, -75.50, 10.30, 0.01, AREA_GEOM_AUTHORITATIVE, 100, 30000},
    {"arroz-barato", "Arroz Barato", "barrio", {NULL}, -75.48, 10.30, 0.01, AREA_GEOM_AUTHORITATIVE, 300, 10000},
    {"la-candelaria", "LA CANDELARIA", "barrio", {NULL}, -75.46, 10.30, 0.01, AREA_GEOM_AUTHORITATIVE, 50, 0},
    {"villas-candelaria", "VILLAS DE LA CANDELARIA", "barrio", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"la-popa", "La Popa", "zona", {"Cerro de La Popa"}, -75.53, 10.41, 0.01, AREA_GEOM_DIGITISED, 183, 0},
    {"pie-de-la-popa", "PIE DE LA POPA", "barrio", {NULL}, -75.54, 10.41, 0.01, AREA_GEOM_APPROXIMATE, 50.7, 0},
    {"espinal", "El Espinal", "barrio", {NULL}, -75.535, 10.415, 0.01, AREA_GEOM_APPROXIMATE, 23, 0},
    {"el-recreo", "EL RECREO", "barrio", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"recreo", "RECREO", "poblado", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"siete-agosto", "SIETE DE AGOSTO", "barrio", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"olaya-11", "OLAYA ST.11 DE NOVIEMBRE", "barrio", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"olaya-central", "OLAYA ST. CENTRAL", "barrio", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"libano", "REPUBLICA DEL LIBANO", "barrio", {"El Líbano", "Líbano"}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"boquilla-b", "La Boquilla", "poblado", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"boquilla-c", "La Boquilla", "corregimiento", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"cano-del-oro", "Caño del Oro", "poblado", {"Caño de Loro"}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"villa-hermosa", "VILLA HERMOSA", "barrio", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"vista-hermosa", "VISTA HERMOSA", "barrio", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
};

/* A new store with the areas above, open for writing. */
static inline struct db *fixture_open(void) {
  struct err e = {0};
  struct db *d;
  struct history_batch b;
  strcpy(fixture_folder, "/tmp/coopmap-test-XXXXXX");
  assert_non_null(mkdtemp(fixture_folder));
  fixture_path(fixture_db, sizeof fixture_db, "t.db");
  fixture_must(db_create(fixture_db, &e), &e);
  fixture_must(db_open(fixture_db, DB_WRITE, &d, &e), &e);
  fixture_must(db_begin(d, &e), &e);
  fixture_must(history_batch_begin(d, "areas", "fixture", "00", NULL, NULL, NULL, &b, &e), &e);
  for (size_t i = 0; i < sizeof fixture_areas / sizeof *fixture_areas; i++) fixture_add_area(d, &b, &fixture_areas[i]);
  fixture_must(history_batch_end(d, &b, 0, 0, 0, 0, &e), &e);
  fixture_must(db_commit(d, &e), &e);
  return d;
}

static inline void fixture_close(struct db *d) {
  char command[128];
  db_close(d);
  snprintf(command, sizeof command, "rm -rf '%s'", fixture_folder);
  assert_int_equal(system(command), 0);
}

static inline void fixture_run(struct db *d, const char *sql) {
  struct err e = {0};
  fixture_must(db_exec(d, sql, &e), &e);
}

/* One number that a query gives; -1 if it gives none. */
static inline int64_t fixture_number(struct db *d, const char *sql) {
  struct err e = {0};
  struct db_stmt *s;
  bool row;
  fixture_must(db_prepare(d, sql, &s, &e), &e);
  db_stmt_begin(s);
  fixture_must(db_step(s, &row, &e), &e);
  int64_t v = row && !db_col_null(s, 0) ? db_col_int(s, 0) : -1;
  db_stmt_begin(s);
  return v;
}

/* One text that a query gives, in a static buffer; "" if none or NULL. */
static inline const char *fixture_text(struct db *d, const char *sql) {
  static char text[4096];
  struct err e = {0};
  struct db_stmt *s;
  bool row;
  fixture_must(db_prepare(d, sql, &s, &e), &e);
  db_stmt_begin(s);
  fixture_must(db_step(s, &row, &e), &e);
  struct str v = row ? db_col_str(s, 0) : (struct str){0};
  snprintf(text, sizeof text, "%.*s", v.p ? (int)v.n : 0, v.p ? v.p : "");
  db_stmt_begin(s);
  return text;
}
#endif
