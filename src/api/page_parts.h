#ifndef API_PAGE_PARTS_H
#define API_PAGE_PARTS_H
/* Private to the pages: the pieces that several of them are made of. */
#include "handlers.h"
#include "query/summary.h"

/* Begin an HTML answer in the request's language. `path`: the page's own address without a query ("/area/x"). Its card
 * (html_share) says what page_share() was told, else title and a general sentence. */
void page_begin(struct html *h, const struct http_request *q, struct http_response *p, struct str title,
                const char *path);
void page_begin_shared(struct html *h, const struct http_request *q, struct http_response *p, struct str title,
                       const struct html_share *share);
/* Title and description (both in the arena), with the addresses of the page at `path`: where the request is for that very path, with
 * the filter that it asks for. */
struct html_share page_share(const struct http_request *q, const char *title, const char *description,
                             const char *path);
/* The same with the query given, "" none: parameters but lang. */
struct html_share page_share_at(const struct http_request *q, const char *title, const char *description,
                                const char *path, const char *query);
/* "1 proyecto, $ 12.386.206.436,05", in the arena: what a card says of a set of projects. */
const char *page_amount_words(const struct http_request *q, uint64_t projects, uint64_t unknown, i128 minor,
                              struct str currency);
/* "1.234", in the arena. */
const char *page_number(const struct http_request *q, int64_t n);
/* At most `bytes` of s, cut at the end of a word, with an ellipsis where something is missing; in the arena. */
const char *page_cut(const struct http_request *q, struct str s, size_t bytes);
/* "/area/CODE" with the language kept, in the arena. kind: "area", "proyecto", "actor". */
const char *page_href(const struct http_request *q, const char *kind, struct str code);
/* <a href=…>name</a> */
void page_area_link(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t area);
void page_actor_link(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t actor);
void page_project_link(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t project);
/* <dt>term</dt><dd>text</dd>; an empty text says "sin dato". */
void page_fact(struct html *h, const char *es, const char *en, struct str text);
/* The same where the caller writes the value: <dt>term</dt><dd> … page_fact_end(). */
void page_fact_begin(struct html *h, const char *es, const char *en);
void page_fact_end(struct html *h);
void page_no_data(struct html *h);
/* Table of projects: title, kind, areas, value, source. page_projects_begin, one row each, page_projects_end. */
void page_projects_begin(struct html *h, const char *caption_es, const char *caption_en);
void page_projects_row(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t project);
void page_projects_end(struct html *h);
/* The value of a project: money, "no implica erogación", or "sin dato". */
void page_value(struct html *h, const struct snap_project *p);
/* A sum over `projects` of which `unknown` have no known value: the money and how many it does not cover, or "sin dato" where it
 * covers none. */
void page_sum(struct html *h, i128 minor, uint64_t projects, uint64_t unknown);
/* The same in any currency. */
void page_sum_in(struct html *h, i128 minor, struct str currency, uint64_t projects, uint64_t unknown);
/* "1.200", "900–1.200", or "sin dato" where max is -1. */
void page_people(struct html *h, int64_t min, int64_t max);
/* The parts of a total, what no figure covers, and whether the parts add up. (page_totals.c) */
void page_totals(struct html *h, const struct snapshot *s, const struct summary *sum, struct str currency);
/* Where a statement stands: "document, line 177"; "sin dato" where nobody says. */
void page_source(struct html *h, struct str title, struct str locator);
/* The value of a record's field by its name ("titulo"), "" if it has none. */
struct str page_record(const struct snapshot *s, uint32_t record, const char *field);
/* Is the finding about the project? */
bool page_finding_is_about(const struct snapshot *s, uint32_t finding, struct str project);
/* Links to the same answer in the other forms the route offers: JSON, CSV, CSV for Excel. */
void page_forms(struct html *h, const struct http_request *q);
/* <thead> with the given titles: es, en pairs ended by NULL. */
void page_head(struct html *h, ...) __attribute__((sentinel));
/* Small maps (format/svg_map.h): an area with projects of its own; a project's places; an actor's projects; a collection, and a page
 * of its items. Nothing where nothing of it has a place. */
void page_map_area(struct html *h, const struct http_request *q, const struct snapshot *s, const struct snap_area *a,
                   const uint32_t *projects, uint32_t n);
void page_map_project(struct html *h, const struct http_request *q, const struct snapshot *s,
                      const struct snap_project *p);
void page_map_actor(struct html *h, const struct http_request *q, const struct snapshot *s, const struct snap_actor *a);
void page_map_collection(struct html *h, const struct http_request *q, const struct snapshot *s, enum collection c);
void page_map_items(struct html *h, const struct http_request *q, const struct snapshot *s, enum collection c,
                    const uint32_t *rows, uint32_t n);
/* A link to the print sheet of the page at `path`. */
void page_sheet_link(struct html *h, const struct http_request *q, const char *path);
/* "N proyectos" / "1 proyecto" in the page's language. */
void page_count_projects(struct html *h, uint64_t n);
#endif
