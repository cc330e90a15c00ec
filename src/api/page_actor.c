/* /actor/{codigo}: who it is, what it gave and received, where, its networks, and the projects that name it. */
#include <stdlib.h>

#include "domain/record.h"
#include "page_parts.h"
#include "query/group.h"

enum { MOST_ROWS = 1000, MOST_CURRENCIES = 8 };

static void write_names(struct html *h, const struct snap_actor *a, const struct snapshot *s) {
  struct buf alias = {0}, merged = {0};
  struct str name;
  for (uint32_t k = 0; (name = snapshot_actor_alias(s, a->index, k)).p; k++) {
    if (k) buf_add_z(&alias, "; ");
    buf_add_str(&alias, name);
  }
  for (uint32_t k = 0; (name = snapshot_actor_merged(s, a->index, k)).p; k++) {
    if (k) buf_add_z(&merged, "; ");
    buf_add_str(&merged, name);
  }
  page_fact(h, "Otros nombres", "Other names", buf_str(&alias));
  if (merged.len)
    page_fact(h, "Fichas unidas a esta, por decisión de una persona",
              "Entries joined to this one by a person's decision", buf_str(&merged));
  buf_free(&alias);
  buf_free(&merged);
}

static void write_networks(struct html *h, const struct http_request *q, const struct snapshot *s,
                           const struct snap_actor *a) {
  uint32_t begin, end, red;
  bool any = false;
  snapshot_records_of(s, RECORD_MEMBER, &begin, &end);
  for (uint32_t i = begin; i < end; i++) {
    if (!str_eq(page_record(s, i, "actor"), a->code)) continue;
    struct str network = page_record(s, i, "red");
    if (!any) page_fact_begin(h, "Redes", "Networks");
    else html_z(h, "; ");
    any = true;
    bool known = snapshot_find_record(s, RECORD_NETWORK, network, &red);
    html_link(h, arena_printf(q->arena, "/redes%s#%s", answer_en(q) ? "?lang=en" : "", answer_encode(q, network)),
              known ? page_record(s, red, "nombre") : network);
  }
  if (any) page_fact_end(h);
}

static void write_facts(struct html *h, const struct http_request *q, const struct snapshot *s,
                        const struct snap_actor *a) {
  html_open(h, "dl", NULL);
  page_fact(h, "Tipo", "Type", a->type.n ? snapshot_label(s, "organisation_type", a->type, h->lang) : a->type);
  page_fact(h, "País", "Country", a->country);
  write_names(h, a, s);
  if (a->ref.n) page_fact(h, "Identificador IATI", "IATI identifier", a->ref);
  if (a->note.n) page_fact(h, "Nota", "Note", a->note);
  write_networks(h, q, s, a);
  page_fact(h, "Código", "Code", a->code);
  page_fact(h, "Fuente", "Source", a->source_title);
  html_close(h, "dl");
}

/* ---- money ---- */

struct amounts {
  struct str currency[MOST_CURRENCIES];
  i128 received[MOST_CURRENCIES];
  bool receives[MOST_CURRENCIES];
  size_t n;
};

static size_t currency_of(struct amounts *m, struct str currency) {
  size_t i = 0;
  while (i < m->n && !str_eq(m->currency[i], currency)) i++;
  if (i == m->n && m->n < MOST_CURRENCIES) m->currency[m->n++] = currency;
  return i;
}

/* The currencies it gave in, and what it received; one project told twice counts once. */
static void read_amounts(const struct snapshot *s, uint32_t actor, struct amounts *m) {
  struct snap_actor_role role;
  struct snap_contribution c;
  for (uint32_t k = 0; snapshot_actor_project(s, actor, k, &role); k++) {
    if (snapshot_same_as(s, role.project) != role.project) continue;
    for (uint32_t j = 0; snapshot_contribution(s, role.project, j, &c); j++) {
      if (!c.counts || (c.provider != actor && c.receiver != actor)) continue;
      size_t i = currency_of(m, c.currency);
      if (i == MOST_CURRENCIES || c.receiver != actor) continue;
      m->received[i] += c.amount_minor;
      m->receives[i] = true;
    }
  }
}

static bool given(struct snapshot *s, const struct http_request *q, const struct snap_actor *a, struct str currency,
                  struct summary_money *out, bool *any, struct err *e) {
  struct filter_spec spec = {.source = &a->code, .n_source = 1};
  struct filter *f;
  struct group_table g;
  *any = false;
  if (!filter_compile(s, &spec, &f, e)) return false;
  bool ok = group_by(f, q->arena, GROUP_SOURCE, STR(""), currency, &g, e);
  for (size_t i = 0; ok && i < g.n; i++)
    if (g.rows[i].row == a->index) {
      *out = g.rows[i].m;
      *any = true;
    }
  filter_free(f);
  return ok;
}

