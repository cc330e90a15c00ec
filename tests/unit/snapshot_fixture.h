/* A small store with every kind of place, amount and relation, and its snapshot: for the tests of snapshot, query and tile. */
#ifndef TEST_SNAPSHOT_FIXTURE_H
#define TEST_SNAPSHOT_FIXTURE_H
#include "store_fixture.h"
#include "geo/gaia.h"
#include "snapshot/build.h"
#include "snapshot/snapshot.h"

/* Areas beside those of store_fixture: a zone over nelson-mandela by geometry, a composed one, a tree. */
static const struct fixture_area snapshot_areas_more[] = {
    {"industrial", "Zona Industrial", "zona", {NULL}, -75.505, 10.295, 0.02, AREA_GEOM_AUTHORITATIVE, 400, 0},
    {"ucg-14", "UCG 14", "ucg", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"localidad-3", "Industrial y de la Bahía", "localidad", {NULL}, 0, 0, 0, AREA_GEOM_NONE, 0, 0},
    {"hueco", "Barrio con hueco", "barrio", {NULL}, 0, 0, 0, AREA_GEOM_AUTHORITATIVE, 10, 0},
};

static inline void fixture_hole(struct db *d) {
  double xy[] = {-75.60,  10.60,  -75.58,  10.60,  -75.58,  10.62,  -75.60,  10.62,  -75.60,  10.60,
                 -75.595, 10.605, -75.595, 10.615, -75.585, 10.615, -75.585, 10.605, -75.595, 10.605};
  uint32_t ring[] = {5, 10}, part = 2;
  struct polygon p = {xy, ring, &part, 10, 2, 1};
  struct buf b = {0};
  struct err e = {0};
  struct db_stmt *s;
  gaia_write_multipolygon(&b, &p);
  fixture_must(db_prepare(d, "UPDATE area SET geom = ?1, lon = -75.5975, lat = 10.61 WHERE code = 'hueco'", &s, &e),
               &e);
  db_stmt_begin(s);
  db_bind_blob(s, 1, b.data, b.len);
  fixture_must(db_run(s, &e), &e);
  buf_free(&b);
}

static inline void fixture_point(struct db *d, int64_t place, double lon, double lat) {
  struct buf b = {0};
  struct err e = {0};
  struct db_stmt *s;
  gaia_write_point(&b, lon, lat);
  fixture_must(db_prepare(d, "UPDATE activity_location SET geom_point = ?1 WHERE id = ?2", &s, &e), &e);
  db_stmt_begin(s);
  db_bind_blob(s, 1, b.data, b.len);
  db_bind_int(s, 2, place);
  fixture_must(db_run(s, &e), &e);
  buf_free(&b);
}

static inline void fixture_outline(struct db *d, int64_t place, double x, double y, double size) {
  double xy[] = {x, y, x + size, y, x + size, y + size, x, y + size, x, y};
  uint32_t ring = 5, part = 1;
  struct polygon p = {xy, &ring, &part, 5, 1, 1};
  struct buf b = {0};
  struct err e = {0};
  struct db_stmt *s;
  gaia_write_multipolygon(&b, &p);
  fixture_must(db_prepare(d, "UPDATE activity_location SET geom_outline = ?1 WHERE id = ?2", &s, &e), &e);
  db_stmt_begin(s);
  db_bind_blob(s, 1, b.data, b.len);
  db_bind_int(s, 2, place);
  fixture_must(db_run(s, &e), &e);
  buf_free(&b);
}

/* Projects, by code:
 *   a-point      point in arroz-barato, tied to it             COP 100.00  2011
 *   b-two        nelson-mandela 25 %, arroz-barato 75 %         COP 100.01
 *   c-noshare    nelson-mandela and la-candelaria, no shares    COP 50.00
 *   d-approx     pie-de-la-popa (approximate)                   COP 10.00
 *   e-outline    outline across la-popa, tied to nothing        COP 7.00
 *   f-city       the whole city                                 COP 3.00
 *   g-beyond     beyond the city                                COP 2.00
 *   h-unknown    unknown                                        COP 1.00
 *   i-named      recreo, which has no geometry                  COP 5.00
 *   j-usd        nelson-mandela                                 USD 9.00
 *   k-sum        la-candelaria; contributions 4.00 + 6.00 COP
 *   l-parent     macro-project of m-child, city                 COP 1000.00
 *   m-child      la-popa                                        COP 20.00
 *   n-free       la-popa, no disbursement
 *   o-stray      point in industrial but outside of the barrios, no tie   COP 8.00 */
