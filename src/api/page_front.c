/* The explorer as a page: its embedded file with the head and the first view of what the address asks. The script replaces that view;
 * without script it is the page. Nothing in the address is refused: what cannot be read is shown. */
#define _GNU_SOURCE /* memmem */
#include "page_filter.h"

#include <stdio.h>

#include "http/asset.h"

enum { MOST_ROWS = 8 };

static const struct asset *index_file(void) { return asset_find("/index.html", 11); }

/* The file changes with the program, the rest with the data. */
bool stamp_front(void *app, void *view, const struct http_request *q, char *out, size_t size) {
  (void)app, (void)q;
  const struct asset *file = index_file();
  return file && (size_t)snprintf(out, size, "%s %s", snapshot_checksum(view), file->etag) < size;
}

/* ---- the file and its holes: <!--coopmap:NAME--> … <!--/coopmap:NAME-->, filled by us, good as they are without us */

static const char *find(struct str in, const char *what) { return memmem(in.p, in.n, what, strlen(what)); }

/* Copy up to the hole's beginning, drop what is in it. False: the file has no such hole. */
static bool copy_to_hole(struct buf *b, struct str *rest, const char *begin, const char *end) {
  const char *from = find(*rest, begin), *to = find(*rest, end);
  if (!from || !to || to < from) return false;
  buf_add(b, rest->p, (size_t)(from - rest->p));
  size_t used = (size_t)(to - rest->p) + strlen(end);
  *rest = (struct str){rest->p + used, rest->n - used};
  return true;
}

static void copy_language(struct buf *b, struct str *rest, enum snap_lang lang) {
  static const char written[] = "<html lang=\"es\"";
  const char *at = find(*rest, written);
  if (!at || lang == SNAP_ES) return;
  size_t used = (size_t)(at - rest->p) + sizeof written - 1;
  buf_add(b, rest->p, (size_t)(at - rest->p));
  buf_add_z(b, "<html lang=\"en\"");
  *rest = (struct str){rest->p + used, rest->n - used};
}

/* ---- the first view */

struct front {
  struct snapshot *s;
  struct page_filter on;
  struct summary sum;
  const struct http_request *q; /* &on.q */
  const char *path;             /* "/", or that of the page for frames */
  bool embedded;
};

/* "/?…&key=value": the same question, narrowed. */
static void narrowing_link(struct html *h, const struct front *t, const char *key, struct str value, struct str label) {
  if (page_filter_is_only(t->q, key, value)) html_text(h, label);
  else html_link(h, page_filter_only(t->q, t->path, key, value), label);
}

static void list_begin(struct html *h, const char *es, const char *en) {
  html_open(h, "section", NULL);
  html_element_say(h, "h2", es, en);
  html_open(h, "ul", NULL);
}

static void list_item(struct html *h, const struct front *t, const char *key, struct str value, struct str label,
                      const struct summary_money *m, i128 minor) {
  html_open(h, "li", NULL);
  narrowing_link(h, t, key, value, label);
  html_z(h, ": ");
  page_count_projects(h, m->projects);
  html_z(h, ", ");
  page_sum_in(h, minor, t->on.currency, m->projects, summary_silent(m));
  html_close(h, "li");
}

static void list_end(struct html *h) {
  html_close(h, "ul");
  html_close(h, "section");
}

static bool is_before(const struct summary_area *a, const struct summary_area *b) {
  if (a->m.full_minor != b->m.full_minor) return a->m.full_minor > b->m.full_minor;
  return a->m.projects != b->m.projects ? a->m.projects > b->m.projects : a->area < b->area;
}

/* Areas that projects are tied to, the largest values first. */
static void write_areas(struct html *h, const struct front *t) {
  const struct summary_area *top[MOST_ROWS];
  size_t n = 0;
  for (uint32_t i = 0; i < t->sum.n; i++) {
    const struct summary_area *one = &t->sum.areas[i];
    if (!one->direct_projects || (n == MOST_ROWS && !is_before(one, top[n - 1]))) continue;
    size_t at = n < MOST_ROWS ? n++ : n - 1;
    for (; at && is_before(one, top[at - 1]); at--) top[at] = top[at - 1];
    top[at] = one;
  }
  if (!n) return;
  list_begin(h, "Áreas", "Areas");
  for (size_t i = 0; i < n; i++)
    list_item(h, t, "area", snapshot_area_code(t->s, top[i]->area), snapshot_area_name(t->s, top[i]->area), &top[i]->m,
              top[i]->m.full_minor);
  list_end(h);
}

static bool write_groups(struct html *h, const struct front *t, enum group_by by, const char *es, const char *en,
                         struct err *e) {
  struct group_table g;
  if (!group_by(t->on.f, t->q->arena, by, STR(""), t->on.currency, &g, e)) return false;
  size_t shown = 0;
  for (size_t i = 0; i < g.n && shown < MOST_ROWS; i++) {
    const struct group_row *r = &g.rows[i];
    if (!r->m.projects) continue;
    if (!shown++) list_begin(h, es, en);
    struct str label =
        r->code.n ? (h->lang == SNAP_EN ? r->label_en : r->label_es) : str_from(html_pick(h, "sin dato", "no data"));
    list_item(h, t, group_name(by), r->code.n ? r->code : STR("sin-dato"), label, &r->m, r->m.attributed_minor);
  }
  if (shown) list_end(h);
  return true;
}

