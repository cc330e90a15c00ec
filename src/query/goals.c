#include "query/goals.h"
#include <stdlib.h>
#include "adding.h"

enum { MAX_PAIRS = 10000 };

struct measuring {
  struct snapshot *s;
  const struct snap_view *v;
  const struct filter *f; /* everything */
  struct arena *a;
  struct goal_progress *out;
};

static void say(struct measuring *m, char *es, char *en) {
  m->out->es = str_from(es);
  m->out->en = str_from(en);
}

/* How many projects `has` holds of, out of all. */
static void count_projects(struct measuring *m, bool (*has)(const struct measuring *m, uint32_t project)) {
  m->out->value = 0;
  m->out->of = (int64_t)m->v->n_project_code;
  for (uint32_t i = 0; i < m->v->n_project_code; i++) m->out->value += has(m, i);
}

static long long value_of(const struct measuring *m) { return m->out->value; }
static long long all_of(const struct measuring *m) { return m->out->of; }

/* The words for one or for many: nouns go by all that there are, verbs by how many do it. */
static const char *agree(long long n, const char *one, const char *many) { return n == 1 ? one : many; }
static const char *projects_es(const struct measuring *m) { return agree(all_of(m), "proyecto", "proyectos"); }
static const char *projects_en(const struct measuring *m) { return agree(all_of(m), "project", "projects"); }
static const char *have_es(const struct measuring *m) { return agree(value_of(m), "tiene", "tienen"); }
static const char *have_en(const struct measuring *m) { return agree(value_of(m), "has", "have"); }

/* ---- what a project may have ---- */

static bool is_located(const struct measuring *m, uint32_t i) {
  return (m->v->project_flags[i] & SNAP_PLACE_MASK) == SNAP_LOCATED;
}
static bool is_named(const struct measuring *m, uint32_t i) {
  return (m->v->project_flags[i] & SNAP_PLACE_MASK) == SNAP_NAMED;
}
static bool has_results(const struct measuring *m, uint32_t i) {
  struct snap_result r;
  return snapshot_result(m->s, i, 0, &r);
}
static bool has_source(const struct measuring *m, uint32_t i) { return m->v->project_document[i] != SNAPSHOT_NONE; }
static bool has_modality(const struct measuring *m, uint32_t i) { return SNAP_COLUMN(m->v, project_modality, i) != 0; }
static bool is_decentralised(const struct measuring *m, uint32_t i) {
  uint16_t code = SNAP_COLUMN(m->v, project_modality, i);
  return code && str_is(snap_code_text(m->v, code), "descentralizada");
}

static struct str type_of(const struct measuring *m, uint32_t actor) {
  return snap_code_text(m->v, m->v->actor[actor].type);
}
static bool is_private(const struct measuring *m, uint32_t actor) {
  struct str type = type_of(m, actor);
  return type.n == 2 && type.p[0] == '7'; /* 70 to 73 of OrganisationType */
}
static bool is_local_government(const struct measuring *m, uint32_t actor) { return str_is(type_of(m, actor), "11"); }

static bool has_private(const struct measuring *m, uint32_t i) {
  uint32_t begin, end;
  SNAP_SLICE(m->v, party, i, &begin, &end);
  for (uint32_t k = begin; k < end; k++)
    if (is_private(m, m->v->party[k].actor)) return true;
  SNAP_SLICE(m->v, contribution, i, &begin, &end);
  for (uint32_t k = begin; k < end; k++)
    if (m->v->contribution[k].provider != SNAPSHOT_NONE && is_private(m, m->v->contribution[k].provider)) return true;
  return false;
}

/* ---- the metrics ---- */

static bool located(struct measuring *m, struct err *e) {
  (void)e;
  count_projects(m, is_named);
  long long named = value_of(m);
  count_projects(m, is_located);
  say(m,
      arena_printf(m->a,
                   "%lld de %lld %s %s su lugar en el mapa; con un lugar nombrado del que no hay geometría: %lld.",
                   value_of(m), all_of(m), projects_es(m), have_es(m), named),
      arena_printf(m->a, "%lld of %lld %s %s a place on the map; with a place that is named but has no geometry: %lld.",
                   value_of(m), all_of(m), projects_en(m), have_en(m), named));
  return true;
}

static bool with_results(struct measuring *m, struct err *e) {
  (void)e;
  count_projects(m, has_results);
  say(m,
      arena_printf(m->a, "%lld de %lld %s %s al menos un resultado registrado.", value_of(m), all_of(m), projects_es(m),
                   have_es(m)),
      arena_printf(m->a, "%lld of %lld %s %s at least one result on record.", value_of(m), all_of(m), projects_en(m),
                   have_en(m)));
  return true;
}

