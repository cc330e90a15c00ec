/* The store of snapshot_held.h with some thousands of made-up projects more: several places, themes, parts and currencies, parents,
 * doubles, groups of people, points inside areas that nobody tied them to. The same for the same seed. */
#ifndef TEST_RANDOM_STORE_H
#define TEST_RANDOM_STORE_H
#include "snapshot_held.h"
#include "core/buf.h"

enum { RANDOM_PROJECTS = 2600 };

static uint64_t seed;
static inline uint32_t dice(uint32_t sides) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(seed >> 33) % sides;
}

static inline void random_store_project(struct buf *b, unsigned id) {
  static const char *const kinds[] = {"proyecto", "evento", "convenio", "programa"};
  static const char *const types[] = {"NULL", "'tecnica'", "'financiera'", "'otra'"};
  static const char *const currencies[] = {"COP", "COP", "COP", "USD", "EUR"};
  static const char *const themes[] = {"salud", "ambiente", "educacion", "cultura"};
  const char *currency = currencies[dice(5)];
  unsigned value = dice(20) ? dice(900000) + 1 : 0, valued = dice(6) != 0;
  buf_printf(b,
             "INSERT INTO activity (id, code, kind, title, activity_status, cooperation_type, total_minor, total_dec, "
             "currency, people, no_disbursement, batch_id, claim_id) VALUES (%u, 'x%05u', '%s', 'Uno', %s, %s, ",
             id, id * 7919 % 100003, kinds[dice(4)], dice(3) ? "'2'" : "NULL", types[dice(4)]);
  if (valued) buf_printf(b, "%u, '%u.%02u', '%s'", value, value / 100, value % 100, currency);
  else buf_add_z(b, "NULL, NULL, NULL");
  if (dice(3)) buf_add_z(b, ", NULL");
  else buf_printf(b, ", %u", dice(400));
  buf_printf(b, ", %u, 1, 901);", !valued && dice(2));
  if (dice(8) == 0)
    buf_printf(b,
               "INSERT INTO beneficiary_group (activity_id, rank, number, is_disjoint, claim_id) VALUES (%u, 0, %u, 0, "
               "901), (%u, 1, 7, %u, 901);",
               id, dice(50), id, dice(2));
  for (unsigned t = 0, first = dice(4), n = dice(4); t < n; t++)
    buf_printf(b,
               "INSERT INTO classification (activity_id, vocabulary, code, percent_ppm) VALUES (%u, '%s', '%s', %s);",
               id, dice(9) ? "99" : "1", themes[(first + t) % 4], dice(4) ? "NULL" : "300000");
  for (unsigned k = 0, n = dice(3); k < n; k++)
    buf_printf(b, "INSERT OR IGNORE INTO participating_org (activity_id, organisation_id, role) VALUES (%u, %u, '%u');",
               id, dice(3) + 1, dice(4) + 1);
  for (unsigned k = 0, n = dice(3); k < n; k++) {
    static const char *const forms[] = {"efectivo", "especie", "sin-dato"};
    unsigned part = k == 0 && dice(2) ? value : dice(5000);
    buf_printf(b,
               "INSERT INTO contribution (activity_id, provider_id, amount_minor, amount_dec, currency, form, "
               "transaction_type, value_date, claim_id) VALUES (%u, %s, %u, '%u.%02u', '%s', '%s', %s, '2014', 901);",
               id, dice(5) ? (char *[]){"1", "2", "3"}[dice(3)] : "NULL", part, part / 100, part % 100,
               dice(9) ? currency : "COP", forms[dice(3)],
               dice(3)   ? "NULL"
               : dice(2) ? "'2'"
                         : "'3'");
  }
  if (dice(4))
    buf_printf(b, "INSERT INTO activity_date (activity_id, type, date, precision) VALUES (%u, '1', '%u', 'year');", id,
               2008 + dice(9));
}

static inline void random_store_places(struct buf *b, unsigned id) {
  static const char *const areas[] = {"arroz-barato", "nelson-mandela", "la-candelaria", "la-popa",    "pie-de-la-popa",
                                      "recreo",       "industrial",     "ucg-14",        "localidad-3"};
  static const char *const bases[] = {"none", "stated", "equal", "only"};
  unsigned n = dice(10) < 7 ? 1 : dice(4);
  for (unsigned k = 0; k < n; k++) {
    unsigned how = dice(12), basis = n == 1 && dice(5) ? 3 : dice(3);
    buf_printf(
        b,
        "INSERT INTO activity_location (activity_id, rank, scope, area_id, share_money_ppm, share_basis, method, "
        "claim_id) VALUES (%u, %u, ",
        id, k);
    if (how == 0) buf_add_z(b, "'city', NULL");
    else if (how == 1) buf_add_z(b, "'unknown', NULL");
    else if (how == 2) buf_add_z(b, "'point', NULL");
    else buf_printf(b, "'%s', (SELECT id FROM area WHERE code = '%s')", how == 3 ? "point" : "area", areas[dice(9)]);
    buf_printf(b, ", %s, '%s', 'code', 901);", basis == 1 ? "250000" : "NULL", bases[basis]);
  }
}

static inline void random_store_points(void) {
  struct err e = {0};
  struct db_stmt *s;
  bool row = true;
  static int64_t id[RANDOM_PROJECTS * 4];
  size_t n = 0;
  fixture_must(db_prepare(db, "SELECT id FROM activity_location WHERE scope = 'point' AND id > 100", &s, &e), &e);
  db_stmt_begin(s);
  while (n < sizeof id / sizeof *id && db_step(s, &row, &e) && row) id[n++] = db_col_int(s, 0);
  for (size_t i = 0; i < n; i++) fixture_point(db, id[i], -75.51 + dice(60) * 0.001, 10.29 + dice(30) * 0.001);
}

static inline void random_store_fill(void) {
  struct err e = {0};
  struct buf b = {0};
  /* nelson-mandela lies in two zones */
  buf_add_z(&b,
            "INSERT INTO area (code, name, layer, geom_status, batch_id) VALUES ('zona-sur', 'Sur', 'zona', 'none', 1);"
            "INSERT INTO area_member (area_id, member_id) SELECT a.id, m.id FROM area a, area m WHERE a.code = "
            "'zona-sur' AND m.code = 'nelson-mandela';");
  for (unsigned id = 100; id < 100 + RANDOM_PROJECTS; id++) {
    random_store_project(&b, id);
    random_store_places(&b, id);
    if (dice(12) == 0 && id > 110)
      buf_printf(&b, "INSERT OR IGNORE INTO related_activity (activity_id, related_id, type) VALUES (%u, %u, '%s');",
                 id, id - 1 - dice(10), dice(2) ? "1" : "same-as");
  }
  fixture_must(db_begin(db, &e), &e);
  fixture_run(db, b.data);
  random_store_points();
  fixture_must(db_commit(db, &e), &e);
  snapshot_release(snap);
  fixture_must(snapshot_build(db, NULL, &e), &e);
  fixture_must(snapshot_open(fixture_snapshot, &snap, &e), &e);
  buf_free(&b);
}
#endif
