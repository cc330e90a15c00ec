#include "format/html.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/jw.h"
#include "core/text.h"

static void escape_text(struct buf *b, struct str s) {
  size_t from = 0;
  for (size_t i = 0; i < s.n; i++) {
    const char *entity = NULL;
    switch (s.p[i]) {
    case '&': entity = "&amp;"; break;
    case '<': entity = "&lt;"; break;
    case '>': entity = "&gt;"; break;
    case '"': entity = "&quot;"; break;
    case '\'': entity = "&#39;"; break;
    default: break;
    }
    if (!entity) continue;
    buf_add(b, s.p + from, i - from);
    buf_add_z(b, entity);
    from = i + 1;
  }
  if (s.n > from) buf_add(b, s.p + from, s.n - from);
}

/* Bytes that are no UTF-8, as in a text that was cut or in an address, become U+FFFD. */
static void escape(struct buf *b, struct str s) {
  if (text_is_utf8(s)) {
    escape_text(b, s);
    return;
  }
  struct buf whole = {0};
  while (s.n) text_put(&whole, text_next(&s));
  escape_text(b, buf_str(&whole));
  buf_free(&whole);
}

void html_init(struct html *h, struct buf *out, enum snap_lang lang) { *h = (struct html){.out = out, .lang = lang}; }

static void write_tag(struct html *h, const char *name, va_list attributes) {
  buf_add_char(h->out, '<');
  buf_add_z(h->out, name);
  const char *key;
  while ((key = va_arg(attributes, const char *))) {
    const char *value = va_arg(attributes, const char *);
    if (!value) continue;
    buf_add_char(h->out, ' ');
    buf_add_z(h->out, key);
    buf_add_z(h->out, "=\"");
    escape(h->out, str_from(value));
    buf_add_char(h->out, '"');
  }
  buf_add_char(h->out, '>');
}

void html_open(struct html *h, const char *name, ...) {
  if (h->depth == HTML_DEPTH) abort();
  h->open[h->depth++] = name;
  va_list attributes;
  va_start(attributes, name);
  write_tag(h, name, attributes);
  va_end(attributes);
}

void html_void(struct html *h, const char *name, ...) {
  va_list attributes;
  va_start(attributes, name);
  write_tag(h, name, attributes);
  va_end(attributes);
}

/* The elements after which a line break costs nothing and makes the source readable. */
static bool is_block(const char *name) {
  static const char *const blocks[] = {"p",  "tr",      "table", "ul",     "li",     "dl",   "dd",   "h1",    "h2",
                                       "h3", "section", "nav",   "header", "footer", "main", "body", "title", "head"};
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
    if (strcmp(name, blocks[i]) == 0) return true;
  return false;
}

void html_close(struct html *h, const char *name) {
  if (!h->depth || strcmp(h->open[h->depth - 1], name) != 0) abort();
  h->depth--;
  buf_add_z(h->out, "</");
  buf_add_z(h->out, name);
  buf_add_char(h->out, '>');
  if (is_block(name)) buf_add_char(h->out, '\n');
}

void html_text(struct html *h, struct str s) { escape(h->out, s); }
void html_z(struct html *h, const char *z) { escape(h->out, str_from(z)); }

const char *html_pick(const struct html *h, const char *es, const char *en) { return h->lang == SNAP_EN ? en : es; }
void html_say(struct html *h, const char *es, const char *en) { html_z(h, html_pick(h, es, en)); }

void html_element(struct html *h, const char *name, const char *class_name, struct str text) {
  html_open(h, name, "class", class_name, NULL);
  html_text(h, text);
  html_close(h, name);
}

void html_element_say(struct html *h, const char *name, const char *es, const char *en) {
  html_element(h, name, NULL, str_from(html_pick(h, es, en)));
}

void html_link(struct html *h, const char *href, struct str text) {
  html_open(h, "a", "href", href, NULL);
  html_text(h, text);
  html_close(h, "a");
}

void html_money(struct html *h, i128 minor, struct str currency) {
  struct buf b = {0};
  if (h->lang == SNAP_EN) {
    buf_add_str(&b, currency);
    if (currency.n) buf_add_z(&b, "\xC2\xA0");
    decimal_write_minor_en(&b, minor);
  } else {
    buf_add_z(&b, str_is(currency, "COP") || !currency.n ? "$\xC2\xA0" : "");
    decimal_write_minor_es(&b, minor);
    if (currency.n) buf_add_z(&b, "\xC2\xA0");
    buf_add_str(&b, currency);
  }
  html_text(h, buf_str(&b));
  buf_free(&b);
}

