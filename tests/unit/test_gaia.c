#include "arena_fixture.h"
#include <math.h>
#include <sqlite3.h>
#include <spatialite.h>
#include "geo/gaia.h"

#define WKT                                                                                                            \
  "MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0),(1 1,1 3,3 3,3 1,1 1)),((-75.5 10.4,-75.4 10.4,-75.4 10.5,-75.5 10.4)))"

static struct polygon sample(void) {
  struct polygon p;
  bool is_point;
  struct err e = {0};
  assert_true(polygon_from_wkt(A, STR(WKT), 100, &p, &is_point, &e));
  return p;
}

static void reads_what_it_wrote(void **state) {
  (void)state;
  struct polygon p = sample(), q;
  struct buf b = {0};
  struct err e = {0};
  gaia_write_multipolygon(&b, &p);
  assert_true(gaia_read_multipolygon(A, b.data, b.len, &q, &e));
  assert_int_equal(q.n_parts, 2);
  assert_int_equal(q.n_rings, 3);
  assert_int_equal(q.n_points, p.n_points);
  assert_memory_equal(p.xy, q.xy, 2 * sizeof(double) * p.n_points);
  assert_memory_equal(p.ring_end, q.ring_end, 3 * sizeof(uint32_t));
  assert_memory_equal(p.part_end, q.part_end, 2 * sizeof(uint32_t));
  buf_reset(&b);
  double lon, lat;
  gaia_write_point(&b, -75.4770, 10.3659);
  assert_true(gaia_read_point(b.data, b.len, &lon, &lat, &e));
  assert_true(lon == -75.4770 && lat == 10.3659);
  assert_false(gaia_read_multipolygon(A, b.data, b.len, &q, &e));
  assert_int_equal(e.kind, ERR_GEOM);
  buf_free(&b);
}

/* SpatiaLite is the oracle in both directions; the BLOB is ours, so its decoder is safe to use. */
static void spatialite_agrees(void **state) {
  (void)state;
  sqlite3 *db;
  sqlite3_stmt *s;
  void *cache = spatialite_alloc_connection();
  assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
  spatialite_init_ex(db, cache, 0);
  struct polygon p = sample(), q;
  struct buf b = {0};
  struct err e = {0};
  gaia_write_multipolygon(&b, &p);
  const char *sql = "SELECT hex(?1) = hex(ST_GeomFromText('" WKT "', 4326)), ST_IsValid(?1), ST_Srid(?1), ST_Area(?1), "
                    "GeometryType(?1), ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))', 3116)";
  assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
  sqlite3_bind_blob(s, 1, b.data, (int)b.len, SQLITE_STATIC);
  assert_int_equal(sqlite3_step(s), SQLITE_ROW);
  assert_int_equal(sqlite3_column_int(s, 0), 1); /* the same bytes */
  assert_int_equal(sqlite3_column_int(s, 1), 1);
  assert_int_equal(sqlite3_column_int(s, 2), 4326);
  assert_true(fabs(sqlite3_column_double(s, 3) - 12.005) < 1e-9);
  assert_string_equal((const char *)sqlite3_column_text(s, 4), "MULTIPOLYGON");
  assert_true(gaia_read_multipolygon(A, sqlite3_column_blob(s, 5), (size_t)sqlite3_column_bytes(s, 5), &q, &e));
  assert_int_equal(q.n_parts, 1);
  assert_int_equal(q.n_points, 4);
  sqlite3_finalize(s);
  buf_reset(&b);
  gaia_write_point(&b, -75.5, 10.4);
  assert_int_equal(sqlite3_prepare_v2(db, "SELECT hex(?1) = hex(MakePoint(-75.5, 10.4, 4326))", -1, &s, NULL),
                   SQLITE_OK);
  sqlite3_bind_blob(s, 1, b.data, (int)b.len, SQLITE_STATIC);
  assert_int_equal(sqlite3_step(s), SQLITE_ROW);
  assert_int_equal(sqlite3_column_int(s, 0), 1);
  sqlite3_finalize(s);
  sqlite3_close(db);
  spatialite_cleanup_ex(cache);
  buf_free(&b);
}

static void damage_is_refused_and_never_read_past(void **state) {
  (void)state;
  struct polygon p = sample(), q;
  struct buf b = {0};
  gaia_write_multipolygon(&b, &p);
  for (size_t n = 0; n < b.len; n++) { /* cut short, in memory of exactly that size */
    struct err e = {0};
    char *copy = malloc(n ? n : 1);
    memcpy(copy, b.data, n);
    assert_false(gaia_read_multipolygon(A, copy, n, &q, &e));
    assert_int_equal(e.kind, ERR_GEOM);
    assert_non_null(strstr(e.text, "byte"));
    free(copy);
  }
  unsigned refused = 0;
  for (size_t i = 0; i < b.len; i++) { /* every byte changed: refused, or still whole */
    struct err e = {0};
    char before = b.data[i];
    b.data[i] = (char)(before ^ 0xA5);
    if (gaia_read_multipolygon(A, b.data, b.len, &q, &e)) assert_true(polygon_is_well_formed(&q));
    else refused++;
    b.data[i] = before;
  }
  assert_true(refused > 60);
  buf_add_char(&b, 0);
  struct err e = {0};
  assert_false(gaia_read_multipolygon(A, b.data, b.len, &q, &e));
  buf_free(&b);
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, make_arena, free_arena)
  const struct CMUnitTest tests[] = {T(reads_what_it_wrote), T(spatialite_agrees),
                                     T(damage_is_refused_and_never_read_past)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