static const char fixture_projects[] =
    "INSERT INTO claim (id, document_id, batch_id, locator, raw) SELECT 901, document_id, id, 'fila 1', 'texto tal "
    "cual' FROM"
    " import_batch WHERE id = 1;"
    "INSERT INTO organisation (id, code, name, type, batch_id) VALUES (1, 'aecid', 'Agencia Española', '10', 1),"
    " (2, 'distrito', 'Alcaldía de Cartagena', '11', 1), (3, 'zeta', 'Fundación Zeta', NULL, 1);"
    "INSERT INTO activity (id, code, kind, title, activity_status, total_minor, total_dec, currency, people, "
    "no_disbursement,"
    " batch_id, claim_id) VALUES"
    " (11, 'b-two', 'proyecto', 'Agua para dos barrios', '2', 10001, '100.01', 'COP', 500, 0, 1, 901),"
    " (12, 'a-point', 'convenio', 'Camión de basura', '2', 10000, '100.00', 'COP', 40, 0, 1, 901),"
    " (13, 'c-noshare', 'proyecto', 'Escuela', NULL, 5000, '50.00', 'COP', NULL, 0, 1, 901),"
    " (14, 'd-approx', 'proyecto', 'Parque', NULL, 1000, '10.00', 'COP', NULL, 0, 1, 901),"
    " (15, 'e-outline', 'proyecto', 'Sendero del cerro', NULL, 700, '7.00', 'COP', NULL, 0, 1, 901),"
    " (16, 'f-city', 'evento', 'Encuentro', NULL, 300, '3.00', 'COP', NULL, 0, 1, 901),"
    " (17, 'g-beyond', 'evento', 'Pasantía', NULL, 200, '2.00', 'COP', NULL, 0, 1, 901),"
    " (18, 'h-unknown', 'gestion', 'Gestión', NULL, 100, '1.00', 'COP', NULL, 0, 1, 901),"
    " (19, 'i-named', 'proyecto', 'Pozo', NULL, 500, '5.00', 'COP', NULL, 0, 1, 901),"
    " (20, 'j-usd', 'proyecto', 'Clinic', NULL, 900, '9.00', 'USD', NULL, 0, 1, 901),"
    " (21, 'k-sum', 'proyecto', 'Suma', NULL, NULL, NULL, NULL, NULL, 0, 1, 901),"
    " (22, 'l-parent', 'macroproyecto', 'Macro', NULL, 100000, '1000.00', 'COP', NULL, 0, 1, 901),"
    " (23, 'm-child', 'proyecto', 'Hijo', NULL, 2000, '20.00', 'COP', NULL, 0, 1, 901),"
    " (24, 'n-free', 'convenio-marco', 'Marco', NULL, NULL, NULL, NULL, NULL, 1, 1, 901),"
    " (25, 'o-stray', 'proyecto', 'Suelto', NULL, 800, '8.00', 'COP', NULL, 0, 1, 901);"
    "INSERT INTO activity_location (id, activity_id, rank, scope, area_id, share_money_ppm, share_basis, method, "
    "claim_id) VALUES"
    " (1, 12, 0, 'point', (SELECT id FROM area WHERE code = 'arroz-barato'), NULL, 'only', 'point-in-polygon', 901),"
    " (2, 11, 1, 'area', (SELECT id FROM area WHERE code = 'arroz-barato'), 750000, 'stated', 'code', 901),"
    " (3, 11, 0, 'area', (SELECT id FROM area WHERE code = 'nelson-mandela'), 250000, 'stated', 'code', 901),"
    " (4, 13, 0, 'area', (SELECT id FROM area WHERE code = 'nelson-mandela'), NULL, 'none', 'code', 901),"
    " (5, 13, 1, 'area', (SELECT id FROM area WHERE code = 'la-candelaria'), NULL, 'none', 'code', 901),"
    " (6, 14, 0, 'area', (SELECT id FROM area WHERE code = 'pie-de-la-popa'), NULL, 'only', 'name', 901),"
    " (7, 15, 0, 'outline', NULL, NULL, 'only', 'outline', 901),"
    " (8, 16, 0, 'city', NULL, NULL, 'only', 'stated', 901),"
    " (9, 17, 0, 'beyond', NULL, NULL, 'only', 'stated', 901),"
    " (10, 18, 0, 'unknown', NULL, NULL, 'only', 'stated', 901),"
    " (11, 19, 0, 'area', (SELECT id FROM area WHERE code = 'recreo'), NULL, 'only', 'name', 901),"
    " (12, 20, 0, 'area', (SELECT id FROM area WHERE code = 'nelson-mandela'), NULL, 'only', 'name', 901),"
    " (13, 21, 0, 'area', (SELECT id FROM area WHERE code = 'la-candelaria'), NULL, 'only', 'name', 901),"
    " (14, 22, 0, 'city', NULL, NULL, 'only', 'stated', 901),"
    " (15, 23, 0, 'area', (SELECT id FROM area WHERE code = 'la-popa'), NULL, 'only', 'name', 901),"
    " (16, 24, 0, 'area', (SELECT id FROM area WHERE code = 'la-popa'), NULL, 'only', 'name', 901),"
    " (17, 25, 0, 'point', NULL, NULL, 'only', 'stated', 901);"
    "INSERT INTO contribution (activity_id, provider_id, amount_minor, amount_dec, currency, form, claim_id) VALUES"
    " (21, 1, 400, '4.00', 'COP', 'efectivo', 901), (21, 2, 600, '6.00', 'COP', 'especie', 901);"
    "INSERT INTO participating_org (activity_id, organisation_id, role, role_text) VALUES (12, 3, '4', 'Ejecutor'),"
    " (11, 3, NULL, NULL), (11, 1, '1', NULL);"
    "INSERT INTO activity_date (activity_id, type, date, precision) VALUES (12, '1', '2010-01-01', 'day'),"
    " (12, '2', '2011-07-06', 'day'), (12, '4', '2012', 'year'), (11, 'expires', '2011-12-31', 'day');"
    "INSERT INTO classification (activity_id, vocabulary, code) VALUES (12, '99', 'ambiente'), (11, '99', "
    "'agua-saneamiento'),"
    " (11, '99', 'salud'), (13, '1', '110');"
    "INSERT INTO narrative (activity_id, type, text) VALUES (12, 'objeto', 'Recoger la basura en El Zócalo');"
    "INSERT INTO related_activity (activity_id, related_id, type) VALUES (23, 22, '1');"
    "INSERT INTO area_member (area_id, member_id) SELECT a.id, m.id FROM area a, area m WHERE a.code = 'ucg-14' AND "
    "m.code IN"
    " ('nelson-mandela', 'arroz-barato');"
    "UPDATE area SET parent_id = (SELECT id FROM area WHERE code = 'localidad-3') WHERE code = 'ucg-14';";

