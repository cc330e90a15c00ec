#ifndef API_PAGE_PROJECT_H
#define API_PAGE_PROJECT_H
/* Private to the project's page: the sections that page_project_more.c writes. Each writes nothing where there is nothing. */
#include "handlers.h"

/* Facts, into the open list: totals beside the principal one, and the value at its own exchange rate. */
void page_project_totals(struct html *h, const struct snapshot *s, uint32_t i);
void page_project_conversion(struct html *h, const struct snapshot *s, const struct snap_project *p);
/* Sections of their own. */
void page_project_groups(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i);
void page_project_results(struct html *h, const struct snapshot *s, uint32_t i);
void page_project_links(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i);
/* What the ledger says of this project. */
void page_project_findings(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i);
/* Source, licence, codes, the row as it came, and the files it can be taken away in. */
void page_project_source(struct html *h, const struct http_request *q, const struct snapshot *s,
                         const struct snap_project *p);
#endif
