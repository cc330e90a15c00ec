/* The sheet Proyectos: one row for each project, as a workbook that is read has it. */
#include "query/bits.h"
#include "xlsx_names.h"

#define X(id, ...) P_##id,
enum { SHEET_PROJECT_COLUMNS(X) };
#undef X

struct row {
  struct xlsx_export *x;
  struct xlsx_sheet *sh;
  const struct snapshot *s;
  struct arena *a;
  uint32_t i;
  struct snap_project p;
  struct snap_iati iati;
};

static struct str joined(struct row *r, struct buf *b) {
  struct str s = arena_str(r->a, buf_str(b));
  buf_free(b);
  return s;
}

static void add_item(struct buf *b, struct str s) {
  if (b->len) buf_add_z(b, "; ");
  buf_add_str(b, s);
}

/* ---- texts ---- */

static void write_narratives(struct row *r) {
  static const struct {
    const char *type;
    int main, english;
  } columns[] = {{"titulo", -1, P_TITULO_EN},
                 {"objeto", P_OBJETO, P_OBJETO_EN},
                 {"objetivo", P_OBJETIVO, P_OBJETIVO_EN},
                 {"descripcion", P_DESCRIPCION, P_DESCRIPCION_EN},
                 {"poblacion", P_POBLACION, -1},
                 {"valor", P_SOBRE_VALOR, -1},
                 {"nota", P_NOTA, -1}};
  struct str own = r->iati.lang.n ? r->iati.lang : STR("es");
  struct snap_narrative n;
  for (uint32_t k = 0; snapshot_narrative(r->s, r->i, k, &n); k++)
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
      bool is_own = !n.lang.n || str_eq(n.lang, own);
      int at = is_own ? columns[c].main : str_is(n.lang, "en") ? columns[c].english : -1;
      if (at >= 0 && str_is(n.type, columns[c].type)) xlsx_text(r->sh, (size_t)at, n.text);
    }
}

static void write_dates(struct row *r) {
  /* Whether fecha_inicio and fecha_fin were or are planned follows from the status, as it does when the row is read. */
  bool planned = str_is(r->p.status, "1"), over = str_is(r->p.status, "3") || str_is(r->p.status, "4");
  const struct {
    const char *type;
    size_t column;
  } columns[] = {{"signed", P_FIRMA},
                 {"1", planned ? P_INICIO : P_INICIO_PREVISTO},
                 {"2", planned ? P_INICIO_REAL : P_INICIO},
                 {"3", over ? P_FIN_PREVISTO : P_FIN},
                 {"4", over ? P_FIN : P_FIN_REAL},
                 {"monetised", P_MONETIZACION}};
  struct snap_date d;
  for (uint32_t k = 0; snapshot_date(r->s, r->i, k, &d); k++)
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++)
      if (str_is(d.type, columns[c].type)) xlsx_date(r->sh, columns[c].column, d.date);
  xlsx_text(r->sh, P_VIGENCIA, r->p.vigencia_raw);
}

static void write_classes(struct row *r) {
  struct buf themes = {0}, sectors = {0};
  struct snap_class c;
  bool inferred = false;
  for (uint32_t k = 0; snapshot_class(r->s, r->i, k, &c); k++) {
    bool theme = str_is(c.vocabulary, "99");
    struct buf *to = theme ? &themes : str_is(c.vocabulary, "1") || str_is(c.vocabulary, "2") ? &sectors : NULL;
    if (!to) continue;
    add_item(to, theme ? xlsx_label(r->sh->book, "theme", c.code) : c.code);
    if (c.percent_ppm >= 0) buf_printf(to, "=%.10g%%", (double)c.percent_ppm / 10000);
    inferred = inferred || (!theme && c.inferred);
  }
  xlsx_text(r->sh, P_TEMA, joined(r, &themes));
  xlsx_text(r->sh, P_SECTOR_DAC, joined(r, &sectors));
  xlsx_yes(r->sh, P_SECTOR_INFERIDO, inferred);
}

/* ---- money and people ---- */

