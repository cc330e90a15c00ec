/* Rows of a projects file to the store, and back: what is accepted, refused, remarked on, and what the store holds then. */
#include "store_fixture.h"
#include "core/jw.h"
#include "domain/project.h"
#include "ingest/ingest.h"

static struct db *d;
static struct buf report_text; /* JSON of the last report */
static uint64_t refused, warned;

static int set_up(void **state) {
  (void)state;
  d = fixture_open();
  return 0;
}
static int tear_down(void **state) {
  (void)state;
  fixture_close(d);
  buf_free(&report_text);
  return 0;
}

static bool load(const char *csv, struct ingest_rows_options o) {
  char path[128];
  struct err e = {0};
  struct jw w;
  fixture_write(path, sizeof path, "p.csv", csv);
  o.common.file = path;
  struct report *r = report_new(path, REPORT_ES);
  bool ok = ingest_projects(d, &o, r, &e);
  if (!ok && e.kind != ERR_INPUT) fail_msg("%s (%s)", e.text, e.detail);
  refused = report_count(r, REPORT_REFUSED);
  warned = report_count(r, REPORT_WARNING);
  buf_reset(&report_text);
  jw_init(&w, &report_text);
  report_write_json(r, &w);
  report_free(r);
  return ok;
}
static void accept(const char *csv) {
  if (!load(csv, (struct ingest_rows_options){.numbers = ROWS_NUMBERS_ES})) fail_msg("refused: %s", report_text.data);
}
static void says(const char *words) {
  if (!strstr(report_text.data, words)) fail_msg("no %s in %s", words, report_text.data);
}
/* One row that must be refused with this code, leaving nothing behind. */
static void refuse(const char *csv, const char *code) {
  int64_t before = fixture_number(d, "SELECT count(*) FROM activity");
  if (load(csv, (struct ingest_rows_options){0})) fail_msg("accepted: %s", csv);
  says(code);
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM activity"), before);
}

#define REPORT_ROWS                                                                                                     \
  "codigo;titulo;valor_total;moneda;personas;lugar;vigencia;fecha_monetizacion;aporte_1_entidad;aporte_1_valor;"        \
  "aporte_1_texto;aporte_2_entidad;aporte_2_valor;aporte_2_contrapartida;aporte_2_texto;tasa_cambio;tasa_moneda;tasa_"  \
  "fecha;tema\n"                                                                                                        \
  "c3;Alcantarillado Faltante;$12.386.206.436,05;COP;27.000;Barrio Nelson Mandela;31 de Diciembre de 2011;6 de julio "  \
  "de 2011;"                                                                                                            \
  "Gobierno español;$6.205.051.179,25;Aportados por el gobierno español;Distrito;$6.181.155.256,80;si;Contrapartida " \
  "Distrito;"                                                                                                           \
  "$1.766,5;COP/USD;06/07/2011;Agua y saneamiento\n"                                                                    \
  "c4;Conexiones;$7.928.561.027,32;COP;13.510;Nelson Mandela=60%;;;Gobierno "                                           \
  "español;3.964.280.514,04;;Distrito;3.964.280.514,04;si;;"                                                           \
  "$1.818;COP/USD;;agua-saneamiento\n"

static void test_the_reports_rows(void **state) {
  (void)state;
  accept(REPORT_ROWS);
  assert_int_equal(fixture_number(d, "SELECT total_minor FROM activity WHERE code = 'c3'"), INT64_C(1238620643605));
  assert_string_equal(fixture_text(d, "SELECT total_dec || total_raw FROM activity WHERE code = 'c3'"),
                      "12386206436.05$12.386.206.436,05");
  assert_int_equal(
      fixture_number(d, "SELECT sum(amount_minor) FROM contribution c JOIN activity a ON a.id = c.activity_id "
                        "WHERE a.code = 'c3'"),
      INT64_C(1238620643605));
  assert_int_equal(fixture_number(d, "SELECT people FROM activity WHERE code = 'c4'"), 13510);
  assert_string_equal(
      fixture_text(d, "SELECT group_concat(rate_dec || from_currency || to_currency || coalesce(date, '-')) "
                      "FROM exchange_rate"),
      "1766.5USDCOP2011-07-06,1818USDCOP-");
  assert_string_equal(fixture_text(d, "SELECT group_concat(type || date, ' ') FROM activity_date"),
                      "monetised2011-07-06 expires2011-12-31");
  assert_string_equal(fixture_text(d, "SELECT group_concat(share_basis || coalesce(share_money_ppm, ''), ' ') FROM "
                                      "activity_location ORDER BY id"),
                      "only stated600000");
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM organisation"), 2); /* made once, not per row */
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM claim WHERE locator = 'fila 3' AND raw LIKE 'c4;%'"), 1);
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM contribution WHERE is_counterpart = 1"), 2);
  says("actor-nuevo");
  says("suma-distinta");
  says("0,76 menos que los aportes");
  says("partes-no-llegan-a-100");
  assert_int_equal(warned, 3);
}

