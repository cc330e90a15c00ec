/* What a project's row says of itself: names, texts, themes, dates, people, relations. */
#include "projects_internal.h"

struct cell projects_cell(const struct projects *p, enum project_column c) {
  static const char *const names[] = {
#define X(id, name, ...) name,
      SHEET_PROJECT_COLUMNS(X)
#undef X
  };
  if (p->column[c] < 0) return (struct cell){.column = str_from(names[c]), .value = {"", 0}};
  return run_cell(p->headers, p->row, (size_t)p->column[c]);
}

struct str projects_text(const struct projects *p, enum project_column c) {
  return projects_cell(p, c).value;
}

bool projects_has(const struct projects *p, enum project_column c) { return p->column[c] >= 0; }

static struct str text(const struct projects *p, enum project_column c) { return projects_text(p, c); }

static void require(struct projects *p, enum project_column c, struct str *out) {
  struct cell x = projects_cell(p, c);
  *out = x.value;
  if (x.value.n == 0)
    cell_refuse(&p->cells, x, "falta-dato", "Esta celda no puede estar vacía. Escriba el dato.",
                "This cell cannot be empty. Fill it in.");
}

/* ---- what it is ---- */

static void read_head(struct projects *p, struct project *out) {
  struct cells *c = &p->cells;
  require(p, COLUMN_CODIGO, &out->code);
  cell_code(c, projects_cell(p, COLUMN_CODIGO), &out->code);
  require(p, COLUMN_TITULO, &out->title);
  struct buf repaired = {0};
  if (memchr(out->title.p, 0xC3, out->title.n) && text_repair_mojibake(&repaired, out->title))
    cell_remark(c, REPORT_WARNING, projects_cell(p, COLUMN_TITULO), "texto-danado",
                "Parece texto con la codificación dañada; se guarda como está. ¿Sería «%s»?",
                "The text looks damaged by a wrong encoding; it is kept as it is. Should it be “%s”?", repaired.data);
  buf_free(&repaired);
  out->kind = STR("proyecto");
  cell_listed(c, projects_cell(p, COLUMN_CLASE), "activity_kind", &out->kind);
  cell_listed(c, projects_cell(p, COLUMN_ESTADO), "activity_status", &out->status);
  cell_listed(c, projects_cell(p, COLUMN_TIPO), "cooperation_type", &out->cooperation_type);
  cell_listed(c, projects_cell(p, COLUMN_MODALIDAD), "modality", &out->modality);
  out->iati_identifier = text(p, COLUMN_IATI);
}

/* A text without a language in its name is in that of the row, Spanish if it does not say. */
static void read_narratives(struct projects *p, struct project *out) {
  static const struct {
    enum project_column column;
    const char *type;
    bool english;
  } kinds[] = {{COLUMN_OBJETO, "objeto", false},           {COLUMN_OBJETIVO, "objetivo", false},
               {COLUMN_DESCRIPCION, "descripcion", false}, {COLUMN_NOTA, "nota", false},
               {COLUMN_POBLACION, "poblacion", false},     {COLUMN_SOBRE_VALOR, "valor", false},
               {COLUMN_TITULO_EN, "titulo", true},         {COLUMN_OBJETO_EN, "objeto", true},
               {COLUMN_OBJETIVO_EN, "objetivo", true},     {COLUMN_DESCRIPCION_EN, "descripcion", true}};
  enum { KINDS = sizeof kinds / sizeof *kinds };
  struct project_narrative *list = arena_alloc(p->cells.arena, KINDS * sizeof *list);
  struct str lang = out->lang.n ? out->lang : STR("es");
  for (size_t i = 0; i < KINDS; i++) {
    struct str t = text(p, kinds[i].column);
    if (t.n)
      list[out->n_narratives++] =
          (struct project_narrative){str_from(kinds[i].type), kinds[i].english ? STR("en") : lang, t};
  }
  out->narratives = list;
}

/* Two letters, and what may follow them ("es-CO"). */
static void read_language(struct projects *p, struct project *out) {
  struct cell x = projects_cell(p, COLUMN_IDIOMA);
  if (cell_is_empty(x) || !cell_code(&p->cells, x, &out->lang)) return;
  bool fine = x.value.n >= 2 && (x.value.n == 2 || x.value.p[2] == '-');
  for (size_t i = 0; i < 2 && fine; i++) fine = x.value.p[i] >= 'a' && x.value.p[i] <= 'z';
  if (!fine)
    cell_refuse(&p->cells, x, "idioma-invalido", "El idioma va con dos letras minúsculas (ISO 639-1): es, en, fr.",
                "Write the language with two small letters (ISO 639-1): es, en, fr.");
}

