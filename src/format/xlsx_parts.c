/* The sheets of what belongs to a project: contributions, places, groups of people, other totals, results, links. */
#include <math.h>
#include "geo/polygon.h"
#include "query/bits.h"
#include "xlsx_names.h"

enum { OUTLINE_DECIMALS = 9 };

#define X(id, ...) C_##id,
enum { C_PROYECTO, SHEET_CONTRIBUTION_COLUMNS(X) };
#undef X
#define X(id, ...) L_##id,
enum { L_PROYECTO, SHEET_PLACE_COLUMNS(X) };
#undef X
#define X(id, ...) G_##id,
enum { G_PROYECTO, SHEET_PEOPLE_COLUMNS(X) };
#undef X
#define X(id, ...) T_##id,
enum { T_PROYECTO, SHEET_TOTAL_COLUMNS(X) };
#undef X
#define X(id, ...) R_##id,
enum { R_PROYECTO, SHEET_RESULT_COLUMNS(X) };
#undef X
#define X(id, ...) E_##id,
enum { E_PROYECTO, SHEET_LINK_COLUMNS(X) };
#undef X

/* Rows of one part of project i, each ended by xlsx_sheet_next(). */
struct part_row {
  struct xlsx_export *x;
  struct xlsx_sheet *sh;
  uint32_t i;
  struct str code;
};

static void begin_row(const struct part_row *r) {
  xlsx_row_link(r->sh, 0, sheet_info(SHEET_PROJECTS)->name, r->x->rows[r->i], r->code);
}

static void write_amount(struct xlsx_sheet *sh, size_t amount, size_t printed, i128 minor, struct str raw) {
  xlsx_money(sh, amount, minor, XLSX_MONEY);
  if (!xlsx_is_plain(raw, minor)) xlsx_text(sh, printed, raw);
}

static void write_contributions(const struct part_row *r) {
  struct snap_contribution c;
  for (uint32_t k = 0; snapshot_contribution(r->x->s, r->i, k, &c); k++) {
    begin_row(r);
    xlsx_actor(r->sh, C_ENTIDAD, c.provider);
    xlsx_actor(r->sh, C_RECEPTOR, c.receiver);
    write_amount(r->sh, C_VALOR, C_VALOR_TEXTO, c.amount_minor, c.amount_raw);
    xlsx_code(r->sh, C_MONEDA, c.currency);
    xlsx_code(r->sh, C_FORMA, c.form);
    xlsx_yes(r->sh, C_CONTRAPARTIDA, c.is_counterpart);
    xlsx_text(r->sh, C_TEXTO, c.label_raw);
    xlsx_date(r->sh, C_FECHA, c.value_date);
    xlsx_text(r->sh, C_VALORACION, c.valuation);
    xlsx_code(r->sh, C_TIPO_TRANSACCION, c.transaction_type);
    xlsx_date(r->sh, C_FECHA_TRANSACCION, c.date);
    xlsx_code(r->sh, C_FLUJO, c.flow_type);
    xlsx_code(r->sh, C_FINANZA, c.finance_type);
    xlsx_code(r->sh, C_AYUDA, c.aid_type);
    xlsx_sheet_next(r->sh);
  }
}

/* Words of the files for what the store keeps in IATI's. */
static const char *scope_word(struct str scope) {
  if (str_is(scope, "city")) return "ciudad";
  if (str_is(scope, "beyond")) return "fuera";
  if (str_is(scope, "unknown")) return "desconocido";
  return "";
}

static const char *rule_word(struct str basis) {
  if (str_is(basis, "equal")) return "igual";
  if (str_is(basis, "area")) return "superficie";
  if (str_is(basis, "population")) return "poblacion";
  return str_is(basis, "none") ? "ninguna" : "";
}