static void write_pages(struct html *h, const struct front *t) {
  static const struct {
    const char *path, *es, *en;
  } places[] = {{"/proyectos", "Los proyectos, con sus fuentes", "The projects, with their sources"},
                {"/estadisticas", "Las estadísticas y la matriz de vacíos", "The statistics and the matrix of gaps"},
                {"/exportar/proyectos.xlsx", "Excel", "Excel"},
                {"/exportar/proyectos.csv", "CSV", "CSV"},
                {"/exportar/proyectos.geojson", "GeoJSON", "GeoJSON"}};
  list_begin(h, "Lo mismo, para leer y llevar", "The same, to read and take along");
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    html_open(h, "li", NULL);
    html_link(h, page_filter_href(t->q, places[i].path), str_from(html_pick(h, places[i].es, places[i].en)));
    html_close(h, "li");
  }
  list_end(h);
}

/* Our other pages stand in nobody's frame. */
static void write_whole(struct html *h, const struct front *t) {
  html_open(h, "p", NULL);
  html_open(h, "a", "href", page_filter_href(t->q, "/"), "target", "_blank", "rel", "noopener", NULL);
  html_say(h, "Abrir entero", "Open the whole page");
  html_close(h, "a");
  html_close(h, "p");
}

static bool write_view(struct html *h, const struct front *t, const struct html_share *share, struct err *e) {
  html_open(h, "div", "class", "portada", NULL);
  if (!t->embedded) html_write_top(h, share->other_path);
  html_open(h, "main", NULL);
  html_open(h, "h1", NULL);
  html_say(h, "Cooperación en ", "Cooperation in ");
  html_z(h, page_filter_place(t->q, t->s));
  html_close(h, "h1");
  /* Also the largest text of the first view: what is read first is not what waits for the script. */
  html_open(h, "p", "class", "entrada", NULL);
  html_say(h,
           "Qué se hace, dónde, quién lo paga, cuánto vale y para cuántas personas, con la fuente de cada cifra. "
           "Cada peso cuenta una sola vez, y lo que no se sabe se dice.",
           "What is done, where, who pays, what it is worth and for how many people, with the source of each "
           "figure. Every peso counts once, and what is not known is said.");
  html_close(h, "p");
  page_filter_write_ignored(h, t->on.ignored, t->on.n_ignored);
  page_filter_write_active(h, t->q, t->s, t->path);
  page_totals(h, t->s, &t->sum, t->on.currency);
  write_areas(h, t);
  if (!write_groups(h, t, GROUP_THEME, "Temas", "Themes", e) ||
      !write_groups(h, t, GROUP_SOURCE, "Quién aporta", "Who contributes", e))
    return false;
  if (t->embedded) write_whole(h, t);
  else write_pages(h, t);
  html_close(h, "main");
  html_close(h, "div");
  return true;
}

/* ---- the answer */

static bool write_page(const struct front *t, struct buf *body, struct err *e) {
  struct html_share share =
      page_filter_share(t->q, t->s, answer_pick(t->q, "Cooperación", "Cooperation"), &t->sum, t->on.currency, "/");
  share.hidden = t->embedded;
  const struct asset *file = index_file();
  struct str rest = {(const char *)file->data, file->n};
  struct html h;
  html_init(&h, body, answer_lang(t->q));
  copy_language(body, &rest, answer_lang(t->q));
  if (copy_to_hole(body, &rest, "<!--coopmap:cabeza-->", "<!--/coopmap:cabeza-->")) html_write_share(&h, &share);
  if (copy_to_hole(body, &rest, "<!--coopmap:vista-->", "<!--/coopmap:vista-->") && !write_view(&h, t, &share, e))
    return false;
  buf_add_str(body, rest);
  return true;
}

static bool answer(struct snapshot *s, const struct http_request *q, const char *path, struct http_response *p,
                   struct err *e) {
  if (!index_file())
    return err_set(e, ERR_NOT_FOUND,
                   err_pick("este programa se construyó sin la página; /?f=json tiene la API",
                            "this program was built without the page; /?f=json has the API"));
  struct front t = {.s = s, .path = path, .embedded = strcmp(path, "/") != 0};
  i128 other;
  if (!page_filter_read(s, q, &t.on, e)) return false;
  t.q = &t.on.q;
  bool ok = summary_by_area(t.on.f, q->arena, STR(""), t.on.currency, &t.sum, &other, e) && write_page(&t, &p->body, e);
  filter_free(t.on.f);
  p->content_type = "text/html; charset=utf-8";
  p->html = true;
  return ok;
}

bool page_front(struct snapshot *s, const struct http_request *q, struct http_response *p, struct err *e) {
  return answer(s, q, "/", p, e);
}

bool handle_embedded(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  return answer(view, q, "/incrustar", p, e);
}
