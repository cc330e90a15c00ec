#ifndef QUERY_PAGE_INTERNAL_H
#define QUERY_PAGE_INTERNAL_H
/* Private to paging: the rows of a collection, in code order. */
#include "query/page.h"
#include "snapshot/layout.h"

uint64_t page_total_rows(const struct snap_view *v, enum page_collection c);
struct str page_code_at(const struct snap_view *v, enum page_collection c, uint64_t i);
/* First row whose code comes after this one, whether or not a row has it (it may be gone since the last page); "" : the first. */
uint64_t page_first_after(const struct snap_view *v, enum page_collection c, struct str after);
/* The next selected row at or after i; the number of rows if there is none. */
uint64_t page_next_row(const struct filter *f, const struct snap_view *v, enum page_collection c, uint64_t i);
#endif
