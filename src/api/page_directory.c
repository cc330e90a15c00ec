/* /actores and /redes: the directory of organisations, and the networks they sit in. */
#include "domain/record.h"
#include "page_parts.h"

enum { PAGE_SIZE = 200 };

static void actor_row(struct html *h, const struct http_request *q, const struct question *o, uint32_t i) {
  struct snap_actor a;
  struct str alias;
  snapshot_actor(o->s, i, &a);
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", NULL);
  page_actor_link(h, q, o->s, i);
  html_close(h, "th");
  html_open(h, "td", NULL);
  for (uint32_t k = 0; (alias = snapshot_actor_alias(o->s, i, k)).p; k++) {
    if (k) html_z(h, "; ");
    html_text(h, alias);
  }
  html_close(h, "td");
  html_open(h, "td", NULL);
  if (a.type.n) html_text(h, snapshot_label(o->s, "organisation_type", a.type, h->lang));
  else page_no_data(h);
  html_close(h, "td");
  html_open(h, "td", NULL);
  if (a.country.n) html_text(h, a.country);
  else page_no_data(h);
  html_close(h, "td");
  html_open(h, "td", "class", "numero", NULL);
  html_count(h, o->figures->actor_projects[i]);
  html_close(h, "td");
  html_close(h, "tr");
}

bool handle_actors_page(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  static const char *const drop_after[] = {"despues", NULL};
  struct question o;
  if (!answer_question(view, QUERY_ACTORS, q, &o, e)) return false;
  const struct http_param *after = http_param(q, "despues");
  uint32_t rows[PAGE_SIZE], n;
  bool more;
  page_rows(o.f, PAGE_ACTORS, after ? after->text : STR(""), PAGE_SIZE, rows, &n, &more);
  struct html h;
  page_begin(&h, q, p, str_from(answer_pick(q, "Actores", "Actors")), "/actores");
  html_open(&h, "p", NULL);
  html_count(&h, (int64_t)page_count(o.f, PAGE_ACTORS));
  html_say(&h, " entidades que dan, reciben o ejecutan cooperación. ",
           " organisations that give, receive or carry out cooperation. ");
  html_link(&h, answer_en(q) ? "/redes?lang=en" : "/redes", str_from(html_pick(&h, "Redes y mesas", "Networks")));
  html_z(&h, " · ");
  html_link(&h, "/collections/actores/items?f=csv&excel=1&limit=10000", STR("Excel (CSV)"));
  html_close(&h, "p");
  html_open(&h, "table", NULL);
  page_head(&h, "Nombre", "Name", "Otros nombres", "Other names", "Tipo", "Type", "País", "Country", "Proyectos",
            "Projects", NULL);
  html_open(&h, "tbody", NULL);
  for (uint32_t i = 0; i < n; i++) actor_row(&h, q, &o, rows[i]);
  html_close(&h, "tbody");
  html_close(&h, "table");
  if (more && n) {
    struct snap_actor last;
    snapshot_actor(o.s, rows[n - 1], &last);
    html_open(&h, "p", NULL);
    html_open(&h, "a", "rel", "next", "href",
              answer_self(q, drop_after, arena_printf(q->arena, "despues=%s", answer_encode(q, last.code))), NULL);
    html_say(&h, "Página siguiente", "Next page");
    html_close(&h, "a");
    html_close(&h, "p");
  }
  html_end_page(&h);
  answer_release(&o);
  return true;
}

/* ---- networks ---- */

static void write_members(struct html *h, const struct http_request *q, const struct snapshot *s, struct str network) {
  uint32_t begin, end, actor, n = 0;
  snapshot_records_of(s, RECORD_MEMBER, &begin, &end);
  for (uint32_t i = begin; i < end; i++) {
    if (!str_eq(page_record(s, i, "red"), network)) continue;
    if (!n++) html_open(h, "ul", NULL);
    struct str code = page_record(s, i, "actor"), role = page_record(s, i, "papel");
    html_open(h, "li", NULL);
    if (snapshot_find_actor(s, code, &actor)) page_actor_link(h, q, s, actor);
    else html_text(h, code);
    if (role.n) html_z(h, " — ");
    html_text(h, role);
    html_close(h, "li");
  }
  if (n) html_close(h, "ul");
  else html_element_say(h, "p", "La fuente no nombra a sus miembros.", "The source does not name its members.");
}

static void write_network(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i) {
  struct snap_record r;
  snapshot_record(s, i, &r);
  struct str kind = page_record(s, i, "clase"), members = page_record(s, i, "miembros_texto"),
             count = page_record(s, i, "miembros"), alias = page_record(s, i, "alias"),
             note = page_record(s, i, "nota");
  html_open(h, "section", "id", arena_strndup(q->arena, r.code.p, r.code.n), NULL);
  html_element(h, "h2", NULL, page_record(s, i, "nombre"));
  html_open(h, "dl", NULL);
  page_fact(h, "Clase", "Kind", kind.n ? snapshot_label(s, "network_kind", kind, h->lang) : kind);
  if (alias.n) page_fact(h, "Otros nombres", "Other names", alias);
  page_fact(h, "Desde", "Since", page_record(s, i, "desde"));
  page_fact_begin(h, "Miembros, según la fuente", "Members, as the source says");
  if (count.n) html_text(h, count);
  else page_no_data(h);
  if (members.n) {
    html_say(h, " — «", " — “");
    html_text(h, members);
    html_say(h, "»", "”");
  }
  page_fact_end(h);
  if (note.n) page_fact(h, "Nota", "Note", note);
  page_fact_begin(h, "Fuente", "Source");
  page_source(h, r.source_title, r.source_locator);
  page_fact_end(h);
  html_close(h, "dl");
  write_members(h, q, s, r.code);
  html_close(h, "section");
}

bool handle_networks(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  (void)e;
  uint32_t begin, end;
  struct html h;
  page_begin(&h, q, p, str_from(answer_pick(q, "Redes y mesas", "Networks")), "/redes");
  snapshot_records_of(view, RECORD_NETWORK, &begin, &end);
  if (begin == end) html_element_say(&h, "p", "Ninguna.", "None.");
  for (uint32_t i = begin; i < end; i++) write_network(&h, q, view, i);
  html_end_page(&h);
  return true;
}