/* What a reader would take as printed if there were the number alone. */
bool xlsx_is_plain(struct str printed, i128 minor) {
  struct decimal d;
  i128 same;
  struct err e = {0};
  bool digits = printed.n > 0;
  for (size_t i = 0; i < printed.n && digits; i++)
    digits = (printed.p[i] >= '0' && printed.p[i] <= '9') || printed.p[i] == '.';
  if (!digits || (printed.n > 3 && printed.p[printed.n - 3] == '.' && printed.p[printed.n - 1] == '0')) return false;
  return decimal_read(printed, DECIMAL_PLAIN, &d) == DECIMAL_FINE && decimal_to_minor(d, &same, &e) && same == minor &&
         d.scale <= 2;
}

static void write_value(struct row *r) {
  const struct snap_project *p = &r->p;
  bool stated = p->has_value && !p->value_is_sum;
  xlsx_yes(r->sh, P_SIN_EROGACION, p->no_disbursement);
  if (stated) {
    xlsx_money(r->sh, P_VALOR, p->value_minor, XLSX_MONEY);
    xlsx_code(r->sh, P_MONEDA, p->currency);
  }
  if (!stated || !xlsx_is_plain(p->value_raw, p->value_minor)) xlsx_text(r->sh, P_VALOR_TEXTO, p->value_raw);
  struct snap_contribution c;
  for (uint32_t k = 0; snapshot_contribution(r->s, r->i, k, &c); k++) {
    if (!c.rate.n) continue;
    xlsx_decimal(r->sh, P_TASA, c.rate);
    xlsx_text(r->sh, P_TASA_TEXTO, c.rate_raw);
    xlsx_text(r->sh, P_TASA_MONEDA,
              str_from(arena_printf(r->a, "%.*s/%.*s", STR_ARG(c.rate_to), STR_ARG(c.rate_from))));
    xlsx_date(r->sh, P_TASA_FECHA, c.rate_date);
    break;
  }
}

static void write_people(struct row *r) {
  const struct snap_project *p = &r->p;
  if (p->people >= 0) xlsx_whole(r->sh, P_PERSONAS, p->people, XLSX_WHOLE);
  if (p->people < 0 || !xlsx_is_plain(p->people_raw, (i128)p->people * 100))
    xlsx_text(r->sh, P_PERSONAS_TEXTO, p->people_raw);
  xlsx_text(r->sh, P_UNIDAD, p->people_unit);
  xlsx_yes(r->sh, P_APROXIMADO, p->people_approx);
}

/* ---- who ---- */

/* Who contributes is a party of its own accord: named in Aportes, and not here again. */
static bool is_provider(struct row *r, const struct snap_party *party) {
  struct snap_contribution c;
  if (!str_is(party->role, "1") || !str_is(party->role_text, "Aportante")) return false;
  for (uint32_t k = 0; snapshot_contribution(r->s, r->i, k, &c); k++)
    if (c.provider == party->actor) return true;
  return false;
}

static void write_parties(struct row *r) {
  static const struct {
    const char *role;
    size_t column;
  } columns[] = {{"4", P_EJECUTOR}, {"1", P_FINANCIADOR}, {"2", P_RESPONSABLE}, {"3", P_CANALIZADOR}, {"", P_PARTES}};
  for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
    struct buf b = {0};
    struct snap_party party;
    for (uint32_t k = 0; snapshot_party(r->s, r->i, k, &party); k++)
      if (str_is(party.role, columns[c].role) && !is_provider(r, &party))
        add_item(&b, xlsx_actor_name(r->sh->book, party.actor));
    xlsx_text(r->sh, columns[c].column, joined(r, &b));
  }
}

static void write_related(struct row *r) {
  struct buf parents = {0}, others = {0};
  struct snap_related to;
  for (uint32_t k = 0; snapshot_related(r->s, r->i, k, &to); k++) {
    struct snap_project other;
    bool parent = str_is(to.type, "1");
    if (!to.stated) continue; /* what a person decided is no part of the source */
    snapshot_project(r->s, to.project, &other);
    add_item(parent ? &parents : &others, other.code);
    if (!parent) buf_printf(&others, "=%.*s", STR_ARG(to.type));
  }
  xlsx_text(r->sh, P_MACROPROYECTO, joined(r, &parents));
  xlsx_text(r->sh, P_RELACIONADOS, joined(r, &others));
}