static void read_iati(struct projects *p, struct project *out) {
  struct cells *c = &p->cells;
  struct cell who = projects_cell(p, COLUMN_PUBLICA);
  cell_listed(c, projects_cell(p, COLUMN_ALCANCE), "activity_scope", &out->scope);
  cell_listed(c, projects_cell(p, COLUMN_COLABORACION), "collaboration_type", &out->collaboration_type);
  cell_listed(c, projects_cell(p, COLUMN_LIGADA), "tied_status", &out->tied_status);
  cell_listed(c, projects_cell(p, COLUMN_FLUJO), "flow_type", &out->flow_type);
  cell_listed(c, projects_cell(p, COLUMN_FINANZA), "finance_type", &out->finance_type);
  cell_listed(c, projects_cell(p, COLUMN_AYUDA), "aid_type", &out->aid_type);
  out->updated = text(p, COLUMN_ACTUALIZADO);
  read_language(p, out);
  if (!cell_is_empty(who)) out->reporting_id = projects_actor(p, who);
}

/* ---- themes and sectors ---- */

static void add_class(struct project_class *list, struct project *out, struct project_class x) {
  for (size_t k = 0; k < out->n_classes; k++)
    if (str_eq(list[k].vocabulary, x.vocabulary) && str_eq(list[k].code, x.code)) return;
  list[out->n_classes++] = x;
}

/* Five digits are a purpose code of the DAC (IATI vocabulary 1), three a category (2). */
static bool read_sector(struct projects *p, struct cell x, struct project_class *out) {
  bool fine = x.value.n == 5 || x.value.n == 3;
  for (size_t i = 0; i < x.value.n && fine; i++) fine = x.value.p[i] >= '0' && x.value.p[i] <= '9';
  out->vocabulary = x.value.n == 5 ? STR("1") : STR("2");
  out->code = x.value;
  if (!fine)
    cell_refuse(&p->cells, x, "sector-invalido",
                "Un sector del CAD tiene cinco cifras (14022), o tres si es una categoría (140).",
                "A DAC sector has five digits (14022), or three for a category (140).");
  return fine;
}

static void read_classes(struct projects *p, struct project *out) {
  static const enum project_column columns[] = {COLUMN_TEMA, COLUMN_SECTOR_DAC};
  const struct str *items[2] = {NULL, NULL};
  size_t n[2] = {0, 0};
  bool inferred;
  for (size_t k = 0; k < 2; k++) {
    struct cell x = projects_cell(p, columns[k]);
    if (!cell_is_empty(x)) n[k] = cell_items(&p->cells, x, &items[k]);
  }
  struct project_class *list = arena_alloc(p->cells.arena, (n[0] + n[1] + 1) * sizeof *list);
  cell_yes(&p->cells, projects_cell(p, COLUMN_SECTOR_INFERIDO), &inferred);
  for (size_t k = 0; k < 2; k++)
    for (size_t i = 0; i < n[k]; i++) {
      struct cell x = cell_piece(projects_cell(p, columns[k]), items[k][i]);
      struct project_class class = {.vocabulary = STR("99"), .inferred = k == 1 && inferred};
      x.value = projects_split_share(p, x, &class.percent_ppm);
      if (k == 0 ? cell_listed(&p->cells, x, "theme", &class.code) : read_sector(p, x, &class))
        add_class(list, out, class);
    }
  out->classes = list;
}

/* ---- when ---- */

static void add_date(struct projects *p, struct project *out, struct project_date *list, enum project_column column,
                     const char *type) {
  struct project_date d = {.type = str_from(type)};
  if (cell_date(&p->cells, projects_cell(p, column), &d.date, &d.precision)) list[out->n_dates++] = d;
}

/* Whether an end was an end or a plan follows from the status (IATI ActivityStatus 3 and 4 are over); so does a start. */
/* A start or an end that is of the other kind than the status makes of fecha_inicio and fecha_fin. */
static void add_stated_dates(struct projects *p, struct project *out, struct project_date *list) {
  static const struct {
    enum project_column column;
    const char *type;
  } stated[] = {
      {COLUMN_INICIO_PREVISTO, "1"}, {COLUMN_INICIO_REAL, "2"}, {COLUMN_FIN_PREVISTO, "3"}, {COLUMN_FIN_REAL, "4"}};
  for (size_t i = 0; i < sizeof stated / sizeof *stated; i++) {
    size_t n = out->n_dates;
    add_date(p, out, list, stated[i].column, stated[i].type);
    for (size_t k = 0; out->n_dates > n && k < n; k++)
      if (str_is(list[k].type, stated[i].type))
        cell_refuse(&p->cells, projects_cell(p, stated[i].column), "fecha-dos-veces",
                    "Con este estado esa fecha ya está en «fecha_inicio» o «fecha_fin». Deje una.",
                    "With this status that date is in “fecha_inicio” or “fecha_fin” already. Keep one.");
  }
}