static void write_outline(const struct part_row *r, uint32_t k) {
  struct polygon shape;
  struct buf b = {0};
  if (!snapshot_location_outline(r->x->s, r->i, k, r->x->book->arena, &shape)) return;
  polygon_write_wkt(&b, &shape, OUTLINE_DECIMALS);
  xlsx_text(r->sh, L_CONTORNO, buf_str(&b));
  buf_free(&b);
}

static void write_places(const struct part_row *r) {
  struct snap_location l;
  for (uint32_t k = 0; snapshot_location(r->x->s, r->i, k, &l); k++) {
    begin_row(r);
    if (l.area != SNAPSHOT_NONE) {
      struct snap_area area;
      snapshot_area(r->x->s, l.area, &area);
      xlsx_page(r->sh, L_AREA, "area", area.code, xlsx_area_name(r->x->book, l.area));
    }
    if (str_is(l.scope, "point")) {
      xlsx_real(r->sh, L_LON, l.lon, XLSX_DEGREES);
      xlsx_real(r->sh, L_LAT, l.lat, XLSX_DEGREES);
    }
    if (l.has_outline) write_outline(r, k);
    xlsx_share(r->sh, L_PARTE, l.share_ppm);
    xlsx_share(r->sh, L_PARTE_PERSONAS, l.share_people_ppm);
    xlsx_text(r->sh, L_AMBITO, str_from(scope_word(l.scope)));
    xlsx_text(r->sh, L_TEXTO, l.name_raw);
    xlsx_code(r->sh, L_METODO, l.method);
    xlsx_text(r->sh, L_REPARTO, str_from(rule_word(l.share_basis)));
    xlsx_code(r->sh, L_ALCANCE, l.reach);
    xlsx_code(r->sh, L_CLASE, l.class);
    xlsx_code(r->sh, L_EXACTITUD, l.exactness);
    xlsx_code(r->sh, L_PRECISION, l.precision);
    xlsx_sheet_next(r->sh);
  }
}

static void write_groups(const struct part_row *r) {
  struct snap_group g;
  for (uint32_t k = 0; snapshot_group(r->x->s, r->i, k, &g); k++) {
    begin_row(r);
    if (g.number >= 0) xlsx_whole(r->sh, G_PERSONAS, g.number, XLSX_WHOLE);
    xlsx_text(r->sh, G_TEXTO, g.raw);
    xlsx_text(r->sh, G_UNIDAD, g.unit);
    if (g.area != SNAPSHOT_NONE) {
      struct snap_area area;
      snapshot_area(r->x->s, g.area, &area);
      xlsx_page(r->sh, G_AREA, "area", area.code, xlsx_area_name(r->x->book, g.area));
    }
    xlsx_yes(r->sh, G_APROXIMADO, g.is_approx);
    xlsx_yes(r->sh, G_DISJUNTO, g.is_disjoint);
    xlsx_sheet_next(r->sh);
  }
}

static void write_totals(const struct part_row *r) {
  struct snap_total t;
  for (uint32_t k = 0; snapshot_total(r->x->s, r->i, k, &t); k++) {
    begin_row(r);
    write_amount(r->sh, T_VALOR, T_VALOR_TEXTO, t.amount_minor, t.amount_raw);
    xlsx_code(r->sh, T_MONEDA, t.currency);
    xlsx_text(r->sh, T_TEXTO, t.label_raw);
    xlsx_sheet_next(r->sh);
  }
}

static void write_whether(struct xlsx_sheet *sh, size_t column, int value) {
  if (value >= 0) xlsx_text(sh, column, value ? STR("si") : STR("no"));
}