static bool write_amounts(struct html *h, const struct http_request *q, struct snapshot *s, const struct snap_actor *a,
                          struct err *e) {
  struct amounts m = {.n = 0};
  read_amounts(s, a->index, &m);
  html_open(h, "dl", "class", "cifras", NULL);
  for (size_t i = 0; i < m.n; i++) {
    struct summary_money sum;
    bool any;
    if (!given(s, q, a, m.currency[i], &sum, &any, e)) return false;
    if (any && summary_has_value(&sum) && sum.attributed_minor) {
      page_fact_begin(h, "Aportó", "Gave");
      html_money(h, sum.attributed_minor, m.currency[i]);
      html_z(h, " — ");
      page_count_projects(h, sum.projects);
      page_fact_end(h);
    }
    if (m.receives[i]) {
      page_fact_begin(h, "Recibió", "Received");
      html_money(h, m.received[i], m.currency[i]);
      page_fact_end(h);
    }
  }
  html_close(h, "dl");
  if (m.n)
    html_element(h, "p", "tenue",
                 str_from(html_pick(h, "Suma de los aportes de los proyectos de la tabla, cada uno con su fuente.",
                                    "Sum of the contributions to the projects in the table, each with its source.")));
  return true;
}

/* ---- where ---- */

static int by_number(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static void write_areas(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t actor) {
  uint32_t *areas = NULL, last = SNAPSHOT_NONE;
  size_t n = 0, cap = 0;
  struct snap_actor_role role;
  struct snap_location at;
  for (uint32_t k = 0; snapshot_actor_project(s, actor, k, &role); k++)
    for (uint32_t j = 0; snapshot_location(s, role.project, j, &at); j++) {
      if (at.area == SNAPSHOT_NONE) continue;
      if (n == cap) mem_grow((void **)&areas, &cap, n + 1, sizeof *areas);
      areas[n++] = at.area;
    }
  if (n) qsort(areas, n, sizeof *areas, by_number);
  if (n) html_element_say(h, "h2", "Dónde", "Where");
  if (n) html_open(h, "p", NULL);
  for (size_t i = 0; i < n; i++) {
    if (areas[i] == last) continue;
    if (last != SNAPSHOT_NONE) html_z(h, "; ");
    page_area_link(h, q, s, last = areas[i]);
  }
  if (n) html_close(h, "p");
  free(areas);
}

/* ---- projects ---- */

static void write_projects(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t actor) {
  struct snap_actor_role role;
  uint32_t total = 0;
  html_element_say(h, "h2", "Proyectos que lo nombran", "Projects that name it");
  if (!snapshot_actor_project(s, actor, 0, &role)) {
    html_element_say(h, "p", "Ninguno.", "None.");
    return;
  }
  page_projects_begin(h, "Proyectos que lo nombran", "Projects that name it");
  for (; snapshot_actor_project(s, actor, total, &role); total++)
    if (total < MOST_ROWS) page_projects_row(h, q, s, role.project);
  page_projects_end(h);
  if (total <= MOST_ROWS) return;
  html_open(h, "p", NULL);
  html_say(h, "Se muestran ", "Shown: ");
  html_count(h, MOST_ROWS);
  html_say(h, " de ", " of ");
  page_count_projects(h, total);
  html_close(h, "p");
}

static struct html_share card(const struct http_request *q, const struct snapshot *s, const struct snap_actor *a,
                              const char *path) {
  struct snap_actor_role role;
  uint32_t n = 0;
  while (snapshot_actor_project(s, a->index, n, &role)) n++;
  const char *count =
      n == 1 ? answer_pick(q, "1 proyecto que lo nombra", "1 project that names it")
             : arena_printf(q->arena, answer_pick(q, "%s proyectos que lo nombran", "%s projects that name it"),
                            page_number(q, n));
  return page_share(
      q,
      arena_printf(q->arena,
                   answer_pick(q, "%.*s: %s · Cooperación en Cartagena", "%.*s: %s · Cooperation in Cartagena"),
                   STR_ARG(a->name), count),
      arena_printf(
          q->arena,
          answer_pick(
              q, "%.*s en la cooperación de Cartagena de Indias: qué aporta, qué recibe, dónde y con quién.",
              "%.*s in the cooperation of Cartagena de Indias: what it gives, what it receives, where and with whom."),
          STR_ARG(a->name)),
      path);
}

bool page_actor(struct snapshot *s, uint32_t i, const struct http_request *q, struct http_response *p, struct err *e) {
  struct snap_actor a;
  snapshot_actor(s, i, &a);
  struct html h;
  struct html_share share = card(q, s, &a, arena_printf(q->arena, "/actor/%s", answer_encode(q, a.code)));
  page_begin_shared(&h, q, p, a.name, &share);
  if (!write_amounts(&h, q, s, &a, e)) return false;
  write_facts(&h, q, s, &a);
  write_areas(&h, q, s, i);
  page_map_actor(&h, q, s, &a);
  write_projects(&h, q, s, i);
  html_end_page(&h);
  return true;
}

bool handle_actor_page(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  uint32_t i;
  return answer_item(q, view, COLLECTION_ACTORS, q->segment[0], &i, e) && page_actor(view, i, q, p, e);
}
