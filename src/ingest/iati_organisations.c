/* Organisation files: each iati-organisation is an actor. Budgets and documents of an organisation have no place in this model; the
 * report says so. */
#include "domain/actor.h"
#include "iati_internal.h"

/* The reporting-org says the type of the organisation only where it is that organisation. */
static struct str type_of(struct iati_map *m, struct iati_node *n, struct str ref) {
  struct str type = iati_code(m, n, WORD_OWN_TYPE, "organisation_type");
  struct iati_node *reporting = iati_take(n, WORD_REPORTING_ORG);
  if (type.n || !reporting || ref.n == 0 || !str_eq(text_trim(iati_attribute(reporting, WORD_REF)), ref)) return type;
  return iati_code(m, reporting, WORD_TYPE, "organisation_type");
}

static struct str country_of(struct iati_map *m, struct iati_node *n) {
  struct str v = iati_attribute(n, WORD_OWN_COUNTRY);
  bool fine = v.n == 0 || (v.n == 2 && v.p[0] >= 'A' && v.p[0] <= 'Z' && v.p[1] >= 'A' && v.p[1] <= 'Z');
  if (!fine)
    iati_refuse(m, n, IATI_COUNTRY, v, "pais-invalido",
                "El país va con dos letras mayúsculas (ISO 3166-1): CO, ES, US.",
                "Write the country with two capital letters (ISO 3166-1): CO, ES, US.");
  return v;
}

/* Names in other languages and elements of ours are names by which people may know it. */
static void take_aliases(struct iati_map *m, struct iati_node *n, struct iati_node *name) {
  size_t most = iati_count(n, WORD_OWN_ALIAS) + (name ? iati_count(name, WORD_NARRATIVE) : 0) + 1;
  struct str *list = arena_alloc(m->arena, most * sizeof *list), text;
  struct actor *a = &m->out->actor;
  while (name && (text = iati_narrative(m, name, NULL)).n)
    if (!str_eq(text, a->name)) list[a->n_aliases++] = text;
  for (struct iati_node *x; (x = iati_take(n, WORD_OWN_ALIAS));)
    if ((text = iati_text(x)).n) list[a->n_aliases++] = text;
  a->aliases = list;
}

static void say_rest(struct iati_map *m, const struct iati_node *n) {
  for (const struct iati_node *x = n->first; x; x = x->next)
    if (x->name.n && !x->used && !x->filler && !m->unkept_said) {
      m->unkept_said = true;
      iati_remark(m, REPORT_WARNING, x, NULL, (struct str){0}, "elemento-no-guardado",
                  "De una entidad se guardan identificador, nombres, tipo, país y nota; «%.*s» y lo demás no tiene "
                  "dónde. Conserve el "
                  "archivo.",
                  "Of an organisation identifier, names, type, country and note are kept; “%.*s” and the rest has no "
                  "place. Keep "
                  "the file.",
                  STR_ARG(x->name));
    }
}

void iati_map_organisation(struct iati_map *m, const struct iati_item *item, struct iati_activity *out) {
  struct iati_node *n = item->root;
  if (!iati_map_begin(m, item, out)) return;
  struct actor *a = &out->actor;
  m->lang = STR("es");
  struct iati_node *identifier = iati_take(n, WORD_ORGANISATION_IDENTIFIER), *name = iati_take(n, WORD_NAME);
  struct str code = iati_attribute(n, WORD_OWN_CODE);
  if (identifier) a->ref = iati_text(identifier);
  if (name) a->name = iati_narrative(m, name, NULL);
  if (a->ref.n == 0 && code.n == 0)
    iati_refuse_missing(m, identifier ? identifier : n, identifier ? NULL : "organisation-identifier");
  if (a->name.n == 0) iati_refuse_missing(m, name ? name : n, name ? NULL : "name");
  a->type = type_of(m, n, a->ref);
  a->country = country_of(m, n);
  a->note = iati_attribute(n, WORD_OWN_NOTE);
  out->own = code.n > 0;
  take_aliases(m, n, name);
  if (a->ref.n) iati_check_seen(m, m->identifiers, n, a->ref);
  if (code.n) iati_check_seen(m, m->own_codes, n, code);
  if (code.n && !iati_is_code(code)) iati_refuse_code(m, n, code);
  else if (!out->refused) out->organisation = iati_actor_known(m, n, code, a->ref, a->name, a->type);
  say_rest(m, n);
}

static bool has_alias(const struct actor *a, struct str name) {
  for (size_t i = 0; i < a->n_aliases; i++)
    if (str_eq(a->aliases[i], name)) return true;
  return str_eq(a->name, name);
}

/* What the file does not say stays; a name that changes stays as another name. */
static void add_to(const struct actor *old, struct iati_activity *x) {
  struct actor *a = &x->actor;
  if (a->ref.n == 0) a->ref = old->ref;
  if (a->type.n == 0) a->type = old->type;
  if (a->country.n == 0) a->country = old->country;
  if (a->note.n == 0) a->note = old->note;
  if (has_alias(a, old->name)) return;
  struct str *list = arena_alloc(x->arena, (a->n_aliases + 1) * sizeof *list);
  if (a->n_aliases) memcpy(list, a->aliases, a->n_aliases * sizeof *list);
  list[a->n_aliases++] = old->name;
  a->aliases = list;
}

bool iati_save_organisation(struct iati_save *s, struct iati_activity *x, struct err *e) {
  struct actor old;
  enum actor_saved what;
  if (!iati_save_counts(s, x) || !iati_save_writes(s)) return true;
  x->actor.code = x->organisation->code;
  if (x->organisation->id) {
    if (!actor_load(s->db, x->arena, x->actor.code, &old, e)) return false;
    add_to(&old, x);
  }
  struct str locator =
      str_from(arena_printf(x->arena, "entidad %llu, renglón %u", (unsigned long long)x->ordinal, x->line));
  if (!actor_save(s->db, &s->batch, &x->actor, locator, x->actor.ref, &what, e))
    return err_context(e, err_pick("entidad %llu", "organisation %llu"), (unsigned long long)x->ordinal);
  s->added += what == ACTOR_ADDED;
  s->changed += what == ACTOR_CHANGED;
  s->same += what == ACTOR_SAME;
  return true;
}
