/* /novedades and its Atom feed: what changed since a date, command by command, from the history. */
#include "core/text.h"
#include "page_parts.h"

enum { MOST_BATCHES = 100, MOST_CHANGES = 200, MOST_ENTRIES = 50 };

struct news {
  const struct snapshot *s;
  const struct http_request *q;
  struct str since; /* ISO date to its precision, "" everything */
};

/* Times are ISO texts in UTC, so that byte order is time order. */
static bool is_new(const struct news *n, struct str at) { return !n->since.n || str_cmp(at, n->since) >= 0; }

static bool read_since(const struct http_request *q, struct str *since, struct err *e) {
  const struct http_param *p = http_param(q, "desde");
  struct text_date d;
  *since = STR("");
  if (!p) return true;
  if (text_read_date(p->text, &d) != TEXT_DATE_FINE)
    return err_set(e, ERR_INPUT,
                   answer_pick(q, "desde=%.*s: no es una fecha; escriba 2011-07-06, 2011-07 o 2011",
                               "desde=%.*s: not a date; write 2011-07-06, 2011-07 or 2011"),
                   STR_ARG(p->text));
  struct buf b = {0};
  text_write_date(&b, d);
  *since = arena_str(q->arena, buf_str(&b));
  buf_free(&b);
  return true;
}

static struct str kind_words(const struct html *h, struct str kind) {
  static const struct {
    const char *kind, *es, *en;
  } words[] = {{"areas", "Áreas", "Areas"},
               {"projects", "Proyectos", "Projects"},
               {"actors", "Actores", "Actors"},
               {"networks", "Redes", "Networks"},
               {"members", "Miembros de redes", "Members of networks"},
               {"goals", "Metas", "Goals"},
               {"series", "Series impresas", "Printed series"},
               {"values", "Cifras impresas", "Printed figures"},
               {"rates", "Tasas de cambio", "Exchange rates"},
               {"workbook", "Libro de Excel", "Workbook"},
               {"iati", "Archivo IATI", "IATI file"},
               {"decisions", "Decisiones", "Decisions"}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (str_is(kind, words[i].kind)) return str_from(html_pick(h, words[i].es, words[i].en));
  return kind;
}

static void write_counts(struct html *h, const struct snap_batch *b) {
  const struct {
    int64_t n;
    const char *es, *en;
  } counts[] = {
      {b->added, " nuevos", " new"}, {b->changed, " cambiados", " changed"}, {b->same, " iguales", " the same"}};
  bool any = false;
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    if (!counts[i].n) continue;
    if (any) html_z(h, ", ");
    html_count(h, counts[i].n);
    html_say(h, counts[i].es, counts[i].en);
    any = true;
  }
  if (!any) html_say(h, "nada nuevo", "nothing new");
}

static void write_change(struct html *h, const struct news *n, const struct snap_change *c) {
  html_open(h, "li", NULL);
  bool known = c->row != SNAPSHOT_NONE;
  if (known && str_is(c->entity, "activity")) page_project_link(h, n->q, n->s, c->row);
  else if (known && str_is(c->entity, "area")) page_area_link(h, n->q, n->s, c->row);
  else if (known && str_is(c->entity, "organisation")) page_actor_link(h, n->q, n->s, c->row);
  else html_text(h, c->title.n ? c->title : c->code);
  if (c->fields.n) {
    html_z(h, ": ");
    html_text(h, c->fields);
  }
  html_close(h, "li");
}

/* Projects that came with a batch and are still there: each is news of its own. */
static uint32_t write_added(struct html *h, const struct news *n, uint32_t batch) {
  uint32_t shown = 0, all = 0;
  for (uint32_t p = 0; p < snapshot_projects(n->s); p++) {
    if (snapshot_project_batch(n->s, p) != batch) continue;
    if (all++ >= MOST_CHANGES) continue;
    if (!shown++) html_open(h, "ul", NULL);
    html_open(h, "li", NULL);
    html_say(h, "Nuevo: ", "New: ");
    page_project_link(h, n->q, n->s, p);
    html_close(h, "li");
  }
  if (shown) html_close(h, "ul");
  return all - shown;
}

static uint32_t write_changes(struct html *h, const struct news *n, uint32_t batch) {
  struct snap_change c;
  uint32_t shown = 0, all = 0;
  for (uint32_t k = 0; snapshot_change(n->s, k, &c); k++) {
    if (c.batch != batch || str_is(c.action, "insert")) continue;
    if (all++ >= MOST_CHANGES) continue;
    if (!shown++) html_open(h, "ul", NULL);
    write_change(h, n, &c);
  }
  if (shown) html_close(h, "ul");
  return all - shown;
}

