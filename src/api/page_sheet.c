/* What the two sheets have in common. */
#include "page_sheet.h"

#include <math.h>

enum { MOST_FUNDERS = 3, MOST_SOURCES_BYTES = 500, MOST_ADDRESS = 300 };

/* Widths in thousandths of the type size: those of DejaVu Sans, the widest of the families in the style sheet. */
static unsigned width_of(unsigned char c) {
  if (c >= 0x80) return c < 0xC0 ? 0 : c >= 0xE3 ? 1000 : 720; /* the first byte of a character counts for all of it */
  if (c == ' ' || (c && strchr(".,;:'|!iljtfr()[]/", c))) return 400;
  if (c && strchr("mwMW%@—", c)) return 1000;
  if (c >= 'A' && c <= 'Z') return 760;
  return 640;
}

unsigned sheet_lines(struct str s, double points, double mm) {
  unsigned used = 0, word = 0, lines = 1, room = (unsigned)fmax(1, mm / (points * 25.4 / 72) * 1000);
  for (size_t i = 0; i <= s.n; i++) {
    bool end = i == s.n || s.p[i] == ' ';
    if (!end) {
      word += width_of((unsigned char)s.p[i]);
      continue;
    }
    if (used > 0 && used + word > room) {
      lines++;
      used = 0;
    }
    for (; word > room; word -= room) lines++;
    used += word + width_of(' ');
    word = 0;
  }
  return lines;
}

bool sheet_take(struct sheet *t, double mm) {
  if (mm > t->left) return false;
  t->left -= mm;
  return true;
}

static void write_head(struct sheet *t) {
  struct html *h = &t->h;
  buf_add_z(h->out, "<!doctype html>\n");
  html_open(h, "html", "lang", html_pick(h, "es", "en"), NULL);
  html_open(h, "head", NULL);
  html_void(h, "meta", "charset", "utf-8", NULL);
  html_void(h, "meta", "name", "viewport", "content", "width=device-width, initial-scale=1", NULL);
  html_write_share(h, &t->share);
  html_void(h, "link", "rel", "icon", "href", "/favicon.svg", "type", "image/svg+xml", NULL);
  html_void(h, "link", "rel", "stylesheet", "href", "/pagina.css", NULL);
  html_close(h, "head");
  html_open(h, "body", "class", "pliego", NULL);
  html_write_top(h, t->share.other_path);
  html_open(h, "main", NULL);
  html_open(h, "p", "class", "aviso-impresion", NULL);
  html_say(h, "Una hoja A4, lista para imprimir o guardar como PDF (Ctrl+P). ",
           "One A4 sheet, ready to print or to save as PDF (Ctrl+P). ");
  html_link(h, t->whole, str_from(html_pick(h, "Ver la página completa", "See the whole page")));
  html_close(h, "p");
}

void sheet_begin(struct sheet *t, const struct http_request *q, struct http_response *p, const struct snapshot *s,
                 struct str title, const char *under, const char *description, const char *path,
                 const char *whole_path) {
  p->content_type = "text/html; charset=utf-8";
  p->html = true;
  *t = (struct sheet){.q = q, .s = s, .left = SHEET_HEIGHT - SHEET_FIXED};
  t->whole = answer_en(q) ? arena_printf(q->arena, "%s?lang=en", whole_path) : whole_path;
  const char *card = arena_printf(q->arena, answer_pick(q, "%.*s, en una hoja", "%.*s, on one sheet"), STR_ARG(title));
  t->share = page_share(q, card, description, path);
  html_init(&t->h, &p->body, answer_lang(q));
  write_head(t);
  struct html *h = &t->h;
  const char *heading = page_cut(q, title, 260);
  bool is_long = sheet_lines(str_from(heading), 19, SHEET_WIDTH) > 2;
  html_element(h, "h1", is_long ? "largo" : NULL, str_from(heading));
  sheet_take(t, is_long ? 5.2 * sheet_lines(str_from(heading), 12, SHEET_WIDTH)
                        : 8.2 * sheet_lines(str_from(heading), 19, SHEET_WIDTH));
  under = page_cut(q, str_from(under), 330);
  html_element(h, "p", "bajo-titulo", str_from(under));
  sheet_take(t, 4.2 * sheet_lines(str_from(under), 9, SHEET_WIDTH));
}

double sheet_foot_height(const struct sheet *t, const struct about *about, const char *first, const char **sources) {
  struct buf b = {0};
  buf_add_z(&b, first);
  about_write_sources(&b, about);
  *sources = page_cut(t->q, buf_str(&b), MOST_SOURCES_BYTES);
  buf_free(&b);
  return 3.5 * (sheet_lines(str_from(*sources), 7.5, SHEET_WIDTH - 30) + 1);
}

void sheet_end(struct sheet *t, const struct about *about, const char *sources) {
  struct html *h = &t->h;
  const char *address = t->share.canonical;
  if (strlen(address) > MOST_ADDRESS) address = answer_url(t->q, "%s", t->whole);
  html_open(h, "footer", NULL);
  html_open(h, "p", NULL);
  html_element_say(h, "strong", "Fuentes y licencias: ", "Sources and licences: ");
  html_z(h, sources);
  html_z(h, ".");
  html_close(h, "p");
  html_open(h, "p", NULL);
  html_say(h, "Cooperación en Cartagena de Indias. ", "Cooperation in Cartagena de Indias. ");
  if (about->date.n) {
    html_say(h, "Datos de ", "Data of ");
    html_text(h, about->date);
    html_z(h, ". ");
  }
  html_link(h, t->share.canonical, str_from(address));
  html_close(h, "p");
  html_close(h, "footer");
  html_end_page(h);
}

void sheet_fact(struct sheet *t, const char *es, const char *en, const char *value) {
  page_fact(&t->h, es, en, str_from(page_cut(t->q, str_from(value), 120)));
}

static bool add_funder(const struct snapshot *s, struct buf *b, uint32_t actor, uint32_t *seen, size_t *n) {
  if (actor == SNAPSHOT_NONE) return false;
  for (size_t i = 0; i < *n && i < MOST_FUNDERS; i++)
    if (seen[i] == actor) return false;
  if (*n < MOST_FUNDERS) {
    seen[*n] = actor;
    buf_printf(b, "%s%.*s", *n ? "; " : "", STR_ARG(snapshot_actor_name(s, actor)));
  }
  ++*n;
  return true;
}

const char *sheet_funders(const struct http_request *q, const struct snapshot *s, uint32_t project) {
  struct snap_contribution c;
  struct snap_party party;
  uint32_t seen[MOST_FUNDERS];
  size_t n = 0;
  struct buf b = {0};
  for (uint32_t k = 0; snapshot_contribution(s, project, k, &c); k++)
    if (c.counts) add_funder(s, &b, c.provider, seen, &n);
  for (uint32_t k = 0; !n && snapshot_party(s, project, k, &party); k++)
    if (str_is(party.role, "1")) add_funder(s, &b, party.actor, seen, &n);
  if (n > MOST_FUNDERS) buf_add_z(&b, answer_pick(q, "; y más", "; and more"));
  const char *text = page_cut(q, buf_str(&b), 110);
  buf_free(&b);
  return text;
}

const char *sheet_money(const struct http_request *q, i128 minor, struct str currency) {
  struct buf b = {0};
  struct html h;
  html_init(&h, &b, answer_lang(q));
  html_money(&h, minor, currency);
  const char *text = arena_strndup(q->arena, b.data, b.len);
  buf_free(&b);
  return text;
}
