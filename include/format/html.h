#ifndef FORMAT_HTML_H
#define FORMAT_HTML_H
/* HTML that cannot carry markup from data: elements are opened and closed by name, texts and attribute values are escaped on the
 * way, a wrong nesting aborts (it is a bug, never input). No script, no inline style. */
#include "core/buf.h"
#include "core/decimal.h"
#include "snapshot/snapshot.h"

enum { HTML_DEPTH = 32 };
struct html {
  struct buf *out;
  enum snap_lang lang;
  const char *open[HTML_DEPTH];
  unsigned depth;
};

void html_init(struct html *h, struct buf *out, enum snap_lang lang);
/* <name a="b" …>: attribute name, value pairs of C strings, ended by NULL; a pair whose value is NULL is left out. */
void html_open(struct html *h, const char *name, ...) __attribute__((sentinel));
void html_close(struct html *h, const char *name);
/* An element without content or end tag: meta, link, br, hr, input. */
void html_void(struct html *h, const char *name, ...) __attribute__((sentinel));
void html_text(struct html *h, struct str s);
void html_z(struct html *h, const char *z);
/* The Spanish or the English sentence, by h->lang. */
void html_say(struct html *h, const char *es, const char *en);
const char *html_pick(const struct html *h, const char *es, const char *en);
/* <name class="class">text</name>; class may be NULL. */
void html_element(struct html *h, const char *name, const char *class_name, struct str text);
void html_element_say(struct html *h, const char *name, const char *es, const char *en);
void html_link(struct html *h, const char *href, struct str text);
/* "$ 12.386.206.436,05 COP" in Spanish, "COP 12,386,206,436.05" in English. No currency: the bare amount. */
void html_money(struct html *h, i128 minor, struct str currency);
/* Whole number with the language's thousands. */
void html_count(struct html *h, int64_t n);
/* Number with decimals in the language's signs. */
void html_real(struct html *h, double v, int decimals);
/* What the head of a page says of it to search engines and to whoever is sent its link: title, description, canonical address,
 * the same in the other language, and a card (Open Graph, https://ogp.me). Addresses are absolute. */
struct html_share {
  const char *title, *description;
  const char *canonical, *other; /* `other`: in the other language */
  const char *other_path;        /* the same from the root of the site, for the link that people follow */
  const char *image;             /* 1200 by 630 */
  bool hidden;                   /* not for search engines */
};
void html_write_share(struct html *h, const struct html_share *s);
/* The whole document around a page's body: doctype to <main>, with `title` as its heading, and its end. */
void html_begin_page(struct html *h, const char *title, const struct html_share *s);
/* <header> with the links to the main pages and to this one in the other language. */
void html_write_top(struct html *h, const char *other_path);
void html_end_page(struct html *h);
#endif
