/* An activity's own words: what it is, its texts, dates and sectors. The rest of the mapping is in iati_money.c, iati_places.c and
 * iati_results.c; what none of them takes is kept by iati_extras.c. */
#include <stdlib.h>
#include "iati_internal.h"

/* ---- what it is ---- */

void iati_check_seen(struct iati_map *m, struct table *seen, const struct iati_node *n, struct str value) {
  bool added;
  uint64_t *first = table_at(seen, value, &added);
  if (added) *first = m->out->ordinal;
  else
    iati_refuse(m, n, NULL, value, "identificador-repetido",
                "El identificador o código ya es del elemento %llu de este archivo. Cada uno lleva el suyo.",
                "Item %llu of this file has that identifier or code already. Every one has its own.",
                (unsigned long long)*first);
}

static void map_identifiers(struct iati_map *m, struct iati_node *activity) {
  struct project *p = &m->out->p;
  struct iati_node *n = iati_take(activity, WORD_IDENTIFIER);
  struct str code = iati_attribute(activity, WORD_OWN_CODE);
  if (n) p->iati_identifier = iati_text(n);
  if (p->iati_identifier.n) iati_check_seen(m, m->identifiers, n, p->iati_identifier);
  else if (code.n == 0 || n) iati_refuse_missing(m, n ? n : activity, n ? NULL : "iati-identifier");
  m->out->own = code.n > 0;
  if (code.n == 0) return;
  if (!iati_is_code(code)) iati_refuse_code(m, activity, code);
  p->code = code;
  iati_check_seen(m, m->own_codes, activity, code);
}

static void map_own_words(struct iati_map *m, struct iati_node *n) {
  struct project *p = &m->out->p;
  p->kind = iati_code(m, n, WORD_OWN_KIND, "activity_kind");
  if (p->kind.n == 0) p->kind = STR("proyecto");
  p->cooperation_type = iati_code(m, n, WORD_OWN_COOPERATION_TYPE, "cooperation_type");
  p->modality = iati_code(m, n, WORD_OWN_MODALITY, "modality");
  p->no_disbursement = iati_bool(m, n, WORD_OWN_NO_DISBURSEMENT, 0) == 1;
  p->vigencia_raw = iati_attribute(n, WORD_OWN_VIGENCIA);
  p->place_note = iati_attribute(n, WORD_OWN_PLACE_NOTE);
  m->out->document = iati_attribute(n, WORD_OWN_DOCUMENT);
  m->out->locator = iati_attribute(n, WORD_OWN_LOCATOR);
}

/* Of several aid types the field holds the one of the OECD's list (vocabulary 1); the others stay extras. */
static struct str map_aid_type(struct iati_map *m, struct iati_node *parent, enum iati_word w) {
  for (struct iati_node *n = parent->first; n; n = n->next) {
    if (n->word != w || n->filler || n->used) continue;
    struct str vocabulary = iati_peek(n, WORD_VOCABULARY);
    if (vocabulary.n && !str_is(vocabulary, "1")) continue;
    n->used = true;
    iati_attribute(n, WORD_VOCABULARY);
    return iati_code(m, n, WORD_CODE, "aid_type");
  }
  return (struct str){0};
}

static void map_defaults(struct iati_map *m, struct iati_node *n) {
  struct project *p = &m->out->p;
  p->lang = iati_attribute(n, WORD_XML_LANG);
  m->lang = p->lang.n ? p->lang : STR("es");
  m->currency = iati_code(m, n, WORD_DEFAULT_CURRENCY, "currency");
  if (m->currency.n) iati_add_extra(m, STR(""), 0, STR("@default-currency"), m->currency);
  p->updated = iati_attribute(n, WORD_LAST_UPDATED);
  if (p->updated.n == 0) p->updated = iati_attribute(n, WORD_OWN_DATE);
  p->status = iati_child_code(m, n, WORD_ACTIVITY_STATUS, "activity_status");
  p->scope = iati_child_code(m, n, WORD_ACTIVITY_SCOPE, "activity_scope");
  p->collaboration_type = iati_child_code(m, n, WORD_COLLABORATION_TYPE, "collaboration_type");
  p->flow_type = iati_child_code(m, n, WORD_DEFAULT_FLOW_TYPE, "flow_type");
  p->finance_type = iati_child_code(m, n, WORD_DEFAULT_FINANCE_TYPE, "finance_type");
  p->aid_type = map_aid_type(m, n, WORD_DEFAULT_AID_TYPE);
  p->tied_status = iati_child_code(m, n, WORD_DEFAULT_TIED_STATUS, "tied_status");
}

struct str iati_aid_type(struct iati_map *m, struct iati_node *transaction) {
  return map_aid_type(m, transaction, WORD_AID_TYPE);
}

