#include "query/queryable.h"
#include <math.h>
#include <stddef.h>
#include "core/text.h"
#include "queryable_column.h"

/* Where a column lies: a section of the view (the count follows its pointer), the field in its record. */
struct place {
  enum column_form form;
  size_t section, stride, offset;
  uint16_t mask;
};
#define AT(form, section)                                                                                              \
  { form, offsetof(struct snap_view, section), sizeof *((struct snap_view *)0)->section, 0, 0 }
#define IN(form, section, record, field)                                                                               \
  { form, offsetof(struct snap_view, section), sizeof(struct record), offsetof(struct record, field), 0 }
#define FLAG(mask)                                                                                                     \
  { COLUMN_FLAG, offsetof(struct snap_view, project_flags), sizeof(uint16_t), 0, mask }
#define AREA(form, field) IN(form, area, snap_rec_area, field)
#define ACTOR(form, field) IN(form, actor, snap_rec_actor, field)
#define FREE NULL

/* One entry a line. */
// clang-format off
#define PROJECTS(Q)                                                                                                    \
  Q("codigo", TEXT, FREE, true, AT(COLUMN_TEXT, project_code))                                                         \
  Q("titulo", TEXT, FREE, true, AT(COLUMN_TEXT, project_title))                                                        \
  Q("clase", CODE, "activity_kind", true, AT(COLUMN_CODE, project_kind))                                               \
  Q("estado", CODE, "activity_status", true, AT(COLUMN_CODE, project_status))                                          \
  Q("tipo_cooperacion", CODE, "cooperation_type", true, AT(COLUMN_CODE, project_cooperation))                          \
  Q("modalidad", CODE, "modality", true, AT(COLUMN_CODE, project_modality))                                            \
  Q("tema", LIST, "theme", false, AT(COLUMN_THEMES, project_theme))                                                    \
  Q("anio", INT, FREE, true, AT(COLUMN_YEAR, project_year))                                                            \
  Q("areas", LIST, FREE, false, AT(COLUMN_AREAS, place_first))                                                         \
  Q("areas_nombres", LIST, FREE, false, AT(COLUMN_AREA_NAMES, place_first))                                            \
  Q("lugar", CODE, "place_state", true, AT(COLUMN_PLACE, project_flags))                                               \
  Q("ubicacion", CODE, "spot", true, AT(COLUMN_SPOT, project_flags))                                                   \
  Q("n_lugares", INT, FREE, true, AT(COLUMN_SLICE, place_first))                                                       \
  Q("valor", MONEY, FREE, true, AT(COLUMN_VALUE, project_value))                                                       \
  Q("moneda", TEXT, FREE, true, AT(COLUMN_CODE, project_currency))                                                     \
  Q("valor_texto", TEXT, FREE, true, AT(COLUMN_TEXT, project_value_raw))                                               \
  Q("valor_es_suma", BOOL, FREE, true, FLAG(SNAP_VALUE_IS_SUM))                                                        \
  Q("sin_erogacion", BOOL, FREE, true, FLAG(SNAP_NO_DISBURSEMENT))                                                     \
  Q("personas", INT, FREE, true, AT(COLUMN_PEOPLE, project_people))                                                    \
  Q("personas_texto", TEXT, FREE, true, AT(COLUMN_TEXT, project_people_raw))                                           \
  Q("fecha_firma", DATE, FREE, true, AT(COLUMN_DATE, project_signed))                                                  \
  Q("fecha_inicio", DATE, FREE, true, AT(COLUMN_DATE, project_start))                                                  \
  Q("fecha_fin", DATE, FREE, true, AT(COLUMN_DATE, project_end))                                                       \
  Q("vigencia", TEXT, FREE, true, AT(COLUMN_TEXT, project_vigencia))                                                   \
  Q("fuentes", LIST, FREE, false, AT(COLUMN_FUNDERS, party_first))                                                     \
  Q("ejecutores", LIST, FREE, false, AT(COLUMN_EXECUTORS, party_first))                                                \
  Q("partes", LIST, FREE, false, AT(COLUMN_PARTIES, party_first))                                                      \
  Q("macroproyecto", TEXT, FREE, true, AT(COLUMN_PROJECT, project_parent))                                             \
  Q("objeto", TEXT, FREE, false, AT(COLUMN_AIM, narrative_first))                                                      \
  Q("fuente", TEXT, FREE, false, AT(COLUMN_SOURCE, project_document))                                                  \
  Q("fuente_lugar", LIST, FREE, false, AT(COLUMN_PLACES, place_first))                                                 \
  Q("geometry", GEOMETRY, FREE, false, AT(COLUMN_GEOMETRY, project_xy))