static void write_batch(struct html *h, const struct news *n, uint32_t i, const struct snap_batch *b) {
  html_open(h, "section", "id", arena_printf(n->q->arena, "lote-%u", i + 1), NULL);
  html_open(h, "h2", NULL);
  html_text(h, (struct str){b->at.p, b->at.n < 10 ? b->at.n : 10});
  html_z(h, " · ");
  html_text(h, kind_words(h, b->kind));
  html_close(h, "h2");
  html_open(h, "p", NULL);
  html_text(h, b->document);
  html_z(h, ": ");
  write_counts(h, b);
  if (b->actor.n) {
    html_say(h, ", por ", ", by ");
    html_text(h, b->actor);
  }
  html_close(h, "p");
  uint32_t more = write_added(h, n, i) + write_changes(h, n, i);
  if (more) {
    html_open(h, "p", "class", "tenue", NULL);
    html_say(h, "Y ", "And ");
    html_count(h, more);
    html_say(h, " más.", " more.");
    html_close(h, "p");
  }
  html_close(h, "section");
}

bool handle_news(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct news n = {.s = view, .q = q};
  if (!read_since(q, &n.since, e)) return false;
  struct html h;
  struct snap_batch b;
  uint32_t shown = 0;
  page_begin(&h, q, p, str_from(answer_pick(q, "Novedades", "News")), "/novedades");
  html_open(&h, "p", NULL);
  html_say(&h, "Lo que entró y lo que cambió, con su archivo y su fecha. ",
           "What came in and what changed, with its file and date. ");
  html_link(&h, answer_en(q) ? "/novedades.atom?lang=en" : "/novedades.atom", STR("Atom"));
  html_close(&h, "p");
  html_open(&h, "form", "method", "get", "action", "/novedades", NULL);
  html_open(&h, "label", NULL);
  html_say(&h, "Desde ", "Since ");
  html_void(&h, "input", "type", "date", "name", "desde", "value", arena_strndup(q->arena, n.since.p, n.since.n), NULL);
  html_close(&h, "label");
  html_z(&h, " ");
  if (answer_en(q)) html_void(&h, "input", "type", "hidden", "name", "lang", "value", "en", NULL);
  html_element_say(&h, "button", "Ver", "Show");
  html_close(&h, "form");
  for (uint32_t i = snapshot_batches(n.s); i-- > 0 && shown < MOST_BATCHES;) {
    if (!snapshot_batch(n.s, i, &b) || !is_new(&n, b.at)) continue;
    write_batch(&h, &n, i, &b);
    shown++;
  }
  if (!shown) html_element_say(&h, "p", "Nada desde esa fecha.", "Nothing since that date.");
  html_end_page(&h);
  return true;
}

/* ---- Atom (RFC 4287) ---- */

static void element(struct html *x, const char *name, struct str text) { html_element(x, name, NULL, text); }

static void write_entry(struct html *x, const struct news *n, uint32_t i, const struct snap_batch *b) {
  const char *page = answer_url(n->q, "/novedades%s#lote-%u", answer_en(n->q) ? "?lang=en" : "", i + 1);
  html_open(x, "entry", NULL);
  html_open(x, "title", NULL);
  html_text(x, kind_words(x, b->kind));
  html_z(x, ": ");
  html_text(x, b->document);
  html_close(x, "title");
  element(x, "id", str_from(page));
  element(x, "updated", b->at);
  html_open(x, "link", "rel", "alternate", "type", "text/html", "href", page, NULL);
  html_close(x, "link");
  html_open(x, "summary", NULL);
  write_counts(x, b);
  html_close(x, "summary");
  html_close(x, "entry");
}

bool handle_news_feed(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct news n = {.s = view, .q = q};
  if (!read_since(q, &n.since, e)) return false;
  struct html x;
  struct snap_batch b = {.at = STR("1970-01-01T00:00:00Z")};
  uint32_t batches = snapshot_batches(n.s), shown = 0;
  if (batches) snapshot_batch(n.s, batches - 1, &b);
  p->content_type = "application/atom+xml; charset=utf-8";
  html_init(&x, &p->body, answer_lang(q));
  buf_add_z(&p->body, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
  html_open(&x, "feed", "xmlns", "http://www.w3.org/2005/Atom", "xml:lang", html_pick(&x, "es", "en"), NULL);
  element(&x, "title",
          str_from(html_pick(&x, "Novedades de la cooperación en Cartagena", "News of cooperation in Cartagena")));
  element(&x, "id", str_from(answer_url(q, "/novedades.atom")));
  element(&x, "updated", b.at);
  html_open(&x, "author", NULL);
  element(&x, "name", STR("coopmap"));
  html_close(&x, "author");
  html_open(&x, "link", "rel", "self", "type", "application/atom+xml", "href", answer_self(q, NULL, NULL), NULL);
  html_close(&x, "link");
  for (uint32_t i = batches; i-- > 0 && shown < MOST_ENTRIES;) {
    if (!snapshot_batch(n.s, i, &b) || !is_new(&n, b.at)) continue;
    write_entry(&x, &n, i, &b);
    shown++;
  }
  html_close(&x, "feed");
  return true;
}
