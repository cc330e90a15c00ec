#ifndef API_PAGE_FILTER_H
#define API_PAGE_FILTER_H
/* Private to the pages: a filter as a page tells it, and as its readers change it without script. */
#include "page_parts.h"
#include "query/group.h"

/* The question of a lenient page: what of the query can be asked, and what cannot. */
struct page_filter {
  struct http_request q; /* the request with the parameters that count */
  struct http_ignored *ignored;
  size_t n_ignored;
  struct filter *f; /* to be freed */
  struct str currency;
};
/* Keeps whatever can be compiled. False only where the fault is ours. */
bool page_filter_read(struct snapshot *s, const struct http_request *q, struct page_filter *out, struct err *e);
/* "Nelson Mandela (Tema: Vivienda)", or the city; in the arena. */
const char *page_filter_place(const struct http_request *q, const struct snapshot *s);
/* The card of the page `what` at `path` ("Proyectos", "/proyectos"): its projects, their value and what is not in it. */
struct html_share page_filter_share(const struct http_request *q, const struct snapshot *s, const char *what,
                                    const struct summary *sum, struct str currency, const char *path);
/* The filter of the request and nothing else, in the order of the vocabulary: "area=x&tema=y", "" none. */
const char *page_filter_query(const struct http_request *q);
/* "/proyectos?area=x&tema=y&lang=en": the same question elsewhere; with this value alone of that key; whether it is so already. */
const char *page_filter_href(const struct http_request *q, const char *path);
const char *page_filter_only(const struct http_request *q, const char *path, const char *key, struct str value);
bool page_filter_is_only(const struct http_request *q, const char *key, struct str value);
/* What the address asks that could not be read. Nothing where all could. */
void page_filter_write_ignored(struct html *h, const struct http_ignored *ignored, size_t n);
/* The filter in words, each part with a link that takes it away; `path`: of the page. Nothing where there is none. */
void page_filter_write_active(struct html *h, const struct http_request *q, const struct snapshot *s, const char *path);
/* <form method="get">: words, theme, area, source, type, status and year; what else the request filters by stays. */
bool page_filter_write_form(struct html *h, const struct http_request *q, struct snapshot *s, const char *path,
                            struct err *e);
#endif