static void test_again_is_the_same_and_a_change_is_history(void **state) {
  (void)state;
  accept(REPORT_ROWS);
  int64_t claims = fixture_number(d, "SELECT count(*) FROM claim");
  accept(REPORT_ROWS);
  says("\"iguales\":2");
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM claim"), claims);
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM history WHERE entity = 'activity'"), 0);
  accept("codigo;titulo;lugar\nc3;Alcantarillado;arroz-barato\n");
  says("\"cambiadas\":1");
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM history WHERE entity = 'activity' AND action = 'update'"),
                   1);
  assert_int_equal(fixture_number(d, "SELECT json_extract(before_json, '$.people') = 27000 AND "
                                     "json_extract(after_json, '$.title') = 'Alcantarillado' FROM history"),
                   1);
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM contribution"), 2);
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM exchange_rate"), 1);
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM claim WHERE status = 'superseded'"), 1);
  int64_t broken = -1;
  struct err e = {0};
  fixture_must(history_check(d, &broken, &e), &e);
  assert_int_equal(broken, 0);
}

#define ROW                                                                                                            \
  "codigo,titulo,lugar,ambito,lon,lat,valor_total,sin_erogacion,fecha_inicio,contorno,reparto,macroproyecto,estado,"   \
  "personas\n"

static void test_refusals(void **state) {
  (void)state;
  refuse(ROW "a,T,La Boquilla,,,,,,,,,,,\n", "area-ambigua");
  says("boquilla-b (La Boquilla, poblado); boquilla-c (La Boquilla, corregimiento)");
  refuse(ROW "a,T,Nelson Mandella,,,,,,,,,,,\n", "area-desconocida");
  says("nelson-mandela (Nelson Mandela, barrio)");
  refuse(ROW "a,T,,,,,,,,,,,,\n", "sin-lugar");
  refuse(ROW "a,T,,area,,,,,,,,,,\n", "sin-lugar");
  refuse(ROW "a,T,Nelson Mandela,ciudad,,,,,,,,,,\n", "ambito-contradictorio");
  refuse(ROW "a,T,,en Marte,,,,,,,,,,\n", "valor-fuera-de-lista");
  refuse(ROW "a,T,,,10.38,-75.49,,,,,,,,\n", "ejes-cambiados");
  refuse(ROW "a,T,,,75.49,10.38,,,,,,,,\n", "signo-perdido");
  refuse(ROW "a,T,,,-75447056,10.6,,,,,,,,\n", "punto-decimal-perdido");
  refuse(ROW "a,T,,,-75,10,,,,,,,,\n", "coordenada-de-relleno");
  refuse(ROW "a,T,,,2.35,48.85,,,,,,,,\n", "fuera-de-colombia");
  refuse(ROW "a,T,,,-75.49,,,,,,,,,\n", "falta-coordenada");
  refuse(ROW "a,T,,,\"75° 29' O\",10.38,,,,,,,,\n", "coordenada-ilegible");
  refuse(ROW "a,T,,ciudad,,,1.818,,,,,,,\n", "numero-ambiguo");
  refuse(ROW "a,T,,ciudad,,,mucho,,,,,,,\n", "numero-ilegible");
  refuse(ROW "a,T,,ciudad,,,-5,,,,,,,\n", "monto-negativo");
  refuse(ROW "a,T,,ciudad,,,\"1.000,005\",,,,,,,\n", "demasiados-decimales");
  refuse(ROW "a,T,,ciudad,,,500,si,,,,,,\n", "erogacion-contradictoria");
  refuse(ROW "a,T,,ciudad,,,,tal vez,,,,,,\n", "si-o-no");
  refuse(ROW "a,T,,ciudad,,,,,31/02/2011,,,,,\n", "fecha-imposible");
  refuse(ROW "a,T,,ciudad,,,,,6/7/11,,,,,\n", "fecha-sin-siglo");
  refuse(ROW "a,T,,ciudad,,,,,ayer,,,,,\n", "fecha-ilegible");
  refuse(ROW "a,T,Nelson Mandela=60%;Arroz Barato=41%,,,,,,,,,,,\n", "partes-pasan-de-100");
  refuse(ROW "a,T,Nelson Mandela=mucho,,,,,,,,,,,\n", "parte-ilegible");
  refuse(ROW "a,T,Nelson Mandela;nelson-mandela,,,,,,,,,,,\n", "area-repetida");
  refuse(ROW "a,T,,ciudad,,,,,,,,no-hay,,\n", "macroproyecto-desconocido");
  refuse(ROW "a,T,,ciudad,,,,,,,,a,,\n", "macroproyecto-propio");
  refuse(ROW "a,T,,ciudad,,,,,,,,b,,\nb,T,,ciudad,,,,,,,,a,,\n", "macroproyecto-en-circulo");
  refuse(ROW "a,T,,,,,,,,\"POLYGON((0 0,1 0,1 1,0 0))\",,,,\n", "fuera-de-colombia");
  refuse(ROW "a,T,,,,,,,,\"POLYGON((-75 10,-75.1\",,,,\n", "contorno-invalido");
  refuse(ROW "a,T,,,-75.49,10.38,,,,\"POINT(-75.4 10.3)\",,,,\n", "punto-y-contorno");
  refuse(ROW "a,T,,ciudad,,,,,,,,,durmiendo,\n", "valor-fuera-de-lista");
  refuse(ROW "a,T,,ciudad,,,,,,,,,,2.5\n", "no-es-entero");
  refuse(ROW ",T,,ciudad,,,,,,,,,,\n", "falta-dato");
  refuse(ROW "a,,,ciudad,,,,,,,,,,\n", "falta-dato");
  refuse(ROW "a b,T,,ciudad,,,,,,,,,,\n", "codigo-invalido");
  refuse(ROW "a,T,,ciudad,,,,,,,,,,\na,T,,ciudad,,,,,,,,,,\n", "codigo-repetido");
  refuse(ROW "a,T,,ciudad\n", "numero-de-celdas");
  refuse("codigo,nombre\na,b\n", "falta-columna");
}

