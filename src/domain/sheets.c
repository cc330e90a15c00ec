#include "domain/sheets.h"
#include <stdlib.h>
#include "core/text.h"
#include "domain/record.h"

#define COLUMN(id, name, type, list, tag, es, en) {name, type, list, false, tag, es, en},
#define PART_OF                                                                                                        \
  {"proyecto",                                                                                                         \
   SHEET_PROJECT,                                                                                                      \
   NULL,                                                                                                               \
   true,                                                                                                               \
   "#activity+code",                                                                                                   \
   "Código del proyecto, como en la hoja Proyectos.",                                                                  \
   "Code of the project, as in the sheet Proyectos."},
static const struct sheet_column projects[] = {SHEET_PROJECT_COLUMNS(COLUMN)};
static const struct sheet_column contributions[] = {PART_OF SHEET_CONTRIBUTION_COLUMNS(COLUMN)};
static const struct sheet_column places[] = {PART_OF SHEET_PLACE_COLUMNS(COLUMN)};
static const struct sheet_column people[] = {PART_OF SHEET_PEOPLE_COLUMNS(COLUMN)};
static const struct sheet_column totals[] = {PART_OF SHEET_TOTAL_COLUMNS(COLUMN)};
static const struct sheet_column results[] = {PART_OF SHEET_RESULT_COLUMNS(COLUMN)};
static const struct sheet_column links[] = {PART_OF SHEET_LINK_COLUMNS(COLUMN)};
static const struct sheet_column actors[] = {SHEET_ACTOR_COLUMNS(COLUMN)};
#undef COLUMN
#undef PART_OF

static const struct {
  struct sheet_info info;
  const struct sheet_column *columns; /* NULL: those of the record kind */
  size_t n, required;
} table[SHEETS] = {
#define COLUMNS(list) list, sizeof list / sizeof *list
    [SHEET_PROJECTS] = {{"Proyectos", NULL, "ejemplo-proyecto", "Un proyecto o convenio por fila.",
                         "One project or agreement in each row."},
                        COLUMNS(projects),
                        SHEET_PROJECT_REQUIRED},
    [SHEET_CONTRIBUTIONS] = {{"Aportes", "aporte", "ejemplo-proyecto", "Un aporte o una transacción por fila.",
                              "One contribution or transaction in each row."},
                             COLUMNS(contributions),
                             1},
    [SHEET_PLACES] = {{"Lugares", "lugar", "ejemplo-proyecto", "Un lugar de un proyecto por fila.",
                       "One place of a project in each row."},
                      COLUMNS(places),
                      1},
    [SHEET_PEOPLE] = {{"Beneficiarios", "grupo", "ejemplo-proyecto", "Un grupo de personas por fila.",
                       "One group of people in each row."},
                      COLUMNS(people),
                      1},
    [SHEET_TOTALS] = {{"Totales", "otro_total", "ejemplo-proyecto",
                       "Otros totales que la fuente declara, uno por fila.",
                       "Other totals that the source states, one in each row."},
                      COLUMNS(totals),
                      1},
    [SHEET_RESULTS] = {{"Resultados", "resultado", "ejemplo-proyecto", "Un periodo de un indicador por fila.",
                        "One period of an indicator in each row."},
                       COLUMNS(results),
                       1},
    [SHEET_LINKS] = {{"Enlaces", "enlace", "ejemplo-proyecto", "Un documento o una página por fila.",
                      "One document or page in each row."},
                     COLUMNS(links),
                     1},
    [SHEET_ACTORS] = {{"Actores", NULL, "ejemplo-actor", "Una entidad por fila.", "One organisation in each row."},
                      COLUMNS(actors),
                      SHEET_ACTOR_REQUIRED},
    [SHEET_NETWORKS] = {{"Redes", NULL, "ejemplo-red", "Mesas, redes y hermanamientos.",
                         "Round tables, networks and twinnings."},
                        NULL,
                        0,
                        1},
    [SHEET_MEMBERS] = {{"Miembros", NULL, "ejemplo-miembro", "Quién está en cada red.", "Who is in each network."},
                       NULL,
                       0,
                       1},
    [SHEET_GOALS] = {{"Metas", NULL, "ejemplo-meta", "Metas del programa.", "Goals of the programme."}, NULL, 0, 1},
    [SHEET_SERIES] = {{"Series", NULL, "ejemplo-serie", "Estadísticas como la fuente las imprime.",
                       "Statistics as the source prints them."},
                      NULL,
                      0,
                      1},
    [SHEET_VALUES] = {{"Valores", NULL, "ejemplo-valor", "Las cifras de cada serie.", "The figures of each series."},
                      NULL,
                      0,
                      1},
    [SHEET_RATES] = {{"Tasas", NULL, "ejemplo-tasa", "Tasas de cambio con su fecha y su fuente.",
                      "Exchange rates with their date and source."},
                     NULL,
                     0,
                     1},
#undef COLUMNS
};