#define AREAS(Q)                                                                                                       \
  Q("codigo", TEXT, FREE, true, AREA(COLUMN_TEXT, code))                                                               \
  Q("nombre", TEXT, FREE, true, AREA(COLUMN_TEXT, name))                                                               \
  Q("capa", CODE, "layer", true, AREA(COLUMN_CODE, layer))                                                             \
  Q("padre", TEXT, FREE, true, AREA(COLUMN_AREA, parent))                                                              \
  Q("geometria", CODE, "geom_status", true, AREA(COLUMN_GEOM, geom))                                                   \
  Q("geometria_aproximada", BOOL, FREE, true, AREA(COLUMN_BYTE, rests_on_approximate))                                 \
  Q("hectareas", REAL, FREE, true, AREA(COLUMN_REAL, hectares))                                                        \
  Q("poblacion", INT, FREE, true, AREA(COLUMN_POPULATION, population))                                                 \
  Q("poblacion_anio", INT, FREE, true, AREA(COLUMN_SINCE, population_year))                                            \
  Q("edicion", INT, FREE, true, AREA(COLUMN_EDITION, edition))                                                         \
  Q("vigente_desde", DATE, FREE, true, AREA(COLUMN_TEXT, valid_from))                                                  \
  Q("definicion", TEXT, FREE, true, AREA(COLUMN_TEXT, definition))                                                     \
  Q("alias", LIST, FREE, false, AT(COLUMN_AREA_ALIAS, alias_first))                                                    \
  Q("contenida_en", LIST, FREE, false, AT(COLUMN_CONTAINING, containing_first))                                        \
  Q("proyectos", INT, FREE, true, AREA(COLUMN_COUNT, projects))                                                        \
  Q("fuente", TEXT, FREE, true, AREA(COLUMN_DOCUMENT, document))                                                       \
  Q("licencia", TEXT, FREE, true, AREA(COLUMN_LICENCE, document))                                                      \
  Q("geometry", GEOMETRY, FREE, false, AREA(COLUMN_GEOMETRY, shape))
#define ACTORS(Q)                                                                                                      \
  Q("codigo", TEXT, FREE, true, ACTOR(COLUMN_TEXT, code))                                                              \
  Q("nombre", TEXT, FREE, true, ACTOR(COLUMN_TEXT, name))                                                              \
  Q("tipo", CODE, "organisation_type", true, ACTOR(COLUMN_CODE, type))                                                 \
  Q("pais", TEXT, FREE, true, ACTOR(COLUMN_CODE, country))                                                             \
  Q("alias", LIST, FREE, false, AT(COLUMN_ACTOR_ALIAS, actor_alias_first))                                             \
  Q("proyectos", INT, FREE, true, AT(COLUMN_SLICE, actor_project_first))                                               \
  Q("fuente", TEXT, FREE, true, ACTOR(COLUMN_DOCUMENT, document))
#define QUERYABLE(name, type, list, sortable, ...) {name, QUERYABLE_##type, list, sortable},
#define PLACE(name, type, list, sortable, ...) __VA_ARGS__,
// clang-format on

static const struct queryable of_projects[] = {PROJECTS(QUERYABLE)}, of_areas[] = {AREAS(QUERYABLE)},
                              of_actors[] = {ACTORS(QUERYABLE)};
static const struct place in_projects[] = {PROJECTS(PLACE)}, in_areas[] = {AREAS(PLACE)}, in_actors[] = {ACTORS(PLACE)};

static const struct {
  const struct queryable *list;
  const struct place *place;
  uint32_t n;
} registry[QUERY_SUBJECTS] = {[QUERY_PROJECTS] = {of_projects, in_projects, sizeof of_projects / sizeof *of_projects},
                              [QUERY_AREAS] = {of_areas, in_areas, sizeof of_areas / sizeof *of_areas},
                              [QUERY_ACTORS] = {of_actors, in_actors, sizeof of_actors / sizeof *of_actors}};

const struct queryable *queryable_list(enum query_subject s, uint32_t *n) {
  *n = registry[s].n;
  return registry[s].list;
}

const struct queryable *queryable_find(enum query_subject s, struct str name) {
  for (uint32_t i = 0; i < registry[s].n; i++)
    if (str_is(name, registry[s].list[i].name)) return &registry[s].list[i];
  return NULL;
}

struct column column_of(const struct snap_view *v, enum query_subject subject, const struct queryable *q) {
  const struct place *p = &registry[subject].place[q - registry[subject].list];
  struct column c = {.v = v, .form = p->form, .stride = p->stride, .mask = p->mask};
  const void *base;
  uint64_t n;
  memcpy(&base, (const char *)v + p->section, sizeof base);
  memcpy(&n, (const char *)v + p->section + sizeof base, sizeof n);
  if (n) c.base = (const char *)base + p->offset;
  return c;
}

void queryable_get(const struct snapshot *s, enum query_subject subject, const struct queryable *q, uint32_t row,
                   struct queryable_value *out) {
  struct column c = column_of(snapshot_view(s), subject, q);
  *out = (struct queryable_value){0};
  switch (q->type) {
  case QUERYABLE_INT:
  case QUERYABLE_MONEY: out->null = !column_integer(&c, row, &out->minor); break;
  case QUERYABLE_REAL: out->null = !column_real(&c, row, &out->real); break;
  case QUERYABLE_BOOL: out->flag = column_flag(&c, row); break;
  case QUERYABLE_LIST:
  case QUERYABLE_GEOMETRY: out->null = true; break;
  default:
    if (q->sortable) out->text = column_text(&c, row, NULL);
    out->null = out->text.n == 0;
  }
}

static int compare_texts(struct str x, struct str y) {
  struct buf a = {0}, b = {0};
  text_fold(&a, x);
  text_fold(&b, y);
  int c = str_cmp(buf_str(&a), buf_str(&b));
  buf_free(&a);
  buf_free(&b);
  return c ? c : str_cmp(x, y);
}

int queryable_compare(const struct queryable *q, const struct queryable_value *x, const struct queryable_value *y) {
  if (x->null || y->null) return x->null - y->null;
  switch (q->type) {
  case QUERYABLE_INT:
  case QUERYABLE_MONEY: return (x->minor > y->minor) - (x->minor < y->minor);
  case QUERYABLE_REAL: return (x->real > y->real) - (x->real < y->real);
  case QUERYABLE_BOOL: return x->flag - y->flag;
  default: return compare_texts(x->text, y->text);
  }
}
