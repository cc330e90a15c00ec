/* /lugar: what is at a point. /buscar: completion over areas, projects and actors. */
#include "core/text.h"
#include "answer_table.h"
#include "handlers.h"

enum { MOST_FOUND = 10, MOST_HERE = 64 };

bool handle_here(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  const struct http_param *lon = http_param(q, "lon"), *lat = http_param(q, "lat");
  if (!lon || !lat)
    return err_set(e, ERR_INPUT, "%s",
                   answer_pick(q, "faltan lon= y lat=: /lugar?lon=-75.5252&lat=10.4230",
                               "lon= and lat= are missing: /lugar?lon=-75.5252&lat=10.4230"));
  if (lon->real < -180 || lon->real > 180 || lat->real < -90 || lat->real > 90)
    return err_set(e, ERR_INPUT, "%s",
                   answer_pick(q, "lon va de -180 a 180 y lat de -90 a 90", "lon is -180 to 180 and lat -90 to 90"));
  uint32_t areas[MOST_HERE], n;
  page_areas_at(view, lon->real, lat->real, areas, MOST_HERE, &n);
  bool approximate = false;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "areas");
  jw_array(&w);
  for (uint32_t i = 0; i < n; i++) {
    struct snap_area area;
    snapshot_area(view, areas[i], &area);
    approximate = approximate || area.rests_on_approximate;
    jw_object(&w);
    jw_kv_str(&w, "codigo", area.code);
    jw_kv_str(&w, "nombre", area.name);
    jw_kv_str(&w, "capa", area.layer);
    jw_kv_str(&w, "capa_nombre", snapshot_label(view, "layer", area.layer, answer_lang(q)));
    jw_kv_z(&w, "geometria", snap_geom_code(area.geom));
    jw_kv_bool(&w, "geometria_aproximada", area.rests_on_approximate);
    jw_key(&w, "hectareas");
    jw_double(&w, area.hectares, 2);
    jw_end(&w);
  }
  jw_end(&w);
  jw_key(&w, "aviso");
  if (approximate)
    jw_z(&w,
         answer_pick(
             q, "Alguna de estas áreas tiene una extensión aproximada: cerca de su borde la respuesta no es segura.",
             "Some of these areas have an approximate extent: near its edge the answer is not certain."));
  else jw_null(&w);
  jw_end(&w);
  return true;
}

/* How well a folded name answers the folded words: 0 not at all, 1 every word begins one of its words, 2 the name begins with
 * them, 3 it is them. */
static int rank(struct str name, struct str words) {
  if (str_eq(name, words)) return 3;
  if (name.n > words.n && memcmp(name.p, words.p, words.n) == 0) return 2;
  for (size_t at = 0; at < words.n;) {
    const char *space = memchr(words.p + at, ' ', words.n - at);
    size_t n = space ? (size_t)(space - words.p) - at : words.n - at;
    bool found = false;
    for (size_t i = 0; !found && i + n <= name.n; i++)
      found = (i == 0 || name.p[i - 1] == ' ') && memcmp(name.p + i, words.p + at, n) == 0;
    if (!found) return 0;
    at += n + 1;
  }
  return 1;
}

struct found {
  uint32_t index;
  int rank;
};

/* The best MOST_FOUND in order: better rank first, then the order of codes. */
struct best {
  struct found list[MOST_FOUND];
  unsigned n;
};

static void best_add(struct best *b, uint32_t index, int r) {
  if (!r) return;
  unsigned at = b->n;
  while (at > 0 && b->list[at - 1].rank < r) at--;
  if (at == MOST_FOUND) return;
  if (b->n < MOST_FOUND) b->n++;
  memmove(&b->list[at + 1], &b->list[at], (b->n - 1 - at) * sizeof *b->list);
  b->list[at] = (struct found){index, r};
}

/* Best rank of a name, or of an alias. */
struct matcher {
  struct str words;
  struct buf key;
};

static int match(struct matcher *m, struct str name) {
  buf_reset(&m->key);
  text_fold(&m->key, name);
  return rank(buf_str(&m->key), m->words);
}

static void find_areas(const struct snapshot *s, struct matcher *m, struct best *b) {
  for (uint32_t i = 0; i < snapshot_areas(s); i++) {
    struct snap_area area;
    snapshot_area(s, i, &area);
    int r = match(m, area.name);
    struct str alias;
    for (uint32_t k = 0; r < 3 && (alias = snapshot_area_alias(s, i, k)).p; k++) {
      int other = match(m, alias);
      if (other > r) r = other;
    }
    best_add(b, i, r);
  }
}