static char fixture_snapshot[128];

static inline struct snapshot *snapshot_fixture_open(struct db **d) {
  struct err e = {0};
  struct history_batch b;
  struct snapshot *s;
  *d = fixture_open();
  fixture_must(db_begin(*d, &e), &e);
  fixture_must(history_batch_begin(*d, "areas", "more", "01", NULL, NULL, NULL, &b, &e), &e);
  for (size_t i = 0; i < sizeof snapshot_areas_more / sizeof *snapshot_areas_more; i++)
    fixture_add_area(*d, &b, &snapshot_areas_more[i]);
  fixture_must(history_batch_end(*d, &b, 0, 0, 0, 0, &e), &e);
  fixture_hole(*d);
  fixture_run(*d, fixture_projects);
  fixture_point(*d, 1, -75.475, 10.305);
  fixture_outline(*d, 7, -75.528, 10.412, 0.002);
  fixture_point(*d, 17, -75.488, 10.312);
  fixture_must(db_commit(*d, &e), &e);
  fixture_path(fixture_snapshot, sizeof fixture_snapshot, "t.db.snapshot");
  fixture_must(snapshot_build(*d, NULL, &e), &e);
  fixture_must(snapshot_open(fixture_snapshot, &s, &e), &e);
  return s;
}

static inline uint32_t area_of(const struct snapshot *s, const char *code) {
  uint32_t i = SNAPSHOT_NONE;
  assert_true(snapshot_find_area(s, str_from(code), &i));
  return i;
}

static inline uint32_t project_of(const struct snapshot *s, const char *code) {
  uint32_t i = SNAPSHOT_NONE;
  assert_true(snapshot_find_project(s, str_from(code), &i));
  return i;
}
static inline char *fixture_read(const char *path, size_t *n) {
  FILE *f = fopen(path, "rb");
  assert_non_null(f);
  fseek(f, 0, SEEK_END);
  *n = (size_t)ftell(f);
  rewind(f);
  char *p = malloc(*n);
  assert_int_equal(fread(p, 1, *n, f), *n);
  fclose(f);
  return p;
}

/* The store of d gives the same bytes once more as the snapshot at `path` has. */
static inline void fixture_same_bytes(struct db *d, const char *path) {
  char other[128];
  struct err e = {0};
  size_t n, m;
  fixture_path(other, sizeof other, "other.snapshot");
  fixture_must(snapshot_build(d, other, &e), &e);
  char *a = fixture_read(path, &n), *b = fixture_read(other, &m);
  assert_int_equal(n, m);
  assert_memory_equal(a, b, n);
  free(a);
  free(b);
}

#define assert_str(s, z)                                                                                               \
  do {                                                                                                                 \
    struct str is_ = (s);                                                                                              \
    if (!str_is(is_, z)) fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(is_), z);                                          \
  } while (0)
#endif