static void read_dates(struct projects *p, struct project *out) {
  struct project_date *list = arena_alloc(p->cells.arena, 10 * sizeof *list);
  bool planned = str_is(out->status, "1"), over = str_is(out->status, "3") || str_is(out->status, "4");
  enum project_column start = text(p, COLUMN_INICIO).n ? COLUMN_INICIO : COLUMN_ANIO;
  add_date(p, out, list, COLUMN_FIRMA, "signed");
  size_t first = out->n_dates;
  add_date(p, out, list, start, planned ? "1" : "2");
  size_t second = out->n_dates;
  add_date(p, out, list, COLUMN_FIN, over ? "4" : "3");
  if (second > first && out->n_dates > second &&
      memcmp(list[second].date.p, list[first].date.p,
             list[first].date.n < list[second].date.n ? list[first].date.n : list[second].date.n) < 0)
    cell_remark(&p->cells, REPORT_WARNING, projects_cell(p, COLUMN_FIN), "fechas-en-desorden",
                "El fin es anterior al inicio (%.*s). Se guardan las dos fechas como están; revise la fuente.",
                "The end is before the start (%.*s). Both dates are kept as they are; check the source.",
                STR_ARG(list[first].date));
  add_stated_dates(p, out, list);
  add_date(p, out, list, COLUMN_MONETIZACION, "monetised");
  out->vigencia_raw = text(p, COLUMN_VIGENCIA);
  struct text_date d;
  if (out->vigencia_raw.n && text_read_date(out->vigencia_raw, &d) == TEXT_DATE_FINE)
    add_date(p, out, list, COLUMN_VIGENCIA, "expires");
  out->dates = list;
}

static void read_people(struct projects *p, struct project *out) {
  struct cell x = projects_cell(p, COLUMN_PERSONAS), printed = projects_cell(p, COLUMN_PERSONAS_TEXTO);
  out->people = -1;
  cell_whole(&p->cells, x, &out->people);
  out->people_raw = printed.value.n ? printed.value : x.value;
  out->people_unit = text(p, COLUMN_UNIDAD);
  cell_yes(&p->cells, projects_cell(p, COLUMN_APROXIMADO), &out->people_approx);
}

/* ---- other projects ---- */

static void add_related(struct projects *p, struct cell x, struct str type, struct project_related *list,
                        struct project *out) {
  if (str_eq(x.value, out->code))
    cell_refuse(&p->cells, x, "macroproyecto-propio", "Un proyecto no puede ser su propio macroproyecto.",
                "A project cannot be its own parent.");
  else if (cell_code(&p->cells, x, &list[out->n_related].code)) list[out->n_related++].type = type;
}

/* "convenio-4=3": the code, then the relation. */
static void read_relation(struct projects *p, struct cell x, struct project_related *list, struct project *out) {
  const char *equals = x.value.n ? memchr(x.value.p, '=', x.value.n) : NULL;
  struct str type;
  if (!equals) {
    cell_refuse(&p->cells, x, "relacion-sin-tipo",
                "Falta decir la relación: codigo=3 (hermano), codigo=2 (hace parte de este)…",
                "The relation is missing: code=3 (sibling), code=2 (part of this)…");
    return;
  }
  size_t n = (size_t)(equals - x.value.p);
  struct str after = text_trim((struct str){equals + 1, x.value.n - n - 1});
  if (cell_listed(&p->cells, cell_piece(x, after), "related_type", &type))
    add_related(p, cell_piece(x, text_trim((struct str){x.value.p, n})), type, list, out);
}

static void read_related(struct projects *p, struct project *out) {
  struct cell parents = projects_cell(p, COLUMN_MACROPROYECTO), others = projects_cell(p, COLUMN_RELACIONADOS);
  const struct str *codes = NULL, *relations = NULL;
  size_t n_codes = cell_is_empty(parents) ? 0 : cell_items(&p->cells, parents, &codes);
  size_t n_relations = cell_is_empty(others) ? 0 : cell_items(&p->cells, others, &relations);
  struct project_related *list = arena_alloc(p->cells.arena, (n_codes + n_relations + 1) * sizeof *list);
  for (size_t i = 0; i < n_codes; i++) add_related(p, cell_piece(parents, codes[i]), STR("1"), list, out);
  for (size_t i = 0; i < n_relations; i++) read_relation(p, cell_piece(others, relations[i]), list, out);
  out->related = list;
}

void projects_read(struct projects *p, struct project *out) {
  p->n_fresh = 0;
  read_head(p, out);
  read_iati(p, out);
  read_narratives(p, out);
  read_classes(p, out);
  read_dates(p, out);
  projects_read_money(p, out);
  read_people(p, out);
  read_related(p, out);
  projects_read_lists(p, out);
}