static void find_actors(const struct snapshot *s, struct matcher *m, struct best *b) {
  for (uint32_t i = 0; i < snapshot_actors(s); i++) {
    struct snap_actor actor;
    snapshot_actor(s, i, &actor);
    int r = match(m, actor.name);
    struct str alias;
    for (uint32_t k = 0; r < 3 && (alias = snapshot_actor_alias(s, i, k)).p; k++) {
      int other = match(m, alias);
      if (other > r) r = other;
    }
    best_add(b, i, r);
  }
}

/* Projects are many: the filter's word index finds them, and those whose title answers come first. */
static bool find_projects(struct snapshot *s, struct str words, struct matcher *m, struct best *b, struct err *e) {
  enum { LOOKED_AT = 500 };
  struct filter_spec spec = {.words = words};
  struct filter *f;
  if (!filter_compile(s, &spec, &f, e)) return false;
  uint32_t rows[LOOKED_AT], n;
  bool more;
  page_rows(f, PAGE_PROJECTS_ALL, STR(""), LOOKED_AT, rows, &n, &more);
  for (uint32_t i = 0; i < n; i++) {
    struct snap_project project;
    snapshot_project(s, rows[i], &project);
    int r = match(m, project.title);
    best_add(b, rows[i], r ? r : 1);
  }
  filter_free(f);
  return true;
}

static void result(struct jw *w, const char *type, struct str code, struct str name, struct str detail,
                   const char *href) {
  jw_object(w);
  jw_kv_z(w, "tipo", type);
  jw_kv_str(w, "codigo", code);
  jw_kv_str(w, "nombre", name);
  answer_kv_text(w, "detalle", detail);
  jw_kv_z(w, "enlace", href);
  jw_end(w);
}

static void write_areas(struct jw *w, const struct http_request *q, const struct snapshot *s, const struct best *b) {
  for (unsigned i = 0; i < b->n; i++) {
    struct snap_area area;
    snapshot_area(s, b->list[i].index, &area);
    result(w, "area", area.code, area.name, snapshot_label(s, "layer", area.layer, answer_lang(q)),
           answer_url(q, "/area/%s", answer_encode(q, area.code)));
  }
}

static void write_projects(struct jw *w, const struct http_request *q, const struct snapshot *s, const struct best *b) {
  for (unsigned i = 0; i < b->n; i++) {
    struct snap_project project;
    snapshot_project(s, b->list[i].index, &project);
    result(w, "proyecto", project.code, project.title, snapshot_label(s, "activity_kind", project.kind, answer_lang(q)),
           answer_url(q, "/proyecto/%s", answer_encode(q, project.code)));
  }
}

static void write_actors(struct jw *w, const struct http_request *q, const struct snapshot *s, const struct best *b) {
  for (unsigned i = 0; i < b->n; i++) {
    struct snap_actor actor;
    snapshot_actor(s, b->list[i].index, &actor);
    struct str type = actor.type.n ? snapshot_label(s, "organisation_type", actor.type, answer_lang(q)) : STR("");
    result(w, "actor", actor.code, actor.name, type, answer_url(q, "/actor/%s", answer_encode(q, actor.code)));
  }
}

bool handle_find(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct filter_spec spec;
  if (!filter_params_read(q->arena, q->params, q->n_params, &spec, e)) return false;
  if (!spec.words.n)
    return err_set(e, ERR_INPUT, "%s",
                   answer_pick(q, "falta q=: /buscar?q=mandela", "q= is missing: /buscar?q=mandela"));
  struct buf folded = {0};
  text_fold(&folded, spec.words);
  struct matcher m = {.words = buf_str(&folded)};
  struct best areas = {0}, projects = {0}, actors = {0};
  find_areas(view, &m, &areas);
  find_actors(view, &m, &actors);
  bool ok = find_projects(view, spec.words, &m, &projects, e);
  buf_free(&folded);
  buf_free(&m.key);
  if (!ok) return false;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "resultados");
  jw_array(&w);
  write_areas(&w, q, view, &areas);
  write_projects(&w, q, view, &projects);
  write_actors(&w, q, view, &actors);
  jw_end(&w);
  jw_end(&w);
  return true;
}