const struct sheet_info *sheet_info(enum sheet_id s) { return &table[s].info; }

/* ---- records: codigo, then the fields of the kind, then documento and localizador ---- */

static const struct sheet_column record_code = {
    "codigo", SHEET_CODE, NULL, true, "#meta+code", "Código estable de la fila.", "Stable code of the row."};
static const struct sheet_column record_tail[] = {{"documento", SHEET_TEXT, NULL, false, "#meta+source",
                                                   "Título del documento del que sale la fila. Vacío: este archivo.",
                                                   "Title of the document the row comes from. Empty: this file."},
                                                  {"localizador", SHEET_TEXT, NULL, false, "#meta+source+locator",
                                                   "Dónde está en el documento: página, fila.",
                                                   "Where it stands in the document: page, row."}};

static const struct record_info *record_of(enum sheet_id s) {
  return record_info((enum record_kind)(s - SHEET_NETWORKS));
}

static enum sheet_type record_type(enum record_type t) {
  switch (t) {
  case RECORD_CODE: return SHEET_LISTED;
  case RECORD_DATE: return SHEET_DATE;
  case RECORD_INT: return SHEET_WHOLE;
  case RECORD_DECIMAL: return SHEET_NUMBER;
  case RECORD_YES: return SHEET_YES;
  case RECORD_ACTOR: return SHEET_ACTOR;
  case RECORD_PROJECT: return SHEET_PROJECT;
  case RECORD_PARENT: return SHEET_PARENT;
  default: return SHEET_TEXT;
  }
}

/* HXL has a hashtag for what its readers know; the rest is #meta with the column's own name. */
static const char *record_tag(const char *name) {
  static const struct {
    const char *name, *tag;
  } tags[] = {{"nombre", "#meta+name"},
              {"clase", "#meta+type"},
              {"alias", "#meta+alias"},
              {"desde", "#date+start"},
              {"miembros", "#org+num"},
              {"miembros_texto", "#org+num+text"},
              {"nota", "#description+note"},
              {"red", "#meta+network+code"},
              {"actor", "#org+code"},
              {"papel", "#org+role"},
              {"anio", "#date+year"},
              {"texto", "#description"},
              {"estado", "#status"},
              {"indicador", "#indicator+metric"},
              {"valor_meta", "#indicator+target"},
              {"titulo", "#indicator+name"},
              {"medida", "#indicator+type"},
              {"concepto", "#indicator+concept"},
              {"moneda", "#currency"},
              {"dimension", "#indicator+dimension"},
              {"periodo", "#date+period+text"},
              {"poblacion", "#population"},
              {"proyecto", "#activity+code"},
              {"serie", "#indicator+code"},
              {"etiqueta", "#indicator+label"},
              {"forma", "#value+form"},
              {"valor", "#indicator+value"},
              {"valor_texto", "#indicator+value+text"},
              {"unidad", "#indicator+unit"},
              {"aproximado", "#indicator+approx"},
              {"de", "#currency+from"},
              {"a", "#currency+to"},
              {"tasa", "#value+rate"},
              {"fecha", "#date"},
              {"fuente", "#meta+source+name"}};
  for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
    if (strcmp(tags[i].name, name) == 0) return tags[i].tag;
  return "";
}