/* A row of a result, of one of its indicators, and of one of that one's periods; i and p may be NULL. */
static void write_result_row(const struct part_row *r, const struct snap_result *v, const struct snap_indicator *i,
                             const struct snap_period *p) {
  begin_row(r);
  xlsx_code(r->sh, R_TIPO, v->type);
  xlsx_text(r->sh, R_TITULO, v->title);
  xlsx_text(r->sh, R_DESCRIPCION, v->description);
  write_whether(r->sh, R_SUMABLE, v->aggregates);
  if (i) {
    xlsx_text(r->sh, R_INDICADOR, i->title);
    xlsx_text(r->sh, R_DESCRIPCION_INDICADOR, i->description);
    xlsx_code(r->sh, R_MEDIDA, i->measure);
    write_whether(r->sh, R_ASCENDENTE, i->ascending);
    xlsx_text(r->sh, R_LINEA_BASE_ANIO, i->baseline_year);
    xlsx_text(r->sh, R_LINEA_BASE, i->baseline_value);
  }
  if (p) {
    xlsx_date(r->sh, R_DESDE, p->start);
    xlsx_date(r->sh, R_HASTA, p->end);
    xlsx_text(r->sh, R_META, p->target);
    xlsx_text(r->sh, R_LOGRO, p->actual);
  }
  xlsx_sheet_next(r->sh);
}

static void write_indicator(const struct part_row *r, const struct snap_result *v, uint32_t at,
                            const struct snap_indicator *i) {
  struct snap_period p;
  bool any = false;
  for (uint32_t k = 0; snapshot_period(r->x->s, r->i, k, &p); k++) {
    if (p.indicator != at) continue;
    write_result_row(r, v, i, &p);
    any = true;
  }
  if (!any) write_result_row(r, v, i, NULL);
}

static void write_results(const struct part_row *r) {
  struct snap_result v;
  struct snap_indicator i;
  for (uint32_t k = 0; snapshot_result(r->x->s, r->i, k, &v); k++) {
    bool any = false;
    for (uint32_t n = 0; snapshot_indicator(r->x->s, r->i, n, &i); n++) {
      if (i.result != k) continue;
      write_indicator(r, &v, n, &i);
      any = true;
    }
    if (!any) write_result_row(r, &v, NULL, NULL);
  }
}

static void write_links(const struct part_row *r) {
  struct snap_link l;
  for (uint32_t k = 0; snapshot_link(r->x->s, r->i, k, &l); k++) {
    begin_row(r);
    xlsx_web(r->sh, E_URL, l.url);
    xlsx_text(r->sh, E_TITULO, l.title);
    xlsx_code(r->sh, E_CATEGORIA, l.category);
    xlsx_text(r->sh, E_FORMATO, l.format);
    xlsx_code(r->sh, E_IDIOMA, l.lang);
    xlsx_date(r->sh, E_FECHA, l.date);
    xlsx_sheet_next(r->sh);
  }
}

static void write_sheet(struct xlsx_export *x, enum sheet_id id, void (*rows)(const struct part_row *r)) {
  struct xlsx_sheet sh;
  xlsx_sheet_begin(x->book, sheet_info(id)->name, 0x7F9DB9, &sh);
  xlsx_head(&sh, id);
  for (BITS_EACH(filter_project_bits(x->f), snapshot_projects(x->s), i)) {
    if (x->book->wrong) break;
    struct snap_project p;
    snapshot_project(x->s, (uint32_t)i, &p);
    rows(&(struct part_row){x, &sh, (uint32_t)i, p.code});
  }
  uint32_t last = sh.row - 1;
  if (last) xlsx_fold_empty(&sh, id);
  xlsx_validate(&sh, id, 1, last + XLSX_SPARE_ROWS);
  xlsx_sheet_finish(&sh, last);
}

void xlsx_write_parts(struct xlsx_export *x) {
  write_sheet(x, SHEET_CONTRIBUTIONS, write_contributions);
  write_sheet(x, SHEET_PLACES, write_places);
  write_sheet(x, SHEET_PEOPLE, write_groups);
  write_sheet(x, SHEET_TOTALS, write_totals);
  write_sheet(x, SHEET_RESULTS, write_results);
  write_sheet(x, SHEET_LINKS, write_links);
}