static void test_all_errors_at_once_and_partial(void **state) {
  (void)state;
  const char *csv =
      ROW "a,T,Ningun Lado,,,,mucho,,ayer,,,,,\nb,T,,ciudad,,,,,,,,,,\nc,T,,,,,,,,,,,,\nd,T,,ciudad,,,,,,,,a,,\n";
  refuse(csv, "area-desconocida");
  assert_int_equal(refused, 4);
  says("numero-ilegible");
  says("fecha-ilegible");
  says("sin-lugar");
  says("\"fila\":4");
  assert_true(load(csv, (struct ingest_rows_options){.common.partial = true}));
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM activity"), 2);
  says("macroproyecto-desconocido"); /* the link to a refused row is missing, and said */
  assert_true(load(ROW "z,T,,ciudad,,,,,,,,,,\n", (struct ingest_rows_options){.common.dry_run = true}));
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM activity"), 2);
}

static void test_points_and_outlines(void **state) {
  (void)state;
  accept(
      ROW
      "in,T,,,\"-75,495\",\"10,305\",,,,,,,,\n"
      "rough,T,,,-75.5385,10.412,,,,,,,,\n"
      "two,T,,,-75.5335,10.4185,,,,,,,,\n"
      "none,T,,,-75.40,10.40,,,,,,,,\n"
      "named,T,Arroz Barato,,-75.495,10.305,,,,,,,,\n"
      "shape,T,,,,,,,,\"POLYGON((-75.499 10.301,-75.495 10.301,-75.495 10.305,-75.499 10.305,-75.499 10.301))\",,,,\n"
      "json,T,,,,,,,,\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[-75.475,10.305]}\",,,,\n");
  struct {
    const char *code, *want;
  } cases[] = {{"in", "point nelson-mandela point-in-polygon 1"},
               {"rough", "point pie-de-la-popa point-in-approximate 2"},
               {"none", "point - stated 1"},
               {"named", "point arroz-barato name 1"},
               {"shape", "outline nelson-mandela outline 1"},
               {"json", "point arroz-barato point-in-polygon 1"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct db_stmt *s;
    struct err e = {0};
    bool row;
    static const char sql[] =
        "SELECT l.scope || ' ' || coalesce(r.code, '-') || ' ' || l.method || ' ' || l.exactness FROM "
        "activity a JOIN activity_location l ON l.activity_id = a.id LEFT JOIN area r ON r.id = l.area_id "
        "WHERE a.code = ?1";
    fixture_must(db_prepare(d, sql, &s, &e), &e);
    db_stmt_begin(s);
    db_bind_z(s, 1, cases[i].code);
    fixture_must(db_step(s, &row, &e), &e);
    assert_true(row);
    struct str got = db_col_str(s, 0);
    if (!str_is(got, cases[i].want)) fail_msg("%s: %.*s", cases[i].code, STR_ARG(got));
    db_stmt_begin(s);
  }
  says("punto-fuera-del-area");
  says("area-por-extension-aproximada");
}

static void test_shares(void **state) {
  (void)state;
  accept(ROW "e,T,Nelson Mandela;Arroz Barato,,,,100,,,,igual,,,\n"
             "s,T,Nelson Mandela;Arroz Barato,,,,100,,,,Superficie,,,\n"
             "p,T,Nelson Mandela=50%;Arroz Barato,,,,100,,,,población,,,\n"
             "n,T,Nelson Mandela;Arroz Barato,,,,100,,,,,,,\n"
             "t,T,\"Nelson Mandela=33,3333%;Arroz Barato = 66.6667 %\",,,,100,,,,,,,\n");
  assert_string_equal(
      fixture_text(d, "SELECT group_concat(a.code || l.rank || l.share_basis || coalesce(l.share_money_ppm, ''), ' ') "
                      "FROM activity_location l JOIN activity a ON a.id = l.activity_id ORDER BY l.id"),
      "e0equal e1equal s0area s1area p0stated500000 p1population n0none n1none t0stated333333 t1stated666667");
}

static void test_what_stays_text(void **state) {
  (void)state;
  accept("codigo,titulo,ambito,nota,lugar_nota,valor_total,sin_erogacion,documento,localizador,objeto,desconocida\n"
         "f,=HYPERLINK(1),fuera,\"'; DROP TABLE area; --\",\"Madrid, España\",0,no,Informe,renglón 71,,x\n"
         "g,@SUM(A1),desconocido,,,,si,Informe,,,\n");
  assert_string_equal(fixture_text(d, "SELECT title FROM activity WHERE code = 'f'"), "=HYPERLINK(1)");
  assert_string_equal(fixture_text(d, "SELECT text FROM narrative"), "'; DROP TABLE area; --");
  assert_string_equal(fixture_text(d, "SELECT place_note FROM activity WHERE code = 'f'"), "Madrid, España");
  assert_int_equal(fixture_number(d, "SELECT total_minor = 0 AND no_disbursement = 0 FROM activity WHERE code = 'f'"),
                   1);
  assert_int_equal(
      fixture_number(d, "SELECT total_minor IS NULL AND no_disbursement = 1 FROM activity WHERE code = 'g'"), 1);
  assert_string_equal(fixture_text(d, "SELECT s.title || ', ' || c.locator FROM claim c JOIN source_document s ON "
                                      "s.id = c.document_id WHERE c.raw LIKE 'f,%'"),
                      "Informe, renglón 71");
  assert_int_equal(fixture_number(d, "SELECT count(*) FROM source_document WHERE title = 'Informe'"), 1);
  says("columna-desconocida");
}

/* What is loaded and written again as the same thing is the same thing. */
static void test_round_trip(void **state) {
  (void)state;
  accept(REPORT_ROWS);
  struct arena *a = arena_new(0);
  struct project p;
  struct buf json = {0};
  struct err e = {0};
  fixture_must(project_load(d, a, STR("c3"), &p, &e), &e);
  project_write_json(&json, &p);
  assert_int_equal(p.n_contributions, 2);
  assert_int_equal(p.n_parties, 2);
  assert_true(p.has_rate && str_is(p.rate.rate_dec, "1766.5"));
  assert_non_null(strstr(json.data, "\"total\":12386206436.05"));
  assert_false(project_load(d, a, STR("nobody"), &p, &e));
  assert_int_equal(e.kind, ERR_NOT_FOUND);
  buf_free(&json);
  arena_free(a);
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
int main(void) {
  const struct CMUnitTest tests[] = {EACH(test_the_reports_rows),
                                     EACH(test_again_is_the_same_and_a_change_is_history),
                                     EACH(test_refusals),
                                     EACH(test_all_errors_at_once_and_partial),
                                     EACH(test_points_and_outlines),
                                     EACH(test_shares),
                                     EACH(test_what_stays_text),
                                     EACH(test_round_trip)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