size_t sheet_columns(enum sheet_id s) {
  return table[s].columns ? table[s].n : 1 + record_of(s)->n_fields + sizeof record_tail / sizeof *record_tail;
}

struct sheet_column sheet_column(enum sheet_id s, size_t i) {
  if (table[s].columns) {
    struct sheet_column c = table[s].columns[i];
    c.required = i < table[s].required;
    return c;
  }
  const struct record_info *r = record_of(s);
  if (i == 0) {
    struct sheet_column code = record_code;
    code.required = s != SHEET_MEMBERS; /* known by its network and actor */
    return code;
  }
  if (i > r->n_fields) return record_tail[i - 1 - r->n_fields];
  const struct record_field *f = &r->fields[i - 1];
  return (struct sheet_column){
      f->name, record_type(f->type), f->list, f->required && !f->standard, record_tag(f->name), f->es, f->en};
}

/* ---- names ---- */

static bool same_name(struct str a, const char *b) {
  struct buf x = {0}, y = {0};
  text_fold(&x, a);
  text_fold(&y, str_from(b));
  bool same = x.len && str_eq(buf_str(&x), buf_str(&y));
  buf_free(&x);
  buf_free(&y);
  return same;
}

bool sheet_find(struct str name, enum sheet_id *s) {
  for (int i = 0; i < SHEETS; i++)
    if (same_name(name, table[i].info.name)) {
      *s = (enum sheet_id)i;
      return true;
    }
  return false;
}

bool sheet_is_passed_over(struct str name) {
  static const char *const names[] = {"Por área", "Por fuente", "Léame", "Listas", "Errores"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (same_name(name, names[i])) return true;
  return false;
}

/* ---- HXL ---- */

bool sheet_is_tag(struct str s) {
  s = text_trim(s);
  bool letter = s.n > 1 && ((s.p[1] >= 'a' && s.p[1] <= 'z') || (s.p[1] >= 'A' && s.p[1] <= 'Z'));
  if (!letter || s.p[0] != '#') return false;
  for (size_t i = 1; i < s.n; i++) {
    char k = s.p[i];
    bool fine =
        (k >= 'a' && k <= 'z') || (k >= 'A' && k <= 'Z') || (k >= '0' && k <= '9') || k == '_' || k == '+' || k == ' ';
    if (!fine) return false;
  }
  return true;
}

enum { MAX_ATTRIBUTES = 16, MAX_WORD = 32 };
struct tag {
  char word[MAX_ATTRIBUTES][MAX_WORD]; /* the hashtag, then the attributes in order */
  size_t n;
};

static int compare_words(const void *a, const void *b) { return strcmp(a, b); }

static bool read_tag(struct str s, struct tag *t) {
  *t = (struct tag){0};
  size_t at = 0;
  bool fits = sheet_is_tag(s);
  t->n = 1;
  for (size_t i = 0; i < s.n && fits; i++) {
    char k = s.p[i];
    if (k == '#' || k == ' ' || k == '\t') continue;
    if (k == '+') {
      at = 0;
      if (t->n == MAX_ATTRIBUTES) return false;
      t->n++;
      continue;
    }
    if (at + 1 == MAX_WORD) return false;
    t->word[t->n - 1][at++] = k >= 'A' && k <= 'Z' ? (char)(k - 'A' + 'a') : k;
  }
  qsort(t->word[1], t->n - 1, sizeof t->word[1], compare_words);
  return fits;
}

bool sheet_tag_equal(struct str a, struct str b) {
  struct tag x, y;
  if (!read_tag(a, &x) || !read_tag(b, &y) || x.n != y.n) return false;
  for (size_t i = 0; i < x.n; i++)
    if (strcmp(x.word[i], y.word[i]) != 0) return false;
  return true;
}
