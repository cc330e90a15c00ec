#ifndef QUERY_PAGE_H
#define QUERY_PAGE_H
/* Paging by key: the next page starts after what the last one ended with, never at an offset, so that rows which come and go
 * meanwhile move nothing else. */
#include "query/filter.h"
#include "query/queryable.h"

enum page_collection { PAGE_AREAS, PAGE_PROJECTS_LOCATED, PAGE_PROJECTS_UNPLACED, PAGE_PROJECTS_ALL, PAGE_ACTORS };

/* Whose queryables a collection's are. */
enum query_subject page_subject(enum page_collection c);

/* Up to `limit` row indices in code order, after the code `after` ("" from the start), into rows[]; *more if another follows. */
void page_rows(const struct filter *f, enum page_collection c, struct str after, uint32_t limit, uint32_t *rows,
               uint32_t *n, bool *more);
uint64_t page_count(const struct filter *f, enum page_collection c);

/* Rows in the order of sort keys. Null comes last in both directions; texts compare by the first PAGE_TEXT_BYTES of them, folded and
 * then as they are, codes by their bytes; rows that are equal in all keys come in code order. */
struct page_key {
  const struct queryable *q; /* sortable, of page_subject() */
  bool descending;
};
struct page_order {
  const struct page_key *key;
  uint32_t n; /* 0: code order */
};
enum { PAGE_MAX_KEYS = 4, PAGE_TEXT_BYTES = 200, PAGE_MAX_CURSOR = 2048 };
/* The page after the cursor ("" the first page): the code of the last row of the page before and what it had in the keys then,
 * "convenio-3|12386206436.05", so that it stays right when that row has changed or gone. *next is the cursor of the page that
 * follows, in the arena, "" if none does. ERR_INPUT: it is no cursor of this order. O(rows log limit). */
bool page_rows_ordered(const struct filter *f, enum page_collection c, const struct page_order *order,
                       struct str cursor, uint32_t limit, struct arena *a, uint32_t *rows, uint32_t *n,
                       struct str *next, struct err *e);

/* The first and the last day that the projects of a collection name, to their precision; false if they name none. */
bool page_period(const struct snapshot *s, enum page_collection c, struct str *first, struct str *last);

/* Areas at a point, smallest first: "what is here". Approximate extents are told by snap_area.rests_on_approximate. */
void page_areas_at(const struct snapshot *s, double lon, double lat, uint32_t *areas, uint32_t max, uint32_t *n);
#endif