/* What a person looks for and the table says elsewhere. */
static void write_readable(struct row *r) {
  size_t n = xlsx_columns(SHEET_PROJECTS);
  struct buf areas = {0};
  struct snap_location l;
  for (uint32_t k = 0; snapshot_location(r->s, r->i, k, &l); k++) {
    struct snap_area area;
    if (l.area == SNAPSHOT_NONE) continue;
    snapshot_area(r->s, l.area, &area);
    add_item(&areas, area.name);
  }
  if (!areas.len)
    buf_add_str(&areas, snapshot_label(r->s, "place_state", str_from(snap_place_code(r->p.place)), r->sh->book->lang));
  xlsx_text(r->sh, n + XLSX_READ_AREAS, joined(r, &areas));
  if (!r->p.has_value) return;
  r->x->sums = r->x->sums || r->p.value_is_sum;
  xlsx_money(r->sh, n + XLSX_READ_VALUE, r->p.value_minor, XLSX_MONEY);
  xlsx_text(r->sh, n + XLSX_READ_CURRENCY, r->p.currency);
}

static void write_iati(struct row *r) {
  const struct snap_iati *v = &r->iati;
  xlsx_text(r->sh, P_IATI, r->p.iati_identifier);
  xlsx_code(r->sh, P_ALCANCE, v->scope);
  xlsx_code(r->sh, P_COLABORACION, v->collaboration_type);
  xlsx_code(r->sh, P_IDIOMA, v->lang);
  xlsx_actor(r->sh, P_PUBLICA, v->reporting);
  xlsx_code(r->sh, P_FLUJO, v->flow_type);
  xlsx_code(r->sh, P_FINANZA, v->finance_type);
  xlsx_code(r->sh, P_AYUDA, v->aid_type);
  xlsx_code(r->sh, P_LIGADA, v->tied_status);
  xlsx_text(r->sh, P_ACTUALIZADO, v->updated);
}

/* The places stand in Lugares, or in no row of it: that is said, for a row that leaves the place out is refused. */
static void write_placeless(struct row *r) {
  struct snap_location l;
  if (!snapshot_location(r->s, r->i, 0, &l)) xlsx_text(r->sh, P_AMBITO, STR("sin dato"));
}

static void write_row(struct row *r) {
  const struct snap_project *p = &r->p;
  write_placeless(r);
  xlsx_page(r->sh, P_CODIGO, "proyecto", p->code, p->code);
  xlsx_text(r->sh, P_TITULO, p->title);
  xlsx_code(r->sh, P_CLASE, p->kind);
  xlsx_code(r->sh, P_ESTADO, p->status);
  xlsx_code(r->sh, P_TIPO, p->cooperation_type);
  xlsx_code(r->sh, P_MODALIDAD, p->modality);
  write_readable(r);
  write_narratives(r);
  write_classes(r);
  write_value(r);
  write_people(r);
  write_dates(r);
  xlsx_text(r->sh, P_LUGAR_NOTA, p->place_note);
  write_parties(r);
  write_related(r);
  write_iati(r);
  xlsx_text(r->sh, P_DOCUMENTO, p->source_title);
  xlsx_text(r->sh, P_LOCALIZADOR, p->source_locator);
}

void xlsx_write_projects(struct xlsx_export *x) {
  struct xlsx_sheet sh;
  xlsx_sheet_begin(x->book, sheet_info(SHEET_PROJECTS)->name, 0x2F5D8A, &sh);
  sh.read_only = true;
  xlsx_head(&sh, SHEET_PROJECTS);
  for (BITS_EACH(filter_project_bits(x->f), snapshot_projects(x->s), i)) {
    if (x->book->wrong) break;
    struct row r = {.x = x, .sh = &sh, .s = x->s, .a = x->book->arena, .i = (uint32_t)i};
    snapshot_project(x->s, r.i, &r.p);
    snapshot_iati(x->s, r.i, &r.iati);
    x->rows[i] = sh.row;
    write_row(&r);
    xlsx_sheet_next(&sh);
  }
  x->n = sh.row - 1;
  if (!x->sums) /* then (valor) only repeats valor_total */
    sh.filled[sh.columns + XLSX_READ_VALUE] = sh.filled[sh.columns + XLSX_READ_CURRENCY] = 0;
  xlsx_fold_empty(&sh, SHEET_PROJECTS);
  xlsx_validate(&sh, SHEET_PROJECTS, 1, sh.row + XLSX_SPARE_ROWS);
  xlsx_sheet_finish(&sh, x->n);
}