static bool with_source(struct measuring *m, struct err *e) {
  (void)e;
  count_projects(m, has_source);
  say(m,
      arena_printf(m->a, "%lld de %lld %s %s de qué documento %s.", value_of(m), all_of(m), projects_es(m),
                   agree(value_of(m), "dice", "dicen"), agree(value_of(m), "sale", "salen")),
      arena_printf(m->a, "%lld of %lld %s %s.", value_of(m), all_of(m), projects_en(m),
                   agree(value_of(m), "says what document it comes from", "say what document they come from")));
  return true;
}

static bool decentralised(struct measuring *m, struct err *e) {
  (void)e;
  count_projects(m, has_modality);
  long long silent = all_of(m) - value_of(m);
  count_projects(m, is_decentralised);
  say(m,
      arena_printf(m->a, "%lld de %lld %s %s de cooperación descentralizada; de %lld no hay modalidad.", value_of(m),
                   all_of(m), projects_es(m), agree(value_of(m), "es", "son"), silent),
      arena_printf(m->a, "%lld of %lld %s %s decentralised cooperation; of %lld the modality is not known.",
                   value_of(m), all_of(m), projects_en(m), agree(value_of(m), "is", "are"), silent));
  return true;
}

static bool with_private(struct measuring *m, struct err *e) {
  (void)e;
  count_projects(m, has_private);
  say(m, arena_printf(m->a, "En %lld de %lld %s toma parte el sector privado.", value_of(m), all_of(m), projects_es(m)),
      arena_printf(m->a, "The private sector takes part in %lld of %lld %s.", value_of(m), all_of(m), projects_en(m)));
  return true;
}

/* Counterparts of projects that add: a double brings its own no second time. */
static bool counterparts(struct measuring *m, struct err *e) {
  (void)e;
  struct adding adding;
  struct goal_progress *o = m->out;
  adding_begin(&adding, m->f, STR(""), NULL);
  for (uint32_t i = 0; i < m->v->n_project_code; i++) {
    struct adding_project p;
    uint32_t begin, end;
    bool any = false;
    adding_project(&adding, i, &p);
    SNAP_SLICE(m->v, contribution, i, &begin, &end);
    for (uint32_t k = begin; k < end; k++) {
      const struct snap_rec_contribution *c = &m->v->contribution[k];
      if (!c->is_counterpart) continue;
      any = true;
      if (p.kind == ADDING_VALUE && c->counts && c->currency == p.currency) o->amount_minor += snap_i128_get(c->amount);
    }
    o->value += any;
    o->of += begin < end;
  }
  adding_end(&adding);
  o->has_amount = true;
  o->currency = STR("COP");
  struct buf es = {0}, en = {0};
  decimal_write_minor_es(&es, o->amount_minor);
  decimal_write_minor_en(&en, o->amount_minor);
  say(m,
      arena_printf(m->a, "%lld de %lld %s con aportes %s contrapartida; suma COP %.*s.", value_of(m), all_of(m),
                   projects_es(m), have_es(m), (int)es.len, es.data),
      arena_printf(m->a, "%lld of %lld %s with contributions %s a counterpart; it adds up to COP %.*s.", value_of(m),
                   all_of(m), projects_en(m), have_en(m), (int)en.len, en.data));
  buf_free(&es);
  buf_free(&en);
  return true;
}

static bool is_pair(const struct overlaps *pairs, uint32_t x, uint32_t y) {
  for (uint32_t i = 0; i < pairs->n; i++)
    if ((pairs->pair[i].a == x && pairs->pair[i].b == y) || (pairs->pair[i].a == y && pairs->pair[i].b == x))
      return true;
  return false;
}

/* Of the pairs, those about which the ledger has a decision of a person. */
static int64_t count_decided(const struct measuring *m, const struct overlaps *pairs) {
  struct snap_finding x;
  struct snap_finding_subject a, b;
  int64_t n = 0;
  for (uint32_t i = 0; i < snapshot_findings(m->s) && snapshot_finding(m->s, i, &x); i++)
    if (x.verdict.n && str_is(x.kind, "duplicado") && snapshot_finding_subject(m->s, i, 0, &a) &&
        snapshot_finding_subject(m->s, i, 1, &b))
      n += is_pair(pairs, a.row, b.row);
  return n;
}