/* Names of places are looked up only where the file does not say that they lie in another country. */
static bool may_be_colombia(const struct iati_node *activity) {
  bool any = false;
  for (const struct iati_node *n = activity->first; n; n = n->next) {
    if (n->word != WORD_RECIPIENT_COUNTRY) continue;
    any = true;
    if (str_is(iati_peek(n, WORD_CODE), "CO")) return true;
  }
  return !any;
}

/* ---- texts ---- */

struct placed { /* an element of a list with the place it asks for */
  int64_t order;
  size_t index;
};

static int compare_placed(const void *a, const void *b) {
  const struct placed *x = a, *y = b;
  if (x->order != y->order) return x->order < y->order ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

static int64_t order_of(struct iati_map *m, struct iati_node *n) {
  struct str v = iati_attribute(n, WORD_OWN_ORDER);
  int64_t order = INT64_MAX;
  if (v.n && (!text_parse_int(v, &order) || order < 0))
    iati_refuse(m, n, IATI_ORDER, v, "numero-ilegible", "Debe ser un número entero desde 0.",
                "It must be a whole number from 0.");
  return order;
}

struct texts {
  struct text {
    struct project_narrative narrative;
    struct iati_node *node, *element; /* element: the description it is the first narrative of, or NULL */
  } * list;
  struct placed *order;
  size_t n;
};

static void add_text(struct iati_map *m, struct texts *v, struct str type, struct str text, struct iati_node *node,
                     struct iati_node *element) {
  v->order[v->n] = (struct placed){order_of(m, node), v->n};
  v->list[v->n++] = (struct text){{type, iati_lang(m, node), text}, node, element};
}

static void map_title(struct iati_map *m, struct iati_node *activity, struct texts *v) {
  struct project *p = &m->out->p;
  struct iati_node *title = iati_take(activity, WORD_TITLE), *node = NULL, *chosen = NULL;
  size_t first = v->n;
  if (title)
    for (struct str text; (text = iati_narrative(m, title, &node)).n;) {
      struct str lang = iati_lang(m, node);
      if (!chosen && str_eq(lang, m->lang)) {
        chosen = node;
        p->title = text;
        iati_rank(node, 0);
      } else add_text(m, v, STR("titulo"), text, node, NULL);
    }
  if (!chosen && v->n > first) p->title = v->list[first].narrative.text; /* which stays, to say its language */
  if (p->title.n == 0) iati_refuse_missing(m, title ? title : activity, title ? NULL : "title");
}

static struct str text_type(struct iati_map *m, struct iati_node *description) {
  static const char *const types[] = {"descripcion", "objetivo", "poblacion", "nota"};
  struct str kind = iati_code(m, description, WORD_OWN_KIND, "narrative"),
             type = iati_attribute(description, WORD_TYPE);
  bool known = type.n == 1 && type.p[0] >= '1' && type.p[0] <= '4';
  if (type.n && !known)
    iati_refuse(m, description, "type", type, "codigo-fuera-de-lista",
                "No es un código de DescriptionType: 1 general, 2 objetivos, 3 población, 4 otra.",
                "It is not a code of DescriptionType: 1 general, 2 objectives, 3 target groups, 4 other.");
  return kind.n ? kind : str_from(types[known ? type.p[0] - '1' : 0]);
}

static void map_descriptions(struct iati_map *m, struct iati_node *activity, struct texts *v) {
  struct iati_node *description, *node;
  while ((description = iati_take(activity, WORD_DESCRIPTION))) {
    struct str type = text_type(m, description);
    struct iati_node *element = description;
    for (struct str text; (text = iati_narrative(m, description, &node)).n; element = NULL)
      add_text(m, v, type, text, node, element);
  }
}

static size_t count_narratives(const struct iati_node *activity) {
  size_t n = 0;
  for (const struct iati_node *x = activity->first; x; x = x->next)
    if (x->word == WORD_TITLE || x->word == WORD_DESCRIPTION) n += iati_count(x, WORD_NARRATIVE);
  return n;
}

void iati_map_texts(struct iati_map *m, struct iati_node *activity) {
  struct project *p = &m->out->p;
  size_t most = count_narratives(activity);
  struct texts v = {.list = arena_alloc(m->arena, (most + 1) * sizeof *v.list),
                    .order = arena_alloc(m->arena, (most + 1) * sizeof *v.order)};
  map_title(m, activity, &v);
  map_descriptions(m, activity, &v);
  qsort(v.order, v.n, sizeof *v.order, compare_placed);
  struct project_narrative *list = arena_alloc(m->arena, (v.n + 1) * sizeof *list);
  for (size_t i = 0; i < v.n; i++) {
    struct text *t = &v.list[v.order[i].index];
    list[i] = t->narrative;
    iati_rank(t->node, t->node->parent->word == WORD_TITLE ? i + 1 : i);
    if (t->element) iati_rank(t->element, i);
  }
  p->narratives = list;
  p->n_narratives = v.n;
}

/* ---- dates ---- */

static bool map_date(struct iati_map *m, struct iati_node *n, struct project_date *out) {
  bool own = n->word == WORD_OWN_DATE;
  out->type = iati_required_code(m, n, own ? WORD_OWN_TYPE : WORD_TYPE, "date_type");
  out->precision = iati_attribute(n, WORD_OWN_PRECISION);
  if (!own) {
    if (out->type.n > 1)
      iati_refuse(m, n, "type", out->type, "codigo-fuera-de-lista", "No es un código de ActivityDateType (1 a 4).",
                  "It is not a code of ActivityDateType (1 to 4).");
    out->date = iati_date(m, n, "iso-date", iati_attribute(n, WORD_ISO_DATE), out->precision);
  } else {
    struct text_date d;
    struct str text = iati_text(n);
    bool fine = text_read_date(text, &d) == TEXT_DATE_FINE;
    size_t want = d.precision == TEXT_DATE_DAY ? 10 : d.precision == TEXT_DATE_MONTH ? 7 : 4;
    if (fine && text.n == want && text.p[0] >= '0' && text.p[0] <= '9') out->date = text;
    else
      iati_refuse(m, n, NULL, text, "fecha-invalida", "No es una fecha. Escríbala así: 2011-07-06, 2011-07 o 2011.",
                  "It is not a date. Write it so: 2011-07-06, 2011-07 or 2011.");
  }
  if (out->precision.n == 0) out->precision = STR("day");
  return out->date.n > 0;
}

void iati_map_dates(struct iati_map *m, struct iati_node *activity) {
  struct project *p = &m->out->p;
  size_t most = iati_count(activity, WORD_ACTIVITY_DATE) + iati_count(activity, WORD_OWN_DATE), n = 0;
  struct project_date *read = arena_alloc(m->arena, (most + 1) * sizeof *read),
                      *list = arena_alloc(m->arena, (most + 1) * sizeof *list);
  struct iati_node **nodes = arena_alloc(m->arena, (most + 1) * sizeof *nodes);
  struct placed *order = arena_alloc(m->arena, (most + 1) * sizeof *order);
  for (struct iati_node *x = activity->first; x; x = x->next) {
    if ((x->word != WORD_ACTIVITY_DATE && x->word != WORD_OWN_DATE) || x->filler) continue;
    x->used = true;
    order[n] = (struct placed){order_of(m, x), n};
    nodes[n] = x;
    if (map_date(m, x, &read[n])) n++;
  }
  qsort(order, n, sizeof *order, compare_placed);
  for (size_t i = 0; i < n; i++) {
    list[i] = read[order[i].index];
    iati_rank(nodes[order[i].index], i);
  }
  p->dates = list;
  p->n_dates = n;
}

/* ---- sectors ---- */

static bool has_class(const struct project_class *list, size_t n, const struct project_class *c) {
  for (size_t i = 0; i < n; i++)
    if (str_eq(list[i].vocabulary, c->vocabulary) && str_eq(list[i].code, c->code)) return true;
  return false;
}

/* A vocabulary of a publisher's own (99) is not ours, and its codes mean something else: such a sector is kept as it stands. */
static bool is_foreign(const struct iati_node *n) {
  return str_is(iati_peek(n, WORD_VOCABULARY), "99") && !str_is(iati_peek(n, WORD_VOCABULARY_URI), IATI_NAMESPACE);
}

static void map_percentage(struct iati_map *m, struct iati_node *n, struct project_class *c) {
  bool exact;
  c->percent_ppm = iati_percent(m, n, WORD_PERCENTAGE, &exact);
  for (uint32_t i = 0; i < n->n_attributes && !exact; i++)
    if (n->attributes[i].word == WORD_PERCENTAGE)
      n->attributes[i].used = false; /* as it is printed, beside the rounded one */
}

static void map_sector(struct iati_map *m, struct iati_node *n, struct project_class *list) {
  struct project *p = &m->out->p;
  struct project_class c = {.vocabulary = iati_attribute(n, WORD_VOCABULARY), .percent_ppm = -1};
  if (c.vocabulary.n == 0) c.vocabulary = STR("1");
  bool theme = str_is(c.vocabulary, "99");
  if (theme) iati_attribute(n, WORD_VOCABULARY_URI);
  const char *list_name = theme                       ? "theme"
                          : str_is(c.vocabulary, "1") ? "sector_1"
                          : str_is(c.vocabulary, "2") ? "sector_2"
                                                      : arena_printf(m->arena, "sector_%.*s", STR_ARG(c.vocabulary));
  c.code = iati_required_code(m, n, WORD_CODE, list_name);
  map_percentage(m, n, &c);
  c.inferred = iati_bool(m, n, WORD_OWN_INFERRED, 0) == 1;
  if (c.code.n == 0) return;
  if (has_class(list, p->n_classes, &c)) {
    iati_remark(
        m, REPORT_WARNING, n, "code", c.code, "sector-repetido",
        "El sector está dos veces; cuenta el primero y el otro se conserva como está. Junte sus porcentajes.",
        "The sector is there twice; the first counts and the other is kept as it stands. Join their percentages.");
    n->used = false;
    return;
  }
  iati_rank(n, p->n_classes);
  list[p->n_classes++] = c;
}

void iati_map_sectors(struct iati_map *m, struct iati_node *activity) {
  struct project_class *list = arena_alloc(m->arena, (iati_count(activity, WORD_SECTOR) + 1) * sizeof *list);
  for (struct iati_node *n = activity->first; n; n = n->next) {
    if (n->word != WORD_SECTOR || n->filler || is_foreign(n)) continue;
    n->used = true;
    map_sector(m, n, list);
  }
  m->out->p.classes = list;
}

/* ---- related activities ---- */

static void map_related(struct iati_map *m, struct iati_node *activity) {
  size_t most = iati_count(activity, WORD_RELATED_ACTIVITY) + iati_count(activity, WORD_OWN_RELATION);
  struct iati_related *list = arena_alloc(m->arena, (most + 1) * sizeof *list);
  struct iati_node *n, *code;
  for (; (n = iati_take(activity, WORD_RELATED_ACTIVITY)); m->out->n_related++) {
    struct iati_related *r = &list[m->out->n_related];
    *r = (struct iati_related){.name = n->name, .xml = iati_write_node(m->arena, n)};
    r->identifier = iati_attribute(n, WORD_REF);
    r->to.type = iati_required_code(m, n, WORD_TYPE, "related_type");
    if ((code = iati_take(n, WORD_OWN_PROJECT))) r->to.code = iati_text(code);
    if (r->identifier.n == 0) iati_refuse_missing(m, n, "ref");
  }
  for (; (n = iati_take(activity, WORD_OWN_RELATION)); m->out->n_related++) {
    struct iati_related *r = &list[m->out->n_related];
    *r = (struct iati_related){.name = STR("{" IATI_NAMESPACE "}" IATI_RELATION), .xml = iati_write_node(m->arena, n)};
    r->to.code = iati_attribute(n, WORD_OWN_CODE);
    r->to.type = iati_required_code(m, n, WORD_OWN_TYPE, "related_type");
    if (r->to.code.n == 0) iati_refuse_missing(m, n, IATI_CODE);
  }
  m->out->related = list;
}

/* ---- together ---- */

static void refuse_left_out(struct iati_map *m, const char *too) {
  if (strcmp(too, "deep") == 0)
    iati_refuse(
        m, NULL, NULL, (struct str){0}, "anidamiento-excesivo",
        "La actividad tiene elementos unos dentro de otros en más de %d niveles; el estándar usa ocho. Corríjala.",
        "The activity has elements inside each other on more than %d levels; the standard uses eight. Correct it.",
        IATI_MAX_DEPTH);
  else
    iati_refuse(m, NULL, NULL, (struct str){0}, "actividad-demasiado-grande",
                "La actividad ocupa más de %d MB, o un atributo más de 1 MB. Acórtela o repártala.",
                "The activity takes more than %d MB, or an attribute more than 1 MB. Shorten it or split it.",
                IATI_MAX_ITEM >> 20);
}

bool iati_map_begin(struct iati_map *m, const struct iati_item *item, struct iati_activity *out) {
  struct arena *arena = out->arena;
  *out = (struct iati_activity){.arena = arena, .ordinal = item->ordinal, .line = item->line};
  out->last_message = &out->messages;
  out->p.people = -1;
  m->out = out;
  m->arena = arena;
  m->extras_cap = 0;
  if (!item->root) refuse_left_out(m, item->too);
  return item->root != NULL;
}

void iati_map_activity(struct iati_map *m, const struct iati_item *item, struct iati_activity *out) {
  struct iati_node *n = item->root;
  if (!iati_map_begin(m, item, out)) return;
  n->used = true;
  m->in_colombia = may_be_colombia(n);
  map_identifiers(m, n);
  map_own_words(m, n);
  map_defaults(m, n);
  iati_map_texts(m, n);
  iati_map_dates(m, n);
  iati_map_sectors(m, n);
  iati_map_parties(m, n);
  iati_map_totals(m, n);
  iati_map_transactions(m, n);
  iati_map_places(m, n);
  iati_map_links(m, n);
  iati_map_results(m, n);
  map_related(m, n);
  iati_keep_rest(m, n);
}
