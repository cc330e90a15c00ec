#ifndef QUERY_GROUP_CONVERT_H
#define QUERY_GROUP_CONVERT_H
/* Private to query: what a conversion did, project by project. */
#include "adding.h"
#include "query/group.h"

struct conversion_list {
  struct arena *a;
  const struct snap_view *v;
  struct conversion *out;
  struct str to;
  struct conversion_use *uses, *unrated;
  size_t cap_uses, cap_unrated;
};
void conversion_add(struct conversion_list *l, const struct adding_project *p);
/* ERR_INPUT if there were values and not one could be converted. */
bool conversion_end(struct conversion_list *l, struct err *e);
#endif