static bool open_pairs(struct measuring *m, struct err *e) {
  struct overlaps pairs;
  if (!group_overlaps(m->f, m->a, MAX_PAIRS, &pairs, e)) return false;
  m->out->value = (int64_t)pairs.all - count_decided(m, &pairs);
  m->out->of = (int64_t)pairs.all;
  const char *least_es = pairs.complete ? "" : "al menos ", *least_en = pairs.complete ? "" : "at least ";
  say(m,
      arena_printf(m->a, "Pares de proyectos que se traslapan en área, tema y tiempo: %s%lld; sin decidir: %lld.",
                   least_es, all_of(m), value_of(m)),
      arena_printf(m->a, "Pairs of projects that overlap in area, theme and time: %s%lld; undecided: %lld.", least_en,
                   all_of(m), value_of(m)));
  return true;
}

static bool shared_with(struct measuring *m, struct err *e) {
  (void)e;
  uint64_t *seen = bits_none(m->v->n_actor), projects = 0;
  for (uint32_t i = 0; i < m->v->n_project_code; i++) {
    uint32_t begin, end;
    if ((m->v->project_flags[i] & SNAP_PLACE_MASK) != SNAP_BEYOND) continue;
    projects++;
    SNAP_SLICE(m->v, party, i, &begin, &end);
    for (uint32_t k = begin; k < end; k++)
      if (is_local_government(m, m->v->party[k].actor)) bits_set(seen, m->v->party[k].actor);
  }
  m->out->value = (int64_t)bits_count(seen, m->v->n_actor);
  m->out->of = -1;
  free(seen);
  long long n = value_of(m), actions = (long long)projects;
  say(m,
      arena_printf(m->a, "%lld %s (cuentan también las dependencias de la ciudad) %s parte en %lld %s fuera de ella.",
                   n, agree(n, "gobierno local", "gobiernos locales"), agree(n, "toma", "toman"), actions,
                   agree(actions, "proyecto o gestión que ocurre", "proyectos o gestiones que ocurren")),
      arena_printf(m->a, "%lld local %s (offices of the city count too) %s part in %lld %s beyond it.", n,
                   agree(n, "government", "governments"), agree(n, "takes", "take"), actions,
                   agree(actions, "project or action that happens", "projects or actions that happen")));
  return true;
}

static bool published(struct measuring *m, struct err *e) {
  (void)e;
  m->out->value = m->out->of = 0;
  for (uint32_t i = 0; i < m->v->n_project_code; i++) {
    struct snap_link link;
    for (uint32_t k = 0; snapshot_link(m->s, i, k, &link); k++) {
      m->out->of++;
      m->out->value += (link.url.n > 8 && memcmp(link.url.p, "https://", 8) == 0) ||
                       (link.url.n > 7 && memcmp(link.url.p, "http://", 7) == 0);
    }
  }
  say(m,
      arena_printf(m->a, "%lld de %lld %s %s en la red.", value_of(m), all_of(m),
                   agree(all_of(m), "documento registrado", "documentos registrados"),
                   agree(value_of(m), "está publicado", "están publicados")),
      arena_printf(m->a, "%lld of %lld %s on record %s published on the net.", value_of(m), all_of(m),
                   agree(all_of(m), "document", "documents"), agree(value_of(m), "is", "are")));
  return true;
}

static const struct {
  const char *metric, *unit_es, *unit_en;
  bool (*measure)(struct measuring *m, struct err *e);
} metrics[] = {{"proyectos-con-lugar", "proyectos", "projects", located},
               {"proyectos-con-resultados", "proyectos", "projects", with_results},
               {"proyectos-con-fuente", "proyectos", "projects", with_source},
               {"contrapartida", "proyectos", "projects", counterparts},
               {"pares-abiertos", "pares", "pairs", open_pairs},
               {"actores-externos", "entidades", "organisations", shared_with},
               {"documentos-publicados", "documentos", "documents", published},
               {"modalidad-descentralizada", "proyectos", "projects", decentralised},
               {"proyectos-privados", "proyectos", "projects", with_private}};

bool goal_measure(struct snapshot *s, struct arena *a, struct str metric, struct goal_progress *out, struct err *e) {
  *out = (struct goal_progress){0};
  size_t i = 0, n = sizeof metrics / sizeof *metrics;
  while (i < n && !str_is(metric, metrics[i].metric)) i++;
  if (i == n) return true;
  struct filter *f;
  if (!filter_compile(s, &(struct filter_spec){0}, &f, e)) return false;
  out->known = true;
  out->unit_es = metrics[i].unit_es;
  out->unit_en = metrics[i].unit_en;
  bool ok = metrics[i].measure(&(struct measuring){s, snapshot_view(s), f, a, out}, e);
  filter_free(f);
  return ok;
}
