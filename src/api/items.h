#ifndef API_ITEMS_H
#define API_ITEMS_H
/* One page of a collection under the question's filter. */
#include "answer.h"

enum { ITEMS_MAX_OFFSET = 10000 };
extern const struct http_param_spec items_param_sortby, items_param_properties, items_param_offset;

struct items_page {
  struct question *o;
  enum collection c;
  const uint32_t *rows; /* in the request's arena */
  uint32_t n;
  uint64_t matched;
  const char *next; /* address of the next page, NULL at the end */
};
#endif