/* Digits of `plain` ("-1234567.50") with the language's thousands and decimal sign. */
static void group(struct html *h, struct str plain) {
  char thousands = h->lang == SNAP_EN ? ',' : '.', decimal = h->lang == SNAP_EN ? '.' : ',';
  const char *dot = memchr(plain.p, '.', plain.n);
  size_t whole = dot ? (size_t)(dot - plain.p) : plain.n, start = plain.n && plain.p[0] == '-' ? 1 : 0;
  for (size_t i = 0; i < plain.n; i++) {
    if (i < whole && i > start && (whole - i) % 3 == 0) buf_add_char(h->out, thousands);
    buf_add_char(h->out, plain.p[i] == '.' ? decimal : plain.p[i]);
  }
}

void html_count(struct html *h, int64_t n) {
  char text[32];
  int len = snprintf(text, sizeof text, "%lld", (long long)n);
  group(h, (struct str){text, (size_t)len});
}

void html_real(struct html *h, double v, int decimals) {
  if (isnan(v)) return;
  struct buf b = {0};
  struct jw w;
  jw_init(&w, &b);
  jw_double(&w, v, decimals);
  group(h, buf_str(&b));
  buf_free(&b);
}

void html_write_top(struct html *h, const char *other_path) {
  html_open(h, "header", "class", "cabecera", NULL);
  html_open(h, "nav", "aria-label", html_pick(h, "Principal", "Main"), NULL);
  const char *suffix = h->lang == SNAP_EN ? "?lang=en" : "";
  static const struct {
    const char *path, *es, *en;
  } places[] = {{"/", "Mapa", "Map"},
                {"/areas", "Áreas", "Areas"},
                {"/proyectos", "Proyectos", "Projects"},
                {"/actores", "Actores", "Actors"},
                {"/estadisticas", "Estadísticas", "Statistics"},
                {"/inconsistencias", "Inconsistencias", "Inconsistencies"},
                {"/metas", "Metas", "Goals"},
                {"/novedades", "Novedades", "News"}};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    char href[64];
    snprintf(href, sizeof href, "%s%s", places[i].path, suffix);
    html_link(h, href, str_from(html_pick(h, places[i].es, places[i].en)));
    html_z(h, " ");
  }
  html_open(h, "a", "class", "idioma", "href", other_path, "hreflang", html_pick(h, "en", "es"), "lang",
            html_pick(h, "en", "es"), NULL);
  html_say(h, "English", "Español");
  html_close(h, "a");
  html_close(h, "nav");
  html_close(h, "header");
}

static void property(struct html *h, const char *name, const char *content) {
  html_void(h, "meta", "property", name, "content", content, NULL);
}

void html_write_share(struct html *h, const struct html_share *s) {
  const char *mine = html_pick(h, "es", "en"), *others = html_pick(h, "en", "es");
  html_open(h, "title", NULL);
  html_z(h, s->title);
  html_close(h, "title");
  html_void(h, "meta", "name", "description", "content", s->description, NULL);
  if (s->hidden) html_void(h, "meta", "name", "robots", "content", "noindex", NULL);
  html_void(h, "link", "rel", "canonical", "href", s->canonical, NULL);
  html_void(h, "link", "rel", "alternate", "hreflang", mine, "href", s->canonical, NULL);
  html_void(h, "link", "rel", "alternate", "hreflang", others, "href", s->other, NULL);
  property(h, "og:type", "website");
  property(h, "og:site_name", html_pick(h, "Cooperación en Cartagena", "Cooperation in Cartagena"));
  property(h, "og:locale", html_pick(h, "es_CO", "en_US"));
  property(h, "og:title", s->title);
  property(h, "og:description", s->description);
  property(h, "og:url", s->canonical);
  property(h, "og:image", s->image);
  property(h, "og:image:width", "1200");
  property(h, "og:image:height", "630");
  property(h, "og:image:alt",
           html_pick(h, "Mapa dibujado de Cartagena de Indias con sus áreas y proyectos",
                     "Drawn map of Cartagena de Indias with its areas and projects"));
  html_void(h, "meta", "name", "twitter:card", "content", "summary_large_image", NULL);
}

void html_begin_page(struct html *h, const char *title, const struct html_share *s) {
  buf_add_z(h->out, "<!doctype html>\n");
  html_open(h, "html", "lang", html_pick(h, "es", "en"), NULL);
  html_open(h, "head", NULL);
  html_void(h, "meta", "charset", "utf-8", NULL);
  html_void(h, "meta", "name", "viewport", "content", "width=device-width, initial-scale=1", NULL);
  html_write_share(h, s);
  html_void(h, "link", "rel", "icon", "href", "/favicon.svg", "type", "image/svg+xml", NULL);
  html_void(h, "link", "rel", "stylesheet", "href", "/pagina.css", NULL);
  html_close(h, "head");
  html_open(h, "body", NULL);
  html_write_top(h, s->other_path);
  html_open(h, "main", NULL);
  html_element(h, "h1", NULL, str_from(title));
}

void html_end_page(struct html *h) {
  html_close(h, "main");
  html_close(h, "body");
  html_close(h, "html");
  if (h->depth) abort();
}
