#ifndef QUERY_PAGE_H
#define QUERY_PAGE_H
/* Keyset paging in code order: the next page starts after a code, never at an offset. */
#include "query/filter.h"
enum page_collection { PAGE_AREAS, PAGE_PROJECTS_LOCATED, PAGE_PROJECTS_UNPLACED, PAGE_PROJECTS_ALL, PAGE_ACTORS };
/* Up to `limit` row indices after the code `after` ("" from the start) into rows[]; *more if another follows. */
void page_rows(const struct filter *f, enum page_collection c, struct str after, uint32_t limit, uint32_t *rows,
               uint32_t *n, bool *more);
uint64_t page_count(const struct filter *f, enum page_collection c);
/* Areas at a point, smallest first: "what is here". Approximate extents are told by snap_area.rests_on_approximate. */
void page_areas_at(const struct snapshot *s, double lon, double lat, uint32_t *areas, uint32_t max, uint32_t *n);
#endif
